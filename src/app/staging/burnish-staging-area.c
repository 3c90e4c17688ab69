/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-staging-area.h"

#include "burnish-application.h"
#include "burnish-error-dialog.h"
#include "burnish-window.h"
#include "compat/burnish-file-dialog.h"
#include "staging/burnish-collision-dialog.h"
#include "staging/burnish-file-drop.h"
#include "staging/burnish-left-out-window.h"

#include <glib/gi18n.h>

/* What is read within this time, in milliseconds, is not worth a bar that comes and goes. */
#define PATIENCE 300

/* How long a toast says that something was left out, in seconds. */
#define LEFT_OUT_TIMEOUT 15

struct _BurnishStagingArea
{
  AdwBin parent_instance;

  AdwBin *bin;
  GtkRevealer *revealer;
  GtkSpinner *spinner;
  GtkLabel *status;

  BurnishStager *stager; /* (owned) (nullable): without a project */
  BurnishStagingFolderFunc folder_func;
  gpointer folder_data;
  GSimpleAction *show_left_out; /* (owned) (nullable) */
  gulong left_out_handler;
  guint reveal_timeout;
};

typedef enum
{
  PROP_CONTENT = 1,
} BurnishStagingAreaProperty;

static GParamSpec *properties[PROP_CONTENT + 1];

G_DEFINE_FINAL_TYPE (BurnishStagingArea, burnish_staging_area, ADW_TYPE_BIN)

static void
burnish_staging_area_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishStagingArea *self = BURNISH_STAGING_AREA (object);

  switch ((BurnishStagingAreaProperty) prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_bin_get_child (self->bin));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_staging_area_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  BurnishStagingArea *self = BURNISH_STAGING_AREA (object);

  switch ((BurnishStagingAreaProperty) prop_id)
    {
    case PROP_CONTENT:
      adw_bin_set_child (self->bin, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_staging_area_dispose (GObject *object)
{
  BurnishStagingArea *self = BURNISH_STAGING_AREA (object);

  burnish_staging_area_set_project (self, NULL);
  g_clear_object (&self->show_left_out);

  G_OBJECT_CLASS (burnish_staging_area_parent_class)->dispose (object);
}

static void child_revealed_cb (BurnishStagingArea *self);

static void
stop_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  burnish_stager_stop (BURNISH_STAGING_AREA (widget)->stager);
}

static void
burnish_staging_area_class_init (BurnishStagingAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = burnish_staging_area_get_property;
  object_class->set_property = burnish_staging_area_set_property;
  object_class->dispose = burnish_staging_area_dispose;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/staging/burnish-staging-area.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishStagingArea, bin);
  gtk_widget_class_bind_template_child (widget_class, BurnishStagingArea, revealer);
  gtk_widget_class_bind_template_child (widget_class, BurnishStagingArea, spinner);
  gtk_widget_class_bind_template_child (widget_class, BurnishStagingArea, status);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
  gtk_widget_class_install_action (widget_class, "staging.stop", NULL, stop_action);
}

static BurnishNode
find_folder (BurnishStagingArea *self, double x, double y)
{
  return self->folder_func != NULL ? self->folder_func (self, x, y, self->folder_data)
                                   : BURNISH_NODE_ROOT;
}

static void
dropped_cb (GtkWidget *widget,
            GListModel *files,
            double x,
            double y,
            gpointer user_data G_GNUC_UNUSED)
{
  BurnishStagingArea *self = BURNISH_STAGING_AREA (widget);

  burnish_staging_area_add_files (self, files, find_folder (self, x, y));
}

