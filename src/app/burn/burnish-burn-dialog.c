/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-burn-dialog.h"

#include "burn/burnish-burn-preparation.h"
#include "burn/burnish-contents-group.h"
#include "burn/burnish-file-system-group.h"
#include "burn/burnish-names-page.h"
#include "burn/burnish-reasons-group.h"
#include "burn/burnish-write-options-group.h"
#include "burnish-application.h"
#include "burnish-mnemonic.h"
#include "compat/burnish-file-dialog.h"
#include "drives/burnish-drive-words.h"
#include "medium/burnish-medium-actions.h"

#include <glib/gi18n.h>

#define DEFAULT_WIDTH  520
#define DEFAULT_HEIGHT 760

struct _BurnishBurnDialog
{
  AdwWindow parent_instance;

  BurnishProject *project;             /* (owned) */
  BurnishBurnPreparation *preparation; /* (owned) */
  BurnishMediumActions *actions;       /* (owned): of the chosen drive */
  GFile *image_file;                   /* (owned) (nullable): one that a person chose */
  gboolean may_replace;

  AdwWindowTitle *window_title;
  GtkWidget *cancel_button;
  GtkWidget *back_button;
  GtkSpinner *spinner;
  GtkStack *stack;
  BurnishReasonsGroup *reasons_group;
  AdwEntryRow *title_row;
  AdwActionRow *title_names_row;
  BurnishWriteOptionsGroup *options_group;
  GtkWidget *image_file_group;
  AdwActionRow *image_file_row;
  BurnishFileSystemGroup *file_system_group;
  BurnishContentsGroup *contents_group;
  GtkWidget *burn_button;
  GtkLabel *burn_label;
  BurnishNamesPage *names_page;
};

G_DEFINE_FINAL_TYPE (BurnishBurnDialog, burnish_burn_dialog, ADW_TYPE_WINDOW)

/* ---- The image file ---- */

static GFile *
dup_image_folder (void)
{
  GSettings *settings = burnish_application_get_settings (burnish_application_get_default ());
  g_autofree char *uri = g_settings_get_string (settings, "image-folder");
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (uri[0] != '\0')
    return g_file_new_for_uri (uri);
  return g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
}

/* What the disc is called, as a name of a file. */
static char *
dup_image_name (BurnishBurnDialog *self)
{
  g_autofree char *name = burnish_project_dup_display_name (self->project);

  g_strdelimit (name, "/", '-');
  return g_strconcat (name, ".iso", NULL);
}

static GFile *
dup_image_file (BurnishBurnDialog *self)
{
  g_autoptr (GFile) folder = NULL;
  g_autofree char *name = NULL;

  if (self->image_file != NULL)
    return g_object_ref (self->image_file);
  folder = dup_image_folder ();
  name = dup_image_name (self);
  return g_file_get_child (folder, name);
}

static void
update_target (BurnishBurnDialog *self)
{
  gboolean to_file = burnish_write_options_group_get_image_file (self->options_group);
  BurnishDriveItem *item = burnish_write_options_group_get_drive_item (self->options_group);
  g_autoptr (GFile) file = dup_image_file (self);
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *shown_path = NULL;

  gtk_widget_set_visible (self->image_file_group, to_file);
  burnish_medium_actions_set_item (self->actions, item);
  if (!to_file || path == NULL)
    {
      burnish_burn_preparation_set_drive (self->preparation, item);
      return;
    }
  shown_path = g_filename_display_name (path);
  adw_action_row_set_subtitle (self->image_file_row, shown_path);
  burnish_burn_preparation_set_image_file (self->preparation, path, self->may_replace);
}

static void
image_file_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishBurnDialog) self = user_data;
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) folder = NULL;
  g_autofree char *uri = NULL;

  if (files == NULL)
    return;
  g_clear_object (&self->image_file);
  self->image_file = g_list_model_get_item (files, 0);
  /* The file chooser has asked about a file that is there. */
  self->may_replace = TRUE;
  folder = g_file_get_parent (self->image_file);
  uri = g_file_get_uri (folder);
  g_settings_set_string (burnish_application_get_settings (burnish_application_get_default ()),
                         "image-folder", uri);
  update_target (self);
}

static void
choose_image_file_action (GtkWidget *widget,
                          const char *name G_GNUC_UNUSED,
                          GVariant *parameter G_GNUC_UNUSED)
{
  static const char *const patterns[] = { "*.iso", NULL };
  BurnishBurnDialog *self = BURNISH_BURN_DIALOG (widget);
  g_autoptr (GFile) file = dup_image_file (self);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *proposed = g_file_get_basename (file);
  const BurnishFileDialogOptions options = { .kind = BURNISH_FILE_DIALOG_SAVE,
                                             .title = _ ("Image File"),
                                             .accept_label = _ ("_Select"),
                                             .name = proposed,
                                             .folder = folder,
                                             .filter_name = _ ("Image Files"),
                                             .patterns = patterns };

  burnish_file_dialog_choose_async (widget, &options, image_file_chosen_cb, g_object_ref (self));
}

