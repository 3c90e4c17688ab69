/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * A question in a dialog of its own, asked without waiting in a nested main loop. In the shape of
 * AdwAlertDialog of libadwaita 1.5; AdwMessageDialog beneath (drop when the baseline is 1.5).
 */

/*
 * BurnishChoice:
 * @id: what burnish_choice_dialog_choose_finish() returns for it
 * @label: text with a mnemonic, translated
 * @appearance: suggested, destructive, or neither
 *
 * One answer. The first one is also the answer of somebody who closes the dialog, so it must do
 * nothing that cannot be taken back; the last one is the default, unless it destroys something.
 */
typedef struct
{
  const char *id;
  const char *label;
  AdwResponseAppearance appearance;
} BurnishChoice;

void burnish_choice_dialog_choose_async (GtkWidget *parent,
                                         const char *heading,
                                         const char *body,
                                         GtkWidget *extra_child,
                                         const BurnishChoice *choices,
                                         gsize n_choices,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
char *burnish_choice_dialog_choose_finish (GAsyncResult *result);

G_END_DECLS
