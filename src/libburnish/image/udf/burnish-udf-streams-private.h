/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-store-private.h"
#include "burnish-udf-tree-private.h"

G_BEGIN_DECLS

/*
 * Named streams that files and folders get from their extended attributes (UDF 3.3.5): only those
 * that have some are in here. One thread reads the attributes; then it is immutable, and any thread
 * may read.
 *
 * A stream's contents lie in its entry when they fit there, else in blocks of their own. An
 * attribute is left out when its name cannot be recorded as it is or begins with "*UDF", which OSTA
 * keeps for itself, and when it is longer than Linux takes them. Contents are kept in memory; of
 * all together there are at most 256 MiB, and what comes behind is left out.
 */

typedef struct
{
  const char *name;    /* (unowned) */
  const guint8 *value; /* (unowned) */
  guint32 size_bytes;
  guint32 first_block; /* among the blocks of all contents that do not lie in their entries */
} BurnishUdfStreamItem;

/* A file or folder with streams. Of the entries that belong to it the stream directory's comes
 * first. */
typedef struct
{
  BurnishNode node;
  guint32 first_item;
  guint32 n_items;
  guint32 first_entry; /* among the entries of all stream directories and streams */
  guint32 size_bytes;  /* of all its streams */
} BurnishUdfStreamOwner;

typedef struct
{
  GArray *owners;      /* (owned) of BurnishUdfStreamOwner, in tree order */
  GArray *items;       /* (owned) of BurnishUdfStreamItem */
  GStringChunk *names; /* (owned) */
  BurnishStore *store; /* (owned) of values */
  GArray *incomplete;  /* (owned) of BurnishNode: those of which something is left out */
  guint64 size_bytes;  /* of all values */
  gsize room_bytes;    /* of contents in an entry */
  guint32 n_entries;
  guint32 n_blocks; /* of contents that do not lie in their entries */
} BurnishUdfStreams;

/* Without attributes. room_bytes: of contents in an entry. */
void _burnish_udf_streams_init (BurnishUdfStreams *self, gsize room_bytes);
/* Reads the attributes of everything that has an entry. FALSE when it was cancelled. */
gboolean _burnish_udf_streams_collect (BurnishUdfStreams *self,
                                       const BurnishUdfTree *tree,
                                       GCancellable *cancellable,
                                       GError **error);
void _burnish_udf_streams_clear (BurnishUdfStreams *self);

/* Whether a name can be recorded as it is, and is one for every reader. */
gboolean _burnish_udf_streams_is_good_name (const char *name);

/* (nullable): of a file or folder without streams. */
const BurnishUdfStreamOwner *_burnish_udf_streams_lookup (const BurnishUdfStreams *self,
                                                          BurnishNode node);
/* The file or folder that one of all entries belongs to. */
const BurnishUdfStreamOwner *_burnish_udf_streams_find_entry (const BurnishUdfStreams *self,
                                                              guint32 entry);
const BurnishUdfStreamItem *_burnish_udf_streams_get_item (const BurnishUdfStreams *self,
                                                           const BurnishUdfStreamOwner *owner,
                                                           guint32 index);
/* Blocks of its contents; 0 when they lie in its entry. */
guint32 _burnish_udf_streams_count_blocks (const BurnishUdfStreams *self,
                                           const BurnishUdfStreamItem *item);
/* The item that one of all blocks belongs to. */
const BurnishUdfStreamItem *_burnish_udf_streams_find_block (const BurnishUdfStreams *self,
                                                             guint32 block);

G_END_DECLS