/* ---- What is shown ---- */

/* What becomes of the title, which some file systems shorten. */
static char *
dup_title_text (BurnishBurnDialog *self)
{
  BurnishBurnPreparation *preparation = self->preparation;
  g_autofree char *iso =
      burnish_burn_preparation_dup_title_in (preparation, BURNISH_NAMESPACE_ISO9660);
  g_autofree char *joliet =
      burnish_burn_preparation_dup_title_in (preparation, BURNISH_NAMESPACE_JOLIET);
  g_autofree char *udf = burnish_burn_preparation_dup_title_in (preparation, BURNISH_NAMESPACE_UDF);
  const char *first = udf != NULL ? udf : iso;

  if (first == NULL)
    return NULL;
  if ((iso == NULL || g_str_equal (iso, first)) && (joliet == NULL || g_str_equal (joliet, first)))
    return g_strdup_printf (_ ("Everywhere: %s"), first);
  if (joliet == NULL)
    /* Translators: both are the title of the disc, which some systems shorten. */
    return g_strdup_printf (_ ("Most systems (UDF): %s\nElsewhere (ISO 9660): %s"), udf, iso);
  if (udf == NULL)
    /* Translators: both are the title of the disc, which some systems shorten. */
    return g_strdup_printf (_ ("Windows (Joliet): %s\nElsewhere (ISO 9660): %s"), joliet, iso);
  /* Translators: all are the title of the disc, which some systems shorten. */
  return g_strdup_printf (
      _ ("Most systems (UDF): %s\nOlder Windows (Joliet): %s\nElsewhere (ISO 9660): %s"), udf,
      joliet, iso);
}

static void
update_title_names (BurnishBurnDialog *self)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (!burnish_burn_preparation_get_title_fits (self->preparation))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->title_row), "error");
      text = g_strdup (_ ("It is too long for this disc. Up to 32 letters fit into ISO 9660, fewer "
                          "with accents or other scripts; 126 into UDF alone, 63 in other "
                          "scripts."));
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->title_row), "error");
      text = dup_title_text (self);
    }
  if (text == NULL)
    return;
  escaped = g_markup_escape_text (text, -1);
  adw_action_row_set_subtitle (self->title_names_row, escaped);
}

static char *
dup_burn_text (BurnishBurnDialog *self, BurnishPlan *plan)
{
  g_autofree char *name = NULL;
  g_autofree char *escaped = NULL;

  if (plan != NULL && burnish_plan_get_appends (plan))
    {
      name = burnish_medium_dup_call_name (burnish_plan_get_medium (plan));
      escaped = burnish_mnemonic_escape (name);
      /* Translators: %s is the name of the disc that files are added to. */
      return g_strdup_printf (_ ("_Add to “%s”"), escaped);
    }
  if (plan == NULL || !burnish_plan_get_overwrites (plan))
    return g_strdup (burnish_write_options_group_get_image_file (self->options_group)
                         ? _ ("_Write Image File")
                         : _ ("_Burn"));
  if (burnish_drive_is_image_file (burnish_plan_get_drive (plan)))
    return g_strdup (_ ("_Replace Image File"));
  name = burnish_medium_dup_call_name (burnish_plan_get_medium (plan));
  escaped = burnish_mnemonic_escape (name);
  /* Translators: %s is the name of the disc whose data will be lost. */
  return g_strdup_printf (_ ("Erase “%s” and _Burn"), escaped);
}

static void
update_burn_button (BurnishBurnDialog *self)
{
  BurnishPlan *plan = burnish_burn_preparation_get_plan (self->preparation);
  gboolean overwrites = plan != NULL && burnish_plan_get_overwrites (plan);
  g_autofree char *text = dup_burn_text (self, plan);

  gtk_label_set_label (self->burn_label, text);
  gtk_widget_set_tooltip_text (self->burn_button,
                               overwrites ? gtk_label_get_text (self->burn_label) : NULL);
  if (overwrites)
    {
      gtk_widget_remove_css_class (self->burn_button, "suggested-action");
      gtk_widget_add_css_class (self->burn_button, "destructive-action");
    }
  else
    {
      gtk_widget_remove_css_class (self->burn_button, "destructive-action");
      gtk_widget_add_css_class (self->burn_button, "suggested-action");
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "burn.start", plan != NULL);
}

