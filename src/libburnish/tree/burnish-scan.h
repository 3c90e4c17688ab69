/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-left-out.h"

G_BEGIN_DECLS

/*
 * BurnishScan reads a folder (or one file) with everything in it, to be staged: make it, set
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

G_END_DECLS
