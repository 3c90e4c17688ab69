/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "exit-code.h"
#include "output.h"

#include <glib/gi18n-lib.h>

/* How a verb ends: the "result" event, or words for a person. */

static const char *
error_to_code (const GError *error)
{
  if (error == NULL)
    return "ok";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  if (error->domain == G_OPTION_ERROR)
    return "usage";
  if (error->domain == BURNISH_ERROR)
    return burnish_error_code_to_string (error->code);
  return "failed";
}

static void
add_error (JsonBuilder *event, const GError *error)
{
  output_add_string (event, "code", error_to_code (error));
  output_add_string (event, "message", error->message);
  if (burnish_error_get_path (error))
    output_add_path (event, "path", burnish_error_get_path (error));
}

static void
add_sense (JsonBuilder *event, const BurnishSense *sense)
{
  json_builder_set_member_name (event, "sense");
  json_builder_begin_object (event);
  output_add_int (event, "command", sense->command);
  output_add_int (event, "key", sense->key);
  output_add_int (event, "asc", sense->asc);
  output_add_int (event, "ascq", sense->ascq);
  output_add_string (event, "message", burnish_sense_to_text (sense));
  json_builder_end_object (event);
}

/* The result of a verb that had no job. */
static void
add_outcome (JsonBuilder *event, const GError *error)
{
  BurnishSense sense;

  output_add_boolean (event, "ok", error == NULL);
  if (error == NULL)
    {
      output_add_string (event, "code", "ok");
      return;
    }
  add_error (event, error);
  if (burnish_error_get_n_reasons (error) > 0)
    {
      json_builder_set_member_name (event, "reasons");
      json_builder_begin_array (event);
      for (guint i = 0; i < burnish_error_get_n_reasons (error); i++)
        {
          json_builder_begin_object (event);
          add_error (event, burnish_error_get_reason (error, i));
          json_builder_end_object (event);
        }
      json_builder_end_array (event);
    }
  if (burnish_error_get_block (error) >= 0)
    output_add_int (event, "block", burnish_error_get_block (error));
  if (burnish_error_get_sense (error, &sense))
    add_sense (event, &sense);
}

static void
print_json (Output *self, BurnishReport *report, const GError *error)
{
  JsonBuilder *event = output_begin_event (self, "result");

  if (report)
    {
      g_autofree char *json = burnish_report_to_json (report);

      output_add_members (event, json);
    }
  else
    add_outcome (event, error);
  if (output_get_n_left_out (self) > 0)
    output_add_int (event, "left_out", output_get_n_left_out (self));
  output_add_int (event, "exit_code", burnish_error_to_exit_code (error));
  output_end_event (self);
}

/* A path in an error message may hold a newline: it must not look like a line of ours. */
static void
print_escaped (const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = output_escape_path (text);

  output_remark ("%s%s%s\n", before, escaped, after);
}

static void
print_reason (const GError *reason)
{
  g_autoptr (BurnishMessage) message = burnish_message_new_for_error (reason);

  print_escaped ("  • ", burnish_message_get_body (message), "");
}

static void
print_error (const GError *error)
{
  g_autoptr (BurnishMessage) message = NULL;

  /* How to write the command line is a matter of this program, not of discs. */
  if (error->domain == G_OPTION_ERROR)
    {
      output_remark ("%s: %s\n", g_get_prgname (), error->message);
      return;
    }
  message = burnish_message_new_for_error (error);
  output_remark ("%s\n", burnish_message_get_heading (message));
  if (burnish_error_get_n_reasons (error) == 0)
    print_escaped ("", burnish_message_get_body (message), "");
  for (guint i = 0; i < burnish_error_get_n_reasons (error); i++)
    print_reason (burnish_error_get_reason (error, i));
  if (burnish_message_get_details (message))
    print_escaped ("(", burnish_message_get_details (message), ")");
}

int
output_finish (Output *self, BurnishReport *report, const GError *error)
{
  if (report)
    {
      g_autofree char *text = burnish_report_to_text (report);

      output_print (self, "%s", text);
      if (output_get_n_left_out (self) > 0)
        output_print (self,
                      g_dngettext (GETTEXT_PACKAGE, "Left out: %u, listed above.\n",
                                   "Left out: %u, listed above.\n", output_get_n_left_out (self)),
                      output_get_n_left_out (self));
    }
  else if (error)
    print_error (error);
  if (output_is_json (self))
    print_json (self, report, error);
  return burnish_error_to_exit_code (error);
}
