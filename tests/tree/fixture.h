/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-scan.h"
#include "burnish-tree-snapshot.h"

/* A private folder for a test, and short ways to fill it. Everything aborts on failure. */

typedef struct
{
  char *path; /* (owned) */
} Folder;

void folder_set_up (Folder *folder, gconstpointer data);
void folder_tear_down (Folder *folder, gconstpointer data);
/* Paths below the folder. */
char *folder_dup_path (Folder *folder, const char *name);
void folder_add_file (Folder *folder, const char *name, const char *contents);
void folder_add_folder (Folder *folder, const char *name);
void folder_add_link (Folder *folder, const char *name, const char *target);
void folder_set_mtime (Folder *folder, const char *name, gint64 seconds, long nanoseconds);

/* Adds and insists. */
BurnishNode add_folder (BurnishTree *tree, BurnishNode parent, const char *name);
BurnishNode
add_text (BurnishTree *tree, BurnishNode parent, const char *name, const char *contents);
BurnishNode add_path (BurnishTree *tree, BurnishNode parent, const char *path);
/* One line for each node in tree order: "path:", "path SIZE" or "path -> TARGET". */
char *describe (BurnishTree *tree);
void assert_tree (BurnishTree *tree, const char *expected);
/* Runs a scan and puts the contents of its folder into a new tree. */
BurnishTree *run_scan (BurnishScan *scan);

#define TEST(path, function)                                                                       \
  g_test_add (path, Folder, NULL, folder_set_up, function, folder_tear_down)
