/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-import.h"
#include "burnish-image-tree-private.h"
#include "burnish-scan.h"
#include "burnish-source-private.h"
#include "image-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files of an old image become files of a new one, and what becomes of them when the image changes
   meanwhile. */

#define BIG_SIZE 300001

typedef enum
{
  UDF,
  BRIDGE,
  GENISOIMAGE,
  N_KINDS,
} Kind;

static const char *const kind_names[] = { "udf", "bridge", "genisoimage" };

typedef struct
{
  TestFolder folder;
  char *image; /* (owned) */
} Fixture;

static void
write_source (Fixture *self, const char *name, const char *bytes, gsize size_bytes)
{
  g_free (test_folder_write (&self->folder, name, bytes, size_bytes));
}

static void
touch (const char *path)
{
  const struct timespec times[] = { { 0, UTIME_OMIT }, { 1000000000, 0 } };

  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

/* "old/": a file, another name of it, a large one, a link, an empty one. */
static char *
make_sources (Fixture *self)
{
  g_autofree char *folder = g_build_filename (self->folder.path, "old", NULL);
  g_autofree char *sub = g_build_filename (folder, "sub", NULL);
  g_autofree char *hello = g_build_filename (folder, "hello", NULL);
  g_autofree char *hard = g_build_filename (sub, "hard", NULL);
  g_autofree char *link_path = g_build_filename (sub, "link", NULL);
  g_autofree char *big = g_malloc (BIG_SIZE);

  for (gsize i = 0; i < BIG_SIZE; i++)
    big[i] = (char) (i * 7919 >> 8);
  g_assert_no_errno (g_mkdir (folder, 0755));
  g_assert_no_errno (g_mkdir (sub, 0750));
  write_source (self, "old/hello", "hello", 5);
  write_source (self, "old/sub/big", big, BIG_SIZE);
  write_source (self, "old/empty", "", 0);
  g_assert_no_errno (chmod (hello, 0640));
  /* Before the time that is the image's own. */
  touch (hello);
  g_assert_no_errno (link (hello, hard));
  g_assert_no_errno (symlink ("../hello", link_path));
  return g_steal_pointer (&folder);
}

static void
run_genisoimage (const char *folder, const char *image)
{
  const char *arguments[] = { "genisoimage", "-quiet", "-R",   "-cache-inodes",
                              "-o",          image,    folder, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

static BurnishTree *
scan_folder (const char *folder)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&tree);
}

static void
write_image (BurnishTree *tree, Kind kind, const char *path)
{
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;

  burnish_image_options_set_recommended_file_systems (options, FALSE);
  burnish_image_options_set_iso9660 (options, kind == BRIDGE);
  burnish_image_options_set_joliet (options, FALSE);
  burnish_image_options_set_rock_ridge (options, kind == BRIDGE);
  burnish_image_options_set_udf_revision (options,
                                          kind == UDF ? BURNISH_UDF_2_50 : BURNISH_UDF_1_02);
  burnish_image_options_set_udf_symlinks (options, BURNISH_UDF_SYMLINKS_KEEP);
  burnish_image_options_set_manifest (options, kind == UDF);
  layout = test_layout_new (tree, options);
  test_write_image (layout, path);
}

static void
fixture_init (Fixture *self, Kind kind)
{
  g_autofree char *folder = NULL;

  test_folder_init (&self->folder);
  self->image = g_build_filename (self->folder.path, "old.iso", NULL);
  folder = make_sources (self);
  if (kind == GENISOIMAGE)
    run_genisoimage (folder, self->image);
  else
    {
      g_autoptr (BurnishTree) tree = scan_folder (folder);

      write_image (tree, kind, self->image);
    }
}

static void
fixture_clear (Fixture *self)
{
  g_free (self->image);
  test_folder_clear (&self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static BurnishTree *
import (Fixture *self, guint n_left_out)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishScan) scan = burnish_image_import (self->image, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, n_left_out);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), ==, 1);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&tree);
}

/* ---- Contents of the new image ---- */

static void
assert_contents (const char *image, const char *path, const char *expected, gsize size_bytes)
{
  g_auto (BurnishImageDevice) device = { 0 };
  g_autoptr (BurnishUdfContents) tree = NULL;
  g_autoptr (GArray) files = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = g_malloc (size_bytes + 1);
  gboolean is_udf, has_plain_names;

  g_assert_true (_burnish_image_device_open (&device, image, NULL, &error));
  tree = _burnish_image_tree_read (&device.device, BURNISH_IMAGE_TREE_UDF_FIRST, &is_udf,
                                   &has_plain_names, &error);
  g_assert_no_error (error);
  files = _burnish_image_tree_list_files (tree, &error);
  for (guint i = 0; i < files->len; i++)
    {
      const BurnishImageTreeFile *file = &g_array_index (files, BurnishImageTreeFile, i);

      if (!g_str_equal (file->path, path))
        continue;
      g_assert_cmpuint (file->entry->size_bytes, ==, size_bytes);
      g_assert_true (_burnish_udf_contents_pread (tree, &device.device, file->entry, 0, bytes,
                                                  size_bytes, &error));
      g_assert_cmpmem (bytes, size_bytes, expected, size_bytes);
      return;
    }
  g_error ("%s is not in the image", path);
}

