/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * A file that is read whole or replaced whole. Blocking; any thread.
 */

/* The contents of a regular file of no more than max_size bytes. */
GBytes *
_burnish_project_file_read (GFile *file, gsize max_size, GCancellable *cancellable, GError **error);

/* Where a writer writes to. */
typedef struct
{
  int fd;                    /* -1: to the stream */
  GOutputStream *stream;     /* (unowned) (nullable) */
  GCancellable *cancellable; /* (unowned) (nullable) */
} BurnishProjectSink;

gboolean _burnish_project_sink_write (BurnishProjectSink *self,
                                      const char *bytes,
                                      gsize n_bytes,
                                      GError **error);

/* Writes everything; errors are those of the sink, or BURNISH_ERROR. */
typedef gboolean (*BurnishProjectFileWriter) (BurnishProjectSink *sink,
                                              gpointer user_data,
                                              GError **error);
/* Writes a new file beside the old one and puts it in its place when all of it is on the disk, so
   that there is always the one or the other. The permissions stay; a symbolic link stays, what it
   points to is replaced. Errors: TARGET_FULL, TARGET_FAILED. */
gboolean _burnish_project_file_replace (GFile *file,
                                        BurnishProjectFileWriter writer,
                                        gpointer user_data,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
