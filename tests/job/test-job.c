/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include "burnish-error.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  TestFolder folder;
  BurnishTree *tree;
  BurnishImageOptions *image_options;
  BurnishImageLayout *layout;
  char *target;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  test_folder_init (&self->folder);
  self->tree = test_tree_new ();
  self->image_options = test_options_new ();
  self->layout = test_layout_new (self->tree, self->image_options);
  self->target = g_build_filename (self->folder.path, "target.iso", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (self->target);
  g_free (self->target);
  g_clear_object (&self->layout);
  g_clear_object (&self->image_options);
  g_assert_finalize_object (g_steal_pointer (&self->tree));
  test_folder_clear (&self->folder);
}

static BurnishNode
find (Fixture *self, const char *path)
{
  BurnishNode node =
      burnish_tree_snapshot_lookup (burnish_image_layout_get_snapshot (self->layout), path);

  g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
  return node;
}

static guint64
get_offset (Fixture *self, const char *path)
{
  return (guint64) burnish_image_layout_get_start_block (self->layout, find (self, path))
         * BURNISH_BLOCK_SIZE;
}

static void
burn (Fixture *self)
{
  g_autoptr (BurnishPlan) plan = test_plan_burn (self->target, self->layout, NULL);
  g_auto (TestRun) run = { 0 };

  test_run_init (&run, plan);
  g_assert_no_error (run.error);
}

/* ---- Success ---- */

static void
test_success (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishPlan) plan = test_plan_burn (self->target, self->layout, NULL);
  g_auto (TestRun) run = { 0 };
  g_autofree char *contents = NULL;
  g_autofree char *sha256 = NULL;
  gsize size_bytes;

  test_run_init (&run, plan);
  g_assert_no_error (run.error);
  g_assert_cmpint (burnish_job_get_result (run.job), ==, BURNISH_JOB_RESULT_SUCCESS);
  g_assert_cmpfloat (burnish_job_get_progress (run.job)->fraction, ==, 1.0);
  g_assert_true (burnish_report_get_verified (run.report));
  g_assert_cmpint (burnish_report_get_disc_condition (run.report), ==, BURNISH_DISC_FILE_WRITTEN);

  g_assert_true (g_file_get_contents (self->target, &contents, &size_bytes, NULL));
  g_assert_cmpuint (size_bytes, ==,
                    burnish_image_layout_get_n_blocks (self->layout) * BURNISH_BLOCK_SIZE);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, size_bytes);
  g_assert_cmpstr (burnish_report_get_sha256 (run.report), ==, sha256);
  g_assert_cmpstr (contents + get_offset (self, "/hello.txt"), ==, "Hello, disc!\n");
}

static void
test_report (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishPlan) plan = test_plan_burn (self->target, self->layout, NULL);
  g_auto (TestRun) run = { 0 };
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;
  JsonArray *phases;
  guint64 written = 0;
  guint64 verified = 0;

  test_run_init (&run, plan);
  object = test_report_to_object (run.report, 0);
  g_assert_true (json_object_get_boolean_member (object, "ok"));
  g_assert_cmpint (json_object_get_int_member (object, "blocks"), ==,
                   (gint64) burnish_plan_get_n_blocks (plan));
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "files"),
                                               "verified"),
                   ==, 55);
  phases = json_object_get_array_member (object, "phases");
  for (guint i = 0; i < json_array_get_length (phases); i++)
    {
      JsonObject *phase = json_array_get_object_element (phases, i);

      if (g_str_equal (json_object_get_string_member (phase, "phase"), "writing"))
        written = (guint64) json_object_get_int_member (phase, "bytes");
      if (g_str_equal (json_object_get_string_member (phase, "phase"), "verifying"))
        verified = (guint64) json_object_get_int_member (phase, "bytes");
    }
  g_assert_cmpuint (written, ==, burnish_plan_get_n_blocks (plan) * BURNISH_BLOCK_SIZE);
  g_assert_cmpuint (verified, ==, written);
  text = burnish_report_to_text (run.report);
  g_assert_nonnull (strstr (text, burnish_report_get_sha256 (run.report)));
}

static void
test_image (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *image = g_build_filename (self->folder.path, "image.iso", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) run = { 0 };
  gsize size_before;
  gsize size_after;

  test_write_image (self->layout, image);
  plan = test_plan_burn_image (self->target, image, NULL);
  test_run_init (&run, plan);
  g_assert_no_error (run.error);
  g_assert_true (burnish_report_get_verified (run.report));
  g_assert_true (g_file_get_contents (image, &before, &size_before, NULL));
  g_assert_true (g_file_get_contents (self->target, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
  g_unlink (image);
}

/* ---- Verifying later ---- */

static void
test_verify_manifest (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) run = { 0 };
  g_autoptr (JsonObject) object = NULL;

  burn (self);
  plan = test_plan_verify (self->target, NULL);
  test_run_init (&run, plan);
  g_assert_no_error (run.error);
  g_assert_true (burnish_report_get_verified (run.report));
  object = test_report_to_object (run.report, 0);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "files"),
                                               "verified"),
                   ==, 55);
  g_assert_false (
      json_object_has_member (json_object_get_object_member (object, "files"), "unlisted"));
}

