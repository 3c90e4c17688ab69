/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "start/burnish-start-page.h"

#include "burnish-main-menu.h"

struct _BurnishStartPage
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (BurnishStartPage, burnish_start_page, ADW_TYPE_BIN)

static void
burnish_start_page_dispose (GObject *object)
{
  BurnishStartPage *self G_GNUC_UNUSED = BURNISH_START_PAGE (object);

  G_OBJECT_CLASS (burnish_start_page_parent_class)->dispose (object);
}

static void
burnish_start_page_class_init (BurnishStartPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_start_page_dispose;

  g_type_ensure (BURNISH_TYPE_MAIN_MENU);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/burnish/Burnish/start/burnish-start-page.ui");
}

static void
burnish_start_page_init (BurnishStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
