/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include "burnish-disc-statement-private.h"
#include "burnish-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Refusals of plans on the image-file drive; those of discs are tested with emulated drives. */

typedef struct
{
  TestFolder folder;
  BurnishTree *tree;
  BurnishImageOptions *image_options;
  BurnishBurnOptions *options;
  BurnishDrive *drive;
  char *target;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  test_folder_init (&self->folder);
  self->tree = burnish_tree_new ();
  self->image_options = test_options_new ();
  self->options = burnish_burn_options_new ();
  self->target = g_build_filename (self->folder.path, "target.iso", NULL);
  self->drive = burnish_drive_new_for_image_file (self->target);
  test_add_text (self->tree, BURNISH_NODE_ROOT, "file", "text");
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_unlink (self->target);
  g_free (self->target);
  g_assert_finalize_object (g_steal_pointer (&self->drive));
  g_assert_finalize_object (g_steal_pointer (&self->options));
  g_clear_object (&self->image_options);
  g_clear_object (&self->tree);
  test_folder_clear (&self->folder);
}

static BurnishPlan *
try_plan (Fixture *self, GError **error)
{
  g_autoptr (BurnishImageLayout) layout = test_layout_new (self->tree, self->image_options);

  return burnish_plan_new_burn (self->drive, layout, self->options, NULL, error);
}

static gboolean
has_reason (const GError *error, BurnishError code, const char *word)
{
  for (guint i = 0; i < burnish_error_get_n_reasons (error); i++)
    {
      const GError *reason = burnish_error_get_reason (error, i);

      if (g_error_matches (reason, BURNISH_ERROR, (int) code)
          && (word == NULL || strstr (reason->message, word) != NULL))
        return TRUE;
    }
  return FALSE;
}

static void
check_event (BurnishPlan *plan)
{
  g_autofree char *json = burnish_plan_to_json (plan);
  g_autofree char *line = g_strconcat ("{\"type\":\"plan\",", json + 1, NULL);

  test_check_event ("plan", line);
}