static void
assert_same_as_source (Fixture *self, const char *image, const char *path)
{
  g_autofree char *source = g_build_filename (self->folder.path, "old", path, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size_bytes;

  g_file_get_contents (source, &bytes, &size_bytes, &error);
  g_assert_no_error (error);
  assert_contents (image, path, bytes, size_bytes);
}

static void
assert_attributes (Fixture *self, BurnishTree *tree)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  BurnishNode hello = burnish_tree_snapshot_lookup (snapshot, "/hello");
  BurnishNode hard = burnish_tree_snapshot_lookup (snapshot, "/sub/hard");
  BurnishNode link_node = burnish_tree_snapshot_lookup (snapshot, "/sub/link");
  BurnishNode big = burnish_tree_snapshot_lookup (snapshot, "/sub/big");
  g_autofree char *source = g_build_filename (self->folder.path, "old/hello", NULL);
  struct stat status;

  g_assert_no_errno (stat (source, &status));
  g_assert_cmpuint (burnish_tree_snapshot_get_mode (snapshot, hello), ==, 0640);
  g_assert_cmpint (burnish_tree_snapshot_get_mtime_us (snapshot, hello) / G_USEC_PER_SEC, ==,
                   status.st_mtim.tv_sec);
  g_assert_cmpuint (burnish_tree_snapshot_get_uid (snapshot, hello), ==, status.st_uid);
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (snapshot, hard), ==,
                    burnish_tree_snapshot_get_first_link (snapshot, hello));
  g_assert_cmpuint (burnish_tree_snapshot_get_first_link (snapshot, big), !=,
                    burnish_tree_snapshot_get_first_link (snapshot, hello));
  g_assert_cmpstr (burnish_tree_snapshot_get_link_target (snapshot, link_node), ==, "../hello");
}

/* From each kind into each kind that we write. */
static void
test_old_and_new (gconstpointer user_data)
{
  Kind kind = GPOINTER_TO_INT (user_data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_autofree char *image = NULL;

  fixture_init (&fixture, kind);
  /* The UDF image has a manifest. */
  tree = import (&fixture, kind == UDF ? 1 : 0);
  assert_attributes (&fixture, tree);
  test_add_text (tree, BURNISH_NODE_ROOT, "new", "something new");
  image = g_build_filename (fixture.folder.path, "new.iso", NULL);
  for (Kind to = UDF; to <= BRIDGE; to++)
    {
      write_image (tree, to, image);
      assert_same_as_source (&fixture, image, "hello");
      assert_same_as_source (&fixture, image, "sub/hard");
      assert_same_as_source (&fixture, image, "sub/big");
      assert_same_as_source (&fixture, image, "empty");
      assert_contents (image, "new", "something new", strlen ("something new"));
    }
}

static void
test_manifest (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishScan) scan = NULL;
  g_autofree char *path = NULL;

  fixture_init (&fixture, UDF);
  path = g_build_filename (fixture.image, "SHA256SUMS", NULL);
  scan = burnish_image_import (fixture.image, NULL, NULL);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 1);
  g_assert_cmpstr (burnish_left_out_get_path (burnish_scan_get_left_out (scan, 0)), ==, path);
  g_assert_cmpint (burnish_left_out_get_reason (burnish_scan_get_left_out (scan, 0)), ==,
                   BURNISH_LEFT_OUT_NOT_TAKEN_OVER);
}

/* What Rock Ridge has and no new disc can have is told. */
static void
test_special (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishScan) scan = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *fifo = NULL;
  g_autofree char *path = NULL;

  fixture_init (&fixture, GENISOIMAGE);
  folder = g_build_filename (fixture.folder.path, "old", NULL);
  fifo = g_build_filename (folder, "sub", "fifo", NULL);
  path = g_build_filename (fixture.image, "sub", "fifo", NULL);
  g_assert_no_errno (mkfifo (fifo, 0644));
  run_genisoimage (folder, fixture.image);
  scan = burnish_image_import (fixture.image, NULL, NULL);
  g_assert_cmpuint (burnish_scan_get_n_left_out (scan), ==, 1);
  g_assert_cmpstr (burnish_left_out_get_path (burnish_scan_get_left_out (scan, 0)), ==, path);
  g_assert_cmpint (burnish_left_out_get_reason (burnish_scan_get_left_out (scan, 0)), ==,
                   BURNISH_LEFT_OUT_SPECIAL_FILE);
}

