/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "plan/burnish-disc-contents.h"

G_BEGIN_DECLS

/*
 * BurnishNameList is the names that are others on the disc than in the project, or not there at
 * all, for one file system: a GListModel that makes its items when they are asked for, so that
 * there may be any number of them. Searching is done on a worker. Main context only.
 */

#define BURNISH_TYPE_RENAMED_NAME (burnish_renamed_name_get_type ())
G_DECLARE_FINAL_TYPE (BurnishRenamedName, burnish_renamed_name, BURNISH, RENAMED_NAME, GObject)

/* The path in the project, such as "/photos/a.jpg". */
const char *burnish_renamed_name_get_path (BurnishRenamedName *self);
/* (nullable): its last name on the disc; NULL: it cannot be seen there. */
const char *burnish_renamed_name_get_new_name (BurnishRenamedName *self);

#define BURNISH_TYPE_NAME_LIST (burnish_name_list_get_type ())
G_DECLARE_FINAL_TYPE (BurnishNameList, burnish_name_list, BURNISH, NAME_LIST, GObject)

BurnishNameList *burnish_name_list_new (BurnishDiscContents *contents, BurnishNamespace ns);
void burnish_name_list_search (BurnishNameList *self, const char *text);

G_END_DECLS
