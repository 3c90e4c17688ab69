/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-ranges-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"

#include <string.h>

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const BurnishSourceRange *x = a, *y = b;

  return x->start_byte < y->start_byte ? -1 : x->start_byte > y->start_byte;
}

static gboolean
is_hole (const BurnishSourceRange *range)
{
  return range->start_byte == BURNISH_RANGE_HOLE;
}

/* No range of a file ends behind 63 bits, so that no sum of two overflows. */
static gboolean
overlap (const BurnishSourceRange *ranges, guint32 n_ranges)
{
  g_autofree BurnishSourceRange *sorted = NULL;

  if (n_ranges < 2)
    return FALSE;
  sorted = g_memdup2 (ranges, n_ranges * sizeof *ranges);
  qsort (sorted, n_ranges, sizeof *sorted, compare_ranges);
  /* Holes come last. */
  for (guint32 i = 1; i < n_ranges && !is_hole (&sorted[i]); i++)
    if (sorted[i - 1].start_byte + sorted[i - 1].size_bytes > sorted[i].start_byte)
      return TRUE;
  return FALSE;
}

const char *
_burnish_source_ranges_find_fault (const BurnishSourceRange *ranges,
                                   guint32 n_ranges,
                                   guint64 file_size_bytes,
                                   guint64 *size_bytes)
{
  *size_bytes = 0;
  for (guint32 i = 0; i < n_ranges; i++)
    {
      const BurnishSourceRange *range = &ranges[i];

      if (range->size_bytes == 0)
        return "a piece of its contents is empty";
      if (!is_hole (range)
          && (range->start_byte > file_size_bytes
              || range->size_bytes > file_size_bytes - range->start_byte))
        return "a piece of its contents lies beyond the end of the image";
      if (range->size_bytes > G_MAXINT64 - *size_bytes)
        return "the sizes of its pieces are out of range";
      *size_bytes += range->size_bytes;
    }
  return overlap (ranges, n_ranges) ? "pieces of its contents overlap" : NULL;
}

static int
compare_attributes (gconstpointer a, gconstpointer b)
{
  return strcmp (((const BurnishSourceAttribute *) a)->name,
                 ((const BurnishSourceAttribute *) b)->name);
}

gboolean
_burnish_source_ranges_sort_attributes (BurnishSourceAttribute *attributes, guint32 n_attributes)
{
  if (n_attributes > 1)
    qsort (attributes, n_attributes, sizeof *attributes, compare_attributes);
  for (guint32 i = 0; i < n_attributes; i++)
    if (attributes[i].name[0] == '\0'
        || (i > 0 && g_str_equal (attributes[i - 1].name, attributes[i].name)))
      return FALSE;
  return TRUE;
}

gboolean
_burnish_source_ranges_are_current (const BurnishSourceRanges *ranges, const struct stat *status)
{
  return S_ISREG (status->st_mode) && (guint64) status->st_size == ranges->file_size_bytes
         && _burnish_stat_get_mtime_us (status) == ranges->file_mtime_us;
}

const BurnishSource *
_burnish_source_new_image (BurnishStore *store, const char *path)
{
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  BurnishSource *folder =
      _burnish_source_new (store, BURNISH_SOURCE_LOCAL_FOLDER, NULL,
                           _burnish_store_add_string (store, folder_path, strlen (folder_path)));
  BurnishSource *file =
      _burnish_source_new (store, BURNISH_SOURCE_LOCAL_FILE, folder,
                           _burnish_store_add_string (store, name, strlen (name)));

  folder->follows_link = file->follows_link = TRUE;
  return file;
}