/* Reasons stay while a new plan is made, or else everything below them would jump. */
static void
preparation_changed_cb (BurnishBurnDialog *self)
{
  gboolean busy = burnish_burn_preparation_get_busy (self->preparation);
  BurnishDriveItem *item = burnish_write_options_group_get_drive_item (self->options_group);
  GListModel *left_out = burnish_project_get_left_out (self->project);
  BurnishDiscContents *contents;
  gboolean is_adding;

  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  update_title_names (self);
  update_burn_button (self);
  if (busy)
    return;
  is_adding = burnish_burn_preparation_get_adding (self->preparation);
  burnish_reasons_group_set_reasons (self->reasons_group,
                                     burnish_burn_preparation_get_reasons (self->preparation),
                                     item != NULL ? burnish_drive_item_get_medium (item) : NULL,
                                     is_adding ? BURNISH_ADDING_CHOSEN : BURNISH_ADDING_OFFERED);
  contents = burnish_burn_preparation_get_contents (self->preparation);
  burnish_write_options_group_set_adding (self->options_group, is_adding);
  /* A disc that is added to keeps its file systems. */
  gtk_widget_set_visible (GTK_WIDGET (self->file_system_group), !is_adding);
  burnish_file_system_group_update (self->file_system_group,
                                    contents != NULL ? burnish_disc_contents_get_layout (contents)
                                                     : NULL);
  burnish_contents_group_update (self->contents_group, contents,
                                 burnish_burn_preparation_get_plan (self->preparation),
                                 g_list_model_get_n_items (left_out));
}

/* ---- What is chosen ---- */

static void
title_changed_cb (BurnishBurnDialog *self)
{
  if (self->project == NULL)
    return;
  burnish_project_set_title (self->project, gtk_editable_get_text (GTK_EDITABLE (self->title_row)));
  if (burnish_write_options_group_get_image_file (self->options_group) && self->image_file == NULL)
    update_target (self);
}

static void
options_changed_cb (BurnishBurnDialog *self)
{
  if (self->project == NULL)
    return;
  update_target (self);
  burnish_burn_preparation_set_options (self->preparation, burnish_write_options_group_dup_options (
                                                               self->options_group));
}

/* ---- Pages ---- */

static void
show_page (BurnishBurnDialog *self, const char *name, const char *title, const char *subtitle)
{
  gboolean is_first = g_str_equal (name, "options");

  gtk_stack_set_visible_child_name (self->stack, name);
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, subtitle);
  gtk_widget_set_visible (self->cancel_button, is_first);
  gtk_widget_set_visible (self->back_button, !is_first);
}

static void
show_names_cb (BurnishBurnDialog *self, int ns)
{
  burnish_names_page_show_names (self->names_page,
                                 burnish_burn_preparation_get_contents (self->preparation),
                                 (BurnishNamespace) ns);
  show_page (self, "names", _ ("Names on the Disc"),
             burnish_contents_group_get_readers ((BurnishNamespace) ns));
  gtk_widget_grab_focus (self->back_button);
}

static void
show_left_out_cb (BurnishBurnDialog *self)
{
  burnish_names_page_show_left_out (self->names_page, burnish_project_get_left_out (self->project));
  show_page (self, "names", _ ("Left Out"), "");
  gtk_widget_grab_focus (self->back_button);
}

static void
show_replaced_cb (BurnishBurnDialog *self)
{
  burnish_names_page_show_replaced (self->names_page,
                                    burnish_burn_preparation_get_plan (self->preparation));
  show_page (self, "names", _ ("Replaced on the Disc"), "");
  gtk_widget_grab_focus (self->back_button);
}

/* ---- Actions ---- */

static void
back_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  show_page (BURNISH_BURN_DIALOG (widget), "options", _ ("Burn Disc"), "");
}

static void
start_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishBurnDialog *self = BURNISH_BURN_DIALOG (widget);
  BurnishPlan *plan = burnish_burn_preparation_get_plan (self->preparation);

  g_return_if_fail (plan != NULL);

  burnish_job_list_start (burnish_application_get_jobs (burnish_application_get_default ()), plan);
  gtk_window_close (GTK_WINDOW (self));
}

static void
retry_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  burnish_burn_preparation_retry (BURNISH_BURN_DIALOG (widget)->preparation);
}

static void
allow_overwrite_action (GtkWidget *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant *parameter G_GNUC_UNUSED)
{
  burnish_burn_preparation_allow_overwrite (BURNISH_BURN_DIALOG (widget)->preparation);
}

static void
add_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  burnish_burn_preparation_add (BURNISH_BURN_DIALOG (widget)->preparation);
}

static void
choose_drive_action (GtkWidget *widget,
                     const char *name G_GNUC_UNUSED,
                     GVariant *parameter G_GNUC_UNUSED)
{
  burnish_write_options_group_grab_drive_focus (BURNISH_BURN_DIALOG (widget)->options_group);
}

