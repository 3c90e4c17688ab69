/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "project-source.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GMainLoop *loop;         /* (unowned) */
  BurnishProject *project; /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
} Loading;

static void
loaded_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  Loading *loading = user_data;

  loading->project = burnish_project_load_finish (result, &loading->error);
  g_main_loop_quit (loading->loop);
}

static void
print_missing (Output *output, const char *path, gboolean is_changed)
{
  g_autofree char *readable = _burnish_text_escape (path);

  output_count_left_out (output);
  if (is_changed)
    /* Translators: a path that will not be on the disc, because the image file around it is not
       the one that was added. */
    output_remark (_ ("Left out: %s: The image that it lies in has changed.\n"), readable);
  else
    /* Translators: a path that will not be on the disc, because the file is gone. */
    output_remark (_ ("Left out: %s: It was moved, renamed or deleted.\n"), readable);
  if (output_is_json (output))
    {
      JsonBuilder *event = output_begin_event (output, "left-out");

      _burnish_json_add_path (event, "path", path);
      _burnish_json_add_string (event, "code", "vanished");
      _burnish_json_add_string (event, "message",
                                is_changed ? "The image that the project's file lies in has changed"
                                           : "The source of the project's file is gone");
      output_end_event (output);
    }
}

static void
add_reason (GError **refusal, const char *path, gboolean is_changed)
{
  g_autofree char *readable = _burnish_text_escape (path);
  g_autoptr (GError) reason =
      is_changed ? g_error_new (BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED,
                                "%s lies in an image that has changed; --skip-unreadable goes on "
                                "without it",
                                readable)
                 : g_error_new (BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING,
                                "%s is gone; --skip-unreadable goes on without it", readable);

  burnish_error_set_path (reason, path);
  if (*refusal == NULL)
    *refusal = g_error_new (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "Not all files are there");
  burnish_error_add_reason (*refusal, reason);
}

/* Of a file in an image, the image's path with the path in it behind. */
static char *
dup_source_path (BurnishTree *tree, BurnishNode node)
{
  g_autoptr (GFile) image = burnish_tree_dup_image_file (tree, node);
  g_autoptr (GFile) source = NULL;
  char *path;

  if (image != NULL)
    return g_build_filename (g_file_peek_path (image), burnish_tree_get_path_in_image (tree, node),
                             NULL);
  source = burnish_tree_dup_source (tree, node);
  path = g_file_get_path (source);
  return path != NULL ? path : g_file_get_uri (source);
}

static gboolean
settle_missing (BurnishProject *project, gboolean skip, Output *output, GError **error)
{
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autoptr (GArray) missing = burnish_project_dup_missing (project);
  GError *refusal = NULL;

  for (guint i = 0; i < missing->len; i++)
    {
      BurnishNode node = g_array_index (missing, BurnishNode, i);
      gboolean is_changed = burnish_project_has_changed_image (project, node);
      g_autofree char *path = dup_source_path (tree, node);

      if (skip)
        print_missing (output, path, is_changed);
      else
        add_reason (&refusal, path, is_changed);
    }
  if (refusal != NULL)
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  burnish_tree_remove (tree, (const BurnishNode *) (gpointer) missing->data, missing->len);
  return TRUE;
}

BurnishProject *
project_source_open (const char *path, gboolean skip_missing, Output *output, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Loading loading = { .loop = loop };
  g_autoptr (BurnishProject) project = NULL;

  burnish_project_load_async (file, interrupt_get_cancellable (), loaded_cb, &loading);
  g_main_loop_run (loop);
  project = loading.project;
  if (project == NULL)
    g_propagate_error (error, loading.error);
  else if (settle_missing (project, skip_missing, output, error))
    return g_steal_pointer (&project);
  return NULL;
}
