/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-disc.h"

#include "burnish-scan.h"
#include "burnish-source-attributes-private.h"
#include "burnish-source-path-private.h"
#include "burnish-tree-private.h"
#include "burnish-udf-check-private.h"
#include "burnish-udf-reader-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/xattr.h>

/* What fits into an extended file entry. */
#define ROOM_BYTES 1832

static const Choice choices[] = {
  { .name = "2.00", .revision = BURNISH_UDF_2_00, .has_streams = TRUE, .has_manifest = TRUE },
  { .name = "2.01-embedded", .revision = BURNISH_UDF_2_01, .has_streams = TRUE, .embeds = TRUE },
  { .name = "2.50", .revision = BURNISH_UDF_2_50, .has_streams = TRUE },
  { .name = "2.60-twice",
    .revision = BURNISH_UDF_2_60,
    .has_streams = TRUE,
    .is_duplicated = TRUE,
    .has_manifest = TRUE },
  { .name = "2.50-session",
    .revision = BURNISH_UDF_2_50,
    .has_streams = TRUE,
    .session_block = 640 },
  { .name = "2.01-vat", .revision = BURNISH_UDF_2_01, .has_streams = TRUE, .has_vat = TRUE },
  { .name = "2.60-vat-session",
    .revision = BURNISH_UDF_2_60,
    .has_streams = TRUE,
    .has_vat = TRUE,
    .session_block = 320,
    .has_manifest = TRUE },
};

static const Choice damaged[] = {
  { .name = "2.01", .revision = BURNISH_UDF_2_01, .has_streams = TRUE },
  { .name = "2.50", .revision = BURNISH_UDF_2_50, .has_streams = TRUE },
  { .name = "2.60-twice",
    .revision = BURNISH_UDF_2_60,
    .has_streams = TRUE,
    .is_duplicated = TRUE },
  { .name = "2.00-vat", .revision = BURNISH_UDF_2_00, .has_streams = TRUE, .has_vat = TRUE },
};

/* ---- A folder whose file system has attributes: not every one for temporary files does ---- */

typedef struct
{
  char *path; /* (owned) */
} Folder;

static void
set_attribute (Folder *self, const char *file, const char *name, gsize size_bytes)
{
  g_autofree char *path = g_build_filename (self->path, file, NULL);
  g_autofree char *value = g_malloc (size_bytes + 1);

  memset (value, (int) strlen (name), size_bytes);
  g_assert_no_errno (setxattr (path, name, value, size_bytes, 0));
}

static void
write_file (Folder *self, const char *name, gsize size_bytes)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *contents = g_malloc0 (size_bytes + 1);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, (gssize) size_bytes, &error);
  g_assert_no_error (error);
}

static void
write_folder (Folder *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  g_assert_no_errno (g_mkdir (path, 0755));
}

