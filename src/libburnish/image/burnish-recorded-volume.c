/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-recorded-volume-private.h"

#include "burnish-bytes-private.h"
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

/* While it is made. */
typedef struct
{
  Source source;
  BurnishUdfDevice device;       /* which reads through the source */
  BurnishIsoContents *iso;       /* (owned) (nullable) */
  BurnishUdfContents *udf;       /* (owned) (nullable) */
  BurnishRecordedSums *sums;     /* (owned) (nullable) */
  guint32 sums_block;            /* where the manifest begins, 0: not in blocks of its own */
  BurnishRecordedVolume *volume; /* (owned) */
  GPtrArray *reasons;            /* (owned) of GError */
} Reading;

void
_burnish_recorded_volume_free (BurnishRecordedVolume *self)
{
  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_free (self->volume_id);
  g_free (self);
}

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->iso, _burnish_iso_contents_free);
  g_clear_pointer (&self->udf, _burnish_udf_contents_free);
  g_clear_pointer (&self->sums, g_hash_table_unref);
  g_clear_pointer (&self->volume, _burnish_recorded_volume_free);
  g_ptr_array_unref (self->reasons);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

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
  Reading *reading;
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
  guint32 block = manifest->start_block + (guint32) (offset / BURNISH_BLOCK_SIZE);
  guint64 n_blocks = burnish_bytes_to_blocks (size_bytes);

  for (guint64 done = 0; done < n_blocks; done += READ_BLOCKS)
    if (!read_cb (block + (guint32) done, (guint32) MIN (READ_BLOCKS, n_blocks - done),
                  buffer + done * BURNISH_BLOCK_SIZE, &manifest->reading->source, error))
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
read_iso_sums (Reading *self, GError **error)
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

/* 0 for a file that has no blocks of its own. */
static guint32
get_udf_block (Reading *self, const BurnishUdfEntry *entry)
{
  if (entry->is_embedded || entry->n_extents == 0)
    return 0;
  return (
      guint32) (g_array_index (self->udf->extents, BurnishUdfExtent, entry->first_extent).start_byte
                / BURNISH_BLOCK_SIZE);
}

static gboolean
read_udf_sums (Reading *self, GError **error)
{
  for (guint32 i = 1; i < self->udf->nodes->len; i++)
    {
      const BurnishUdfNode *node = _burnish_udf_contents_get_node (self->udf, i);
      Manifest manifest = { .reading = self,
                            .entry = _burnish_udf_contents_get_entry (self->udf, i) };

      if (node->parent != 0 || manifest.entry->kind != BURNISH_UDF_NODE_FILE
          || !g_str_equal (node->name, BURNISH_MANIFEST_NAME))
        continue;
      self->sums_block = get_udf_block (self, manifest.entry);
      return _burnish_recorded_sums_read (manifest.entry->size_bytes, read_udf_manifest_cb,
                                          &manifest, &self->sums, error);
    }
  return TRUE;
}

/* ---- Two trees of one disc ---- */

/* Paths below the root, without a leading "/". */
static GHashTable *
index_udf (Reading *self, GError **error)
{
  g_autoptr (GHashTable) by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 paths_bytes = 0;

  for (guint32 i = 1; i < self->udf->nodes->len; i++)
    {
      char *path = _burnish_udf_contents_dup_path (self->udf, i);

      paths_bytes += strlen (path);
      g_hash_table_insert (by_path, path, GUINT_TO_POINTER (i));
      if (g_cancellable_set_error_if_cancelled (self->source.cancellable, error))
        return NULL;
      if (paths_bytes > BURNISH_IMAGE_TREE_MAX_PATHS_BYTES)
        {
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                       "The paths in the UDF volume are longer than any disc needs");
          return NULL;
        }
    }
  return g_steal_pointer (&by_path);
}

/* Rock Ridge has whole seconds, UDF microseconds. */
static void
take_exact_time (Reading *self, GHashTable *by_path, const char *path, gint64 *mtime_us)
{
  gpointer node;
  gint64 exact_us;

  if (!g_hash_table_lookup_extended (by_path, path, NULL, &node))
    return;
  exact_us = _burnish_udf_contents_get_entry (self->udf, GPOINTER_TO_UINT (node))->modified_us;
  if (exact_us != BURNISH_UDF_NO_TIME && exact_us >= *mtime_us
      && exact_us < *mtime_us + G_USEC_PER_SEC)
    *mtime_us = exact_us;
}

