/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-enums.h"
#include "drive-choice.h"
#include "drive-output.h"
#include "interrupt.h"
#include "verb.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* "check-udf": whether a UDF volume is as the standard wants it. */

/* A person sees the first findings of a rule and how many there are. */
#define MAX_SHOWN_OF_RULE 10

static char *drive_name;
static char *profile_name;
static gint64 session_block = -1;

static const GOptionEntry entries[] = {
  { "drive", 0, 0, G_OPTION_ARG_FILENAME, &drive_name,
    N_ ("Check the disc in this drive: /dev/sr0, or image:PATH"), N_ ("DRIVE") },
  { "profile", 0, 0, G_OPTION_ARG_STRING, &profile_name,
    N_ ("Also what players ask for: dvd-video, bd"), N_ ("PROFILE") },
  { "session", 0, 0, G_OPTION_ARG_INT64, &session_block,
    N_ ("The volume of the session that begins at this block (image files: 0; discs: the last)"),
    N_ ("BLOCK") },
  { NULL },
};

static gboolean
parse_profile (const char *name, BurnishUdfProfile *profile, GError **error)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_UDF_PROFILE);
  const GEnumValue *value = name != NULL ? g_enum_get_value_by_nick (klass, name) : NULL;

  *profile = value != NULL ? value->value : BURNISH_UDF_PROFILE_NONE;
  if (name == NULL || value != NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "“%s” is no profile; there are dvd-video and bd", name);
  return FALSE;
}

static const char *
severity_to_string (BurnishUdfSeverity severity)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_UDF_SEVERITY);

  return g_enum_get_value (klass, severity)->value_nick;
}

static const char *
severity_to_word (BurnishUdfSeverity severity)
{
  switch (severity)
    {
    case BURNISH_UDF_SEVERITY_NOTE:
      return _ ("note");
    case BURNISH_UDF_SEVERITY_WARNING:
      return _ ("warning");
    case BURNISH_UDF_SEVERITY_ERROR:
      return _ ("error");
    default:
      g_assert_not_reached ();
    }
}

static void
emit_finding (Output *output, BurnishUdfCheck *check, guint i)
{
  JsonBuilder *event = output_begin_event (output, "finding");

  _burnish_json_add_string (event, "severity",
                            severity_to_string (burnish_udf_check_get_severity (check, i)));
  _burnish_json_add_string (event, "rule", burnish_udf_check_get_rule (check, i));
  _burnish_json_add_string (event, "clause", burnish_udf_check_get_clause (check, i));
  if (burnish_udf_check_get_block (check, i) >= 0)
    _burnish_json_add_int (event, "block", burnish_udf_check_get_block (check, i));
  if (burnish_udf_check_get_path (check, i) != NULL)
    _burnish_json_add_path (event, "path", burnish_udf_check_get_path (check, i));
  _burnish_json_add_string (event, "message", burnish_udf_check_get_message (check, i));
  output_end_event (output);
}

static void
print_finding (Output *output, BurnishUdfCheck *check, guint i)
{
  const char *path = burnish_udf_check_get_path (check, i);
  g_autofree char *readable = path != NULL ? _burnish_text_escape (path) : NULL;
  g_autofree char *message = _burnish_text_escape (burnish_udf_check_get_message (check, i));

  output_print (output, "%-8s %8" PRId64 "  %s%s%s (%s, %s)\n",
                severity_to_word (burnish_udf_check_get_severity (check, i)),
                burnish_udf_check_get_block (check, i), readable != NULL ? readable : "",
                readable != NULL ? ": " : "", message, burnish_udf_check_get_rule (check, i),
                burnish_udf_check_get_clause (check, i));
}

/* Says how many findings of a rule were not shown, behind the last one that was. */
static void
print_rest (Output *output, BurnishUdfCheck *check, const char *rule)
{
  guint64 n_more = burnish_udf_check_get_n_of_rule (check, rule) - MAX_SHOWN_OF_RULE;

  if (n_more > 0)
    /* Translators: the second is the name of a rule, such as tag-crc. */
    output_print (output, _ ("         … and %" PRIu64 " more of %s\n"), n_more, rule);
}

