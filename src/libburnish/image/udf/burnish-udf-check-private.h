/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-iso-reader-private.h"
#include "burnish-udf-check-rules-private.h"
#include "burnish-udf-check.h"
#include "burnish-udf-format-private.h"
#include "burnish-udf-volume-reader-private.h"

G_BEGIN_DECLS

/*
 * How a UDF volume is checked, cut by concern:
 *
 *   burnish-udf-check-image.c      an image file
 *   burnish-udf-check-run.c        reads blocks, says what is wrong, runs all of it
 *   burnish-udf-check-fields.c     tags, dstrings, timestamps, entity identifiers
 *   burnish-udf-check-volume.c     recognition sequence and anchors
 *   burnish-udf-check-sequence.c   the volume descriptor sequences and their agreement
 *   burnish-udf-check-descriptors.c  fields of volume descriptors
 *   burnish-udf-check-integrity.c  the logical volume integrity sequence
 *   burnish-udf-check-maps.c       what maps need: metadata files, VAT, sparing tables
 *   burnish-udf-check-space.c      which blocks are in use, and the bitmaps that say so
 *   burnish-udf-check-entry.c      file entries
 *   burnish-udf-check-extents.c    allocation descriptors
 *   burnish-udf-check-tree.c       the file set and everything below it
 *   burnish-udf-check-folder.c     file identifiers
 *   burnish-udf-check-profile.c    what players ask for
 *
 * Blocks of partitions are found with the reader's map of the volume
 * (burnish-udf-volume-reader-private.h); all else is read and judged here.
 *
 * Each step goes on where it can and leaves behind what the next ones need. All numbers of the
 * volume are hostile: sums are made in 64 bits, loops end with the blocks that exist. One thread.
 */

typedef struct
{
  guint32 start_block;
  guint32 size_bytes;
} BurnishUdfCheckExtent;

typedef struct
{
  guint16 number;
  guint32 access;
  guint32 start_block;
  guint32 n_blocks;
  guint32 descriptor_block;
} BurnishUdfCheckPartition;

typedef enum
{
  BURNISH_UDF_CHECK_MAP_UNKNOWN,
  BURNISH_UDF_CHECK_MAP_PHYSICAL,
  BURNISH_UDF_CHECK_MAP_VIRTUAL,
  BURNISH_UDF_CHECK_MAP_SPARABLE,
  BURNISH_UDF_CHECK_MAP_METADATA,
} BurnishUdfCheckMapKind;

typedef struct
{
  BurnishUdfCheckMapKind kind;
  const guint8 *bytes; /* in the logical volume descriptor */
  gint partition;      /* index; -1 for none */
} BurnishUdfCheckMap;

/* One bit for each block. */
typedef struct
{
  guint32 n_blocks;
  guint8 *used; /* (owned) */
  guint8 *data; /* (owned) by contents of a file */
} BurnishUdfCheckSpace;

typedef struct _BurnishUdfCheckTree BurnishUdfCheckTree;

typedef struct
{
  BurnishIsoReadFunc read;
  gpointer user_data;
  GCancellable *cancellable; /* (unowned) (nullable) */
  guint32 n_blocks;          /* that can be read */
  guint32 session_block;
  BurnishUdfProfile profile;
  BurnishUdfCheck *report; /* (unowned) */
  GError *error;           /* (owned) (nullable) why it is stopped */
  guint8 *windows;         /* (owned) cache of the last reads */
  guint32 *window_starts;  /* (owned) */

  /* Recognition and anchors. */
  guint nsr; /* 2 or 3; 0 when there is none */
  guint tag_version;
  gboolean is_bridge;
  guint32 anchors[3];
  guint n_anchors;
  BurnishUdfCheckExtent main_sequence;
  BurnishUdfCheckExtent reserve_sequence;

  /* The volume. */
  BurnishUdfRevision revision;
  guint8 volume[BURNISH_BLOCK_SIZE]; /* logical volume descriptor */
  guint32 volume_block;
  char *label;        /* (owned) (nullable) of the logical volume */
  GArray *partitions; /* (owned) of BurnishUdfCheckPartition */
  GArray *maps;       /* (owned) of BurnishUdfCheckMap */

  /* Integrity; all 0 when there is none. */
  guint32 integrity_block;
  guint64 next_unique_id;
  guint32 n_files_said;
  guint32 n_folders_said;

  /* Partitions and what is in them. */
  BurnishUdfDevice device;
  BurnishUdfVolume *reader;      /* (owned) (nullable) for the places of blocks */
  BurnishUdfCheckSpace space;    /* of the whole */
  BurnishUdfCheckSpace metadata; /* of the metadata partition */
  BurnishUdfCheckTree *tree;     /* (owned) (nullable) */
  guint32 vat_counts[2];         /* files and folders, as the VAT says */
  guint32 vat_block;             /* of the entry; 0: no counts */
} BurnishUdfCheckRun;

