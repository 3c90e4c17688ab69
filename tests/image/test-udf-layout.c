/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan.h"
#include "burnish-udf-layout-private.h"
#include "image-test.h"
#include "udf-volume.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define IMAGE_TIME_US  (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)
#define MANIFEST_BYTES 3000

/* ---- A disc in memory ---- */

typedef struct
{
  BurnishTreeSnapshot *snapshot; /* (owned) */
  BurnishImageOptions *options;  /* (owned) */
  BurnishUdfLayout *layout;      /* (owned) */
  guint32 *start_blocks;         /* (owned) */
  guint8 *bytes;                 /* (owned): the whole disc */
  guint32 n_blocks;
} Disc;

static void
disc_clear (Disc *self)
{
  g_clear_pointer (&self->layout, _burnish_udf_layout_free);
  g_clear_pointer (&self->snapshot, burnish_tree_snapshot_unref);
  g_clear_object (&self->options);
  g_clear_pointer (&self->start_blocks, g_free);
  g_clear_pointer (&self->bytes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Disc, disc_clear)

typedef struct
{
  const char *name;
  BurnishUdfRevision revision;
  gboolean is_duplicated;
  gboolean has_vat;
  gboolean embeds;
  gboolean has_manifest;
  BurnishUdfSymlinks symlinks;
  guint32 session_block;
} Choice;

static const Choice choices[] = {
  { .name = "1.02", .revision = BURNISH_UDF_1_02, .has_manifest = TRUE },
  { .name = "1.50", .revision = BURNISH_UDF_1_50, .has_manifest = TRUE },
  { .name = "2.00", .revision = BURNISH_UDF_2_00 },
  { .name = "2.01", .revision = BURNISH_UDF_2_01, .has_manifest = TRUE },
  { .name = "2.50", .revision = BURNISH_UDF_2_50, .has_manifest = TRUE },
  { .name = "2.50-twice",
    .revision = BURNISH_UDF_2_50,
    .is_duplicated = TRUE,
    .has_manifest = TRUE },
  { .name = "2.60", .revision = BURNISH_UDF_2_60 },
  { .name = "2.60-twice", .revision = BURNISH_UDF_2_60, .is_duplicated = TRUE },
  { .name = "1.02-links", .revision = BURNISH_UDF_1_02, .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "2.01-links", .revision = BURNISH_UDF_2_01, .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "2.50-links", .revision = BURNISH_UDF_2_50, .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "1.02-embedded", .revision = BURNISH_UDF_1_02, .embeds = TRUE, .has_manifest = TRUE },
  { .name = "2.50-embedded", .revision = BURNISH_UDF_2_50, .embeds = TRUE, .is_duplicated = TRUE },
  { .name = "1.50-vat", .revision = BURNISH_UDF_1_50, .has_vat = TRUE, .has_manifest = TRUE },
  { .name = "2.00-vat", .revision = BURNISH_UDF_2_00, .has_vat = TRUE, .has_manifest = TRUE },
  { .name = "2.01-vat-links",
    .revision = BURNISH_UDF_2_01,
    .has_vat = TRUE,
    .symlinks = BURNISH_UDF_SYMLINKS_KEEP },
  { .name = "2.60-vat-embedded", .revision = BURNISH_UDF_2_60, .has_vat = TRUE, .embeds = TRUE },
  { .name = "1.02-session",
    .revision = BURNISH_UDF_1_02,
    .session_block = 320,
    .has_manifest = TRUE },
  { .name = "2.60-session",
    .revision = BURNISH_UDF_2_60,
    .session_block = 640,
    .is_duplicated = TRUE },
  { .name = "2.00-vat-session",
    .revision = BURNISH_UDF_2_00,
    .session_block = 640,
    .has_vat = TRUE },
};

static BurnishImageOptions *
make_options (const Choice *choice)
{
  BurnishImageOptions *options = test_options_new ();

  g_object_set (options, "udf-revision", choice->revision, "udf-duplicate-metadata",
                choice->is_duplicated, "udf-vat", choice->has_vat, "udf-embed", choice->embeds,
                "udf-symlinks", choice->symlinks, NULL);
  return options;
}

static BurnishUdfInput
make_input (const Choice *choice, BurnishTreeSnapshot *snapshot, BurnishImageOptions *options)
{
  return (BurnishUdfInput){
    .snapshot = snapshot,
    .options = options,
    .volume_id = "Disc \xC3\xA4 \xF0\x9F\x98\x80",
    .image_time_us = IMAGE_TIME_US,
    .latest_time_us = IMAGE_TIME_US,
    .manifest_size_bytes = choice->has_manifest ? MANIFEST_BYTES : 0,
    .session_block = choice->session_block,
  };
}

static guint64
get_size_bytes (const Disc *self, BurnishNode node)
{
  return node == burnish_tree_snapshot_get_n_nodes (self->snapshot)
             ? MANIFEST_BYTES
             : burnish_tree_snapshot_get_node_size_bytes (self->snapshot, node);
}

/* What a file holds, made up from its number. */
static guint8
get_filling (BurnishNode node)
{
  return (guint8) (node * 7 + 1);
}

static BurnishNode
get_first (const Disc *self, BurnishNode node)
{
  return node == burnish_tree_snapshot_get_n_nodes (self->snapshot)
             ? node
             : burnish_tree_snapshot_get_first_link (self->snapshot, node);
}

static void
disc_place (Disc *self, const Choice *choice)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  BurnishUdfPlacement placement = {
    .end_block = choice->session_block + _burnish_udf_layout_get_head_blocks (self->layout),
    .recognition_block = choice->session_block + BURNISH_UDF_RECOGNITION_BLOCK,
  };
  g_autoptr (GError) error = NULL;

  self->start_blocks = g_new0 (guint32, n_nodes + 1);
  for (BurnishNode node = 0; node < n_nodes + choice->has_manifest; node++)
    {
      if (node < n_nodes
          && burnish_tree_snapshot_get_kind (self->snapshot, node) != BURNISH_NODE_FILE)
        continue;
      if (get_first (self, node) != node || get_size_bytes (self, node) == 0
          || _burnish_udf_layout_is_embedded (self->layout, node))
        continue;
      self->start_blocks[node] = placement.end_block;
      placement.end_block += (guint32) burnish_bytes_to_blocks (get_size_bytes (self, node));
    }
  placement.start_blocks = self->start_blocks;
  _burnish_udf_layout_place (self->layout, &placement, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (_burnish_udf_layout_get_tail_block (self->layout), >=, placement.end_block);
}

/* Reads blocks in pieces, as a stream would, and puts in what is embedded. */
static void
disc_read (Disc *self, guint32 start_block, guint32 end_block, guint32 piece_blocks)
{
  for (guint32 block = start_block; block < end_block; block += piece_blocks)
    _burnish_udf_layout_read (self->layout, block, MIN (piece_blocks, end_block - block),
                              self->bytes + (gsize) block * BURNISH_BLOCK_SIZE);
  for (guint32 block = start_block; block < end_block; block++)
    {
      BurnishNode node = _burnish_udf_layout_get_embedded_node (self->layout, block);
      guint8 contents[BURNISH_BLOCK_SIZE];

      if (node == BURNISH_NODE_NONE)
        continue;
      memset (contents, get_filling (node), sizeof contents);
      _burnish_udf_layout_embed (self->layout, node, contents,
                                 self->bytes + (gsize) block * BURNISH_BLOCK_SIZE);
    }
}

static void
disc_init (Disc *self, BurnishTree *tree, const Choice *choice, guint32 piece_blocks)
{
  g_autoptr (GError) error = NULL;
  BurnishUdfInput input;
  guint32 head_end, n_nodes;

  *self = (Disc){ .snapshot = burnish_tree_freeze (tree), .options = make_options (choice) };
  input = make_input (choice, self->snapshot, self->options);
  self->layout = _burnish_udf_layout_new (&input, NULL, &error);
  g_assert_no_error (error);
  disc_place (self, choice);
  self->n_blocks = _burnish_udf_layout_get_end_block (self->layout);
  self->bytes = g_malloc0 ((gsize) self->n_blocks * BURNISH_BLOCK_SIZE);
  head_end = choice->session_block + _burnish_udf_layout_get_head_blocks (self->layout);
  disc_read (self, choice->session_block, head_end, piece_blocks);
  disc_read (self, _burnish_udf_layout_get_tail_block (self->layout), self->n_blocks, piece_blocks);
  n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  for (BurnishNode node = 0; node < n_nodes + choice->has_manifest; node++)
    if (self->start_blocks[node] > 0)
      memset (self->bytes + (gsize) self->start_blocks[node] * BURNISH_BLOCK_SIZE,
              get_filling (node), (gsize) get_size_bytes (self, node));
}

/* The path in the volume; NULL when it or a folder above is not there. */
static char *
dup_udf_path (const Disc *self, BurnishNode node)
{
  g_autofree char *parent = NULL;
  g_autofree char *name = _burnish_udf_layout_dup_name (self->layout, node);

  if (node == BURNISH_NODE_ROOT)
    return g_strdup ("");
  g_assert_nonnull (name);
  parent = dup_udf_path (self, node == burnish_tree_snapshot_get_n_nodes (self->snapshot)
                                   ? BURNISH_NODE_ROOT
                                   : burnish_tree_snapshot_get_parent (self->snapshot, node));
  return g_strconcat (parent, "/", name, NULL);
}

static void
assert_contents (const VolumeFile *file, guint64 size_bytes, guint8 filling)
{
  g_assert_cmpuint (file->type, ==, BURNISH_UDF_FILE_REGULAR);
  g_assert_cmpuint (file->size_bytes, ==, size_bytes);
  for (gsize i = 0; file->data && i < size_bytes; i++)
    g_assert_cmpuint (file->data[i], ==, filling);
}

static guint32
get_expected_permissions (guint32 mode)
{
  static const guint8 classes[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  guint32 permissions = classes[mode & 7] | (guint32) classes[mode >> 3 & 7] << 5
                        | (guint32) classes[mode >> 6 & 7] << 10;

  /* Who may write may change attributes and delete. */
  return permissions | (mode & 0200 ? 0x18u << 10 : 0);
}

static void
assert_node (const Disc *self, Volume *volume, BurnishNode node)
{
  g_autofree char *path = dup_udf_path (self, node);
  VolumeFile *file = volume_lookup (volume, path);
  guint32 mode = burnish_tree_snapshot_get_mode (self->snapshot, node);
  gint64 time_us = burnish_tree_snapshot_get_mtime_us (self->snapshot, node);

  g_assert_nonnull (file);
  switch (burnish_tree_snapshot_get_kind (self->snapshot, node))
    {
    case BURNISH_NODE_FOLDER:
      g_assert_cmpuint (file->type, ==, BURNISH_UDF_FILE_DIRECTORY);
      break;
    case BURNISH_NODE_SYMLINK:
      return;
    case BURNISH_NODE_FILE:
    default:
      assert_contents (file, get_size_bytes (self, node), get_filling (get_first (self, node)));
      break;
    }
  g_assert_cmpint (file->time_us, ==, MIN (time_us, IMAGE_TIME_US));
  g_assert_cmphex (file->permissions, ==, get_expected_permissions (mode));
  g_assert_cmpuint (!!(file->icb_flags & 0x40), ==, !!(mode & 04000));
  g_assert_cmpuint (!!(file->icb_flags & 0x80), ==, !!(mode & 02000));
  g_assert_cmpuint (!!(file->icb_flags & 0x100), ==, !!(mode & 01000));
  g_assert_cmpuint (file->uid, ==, burnish_tree_snapshot_get_uid (self->snapshot, node));
  g_assert_cmpuint (file->gid, ==, burnish_tree_snapshot_get_gid (self->snapshot, node));
}

/* Everything that has a name is there, and nothing else. */
static void
assert_disc (const Disc *self, const Choice *choice, Volume *volume)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot), n_present = 0;
  VolumeFile *manifest = volume_lookup (volume, "/SHA256SUMS");

  g_assert_cmphex (volume->revision, ==, choice->revision);
  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      g_autofree char *name = _burnish_udf_layout_dup_name (self->layout, node);

      if (name == NULL)
        continue;
      n_present++;
      assert_node (self, volume, node);
    }
  g_assert_true (choice->has_manifest == (manifest != NULL));
  if (manifest)
    {
      assert_contents (manifest, MANIFEST_BYTES, get_filling (n_nodes));
      g_assert_cmphex (manifest->permissions, ==, get_expected_permissions (0444));
      g_assert_cmpint (manifest->time_us, ==, IMAGE_TIME_US);
    }
  g_assert_cmpuint (volume->files->len, ==, n_present + choice->has_manifest);
}

