/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-links-private.h"
#include "burnish-udf-writer-private.h"

/* Allocation extent descriptor (ECMA-167 4/14.5). */
#define EXTENSION_FIXED_BYTES 24
/* In the upper bits of an extent's length: the next allocation descriptors (ECMA-167 4/14.14.1.1).
 */
#define EXTENT_CONTINUES (3u << 30)

#define MANIFEST_MODE 0444
#define LINK_MODE     0777

/* ---- Contents of files ---- */

static void
init_run (const BurnishUdfLayout *self, BurnishNode file, BurnishUdfRun *run)
{
  *run = (BurnishUdfRun){
    .size_bytes = _burnish_udf_tree_get_size_bytes (&self->tree, file),
    .partition = BURNISH_UDF_PARTITION_PHYSICAL,
    /* Short ones point into the partition that the entry is in. */
    .is_long = _burnish_udf_entry_partition (self) != BURNISH_UDF_PARTITION_PHYSICAL,
    .max_extent_bytes = BURNISH_UDF_EXTENT_MAX_BYTES,
  };
  if (self->start_blocks && run->size_bytes > 0)
    run->location = self->start_blocks[file] - self->partition_block;
}

/* How the allocation descriptors of a file are spread: the last place of the entry, and of each
   extension but the last, points at the next extension. */
typedef struct
{
  guint32 n_ads;
  guint32 n_in_entry;
  guint32 n_in_extension; /* of each but the last */
  guint32 n_extensions;
} Spread;

static void
init_spread (const BurnishUdfLayout *self, const BurnishUdfRun *run, Spread *spread)
{
  guint32 ad_bytes = run->is_long ? BURNISH_UDF_LONG_AD_SIZE : BURNISH_UDF_SHORT_AD_SIZE;
  guint32 room = (guint32) _burnish_udf_entry_room_bytes (self->revision) / ad_bytes;
  guint32 extension_room = (BURNISH_BLOCK_SIZE - EXTENSION_FIXED_BYTES) / ad_bytes;
  guint32 n_ads = _burnish_udf_run_count (run);

  *spread = (Spread){ .n_ads = n_ads, .n_in_entry = n_ads, .n_in_extension = extension_room - 1 };
  if (n_ads <= room)
    return;
  spread->n_in_entry = room - 1;
  /* The last one needs no pointer, so it may hold one more. */
  spread->n_extensions =
      (n_ads - spread->n_in_entry - 1 + spread->n_in_extension - 1) / spread->n_in_extension;
}

guint32
_burnish_udf_node_count_extensions (const BurnishUdfLayout *self, BurnishNode node)
{
  BurnishUdfRun run;
  Spread spread;

  if (_burnish_udf_tree_get_kind (&self->tree, node) != BURNISH_NODE_FILE)
    return 0;
  init_run (self, node, &run);
  init_spread (self, &run, &spread);
  return spread.n_extensions;
}

guint32
_burnish_udf_node_count_more (const BurnishUdfLayout *self, BurnishNode node)
{
  return _burnish_udf_tree_get_kind (&self->tree, node) == BURNISH_NODE_FOLDER
             ? (guint32) burnish_bytes_to_blocks (
                 _burnish_udf_directory_get_size_bytes (self, node))
             : _burnish_udf_node_count_extensions (self, node);
}

static guint32
get_extension_location (const BurnishUdfLayout *self, BurnishNode file, guint32 index)
{
  return _burnish_udf_area_location (self, self->entry_blocks[file] + 1 + index);
}

/* A descriptor that points at an extension; returns its bytes. */
static gsize
write_continuation (const BurnishUdfLayout *self,
                    const BurnishUdfRun *run,
                    guint32 location,
                    guint8 *bytes)
{
  if (run->is_long)
    {
      _burnish_udf_write_long_ad (bytes, BURNISH_BLOCK_SIZE | EXTENT_CONTINUES, location,
                                  _burnish_udf_area_partition (self));
      return BURNISH_UDF_LONG_AD_SIZE;
    }
  _burnish_write_le32 (bytes, BURNISH_BLOCK_SIZE | EXTENT_CONTINUES);
  _burnish_write_le32 (bytes + 4, location);
  return BURNISH_UDF_SHORT_AD_SIZE;
}

void
_burnish_udf_node_read_extension (const BurnishUdfLayout *self,
                                  BurnishNode node,
                                  guint32 index,
                                  guint8 *block)
{
  guint8 *ads = block + EXTENSION_FIXED_BYTES;
  BurnishUdfRun run;
  Spread spread;
  guint32 first;
  gsize n_bytes;

  init_run (self, node, &run);
  init_spread (self, &run, &spread);
  first = spread.n_in_entry + index * spread.n_in_extension;
  if (index + 1 < spread.n_extensions)
    {
      n_bytes = _burnish_udf_run_write (&run, first, spread.n_in_extension, ads);
      n_bytes += write_continuation (self, &run, get_extension_location (self, node, index + 1),
                                     ads + n_bytes);
    }
  else
    n_bytes = _burnish_udf_run_write (&run, first, spread.n_ads - first, ads);
  _burnish_write_le32 (block + 20, (guint32) n_bytes);
  _burnish_udf_seal (block, BURNISH_UDF_TAG_ALLOCATION_EXTENT, self->revision,
                     get_extension_location (self, node, index), EXTENSION_FIXED_BYTES + n_bytes);
}