/* The report. */
BurnishUdfCheck *_burnish_udf_check_new (void);
/* Counts a finding; whether it is to be kept. */
gboolean _burnish_udf_check_count (BurnishUdfCheck *self, BurnishUdfRule rule);
void _burnish_udf_check_add (BurnishUdfCheck *self,
                             BurnishUdfRule rule,
                             gint64 block,
                             const char *path,
                             const char *message);
void _burnish_udf_check_set_volume (BurnishUdfCheck *self,
                                    BurnishUdfRevision revision,
                                    gboolean is_bridge);
void _burnish_udf_check_set_counts (BurnishUdfCheck *self, guint32 n_files, guint32 n_folders);

/* Checks n_blocks that read gives. NULL: cancelled. */
BurnishUdfCheck *_burnish_udf_check_blocks (guint32 n_blocks,
                                            guint32 session_block,
                                            BurnishUdfProfile profile,
                                            BurnishIsoReadFunc read,
                                            gpointer user_data,
                                            GCancellable *cancellable,
                                            GError **error);

/* ---- For the steps ---- */

void _burnish_udf_check_say (BurnishUdfCheckRun *run,
                             BurnishUdfRule rule,
                             gint64 block,
                             const char *format,
                             ...) G_GNUC_PRINTF (4, 5);
/* FALSE when the run is stopped, or, with a finding, when the block cannot be read. what: for the
   finding, "an anchor". */
gboolean
_burnish_udf_check_read (BurnishUdfCheckRun *run, guint32 block, guint8 *buffer, const char *what);
gboolean _burnish_udf_check_is_zero (const guint8 *bytes, gsize size_bytes);

/* Where a field or descriptor stands, for findings about it. */
typedef struct
{
  BurnishUdfCheckRun *run;
  guint32 block;
  const char *what; /* "logical volume descriptor" */
} BurnishUdfCheckPlace;

/* Whether the tag belongs to a sound descriptor, one of wanted (0 ends the list). size_bytes may be
   read; the tag's location should be location. A wrong location alone is said but does not make the
   descriptor unsound. */
gboolean _burnish_udf_check_tag (const BurnishUdfCheckPlace *place,
                                 const guint8 *descriptor,
                                 gsize size_bytes,
                                 guint32 location,
                                 const BurnishUdfTagId *wanted);
/* The CRC should cover size_bytes. */
void _burnish_udf_check_coverage (const BurnishUdfCheckPlace *place,
                                  const guint8 *descriptor,
                                  gsize size_bytes);
void _burnish_udf_check_zero (const BurnishUdfCheckPlace *place,
                              const guint8 *bytes,
                              gsize size_bytes,
                              const char *field);
/* (transfer full) (nullable): the text, NULL when it makes no sense */
char *_burnish_udf_check_dstring (const BurnishUdfCheckPlace *place,
                                  const guint8 *bytes,
                                  gsize field_bytes,
                                  const char *field,
                                  gboolean must_be_there);
void _burnish_udf_check_charspec (const BurnishUdfCheckPlace *place,
                                  const guint8 *bytes,
                                  const char *field);
void _burnish_udf_check_timestamp (const BurnishUdfCheckPlace *place,
                                   const guint8 *bytes,
                                   const char *field);
/* An identifier that the standard gives, its suffix with or without a revision. */
gboolean _burnish_udf_check_entity (const BurnishUdfCheckPlace *place,
                                    const guint8 *bytes,
                                    const char *identifier,
                                    gboolean has_revision,
                                    const char *field);
/* An identifier of the implementation. */
void _burnish_udf_check_implementation (const BurnishUdfCheckPlace *place, const guint8 *bytes);

/* ---- The steps ---- */

void _burnish_udf_check_recognition (BurnishUdfCheckRun *run);
/* FALSE: nothing to go on with. */
gboolean _burnish_udf_check_anchors (BurnishUdfCheckRun *run);
void _burnish_udf_check_anchor_places (BurnishUdfCheckRun *run);

/* Descriptors of one class that prevail, in one of the sequences. */
typedef struct
{
  guint32 block;
  guint8 bytes[BURNISH_BLOCK_SIZE];
} BurnishUdfCheckDescriptor;

gboolean _burnish_udf_check_sequences (BurnishUdfCheckRun *run);
void _burnish_udf_check_primary (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d);
gboolean _burnish_udf_check_logical (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d);
void _burnish_udf_check_partition (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d);
void _burnish_udf_check_unallocated (BurnishUdfCheckRun *run, const BurnishUdfCheckDescriptor *d);
void _burnish_udf_check_implementation_use (BurnishUdfCheckRun *run,
                                            const BurnishUdfCheckDescriptor *d);