static void
folder_clear (Folder *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);

      g_assert_no_errno (g_remove (path));
    }
  g_assert_no_errno (g_rmdir (self->path));
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static gboolean
folder_init_in (Folder *self, const char *parent)
{
  self->path = g_build_filename (parent, "burnish-streams-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->path));
  if (setxattr (self->path, "user.burnish", "", 0, 0) == 0)
    return TRUE;
  g_assert_cmpint (errno, ==, ENOTSUP);
  folder_clear (self);
  return FALSE;
}

static void
folder_init (Folder *self)
{
  if (!folder_init_in (self, g_get_tmp_dir ())
      && !folder_init_in (self, g_getenv ("BURNISH_BUILD")))
    g_error ("Neither the folder for temporary files nor the build folder has attributes");
}

/* ---- Trees ---- */

static void
fill (Folder *self)
{
  static const char *const names[] = { "embedded", "empty", "large", "plain" };
  static const gsize sizes[] = { 300, 0, 5000, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_file (self, names[i], sizes[i]);
  set_attribute (self, "embedded", "user.comment", 5);
  set_attribute (self, "embedded", "user.fits exactly", ROOM_BYTES);
  set_attribute (self, "embedded", "user.nothing", 0);
  set_attribute (self, "empty", "user.\xF0\x9F\x98\x80", 3);
  write_folder (self, "folder");
  set_attribute (self, "folder", "user.of a folder", 7);
  set_attribute (self, "folder", "user.too large for its entry", ROOM_BYTES + 1);
  /* So many that the identifiers take several blocks. */
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("user.%.*s%02u", (int) i,
                           "an attribute with a name that is longer and longer every time", i);

      set_attribute (self, "large", name, i);
    }
}

static BurnishTree *
scan_folder (Folder *self)
{
  BurnishTree *tree = burnish_tree_new ();
  g_autoptr (BurnishScan) scan = burnish_scan_new (self->path);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return tree;
}

/* ---- Attributes in memory, larger than most file systems take them ---- */

static const gsize large_sizes[] = { 0,    1,    1831, 1832,  1833,  2047, 2048,
                                     2049, 4096, 4097, 65535, 65536, 300 };

static BurnishSource *
make_attributes (BurnishStore *store, const gsize *sizes, guint n_sizes)
{
  BurnishSource *source = _burnish_source_new (store, BURNISH_SOURCE_FILE_RANGES, NULL, NULL);
  BurnishSourceAttributes *attributes = _burnish_store_alloc (store, sizeof *attributes);
  BurnishSourceAttribute *items = _burnish_store_alloc (store, n_sizes * sizeof *items);

  for (guint i = 0; i < n_sizes; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u of %" G_GSIZE_FORMAT " bytes", i, sizes[i]);
      guint8 *value = _burnish_store_alloc (store, sizes[i]);

      items[i].name = _burnish_store_add_string (store, name, strlen (name));
      items[i].value = value;
      items[i].size_bytes = sizes[i];
      memset (value, (int) (strlen ("user.") + strlen (name)), sizes[i]);
    }
  attributes->items = items;
  attributes->n_items = n_sizes;
  source->attributes = attributes;
  return source;
}

static void
give_attributes (BurnishTree *tree, BurnishNode node, const gsize *sizes, guint n_sizes)
{
  BurnishSource *source = make_attributes (tree->arena.store, sizes, n_sizes);
  BurnishNodeData *data;

  if (burnish_tree_get_kind (tree, node) == BURNISH_NODE_FOLDER)
    {
      _burnish_arena_set_folder_source (&tree->arena, node, source);
      return;
    }
  data = _burnish_arena_edit (&tree->arena, node);
  source->kind = data->source->kind;
  source->object = data->source->object;
  data->source = source;
}

/* Files and folders, the root among them, with and without attributes. */
static BurnishTree *
make_tree_with_large_attributes (void)
{
  BurnishTree *tree = burnish_tree_new ();
  BurnishNode empty = test_add_folder (tree, BURNISH_NODE_ROOT, "empty folder");
  BurnishNode full = test_add_folder (tree, BURNISH_NODE_ROOT, "full folder");
  BurnishNode file = test_add_size (tree, BURNISH_NODE_ROOT, "file", 5000);
  const gsize one[] = { BURNISH_ATTRIBUTE_MAX_BYTES };

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("a name that fills the folder %u", i);

      test_add_size (tree, full, name, i % 2);
    }
  give_attributes (tree, BURNISH_NODE_ROOT, large_sizes, 3);
  give_attributes (tree, empty, large_sizes, G_N_ELEMENTS (large_sizes));
  give_attributes (tree, full, one, G_N_ELEMENTS (one));
  give_attributes (tree, file, large_sizes, G_N_ELEMENTS (large_sizes));
  return tree;
}

static void
assert_streams (const VolumeFile *file, guint n_streams)
{
  g_assert_nonnull (file);
  g_assert_cmpuint (file->streams ? file->streams->len : 0, ==, n_streams);
  for (guint i = 0; i < n_streams; i++)
    {
      const VolumeStream *stream = g_ptr_array_index (file->streams, i);

      for (gsize j = 0; j < stream->size_bytes; j++)
        g_assert_cmpuint (stream->data[j], ==, strlen ("user.") + strlen (stream->name));
    }
}

/* ---- The reader ---- */

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  const Disc *disc = user_data;

  g_assert_null (error ? *error : NULL);
  memcpy (buffer, disc->bytes + (gsize) start_block * BURNISH_BLOCK_SIZE,
          (gsize) n_blocks * BURNISH_BLOCK_SIZE);
  return TRUE;
}

static void
assert_stream_is_read (const BurnishUdfContents *tree,
                       const BurnishUdfDevice *device,
                       const BurnishUdfStream *stream,
                       const VolumeStream *expected)
{
  const BurnishUdfEntry *entry = &g_array_index (tree->entries, BurnishUdfEntry, stream->entry);
  static guint8 bytes[BURNISH_ATTRIBUTE_MAX_BYTES];
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (stream->name, ==, expected->name);
  g_assert_cmpuint (entry->size_bytes, ==, expected->size_bytes);
  _burnish_udf_contents_pread (tree, device, entry, 0, bytes, expected->size_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, expected->size_bytes, expected->data, expected->size_bytes);
}

