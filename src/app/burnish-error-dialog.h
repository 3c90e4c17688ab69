/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <burnish.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Shows an error in the words of BurnishMessage: what happened, what to do, and the technical text
 * under Details. Cancellation shows nothing.
 */

void burnish_error_dialog_present (GtkWidget *parent, const GError *error);
GtkWidget *burnish_error_dialog_new_details (BurnishMessage *message);

G_END_DECLS
