/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-checksums.h"
#include "burnish-damage-private.h"
#include "burnish-error.h"
#include "burnish-image-stream-private.h"
#include "burnish-iso-reader-private.h"
#include "burnish-manifest-reader-private.h"
#include "burnish-readback-private.h"
#include "burnish-run-private.h"
#include "burnish-track.h"

#include <string.h>

#define CHUNK_BLOCKS BURNISH_CHECKSUM_CHUNK_BLOCKS

/* A million files of long paths need less. */
#define MAX_MANIFEST_BYTES ((guint64) 512 * 1024 * 1024)

/* A track of a CD that was not written at once ends with two blocks that cannot be read (MMC-6
   4.2.3.7, run-out). */
#define RUN_OUT_BLOCKS 2

/* ---- Against an image file ---- */

typedef struct
{
  BurnishImageStream *stream; /* (owned) */
  GCancellable *cancellable;  /* (unowned) */
  guint64 position;           /* of the chunk after the one in the buffer */
  guint64 held;               /* offset of the chunk in the buffer */
  guint8 buffer[CHUNK_BLOCKS * BURNISH_BLOCK_SIZE];
} Comparison;

static void
comparison_free (Comparison *comparison)
{
  g_clear_pointer (&comparison->stream, _burnish_image_stream_free);
  g_free (comparison);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Comparison, comparison_free)

/* The stream only goes forward: chunks that could not be read from the disc are passed over. */
static gboolean
fetch (Comparison *comparison, guint64 offset, GError **error)
{
  guint64 n_blocks = _burnish_image_stream_get_n_blocks (comparison->stream);

  while (comparison->position <= offset)
    {
      guint64 n = MIN (n_blocks - comparison->position, CHUNK_BLOCKS);

      if (!_burnish_image_stream_read (comparison->stream, comparison->buffer,
                                       (gsize) n * BURNISH_BLOCK_SIZE, comparison->cancellable,
                                       error))
        return FALSE;
      comparison->held = comparison->position;
      comparison->position += CHUNK_BLOCKS;
    }
  return TRUE;
}

static gboolean
matches_image_cb (guint64 offset_blocks,
                  const guint8 *data,
                  guint32 n_blocks,
                  guint32 *bad_offset,
                  guint32 *n_bad,
                  gpointer user_data,
                  GError **error)
{
  Comparison *comparison = user_data;
  guint32 first = n_blocks;
  guint32 last = 0;

  if (!fetch (comparison, offset_blocks, error))
    return FALSE;
  g_assert (comparison->held == offset_blocks);
  for (guint32 i = 0; i < n_blocks; i++)
    if (memcmp (data + i * BURNISH_BLOCK_SIZE, comparison->buffer + i * BURNISH_BLOCK_SIZE,
                BURNISH_BLOCK_SIZE)
        != 0)
      {
        first = MIN (first, i);
        last = i;
      }
  if (first == n_blocks)
    return TRUE;
  *bad_offset = first;
  *n_bad = last - first + 1;
  return FALSE;
}

static gboolean
reload (BurnishRun *run, GError **error)
{
  _burnish_run_enter (run, BURNISH_PHASE_RELOADING, 0);
  return _burnish_engine_prepare_read (run->engine, run->cancellable, error);
}

/* Ends a verification that found bad blocks, or none. */
static gboolean
conclude (BurnishRun *run, GArray *bad_blocks, GError **error)
{
  run->report->verified = bad_blocks->len == 0;
  if (!run->report->verified)
    g_propagate_error (error, _burnish_damage_to_error (run, bad_blocks, 0));
  return run->report->verified;
}

static gboolean
verify_against_image (BurnishRun *run, GError **error)
{
  g_autoptr (GArray) bad_blocks = g_array_new (FALSE, FALSE, sizeof (BurnishBadBlocks));
  g_autoptr (Comparison) comparison = g_new0 (Comparison, 1);
  guint64 used_blocks = burnish_medium_get_used_blocks (run->plan->medium);
  BurnishReadback readback = { .matches = matches_image_cb, .user_data = comparison };

  comparison->cancellable = run->cancellable;
  comparison->stream = _burnish_image_stream_new_for_file (run->plan->image_path, TRUE, error);
  if (comparison->stream == NULL)
    return FALSE;
  readback.n_blocks = _burnish_image_stream_get_n_blocks (comparison->stream);
  if (run->plan->image_file && used_blocks < readback.n_blocks)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH,
                   "The disc ends after %" G_GUINT64_FORMAT
                   " blocks, the image after %" G_GUINT64_FORMAT,
                   used_blocks, readback.n_blocks);
      return FALSE;
    }
  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, readback.n_blocks * BURNISH_BLOCK_SIZE);
  if (!_burnish_readback (run, &readback, bad_blocks, error))
    return FALSE;
  run->report->n_blocks = readback.n_blocks;
  run->report->start_block = 0;
  if (comparison->position >= readback.n_blocks)
    {
      g_autoptr (BurnishChecksums) checksums =
          _burnish_image_stream_dup_checksums (comparison->stream);

      run->report->sha256 = burnish_checksums_dup_sha256 (checksums);
    }
  _burnish_damage_map_image (run, bad_blocks, 0);
  return conclude (run, bad_blocks, error);
}

