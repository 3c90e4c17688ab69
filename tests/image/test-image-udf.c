/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-bytes-private.h"
#include "burnish-iso-reader-private.h"
#include "burnish-udf-format-private.h"
#include "burnish-udf-reader-private.h"
#include "udf-image.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

/* Images with UDF, alone and as a bridge with ISO 9660: what is where in them. */

static const BurnishUdfRevision revisions[] = {
  BURNISH_UDF_1_02, BURNISH_UDF_1_50, BURNISH_UDF_2_00,
  BURNISH_UDF_2_01, BURNISH_UDF_2_50, BURNISH_UDF_2_60,
};

static const struct
{
  const char *path;
  gsize size_bytes;
} sizes[] = {
  { "/0", 0 },       { "/1", 1 },       { "/folder/2047", 2047 }, { "/folder/2048", 2048 },
  { "/2049", 2049 }, { "/5000", 5000 }, { "/folder/empty", 0 },   { "/folder/200000", 200000 },
};

static BurnishTree *
tree_new_with_sizes (void)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "folder");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    test_add_size (tree, strchr (sizes[i].path + 1, '/') ? folder : BURNISH_NODE_ROOT,
                   strrchr (sizes[i].path, '/') + 1, sizes[i].size_bytes);
  return tree;
}

/* Every kind of image once. */
static void
for_each_kind (void (*test) (const Kind *kind))
{
  test (&(Kind){ BURNISH_UDF_NONE, TRUE });
  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    {
      test (&(Kind){ revisions[i], FALSE });
      test (&(Kind){ revisions[i], TRUE });
    }
}

static gboolean
read_image (guint32 start_block,
            guint32 n_blocks,
            guint8 *buffer,
            gpointer user_data,
            GError **error)
{
  const Image *image = user_data;

  if (start_block + (guint64) n_blocks > image->n_blocks)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "Behind the end");
      return FALSE;
    }
  memcpy (buffer, image_get_block (image, start_block), (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  return TRUE;
}

/* The ISO 9660 tree, read back by other code, has the addresses that the layout tells. */
static void
assert_iso_addresses (BurnishImageLayout *layout, const Image *image)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishIsoContents) contents =
      _burnish_iso_contents_read (0, read_image, (gpointer) image, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (contents->volume_blocks, ==, image->n_blocks);
  g_assert_cmpuint (contents->files->len, ==, G_N_ELEMENTS (sizes) + 1);
  for (guint i = 0; i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);
      g_autofree char *path = g_strconcat ("/", file->path, NULL);

      if (file->size_bytes > 0 && g_strcmp0 (file->path, "SHA256SUMS") != 0)
        g_assert_cmpuint (g_array_index (file->extents, BurnishIsoExtent, 0).start_block, ==,
                          burnish_image_layout_get_start_block (layout,
                                                                test_lookup (layout, path)));
    }
}

static void
assert_udf_addresses (BurnishImageLayout *layout, const Image *image, const Kind *kind)
{
  BurnishUdfDevice device = {
    .read = read_image,
    .user_data = (gpointer) image,
    .n_blocks = image->n_blocks,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishUdfContents) contents = _burnish_udf_contents_read (&device, &error);
  guint32 n_files = 0;

  g_assert_no_error (error);
  g_assert_cmphex (contents->revision, ==, kind->revision);
  g_assert_cmpuint (contents->notes->len, ==, 0);
  for (guint32 node = 0; node < contents->nodes->len; node++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (contents, node);
      g_autofree char *relative = _burnish_udf_contents_dup_path (contents, node);
      g_autofree char *path = g_strconcat ("/", relative, NULL);

      n_files += entry->kind == BURNISH_UDF_NODE_FILE;
      if (entry->kind == BURNISH_UDF_NODE_FILE && entry->size_bytes > 0
          && !g_str_equal (relative, "SHA256SUMS"))
        g_assert_cmpuint (
            g_array_index (contents->extents, BurnishUdfExtent, entry->first_extent).start_byte, ==,
            (guint64) burnish_image_layout_get_start_block (layout, test_lookup (layout, path))
                * BURNISH_BLOCK_SIZE);
    }
  g_assert_cmpuint (n_files, ==, G_N_ELEMENTS (sizes) + 1);
}

