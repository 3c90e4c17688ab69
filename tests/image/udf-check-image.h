/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-check-private.h"
#include "udf-disc.h"

/*
 * Images with UDF in memory, places in them, and what the check has to say of them. For the tests
 * of the check.
 */

/* A file whose entry is found by its size, so that one can be damaged. */
#define MARKED_BYTES 4321

typedef struct
{
  const char *name;
  BurnishUdfRevision revision;
  gboolean iso9660;
  gboolean is_duplicated;
  gboolean has_vat;
  gboolean embeds;
} Kind;

typedef struct
{
  guint8 *bytes; /* (owned) */
  guint32 n_blocks;
  gint64 bad_block; /* cannot be read; -1 for none */
} Image;

BurnishTree *tree_new (guint n_files);
void image_init (Image *self, const Kind *kind, guint n_files);
gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error);
BurnishUdfCheck *check_profile (const Image *image, BurnishUdfProfile profile);
BurnishUdfCheck *check_image (const Image *image);
char *describe (BurnishUdfCheck *check);
void assert_clean (BurnishUdfCheck *check);
gboolean has_finding (BurnishUdfCheck *check, const char *rule, gint64 block);
void assert_finding (const Image *image, const char *what, const char *rule, gint64 block);
guint8 *get_block (const Image *image, guint64 block);
guint get_tag (const Image *image, guint32 block);
guint32 get_sequence (const Image *image, gboolean is_reserve);
guint32 find_descriptor (const Image *image, BurnishUdfTagId id, gboolean is_reserve);
guint32 find_integrity (const Image *image);
guint32 find_tag (const Image *image, BurnishUdfTagId id);
gboolean is_entry (const Image *image, guint32 block);
guint32 find_entry (const Image *image, guint type, guint64 size_bytes);
guint32 find_marked (const Image *image);
guint32 find_identifiers (const Image *image);
guint8 *get_identifier (const Image *image, guint n);
void seal (guint8 *descriptor);
void change (const Image *image, guint32 block, guint offset, guint8 bits);
void image_clear (Image *self);
guint32 get_metadata_entry (const Image *image, guint n);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Image, image_clear)
