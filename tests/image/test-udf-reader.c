/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-bytes-private.h"
#include "udf-handmade.h"

#include <string.h>

/* The reader of UDF: names, folders, streams and links of volumes made by hand. */

static void
test_names (void)
{
  static const guint8 not_unicode[] = { 9, 'x' };
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;

  begin_folder (volume, 1);
  add_name (volume, "plain", 2, 0);
  add_name (volume, "gone", 2, BURNISH_UDF_FID_DELETED);
  add_name (volume, "../up/../", 2, 0);
  add_name (volume, "..", 2, 0);
  add_name (volume, ".", 2, BURNISH_UDF_FID_HIDDEN);
  add_name (volume, "second", 2, 0);
  end_folder (volume);
  put_text (volume, 2, "text");
  contents = read_volume (volume);
  assert_paths (contents, "/ /plain /.._up_.._ /_ /_ /second ");
  g_assert_cmpuint (contents->n_lost, ==, 0);
  g_assert_cmpuint (contents->entries->len, ==, 2);
  g_assert_cmpuint (_burnish_udf_contents_get_entry (contents, 5)->first_node, ==, 1);
  g_assert_true (_burnish_udf_contents_get_node (contents, 4)->is_hidden);
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "text");

  g_clear_pointer (&contents, _burnish_udf_contents_free);
  begin_folder (volume, 1);
  add_name_bytes (volume, not_unicode, sizeof not_unicode, 2, 0);
  end_folder (volume);
  contents = read_volume (volume);
  assert_paths (contents, "/ /_ ");
  g_assert_true (has_note (contents, BURNISH_UDF_NOTE_LOST, "compressed Unicode"));
}

/* Damage in the middle of a folder costs the name that it hits. */
static void
test_damaged_name (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;
  gsize second;

  begin_folder (volume, 1);
  add_name (volume, "first", 2, 0);
  second = volume->names->len;
  add_name (volume, "second", 2, 0);
  add_name (volume, "third", 2, 0);
  volume->names->str[second + BURNISH_UDF_FID_SIZE + 2] ^= 1;
  end_folder (volume);
  put_text (volume, 2, "");
  contents = read_volume (volume);
  assert_paths (contents, "/! /first /third ");
  g_assert_cmpuint (contents->n_lost, ==, 1);
}

/* A folder of blocks with nothing in it but tags whose CRCs are wrong and each over 64 KiB. */
static void
put_folder_of_tags (HandmadeVolume *volume, guint32 block, guint32 n_blocks)
{
  guint8 *bytes = get_block (volume, block);
  guint8 extent[BURNISH_UDF_SHORT_AD_SIZE];

  for (gsize i = 0; i < (gsize) n_blocks * BURNISH_BLOCK_SIZE; i += BURNISH_UDF_TAG_SIZE)
    {
      _burnish_udf_seal (bytes + i, BURNISH_UDF_TAG_FILE_IDENTIFIER, volume->revision, block,
                         BURNISH_UDF_TAG_SIZE);
      _burnish_write_le16 (bytes + i + 8, 0x1234);
      _burnish_write_le16 (bytes + i + 10, G_MAXUINT16);
      bytes[i + 4] = (guint8) (bytes[i + 4] + 0x12 + 0x34 + 0xFF + 0xFF);
    }
  _burnish_write_le32 (extent, n_blocks * BURNISH_BLOCK_SIZE);
  _burnish_write_le32 (extent + 4, block);
  put_entry (volume, 1, BURNISH_UDF_FILE_DIRECTORY, BURNISH_UDF_ALLOCATION_SHORT,
             (guint64) n_blocks * BURNISH_BLOCK_SIZE, extent, sizeof extent);
}

/* What a folder may cost is a few times its size, whatever its tags say. */
static void
test_long_checksums (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);

  put_folder_of_tags (volume, 2, HANDMADE_PARTITION_BLOCKS - 2);
  assert_refused (volume);
}

