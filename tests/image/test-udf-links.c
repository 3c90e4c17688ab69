/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "udf-disc.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static BurnishTree *
scan (TestFolder *folder)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) run = burnish_scan_new (folder->path);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (run, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, run, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&tree);
}

static void
add_link (TestFolder *folder, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  g_assert_no_errno (symlink (target, path));
}

static BurnishTree *
make_links (TestFolder *folder)
{
  g_autofree char *sub = g_build_filename (folder->path, "sub", NULL);
  g_autofree char *file = test_folder_write (folder, "file", "contents", 8);
  g_autofree char *hard = g_build_filename (folder->path, "hard", NULL);
  g_autofree char *inner = NULL;
  g_autofree char *hard_inner = g_build_filename (sub, "hard", NULL);

  g_assert_no_errno (g_mkdir (sub, 0755));
  inner = test_folder_write (folder, "sub/inner", "more", 4);
  g_assert_no_errno (chmod (file, 06741));
  g_assert_no_errno (chmod (sub, 01777));
  g_assert_no_errno (link (file, hard));
  g_assert_no_errno (link (file, hard_inner));
  add_link (folder, "to-file", "file");
  add_link (folder, "to-hard", "./sub//hard");
  add_link (folder, "sub/up", "../file");
  add_link (folder, "chain", "sub/up");
  add_link (folder, "through", "folder/inner");
  add_link (folder, "folder", "sub");
  add_link (folder, "outside", "../file");
  add_link (folder, "absolute", "/etc/passwd");
  add_link (folder, "missing", "nothing");
  add_link (folder, "loop", "loop2");
  add_link (folder, "loop2", "loop");
  add_link (folder, "not-a-folder", "file/");
  return scan (folder);
}

static void
assert_absent (Volume *volume, const char *const *paths)
{
  for (; *paths; paths++)
    g_assert_null (volume_lookup (volume, *paths));
}

static void
assert_same (Volume *volume, const char *a, const char *b)
{
  VolumeFile *x = volume_lookup (volume, a), *y = volume_lookup (volume, b);

  g_assert_true (x && y);
  g_assert_cmpuint (x->entry_block, ==, y->entry_block);
}

static void
test_resolved (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_01 };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  test_folder_init (&folder);
  tree = make_links (&folder);
  disc_init (&disc, tree, &choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, 0);
  disc_check (&disc, &choice, &volume);
  assert_same (&volume, "/file", "/hard");
  assert_same (&volume, "/file", "/sub/hard");
  assert_same (&volume, "/file", "/to-file");
  assert_same (&volume, "/file", "/to-hard");
  assert_same (&volume, "/file", "/sub/up");
  assert_same (&volume, "/file", "/chain");
  assert_same (&volume, "/sub/inner", "/through");
  g_assert_cmpuint (volume_lookup (&volume, "/file")->n_links, ==, 7);
  g_assert_cmpuint (volume_lookup (&volume, "")->n_links, ==, 2);
  assert_absent (&volume, (const char *const[]){ "/folder", "/outside", "/absolute", "/missing",
                                                 "/loop", "/loop2", "/not-a-folder", NULL });
}

static void
assert_link (Volume *volume, const char *path, const char *components, gsize n_bytes)
{
  VolumeFile *file = volume_lookup (volume, path);

  g_assert_nonnull (file);
  g_assert_cmpuint (file->type, ==, BURNISH_UDF_FILE_SYMLINK);
  g_assert_cmpmem (file->data, file->size_bytes, components, n_bytes);
}

static void
test_kept (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_01, .symlinks = BURNISH_UDF_SYMLINKS_KEEP };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };
  g_autofree char *too_long = g_strnfill (1840, 'x');

  test_folder_init (&folder);
  /* A path that fits nowhere, and one with a name that does not. */
  for (gsize i = 100; i < 1840; i += 100)
    too_long[i] = '/';
  add_link (&folder, "too-long", too_long);
  too_long[300] = '\0';
  memset (too_long, 'y', 300);
  add_link (&folder, "long-name", too_long);
  tree = make_links (&folder);
  disc_init (&disc, tree, &choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, 0);
  disc_check (&disc, &choice, &volume);
  g_assert_cmpuint (volume_lookup (&volume, "/file")->n_links, ==, 3);
#define BYTES(text) text, sizeof text - 1
  assert_link (&volume, "/to-file", BYTES ("\5\5\0\0\10file"));
  assert_link (&volume, "/to-hard", BYTES ("\4\0\0\0\5\4\0\0\10sub\5\5\0\0\10hard"));
  assert_link (&volume, "/sub/up", BYTES ("\3\0\0\0\5\5\0\0\10file"));
  assert_link (&volume, "/absolute", BYTES ("\2\0\0\0\5\4\0\0\10etc\5\7\0\0\10passwd"));
#undef BYTES
  assert_absent (&volume, (const char *const[]){ "/too-long", "/long-name", NULL });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/udf-links/resolved", test_resolved);
  g_test_add_func ("/udf-links/kept", test_kept);
  return g_test_run ();
}
