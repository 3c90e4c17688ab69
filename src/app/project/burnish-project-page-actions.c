/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-project-page-private.h"

#include "burn/burnish-burn-dialog.h"
#include "burnish-error-dialog.h"
#include "compat/burnish-choice-dialog.h"
#include "compat/burnish-uri-launcher.h"
#include "project/burnish-rename-popover.h"
#include "staging/burnish-file-drop.h"

#include <glib/gi18n.h>

static BurnishTree *
get_tree (BurnishProjectPage *self)
{
  return burnish_project_get_tree (self->project);
}

static BurnishTreeModel *
get_model (BurnishProjectPage *self)
{
  return burnish_tree_view_get_model (self->tree_view);
}

/* Returns: the one node that is selected, or BURNISH_NODE_NONE */
static BurnishNode
get_single (BurnishProjectPage *self)
{
  g_autoptr (GArray) nodes = NULL;

  if (burnish_tree_model_get_n_selected (get_model (self)) != 1)
    return BURNISH_NODE_NONE;
  nodes = burnish_tree_model_dup_selected (get_model (self));
  return nodes->len == 1 ? g_array_index (nodes, BurnishNode, 0) : BURNISH_NODE_NONE;
}

static void
undo (G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer user_data)
{
  burnish_tree_undo (get_tree (user_data));
}

static void
redo (G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer user_data)
{
  burnish_tree_redo (get_tree (user_data));
}

/* The popover is not the list's child, for keys in its entry are not the list's. */
static void
rename_node (BurnishProjectPage *self, BurnishNode node)
{
  GtkWidget *parent = GTK_WIDGET (self->staging_area);
  GtkWidget *popover;
  GdkRectangle area;
  double x, y;

  if (!burnish_tree_view_get_area (self->tree_view, node, &area)
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->tree_view), parent, area.x, area.y,
                                            &x, &y))
    return;
  area.x = (int) x;
  area.y = (int) y;
  popover = burnish_rename_popover_present (parent, &area, get_tree (self), node);
  g_signal_connect_object (popover, "closed", G_CALLBACK (burnish_tree_view_focus), self->tree_view,
                           G_CONNECT_SWAPPED);
}

/* A row that has just come has its place only after the next frame was laid out. */
static gboolean
rename_new_cb (GtkWidget *widget, G_GNUC_UNUSED GdkFrameClock *clock, gpointer user_data)
{
  BurnishProjectPage *self = BURNISH_PROJECT_PAGE (widget);
  BurnishNode node = GPOINTER_TO_UINT (user_data);
  GdkRectangle area;

  if (self->project == NULL || !burnish_tree_contains (get_tree (self), node))
    return G_SOURCE_REMOVE;
  if (!burnish_tree_view_get_area (self->tree_view, node, &area) || area.height == 0)
    return G_SOURCE_CONTINUE;
  rename_node (self, node);
  return G_SOURCE_REMOVE;
}

static void
new_folder (G_GNUC_UNUSED GSimpleAction *action,
            G_GNUC_UNUSED GVariant *parameter,
            gpointer user_data)
{
  BurnishProjectPage *self = user_data;
  g_autoptr (GError) error = NULL;
  BurnishNode node =
      burnish_tree_add_folder (get_tree (self), burnish_tree_view_get_target (self->tree_view),
                               _ ("New Folder"), BURNISH_COLLISION_KEEP_BOTH, &error);

  if (node == BURNISH_NODE_NONE)
    {
      burnish_error_dialog_present (GTK_WIDGET (self), error);
      return;
    }
  burnish_project_page_show_nodes (self, &node, 1);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), rename_new_cb, GUINT_TO_POINTER (node), NULL);
}

static void
rename_selected (G_GNUC_UNUSED GSimpleAction *action,
                 G_GNUC_UNUSED GVariant *parameter,
                 gpointer user_data)
{
  rename_node (user_data, get_single (user_data));
}

static void
remove_selected (G_GNUC_UNUSED GSimpleAction *action,
                 G_GNUC_UNUSED GVariant *parameter,
                 gpointer user_data)
{
  g_autoptr (GArray) nodes = burnish_tree_model_dup_selected (get_model (user_data));

  burnish_tree_remove (get_tree (user_data), (BurnishNode *) nodes->data, nodes->len);
}

static void
take_to_clipboard (BurnishProjectPage *self, gboolean is_cut)
{
  g_autoptr (GArray) nodes = burnish_tree_model_dup_selected (get_model (self));
  g_autoptr (GdkContentProvider) content =
      burnish_tree_nodes_make_content (self->project, nodes, is_cut);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
}

