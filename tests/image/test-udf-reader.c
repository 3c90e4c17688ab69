/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-bytes-private.h"
#include "burnish-udf-format-private.h"
#include "burnish-udf-reader-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* The reader of UDF with volumes made by hand: what few writers write, and what none should. */

#define N_BLOCKS  700u
#define PARTITION 288u
#define N_PART    (N_BLOCKS - PARTITION - 2)

typedef struct
{
  guint8 bytes[N_BLOCKS * BURNISH_BLOCK_SIZE];
  gboolean cancels;          /* reading is cancelled */
  guint32 last_block;        /* reading it cancels what follows; 0: none */
  GCancellable *cancellable; /* (unowned) */
  BurnishUdfRevision revision;
  GString *names; /* (owned) file identifiers of the folder that is made */
  guint32 folder; /* its block */
} Volume;

/* ---- Making volumes ---- */

static guint8 *
get_sector (Volume *volume, guint32 sector)
{
  g_assert_cmpuint (sector, <, N_BLOCKS);
  return volume->bytes + (gsize) sector * BURNISH_BLOCK_SIZE;
}

static guint8 *
get_block (Volume *volume, guint32 block)
{
  return get_sector (volume, PARTITION + block);
}

static void
put_sequence (Volume *volume, guint32 sector, const guint8 *maps, guint maps_bytes, guint n_maps)
{
  guint8 *primary = get_sector (volume, sector);
  guint8 *partition = get_sector (volume, sector + 1);
  guint8 *logical = get_sector (volume, sector + 2);

  _burnish_udf_seal (primary, BURNISH_UDF_TAG_PRIMARY_VOLUME, volume->revision, sector, 512);
  _burnish_write_le32 (partition + 188, PARTITION);
  _burnish_write_le32 (partition + 192, N_PART);
  _burnish_udf_seal (partition, BURNISH_UDF_TAG_PARTITION, volume->revision, sector + 1, 512);
  _burnish_udf_dstring_write (logical + 84, 128, "By hand");
  _burnish_write_le32 (logical + 212, BURNISH_BLOCK_SIZE);
  _burnish_udf_write_regid (logical + 216, BURNISH_UDF_DOMAIN, BURNISH_UDF_SUFFIX_DOMAIN,
                            volume->revision);
  _burnish_udf_write_long_ad (logical + 248, BURNISH_BLOCK_SIZE, 0, 0);
  _burnish_write_le32 (logical + 264, maps_bytes);
  _burnish_write_le32 (logical + 268, n_maps);
  memcpy (logical + 440, maps, maps_bytes);
  _burnish_udf_seal (logical, BURNISH_UDF_TAG_LOGICAL_VOLUME, volume->revision, sector + 2,
                     440 + maps_bytes);
  _burnish_udf_seal (get_sector (volume, sector + 3), BURNISH_UDF_TAG_TERMINATOR, volume->revision,
                     sector + 3, 512);
}

static void
put_anchor (Volume *volume, guint32 sector)
{
  guint8 *anchor = get_sector (volume, sector);

  _burnish_write_le32 (anchor + 16, 16 * BURNISH_BLOCK_SIZE);
  _burnish_write_le32 (anchor + 20, 32);
  _burnish_write_le32 (anchor + 24, 16 * BURNISH_BLOCK_SIZE);
  _burnish_write_le32 (anchor + 28, 48);
  _burnish_udf_seal (anchor, BURNISH_UDF_TAG_ANCHOR, volume->revision, sector, 512);
}

static void
put_file_set (Volume *volume)
{
  guint8 *file_set = get_block (volume, 0);

  _burnish_udf_write_long_ad (file_set + 400, BURNISH_BLOCK_SIZE, 1, 0);
  _burnish_udf_seal (file_set, BURNISH_UDF_TAG_FILE_SET, volume->revision, 0, 512);
}

static Volume *
volume_new (BurnishUdfRevision revision)
{
  static const guint8 physical[6] = { 1, 6, 1 };
  Volume *volume = g_new0 (Volume, 1);

  volume->revision = revision;
  volume->names = g_string_new (NULL);
  put_sequence (volume, 32, physical, sizeof physical, 1);
  put_sequence (volume, 48, physical, sizeof physical, 1);
  put_anchor (volume, 256);
  put_anchor (volume, N_BLOCKS - 1);
  put_file_set (volume);
  return volume;
}

