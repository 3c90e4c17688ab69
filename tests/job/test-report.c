/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include "burnish-disc-statement-private.h"
#include "burnish-error.h"

#include <string.h>

/* ---- What the disc is ---- */

static void
test_condition (void)
{
  static const struct
  {
    BurnishDiscFacts facts;
    BurnishDiscCondition condition;
  } cases[] = {
    /* Nothing was touched. */
    { { .rewritable = TRUE }, BURNISH_DISC_UNCHANGED },
    { { .image_file = TRUE }, BURNISH_DISC_UNCHANGED },
    { { .write_started = TRUE, .simulated = TRUE, .closed = TRUE }, BURNISH_DISC_UNCHANGED },
    { { .write_started = TRUE, .simulated = TRUE, .n_blocks = 9, .blocks_written = 4 },
      BURNISH_DISC_UNCHANGED },
    /* Erasing and formatting. */
    { { .rewritable = TRUE, .erase_started = TRUE }, BURNISH_DISC_PARTLY_WRITTEN },
    /* The first WRITE was cancelled: its blocks do not count, but may be on the disc. */
    { { .overwritable = TRUE, .write_started = TRUE, .touched = TRUE, .n_blocks = 99 },
      BURNISH_DISC_PARTLY_WRITTEN },
    { { .rewritable = TRUE, .erase_started = TRUE, .erase_done = TRUE }, BURNISH_DISC_BLANK },
    { { .rewritable = TRUE, .format_started = TRUE }, BURNISH_DISC_PARTLY_WRITTEN },
    { { .format_started = TRUE, .format_done = TRUE }, BURNISH_DISC_FORMATTED },
    /* Complete. */
    { { .write_started = TRUE, .closed = TRUE, .verify_done = TRUE }, BURNISH_DISC_WRITTEN },
    { { .write_started = TRUE, .closed = TRUE }, BURNISH_DISC_WRITTEN_NOT_VERIFIED },
    { { .write_started = TRUE, .closed = TRUE, .verify_done = TRUE, .damaged = TRUE },
      BURNISH_DISC_WRITTEN_DAMAGED },
    { { .write_started = TRUE, .closed = TRUE, .damaged = TRUE }, BURNISH_DISC_WRITTEN_DAMAGED },
    { { .write_started = TRUE, .closed = TRUE, .keep_open = TRUE }, BURNISH_DISC_WRITTEN_OPEN },
    { { .write_started = TRUE, .closed = TRUE, .keep_open = TRUE, .overwritable = TRUE },
      BURNISH_DISC_WRITTEN_NOT_VERIFIED },
    /* Interrupted. */
    { { .write_started = TRUE, .n_blocks = 9, .blocks_written = 9 }, BURNISH_DISC_NOT_CLOSED },
    { { .write_started = TRUE, .n_blocks = 9, .overwritable = TRUE }, BURNISH_DISC_UNCHANGED },
    { { .write_started = TRUE, .n_blocks = 9, .blocks_written = 1, .overwritable = TRUE },
      BURNISH_DISC_PARTLY_WRITTEN },
    { { .write_started = TRUE, .n_blocks = 9, .state_known = TRUE, .state = BURNISH_MEDIUM_BLANK },
      BURNISH_DISC_BLANK },
    { { .write_started = TRUE,
        .n_blocks = 9,
        .blocks_written = 1,
        .state_known = TRUE,
        .state = BURNISH_MEDIUM_APPENDABLE },
      BURNISH_DISC_APPENDABLE },
    { { .write_started = TRUE,
        .n_blocks = 9,
        .blocks_written = 1,
        .state_known = TRUE,
        .state = BURNISH_MEDIUM_FINALIZED },
      BURNISH_DISC_SPOILED },
    { { .write_started = TRUE,
        .n_blocks = 9,
        .blocks_written = 1,
        .rewritable = TRUE,
        .state_known = TRUE,
        .state = BURNISH_MEDIUM_INCOMPLETE },
      BURNISH_DISC_PARTLY_WRITTEN },
    { { .write_started = TRUE, .n_blocks = 9 }, BURNISH_DISC_UNKNOWN },
    { { .write_started = TRUE, .n_blocks = 9, .blocks_written = 1 }, BURNISH_DISC_UNKNOWN },
    /* Image files. */
    { { .image_file = TRUE, .write_started = TRUE, .n_blocks = 9, .blocks_written = 9 },
      BURNISH_DISC_FILE_REMOVED },
    { { .image_file = TRUE, .write_started = TRUE, .closed = TRUE }, BURNISH_DISC_FILE_WRITTEN },
    { { .image_file = TRUE, .write_started = TRUE, .closed = TRUE, .damaged = TRUE },
      BURNISH_DISC_WRITTEN_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BurnishDiscCondition condition = _burnish_disc_condition_judge (&cases[i].facts);

      if (condition != cases[i].condition)
        g_error ("case %u: %d", i, condition);
      g_assert_true (g_str_has_suffix (_burnish_disc_condition_to_english (condition), "."));
    }
}

/* ---- JSON ---- */

static BurnishReportData *
full_data (void)
{
  BurnishReportData *data = _burnish_report_data_new (BURNISH_PLAN_BURN_TREE);
  BurnishPhaseRecord record = { BURNISH_PHASE_WRITING, 12.3456, 4096 };
  BurnishDamagedRange *range = g_new0 (BurnishDamagedRange, 1);
  BurnishDamagedFile *file = g_new0 (BurnishDamagedFile, 1);
  const guint32 span[2] = { 100, 2 };

  range->start_block = 100;
  range->n_blocks = 2;
  range->what = g_strdup ("/a\xff");
  file->path = g_strdup ("/a\xff");
  file->spans = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (file->spans, span, 2);
  g_ptr_array_add (data->damaged_ranges, range);
  g_ptr_array_add (data->damaged_files, file);
  g_ptr_array_add (data->missing, g_strdup ("/missing"));
  g_ptr_array_add (data->unlisted, g_strdup ("/unlisted\n"));
  g_ptr_array_add (data->notes, g_strdup ("odd"));
  g_array_append_val (data->phases, record);
  data->has_files = TRUE;
  data->files_total = 2;
  data->start_block = 16;
  data->n_blocks = (guint64) 3 * 1024 * 1024 * 1024;
  data->sha256 = g_strnfill (64, 'a');
  data->average_speed_kbs = 1385;
  return data;
}

static void
test_json (void)
{
  BurnishReportData *data = full_data ();
  g_autoptr (BurnishReport) report = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonObject *sense;
  JsonObject *file;
  const char *bytes;
  g_autofree guchar *decoded = NULL;
  gsize size_bytes;

  data->error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED, "Writing failed");
  data->error_phase = BURNISH_PHASE_WRITING;
  burnish_error_set_block (data->error, 77);
  burnish_error_set_sense (data->error, &(BurnishSense){ 0x2A, 3, 0x73, 0x03 });
  report = _burnish_report_new (data);
  object = test_report_to_object (report, 50);
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, "write-failed");
  g_assert_cmpstr (json_object_get_string_member (object, "phase"), ==, "writing");
  g_assert_cmpint (json_object_get_int_member (object, "block"), ==, 77);
  /* More than 32 bits, and an integer. */
  g_assert_cmpint (json_object_get_int_member (object, "bytes"), ==,
                   (gint64) 6 * 1024 * 1024 * 1024 * 1024);
  sense = json_object_get_object_member (object, "sense");
  g_assert_cmpint (json_object_get_int_member (sense, "asc"), ==, 0x73);
  file = json_array_get_object_element (
      json_object_get_array_member (json_object_get_object_member (object, "files"), "damaged"), 0);
  g_assert_cmpstr (json_object_get_string_member (file, "path"), ==, "/a\xEF\xBF\xBD");
  bytes = json_object_get_string_member (file, "path_bytes");
  decoded = g_base64_decode (bytes, &size_bytes);
  g_assert_cmpmem (decoded, size_bytes, "/a\xff", 3);
}