static void
cut (G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer user_data)
{
  take_to_clipboard (user_data, TRUE);
}

static void
copy (G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer user_data)
{
  take_to_clipboard (user_data, FALSE);
}

/* Names that are there already: what to do with them is a person's to say. */
typedef struct
{
  BurnishProjectPage *page; /* (owned) */
  GArray *nodes;            /* (owned) */
  BurnishNode folder;
} Move;

static void
move_free (Move *move)
{
  g_object_unref (move->page);
  g_array_unref (move->nodes);
  g_free (move);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

/* Those that were not removed since they were cut, copied or taken up. */
static GArray *
dup_there (BurnishProjectPage *self, GArray *nodes)
{
  GArray *there = g_array_new (FALSE, FALSE, sizeof (BurnishNode));

  for (guint i = 0; i < nodes->len; i++)
    if (burnish_tree_contains (get_tree (self), g_array_index (nodes, BurnishNode, i)))
      g_array_append_val (there, g_array_index (nodes, BurnishNode, i));
  return there;
}

static gboolean
try_move (BurnishProjectPage *self,
          GArray *nodes,
          BurnishNode folder,
          BurnishCollisionPolicy policy,
          GError **error)
{
  g_autoptr (GArray) there = dup_there (self, nodes);

  if (there->len == 0)
    return TRUE;
  if (!burnish_tree_move (get_tree (self), (BurnishNode *) there->data, there->len, folder, policy,
                          error))
    return FALSE;
  /* Those that were merged into others are not there any more. */
  for (guint i = there->len; i-- > 0;)
    if (!burnish_tree_contains (get_tree (self), g_array_index (there, BurnishNode, i)))
      g_array_remove_index (there, i);
  if (!burnish_tree_view_get_narrow (self->tree_view))
    burnish_project_page_show_nodes (self, (BurnishNode *) there->data, there->len);
  return TRUE;
}

static void
collision_answered_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Move) move = user_data;
  g_autofree char *answer = burnish_choice_dialog_choose_finish (result);
  BurnishCollisionPolicy policy =
      g_strcmp0 (answer, "keep") == 0 ? BURNISH_COLLISION_KEEP_BOTH : BURNISH_COLLISION_MERGE;

  if (g_strcmp0 (answer, "cancel") == 0 || move->page->project == NULL
      || !burnish_tree_contains (get_tree (move->page), move->folder))
    return;
  try_move (move->page, move->nodes, move->folder, policy, NULL);
}

static void
ask_about_collision (BurnishProjectPage *self,
                     GArray *nodes,
                     BurnishNode folder,
                     const GError *error)
{
  const BurnishChoice choices[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "replace", _ ("_Replace"), ADW_RESPONSE_DESTRUCTIVE },
    { "keep", _ ("_Keep Both"), ADW_RESPONSE_SUGGESTED },
  };
  g_autofree char *name = g_filename_display_name (burnish_error_get_path (error));
  /* Translators: %s is the name of a file or folder */
  g_autofree char *heading = g_strdup_printf (_ ("“%s” Is There Already"), name);
  Move *move = g_new (Move, 1);

  *move = (Move){ g_object_ref (self), g_array_ref (nodes), folder };
  burnish_choice_dialog_choose_async (
      GTK_WIDGET (self), heading,
      _ ("The folder holds something of that name. Folders of one name can be merged; files of one "
         "name are replaced or kept under another name."),
      NULL, choices, G_N_ELEMENTS (choices), collision_answered_cb, move);
}

void
_burnish_project_page_move_nodes (BurnishProjectPage *self, GArray *nodes, BurnishNode folder)
{
  g_autoptr (GError) error = NULL;

  if (try_move (self, nodes, folder, BURNISH_COLLISION_FAIL, &error))
    return;
  if (g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS))
    ask_about_collision (self, nodes, folder, error);
  else
    burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static void
copy_nodes (BurnishProjectPage *self, GArray *nodes, BurnishNode folder)
{
  g_autoptr (GArray) there = dup_there (self, nodes);
  g_autoptr (GArray) copies = NULL;
  g_autoptr (GError) error = NULL;

  if (there->len == 0)
    return;
  copies = burnish_tree_copy (get_tree (self), (BurnishNode *) there->data, there->len, folder,
                              BURNISH_COLLISION_KEEP_BOTH, &error);
  if (copies == NULL)
    burnish_error_dialog_present (GTK_WIDGET (self), error);
  else if (!burnish_tree_view_get_narrow (self->tree_view))
    burnish_project_page_show_nodes (self, (BurnishNode *) copies->data, copies->len);
}

