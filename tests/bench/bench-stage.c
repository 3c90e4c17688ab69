/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "burnish-tree-snapshot.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * bench-stage FOLDER: stages a folder once and says how fast and how small.
 * bench-stage: makes a folder of 1 000 000 empty files in 1000 folders in the temporary folder,
 * stages it several times and compares with `find FOLDER -printf %s` in the same run. Asserts
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
      g_autofree char *name = g_strdup_printf ("file-%05u.txt", i);
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

int
main (int argc, char *argv[])
{
  if (argc > 1)
    {
      Result result = stage (argv[1]);

      print (&result);
    }
  else
    compare ();
  return EXIT_SUCCESS;
}
