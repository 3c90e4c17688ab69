/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"
#include "fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  GError *error;
  guint n_progress;
  guint32 n_files_then;
} AsyncData;

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  AsyncData *data = user_data;

  burnish_scan_run_finish (BURNISH_SCAN (object), result, &data->error);
  g_main_loop_quit (data->loop);
}

static void
progress_cb (BurnishScan *scan, gpointer user_data)
{
  AsyncData *data = user_data;

  data->n_progress++;
  data->n_files_then = burnish_scan_get_n_files (scan);
  g_cancellable_cancel (data->cancellable);
}

static void
test_async (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  AsyncData async = { .loop = loop };

  folder_add_file (folder, "x", "123");
  burnish_scan_run_async (scan, NULL, done_cb, &async);
  g_main_loop_run (loop);
  g_assert_no_error (async.error);
  g_assert_true (burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL,
                                              NULL, NULL));
  assert_tree (tree, "/x 3\n");
}

/* A folder without end: each link leads to a folder with as many links again. The first report
   cancels the scan, which would go on for ever otherwise. */
static void
test_cancelled_while_running (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  AsyncData async = { .loop = loop, .cancellable = cancellable };

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      folder_add_folder (folder, name);
    }
  for (guint i = 0; i < 40; i++)
    for (guint j = 0; j < 40; j++)
      {
        g_autofree char *name = g_strdup_printf ("%u/to-%u", i, j);
        g_autofree char *target = g_strdup_printf ("../%u", j);

        folder_add_link (folder, name, target);
      }
  burnish_scan_set_symlinks (scan, BURNISH_SYMLINKS_FOLLOW);
  g_signal_connect (scan, "progress", G_CALLBACK (progress_cb), &async);
  burnish_scan_run_async (scan, cancellable, done_cb, &async);
  g_main_loop_run (loop);
  g_assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&async.error);
  g_assert_cmpuint (async.n_progress, ==, 1);
  g_assert_cmpuint (burnish_scan_get_n_folders (scan), >, 0);
}

/* Files come and go under the scan: whatever it finds, each name is there once. */
static gpointer
shuffle (gpointer data)
{
  Folder *folder = data;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i * 31 % 300);
      g_autofree char *path = folder_dup_path (folder, name);

      g_unlink (path);
      close (open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    }
  return NULL;
}

static void
test_restless (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  GThread *thread = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      folder_add_file (folder, name, "");
    }
  thread = g_thread_new ("shuffle", shuffle, folder);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (BurnishScan) scan = burnish_scan_new (folder->path);
      g_autoptr (BurnishTree) tree = run_scan (scan);
      guint32 n_children = burnish_tree_get_n_children (tree, BURNISH_NODE_ROOT);

      g_assert_cmpuint (burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT), ==, n_children);
      for (guint32 j = 1; j < n_children; j++)
        g_assert_cmpint (strcmp (burnish_tree_get_name (
                                     tree, burnish_tree_get_child (tree, BURNISH_NODE_ROOT, j - 1)),
                                 burnish_tree_get_name (
                                     tree, burnish_tree_get_child (tree, BURNISH_NODE_ROOT, j))),
                         <, 0);
    }
  g_thread_join (thread);
}

/* A system may tell a name twice when the file is replaced while its folder is being read. */
static void
test_told_twice (void)
{
  static const char *const names[] = { "b", "a", "b", "c", "a" };
  BurnishScanRun run = { .left_out = g_ptr_array_new (),
                         .gone = g_array_new (FALSE, FALSE, sizeof (BurnishNode)) };
  BurnishNodeData folder = { .name = "", .kind = BURNISH_NODE_FOLDER };
  BurnishScanWriter writer;

  g_mutex_init (&run.lock);
  _burnish_arena_init (&run.arena);
  _burnish_arena_append (&run.arena, &folder);
  _burnish_scan_writer_init (&writer, &run);
  _burnish_scan_writer_begin (&writer, BURNISH_NODE_ROOT, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BurnishNodeData data = { .name = names[i], .kind = i % 2, .size_bytes = i % 2 };

      _burnish_scan_writer_add (&writer, &data);
    }
  _burnish_scan_writer_end (&writer);
  g_assert_cmpuint (writer.entries->len, ==, 3);
  /* The second “b”: they are in byte order. */
  _burnish_scan_run_lose_folder (&run, 4);
  _burnish_scan_writer_clear (&writer);
  _burnish_scan_run_finish (&run);
  g_assert_cmpuint (_burnish_arena_n_children (&run.arena, BURNISH_NODE_ROOT), ==, 3);
  g_assert_cmpuint (_burnish_arena_get (&run.arena, BURNISH_NODE_ROOT)->n_files
                        + _burnish_arena_get (&run.arena, BURNISH_NODE_ROOT)->n_folders,
                    ==, 3);
  _burnish_arena_clear (&run.arena);
  g_ptr_array_unref (run.left_out);
  g_array_unref (run.gone);
  g_mutex_clear (&run.lock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/scan-run/async", test_async);
  TEST ("/scan-run/cancelled-while-running", test_cancelled_while_running);
  TEST ("/scan-run/restless", test_restless);
  g_test_add_func ("/scan-run/told-twice", test_told_twice);
  return g_test_run ();
}
