/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (BurnishMedium, burnish_medium, G_TYPE_OBJECT)

static void
burnish_medium_finalize (GObject *object)
{
  BurnishMedium *self = BURNISH_MEDIUM (object);

  g_clear_pointer (&self->tracks, g_ptr_array_unref);
  g_clear_pointer (&self->formats, g_ptr_array_unref);
  g_clear_pointer (&self->write_speeds, g_ptr_array_unref);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->manufacturer_id, g_free);
  _burnish_volume_clear (&self->volume);

  G_OBJECT_CLASS (burnish_medium_parent_class)->finalize (object);
}

static void
burnish_medium_class_init (BurnishMediumClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_medium_finalize;
}

static void
burnish_medium_init (BurnishMedium *self)
{
  self->kind = _burnish_kind_lookup (0);
  self->next_writable_address = -1;
  self->n_spare_blocks = -1;
  self->n_free_spare_blocks = -1;
  self->tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_track_free);
  self->formats = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_format_free);
  self->write_speeds = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_write_speed_free);
  self->features = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_feature_free);
  self->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_profile_free);
}

const BurnishFeature *
_burnish_medium_find_feature (BurnishMedium *medium, guint16 code)
{
  for (guint i = 0; i < medium->features->len; i++)
    {
      const BurnishFeature *feature = g_ptr_array_index (medium->features, i);

      if (feature->code == code)
        return feature;
    }
  return NULL;
}

/**
 * burnish_medium_get_profile:
 * @self: a medium
 *
 * Returns: the number of its profile (MMC-6 5.4), such as 0x1B for DVD+R; 0 for an image file
 */
guint
burnish_medium_get_profile (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->kind->profile;
}

/**
 * burnish_medium_get_profile_name:
 * @self: a medium
 *
 * Returns: (transfer none): the name of its kind, such as `DVD+R`; it is the same in every language
 */
const char *
burnish_medium_get_profile_name (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->is_image_file ? "Image file" : self->kind->name;
}

/**
 * burnish_medium_get_family:
 * @self: a medium
 *
 * Returns: the family of discs that it belongs to; %BURNISH_DISC_FAMILY_NONE for an image file
 */
BurnishDiscFamily
burnish_medium_get_family (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), BURNISH_DISC_FAMILY_NONE);
  return self->kind->family;
}

/**
 * burnish_medium_get_state:
 * @self: a medium
 *
 * Returns: all the states that hold
 */
BurnishMediumState
burnish_medium_get_state (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->state;
}

/**
 * burnish_medium_get_capacity_blocks:
 * @self: a medium
 *
 * Gets how much it can hold altogether, as the drive tells. A finalized write-once disc holds what
 * is on it; a disc that must be erased or formatted, what it would hold then, as far as the drive
 * knows: when it does not, the capacity is no larger than what is used.
 *
 * Returns: blocks of 2048 bytes
 */
guint64
burnish_medium_get_capacity_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->capacity_blocks;
}

/**
 * burnish_medium_get_free_blocks:
 * @self: a medium
 *
 * Gets how much could be written now. On overwritable discs that is the whole capacity, whatever is
 * on them.
 *
 * Returns: blocks of 2048 bytes
 */
guint64
burnish_medium_get_free_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->free_blocks;
}

/**
 * burnish_medium_get_room_blocks:
 * @self: a medium
 *
 * Gets how large an image may be that is to be the only thing on the disc, once what is on it now
 * was erased where that is needed.
 *
 * Returns: blocks of 2048 bytes; 0 when nothing can be written, or when only the erased disc will
 *   tell
 */
guint64
burnish_medium_get_room_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  if (burnish_medium_can (self, BURNISH_OPERATION_WRITE))
    return self->free_blocks;
  if (!burnish_medium_can (self, BURNISH_OPERATION_OVERWRITE))
    return 0;
  if ((self->state & BURNISH_MEDIUM_OVERWRITABLE) || self->capacity_blocks > self->used_blocks)
    return self->capacity_blocks;
  return 0;
}

/**
 * burnish_medium_get_used_blocks:
 * @self: a medium
 *
 * Gets where the recorded data ends. On overwritable discs that is the end of the volume that was
 * found there, or the whole capacity when the data is of no known kind.
 *
 * Returns: blocks of 2048 bytes
 */
guint64
burnish_medium_get_used_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->used_blocks;
}

/**
 * burnish_medium_get_next_writable_address:
 * @self: a medium
 *
 * Returns: the block at which the next track would begin, or -1 when nothing can be added
 */
gint64
burnish_medium_get_next_writable_address (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), -1);
  return self->next_writable_address;
}

/**
 * burnish_medium_get_n_sessions:
 * @self: a medium
 *
 * Returns: how many sessions hold data
 */
guint
burnish_medium_get_n_sessions (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->n_sessions;
}

/**
 * burnish_medium_can:
 * @self: a medium
 * @operation: what to do with it
 *
 * Tells whether Burnish can do something with this disc in this drive.
 *
 * Returns: whether it can be done
 */
gboolean
burnish_medium_can (BurnishMedium *self, BurnishOperation operation)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), FALSE);
  g_return_val_if_fail ((guint) operation < BURNISH_N_OPERATIONS, FALSE);
  return _burnish_capability_check (self, operation) == NULL;
}

/**
 * burnish_medium_dup_reason:
 * @self: a medium
 * @operation: what to do with it
 *
 * Tells a person why something cannot be done.
 *
 * Returns: (nullable) (transfer full): a translated sentence, or %NULL when it can be done
 */
