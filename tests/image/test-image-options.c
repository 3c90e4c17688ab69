/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-options-private.h"

static void
count_notify_cb (GObject *object G_GNUC_UNUSED, GParamSpec *pspec G_GNUC_UNUSED, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_defaults (void)
{
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_autoptr (BurnishImageOptions) for_cd =
      burnish_image_options_new_for_family (BURNISH_DISC_FAMILY_CD);

  g_assert_null (burnish_image_options_get_volume_id (options));
  g_assert_null (burnish_image_options_get_volume_set_id (options));
  g_assert_null (burnish_image_options_get_publisher_id (options));
  g_assert_null (burnish_image_options_get_preparer_id (options));
  g_assert_null (burnish_image_options_get_application_id (options));
  g_assert_null (burnish_image_options_get_system_id (options));
  g_assert_cmpint (burnish_image_options_get_fixed_time (options), ==, -1);
  g_assert_cmpuint (burnish_image_options_get_iso_level (options), ==, 3);
  g_assert_true (burnish_image_options_get_rock_ridge (options));
  g_assert_true (burnish_image_options_get_joliet (options));
  g_assert_true (burnish_image_options_get_joliet_long_names (options));
  g_assert_true (burnish_image_options_get_manifest (options));
  g_assert_cmpuint (burnish_image_options_get_padding_blocks (options), ==, 0);
  g_assert_cmpuint (burnish_image_options_get_padding_blocks (for_cd), ==, 150);
}

/* Each function sets and gets the property of its name, and a copy has it all. */
static void
set_all (BurnishImageOptions *options)
{
  burnish_image_options_set_volume_id (options, "volume");
  burnish_image_options_set_volume_set_id (options, "set");
  burnish_image_options_set_publisher_id (options, "publisher");
  burnish_image_options_set_preparer_id (options, "preparer");
  burnish_image_options_set_application_id (options, "application");
  burnish_image_options_set_system_id (options, "system");
  burnish_image_options_set_fixed_time (options, G_GINT64_CONSTANT (5000000000));
  burnish_image_options_set_recommended_file_systems (options, TRUE);
  burnish_image_options_set_iso_level (options, 2);
  burnish_image_options_set_rock_ridge (options, FALSE);
  burnish_image_options_set_joliet (options, FALSE);
  burnish_image_options_set_joliet_long_names (options, FALSE);
  burnish_image_options_set_manifest (options, FALSE);
  burnish_image_options_set_padding_blocks (options, 65535);
}

static void
assert_all_set (BurnishImageOptions *options)
{
  static const char *const names[] = { "volume-id",   "volume-set-id",  "publisher-id",
                                       "preparer-id", "application-id", "system-id" };
  static const char *const values[] = { "volume",   "set",         "publisher",
                                        "preparer", "application", "system" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = NULL;

      g_object_get (options, names[i], &value, NULL);
      g_assert_cmpstr (value, ==, values[i]);
    }
  g_assert_cmpstr (burnish_image_options_get_volume_id (options), ==, "volume");
  g_assert_cmpstr (burnish_image_options_get_volume_set_id (options), ==, "set");
  g_assert_cmpstr (burnish_image_options_get_publisher_id (options), ==, "publisher");
  g_assert_cmpstr (burnish_image_options_get_preparer_id (options), ==, "preparer");
  g_assert_cmpstr (burnish_image_options_get_application_id (options), ==, "application");
  g_assert_cmpstr (burnish_image_options_get_system_id (options), ==, "system");
  g_assert_cmpint (burnish_image_options_get_fixed_time (options), ==, 5000000000);
  g_assert_true (burnish_image_options_get_recommended_file_systems (options));
  g_assert_cmpuint (burnish_image_options_get_iso_level (options), ==, 2);
  g_assert_false (burnish_image_options_get_rock_ridge (options));
  g_assert_false (burnish_image_options_get_joliet (options));
  g_assert_false (burnish_image_options_get_joliet_long_names (options));
  g_assert_false (burnish_image_options_get_manifest (options));
  g_assert_cmpuint (burnish_image_options_get_padding_blocks (options), ==, 65535);
}

static void
test_set_and_copy (void)
{
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_autoptr (BurnishImageOptions) copy = NULL;

  set_all (options);
  assert_all_set (options);
  copy = _burnish_image_options_copy (options);
  burnish_image_options_set_volume_id (options, NULL);
  g_assert_null (burnish_image_options_get_volume_id (options));
  assert_all_set (copy);
}

/* A value that is there already is no news. */
static void
test_notify (void)
{
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  guint n_notified = 0;

  g_signal_connect (options, "notify", G_CALLBACK (count_notify_cb), &n_notified);
  set_all (options);
  g_assert_cmpuint (n_notified, ==, 14);
  set_all (options);
  g_assert_cmpuint (n_notified, ==, 14);
  burnish_image_options_set_manifest (options, 2);
  g_assert_cmpuint (n_notified, ==, 15);
  g_assert_cmpint (burnish_image_options_get_manifest (options), ==, TRUE);
  burnish_image_options_set_manifest (options, TRUE);
  burnish_image_options_set_volume_id (options, burnish_image_options_get_volume_id (options));
  g_assert_cmpuint (n_notified, ==, 15);
  g_object_set (options, "volume-id", NULL, "iso-level", 1, NULL);
  g_assert_cmpuint (n_notified, ==, 17);
}

static void
assert_fitting (BurnishImageOptions *options, const char *text, const char *expected)
{
  g_autofree char *name = burnish_image_options_dup_fitting_volume_id (options, text);

  g_assert_cmpstr (name, ==, expected);
}

/* A name of anything, as long as the file systems hold. */
static void
test_fitting_volume_id (void)
{
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_autofree char *long_name = g_strnfill (200, 'n');
  g_autofree char *long_japanese = NULL;
  g_autoptr (GString) japanese = g_string_new (NULL);

  assert_fitting (options, "Summer 2026", "Summer 2026");
  assert_fitting (options, "tab\tand\nline", "tabandline");
  assert_fitting (options, "bytes \xE9", "bytes \xEF\xBF\xBD");
  assert_fitting (options, "\n", NULL);
  assert_fitting (options, "", NULL);
  assert_fitting (options, "not half a character at the en–", "not half a character at the en");
  assert_fitting (options, long_name, long_name + 200 - 32);

  burnish_image_options_set_iso9660 (options, FALSE);
  burnish_image_options_set_udf_revision (options, BURNISH_UDF_2_50);
  assert_fitting (options, long_name, long_name + 200 - 126);
  for (guint i = 0; i < 100; i++)
    g_string_append (japanese, "日");
  long_japanese = g_strndup (japanese->str, 63 * strlen ("日"));
  assert_fitting (options, japanese->str, long_japanese);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-options/defaults", test_defaults);
  g_test_add_func ("/image-options/set-and-copy", test_set_and_copy);
  g_test_add_func ("/image-options/notify", test_notify);
  g_test_add_func ("/image-options/fitting-volume-id", test_fitting_volume_id);
  return g_test_run ();
}
