/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The question before a disc is erased or formatted: which disc it is, what will be lost, and
 * whether to take the quick or the thorough way. The answer is consent to lose what is on this very
 * disc: when another one is in the drive by then, there is no plan but a MEDIUM_CHANGED error.
 */

void burnish_medium_question_plan_async (GtkWidget *parent,
                                         BurnishDriveItem *item,
                                         BurnishOperation operation,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
BurnishPlan *burnish_medium_question_plan_finish (GAsyncResult *result, GError **error);

G_END_DECLS
