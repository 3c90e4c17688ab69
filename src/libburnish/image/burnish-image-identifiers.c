/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-options-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* The identifiers of the primary volume descriptor among the options of an image. */

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
  return _burnish_image_options_get_string (self, BURNISH_IMAGE_OPTION_VOLUME_ID);
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
  g_object_set (self, "volume-id", volume_id, NULL);
}

gboolean
_burnish_image_options_hold_volume_id (BurnishImageOptions *self, const char *volume_id)
{
  if (burnish_image_options_get_iso9660 (self))
    return strlen (volume_id) <= BURNISH_VOLUME_ID_MAX;
  return _burnish_udf_text_size (volume_id) < BURNISH_UDF_VOLUME_ID_SIZE;
}

/**
 * burnish_image_options_dup_fitting_volume_id:
 * @self: options whose file systems are chosen; with recommended ones, see
 *   [method@Burnish.ImageOptions.recommend]
 * @text: (type filename): any text, such as the name of a folder
 *
 * Makes a name of the disc out of a text: valid UTF-8 without control characters, cut behind the
 * last character that [property@Burnish.ImageOptions:volume-id] holds.
 *
 * Returns: (transfer full) (nullable): the name; %NULL when nothing is left
 */
char *
burnish_image_options_dup_fitting_volume_id (BurnishImageOptions *self, const char *text)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *valid = NULL;

  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  valid = g_utf8_make_valid (text, -1);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize before = name->len;

      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        continue;
      g_string_append_unichar (name, g_utf8_get_char (p));
      if (_burnish_image_options_hold_volume_id (self, name->str))
        continue;
      g_string_truncate (name, before);
      break;
    }
  return name->len > 0 ? g_string_free (g_steal_pointer (&name), FALSE) : NULL;
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
  return _burnish_image_options_get_string (self, BURNISH_IMAGE_OPTION_VOLUME_SET_ID);
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
  g_object_set (self, "volume-set-id", volume_set_id, NULL);
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
  return _burnish_image_options_get_string (self, BURNISH_IMAGE_OPTION_PUBLISHER_ID);
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
  g_object_set (self, "publisher-id", publisher_id, NULL);
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
  return _burnish_image_options_get_string (self, BURNISH_IMAGE_OPTION_PREPARER_ID);
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
  g_object_set (self, "preparer-id", preparer_id, NULL);
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
  return _burnish_image_options_get_string (self, BURNISH_IMAGE_OPTION_APPLICATION_ID);
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
  g_object_set (self, "application-id", application_id, NULL);
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
  return _burnish_image_options_get_string (self, BURNISH_IMAGE_OPTION_SYSTEM_ID);
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
  g_object_set (self, "system-id", system_id, NULL);
}