static void
burnish_staging_area_init (BurnishStagingArea *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  burnish_file_drop_attach (GTK_WIDGET (self), dropped_cb, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staging.stop", FALSE);
}

static void
add_toast (BurnishStagingArea *self, AdwToast *toast)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (BURNISH_IS_WINDOW (root))
    burnish_window_add_toast (BURNISH_WINDOW (root), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

/* Reading “Photos”: 12 345 files, 3.4 GB */
static char *
make_status (BurnishStager *stager)
{
  guint32 n_files = burnish_stager_get_n_files (stager);
  guint n_sources = burnish_stager_get_n_sources (stager);
  g_autofree char *name = burnish_stager_dup_name (stager);
  g_autofree char *size = g_format_size (burnish_stager_get_size_bytes (stager));

  if (n_sources == 1)
    /* Translators: %s is the name of a folder or file, %'u how many files were found so far, the
       second %s their size */
    return g_strdup_printf (ngettext ("Reading “%s”: %'u file, %s", "Reading “%s”: %'u files, %s",
                                      n_files),
                            name, n_files, size);
  /* Translators: “%s” is the name of a folder or file that was added with others, %'u how many
     files were found so far, the second %s their size */
  return g_strdup_printf (ngettext ("Reading “%s” and others: %'u file, %s",
                                    "Reading “%s” and others: %'u files, %s", n_files),
                          name, n_files, size);
}

static void
update_status (BurnishStagingArea *self)
{
  g_autofree char *text = NULL;

  if (self->stager == NULL || !burnish_stager_get_busy (self->stager))
    return;
  text = make_status (self->stager);
  gtk_label_set_label (self->status, text);
}

static void
set_revealed (BurnishStagingArea *self, gboolean is_revealed)
{
  gtk_spinner_set_spinning (self->spinner, is_revealed);
  if (is_revealed)
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, is_revealed);
}

/* A screen reader finds what is not revealed, but not what is hidden. */
static void
child_revealed_cb (BurnishStagingArea *self)
{
  if (!gtk_revealer_get_child_revealed (self->revealer)
      && !gtk_revealer_get_reveal_child (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
}

static gboolean
reveal_cb (gpointer user_data)
{
  BurnishStagingArea *self = user_data;

  self->reveal_timeout = 0;
  set_revealed (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
update_busy (BurnishStagingArea *self)
{
  gboolean is_busy = self->stager != NULL && burnish_stager_get_busy (self->stager);
  gboolean is_reading = is_busy && burnish_stager_get_question (self->stager) == NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "staging.stop", is_busy);
  if (!is_reading)
    {
      g_clear_handle_id (&self->reveal_timeout, g_source_remove);
      set_revealed (self, FALSE);
    }
  else if (self->reveal_timeout == 0 && !gtk_revealer_get_reveal_child (self->revealer))
    self->reveal_timeout = g_timeout_add (PATIENCE, reveal_cb, self);
  update_status (self);
}

static void
ask_cb (BurnishStagingArea *self)
{
  update_busy (self);
  if (burnish_stager_get_question (self->stager) != NULL)
    burnish_collision_dialog_present (GTK_WIDGET (self), self->stager);
}

static void
added_cb (BurnishStagingArea *self, guint n_left_out)
{
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (n_left_out == 0)
    return;
  title =
      g_strdup_printf (ngettext ("%'u item was left out", "%'u items were left out", n_left_out),
                       n_left_out);
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _ ("Details"));
  adw_toast_set_action_name (toast, "project.show-left-out");
  adw_toast_set_timeout (toast, LEFT_OUT_TIMEOUT);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  add_toast (self, toast);
}

static void
stopped_cb (BurnishStagingArea *self)
{
  g_autofree char *name = burnish_stager_dup_name (self->stager);
  g_autofree char *title = burnish_stager_get_n_sources (self->stager) == 1
                               ? g_strdup_printf (_ ("Stopped: nothing of “%s” was added"), name)
                               : g_strdup (_ ("Stopped: nothing of what was being read was added"));
  g_autofree char *markup = g_markup_escape_text (title, -1);

  add_toast (self, adw_toast_new (markup));
}

static void
failed_cb (BurnishStagingArea *self, const GError *error)
{
  burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static void
update_left_out (BurnishStagingArea *self)
{
  GListModel *left_out;

  if (self->show_left_out == NULL)
    return;
  left_out = self->stager != NULL
                 ? burnish_project_get_left_out (burnish_stager_get_project (self->stager))
                 : NULL;
  g_simple_action_set_enabled (self->show_left_out,
                               left_out != NULL && g_list_model_get_n_items (left_out) > 0);
}

/*
 * burnish_staging_area_set_project:
 * @self: an area
 * @project: (nullable): what files go into
 *
 * What was not put into another project yet is forgotten.
 */
void
burnish_staging_area_set_project (BurnishStagingArea *self, BurnishProject *project)
{
  GSettings *settings;

  g_return_if_fail (BURNISH_IS_STAGING_AREA (self));

  if (project == (self->stager != NULL ? burnish_stager_get_project (self->stager) : NULL))
    return;
  if (self->stager != NULL)
    {
      g_signal_handler_disconnect (burnish_project_get_left_out (
                                       burnish_stager_get_project (self->stager)),
                                   self->left_out_handler);
      g_signal_handlers_disconnect_by_data (self->stager, self);
      burnish_stager_stop_all (self->stager);
      g_clear_object (&self->stager);
    }
  if (project != NULL)
    {
      settings = burnish_application_get_settings (burnish_application_get_default ());
      self->stager = burnish_stager_new (project, settings);
      g_object_connect (self->stager, "swapped-signal::notify::busy", update_busy, self,
                        "swapped-signal::notify::question", ask_cb, self,
                        "swapped-signal::progress", update_busy, self, "swapped-signal::added",
                        added_cb, self, "swapped-signal::stopped", stopped_cb, self,
                        "swapped-signal::failed", failed_cb, self, NULL);
      self->left_out_handler =
          g_signal_connect_swapped (burnish_project_get_left_out (project), "items-changed",
                                    G_CALLBACK (update_left_out), self);
    }
  update_busy (self);
  update_left_out (self);
}

/*
 * burnish_staging_area_set_folder_func:
 * @self: an area
 * @func: (nullable): says which folder of the tree files go to; the root without it
 * @user_data: for @func
 */
void
burnish_staging_area_set_folder_func (BurnishStagingArea *self,
                                      BurnishStagingFolderFunc func,
                                      gpointer user_data)
{
  g_return_if_fail (BURNISH_IS_STAGING_AREA (self));

  self->folder_func = func;
  self->folder_data = user_data;
}

/*
 * burnish_staging_area_add_files:
 * @self: an area with a project
 * @files: a list of #GFile that does not change
 * @folder: the folder of the tree that they go to
 */
void
burnish_staging_area_add_files (BurnishStagingArea *self, GListModel *files, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_STAGING_AREA (self));

  if (self->stager != NULL)
    burnish_stager_add (self->stager, files, folder);
}

/*
 * burnish_staging_area_add_image:
 * @self: an area with a project
 * @image: an image file whose files are wanted
 * @folder: the folder of the tree that they go to
 */
void
burnish_staging_area_add_image (BurnishStagingArea *self, GFile *image, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_STAGING_AREA (self));

  if (self->stager != NULL)
    burnish_stager_add_image (self->stager, image, folder);
}

/* Files that were asked for, for the project that was open then. */
typedef struct
{
  BurnishStagingArea *area; /* (owned) */
  BurnishStager *stager;    /* (owned) */
} Wanted;

static void
wanted_free (Wanted *wanted)
{
  g_object_unref (wanted->area);
  g_object_unref (wanted->stager);
  g_free (wanted);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, wanted_free)

static Wanted *
wanted_new (BurnishStagingArea *self)
{
  Wanted *wanted = g_new (Wanted, 1);

  wanted->area = g_object_ref (self);
  wanted->stager = g_object_ref (self->stager);
  return wanted;
}

static void
take_wanted (Wanted *wanted, GListModel *files, const GError *error)
{
  BurnishStagingArea *self = wanted->area;

  if (self->stager != wanted->stager)
    return;
  if (files != NULL)
    burnish_staging_area_add_files (self, files, find_folder (self, -1, -1));
  else
    burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static void
chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, &error);

  take_wanted (wanted, files, error);
}

static void
choose (BurnishStagingArea *self, BurnishFileDialogKind kind, const char *title)
{
  const BurnishFileDialogOptions options = {
    .kind = kind, .title = title, .accept_label = _ ("_Add"), .multiple = TRUE
  };

  if (self->stager != NULL)
    burnish_file_dialog_choose_async (GTK_WIDGET (self), &options, chosen_cb, wanted_new (self));
}

static void
add_files_cb (GSimpleAction *action G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED,
              gpointer user_data)
{
  choose (user_data, BURNISH_FILE_DIALOG_OPEN, _ ("Add Files"));
}

static void
add_folders_cb (GSimpleAction *action G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED,
                gpointer user_data)
{
  choose (user_data, BURNISH_FILE_DIALOG_FOLDER, _ ("Add Folders"));
}

static void
image_chosen_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GListModel) files = burnish_file_dialog_choose_finish (result, NULL);
  g_autoptr (GFile) image = NULL;

  if (files == NULL || wanted->area->stager != wanted->stager)
    return;
  image = g_list_model_get_item (files, 0);
  burnish_stager_add_image (wanted->stager, image, find_folder (wanted->area, -1, -1));
}

