/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-format-private.h"
#include "burnish-udf-streams-private.h"
#include "burnish-udf-tree-private.h"

G_BEGIN_DECLS

/*
 * What the files of the UDF writer share: the layout and the functions that make its blocks. Blocks
 * count in three ways:
 *
 *   block              on the disc
 *   area block         within the metadata area: file set, then the entry of each node in tree
 *                      order, directory data or further allocation descriptors right behind it,
 *                      then its stream directory and streams; contents of streams that are too
 *                      large for their entries come behind the area
 *   partition block    as recorded: from the begin of the partition, or of the metadata file
 */

/* The grid, counted from the session's first block. Everything but VRS and anchor may stand
   elsewhere; multiples of 32 suit the ECC blocks of DVD and BD. */
#define BURNISH_UDF_MAIN_SEQUENCE    32
#define BURNISH_UDF_INTEGRITY        64
#define BURNISH_UDF_INTEGRITY_BLOCKS 8
/* The reserve sequence of a volume with a VAT, which has nothing behind the VAT. */
#define BURNISH_UDF_EARLY_RESERVE 192
#define BURNISH_UDF_AREA          288
#define BURNISH_UDF_GRID          32

/* The first area blocks. */
#define BURNISH_UDF_AREA_FILE_SET   0
#define BURNISH_UDF_AREA_TERMINATOR 1
#define BURNISH_UDF_AREA_ENTRIES    2

struct _BurnishUdfLayout
{
  BurnishUdfTree tree;
  BurnishUdfStreams streams; /* empty when they are not asked for */
  BurnishUdfRevision revision;
  char *volume_id;     /* (owned) */
  char *volume_set_id; /* (owned) */
  char *publisher;     /* (owned) (nullable) */
  char *preparer;      /* (owned) (nullable) */
  guint32 session_block;
  guint32
      volume_block; /* what the fixed places of the volume are counted from: the session, or 0 */
  gboolean has_metadata_file; /* 2.50 and later */
  gboolean duplicates_metadata;
  gboolean has_vat;
  gboolean embeds;

  guint32 *entry_blocks; /* (owned): area block of each node's entry; of a node without, that of the
                            next one */
  guint32 *identifier_offsets; /* (owned): where each node's identifier begins in its directory */
  guint32 area_block;          /* block of the area */
  guint32 used_blocks;         /* of the area */
  guint32 area_blocks;         /* a multiple of the grid */
  guint32 stream_block;        /* behind the area: where contents of streams begin */

  /* From _place on. */
  guint32 partition_block;     /* in the first session, so that entries reach all that is behind */
  const guint32 *start_blocks; /* the caller's */
  guint32 recognition_block;
  guint32 tail_block; /* the mirror begins here when there is one */
  guint32 mirror_entry_block;
  guint32 vat_block;
  guint32 partition_end;
  guint32 reserve_block;
  guint32 end_block;
};

/* Partition references, as the logical volume lists its maps: the physical partition first, then
   the metadata or virtual partition, in which all entries are. */
#define BURNISH_UDF_PARTITION_PHYSICAL 0

static inline guint16
_burnish_udf_entry_partition (const BurnishUdfLayout *self)
{
  return self->has_metadata_file || self->has_vat;
}

static inline guint16
_burnish_udf_area_partition (const BurnishUdfLayout *self)
{
  return self->has_metadata_file;
}

/* Partition block of an area block. */
static inline guint32
_burnish_udf_area_location (const BurnishUdfLayout *self, guint32 area_block)
{
  return self->has_metadata_file ? area_block
                                 : self->area_block - self->partition_block + area_block;
}

/* Partition block of a node's entry. In a virtual partition every node has a number, the file set
   the first. */
static inline guint32
_burnish_udf_entry_location (const BurnishUdfLayout *self, BurnishNode node)
{
  return self->has_vat ? 1 + node : _burnish_udf_area_location (self, self->entry_blocks[node]);
}

/* Entries of stream directories and streams have the numbers behind all nodes'. */
static inline guint32
_burnish_udf_stream_location (const BurnishUdfLayout *self, guint32 entry, guint32 area_block)
{
  return self->has_vat ? 1 + self->tree.n_nodes + entry
                       : _burnish_udf_area_location (self, area_block);
}

static inline guint32
_burnish_udf_file_set_location (const BurnishUdfLayout *self)
{
  return self->has_vat ? 0 : _burnish_udf_area_location (self, BURNISH_UDF_AREA_FILE_SET);
}

/* The root has 0, all others one of their own, also further names of one file (UDF 3.2.1.1). */
static inline guint32
_burnish_udf_unique_id (BurnishNode node)
{
  return node == BURNISH_NODE_ROOT ? 0 : BURNISH_UDF_FIRST_UNIQUE_ID + node - 1;
}

/* The one behind all nodes', which the entry of a VAT has. */
static inline guint32
_burnish_udf_last_unique_id (const BurnishUdfLayout *self)
{
  return BURNISH_UDF_FIRST_UNIQUE_ID + self->tree.n_nodes - 1;
}

/* Who may read a volume of 2.60 (UDF 2.2.6.4): Linux insists. */
static inline guint16
_burnish_udf_min_read_revision (const BurnishUdfLayout *self)
{
  return (guint16) MIN (self->revision, BURNISH_UDF_2_50);
}

/* ---- burnish-udf-entry.c ---- */

typedef struct
{
  BurnishUdfFileType type;
  BurnishUdfAllocation allocation;
  guint32 mode; /* of st_mode */
  guint32 uid;
  guint32 gid;
  guint32 n_links;
  guint32 unique_id;
  guint32 location; /* partition block */
  gint64 time_us;
  guint64 size_bytes;
  guint64 n_blocks;       /* recorded outside the entry */
  gsize allocation_bytes; /* allocation descriptors or contents: they are in the block already */
  gboolean is_stream;
  /* Of a file or folder with streams; their directory is in the same partition as the entry. */
  gboolean has_streams;
  guint16 streams_partition;
  guint32 streams_location;
  guint64 streams_bytes;
} BurnishUdfEntry;

