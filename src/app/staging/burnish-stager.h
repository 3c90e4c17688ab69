/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishStager puts files into a project: it reads one drop after the other in the background, as
 * the settings want it, and merges each as one step that can be undone. Names that are there
 * already are a question, which waits for an answer. What could not be read is added to the
 * project's list of what was left out. Main context; it shows nothing itself.
 *
 * Properties: "busy" while there is something to be read or asked, and "question" (see
 * burnish_stager_get_question()).
 */

#define BURNISH_TYPE_STAGER (burnish_stager_get_type ())
G_DECLARE_FINAL_TYPE (BurnishStager, burnish_stager, BURNISH, STAGER, GObject)

BurnishStager *burnish_stager_new (BurnishProject *project, GSettings *settings);
BurnishProject *burnish_stager_get_project (BurnishStager *self);
void burnish_stager_add (BurnishStager *self, GListModel *files, BurnishNode folder);
void burnish_stager_add_image (BurnishStager *self, GFile *image, BurnishNode folder);
void burnish_stager_stop (BurnishStager *self);
void burnish_stager_stop_all (BurnishStager *self);

/* What is being read */
gboolean burnish_stager_get_busy (BurnishStager *self);
guint burnish_stager_get_n_waiting (BurnishStager *self);
char *burnish_stager_dup_name (BurnishStager *self);
guint burnish_stager_get_n_sources (BurnishStager *self);
guint32 burnish_stager_get_n_files (BurnishStager *self);
guint64 burnish_stager_get_size_bytes (BurnishStager *self);

/* Names that are there already */
const BurnishCollision *burnish_stager_get_question (BurnishStager *self);
guint burnish_stager_get_n_questions (BurnishStager *self);
void burnish_stager_answer (BurnishStager *self, BurnishCollisionPolicy policy, gboolean for_all);

G_END_DECLS
