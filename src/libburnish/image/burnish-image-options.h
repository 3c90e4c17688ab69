/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"
#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * BurnishImageOptions says how a tree becomes an image. It is a plain object for one thread; a
 * layout takes a copy. Every default is documented at its property and in docs/image.md.
 */

#define BURNISH_TYPE_IMAGE_OPTIONS (burnish_image_options_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishImageOptions, burnish_image_options, BURNISH, IMAGE_OPTIONS, GObject)

BURNISH_EXPORT
BurnishImageOptions *burnish_image_options_new (void);
BURNISH_EXPORT
BurnishImageOptions *burnish_image_options_new_for_family (BurnishDiscFamily family);

/* Who and what: fields of the primary volume descriptor. */
BURNISH_EXPORT
const char *burnish_image_options_get_volume_id (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_volume_id (BurnishImageOptions *self, const char *volume_id);
BURNISH_EXPORT
const char *burnish_image_options_get_volume_set_id (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_volume_set_id (BurnishImageOptions *self, const char *volume_set_id);
BURNISH_EXPORT
const char *burnish_image_options_get_publisher_id (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_publisher_id (BurnishImageOptions *self, const char *publisher_id);
BURNISH_EXPORT
const char *burnish_image_options_get_preparer_id (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_preparer_id (BurnishImageOptions *self, const char *preparer_id);
BURNISH_EXPORT
const char *burnish_image_options_get_application_id (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_application_id (BurnishImageOptions *self,
                                               const char *application_id);
BURNISH_EXPORT
const char *burnish_image_options_get_system_id (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_system_id (BurnishImageOptions *self, const char *system_id);
BURNISH_EXPORT
gint64 burnish_image_options_get_fixed_time (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_fixed_time (BurnishImageOptions *self, gint64 fixed_time);

/* Which trees, and how strict their names are. */
BURNISH_EXPORT
guint burnish_image_options_get_iso_level (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_iso_level (BurnishImageOptions *self, guint iso_level);
BURNISH_EXPORT
gboolean burnish_image_options_get_rock_ridge (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_rock_ridge (BurnishImageOptions *self, gboolean rock_ridge);
BURNISH_EXPORT
gboolean burnish_image_options_get_joliet (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_joliet (BurnishImageOptions *self, gboolean joliet);
BURNISH_EXPORT
gboolean burnish_image_options_get_joliet_long_names (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_joliet_long_names (BurnishImageOptions *self,
                                                  gboolean joliet_long_names);

/* What else is on the disc. */
BURNISH_EXPORT
gboolean burnish_image_options_get_manifest (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_manifest (BurnishImageOptions *self, gboolean manifest);
BURNISH_EXPORT
guint burnish_image_options_get_padding_blocks (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_padding_blocks (BurnishImageOptions *self, guint padding_blocks);

G_END_DECLS
