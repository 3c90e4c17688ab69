/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-view-private.h"

#include "burnish-application.h"

#include <glib/gi18n.h>

/* A person who drags an edge changes the width with every move of the pointer. */
#define SAVE_DELAY_MS 300
/* What is kept can be used: a header is to be seen, and other columns besides. */
#define MIN_KEPT_PX 40
#define MAX_KEPT_PX 600

/*
 * Clicks on headers change the column view's sorter, which only draws arrows here: the library
 * sorts. Before 4.10, GTK does not tell which column that sorter goes by (drop when the baseline is
 * 4.10: GtkColumnViewSorter). So it is asked to compare two things, and the sorter of the first
 * column that it asks notes the column down.
 */

typedef struct
{
  const char *title;
  const char *id; /* in the settings */
  int width;      /* the name's takes what is left */
  gboolean sorts;
  BurnishSortKey key;
  int min_width_px; /* of the list: below, the column gives its room to the names */
} Column;

static const Column columns[BURNISH_TREE_N_COLUMNS] = {
  [BURNISH_TREE_COLUMN_NAME] = { N_ ("Name"), "name", -1, TRUE, BURNISH_SORT_BY_NAME, 0 },
  [BURNISH_TREE_COLUMN_SIZE] = { N_ ("Size"), "size", 90, TRUE, BURNISH_SORT_BY_SIZE, 0 },
  [BURNISH_TREE_COLUMN_MODIFIED] = { N_ ("Modified"), "modified", 140, TRUE, BURNISH_SORT_BY_TIME,
                                     480 },
  [BURNISH_TREE_COLUMN_KIND] = { N_ ("Kind"), "kind", 160, FALSE, BURNISH_SORT_BY_NAME, 640 },
  [BURNISH_TREE_COLUMN_SOURCE] = { N_ ("Source"), "source", 200, FALSE, BURNISH_SORT_BY_NAME, 820 },
};

static BurnishTreeColumn
get_column (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, BurnishTreeView *self)
{
  GtkWidget *cell = burnish_tree_cell_new (get_column (factory));

  gtk_list_item_set_child (item, cell);
  if (get_column (factory) == BURNISH_TREE_COLUMN_NAME)
    _burnish_tree_view_add_drag_source (self, BURNISH_TREE_CELL (cell));
}

