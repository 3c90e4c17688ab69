/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishChecksumGroup computes the SHA-256 checksum of an image file and compares it: with the one
 * that was published beside the file, and with one that is pasted. Main context only.
 *
 * Property "differs": whether one of them is known to be another one.
 */

#define BURNISH_TYPE_CHECKSUM_GROUP (burnish_checksum_group_get_type ())
G_DECLARE_FINAL_TYPE (BurnishChecksumGroup,
                      burnish_checksum_group,
                      BURNISH,
                      CHECKSUM_GROUP,
                      AdwPreferencesGroup)

void burnish_checksum_group_set_path (BurnishChecksumGroup *self, const char *path);
void burnish_checksum_group_stop (BurnishChecksumGroup *self);
gboolean burnish_checksum_group_get_differs (BurnishChecksumGroup *self);

G_END_DECLS