static void
volume_free (Volume *volume)
{
  g_string_free (volume->names, TRUE);
  g_free (volume);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Volume, volume_free)

/* A file entry, an extended one from 2.00 on, with its allocation. */
static void
put_entry (Volume *volume,
           guint32 block,
           BurnishUdfFileType type,
           BurnishUdfAllocation allocation,
           guint64 size_bytes,
           const void *descriptors,
           gsize descriptors_bytes)
{
  guint8 *entry = get_block (volume, block);
  gboolean is_extended = volume->revision >= BURNISH_UDF_2_00;
  gsize fixed = is_extended ? BURNISH_UDF_EXTENDED_FILE_ENTRY_SIZE : BURNISH_UDF_FILE_ENTRY_SIZE;

  g_assert_cmpuint (fixed + descriptors_bytes, <=, BURNISH_BLOCK_SIZE);
  if (_burnish_read_le16 (entry + 20) == 0)
    _burnish_write_le16 (entry + 20, 4);
  entry[27] = (guint8) type;
  _burnish_write_le16 (entry + 34, (guint16) allocation);
  _burnish_write_le64 (entry + 56, size_bytes);
  _burnish_write_le32 (entry + fixed - 4, (guint32) descriptors_bytes);
  memcpy (entry + fixed, descriptors, descriptors_bytes);
  _burnish_udf_seal (entry,
                     is_extended ? BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY : BURNISH_UDF_TAG_FILE_ENTRY,
                     volume->revision, block, fixed + descriptors_bytes);
}

static void
put_text (Volume *volume, guint32 block, const char *text)
{
  put_entry (volume, block, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_EMBEDDED,
             strlen (text), text, strlen (text));
}

static void
add_name_bytes (Volume *volume, const guint8 *name, guint name_bytes, guint32 block, guint flags)
{
  guint8 bytes[BURNISH_UDF_FID_SIZE + 260] = { 0 };
  gsize size_bytes = (BURNISH_UDF_FID_SIZE + name_bytes + 3) / 4 * 4;

  _burnish_write_le16 (bytes + 16, 1);
  bytes[18] = (guint8) flags;
  bytes[19] = (guint8) name_bytes;
  _burnish_udf_write_long_ad (bytes + 20, BURNISH_BLOCK_SIZE, block, 0);
  if (name_bytes > 0)
    memcpy (bytes + BURNISH_UDF_FID_SIZE, name, name_bytes);
  _burnish_udf_seal (bytes, BURNISH_UDF_TAG_FILE_IDENTIFIER, volume->revision, volume->folder,
                     size_bytes);
  g_string_append_len (volume->names, (const char *) bytes, (gssize) size_bytes);
}

static void
add_name (Volume *volume, const char *name, guint32 block, guint flags)
{
  guint8 bytes[256];

  _burnish_udf_text_encode (name, bytes);
  add_name_bytes (volume, bytes, (guint) _burnish_udf_text_size (name), block, flags);
}

static void
begin_folder (Volume *volume, guint32 block)
{
  volume->folder = block;
  g_string_truncate (volume->names, 0);
  add_name_bytes (volume, NULL, 0, 1, BURNISH_UDF_FID_DIRECTORY | BURNISH_UDF_FID_PARENT);
}

static void
end_folder_of (Volume *volume, BurnishUdfFileType type)
{
  put_entry (volume, volume->folder, type, BURNISH_UDF_ALLOCATION_EMBEDDED, volume->names->len,
             volume->names->str, volume->names->len);
}

static void
end_folder (Volume *volume)
{
  end_folder_of (volume, BURNISH_UDF_FILE_DIRECTORY);
}

