/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "job-test.h"

#include "burnish-error.h"
#include "burnish-iso-reader-private.h"
#include "burnish-manifest-reader-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* Discs that lie. */

typedef struct
{
  guint8 *bytes;
  gsize size_bytes;
  guint n_reads;
} Disc;

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  Disc *disc = user_data;
  guint64 end = ((guint64) start_block + n_blocks) * BURNISH_BLOCK_SIZE;

  disc->n_reads++;
  g_assert_cmpuint (n_blocks, >, 0);
  g_assert_cmpuint (n_blocks, <=, 32);
  if (end > disc->size_bytes)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "No block %u", start_block);
      return FALSE;
    }
  memcpy (buffer, disc->bytes + (gsize) start_block * BURNISH_BLOCK_SIZE,
          (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  return TRUE;
}

static void
disc_init (Disc *disc, BurnishImageLayout **layout)
{
  g_autoptr (BurnishTree) tree = test_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageStream) stream = NULL;

  *layout = test_layout_new (tree, options);
  stream = _burnish_image_stream_new (*layout, BURNISH_SOURCE_STOP, TRUE);
  disc->size_bytes = _burnish_image_stream_get_n_blocks (stream) * BURNISH_BLOCK_SIZE;
  disc->bytes = test_read_all (stream, 65536);
  disc->n_reads = 0;
}

static const BurnishIsoFile *
find (const BurnishIsoContents *contents, const char *path)
{
  for (guint i = 0; i < contents->files->len; i++)
    {
      const BurnishIsoFile *file = g_ptr_array_index (contents->files, i);

      if (g_str_equal (file->path, path))
        return file;
    }
  return NULL;
}

static void
test_good (void)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishIsoContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  const BurnishIsoFile *large;
  Disc disc;

  disc_init (&disc, &layout);
  contents = _burnish_iso_contents_read (0, read_cb, &disc, &error);
  g_assert_no_error (error);
  g_assert_true (contents->has_rock_ridge);
  g_assert_cmpuint (contents->files->len, ==, 56);
  g_assert_nonnull (find (contents, "folder/small-07"));
  g_assert_nonnull (find (contents, "folder/not utf-8 \xff"));
  g_assert_nonnull (find (contents, "folder/new\nline \\"));
  g_assert_nonnull (find (contents, BURNISH_MANIFEST_NAME));
  large = find (contents, "large.bin");
  g_assert_cmpuint (large->size_bytes, ==, 3 * 1000 * 1000);
  g_assert_cmpuint (g_array_index (large->extents, BurnishIsoExtent, 0).start_block, ==,
                    burnish_image_layout_get_start_block (
                        layout, burnish_tree_snapshot_lookup (
                                    burnish_image_layout_get_snapshot (layout), "/large.bin")));
  g_free (disc.bytes);
}

static guint32
get_le32 (const guint8 *bytes)
{
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (guint32) bytes[3] << 24;
}

static void
put_le32 (guint8 *bytes, guint32 value)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = (guint8) (value >> 8 * i);
}

/* The record of the only folder in the root. */
static guint8 *
find_folder_record (Disc *disc)
{
  guint32 root = get_le32 (disc->bytes + 16 * BURNISH_BLOCK_SIZE + 156 + 2);
  guint8 *block = disc->bytes + (gsize) root * BURNISH_BLOCK_SIZE;

  for (guint i = 0; block[i] != 0; i += block[i])
    if ((block[i + 25] & 2) && !(block[i + 32] == 1 && block[i + 33] <= 1))
      return block + i;
  g_assert_not_reached ();
}

static guint8 *
find_name_entry (Disc *disc, const char *name)
{
  gsize length = strlen (name);

  for (gsize i = 0; i + length + 5 < disc->size_bytes; i++)
    if (memcmp (disc->bytes + i, "NM", 2) == 0 && disc->bytes[i + 2] == length + 5
        && memcmp (disc->bytes + i + 5, name, length) == 0)
      return disc->bytes + i;
  g_assert_not_reached ();
}

typedef void (*Spoil) (Disc *disc);

/* A folder that contains itself. */
static void
spoil_loop (Disc *disc)
{
  guint32 root = get_le32 (disc->bytes + 16 * BURNISH_BLOCK_SIZE + 156 + 2);

  put_le32 (find_folder_record (disc) + 2, root);
}

