/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * From the references in a project file to sources in a store. A reference is a URI, or a path
 * below the folder of the project file, percent-encoded. Nothing is opened or looked up. For the
 * thread that fills the store.
 */

typedef struct
{
  BurnishStore *store; /* (unowned) */
  GFile *base;         /* (owned) (nullable): the folder of the project file */
  GHashTable *folders; /* (owned): path of a folder to its BurnishSource */
} BurnishProjectSources;

void _burnish_project_sources_init (BurnishProjectSources *self, BurnishStore *store, GFile *file);
void _burnish_project_sources_clear (BurnishProjectSources *self);
/* A reference as a file; NULL and a fault in words, for people who look at the file. */
GFile *_burnish_project_sources_resolve (BurnishProjectSources *self,
                                         const char *reference,
                                         const char **fault);
const BurnishSource *_burnish_project_sources_add_folder (BurnishProjectSources *self,
                                                          GFile *folder,
                                                          gboolean follows_link);
/* A folder that lies in a folder. */
const BurnishSource *_burnish_project_sources_add_child (BurnishProjectSources *self,
                                                         const BurnishSource *parent,
                                                         const char *name,
                                                         gboolean follows_link);
const BurnishSource *_burnish_project_sources_add_file (BurnishProjectSources *self, GFile *file);
const BurnishSource *_burnish_project_sources_add_bytes (BurnishProjectSources *self,
                                                         GBytes *bytes);
const BurnishSource *_burnish_project_sources_add_link (BurnishProjectSources *self,
                                                        const char *target);

G_END_DECLS