/* What was cut or copied here is moved or copied; files from elsewhere are added. */
static void
paste (G_GNUC_UNUSED GSimpleAction *action, G_GNUC_UNUSED GVariant *parameter, gpointer user_data)
{
  BurnishProjectPage *self = user_data;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  g_autoptr (BurnishTreeNodes) nodes = burnish_tree_nodes_from_clipboard (clipboard);
  BurnishNode folder = burnish_tree_view_get_target (self->tree_view);

  if (nodes == NULL || nodes->project != self->project)
    burnish_staging_area_paste (self->staging_area);
  else if (nodes->is_cut)
    {
      _burnish_project_page_move_nodes (self, nodes->nodes, folder);
      gdk_clipboard_set_content (clipboard, NULL);
    }
  else
    copy_nodes (self, nodes->nodes, folder);
}

static void
select_all (G_GNUC_UNUSED GSimpleAction *action,
            G_GNUC_UNUSED GVariant *parameter,
            gpointer user_data)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (get_model (user_data)));
}

static void
invert_selection (G_GNUC_UNUSED GSimpleAction *action,
                  G_GNUC_UNUSED GVariant *parameter,
                  gpointer user_data)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (get_model (user_data));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (selection);
  g_autoptr (GtkBitset) all =
      gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (selection)));
  g_autoptr (GtkBitset) others = gtk_bitset_copy (all);

  gtk_bitset_subtract (others, selected);
  gtk_selection_model_set_selection (selection, others, all);
}

static void
expand_all (G_GNUC_UNUSED GSimpleAction *action,
            G_GNUC_UNUSED GVariant *parameter,
            gpointer user_data)
{
  g_autoptr (GArray) nodes = burnish_tree_model_dup_selected (get_model (user_data));

  for (guint i = 0; i < nodes->len; i++)
    burnish_tree_model_expand_all (get_model (user_data), g_array_index (nodes, BurnishNode, i));
}

static void
collapse_all (G_GNUC_UNUSED GSimpleAction *action,
              G_GNUC_UNUSED GVariant *parameter,
              gpointer user_data)
{
  g_autoptr (GArray) nodes = burnish_tree_model_dup_selected (get_model (user_data));

  for (guint i = 0; i < nodes->len; i++)
    burnish_tree_model_collapse (get_model (user_data), g_array_index (nodes, BurnishNode, i));
}

static void
show_in_folder (G_GNUC_UNUSED GSimpleAction *action,
                G_GNUC_UNUSED GVariant *parameter,
                gpointer user_data)
{
  g_autoptr (GArray) nodes = burnish_tree_model_dup_selected (get_model (user_data));

  burnish_project_page_show_nodes (user_data, (BurnishNode *) nodes->data, nodes->len);
}

static void
launched_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishProjectPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!burnish_uri_launcher_launch_finish (result, &error))
    burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static GtkWindow *
get_window (BurnishProjectPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
open_node (BurnishProjectPage *self, BurnishNode node)
{
  g_autoptr (GFile) file = burnish_tree_dup_source (get_tree (self), node);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (uri != NULL)
    burnish_uri_launcher_launch_async (uri, get_window (self), launched_cb, g_object_ref (self));
}

/* Returns: (transfer full) (nullable): what a file manager can show of where a file comes from */
static GFile *
dup_shown_source (BurnishTree *tree, BurnishNode node)
{
  GFile *file = burnish_tree_dup_source (tree, node);

  return file != NULL ? file : burnish_tree_dup_image_file (tree, node);
}

static void
open_source (G_GNUC_UNUSED GSimpleAction *action,
             G_GNUC_UNUSED GVariant *parameter,
             gpointer user_data)
{
  open_node (user_data, get_single (user_data));
}

static void
shown_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishProjectPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!burnish_uri_launcher_show_file_finish (result, &error))
    burnish_error_dialog_present (GTK_WIDGET (self), error);
}

static void
show_source (G_GNUC_UNUSED GSimpleAction *action,
             G_GNUC_UNUSED GVariant *parameter,
             gpointer user_data)
{
  BurnishProjectPage *self = user_data;
  g_autoptr (GFile) file = dup_shown_source (get_tree (self), get_single (self));

  if (file != NULL)
    burnish_uri_launcher_show_file_async (file, get_window (self), shown_cb, g_object_ref (self));
}

static void
activated_cb (BurnishProjectPage *self, BurnishNode node)
{
  open_node (self, node);
}

