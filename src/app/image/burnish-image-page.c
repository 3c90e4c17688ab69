/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image/burnish-image-page.h"

#include "burn/burnish-reasons-group.h"
#include "burn/burnish-write-options-group.h"
#include "burnish-application.h"
#include "burnish-error-dialog.h"
#include "burnish-main-menu.h"
#include "burnish-window.h"
#include "compat/burnish-choice-dialog.h"
#include "image/burnish-checksum-group.h"
#include "image/burnish-contents-window.h"
#include "image/burnish-image-preparation.h"
#include "medium/burnish-medium-actions.h"

#include <glib/gi18n.h>

struct _BurnishImagePage
{
  AdwBin parent_instance;

  GFile *file;                          /* (owned) (nullable) */
  GFileMonitor *monitor;                /* (owned) (nullable) */
  GCancellable *cancellable;            /* (owned) (nullable): of the look at the file */
  BurnishImagePreparation *preparation; /* (owned) */
  BurnishMediumActions *actions;        /* (owned): of the chosen drive */

  AdwWindowTitle *title;
  GtkWidget *burn_button;
  GtkStack *stack;
  AdwStatusPage *error_page;
  AdwBin *error_details;
  GtkLabel *label_label;
  GtkLabel *kind_label;
  GtkWidget *incomplete_box;
  GtkLabel *incomplete_label;
  AdwActionRow *size_row;
  AdwActionRow *boot_row;
  BurnishChecksumGroup *checksum_group;
  BurnishWriteOptionsGroup *options_group;
  BurnishReasonsGroup *reasons_group;
  GtkWidget *plan_group;
  AdwActionRow *plan_row;
  GtkStack *plan_stack;
};

G_DEFINE_FINAL_TYPE (BurnishImagePage, burnish_image_page, ADW_TYPE_BIN)

/* ---- Planning ---- */

static void
update_burn_button (BurnishImagePage *self, BurnishPlan *plan)
{
  gboolean overwrites = plan != NULL && burnish_plan_get_overwrites (plan);

  gtk_widget_remove_css_class (self->burn_button,
                               overwrites ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (self->burn_button,
                            overwrites ? "destructive-action" : "suggested-action");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "burn.start", plan != NULL);
}

static void
show_plan (BurnishImagePage *self, BurnishPlan *plan)
{
  BurnishMedium *medium = burnish_plan_get_medium (plan);
  guint64 room = burnish_medium_get_room_blocks (medium);
  guint64 left = room - MIN (burnish_plan_get_n_blocks (plan), room);
  g_autofree char *free_size = g_format_size (left * BURNISH_BLOCK_SIZE);
  guint minutes = (guint) (burnish_plan_get_estimated_seconds (plan) / 60) + 1;
  g_autofree char *text = NULL;

  /* Translators: %s is a size, such as “1.2 GB”. */
  text = g_strdup_printf (ngettext ("It takes about %u minute; %s stay free",
                                    "It takes about %u minutes; %s stay free", minutes),
                          minutes, free_size);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->plan_row),
                                 burnish_plan_get_overwrites (plan)
                                     ? _ ("Ready to burn: what is on the disc will be lost")
                                     : _ ("The image fits on the disc"));
  adw_action_row_set_subtitle (self->plan_row, text);
}

/* Reasons stay while a new plan is made, or else everything below them would jump. */
static void
preparation_changed_cb (BurnishImagePage *self)
{
  BurnishPlan *plan = burnish_image_preparation_get_plan (self->preparation);
  GPtrArray *reasons = burnish_image_preparation_get_reasons (self->preparation);
  BurnishDriveItem *item = burnish_write_options_group_get_drive_item (self->options_group);

  update_burn_button (self, plan);
  if (burnish_image_preparation_get_busy (self->preparation))
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->plan_row),
                                     _ ("Looking at the disc…"));
      adw_action_row_set_subtitle (self->plan_row, "");
      gtk_stack_set_visible_child_name (self->plan_stack, "busy");
      return;
    }
  burnish_reasons_group_set_reasons (self->reasons_group, reasons,
                                     item != NULL ? burnish_drive_item_get_medium (item) : NULL,
                                     BURNISH_ADDING_NEVER);
  gtk_widget_set_visible (self->plan_group, plan != NULL);
  if (plan != NULL)
    show_plan (self, plan);
  gtk_stack_set_visible_child_name (self->plan_stack, "ready");
}

static void
target_changed_cb (BurnishImagePage *self)
{
  g_autoptr (BurnishBurnOptions) options =
      burnish_write_options_group_dup_options (self->options_group);

  BurnishDriveItem *item = burnish_write_options_group_get_drive_item (self->options_group);

  burnish_medium_actions_set_item (self->actions, item);
  burnish_image_preparation_set_target (self->preparation, item, options);
}

/* ---- The file ---- */

