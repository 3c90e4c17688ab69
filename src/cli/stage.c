/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "stage.h"

#include "burnish-tree-enums.h"
#include "progress-bar.h"

#include <glib/gi18n-lib.h>

#define UPDATE_MS 100

typedef struct
{
  BurnishScan *scan; /* (unowned) */
  ProgressBar *bar;  /* (unowned) */
  GMainLoop *loop;   /* (unowned) */
  GError *error;     /* (owned) (nullable) */
} Scanning;

static gboolean
update_cb (gpointer user_data)
{
  Scanning *scanning = user_data;
  g_autofree char *size = g_format_size (burnish_scan_get_size_bytes (scanning->scan));
  guint32 n_files = burnish_scan_get_n_files (scanning->scan);
  g_autofree char *text =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Reading folders: %u file, %s",
                                    "Reading folders: %u files, %s", n_files),
                       n_files, size);

  progress_bar_update_text (scanning->bar, text);
  return G_SOURCE_CONTINUE;
}

static void
scanned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Scanning *scanning = user_data;

  burnish_scan_run_finish (BURNISH_SCAN (object), result, &scanning->error);
  g_main_loop_quit (scanning->loop);
}

static gboolean
run_scan (BurnishScan *scan, GError **error)
{
  g_autoptr (ProgressBar) bar = progress_bar_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Scanning scanning = { .scan = scan, .bar = bar, .loop = loop };
  guint timer = g_timeout_add (UPDATE_MS, update_cb, &scanning);

  burnish_scan_run_async (scan, interrupt_get_cancellable (), scanned_cb, &scanning);
  g_main_loop_run (loop);
  g_source_remove (timer);
  if (scanning.error == NULL)
    return TRUE;
  g_propagate_error (error, scanning.error);
  return FALSE;
}

static void
print_left_out (BurnishLeftOut *left_out, Output *output)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_LEFT_OUT_REASON);
  const GEnumValue *reason = g_enum_get_value (klass, burnish_left_out_get_reason (left_out));
  g_autofree char *path = _burnish_text_escape (burnish_left_out_get_path (left_out));
  g_autofree char *text = burnish_left_out_dup_text (left_out);

  output_count_left_out (output);
  /* Translators: a path that will not be on the disc, and why. */
  output_remark (_ ("Left out: %s: %s\n"), path, text);
  if (output_is_json (output))
    {
      JsonBuilder *event = output_begin_event (output, "left-out");

      _burnish_json_add_path (event, "path", burnish_left_out_get_path (left_out));
      _burnish_json_add_string (event, "code", reason->value_nick);
      _burnish_json_add_string (event, "message", text);
      output_end_event (output);
    }
}

static gboolean
is_unreadable (BurnishLeftOut *left_out)
{
  BurnishLeftOutReason reason = burnish_left_out_get_reason (left_out);

  return reason == BURNISH_LEFT_OUT_UNREADABLE || reason == BURNISH_LEFT_OUT_VANISHED;
}

static void
add_reason (BurnishLeftOut *left_out, GError **refusal)
{
  g_autofree char *path = _burnish_text_escape (burnish_left_out_get_path (left_out));
  g_autoptr (GError) reason =
      g_error_new (BURNISH_ERROR, BURNISH_ERROR_SOURCE_UNREADABLE,
                   "%s cannot be read; --skip-unreadable goes on without it", path);

  burnish_error_set_path (reason, burnish_left_out_get_path (left_out));
  if (*refusal == NULL)
    *refusal = g_error_new (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "Not everything can be read");
  burnish_error_add_reason (*refusal, reason);
}

void
stage_report_left_out (BurnishScan *scan, Output *output, GError **refusal)
{
  for (guint i = 0; i < burnish_scan_get_n_left_out (scan); i++)
    {
      BurnishLeftOut *left_out = burnish_scan_get_left_out (scan, i);

      print_left_out (left_out, output);
      if (is_unreadable (left_out))
        add_reason (left_out, refusal);
    }
}

gboolean
stage_source (BurnishTree *tree, BurnishScan *scan, gboolean as_contents, GError **error)
{
  if (!run_scan (scan, error))
    return FALSE;
  /* Two sources of one name would hide one of them. */
  if (as_contents)
    return burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL,
                                        error);
  return burnish_tree_merge (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, error);
}
