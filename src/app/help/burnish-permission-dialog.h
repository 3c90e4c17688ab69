/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Shows why this user may not use a drive, with the exact command that changes it, ready to be
 * copied.
 */

void burnish_permission_dialog_present (GtkWindow *parent, const char *node);

G_END_DECLS
