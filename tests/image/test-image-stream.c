/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-hash-private.h"
#include "burnish-image-reader-private.h"
#include "image-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB (1024 * 1024)

/* A tree whose files end before, at and behind blocks and slots of the stream. */
static BurnishTree *
make_tree (void)
{
  const gsize sizes[] = { 0,     1,           2047,       2048,        2049, 65535,
                          65536, 65537,       MIB - 2048, MIB - 1,     MIB,  MIB + 1,
                          3,     3 * MIB + 5, 2 * MIB,    5 * MIB - 7, 100,  40 * MIB + 1 };
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "folder");

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("file%02" G_GSIZE_FORMAT, i);

      test_add_size (tree, i % 2 ? folder : BURNISH_NODE_ROOT, name, sizes[i]);
    }
  return tree;
}

static void
assert_contents (BurnishImageLayout *layout,
                 BurnishImageStream *stream,
                 const guint8 *image,
                 BurnishNode node,
                 GBytes *expected)
{
  guint32 start = burnish_image_layout_get_start_block (layout, node);
  gsize size_bytes;
  const guint8 *data = g_bytes_get_data (expected, &size_bytes);
  guint8 digest[BURNISH_SHA256_SIZE];
  g_autofree char *sha256 = NULL;
  g_autofree char *expected_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, expected);
  gsize padded = burnish_bytes_to_blocks (size_bytes) * BURNISH_BLOCK_SIZE;

  g_assert_cmpmem (image + (gsize) start * BURNISH_BLOCK_SIZE, size_bytes, data, size_bytes);
  for (gsize i = size_bytes; i < padded; i++)
    g_assert_cmpuint (image[(gsize) start * BURNISH_BLOCK_SIZE + i], ==, 0);
  g_assert_true (_burnish_image_stream_get_file_sha256 (stream, node, digest));
  sha256 = _burnish_sha256_to_string (digest);
  g_assert_cmpstr (sha256, ==, expected_sha256);
}

/* What a tree of memory files holds, from the generator in image-test.c. */
static GBytes *
get_expected (BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  gsize size_bytes = burnish_tree_snapshot_get_node_size_bytes (snapshot, node);
  guint32 state = g_str_hash (burnish_tree_snapshot_get_name (snapshot, node)) | 1;
  guint8 *data = g_malloc (size_bytes + 1);

  for (gsize i = 0; i < size_bytes; i++)
    {
      state = state * 1664525 + 1013904223;
      data[i] = (guint8) (state >> 24);
    }
  return g_bytes_new_take (data, size_bytes);
}

static void
test_contents (gconstpointer data)
{
  gsize piece_bytes = GPOINTER_TO_SIZE (data);
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = test_layout_new (tree, options);
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autoptr (BurnishImageStream) stream =
      _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  g_autofree guint8 *image = test_read_all (stream, piece_bytes);
  gsize size_bytes = burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE;
  g_autoptr (BurnishChecksums) checksums = _burnish_image_stream_dup_checksums (stream);
  g_autofree char *sha256 = burnish_checksums_dup_sha256 (checksums);
  g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, image, size_bytes);

  g_assert_cmpstr (sha256, ==, expected);
  g_assert_cmpuint (burnish_checksums_get_n_blocks (checksums), ==,
                    burnish_image_layout_get_n_blocks (layout));
  for (BurnishNode node = 0; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FILE)
      {
        g_autoptr (GBytes) bytes = get_expected (snapshot, node);

        assert_contents (layout, stream, image, node, bytes);
      }
  for (guint32 chunk = 0; (gsize) chunk * 65536 < size_bytes; chunk++)
    {
      gsize at = (gsize) chunk * 65536;
      gsize length = MIN (65536, size_bytes - at);

      g_assert_true (burnish_checksums_matches_chunk (checksums, chunk, image + at, length));
      image[at + length - 1] ^= 1;
      g_assert_false (burnish_checksums_matches_chunk (checksums, chunk, image + at, length));
    }
  g_assert_cmpuint (_burnish_image_stream_get_bad_files (stream)->len, ==, 0);
}

