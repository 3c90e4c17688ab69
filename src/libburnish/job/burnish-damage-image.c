/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-damage-private.h"
#include "burnish-image-tree-private.h"

#define NO_FILE "image data"

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

static void
add_spans (GArray *spans, const BurnishUdfContents *tree, const BurnishImageTreeFile *file)
{
  for (guint32 i = 0; i < file->entry->n_extents; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (tree->extents, BurnishUdfExtent, file->entry->first_extent + i);
      Span span = {
        .start = extent->start_byte / BURNISH_BLOCK_SIZE,
        .end = burnish_bytes_to_blocks (extent->start_byte + extent->size_bytes),
        .path = file->path,
      };

      if (extent->start_byte < BURNISH_UDF_LOST)
        g_array_append_val (spans, span);
    }
}

/* files (nullable): of the tree. */
static GArray *
list_spans (const BurnishUdfContents *tree, GArray *files)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));

  for (guint i = 0; files != NULL && i < files->len; i++)
    add_spans (spans, tree, &g_array_index (files, BurnishImageTreeFile, i));
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
  g_auto (BurnishImageDevice) device = { 0 };
  g_autoptr (BurnishUdfContents) tree = NULL;
  g_autoptr (GArray) files = NULL;
  g_autoptr (GArray) spans = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_udf, has_plain_names;

  if (bad_blocks->len == 0)
    return;
  if (_burnish_image_device_open (&device, run->plan->image_path, NULL, &error))
    tree = _burnish_image_tree_read (&device.device, BURNISH_IMAGE_TREE_ISO_FIRST, &is_udf,
                                     &has_plain_names, &error);
  if (tree != NULL)
    files = _burnish_image_tree_list_files (tree, &error);
  if (files == NULL)
    g_debug ("%s: %s", run->plan->image_path, error->message);
  spans = list_spans (tree, files);
  for (guint i = 0; i < bad_blocks->len; i++)
    map_range (run, spans, &g_array_index (bad_blocks, BurnishBadBlocks, i), start_block);
}