/* ---- Reading them ---- */

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  Volume *volume = user_data;

  if (volume->cancels)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  memcpy (buffer, get_sector (volume, start_block), (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  if (volume->last_block >= start_block && volume->last_block < start_block + n_blocks)
    g_cancellable_cancel (volume->cancellable);
  return TRUE;
}

static BurnishUdfDevice
get_device (Volume *volume)
{
  return (BurnishUdfDevice){ .read = read_cb, .user_data = volume, .n_blocks = N_BLOCKS };
}

static BurnishUdfContents *
read_volume (Volume *volume)
{
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;
  BurnishUdfContents *contents = _burnish_udf_contents_read (&device, &error);

  g_assert_no_error (error);
  return contents;
}

static void
assert_refused (Volume *volume)
{
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  g_assert_null (_burnish_udf_contents_read (&device, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
}

/* The nodes' paths with a blank behind each, and "!" behind what is damaged. */
static void
assert_paths (const BurnishUdfContents *contents, const char *expected)
{
  g_autoptr (GString) paths = g_string_new (NULL);

  for (guint32 i = 0; i < contents->nodes->len; i++)
    {
      g_autofree char *path = _burnish_udf_contents_dup_path (contents, i);

      g_string_append_printf (paths, "/%s%s ", path,
                              _burnish_udf_contents_get_entry (contents, i)->is_damaged ? "!" : "");
    }
  g_assert_cmpstr (paths->str, ==, expected);
}

static void
assert_contents (Volume *volume,
                 const BurnishUdfContents *contents,
                 const BurnishUdfEntry *entry,
                 const char *expected)
{
  BurnishUdfDevice device = get_device (volume);
  g_autofree guint8 *bytes = g_malloc0 (entry->size_bytes + 1);
  g_autoptr (GError) error = NULL;

  _burnish_udf_contents_pread (contents, &device, entry, 0, bytes, entry->size_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, entry->size_bytes, expected, strlen (expected));
}

static gboolean
has_note (const BurnishUdfContents *contents, BurnishUdfNoteLevel level, const char *text)
{
  for (guint i = 0; i < contents->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (contents->notes, BurnishUdfNote, i);

      if (note->level == level && strstr (note->text, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* ---- Tests ---- */

static void
test_names (void)
{
  static const guint8 not_unicode[] = { 9, 'x' };
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
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
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
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
put_folder_of_tags (Volume *volume, guint32 block, guint32 n_blocks)
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
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);

  put_folder_of_tags (volume, 2, N_PART - 2);
  assert_refused (volume);
}

/* Also when all of a folder was read already. */
static void
test_cancelled_in_folder (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  put_folder_of_tags (volume, 2, 8);
  volume->last_block = PARTITION + 9;
  volume->cancellable = cancellable;
  device.cancellable = cancellable;
  g_assert_null (_burnish_udf_contents_read (&device, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_circles (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_2_01);
  g_autoptr (BurnishUdfContents) contents = NULL;

  begin_folder (volume, 1);
  add_name (volume, "a", 2, BURNISH_UDF_FID_DIRECTORY);
  end_folder (volume);
  begin_folder (volume, 2);
  add_name (volume, "up", 1, BURNISH_UDF_FID_DIRECTORY);
  add_name (volume, "self", 2, BURNISH_UDF_FID_DIRECTORY);
  add_name (volume, "nowhere", N_PART, 0);
  end_folder (volume);
  contents = read_volume (volume);
  assert_paths (contents, "/ /a! /a/nowhere! ");
  g_assert_cmpuint (contents->n_lost, ==, 3);
}

/* Descriptors that go on in other blocks, holes, and extents one after the other. */
static void
test_extents (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;
  const BurnishUdfEntry *entry;
  guint8 first[4 * BURNISH_UDF_SHORT_AD_SIZE] = { 0 };
  guint8 *more = get_block (volume, 3);

  begin_folder (volume, 1);
  add_name (volume, "file", 2, 0);
  end_folder (volume);
  _burnish_write_le32 (first, 2048);
  _burnish_write_le32 (first + 4, 10);
  _burnish_write_le32 (first + 8, 2048);
  _burnish_write_le32 (first + 12, 11);
  _burnish_write_le32 (first + 16, 0x80000000u | 4096);
  _burnish_write_le32 (first + 24, 0xC0000000u | 2048);
  _burnish_write_le32 (first + 28, 3);
  put_entry (volume, 2, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_SHORT, 8196, first,
             sizeof first);
  _burnish_write_le32 (more + 20, BURNISH_UDF_SHORT_AD_SIZE);
  _burnish_write_le32 (more + 24, 4);
  _burnish_write_le32 (more + 28, 20);
  _burnish_udf_seal (more, BURNISH_UDF_TAG_ALLOCATION_EXTENT, volume->revision, 3, 32);
  contents = read_volume (volume);
  g_assert_cmpuint (contents->n_lost, ==, 0);
  entry = _burnish_udf_contents_get_entry (contents, 1);
  g_assert_cmpuint (entry->n_extents, ==, 3);
  g_assert_cmpuint (
      g_array_index (contents->extents, BurnishUdfExtent, entry->first_extent).size_bytes, ==,
      4096);
  g_assert_cmpuint (
      g_array_index (contents->extents, BurnishUdfExtent, entry->first_extent + 1).start_byte, ==,
      BURNISH_UDF_HOLE);

  /* One that leads to itself, and one that is damaged. */
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  _burnish_write_le32 (more + 24, 0xC0000000u | 2048);
  _burnish_write_le32 (more + 28, 3);
  _burnish_udf_seal (more, BURNISH_UDF_TAG_ALLOCATION_EXTENT, volume->revision, 3, 32);
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");
  g_assert_true (has_note (contents, BURNISH_UDF_NOTE_LOST, "circles"));
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  more[20] ^= 1;
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");
}

/* Lengths and places beyond everything. */
static void
test_sizes (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_2_01);
  g_autoptr (BurnishUdfContents) contents = NULL;
  BurnishUdfDevice device = get_device (volume);
  guint8 extent[BURNISH_UDF_LONG_AD_SIZE];
  guint8 byte;

  begin_folder (volume, 1);
  add_name (volume, "short", 2, 0);
  add_name (volume, "outside", 3, 0);
  add_name (volume, "huge", 4, 0);
  end_folder (volume);
  _burnish_udf_write_long_ad (extent, 2048, 10, 0);
  put_entry (volume, 2, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_LONG, 5000, extent,
             sizeof extent);
  _burnish_udf_write_long_ad (extent, 4096, N_PART - 1, 0);
  put_entry (volume, 3, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_LONG, 4096, extent,
             sizeof extent);
  put_entry (volume, 4, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_LONG, G_MAXUINT64, extent,
             sizeof extent);
  contents = read_volume (volume);
  assert_paths (contents, "/ /short! /outside! /huge! ");
  g_assert_true (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 1), 2047, &byte, 1, NULL));
  g_assert_false (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 1), 2048, &byte, 1, NULL));
  g_assert_true (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 2), 2047, &byte, 1, NULL));
  g_assert_false (_burnish_udf_contents_pread (
      contents, &device, _burnish_udf_contents_get_entry (contents, 2), 2048, &byte, 1, NULL));
}

/* Strategy 4096: each entry is followed by where the next one is. */
static void
test_strategy_4096 (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
  g_autoptr (BurnishUdfContents) contents = NULL;
  guint8 *indirect = get_block (volume, 3);

  begin_folder (volume, 1);
  add_name (volume, "file", 2, 0);
  end_folder (volume);
  _burnish_write_le16 (get_block (volume, 2) + 20, 4096);
  put_text (volume, 2, "old");
  _burnish_udf_write_long_ad (indirect + 36, 4096, 10, 0);
  _burnish_udf_seal (indirect, BURNISH_UDF_TAG_INDIRECT_ENTRY, volume->revision, 3, 52);
  /* What it points at is not recorded yet. */
  contents = read_volume (volume);
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "old");
  g_assert_cmpuint (contents->n_lost, ==, 0);

  g_clear_pointer (&contents, _burnish_udf_contents_free);
  _burnish_write_le16 (get_block (volume, 10) + 20, 4096);
  put_text (volume, 10, "newer");
  contents = read_volume (volume);
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "newer");

  /* Where the newest is cannot be told. */
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  indirect[40] ^= 1;
  contents = read_volume (volume);
  assert_paths (contents, "/ /file! ");

  /* A circle. */
  g_clear_pointer (&contents, _burnish_udf_contents_free);
  _burnish_udf_write_long_ad (indirect + 36, 4096, 2, 0);
  _burnish_udf_seal (indirect, BURNISH_UDF_TAG_INDIRECT_ENTRY, volume->revision, 3, 52);
  assert_refused (volume);
}

