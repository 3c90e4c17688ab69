/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"
#include "burnish-udf-reader-private.h"

#include "sparse-image.h"

#include <string.h>

/*
 * Feeds the reader and the check of UDF with any bytes (see sparse-image.h): nothing may crash,
 * hang, or take memory that the image does not account for. tests/fuzz/run lets libFuzzer make up
 * images; without it each file named on the command line is read once.
 */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size_bytes);

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  const SparseImage *image = user_data;

  g_assert_cmpuint (n_blocks, >=, 1);
  g_assert_cmpuint (n_blocks, <=, 32);
  g_assert_cmpuint ((guint64) start_block + n_blocks, <=, image->n_blocks);
  for (guint32 i = 0; i < n_blocks; i++)
    if (!sparse_image_read (image, start_block + i, buffer + (gsize) i * BURNISH_BLOCK_SIZE))
      {
        g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "Cannot read block %u",
                     start_block + i);
        return FALSE;
      }
  return TRUE;
}

/* The beginning, and what lies behind every end of an extent that is near. */
static void
read_file (const BurnishUdfContents *contents,
           const BurnishUdfDevice *device,
           const BurnishUdfEntry *file)
{
  guint8 buffer[5000];
  guint64 sum = 0;

  for (guint32 i = 0; i < file->n_extents; i++)
    sum += g_array_index (contents->extents, BurnishUdfExtent, file->first_extent + i).size_bytes;
  if (!file->is_damaged)
    g_assert_cmpuint (sum, ==, file->size_bytes);
  _burnish_udf_contents_pread (contents, device, file, 0, buffer,
                               (gsize) MIN (sizeof buffer, file->size_bytes), NULL);
  if (file->size_bytes > sizeof buffer)
    _burnish_udf_contents_pread (contents, device, file, file->size_bytes - sizeof buffer, buffer,
                                 sizeof buffer, NULL);
}

static void
check_contents (const BurnishUdfContents *contents, const BurnishUdfDevice *device)
{
  for (guint32 i = 0; i < contents->nodes->len; i++)
    {
      const BurnishUdfNode *node = _burnish_udf_contents_get_node (contents, i);
      const BurnishUdfEntry *file = _burnish_udf_contents_get_entry (contents, i);

      g_assert_true (g_utf8_validate (node->name, -1, NULL));
      g_assert_null (strchr (node->name, '/'));
      g_assert_true (i == 0 || node->parent < i);
      g_assert_cmpuint ((guint64) file->first_extent + file->n_extents, <=, contents->extents->len);
      g_assert_cmpuint ((guint64) file->first_stream + file->n_streams, <=, contents->streams->len);
      if (i < 64)
        {
          g_autofree char *path = _burnish_udf_contents_dup_path (contents, i);

          g_assert_true (g_utf8_validate (path, -1, NULL));
          read_file (contents, device, file);
        }
    }
}

/* Of each rule at most a thousand findings are kept, whatever there is. */
static void
check_volume (const BurnishUdfDevice *device)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishUdfCheck) check =
      _burnish_udf_check_blocks ((guint32) device->n_blocks, device->session_block,
                                 BURNISH_UDF_PROFILE_DVD_VIDEO, device->read, device->user_data,
                                 NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (burnish_udf_check_get_n_findings (check), <=, 1000 * BURNISH_UDF_N_RULES);
  for (guint i = 0; i < burnish_udf_check_get_n_findings (check); i++)
    {
      const char *path = burnish_udf_check_get_path (check, i);

      g_assert_true (g_utf8_validate (burnish_udf_check_get_message (check, i), -1, NULL));
      g_assert_true (path == NULL || g_utf8_validate (path, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size_bytes)
{
  SparseImage image;
  BurnishUdfDevice device = { .read = read_cb, .user_data = &image };
  g_autoptr (BurnishUdfContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  if (!sparse_image_parse (&image, data, size_bytes))
    return 0;
  device.n_blocks = image.n_blocks;
  device.session_block = image.session_block;
  contents = _burnish_udf_contents_read (&device, &error);
  g_assert_true ((contents != NULL) == (error == NULL));
  if (contents != NULL)
    check_contents (contents, &device);
  _burnish_udf_is_recognised (&device, NULL);
  check_volume (&device);
  return 0;
}

#ifdef BURNISH_LIBFUZZER

gsize LLVMFuzzerMutate (guint8 *data, gsize size_bytes, gsize max_bytes);
gsize LLVMFuzzerCustomMutator (guint8 *data, gsize size_bytes, gsize max_bytes, guint seed);

/* Changes bytes of one block and, mostly, makes its tags right again: what is behind them is what
   is to be reached. */
gsize
LLVMFuzzerCustomMutator (guint8 *data, gsize size_bytes, gsize max_bytes, guint seed)
{
  GRand *rand = g_rand_new_with_seed (seed);
  guint8 block[BURNISH_BLOCK_SIZE] = { 0 };
  guint8 *record;
  gsize used;

  if (g_rand_int_range (rand, 0, 50) == 0
      || (record = sparse_image_pick (data, size_bytes, g_rand_int (rand), &used)) == NULL)
    size_bytes = LLVMFuzzerMutate (data, size_bytes, max_bytes);
  else
    {
      guint what = (guint) g_rand_int_range (rand, 0, 4);

      memcpy (block, record, used);
      if (what == 0)
        LLVMFuzzerMutate (block, used, used);
      else
        /* Numbers in descriptors: small, large, another one of the block. */
        for (guint n = (guint) g_rand_int_range (rand, 1, 4); n > 0 && used > 4; n--)
          {
            gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) used - 4);

            if (what == 1)
              block[at] = (guint8) g_rand_int (rand);
            else if (what == 2)
              memset (block + at, g_rand_boolean (rand) ? 0xFF : 0, 1 + g_rand_int (rand) % 4);
            else
              memmove (block + at, block + g_rand_int_range (rand, 0, (gint32) used - 4), 4);
          }
      memcpy (record, block, used);
      if (g_rand_int_range (rand, 0, 10) > 0)
        sparse_image_seal (record, used);
    }
  g_rand_free (rand);
  return size_bytes;
}

#else

int
main (int argc, char **argv)
{
  g_print ("1..%d\n", argc - 1);
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *data = NULL;
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_autoptr (GError) error = NULL;
      gsize size_bytes;

      if (!g_file_get_contents (argv[i], &data, &size_bytes, &error))
        g_error ("%s", error->message);
      LLVMFuzzerTestOneInput ((const guint8 *) data, size_bytes);
      g_print ("ok %d %s\n", i, name);
    }
  return argc > 1 ? 0 : 1;
}

#endif
