/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-error.h"

static void
test_context (void)
{
  const BurnishSense medium_error = { .command = 0x2a, .key = 3, .asc = 0x0c, .ascq = 0 };
  g_autoptr (GError) error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED, "Block %d", 7);
  g_autoptr (GError) copy = NULL;
  BurnishSense sense;

  g_assert_cmpint (burnish_error_get_block (error), ==, -1);
  g_assert_false (burnish_error_get_sense (error, &sense));
  g_assert_null (burnish_error_get_path (error));

  burnish_error_set_block (error, 7);
  burnish_error_set_sense (error, &medium_error);
  burnish_error_set_path (error, "/a\xff");
  copy = g_error_copy (error);
  g_clear_error (&error);

  g_assert_error (copy, BURNISH_ERROR, BURNISH_ERROR_WRITE_FAILED);
  g_assert_cmpint (burnish_error_get_block (copy), ==, 7);
  g_assert_true (burnish_error_get_sense (copy, &sense));
  g_assert_cmpmem (&sense, sizeof sense, &medium_error, sizeof medium_error);
  g_assert_cmpstr (burnish_error_get_path (copy), ==, "/a\xff");
}

static void
test_reasons (void)
{
  g_autoptr (GError) refusal = g_error_new (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "Two reasons");
  g_autoptr (GError) small = g_error_new (BURNISH_ERROR, BURNISH_ERROR_DISC_TOO_SMALL, "Small");
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Gone");

  g_assert_cmpuint (burnish_error_get_n_reasons (refusal), ==, 0);
  burnish_error_add_reason (refusal, small);
  burnish_error_add_reason (refusal, foreign);
  g_assert_cmpuint (burnish_error_get_n_reasons (refusal), ==, 2);
  g_assert_error (burnish_error_get_reason (refusal, 0), BURNISH_ERROR,
                  BURNISH_ERROR_DISC_TOO_SMALL);
  g_assert_error (burnish_error_get_reason (refusal, 1), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (burnish_error_get_n_reasons (foreign), ==, 0);
}

static void
test_names (void)
{
  g_assert_cmpstr (burnish_error_code_to_string (BURNISH_ERROR_DISC_TOO_SMALL), ==,
                   "disc-too-small");
  g_assert_cmpstr (burnish_error_code_to_string (BURNISH_ERROR_FAILED), ==, "failed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/context", test_context);
  g_test_add_func ("/error/reasons", test_reasons);
  g_test_add_func ("/error/names", test_names);
  return g_test_run ();
}
