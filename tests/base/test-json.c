/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-json-private.h"

#include "burnish-message.h"

#include <libintl.h>
#include <locale.h>

/* Members of JSON objects, as docs/json.md defines them. */

static JsonBuilder *
begin (void)
{
  JsonBuilder *builder = json_builder_new ();

  return json_builder_begin_object (builder);
}

static void
assert_json (JsonBuilder *builder, const char *expected)
{
  g_autofree char *json = _burnish_json_finish (builder);

  g_assert_cmpstr (json, ==, expected);
}

static void
test_strings (void)
{
  g_autoptr (JsonBuilder) builder = begin ();

  _burnish_json_add_string (builder, "missing", NULL);
  _burnish_json_add_string (builder, "bytes", "a\xFF");
  _burnish_json_add_path (builder, "source", "/plain");
  _burnish_json_add_path (builder, "path", "/a\xFF");
  assert_json (builder, "{\"bytes\":\"a\xEF\xBF\xBD\",\"source\":\"/plain\","
                        "\"path\":\"/a\xEF\xBF\xBD\",\"path_bytes\":\"L2H/\"}");
}

static void
test_codes (void)
{
  const struct
  {
    GQuark domain;
    int code;
    const char *expected;
  } cases[] = {
    { BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY, "{\"code\":\"drive-busy\",\"message\":\"text\"}" },
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, "{\"code\":\"cancelled\",\"message\":\"text\"}" },
    { G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "{\"code\":\"failed\",\"message\":\"text\"}" },
    { G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "{\"code\":\"usage\",\"message\":\"text\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonBuilder) builder = begin ();
      g_autoptr (GError) error = g_error_new_literal (cases[i].domain, cases[i].code, "text");

      _burnish_json_add_error (builder, error);
      assert_json (builder, cases[i].expected);
    }
}

/* What programs read is English in every language. */
static void
test_details (void)
{
  const BurnishSense sense = { .command = 0x28, .key = 3, .asc = 0x63, .ascq = 0 };
  g_autofree char *locales = g_build_filename (g_getenv ("BURNISH_BUILD"), "po", NULL);
  g_autoptr (JsonBuilder) builder = begin ();
  g_autoptr (GError) error = g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_FAILED, "text");

  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  g_setenv ("LANGUAGE", "de", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, locales);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  burnish_error_set_block (error, 16);
  burnish_error_set_sense (error, &sense);
  g_assert_cmpstr (burnish_sense_to_text (&sense), !=, burnish_sense_to_english (&sense));
  _burnish_json_add_error_details (builder, error);
  assert_json (builder, "{\"block\":16,\"sense\":{\"command\":40,\"key\":3,\"asc\":99,\"ascq\":0,"
                        "\"message\":\"The end of the disc’s data was reached.\"}}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/codes", test_codes);
  g_test_add_func ("/json/details", test_details);
  return g_test_run ();
}