/* ---- Trees ---- */

static BurnishTree *
make_tree (void)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode folder = BURNISH_NODE_ROOT, many;
  static const gsize sizes[] = { 0, 1, 1831, 1832, 1833, 1872, 1873, 2047, 2048, 2049, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("size-%" G_GSIZE_FORMAT, sizes[i]);

      test_add_size (tree, BURNISH_NODE_ROOT, name, sizes[i]);
    }
  for (guint i = 0; i < 20; i++)
    folder = test_add_folder (tree, folder, "deeper");
  test_add_text (tree, folder, "at the bottom", "x");
  test_add_folder (tree, BURNISH_NODE_ROOT, "empty");
  many = test_add_folder (tree, BURNISH_NODE_ROOT, "many");
  /* Names of all lengths, so that identifiers end at every place of a block. */
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *name = g_strdup_printf (
          "%04u %.*s", i, (int) (i % 97),
          "a name that is "
          "longer and longer until it takes more room than most others do in a directory");

      test_add_size (tree, many, name, i % 3);
    }
  test_add_text (tree, many, "emoji \xF0\x9F\x98\x80", "x");
  test_add_text (tree, many, "latin \xC3\xA9", "x");
  return tree;
}

static void
test_volume (gconstpointer data)
{
  const Choice *choice = data;
  g_autoptr (BurnishTree) tree = make_tree ();
  g_auto (Disc) disc = { 0 }, again = { 0 };
  g_auto (Volume) volume = { 0 };

  disc_init (&disc, tree, choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, choice->session_block);
  assert_disc (&disc, choice, &volume);
  /* The same in other pieces. */
  disc_init (&again, tree, choice, 1);
  g_assert_cmpmem (disc.bytes, (gsize) disc.n_blocks * BURNISH_BLOCK_SIZE, again.bytes,
                   (gsize) again.n_blocks * BURNISH_BLOCK_SIZE);
}

