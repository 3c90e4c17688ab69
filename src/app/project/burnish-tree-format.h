/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>

G_BEGIN_DECLS

/* What a node of the staging tree is in words and pictures; texts are translated. Any of them are
   cheap enough for every row that is scrolled past. Main context only. */

char *burnish_tree_format_size (BurnishTree *tree, BurnishNode node);
char *burnish_tree_format_modified (BurnishTree *tree, BurnishNode node);
char *burnish_tree_format_kind (BurnishTree *tree, BurnishNode node);
char *burnish_tree_format_source (BurnishTree *tree, BurnishNode node);
char *burnish_tree_format_location (BurnishTree *tree, BurnishNode node);
GIcon *burnish_tree_dup_icon (BurnishTree *tree, BurnishNode node);
gboolean burnish_tree_is_picture (BurnishTree *tree, BurnishNode node);

G_END_DECLS
