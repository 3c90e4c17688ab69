/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-names-page.h"

#include "burn/burnish-name-list.h"
#include "compat/burnish-accessible.h"

#include <glib/gi18n.h>

struct _BurnishNamesPage
{
  AdwBin parent_instance;

  BurnishNameList *names; /* (owned) (nullable): none while left-out files are shown */

  GtkWidget *search_clamp;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (BurnishNamesPage, burnish_names_page, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
          GtkListItem *item,
          BurnishNamesPage *self G_GNUC_UNUSED)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *details = new_label ("dim-label");

  gtk_widget_add_css_class (details, "caption");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), new_label (NULL));
  gtk_box_append (GTK_BOX (box), details);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
}

static char *
dup_details (gpointer object)
{
  if (BURNISH_IS_LEFT_OUT_ITEM (object))
    return burnish_left_out_dup_text (burnish_left_out_item_get_left_out (object));
  if (GTK_IS_STRING_OBJECT (object))
    return g_strdup (_ ("A new file takes its place"));
  if (burnish_renamed_name_get_new_name (object) == NULL)
    return g_strdup (_ ("Cannot be seen there"));
  /* Translators: %s is the name that a file gets on the disc. */
  return g_strdup_printf (_ ("There: %s"), burnish_renamed_name_get_new_name (object));
}

static char *
dup_path (gpointer object)
{
  if (BURNISH_IS_LEFT_OUT_ITEM (object))
    return g_filename_display_name (
        burnish_left_out_get_path (burnish_left_out_item_get_left_out (object)));
  if (GTK_IS_STRING_OBJECT (object))
    return g_strdup (gtk_string_object_get_string (object));
  return g_strdup (burnish_renamed_name_get_path (object));
}

static void
bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
         GtkListItem *item,
         BurnishNamesPage *self G_GNUC_UNUSED)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  gpointer object = gtk_list_item_get_item (item);
  g_autofree char *path = dup_path (object);
  g_autofree char *details = dup_details (object);
  g_autofree char *name = g_strdup_printf ("%s\n%s", path, details);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), path);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), details);
  burnish_accessible_name_cell (box, name);
}

static void
items_changed_cb (BurnishNamesPage *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));

  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (model) > 0 ? "list" : "nothing");
}

static void
search_changed_cb (BurnishNamesPage *self)
{
  if (self->names != NULL)
    burnish_name_list_search (self->names, gtk_editable_get_text (self->search_entry));
}

static void
set_model (BurnishNamesPage *self, GListModel *model)
{
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (model));

  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

static void
burnish_names_page_dispose (GObject *object)
{
  g_clear_object (&BURNISH_NAMES_PAGE (object)->names);

  G_OBJECT_CLASS (burnish_names_page_parent_class)->dispose (object);
}

static void
burnish_names_page_class_init (BurnishNamesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_names_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/burn/burnish-names-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishNamesPage, search_clamp);
  gtk_widget_class_bind_template_child (widget_class, BurnishNamesPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, BurnishNamesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BurnishNamesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
burnish_names_page_init (BurnishNamesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_names_page_show_names:
 * @self: a page
 * @contents: what will be on the disc
 * @ns: a file system
 *
 * Shows the names that are others there, or missing.
 */
void
burnish_names_page_show_names (BurnishNamesPage *self,
                               BurnishDiscContents *contents,
                               BurnishNamespace ns)
{
  g_return_if_fail (BURNISH_IS_NAMES_PAGE (self));

  g_clear_object (&self->names);
  gtk_editable_set_text (self->search_entry, "");
  gtk_widget_set_visible (self->search_clamp, TRUE);
  self->names = burnish_name_list_new (contents, ns);
  set_model (self, G_LIST_MODEL (self->names));
}

/* Shows a list of BurnishLeftOutItem. */
void
burnish_names_page_show_left_out (BurnishNamesPage *self, GListModel *left_out)
{
  g_return_if_fail (BURNISH_IS_NAMES_PAGE (self));

  g_clear_object (&self->names);
  gtk_widget_set_visible (self->search_clamp, FALSE);
  set_model (self, left_out);
}

/* Shows the files on a disc that are no longer seen when PLAN has added to it. */
void
burnish_names_page_show_replaced (BurnishNamesPage *self, BurnishPlan *plan)
{
  g_autoptr (GtkStringList) paths = gtk_string_list_new (NULL);
  GPtrArray *replaced = plan != NULL ? burnish_plan_get_replaced (plan) : NULL;

  g_return_if_fail (BURNISH_IS_NAMES_PAGE (self));

  for (guint i = 0; replaced != NULL && i < replaced->len; i++)
    gtk_string_list_take (paths, g_filename_display_name (g_ptr_array_index (replaced, i)));
  g_clear_object (&self->names);
  gtk_widget_set_visible (self->search_clamp, FALSE);
  set_model (self, G_LIST_MODEL (paths));
}
