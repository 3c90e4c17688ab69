/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "burnish-tree-snapshot.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * bench-stage FOLDER: stages a folder once and says how fast and how small.
 * bench-stage: makes a folder of 1 000 000 empty files in 1000 folders in the temporary folder,
 * stages it several times and compares with `find FOLDER -printf %s` in the same run. Then what the
 * main thread does with one flat folder: merges it, undoes that, merges it with itself. Asserts
 * nothing about speed.
 */

#define N_FOLDERS 1000
#define N_FILES   1000
#define N_RUNS    3

static void
make_folder (const char *path, guint n_files)
{
  int folder_fd;

  g_assert_no_errno (g_mkdir (path, 0755));
  folder_fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_no_errno (folder_fd);
  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("file-%07u.txt", i);
      int fd = openat (folder_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

      g_assert_no_errno (fd);
      close (fd);
    }
  close (folder_fd);
}

static char *
make_tree (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("bench-stage-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_FOLDERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("folder-%04u", i);
      g_autofree char *folder_path = g_build_filename (path, name, NULL);

      make_folder (folder_path, N_FILES);
    }
  return path;
}

static void
run_command (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static double
get_seconds_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static double
time_find (const char *path)
{
  const char *command[] = { "find", path, "-printf", "%s\\n", NULL };
  gint64 start_us = g_get_monotonic_time ();

  run_command (command);
  return get_seconds_since (start_us);
}

/* A line of /proc/self/status, in kilobytes. */
static long
get_memory_kb (const char *field)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, field);
  g_assert_nonnull (line);
  return strtol (line + strlen (field) + 1, NULL, 10);
}

typedef struct
{
  double scan_s, merge_s, freeze_s;
  guint32 n_nodes;
  long rss_kb, peak_kb;
} Result;

static Result
stage (const char *path)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();
  Result result;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  result.scan_s = get_seconds_since (start_us);

  start_us = g_get_monotonic_time ();
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&scan);
  result.merge_s = get_seconds_since (start_us);
  malloc_trim (0);
  result.rss_kb = get_memory_kb ("VmRSS:");

  start_us = g_get_monotonic_time ();
  snapshot = burnish_tree_freeze (tree);
  result.n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  result.freeze_s = get_seconds_since (start_us);
  result.peak_kb = get_memory_kb ("VmHWM:");
  return result;
}

static void
print (const Result *result)
{
  g_print ("nodes                 %u\n", result->n_nodes);
  g_print ("scan                  %.3f s\n", result->scan_s);
  g_print ("merge                 %.1f ms\n", 1000.0 * result->merge_s);
  g_print ("freeze and number     %.1f ms\n", 1000.0 * result->freeze_s);
  g_print ("resident, staged      %.1f MB\n", (double) result->rss_kb / 1000.0);
  g_print ("resident, peak        %.1f MB\n", (double) result->peak_kb / 1000.0);
}

static void
compare (void)
{
  g_autofree char *path = make_tree ();
  double find_s = G_MAXDOUBLE, scan_s = G_MAXDOUBLE;
  long start_kb = get_memory_kb ("VmRSS:");

  time_find (path);
  for (guint i = 0; i < N_RUNS; i++)
    {
      Result result = stage (path);

      if (i == 0)
        {
          print (&result);
          g_print ("memory of a node      %.1f bytes\n",
                   (double) (result.rss_kb - start_kb) * 1024.0 / result.n_nodes);
        }
      scan_s = MIN (scan_s, result.scan_s);
      find_s = MIN (find_s, time_find (path));
    }
  g_print ("find -printf %%s       %.3f s; scan, best of %u: %.3f s, %.0f %% of its rate\n", find_s,
           N_RUNS, scan_s, 100.0 * find_s / scan_s);
  run_command ((const char *const[]){ "rm", "-rf", "--", path, NULL });
}

/* What a call takes of the processor: others may use it as well. */
static gint64
get_cpu_us (void)
{
  struct timespec time;

  g_assert_no_errno (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time));
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static double
get_ms_since (gint64 start_us)
{
  return (double) (get_cpu_us () - start_us) / 1000.0;
}

static double
merge_flat (BurnishTree *tree, GListModel *files, BurnishCollisionPolicy policy)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new_for_files (files);
  g_autoptr (GArray) collisions = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  start_us = get_cpu_us ();
  collisions = burnish_tree_find_collisions (tree, BURNISH_NODE_ROOT, scan);
  for (guint i = 0; i < collisions->len; i++)
    g_array_index (collisions, BurnishCollision, i).policy = policy;
  burnish_tree_merge_resolved (tree, BURNISH_NODE_ROOT, scan, (BurnishCollision *) collisions->data,
                               collisions->len, NULL, &error);
  g_assert_no_error (error);
  return get_ms_since (start_us);
}

static void
measure_flat (guint n_files)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_dir_make_tmp ("bench-stage-XXXXXX", &error);
  g_autofree char *flat_path = g_build_filename (path, "flat", NULL);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GDir) dir = NULL;
  const char *name;
  gint64 start_us;

  g_assert_no_error (error);
  make_folder (flat_path, n_files);
  dir = g_dir_open (flat_path, 0, &error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (flat_path, name, NULL);

      g_list_store_append (files, file);
    }
  g_print ("%u files of one folder: merge %.1f ms", n_files,
           merge_flat (tree, G_LIST_MODEL (files), BURNISH_COLLISION_FAIL));
  start_us = get_cpu_us ();
  burnish_tree_undo (tree);
  g_print (", undo %.1f ms", get_ms_since (start_us));
  start_us = get_cpu_us ();
  burnish_tree_redo (tree);
  g_print (", redo %.1f ms", get_ms_since (start_us));
  g_print (", the same again and replace %.1f ms\n",
           merge_flat (tree, G_LIST_MODEL (files), BURNISH_COLLISION_REPLACE));
  run_command ((const char *const[]){ "rm", "-rf", "--", path, NULL });
}

int
main (int argc, char *argv[])
{
  if (argc > 1)
    {
      Result result = stage (argv[1]);

      print (&result);
    }
  else
    {
      compare ();
      measure_flat (100000);
      measure_flat (1000000);
    }
  return EXIT_SUCCESS;
}