static void
show_findings (Output *output, BurnishUdfCheck *check)
{
  g_autoptr (GHashTable) n_shown = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < burnish_udf_check_get_n_findings (check); i++)
    {
      const char *rule = burnish_udf_check_get_rule (check, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (n_shown, rule)) + 1;

      g_hash_table_insert (n_shown, (gpointer) rule, GUINT_TO_POINTER (n));
      if (output_is_json (output))
        emit_finding (output, check, i);
      else if (n <= MAX_SHOWN_OF_RULE)
        print_finding (output, check, i);
      if (!output_is_json (output) && n == MAX_SHOWN_OF_RULE)
        print_rest (output, check, rule);
    }
}

static void
show_summary (Output *output, BurnishUdfCheck *check)
{
  guint revision = burnish_udf_check_get_revision (check);
  guint64 n_errors = burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_ERROR);
  guint64 n_warnings = burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_WARNING);
  guint64 n_notes = burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_NOTE);
  g_autofree char *name = g_strdup_printf ("%x.%02x", revision >> 8, revision & 0xFF);

  if (output_is_json (output))
    {
      JsonBuilder *event = output_begin_event (output, "udf-check");

      _burnish_json_add_string (event, "revision", revision != 0 ? name : NULL);
      _burnish_json_add_boolean (event, "bridge", burnish_udf_check_is_bridge (check));
      _burnish_json_add_int (event, "files", burnish_udf_check_get_n_files (check));
      _burnish_json_add_int (event, "folders", burnish_udf_check_get_n_folders (check));
      _burnish_json_add_int (event, "errors", (gint64) n_errors);
      _burnish_json_add_int (event, "warnings", (gint64) n_warnings);
      _burnish_json_add_int (event, "notes", (gint64) n_notes);
      output_end_event (output);
      return;
    }
  if (revision != 0)
    output_print (output, _ ("UDF %s, files: %u, folders: %u\n"), name,
                  burnish_udf_check_get_n_files (check), burnish_udf_check_get_n_folders (check));
  output_print (output, _ ("Errors: %" PRIu64 ", warnings: %" PRIu64 ", notes: %" PRIu64 "\n"),
                n_errors, n_warnings, n_notes);
}

static gboolean
check_command_line (const char *const *arguments, GError **error)
{
  if (drive_name == NULL ? arguments[0] == NULL || arguments[1] != NULL : arguments[0] != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "Name one image file, or the drive with --drive");
  else if (session_block < -1 || session_block > G_MAXUINT32)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "A session does not begin at block %" PRId64, session_block);
  else
    return TRUE;
  return FALSE;
}

static BurnishUdfCheck *
check_drive (Output *output, BurnishUdfProfile profile, GError **error)
{
  g_autoptr (BurnishDrive) drive = choose_drive (drive_name, error);

  if (drive == NULL)
    return NULL;
  emit_drive (output, drive);
  return burnish_udf_check_run_on_drive (drive, session_block, profile,
                                         interrupt_get_cancellable (), error);
}

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishUdfCheck) check = NULL;
  BurnishUdfProfile profile;

  if (!check_command_line (arguments, &error) || !parse_profile (profile_name, &profile, &error))
    return output_finish (output, NULL, error);
  if (drive_name != NULL)
    check = check_drive (output, profile, &error);
  else
    check = burnish_udf_check_run (arguments[0], (guint32) MAX (session_block, 0), profile,
                                   interrupt_get_cancellable (), &error);
  if (check == NULL)
    return output_finish (output, NULL, error);
  show_findings (output, check);
  show_summary (output, check);
  if (burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_ERROR) > 0
      || burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_WARNING) > 0)
    g_set_error (&error, BURNISH_ERROR, BURNISH_ERROR_FILE_SYSTEM_FAULTY,
                 "The UDF volume violates the standard");
  return output_finish (output, NULL, error);
}

const Verb verb_check_udf = {
  .name = "check-udf",
  .arguments = N_ ("[IMAGE]"),
  .summary = N_ ("Check a UDF volume against the standard"),
  .description =
      N_ ("Looks at every structure of the volume, not into files, and names each violation with "
          "its section of ECMA-167 or UDF and its block. Exit code 63 says that there are errors "
          "or warnings; notes alone are none."),
  .run = run,
  .options = entries,
};
