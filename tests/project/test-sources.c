/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include "burnish-source-attributes-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Where contents come from: what is written of it, what is found again, and what is gone. */

static BurnishProject *
load_here (Folder *folder, const char *name)
{
  g_autoptr (GFile) file = folder_get_file (folder, name);
  g_autoptr (GError) error = NULL;
  BurnishProject *project = load (file, &error);

  g_assert_no_error (error);
  return project;
}

static void
save_here (BurnishProject *project, Folder *folder, const char *name)
{
  g_autoptr (GFile) file = folder_get_file (folder, name);
  g_autoptr (GError) error = NULL;

  save (project, file, &error);
  g_assert_no_error (error);
}

static void
stage_here (BurnishProject *project, Folder *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  stage (project, path);
}

static void
rename_here (Folder *folder, const char *old_name, const char *new_name)
{
  g_autofree char *old_path = g_build_filename (folder->path, old_name, NULL);
  g_autofree char *new_path = g_build_filename (folder->path, new_name, NULL);

  g_assert_no_errno (g_rename (old_path, new_path));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (; (text = strstr (text, part)) != NULL; text++)
    n++;
  return n;
}

/* A folder that was staged as it is says once where it comes from. */
static void
test_omitted (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL;
  g_autofree char *text = NULL;
  BurnishTree *tree = burnish_project_get_tree (project);

  folder_write (folder, "in/years/2023/a", "a");
  folder_write (folder, "in/years/2023/b", "b");
  folder_write (folder, "in/years/2024/deep/c", "c");
  folder_write (folder, "in/years/2024/deep/d", "d");
  stage_here (project, folder, "in/years");
  save_here (project, folder, "p.burnish");
  text = folder_read (folder, "p.burnish");
  g_assert_cmpuint (count (text, "\"source\""), ==, 1);

  /* What was renamed or moved says it for itself; what is in it need not. */
  loaded = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (loaded);
  burnish_tree_rename (tree, burnish_tree_lookup (tree, "years/2023/a"), "z", NULL);
  burnish_tree_rename (tree, burnish_tree_lookup (tree, "years/2024/deep"), "flat", NULL);
  save_here (loaded, folder, "p.burnish");
  g_free (text);
  text = folder_read (folder, "p.burnish");
  g_assert_cmpuint (count (text, "\"source\""), ==, 3);
}

static void
test_moved_together (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), moved = NULL;
  g_autoptr (GFile) expected = folder_get_file (folder, "new/music/100% #1: a?.ogg");
  g_autoptr (GFile) expected_far = folder_get_file (folder, "far/b");
  g_autoptr (GFile) source = NULL, far_source = NULL;
  g_autofree char *text = NULL;
  BurnishTree *tree;

  folder_write (folder, "old/music/100% #1: a?.ogg", "music");
  folder_write (folder, "far/b", "far");
  stage_here (project, folder, "old/music");
  stage_here (project, folder, "far");
  save_here (project, folder, "old/p.burnish");
  text = folder_read (folder, "old/p.burnish");
  g_assert_nonnull (strstr (text, "\"source\":\"music\""));
  rename_here (folder, "old", "new");

  moved = load_here (folder, "new/p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (moved), ==, 0);
  tree = burnish_project_get_tree (moved);
  source = burnish_tree_dup_source (tree, burnish_tree_lookup (tree, "music/100% #1: a?.ogg"));
  g_assert_true (g_file_equal (source, expected));
  far_source = burnish_tree_dup_source (tree, burnish_tree_lookup (tree, "far/b"));
  g_assert_true (g_file_equal (far_source, expected_far));
}

/* The folder of the project itself, and one file in it. */
static void
test_own_folder (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), moved = NULL;
  g_autofree char *path = g_build_filename (folder->path, "old/a:b", NULL);

  folder_write (folder, "old/a:b", "x");
  stage (project, path);
  stage_here (project, folder, "old");
  save_here (project, folder, "old/p.burnish");
  rename_here (folder, "old", "new");
  moved = load_here (folder, "new/p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (moved), ==, 0);
}

static void
test_not_utf8 (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autofree char *link = g_build_filename (folder->path, "in\xfe/link", NULL);

  folder_write (folder, "in\xfe/\xff\"\\\n", "odd");
  g_assert_no_errno (symlink ("to\xff", link));
  stage_here (project, folder, "in\xfe");
  before = describe (burnish_project_get_tree (project));
  save_here (project, folder, "p.burnish");
  loaded = load_here (folder, "p.burnish");
  after = describe (burnish_project_get_tree (loaded));
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);
}

