/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include <string.h>

/* Trees of any shape come back as they were; large ones soon, and without a pause. */

#define MAX_PAUSE_US 8000

static const char *const names[] = { "a",     "b.txt",       "\xff\xfe", "ä ö", "100%",
                                     "\"q\"", "back\\slash", "#?:",      "..x", "new\nline" };

static void
make_files (Folder *folder, const char *path, int depth)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *child = g_build_filename (path, names[i], NULL);

      if (g_test_rand_int_range (0, 3) == 0)
        continue;
      if (depth > 0 && g_test_rand_int_range (0, 3) == 0)
        make_files (folder, child, depth - 1);
      else
        folder_write (folder, child, names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
    }
}

static BurnishNode
get_random_node (BurnishTree *tree)
{
  BurnishNode node = BURNISH_NODE_ROOT;
  guint32 n_children;

  while ((n_children = burnish_tree_get_n_children (tree, node)) > 0
         && (node == BURNISH_NODE_ROOT || g_test_rand_int_range (0, 3) != 0))
    node = burnish_tree_get_child (tree, node,
                                   (guint32) g_test_rand_int_range (0, (gint32) n_children));
  return node;
}

static void
edit (BurnishTree *tree)
{
  BurnishNode node = get_random_node (tree), other = get_random_node (tree);
  const char *name = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
  g_autoptr (GBytes) bytes = g_bytes_new (name, strlen (name));

  if (burnish_tree_get_kind (tree, other) != BURNISH_NODE_FOLDER)
    other = BURNISH_NODE_ROOT;
  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      burnish_tree_add_folder (tree, other, name, BURNISH_COLLISION_KEEP_BOTH, NULL);
      break;
    case 1:
      burnish_tree_add_bytes (tree, other, name, bytes, BURNISH_COLLISION_KEEP_BOTH, NULL);
      break;
    case 2:
      if (node != BURNISH_NODE_ROOT)
        burnish_tree_rename (tree, node, name, NULL);
      break;
    case 3:
      if (node != BURNISH_NODE_ROOT)
        burnish_tree_move (tree, &node, 1, other, BURNISH_COLLISION_KEEP_BOTH, NULL);
      break;
    default:
      burnish_tree_undo (tree);
    }
}

static void
test_random (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autofree char *path = g_build_filename (folder->path, "in", NULL);
  g_autoptr (GError) error = NULL;

  folder_write (folder, "in/first", "first");
  make_files (folder, "in", 3);
  stage (project, path);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *before = NULL, *after = NULL;

      for (guint j = 0; j < 10; j++)
        edit (burnish_project_get_tree (project));
      before = describe (burnish_project_get_tree (project));
      save (project, file, &error);
      g_assert_no_error (error);
      g_object_unref (project);
      project = load (file, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (burnish_project_get_n_missing (project), ==, 0);
      after = describe (burnish_project_get_tree (project));
      g_assert_cmpstr (after, ==, before);
    }
}

typedef struct
{
  gint64 longest_us; /* that one turn of the main loop took of this thread's time */
  gboolean done;
  BurnishProject *loaded; /* (owned) (nullable) */
} Watch;

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  burnish_project_save_finish (BURNISH_PROJECT (object), result, &error);
  g_assert_no_error (error);
  ((Watch *) user_data)->done = TRUE;
}

static void
loaded_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (GError) error = NULL;

  watch->loaded = burnish_project_load_finish (result, &error);
  g_assert_no_error (error);
  watch->done = TRUE;
}

/* Other programs, and other threads of this one, do not count. */
static gint64
get_thread_time_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
run (Watch *watch)
{
  while (!watch->done)
    {
      gint64 start_us = get_thread_time_us ();

      g_main_context_iteration (NULL, TRUE);
      watch->longest_us = MAX (watch->longest_us, get_thread_time_us () - start_us);
    }
}

static void
make_many (Folder *folder, guint n_folders, guint n_files)
{
  for (guint i = 0; i < n_folders; i++)
    for (guint j = 0; j < n_files; j++)
      {
        g_autofree char *name = g_strdup_printf ("in/folder %u/file %u.jpg", i, j);

        folder_write (folder, name, "");
      }
}

static void
test_large (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autofree char *path = g_build_filename (folder->path, "in", NULL);
  g_autofree char *text = NULL;
  Watch saving = { 0 }, loading = { 0 };
  gint64 start_us, save_us, load_us;
  guint32 n_files = 100000;

  make_many (folder, 1000, n_files / 1000);
  stage (project, path);

  start_us = g_get_monotonic_time ();
  burnish_project_save_async (project, file, NULL, saved_cb, &saving);
  run (&saving);
  save_us = g_get_monotonic_time () - start_us;
  start_us = g_get_monotonic_time ();
  burnish_project_load_async (file, NULL, loaded_cb, &loading);
  run (&loading);
  load_us = g_get_monotonic_time () - start_us;

  text = folder_read (folder, "p.burnish");
  g_test_message ("%u files: %" G_GSIZE_FORMAT " bytes each, saved in %" G_GINT64_FORMAT
                  " ms, loaded in %" G_GINT64_FORMAT
                  " ms; longest turn of the main loop %" G_GINT64_FORMAT " µs and %" G_GINT64_FORMAT
                  " µs",
                  n_files, strlen (text) / n_files, save_us / 1000, load_us / 1000,
                  saving.longest_us, loading.longest_us);
  g_assert_cmpint (saving.longest_us, <, MAX_PAUSE_US);
  g_assert_cmpint (loading.longest_us, <, MAX_PAUSE_US);
  g_assert_cmpuint (strlen (text), <, n_files * 120);
  g_assert_cmpuint (burnish_tree_get_n_files (burnish_project_get_tree (loading.loaded),
                                              BURNISH_NODE_ROOT),
                    ==, n_files);
  g_assert_cmpuint (burnish_project_get_n_missing (loading.loaded), ==, 0);
  g_object_unref (loading.loaded);
}

/* A million nodes of a hostile or a very large project. */
static void
test_million (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GString) text = g_string_new ("{\"format\":\"burnish-project\",\"version\":1,"
                                           "\"nodes\":[{\"kind\":\"folder\"}");
  Watch loading = { 0 };
  gint64 start_us;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_printf (text, ",{\"name\":\"%u\",\"kind\":\"symlink\",\"target\":\"x\"}", i);
  g_string_append (text, "]}");
  folder_write (folder, "p.burnish", text->str);
  start_us = g_get_monotonic_time ();
  burnish_project_load_async (file, NULL, loaded_cb, &loading);
  run (&loading);
  g_test_message ("a million nodes: loaded in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start_us) / 1000);
  g_assert_cmpint (loading.longest_us, <, MAX_PAUSE_US);
  g_assert_cmpuint (burnish_tree_get_n_children (burnish_project_get_tree (loading.loaded),
                                                 BURNISH_NODE_ROOT),
                    ==, 1000000);
  g_object_unref (loading.loaded);
}

static void
add (const char *name, void (*test) (Folder *folder, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/random/%s", name);

  g_test_add (path, Folder, NULL, folder_set_up, test, folder_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("round-trip", test_random);
  add ("large", test_large);
  add ("million", test_million);
  return g_test_run ();
}
