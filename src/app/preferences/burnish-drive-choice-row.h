/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "drives/burnish-drive-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * BurnishDriveChoiceRow chooses the default burner: one of those that are connected, or whichever
 * holds a disc that can be written. A default burner that is not connected now stays chosen.
 */

#define BURNISH_TYPE_DRIVE_CHOICE_ROW (burnish_drive_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (BurnishDriveChoiceRow,
                      burnish_drive_choice_row,
                      BURNISH,
                      DRIVE_CHOICE_ROW,
                      AdwComboRow)

void burnish_drive_choice_row_bind (BurnishDriveChoiceRow *self,
                                    GSettings *settings,
                                    BurnishDriveList *drives);

G_END_DECLS