/* ---- Against the manifest on the disc ---- */

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  return _burnish_readback_read (user_data, start_block, n_blocks, buffer, error);
}

/* Where the last session begins: its tree is what readers show. */
static guint32
get_session_block (BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);
  guint session = burnish_medium_get_n_sessions (medium);

  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);

      if (track->session == session && track->start_block > 0)
        return (guint32) track->start_block;
      if (track->session == session)
        return 0;
    }
  return 0;
}

typedef gboolean (*DataFunc) (const guint8 *data, gsize size_bytes, gpointer user_data);

/* Reads a file's contents piece by piece. */
static gboolean
read_file (BurnishRun *run,
           const BurnishIsoFile *file,
           guint64 *bytes_done,
           DataFunc func,
           gpointer user_data,
           GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK_BLOCKS * BURNISH_BLOCK_SIZE);
  BurnishRunMoment moment = BURNISH_RUN_MOMENT_INIT;

  moment.path = file->path;
  for (guint i = 0; i < file->extents->len; i++)
    {
      BurnishIsoExtent extent = g_array_index (file->extents, BurnishIsoExtent, i);

      while (extent.size_bytes > 0)
        {
          guint32 size_bytes = MIN (extent.size_bytes, CHUNK_BLOCKS * BURNISH_BLOCK_SIZE);
          guint32 n_blocks = (guint32) burnish_bytes_to_blocks (size_bytes);

          if (!_burnish_readback_read (run, extent.start_block, n_blocks, buffer, error))
            return FALSE;
          func (buffer, size_bytes, user_data);
          run->report->n_blocks += n_blocks;
          *bytes_done += size_bytes;
          moment.bytes_done = *bytes_done;
          _burnish_run_update (run, &moment);
          extent.start_block += n_blocks;
          extent.size_bytes -= size_bytes;
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

static const BurnishIsoFile *
find_manifest (const BurnishIsoContents *contents)
{
  for (guint i = 0; i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);

      if (g_str_equal (file->path, BURNISH_MANIFEST_NAME))
        return file;
    }
  return NULL;
}

static GHashTable *
read_manifest (BurnishRun *run, const BurnishIsoFile *file, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 bytes_done = 0;

  if (file->size_bytes > MAX_MANIFEST_BYTES)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                   "%s is larger than any manifest", BURNISH_MANIFEST_NAME);
      return NULL;
    }
  if (!read_file (run, file, &bytes_done, append_text_cb, text, error))
    return NULL;
  return _burnish_manifest_parse (text->str, text->len, error);
}

static void
add_damaged_file (BurnishRun *run, const BurnishIsoFile *file)
{
  g_autofree char *path = g_strconcat ("/", file->path, NULL);

  for (guint i = 0; i < file->extents->len; i++)
    {
      const BurnishIsoExtent *extent = &g_array_index (file->extents, BurnishIsoExtent, i);

      _burnish_damage_add_range (run, extent->start_block,
                                 burnish_bytes_to_blocks (extent->size_bytes), path, TRUE);
    }
}

/* Counters of a verification by manifest. */
typedef struct
{
  guint64 bytes_done;
  guint n_different;
  guint n_unreadable;
  gint64 first_bad_block;
} Tally;

static gboolean
check_file (BurnishRun *run,
            const BurnishIsoFile *file,
            const BurnishManifestEntry *entry,
            Tally *tally,
            GError **error)
{
  g_autoptr (BurnishSha256) hash = _burnish_sha256_new ();
  guint8 digest[BURNISH_SHA256_SIZE];
  guint64 bytes_before = tally->bytes_done;
  g_autoptr (GError) failure = NULL;
  gboolean readable = read_file (run, file, &tally->bytes_done, hash_cb, hash, &failure);

  if (!readable && !g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  tally->bytes_done = bytes_before + file->size_bytes;
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
    tally->first_bad_block = readable
                                 ? g_array_index (file->extents, BurnishIsoExtent, 0).start_block
                                 : burnish_error_get_block (failure);
  add_damaged_file (run, file);
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
verify_against_manifest (BurnishRun *run,
                         const BurnishIsoContents *contents,
                         const BurnishIsoFile *manifest,
                         GError **error)
{
  g_autoptr (GHashTable) entries = read_manifest (run, manifest, error);
  Tally tally = { .first_bad_block = -1 };
  guint64 bytes_total = 0;

  if (entries == NULL)
    return FALSE;
  run->report->has_files = TRUE;
  run->report->files_total = g_hash_table_size (entries);
  for (guint i = 0; i < contents->files->len; i++)
    bytes_total += ((BurnishIsoFile *) g_ptr_array_index (contents->files, i))->size_bytes;
  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, bytes_total);
  for (guint i = 0; i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);
      BurnishManifestEntry *entry = g_hash_table_lookup (entries, file->path);

      if (entry != NULL)
        {
          entry->seen = TRUE;
          if (!check_file (run, file, entry, &tally, error))
            return FALSE;
        }
      else if (file != manifest)
        g_ptr_array_add (run->report->unlisted, g_strconcat ("/", file->path, NULL));
    }
  list_missing (run, entries);
  if (run->report->files_total == 0)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOTHING_TO_COMPARE,
                   "%s names no file, so there is nothing to compare", BURNISH_MANIFEST_NAME);
      return FALSE;
    }
  return conclude_manifest (run, &tally, error);
}

