/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-stream-private.h"
#include "burnish-scan.h"
#include "burnish-tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/*
 * bench-image [--no-sha256] [--no-manifest] [--udf REVISION] [--no-iso] [--output FILE] FOLDER
 *
 * Stages a folder, lays out its image and streams it to a file (by default /dev/null), as a burn
 * does. Prints the seconds of each step, the rate in MB/s of the stream, the whole wall time and
 * the peak of resident memory.
 */

#define PIECE_BYTES (256 * 1024)

static gboolean no_sha256;
static gboolean no_manifest;
static char *udf;
static gboolean no_iso;
static char *output;

static const GOptionEntry entries[] = {
  { "no-sha256", 0, 0, G_OPTION_ARG_NONE, &no_sha256, "Checksums of 64 KiB only", NULL },
  { "no-manifest", 0, 0, G_OPTION_ARG_NONE, &no_manifest, "No SHA256SUMS in the root", NULL },
  { "udf", 0, 0, G_OPTION_ARG_STRING, &udf, "With a UDF tree, such as 2.50", "REVISION" },
  { "no-iso", 0, 0, G_OPTION_ARG_NONE, &no_iso, "Without ISO 9660", NULL },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, "Where the image goes", "FILE" },
  G_OPTION_ENTRY_NULL,
};

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static BurnishTreeSnapshot *
stage (const char *path, GError **error)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);

  if (!burnish_scan_run (scan, NULL, error)
      || !burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL,
                                       error))
    return NULL;
  return burnish_tree_freeze (tree);
}

static gboolean
write_all (int fd, const guint8 *data, gsize size_bytes, GError **error)
{
  while (size_bytes > 0)
    {
      gssize n_bytes = write (fd, data, size_bytes);

      if (n_bytes < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
          return FALSE;
        }
      data += n_bytes;
      size_bytes -= (gsize) n_bytes;
    }
  return TRUE;
}

static gboolean
deliver (BurnishImageStream *stream, int fd, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  guint64 left = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  g_autoptr (BurnishChecksums) checksums = NULL;

  while (left > 0)
    {
      gsize n_bytes = (gsize) MIN (PIECE_BYTES, left);

      if (!_burnish_image_stream_read (stream, piece, n_bytes, NULL, error)
          || !write_all (fd, piece, n_bytes, error))
        return FALSE;
      left -= n_bytes;
    }
  checksums = _burnish_image_stream_dup_checksums (stream);
  return TRUE;
}

static BurnishUdfRevision
parse_revision (void)
{
  guint major = 0, minor = 0;

  if (udf && sscanf (udf, "%1u.%2x", &major, &minor) != 2)
    g_error ("There is no revision %s of UDF", udf);
  return (BurnishUdfRevision) (major << 8 | minor);
}

static gboolean
run (const char *path, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  double staged, laid_out, streamed, size_mb;
  struct rusage usage;
  gboolean done;
  int fd = open (output ? output : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      return FALSE;
    }
  burnish_image_options_set_manifest (options, !no_manifest);
  burnish_image_options_set_iso9660 (options, !no_iso);
  burnish_image_options_set_udf_revision (options, parse_revision ());
  snapshot = stage (path, error);
  staged = seconds_since (start);
  if (snapshot)
    layout = burnish_image_layout_new (snapshot, options, NULL, error);
  laid_out = seconds_since (start);
  if (layout)
    stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, !no_sha256);
  done = stream && deliver (stream, fd, error);
  streamed = seconds_since (start);
  close (fd);
  if (!done)
    return FALSE;
  getrusage (RUSAGE_SELF, &usage);
  size_mb = (double) burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE / 1e6;
  g_print ("stage %.2f s, layout %.2f s, stream %.2f s (%.0f MB/s), wall %.2f s, peak %ld MB\n",
           staged, laid_out - staged, streamed - laid_out, size_mb / (streamed - laid_out),
           streamed, usage.ru_maxrss / 1024);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    {
      g_printerr ("%s\n", error ? error->message : "Which folder?");
      return EXIT_FAILURE;
    }
  if (run (argv[1], &error))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}