/* Also when all of a folder was read already. */
static void
test_cancelled_in_folder (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  put_folder_of_tags (volume, 2, 8);
  volume->last_block = HANDMADE_PARTITION + 9;
  volume->cancellable = cancellable;
  device.cancellable = cancellable;
  g_assert_null (_burnish_udf_contents_read (&device, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_circles (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_2_01);
  g_autoptr (BurnishUdfContents) contents = NULL;

  begin_folder (volume, 1);
  add_name (volume, "a", 2, BURNISH_UDF_FID_DIRECTORY);
  end_folder (volume);
  begin_folder (volume, 2);
  add_name (volume, "up", 1, BURNISH_UDF_FID_DIRECTORY);
  add_name (volume, "self", 2, BURNISH_UDF_FID_DIRECTORY);
  add_name (volume, "nowhere", HANDMADE_PARTITION_BLOCKS, 0);
  end_folder (volume);
  contents = read_volume (volume);
  assert_paths (contents, "/ /a! /a/nowhere! ");
  g_assert_cmpuint (contents->n_lost, ==, 3);
}

static void
test_streams (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_2_00);
  g_autoptr (BurnishUdfContents) contents = NULL;
  const BurnishUdfEntry *entry;
  const BurnishUdfStream *stream;

  begin_folder (volume, 1);
  add_name (volume, "file", 2, 0);
  end_folder (volume);
  _burnish_udf_write_long_ad (get_block (volume, 2) + 152, 2048, 3, 0);
  put_text (volume, 2, "text");
  begin_folder (volume, 3);
  add_name (volume, "user.note", 4, 0);
  end_folder_of (volume, BURNISH_UDF_FILE_STREAM_DIRECTORY);
  put_text (volume, 4, "value");
  contents = read_volume (volume);
  assert_paths (contents, "/ /file ");
  entry = _burnish_udf_contents_get_entry (contents, 1);
  g_assert_cmpuint (entry->n_streams, ==, 1);
  stream = &g_array_index (contents->streams, BurnishUdfStream, entry->first_stream);
  g_assert_cmpstr (stream->name, ==, "user.note");
  entry = &g_array_index (contents->entries, BurnishUdfEntry, stream->entry);
  g_assert_cmpuint (entry->first_node, ==, BURNISH_UDF_NO_NODE);
  assert_contents (volume, contents, entry, "value");

  g_clear_pointer (&contents, _burnish_udf_contents_free);
  get_block (volume, 3)[300] ^= 1;
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "text");
  g_assert_true (_burnish_udf_contents_get_entry (contents, 1)->lacks_streams);
  g_assert_false (_burnish_udf_contents_get_entry (contents, 1)->is_absent);
}

/* It costs the folder its streams, not what is in it. */
static void
test_streams_of_folder (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_2_00);
  g_autoptr (BurnishUdfContents) contents = NULL;

  begin_folder (volume, 1);
  add_name (volume, "folder", 2, BURNISH_UDF_FID_DIRECTORY);
  end_folder (volume);
  begin_folder (volume, 2);
  add_name (volume, "file", 3, 0);
  _burnish_udf_write_long_ad (get_block (volume, 2) + 152, 2048, 4, 0);
  end_folder (volume);
  put_text (volume, 3, "text");
  contents = read_volume (volume);
  assert_paths (contents, "/ /folder! /folder/file ");
  g_assert_true (_burnish_udf_contents_get_entry (contents, 1)->lacks_streams);
}

static void
test_link_targets (void)
{
  /* Kind, length of the name, version; kinds are root, parent, current, name (ECMA-167 4/14.16). */
  static const guint8 up[] = { 3, 0, 0, 0, 4, 0, 0, 0, 5, 3, 0, 0, 8, 'a', 'b' };
  static const guint8 absolute[] = { 2, 0, 0, 0, 5, 4, 0, 0, 8, 'e', 't', 'c', 5, 2, 0, 0, 8, 'x' };
  static const guint8 cut_off[] = { 5, 9, 0, 0, 8, 'a' };
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;

  begin_folder (volume, 1);
  add_name (volume, "up", 2, 0);
  add_name (volume, "absolute", 3, 0);
  add_name (volume, "cut", 4, 0);
  end_folder (volume);
  put_entry (volume, 2, BURNISH_UDF_FILE_SYMLINK, BURNISH_UDF_ALLOCATION_EMBEDDED, sizeof up, up,
             sizeof up);
  put_entry (volume, 3, BURNISH_UDF_FILE_SYMLINK, BURNISH_UDF_ALLOCATION_EMBEDDED, sizeof absolute,
             absolute, sizeof absolute);
  put_entry (volume, 4, BURNISH_UDF_FILE_SYMLINK, BURNISH_UDF_ALLOCATION_EMBEDDED, sizeof cut_off,
             cut_off, sizeof cut_off);
  contents = read_volume (volume);
  assert_paths (contents, "/ /up /absolute /cut! ");
  g_assert_cmpstr (_burnish_udf_contents_get_entry (contents, 1)->target, ==, ".././ab");
  g_assert_cmpstr (_burnish_udf_contents_get_entry (contents, 2)->target, ==, "/etc/x");
  g_assert_null (_burnish_udf_contents_get_entry (contents, 3)->target);
}

static void
test_cancelled (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  volume->cancels = TRUE;
  g_assert_null (_burnish_udf_contents_read (&device, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_nothing (void)
{
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);
  BurnishUdfDevice device = get_device (volume);

  memset (volume->bytes, 0, sizeof volume->bytes);
  assert_refused (volume);
  g_assert_false (_burnish_udf_is_recognised (&device, NULL));
  device.n_blocks = 0;
  g_assert_null (_burnish_udf_contents_read (&device, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/udf-reader/names", test_names);
  g_test_add_func ("/image/udf-reader/damaged-name", test_damaged_name);
  g_test_add_func ("/image/udf-reader/long-checksums", test_long_checksums);
  g_test_add_func ("/image/udf-reader/cancelled-in-folder", test_cancelled_in_folder);
  g_test_add_func ("/image/udf-reader/circles", test_circles);
  g_test_add_func ("/image/udf-reader/streams", test_streams);
  g_test_add_func ("/image/udf-reader/streams-of-folder", test_streams_of_folder);
  g_test_add_func ("/image/udf-reader/link-targets", test_link_targets);
  g_test_add_func ("/image/udf-reader/cancelled", test_cancelled);
  g_test_add_func ("/image/udf-reader/nothing", test_nothing);
  return g_test_run ();
}