/* The library's reader finds the same as the test's. */
static void
assert_reader_agrees (const Disc *disc, const Choice *choice, Volume *volume)
{
  BurnishUdfDevice device = { .read = read_cb,
                              .user_data = (gpointer) disc,
                              .n_blocks = disc->n_blocks,
                              .session_block = choice->session_block };
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishUdfContents) tree = _burnish_udf_contents_read (&device, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tree->n_lost, ==, 0);
  for (guint32 i = 0; i < tree->nodes->len; i++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (tree, i);
      g_autofree char *path = _burnish_udf_contents_dup_path (tree, i);
      g_autofree char *full_path = g_strconcat (i > 0 ? "/" : "", path, NULL);
      const VolumeFile *file = volume_lookup (volume, full_path);

      g_assert_cmpuint (entry->n_streams, ==, file->streams ? file->streams->len : 0);
      for (guint32 s = 0; s < entry->n_streams; s++)
        assert_stream_is_read (tree, &device,
                               &g_array_index (tree->streams, BurnishUdfStream,
                                               entry->first_stream + s),
                               g_ptr_array_index (file->streams, s));
    }
}

/* ---- The check ---- */

static BurnishUdfCheck *
check_disc (const Disc *disc, const Choice *choice)
{
  g_autoptr (GError) error = NULL;
  BurnishUdfCheck *check =
      _burnish_udf_check_blocks (disc->n_blocks, choice->session_block, BURNISH_UDF_PROFILE_NONE,
                                 read_cb, (gpointer) disc, NULL, &error);

  g_assert_no_error (error);
  return check;
}

static void
assert_check_finds_nothing (const Disc *disc, const Choice *choice)
{
  g_autoptr (BurnishUdfCheck) check = check_disc (disc, choice);

  if (burnish_udf_check_get_n_findings (check) > 0)
    g_error ("%s: %s: %s", burnish_udf_check_get_rule (check, 0),
             burnish_udf_check_get_path (check, 0), burnish_udf_check_get_message (check, 0));
}

/* ---- Tests ---- */

static void
assert_same_in_pieces (const Disc *disc, BurnishTree *tree, const Choice *choice)
{
  g_auto (Disc) again = { 0 };

  disc_init (&again, tree, choice, 1);
  g_assert_cmpmem (disc->bytes, (gsize) disc->n_blocks * BURNISH_BLOCK_SIZE, again.bytes,
                   (gsize) again.n_blocks * BURNISH_BLOCK_SIZE);
}

static void
test_streams (gconstpointer data)
{
  const Choice *choice = data;
  g_auto (Folder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  folder_init (&folder);
  fill (&folder);
  tree = scan_folder (&folder);
  disc_init (&disc, tree, choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, choice->session_block);
  disc_check (&disc, choice, &volume);
  assert_streams (volume_lookup (&volume, "/embedded"), 3);
  assert_streams (volume_lookup (&volume, "/empty"), 1);
  assert_streams (volume_lookup (&volume, "/large"), 40);
  assert_streams (volume_lookup (&volume, "/plain"), 0);
  assert_streams (volume_lookup (&volume, "/folder"), 2);
  g_assert_cmpuint (_burnish_udf_layout_get_incomplete (disc.layout)->len, ==, 0);
  assert_reader_agrees (&disc, choice, &volume);
  assert_check_finds_nothing (&disc, choice);
  assert_same_in_pieces (&disc, tree, choice);
}

static void
test_large (gconstpointer data)
{
  const Choice *choice = data;
  g_autoptr (BurnishTree) tree = make_tree_with_large_attributes ();
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  disc_init (&disc, tree, choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, choice->session_block);
  disc_check (&disc, choice, &volume);
  assert_streams (volume_lookup (&volume, ""), 3);
  assert_streams (volume_lookup (&volume, "/empty folder"), G_N_ELEMENTS (large_sizes));
  assert_streams (volume_lookup (&volume, "/full folder"), 1);
  assert_streams (volume_lookup (&volume, "/file"), G_N_ELEMENTS (large_sizes));
  g_assert_cmpuint (_burnish_udf_layout_get_incomplete (disc.layout)->len, ==, 0);
  assert_reader_agrees (&disc, choice, &volume);
  assert_check_finds_nothing (&disc, choice);
  assert_same_in_pieces (&disc, tree, choice);
}

/* The object size of a file or folder with streams counts them. */
static void
test_wrong_object_size (void)
{
  static const char *const paths[] = { "/file", "/empty folder" };
  const Choice choice = { .revision = BURNISH_UDF_2_01, .has_streams = TRUE };
  g_autoptr (BurnishTree) tree = make_tree_with_large_attributes ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (Disc) disc = { 0 };
      g_auto (Volume) volume = { 0 };
      g_autoptr (BurnishUdfCheck) check = NULL;
      guint32 block;
      guint8 *entry;

      disc_init (&disc, tree, &choice, 16);
      volume_init (&volume, disc.bytes, disc.n_blocks, 0);
      block = volume_lookup (&volume, paths[i])->entry_block;
      entry = disc.bytes + (gsize) block * BURNISH_BLOCK_SIZE;
      entry[64]++; /* the lowest byte of the size */
      _burnish_udf_seal (entry, BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY, choice.revision,
                         _burnish_read_le32 (entry + 12), 16u + _burnish_read_le16 (entry + 10));
      check = check_disc (&disc, &choice);
      g_assert_cmpuint (burnish_udf_check_get_n_findings (check), ==, 1);
      g_assert_cmpstr (burnish_udf_check_get_rule (check, 0), ==, "entry-object-size");
      g_assert_cmpstr (burnish_udf_check_get_path (check, 0), ==, paths[i]);
      g_assert_cmpint (burnish_udf_check_get_block (check, 0), ==, block);
    }
}

