/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * Sizes of discs to measure a project against while no disc is in a drive: common ones, and those
 * that drives have reported, which the settings remember. Main context only.
 */

/*
 * BurnishDiscSize:
 * @name: what such discs are called
 * @family: what kind of disc
 * @n_blocks: blocks of 2048 bytes for data
 */
typedef struct
{
  const char *name;
  BurnishDiscFamily family;
  guint64 n_blocks;
} BurnishDiscSize;

const BurnishDiscSize *burnish_disc_sizes_get_common (guint *n_sizes);
/* (transfer full): "a(st)", names of kinds and blocks, the newest first. */
GVariant *burnish_disc_sizes_get_seen (GSettings *settings);
void burnish_disc_sizes_remember (GSettings *settings, BurnishMedium *medium);
BurnishDiscFamily burnish_disc_sizes_guess_family (guint64 n_blocks);

G_END_DECLS
