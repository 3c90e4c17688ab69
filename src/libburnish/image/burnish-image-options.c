/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-options.h"

#include "burnish-image-enums.h"
#include "burnish-image-options-private.h"

/* Two seconds of a CD (75 blocks each) cover what a drive reads ahead of a track's end. */
#define CD_PADDING_BLOCKS 150

struct _BurnishImageOptions
{
  GObject parent_instance;

  GValue values[BURNISH_IMAGE_OPTION_LAST + 1]; /* by BurnishImageOption; 0 is none */
  BurnishDiscFamily family;
};

static GParamSpec *properties[BURNISH_IMAGE_OPTION_LAST + 1];

G_DEFINE_FINAL_TYPE (BurnishImageOptions, burnish_image_options, G_TYPE_OBJECT)

static void
burnish_image_options_finalize (GObject *object)
{
  BurnishImageOptions *self = BURNISH_IMAGE_OPTIONS (object);

  for (guint i = 1; i < G_N_ELEMENTS (properties); i++)
    g_value_unset (&self->values[i]);

  G_OBJECT_CLASS (burnish_image_options_parent_class)->finalize (object);
}

static void
burnish_image_options_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec G_GNUC_UNUSED)
{
  g_value_copy (&BURNISH_IMAGE_OPTIONS (object)->values[prop_id], value);
}

static void
burnish_image_options_set_property (GObject *object,
                                    guint prop_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  BurnishImageOptions *self = BURNISH_IMAGE_OPTIONS (object);

  if (g_param_values_cmp (pspec, &self->values[prop_id], value) == 0)
    return;
  g_value_copy (value, &self->values[prop_id]);
  g_object_notify_by_pspec (object, pspec);
}