static void
test_streams (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_2_00);
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
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_2_00);
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
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
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

/* A packet that lies elsewhere, and the second table when the first is damaged. */
static void
test_sparing (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_50);
  g_autoptr (BurnishUdfContents) contents = NULL;
  guint8 map[64] = { 2, 64 };
  guint8 *table = get_sector (volume, 100);

  _burnish_udf_write_regid (map + 4, "*UDF Sparable Partition", BURNISH_UDF_SUFFIX_UDF,
                            volume->revision);
  _burnish_write_le16 (map + 40, 32);
  map[42] = 2;
  _burnish_write_le32 (map + 44, 2048);
  _burnish_write_le32 (map + 48, 99);
  _burnish_write_le32 (map + 52, 100);
  put_sequence (volume, 32, map, sizeof map, 1);
  _burnish_udf_write_regid (table + 16, "*UDF Sparing Table", BURNISH_UDF_SUFFIX_UDF,
                            volume->revision);
  _burnish_write_le16 (table + 48, 2);
  _burnish_write_le32 (table + 56, 64);
  _burnish_write_le32 (table + 60, 120);
  _burnish_write_le32 (table + 64, 0xFFFFFFFF);
  _burnish_udf_seal (table, 0, volume->revision, 100, 72);
  begin_folder (volume, 1);
  add_name (volume, "file", 66, 0);
  end_folder (volume);
  put_text (volume, 66, "spared");
  memcpy (get_sector (volume, 122), get_block (volume, 66), BURNISH_BLOCK_SIZE);
  memset (get_block (volume, 66), 0, BURNISH_BLOCK_SIZE);
  contents = read_volume (volume);
  assert_paths (contents, "/ /file ");
  assert_contents (volume, contents, _burnish_udf_contents_get_entry (contents, 1), "spared");
  g_assert_cmpuint (contents->n_lost, ==, 0);
  g_assert_true (has_note (contents, BURNISH_UDF_NOTE_RECOVERED, "Sparing table 1"));
}

