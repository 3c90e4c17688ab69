/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-format-private.h"
#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * The volume below the tree: its descriptors, partitions and entries. The reader of the tree and
 * the check stand on it. For one thread.
 *
 * A "sector" is a block of the volume counted from the beginning of the device, a "block" one of a
 * partition map.
 */

#define BURNISH_UDF_MAX_BLOCK_BYTES 4096
#define BURNISH_UDF_MAX_MAPS        16
/* Copies of a block that may be tried: the metadata file and its mirror. */
#define BURNISH_UDF_N_COPIES 2

typedef enum
{
  BURNISH_UDF_MAP_PHYSICAL,
  BURNISH_UDF_MAP_VIRTUAL,  /* UDF 2.2.8 */
  BURNISH_UDF_MAP_SPARABLE, /* UDF 2.2.9 */
  BURNISH_UDF_MAP_METADATA, /* UDF 2.2.10 */
} BurnishUdfMapKind;

/* A packet that lies elsewhere (UDF 2.2.12). */
typedef struct
{
  guint32 original_block;
  guint32 mapped_sector;
} BurnishUdfSpare;

/* A stretch of a metadata file. */
typedef struct
{
  guint32 first_block; /* of the metadata partition */
  guint32 n_blocks;
  guint32 start_sector; /* G_MAXUINT32: not recorded */
} BurnishUdfMetaExtent;

typedef struct
{
  BurnishUdfMapKind kind;
  guint16 partition_number;
  guint32 start_sector; /* of the partition */
  guint32 partition_blocks;
  guint32 n_blocks; /* of the partition, or entries of the VAT, or blocks of the metadata */
  GArray *vat;      /* (owned) (nullable) of guint32 */
  guint32 packet_blocks;
  GArray *spares;                       /* (owned) (nullable) of BurnishUdfSpare, by block */
  GArray *copies[BURNISH_UDF_N_COPIES]; /* (owned) (nullable) of BurnishUdfMetaExtent */
  guint32 metadata_blocks[3];           /* of the main, mirror and bitmap entries */
} BurnishUdfMap;

/* A descriptor as it was read. */
typedef struct
{
  guint64 sector; /* 0: none */
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
} BurnishUdfDescriptor;

typedef struct
{
  const BurnishUdfDevice *device; /* (unowned) */
  guint32 block_bytes;
  guint64 n_sectors; /* of the device */
  BurnishUdfDescriptor anchor;
  BurnishUdfDescriptor primary; /* prevailing, as the next two (ECMA-167 3/8.4.3) */
  BurnishUdfDescriptor logical;
  GPtrArray *partitions;          /* (owned) of BurnishUdfDescriptor */
  BurnishUdfDescriptor integrity; /* the last one */
  BurnishUdfDescriptor file_set;
  BurnishUdfRevision revision;
  BurnishUdfMap maps[BURNISH_UDF_MAX_MAPS];
  guint n_maps;
  GArray *notes; /* (owned) of BurnishUdfNote */
  guint64 n_lost;
  guint64 blocks_left;  /* that may still be read for structures */
  guint64 extents_left; /* that contents may still be cut into */
  guint64 cached_block; /* of the device, 2048 bytes */
  guint32 n_cached;
  guint8 *cache; /* (owned) */
  GError *fatal; /* (owned) (nullable) what ended the reading */
} BurnishUdfVolume;

/* NULL: as _burnish_udf_contents_read. The device stays with the caller. */
BurnishUdfVolume *_burnish_udf_volume_open (const BurnishUdfDevice *device, GError **error);
/* A volume of which nothing is read yet. */
BurnishUdfVolume *_burnish_udf_volume_new (const BurnishUdfDevice *device);
void _burnish_udf_volume_free (BurnishUdfVolume *self);

void _burnish_udf_volume_note (BurnishUdfVolume *self,
                               BurnishUdfNoteLevel level,
                               guint64 sector,
                               const char *clause,
                               const char *format,
                               ...) G_GNUC_PRINTF (5, 6);
/* Reads bytes of the device, 32 blocks at most at a time. */
gboolean _burnish_udf_device_read (const BurnishUdfDevice *device,
                                   guint64 start_byte,
                                   guint8 *buffer,
                                   gsize size_bytes,
                                   GError **error);
