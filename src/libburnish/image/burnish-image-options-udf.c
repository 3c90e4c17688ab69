/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-options-private.h"

/* What concerns UDF among the options of an image. */

/**
 * burnish_image_options_get_udf_revision:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:udf-revision]
 */
BurnishUdfRevision
burnish_image_options_get_udf_revision (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), BURNISH_UDF_NONE);
  return (BurnishUdfRevision) g_value_get_enum (
      _burnish_image_options_get_value (self, BURNISH_IMAGE_OPTION_UDF_REVISION));
}

/**
 * burnish_image_options_set_udf_revision:
 * @self: options
 * @udf_revision: see [property@Burnish.ImageOptions:udf-revision]
 */
void
burnish_image_options_set_udf_revision (BurnishImageOptions *self, BurnishUdfRevision udf_revision)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "udf-revision", udf_revision, NULL);
}

/**
 * burnish_image_options_get_udf_symlinks:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:udf-symlinks]
 */
BurnishUdfSymlinks
burnish_image_options_get_udf_symlinks (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), BURNISH_UDF_SYMLINKS_RESOLVE);
  return (BurnishUdfSymlinks) g_value_get_enum (
      _burnish_image_options_get_value (self, BURNISH_IMAGE_OPTION_UDF_SYMLINKS));
}

/**
 * burnish_image_options_set_udf_symlinks:
 * @self: options
 * @udf_symlinks: see [property@Burnish.ImageOptions:udf-symlinks]
 */
void
burnish_image_options_set_udf_symlinks (BurnishImageOptions *self, BurnishUdfSymlinks udf_symlinks)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "udf-symlinks", udf_symlinks, NULL);
}

/**
 * burnish_image_options_get_udf_duplicate_metadata:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:udf-duplicate-metadata]
 */
gboolean
burnish_image_options_get_udf_duplicate_metadata (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (
      _burnish_image_options_get_value (self, BURNISH_IMAGE_OPTION_UDF_DUPLICATE_METADATA));
}

/**
 * burnish_image_options_set_udf_duplicate_metadata:
 * @self: options
 * @udf_duplicate_metadata: see [property@Burnish.ImageOptions:udf-duplicate-metadata]
 */
void
burnish_image_options_set_udf_duplicate_metadata (BurnishImageOptions *self,
                                                  gboolean udf_duplicate_metadata)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "udf-duplicate-metadata", !!udf_duplicate_metadata, NULL);
}

/**
 * burnish_image_options_get_udf_embed:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:udf-embed]
 */
gboolean
burnish_image_options_get_udf_embed (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (
      _burnish_image_options_get_value (self, BURNISH_IMAGE_OPTION_UDF_EMBED));
}

/**
 * burnish_image_options_set_udf_embed:
 * @self: options
 * @udf_embed: see [property@Burnish.ImageOptions:udf-embed]
 */
void
burnish_image_options_set_udf_embed (BurnishImageOptions *self, gboolean udf_embed)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "udf-embed", !!udf_embed, NULL);
}

/**
 * burnish_image_options_get_udf_streams:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:udf-streams]
 */
gboolean
burnish_image_options_get_udf_streams (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (
      _burnish_image_options_get_value (self, BURNISH_IMAGE_OPTION_UDF_STREAMS));
}

/**
 * burnish_image_options_set_udf_streams:
 * @self: options
 * @udf_streams: see [property@Burnish.ImageOptions:udf-streams]
 */
void
burnish_image_options_set_udf_streams (BurnishImageOptions *self, gboolean udf_streams)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "udf-streams", !!udf_streams, NULL);
}

/**
 * burnish_image_options_get_udf_vat:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:udf-vat]
 */
gboolean
burnish_image_options_get_udf_vat (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (
      _burnish_image_options_get_value (self, BURNISH_IMAGE_OPTION_UDF_VAT));
}

/**
 * burnish_image_options_set_udf_vat:
 * @self: options
 * @udf_vat: see [property@Burnish.ImageOptions:udf-vat]
 */
void
burnish_image_options_set_udf_vat (BurnishImageOptions *self, gboolean udf_vat)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "udf-vat", !!udf_vat, NULL);
}