static void
test_maps (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_2_50);
  static const guint8 unknown[8] = { 3, 8 };
  guint8 metadata[70] = { 1, 6, 1, 0, 0, 0, 2, 64 };

  begin_folder (volume, 1);
  end_folder (volume);
  put_sequence (volume, 32, unknown, sizeof unknown, 1);
  assert_refused (volume);
  _burnish_udf_write_regid (metadata + 10, "*UDF Metadata Partition", BURNISH_UDF_SUFFIX_UDF,
                            volume->revision);
  put_sequence (volume, 32, metadata, sizeof metadata, 2);
  assert_refused (volume);
}

static void
test_cancelled (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  volume->cancels = TRUE;
  g_assert_null (_burnish_udf_contents_read (&device, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_nothing (void)
{
  g_autoptr (Volume) volume = volume_new (BURNISH_UDF_1_02);
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
  g_test_add_func ("/image/udf-reader/extents", test_extents);
  g_test_add_func ("/image/udf-reader/sizes", test_sizes);
  g_test_add_func ("/image/udf-reader/strategy-4096", test_strategy_4096);
  g_test_add_func ("/image/udf-reader/streams", test_streams);
  g_test_add_func ("/image/udf-reader/streams-of-folder", test_streams_of_folder);
  g_test_add_func ("/image/udf-reader/link-targets", test_link_targets);
  g_test_add_func ("/image/udf-reader/sparing", test_sparing);
  g_test_add_func ("/image/udf-reader/maps", test_maps);
  g_test_add_func ("/image/udf-reader/cancelled", test_cancelled);
  g_test_add_func ("/image/udf-reader/nothing", test_nothing);
  return g_test_run ();
}