/* Each buffer is in one place only, and none is where copying from a page is slow. */
static void
assert_buffers (BurnishImageStream *stream)
{
  g_autoptr (GHashTable) buffers = g_hash_table_new (NULL, NULL);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stream->lock);
  GHashTableIter iter;
  gpointer buffer;

  for (guint i = 0; i < BURNISH_IMAGE_N_SLOTS; i++)
    if (stream->slots[i])
      g_assert_true (g_hash_table_add (buffers, stream->slots[i]));
  for (guint i = 0; i < stream->n_spare_buffers; i++)
    g_assert_true (g_hash_table_add (buffers, stream->spare_buffers[i]));
  g_assert_cmpuint (g_hash_table_size (buffers), >, 0);
  g_assert_cmpuint (g_hash_table_size (buffers), <=, BURNISH_IMAGE_N_SLOTS);
  g_hash_table_iter_init (&iter, buffers);
  while (g_hash_table_iter_next (&iter, &buffer, NULL))
    g_assert_cmpuint ((guintptr) buffer % BURNISH_IMAGE_SLOT_ALIGNMENT, ==, 0);
}

static void
test_buffers (gconstpointer data)
{
  gboolean sha256 = GPOINTER_TO_INT (data);
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = test_layout_new (tree, options);
  g_autoptr (BurnishImageStream) stream =
      _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, sha256);
  guint64 size_bytes = burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE;
  g_autofree guint8 *piece = g_malloc (MIB);
  g_autoptr (GError) error = NULL;

  for (guint64 at = 0; at < size_bytes; at += MIB)
    {
      g_assert_true (_burnish_image_stream_read (stream, piece, (gsize) MIN (MIB, size_bytes - at),
                                                 NULL, &error));
      assert_buffers (stream);
    }
}

static void
test_without_sha256 (void)
{
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (BurnishChecksums) checksums = NULL;
  g_autofree guint8 *image = NULL;
  guint8 digest[BURNISH_SHA256_SIZE];

  burnish_image_options_set_manifest (options, FALSE);
  layout = test_layout_new (tree, options);
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, FALSE);
  image = test_read_all (stream, 65536);
  checksums = _burnish_image_stream_dup_checksums (stream);
  g_assert_null (burnish_checksums_dup_sha256 (checksums));
  g_assert_false (_burnish_image_stream_get_file_sha256 (stream, 2, digest));
  g_assert_true (burnish_checksums_matches_chunk (checksums, 1, image + 65536, 65536));
}

static void
test_reproducible (void)
{
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  gsize size_bytes[2];
  guint8 *images[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BurnishTree) tree = make_tree ();
      g_autoptr (BurnishImageLayout) layout = NULL;
      g_autoptr (BurnishImageStream) stream = NULL;

      /* Neither the time zone nor the clock may show. */
      g_setenv ("TZ", i ? "Asia/Tokyo" : "America/New_York", TRUE);
      layout = test_layout_new (tree, options);
      stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
      size_bytes[i] = burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE;
      images[i] = test_read_all (stream, 65536);
    }
  g_assert_cmpmem (images[0], size_bytes[0], images[1], size_bytes[1]);
  g_free (images[0]);
  g_free (images[1]);
}

/* With a fixed time in the past, today's date stands nowhere in the structures. */
static void
test_no_clock (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y%m%d");
  const guint8 stamp[] = { (guint8) (g_date_time_get_year (now) - 1900),
                           (guint8) g_date_time_get_month (now),
                           (guint8) g_date_time_get_day_of_month (now) };
  g_autofree guint8 *image = NULL;
  gsize size_bytes;

  test_add_folder (tree, BURNISH_NODE_ROOT, "folder");
  burnish_image_options_set_manifest (options, FALSE);
  layout = test_layout_new (tree, options);
  size_bytes = burnish_image_layout_get_n_blocks (layout) * BURNISH_BLOCK_SIZE;
  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, FALSE);
  image = test_read_all (stream, 65536);
  g_assert_null (memmem (image, size_bytes, today, strlen (today)));
  g_assert_null (memmem (image, size_bytes, stamp, sizeof stamp));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/image-stream/contents/blocks", GSIZE_TO_POINTER (2048), test_contents);
  g_test_add_data_func ("/image-stream/contents/odd", GSIZE_TO_POINTER (1000003), test_contents);
  g_test_add_data_func ("/image-stream/contents/large", GSIZE_TO_POINTER (7 * MIB), test_contents);
  g_test_add_data_func ("/image-stream/buffers/plain", GINT_TO_POINTER (FALSE), test_buffers);
  g_test_add_data_func ("/image-stream/buffers/sha256", GINT_TO_POINTER (TRUE), test_buffers);
  g_test_add_func ("/image-stream/without-sha256", test_without_sha256);
  g_test_add_func ("/image-stream/reproducible", test_reproducible);
  g_test_add_func ("/image-stream/no-clock", test_no_clock);
  return g_test_run ();
}