void _burnish_udf_check_maps (BurnishUdfCheckRun *run);
void _burnish_udf_check_integrity (BurnishUdfCheckRun *run);

gboolean _burnish_udf_check_has_map (BurnishUdfCheckRun *run, BurnishUdfCheckMapKind kind);
/* Of what is being looked at (transfer full) (nullable). */
char *_burnish_udf_check_dup_path (BurnishUdfCheckRun *run);

/* ---- Space ---- */

void _burnish_udf_check_space_init (BurnishUdfCheckSpace *space, guint32 n_blocks);
void _burnish_udf_check_space_clear (BurnishUdfCheckSpace *space);
/* Blocks counted from the beginning of the image. FALSE, with a finding: they have an owner, or are
   not there. what: the new owner. */
gboolean _burnish_udf_check_claim (BurnishUdfCheckRun *run,
                                   guint64 start_block,
                                   guint64 n_blocks,
                                   gboolean is_data,
                                   const char *what);
/* Blocks of a partition map; where: the block that names them. */
gboolean _burnish_udf_check_claim_in_map (BurnishUdfCheckRun *run,
                                          guint map,
                                          guint32 block,
                                          guint64 n_blocks,
                                          gboolean is_data,
                                          guint32 where,
                                          const char *what);
/* Where a block of a map is; FALSE with a finding at block where. */
gboolean _burnish_udf_check_locate (BurnishUdfCheckRun *run,
                                    guint map,
                                    guint32 block,
                                    guint32 where,
                                    const char *what,
                                    guint32 *found);
/* After everything is claimed: compares with the bitmaps of the volume. */
void _burnish_udf_check_bitmaps (BurnishUdfCheckRun *run);

/* ---- Entries ---- */

/* A long_ad (ECMA-167 4/14.14.2). */
typedef struct
{
  guint32 size_bytes;
  guint32 block;
  guint16 map;
} BurnishUdfCheckAddress;

BurnishUdfCheckAddress _burnish_udf_check_read_address (const guint8 *bytes);

typedef struct
{
  BurnishUdfCheckPlace place;
  guint map;
  guint32 block; /* of the map */
  guint8 bytes[BURNISH_BLOCK_SIZE];
  gboolean is_extended;
  guint8 type;
  guint16 flags;
  guint allocation; /* BurnishUdfAllocation */
  guint links;
  guint64 size_bytes;
  guint64 n_blocks; /* recorded */
  guint64 object_bytes;
  guint64 unique_id;
  BurnishUdfCheckAddress streams; /* size 0 for none */
  const guint8 *allocation_bytes;
  guint32 n_allocation_bytes;
} BurnishUdfCheckEntry;

/* Reads a file entry and looks at its fields. FALSE: it is of no use. what: for findings. */
gboolean _burnish_udf_check_entry (BurnishUdfCheckRun *run,
                                   guint map,
                                   guint32 block,
                                   guint32 where,
                                   const char *what,
                                   BurnishUdfCheckEntry *entry);

/* A stretch of contents; block is of its map. */
typedef struct
{
  guint map;
  guint32 block;
  guint64 size_bytes;
  gboolean is_recorded;
} BurnishUdfCheckStretch;

/* Fills stretches (of BurnishUdfCheckStretch) up to the size of the contents, and claims all
   blocks. FALSE: some are not there or belong to something else. */
gboolean _burnish_udf_check_extents (BurnishUdfCheckRun *run,
                                     const BurnishUdfCheckEntry *entry,
                                     gboolean is_data,
                                     GArray *stretches);
/* Reads one block of the contents. */
gboolean _burnish_udf_check_read_stretch (BurnishUdfCheckRun *run,
                                          const BurnishUdfCheckEntry *entry,
                                          const BurnishUdfCheckStretch *stretch,
                                          guint32 n,
                                          guint8 *buffer,
                                          guint32 *found);
/* All contents (transfer full), of at most max_bytes; NULL: not all there, with a finding. */
guint8 *_burnish_udf_check_read_contents (BurnishUdfCheckRun *run,
                                          const BurnishUdfCheckEntry *entry,
                                          GArray *stretches,
                                          guint64 max_bytes);

/* FALSE: blocks of partitions cannot be found. */
gboolean _burnish_udf_check_open_maps (BurnishUdfCheckRun *run);
void _burnish_udf_check_tree (BurnishUdfCheckRun *run);
void _burnish_udf_check_tree_free (BurnishUdfCheckTree *tree);
void _burnish_udf_check_profile_volume (BurnishUdfCheckRun *run);
void _burnish_udf_check_profile_file (BurnishUdfCheckRun *run,
                                      const BurnishUdfCheckEntry *entry,
                                      GArray *stretches);

G_END_DECLS
