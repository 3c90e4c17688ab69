/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-iso-reader-private.h"
#include "burnish-iso-system-use-private.h"

G_BEGIN_DECLS

/*
 * The folders of an ISO 9660 tree, one after the other, on the way through a volume: every record
 * is checked, and what a volume may cost is bounded. For one thread.
 */

/* Directory records, ECMA-119 9.1. */
#define BURNISH_ISO_RECORD_EXTENT      2
#define BURNISH_ISO_RECORD_DATA_LENGTH 10
#define BURNISH_ISO_RECORD_MIN_SIZE    34

typedef struct
{
  BurnishIsoReadFunc read;
  gpointer user_data;
  BurnishIsoContents *contents; /* (unowned) */
  guint32 end_block;            /* of the volume on the disc */
  gboolean is_joliet;           /* the tree of the supplementary descriptor is read */
  guint skip;                   /* bytes before the system use entries */
  GHashTable *seen;             /* (owned) directory blocks that were read */
  GPtrArray *folders;           /* (owned) of BurnishIsoFolder, still to be read */
  GPtrArray *relocated; /* (owned) of BurnishIsoFolder, marked RE: read by way of a CL elsewhere */
  guint64 directory_bytes;
  guint64 n_entries;
  guint64 paths_bytes;
} BurnishIsoWalk;

typedef struct
{
  char *path; /* (owned) "" for the root */
  guint32 start_block;
  guint32 size_bytes;
  BurnishIsoAttributes attributes;
} BurnishIsoFolder;

void _burnish_iso_folder_free (gpointer folder);
/* Sets IMAGE_INVALID and returns FALSE. */
gboolean _burnish_iso_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
void _burnish_iso_walk_add_oddity (BurnishIsoWalk *walk, const char *path, const char *what);
/* The system use entries of a record, with those that continue elsewhere. */
gboolean _burnish_iso_walk_read_system_use (BurnishIsoWalk *walk,
                                            const guint8 *record,
                                            BurnishSystemUse *use,
                                            GError **error);
BurnishIsoAttributes _burnish_iso_get_attributes (const BurnishSystemUse *use,
                                                  const guint8 *record);
/* Adds a folder that is still to be read; takes over the path. */
gboolean _burnish_iso_walk_add_folder (BurnishIsoWalk *walk,
                                       char *path,
                                       guint32 start_block,
                                       guint32 size_bytes,
                                       const BurnishIsoAttributes *attributes,
                                       GError **error);
gboolean _burnish_iso_walk_read_folder (BurnishIsoWalk *walk,
                                        const BurnishIsoFolder *folder,
                                        GError **error);
/* When all folders were read: lists those that were said to be elsewhere and were not. */
void _burnish_iso_walk_note_unclaimed (BurnishIsoWalk *walk);

G_END_DECLS