static void
test_empty (gconstpointer data)
{
  const Choice *choice = data;
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  disc_init (&disc, tree, choice, 7);
  volume_init (&volume, disc.bytes, disc.n_blocks, choice->session_block);
  assert_disc (&disc, choice, &volume);
}

/* ---- Links ---- */

static BurnishTree *
scan (TestFolder *folder)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishScan) run = burnish_scan_new (folder->path);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (run, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, run, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&tree);
}

static void
add_link (TestFolder *folder, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  g_assert_no_errno (symlink (target, path));
}

static BurnishTree *
make_links (TestFolder *folder)
{
  g_autofree char *sub = g_build_filename (folder->path, "sub", NULL);
  g_autofree char *file = test_folder_write (folder, "file", "contents", 8);
  g_autofree char *hard = g_build_filename (folder->path, "hard", NULL);
  g_autofree char *inner = NULL;
  g_autofree char *hard_inner = g_build_filename (sub, "hard", NULL);

  g_assert_no_errno (g_mkdir (sub, 0755));
  inner = test_folder_write (folder, "sub/inner", "more", 4);
  g_assert_no_errno (chmod (file, 06741));
  g_assert_no_errno (chmod (sub, 01777));
  g_assert_no_errno (link (file, hard));
  g_assert_no_errno (link (file, hard_inner));
  add_link (folder, "to-file", "file");
  add_link (folder, "to-hard", "./sub//hard");
  add_link (folder, "sub/up", "../file");
  add_link (folder, "chain", "sub/up");
  add_link (folder, "through", "folder/inner");
  add_link (folder, "folder", "sub");
  add_link (folder, "outside", "../file");
  add_link (folder, "absolute", "/etc/passwd");
  add_link (folder, "missing", "nothing");
  add_link (folder, "loop", "loop2");
  add_link (folder, "loop2", "loop");
  add_link (folder, "not-a-folder", "file/");
  return scan (folder);
}

