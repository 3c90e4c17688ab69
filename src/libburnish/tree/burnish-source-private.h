/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Reading a staged file's contents. A reader belongs to one thread at a time; different readers of
 * one snapshot may run side by side (the image stream reads several files ahead).
 */

typedef struct _BurnishSourceReader BurnishSourceReader;

/* Opens a file's contents and checks that its size and modification time are as staged. Never
   follows a symbolic link in the last component, never opens anything but a regular file (no
   blocking on a FIFO). Errors: SOURCE_MISSING, SOURCE_CHANGED, SOURCE_UNREADABLE; each carries the
   path. */
BurnishSourceReader *_burnish_source_open (BurnishTreeSnapshot *snapshot,
                                           BurnishNode node,
                                           GCancellable *cancellable,
                                           GError **error);
/* Reads the next size_bytes; fewer only at the end of the staged size. A source that ends early or
   went on growing gives SOURCE_CHANGED. Returns the count, 0 at the end, -1 with error set. */
gssize _burnish_source_read (BurnishSourceReader *reader,
                             guint8 *buffer,
                             gsize size_bytes,
                             GCancellable *cancellable,
                             GError **error);
/* Checks once more that nothing changed while reading, and closes. */
gboolean _burnish_source_close (BurnishSourceReader *reader, GError **error);
void _burnish_source_reader_free (BurnishSourceReader *reader);

/* The folder of the file that was checked last, kept open, as the next one is mostly beside it. Of
   one thread, and for the moment only: a folder that is moved meanwhile is still the same. */
typedef struct
{
  gconstpointer folder; /* (unowned) (nullable) its source */
  int fd;               /* (owned) or -1 */
} BurnishSourceChecker;

#define BURNISH_SOURCE_CHECKER_INIT                                                                \
  {                                                                                                \
    .fd = -1                                                                                       \
  }

void _burnish_source_checker_clear (BurnishSourceChecker *checker);
/* Compares size and modification time with what was staged and asks whether the file may be read,
   without opening it. */
gboolean _burnish_source_check_next (BurnishSourceChecker *checker,
                                     BurnishTreeSnapshot *snapshot,
                                     BurnishNode node,
                                     GError **error);
/* The same for one file alone. */
gboolean _burnish_source_check (BurnishTreeSnapshot *snapshot, BurnishNode node, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishSourceChecker, _burnish_source_checker_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishSourceReader, _burnish_source_reader_free)

G_END_DECLS
