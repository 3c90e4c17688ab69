/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree.h"

G_BEGIN_DECLS

/* What the writer and the reader of project files agree on; docs/project-file.md. */

#define BURNISH_PROJECT_FORMAT "burnish-project"
/* The version that is written, as old as it can be: 2 has files and folders of images. */
#define BURNISH_PROJECT_VERSION_PLAIN  1
#define BURNISH_PROJECT_VERSION_IMAGES 2
#define BURNISH_PROJECT_VERSION        BURNISH_PROJECT_VERSION_IMAGES

/* A million files take about 100 MB; what is larger was not made by Burnish. */
#define BURNISH_PROJECT_MAX_SIZE  (512 * 1024 * 1024)
#define BURNISH_PROJECT_MAX_NODES 8000000u
/* Pieces of all files in images together. */
#define BURNISH_PROJECT_MAX_EXTENTS 16000000u

/* st_mode's permission bits of a node that says nothing about them. */
static inline guint16
_burnish_project_default_mode (BurnishNodeKind kind)
{
  return kind == BURNISH_NODE_FILE ? 0644 : kind == BURNISH_NODE_FOLDER ? 0755 : 0777;
}

G_END_DECLS
