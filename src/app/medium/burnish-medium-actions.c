/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "medium/burnish-medium-actions.h"

#include "burnish-application.h"
#include "burnish-error-dialog.h"
#include "compat/burnish-file-dialog.h"
#include "medium/burnish-medium-question.h"
#include "plan/burnish-plan-request.h"

#include <glib/gi18n.h>

struct _BurnishMediumActions
{
  GObject parent_instance;

  GtkWidget *widget;         /* (unowned) (nullable): below it the actions work */
  GSimpleActionGroup *group; /* (owned) */
  BurnishDriveItem *item;    /* (owned) (nullable) */
  gboolean is_moving_tray;
};

G_DEFINE_FINAL_TYPE (BurnishMediumActions, burnish_medium_actions, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_UPDATED,
  N_SIGNALS,
} BurnishMediumActionsSignal;

static guint signals[N_SIGNALS];

static BurnishDrive *
get_drive (BurnishMediumActions *self)
{
  return burnish_drive_item_get_drive (self->item);
}

/* The drive belongs to the action's parameter, and not to what the window shows by then. */
static void
activate_for_drive (BurnishMediumActions *self, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (burnish_application_get_default ()), action,
                                  g_variant_new_string (burnish_drive_get_id (get_drive (self))));
}

static void
start (BurnishMediumActions *self, BurnishPlan *plan, const GError *error)
{
  if (plan != NULL)
    burnish_job_list_start (burnish_application_get_jobs (burnish_application_get_default ()),
                            plan);
  else
    burnish_error_dialog_present (self->widget, error);
}

static void
verify_planned_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMediumActions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = burnish_plan_request_run_finish (result, &error);

  start (self, plan, error);
}

static void
start_verify (BurnishMediumActions *self, const char *image_path)
{
  burnish_plan_request_run_async (burnish_plan_request_new_verify (get_drive (self), image_path),
                                  NULL, verify_planned_cb, g_object_ref (self));
}

/* What is begun here shall be burned here. */
static void
begin_for_drive (BurnishMediumActions *self, const char *action)
{
  BurnishApplication *application = burnish_application_get_default ();

  burnish_drive_list_set_preferred (burnish_application_get_drives (application), self->item);
  g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
}

static void
new_project (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer user_data)
{
  begin_for_drive (user_data, "new-project");
}

static void
burn_image (GSimpleAction *action G_GNUC_UNUSED,
            GVariant *parameter G_GNUC_UNUSED,
            gpointer user_data)
{
  begin_for_drive (user_data, "choose-image");
}

static void
verify (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  start_verify (user_data, NULL);
}

static void
image_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMediumActions) self = user_data;
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (files == NULL || self->item == NULL)
    return;
  file = g_list_model_get_item (files, 0);
  path = g_file_get_path (file);
  if (path != NULL)
    start_verify (self, path);
}

static void
verify_with_image (GSimpleAction *action G_GNUC_UNUSED,
                   GVariant *parameter G_GNUC_UNUSED,
                   gpointer user_data)
{
  static const char *const patterns[] = { "*.iso", "*.ISO", "*.img", NULL };
  BurnishMediumActions *self = user_data;
  const BurnishFileDialogOptions options = { .kind = BURNISH_FILE_DIALOG_OPEN,
                                             .title = _ ("Compare the Disc With an Image File"),
                                             .accept_label = _ ("_Compare"),
                                             .filter_name = _ ("Image Files"),
                                             .patterns = patterns };

  burnish_file_dialog_choose_async (self->widget, &options, image_chosen_cb, g_object_ref (self));
}

static void
agreed_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMediumActions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = burnish_medium_question_plan_finish (result, &error);

  start (self, plan, error);
}

static void
ask (BurnishMediumActions *self, BurnishOperation operation)
{
  burnish_medium_question_plan_async (self->widget, self->item, operation, agreed_cb,
                                      g_object_ref (self));
}

static void
erase_quick (GSimpleAction *action G_GNUC_UNUSED,
             GVariant *parameter G_GNUC_UNUSED,
             gpointer user_data)
{
  ask (user_data, BURNISH_OPERATION_ERASE_QUICK);
}

static void
erase_full (GSimpleAction *action G_GNUC_UNUSED,
            GVariant *parameter G_GNUC_UNUSED,
            gpointer user_data)
{
  ask (user_data, BURNISH_OPERATION_ERASE_FULL);
}

