/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-verify-manifest-private.h"

#include "burnish-checksums.h"
#include "burnish-damage-private.h"
#include "burnish-error.h"
#include "burnish-hash-private.h"
#include "burnish-image-tree-private.h"
#include "burnish-manifest-reader-private.h"
#include "burnish-readback-private.h"

#include <string.h>

#define CHUNK_BLOCKS BURNISH_CHECKSUM_CHUNK_BLOCKS

/* A million files of long paths need less. */
#define MAX_MANIFEST_BYTES ((guint64) 512 * 1024 * 1024)

typedef gboolean (*DataFunc) (const guint8 *data, gsize size_bytes, gpointer user_data);

/* A verification by manifest, with its counters. */
typedef struct
{
  BurnishRun *run;
  const BurnishUdfContents *tree;
  guint64 bytes_done;
  guint n_different;
  guint n_unreadable;
  gint64 first_bad_block;
} Tally;

/* One piece within an extent: embedded contents begin inside of a block. */
static gboolean
read_piece (BurnishRun *run,
            const BurnishUdfExtent *extent,
            guint64 within,
            gsize size_bytes,
            guint8 *buffer,
            const guint8 **data,
            GError **error)
{
  guint64 start_byte = extent->start_byte + within;
  guint32 n_blocks;

  *data = buffer;
  if (extent->start_byte == BURNISH_UDF_LOST)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
                   "Contents of a file lie outside of the volume");
      return FALSE;
    }
  if (extent->start_byte == BURNISH_UDF_HOLE)
    {
      memset (buffer, 0, size_bytes);
      return TRUE;
    }
  *data = buffer + start_byte % BURNISH_BLOCK_SIZE;
  n_blocks = (guint32) burnish_bytes_to_blocks (start_byte % BURNISH_BLOCK_SIZE + size_bytes);
  run->report->n_blocks += n_blocks;
  return _burnish_readback_read (run, (guint32) (start_byte / BURNISH_BLOCK_SIZE), n_blocks, buffer,
                                 error);
}

/* Reads a file's contents piece by piece. */
static gboolean
read_file (Tally *tally,
           const BurnishImageTreeFile *file,
           DataFunc func,
           gpointer user_data,
           GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK_BLOCKS * BURNISH_BLOCK_SIZE);
  BurnishRunMoment moment = BURNISH_RUN_MOMENT_INIT;

  moment.path = file->path;
  for (guint32 i = 0; i < file->entry->n_extents; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (tally->tree->extents, BurnishUdfExtent, file->entry->first_extent + i);

      for (guint64 done = 0; done < extent->size_bytes;)
        {
          gsize offset = (extent->start_byte + done) % BURNISH_BLOCK_SIZE;
          gsize size_bytes =
              (gsize) MIN (extent->size_bytes - done, CHUNK_BLOCKS * BURNISH_BLOCK_SIZE - offset);
          const guint8 *data;

          if (!read_piece (tally->run, extent, done, size_bytes, buffer, &data, error))
            return FALSE;
          func (data, size_bytes, user_data);
          done += size_bytes;
          tally->bytes_done += size_bytes;
          moment.bytes_done = tally->bytes_done;
          _burnish_run_update (tally->run, &moment);
        }
    }
  return TRUE;
}

static gboolean
append_text_cb (const guint8 *data, gsize size_bytes, gpointer user_data)
{
  g_string_append_len (user_data, (const char *) data, (gssize) size_bytes);
  return TRUE;
}

static gboolean
hash_cb (const guint8 *data, gsize size_bytes, gpointer user_data)
{
  _burnish_sha256_update (user_data, data, size_bytes);
  return TRUE;
}

static const BurnishImageTreeFile *
find_manifest (GArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const BurnishImageTreeFile *file = &g_array_index (files, BurnishImageTreeFile, i);

      if (g_str_equal (file->path, BURNISH_MANIFEST_NAME))
        return file;
    }
  return NULL;
}

static GHashTable *
read_manifest (Tally *tally, const BurnishImageTreeFile *file, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (file->entry->size_bytes > MAX_MANIFEST_BYTES)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                   "%s is larger than any manifest", BURNISH_MANIFEST_NAME);
      return NULL;
    }
  if (!read_file (tally, file, append_text_cb, text, error))
    return NULL;
  return _burnish_manifest_parse (text->str, text->len, error);
}

static void
add_damaged_file (Tally *tally, const BurnishImageTreeFile *file)
{
  g_autofree char *path = g_strconcat ("/", file->path, NULL);

  for (guint32 i = 0; i < file->entry->n_extents; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (tally->tree->extents, BurnishUdfExtent, file->entry->first_extent + i);

      if (extent->start_byte < BURNISH_UDF_LOST)
        _burnish_damage_add_range (tally->run, extent->start_byte / BURNISH_BLOCK_SIZE,
                                   burnish_bytes_to_blocks (extent->start_byte % BURNISH_BLOCK_SIZE
                                                            + extent->size_bytes),
                                   path, TRUE);
    }
}

