/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/*
 * BurnishKeptProject is one project and its copy: it writes the copy soon after a change, one
 * writing at a time, and removes it at the end, once a writing that is under way is over. The
 * application is held until then.
 */

typedef struct _BurnishKeptProject BurnishKeptProject;

/* copy: where the copy is or will be; is_written: it is there already. */
BurnishKeptProject *
_burnish_kept_project_new (BurnishProject *project, GFile *copy, gboolean is_written);
BurnishProject *_burnish_kept_project_get_project (BurnishKeptProject *self);
/* Removes the copy and frees self. */
void _burnish_kept_project_end (BurnishKeptProject *self);

G_END_DECLS