static void
set_enabled (BurnishProjectPage *self, const char *name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static gboolean
can_paste (BurnishProjectPage *self)
{
  g_autoptr (BurnishTreeNodes) nodes =
      burnish_tree_nodes_from_clipboard (gtk_widget_get_clipboard (GTK_WIDGET (self)));

  return nodes != NULL ? nodes->project == self->project
                       : burnish_file_paste_is_possible (GTK_WIDGET (self));
}

/* “Undo Remove 3 Items” */
static void
update_steps (BurnishProjectPage *self)
{
  const char *undo_title =
      self->project != NULL ? burnish_tree_get_undo_title (get_tree (self)) : NULL;
  const char *redo_title =
      self->project != NULL ? burnish_tree_get_redo_title (get_tree (self)) : NULL;
  /* Translators: %s is a step, such as “Remove 3 Items” or “Rename “Photos”” */
  g_autofree char *undo_text =
      undo_title != NULL ? g_strdup_printf (_ ("Undo %s"), undo_title) : g_strdup (_ ("Undo"));
  /* Translators: %s is a step, such as “Remove 3 Items” or “Rename “Photos”” */
  g_autofree char *redo_text =
      redo_title != NULL ? g_strdup_printf (_ ("Redo %s"), redo_title) : g_strdup (_ ("Redo"));

  gtk_widget_set_tooltip_text (self->undo_button, undo_text);
  gtk_widget_set_tooltip_text (self->redo_button, redo_text);
  set_enabled (self, "undo", undo_title != NULL);
  set_enabled (self, "redo", redo_title != NULL);
}

void
_burnish_project_page_update_actions (BurnishProjectPage *self)
{
  BurnishTreeModel *model = get_model (self);
  gboolean is_open = self->project != NULL && model != NULL;
  guint n_rows = is_open ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
  guint n_selected = is_open ? burnish_tree_model_get_n_selected (model) : 0;
  BurnishNode single = is_open ? get_single (self) : BURNISH_NODE_NONE;
  gboolean is_single = single != BURNISH_NODE_NONE;
  gboolean has_hits = is_open && burnish_tree_model_shows_hits (model);
  gboolean is_folder =
      is_single && burnish_tree_get_kind (get_tree (self), single) == BURNISH_NODE_FOLDER;
  g_autoptr (GFile) source = is_single ? burnish_tree_dup_source (get_tree (self), single) : NULL;
  g_autoptr (GFile) shown_source = is_single ? dup_shown_source (get_tree (self), single) : NULL;

  update_steps (self);
  set_enabled (self, "burn",
               is_open && burnish_tree_get_n_children (get_tree (self), BURNISH_NODE_ROOT) > 0);
  set_enabled (self, "new-folder", is_open && !has_hits);
  set_enabled (self, "rename", is_single);
  set_enabled (self, "remove", n_selected > 0);
  set_enabled (self, "cut", n_selected > 0);
  set_enabled (self, "copy", n_selected > 0);
  set_enabled (self, "paste", is_open && can_paste (self));
  set_enabled (self, "select-all", n_rows > 0);
  set_enabled (self, "invert-selection", n_rows > 0);
  set_enabled (self, "expand-all", is_folder && !has_hits && !self->narrow);
  set_enabled (self, "collapse-all", is_folder && burnish_tree_model_is_expanded (model, single));
  set_enabled (self, "show-in-folder", has_hits && n_selected > 0);
  set_enabled (self, "open-source", source != NULL);
  set_enabled (self, "show-source", shown_source != NULL);
}

static void
burn (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  BurnishProjectPage *self = user_data;

  gtk_window_present (burnish_burn_dialog_new (get_window (self), self->project));
}

void
_burnish_project_page_add_actions (BurnishProjectPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "burn", .activate = burn },
    { .name = "undo", .activate = undo },
    { .name = "redo", .activate = redo },
    { .name = "new-folder", .activate = new_folder },
    { .name = "rename", .activate = rename_selected },
    { .name = "remove", .activate = remove_selected },
    { .name = "cut", .activate = cut },
    { .name = "copy", .activate = copy },
    { .name = "paste", .activate = paste },
    { .name = "select-all", .activate = select_all },
    { .name = "invert-selection", .activate = invert_selection },
    { .name = "expand-all", .activate = expand_all },
    { .name = "collapse-all", .activate = collapse_all },
    { .name = "show-in-folder", .activate = show_in_folder },
    { .name = "open-source", .activate = open_source },
    { .name = "show-source", .activate = show_source },
  };
  g_autoptr (GPropertyAction) find =
      g_property_action_new ("find", self->search_bar, "search-mode-enabled");

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (find));
  g_signal_connect_swapped (self->tree_view, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_object (gtk_widget_get_clipboard (GTK_WIDGET (self)), "changed",
                           G_CALLBACK (_burnish_project_page_update_actions), self,
                           G_CONNECT_SWAPPED);
}
