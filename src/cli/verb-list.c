/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "verb.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "list": what is in an image. */

static const char *
get_kind (BurnishImageContents *contents, guint entry)
{
  if (burnish_image_contents_is_folder (contents, entry))
    return "folder";
  return burnish_image_contents_get_link_target (contents, entry) != NULL ? "symlink" : "file";
}

static void
emit_entry (Output *output, BurnishImageContents *contents, guint entry, const char *path)
{
  const char *target = burnish_image_contents_get_link_target (contents, entry);
  gboolean is_folder = burnish_image_contents_is_folder (contents, entry);
  JsonBuilder *event = output_begin_event (output, "node");

  _burnish_json_add_path (event, "path", path);
  _burnish_json_add_string (event, "kind", get_kind (contents, entry));
  _burnish_json_add_int (event, "mtime_us", burnish_image_contents_get_mtime_us (contents, entry));
  if (!is_folder && target == NULL)
    _burnish_json_add_int (event, "size_bytes",
                           (gint64) burnish_image_contents_get_size (contents, entry));
  if (target != NULL)
    _burnish_json_add_path (event, "target", target);
  if (burnish_image_contents_is_entry_damaged (contents, entry))
    _burnish_json_add_boolean (event, "damaged", TRUE);
  output_end_event (output);
}

static void
print_entry (Output *output, BurnishImageContents *contents, guint entry, const char *path)
{
  const char *target = burnish_image_contents_get_link_target (contents, entry);
  g_autofree char *readable = _burnish_text_escape (path);
  g_autofree char *readable_target = target != NULL ? _burnish_text_escape (target) : NULL;
  g_autofree char *size = NULL;
  gboolean is_folder = burnish_image_contents_is_folder (contents, entry);

  if (!is_folder && target == NULL)
    size = g_format_size (burnish_image_contents_get_size (contents, entry));
  output_print (output, "%10s  %s%s%s%s%s\n", size != NULL ? size : "", readable,
                is_folder ? "/" : "", target != NULL ? " → " : "",
                target != NULL ? readable_target : "",
                burnish_image_contents_is_entry_damaged (contents, entry) ? _ (" (damaged)") : "");
}

/* Folder by folder, each with what is in it. Paths grow and shrink with the way down and up. */
static void
show_all (Output *output, BurnishImageContents *contents)
{
  g_autoptr (GArray) ahead = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GString) path = g_string_new (NULL);
  guint root = 0;
  gsize no_length = 0;

  g_array_append_val (ahead, root);
  g_array_append_val (lengths, no_length);
  while (ahead->len > 0 && !g_cancellable_is_cancelled (interrupt_get_cancellable ()))
    {
      guint entry = g_array_index (ahead, guint, ahead->len - 1);
      gsize length = g_array_index (lengths, gsize, lengths->len - 1);

      g_array_set_size (ahead, ahead->len - 1);
      g_array_set_size (lengths, lengths->len - 1);
      g_string_truncate (path, length);
      if (entry != 0)
        {
          if (length > 0)
            g_string_append_c (path, '/');
          g_string_append (path, burnish_image_contents_get_name (contents, entry));
          if (output_is_json (output))
            emit_entry (output, contents, entry, path->str);
          else
            print_entry (output, contents, entry, path->str);
        }
      if (!burnish_image_contents_is_folder (contents, entry))
        continue;
      for (guint i = burnish_image_contents_get_n_children (contents, entry); i-- > 0;)
        {
          guint child = burnish_image_contents_get_child (contents, entry, i);

          g_array_append_val (ahead, child);
          g_array_append_val (lengths, path->len);
        }
    }
}

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishImageContents) contents = NULL;
  g_autofree char *size = NULL;
  GPtrArray *remarks;

  if (arguments[0] == NULL || arguments[1] != NULL)
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "Name exactly one image file");
      return output_finish (output, NULL, error);
    }
  contents = burnish_image_contents_read (arguments[0], interrupt_get_cancellable (), &error);
  if (contents == NULL)
    return output_finish (output, NULL, error);
  show_all (output, contents);
  if (g_cancellable_set_error_if_cancelled (interrupt_get_cancellable (), &error))
    return output_finish (output, NULL, error);
  remarks = burnish_image_contents_get_remarks (contents);
  for (guint i = 0; i < remarks->len; i++)
    output_remark ("%s\n", (const char *) g_ptr_array_index (remarks, i));
  size = g_format_size (burnish_image_contents_get_size (contents, 0));
  /* Translators: the name of a file system, a number, a size. */
  output_print (output, _ ("%s: %u files, %s\n"), burnish_image_contents_get_file_system (contents),
                burnish_image_contents_get_n_files (contents), size);
  if (burnish_image_contents_is_damaged (contents))
    g_set_error (&error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                 "The %s volume is damaged, and the list may not be complete",
                 burnish_image_contents_get_file_system (contents));
  return output_finish (output, NULL, error);
}

const Verb verb_list = {
  .name = "list",
  .arguments = N_ ("IMAGE"),
  .summary = N_ ("Show what is in an image file"),
  .run = run,
};