static void
assert_absent (Volume *volume, const char *const *paths)
{
  for (; *paths; paths++)
    g_assert_null (volume_lookup (volume, *paths));
}

static void
assert_same (Volume *volume, const char *a, const char *b)
{
  VolumeFile *x = volume_lookup (volume, a), *y = volume_lookup (volume, b);

  g_assert_true (x && y);
  g_assert_cmpuint (x->entry_block, ==, y->entry_block);
}

static void
test_links_resolved (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_01 };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  test_folder_init (&folder);
  tree = make_links (&folder);
  disc_init (&disc, tree, &choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, 0);
  assert_disc (&disc, &choice, &volume);
  assert_same (&volume, "/file", "/hard");
  assert_same (&volume, "/file", "/sub/hard");
  assert_same (&volume, "/file", "/to-file");
  assert_same (&volume, "/file", "/to-hard");
  assert_same (&volume, "/file", "/sub/up");
  assert_same (&volume, "/file", "/chain");
  assert_same (&volume, "/sub/inner", "/through");
  g_assert_cmpuint (volume_lookup (&volume, "/file")->n_links, ==, 7);
  g_assert_cmpuint (volume_lookup (&volume, "")->n_links, ==, 2);
  assert_absent (&volume, (const char *const[]){ "/folder", "/outside", "/absolute", "/missing",
                                                 "/loop", "/loop2", "/not-a-folder", NULL });
}