static void
format (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  ask (user_data, BURNISH_OPERATION_FORMAT);
}

static void
finish_tray (BurnishMediumActions *self, const GError *error)
{
  self->is_moving_tray = FALSE;
  if (error != NULL)
    burnish_error_dialog_present (self->widget, error);
  /* A look while the tray moved found the drive busy. */
  if (self->item != NULL)
    burnish_drive_item_refresh (self->item);
}

static void
ejected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMediumActions) self = user_data;
  g_autoptr (GError) error = NULL;

  burnish_drive_eject_finish (BURNISH_DRIVE (source), result, &error);
  finish_tray (self, error);
}

/* The button stays enabled while the tray moves, or the keyboard's focus would be lost. */
static void
eject (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  BurnishMediumActions *self = user_data;

  if (self->is_moving_tray)
    return;
  self->is_moving_tray = TRUE;
  burnish_drive_eject_async (get_drive (self), NULL, ejected_cb, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishMediumActions) self = user_data;
  g_autoptr (GError) error = NULL;

  burnish_drive_load_finish (BURNISH_DRIVE (source), result, &error);
  finish_tray (self, error);
}

static void
load (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  BurnishMediumActions *self = user_data;

  if (self->is_moving_tray)
    return;
  self->is_moving_tray = TRUE;
  burnish_drive_load_async (get_drive (self), NULL, loaded_cb, g_object_ref (self));
}

static gboolean
is_tray_open (BurnishMediumActions *self)
{
  const GError *error = burnish_drive_item_get_error (self->item);

  return error != NULL && burnish_error_is_tray_open (error);
}

/* For a button that is for both, and is never disabled between them. */
static void
move_tray (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (is_tray_open (user_data))
    load (action, parameter, user_data);
  else
    eject (action, parameter, user_data);
}

static void
refresh (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  BurnishMediumActions *self = user_data;

  burnish_drive_item_refresh (self->item);
}

static void
show (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  activate_for_drive (user_data, "show-medium");
}

static void
permission_help (GSimpleAction *action G_GNUC_UNUSED,
                 GVariant *parameter G_GNUC_UNUSED,
                 gpointer user_data)
{
  activate_for_drive (user_data, "permission-help");
}

/* What an action needs, from the weakest to the strongest. */
typedef enum
{
  NEED_DRIVE,
  NEED_IDLE_DRIVE,
  NEED_TRAY,
  NEED_CLOSED_TRAY,
  NEED_OPEN_TRAY,
  NEED_DISC,
} Need;

typedef struct
{
  GActionEntry entry;
  Need need;
  BurnishOperation operation; /* when a disc is needed */
} MediumAction;

static const MediumAction actions[] = {
  { { .name = "new-project", .activate = new_project }, NEED_DISC, BURNISH_OPERATION_WRITE },
  { { .name = "burn-image", .activate = burn_image }, NEED_DISC, BURNISH_OPERATION_WRITE },
  { { .name = "verify", .activate = verify }, NEED_DISC, BURNISH_OPERATION_READ },
  { { .name = "verify-with-image", .activate = verify_with_image },
    NEED_DISC,
    BURNISH_OPERATION_READ },
  { { .name = "erase-quick", .activate = erase_quick }, NEED_DISC, BURNISH_OPERATION_ERASE_QUICK },
  { { .name = "erase-full", .activate = erase_full }, NEED_DISC, BURNISH_OPERATION_ERASE_FULL },
  { { .name = "format", .activate = format }, NEED_DISC, BURNISH_OPERATION_FORMAT },
  { { .name = "move-tray", .activate = move_tray }, NEED_TRAY, 0 },
  { { .name = "eject", .activate = eject }, NEED_CLOSED_TRAY, 0 },
  { { .name = "load", .activate = load }, NEED_OPEN_TRAY, 0 },
  { { .name = "refresh", .activate = refresh }, NEED_IDLE_DRIVE, 0 },
  { { .name = "show", .activate = show }, NEED_DRIVE, 0 },
  { { .name = "permission-help", .activate = permission_help }, NEED_DRIVE, 0 },
};

static char *
dup_heading (const GError *error)
{
  g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);

  return g_strdup (burnish_message_get_heading (message));
}