/* Links that were followed are followed again, and no others. */
static void
test_followed (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL, changed = NULL;
  g_autofree char *path = g_build_filename (folder->path, "in", NULL);
  g_autofree char *file_link = g_build_filename (folder->path, "in/file-link", NULL);
  g_autofree char *folder_link = g_build_filename (folder->path, "in/folder-link", NULL);
  g_autofree char *plain = g_build_filename (folder->path, "in/plain", NULL);
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) missing = NULL;
  BurnishTree *tree;

  folder_write (folder, "in/plain", "plain");
  folder_write (folder, "out/a", "a");
  g_assert_no_errno (symlink ("../out/a", file_link));
  g_assert_no_errno (symlink ("../out", folder_link));
  burnish_scan_set_symlinks (scan, BURNISH_SYMLINKS_FOLLOW);
  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge (burnish_project_get_tree (project), BURNISH_NODE_ROOT, scan,
                      BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  save_here (project, folder, "p.burnish");
  loaded = load_here (folder, "p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);

  g_assert_no_errno (g_unlink (plain));
  g_assert_no_errno (symlink ("../out/a", plain));
  changed = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (changed);
  missing = burnish_project_dup_missing (changed);
  g_assert_cmpuint (missing->len, ==, 1);
  g_assert_cmpuint (g_array_index (missing, BurnishNode, 0), ==,
                    burnish_tree_lookup (tree, "in/plain"));
}

static void
test_refreshed (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL;
  BurnishTree *tree;
  BurnishNode node;

  folder_write (folder, "in/sub/a", "short");
  stage_here (project, folder, "in");
  save_here (project, folder, "p.burnish");
  folder_write (folder, "in/sub/a", "much longer");
  loaded = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (loaded);
  node = burnish_tree_lookup (tree, "in/sub/a");
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, node), ==, strlen ("much longer"));
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==,
                    strlen ("much longer"));
  g_assert_false (burnish_project_get_modified (loaded));
}

typedef struct
{
  gboolean done;
  gboolean success;
  guint n_found;
} Relinked;

static void
relinked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Relinked *relinked = user_data;
  g_autoptr (GError) error = NULL;

  relinked->success =
      burnish_project_relink_finish (BURNISH_PROJECT (object), result, &relinked->n_found, &error);
  g_assert_no_error (error);
  relinked->done = TRUE;
}

static guint
relink (BurnishProject *project, Folder *folder, const char *old_name, const char *new_name)
{
  g_autoptr (GFile) old_folder = old_name != NULL ? folder_get_file (folder, old_name) : NULL;
  g_autoptr (GFile) new_folder = folder_get_file (folder, new_name);
  Relinked relinked = { 0 };

  burnish_project_relink_async (project, old_folder, new_folder, NULL, relinked_cb, &relinked);
  while (!relinked.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (relinked.success);
  return relinked.n_found;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_missing (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL;
  g_autoptr (GArray) missing = NULL;
  g_autofree char *shown = NULL;
  BurnishTree *tree;
  BurnishNode node;
  guint n_notified = 0;

  folder_write (folder, "in/a", "aaa");
  folder_write (folder, "in/sub/b", "bb");
  folder_write (folder, "in/sub/c", "c");
  stage_here (project, folder, "in");
  save_here (project, folder, "p.burnish");
  rename_here (folder, "in/sub", "elsewhere");

  loaded = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (loaded);
  missing = burnish_project_dup_missing (loaded);
  g_assert_cmpuint (missing->len, ==, 2);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 2);
  node = burnish_tree_lookup (tree, "in/sub/b");
  g_assert_cmpuint (g_array_index (missing, BurnishNode, 0), ==, node);
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, node), ==, 2);
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT), ==, 6);

  g_signal_connect_swapped (loaded, "notify::n-missing", G_CALLBACK (count_cb), &n_notified);
  burnish_tree_remove (tree, &node, 1);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 1);
  burnish_tree_undo (tree);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 2);
  g_assert_cmpuint (n_notified, ==, 2);
}

