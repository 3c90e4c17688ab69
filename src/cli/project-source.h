/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/* Opens a project file as what is to be burned. Refuses with every file that is gone, or takes them
   out of the tree and prints them where skip_missing is set. Ctrl-C stops it. */
BurnishProject *
project_source_open (const char *path, gboolean skip_missing, Output *output, GError **error);