/* To write means to write onto a blank disc, or in place of what is there. */
static char *
dup_operation_reason (BurnishMedium *medium, BurnishOperation operation)
{
  if (operation == BURNISH_OPERATION_WRITE
      && burnish_medium_can (medium, BURNISH_OPERATION_OVERWRITE))
    return NULL;
  return burnish_medium_dup_reason (medium, operation);
}

/* Why the action cannot be done now, NULL when it can. */
static char *
dup_obstacle (BurnishMediumActions *self, const MediumAction *action)
{
  BurnishMedium *medium;
  const GError *error;

  if (self->item == NULL)
    return g_strdup (_ ("There is no drive."));
  if (action->need == NEED_DRIVE)
    return NULL;
  if (burnish_drive_item_get_job (self->item) != NULL)
    return g_strdup (_ ("The drive is at work."));
  if (action->need == NEED_IDLE_DRIVE || (action->need == NEED_TRAY && self->is_moving_tray))
    return NULL;
  medium = burnish_drive_item_get_medium (self->item);
  error = burnish_drive_item_get_error (self->item);
  if (medium == NULL && error == NULL)
    return g_strdup (_ ("The drive is being asked what disc is in it."));
  if (error != NULL && !g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC)
      && !g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY))
    return dup_heading (error);
  if (action->need == NEED_TRAY)
    return NULL;
  if (action->need == NEED_OPEN_TRAY)
    return is_tray_open (self) ? NULL : g_strdup (_ ("The tray is closed."));
  if (action->need == NEED_CLOSED_TRAY)
    return is_tray_open (self) ? g_strdup (_ ("The tray is open.")) : NULL;
  return medium != NULL ? dup_operation_reason (medium, action->operation) : dup_heading (error);
}

/* The one place where the actions are enabled and disabled. */
static void
update (BurnishMediumActions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action =
          g_action_map_lookup_action (G_ACTION_MAP (self->group), actions[i].entry.name);
      g_autofree char *obstacle = dup_obstacle (self, &actions[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), obstacle == NULL);
    }
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static void
burnish_medium_actions_dispose (GObject *object)
{
  BurnishMediumActions *self = BURNISH_MEDIUM_ACTIONS (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (burnish_medium_actions_parent_class)->dispose (object);
}

static void
burnish_medium_actions_class_init (BurnishMediumActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_medium_actions_dispose;

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_medium_actions_init (BurnishMediumActions *self)
{
  self->group = g_simple_action_group_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_add_action_entries (G_ACTION_MAP (self->group), &actions[i].entry, 1, self);
}

/*
 * burnish_medium_actions_new:
 * @widget: where the actions are inserted as "medium"; it must outlive them
 *
 * Returns: (transfer full): the actions, of no drive yet
 */
BurnishMediumActions *
burnish_medium_actions_new (GtkWidget *widget)
{
  BurnishMediumActions *self = g_object_new (BURNISH_TYPE_MEDIUM_ACTIONS, NULL);

  g_set_weak_pointer (&self->widget, widget);
  gtk_widget_insert_action_group (widget, "medium", G_ACTION_GROUP (self->group));
  update (self);
  return self;
}

/*
 * burnish_medium_actions_set_item:
 * @self: the actions
 * @item: (nullable): the drive that they work on
 */
void
burnish_medium_actions_set_item (BurnishMediumActions *self, BurnishDriveItem *item)
{
  g_return_if_fail (BURNISH_IS_MEDIUM_ACTIONS (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  self->is_moving_tray = FALSE;
  if (item != NULL)
    g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  update (self);
}

/* Returns: (transfer none) (nullable): the drive that the actions work on */
BurnishDriveItem *
burnish_medium_actions_get_item (BurnishMediumActions *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM_ACTIONS (self), NULL);

  return self->item;
}

/*
 * burnish_medium_actions_dup_reason:
 * @self: the actions
 * @name: name of one, without a prefix
 *
 * Returns: (transfer full) (nullable): why it cannot be done now, as a sentence; %NULL when it can
 */
char *
burnish_medium_actions_dup_reason (BurnishMediumActions *self, const char *name)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM_ACTIONS (self), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].entry.name, name))
      return dup_obstacle (self, &actions[i]);
  g_return_val_if_reached (NULL);
}