/* Where allocation descriptors begin: a file entry before 2.00, an extended one since. */
gsize _burnish_udf_entry_fixed_bytes (BurnishUdfRevision revision);
gsize _burnish_udf_entry_room_bytes (BurnishUdfRevision revision);
/* Fills the fixed part and seals the entry. */
void
_burnish_udf_entry_write (guint8 *block, BurnishUdfRevision revision, const BurnishUdfEntry *entry);

/* Contents in one piece, recorded as several extents when they are large. */
typedef struct
{
  guint64 size_bytes;
  guint32 location; /* partition block */
  guint16 partition;
  gboolean is_long;
  guint32 max_extent_bytes; /* whole blocks */
} BurnishUdfRun;

guint32 _burnish_udf_run_count (const BurnishUdfRun *run);
/* Writes allocation descriptors from a given one on; returns their bytes. */
gsize _burnish_udf_run_write (const BurnishUdfRun *run, guint32 first, guint32 n, guint8 *bytes);

/* ---- burnish-udf-node.c: entries of nodes ---- */

/* Blocks of further allocation descriptors behind a file's entry. */
guint32 _burnish_udf_node_count_extensions (const BurnishUdfLayout *self, BurnishNode node);
/* Blocks between an entry and its streams: these, or the data of a folder. */
guint32 _burnish_udf_node_count_more (const BurnishUdfLayout *self, BurnishNode node);
/* Blocks are filled with zeros before. */
void _burnish_udf_node_read_entry (const BurnishUdfLayout *self, BurnishNode node, guint8 *block);
void _burnish_udf_node_read_extension (const BurnishUdfLayout *self,
                                       BurnishNode node,
                                       guint32 index,
                                       guint8 *block);

/* ---- burnish-udf-directory.c ---- */

/* The largest identifier: a name of 255 bytes, implementation use. */
#define BURNISH_UDF_IDENTIFIER_MAX_BYTES 512

typedef struct
{
  const char *name;
  guint8 characteristics;
  guint32 size_bytes; /* with implementation use that fills a block up */
  guint32 entry_location;
  guint32 unique_id;
  guint32 location; /* partition block of the identifier itself */
} BurnishUdfIdentifier;

/* Where the identifier of a name that begins at an offset of a directory ends. */
guint64
_burnish_udf_identifier_get_end (const BurnishUdfLayout *self, const char *name, guint64 offset);
void _burnish_udf_identifier_write (const BurnishUdfLayout *self,
                                    const BurnishUdfIdentifier *identifier,
                                    guint8 *bytes);

/* Gives each child's identifier its place; returns the size of the directory data. */
guint64 _burnish_udf_directory_place (BurnishUdfLayout *self, BurnishNode folder);
guint32 _burnish_udf_directory_get_size_bytes (const BurnishUdfLayout *self, BurnishNode folder);
void _burnish_udf_directory_read (const BurnishUdfLayout *self,
                                  BurnishNode folder,
                                  guint32 index,
                                  guint8 *block);

/* ---- burnish-udf-stream-blocks.c ---- */

/* Blocks of the streams of a file or folder within the area; 0 for one without. */
guint32 _burnish_udf_stream_blocks_count (const BurnishUdfLayout *self, BurnishNode node);
/* One of these blocks. */
void _burnish_udf_stream_blocks_read (const BurnishUdfLayout *self,
                                      BurnishNode node,
                                      guint32 index,
                                      guint8 *block);
/* Puts what the entry of a file or folder says about its streams. */
void _burnish_udf_stream_blocks_refer (const BurnishUdfLayout *self,
                                       BurnishNode node,
                                       BurnishUdfEntry *entry);
/* A block of contents of streams, counted from stream_block. */
void _burnish_udf_stream_contents_read (const BurnishUdfLayout *self, guint32 index, guint8 *block);
/* Area block of one of all entries of stream directories and streams. */
guint32 _burnish_udf_stream_blocks_find_entry (const BurnishUdfLayout *self, guint32 entry);

/* ---- burnish-udf-volume.c, burnish-udf-integrity.c: blocks of zeros are given ---- */

void _burnish_udf_recognition_read (const BurnishUdfLayout *self, guint32 index, guint8 *block);
/* A block of the volume descriptor sequence that begins at start_block. */
void _burnish_udf_sequence_read (const BurnishUdfLayout *self,
                                 guint32 start_block,
                                 guint32 index,
                                 guint8 *block);
void _burnish_udf_anchor_read (const BurnishUdfLayout *self, guint32 anchor_block, guint8 *block);
void _burnish_udf_terminator_write (const BurnishUdfLayout *self, guint32 location, guint8 *block);
void _burnish_udf_integrity_read (const BurnishUdfLayout *self, guint32 index, guint8 *block);
void _burnish_udf_file_set_read (const BurnishUdfLayout *self, guint8 *block);

/* ---- burnish-udf-metadata.c: the metadata file and the VAT ---- */

/* The entry of the metadata file, or of its mirror. */
void _burnish_udf_metadata_read_entry (const BurnishUdfLayout *self,
                                       BurnishUdfFileType type,
                                       guint8 *block);
guint64 _burnish_udf_vat_get_size_bytes (const BurnishUdfLayout *self);
void _burnish_udf_vat_read (const BurnishUdfLayout *self, guint32 index, guint8 *block);
void _burnish_udf_vat_read_entry (const BurnishUdfLayout *self, guint8 *block);

G_END_DECLS
