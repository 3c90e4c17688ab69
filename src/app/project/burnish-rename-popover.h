/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* BurnishRenamePopover asks for another name of a node in the staging tree, beside its row, and
   says while it is typed why a name would not do. It goes by itself. */

#define BURNISH_TYPE_RENAME_POPOVER (burnish_rename_popover_get_type ())
G_DECLARE_FINAL_TYPE (BurnishRenamePopover,
                      burnish_rename_popover,
                      BURNISH,
                      RENAME_POPOVER,
                      GtkPopover)

GtkWidget *burnish_rename_popover_present (GtkWidget *parent,
                                           const GdkRectangle *area,
                                           BurnishTree *tree,
                                           BurnishNode node);

G_END_DECLS
