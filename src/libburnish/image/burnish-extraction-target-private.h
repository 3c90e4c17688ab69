/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * The folder that a tree is copied into. Every path is walked name by name from the folder that was
 * opened first, and no link on the way is followed, so that nothing outside of it is touched. For
 * one thread.
 */

typedef struct _BurnishExtractionTarget BurnishExtractionTarget;

/* Makes the folder if it is not there. TARGET_FAILED. The tree stays with the caller. */
BurnishExtractionTarget *
_burnish_extraction_target_open (const char *path, const BurnishUdfContents *tree, GError **error);
void _burnish_extraction_target_free (BurnishExtractionTarget *self);

/* All fail with TARGET_EXISTS, TARGET_FULL or TARGET_FAILED. */

/* A folder that is there already will do. It is shared when another folder of the tree is there:
   file systems may take two names for one. */
gboolean _burnish_extraction_target_make_folder (BurnishExtractionTarget *self,
                                                 guint32 node,
                                                 gboolean *is_shared,
                                                 GError **error);
/* A new file for writing, -1 on failure. With overwrite, what has the name makes way, unless it is
   a folder or was made here: that is TARGET_EXISTS. */
int _burnish_extraction_target_create (BurnishExtractionTarget *self,
                                       guint32 node,
                                       gboolean overwrite,
                                       GError **error);
void _burnish_extraction_target_remove (BurnishExtractionTarget *self, guint32 node);
/* One more name for what an earlier node became. */
gboolean _burnish_extraction_target_link (BurnishExtractionTarget *self,
                                          guint32 node,
                                          guint32 earlier,
                                          gboolean overwrite,
                                          GError **error);
gboolean _burnish_extraction_target_symlink (BurnishExtractionTarget *self,
                                             guint32 node,
                                             gboolean overwrite,
                                             GError **error);
/* A folder that was made, -1 on failure. */
int _burnish_extraction_target_open_folder (BurnishExtractionTarget *self, guint32 node);
/* Mode and times; what the file system does not take is left as it is. */
void _burnish_extraction_target_finish_file (int fd, const BurnishUdfEntry *entry);
void _burnish_extraction_target_finish_folder (int fd, const BurnishUdfEntry *entry);

/* An error for errno. */
void _burnish_extraction_target_set_error (GError **error, int saved_errno, const char *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishExtractionTarget, _burnish_extraction_target_free)

G_END_DECLS
