/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-tree-private.h"

G_BEGIN_DECLS

/*
 * Named streams that files get from their extended attributes (UDF 3.3.5): only files that have
 * some are in here. One thread reads the attributes; then it is immutable, and any thread may read.
 *
 * A stream's contents lie in its entry. An attribute is left out when it does not fit there, when
 * its name cannot be recorded as it is or begins with "*UDF", which OSTA keeps for itself, and when
 * its file has 64 KiB of them already.
 */

typedef struct
{
  const char *name; /* (unowned) */
  guint32 offset;   /* in contents */
  guint32 size_bytes;
} BurnishUdfStreamItem;

/* A file with streams. Of the entries that belong to it the stream directory's comes first. */
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
  GArray *owners;       /* (owned) of BurnishUdfStreamOwner, in tree order */
  GArray *items;        /* (owned) of BurnishUdfStreamItem */
  GStringChunk *names;  /* (owned) */
  GByteArray *contents; /* (owned) */
  GArray *incomplete;   /* (owned) of BurnishNode: files of which something is left out */
  guint32 n_entries;
} BurnishUdfStreams;

/* Without attributes. */
void _burnish_udf_streams_init (BurnishUdfStreams *self);
/* Reads the attributes of all files that have an entry. room_bytes: of contents in an entry. FALSE
   when it was cancelled. */
gboolean _burnish_udf_streams_collect (BurnishUdfStreams *self,
                                       const BurnishUdfTree *tree,
                                       gsize room_bytes,
                                       GCancellable *cancellable,
                                       GError **error);
void _burnish_udf_streams_clear (BurnishUdfStreams *self);

/* (nullable): of a file without streams. */
const BurnishUdfStreamOwner *_burnish_udf_streams_lookup (const BurnishUdfStreams *self,
                                                          BurnishNode node);
/* The file that one of all entries belongs to. */
const BurnishUdfStreamOwner *_burnish_udf_streams_find_entry (const BurnishUdfStreams *self,
                                                              guint32 entry);
const BurnishUdfStreamItem *_burnish_udf_streams_get_item (const BurnishUdfStreams *self,
                                                           const BurnishUdfStreamOwner *owner,
                                                           guint32 index);

G_END_DECLS