static void
test_verify_manifest_damaged (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) run = { 0 };
  g_autoptr (JsonObject) object = NULL;

  burn (self);
  test_corrupt (self->target, get_offset (self, "/folder/not utf-8 \xff"));
  plan = test_plan_verify (self->target, NULL);
  test_run_init (&run, plan);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH);
  g_assert_false (burnish_report_get_verified (run.report));
  g_assert_cmpuint (burnish_report_get_n_damaged_files (run.report), ==, 1);
  g_assert_cmpstr (burnish_report_get_damaged_file (run.report, 0), ==, "/folder/not utf-8 \xff");
  g_assert_cmpint (burnish_report_get_disc_condition (run.report), ==, BURNISH_DISC_UNCHANGED);
  object = test_report_to_object (run.report, 60);
  g_assert_true (json_object_has_member (object, "path_bytes"));
}

static void
test_verify_image (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *image = g_build_filename (self->folder.path, "image.iso", NULL);
  guint64 offset = get_offset (self, "/large.bin") + 1000 * 1000;

  test_write_image (self->layout, image);
  burn (self);
  {
    g_autoptr (BurnishPlan) plan = test_plan_verify (self->target, image);
    g_auto (TestRun) run = { 0 };

    test_run_init (&run, plan);
    g_assert_no_error (run.error);
    g_assert_true (burnish_report_get_verified (run.report));
  }
  test_corrupt (self->target, offset);
  {
    g_autoptr (BurnishPlan) plan = test_plan_verify (self->target, image);
    g_auto (TestRun) run = { 0 };

    test_run_init (&run, plan);
    g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_VERIFY_MISMATCH);
    g_assert_cmpint (burnish_error_get_block (run.error), ==,
                     (gint64) (offset / BURNISH_BLOCK_SIZE));
    g_assert_cmpuint (burnish_report_get_n_damaged_files (run.report), ==, 1);
    g_assert_cmpstr (burnish_report_get_damaged_file (run.report, 0), ==, "/large.bin");
    g_assert_false (burnish_report_get_verified (run.report));
  }
  g_unlink (image);
}

static void
test_verify_nothing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) burn_plan = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) burnt = { 0 };
  g_auto (TestRun) run = { 0 };

  g_object_set (self->image_options, "manifest", FALSE, NULL);
  layout = test_layout_new (self->tree, self->image_options);
  burn_plan = test_plan_burn (self->target, layout, NULL);
  test_run_init (&burnt, burn_plan);
  g_assert_no_error (burnt.error);
  plan = test_plan_verify (self->target, NULL);
  test_run_init (&run, plan);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_NOTHING_TO_COMPARE);
  g_assert_false (burnish_report_get_verified (run.report));
}

/* A manifest without a line compares nothing, and nothing is not verified. */
static void
test_verify_empty_manifest (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) burn_plan = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) burnt = { 0 };
  g_auto (TestRun) run = { 0 };

  test_add_text (tree, BURNISH_NODE_ROOT, "SHA256SUMS", "# nobody\n");
  test_add_text (tree, BURNISH_NODE_ROOT, "file", "text");
  g_object_set (self->image_options, "manifest", FALSE, NULL);
  layout = test_layout_new (tree, self->image_options);
  burn_plan = test_plan_burn (self->target, layout, NULL);
  test_run_init (&burnt, burn_plan);
  g_assert_no_error (burnt.error);
  plan = test_plan_verify (self->target, NULL);
  test_run_init (&run, plan);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_NOTHING_TO_COMPARE);
  g_assert_false (burnish_report_get_verified (run.report));
}

/* Consent given before there was a file is no consent for the file that came since. */
static void
test_file_came_since (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishBurnOptions) options = burnish_burn_options_new ();
  g_autoptr (BurnishPlan) plan = NULL;
  g_auto (TestRun) run = { 0 };
  g_autofree char *contents = NULL;
  gsize size_bytes;

  g_object_set (options, "consent", TRUE, NULL);
  plan = test_plan_burn (self->target, self->layout, options);
  g_assert_false (burnish_plan_get_overwrites (plan));
  g_assert_true (g_file_set_contents (self->target, "", 0, NULL));
  test_run_init (&run, plan);
  g_assert_error (run.error, BURNISH_ERROR, BURNISH_ERROR_TARGET_EXISTS);
  g_assert_true (g_file_get_contents (self->target, &contents, &size_bytes, NULL));
  g_assert_cmpuint (size_bytes, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/job/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("success", test_success);
  ADD ("report", test_report);
  ADD ("image", test_image);
  ADD ("verify/manifest", test_verify_manifest);
  ADD ("verify/manifest-damaged", test_verify_manifest_damaged);
  ADD ("verify/image", test_verify_image);
  ADD ("verify/nothing", test_verify_nothing);
  ADD ("verify/empty-manifest", test_verify_empty_manifest);
  ADD ("file-came-since", test_file_came_since);
  return g_test_run ();
}
