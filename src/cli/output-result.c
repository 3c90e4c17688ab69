/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "exit-code.h"
#include "output.h"

#include <glib/gi18n-lib.h>

/* How a verb ends: the "result" event, or words for a person. */

/* The result of a verb that had no job. */
static void
add_outcome (JsonBuilder *event, const GError *error)
{
  _burnish_json_add_boolean (event, "ok", error == NULL);
  if (error == NULL)
    {
      _burnish_json_add_string (event, "code", "ok");
      return;
    }
  _burnish_json_add_error (event, error);
  _burnish_json_add_error_details (event, error);
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
    _burnish_json_add_int (event, "left_out", output_get_n_left_out (self));
  _burnish_json_add_int (event, "exit_code", burnish_error_to_exit_code (error));
  output_end_event (self);
}

/* A path in an error message may hold a newline: it must not look like a line of ours. */
static void
print_escaped (const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = _burnish_text_escape (text);

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