/* ---- Damage ---- */

/* All streams that the reader finds, and where their contents are; those in entries may be on
   either copy. */
static char *
describe_streams (const Disc *disc, gboolean *is_lost)
{
  BurnishUdfDevice device = { .read = read_cb,
                              .user_data = (gpointer) disc,
                              .n_blocks = disc->n_blocks };
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishUdfContents) tree = _burnish_udf_contents_read (&device, &error);
  GString *text = g_string_new (NULL);

  *is_lost = tree == NULL || tree->n_lost > 0;
  for (guint32 i = 0; tree != NULL && i < tree->nodes->len; i++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (tree, i);
      g_autofree char *path = _burnish_udf_contents_dup_path (tree, i);

      g_string_append_printf (text, "%s\n", path);
      for (guint32 s = 0; s < entry->n_streams; s++)
        {
          const BurnishUdfStream *stream =
              &g_array_index (tree->streams, BurnishUdfStream, entry->first_stream + s);
          const BurnishUdfEntry *own =
              &g_array_index (tree->entries, BurnishUdfEntry, stream->entry);
          const BurnishUdfExtent *extent =
              &g_array_index (tree->extents, BurnishUdfExtent, own->first_extent);

          g_string_append_printf (text, "  %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
                                  stream->name, own->size_bytes,
                                  own->is_embedded || own->n_extents == 0 ? 0 : extent->start_byte);
        }
    }
  return g_string_free (text, FALSE);
}

/* One byte at a time of all that leads to streams: the reader finds the same, or says that
   something is lost, never other streams as if they were right. */
static void
test_damage (gconstpointer data)
{
  const Choice *choice = data;
  const gsize sizes[] = { 5, ROOM_BYTES, 5000 };
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_auto (Disc) disc = { 0 };
  g_autofree char *expected = NULL;
  gboolean is_lost;
  guint n_lost = 0;

  give_attributes (tree, test_add_folder (tree, BURNISH_NODE_ROOT, "folder"), sizes, 3);
  give_attributes (tree, test_add_size (tree, BURNISH_NODE_ROOT, "file", 5000), sizes, 3);
  disc_init (&disc, tree, choice, 16);
  expected = describe_streams (&disc, &is_lost);
  g_assert_false (is_lost);
  for (gsize i = (gsize) 288 * BURNISH_BLOCK_SIZE;
       i < (gsize) _burnish_udf_layout_get_head_blocks (disc.layout) * BURNISH_BLOCK_SIZE;
       i += i % BURNISH_BLOCK_SIZE < 256 ? 1 : 64)
    {
      g_autofree char *found = NULL;

      if (disc.bytes[i] == 0 && i % 3 != 0)
        continue;
      disc.bytes[i] ^= 0x11;
      found = describe_streams (&disc, &is_lost);
      disc.bytes[i] ^= 0x11;
      n_lost += is_lost;
      if (!is_lost)
        g_assert_cmpstr (found, ==, expected);
    }
  /* Two copies of the metadata are damaged only one at a time. */
  g_assert_true ((n_lost == 0) == choice->is_duplicated);
}

