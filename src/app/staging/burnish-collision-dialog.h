/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "staging/burnish-stager.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks over a widget's window what a stager wants to know, and gives it the answer. */
void burnish_collision_dialog_present (GtkWidget *parent, BurnishStager *stager);

G_END_DECLS
