/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Saving is all or nothing. */

/* Only what was there before may be in the folder. */
static void
assert_n_files (Folder *folder, guint n_expected)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, n_expected);
}

static BurnishProject *
make_large (guint n_folders)
{
  BurnishProject *project = burnish_project_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_folders; i++)
    {
      g_autofree char *name = g_strdup_printf ("folder %u", i);

      burnish_tree_add_folder (burnish_project_get_tree (project), BURNISH_NODE_ROOT, name,
                               BURNISH_COLLISION_FAIL, &error);
      g_assert_no_error (error);
    }
  return project;
}

static void
test_mode_kept (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  const char *path = g_file_peek_path (file);
  g_autoptr (GError) error = NULL;
  struct stat status;
  mode_t mask = umask (027);

  save (project, file, &error);
  umask (mask);
  g_assert_no_error (error);
  g_assert_no_errno (stat (path, &status));
  g_assert_cmpuint (status.st_mode & 07777, ==, 0640);
  g_assert_no_errno (chmod (path, 0604));
  save (project, file, &error);
  g_assert_no_error (error);
  g_assert_no_errno (stat (path, &status));
  g_assert_cmpuint (status.st_mode & 07777, ==, 0604);
  assert_n_files (folder, 1);
}

static void
test_link_kept (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "link.burnish");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  folder_write (folder, "real/p.burnish", "old");
  g_assert_no_errno (symlink ("real/p.burnish", g_file_peek_path (file)));
  save (project, file, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (g_file_peek_path (file), G_FILE_TEST_IS_SYMLINK));
  text = folder_read (folder, "real/p.burnish");
  g_assert_true (g_str_has_prefix (text, "{\n  \"format\": \"burnish-project\",\n"));
}

/* A file may grow to 64 KiB only, which stops in the middle as a full disk does. */
static void
test_stopped_in_the_middle (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = make_large (5000);
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  struct rlimit old_limit, limit;

  folder_write (folder, "p.burnish", "old");
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &old_limit));
  limit = (struct rlimit){ .rlim_cur = 65536, .rlim_max = old_limit.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  g_assert_false (save (project, file, &error));
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &old_limit));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL);
  text = folder_read (folder, "p.burnish");
  g_assert_cmpstr (text, ==, "old");
  assert_n_files (folder, 1);
  g_assert_true (burnish_project_get_modified (project));
  g_assert_null (burnish_project_get_file (project));
}

static void
test_no_folder (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "none/p.burnish");
  g_autoptr (GFile) device = g_file_new_for_path ("/dev/null");
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GError) error = NULL, device_error = NULL;

  g_assert_false (save (project, file, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
  g_assert_cmpstr (burnish_error_get_path (error), ==, name);
  g_assert_false (save (project, device, &device_error));
  g_assert_error (device_error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED);
}

static void
test_stream_refused (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("abc", 3, NULL);
  g_autoptr (GError) error = NULL;

  burnish_tree_add_stream (burnish_project_get_tree (project), BURNISH_NODE_ROOT, "live", stream, 3,
                           BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_assert_false (save (project, file, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED);
  g_assert_cmpstr (burnish_error_get_path (error), ==, "/live");
  assert_n_files (folder, 0);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  burnish_project_save_finish (BURNISH_PROJECT (object), result, error);
  g_assert_nonnull (*error);
}

static void
loaded_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_null (burnish_project_load_finish (result, error));
}

static void
test_cancelled (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = make_large (10000);
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, load_error = NULL;

  burnish_project_save_async (project, file, cancellable, saved_cb, &error);
  g_cancellable_cancel (cancellable);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (burnish_project_get_modified (project));
  assert_n_files (folder, 0);

  folder_write (folder, "p.burnish", "{}");
  burnish_project_load_async (file, cancellable, loaded_cb, &load_error);
  while (load_error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (load_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  burnish_project_save_finish (BURNISH_PROJECT (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* What is edited while it is saved is not in the file, and still to be saved. */
static void
test_edited_meanwhile (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = make_large (10), loaded = NULL;
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  burnish_project_save_async (project, file, NULL, done_cb, &done);
  burnish_tree_add_folder (tree, BURNISH_NODE_ROOT, "new", BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (burnish_project_get_modified (project));
  burnish_tree_undo (tree);
  g_assert_false (burnish_project_get_modified (project));
  loaded = load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (
      burnish_tree_get_n_children (burnish_project_get_tree (loaded), BURNISH_NODE_ROOT), ==, 10);
}

static void
test_copy_restored (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = make_large (3), unsaved = NULL, saved = NULL, clean = NULL;
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GFile) copy = folder_get_file (folder, "copy.burnish");
  g_autoptr (GError) error = NULL;

  save_copy (project, copy, &error);
  g_assert_no_error (error);
  g_assert_true (burnish_project_get_modified (project));
  g_assert_null (burnish_project_get_file (project));
  unsaved = restore (copy, &error);
  g_assert_no_error (error);
  g_assert_null (burnish_project_get_file (unsaved));
  g_assert_true (burnish_project_get_modified (unsaved));

  save (project, file, &error);
  save_copy (project, copy, &error);
  clean = restore (copy, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (burnish_project_get_file (clean), file));
  g_assert_false (burnish_project_get_modified (clean));

  burnish_project_set_title (project, "changed");
  save_copy (project, copy, &error);
  saved = restore (copy, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (burnish_project_get_file (saved), file));
  g_assert_true (burnish_project_get_modified (saved));
  save (saved, file, &error);
  g_assert_no_error (error);
  g_assert_false (burnish_project_get_modified (saved));
}

static void
add (const char *name, void (*test) (Folder *folder, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/saving/%s", name);

  g_test_add (path, Folder, NULL, folder_set_up, test, folder_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("mode-kept", test_mode_kept);
  add ("link-kept", test_link_kept);
  add ("stopped-in-the-middle", test_stopped_in_the_middle);
  add ("no-folder", test_no_folder);
  add ("stream-refused", test_stream_refused);
  add ("cancelled", test_cancelled);
  add ("edited-meanwhile", test_edited_meanwhile);
  add ("copy-restored", test_copy_restored);
  return g_test_run ();
}