static gboolean
take_exact_times (Reading *self, GError **error)
{
  g_autoptr (GHashTable) by_path = index_udf (self, error);

  if (by_path == NULL)
    return FALSE;
  for (guint i = 0; i < self->iso->files->len; i++)
    {
      BurnishIsoFile *file = g_ptr_array_index (self->iso->files, i);

      take_exact_time (self, by_path, file->path, &file->attributes.mtime_us);
    }
  for (guint i = 0; i < self->iso->folders->len; i++)
    {
      BurnishIsoNode *folder = g_ptr_array_index (self->iso->folders, i);

      take_exact_time (self, by_path, folder->path, &folder->attributes.mtime_us);
    }
  return TRUE;
}

static gboolean
is_file_at (BurnishTreeSnapshot *snapshot,
            BurnishNode node,
            const BurnishUdfEntry *entry,
            guint32 start_block)
{
  if (burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE
      || burnish_tree_snapshot_get_node_size_bytes (snapshot, node) != entry->size_bytes)
    return FALSE;
  return entry->is_embedded || entry->size_bytes == 0
         || _burnish_tree_snapshot_get_recorded_block (snapshot, node) == start_block;
}

/* Whether a node of the UDF tree is in the other tree, with the same contents. Where links are not
   kept, UDF shows what they point at. */
static gboolean
is_in_tree (Reading *self, guint32 number, const char *path, BurnishTreeSnapshot *snapshot)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->udf, number);
  BurnishNode node = burnish_tree_snapshot_lookup (snapshot, path);

  if (node == BURNISH_NODE_NONE)
    return FALSE;
  if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_SYMLINK)
    return TRUE;
  if (entry->kind == BURNISH_UDF_NODE_FOLDER)
    return burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FOLDER;
  return entry->kind == BURNISH_UDF_NODE_FILE
         && is_file_at (snapshot, node, entry, get_udf_block (self, entry));
}

/* Two file systems may show two different trees. Then none of them can be carried over alone. */
static gboolean
compare_trees (Reading *self, BurnishTreeSnapshot *snapshot, GError **error)
{
  for (guint32 i = 1; i < self->udf->nodes->len; i++)
    {
      g_autofree char *path = _burnish_udf_contents_dup_path (self->udf, i);

      if (g_cancellable_set_error_if_cancelled (self->source.cancellable, error))
        return FALSE;
      if (self->sums != NULL && g_str_equal (path, BURNISH_MANIFEST_NAME))
        continue;
      if (!is_in_tree (self, i, path, snapshot))
        _burnish_recorded_refuse (self->reasons,
                                  "UDF and ISO 9660 show different things on this disc: “%s”",
                                  path);
    }
  return TRUE;
}

/* What has no address: empty files, and links, which some writers show as empty files. */
static gboolean
is_empty (BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  return node != BURNISH_NODE_NONE
         && burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FOLDER
         && burnish_tree_snapshot_get_node_size_bytes (snapshot, node) == 0;
}

/* Blocks where something begins that was taken. The manifest is made anew. */
static GHashTable *
index_addresses (Reading *self)
{
  BurnishTreeSnapshot *snapshot = self->volume->snapshot;
  GHashTable *addresses = g_hash_table_new (NULL, NULL);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    g_hash_table_add (addresses, GUINT_TO_POINTER (
                                     _burnish_tree_snapshot_get_recorded_block (snapshot, node)));
  if (self->sums != NULL)
    g_hash_table_add (addresses, GUINT_TO_POINTER (self->sums_block));
  return addresses;
}

/* Every file that a tree of ISO 9660 shows must be one that was taken. Names are not the same in
   all trees: files are known by their addresses, and those that have none are counted, but for the
   ones whose names are the same. */
static void
compare_addresses (Reading *self, const BurnishIsoContents *contents, const char *names)
{
  BurnishTreeSnapshot *snapshot = self->volume->snapshot;
  g_autoptr (GHashTable) addresses = index_addresses (self);
  g_autoptr (GPtrArray) renamed = g_ptr_array_new (); /* of the paths of empty files */
  guint32 n_left = 0; /* empty files of the tree for the ones with other names */

  for (BurnishNode node = 0; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    n_left += is_empty (snapshot, node);
  for (guint i = 0; i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);
      guint32 block = g_array_index (file->extents, BurnishIsoExtent, 0).start_block;

      if (file->size_bytes > 0)
        {
          if (!g_hash_table_contains (addresses, GUINT_TO_POINTER (block)))
            _burnish_recorded_refuse (self->reasons, "%s show different things on this disc: “%s”",
                                      names, file->path);
        }
      else if (n_left > 0
               && is_empty (snapshot, burnish_tree_snapshot_lookup (snapshot, file->path)))
        n_left--;
      else
        g_ptr_array_add (renamed, file->path);
    }
  for (guint i = 0; renamed->len > n_left && i < renamed->len; i++)
    _burnish_recorded_refuse (self->reasons, "%s show different things on this disc: “%s”", names,
                              (const char *) g_ptr_array_index (renamed, i));
}