/* A folder keeps its attributes wherever it goes. */
static void
test_folder_is_edited (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_01, .has_streams = TRUE };
  g_auto (Folder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (GArray) copies = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };
  BurnishNode node, made;

  folder_init (&folder);
  fill (&folder);
  tree = scan_folder (&folder);
  node = burnish_tree_lookup (tree, "folder");
  made = test_add_folder (tree, BURNISH_NODE_ROOT, "made");
  copies = burnish_tree_copy (tree, &node, 1, made, BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  burnish_tree_rename (tree, node, "renamed", &error);
  g_assert_no_error (error);
  test_add_size (tree, node, "now in it", 1);

  disc_init (&disc, tree, &choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, 0);
  assert_streams (volume_lookup (&volume, "/renamed"), 2);
  assert_streams (volume_lookup (&volume, "/made"), 0);
  assert_streams (volume_lookup (&volume, "/made/folder"), 2);
}

/* More than is kept in memory for one image. */
static void
test_too_much (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  gsize sizes[1024];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    sizes[i] = BURNISH_ATTRIBUTE_MAX_BYTES;
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      give_attributes (tree, test_add_size (tree, BURNISH_NODE_ROOT, name, 1), sizes,
                       i < 4 ? G_N_ELEMENTS (sizes) : 1);
    }
  g_object_set (options, "iso9660", FALSE, "udf-revision", BURNISH_UDF_2_50, "udf-streams", TRUE,
                NULL);
  layout = test_layout_new (tree, options);
  test_assert_nodes (layout, burnish_image_layout_dup_without_streams (layout),
                     (const char *[]){ "/4", NULL });
}

static void
test_not_asked_for (void)
{
  const Choice choice = { .revision = BURNISH_UDF_2_01 };
  g_auto (Folder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_auto (Disc) disc = { 0 };
  g_auto (Volume) volume = { 0 };

  folder_init (&folder);
  fill (&folder);
  tree = scan_folder (&folder);
  disc_init (&disc, tree, &choice, 16);
  volume_init (&volume, disc.bytes, disc.n_blocks, 0);
  assert_streams (volume_lookup (&volume, "/embedded"), 0);
}

/* What cannot be a stream is told, and does not keep the others from it. */
static void
test_left_out (void)
{
  static const char *const files[] = { "bytes", "gone", "ours", "slash" };
  g_auto (Folder) folder = { 0 };
  g_autoptr (BurnishTree) tree = NULL;
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (BurnishImageLayout) layout = NULL;
  g_autofree char *gone = NULL;

  folder_init (&folder);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      write_file (&folder, files[i], 1);
      set_attribute (&folder, files[i], "user.good", 1);
    }
  write_file (&folder, "whole", 1);
  set_attribute (&folder, "whole", "user.good", 1);
  set_attribute (&folder, "bytes", "user.\xFF", 1);
  set_attribute (&folder, "ours", "user.*UDF Backup", 12);
  set_attribute (&folder, "slash", "user.a/b", 1);
  write_folder (&folder, "folder");
  set_attribute (&folder, "folder", "user.a/b", 1);
  tree = scan_folder (&folder);
  gone = g_build_filename (folder.path, "gone", NULL);
  g_assert_no_errno (g_unlink (gone));

  g_object_set (options, "iso9660", FALSE, "udf-revision", BURNISH_UDF_2_50, "udf-streams", TRUE,
                NULL);
  layout = test_layout_new (tree, options);
  test_assert_nodes (layout, burnish_image_layout_dup_without_streams (layout),
                     (const char *[]){ "/bytes", "/folder", "/gone", "/ours", "/slash", NULL });
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *name = g_strconcat ("/udf-streams/volume/", choices[i].name, NULL);
      g_autofree char *large = g_strconcat ("/udf-streams/large/", choices[i].name, NULL);

      g_test_add_data_func (name, &choices[i], test_streams);
      g_test_add_data_func (large, &choices[i], test_large);
    }
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autofree char *name = g_strconcat ("/udf-streams/damage/", damaged[i].name, NULL);

      g_test_add_data_func (name, &damaged[i], test_damage);
    }
  g_test_add_func ("/udf-streams/wrong-object-size", test_wrong_object_size);
  g_test_add_func ("/udf-streams/folder-is-edited", test_folder_is_edited);
  g_test_add_func ("/udf-streams/too-much", test_too_much);
  g_test_add_func ("/udf-streams/not-asked-for", test_not_asked_for);
  g_test_add_func ("/udf-streams/left-out", test_left_out);
  return g_test_run ();
}
