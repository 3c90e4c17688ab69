/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-check-private.h"

G_BEGIN_DECLS

/*
 * The tree as it is walked: a record for each ICB, folders in the order in which they are found, so
 * that records are their own queue. One thread.
 */

#define BURNISH_UDF_CHECK_NO_RECORD G_MAXUINT32

typedef struct
{
  guint64 unique_id;
  const char *name;     /* (unowned) the first of its names; "" for the root */
  guint32 parent;       /* record; the root's own, and the file's of a stream folder */
  guint32 block;        /* of its map */
  guint32 sector;       /* from the beginning of the image */
  guint32 where;        /* block that named it first */
  guint32 n_references; /* identifiers that name it, and parent entries of its folders */
  guint32 path_bytes;
  guint32 icb_bytes;
  guint16 map;
  guint16 links;
  guint8 is_folder : 1;
  guint8 is_stream : 1;  /* a stream or a folder of streams */
  guint8 is_sound : 1;   /* its entry could be read */
  guint8 has_own_id : 1; /* an identifier has the unique id of the entry */
} BurnishUdfCheckRecord;

typedef struct
{
  guint64 id;
  guint32 record;
} BurnishUdfCheckUnique;

/* A file or folder with streams, whose sizes its own entry adds up. */
typedef struct
{
  guint32 block;        /* of its entry */
  guint64 object_bytes; /* as recorded */
  guint64 size_bytes;   /* of all that was found */
  gboolean is_cut;      /* not everything could be read */
} BurnishUdfCheckObject;

struct _BurnishUdfCheckTree
{
  GArray *records;        /* (owned) of BurnishUdfCheckRecord */
  GHashTable *by_sector;  /* (owned) sector → record */
  GHashTable *objects;    /* (owned) record of a folder of streams → BurnishUdfCheckObject */
  GStringChunk *names;    /* (owned) */
  GArray *entry_ids;      /* (owned) of BurnishUdfCheckUnique */
  GArray *identifier_ids; /* (owned) of BurnishUdfCheckUnique */
  GArray *stretches;      /* (owned) of the file that is being looked at */
  GArray *starts;         /* (owned) of guint32: where contents of files begin, of a bridge */
  guint32 current;        /* record that is being looked at, or NO_RECORD */
  const char *name;       /* (unowned) (nullable) in that folder */
  guint64 max_unique_id;
  guint32 n_files;
  guint32 n_folders;
};

static inline BurnishUdfCheckRecord *
_burnish_udf_check_get_record (BurnishUdfCheckTree *tree, guint32 record)
{
  return &g_array_index (tree->records, BurnishUdfCheckRecord, record);
}

/* The record for an ICB, which is claimed when it is new. NO_RECORD: it is nowhere. */
guint32 _burnish_udf_check_ensure_record (BurnishUdfCheckRun *run,
                                          BurnishUdfCheckAddress icb,
                                          guint32 parent,
                                          const char *name,
                                          guint32 where,
                                          gboolean *is_new);
/* Streams of a file or folder (UDF 3.3.5): they are in a folder of their own, which is found here
   and looked at later. */
void _burnish_udf_check_streams (BurnishUdfCheckRun *run,
                                 guint32 number,
                                 const BurnishUdfCheckEntry *entry);
/* Adds a stream to what it is one of. entry: (nullable) it could not be read. */
void _burnish_udf_check_count_stream (BurnishUdfCheckRun *run,
                                      guint32 folder,
                                      const BurnishUdfCheckEntry *entry);
/* After the walk: whether the object size counts the file or folder and all streams in a folder. */
void _burnish_udf_check_object (BurnishUdfCheckRun *run, guint32 folder);
/* The identifiers of a folder, whose contents are in stretches. */
void _burnish_udf_check_folder (BurnishUdfCheckRun *run,
                                const BurnishUdfCheckEntry *entry,
                                GArray *stretches,
                                guint32 folder);
/* What an identifier names. */
void _burnish_udf_check_name_target (BurnishUdfCheckRun *run,
                                     guint32 folder,
                                     const char *name,
                                     const guint8 *identifier,
                                     guint32 where);
/* Says what is odd about a name (transfer full). */
char *
_burnish_udf_check_name (const BurnishUdfCheckPlace *place, const guint8 *bytes, guint n_bytes);
/* The contents of a symbolic link. */
void _burnish_udf_check_symlink (BurnishUdfCheckRun *run,
                                 const BurnishUdfCheckEntry *entry,
                                 GArray *stretches);
void _burnish_udf_check_bridge (BurnishUdfCheckRun *run);

G_END_DECLS
