/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-main-menu.h"

struct _BurnishMainMenu
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (BurnishMainMenu, burnish_main_menu, ADW_TYPE_BIN)

static void
burnish_main_menu_class_init (BurnishMainMenuClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/burnish/Burnish/burnish-main-menu.ui");
}

static void
burnish_main_menu_init (BurnishMainMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