static void
test_relink (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL, again = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GFile) source = NULL, expected = folder_get_file (folder, "in/moved/b");
  BurnishTree *tree;

  folder_write (folder, "in/a", "aaa");
  folder_write (folder, "in/sub/b", "bb");
  folder_write (folder, "in/sub/deep/c", "c");
  stage_here (project, folder, "in");
  save_here (project, folder, "p.burnish");
  rename_here (folder, "in/sub", "in/moved");
  loaded = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (loaded);
  before = describe (tree);

  g_assert_cmpuint (relink (loaded, folder, NULL, "in/moved"), ==, 2);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);
  g_assert_true (burnish_project_get_modified (loaded));
  source = burnish_tree_dup_source (tree, burnish_tree_lookup (tree, "in/sub/b"));
  g_assert_true (g_file_equal (source, expected));
  g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, 3);
  save_here (loaded, folder, "p.burnish");
  again = load_here (folder, "p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (again), ==, 0);

  burnish_tree_undo (tree);
  after = describe (tree);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 2);
}

/* Files that were scattered are known by name and size; another file of that name is not taken. */
static void
test_relink_scattered (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL;
  g_autoptr (GFile) source = NULL, expected = folder_get_file (folder, "there/x/y/a");
  BurnishTree *tree;

  folder_write (folder, "in/sub/a", "aaa");
  folder_write (folder, "in/b", "bb");
  folder_write (folder, "in/c", "c");
  stage_here (project, folder, "in");
  save_here (project, folder, "p.burnish");
  rename_here (folder, "in", "there");
  folder_write (folder, "there/w/a", "not it");
  folder_write (folder, "there/x/y/none", "");
  rename_here (folder, "there/sub/a", "there/x/y/a");
  rename_here (folder, "there/c", "gone");
  loaded = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (loaded);
  burnish_tree_rename (tree, burnish_tree_lookup (tree, "in/b"), "named anew", NULL);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 3);
  g_assert_cmpuint (relink (loaded, folder, "in", "there"), ==, 2);
  source = burnish_tree_dup_source (tree, burnish_tree_lookup (tree, "in/sub/a"));
  g_assert_true (g_file_equal (source, expected));
  g_assert_cmpuint (burnish_tree_lookup (tree, "in/named anew"), !=, BURNISH_NODE_NONE);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 1);
}

