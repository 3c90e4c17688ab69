/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-layout-private.h"
#include "image-test.h"
#include "udf-volume.h"

/*
 * A disc in memory with a UDF volume of a tree. Files hold one byte over and over, made up from
 * their number.
 */

#define DISC_TIME_US        (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)
#define DISC_MANIFEST_BYTES 3000

typedef struct
{
  const char *name;
  BurnishUdfRevision revision;
  gboolean is_duplicated;
  gboolean has_vat;
  gboolean embeds;
  gboolean has_streams;
  gboolean has_manifest;
  BurnishUdfSymlinks symlinks;
  guint32 session_block;
} Choice;

typedef struct
{
  BurnishTreeSnapshot *snapshot; /* (owned) */
  BurnishImageOptions *options;  /* (owned) */
  BurnishUdfLayout *layout;      /* (owned) */
  guint32 *start_blocks;         /* (owned) */
  guint8 *bytes;                 /* (owned): the whole disc */
  guint32 n_blocks;
} Disc;

BurnishImageOptions *choice_make_options (const Choice *choice);
BurnishUdfInput choice_make_input (const Choice *choice,
                                   BurnishTreeSnapshot *snapshot,
                                   BurnishImageOptions *options);

/* Reads the structures in pieces of so many blocks, and writes the contents. */
void disc_init (Disc *self, BurnishTree *tree, const Choice *choice, guint32 piece_blocks);
void disc_clear (Disc *self);
/* Everything that has a name is there, and nothing else. */
void disc_check (const Disc *self, const Choice *choice, Volume *volume);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Disc, disc_clear)