static void
bind_cb (G_GNUC_UNUSED GtkListItemFactory *factory, GtkListItem *item)
{
  burnish_tree_cell_set_row (BURNISH_TREE_CELL (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
unbind_cb (G_GNUC_UNUSED GtkListItemFactory *factory, GtkListItem *item)
{
  burnish_tree_cell_set_row (BURNISH_TREE_CELL (gtk_list_item_get_child (item)), NULL);
}

/* A sorter of one column. */
typedef struct
{
  BurnishTreeView *view;
  BurnishTreeColumn column;
} Mark;

static int
mark_cb (G_GNUC_UNUSED gconstpointer a, G_GNUC_UNUSED gconstpointer b, gpointer user_data)
{
  const Mark *mark = user_data;

  mark->view->sort_column = mark->column;
  return -1;
}

/* Gives the model the order that the headers show; returns whether that is descending. */
gboolean
_burnish_tree_view_update_sort (BurnishTreeView *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->column_view);
  gboolean is_descending;

  self->sort_column = BURNISH_TREE_COLUMN_NAME;
  is_descending =
      gtk_sorter_compare (sorter, self->columns[0], self->columns[1]) == GTK_ORDERING_LARGER;
  if (self->model != NULL)
    burnish_tree_model_set_sort (self->model, columns[self->sort_column].key, is_descending);
  return is_descending;
}

static GSettings *
get_settings (void)
{
  return burnish_application_get_settings (burnish_application_get_default ());
}

/* The next project begins with the order that was chosen last. */
static void
sorter_changed_cb (BurnishTreeView *self)
{
  gboolean is_descending = _burnish_tree_view_update_sort (self);

  g_settings_set_enum (get_settings (), "sort-column", (int) self->sort_column);
  g_settings_set_boolean (get_settings (), "sort-descending", is_descending);
}

static void
add_sorter (BurnishTreeView *self, BurnishTreeColumn number)
{
  Mark *mark = g_new (Mark, 1);
  g_autoptr (GtkCustomSorter) sorter = NULL;

  *mark = (Mark){ self, number };
  sorter = gtk_custom_sorter_new (mark_cb, mark, g_free);
  gtk_column_view_column_set_sorter (self->columns[number], GTK_SORTER (sorter));
}

/* The setting has only what differs from the widths above. The name's column is not in it: it takes
   the room that the others leave. */
static int
get_kept_width (BurnishTreeColumn number)
{
  g_autoptr (GVariant) kept = g_settings_get_value (get_settings (), "column-widths");
  gint32 width = columns[number].width;

  if (width > 0 && g_variant_lookup (kept, columns[number].id, "i", &width))
    width = CLAMP (width, MIN_KEPT_PX, MAX_KEPT_PX);
  return width;
}

static gboolean
keep_widths_cb (gpointer user_data)
{
  BurnishTreeView *self = user_data;
  g_autoptr (GVariant) kept = g_settings_get_value (get_settings (), "column-widths");
  g_autoptr (GVariant) widths = NULL;
  GVariantBuilder builder;

  self->keep_id = 0;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < BURNISH_TREE_N_COLUMNS; i++)
    {
      int width = gtk_column_view_column_get_visible (self->columns[i])
                      ? gtk_column_view_column_get_fixed_width (self->columns[i])
                      : self->widths_px[i];

      if (columns[i].width > 0 && width != columns[i].width)
        g_variant_builder_add (&builder, "{si}", columns[i].id, width);
    }
  widths = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (!g_variant_equal (kept, widths))
    g_settings_set_value (get_settings (), "column-widths", widths);
  return G_SOURCE_REMOVE;
}

static void
width_changed_cb (BurnishTreeView *self)
{
  g_clear_handle_id (&self->keep_id, g_source_remove);
  self->keep_id = g_timeout_add (SAVE_DELAY_MS, keep_widths_cb, self);
}

static void
add_column (BurnishTreeView *self, BurnishTreeColumn number)
{
  const Column *column = &columns[number];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (number));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->columns[number] = gtk_column_view_column_new (_ (column->title), factory);
  gtk_column_view_column_set_resizable (self->columns[number], TRUE);
  if (column->width > 0)
    gtk_column_view_column_set_fixed_width (self->columns[number], get_kept_width (number));
  else
    gtk_column_view_column_set_expand (self->columns[number], TRUE);
  g_signal_connect_swapped (self->columns[number], "notify::fixed-width",
                            G_CALLBACK (width_changed_cb), self);
  if (column->sorts)
    add_sorter (self, number);
  gtk_column_view_append_column (self->column_view, self->columns[number]);
}

void
_burnish_tree_view_add_columns (BurnishTreeView *self)
{
  /* The values of the setting are those of BurnishTreeColumn. */
  int sort_column = g_settings_get_enum (get_settings (), "sort-column");
  gboolean is_descending = g_settings_get_boolean (get_settings (), "sort-descending");

  for (guint i = 0; i < BURNISH_TREE_N_COLUMNS; i++)
    add_column (self, i);
  gtk_column_view_sort_by_column (self->column_view, self->columns[sort_column],
                                  is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  g_signal_connect_swapped (gtk_column_view_get_sorter (self->column_view), "changed",
                            G_CALLBACK (sorter_changed_cb), self);
}

void
_burnish_tree_view_drop_columns (BurnishTreeView *self)
{
  if (self->keep_id != 0)
    {
      g_source_remove (self->keep_id);
      keep_widths_cb (self);
    }
  g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->column_view), self);
  for (guint i = 0; i < BURNISH_TREE_N_COLUMNS; i++)
    {
      g_signal_handlers_disconnect_by_data (self->columns[i], self);
      g_clear_object (&self->columns[i]);
    }
}

/* GTK 4.8 takes the room of a column with a fixed width from the others even while it is hidden, so
   it has none then; a width that a person gave it comes back with it. */
static void
set_visible (BurnishTreeView *self, BurnishTreeColumn number, gboolean is_visible)
{
  GtkColumnViewColumn *column = self->columns[number];

  if (gtk_column_view_column_get_visible (column) == is_visible)
    return;
  if (!is_visible)
    self->widths_px[number] = gtk_column_view_column_get_fixed_width (column);
  gtk_column_view_column_set_fixed_width (column, is_visible ? self->widths_px[number] : 0);
  gtk_column_view_column_set_visible (column, is_visible);
}

void
_burnish_tree_view_update_columns (BurnishTreeView *self, int width_px)
{
  for (guint i = 0; i < BURNISH_TREE_N_COLUMNS; i++)
    set_visible (self, i, width_px >= columns[i].min_width_px);
}
