/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "medium/burnish-medium-actions.h"

G_BEGIN_DECLS

/*
 * What the buttons of a drive say, which depends on the disc in it: the start page and the view of
 * a disc share it.
 */

/* Lets a button tell why it cannot be pressed: in its tooltip and to assistive technologies. */
void burnish_medium_button_describe (GtkWidget *button, BurnishMediumActions *actions);
/* Says what a button of "medium.move-tray" does now. */
void burnish_medium_button_show_tray (GtkWidget *button, BurnishMediumActions *actions);
/* Makes a button do what helps against the drive's error; hides it when nothing does. */
void burnish_medium_button_show_cure (GtkWidget *button, BurnishMediumActions *actions);

G_END_DECLS
