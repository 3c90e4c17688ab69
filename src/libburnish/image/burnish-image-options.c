/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-options.h"

#include "burnish-image-options-private.h"

/* Two seconds of a CD (75 blocks each) cover what a drive reads ahead of a track's end. */
#define CD_PADDING_BLOCKS 150

struct _BurnishImageOptions
{
  GObject parent_instance;

  char *volume_id;      /* (owned) (nullable) */
  char *volume_set_id;  /* (owned) (nullable) */
  char *publisher_id;   /* (owned) (nullable) */
  char *preparer_id;    /* (owned) (nullable) */
  char *application_id; /* (owned) (nullable) */
  char *system_id;      /* (owned) (nullable) */
  gint64 fixed_time;
  guint iso_level;
  gboolean rock_ridge;
  gboolean joliet;
  gboolean joliet_long_names;
  gboolean manifest;
  guint padding_blocks;
};

typedef enum
{
  PROP_VOLUME_ID = 1,
  PROP_VOLUME_SET_ID,
  PROP_PUBLISHER_ID,
  PROP_PREPARER_ID,
  PROP_APPLICATION_ID,
  PROP_SYSTEM_ID,
  PROP_FIXED_TIME,
  PROP_ISO_LEVEL,
  PROP_ROCK_RIDGE,
  PROP_JOLIET,
  PROP_JOLIET_LONG_NAMES,
  PROP_MANIFEST,
  PROP_PADDING_BLOCKS,
} BurnishImageOptionsProperty;

static GParamSpec *properties[PROP_PADDING_BLOCKS + 1];

G_DEFINE_FINAL_TYPE (BurnishImageOptions, burnish_image_options, G_TYPE_OBJECT)

static void
burnish_image_options_finalize (GObject *object)
{
  BurnishImageOptions *self = BURNISH_IMAGE_OPTIONS (object);

  g_free (self->volume_id);
  g_free (self->volume_set_id);
  g_free (self->publisher_id);
  g_free (self->preparer_id);
  g_free (self->application_id);
  g_free (self->system_id);

  G_OBJECT_CLASS (burnish_image_options_parent_class)->finalize (object);
}

