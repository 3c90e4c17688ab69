/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-image-source-private.h"
#include "burnish-json-scanner-private.h"
#include "burnish-project-source-private.h"

G_BEGIN_DECLS

/*
 * BurnishNodeReader reads the list of nodes of a project file into an arena. For the thread that
 * has both.
 */

typedef struct
{
  BurnishJsonScanner *scanner; /* (unowned) */
  BurnishArena *arena;         /* (unowned) */
  BurnishProjectSources sources;
  BurnishImageSourceReader images;
  GArray *parents;    /* (owned) of BurnishNode, by node */
  GPtrArray *folders; /* (owned) of BurnishSource, by node: where what is in a folder comes from */
  struct _BurnishNodeText *text; /* (owned): of the node being read */
} BurnishNodeReader;

void _burnish_node_reader_init (BurnishNodeReader *self,
                                BurnishJsonScanner *scanner,
                                BurnishArena *arena,
                                GFile *file);
void _burnish_node_reader_clear (BurnishNodeReader *self);
/* Reads one element of the list. */
gboolean _burnish_node_reader_read (BurnishNodeReader *self);
/* After the list: puts all nodes into their folders. */
gboolean _burnish_node_reader_finish (BurnishNodeReader *self);

G_END_DECLS