/* Joliet may show files that the tree of Rock Ridge or UDF hides. */
static gboolean
compare_joliet (Reading *self, GError **error)
{
  g_autoptr (BurnishIsoContents) joliet =
      _burnish_iso_contents_read_joliet (self->device.session_block, read_cb, &self->source, error);

  if (joliet == NULL)
    return FALSE;
  compare_addresses (self, joliet,
                     self->volume->has_rock_ridge ? "Joliet and Rock Ridge" : "Joliet and UDF");
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
has_iso (Reading *self, gboolean *found, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];

  if (!read_cb (self->device.session_block + LABEL_BLOCK, 1, block, &self->source, error))
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
read_iso (Reading *self, GError **error)
{
  gboolean found;

  if (!has_iso (self, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  self->iso =
      _burnish_iso_contents_read (self->device.session_block, read_cb, &self->source, error);
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
find_udf_end (Reading *self)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  guint64 first, end_block;

  if (!read_cb (self->device.session_block + ANCHOR_BLOCK, 1, block, &self->source, NULL)
      || _burnish_read_le16 (block) != ANCHOR_TAG)
    return 0;
  first = end_block =
      _burnish_read_le32 (block + ANCHOR_RESERVE_BLOCK)
      + burnish_bytes_to_blocks (_burnish_read_le32 (block + ANCHOR_RESERVE_LENGTH));
  for (guint64 at = first; at < MIN (first + MAX_ANCHOR_DISTANCE, self->device.n_blocks); at++)
    if (read_cb ((guint32) at, 1, block, &self->source, NULL)
        && _burnish_read_le16 (block) == ANCHOR_TAG
        && _burnish_read_le32 (block + TAG_LOCATION) == at)
      end_block = at + 1;
  return end_block;
}

static gboolean
read_udf (Reading *self, GError **error)
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
  switch (self->udf->revision)
    {
    case BURNISH_UDF_1_02:
    case BURNISH_UDF_1_50:
    case BURNISH_UDF_2_00:
    case BURNISH_UDF_2_01:
    case BURNISH_UDF_2_50:
    case BURNISH_UDF_2_60:
      break;
    case BURNISH_UDF_NONE:
    default:
      _burnish_recorded_refuse (self->reasons, "The UDF volume is of an unknown revision, %x",
                                (guint) self->udf->revision);
    }
  return TRUE;
}

static gboolean
make_tree (Reading *self, GError **error)
{
  BurnishRecordedVolume *volume = self->volume;
  g_autoptr (GError) failure = NULL;
  gboolean by_iso = self->iso != NULL && (self->udf == NULL || volume->has_rock_ridge);

  if (self->iso != NULL && self->udf == NULL && !volume->has_rock_ridge && volume->has_joliet)
    _burnish_recorded_refuse (self->reasons, "The names of the disc's files are in Joliet only");
  if (!(by_iso ? read_iso_sums (self, error) : read_udf_sums (self, error)))
    return FALSE;
  if (by_iso && self->udf != NULL && !take_exact_times (self, error))
    return FALSE;
  if (by_iso)
    volume->snapshot = _burnish_recorded_tree_from_iso (self->iso, self->sums, &volume->end_block,
                                                        self->reasons, &failure);
  else
    volume->snapshot =
        _burnish_recorded_tree_from_udf (self->udf, &self->device, self->sums, &volume->end_block,
                                         self->reasons, &failure);
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
      if (!compare_trees (self, volume->snapshot, error))
        return FALSE;
    }
  else if (volume->snapshot != NULL && self->iso != NULL && !by_iso)
    compare_addresses (self, self->iso, "UDF and ISO 9660");
  return volume->snapshot == NULL || !volume->has_joliet || compare_joliet (self, error);
}

static void
count_sums (Reading *self)
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
take_failure (Reading *self, GError *failure, GError **error)
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
  g_auto (Reading) self = {
    .source = { device, cancellable },
    .device = *device,
    .volume = g_new0 (BurnishRecordedVolume, 1),
    .reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free),
  };
  GError *failure = NULL;

  self.device.read = read_cb;
  self.device.user_data = &self.source;
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