static void
add_image_cb (GSimpleAction *action G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED,
              gpointer user_data)
{
  static const char *const patterns[] = { "*.iso", "*.ISO", "*.img", NULL };
  BurnishStagingArea *self = user_data;
  const BurnishFileDialogOptions options = { .kind = BURNISH_FILE_DIALOG_OPEN,
                                             .title = _ ("Add from Image"),
                                             .accept_label = _ ("_Add"),
                                             .filter_name = _ ("Image Files"),
                                             .patterns = patterns };

  if (self->stager != NULL)
    burnish_file_dialog_choose_async (GTK_WIDGET (self), &options, image_chosen_cb,
                                      wanted_new (self));
}

static void
show_left_out_cb (GSimpleAction *action G_GNUC_UNUSED,
                  GVariant *parameter G_GNUC_UNUSED,
                  gpointer user_data)
{
  BurnishStagingArea *self = user_data;

  burnish_left_out_window_present (GTK_WIDGET (self), burnish_stager_get_project (self->stager));
}

/*
 * burnish_staging_area_add_actions:
 * @self: an area
 * @actions: the actions of the project, which must not outlive @self
 *
 * Adds “add-files”, “add-folders”, “add-image” and “show-left-out”.
 */
void
burnish_staging_area_add_actions (BurnishStagingArea *self, GActionMap *actions)
{
  static const GActionEntry entries[] = {
    { .name = "add-files", .activate = add_files_cb },
    { .name = "add-folders", .activate = add_folders_cb },
    { .name = "add-image", .activate = add_image_cb },
    { .name = "show-left-out", .activate = show_left_out_cb },
  };

  g_return_if_fail (BURNISH_IS_STAGING_AREA (self) && G_IS_ACTION_MAP (actions));

  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  g_set_object (&self->show_left_out,
                G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "show-left-out")));
  update_left_out (self);
}

static void
pasted_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wanted) wanted = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = burnish_file_paste_finish (result, &error);

  take_wanted (wanted, files, error);
}

/*
 * burnish_staging_area_paste:
 * @self: an area with a project
 *
 * Adds the files that were copied in another program.
 *
 * Returns: whether there are any
 */
gboolean
burnish_staging_area_paste (BurnishStagingArea *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGING_AREA (self), FALSE);

  if (self->stager == NULL || !burnish_file_paste_is_possible (GTK_WIDGET (self)))
    return FALSE;
  burnish_file_paste_async (GTK_WIDGET (self), NULL, pasted_cb, wanted_new (self));
  return TRUE;
}