static void
test_undo (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishTree) tree = NULL;

  fixture_init (&fixture, BRIDGE);
  tree = import (&fixture, 0);
  g_assert_cmpuint (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT), ==, 3);
  g_assert_true (burnish_tree_undo (tree));
  g_assert_cmpuint (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT), ==, 0);
  g_assert_null (burnish_tree_get_undo_title (tree));
  g_assert_true (burnish_tree_redo (tree));
  g_assert_cmpuint (burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT), ==, 3);
}

/* Other names change nothing about where contents come from; hard links stay such. */
static void
test_rename (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_autofree char *image = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, GENISOIMAGE);
  tree = import (&fixture, 0);
  burnish_tree_rename (tree, burnish_tree_lookup (tree, "/sub/big"), "other", &error);
  g_assert_no_error (error);
  image = g_build_filename (fixture.folder.path, "new.iso", NULL);
  write_image (tree, UDF, image);
  {
    g_autofree char *source = g_build_filename (fixture.folder.path, "old/sub/big", NULL);
    g_autofree char *bytes = NULL;
    gsize size_bytes;

    g_assert_true (g_file_get_contents (source, &bytes, &size_bytes, NULL));
    assert_contents (image, "sub/other", bytes, size_bytes);
  }
}

/* ---- Changes of the old image ---- */

static void
shorten (const char *path)
{
  struct stat status;

  g_assert_no_errno (stat (path, &status));
  g_assert_no_errno (truncate (path, status.st_size - BURNISH_BLOCK_SIZE));
}

static void
vanish (const char *path)
{
  g_assert_no_errno (g_unlink (path));
}

static const struct
{
  const char *name;
  void (*change) (const char *path);
  BurnishError code;
} changes[] = {
  { "shortened", shorten, BURNISH_ERROR_SOURCE_CHANGED },
  { "modified", touch, BURNISH_ERROR_SOURCE_CHANGED },
  { "vanished", vanish, BURNISH_ERROR_SOURCE_MISSING },
};

static void
test_changed_after_staging (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  BurnishNode big;

  fixture_init (&fixture, BRIDGE);
  tree = import (&fixture, 0);
  snapshot = burnish_tree_freeze (tree);
  big = burnish_tree_snapshot_lookup (snapshot, "/sub/big");
  g_assert_true (_burnish_source_check (snapshot, big, &error));
  g_assert_no_error (error);
  changes[i].change (fixture.image);
  g_assert_false (_burnish_source_check (snapshot, big, &error));
  g_assert_error (error, BURNISH_ERROR, (int) changes[i].code);
  g_assert_cmpstr (burnish_error_get_path (error), ==, fixture.image);
}

static void
test_changed_before_reading (gconstpointer user_data)
{
  guint i = GPOINTER_TO_UINT (user_data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  guint8 block[BURNISH_BLOCK_SIZE];
  guint64 n_blocks;

  fixture_init (&fixture, BRIDGE);
  tree = import (&fixture, 0);
  layout = test_layout_new (tree, options);
  changes[i].change (fixture.image);
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  n_blocks = _burnish_image_stream_get_n_blocks (stream);
  while (n_blocks-- > 0 && _burnish_image_stream_read (stream, block, sizeof block, NULL, &error))
    ;
  g_assert_error (error, BURNISH_ERROR, (int) changes[i].code);
}

static void
test_no_image (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *zeros = g_malloc0 (64 * BURNISH_BLOCK_SIZE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) cancelled = NULL;

  fixture_init (&fixture, BRIDGE);
  path = test_folder_write (&fixture.folder, "zeros", zeros, 64 * BURNISH_BLOCK_SIZE);
  g_assert_null (burnish_image_import (path, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
  vanish (path);
  g_assert_null (burnish_image_import (path, NULL, &missing));
  g_assert_error (missing, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
  g_cancellable_cancel (cancellable);
  g_assert_null (burnish_image_import (fixture.image, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (Kind kind = 0; kind < N_KINDS; kind++)
    {
      g_autofree char *path = g_strconcat ("/image-import/old-and-new/", kind_names[kind], NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (kind), test_old_and_new);
    }
  g_test_add_func ("/image-import/manifest", test_manifest);
  g_test_add_func ("/image-import/special", test_special);
  g_test_add_func ("/image-import/undo", test_undo);
  g_test_add_func ("/image-import/rename", test_rename);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *before = g_strconcat ("/image-import/staged/", changes[i].name, NULL);
      g_autofree char *during = g_strconcat ("/image-import/reading/", changes[i].name, NULL);

      g_test_add_data_func (before, GUINT_TO_POINTER (i), test_changed_after_staging);
      g_test_add_data_func (during, GUINT_TO_POINTER (i), test_changed_before_reading);
    }
  g_test_add_func ("/image-import/no-image", test_no_image);
  return g_test_run ();
}
