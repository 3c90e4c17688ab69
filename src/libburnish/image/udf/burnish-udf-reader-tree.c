/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-reader-folder-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* File entry and extended file entry, ECMA-167 4/14.9, 4/14.17. */
#define ENTRY_UID                 36
#define ENTRY_GID                 40
#define ENTRY_PERMISSIONS         44
#define ENTRY_LINK_COUNT          48
#define ENTRY_ACCESSED            72
#define ENTRY_MODIFIED            84
#define ENTRY_CHANGED             96
#define ENTRY_UNIQUE_ID           160
#define EXTENDED_ACCESSED         80
#define EXTENDED_MODIFIED         92
#define EXTENDED_CREATED          104
#define EXTENDED_CHANGED          116
#define EXTENDED_STREAM_DIRECTORY 152
#define EXTENDED_UNIQUE_ID        200

/* ECMA-167 4/14.6.8. */
#define ICB_FLAG_SETUID 0x0040
#define ICB_FLAG_SETGID 0x0080
#define ICB_FLAG_STICKY 0x0100

/* Logical volume and file set descriptors. */
#define LOGICAL_IDENTIFIER      84
#define LOGICAL_IDENTIFIER_SIZE 128
#define FILE_SET_ROOT           400
#define ANCHOR_MAIN             16
#define ANCHOR_RESERVE          24
#define EXTENT_LENGTH           0x3FFFFFFFu

/* Path components, ECMA-167 4/14.16.1. */
#define COMPONENT_SIZE    4
#define COMPONENT_ROOT_OF 1
#define COMPONENT_ROOT    2
#define COMPONENT_PARENT  3
#define COMPONENT_CURRENT 4
#define COMPONENT_NAME    5

/* Bounds for what a volume may cost. */
#define MAX_NODES        20000000
#define MAX_DEPTH        1024
#define MAX_TARGET_BYTES 65536
#define FOLDERS_PER_BYTE 2
#define FREE_BYTES       65536

/* Where an entry is in terms of its partition. */
typedef struct
{
  guint32 block;
  guint16 map;
} Address;

typedef struct
{
  BurnishUdfVolume *volume;
  BurnishUdfContents *tree;
  GArray *addresses;  /* (owned) of Address, of each entry */
  GHashTable *by_icb; /* (owned) map and block → entry + 1 */
  guint64 folder_bytes_left;
  guint32 parent;      /* node whose folder is read */
  guint32 owner;       /* entry whose stream directory is read */
  gboolean is_damaged; /* the folder that is read lacks something */
} Walk;

static BurnishUdfEntry *
get_entry (Walk *walk, guint32 entry)
{
  return &g_array_index (walk->tree->entries, BurnishUdfEntry, entry);
}

/* ---- Names ---- */

