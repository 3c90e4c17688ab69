/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-message.h"

#include "burnish-base-enums.h"

/* Every cause has a heading and a body of its own: none falls back to the general one. */
static void
test_every_code (void)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_ERROR);
  g_autoptr (GHashTable) headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < klass->n_values; i++)
    {
      g_autoptr (GError) error =
          g_error_new_literal (BURNISH_ERROR, klass->values[i].value, "technical");
      g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);

      g_assert_cmpstr (burnish_message_get_details (message), ==, "technical");
      g_assert_true (g_utf8_validate (burnish_message_get_body (message), -1, NULL));
      g_assert_false (g_str_has_suffix (burnish_message_get_heading (message), "."));
      g_assert_true (g_str_has_suffix (burnish_message_get_body (message), "."));
      g_assert_true (g_hash_table_add (headings, g_strdup (burnish_message_get_heading (message))));
    }
  g_assert_cmpuint (g_hash_table_size (headings), ==, klass->n_values);
}

static void
test_context (void)
{
  g_autoptr (GError) error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED, "no");
  g_autoptr (BurnishMessage) message = NULL;

  burnish_error_set_path (error, "/a/b\xff"
                                 "c");
  burnish_error_set_sense (error, &(BurnishSense){ 0x2A, 3, 0x73, 0x03 });
  message = burnish_message_new_for_error (error);
  g_assert_nonnull (strstr (burnish_message_get_body (message), "/a/b"));
  g_assert_nonnull (strstr (burnish_message_get_body (message), "laser could not be adjusted"));
  g_assert_true (g_utf8_validate (burnish_message_get_body (message), -1, NULL));
  g_assert_cmpint (burnish_message_get_action (message), ==, BURNISH_ACTION_USE_LOWER_SPEED);
}

static void
test_owner (void)
{
  g_autoptr (GError) error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY, "busy");
  g_autoptr (GError) copy = NULL;
  g_autoptr (BurnishMessage) message = NULL;

  g_assert_null (burnish_error_get_owner (error));
  burnish_error_set_owner (error, "growisofs, k3b");
  copy = g_error_copy (error);
  g_assert_cmpstr (burnish_error_get_owner (copy), ==, "growisofs, k3b");
  message = burnish_message_new_for_error (copy);
  g_assert_true (
      g_str_has_suffix (burnish_message_get_body (message), "\n\nUsed by: growisofs, k3b"));
}

static void
test_tray (void)
{
  g_autoptr (GError) error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_NO_DISC, "no disc");

  g_assert_false (burnish_error_is_tray_open (error));
  burnish_error_set_sense (error, &(BurnishSense){ 0x00, 2, 0x3A, 0x01 });
  g_assert_false (burnish_error_is_tray_open (error));
  burnish_error_set_sense (error, &(BurnishSense){ 0x00, 2, 0x3A, 0x02 });
  g_assert_true (burnish_error_is_tray_open (error));
}

static void
test_reasons (void)
{
  g_autoptr (GError) refused = g_error_new (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "refused");
  g_autoptr (GError) small = g_error_new (BURNISH_ERROR, BURNISH_ERROR_DISC_TOO_SMALL, "by 5");
  g_autoptr (GError) gone = g_error_new (BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING, "gone");
  g_autoptr (BurnishMessage) one = NULL;
  g_autoptr (BurnishMessage) two = NULL;

  burnish_error_add_reason (refused, small);
  one = burnish_message_new_for_error (refused);
  g_assert_cmpstr (burnish_message_get_heading (one), ==, "It does not fit on the disc");
  g_assert_cmpint (burnish_message_get_action (one), ==, BURNISH_ACTION_INSERT_DISC);

  burnish_error_add_reason (refused, gone);
  two = burnish_message_new_for_error (refused);
  g_assert_cmpint (burnish_message_get_action (two), ==, BURNISH_ACTION_REVIEW_REASONS);
  g_assert_nonnull (strstr (burnish_message_get_body (two), "It does not fit on the disc (by 5)"));
  g_assert_nonnull (strstr (burnish_message_get_body (two), "A file is gone (gone)"));
}

static void
test_foreign (void)
{
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "c");
  g_autoptr (GError) other = g_error_new (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "other");
  g_autoptr (BurnishMessage) stopped = burnish_message_new_for_error (cancelled);
  g_autoptr (BurnishMessage) failed = burnish_message_new_for_error (other);

  g_assert_cmpstr (burnish_message_get_heading (stopped), ==, "Stopped");
  g_assert_cmpint (burnish_message_get_action (stopped), ==, BURNISH_ACTION_NONE);
  g_assert_cmpstr (burnish_message_get_heading (failed), ==, "Something went wrong");
  g_assert_cmpstr (burnish_message_get_details (failed), ==, "other");
}

static void
test_sense (void)
{
  static const struct
  {
    BurnishSense sense;
    const char *text;
  } cases[] = {
    { { 0x2A, 2, 0x3A, 0x01 }, "There is no disc; the tray is closed." },
    { { 0x2A, 2, 0x3A, 0x77 }, "There is no disc." },
    { { 0x2A, 7, 0x27, 0x00 }, "The disc is write protected." },
    { { 0x28, 3, 0x11, 0x05 }, "The disc is damaged beyond what can be corrected." },
    { { 0x2A, 5, 0x21, 0x02 }, "Writing is only possible at the next free place of this disc." },
    { { 0x2A, 5, 0x30, 0x10 }, "The disc must be formatted first." },
    /* Unknown codes fall back to the key; keys beyond 15 do not exist. */
    { { 0x2A, 3, 0xEE, 0x00 }, "The disc is dirty or damaged." },
    { { 0x2A, 4, 0x00, 0x00 }, "The drive is defective." },
    { { 0x2A, 0xF4, 0xEE, 0x00 }, "The drive is defective." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (burnish_sense_to_english (&cases[i].sense), ==, cases[i].text);
      g_assert_cmpstr (burnish_sense_to_text (&cases[i].sense), ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/every-code", test_every_code);
  g_test_add_func ("/message/context", test_context);
  g_test_add_func ("/message/owner", test_owner);
  g_test_add_func ("/message/tray", test_tray);
  g_test_add_func ("/message/reasons", test_reasons);
  g_test_add_func ("/message/foreign", test_foreign);
  g_test_add_func ("/message/sense", test_sense);
  return g_test_run ();
}