static void
add_file (const BurnishUdfLayout *self, BurnishNode file, BurnishUdfEntry *entry, guint8 *ads)
{
  BurnishUdfRun run;
  Spread spread;

  init_run (self, file, &run);
  init_spread (self, &run, &spread);
  entry->type = BURNISH_UDF_FILE_REGULAR;
  entry->size_bytes = run.size_bytes;
  if (_burnish_udf_layout_is_embedded ((BurnishUdfLayout *) self, file))
    {
      entry->allocation = BURNISH_UDF_ALLOCATION_EMBEDDED;
      entry->allocation_bytes = (gsize) run.size_bytes;
      return;
    }
  entry->allocation = run.is_long ? BURNISH_UDF_ALLOCATION_LONG : BURNISH_UDF_ALLOCATION_SHORT;
  entry->n_blocks = burnish_bytes_to_blocks (run.size_bytes);
  entry->allocation_bytes = _burnish_udf_run_write (&run, 0, spread.n_in_entry, ads);
  if (spread.n_extensions > 0)
    entry->allocation_bytes +=
        write_continuation (self, &run, get_extension_location (self, file, 0),
                            ads + entry->allocation_bytes);
}

/* ---- Folders and links ---- */

static void
add_folder (const BurnishUdfLayout *self, BurnishNode folder, BurnishUdfEntry *entry, guint8 *ads)
{
  BurnishUdfRun run = {
    .size_bytes = _burnish_udf_directory_get_size_bytes (self, folder),
    .location = _burnish_udf_area_location (self, self->entry_blocks[folder] + 1),
    .partition = _burnish_udf_area_partition (self),
    .is_long = _burnish_udf_entry_partition (self) != _burnish_udf_area_partition (self),
    .max_extent_bytes = BURNISH_UDF_EXTENT_MAX_BYTES,
  };

  entry->type = BURNISH_UDF_FILE_DIRECTORY;
  entry->allocation = run.is_long ? BURNISH_UDF_ALLOCATION_LONG : BURNISH_UDF_ALLOCATION_SHORT;
  entry->size_bytes = run.size_bytes;
  entry->n_blocks = burnish_bytes_to_blocks (run.size_bytes);
  entry->allocation_bytes = _burnish_udf_run_write (&run, 0, _burnish_udf_run_count (&run), ads);
}

static void
add_link (const BurnishUdfLayout *self, BurnishNode link, BurnishUdfEntry *entry, guint8 *bytes)
{
  const char *target = burnish_tree_snapshot_get_link_target (self->tree.snapshot, link);

  entry->type = BURNISH_UDF_FILE_SYMLINK;
  entry->mode = LINK_MODE;
  entry->allocation = BURNISH_UDF_ALLOCATION_EMBEDDED;
  entry->size_bytes = entry->allocation_bytes = _burnish_udf_links_path_size (target);
  _burnish_udf_links_write_path (target, bytes);
}

void
_burnish_udf_node_read_entry (const BurnishUdfLayout *self, BurnishNode node, guint8 *block)
{
  BurnishTreeSnapshot *snapshot = self->tree.snapshot;
  guint8 *rest = block + _burnish_udf_entry_fixed_bytes (self->revision);
  BurnishUdfEntry entry = {
    .mode = MANIFEST_MODE,
    .n_links = _burnish_udf_tree_count_links (&self->tree, node),
    .unique_id = _burnish_udf_unique_id (node),
    .location = _burnish_udf_entry_location (self, node),
    .time_us = _burnish_udf_tree_get_time_us (&self->tree, node),
  };

  if (!_burnish_udf_tree_is_manifest (&self->tree, node))
    {
      entry.mode = burnish_tree_snapshot_get_mode (snapshot, node);
      entry.uid = burnish_tree_snapshot_get_uid (snapshot, node);
      entry.gid = burnish_tree_snapshot_get_gid (snapshot, node);
    }
  switch (_burnish_udf_tree_get_kind (&self->tree, node))
    {
    case BURNISH_NODE_FOLDER:
      add_folder (self, node, &entry, rest);
      break;
    case BURNISH_NODE_SYMLINK:
      add_link (self, node, &entry, rest);
      break;
    case BURNISH_NODE_FILE:
      add_file (self, node, &entry, rest);
      break;
    default:
      g_assert_not_reached ();
    }
  _burnish_udf_stream_blocks_refer (self, node, &entry);
  _burnish_udf_entry_write (block, self->revision, &entry);
}
