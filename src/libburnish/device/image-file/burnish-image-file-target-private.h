/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishImageFileTarget is a file that is being written: it appears under its name as a whole or
 * not at all. Errors are TARGET_EXISTS, TARGET_FULL, TARGET_FAILED and G_IO_ERROR_CANCELLED.
 *
 * One thread. SIGPIPE and SIGXFSZ are blocked in it while a function runs, so that a reader that
 * went away or a limit of the process is an error and not the end of the program.
 */

typedef struct _BurnishImageFileTarget BurnishImageFileTarget;

/* Refuses at once what can be known to fail: the name is taken, the folder is missing or not
   writable, the file system has less than size_bytes left. */
BurnishImageFileTarget *_burnish_image_file_target_new (const char *path,
                                                        guint64 size_bytes,
                                                        gboolean overwrite,
                                                        GCancellable *cancellable,
                                                        GError **error);
/* Goes on behind an existing file, from start_byte on; what lies between are zeros. Until it is
   committed the file is longer, but what it held is as it was; then it gets its old length back. */
BurnishImageFileTarget *_burnish_image_file_target_new_behind (const char *path,
                                                               guint64 start_byte,
                                                               guint64 size_bytes,
                                                               GError **error);
gboolean _burnish_image_file_target_append (BurnishImageFileTarget *self,
                                            const guint8 *data,
                                            gsize size_bytes,
                                            GCancellable *cancellable,
                                            GError **error);
/* Overwrites bytes of a file that was gone on with. Everything that was appended is on the disk
   before; from now on freeing keeps what was written. */
gboolean _burnish_image_file_target_patch (BurnishImageFileTarget *self,
                                           guint64 start_byte,
                                           const guint8 *data,
                                           gsize size_bytes,
                                           GError **error);
/* Returns when all data is on the disk and the name is there. */
gboolean _burnish_image_file_target_commit (BurnishImageFileTarget *self, GError **error);
/* Removes what was written unless it was committed or patched. */
void _burnish_image_file_target_free (BurnishImageFileTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishImageFileTarget, _burnish_image_file_target_free)

G_END_DECLS
