/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "start/burnish-start-page.h"

#include "burnish-application.h"
#include "burnish-main-menu.h"
#include "start/burnish-drive-card.h"
#include "start/burnish-recent-projects.h"

struct _BurnishStartPage
{
  AdwBin parent_instance;

  GtkWidget *no_drive_page;
  GtkWidget *drives_group;
  GtkBox *drives_box;
};

G_DEFINE_FINAL_TYPE (BurnishStartPage, burnish_start_page, ADW_TYPE_BIN)

static GtkWidget *
get_card (BurnishStartPage *self, guint position)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->drives_box));

  for (guint i = 0; i < position && card != NULL; i++)
    card = gtk_widget_get_next_sibling (card);
  return card;
}

/* When the drive that has the keyboard's focus goes, another one gets it. */
static void
remove_card (BurnishStartPage *self, GtkWidget *card)
{
  gboolean had_focus = gtk_widget_get_focus_child (card) != NULL;
  GtkWidget *heir = gtk_widget_get_next_sibling (card);

  if (heir == NULL)
    heir = gtk_widget_get_prev_sibling (card);
  gtk_box_remove (self->drives_box, card);
  if (had_focus)
    gtk_widget_child_focus (heir != NULL ? heir : GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
add_card (BurnishStartPage *self, BurnishDriveItem *item, guint position)
{
  GtkWidget *before = position > 0 ? get_card (self, position - 1) : NULL;

  gtk_box_insert_child_after (self->drives_box, burnish_drive_card_new (item), before);
}

static void
drives_changed_cb (GListModel *drives,
                   guint position,
                   guint removed,
                   guint added,
                   BurnishStartPage *self)
{
  gboolean has_drives = g_list_model_get_n_items (drives) > 0;

  gtk_widget_set_visible (self->no_drive_page, !has_drives);
  gtk_widget_set_visible (self->drives_group, has_drives);
  for (guint i = 0; i < removed; i++)
    remove_card (self, get_card (self, position));
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (BurnishDriveItem) item = g_list_model_get_item (drives, i);

      add_card (self, item, i);
    }
}

static void
burnish_start_page_class_init (BurnishStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BURNISH_TYPE_MAIN_MENU);
  g_type_ensure (BURNISH_TYPE_RECENT_PROJECTS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/burnish/Burnish/start/burnish-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BurnishStartPage, no_drive_page);
  gtk_widget_class_bind_template_child (widget_class, BurnishStartPage, drives_group);
  gtk_widget_class_bind_template_child (widget_class, BurnishStartPage, drives_box);
}

static void
burnish_start_page_init (BurnishStartPage *self)
{
  GListModel *drives;

  gtk_widget_init_template (GTK_WIDGET (self));
  drives = G_LIST_MODEL (burnish_application_get_drives (burnish_application_get_default ()));
  g_signal_connect_object (drives, "items-changed", G_CALLBACK (drives_changed_cb), self, 0);
  drives_changed_cb (drives, 0, 0, g_list_model_get_n_items (drives), self);
}