static void
assert_link (Volume *volume, const char *path, const char *components, gsize n_bytes)
{
  VolumeFile *file = volume_lookup (volume, path);

  g_assert_nonnull (file);
  g_assert_cmpuint (file->type, ==, BURNISH_UDF_FILE_SYMLINK);
  g_assert_cmpmem (file->data, file->size_bytes, components, n_bytes);
}

static void
test_links_kept (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_01, .symlinks = BURNISH_UDF_SYMLINKS_KEEP };
  g_auto (TestFolder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };
  g_autofree char *too_long = g_strnfill (1840, 'x');

  test_folder_init (&folder);
  /* A path that fits nowhere, and one with a name that does not. */
  for (gsize i = 100; i < 1840; i += 100)
    too_long[i] = '/';
  add_link (&folder, "too-long", too_long);
  too_long[300] = '\0';
  memset (too_long, 'y', 300);
  add_link (&folder, "long-name", too_long);
  tree = make_links (&folder);
  disc_init (&disc, tree, &choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, 0);
  assert_disc (&disc, &choice, &volume);
  g_assert_cmpuint (volume_lookup (&volume, "/file")->n_links, ==, 3);
#define BYTES(text) text, sizeof text - 1
  assert_link (&volume, "/to-file", BYTES ("\5\5\0\0\10file"));
  assert_link (&volume, "/to-hard", BYTES ("\4\0\0\0\5\4\0\0\10sub\5\5\0\0\10hard"));
  assert_link (&volume, "/sub/up", BYTES ("\3\0\0\0\5\5\0\0\10file"));
  assert_link (&volume, "/absolute", BYTES ("\2\0\0\0\5\4\0\0\10etc\5\7\0\0\10passwd"));
#undef BYTES
  assert_absent (&volume, (const char *const[]){ "/too-long", "/long-name", NULL });
}

/* ---- Large files, old extents, refusals ---- */

static BurnishNode
add_large (BurnishTree *tree, const char *name, guint64 size_bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  BurnishNode node = burnish_tree_add_stream (tree, BURNISH_NODE_ROOT, name, stream, size_bytes,
                                              BURNISH_COLLISION_FAIL, &error);

  g_assert_no_error (error);
  return node;
}

/* Extents of an entry on the disc follow each other without a gap; returns the bytes in all. */
static guint64
add_up_extents (const guint8 *bytes, guint32 area_offset, const guint8 *entry, guint32 location)
{
  gboolean is_long = (_burnish_read_le16 (entry + 34) & 7) == 1;
  gsize step = is_long ? 16 : 8;
  const guint8 *ads = entry + (_burnish_read_le16 (entry) == 266 ? 216 : 176);
  guint32 n_bytes = _burnish_read_le32 (ads - 4);
  guint64 total = 0;

  while (n_bytes > 0)
    {
      guint32 length = _burnish_read_le32 (ads), at = _burnish_read_le32 (ads + 4);

      if (length >> 30 == 3)
        {
          const guint8 *extension = bytes + (gsize) (at + area_offset) * BURNISH_BLOCK_SIZE;
          BurnishUdfTag tag;

          g_assert_cmpuint (n_bytes, ==, step);
          g_assert_cmpint (_burnish_udf_tag_read (&tag, extension, BURNISH_BLOCK_SIZE, at), ==,
                           BURNISH_UDF_TAG_GOOD);
          g_assert_cmpuint (tag.id, ==, BURNISH_UDF_TAG_ALLOCATION_EXTENT);
          n_bytes = _burnish_read_le32 (extension + 20);
          ads = extension + 24;
          continue;
        }
      g_assert_cmpuint (length, >, 0);
      g_assert_cmpuint (at, ==, location + total / BURNISH_BLOCK_SIZE);
      g_assert_cmpuint (total % BURNISH_BLOCK_SIZE, ==, 0);
      total += length;
      n_bytes -= (guint32) step;
      ads += step;
    }
  return total;
}