static void
check_addresses (const Kind *kind)
{
  g_autoptr (BurnishTree) tree = tree_new_with_sizes ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = test_layout_new (tree, options);
  g_auto (Image) image = { 0 };

  image_init (&image, layout);
  g_assert_cmpuint (image.n_blocks, ==, burnish_image_layout_get_n_blocks (layout));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint32 start =
          burnish_image_layout_get_start_block (layout, test_lookup (layout, sizes[i].path));

      g_assert_cmpint (start == 0, ==, sizes[i].size_bytes == 0);
      assert_contents (&image, start, sizes[i].path, sizes[i].size_bytes);
    }
  if (kind->iso9660)
    assert_iso_addresses (layout, &image);
  if (kind->revision != BURNISH_UDF_NONE)
    assert_udf_addresses (layout, &image, kind);
}

static void
test_addresses (void)
{
  for_each_kind (check_addresses);
}

static void
check_embedded (const Kind *kind)
{
  g_autoptr (BurnishTree) tree = tree_new_with_sizes ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishUdfContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Image) image = { 0 };
  BurnishUdfDevice device = { .read = read_image, .user_data = &image };
  guint n_embedded = 0;

  burnish_image_options_set_udf_embed (options, TRUE);
  burnish_image_options_set_udf_duplicate_metadata (options, FALSE);
  layout = test_layout_new (tree, options);
  image_init (&image, layout);
  device.n_blocks = image.n_blocks;
  contents = _burnish_udf_contents_read (&device, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->notes->len, ==, 0);
  for (guint32 node = 0; node < contents->nodes->len; node++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (contents, node);
      g_autofree guint8 *bytes = g_malloc (entry->size_bytes + 1);
      g_autofree char *relative = _burnish_udf_contents_dup_path (contents, node);
      g_autofree char *path = g_strconcat ("/", relative, NULL);

      if (entry->kind != BURNISH_UDF_NODE_FILE || g_str_equal (relative, "SHA256SUMS"))
        continue;
      _burnish_udf_contents_pread (contents, &device, entry, 0, bytes, entry->size_bytes, &error);
      g_assert_no_error (error);
      assert_bytes (bytes, path, entry->size_bytes);
      n_embedded += entry->is_embedded && entry->size_bytes > 0;
      g_assert_cmpint (
          entry->is_embedded && entry->size_bytes > 0, ==,
          entry->size_bytes > 0
              && burnish_image_layout_get_start_block (layout, test_lookup (layout, path)) == 0);
    }
  g_assert_cmpuint (n_embedded, ==, kind->iso9660 ? 0 : 1);
}

static void
test_embedded (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    {
      check_embedded (&(Kind){ revisions[i], FALSE });
      check_embedded (&(Kind){ revisions[i], TRUE });
    }
}