/* Decoded, and fit for a file system. NULL: it cannot be decoded. */
static char *
decode_name (const guint8 *bytes, gsize size_bytes)
{
  char *name = _burnish_udf_text_decode (bytes, size_bytes);

  if (name == NULL)
    return NULL;
  for (char *p = strchr (name, '/'); p != NULL; p = strchr (p, '/'))
    *p = '_';
  if (*name == '\0' || strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    {
      g_free (name);
      return g_strdup ("_");
    }
  return name;
}

static const char *
keep_name (Walk *walk, const BurnishUdfName *name)
{
  g_autofree char *text = decode_name (name->name, name->name_bytes);

  if (text == NULL)
    {
      _burnish_udf_volume_note (walk->volume, BURNISH_UDF_NOTE_LOST, name->sector, "UDF 2.1.1",
                                "A name is not recorded in compressed Unicode");
      text = g_strdup ("_");
    }
  return g_string_chunk_insert (walk->tree->texts, text);
}

/* ---- What an entry says ---- */

static gint64
read_time (const guint8 *field)
{
  gint64 time_us;

  return _burnish_udf_read_timestamp (field, &time_us) ? time_us : BURNISH_UDF_NO_TIME;
}

/* Five bits for each of other, group and owner, of which the lower three are as POSIX's. */
static guint32
to_mode (guint32 permissions, guint16 flags)
{
  guint32 mode = 0;

  for (guint class = 0; class < 3; class ++)
    mode |= (permissions >> 5 * class & 7) << 3 * class;
  mode |= flags & ICB_FLAG_SETUID ? 04000 : 0;
  mode |= flags & ICB_FLAG_SETGID ? 02000 : 0;
  mode |= flags & ICB_FLAG_STICKY ? 01000 : 0;
  return mode;
}

static BurnishUdfNodeKind
to_kind (guint8 file_type)
{
  switch (file_type)
    {
    case BURNISH_UDF_FILE_DIRECTORY:
    case BURNISH_UDF_FILE_STREAM_DIRECTORY:
      return BURNISH_UDF_NODE_FOLDER;
    case BURNISH_UDF_FILE_UNSPECIFIED:
    case BURNISH_UDF_FILE_REGULAR:
    case BURNISH_UDF_FILE_REAL_TIME:
      return BURNISH_UDF_NODE_FILE;
    case BURNISH_UDF_FILE_SYMLINK:
      return BURNISH_UDF_NODE_SYMLINK;
    default:
      return BURNISH_UDF_NODE_SPECIAL;
    }
}

static void
take_fields (BurnishUdfEntry *entry, const BurnishUdfIcb *icb)
{
  const guint8 *bytes = icb->bytes;

  entry->icb_block = icb->sector;
  entry->size_bytes = icb->size_bytes;
  entry->uid = _burnish_read_le32 (bytes + ENTRY_UID);
  entry->gid = _burnish_read_le32 (bytes + ENTRY_GID);
  entry->permissions = _burnish_read_le32 (bytes + ENTRY_PERMISSIONS);
  entry->mode = to_mode (entry->permissions, icb->flags);
  entry->link_count = _burnish_read_le16 (bytes + ENTRY_LINK_COUNT);
  entry->icb_flags = icb->flags;
  entry->file_type = icb->file_type;
  entry->kind = to_kind (icb->file_type);
  entry->is_extended = icb->is_extended;
  entry->is_embedded = (icb->flags & 0x7) == BURNISH_UDF_ALLOCATION_EMBEDDED;
  if (icb->is_extended)
    {
      entry->accessed_us = read_time (bytes + EXTENDED_ACCESSED);
      entry->modified_us = read_time (bytes + EXTENDED_MODIFIED);
      entry->created_us = read_time (bytes + EXTENDED_CREATED);
      entry->changed_us = read_time (bytes + EXTENDED_CHANGED);
      entry->unique_id = _burnish_read_le64 (bytes + EXTENDED_UNIQUE_ID);
      return;
    }
  entry->accessed_us = read_time (bytes + ENTRY_ACCESSED);
  entry->modified_us = read_time (bytes + ENTRY_MODIFIED);
  entry->changed_us = read_time (bytes + ENTRY_CHANGED);
  entry->unique_id = _burnish_read_le64 (bytes + ENTRY_UNIQUE_ID);
}

/* Adds where the contents are; what is nowhere becomes lost. FALSE: some of it is. */
static gboolean
take_contents (Walk *walk, BurnishUdfEntry *entry, const BurnishUdfIcb *icb)
{
  gboolean complete;
  g_autoptr (GArray) stretches = _burnish_udf_volume_list_stretches (walk->volume, icb, &complete);
  GArray *extents = walk->tree->extents;
  guint64 found = 0;

  entry->first_extent = extents->len;
  if (!_burnish_udf_volume_add_extents (walk->volume, icb, stretches, 0, extents)
      && walk->volume->fatal == NULL)
    {
      complete = FALSE;
      _burnish_udf_volume_note (walk->volume, BURNISH_UDF_NOTE_LOST, icb->sector,
                                "ECMA-167 4/14.14.1",
                                "Contents of a file lie outside of the "
                                "volume");
    }
  for (guint i = entry->first_extent; i < extents->len; i++)
    found += g_array_index (extents, BurnishUdfExtent, i).size_bytes;
  if (found < entry->size_bytes)
    {
      BurnishUdfExtent lost = { BURNISH_UDF_LOST, entry->size_bytes - found };

      g_array_append_val (extents, lost);
    }
  entry->n_extents = extents->len - entry->first_extent;
  return complete;
}

/* ---- Symbolic links ---- */

/* One component, with its name, as text; FALSE: it makes no sense. */
static gboolean
add_component (GString *target, const guint8 *bytes, guint type, gsize name_bytes)
{
  g_autofree char *name = NULL;

  if (target->len > 0 && target->str[target->len - 1] != '/')
    g_string_append_c (target, '/');
  switch (type)
    {
    case COMPONENT_ROOT_OF:
    case COMPONENT_ROOT:
      g_string_assign (target, "/");
      return TRUE;
    case COMPONENT_PARENT:
      g_string_append (target, "..");
      return TRUE;
    case COMPONENT_CURRENT:
      g_string_append (target, ".");
      return TRUE;
    case COMPONENT_NAME:
      name = name_bytes > 0 ? decode_name (bytes + COMPONENT_SIZE, name_bytes) : NULL;
      g_string_append (target, name != NULL ? name : "_");
      return name != NULL;
    default:
      return FALSE;
    }
}

static gboolean
parse_target (const guint8 *data, gsize size_bytes, GString *target)
{
  for (gsize i = 0; i < size_bytes;)
    {
      gsize name_bytes;

      if (size_bytes - i < COMPONENT_SIZE)
        return FALSE;
      name_bytes = data[i + 1];
      if (name_bytes > size_bytes - i - COMPONENT_SIZE
          || !add_component (target, data + i, data[i], name_bytes))
        return FALSE;
      i += COMPONENT_SIZE + name_bytes;
    }
  return target->len > 0;
}

static gboolean
take_target (Walk *walk, BurnishUdfEntry *entry)
{
  g_autoptr (GString) target = g_string_new (NULL);
  g_autofree guint8 *data = NULL;
  const BurnishUdfExtent *extents =
      (const BurnishUdfExtent *) walk->tree->extents->data + entry->first_extent;

  if (entry->size_bytes <= MAX_TARGET_BYTES)
    {
      data = g_malloc (entry->size_bytes + 1);
      if (_burnish_udf_volume_read_extents (walk->volume, extents, entry->n_extents, data,
                                            entry->size_bytes)
          && parse_target (data, (gsize) entry->size_bytes, target))
        {
          entry->target = g_string_chunk_insert (walk->tree->texts, target->str);
          return TRUE;
        }
    }
  if (walk->volume->fatal == NULL)
    _burnish_udf_volume_note (walk->volume, BURNISH_UDF_NOTE_LOST, entry->icb_block,
                              "ECMA-167 4/14.16", "The target of a symbolic link is damaged");
  return FALSE;
}

/* ---- Entries ---- */

static guint32 add_entry (Walk *walk,
                          guint map,
                          guint32 block,
                          gboolean is_folder,
                          BurnishUdfIcb *icb,
                          gboolean *is_read);

static gboolean
add_stream_cb (const BurnishUdfName *name, gpointer user_data)
{
  Walk *walk = user_data;
  g_autofree BurnishUdfIcb *icb = NULL;
  BurnishUdfStream stream;
  gboolean is_read;

  if (name->characteristics & (BURNISH_UDF_FID_DELETED | BURNISH_UDF_FID_PARENT)
      || name->icb_bytes == 0)
    return TRUE;
  icb = g_new (BurnishUdfIcb, 1);
  stream.name = keep_name (walk, name);
  stream.entry = add_entry (walk, name->map, name->block, FALSE, icb, &is_read);
  g_array_append_val (walk->tree->streams, stream);
  get_entry (walk, walk->owner)->n_streams++;
  return walk->volume->fatal == NULL;
}

/* The stream directory of an entry (ECMA-167 4/9.2, UDF 3.3.5). */
static void
read_streams (Walk *walk, guint32 entry, const BurnishUdfIcb *owner)
{
  const guint8 *field = owner->bytes + EXTENDED_STREAM_DIRECTORY;
  g_autofree BurnishUdfIcb *icb = NULL;

  get_entry (walk, entry)->first_stream = walk->tree->streams->len;
  if (!owner->is_extended || (_burnish_read_le32 (field) & EXTENT_LENGTH) == 0)
    return;
  icb = g_new (BurnishUdfIcb, 1);
  walk->owner = entry;
  if (_burnish_udf_volume_read_icb (walk->volume, _burnish_read_le16 (field + 8),
                                    _burnish_read_le32 (field + 4), "stream directory", icb)
      && _burnish_udf_folder_read (walk->volume, icb, &walk->folder_bytes_left, add_stream_cb,
                                   walk))
    return;
  get_entry (walk, entry)->is_damaged = TRUE;
  get_entry (walk, entry)->lacks_streams = TRUE;
}

/* Reads an ICB into a new entry, a damaged one when there is none. icb is filled when is_read. */
static guint32
add_entry (Walk *walk,
           guint map,
           guint32 block,
           gboolean is_folder,
           BurnishUdfIcb *icb,
           gboolean *is_read)
{
  BurnishUdfEntry entry = {
    .modified_us = BURNISH_UDF_NO_TIME,
    .accessed_us = BURNISH_UDF_NO_TIME,
    .changed_us = BURNISH_UDF_NO_TIME,
    .created_us = BURNISH_UDF_NO_TIME,
    .uid = BURNISH_UDF_NO_OWNER,
    .gid = BURNISH_UDF_NO_OWNER,
    .first_node = BURNISH_UDF_NO_NODE,
    .kind = is_folder ? BURNISH_UDF_NODE_FOLDER : BURNISH_UDF_NODE_FILE,
  };
  Address address;

  *is_read =
      _burnish_udf_volume_read_icb (walk->volume, map, block,
                                    is_folder ? "file entry of a folder" : "file entry", icb);
  entry.is_absent = !*is_read;
  entry.is_damaged = entry.is_absent;
  if (*is_read)
    {
      take_fields (&entry, icb);
      entry.lacks_contents = !take_contents (walk, &entry, icb);
      entry.is_damaged |= entry.lacks_contents;
      if (entry.kind == BURNISH_UDF_NODE_SYMLINK)
        entry.is_damaged |= !take_target (walk, &entry);
    }
  address = (Address){ .map = (guint16) map, .block = block };
  g_array_append_val (walk->addresses, address);
  g_array_append_val (walk->tree->entries, entry);
  return walk->tree->entries->len - 1;
}

/* ---- Folders ---- */

static void
add_node (Walk *walk, const BurnishUdfName *name, guint32 entry_number)
{
  BurnishUdfEntry *entry = get_entry (walk, entry_number);
  guint32 number = walk->tree->nodes->len;
  BurnishUdfNode node = {
    .parent = walk->parent,
    .entry = entry_number,
    .is_hidden = (name->characteristics & BURNISH_UDF_FID_HIDDEN) != 0,
  };

  if (entry->kind == BURNISH_UDF_NODE_FOLDER && entry->first_node != BURNISH_UDF_NO_NODE)
    {
      walk->is_damaged = TRUE;
      _burnish_udf_volume_note (walk->volume, BURNISH_UDF_NOTE_LOST, name->sector, "ECMA-167 4/8.6",
                                "A folder is in the tree twice");
      return;
    }
  if (entry->first_node == BURNISH_UDF_NO_NODE)
    entry->first_node = number;
  node.depth = _burnish_udf_contents_get_node (walk->tree, walk->parent)->depth + 1;
  node.name = keep_name (walk, name);
  g_array_append_val (walk->tree->nodes, node);
}

static gboolean
add_child_cb (const BurnishUdfName *name, gpointer user_data)
{
  Walk *walk = user_data;
  guint64 key = (guint64) name->map << 32 | name->block;
  guint32 entry;

  if (name->characteristics & (BURNISH_UDF_FID_DELETED | BURNISH_UDF_FID_PARENT))
    return TRUE;
  if (name->icb_bytes == 0)
    {
      walk->is_damaged = TRUE;
      _burnish_udf_volume_note (walk->volume, BURNISH_UDF_NOTE_LOST, name->sector,
                                "ECMA-167 4/14.4.5", "A name has no file");
      return TRUE;
    }
  if (walk->tree->nodes->len >= MAX_NODES)
    return _burnish_udf_volume_fail (walk->volume, "The tree of the volume is larger than any disc "
                                                   "needs");
  entry = GPOINTER_TO_UINT (g_hash_table_lookup (walk->by_icb, &key));
  if (entry == 0)
    {
      g_autofree BurnishUdfIcb *icb = g_new (BurnishUdfIcb, 1);
      gboolean is_read;
      gboolean is_folder = (name->characteristics & BURNISH_UDF_FID_DIRECTORY) != 0;

      entry = add_entry (walk, name->map, name->block, is_folder, icb, &is_read) + 1;
      g_hash_table_insert (walk->by_icb, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (entry));
      if (is_read)
        read_streams (walk, entry - 1, icb);
    }
  add_node (walk, name, entry - 1);
  return walk->volume->fatal == NULL;
}

static gboolean
read_folder (Walk *walk, guint32 node, BurnishUdfIcb *icb)
{
  guint32 entry = _burnish_udf_contents_get_node (walk->tree, node)->entry;
  Address address = g_array_index (walk->addresses, Address, entry);

  if (_burnish_udf_contents_get_node (walk->tree, node)->depth == MAX_DEPTH)
    {
      _burnish_udf_volume_note (walk->volume, BURNISH_UDF_NOTE_LOST,
                                get_entry (walk, entry)->icb_block, "ECMA-167 4/8.6",
                                "Folders are nested deeper than %u", MAX_DEPTH);
      return FALSE;
    }
  walk->parent = node;
  walk->is_damaged = FALSE;
  return _burnish_udf_volume_read_icb (walk->volume, address.map, address.block,
                                       "file entry of a folder", icb)
         && _burnish_udf_folder_read (walk->volume, icb, &walk->folder_bytes_left, add_child_cb,
                                      walk)
         && !walk->is_damaged;
}

/* Nodes are added behind their parents, so that the array is also the queue. */
static gboolean
read_nodes (Walk *walk, BurnishUdfIcb *icb)
{
  for (guint32 i = 0; i < walk->tree->nodes->len && walk->volume->fatal == NULL; i++)
    {
      guint32 entry = _burnish_udf_contents_get_node (walk->tree, i)->entry;

      if (get_entry (walk, entry)->kind == BURNISH_UDF_NODE_FOLDER
          && !get_entry (walk, entry)->is_absent && !get_entry (walk, entry)->lacks_contents
          && !read_folder (walk, i, icb))
        {
          get_entry (walk, entry)->is_damaged = TRUE;
          get_entry (walk, entry)->lacks_contents = TRUE;
        }
    }
  return walk->volume->fatal == NULL;
}

static gboolean
read_root (Walk *walk, BurnishUdfIcb *icb)
{
  const guint8 *field = walk->volume->file_set.bytes + FILE_SET_ROOT;
  guint map = _burnish_read_le16 (field + 8);
  guint32 block = _burnish_read_le32 (field + 4);
  guint64 key = (guint64) map << 32 | block;
  BurnishUdfNode root = { .name = "" };
  gboolean is_read;

  add_entry (walk, map, block, TRUE, icb, &is_read);
  if (!is_read || get_entry (walk, 0)->kind != BURNISH_UDF_NODE_FOLDER)
    return _burnish_udf_volume_fail (walk->volume, "The root folder of the volume is damaged");
  g_hash_table_insert (walk->by_icb, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (1));
  get_entry (walk, 0)->first_node = 0;
  g_array_append_val (walk->tree->nodes, root);
  read_streams (walk, 0, icb);
  return TRUE;
}

/* ---- The tree ---- */

static guint64
get_extent_end (const guint8 *extent, guint32 block_bytes)
{
  return (guint64) _burnish_read_le32 (extent + 4) + _burnish_read_le32 (extent) / block_bytes;
}

static void
take_volume (BurnishUdfContents *tree, const BurnishUdfVolume *volume)
{
  const guint8 *anchor = volume->anchor.bytes;
  guint64 end = volume->anchor.sector + 1;

  tree->revision = volume->revision;
  tree->volume_id = _burnish_udf_dstring_read (volume->logical.bytes + LOGICAL_IDENTIFIER,
                                               LOGICAL_IDENTIFIER_SIZE);
  if (tree->volume_id == NULL)
    tree->volume_id = g_strdup ("");
  tree->block_bytes = volume->block_bytes;
  tree->partition_block = volume->maps[0].start_sector;
  tree->partition_blocks = volume->maps[0].partition_blocks;
  end = MAX (end, tree->partition_block + tree->partition_blocks);
  end = MAX (end, get_extent_end (anchor + ANCHOR_MAIN, volume->block_bytes));
  end = MAX (end, get_extent_end (anchor + ANCHOR_RESERVE, volume->block_bytes));
  tree->volume_blocks =
      burnish_bytes_to_blocks (MIN (end, volume->n_sectors) * volume->block_bytes);
  for (guint i = 0; i < volume->n_maps; i++)
    tree->is_virtual |= volume->maps[i].kind == BURNISH_UDF_MAP_VIRTUAL;
}

BurnishUdfContents *
_burnish_udf_contents_read (const BurnishUdfDevice *device, GError **error)
{
  g_autoptr (BurnishUdfVolume) volume = _burnish_udf_volume_open (device, error);
  g_autoptr (BurnishUdfContents) tree = NULL;
  g_autoptr (GHashTable) by_icb = NULL;
  g_autoptr (GArray) addresses = NULL;
  g_autofree BurnishUdfIcb *icb = g_new (BurnishUdfIcb, 1);
  Walk walk = { .volume = volume };
  gboolean success;

  if (volume == NULL)
    return NULL;
  by_icb = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  addresses = g_array_new (FALSE, FALSE, sizeof (Address));
  walk.tree = tree = _burnish_udf_contents_new ();
  walk.by_icb = by_icb;
  walk.addresses = addresses;
  walk.folder_bytes_left = device->n_blocks * BURNISH_BLOCK_SIZE * FOLDERS_PER_BYTE + FREE_BYTES;
  take_volume (tree, volume);
  success = read_root (&walk, icb) && read_nodes (&walk, icb);
  g_array_unref (tree->notes);
  tree->notes = g_array_ref (volume->notes);
  tree->n_lost = volume->n_lost;
  if (success)
    return g_steal_pointer (&tree);
  g_propagate_error (error, g_steal_pointer (&volume->fatal));
  return NULL;
}
