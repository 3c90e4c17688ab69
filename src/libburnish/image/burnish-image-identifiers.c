/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-options-private.h"

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
