/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image-test.h"

#include <glib/gstdio.h>
#include <string.h>

void
test_folder_init (TestFolder *self)
{
  g_autoptr (GError) error = NULL;

  self->path = g_dir_make_tmp ("burnish-image-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_recursively (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      dir = g_dir_open (path, 0, NULL);
      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_recursively (child);
        }
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
test_folder_clear (TestFolder *self)
{
  remove_recursively (self->path);
  g_clear_pointer (&self->path, g_free);
}

char *
test_folder_write (TestFolder *self, const char *name, const char *bytes, gsize size_bytes)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) size_bytes, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static BurnishNode
check_added (BurnishNode node, GError *error)
{
  g_assert_no_error (error);
  g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
  return node;
}

BurnishNode
test_add_folder (BurnishTree *tree, BurnishNode parent, const char *name)
{
  g_autoptr (GError) error = NULL;

  return check_added (burnish_tree_add_folder (tree, parent, name, BURNISH_COLLISION_FAIL, &error),
                      error);
}

static BurnishNode
add_bytes (BurnishTree *tree, BurnishNode parent, const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  return check_added (
      burnish_tree_add_bytes (tree, parent, name, bytes, BURNISH_COLLISION_FAIL, &error), error);
}

BurnishNode
test_add_text (BurnishTree *tree, BurnishNode parent, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return add_bytes (tree, parent, name, bytes);
}

/* Contents that differ at every place and from file to file. */
BurnishNode
test_add_size (BurnishTree *tree, BurnishNode parent, const char *name, gsize size_bytes)
{
  guint8 *data = g_malloc (size_bytes + 1);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, size_bytes);
  guint32 state = g_str_hash (name) | 1;

  for (gsize i = 0; i < size_bytes; i++)
    {
      state = state * 1664525 + 1013904223;
      data[i] = (guint8) (state >> 24);
    }
  return add_bytes (tree, parent, name, bytes);
}

BurnishNode
test_add_file (BurnishTree *tree, BurnishNode parent, const char *name, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  return check_added (
      burnish_tree_add_file (tree, parent, name, file, BURNISH_COLLISION_FAIL, &error), error);
}

BurnishImageOptions *
test_options_new (void)
{
  BurnishImageOptions *options = burnish_image_options_new ();

  burnish_image_options_set_fixed_time (options, 1700000000);
  burnish_image_options_set_volume_id (options, "TEST");
  return options;
}

BurnishImageLayout *
test_layout_new (BurnishTree *tree, BurnishImageOptions *options)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  g_autoptr (GError) error = NULL;
  BurnishImageLayout *layout = burnish_image_layout_new (snapshot, options, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (layout);
  return layout;
}

guint8 *
test_read_all (BurnishImageStream *stream, gsize piece_bytes)
{
  gsize size_bytes = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  guint8 *bytes = g_malloc (size_bytes);
  g_autoptr (GError) error = NULL;

  for (gsize at = 0; at < size_bytes; at += piece_bytes)
    {
      _burnish_image_stream_read (stream, bytes + at, MIN (piece_bytes, size_bytes - at), NULL,
                                  &error);
      g_assert_no_error (error);
    }
  return bytes;
}

void
test_write_image (BurnishImageLayout *layout, const char *path)
{
  g_autoptr (BurnishImageStream) stream =
      _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  gsize size_bytes = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  g_autofree guint8 *bytes = test_read_all (stream, 65536);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) bytes, (gssize) size_bytes, &error);
  g_assert_no_error (error);
}

guint
test_count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n_threads++;
  return n_threads;
}

void
test_assert_threads (guint n_threads)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (test_count_threads () != n_threads && g_get_monotonic_time () < deadline)
    g_thread_yield ();
  g_assert_cmpuint (test_count_threads (), ==, n_threads);
}

BurnishImageLayout *
test_try_layout (BurnishTree *tree, BurnishImageOptions *options, GError **error)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);

  return burnish_image_layout_new (snapshot, options, NULL, error);
}

BurnishNode
test_lookup (BurnishImageLayout *layout, const char *path)
{
  BurnishNode node =
      burnish_tree_snapshot_lookup (burnish_image_layout_get_snapshot (layout), path);

  g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
  return node;
}

void
test_assert_name (BurnishImageLayout *layout,
                  const char *path,
                  BurnishNamespace ns,
                  const char *expected)
{
  g_autofree char *name = burnish_image_layout_dup_name (layout, test_lookup (layout, path), ns);

  g_assert_cmpstr (name, ==, expected);
}

void
test_assert_nodes (BurnishImageLayout *layout, GArray *nodes, const char *const *paths)
{
  g_assert_cmpuint (nodes->len, ==, g_strv_length ((char **) paths));
  for (guint i = 0; i < nodes->len; i++)
    g_assert_cmpuint (g_array_index (nodes, BurnishNode, i), ==, test_lookup (layout, paths[i]));
  g_array_unref (nodes);
}

void
test_assert_refused (GError *error, const BurnishError *codes, guint n_codes)
{
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
  g_assert_cmpuint (burnish_error_get_n_reasons (error), ==, n_codes);
  for (guint i = 0; i < n_codes; i++)
    g_assert_true (
        g_error_matches (burnish_error_get_reason (error, i), BURNISH_ERROR, (gint) codes[i]));
}
