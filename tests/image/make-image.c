/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "image-test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * make-image [OPTION…] FOLDER IMAGE
 *
 * Makes an image of a folder for tests that look at it from outside. With --names it prints a line
 * for each node and tree: the tree's name, the path in the staging tree and the name on the disc,
 * both in hexadecimal digits, or "-" when the node is not in that tree. With --addresses it prints
 * a line for each file: where it begins, how many bytes it has, and its path in hexadecimal digits.
 */

static gint64 fixed_time = 1700000000;
static int iso_level = 3;
static gboolean no_joliet;
static gboolean no_rock_ridge;
static gboolean no_manifest;
static gboolean long_names;
static gboolean names;
static gboolean addresses;
static char *udf;
static gboolean no_iso;
static gboolean keep_symlinks;
static gboolean no_duplicate;
static gboolean embed;
static gboolean streams;
static gboolean vat;
static int padding;
static char *volume_id;

static const GOptionEntry entries[] = {
  { "fixed-time", 0, 0, G_OPTION_ARG_INT64, &fixed_time, "Time of the image", "SECONDS" },
  { "level", 0, 0, G_OPTION_ARG_INT, &iso_level, "ISO 9660 level", "LEVEL" },
  { "no-joliet", 0, 0, G_OPTION_ARG_NONE, &no_joliet, "No Joliet tree", NULL },
  { "no-rock-ridge", 0, 0, G_OPTION_ARG_NONE, &no_rock_ridge, "No Rock Ridge", NULL },
  { "no-manifest", 0, 0, G_OPTION_ARG_NONE, &no_manifest, "No SHA256SUMS", NULL },
  { "long-names", 0, 0, G_OPTION_ARG_NONE, &long_names, "Long Joliet names", NULL },
  { "names", 0, 0, G_OPTION_ARG_NONE, &names, "Print names", NULL },
  { "addresses", 0, 0, G_OPTION_ARG_NONE, &addresses, "Print addresses", NULL },
  { "udf", 0, 0, G_OPTION_ARG_STRING, &udf, "A UDF tree", "REVISION" },
  { "no-iso", 0, 0, G_OPTION_ARG_NONE, &no_iso, "No ISO 9660 tree", NULL },
  { "keep-symlinks", 0, 0, G_OPTION_ARG_NONE, &keep_symlinks, "Symbolic links in UDF", NULL },
  { "no-duplicate", 0, 0, G_OPTION_ARG_NONE, &no_duplicate, "UDF metadata only once", NULL },
  { "embed", 0, 0, G_OPTION_ARG_NONE, &embed, "Small files in file entries", NULL },
  { "streams", 0, 0, G_OPTION_ARG_NONE, &streams, "Extended attributes as streams", NULL },
  { "vat", 0, 0, G_OPTION_ARG_NONE, &vat, "Virtual allocation table", NULL },
  { "padding", 0, 0, G_OPTION_ARG_INT, &padding, "Zeros behind the files", "BLOCKS" },
  { "volume-id", 0, 0, G_OPTION_ARG_FILENAME, &volume_id, "Name of the volume", "NAME" },
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
  static const char *const trees[] = { "iso9660", "joliet", "rock-ridge", "udf" };
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

static void
print_addresses (BurnishImageLayout *layout)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (BurnishNode node = 1; node < n_nodes; node++)
    if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FILE)
      {
        g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);

        g_print ("%u %" G_GUINT64_FORMAT, burnish_image_layout_get_start_block (layout, node),
                 burnish_tree_snapshot_get_node_size_bytes (snapshot, node));
        print_hex (path);
        g_print ("\n");
      }
}

static BurnishUdfRevision
parse_revision (void)
{
  guint major = 0, minor = 0;

  if (udf == NULL)
    return BURNISH_UDF_NONE;
  if (sscanf (udf, "%1u.%2x", &major, &minor) != 2)
    g_error ("There is no revision %s of UDF", udf);
  return (BurnishUdfRevision) (major << 8 | minor);
}

static BurnishImageOptions *
make_options (void)
{
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();

  g_object_set (options, "volume-id", volume_id ? volume_id : "Test volume", "fixed-time",
                fixed_time, "iso-level", iso_level, "joliet", !no_joliet, "rock-ridge",
                !no_rock_ridge, "manifest", !no_manifest, "joliet-long-names", long_names,
                "padding-blocks", padding, NULL);
  g_object_set (options, "iso9660", !no_iso, "udf-revision", parse_revision (), "udf-symlinks",
                keep_symlinks ? BURNISH_UDF_SYMLINKS_KEEP : BURNISH_UDF_SYMLINKS_RESOLVE,
                "udf-duplicate-metadata", !no_duplicate, "udf-embed", embed, "udf-streams", streams,
                "udf-vat", vat, NULL);
  return g_steal_pointer (&options);
}

/* Zeros become a hole: an image of gigabytes shall not fill the disk of a test. */
static gboolean
write_piece (GOutputStream *output, const guint8 *piece, gsize n_bytes, GError **error)
{
  if (piece[0] == 0 && memcmp (piece, piece + 1, n_bytes - 1) == 0)
    return g_seekable_seek (G_SEEKABLE (output), (goffset) n_bytes, G_SEEK_CUR, NULL, error);
  return g_output_stream_write_all (output, piece, n_bytes, NULL, NULL, error);
}

static gboolean
make_image (const char *folder, const char *path, GError **error)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (folder);
  g_autoptr (BurnishImageOptions) options = make_options ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) output = NULL;
  guint8 piece[16 * BURNISH_BLOCK_SIZE];
  guint64 left;

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
          || !write_piece (G_OUTPUT_STREAM (output), piece, n_bytes, error))
        return FALSE;
      left -= n_bytes;
    }
  if (!g_seekable_truncate (G_SEEKABLE (output), g_seekable_tell (G_SEEKABLE (output)), NULL,
                            error))
    return FALSE;
  if (names)
    print_names (layout);
  if (addresses)
    print_addresses (layout);
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
