/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-report-private.h"

#include "burnish-message.h"
#include "burnish-text-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static void G_GNUC_PRINTF (2, 3) append_line (GString *text, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
  g_string_append_c (text, '\n');
}

static void
append_error (GString *text, const BurnishReportData *data)
{
  g_autoptr (BurnishMessage) message = burnish_message_new_for_error (data->error);
  g_auto (GStrv) paragraphs = g_strsplit (burnish_message_get_body (message), "\n", -1);
  g_autofree char *details = _burnish_text_escape (data->error->message);

  append_line (text, "%s", burnish_message_get_heading (message));
  for (gsize i = 0; paragraphs[i] != NULL; i++)
    if (*paragraphs[i] != '\0')
      append_line (text, "%s", paragraphs[i]);
  /* Translators: the technical message, and the phase of the job, such as "Writing". */
  append_line (text, g_dgettext (GETTEXT_PACKAGE, "Details: %s (%s)"), details,
               burnish_phase_to_text (data->error_phase));
}

static void
append_paths (GString *text, const char *heading, GPtrArray *paths)
{
  if (paths->len == 0)
    return;
  append_line (text, "%s", heading);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *shown = _burnish_text_escape (g_ptr_array_index (paths, i));

      append_line (text, "  %s", shown);
    }
}

static void
append_damage (GString *text, const BurnishReportData *data)
{
  if (data->damaged_ranges->len > 0)
    append_line (text, "%s", g_dgettext (GETTEXT_PACKAGE, "Damaged:"));
  for (guint i = 0; i < data->damaged_ranges->len; i++)
    {
      const BurnishDamagedRange *range = g_ptr_array_index (data->damaged_ranges, i);
      g_autofree char *shown = _burnish_text_escape (range->what);

      /* Translators: a file or a part of the file system, and the blocks of the disc. */
      append_line (text, g_dgettext (GETTEXT_PACKAGE, "  %s (blocks %u to %u)"), shown,
                   range->start_block, range->start_block + range->n_blocks - 1);
    }
  append_paths (text, g_dgettext (GETTEXT_PACKAGE, "Listed in the manifest but not on the disc:"),
                data->missing);
  append_paths (text, g_dgettext (GETTEXT_PACKAGE, "On the disc but not in the manifest:"),
                data->unlisted);
}

static void
append_bad_sources (GString *text, GPtrArray *bad_sources)
{
  if (bad_sources->len > 0)
    append_line (text, "%s",
                 g_dgettext (GETTEXT_PACKAGE,
                             "Went bad while they were written; zeros are in their place:"));
  for (guint i = 0; i < bad_sources->len; i++)
    {
      const GError *error = g_ptr_array_index (bad_sources, i);
      g_autofree char *shown = _burnish_text_escape (error->message);

      append_line (text, "  %s", shown);
    }
}

static void
append_facts (GString *text, const BurnishReportData *data)
{
  g_autofree char *size = g_format_size (data->n_blocks * BURNISH_BLOCK_SIZE);

  if (data->n_blocks > 0 && data->kind == BURNISH_PLAN_VERIFY)
    append_line (text,
                 g_dngettext (GETTEXT_PACKAGE, "Read: %" PRIu64 " block (%s)",
                              "Read: %" PRIu64 " blocks (%s)", data->n_blocks),
                 data->n_blocks, size);
  else if (data->n_blocks > 0)
    append_line (text,
                 g_dngettext (GETTEXT_PACKAGE, "Written: %" PRIu64 " block (%s)",
                              "Written: %" PRIu64 " blocks (%s)", data->n_blocks),
                 data->n_blocks, size);
  if (data->has_files)
    append_line (text, g_dgettext (GETTEXT_PACKAGE, "Files: %" PRIu64 ", verified: %" PRIu64),
                 data->files_total, data->files_verified);
  if (data->sha256 != NULL)
    append_line (text, "SHA-256: %s", data->sha256);
  for (guint i = 0; i < data->phases->len; i++)
    {
      const BurnishPhaseRecord *record = &g_array_index (data->phases, BurnishPhaseRecord, i);

      /* Translators: a phase of the job, such as "Writing", and its seconds. */
      append_line (text, g_dgettext (GETTEXT_PACKAGE, "%s: %.1f s"),
                   burnish_phase_to_text (record->phase), record->seconds);
    }
}

/* A manifest speaks of its files, and of nothing else on the disc. */
static const char *
verified_to_text (const BurnishReportData *data)
{
  if (data->kind == BURNISH_PLAN_VERIFY && data->has_files)
    return g_dgettext (GETTEXT_PACKAGE,
                       "Every file in the manifest was read and is as it should be.");
  return g_dgettext (GETTEXT_PACKAGE, "Everything was read back and is as it should be.");
}

/**
 * burnish_report_to_text:
 * @self: a report
 *
 * Returns: (transfer full): the report in the person's language, several lines with a newline at
 *   the end of each
 */
char *
burnish_report_to_text (BurnishReport *self)
{
  const BurnishReportData *data;
  GString *text;

  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);

  data = _burnish_report_get_data (self);
  text = g_string_new (NULL);
  if (data->error != NULL)
    append_error (text, data);
  append_line (text, "%s", burnish_report_get_disc_statement (self));
  if (data->verified)
    append_line (text, "%s", verified_to_text (data));
  append_damage (text, data);
  append_bad_sources (text, data->bad_sources);
  append_facts (text, data);
  for (guint i = 0; i < data->notes->len; i++)
    {
      g_autofree char *shown = _burnish_text_escape (g_ptr_array_index (data->notes, i));

      append_line (text, g_dgettext (GETTEXT_PACKAGE, "Note: %s"), shown);
    }
  return g_string_free (text, FALSE);
}