static void
test_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const BurnishPlanStep expected[] = {
    BURNISH_STEP_WRITE,
    BURNISH_STEP_CLOSE,
    BURNISH_STEP_RELOAD,
    BURNISH_STEP_VERIFY,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = try_plan (self, &error);
  g_autoptr (BurnishPlan) short_plan = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (burnish_plan_get_n_steps (plan), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (burnish_plan_get_step (plan, i), ==, expected[i]);
  g_assert_false (burnish_plan_get_overwrites (plan));
  g_assert_cmpuint (burnish_plan_get_estimated_seconds (plan), <, 10);
  check_event (plan);

  g_object_set (self->options, "verify", FALSE, NULL);
  short_plan = try_plan (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (burnish_plan_get_n_steps (short_plan), ==, 2);
}

/* Later changes of the options do not reach a plan. */
static void
test_immutable (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = try_plan (self, &error);
  g_autofree char *before = burnish_plan_to_json (plan);
  g_autofree char *after = NULL;

  g_object_set (self->options, "verify", FALSE, "copies", 7, "speed-kbs", 1385, NULL);
  after = burnish_plan_to_json (plan);
  g_assert_cmpstr (before, ==, after);
}

/* The same to another place, and never with the consent that was given for the first one. */
static void
test_again (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->folder.path, "again.iso", NULL);
  g_autoptr (BurnishDrive) drive = burnish_drive_new_for_image_file (path);
  g_autoptr (BurnishPlan) first = NULL;
  g_autoptr (BurnishPlan) again = NULL;
  g_autoptr (BurnishBurnOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  gboolean consent, verify;

  g_object_set (self->options, "consent", TRUE, "verify", FALSE, NULL);
  first = try_plan (self, &error);
  g_assert_no_error (error);
  options = burnish_plan_dup_options (first);
  g_object_get (options, "consent", &consent, "verify", &verify, NULL);
  g_assert_false (consent);
  g_assert_false (verify);
  again = burnish_plan_new_again (first, drive, options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (burnish_plan_get_drive (again) == drive);
  g_assert_true (burnish_plan_get_layout (again) == burnish_plan_get_layout (first));
  g_assert_cmpuint (burnish_plan_get_n_blocks (again), ==, burnish_plan_get_n_blocks (first));
  g_assert_null (burnish_plan_get_image_path (again));

  g_clear_object (&again);
  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  g_assert_null (burnish_plan_new_again (first, drive, options, NULL, &error));
  g_assert_true (has_reason (error, BURNISH_ERROR_TARGET_EXISTS, "again.iso"));
  g_unlink (path);
}

/* What cancelling leaves behind depends on what has been done. */
static void
test_cancel_statement (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = try_plan (self, &error);
  g_autoptr (BurnishJob) job = NULL;

  g_assert_no_error (error);
  job = burnish_job_new (plan);
  g_assert_cmpstr (burnish_job_get_cancel_statement (job), ==, "Nothing has been written yet.");
  g_assert_true (g_str_has_prefix (_burnish_cancel_to_english (plan, BURNISH_PHASE_WRITING),
                                   "No image file will be made."));
  g_assert_true (g_str_has_prefix (_burnish_cancel_to_english (plan, BURNISH_PHASE_VERIFYING),
                                   "The image file is complete,"));
}

static void
test_target_exists (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  g_assert_true (g_file_set_contents (self->target, "precious", -1, NULL));
  g_assert_null (try_plan (self, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
  g_assert_cmpuint (burnish_error_get_n_reasons (error), ==, 1);
  g_assert_true (has_reason (error, BURNISH_ERROR_TARGET_EXISTS, "target.iso"));
  g_clear_error (&error);

  g_object_set (self->options, "consent", TRUE, NULL);
  plan = try_plan (self, &error);
  g_assert_no_error (error);
  g_assert_true (burnish_plan_get_overwrites (plan));
}

/* All reasons at once. */
static void
test_all_reasons (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *gone = test_folder_write (&self->folder, "gone", "1", 1);
  g_autofree char *changed = test_folder_write (&self->folder, "changed", "22", 2);
  g_autoptr (GError) error = NULL;

  test_add_file (self->tree, BURNISH_NODE_ROOT, "a", gone);
  test_add_file (self->tree, BURNISH_NODE_ROOT, "b", changed);
  g_unlink (gone);
  g_free (test_folder_write (&self->folder, "changed", "333", 3));
  g_assert_true (g_file_set_contents (self->target, "precious", -1, NULL));
  g_object_set (self->options, "simulate", TRUE, "copies", 2, NULL);
  g_assert_null (try_plan (self, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
  g_assert_cmpuint (burnish_error_get_n_reasons (error), ==, 5);
  g_assert_true (has_reason (error, BURNISH_ERROR_TARGET_EXISTS, NULL));
  g_assert_true (has_reason (error, BURNISH_ERROR_NOT_SUPPORTED, "simulated"));
  g_assert_true (has_reason (error, BURNISH_ERROR_INVALID_ARGUMENT, "copy"));
  g_assert_true (has_reason (error, BURNISH_ERROR_SOURCE_MISSING, "gone"));
  g_assert_true (has_reason (error, BURNISH_ERROR_SOURCE_CHANGED, "changed"));
  g_unlink (changed);
}

/* With zeros allowed in its place, a missing source is a note. */
static void
test_fill (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *gone = test_folder_write (&self->folder, "gone", "1", 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  test_add_file (self->tree, BURNISH_NODE_ROOT, "a", gone);
  g_unlink (gone);
  g_object_set (self->options, "on-bad-source", BURNISH_BAD_SOURCE_FILL, NULL);
  plan = try_plan (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (burnish_plan_get_n_notes (plan), ==, 1);
  g_assert_nonnull (strstr (burnish_plan_get_note (plan, 0), "gone"));
  check_event (plan);
}

/* More than any disk holds. */
static void
test_too_large (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishMedium) medium = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  guint64 room;

  medium = burnish_drive_inspect (self->drive, NULL, &error);
  g_assert_no_error (error);
  room = burnish_medium_get_free_blocks (medium) * BURNISH_BLOCK_SIZE;
  burnish_tree_add_stream (self->tree, BURNISH_NODE_ROOT, "huge", stream,
                           room + (guint64) 1024 * 1024 * 1024, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_assert_null (try_plan (self, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
  g_assert_true (has_reason (error, BURNISH_ERROR_TARGET_FULL, " bytes: it has "));
}

static void
test_bad_image (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    gsize size_bytes;
    BurnishError code;
  } cases[] = {
    { 0, BURNISH_ERROR_IMAGE_INVALID },
    { 2047, BURNISH_ERROR_IMAGE_INVALID },
    { 2048 * 20 + 1, BURNISH_ERROR_IMAGE_INVALID },
    { 2048 * 40, BURNISH_ERROR_IMAGE_INVALID },
  };
  g_autofree char *missing = g_build_filename (self->folder.path, "missing.iso", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bytes = g_malloc0 (cases[i].size_bytes + 1);
      g_autofree char *path =
          test_folder_write (&self->folder, "bad.iso", bytes, cases[i].size_bytes);

      g_assert_null (burnish_plan_new_burn_image (self->drive, path, self->options, NULL, &error));
      g_assert_error (error, BURNISH_ERROR, (int) cases[i].code);
      g_clear_error (&error);
      g_unlink (path);
    }
  g_assert_null (burnish_plan_new_burn_image (self->drive, missing, self->options, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
}

/* Half a download. */
static void
test_short_image (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->folder.path, "short.iso", NULL);
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  gint64 size_bytes;

  test_add_size (self->tree, BURNISH_NODE_ROOT, "large", 1024 * 1024);
  layout = test_layout_new (self->tree, self->image_options);
  size_bytes = (gint64) burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE;
  test_write_image (layout, path);
  plan = burnish_plan_new_burn_image (self->drive, path, self->options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, size_bytes - 200 * BURNISH_BLOCK_SIZE), ==, 0);
  g_assert_null (burnish_plan_new_burn_image (self->drive, path, self->options, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
  g_assert_nonnull (strstr (error->message, "incomplete"));
  g_unlink (path);
}

static void
test_erase (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (burnish_plan_new_erase (self->drive, FALSE, TRUE, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE);
  g_clear_error (&error);
  g_assert_null (burnish_plan_new_format (self->drive, FALSE, TRUE, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE);
}

/* What cannot be read back cannot be verified, which is known before. */
static void
test_stream_target (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = NULL;

  g_clear_object (&self->drive);
  self->drive = burnish_drive_new_for_image_file ("/dev/null");
  g_assert_null (try_plan (self, &error));
  g_assert_true (has_reason (error, BURNISH_ERROR_NOT_SUPPORTED, "--no-verify"));
  g_clear_error (&error);
  g_object_set (self->options, "verify", FALSE, NULL);
  plan = try_plan (self, &error);
  g_assert_no_error (error);
}

static void
test_verify_missing (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (burnish_plan_new_verify (self->drive, NULL, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC);
}

static void
test_cancelled (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (BurnishImageLayout) layout = test_layout_new (self->tree, self->image_options);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (burnish_plan_new_burn (self->drive, layout, self->options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/plan/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("steps", test_steps);
  ADD ("immutable", test_immutable);
  ADD ("again", test_again);
  ADD ("cancel-statement", test_cancel_statement);
  ADD ("target-exists", test_target_exists);
  ADD ("all-reasons", test_all_reasons);
  ADD ("fill", test_fill);
  ADD ("too-large", test_too_large);
  ADD ("bad-image", test_bad_image);
  ADD ("short-image", test_short_image);
  ADD ("erase", test_erase);
  ADD ("stream-target", test_stream_target);
  ADD ("verify-missing", test_verify_missing);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
