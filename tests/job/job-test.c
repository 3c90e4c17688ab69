/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  TestRun *run;
  GMainLoop *loop;
} Wait;

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  /* The callback comes last. */
  g_assert_cmpint (burnish_job_get_state (BURNISH_JOB (object)), ==, BURNISH_JOB_FINISHED);
  g_assert_nonnull (burnish_job_get_report (BURNISH_JOB (object)));
  wait->run->success = burnish_job_run_finish (BURNISH_JOB (object), result, &wait->run->error);
  g_main_loop_quit (wait->loop);
}

void
test_run_init (TestRun *self, BurnishPlan *plan)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .run = self, .loop = loop };

  *self = (TestRun){ .job = burnish_job_new (plan) };
  burnish_job_run_async (self->job, NULL, finished_cb, &wait);
  g_main_loop_run (loop);
  self->report = burnish_job_get_report (self->job);
  g_assert_true (self->success == (self->error == NULL));
}

void
test_run_clear (TestRun *self)
{
  g_clear_error (&self->error);
  g_assert_finalize_object (g_steal_pointer (&self->job));
}

BurnishPlan *
test_plan_burn (const char *target, BurnishImageLayout *layout, BurnishBurnOptions *options)
{
  g_autoptr (BurnishDrive) drive = burnish_drive_new_for_image_file (target);
  g_autoptr (GError) error = NULL;
  BurnishPlan *plan = burnish_plan_new_burn (drive, layout, options, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

BurnishPlan *
test_plan_burn_image (const char *target, const char *image, BurnishBurnOptions *options)
{
  g_autoptr (BurnishDrive) drive = burnish_drive_new_for_image_file (target);
  g_autoptr (GError) error = NULL;
  BurnishPlan *plan = burnish_plan_new_burn_image (drive, image, options, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

BurnishPlan *
test_plan_verify (const char *target, const char *image)
{
  g_autoptr (BurnishDrive) drive = burnish_drive_new_for_image_file (target);
  g_autoptr (GError) error = NULL;
  BurnishPlan *plan = burnish_plan_new_verify (drive, image, NULL, &error);

  g_assert_no_error (error);
  return plan;
}

BurnishTree *
test_tree_new (void)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "folder");

  test_add_text (tree, BURNISH_NODE_ROOT, "hello.txt", "Hello, disc!\n");
  test_add_text (tree, BURNISH_NODE_ROOT, "empty", "");
  test_add_size (tree, BURNISH_NODE_ROOT, "large.bin", 3 * 1000 * 1000);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("small-%02u", i);

      test_add_text (tree, folder, name, name);
    }
  test_add_text (tree, folder, "not utf-8 \xff", "x");
  test_add_text (tree, folder, "new\nline \\", "y");
  return tree;
}

void
test_corrupt (const char *path, guint64 offset)
{
  guint8 byte;
  int fd = g_open (path, O_RDWR | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pread (fd, &byte, 1, (off_t) offset), ==, 1);
  byte ^= 0x5A;
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) offset), ==, 1);
  g_assert_cmpint (fsync (fd), ==, 0);
  g_close (fd, NULL);
}

void
test_check_event (const char *type, const char *line)
{
  const char *source = g_getenv ("BURNISH_SOURCE");
  g_autofree char *checker = g_build_filename (source, "tests", "cli", "check-json", NULL);
  g_autofree char *schema = g_build_filename (source, "tests", "cli", "json-schema.json", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                            | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                        &error, checker, "--part", type, schema, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, line, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s\n%s", line, output);
}

JsonObject *
test_report_to_object (BurnishReport *report, int exit_code)
{
  g_autofree char *json = burnish_report_to_json (report);
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);
  JsonObject *object;

  g_assert_no_error (error);
  object = json_node_dup_object (node);
  json_object_set_string_member (object, "type", "result");
  json_object_set_int_member (object, "exit_code", exit_code);
  json_node_set_object (node, object);
  line = json_to_string (node, FALSE);
  g_assert_null (strchr (line, '\n'));
  test_check_event ("result", line);
  return object;
}