static void
test_json_small (void)
{
  BurnishReportData *data = _burnish_report_data_new (BURNISH_PLAN_ERASE);
  g_autoptr (BurnishReport) report = NULL;
  g_autoptr (JsonObject) object = NULL;

  data->disc_condition = BURNISH_DISC_BLANK;
  report = _burnish_report_new (data);
  object = test_report_to_object (report, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, "ok");
  g_assert_false (json_object_has_member (object, "message"));
  g_assert_false (json_object_has_member (object, "sha256"));
  g_assert_false (json_object_has_member (object, "start_block"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (object, "disc"),
                                                  "state"),
                   ==, "blank");
}

static void
test_json_cancelled (void)
{
  BurnishReportData *data = _burnish_report_data_new (BURNISH_PLAN_VERIFY);
  g_autoptr (BurnishReport) report = NULL;
  g_autoptr (JsonObject) object = NULL;

  data->error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  report = _burnish_report_new (data);
  object = test_report_to_object (report, 130);
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, "cancelled");
}

static void
test_text (void)
{
  BurnishReportData *data = full_data ();
  g_autoptr (BurnishReport) report = NULL;
  g_autofree char *text = NULL;

  data->disc_condition = BURNISH_DISC_WRITTEN_DAMAGED;
  data->error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "4 blocks\ncannot be read");
  burnish_error_set_path (data->error, "/a\nName: of two lines");
  report = _burnish_report_new (data);
  text = burnish_report_to_text (report);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (strstr (text, "(blocks 100 to 101)"));
  /* No name can begin a line of its own. */
  g_assert_nonnull (strstr (text, "/unlisted\\x0a\n"));
  g_assert_nonnull (strstr (text, "\nFile: /a\\x0aName: of two lines\n"));
  g_assert_nonnull (strstr (text, "4 blocks\\x0acannot be read"));
  g_assert_nonnull (strstr (text, "/missing"));
  g_assert_nonnull (strstr (text, burnish_report_get_disc_statement (report)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/condition", test_condition);
  g_test_add_func ("/report/json", test_json);
  g_test_add_func ("/report/json-small", test_json_small);
  g_test_add_func ("/report/json-cancelled", test_json_cancelled);
  g_test_add_func ("/report/text", test_text);
  return g_test_run ();
}