static void
show_error (BurnishImagePage *self, const char *title, const char *text, GtkWidget *details)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->error_page, title);
  adw_status_page_set_description (self->error_page, markup);
  adw_bin_set_child (self->error_details, details);
  gtk_widget_set_visible (self->burn_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static const char *
get_kind (BurnishImageFileKind kind)
{
  switch (kind)
    {
    case BURNISH_IMAGE_FILE_UDF:
      /* Translators: the file system of an image file. */
      return _ ("Disc image with UDF");
    case BURNISH_IMAGE_FILE_BRIDGE:
      /* Translators: the file systems of an image file. */
      return _ ("Disc image with ISO 9660 and UDF");
    case BURNISH_IMAGE_FILE_ISO9660:
    default:
      /* Translators: the file system of an image file. */
      return _ ("Disc image with ISO 9660");
    }
}

static void
show_incomplete (BurnishImagePage *self, const BurnishImageFileInfo *info)
{
  guint64 volume_bytes = info->volume_blocks * BURNISH_BLOCK_SIZE;
  g_autofree char *have = NULL;
  g_autofree char *need = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->incomplete_box, info->size_bytes < volume_bytes);
  if (info->size_bytes >= volume_bytes)
    return;
  have = g_format_size (info->size_bytes);
  need = g_format_size (volume_bytes);
  /* Translators: two sizes, such as “1.2 GB”. */
  text = g_strdup_printf (_ ("The file is incomplete: it has %s of %s. Download or copy it again."),
                          have, need);
  gtk_label_set_text (self->incomplete_label, text);
}

static void
show_info (BurnishImagePage *self, const BurnishImageFileInfo *info)
{
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *shown_name = g_filename_display_name (name);
  g_autofree char *size = g_format_size (info->size_bytes);

  gtk_label_set_text (self->label_label, *info->label != '\0' ? info->label : shown_name);
  gtk_label_set_text (self->kind_label, get_kind (info->kind));
  adw_action_row_set_subtitle (self->size_row, size);
  adw_action_row_set_subtitle (self->boot_row, info->is_bootable
                                                   ? _ ("A computer can start from the disc")
                                                   : _ ("The disc will not start a computer"));
  show_incomplete (self, info);
  gtk_widget_set_visible (self->burn_button, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "image");
}

static void
inspect_in_thread (GTask *task,
                   gpointer source G_GNUC_UNUSED,
                   gpointer task_data,
                   GCancellable *cancellable G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  BurnishImageFileInfo *info = burnish_image_file_inspect (task_data, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify) burnish_image_file_info_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
inspected_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishImageFileInfo) info = g_task_propagate_pointer (G_TASK (result), &error);
  BurnishImagePage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (info != NULL)
    {
      const char *path = g_file_peek_path (self->file);

      show_info (self, info);
      burnish_checksum_group_set_path (self->checksum_group, path);
      burnish_image_preparation_set_path (self->preparation, path);
    }
  else
    {
      g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);

      show_error (self, burnish_message_get_heading (message), burnish_message_get_body (message),
                  burnish_error_dialog_new_details (message));
    }
}

static void
forget (BurnishImagePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  burnish_checksum_group_set_path (self->checksum_group, NULL);
  burnish_image_preparation_set_path (self->preparation, NULL);
}

static void
inspect (BurnishImagePage *self)
{
  const char *path = g_file_peek_path (self->file);
  g_autoptr (GTask) task = NULL;

  forget (self);
  if (path == NULL)
    {
      show_error (self, _ ("The File Is Not on This Computer"),
                  _ ("Copy it to a folder of this computer, or open its network folder in the file "
                     "manager, and open it from there."),
                  NULL);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "looking");
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, inspected_cb, self);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, inspect_in_thread);
}

/* Writing goes on for long; its end, and what happens to the name, is worth another look. */
static void
file_changed_cb (GFileMonitor *monitor G_GNUC_UNUSED,
                 GFile *file G_GNUC_UNUSED,
                 GFile *other_file G_GNUC_UNUSED,
                 GFileMonitorEvent event,
                 gpointer user_data)
{
  if (event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT || event == G_FILE_MONITOR_EVENT_DELETED
      || event == G_FILE_MONITOR_EVENT_CREATED || event == G_FILE_MONITOR_EVENT_UNMOUNTED)
    inspect (user_data);
}

static void
watch (BurnishImagePage *self)
{
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  if (g_file_peek_path (self->file) == NULL)
    return;
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
}

/* ---- Actions ---- */

static void
burn (BurnishImagePage *self)
{
  g_autoptr (BurnishPlan) plan = NULL;

  /* The disc may have been taken out while a question was open. */
  if (burnish_image_preparation_get_plan (self->preparation) == NULL)
    return;
  plan = g_object_ref (burnish_image_preparation_get_plan (self->preparation));
  burnish_checksum_group_stop (self->checksum_group);
  burnish_job_list_start (burnish_application_get_jobs (burnish_application_get_default ()), plan);
}

static void
differing_answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishImagePage) self = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);

  if (g_strcmp0 (answer, "burn") == 0)
    burn (self);
}

