/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "image-test.h"

#include <stdlib.h>
#include <string.h>

/*
 * make-image [OPTION…] FOLDER IMAGE
 *
 * Makes an image of a folder for tests that look at it from outside. With --names it prints a line
 * for each node and tree: the tree's name, the path in the staging tree and the name on the disc,
 * both in hexadecimal digits, or "-" when the node is not in that tree.
 */

static gint64 fixed_time = 1700000000;
static int iso_level = 3;
static gboolean no_joliet;
static gboolean no_rock_ridge;
static gboolean no_manifest;
static gboolean long_names;
static gboolean names;

static const GOptionEntry entries[] = {
  { "fixed-time", 0, 0, G_OPTION_ARG_INT64, &fixed_time, "Time of the image", "SECONDS" },
  { "level", 0, 0, G_OPTION_ARG_INT, &iso_level, "ISO 9660 level", "LEVEL" },
  { "no-joliet", 0, 0, G_OPTION_ARG_NONE, &no_joliet, "No Joliet tree", NULL },
  { "no-rock-ridge", 0, 0, G_OPTION_ARG_NONE, &no_rock_ridge, "No Rock Ridge", NULL },
  { "no-manifest", 0, 0, G_OPTION_ARG_NONE, &no_manifest, "No SHA256SUMS", NULL },
  { "long-names", 0, 0, G_OPTION_ARG_NONE, &long_names, "Long Joliet names", NULL },
  { "names", 0, 0, G_OPTION_ARG_NONE, &names, "Print names", NULL },
  G_OPTION_ENTRY_NULL,
};

static void
print_hex (const char *text)
{
  if (text == NULL)
    g_print (" -");
  else
    g_print (" ");
  for (; text && *text; text++)
    g_print ("%02x", (guint8) *text);
}

static void
print_names (BurnishImageLayout *layout)
{
  static const char *const trees[] = { "iso9660", "joliet", "rock-ridge" };
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (guint ns = 0; ns < G_N_ELEMENTS (trees); ns++)
    for (BurnishNode node = 1; node < n_nodes; node++)
      {
        g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);
        g_autofree char *name = burnish_image_layout_dup_name (layout, node, ns);

        g_print ("%s", trees[ns]);
        print_hex (path);
        print_hex (name);
        g_print ("\n");
      }
}

static gboolean
make_image (const char *folder, const char *path, GError **error)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder);
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) output = NULL;
  guint8 piece[16 * BURNISH_BLOCK_SIZE];
  guint64 left;

  g_object_set (options, "volume-id", "Test volume", "fixed-time", fixed_time, "iso-level",
                iso_level, "joliet", !no_joliet, "rock-ridge", !no_rock_ridge, "manifest",
                !no_manifest, "joliet-long-names", long_names, NULL);
  if (!burnish_scan_run (scan, NULL, error)
      || !burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL,
                                       error))
    return FALSE;
  snapshot = burnish_tree_freeze (tree);
  layout = burnish_image_layout_new (snapshot, options, NULL, error);
  if (layout == NULL)
    return FALSE;
  output = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (output == NULL)
    return FALSE;
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  for (left = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE; left > 0;)
    {
      gsize n_bytes = (gsize) MIN (sizeof piece, left);

      if (!_burnish_image_stream_read (stream, piece, n_bytes, NULL, error)
          || !g_output_stream_write_all (G_OUTPUT_STREAM (output), piece, n_bytes, NULL, NULL,
                                         error))
        return FALSE;
      left -= n_bytes;
    }
  if (names)
    print_names (layout);
  return g_output_stream_close (G_OUTPUT_STREAM (output), NULL, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER IMAGE");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 3)
    {
      g_printerr ("%s\n", error ? error->message : "Which folder, and which image?");
      return EXIT_FAILURE;
    }
  if (make_image (argv[1], argv[2], &error))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  for (guint i = 0; i < burnish_error_get_n_reasons (error); i++)
    g_printerr ("%s\n", burnish_error_get_reason (error, i)->message);
  return EXIT_FAILURE;
}
