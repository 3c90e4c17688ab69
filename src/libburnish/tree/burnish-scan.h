/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-left-out.h"

G_BEGIN_DECLS

/*
 * BurnishScan reads folders and files with everything in them, to be staged: make it, set
 * options, run it once, merge it into a tree. Folders on this computer are read with several
 * threads and system calls that bear paths of any length; anything else through GIO.
 *
 * It belongs to the main thread, or, with burnish_scan_run(), to the thread that runs it; counts
 * may be asked for from any thread while it runs.
 */

/**
 * BurnishSymlinkPolicy:
 * @BURNISH_SYMLINKS_KEEP: symbolic links are staged as such
 * @BURNISH_SYMLINKS_FOLLOW: what they point to is staged in their place
 * @BURNISH_SYMLINKS_LEAVE_OUT: they are left out
 *
 * What becomes of symbolic links in a scanned folder.
 */
typedef enum
{
  BURNISH_SYMLINKS_KEEP,
  BURNISH_SYMLINKS_FOLLOW,
  BURNISH_SYMLINKS_LEAVE_OUT,
} BurnishSymlinkPolicy;

#define BURNISH_TYPE_SCAN (burnish_scan_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishScan, burnish_scan, BURNISH, SCAN, GObject)

BURNISH_EXPORT
BurnishScan *burnish_scan_new (const char *path);
BURNISH_EXPORT
BurnishScan *burnish_scan_new_for_file (GFile *file);
BURNISH_EXPORT
BurnishScan *burnish_scan_new_for_files (GListModel *files);

/* Options, before it runs */
BURNISH_EXPORT
void burnish_scan_set_include_hidden (BurnishScan *self, gboolean include_hidden);
BURNISH_EXPORT
void burnish_scan_set_symlinks (BurnishScan *self, BurnishSymlinkPolicy symlinks);
BURNISH_EXPORT
void burnish_scan_add_exclude (BurnishScan *self, const char *pattern);

/* Running */
BURNISH_EXPORT
gboolean burnish_scan_run (BurnishScan *self, GCancellable *cancellable, GError **error);
BURNISH_EXPORT
void burnish_scan_run_async (BurnishScan *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
BURNISH_EXPORT
gboolean burnish_scan_run_finish (BurnishScan *self, GAsyncResult *result, GError **error);

/* Counts, at any time */
BURNISH_EXPORT
guint32 burnish_scan_get_n_files (BurnishScan *self);
BURNISH_EXPORT
guint32 burnish_scan_get_n_folders (BurnishScan *self);
BURNISH_EXPORT
guint64 burnish_scan_get_size_bytes (BurnishScan *self);
BURNISH_EXPORT
guint32 burnish_scan_get_n_excluded (BurnishScan *self);

/* Afterwards */
BURNISH_EXPORT
guint burnish_scan_get_n_left_out (BurnishScan *self);
BURNISH_EXPORT
BurnishLeftOut *burnish_scan_get_left_out (BurnishScan *self, guint index);

/* Putting it into a tree */

/**
 * BurnishCollision:
 * @existing: what the folder holds
 * @name: (type filename): the name that both have; it belongs to the scan
 * @kind: what kind of node the scan found
 * @size_bytes: its size, with all that is in it
 * @mtime_us: when it was last modified, in microseconds since 1970-01-01 UTC
 * @policy: what to do; %BURNISH_COLLISION_KEEP_BOTH unless changed
 *
 * Something in a scan whose name is there already.
 */
typedef struct
{
  BurnishNode existing;
  const char *name;
  BurnishNodeKind kind;
  guint64 size_bytes;
  gint64 mtime_us;
  BurnishCollisionPolicy policy;
} BurnishCollision;

BURNISH_EXPORT
GArray *burnish_tree_find_collisions (BurnishTree *self, BurnishNode parent, BurnishScan *scan);
BURNISH_EXPORT
gboolean burnish_tree_merge (BurnishTree *self,
                             BurnishNode parent,
                             BurnishScan *scan,
                             BurnishCollisionPolicy policy,
                             GPtrArray **skipped,
                             GError **error);
BURNISH_EXPORT
gboolean burnish_tree_merge_contents (BurnishTree *self,
                                      BurnishNode parent,
                                      BurnishScan *scan,
                                      BurnishCollisionPolicy policy,
                                      GPtrArray **skipped,
                                      GError **error);
BURNISH_EXPORT
gboolean burnish_tree_merge_resolved (BurnishTree *self,
                                      BurnishNode parent,
                                      BurnishScan *scan,
                                      const BurnishCollision *collisions,
                                      gsize n_collisions,
                                      GPtrArray **skipped,
                                      GError **error);

G_END_DECLS