static void
burnish_image_options_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  BurnishImageOptions *self = BURNISH_IMAGE_OPTIONS (object);

  switch ((BurnishImageOptionsProperty) prop_id)
    {
    case PROP_VOLUME_ID:
      g_value_set_string (value, self->volume_id);
      break;
    case PROP_VOLUME_SET_ID:
      g_value_set_string (value, self->volume_set_id);
      break;
    case PROP_PUBLISHER_ID:
      g_value_set_string (value, self->publisher_id);
      break;
    case PROP_PREPARER_ID:
      g_value_set_string (value, self->preparer_id);
      break;
    case PROP_APPLICATION_ID:
      g_value_set_string (value, self->application_id);
      break;
    case PROP_SYSTEM_ID:
      g_value_set_string (value, self->system_id);
      break;
    case PROP_FIXED_TIME:
      g_value_set_int64 (value, self->fixed_time);
      break;
    case PROP_ISO_LEVEL:
      g_value_set_uint (value, self->iso_level);
      break;
    case PROP_ROCK_RIDGE:
      g_value_set_boolean (value, self->rock_ridge);
      break;
    case PROP_JOLIET:
      g_value_set_boolean (value, self->joliet);
      break;
    case PROP_JOLIET_LONG_NAMES:
      g_value_set_boolean (value, self->joliet_long_names);
      break;
    case PROP_MANIFEST:
      g_value_set_boolean (value, self->manifest);
      break;
    case PROP_PADDING_BLOCKS:
      g_value_set_uint (value, self->padding_blocks);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_image_options_set_property (GObject *object,
                                    guint prop_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  BurnishImageOptions *self = BURNISH_IMAGE_OPTIONS (object);

  switch ((BurnishImageOptionsProperty) prop_id)
    {
    case PROP_VOLUME_ID:
      burnish_image_options_set_volume_id (self, g_value_get_string (value));
      break;
    case PROP_VOLUME_SET_ID:
      burnish_image_options_set_volume_set_id (self, g_value_get_string (value));
      break;
    case PROP_PUBLISHER_ID:
      burnish_image_options_set_publisher_id (self, g_value_get_string (value));
      break;
    case PROP_PREPARER_ID:
      burnish_image_options_set_preparer_id (self, g_value_get_string (value));
      break;
    case PROP_APPLICATION_ID:
      burnish_image_options_set_application_id (self, g_value_get_string (value));
      break;
    case PROP_SYSTEM_ID:
      burnish_image_options_set_system_id (self, g_value_get_string (value));
      break;
    case PROP_FIXED_TIME:
      burnish_image_options_set_fixed_time (self, g_value_get_int64 (value));
      break;
    case PROP_ISO_LEVEL:
      burnish_image_options_set_iso_level (self, g_value_get_uint (value));
      break;
    case PROP_ROCK_RIDGE:
      burnish_image_options_set_rock_ridge (self, g_value_get_boolean (value));
      break;
    case PROP_JOLIET:
      burnish_image_options_set_joliet (self, g_value_get_boolean (value));
      break;
    case PROP_JOLIET_LONG_NAMES:
      burnish_image_options_set_joliet_long_names (self, g_value_get_boolean (value));
      break;
    case PROP_MANIFEST:
      burnish_image_options_set_manifest (self, g_value_get_boolean (value));
      break;
    case PROP_PADDING_BLOCKS:
      burnish_image_options_set_padding_blocks (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
   * The name of the disc, up to 32 bytes of UTF-8 (ECMA-119 8.4.7); Joliet holds its first 16
   * characters. %NULL (the default) stands for the date and time of the image, such as
   * `20261121_1332`.
   */
  properties[PROP_VOLUME_ID] = g_param_spec_string ("volume-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:volume-set-id:
   *
   * The name of the set of discs (ECMA-119 8.4.19), up to 128 bytes. %NULL (the default) stands
   * for the volume name.
   */
  properties[PROP_VOLUME_SET_ID] = g_param_spec_string ("volume-set-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:publisher-id:
   *
   * Who published the disc (ECMA-119 8.4.20), up to 128 bytes. Empty by default.
   */
  properties[PROP_PUBLISHER_ID] = g_param_spec_string ("publisher-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:preparer-id:
   *
   * Who prepared the data (ECMA-119 8.4.21), up to 128 bytes. Empty by default.
   */
  properties[PROP_PREPARER_ID] = g_param_spec_string ("preparer-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:application-id:
   *
   * The program that made the image (ECMA-119 8.4.22), up to 128 bytes. %NULL (the default)
   * stands for Burnish and its version.
   */
  properties[PROP_APPLICATION_ID] = g_param_spec_string ("application-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:system-id:
   *
   * The system that can use blocks 0 to 15 (ECMA-119 8.4.6), up to 32 bytes. Empty by default.
   */
  properties[PROP_SYSTEM_ID] = g_param_spec_string ("system-id", NULL, NULL, NULL, flags);

  /**
   * BurnishImageOptions:fixed-time:
   *
   * Seconds since 1970-01-01 UTC that stand in every place where the current time would stand, or
   * -1 (the default) for now. Files and folders that are younger are recorded with this time too.
   * Equal trees and equal options with a fixed time give equal bytes.
   */
  properties[PROP_FIXED_TIME] =
      g_param_spec_int64 ("fixed-time", NULL, NULL, -1, G_MAXINT64, -1, flags);

  /**
   * BurnishImageOptions:iso-level:
   *
   * Level of interchange (ECMA-119 10): 1 allows names of 8+3 characters, 2 of 31, and 3 (the
   * default) also files of 4 GiB and more.
   */
  properties[PROP_ISO_LEVEL] = g_param_spec_uint ("iso-level", NULL, NULL, 1, 3, 3, flags);

  /**
   * BurnishImageOptions:rock-ridge:
   *
   * Whether names, owners, permissions, times and symbolic links are recorded as Linux, macOS
   * and BSD read them (RRIP 1.12). On by default.
   */
  properties[PROP_ROCK_RIDGE] = g_param_spec_boolean ("rock-ridge", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:joliet:
   *
   * Whether there is a tree with Unicode names for Windows. On by default.
   */
  properties[PROP_JOLIET] = g_param_spec_boolean ("joliet", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:joliet-long-names:
   *
   * Whether Joliet names may have 103 characters instead of the 64 that its specification
   * allows. Windows reads them; on by default.
   */
  properties[PROP_JOLIET_LONG_NAMES] =
      g_param_spec_boolean ("joliet-long-names", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:manifest:
   *
   * Whether the root gets a file `SHA256SUMS` with the checksum of every file, as `sha256sum -c`
   * reads it. On by default.
   */
  properties[PROP_MANIFEST] = g_param_spec_boolean ("manifest", NULL, NULL, TRUE, flags);

  /**
   * BurnishImageOptions:padding-blocks:
   *
   * Blocks of zeros at the end, because some drives read ahead beyond a track. 150 for CDs (2
   * seconds, as Red Book post-gaps), else 0.
   */
  properties[PROP_PADDING_BLOCKS] =
      g_param_spec_uint ("padding-blocks", NULL, NULL, 0, 65535, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
burnish_image_options_init (BurnishImageOptions *self)
{
  self->fixed_time = -1;
  self->iso_level = 3;
  self->rock_ridge = TRUE;
  self->joliet = TRUE;
  self->joliet_long_names = TRUE;
  self->manifest = TRUE;
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
 * Makes options with the defaults for a family of discs: the trees are the same for all, and a CD
 * gets 150 blocks of padding.
 *
 * Returns: (transfer full): the options
 */
BurnishImageOptions *
burnish_image_options_new_for_family (BurnishDiscFamily family)
{
  BurnishImageOptions *self = burnish_image_options_new ();

  if (family == BURNISH_DISC_FAMILY_CD)
    self->padding_blocks = CD_PADDING_BLOCKS;
  return self;
}

BurnishImageOptions *
_burnish_image_options_copy (BurnishImageOptions *self)
{
  BurnishImageOptions *copy = burnish_image_options_new ();

  for (guint i = PROP_VOLUME_ID; i < G_N_ELEMENTS (properties); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (self), properties[i]->name, &value);
      g_object_set_property (G_OBJECT (copy), properties[i]->name, &value);
    }
  return copy;
}

static void
set_string (BurnishImageOptions *self,
            char **field,
            BurnishImageOptionsProperty property,
            const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * burnish_image_options_get_volume_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): see [property@Burnish.ImageOptions:volume-id]
 */
const char *
burnish_image_options_get_volume_id (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  return self->volume_id;
}

/**
 * burnish_image_options_set_volume_id:
 * @self: options
 * @volume_id: (nullable): see [property@Burnish.ImageOptions:volume-id]
 */
void
burnish_image_options_set_volume_id (BurnishImageOptions *self, const char *volume_id)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  set_string (self, &self->volume_id, PROP_VOLUME_ID, volume_id);
}

/**
 * burnish_image_options_get_volume_set_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): see [property@Burnish.ImageOptions:volume-set-id]
 */
const char *
burnish_image_options_get_volume_set_id (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  return self->volume_set_id;
}

/**
 * burnish_image_options_set_volume_set_id:
 * @self: options
 * @volume_set_id: (nullable): see [property@Burnish.ImageOptions:volume-set-id]
 */
void
burnish_image_options_set_volume_set_id (BurnishImageOptions *self, const char *volume_set_id)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  set_string (self, &self->volume_set_id, PROP_VOLUME_SET_ID, volume_set_id);
}

/**
 * burnish_image_options_get_publisher_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): see [property@Burnish.ImageOptions:publisher-id]
 */
const char *
burnish_image_options_get_publisher_id (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  return self->publisher_id;
}

/**
 * burnish_image_options_set_publisher_id:
 * @self: options
 * @publisher_id: (nullable): see [property@Burnish.ImageOptions:publisher-id]
 */
void
burnish_image_options_set_publisher_id (BurnishImageOptions *self, const char *publisher_id)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  set_string (self, &self->publisher_id, PROP_PUBLISHER_ID, publisher_id);
}

/**
 * burnish_image_options_get_preparer_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): see [property@Burnish.ImageOptions:preparer-id]
 */
const char *
burnish_image_options_get_preparer_id (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  return self->preparer_id;
}

/**
 * burnish_image_options_set_preparer_id:
 * @self: options
 * @preparer_id: (nullable): see [property@Burnish.ImageOptions:preparer-id]
 */
void
burnish_image_options_set_preparer_id (BurnishImageOptions *self, const char *preparer_id)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  set_string (self, &self->preparer_id, PROP_PREPARER_ID, preparer_id);
}

/**
 * burnish_image_options_get_application_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): see [property@Burnish.ImageOptions:application-id]
 */
const char *
burnish_image_options_get_application_id (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  return self->application_id;
}

/**
 * burnish_image_options_set_application_id:
 * @self: options
 * @application_id: (nullable): see [property@Burnish.ImageOptions:application-id]
 */
void
burnish_image_options_set_application_id (BurnishImageOptions *self, const char *application_id)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  set_string (self, &self->application_id, PROP_APPLICATION_ID, application_id);
}

/**
 * burnish_image_options_get_system_id:
 * @self: options
 *
 * Returns: (transfer none) (nullable): see [property@Burnish.ImageOptions:system-id]
 */
const char *
burnish_image_options_get_system_id (BurnishImageOptions *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  return self->system_id;
}

/**
 * burnish_image_options_set_system_id:
 * @self: options
 * @system_id: (nullable): see [property@Burnish.ImageOptions:system-id]
 */
void
burnish_image_options_set_system_id (BurnishImageOptions *self, const char *system_id)
{
  g_return_if_fail (BURNISH_IS_IMAGE_OPTIONS (self));
  set_string (self, &self->system_id, PROP_SYSTEM_ID, system_id);
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
  return self->fixed_time;
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
  if (self->fixed_time == fixed_time)
    return;
  self->fixed_time = fixed_time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIXED_TIME]);
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
  return self->iso_level;
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
  if (self->iso_level == iso_level)
    return;
  self->iso_level = iso_level;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ISO_LEVEL]);
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
  return self->rock_ridge;
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
  rock_ridge = !!rock_ridge;
  if (self->rock_ridge == rock_ridge)
    return;
  self->rock_ridge = rock_ridge;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROCK_RIDGE]);
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
  return self->joliet;
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
  joliet = !!joliet;
  if (self->joliet == joliet)
    return;
  self->joliet = joliet;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOLIET]);
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
  return self->joliet_long_names;
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
  joliet_long_names = !!joliet_long_names;
  if (self->joliet_long_names == joliet_long_names)
    return;
  self->joliet_long_names = joliet_long_names;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOLIET_LONG_NAMES]);
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
  return self->manifest;
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
  manifest = !!manifest;
  if (self->manifest == manifest)
    return;
  self->manifest = manifest;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MANIFEST]);
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
  return self->padding_blocks;
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
  if (self->padding_blocks == padding_blocks)
    return;
  self->padding_blocks = padding_blocks;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PADDING_BLOCKS]);
}
