/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Choosing files, in the shape of GtkFileDialog of GTK 4.10; GtkFileChooserNative beneath (drop
 * when the baseline is 4.10). Somebody who closes the dialog gets G_IO_ERROR_CANCELLED.
 */

/*
 * BurnishFileDialogKind:
 * @BURNISH_FILE_DIALOG_OPEN: one or several files
 * @BURNISH_FILE_DIALOG_FOLDER: one or several folders
 * @BURNISH_FILE_DIALOG_SAVE: a file to write, asked about when it is there already
 */
typedef enum
{
  BURNISH_FILE_DIALOG_OPEN,
  BURNISH_FILE_DIALOG_FOLDER,
  BURNISH_FILE_DIALOG_SAVE,
} BurnishFileDialogKind;

typedef struct
{
  BurnishFileDialogKind kind;
  const char *title;
  const char *accept_label;    /* (nullable) */
  gboolean multiple;           /* of open and folder */
  const char *name;            /* (nullable): proposed for saving */
  GFile *folder;               /* (nullable): where to start */
  const char *filter_name;     /* (nullable): what the filter shows, with @patterns */
  const char *const *patterns; /* (nullable): as "*.iso" */
} BurnishFileDialogOptions;

void burnish_file_dialog_choose_async (GtkWidget *parent,
                                       const BurnishFileDialogOptions *options,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GListModel *burnish_file_dialog_choose_finish (GAsyncResult *result, GError **error);

G_END_DECLS
