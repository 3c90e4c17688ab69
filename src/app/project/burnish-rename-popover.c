/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-rename-popover.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bytes of a name on Linux and in Rock Ridge (IEEE P1282 4.1.4, POSIX NAME_MAX). */
#define MAX_NAME_BYTES 255

struct _BurnishRenamePopover
{
  GtkPopover parent_instance;

  GtkLabel *heading;
  GtkEntry *entry;
  GtkRevealer *revealer;
  GtkLabel *reason;
  GtkWidget *button;

  BurnishTree *tree; /* (owned) (nullable) */
  BurnishNode node;
  char *old_name; /* (owned): as it was shown, which need not be its bytes */
};

G_DEFINE_FINAL_TYPE (BurnishRenamePopover, burnish_rename_popover, GTK_TYPE_POPOVER)

/* Why a name will not do; NULL when it will. "" says nothing to a person who has not begun yet. */
static const char *
get_reason (BurnishRenamePopover *self, const char *name)
{
  BurnishNode parent = burnish_tree_get_parent (self->tree, self->node);
  BurnishNode other;

  if (name[0] == '\0')
    return _ ("A name is needed.");
  if (strchr (name, '/') != NULL)
    return _ ("Names cannot contain “/”.");
  if (strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return _ ("“.” and “..” are not names.");
  if (strlen (name) > MAX_NAME_BYTES)
    return _ ("The name is too long.");
  other = parent != BURNISH_NODE_NONE ? burnish_tree_find_child (self->tree, parent, name)
                                      : BURNISH_NODE_NONE;
  if (other != BURNISH_NODE_NONE && other != self->node)
    return burnish_tree_get_kind (self->tree, other) == BURNISH_NODE_FOLDER
               ? _ ("There is a folder with this name.")
               : _ ("There is a file with this name.");
  return NULL;
}

static void
changed_cb (BurnishRenamePopover *self)
{
  const char *reason;

  if (self->tree == NULL)
    return;
  reason = get_reason (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (reason != NULL)
    {
      gtk_label_set_label (self->reason, reason);
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               reason != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                              : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_revealer_set_reveal_child (self->revealer, reason != NULL);
  gtk_widget_set_sensitive (self->button, reason == NULL);
}

static void
rename_cb (BurnishRenamePopover *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (strcmp (name, self->old_name) != 0 && burnish_tree_contains (self->tree, self->node)
      && get_reason (self, name) == NULL)
    burnish_tree_rename (self->tree, self->node, name, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
unparent_cb (gpointer self)
{
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_widget_unparent (self);
  g_object_unref (self);
}

static void
closed_cb (BurnishRenamePopover *self)
{
  /* Not while it is being closed. */
  g_idle_add_once (unparent_cb, g_object_ref (self));
}

static void
burnish_rename_popover_dispose (GObject *object)
{
  BurnishRenamePopover *self = BURNISH_RENAME_POPOVER (object);

  g_clear_object (&self->tree);
  g_clear_pointer (&self->old_name, g_free);

  G_OBJECT_CLASS (burnish_rename_popover_parent_class)->dispose (object);
}

static void
burnish_rename_popover_class_init (BurnishRenamePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_rename_popover_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/project/burnish-rename-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishRenamePopover, heading);
  gtk_widget_class_bind_template_child (widget_class, BurnishRenamePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, BurnishRenamePopover, revealer);
  gtk_widget_class_bind_template_child (widget_class, BurnishRenamePopover, reason);
  gtk_widget_class_bind_template_child (widget_class, BurnishRenamePopover, button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_cb);
}

static void
burnish_rename_popover_init (BurnishRenamePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_popover_set_default_widget (GTK_POPOVER (self), self->button);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

/* The part of a name that people change: not what follows the last dot of a file's name. */
static int
get_n_selected (BurnishTree *tree, BurnishNode node, const char *name)
{
  const char *dot = strrchr (name, '.');

  if (burnish_tree_get_kind (tree, node) == BURNISH_NODE_FOLDER || dot == NULL || dot == name)
    return -1;
  return (int) g_utf8_pointer_to_offset (name, dot);
}

/*
 * burnish_rename_popover_present:
 * @parent: a widget with a layout manager
 * @area: where the row is in it
 * @tree: a tree
 * @node: what to rename
 *
 * Returns: (transfer none): the popover, which is there until its signal "closed"
 */
GtkWidget *
burnish_rename_popover_present (GtkWidget *parent,
                                const GdkRectangle *area,
                                BurnishTree *tree,
                                BurnishNode node)
{
  BurnishRenamePopover *self = g_object_new (BURNISH_TYPE_RENAME_POPOVER, NULL);
  char *name = burnish_tree_dup_display_name (tree, node);

  self->tree = g_object_ref (tree);
  self->old_name = name;
  self->node = node;
  gtk_label_set_label (self->heading, burnish_tree_get_kind (tree, node) == BURNISH_NODE_FOLDER
                                          ? _ ("Rename Folder")
                                          : _ ("Rename File"));
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (gtk_widget_unparent), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), area);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  changed_cb (self);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, get_n_selected (tree, node, name));
  return GTK_WIDGET (self);
}
