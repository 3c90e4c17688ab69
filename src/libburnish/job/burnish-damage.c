/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-damage-private.h"

#include "burnish-checksums.h"
#include "burnish-error.h"
#include "burnish-hash-private.h"

#include <string.h>

#define CHUNK_BLOCKS BURNISH_CHECKSUM_CHUNK_BLOCKS

static void
add_to_file (BurnishRun *run, const char *path, guint32 start_block, guint32 n_blocks)
{
  GPtrArray *files = run->report->damaged_files;
  BurnishDamagedFile *file = files->len > 0 ? g_ptr_array_index (files, files->len - 1) : NULL;

  /* Bad blocks come in order, and a file is contiguous. */
  if (file == NULL || !g_str_equal (file->path, path))
    {
      file = g_new0 (BurnishDamagedFile, 1);
      file->path = g_strdup (path);
      file->spans = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_ptr_array_add (files, file);
    }
  g_array_append_val (file->spans, start_block);
  g_array_append_val (file->spans, n_blocks);
}

void
_burnish_damage_add_range (BurnishRun *run,
                           guint64 start_block,
                           guint64 n_blocks,
                           const char *what,
                           gboolean is_file)
{
  GPtrArray *ranges = run->report->damaged_ranges;
  BurnishDamagedRange *range = ranges->len > 0 ? g_ptr_array_index (ranges, ranges->len - 1) : NULL;

  if (is_file)
    add_to_file (run, what, (guint32) start_block, (guint32) n_blocks);
  if (range != NULL && range->start_block + range->n_blocks == start_block
      && g_str_equal (range->what, what))
    {
      range->n_blocks += (guint32) n_blocks;
      return;
    }
  range = g_new0 (BurnishDamagedRange, 1);
  range->start_block = (guint32) start_block;
  range->n_blocks = (guint32) n_blocks;
  range->what = g_strdup (what);
  g_ptr_array_add (ranges, range);
}

/* A run of blocks that belong to one file, or to one kind of file system structure. */
typedef struct
{
  guint64 start; /* in the image */
  guint64 n_blocks;
  BurnishNode node; /* BURNISH_NODE_NONE: no file */
  gboolean innocent;
} Piece;

static guint64
get_end_block (BurnishImageLayout *layout, BurnishNode node)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);

  return burnish_image_layout_get_start_block (layout, node)
         + burnish_bytes_to_blocks (burnish_tree_snapshot_get_node_size_bytes (snapshot, node));
}

static GArray *
cut_into_pieces (BurnishImageLayout *layout, const BurnishBadBlocks *bad)
{
  GArray *pieces = g_array_new (FALSE, TRUE, sizeof (Piece));
  guint64 end = bad->start + bad->n_blocks;

  for (guint64 block = bad->start; block < end;)
    {
      Piece piece = {
        .start = block,
        .n_blocks = 1,
        .node = burnish_image_layout_find_block (layout, (guint32) block),
      };

      if (piece.node != BURNISH_NODE_NONE)
        piece.n_blocks = MAX (MIN (get_end_block (layout, piece.node), end), block + 1) - block;
      g_array_append_val (pieces, piece);
      block += piece.n_blocks;
    }
  return pieces;
}

/* Reads a file from the disc and compares its hash with what was written. TRUE with good set. */
static gboolean
check_file (BurnishRun *run,
            BurnishNode node,
            guint32 start_block,
            BurnishImageStream *stream,
            gboolean *good,
            GError **error)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (run->plan->layout);
  guint64 left = burnish_tree_snapshot_get_node_size_bytes (snapshot, node);
  guint32 block = start_block + burnish_image_layout_get_start_block (run->plan->layout, node);
  g_autofree guint8 *buffer = g_malloc (CHUNK_BLOCKS * BURNISH_BLOCK_SIZE);
  g_autoptr (BurnishSha256) hash = _burnish_sha256_new ();
  guint8 expected[BURNISH_SHA256_SIZE];
  guint8 found[BURNISH_SHA256_SIZE];

  *good = FALSE;
  if (!_burnish_image_stream_get_file_sha256 (stream, node, expected))
    return TRUE;
  while (left > 0)
    {
      gsize size_bytes = (gsize) MIN (left, CHUNK_BLOCKS * BURNISH_BLOCK_SIZE);
      guint32 n_blocks = (guint32) burnish_bytes_to_blocks (size_bytes);
      g_autoptr (GError) failure = NULL;

      if (!_burnish_readback_read (run, block, n_blocks, buffer, &failure))
        {
          if (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED))
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      _burnish_sha256_update (hash, buffer, size_bytes);
      left -= size_bytes;
      block += n_blocks;
    }
  _burnish_sha256_finish (hash, found);
  *good = memcmp (found, expected, sizeof found) == 0;
  return TRUE;
}