/* A path of many thousand bytes, which no system call takes. */
static void
test_long_path (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL, again = NULL;
  g_autofree char *name = g_strnfill (200, 'n');
  g_autofree char *path = g_build_filename (folder->path, "in", NULL);
  BurnishTree *tree;
  BurnishNode node = BURNISH_NODE_ROOT;
  int fd;

  g_assert_no_errno (g_mkdir (path, 0755));
  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int i = 0; i < 40; i++)
    {
      int next;

      g_assert_no_errno (mkdirat (fd, name, 0755));
      next = openat (fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      close (fd);
      fd = next;
    }
  close (openat (fd, "end", O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  close (fd);
  stage (project, path);
  save_here (project, folder, "p.burnish");
  loaded = load_here (folder, "p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);

  /* Apart from its folders, the file's whole path is written. */
  tree = burnish_project_get_tree (loaded);
  while (burnish_tree_get_n_children (tree, node) > 0)
    node = burnish_tree_get_child (tree, node, 0);
  burnish_tree_move (tree, &node, 1, BURNISH_NODE_ROOT, BURNISH_COLLISION_FAIL, NULL);
  save_here (loaded, folder, "p.burnish");
  again = load_here (folder, "p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (again), ==, 0);
}

/* What is elsewhere is not asked for, and not lost. */
static void
test_remote (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL;
  g_autofree char *before = NULL, *after = NULL;

  folder_write (folder, "p.burnish",
                "{\"format\":\"burnish-project\",\"version\":1,\"nodes\":["
                "{\"kind\":\"folder\"},"
                "{\"name\":\"d\",\"kind\":\"folder\",\"source\":\"sftp://host.invalid/d%20d\"},"
                "{\"name\":\"e\",\"size_bytes\":5,\"source\":\"smb://host.invalid/s/e\"},"
                "{\"name\":\"f\",\"parent\":1,\"size_bytes\":7}]}");
  project = load_here (folder, "p.burnish");
  before = describe (burnish_project_get_tree (project));
  g_assert_nonnull (strstr (before, "size=7"));
  g_assert_nonnull (strstr (before, "source=sftp://host.invalid/d%20d/f"));
  g_assert_cmpuint (burnish_project_get_n_missing (project), ==, 0);
  save_here (project, folder, "p.burnish");
  loaded = load_here (folder, "p.burnish");
  after = describe (burnish_project_get_tree (loaded));
  g_assert_cmpstr (after, ==, before);
}

static gboolean
folder_set_up_in (Folder *folder, const char *parent)
{
  folder->path = g_build_filename (parent, "burnish-project-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (folder->path));
  if (setxattr (folder->path, "user.burnish", "", 0, 0) == 0)
    return TRUE;
  g_assert_cmpint (errno, ==, ENOTSUP);
  folder_tear_down (folder, NULL);
  return FALSE;
}

static void
folder_set_up_with_attributes (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  if (!folder_set_up_in (folder, g_get_tmp_dir ())
      && !folder_set_up_in (folder, g_getenv ("BURNISH_BUILD")))
    g_error ("Neither the folder for temporary files nor the build folder has attributes");
}

static void
set_attribute (Folder *folder, const char *name, const char *value)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  g_assert_no_errno (setxattr (path, "user.about", value, strlen (value), 0));
}

static void
add_attribute (const char *name, const guint8 *value, gsize size_bytes, gpointer user_data)
{
  g_string_append_printf (user_data, " %s=%.*s", name, (int) size_bytes, (const char *) value);
}

/* What a disc would get of extended attributes, one line for each node. */
static char *
describe_attributes (BurnishProject *project)
{
  g_autoptr (BurnishTreeSnapshot) snapshot =
      burnish_tree_freeze (burnish_project_get_tree (project));
  GString *text = g_string_new (NULL);

  for (BurnishNode node = 0; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    {
      g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);
      g_autoptr (GError) error = NULL;

      g_string_append (text, path);
      _burnish_source_read_attributes (snapshot, node, add_attribute, text, &error);
      g_assert_no_error (error);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* A folder that was made in the window, with a file from one of the same name that has attributes.
 */
static void
add_made_folder (BurnishTree *tree, Folder *folder)
{
  g_autofree char *path = g_build_filename (folder->path, "in/made/d", NULL);
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (GError) error = NULL;
  BurnishNode made;

  folder_write (folder, "in/made/d", "d");
  set_attribute (folder, "in/made", "of a folder that is not in the project");
  made = burnish_tree_add_folder (tree, burnish_tree_lookup (tree, "in"), "made",
                                  BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge (tree, made, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
}

static BurnishProject *
make_project_with_attributes (Folder *folder)
{
  BurnishProject *project = burnish_project_new ();
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autofree char *empty = g_build_filename (folder->path, "in/empty", NULL);
  g_autoptr (GError) error = NULL;

  folder_write (folder, "in/file", "file");
  folder_write (folder, "in/sub/deep/a", "a");
  folder_write (folder, "in/old name/b", "b");
  g_assert_no_errno (g_mkdir (empty, 0755));
  set_attribute (folder, "in", "top");
  set_attribute (folder, "in/file", "file");
  set_attribute (folder, "in/sub", "sub");
  set_attribute (folder, "in/sub/deep", "deep");
  set_attribute (folder, "in/empty", "empty");
  set_attribute (folder, "in/old name", "old");
  stage_here (project, folder, "in");
  burnish_tree_rename (tree, burnish_tree_lookup (tree, "in/old name"), "new name", &error);
  g_assert_no_error (error);
  add_made_folder (tree, folder);
  return project;
}

/* Folders keep their attributes, also those that are empty or were renamed. */
static void
test_attributes (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const expected[] = {
    "/in about=top\n",
    "/in/file about=file\n",
    "/in/sub about=sub\n",
    "/in/empty about=empty\n",
    "/in/new name about=old\n",
    "/in/sub/deep about=deep\n",
    "/in/made\n",
  };
  g_autoptr (BurnishProject) project = make_project_with_attributes (folder);
  g_autofree char *before = describe_attributes (project);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (before, expected[i]) == NULL)
      g_error ("No “%s” in:\n%s", expected[i], before);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *after = NULL;

      save_here (project, folder, "p.burnish");
      g_object_unref (project);
      project = load_here (folder, "p.burnish");
      after = describe_attributes (project);
      g_assert_cmpstr (after, ==, before);
    }
}

static void
add (const char *name, void (*test) (Folder *folder, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/sources/%s", name);

  g_test_add (path, Folder, NULL, folder_set_up, test, folder_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("omitted", test_omitted);
  add ("moved-together", test_moved_together);
  add ("own-folder", test_own_folder);
  add ("not-utf-8", test_not_utf8);
  add ("followed", test_followed);
  add ("refreshed", test_refreshed);
  add ("missing", test_missing);
  add ("relink", test_relink);
  add ("relink-scattered", test_relink_scattered);
  add ("long-path", test_long_path);
  add ("remote", test_remote);
  g_test_add ("/sources/attributes", Folder, NULL, folder_set_up_with_attributes, test_attributes,
              folder_tear_down);
  return g_test_run ();
}
