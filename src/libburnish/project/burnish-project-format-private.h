/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree.h"

G_BEGIN_DECLS

/* What the writer and the reader of project files agree on; docs/project-file.md. */

#define BURNISH_PROJECT_FORMAT  "burnish-project"
#define BURNISH_PROJECT_VERSION 1

/* A million files take about 100 MB; what is larger was not made by Burnish. */
#define BURNISH_PROJECT_MAX_SIZE  (512 * 1024 * 1024)
#define BURNISH_PROJECT_MAX_NODES 8000000u

/* st_mode's permission bits of a node that says nothing about them. */
static inline guint16
_burnish_project_default_mode (BurnishNodeKind kind)
{
  return kind == BURNISH_NODE_FILE ? 0644 : kind == BURNISH_NODE_FOLDER ? 0755 : 0777;
}

G_END_DECLS