/* Whether an error only means that some blocks cannot be read. */
gboolean _burnish_udf_is_read_error (const GError *error);
/* Reads sectors for structures. FALSE: they cannot be read, or fatal is set. */
gboolean _burnish_udf_volume_read (BurnishUdfVolume *self,
                                   guint64 start_sector,
                                   guint32 n_sectors,
                                   guint8 *buffer);
/* Sets fatal once, with IMAGE_INVALID; always FALSE. */
gboolean _burnish_udf_volume_fail (BurnishUdfVolume *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
/* What is wrong with a tag, and the clause that says so. */
const char *_burnish_udf_tag_fault_text (BurnishUdfTagFault fault, const char **clause);

/* Fills the maps from the logical volume descriptor: FALSE when fatal. */
gboolean _burnish_udf_volume_open_maps (BurnishUdfVolume *self);
/* Fills a virtual map from the last table on the device; physical is the map of its partition.
   FALSE: there is none that is not damaged, or fatal. */
gboolean _burnish_udf_volume_find_vat (BurnishUdfVolume *self, BurnishUdfMap *map, guint physical);
/* Where a block of a map is; n_contiguous (nullable): as many of the n_blocks wanted as follow in
   one piece. FALSE: nowhere. copy is 0, or 1 for the mirror of metadata, if there is one. */
gboolean _burnish_udf_volume_locate (const BurnishUdfVolume *self,
                                     guint map,
                                     guint32 block,
                                     guint32 n_blocks,
                                     guint copy,
                                     guint64 *sector,
                                     guint32 *n_contiguous);
gboolean _burnish_udf_volume_has_copy (const BurnishUdfVolume *self, guint map, guint copy);

/* Reads a descriptor of a partition whose tag is one of two (0: no second), from the mirror where
   the block is damaged; notes say so. what is its name in notes. level: of the note when it is
   nowhere. */
gboolean _burnish_udf_volume_read_descriptor (BurnishUdfVolume *self,
                                              guint map,
                                              guint32 block,
                                              BurnishUdfTagId id,
                                              BurnishUdfTagId other_id,
                                              const char *what,
                                              BurnishUdfNoteLevel level,
                                              guint8 *buffer,
                                              guint64 *sector);

/* ---- Entries ---- */

/* An ICB as read: the direct entry that is valid (ECMA-167 4/14.6). */
typedef struct
{
  guint map;
  guint32 block;
  guint64 sector;
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  gboolean is_extended;
  guint8 file_type;
  guint16 flags;
  guint64 size_bytes;
  guint32 attributes_bytes; /* extended attributes, before the allocation descriptors */
  guint32 allocation_bytes;
  const guint8 *allocation; /* (unowned) in bytes */
} BurnishUdfIcb;

/* Follows strategies 4 and 4096 to the valid entry. FALSE: none, noted, or fatal. */
gboolean _burnish_udf_volume_read_icb (BurnishUdfVolume *self,
                                       guint map,
                                       guint32 block,
                                       const char *what,
                                       BurnishUdfIcb *icb);

/* A stretch of an ICB's data in terms of its partition. */
typedef struct
{
  guint map;
  guint32 block;
  guint64 size_bytes;
  gboolean is_recorded;
  gboolean is_embedded; /* within the ICB itself; block is the ICB's */
} BurnishUdfStretch;

/* (transfer full): of BurnishUdfStretch, cut at the size of the data; NULL: fatal. complete is
   FALSE when descriptors are damaged or the stretches are shorter than the data; noted. */
GArray *_burnish_udf_volume_list_stretches (BurnishUdfVolume *self,
                                            const BurnishUdfIcb *icb,
                                            gboolean *complete);

/* Adds the places of an ICB's data (of BurnishUdfExtent) on one copy. FALSE: some are nowhere; not
   noted. */
gboolean _burnish_udf_volume_add_extents (BurnishUdfVolume *self,
                                          const BurnishUdfIcb *icb,
                                          GArray *stretches,
                                          guint copy,
                                          GArray *extents);
/* Reads contents that lie in extents, for structures; what cannot be read is zeros and makes it
   FALSE. */
gboolean _burnish_udf_volume_read_extents (BurnishUdfVolume *self,
                                           const BurnishUdfExtent *extents,
                                           guint n_extents,
                                           guint8 *buffer,
                                           guint64 size_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishUdfVolume, _burnish_udf_volume_free)

G_END_DECLS