/* They are sources like any other: hashed, named in the manifest, and missed when they are gone. */
static void
test_embedded_sources (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options =
      options_new_for_kind (&(Kind){ BURNISH_UDF_2_01, FALSE });
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishImageStream) stream = NULL, stopped = NULL;
  g_autoptr (BurnishChecksums) checksums = NULL;
  g_autofree char *digest = NULL, *no_digest = NULL;
  g_autofree guint8 *bytes = NULL;
  g_auto (TestFolder) folder = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  guint8 piece[BURNISH_BLOCK_SIZE];
  gboolean success = TRUE;

  test_folder_init (&folder);
  path = test_folder_write (&folder, "gone", "gone", 4);
  test_add_file (tree, BURNISH_NODE_ROOT, "gone", path);
  test_add_text (tree, BURNISH_NODE_ROOT, "hello", "hello");
  burnish_image_options_set_udf_embed (options, TRUE);
  layout = test_layout_new (tree, options);
  g_assert_cmpint (unlink (path), ==, 0);

  stream = _burnish_image_stream_new (layout, BURNISH_SOURCE_FILL_AND_LIST, TRUE);
  bytes = test_read_all (stream, BURNISH_BLOCK_SIZE);
  checksums = _burnish_image_stream_dup_checksums (stream);
  digest = burnish_checksums_dup_file_sha256 (checksums, test_lookup (layout, "/hello"));
  no_digest = burnish_checksums_dup_file_sha256 (checksums, test_lookup (layout, "/gone"));
  g_assert_cmpstr (digest, ==, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  g_assert_null (no_digest);
  g_assert_cmpuint (_burnish_image_stream_get_bad_files (stream)->len, ==, 1);

  stopped = _burnish_image_stream_new (layout, BURNISH_SOURCE_STOP, TRUE);
  for (guint64 left = _burnish_image_stream_get_n_blocks (stopped); success && left > 0; left--)
    success = _burnish_image_stream_read (stopped, piece, sizeof piece, NULL, &error);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING);
}

static gboolean
is_anchor (const Image *image, guint32 block)
{
  BurnishUdfTag tag;

  return _burnish_udf_tag_read (&tag, image_get_block (image, block), BURNISH_BLOCK_SIZE, block)
             == BURNISH_UDF_TAG_GOOD
         && tag.id == BURNISH_UDF_TAG_ANCHOR;
}

/* Where readers look: what each of them needs is there, and nothing of the other tree. */
static void
check_fixed_places (const Kind *kind)
{
  g_autoptr (BurnishTree) tree = tree_new_with_sizes ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = test_layout_new (tree, options);
  guint32 block = 16;
  g_auto (Image) image = { 0 };

  image_init (&image, layout);
  for (; kind->iso9660; block++)
    {
      g_assert_cmpmem (image_get_block (&image, block) + 1, 5, "CD001", 5);
      if (image_get_block (&image, block)[0] == 255)
        break;
      g_assert_cmpuint (_burnish_read_le32 (image_get_block (&image, block) + 80), ==,
                        image.n_blocks);
      g_assert_cmpuint (_burnish_read_be32 (image_get_block (&image, block) + 84), ==,
                        image.n_blocks);
    }
  if (kind->revision == BURNISH_UDF_NONE)
    return;
  block += kind->iso9660;
  g_assert_cmpmem (image_get_block (&image, block) + 1, 5, "BEA01", 5);
  g_assert_cmpmem (image_get_block (&image, block + 1) + 1, 5,
                   kind->revision < BURNISH_UDF_2_00 ? "NSR02" : "NSR03", 5);
  g_assert_cmpmem (image_get_block (&image, block + 2) + 1, 5, "TEA01", 5);
  g_assert_true (is_anchor (&image, 256));
  g_assert_true (is_anchor (&image, image.n_blocks - 1));
  g_assert_true (is_anchor (&image, image.n_blocks - 257));
  g_assert_cmpuint (image.n_blocks % 32, ==, 0);
}

static void
test_fixed_places (void)
{
  for_each_kind (check_fixed_places);
}

