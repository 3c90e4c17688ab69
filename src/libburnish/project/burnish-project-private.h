/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-project.h"

#include "burnish-arena-private.h"
#include "burnish-project-file-private.h"

G_BEGIN_DECLS

/*
 * What the files that make up BurnishProject share: its facts beside the tree, as they travel
 * between threads, and the two directions between a tree and the text of a project file.
 */

typedef struct
{
  char *title; /* (owned) */
  guint64 disc_blocks;
  BurnishImageOptions *image_options; /* (owned) */
  /* (owned) (nullable): members of a later version as they stood in the file, `"name": value` with
     commas between; kept so that saving does not lose them */
  char *unknown;
  char *unknown_options;
  /* Of a copy: the file that it is a copy of, and whether it differed. */
  gboolean is_copy;
  gboolean copy_is_modified;
  char *copied_uri; /* (owned) (nullable): no file yet */
} BurnishProjectFacts;

/* All pointers but image_options; those are the caller's to add. */
BurnishProjectFacts *_burnish_project_facts_new (void);
void _burnish_project_facts_free (BurnishProjectFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishProjectFacts, _burnish_project_facts_free)

/* A file whose source was not what it should be. */
typedef struct
{
  BurnishNode node;
  gboolean is_changed; /* it lies in an image that is there, but is another now */
} BurnishMissing;

/* burnish-project.c */
BurnishProjectFacts *_burnish_project_dup_facts (BurnishProject *self);
/* Takes facts, arena's contents and missing (of BurnishMissing, in order). */
BurnishProject *_burnish_project_new_loaded (GFile *file,
                                             BurnishProjectFacts *facts,
                                             BurnishArena *arena,
                                             GArray *missing);
/* For every change that counts as one: what is saved now. */
guint64 _burnish_project_get_n_changes (BurnishProject *self);
void _burnish_project_set_saved (BurnishProject *self,
                                 GFile *file,
                                 guint64 tree_state,
                                 guint64 n_changes);

/* burnish-project-writer.c: any thread. Where the file will be decides which sources are written
   relative to it. */
gboolean _burnish_project_write (const BurnishProjectFacts *facts,
                                 BurnishTreeSnapshot *snapshot,
                                 GFile *file,
                                 BurnishProjectSink *sink,
                                 GError **error);

/* burnish-project-reader.c: any thread. The arena is empty before, and holds the tree after. */
BurnishProjectFacts *_burnish_project_read (const char *text,
                                            gsize length,
                                            GFile *file,
                                            BurnishArena *arena,
                                            GCancellable *cancellable,
                                            GError **error);

/* burnish-project-refresh.c: any thread. Asks for the sizes and times of all local sources; returns
   (of BurnishMissing) the nodes whose source is gone or is no file any more, and those that lie in
   an image that is another now. NULL when cancelled. */
GArray *_burnish_project_refresh (BurnishArena *arena, GCancellable *cancellable, GError **error);

G_END_DECLS