static gint64
get_first_block (Tally *tally, const BurnishImageTreeFile *file)
{
  const BurnishUdfExtent *extent =
      &g_array_index (tally->tree->extents, BurnishUdfExtent, file->entry->first_extent);

  if (file->entry->n_extents == 0 || extent->start_byte >= BURNISH_UDF_LOST)
    return -1;
  return (gint64) (extent->start_byte / BURNISH_BLOCK_SIZE);
}

static gboolean
check_file (Tally *tally,
            const BurnishImageTreeFile *file,
            const BurnishManifestEntry *entry,
            GError **error)
{
  BurnishRun *run = tally->run;
  g_autoptr (BurnishSha256) hash = _burnish_sha256_new ();
  guint8 digest[BURNISH_SHA256_SIZE];
  guint64 bytes_before = tally->bytes_done;
  g_autoptr (GError) failure = NULL;
  gboolean readable = read_file (tally, file, hash_cb, hash, &failure);

  if (!readable && !g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  tally->bytes_done = bytes_before + file->entry->size_bytes;
  _burnish_sha256_finish (hash, digest);
  if (readable && memcmp (digest, entry->digest, sizeof digest) == 0)
    {
      run->report->files_verified++;
      return TRUE;
    }
  if (readable)
    tally->n_different++;
  else
    {
      tally->n_unreadable++;
      _burnish_run_add_message (run, failure->message);
    }
  if (tally->first_bad_block < 0)
    tally->first_bad_block =
        readable ? get_first_block (tally, file) : burnish_error_get_block (failure);
  add_damaged_file (tally, file);
  return TRUE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_missing (BurnishRun *run, GHashTable *entries)
{
  GHashTableIter iter;
  gpointer path;
  gpointer value;

  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_iter_next (&iter, &path, &value))
    if (!((BurnishManifestEntry *) value)->seen)
      g_ptr_array_add (run->report->missing, g_strconcat ("/", path, NULL));
  g_ptr_array_sort (run->report->missing, compare_paths);
}

static gboolean
conclude_manifest (BurnishRun *run, const Tally *tally, GError **error)
{
  guint n_missing = run->report->missing->len;
  guint n_bad = tally->n_different + tally->n_unreadable + n_missing;
  GError *failure;

  run->report->verified = n_bad == 0;
  if (n_bad == 0)
    return TRUE;
  failure =
      g_error_new (BURNISH_ERROR,
                   tally->n_different + n_missing > 0 ? BURNISH_ERROR_VERIFY_MISMATCH
                                                      : BURNISH_ERROR_READ_FAILED,
                   "Of %" G_GUINT64_FORMAT
                   " files in the manifest, %u differ, %u cannot be read, %u are missing",
                   run->report->files_total, tally->n_different, tally->n_unreadable, n_missing);
  if (tally->first_bad_block >= 0)
    burnish_error_set_block (failure, tally->first_bad_block);
  if (run->report->damaged_files->len > 0)
    {
      const BurnishDamagedFile *file = g_ptr_array_index (run->report->damaged_files, 0);

      burnish_error_set_path (failure, file->path);
    }
  else
    burnish_error_set_path (failure, g_ptr_array_index (run->report->missing, 0));
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
check_files (Tally *tally, GArray *files, GHashTable *entries, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const BurnishImageTreeFile *file = &g_array_index (files, BurnishImageTreeFile, i);
      BurnishManifestEntry *entry = g_hash_table_lookup (entries, file->path);

      if (entry != NULL)
        {
          entry->seen = TRUE;
          if (!check_file (tally, file, entry, error))
            return FALSE;
        }
      else if (!g_str_equal (file->path, BURNISH_MANIFEST_NAME))
        g_ptr_array_add (tally->run->report->unlisted, g_strconcat ("/", file->path, NULL));
    }
  return TRUE;
}

gboolean
_burnish_verify_by_manifest (BurnishRun *run,
                             const BurnishUdfContents *tree,
                             gboolean *has_manifest,
                             GError **error)
{
  g_autoptr (GArray) files = _burnish_image_tree_list_files (tree, error);
  g_autoptr (GHashTable) entries = NULL;
  const BurnishImageTreeFile *manifest;
  Tally tally = { .run = run, .tree = tree, .first_bad_block = -1 };
  guint64 bytes_total = 0;

  if (files == NULL)
    return FALSE;
  manifest = find_manifest (files);
  *has_manifest = manifest != NULL;
  if (manifest == NULL)
    return TRUE;
  entries = read_manifest (&tally, manifest, error);
  if (entries == NULL)
    return FALSE;
  tally.bytes_done = 0;
  run->report->has_files = TRUE;
  run->report->files_total = g_hash_table_size (entries);
  for (guint i = 0; i < files->len; i++)
    bytes_total += g_array_index (files, BurnishImageTreeFile, i).entry->size_bytes;
  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, bytes_total);
  if (!check_files (&tally, files, entries, error))
    return FALSE;
  list_missing (run, entries);
  if (run->report->files_total == 0)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOTHING_TO_COMPARE,
                   "%s names no file, so there is nothing to compare", BURNISH_MANIFEST_NAME);
      return FALSE;
    }
  return conclude_manifest (run, &tally, error);
}