/* Every block is described, and as what it is. */
static void
check_descriptions (const Kind *kind)
{
  g_autoptr (BurnishTree) tree = tree_new_with_sizes ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GHashTable) blocks = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (Image) image = { 0 };
  g_autofree char *first = NULL, *last = NULL;

  burnish_image_options_set_padding_blocks (options, 7);
  layout = test_layout_new (tree, options);
  image_init (&image, layout);
  for (guint32 block = 0; block < image.n_blocks; block++)
    {
      g_autofree char *text = burnish_image_layout_describe_block (layout, block);
      BurnishNode node = burnish_image_layout_find_block (layout, block);
      gpointer key = (gpointer) g_intern_string (text);

      g_assert_cmpint (text[0] == '/', ==, node != BURNISH_NODE_NONE);
      if (node != BURNISH_NODE_NONE)
        g_assert_cmpuint (test_lookup (layout, text), ==, node);
      if (g_str_equal (text, "padding"))
        for (guint i = 0; i < BURNISH_BLOCK_SIZE; i++)
          g_assert_cmpuint (image_get_block (&image, block)[i], ==, 0);
      g_hash_table_insert (
          blocks, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (blocks, key)) + 1));
    }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (blocks, sizes[i].path)), ==,
                      burnish_bytes_to_blocks (sizes[i].size_bytes));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (blocks, "checksum manifest")), ==,
                    burnish_image_layout_get_manifest_blocks (layout));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (blocks, "padding")), >=, 7);
  first = burnish_image_layout_describe_block (layout, 16);
  last = burnish_image_layout_describe_block (layout, image.n_blocks - 1);
  g_assert_cmpstr (first, ==, "file system structures");
  g_assert_cmpstr (last, ==,
                   kind->revision == BURNISH_UDF_NONE ? "padding" : "file system structures");
}

static void
test_descriptions (void)
{
  for_each_kind (check_descriptions);
}

static void
set_time_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
  tzset ();
}

static void
make_in_time_zone (Image *image, const Kind *kind, const char *zone)
{
  g_autoptr (BurnishTree) tree = tree_new_with_sizes ();
  g_autoptr (BurnishImageOptions) options = options_new_for_kind (kind);
  g_autoptr (BurnishImageLayout) layout = NULL;

  set_time_zone (zone);
  layout = test_layout_new (tree, options);
  image_init (image, layout);
}

static void
check_reproducible (const Kind *kind)
{
  g_auto (Image) one = { 0 }, other = { 0 };

  make_in_time_zone (&one, kind, "Asia/Tokyo");
  make_in_time_zone (&other, kind, "America/New_York");
  g_assert_cmpmem (one.bytes, (gsize) one.n_blocks * BURNISH_BLOCK_SIZE, other.bytes,
                   (gsize) other.n_blocks * BURNISH_BLOCK_SIZE);
}

static void
test_reproducible (void)
{
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));

  for_each_kind (check_reproducible);
  if (zone)
    set_time_zone (zone);
  else
    g_unsetenv ("TZ");
}

static void
assert_refused_options (const char *const *names, guint n_reasons)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree BurnishError *codes = g_new0 (BurnishError, n_reasons);

  burnish_image_options_set_udf_revision (options, BURNISH_UDF_1_02);
  for (; *names; names++)
    g_object_set (options, *names, !g_str_equal (*names, "iso9660"), NULL);
  for (guint i = 0; i < n_reasons; i++)
    codes[i] = BURNISH_ERROR_INVALID_ARGUMENT;
  layout = test_try_layout (tree, options, &error);
  g_assert_null (layout);
  test_assert_refused (error, codes, n_reasons);
}

static void
test_refused_file_systems (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (GError) error = NULL;
  const BurnishError codes[] = { BURNISH_ERROR_INVALID_ARGUMENT };

  burnish_image_options_set_iso9660 (options, FALSE);
  g_assert_null (test_try_layout (tree, options, &error));
  test_assert_refused (error, codes, G_N_ELEMENTS (codes));

  assert_refused_options ((const char *[]){ "udf-streams", NULL }, 1);
  assert_refused_options ((const char *[]){ "iso9660", "udf-vat", NULL }, 1);
  assert_refused_options ((const char *[]){ "udf-vat", NULL }, 2);
  assert_refused_options ((const char *[]){ "udf-vat", "udf-streams", NULL }, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-udf/addresses", test_addresses);
  g_test_add_func ("/image-udf/embedded", test_embedded);
  g_test_add_func ("/image-udf/embedded-sources", test_embedded_sources);
  g_test_add_func ("/image-udf/fixed-places", test_fixed_places);
  g_test_add_func ("/image-udf/descriptions", test_descriptions);
  g_test_add_func ("/image-udf/reproducible", test_reproducible);
  g_test_add_func ("/image-udf/refused-file-systems", test_refused_file_systems);
  return g_test_run ();
}
