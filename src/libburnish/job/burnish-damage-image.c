/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-damage-private.h"
#include "burnish-error.h"
#include "burnish-iso-reader-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define NO_FILE "image data"

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  gsize size_bytes = (gsize) n_blocks * BURNISH_BLOCK_SIZE;

  if (pread (GPOINTER_TO_INT (user_data), buffer, size_bytes,
             (off_t) start_block * BURNISH_BLOCK_SIZE)
      == (gssize) size_bytes)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
               "Cannot read block %u of the image file", start_block);
  return FALSE;
}

static BurnishIsoContents *
read_contents (const char *path)
{
  g_autoptr (GError) error = NULL;
  BurnishIsoContents *contents;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    return NULL;
  contents = _burnish_iso_contents_read (0, read_cb, GINT_TO_POINTER (fd), &error);
  if (contents == NULL)
    g_debug ("%s: %s", path, error->message);
  g_close (fd, NULL);
  return contents;
}

/* An extent of a file, for finding by address. */
typedef struct
{
  guint64 start;
  guint64 end;
  const char *path; /* (unowned) */
} Span;

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const Span *left = a;
  const Span *right = b;

  return left->start < right->start ? -1 : left->start > right->start;
}

static GArray *
list_spans (const BurnishIsoContents *contents)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));

  for (guint i = 0; contents != NULL && i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);

      for (guint e = 0; e < file->extents->len; e++)
        {
          const BurnishIsoExtent *extent = &g_array_index (file->extents, BurnishIsoExtent, e);
          Span span = {
            .start = extent->start_block,
            .end = extent->start_block + burnish_bytes_to_blocks (extent->size_bytes),
            .path = file->path,
          };

          if (extent->size_bytes > 0)
            g_array_append_val (spans, span);
        }
    }
  g_array_sort (spans, compare_spans);
  return spans;
}

/* Files that share blocks, such as hard links, are all hit. */
static void
map_range (BurnishRun *run, GArray *spans, const BurnishBadBlocks *bad, guint32 start_block)
{
  guint64 end = bad->start + bad->n_blocks;
  guint64 position = bad->start;

  for (guint i = 0; i < spans->len; i++)
    {
      const Span *span = &g_array_index (spans, Span, i);
      guint64 from = MAX (span->start, bad->start);
      guint64 to = MIN (span->end, end);
      g_autofree char *path = NULL;

      if (span->start >= end)
        break;
      if (from >= to)
        continue;
      if (from > position)
        _burnish_damage_add_range (run, start_block + position, from - position, NO_FILE, FALSE);
      path = g_strconcat ("/", span->path, NULL);
      _burnish_damage_add_range (run, start_block + from, to - from, path, TRUE);
      position = MAX (position, to);
    }
  if (position < end)
    _burnish_damage_add_range (run, start_block + position, end - position, NO_FILE, FALSE);
}

void
_burnish_damage_map_image (BurnishRun *run, GArray *bad_blocks, guint32 start_block)
{
  g_autoptr (BurnishIsoContents) contents = NULL;
  g_autoptr (GArray) spans = NULL;

  if (bad_blocks->len == 0)
    return;
  contents = read_contents (run->plan->image_path);
  spans = list_spans (contents);
  for (guint i = 0; i < bad_blocks->len; i++)
    map_range (run, spans, &g_array_index (bad_blocks, BurnishBadBlocks, i), start_block);
}