static void
edit_title_action (GtkWidget *widget,
                   const char *name G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED)
{
  gtk_widget_grab_focus (GTK_WIDGET (BURNISH_BURN_DIALOG (widget)->title_row));
}

/* The files are in the window behind. */
static void
show_files_action (GtkWidget *widget,
                   const char *name G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* A window that is given a focus before it is shown is none to assistive technologies. */
static void
burnish_burn_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (burnish_burn_dialog_parent_class)->map (widget);

  gtk_widget_grab_focus (GTK_WIDGET (BURNISH_BURN_DIALOG (widget)->title_row));
}

static void
burnish_burn_dialog_dispose (GObject *object)
{
  BurnishBurnDialog *self = BURNISH_BURN_DIALOG (object);

  if (self->preparation != NULL)
    g_signal_handlers_disconnect_by_data (self->preparation, self);
  g_clear_object (&self->preparation);
  g_clear_object (&self->actions);
  g_clear_object (&self->project);
  g_clear_object (&self->image_file);

  G_OBJECT_CLASS (burnish_burn_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass,
                                               "/org/burnish/Burnish/burn/burnish-burn-dialog.ui");
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, window_title);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, cancel_button);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, back_button);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, spinner);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, stack);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, reasons_group);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, title_row);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, title_names_row);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, options_group);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, image_file_group);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, image_file_row);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, file_system_group);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, contents_group);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, burn_button);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, burn_label);
  gtk_widget_class_bind_template_child (klass, BurnishBurnDialog, names_page);
  gtk_widget_class_bind_template_callback (klass, title_changed_cb);
  gtk_widget_class_bind_template_callback (klass, options_changed_cb);
  gtk_widget_class_bind_template_callback (klass, show_names_cb);
  gtk_widget_class_bind_template_callback (klass, show_left_out_cb);
  gtk_widget_class_bind_template_callback (klass, show_replaced_cb);
}

static void
burnish_burn_dialog_class_init (BurnishBurnDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_burn_dialog_dispose;
  widget_class->map = burnish_burn_dialog_map;
  g_type_ensure (BURNISH_TYPE_CONTENTS_GROUP);
  g_type_ensure (BURNISH_TYPE_FILE_SYSTEM_GROUP);
  g_type_ensure (BURNISH_TYPE_NAMES_PAGE);
  g_type_ensure (BURNISH_TYPE_REASONS_GROUP);
  g_type_ensure (BURNISH_TYPE_WRITE_OPTIONS_GROUP);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "burn.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "burn.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "burn.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "burn.allow-overwrite", NULL,
                                   allow_overwrite_action);
  gtk_widget_class_install_action (widget_class, "burn.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "burn.choose-drive", NULL, choose_drive_action);
  gtk_widget_class_install_action (widget_class, "burn.choose-image-file", NULL,
                                   choose_image_file_action);
  gtk_widget_class_install_action (widget_class, "burn.edit-title", NULL, edit_title_action);
  gtk_widget_class_install_action (widget_class, "burn.show-files", NULL, show_files_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
burnish_burn_dialog_init (BurnishBurnDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = burnish_medium_actions_new (GTK_WIDGET (self));
}

/* As high as the window behind it, which is all of the screen on a phone. */
static void
set_size (BurnishBurnDialog *self, GtkWindow *parent)
{
  int width = gtk_widget_get_width (GTK_WIDGET (parent));
  int height = gtk_widget_get_height (GTK_WIDGET (parent));

  gtk_window_set_default_size (GTK_WINDOW (self),
                               width > 0 ? MIN (width, DEFAULT_WIDTH) : DEFAULT_WIDTH,
                               height > 0 ? MIN (height, DEFAULT_HEIGHT) : DEFAULT_HEIGHT);
}

/*
 * burnish_burn_dialog_new:
 * @parent: the window that shows @project
 * @project: what to burn
 *
 * Returns: (transfer floating): the sheet, to be presented
 */
GtkWindow *
burnish_burn_dialog_new (GtkWindow *parent, BurnishProject *project)
{
  BurnishBurnDialog *self = g_object_new (BURNISH_TYPE_BURN_DIALOG, "transient-for", parent,
                                          "application", gtk_window_get_application (parent), NULL);

  set_size (self, parent);
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), burnish_project_get_title (project));
  self->project = g_object_ref (project);
  burnish_file_system_group_set_project (self->file_system_group, project);
  self->preparation = burnish_burn_preparation_new (project);
  g_signal_connect_object (self->preparation, "changed", G_CALLBACK (preparation_changed_cb), self,
                           G_CONNECT_SWAPPED);
  options_changed_cb (self);
  return GTK_WINDOW (self);
}