/* ---- With nothing to compare ---- */

/* 0: nothing on the disc tells. */
static guint64
get_volume_blocks (BurnishMedium *medium, const BurnishIsoContents *contents)
{
  if (contents != NULL && contents->volume_blocks > 0)
    return contents->volume_blocks;
  return burnish_medium_get_volume_blocks (medium);
}

/* Whether the only thing wrong is the end of a CD's track. A volume never reaches into it, so what
   a volume claims for itself is data. */
static void
forgive_run_out (BurnishRun *run, GArray *bad_blocks, guint64 n_blocks)
{
  const BurnishBadBlocks *bad;

  if (bad_blocks->len != 1 || _burnish_plan_get_family (run->plan) != BURNISH_DISC_FAMILY_CD)
    return;
  bad = &g_array_index (bad_blocks, BurnishBadBlocks, 0);
  if (bad->start + RUN_OUT_BLOCKS < n_blocks)
    return;
  _burnish_run_add_note (run, "The last two blocks of the track are its run-out, not data");
  g_array_set_size (bad_blocks, 0);
}

static gboolean
read_everything (BurnishRun *run, const BurnishIsoContents *contents, GError **error)
{
  g_autoptr (GArray) bad_blocks = g_array_new (FALSE, FALSE, sizeof (BurnishBadBlocks));
  guint64 volume_blocks = get_volume_blocks (run->plan->medium, contents);
  BurnishReadback readback = {
    .n_blocks =
        volume_blocks > 0 ? volume_blocks : burnish_medium_get_used_blocks (run->plan->medium),
  };

  _burnish_run_enter (run, BURNISH_PHASE_VERIFYING, readback.n_blocks * BURNISH_BLOCK_SIZE);
  if (!_burnish_readback (run, &readback, bad_blocks, error))
    return FALSE;
  run->report->n_blocks = readback.n_blocks;
  if (volume_blocks == 0)
    forgive_run_out (run, bad_blocks, readback.n_blocks);
  _burnish_damage_map_plain (run, bad_blocks, 0, "data");
  if (bad_blocks->len > 0)
    {
      g_propagate_error (error, _burnish_damage_to_error (run, bad_blocks, 0));
      return FALSE;
    }
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOTHING_TO_COMPARE,
               "All %" G_GUINT64_FORMAT
               " blocks are readable, but there is nothing to compare them with",
               readback.n_blocks);
  return FALSE;
}

static gboolean
verify_by_itself (BurnishRun *run, GError **error)
{
  g_autoptr (BurnishIsoContents) contents = NULL;
  const BurnishIsoFile *manifest;
  g_autoptr (GError) failure = NULL;

  contents =
      _burnish_iso_contents_read (get_session_block (run->plan->medium), read_cb, run, &failure);
  /* A disc may hold something else than ISO 9660; a volume that is there but makes no sense is
     damage. */
  if (contents == NULL && burnish_medium_get_file_system (run->plan->medium) != NULL
      && strstr (burnish_medium_get_file_system (run->plan->medium), "ISO 9660") != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (contents == NULL && !g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID)
      && !g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  manifest = contents != NULL && contents->has_rock_ridge ? find_manifest (contents) : NULL;
  if (manifest != NULL)
    return verify_against_manifest (run, contents, manifest, error);
  return read_everything (run, contents, error);
}

/* What makes no sense on a disc is damage; an image file that makes no sense was never one. */
static void
propagate_as_damage (GError *failure, GError **error)
{
  if (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID))
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH,
                   "The file system structures of the disc are damaged: %s", failure->message);
      g_error_free (failure);
    }
  else
    g_propagate_error (error, failure);
}

gboolean
_burnish_run_verify (BurnishRun *run, GError **error)
{
  GError *failure = NULL;

  if (!reload (run, error))
    return FALSE;
  if (run->plan->image_path != NULL)
    return verify_against_image (run, error);
  if (verify_by_itself (run, &failure))
    return TRUE;
  propagate_as_damage (failure, error);
  return FALSE;
}
