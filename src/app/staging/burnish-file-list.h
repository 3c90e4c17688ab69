/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A list of files that never changes. GListStore is made for lists that do, and takes too long to
 * be filled with the 100 000 files that somebody may drop at once.
 */

#define BURNISH_TYPE_FILE_LIST (burnish_file_list_get_type ())
G_DECLARE_FINAL_TYPE (BurnishFileList, burnish_file_list, BURNISH, FILE_LIST, GObject)

GListModel *burnish_file_list_new (GPtrArray *files);

G_END_DECLS