static void
spoil_huge_folder (Disc *disc)
{
  put_le32 (find_folder_record (disc) + 10, 0xFFFFF800);
}

static void
spoil_folder_outside (Disc *disc)
{
  put_le32 (find_folder_record (disc) + 2, 0xFFFFFFF0);
}

static void
spoil_no_size (Disc *disc)
{
  put_le32 (find_folder_record (disc) + 10, 0);
}

static void
spoil_dot_dot (Disc *disc)
{
  guint8 *entry = find_name_entry (disc, "folder");

  memcpy (entry + 5, "..\0\0\0\0", 6);
}

static void
spoil_slash (Disc *disc)
{
  find_name_entry (disc, "folder")[7] = '/';
}

static void
spoil_nul (Disc *disc)
{
  find_name_entry (disc, "folder")[7] = '\0';
}

static void
spoil_short_record (Disc *disc)
{
  find_folder_record (disc)[0] = 20;
}

static void
spoil_name_length (Disc *disc)
{
  find_folder_record (disc)[32] = 255;
}

static void
spoil_volume_size (Disc *disc)
{
  put_le32 (disc->bytes + 16 * BURNISH_BLOCK_SIZE + 80, 20);
}

static void
spoil_magic (Disc *disc)
{
  disc->bytes[16 * BURNISH_BLOCK_SIZE + 1] = 'X';
}

static void
test_hostile (void)
{
  static const Spoil spoils[] = {
    spoil_loop,        spoil_huge_folder, spoil_folder_outside, spoil_no_size,     spoil_dot_dot,
    spoil_slash,       spoil_nul,         spoil_short_record,   spoil_name_length,

    spoil_volume_size, spoil_magic,
  };

  for (guint i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (BurnishImageLayout) layout = NULL;
      g_autoptr (BurnishIsoContents) contents = NULL;
      g_autoptr (GError) error = NULL;
      Disc disc;

      disc_init (&disc, &layout);
      spoils[i](&disc);
      contents = _burnish_iso_contents_read (0, read_cb, &disc, &error);
      if (contents != NULL)
        g_error ("disc %u was believed", i);
      g_assert_true (error->code == BURNISH_ERROR_IMAGE_INVALID
                     || error->code == BURNISH_ERROR_READ_FAILED);
      g_assert_cmpuint (disc.n_reads, <, 1000);
      g_free (disc.bytes);
    }
}

/* A relocated folder (RRIP CL) whose record says that it is the first section of a file. */
static void
test_continued_nothing (void)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autoptr (BurnishIsoContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *record;
  guint8 *entry;
  Disc disc;

  disc_init (&disc, &layout);
  record = find_folder_record (&disc);
  record[25] = 0x80;
  for (entry = record + 34; memcmp (entry, "PX", 2) != 0; entry++)
    g_assert_true (entry < record + record[0]);
  memcpy (entry, "CL", 2);
  put_le32 (entry + 4, get_le32 (record + 2));
  contents = _burnish_iso_contents_read (0, read_cb, &disc, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->files->len, ==, 56);
  g_assert_nonnull (find (contents, "folder/small-07"));
  g_assert_nonnull (find (contents, "hello.txt"));
  g_free (disc.bytes);
}

/* A record of the root by its ISO 9660 name; NULL: the last one. */
static guint8 *
find_root_record (Disc *disc, const char *name)
{
  guint32 root = get_le32 (disc->bytes + 16 * BURNISH_BLOCK_SIZE + 156 + 2);
  guint8 *block = disc->bytes + (gsize) root * BURNISH_BLOCK_SIZE;

  for (guint i = 0; block[i] != 0; i += block[i])
    if (name != NULL ? memcmp (block + i + 33, name, strlen (name)) == 0 : block[i + block[i]] == 0)
      return block + i;
  g_assert_not_reached ();
}

static void
assert_loss (Disc *disc, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishIsoContents) contents = _burnish_iso_contents_read (0, read_cb, disc, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (contents->losses->len, ==, 1);
  g_assert_cmpstr (g_array_index (contents->losses, BurnishIsoLoss, 0).text, ==, text);
  g_assert_cmpuint (contents->oddities->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (contents->oddities, 0), ==, text);
}

