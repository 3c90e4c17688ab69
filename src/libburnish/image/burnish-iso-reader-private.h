/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * Walks the ISO 9660 tree with Rock Ridge names of a disc or an image that was not made in this run
 * and may be damaged or hostile: whatever it says is checked, memory and reading are bounded, and
 * every oddity ends in IMAGE_INVALID. For one thread.
 */

typedef struct
{
  guint32 start_block; /* of the disc */
  guint32 size_bytes;
} BurnishIsoExtent;

/* As Rock Ridge has them, else what is usual on a disc. */
typedef struct
{
  gint64 mtime_us; /* since 1970 UTC */
  guint32 mode;    /* 07777 */
  guint32 uid;
  guint32 gid;
} BurnishIsoAttributes;

typedef struct
{
  char *path;      /* (owned) from the root, without a leading "/", bytes as recorded */
  GArray *extents; /* (owned) of BurnishIsoExtent */
  guint64 size_bytes;
  BurnishIsoAttributes attributes;
} BurnishIsoFile;

/* A folder, a symbolic link or a special file. */
typedef struct
{
  char *path;   /* (owned) as above */
  char *target; /* (owned) (nullable) of a link */
  BurnishIsoAttributes attributes;
} BurnishIsoNode;

typedef struct
{
  char *text;         /* (owned) a sentence without a full stop */
  guint32 block;      /* of the disc */
  const char *clause; /* (unowned) such as "ECMA-119 9.1.6" */
} BurnishIsoLoss;

typedef struct
{
  guint64 volume_blocks; /* that the volume says it has */
  gboolean has_rock_ridge;
  gboolean has_joliet;
  BurnishIsoAttributes root;
  GPtrArray *files;   /* (owned) of BurnishIsoFile, by address; without links and special files */
  GPtrArray *folders; /* (owned) of BurnishIsoNode, without the root; what is in one comes behind */
  GPtrArray *links;   /* (owned) of BurnishIsoNode */
  GPtrArray *special; /* (owned) of BurnishIsoNode: devices, pipes, sockets, links to nowhere */
  /* (owned) of sentences: what this program cannot record, so that a new tree would lack it; the
     first ones. */
  GPtrArray *oddities;
  GArray
      *losses; /* (owned) of BurnishIsoLoss: the oddities by which the lists above lack something */
} BurnishIsoContents;

/* Reads n_blocks (1 to 32) of the disc. */
typedef gboolean (*BurnishIsoReadFunc) (guint32 start_block,
                                        guint32 n_blocks,
                                        guint8 *buffer,
                                        gpointer user_data,
                                        GError **error);

/* session_block is where the session begins whose tree is wanted. NULL: IMAGE_INVALID (no volume,
   or one that makes no sense), or what the reading said. */
BurnishIsoContents *_burnish_iso_contents_read (guint32 session_block,
                                                BurnishIsoReadFunc read,
                                                gpointer user_data,
                                                GError **error);
/* The tree of Joliet, which may show other files. Names are good for messages only. */
BurnishIsoContents *_burnish_iso_contents_read_joliet (guint32 session_block,
                                                       BurnishIsoReadFunc read,
                                                       gpointer user_data,
                                                       GError **error);
void _burnish_iso_contents_free (BurnishIsoContents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishIsoContents, _burnish_iso_contents_free)

G_END_DECLS
