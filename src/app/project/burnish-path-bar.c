/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-path-bar.h"

#include "compat/burnish-accessible.h"

#include <glib/gi18n.h>

struct _BurnishPathBar
{
  AdwBin parent_instance;

  GtkWidget *revealer;
  GtkWidget *box;
  GtkWidget *scrolled_window;
  BurnishTreeView *view; /* (nullable): not owned, lives as long as the page */
  BurnishNode shown;
};

G_DEFINE_FINAL_TYPE (BurnishPathBar, burnish_path_bar, ADW_TYPE_BIN)

static void
burnish_path_bar_class_init (G_GNUC_UNUSED BurnishPathBarClass *klass)
{
}

static void
burnish_path_bar_init (BurnishPathBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->box, "toolbar");
  self->scrolled_window = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled_window), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled_window), self->box);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->scrolled_window);
  adw_bin_set_child (ADW_BIN (self), self->revealer);
  self->shown = BURNISH_NODE_NONE;
}

static void
clicked_cb (BurnishPathBar *self, GtkWidget *button)
{
  burnish_tree_view_set_root (self->view,
                              GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "node")));
}

static void
prepend (BurnishPathBar *self, BurnishNode node)
{
  BurnishTree *tree = burnish_tree_model_get_tree (burnish_tree_view_get_model (self->view));
  g_autofree char *name =
      node == BURNISH_NODE_ROOT ? NULL : burnish_tree_dup_display_name (tree, node);
  GtkWidget *button = gtk_button_new ();

  if (name == NULL)
    {
      gtk_button_set_icon_name (GTK_BUTTON (button), "burnish-disc-symbolic");
      gtk_widget_set_tooltip_text (button, _ ("Whole Disc"));
      burnish_accessible_set_name (button, _ ("Whole Disc"));
    }
  else
    {
      GtkWidget *label = gtk_label_new (name);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
      gtk_button_set_child (GTK_BUTTON (button), label);
      burnish_accessible_set_name (button, name);
    }
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "node", GUINT_TO_POINTER (node));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_prepend (GTK_BOX (self->box), button);
  if (name != NULL)
    gtk_box_prepend (GTK_BOX (self->box), gtk_label_new ("/"));
}

/* The end of the path matters most. */
static void
scroll_to_end (GtkAdjustment *adjustment)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
update (BurnishPathBar *self)
{
  BurnishNode root = burnish_tree_view_get_root (self->view);
  BurnishTreeModel *model = burnish_tree_view_get_model (self->view);
  GtkWidget *child;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer),
                                 model != NULL && root != BURNISH_NODE_ROOT);
  if (model == NULL || root == self->shown)
    return;
  self->shown = root;
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  if (root == BURNISH_NODE_ROOT)
    return;
  for (BurnishNode node = root; node != BURNISH_NODE_NONE;
       node = burnish_tree_get_parent (burnish_tree_model_get_tree (model), node))
    prepend (self, node);
}

/*
 * burnish_path_bar_set_view:
 * @self: a bar without view
 * @view: the view, which lives as long as the bar
 */
void
burnish_path_bar_set_view (BurnishPathBar *self, BurnishTreeView *view)
{
  g_return_if_fail (BURNISH_IS_PATH_BAR (self) && BURNISH_IS_TREE_VIEW (view));
  g_return_if_fail (self->view == NULL);

  self->view = view;
  g_signal_connect_object (view, "notify::root", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect (gtk_scrolled_window_get_hadjustment (
                        GTK_SCROLLED_WINDOW (self->scrolled_window)),
                    "changed", G_CALLBACK (scroll_to_end), NULL);
  update (self);
}
