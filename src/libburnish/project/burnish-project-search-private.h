/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Looks for files that are not where they were: by their paths below another folder, then by name
 * and size anywhere in it. Blocking; any thread.
 */

typedef struct
{
  GFile *old_file; /* (owned) */
  char *name;      /* (owned): the last part of its path */
  guint64 size_bytes;
  GFile *found; /* (owned) (nullable) */
} BurnishLostFile;

void _burnish_lost_file_clear (BurnishLostFile *self);
/* lost: of BurnishLostFile. old_folder: (nullable): the folder around all of them. FALSE only when
   new_folder cannot be read, or when cancelled. */
gboolean _burnish_project_search (GArray *lost,
                                  GFile *old_folder,
                                  GFile *new_folder,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