static void
burn_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  BurnishImagePage *self = BURNISH_IMAGE_PAGE (widget);
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "burn", _ ("_Burn Anyway"), ADW_RESPONSE_DESTRUCTIVE },
  };

  if (!burnish_checksum_group_get_differs (self->checksum_group))
    {
      burn (self);
      return;
    }
  burnish_choice_dialog_choose_async (
      widget, _ ("The Checksum Differs"),
      _ ("The image is damaged, or it is another one than you think. The disc may not work."), NULL,
      choices, G_N_ELEMENTS (choices), differing_answered_cb, g_object_ref (self));
}

static void
overwrite_action (GtkWidget *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED)
{
  burnish_image_preparation_allow_overwrite (BURNISH_IMAGE_PAGE (widget)->preparation);
}

static void
retry_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  burnish_image_preparation_retry (BURNISH_IMAGE_PAGE (widget)->preparation);
}

static void
choose_drive_action (GtkWidget *widget,
                     const char *name G_GNUC_UNUSED,
                     GVariant *parameter G_GNUC_UNUSED)
{
  burnish_write_options_group_grab_drive_focus (BURNISH_IMAGE_PAGE (widget)->options_group);
}

static void
show_contents_action (GtkWidget *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant *parameter G_GNUC_UNUSED)
{
  burnish_contents_window_present (widget, g_file_peek_path (BURNISH_IMAGE_PAGE (widget)->file));
}

static void
use_files_action (GtkWidget *widget,
                  const char *name G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED)
{
  BurnishImagePage *self = BURNISH_IMAGE_PAGE (widget);

  burnish_window_add_image (BURNISH_WINDOW (gtk_widget_get_root (widget)), self->file);
}

/* ---- The page ---- */

static void
burnish_image_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (burnish_image_page_parent_class)->map (widget);

  burnish_image_preparation_set_active (BURNISH_IMAGE_PAGE (widget)->preparation, TRUE);
}

/* Who goes elsewhere does not wait for a checksum or a plan. */
static void
burnish_image_page_unmap (GtkWidget *widget)
{
  BurnishImagePage *self = BURNISH_IMAGE_PAGE (widget);

  burnish_checksum_group_stop (self->checksum_group);
  burnish_image_preparation_set_active (self->preparation, FALSE);

  GTK_WIDGET_CLASS (burnish_image_page_parent_class)->unmap (widget);
}

static void
burnish_image_page_dispose (GObject *object)
{
  BurnishImagePage *self = BURNISH_IMAGE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_object (&self->preparation);
  g_clear_object (&self->actions);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (burnish_image_page_parent_class)->dispose (object);
}

static void
burnish_image_page_class_init (BurnishImagePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_image_page_dispose;
  widget_class->map = burnish_image_page_map;
  widget_class->unmap = burnish_image_page_unmap;

  g_type_ensure (BURNISH_TYPE_MAIN_MENU);
  g_type_ensure (BURNISH_TYPE_CHECKSUM_GROUP);
  g_type_ensure (BURNISH_TYPE_REASONS_GROUP);
  g_type_ensure (BURNISH_TYPE_WRITE_OPTIONS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/image/burnish-image-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, BurnishImagePage, name)
  BIND (title);
  BIND (burn_button);
  BIND (stack);
  BIND (error_page);
  BIND (error_details);
  BIND (label_label);
  BIND (kind_label);
  BIND (incomplete_box);
  BIND (incomplete_label);
  BIND (size_row);
  BIND (boot_row);
  BIND (checksum_group);
  BIND (options_group);
  BIND (reasons_group);
  BIND (plan_group);
  BIND (plan_row);
  BIND (plan_stack);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, target_changed_cb);
  gtk_widget_class_install_action (widget_class, "burn.start", NULL, burn_action);
  gtk_widget_class_install_action (widget_class, "burn.allow-overwrite", NULL, overwrite_action);
  gtk_widget_class_install_action (widget_class, "burn.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "burn.choose-drive", NULL, choose_drive_action);
  gtk_widget_class_install_action (widget_class, "image.show-contents", NULL, show_contents_action);
  gtk_widget_class_install_action (widget_class, "image.use-files", NULL, use_files_action);
}

static void
burnish_image_page_init (BurnishImagePage *self)
{
  self->preparation = burnish_image_preparation_new ();
  g_signal_connect_object (self->preparation, "changed", G_CALLBACK (preparation_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = burnish_medium_actions_new (GTK_WIDGET (self));
  target_changed_cb (self);
}

/*
 * burnish_image_page_set_file:
 * @self: the page
 * @file: what may be an image file; it is looked at
 */
void
burnish_image_page_set_file (BurnishImagePage *self, GFile *file)
{
  g_autofree char *name = NULL;
  g_autofree char *shown_name = NULL;

  g_return_if_fail (BURNISH_IS_IMAGE_PAGE (self));

  g_set_object (&self->file, file);
  name = g_file_get_basename (file);
  shown_name = g_filename_display_name (name);
  adw_window_title_set_title (self->title, shown_name);
  watch (self);
  inspect (self);
}