static void
burnish_image_options_class_init (BurnishImageOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = burnish_image_options_finalize;
  object_class->get_property = burnish_image_options_get_property;
  object_class->set_property = burnish_image_options_set_property;

  /**
   * BurnishImageOptions:volume-id:
   *
   * The name of the disc. With ISO 9660 it has up to 32 bytes of UTF-8 (ECMA-119 8.4.7), of which
   * Joliet holds the first 16 characters. UDF alone holds 126 characters, or 63 when one of them is
   * beyond U+00FF (ECMA-167 3/10.6.4; characters beyond U+FFFF count twice). %NULL (the default)
   * stands for the date and time of the image, such as `20261121_1332`.
   */
  properties[BURNISH_IMAGE_OPTION_VOLUME_ID] =
      g_param_spec_string ("volume-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:volume-set-id:
   *
   * The name of the set of discs (ECMA-119 8.4.19), up to 128 bytes. %NULL (the default) stands
   * for the volume name.
   */
  properties[BURNISH_IMAGE_OPTION_VOLUME_SET_ID] =
      g_param_spec_string ("volume-set-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:publisher-id:
   *
   * Who published the disc (ECMA-119 8.4.20), up to 128 bytes. Empty by default.
   */
  properties[BURNISH_IMAGE_OPTION_PUBLISHER_ID] =
      g_param_spec_string ("publisher-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:preparer-id:
   *
   * Who prepared the data (ECMA-119 8.4.21), up to 128 bytes. Empty by default.
   */
  properties[BURNISH_IMAGE_OPTION_PREPARER_ID] =
      g_param_spec_string ("preparer-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:application-id:
   *
   * The program that made the image (ECMA-119 8.4.22), up to 128 bytes. %NULL (the default)
   * stands for Burnish and its version.
   */
  properties[BURNISH_IMAGE_OPTION_APPLICATION_ID] =
      g_param_spec_string ("application-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:system-id:
   *
   * The system that can use blocks 0 to 15 (ECMA-119 8.4.6), up to 32 bytes. Empty by default.
   */
  properties[BURNISH_IMAGE_OPTION_SYSTEM_ID] =
      g_param_spec_string ("system-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:fixed-time:
   *
   * Seconds since 1970-01-01 UTC that stand in every place where the current time would stand, or
   * -1 (the default) for now. Files and folders that are younger are recorded with this time too.
   * Equal trees and equal options with a fixed time give equal bytes.
   */
  properties[BURNISH_IMAGE_OPTION_FIXED_TIME] =
      g_param_spec_int64 ("fixed-time", NULL, NULL, -1, G_MAXINT64, -1, flags);

  /**
   * BurnishImageOptions:recommended-file-systems:
   *
   * Whether a layout has the file systems that [method@Burnish.ImageOptions.recommend] finds best
   * for the kind of disc and for what is on it, instead of what iso9660 and udf-revision say. Off
   * by default.
   */
  properties[BURNISH_IMAGE_OPTION_RECOMMENDED_FILE_SYSTEMS] =
      g_param_spec_boolean ("recommended-file-systems", NULL, NULL, FALSE, flags);

  /**
   * BurnishImageOptions:iso9660:
   *
   * Whether there is an ISO 9660 tree; Rock Ridge and Joliet are parts of it and absent without it.
   * On by default. An image needs this tree or that of UDF.
   */
  properties[BURNISH_IMAGE_OPTION_ISO9660] =
      g_param_spec_boolean ("iso9660", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:iso-level:
   *
   * Level of interchange (ECMA-119 10): 1 allows names of 8+3 characters, 2 of 31, and 3 (the
   * default) also files of 4 GiB and more.
   */
  properties[BURNISH_IMAGE_OPTION_ISO_LEVEL] =
      g_param_spec_uint ("iso-level", NULL, NULL, 1, 3, 3, flags);

  /**
   * BurnishImageOptions:rock-ridge:
   *
   * Whether names, owners, permissions, times and symbolic links are recorded as Linux, macOS
   * and BSD read them (RRIP 1.12). On by default.
   */
  properties[BURNISH_IMAGE_OPTION_ROCK_RIDGE] =
      g_param_spec_boolean ("rock-ridge", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:joliet:
   *
   * Whether there is a tree with Unicode names for Windows. On by default.
   */
  properties[BURNISH_IMAGE_OPTION_JOLIET] =
      g_param_spec_boolean ("joliet", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:joliet-long-names:
   *
   * Whether Joliet names may have 103 characters instead of the 64 that its specification
   * allows. Windows reads them; on by default.
   */
  properties[BURNISH_IMAGE_OPTION_JOLIET_LONG_NAMES] =
      g_param_spec_boolean ("joliet-long-names", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:udf-revision:
   *
   * Whether there is a UDF tree, and of which revision. Together with ISO 9660 it is a bridge: both
   * trees point at the same blocks. None by default.
   */
  properties[BURNISH_IMAGE_OPTION_UDF_REVISION] =
      g_param_spec_enum ("udf-revision", NULL, NULL, BURNISH_TYPE_UDF_REVISION, BURNISH_UDF_NONE,
                         flags);

  /**
   * BurnishImageOptions:udf-symlinks:
   *
   * What symbolic links are in the UDF tree. They are resolved by default.
   */
  properties[BURNISH_IMAGE_OPTION_UDF_SYMLINKS] =
      g_param_spec_enum ("udf-symlinks", NULL, NULL, BURNISH_TYPE_UDF_SYMLINKS,
                         BURNISH_UDF_SYMLINKS_RESOLVE, flags);

  /**
   * BurnishImageOptions:udf-duplicate-metadata:
   *
   * Whether the metadata partition of UDF 2.50 and 2.60 is on the disc twice (UDF 2.2.10), so that
   * a damaged directory can be read from the copy. Without effect in other revisions. On by
   * default.
   */
  properties[BURNISH_IMAGE_OPTION_UDF_DUPLICATE_METADATA] =
      g_param_spec_boolean ("udf-duplicate-metadata", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:udf-embed:
   *
   * Whether small files lie inside their file entry (ECMA-167 4/14.6.8) and take no block of their
   * own. Without effect in a bridge, and where the metadata is on the disc twice. Off by default,
   * since some readers do not expect it.
   */
  properties[BURNISH_IMAGE_OPTION_UDF_EMBED] =
      g_param_spec_boolean ("udf-embed", NULL, NULL, FALSE, flags);

  /**
   * BurnishImageOptions:udf-streams:
   *
   * Whether extended attributes of the sources (those of the namespace `user`) become named streams
   * (UDF 3.3.5.1). Needs UDF 2.00 or later. Off by default.
   */
  properties[BURNISH_IMAGE_OPTION_UDF_STREAMS] =
      g_param_spec_boolean ("udf-streams", NULL, NULL, FALSE, flags);

  /**
   * BurnishImageOptions:udf-vat:
   *
   * Whether file entries are addressed through a virtual allocation table at the end of the disc
   * (UDF 2.2.11), as drag-and-drop writing on write-once discs does. Needs UDF 1.50 or later. Off
   * by default, since few readers know it.
   */
  properties[BURNISH_IMAGE_OPTION_UDF_VAT] =
      g_param_spec_boolean ("udf-vat", NULL, NULL, FALSE, flags);

  /**
   * BurnishImageOptions:manifest:
   *
   * Whether the root gets a file `SHA256SUMS` with the checksum of every file, as `sha256sum -c`
   * reads it. On by default.
   */
  properties[BURNISH_IMAGE_OPTION_MANIFEST] =
      g_param_spec_boolean ("manifest", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:padding-blocks:
   *
   * Blocks of zeros at the end, because some drives read ahead beyond a track. 150 for CDs (2
   * seconds, as Red Book post-gaps), else 0.
   */
  properties[BURNISH_IMAGE_OPTION_PADDING_BLOCKS] =
      g_param_spec_uint ("padding-blocks", NULL, NULL, 0, 65535, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
burnish_image_options_init (BurnishImageOptions *self)
{
  for (guint i = 1; i < G_N_ELEMENTS (properties); i++)
    {
      g_value_init (&self->values[i], properties[i]->value_type);
      g_param_value_set_default (properties[i], &self->values[i]);
    }
}

/**
 * burnish_image_options_new:
 *
 * Makes options with the defaults for an image file.
 *
 * Returns: (transfer full): the options
 */
BurnishImageOptions *
burnish_image_options_new (void)
{
  return g_object_new (BURNISH_TYPE_IMAGE_OPTIONS, NULL);
}

/**
 * burnish_image_options_new_for_family:
 * @family: what kind of disc the image is for
 *
 * Makes options with the defaults for a family of discs: the recommended file systems, and for CDs
 * 150 blocks of padding. Who chooses file systems by hand switches recommended-file-systems off.
 *
 * Returns: (transfer full): the options
 */
BurnishImageOptions *
burnish_image_options_new_for_family (BurnishDiscFamily family)
{
  BurnishImageOptions *self = burnish_image_options_new ();

  self->family = family;
  burnish_image_options_set_recommended_file_systems (self, TRUE);
  if (family == BURNISH_DISC_FAMILY_CD)
    burnish_image_options_set_padding_blocks (self, CD_PADDING_BLOCKS);
  return self;
}

BurnishImageOptions *
_burnish_image_options_copy (BurnishImageOptions *self)
{
  BurnishImageOptions *copy = burnish_image_options_new ();

  for (guint i = 1; i < G_N_ELEMENTS (properties); i++)
    g_value_copy (&self->values[i], &copy->values[i]);
  copy->family = self->family;
  return copy;
}

BurnishDiscFamily
_burnish_image_options_get_family (BurnishImageOptions *self)
{
  return self->family;
}

void
_burnish_image_options_set_family (BurnishImageOptions *self, BurnishDiscFamily family)
{
  self->family = family;
}

const GValue *
_burnish_image_options_get_value (BurnishImageOptions *self, BurnishImageOption option)
{
  return &self->values[option];
}

const char *
_burnish_image_options_get_string (BurnishImageOptions *self, BurnishImageOption option)
{
  return g_value_get_string (&self->values[option]);
}

/**
 * burnish_image_options_get_fixed_time:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:fixed-time]
 */
gint64
burnish_image_options_get_fixed_time (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), 0);
  return g_value_get_int64 (&self->values[BURNISH_IMAGE_OPTION_FIXED_TIME]);
}

/**
 * burnish_image_options_set_fixed_time:
 * @self: options
 * @fixed_time: see [property@Burnish.ImageOptions:fixed-time]
 */
void
burnish_image_options_set_fixed_time (BurnishImageOptions *self, gint64 fixed_time)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_return_if_fail (fixed_time >= -1);
  g_object_set (self, "fixed-time", fixed_time, NULL);
}

/**
 * burnish_image_options_get_recommended_file_systems:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:recommended-file-systems]
 */
gboolean
burnish_image_options_get_recommended_file_systems (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (&self->values[BURNISH_IMAGE_OPTION_RECOMMENDED_FILE_SYSTEMS]);
}

/**
 * burnish_image_options_set_recommended_file_systems:
 * @self: options
 * @recommended: see [property@Burnish.ImageOptions:recommended-file-systems]
 */
void
burnish_image_options_set_recommended_file_systems (BurnishImageOptions *self, gboolean recommended)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "recommended-file-systems", !!recommended, NULL);
}

/**
 * burnish_image_options_get_iso9660:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:iso9660]
 */
gboolean
burnish_image_options_get_iso9660 (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (&self->values[BURNISH_IMAGE_OPTION_ISO9660]);
}

/**
 * burnish_image_options_set_iso9660:
 * @self: options
 * @iso9660: see [property@Burnish.ImageOptions:iso9660]
 */
void
burnish_image_options_set_iso9660 (BurnishImageOptions *self, gboolean iso9660)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "iso9660", !!iso9660, NULL);
}

/**
 * burnish_image_options_get_iso_level:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:iso-level]
 */
guint
burnish_image_options_get_iso_level (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), 0);
  return g_value_get_uint (&self->values[BURNISH_IMAGE_OPTION_ISO_LEVEL]);
}

/**
 * burnish_image_options_set_iso_level:
 * @self: options
 * @iso_level: see [property@Burnish.ImageOptions:iso-level]
 */
void
burnish_image_options_set_iso_level (BurnishImageOptions *self, guint iso_level)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_return_if_fail (iso_level >= 1 && iso_level <= 3);
  g_object_set (self, "iso-level", iso_level, NULL);
}

/**
 * burnish_image_options_get_rock_ridge:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:rock-ridge]
 */
gboolean
burnish_image_options_get_rock_ridge (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (&self->values[BURNISH_IMAGE_OPTION_ROCK_RIDGE]);
}

/**
 * burnish_image_options_set_rock_ridge:
 * @self: options
 * @rock_ridge: see [property@Burnish.ImageOptions:rock-ridge]
 */
void
burnish_image_options_set_rock_ridge (BurnishImageOptions *self, gboolean rock_ridge)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "rock-ridge", !!rock_ridge, NULL);
}

/**
 * burnish_image_options_get_joliet:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:joliet]
 */
gboolean
burnish_image_options_get_joliet (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (&self->values[BURNISH_IMAGE_OPTION_JOLIET]);
}

/**
 * burnish_image_options_set_joliet:
 * @self: options
 * @joliet: see [property@Burnish.ImageOptions:joliet]
 */
void
burnish_image_options_set_joliet (BurnishImageOptions *self, gboolean joliet)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "joliet", !!joliet, NULL);
}

