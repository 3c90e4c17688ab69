/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-reading-private.h"

#include "burnish-bytes-private.h"
#include "burnish-image-policy.h"
#include "burnish-image-tree-private.h"
#include "burnish-manifest-reader-private.h"

#include <string.h>

/* A million files of long paths need less. */
#define MAX_MANIFEST_BYTES ((guint64) 512 * 1024 * 1024)
#define READ_BLOCKS        32
#define MAX_REASONS        20

/* ECMA-167 3/10.2. */
#define ANCHOR_BLOCK          256
#define ANCHOR_TAG            2
#define TAG_LOCATION          12
#define ANCHOR_RESERVE_LENGTH 24
#define ANCHOR_RESERVE_BLOCK  28
/* 256 blocks, and what fills a packet of CD-RW. */
#define MAX_ANCHOR_DISTANCE 320

#define LABEL_BLOCK  16 /* of the primary volume descriptor, ECMA-119 8.4 */
#define LABEL_OFFSET 40
#define LABEL_SIZE   32

typedef struct
{
  const BurnishUdfDevice *device;
  GCancellable *cancellable;
} Source;

void
_burnish_recorded_volume_free (BurnishRecordedVolume *self)
{
  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_free (self->volume_id);
  g_free (self);
}

static void
reading_clear (BurnishRecordedReading *self)
{
  g_clear_pointer (&self->iso, _burnish_iso_contents_free);
  g_clear_pointer (&self->udf, _burnish_udf_contents_free);
  g_clear_pointer (&self->sums, g_hash_table_unref);
  g_clear_pointer (&self->volume, _burnish_recorded_volume_free);
  g_ptr_array_unref (self->reasons);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishRecordedReading, reading_clear)

/* The first ones say enough. */
void
_burnish_recorded_refuse (GPtrArray *reasons, const char *format, ...)
{
  va_list args;

  if (reasons->len >= MAX_REASONS)
    return;
  va_start (args, format);
  g_ptr_array_add (reasons, g_error_new_valist (BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_SUPPORTED,
                                                format, args));
  va_end (args);
}

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  const Source *source = user_data;

  return !g_cancellable_set_error_if_cancelled (source->cancellable, error)
         && source->device->read (start_block, n_blocks, buffer, source->device->user_data, error);
}

/* ---- The manifest ---- */

gboolean
_burnish_recorded_sums_read (guint64 size_bytes,
                             BurnishRecordedReadFunc read,
                             gpointer user_data,
                             BurnishRecordedSums **sums,
                             GError **error)
{
  g_autofree guint8 *text = NULL;

  *sums = NULL;
  if (size_bytes == 0 || size_bytes > MAX_MANIFEST_BYTES)
    return TRUE;
  text = g_malloc (size_bytes + BURNISH_BLOCK_SIZE);
  if (!read (0, text, size_bytes, user_data, error))
    return FALSE;
  *sums = _burnish_manifest_parse ((const char *) text, size_bytes, NULL);
  return TRUE;
}

const guint8 *
_burnish_recorded_sums_find (BurnishRecordedSums *sums, const char *path)
{
  const BurnishManifestEntry *entry = sums ? g_hash_table_lookup (sums, path) : NULL;

  return entry ? entry->digest : NULL;
}

typedef struct
{
  BurnishRecordedReading *reading;
  guint32 start_block; /* ISO 9660: sections follow each other, or the file is refused */
  const BurnishUdfEntry *entry;
} Manifest;

