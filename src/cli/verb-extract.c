/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "verb.h"

#include <glib/gi18n-lib.h>

/* "extract": files out of an image. */

static char *target;
static gboolean overwrite;

static const GOptionEntry options[] = {
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &target,
    N_ ("Copy into this folder; it is made if need be (the current folder)"), N_ ("FOLDER") },
  { "overwrite", 0, 0, G_OPTION_ARG_NONE, &overwrite, N_ ("Replace files that are there already"),
    NULL },
  { NULL },
};

static const char *
code_to_string (const GError *failure)
{
  return burnish_error_code_to_string (failure->code);
}

static void
show_failure (Output *output, const GError *failure)
{
  const char *path = burnish_error_get_path (failure);
  g_autofree char *readable = _burnish_text_escape (path);
  JsonBuilder *event;

  if (!output_is_json (output))
    {
      output_remark ("/%s: %s\n", readable, failure->message);
      return;
    }
  event = output_begin_event (output, "not-extracted");
  _burnish_json_add_path (event, "path", path);
  _burnish_json_add_string (event, "code", code_to_string (failure));
  _burnish_json_add_string (event, "message", failure->message);
  output_end_event (output);
}

static void
show_outcome (Output *output, BurnishImageExtraction *extraction)
{
  guint n_files = burnish_image_extraction_get_n_files (extraction);
  guint64 n_bytes = burnish_image_extraction_get_n_bytes (extraction);
  g_autofree char *size = g_format_size (n_bytes);
  JsonBuilder *event;

  if (!output_is_json (output))
    {
      output_print (output,
                    g_dngettext (GETTEXT_PACKAGE, "%u file copied, %s\n", "%u files copied, %s\n",
                                 n_files),
                    n_files, size);
      return;
    }
  event = output_begin_event (output, "extracted");
  _burnish_json_add_int (event, "files", n_files);
  _burnish_json_add_int (event, "bytes", (gint64) n_bytes);
  output_end_event (output);
}

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishImageExtraction) extraction = NULL;
  GPtrArray *failures;

  if (arguments[0] == NULL)
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Name an image file");
      return output_finish (output, NULL, error);
    }
  extraction = burnish_image_extraction_new (arguments[0]);
  burnish_image_extraction_set_overwrite (extraction, overwrite);
  if (arguments[1] != NULL)
    burnish_image_extraction_set_members (extraction, arguments + 1);
  burnish_image_extraction_run (extraction, target != NULL ? target : ".", NULL, NULL,
                                interrupt_get_cancellable (), &error);
  failures = burnish_image_extraction_get_failures (extraction);
  for (guint i = 0; i < failures->len; i++)
    show_failure (output, g_ptr_array_index (failures, i));
  show_outcome (output, extraction);
  return output_finish (output, NULL, error);
}

const Verb verb_extract = {
  .name = "extract",
  .arguments = N_ ("IMAGE [PATH…]"),
  .summary = N_ ("Copy files out of an image file"),
  .description = N_ ("Without a path, everything is copied. What the image has lost is listed, and "
                     "the rest is copied all the same."),
  .run = run,
  .options = options,
};