/**
 * burnish_image_options_get_joliet_long_names:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:joliet-long-names]
 */
gboolean
burnish_image_options_get_joliet_long_names (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (&self->values[BURNISH_IMAGE_OPTION_JOLIET_LONG_NAMES]);
}

/**
 * burnish_image_options_set_joliet_long_names:
 * @self: options
 * @joliet_long_names: see [property@Burnish.ImageOptions:joliet-long-names]
 */
void
burnish_image_options_set_joliet_long_names (BurnishImageOptions *self, gboolean joliet_long_names)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "joliet-long-names", !!joliet_long_names, NULL);
}

/**
 * burnish_image_options_get_manifest:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:manifest]
 */
gboolean
burnish_image_options_get_manifest (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), FALSE);
  return g_value_get_boolean (&self->values[BURNISH_IMAGE_OPTION_MANIFEST]);
}

/**
 * burnish_image_options_set_manifest:
 * @self: options
 * @manifest: see [property@Burnish.ImageOptions:manifest]
 */
void
burnish_image_options_set_manifest (BurnishImageOptions *self, gboolean manifest)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_object_set (self, "manifest", !!manifest, NULL);
}

/**
 * burnish_image_options_get_padding_blocks:
 * @self: options
 *
 * Returns: see [property@Burnish.ImageOptions:padding-blocks]
 */
guint
burnish_image_options_get_padding_blocks (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), 0);
  return g_value_get_uint (&self->values[BURNISH_IMAGE_OPTION_PADDING_BLOCKS]);
}

/**
 * burnish_image_options_set_padding_blocks:
 * @self: options
 * @padding_blocks: see [property@Burnish.ImageOptions:padding-blocks]
 */
void
burnish_image_options_set_padding_blocks (BurnishImageOptions *self, guint padding_blocks)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  g_return_if_fail (padding_blocks <= 65535);
  g_object_set (self, "padding-blocks", padding_blocks, NULL);
}
