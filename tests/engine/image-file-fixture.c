/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image-file-fixture.h"

#include <glib/gstdio.h>

gboolean
write_image (const char *path,
             guint64 n_blocks,
             BurnishWriteFlags flags,
             Source *source,
             BurnishWriteOutcome *outcome,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (BurnishEngine) engine = _burnish_image_file_engine_new (path);
  const BurnishEngineSink sink = { 0 };
  const BurnishWriteRequest request = {
    .n_blocks = n_blocks,
    .flags = flags,
    .read = read_source,
    .user_data = source,
  };

  return _burnish_engine_write (engine, &request, &sink, outcome, cancellable, error);
}

void
assert_pattern (const guint8 *data, gsize size_bytes)
{
  for (gsize i = 0; i < size_bytes; i++)
    if (data[i] != byte_at (i, 0))
      g_error ("byte %" G_GSIZE_FORMAT " is %d, not %d", i, data[i], byte_at (i, 0));
}

guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
set_up (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("burnish-image-file-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "disc.iso", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

void
image_file_test_add (const char *name, ImageFileTest test)
{
  g_autofree char *path = g_strconcat ("/image-file-engine/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}
