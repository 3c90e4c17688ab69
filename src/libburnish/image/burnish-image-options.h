/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"
#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * BurnishImageOptions says how a tree becomes an image. It is a plain object for one thread; a
 * layout takes a copy. Every default is documented at its property and in docs/image.md.
 */

/**
 * BurnishUdfRevision:
 * @BURNISH_UDF_NONE: no UDF tree
 * @BURNISH_UDF_1_02: what every system since Windows 98 and every DVD player reads
 * @BURNISH_UDF_1_50: as 1.02; adds the virtual partition
 * @BURNISH_UDF_2_00: adds time of creation and named streams
 * @BURNISH_UDF_2_01: as 2.00
 * @BURNISH_UDF_2_50: what Blu-ray discs use: adds the metadata partition
 * @BURNISH_UDF_2_60: as 2.50
 *
 * Revisions of OSTA's Universal Disk Format, numbered as on the disc (UDF 2.1.5.3).
 */
typedef enum
{
  BURNISH_UDF_NONE = 0,
  BURNISH_UDF_1_02 = 0x0102,
  BURNISH_UDF_1_50 = 0x0150,
  BURNISH_UDF_2_00 = 0x0200,
  BURNISH_UDF_2_01 = 0x0201,
  BURNISH_UDF_2_50 = 0x0250,
  BURNISH_UDF_2_60 = 0x0260,
} BurnishUdfRevision;

/**
 * BurnishUdfSymlinks:
 * @BURNISH_UDF_SYMLINKS_RESOLVE: a further name of what they point at, when that is in the tree;
 *   else they are left out and listed
 * @BURNISH_UDF_SYMLINKS_KEEP: symbolic links; 7-Zip then refuses the whole volume, and players
 *   dislike them
 *
 * What symbolic links are in the UDF tree.
 */
typedef enum
{
  BURNISH_UDF_SYMLINKS_RESOLVE,
  BURNISH_UDF_SYMLINKS_KEEP,
} BurnishUdfSymlinks;

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
char *burnish_image_options_dup_fitting_volume_id (BurnishImageOptions *self, const char *text);
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
gboolean burnish_image_options_get_recommended_file_systems (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_recommended_file_systems (BurnishImageOptions *self,
                                                         gboolean recommended);
BURNISH_EXPORT
gboolean burnish_image_options_get_iso9660 (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_iso9660 (BurnishImageOptions *self, gboolean iso9660);
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

/* UDF: which revision, and its choices. */
BURNISH_EXPORT
BurnishUdfRevision burnish_image_options_get_udf_revision (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_udf_revision (BurnishImageOptions *self,
                                             BurnishUdfRevision udf_revision);
BURNISH_EXPORT
BurnishUdfSymlinks burnish_image_options_get_udf_symlinks (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_udf_symlinks (BurnishImageOptions *self,
                                             BurnishUdfSymlinks udf_symlinks);
BURNISH_EXPORT
gboolean burnish_image_options_get_udf_duplicate_metadata (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_udf_duplicate_metadata (BurnishImageOptions *self,
                                                       gboolean udf_duplicate_metadata);
BURNISH_EXPORT
gboolean burnish_image_options_get_udf_embed (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_udf_embed (BurnishImageOptions *self, gboolean udf_embed);
BURNISH_EXPORT
gboolean burnish_image_options_get_udf_streams (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_udf_streams (BurnishImageOptions *self, gboolean udf_streams);
BURNISH_EXPORT
gboolean burnish_image_options_get_udf_vat (BurnishImageOptions *self);
BURNISH_EXPORT
void burnish_image_options_set_udf_vat (BurnishImageOptions *self, gboolean udf_vat);

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