/* Sizes around every change of how extents are recorded, up to terabytes; only the head is read. */
static void
test_large (gconstpointer data)
{
  const Choice *choice = data;
  static const guint64 counts[] = { 1,   2,   113, 114, 115, 116, 117, 118, 229, 230, 234, 235,
                                    239, 240, 241, 365, 366, 367, 481, 482, 483, 484, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gint64 difference = -1; difference <= 1; difference++)
      {
        guint64 size_bytes =
            (guint64) ((gint64) (counts[i] * BURNISH_UDF_EXTENT_MAX_BYTES) + difference);
        g_autoptr (BurnishTree) tree = burnish_tree_new ();
        g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
        g_autoptr (BurnishImageOptions) options = make_options (choice);
        g_autoptr (BurnishUdfLayout) layout = NULL;
        g_autofree guint8 *head = NULL;
        g_autoptr (GError) error = NULL;
        BurnishUdfInput input;
        BurnishUdfPlacement placement = { .recognition_block = 16 };
        guint32 start_blocks[3] = { 0 }, n_blocks, entry_block;

        add_large (tree, "large", size_bytes);
        snapshot = burnish_tree_freeze (tree);
        input = make_input (choice, snapshot, options);
        input.manifest_size_bytes = 0;
        layout = _burnish_udf_layout_new (&input, NULL, &error);
        g_assert_no_error (error);
        n_blocks = _burnish_udf_layout_get_head_blocks (layout);
        start_blocks[1] = n_blocks;
        placement.start_blocks = start_blocks;
        placement.end_block = n_blocks + (guint32) burnish_bytes_to_blocks (size_bytes);
        _burnish_udf_layout_place (layout, &placement, &error);
        g_assert_no_error (error);
        head = g_malloc ((gsize) n_blocks * BURNISH_BLOCK_SIZE);
        _burnish_udf_layout_read (layout, 0, n_blocks, head);
        /* File set, terminator, the root and its directory come before. */
        entry_block = choice->revision >= BURNISH_UDF_2_50 ? 324 : 292;
        g_assert_cmpuint (add_up_extents (head, entry_block - 4,
                                          head + (gsize) entry_block * BURNISH_BLOCK_SIZE,
                                          n_blocks - 288),
                          ==, size_bytes);
      }
}

/* A later session's entries point at what earlier ones hold, also before the usual begin of the
   partition. */
static void
test_old_extents (gconstpointer data)
{
  const Choice *choice = data;
  static const guint32 old_blocks[] = { 500, 288, 287, 40 };

  for (guint i = 0; i < G_N_ELEMENTS (old_blocks); i++)
    {
      g_autoptr (BurnishTree) tree = burnish_tree_new ();
      g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
      g_autoptr (BurnishImageOptions) options = make_options (choice);
      g_autoptr (BurnishUdfLayout) layout = NULL;
      g_autofree guint8 *disc = NULL;
      g_autoptr (GError) error = NULL;
      guint32 start_blocks[2] = { 0, old_blocks[i] }, end_block,
              session_block = choice->session_block;
      BurnishUdfPlacement placement = { .start_blocks = start_blocks,
                                        .recognition_block = session_block + 16 };
      g_auto (Volume) volume = { 0 };
      BurnishUdfInput input;

      test_add_text (tree, BURNISH_NODE_ROOT, "old", "words");
      snapshot = burnish_tree_freeze (tree);
      input = make_input (choice, snapshot, options);
      input.manifest_size_bytes = 0;
      layout = _burnish_udf_layout_new (&input, NULL, &error);
      g_assert_no_error (error);
      _burnish_udf_layout_place (layout, &placement, &error);
      g_assert_no_error (error);
      end_block = _burnish_udf_layout_get_end_block (layout);
      disc = g_malloc0 ((gsize) end_block * BURNISH_BLOCK_SIZE);
      _burnish_udf_layout_read (layout, session_block, end_block - session_block,
                                disc + (gsize) session_block * BURNISH_BLOCK_SIZE);
      memcpy (disc + (gsize) old_blocks[i] * BURNISH_BLOCK_SIZE, "words", 5);
      volume_init (&volume, disc, end_block, session_block);
      g_assert_cmpmem (volume_lookup (&volume, "/old")->data, 5, "words", 5);
    }
}

