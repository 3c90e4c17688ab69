/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens the help, as a whole or at a page. Says so when there is no program to read it with. */

void burnish_help_show (GtkWindow *parent, const char *page);

G_END_DECLS