/* A section that says that another one follows, before another file and at the folder's end. */
static void
test_short_file (void)
{
  static const char *const names[] = { "HELLO.TXT", NULL };
  static const char *const texts[] = { "“hello.txt” lacks its last part",
                                       "“SHA256SUMS” lacks its last part" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (BurnishImageLayout) layout = NULL;
      Disc disc;

      disc_init (&disc, &layout);
      find_root_record (&disc, names[i])[25] |= 0x80;
      assert_loss (&disc, texts[i]);
      g_free (disc.bytes);
    }
}

/* A folder that is marked as relocated (RRIP RE), but no record leads to it. */
static void
test_relocated_nowhere (void)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  guint8 *record;
  guint8 *entry;
  Disc disc;

  disc_init (&disc, &layout);
  record = find_folder_record (&disc);
  for (entry = record + 34; memcmp (entry, "PX", 2) != 0; entry++)
    g_assert_true (entry < record + record[0]);
  memcpy (entry, "RE", 2);
  assert_loss (&disc, "“folder” is said to be in another folder, but is in none");
  g_free (disc.bytes);
}

/* Random damage to descriptors and trees: an answer or an error, nothing else, and soon. */
static void
test_random (void)
{
  g_autoptr (BurnishImageLayout) layout = NULL;
  Disc disc;
  g_autofree guint8 *good = NULL;
  guint32 end;

  disc_init (&disc, &layout);
  good = g_memdup2 (disc.bytes, disc.size_bytes);
  end = burnish_image_layout_get_start_block (
      layout, burnish_tree_snapshot_lookup (burnish_image_layout_get_snapshot (layout),
                                            "/folder/small-00"));
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (BurnishIsoContents) contents = NULL;
      g_autoptr (GError) error = NULL;

      memcpy (disc.bytes, good, (gsize) end * BURNISH_BLOCK_SIZE);
      disc.n_reads = 0;
      for (gint n = g_test_rand_int_range (1, 6); n > 0; n--)
        disc.bytes[g_test_rand_int_range (16 * BURNISH_BLOCK_SIZE,
                                          (gint32) end * BURNISH_BLOCK_SIZE)] =
            (guint8) g_test_rand_int_range (0, 256);
      contents = _burnish_iso_contents_read (0, read_cb, &disc, &error);
      g_assert_true ((contents == NULL) == (error != NULL));
      g_assert_cmpuint (disc.n_reads, <, 10000);
    }
  g_free (disc.bytes);
}

/* ---- Manifest ---- */

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"

static void
test_manifest (void)
{
  static const char text[] = DIGEST "  plain\n" DIGEST " *./binary\n"
                                    "\\" DIGEST "  new\\nline\\\\\n"
                                    "# a comment\n\\# another\n"
                                    "\n" DIGEST "  last line without end";
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) entries = _burnish_manifest_parse (text, strlen (text), &error);
  const BurnishManifestEntry *entry;

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (entries), ==, 4);
  entry = g_hash_table_lookup (entries, "new\nline\\");
  g_assert_nonnull (entry);
  g_assert_cmphex (entry->digest[0], ==, 0x00);
  g_assert_cmphex (entry->digest[31], ==, 0xFF);
  g_assert_nonnull (g_hash_table_lookup (entries, "plain"));
  g_assert_nonnull (g_hash_table_lookup (entries, "binary"));
  g_assert_nonnull (g_hash_table_lookup (entries, "last line without end"));
}

static void
test_manifest_bad (void)
{
  static const char *const texts[] = {
    "hello\n",
    DIGEST "\n",
    DIGEST "  \n",
    DIGEST " x name\n",
    "g" DIGEST "  name\n",
    "\\" DIGEST "  bad \\x escape\n",
    "\\" DIGEST "  ends with \\\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (_burnish_manifest_parse (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/iso-reader/good", test_good);
  g_test_add_func ("/iso-reader/hostile", test_hostile);
  g_test_add_func ("/iso-reader/continued-nothing", test_continued_nothing);
  g_test_add_func ("/iso-reader/short-file", test_short_file);
  g_test_add_func ("/iso-reader/relocated-nowhere", test_relocated_nowhere);
  g_test_add_func ("/iso-reader/random", test_random);
  g_test_add_func ("/iso-reader/manifest", test_manifest);
  g_test_add_func ("/iso-reader/manifest-bad", test_manifest_bad);
  return g_test_run ();
}