char *
burnish_medium_dup_reason (BurnishMedium *self, BurnishOperation operation)
{
  const BurnishCapabilityReason *reason;

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  g_return_val_if_fail ((guint) operation < BURNISH_N_OPERATIONS, NULL);
  reason = _burnish_capability_check (self, operation);
  return reason ? g_strdup (g_dgettext (GETTEXT_PACKAGE, reason->text)) : NULL;
}

/**
 * burnish_medium_get_reason_code:
 * @self: a medium
 * @operation: what to do with it
 *
 * Tells a program why something cannot be done.
 *
 * Returns: (nullable) (transfer none): a stable code such as `disc-finalized`, or %NULL when it can
 * be done
 */
const char *
burnish_medium_get_reason_code (BurnishMedium *self, BurnishOperation operation)
{
  const BurnishCapabilityReason *reason;

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  g_return_val_if_fail ((guint) operation < BURNISH_N_OPERATIONS, NULL);
  reason = _burnish_capability_check (self, operation);
  return reason ? reason->code : NULL;
}

/**
 * burnish_medium_get_tracks:
 * @self: a medium
 *
 * Returns: (element-type BurnishTrack) (transfer none): its tracks, those that are still open or
 * not yet written included
 */
GPtrArray *
burnish_medium_get_tracks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->tracks;
}

/**
 * burnish_medium_get_formats:
 * @self: a medium
 *
 * Returns: (element-type BurnishFormat) (transfer none): the formats that the drive offers for it
 */
GPtrArray *
burnish_medium_get_formats (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->formats;
}

/**
 * burnish_medium_get_write_speeds:
 * @self: a medium
 *
 * Returns: (element-type BurnishWriteSpeed) (transfer none): the speeds that the drive offers for
 * it, the fastest first
 */
GPtrArray *
burnish_medium_get_write_speeds (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->write_speeds;
}

/**
 * burnish_medium_get_features:
 * @self: a medium
 *
 * Returns: (element-type BurnishFeature) (transfer none): the features of the drive; current are
 * those that hold with this medium
 */
GPtrArray *
burnish_medium_get_features (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->features;
}

/**
 * burnish_medium_get_profiles:
 * @self: a medium
 *
 * Returns: (element-type BurnishProfile) (transfer none): the kinds of discs that the drive knows
 */
GPtrArray *
burnish_medium_get_profiles (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->profiles;
}

/**
 * burnish_medium_get_manufacturer_id:
 * @self: a medium
 *
 * Returns: (nullable) (transfer none): who made it, as it says itself: `CMC MAG/M01` on DVDs and
 * BDs, the start of the lead-in such as `97:26:66` on CDs
 */
const char *
burnish_medium_get_manufacturer_id (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->manufacturer_id;
}

/**
 * burnish_medium_get_write_protection:
 * @self: a medium
 *
 * Returns: all that keeps it from being written, or 0
 */
BurnishWriteProtection
burnish_medium_get_write_protection (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->write_protection;
}

/**
 * burnish_medium_get_n_spare_blocks:
 * @self: a medium
 *
 * Returns: how many blocks a BD keeps to replace bad ones, or -1 when it has no spare areas
 */
gint64
burnish_medium_get_n_spare_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), -1);
  return self->n_spare_blocks;
}

/**
 * burnish_medium_get_n_free_spare_blocks:
 * @self: a medium
 *
 * Returns: how many of the spare blocks are not used yet, or -1 when it has no spare areas
 */
gint64
burnish_medium_get_n_free_spare_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), -1);
  return self->n_free_spare_blocks;
}

/**
 * burnish_medium_get_volume_blocks:
 * @self: a medium
 *
 * Returns: the size that the file system found on it claims, in blocks of 2048 bytes; 0 when there
 * is none or it does not say
 */
guint64
burnish_medium_get_volume_blocks (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), 0);
  return self->volume.n_blocks;
}

/**
 * burnish_medium_get_label:
 * @self: a medium
 *
 * Returns: (nullable) (transfer none): the name of the volume found on it
 */
const char *
burnish_medium_get_label (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->volume.label;
}

/**
 * burnish_medium_get_file_system:
 * @self: a medium
 *
 * Returns: (nullable) (transfer none): the file systems found on it, such as `ISO 9660 + Joliet`;
 * it is the same in every language
 */
const char *
burnish_medium_get_file_system (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  return self->volume.file_system;
}

/**
 * burnish_medium_dup_fingerprint:
 * @self: a medium
 *
 * Gets a text by which this disc with these contents can be known again. Two blank discs of the
 * same make have the same.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
burnish_medium_dup_fingerprint (BurnishMedium *self)
{
  g_autoptr (GString) facts = g_string_new (NULL);

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);
  g_string_append_printf (facts, "%x %s %" G_GUINT64_FORMAT " %x\n", self->kind->profile,
                          self->manufacturer_id ? self->manufacturer_id : "",
                          self->is_image_file ? 0 : self->capacity_blocks, self->state);
  for (guint i = 0; i < self->tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (self->tracks, i);

      g_string_append_printf (facts, "%u %u %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %d\n",
                              track->number, track->session, track->start_block, track->n_blocks,
                              track->is_blank);
    }
  g_string_append_printf (facts, "%s\n%s\n%s\n%" G_GUINT64_FORMAT "\n%s\n",
                          self->volume.file_system ? self->volume.file_system : "",
                          self->volume.label ? self->volume.label : "",
                          self->volume.created ? self->volume.created : "", self->volume.n_blocks,
                          self->volume.digest ? self->volume.digest : "");
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, facts->str, (gssize) facts->len);
}
