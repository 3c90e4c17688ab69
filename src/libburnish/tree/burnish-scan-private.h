/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-left-out-private.h"
#include "burnish-scan.h"

G_BEGIN_DECLS

/*
 * What the parts of a scan share. BurnishScanRun is what its threads work on: options and top are
 * not changed while it runs, everything else under the lock.
 */

typedef struct
{
  /* Options */
  gboolean include_hidden;
  BurnishSymlinkPolicy symlinks;
  GPtrArray *excludes; /* (owned) of GPatternSpec */

  GCancellable *cancellable; /* (owned) (nullable) */

  GMutex lock;
  BurnishArena arena;              /* node 0: what is scanned */
  GPtrArray *left_out;             /* (owned) of BurnishLeftOut */
  GArray *gone;                    /* (owned) of BurnishNode: folders that could not be opened */
  const BurnishSource *top_folder; /* (nullable): that the last top that is a file lies in */
  int top_code;                    /* errno of a top that could not be read, or 0 */
  gboolean top_is_unreachable;     /* a top is on something that is not connected */
  guint32 n_files;
  guint32 n_folders;
  guint32 n_excluded;
  guint64 size_bytes;
  int is_full; /* atomic: the arena is */
  /* Called with the lock held whenever counts change. */
  void (*counts_changed) (gpointer user_data);
  gpointer user_data;
} BurnishScanRun;

gboolean _burnish_scan_run_should_stop (BurnishScanRun *self);
/* Whether the options leave a name out; counts it then. */
gboolean _burnish_scan_run_excludes (BurnishScanRun *self, const char *name, gboolean is_hidden);
void _burnish_scan_run_count_excluded (BurnishScanRun *self);
/* A folder turned out not to be readable: it will not be in the tree. */
void _burnish_scan_run_lose_folder (BurnishScanRun *self, BurnishNode folder);
/* Lists what was left out; takes the path. */
void _burnish_scan_run_leave_out (BurnishScanRun *self,
                                  char *path,
                                  BurnishLeftOutReason reason,
                                  int code);
/* After the last thread: totals, order of the list. */
void _burnish_scan_run_finish (BurnishScanRun *self);
void _burnish_scan_run_sort_left_out (BurnishScanRun *self);

/* Adds a top that was read: node 0, or in node 0, the folder of all tops. */
BurnishNode _burnish_scan_run_add_top (BurnishScanRun *self, const BurnishNodeData *data);

/* Each adds a top and what is in it; an error only where nothing at all could be read. */
gboolean _burnish_scan_local (BurnishScanRun *run, const char *path, GError **error);
gboolean _burnish_scan_gio (BurnishScanRun *run, GFile *file, GError **error);
gboolean _burnish_scan_file (BurnishScanRun *run, GFile *file, GError **error);
/* Puts several tops into one arena, in a folder without name; no error but cancellation. */
gboolean _burnish_scan_files (BurnishScanRun *run, GPtrArray *files, GError **error);

/* A scan that ran well, of a folder that was read in some other way: takes over the nodes of an
   arena that was built (_burnish_arena_build) and the list (of BurnishLeftOut). */
BurnishScan *_burnish_scan_new_done (BurnishArena *arena, GPtrArray *left_out);
/* What a scan that ran well found; NULL for others. */
BurnishArena *_burnish_scan_get_arena (BurnishScan *self);
/* Its nodes have been taken. */
void _burnish_scan_set_merged (BurnishScan *self);

/*
 * BurnishScanWriter collects what one thread finds in one folder after the other.
 */

typedef struct
{
  const char *name;
  BurnishNode node;
  gboolean is_folder;
  gboolean follows_link;
} BurnishScanEntry;

typedef struct
{
  BurnishScanRun *run;
  BurnishStore *store; /* (owned): of this thread */
  BurnishNode folder;
  const BurnishSource *source; /* (nullable): where the folder comes from */
  GArray *batch;               /* (owned) of BurnishNodeData: not in the arena yet */
  guint n_counted;             /* of the batch */
  GArray *entries;             /* (owned) of BurnishScanEntry: what the folder holds */
} BurnishScanWriter;

void _burnish_scan_writer_init (BurnishScanWriter *self, BurnishScanRun *run);
/* Gives the store to the run. */
void _burnish_scan_writer_clear (BurnishScanWriter *self);
/* source: (nullable): a folder on this computer */
void _burnish_scan_writer_begin (BurnishScanWriter *self,
                                 BurnishNode folder,
                                 const BurnishSource *source);
void _burnish_scan_writer_add (BurnishScanWriter *self, const BurnishNodeData *data);
/* Entries are in byte order of their names then, each name once, until the next begin. */
void _burnish_scan_writer_end (BurnishScanWriter *self);

G_END_DECLS