static void
assert_refused (const Choice *choice, gboolean is_bridge, BurnishError code)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  g_autoptr (BurnishImageOptions) options = make_options (choice);
  g_autoptr (GError) error = NULL;
  BurnishUdfInput input = make_input (choice, snapshot, options);

  input.is_bridge = is_bridge;
  g_assert_null (_burnish_udf_layout_new (&input, NULL, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
  g_assert_cmpuint (burnish_error_get_n_reasons (error), ==, 1);
  g_assert_cmpint (burnish_error_get_reason (error, 0)->code, ==, code);
}

static void
test_refusals (void)
{
  const Choice too_old = { .revision = BURNISH_UDF_1_02, .has_vat = TRUE };
  const Choice vat = { .revision = BURNISH_UDF_2_01, .has_vat = TRUE };

  assert_refused (&too_old, FALSE, BURNISH_ERROR_INVALID_ARGUMENT);
  assert_refused (&vat, TRUE, BURNISH_ERROR_INVALID_ARGUMENT);
}

/* Link counts have 16 bits. */
static void
test_too_many_folders (void)
{
  const Choice choice = { .revision = BURNISH_UDF_1_02 };
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = make_options (&choice);
  BurnishNode folder = test_add_folder (tree, BURNISH_NODE_ROOT, "full");

  for (guint i = 0; i < 65535; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u", i);

      if (i == 65534)
        {
          g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
          BurnishUdfInput input = make_input (&choice, snapshot, options);
          g_autoptr (GError) error = NULL;
          g_autoptr (BurnishUdfLayout) layout = _burnish_udf_layout_new (&input, NULL, &error);

          g_assert_no_error (error);
        }
      test_add_folder (tree, folder, name);
    }
  {
    g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
    BurnishUdfInput input = make_input (&choice, snapshot, options);
    g_autoptr (GError) error = NULL;

    g_assert_null (_burnish_udf_layout_new (&input, NULL, &error));
    g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_REFUSED);
    g_assert_cmpint (burnish_error_get_reason (error, 0)->code, ==, BURNISH_ERROR_TREE_TOO_LARGE);
    g_assert_cmpstr (burnish_error_get_path (burnish_error_get_reason (error, 0)), ==, "/full");
  }
}

static void
test_cancel (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_50 };
  g_autoptr (BurnishTree) tree = make_tree ();
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  g_autoptr (BurnishImageOptions) options = make_options (&choice);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  BurnishUdfInput input = make_input (&choice, snapshot, options);

  g_cancellable_cancel (cancellable);
  g_assert_null (_burnish_udf_layout_new (&input, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *volume = g_strconcat ("/udf-layout/volume/", choices[i].name, NULL);
      g_autofree char *empty = g_strconcat ("/udf-layout/empty/", choices[i].name, NULL);
      g_autofree char *old = g_strconcat ("/udf-layout/old-extents/", choices[i].name, NULL);
      g_autofree char *large = g_strconcat ("/udf-layout/large/", choices[i].name, NULL);

      g_test_add_data_func (volume, &choices[i], test_volume);
      g_test_add_data_func (empty, &choices[i], test_empty);
      if (choices[i].session_block == 0 && !choices[i].has_vat)
        g_test_add_data_func (large, &choices[i], test_large);
      if (choices[i].session_block > 0)
        g_test_add_data_func (old, &choices[i], test_old_extents);
    }
  g_test_add_func ("/udf-layout/links-resolved", test_links_resolved);
  g_test_add_func ("/udf-layout/links-kept", test_links_kept);
  g_test_add_func ("/udf-layout/refusals", test_refusals);
  g_test_add_func ("/udf-layout/too-many-folders", test_too_many_folders);
  g_test_add_func ("/udf-layout/cancel", test_cancel);
  return g_test_run ();
}
