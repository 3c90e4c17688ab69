/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

/* What tests of projects share: a folder of their own, and saving and loading that waits. */

typedef struct
{
  char *path; /* (owned) */
} Folder;

void folder_set_up (Folder *folder, gconstpointer data);
void folder_tear_down (Folder *folder, gconstpointer data);
GFile *folder_get_file (Folder *folder, const char *name);
/* Makes folders on the way as needed. */
void folder_write (Folder *folder, const char *name, const char *contents);
char *folder_read (Folder *folder, const char *name);

gboolean save (BurnishProject *project, GFile *file, GError **error);
gboolean save_copy (BurnishProject *project, GFile *file, GError **error);
BurnishProject *load (GFile *file, GError **error);
BurnishProject *restore (GFile *file, GError **error);
/* Scans path into the root under its own name. */
void stage (BurnishProject *project, const char *path);
/* One line for each node with all that a disc would show of it; for comparing. */
char *describe (BurnishTree *tree);