static gboolean
read_iso_manifest_cb (guint64 offset,
                      guint8 *buffer,
                      gsize size_bytes,
                      gpointer user_data,
                      GError **error)
{
  Manifest *manifest = user_data;
  const BurnishUdfDevice *device = &manifest->reading->device;
  guint32 block = manifest->start_block + (guint32) (offset / BURNISH_BLOCK_SIZE);
  guint64 n_blocks = burnish_bytes_to_blocks (size_bytes);

  for (guint64 done = 0; done < n_blocks; done += READ_BLOCKS)
    if (!device->read (block + (guint32) done, (guint32) MIN (READ_BLOCKS, n_blocks - done),
                       buffer + done * BURNISH_BLOCK_SIZE, device->user_data, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_udf_manifest_cb (guint64 offset,
                      guint8 *buffer,
                      gsize size_bytes,
                      gpointer user_data,
                      GError **error)
{
  Manifest *manifest = user_data;

  return _burnish_udf_contents_pread (manifest->reading->udf, &manifest->reading->device,
                                      manifest->entry, offset, buffer, size_bytes, error);
}

static gboolean
read_iso_sums (BurnishRecordedReading *self, GError **error)
{
  for (guint i = 0; i < self->iso->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (self->iso->files, i);
      Manifest manifest = { .reading = self };

      if (!g_str_equal (file->path, BURNISH_MANIFEST_NAME) || file->extents->len != 1)
        continue;
      manifest.start_block = g_array_index (file->extents, BurnishIsoExtent, 0).start_block;
      self->sums_block = manifest.start_block;
      return _burnish_recorded_sums_read (file->size_bytes, read_iso_manifest_cb, &manifest,
                                          &self->sums, error);
    }
  return TRUE;
}

static gboolean
read_udf_sums (BurnishRecordedReading *self, GError **error)
{
  for (guint32 i = 1; i < self->udf->nodes->len; i++)
    {
      const BurnishUdfNode *node = _burnish_udf_contents_get_node (self->udf, i);
      Manifest manifest = { .reading = self,
                            .entry = _burnish_udf_contents_get_entry (self->udf, i) };

      if (node->parent != 0 || manifest.entry->kind != BURNISH_UDF_NODE_FILE
          || !g_str_equal (node->name, BURNISH_MANIFEST_NAME))
        continue;
      self->sums_block = _burnish_recorded_get_udf_block (self, manifest.entry);
      return _burnish_recorded_sums_read (manifest.entry->size_bytes, read_udf_manifest_cb,
                                          &manifest, &self->sums, error);
    }
  return TRUE;
}

/* ---- Reading ---- */

/* Whether a failure means that there is no such file system. */
static gboolean
is_absent (const GError *failure)
{
  return g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

static gboolean
has_iso (BurnishRecordedReading *self, gboolean *found, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];

  if (!self->device.read (self->device.session_block + LABEL_BLOCK, 1, block,
                          self->device.user_data, error))
    return FALSE;
  *found = memcmp (block, "\001CD001", 6) == 0;
  if (*found)
    {
      g_autofree char *label = g_strndup ((const char *) block + LABEL_OFFSET, LABEL_SIZE);

      self->volume->volume_id = g_strchomp (g_utf8_make_valid (label, -1));
    }
  return TRUE;
}

static gboolean
read_iso (BurnishRecordedReading *self, GError **error)
{
  gboolean found;

  if (!has_iso (self, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  self->iso = _burnish_iso_contents_read (self->device.session_block, self->device.read,
                                          self->device.user_data, error);
  if (self->iso == NULL)
    return FALSE;
  self->volume->has_iso = TRUE;
  self->volume->has_joliet = self->iso->has_joliet;
  self->volume->has_rock_ridge = self->iso->has_rock_ridge;
  /* The volume counts from its session, or from the beginning of the disc. */
  self->volume->end_block =
      MIN (self->device.session_block + self->iso->volume_blocks, self->device.n_blocks);
  return TRUE;
}

/* Behind the partition stand the reserve sequence and anchors, 256 blocks from each other; on a
   disc that is larger than its volume nothing tells where they end. */
static guint64
find_udf_end (BurnishRecordedReading *self)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  guint64 first, end_block;

  if (!self->device.read (self->device.session_block + ANCHOR_BLOCK, 1, block,
                          self->device.user_data, NULL)
      || _burnish_read_le16 (block) != ANCHOR_TAG)
    return 0;
  first = end_block =
      _burnish_read_le32 (block + ANCHOR_RESERVE_BLOCK)
      + burnish_bytes_to_blocks (_burnish_read_le32 (block + ANCHOR_RESERVE_LENGTH));
  for (guint64 at = first; at < MIN (first + MAX_ANCHOR_DISTANCE, self->device.n_blocks); at++)
    if (self->device.read ((guint32) at, 1, block, self->device.user_data, NULL)
        && _burnish_read_le16 (block) == ANCHOR_TAG
        && _burnish_read_le32 (block + TAG_LOCATION) == at)
      end_block = at + 1;
  return end_block;
}

static gboolean
read_udf (BurnishRecordedReading *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!_burnish_udf_is_recognised (&self->device, &failure))
    {
      if (failure == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->udf = _burnish_udf_contents_read (&self->device, error);
  if (self->udf == NULL)
    return FALSE;
  self->volume->udf_revision = self->udf->revision;
  self->volume->end_block = MAX (self->volume->end_block, self->udf->volume_blocks);
  self->volume->end_block = MAX (self->volume->end_block, find_udf_end (self));
  if (self->volume->volume_id == NULL)
    self->volume->volume_id = g_strdup (self->udf->volume_id);
  if (burnish_udf_revision_to_string (self->udf->revision) == NULL)
    _burnish_recorded_refuse (self->reasons, "The UDF volume is of an unknown revision, %x",
                              (guint) self->udf->revision);
  return TRUE;
}

static gboolean
has_links (const BurnishUdfContents *udf)
{
  for (guint32 i = 0; i < udf->nodes->len; i++)
    if (_burnish_udf_contents_get_entry (udf, i)->kind == BURNISH_UDF_NODE_SYMLINK)
      return TRUE;
  return FALSE;
}

static gboolean
make_tree (BurnishRecordedReading *self, GError **error)
{
  BurnishRecordedVolume *volume = self->volume;
  g_autoptr (BurnishRecordedAttributes) attributes = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean by_iso = self->iso != NULL && (self->udf == NULL || volume->has_rock_ridge);

  if (self->iso != NULL && self->udf == NULL && !volume->has_rock_ridge && volume->has_joliet)
    _burnish_recorded_refuse (self->reasons, "The names of the disc's files are in Joliet only");
  if (!(by_iso ? read_iso_sums (self, error) : read_udf_sums (self, error)))
    return FALSE;
  if (by_iso && self->udf != NULL && !_burnish_recorded_take_exact_times (self, error))
    return FALSE;
  if (self->udf != NULL)
    {
      attributes =
          _burnish_recorded_attributes_read (self->udf, &self->device, self->reasons, error);
      if (attributes == NULL)
        return FALSE;
    }
  volume->has_udf_links = self->udf != NULL && has_links (self->udf);
  volume->has_streams = !_burnish_recorded_attributes_is_empty (attributes);
  if (by_iso)
    volume->snapshot =
        _burnish_recorded_tree_from_iso (self->iso, attributes, self->sums, &volume->end_block,
                                         self->reasons, &failure);
  else
    volume->snapshot =
        _burnish_recorded_tree_from_udf (self->udf, &self->device, attributes, self->sums,
                                         &volume->end_block, self->reasons, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (volume->snapshot != NULL && self->udf != NULL && by_iso)
    {
      if (self->udf->is_virtual || self->udf->n_lost > 0)
        _burnish_recorded_refuse (self->reasons, "The UDF volume is damaged or has a virtual "
                                                 "allocation table");
      if (!_burnish_recorded_compare_trees (self, volume->snapshot, error))
        return FALSE;
    }
  else if (volume->snapshot != NULL && self->iso != NULL && !by_iso)
    _burnish_recorded_compare_addresses (self, self->iso, "UDF and ISO 9660");
  return volume->snapshot == NULL || !volume->has_joliet
         || _burnish_recorded_compare_joliet (self, error);
}

static void
count_sums (BurnishRecordedReading *self)
{
  BurnishTreeSnapshot *snapshot = self->volume->snapshot;
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  self->volume->has_manifest = self->sums != NULL;
  for (BurnishNode node = 0; node < n_nodes; node++)
    self->volume->n_without_sums +=
        _burnish_tree_snapshot_is_recorded (snapshot, node)
        && burnish_tree_snapshot_get_node_size_bytes (snapshot, node) > 0
        && _burnish_tree_snapshot_get_recorded_sha256 (snapshot, node) == NULL;
}

static gboolean
refuse (GPtrArray *reasons, GError **error)
{
  GError *refusal;

  if (reasons->len == 0)
    return TRUE;
  refusal = g_error_new (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "The disc cannot be added to: %s",
                         ((const GError *) g_ptr_array_index (reasons, 0))->message);
  for (guint i = 0; i < reasons->len; i++)
    burnish_error_add_reason (refusal, g_ptr_array_index (reasons, i));
  g_propagate_error (error, refusal);
  return FALSE;
}

/* A volume that makes no sense is a reason like the others. */
static gboolean
take_failure (BurnishRecordedReading *self, GError *failure, GError **error)
{
  if (!is_absent (failure) && !g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  _burnish_recorded_refuse (self->reasons, "What is on the disc is not understood: %s",
                            failure->message);
  g_error_free (failure);
  return refuse (self->reasons, error);
}

BurnishRecordedVolume *
_burnish_recorded_volume_read (const BurnishUdfDevice *device,
                               GCancellable *cancellable,
                               GError **error)
{
  Source source = { device, cancellable };
  g_auto (BurnishRecordedReading) self = {
    .device = *device,
    .volume = g_new0 (BurnishRecordedVolume, 1),
    .reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free),
  };
  GError *failure = NULL;

  self.device.read = read_cb;
  self.device.user_data = &source;
  self.device.cancellable = cancellable;
  if (!read_iso (&self, &failure) || !read_udf (&self, &failure))
    {
      take_failure (&self, failure, error);
      return NULL;
    }
  if (self.iso == NULL && self.udf == NULL)
    _burnish_recorded_refuse (self.reasons, "There is neither ISO 9660 nor UDF on the disc");
  else if (!make_tree (&self, &failure))
    {
      take_failure (&self, failure, error);
      return NULL;
    }
  if (!refuse (self.reasons, error))
    return NULL;
  count_sums (&self);
  return g_steal_pointer (&self.volume);
}