/* A checksum over 64 KiB names all files in it; only those that really differ shall be named. */
static gboolean
acquit_innocent (BurnishRun *run,
                 GArray *pieces,
                 guint32 start_block,
                 BurnishImageStream *stream,
                 GError **error)
{
  if (pieces->len < 2)
    return TRUE;
  for (guint i = 0; i < pieces->len; i++)
    {
      Piece *piece = &g_array_index (pieces, Piece, i);

      if (piece->node != BURNISH_NODE_NONE
          && !check_file (run, piece->node, start_block, stream, &piece->innocent, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_pieces (BurnishRun *run, GArray *pieces, guint32 start_block)
{
  gboolean guilty_file = FALSE;

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      guilty_file |= piece->node != BURNISH_NODE_NONE && !piece->innocent;
    }
  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);
      gboolean is_file = piece->node != BURNISH_NODE_NONE;
      g_autofree char *what = NULL;

      /* A file explains the damage; only where none does, it is in what lies between them. */
      if (is_file ? piece->innocent : guilty_file && pieces->len > 1)
        continue;
      what = is_file
                 ? burnish_tree_snapshot_dup_path (
                     burnish_image_layout_get_snapshot (run->plan->layout), piece->node)
                 : burnish_image_layout_describe_block (run->plan->layout, (guint32) piece->start);
      _burnish_damage_add_range (run, start_block + piece->start, piece->n_blocks, what, is_file);
    }
}

gboolean
_burnish_damage_map_tree (BurnishRun *run,
                          GArray *bad_blocks,
                          guint32 start_block,
                          BurnishImageStream *stream,
                          GError **error)
{
  for (guint i = 0; i < bad_blocks->len; i++)
    {
      const BurnishBadBlocks *all = &g_array_index (bad_blocks, BurnishBadBlocks, i);

      /* Each chunk has its own checksum, so each is judged by itself. Unreadable blocks are known
         one by one: there nobody is innocent. */
      for (guint64 done = 0; done < all->n_blocks;)
        {
          guint64 start = all->start + done;
          guint64 chunk_end = (start / CHUNK_BLOCKS + 1) * CHUNK_BLOCKS;
          BurnishBadBlocks bad = {
            .start = start,
            .n_blocks = MIN (all->n_blocks - done, chunk_end - start),
          };
          g_autoptr (GArray) pieces = cut_into_pieces (run->plan->layout, &bad);

          if (!all->unreadable && !acquit_innocent (run, pieces, start_block, stream, error))
            return FALSE;
          if (all->unreadable)
            for (guint p = 0; p < pieces->len; p++)
              {
                g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (Piece));

                g_array_append_val (one, g_array_index (pieces, Piece, p));
                add_pieces (run, one, start_block);
              }
          else
            add_pieces (run, pieces, start_block);
          done += bad.n_blocks;
        }
    }
  return TRUE;
}

void
_burnish_damage_map_plain (BurnishRun *run,
                           GArray *bad_blocks,
                           guint32 start_block,
                           const char *what)
{
  for (guint i = 0; i < bad_blocks->len; i++)
    {
      const BurnishBadBlocks *bad = &g_array_index (bad_blocks, BurnishBadBlocks, i);

      _burnish_damage_add_range (run, start_block + bad->start, bad->n_blocks, what, FALSE);
    }
}

GError *
_burnish_damage_to_error (BurnishRun *run, GArray *bad_blocks, guint32 start_block)
{
  GPtrArray *files = run->report->damaged_files;
  gboolean differs = FALSE;
  guint64 n_bad = 0;
  GError *error;

  for (guint i = 0; i < bad_blocks->len; i++)
    {
      const BurnishBadBlocks *bad = &g_array_index (bad_blocks, BurnishBadBlocks, i);

      n_bad += bad->n_blocks;
      differs |= !bad->unreadable;
    }
  error = g_error_new (BURNISH_ERROR,
                       differs ? BURNISH_ERROR_VERIFY_MISMATCH : BURNISH_ERROR_READ_FAILED,
                       differs ? "Reading back found differences in an area of %" G_GUINT64_FORMAT
                                 " blocks, %u files"
                               : "%" G_GUINT64_FORMAT " blocks cannot be read, %u files",
                       n_bad, files->len);
  if (bad_blocks->len > 0)
    burnish_error_set_block (
        error, start_block + (gint64) g_array_index (bad_blocks, BurnishBadBlocks, 0).start);
  if (files->len > 0)
    {
      const BurnishDamagedFile *file = g_ptr_array_index (files, 0);

      burnish_error_set_path (error, file->path);
    }
  return error;
}
