/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Names as UDF holds them. Almost every name of Linux stays as it is; the few others are kept in a
 * table. For any thread, as long as the table is only read.
 *
 * Bytes that are not UTF-8, and the two characters that CS0 excludes (UDF 2.1.2), become "_". Names
 * are cut to 253 bytes of UTF-8, since Linux mangles longer ones, and to 255 bytes on the disc (UDF
 * 2.3.4). In a folder they differ in more than capitals, since Windows does not tell them apart: of
 * two equal ones the later gets a number, "name~1.txt".
 */

/* (transfer full): bytes as UTF-8, of the same length or shorter. */
char *_burnish_udf_names_clean (const char *name);

/* Names that children of the folder get instead of their own are put into the table, as (owned)
   strings by node. Nodes for which is_absent() is TRUE get none. reserved is (nullable) a name that
   no child may have. */
typedef gboolean (*BurnishUdfNamesFilter) (BurnishNode node, gconstpointer user_data);
void _burnish_udf_names_add_folder (GHashTable *names,
                                    BurnishTreeSnapshot *snapshot,
                                    BurnishNode folder,
                                    const char *reserved,
                                    BurnishUdfNamesFilter is_absent,
                                    gconstpointer user_data);

G_END_DECLS
