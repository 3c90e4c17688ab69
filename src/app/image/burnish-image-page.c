/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image/burnish-image-page.h"

#include "burnish-main-menu.h"

struct _BurnishImagePage
{
  AdwBin parent_instance;

  GFile *file; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BurnishImagePage, burnish_image_page, ADW_TYPE_BIN)

static void
burnish_image_page_dispose (GObject *object)
{
  BurnishImagePage *self G_GNUC_UNUSED = BURNISH_IMAGE_PAGE (object);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (burnish_image_page_parent_class)->dispose (object);
}

static void
burnish_image_page_class_init (BurnishImagePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_image_page_dispose;

  g_type_ensure (BURNISH_TYPE_MAIN_MENU);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/burnish/Burnish/image/burnish-image-page.ui");
}

static void
burnish_image_page_init (BurnishImagePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_image_page_set_file:
 * @self: the page
 * @file: what may be an image file; it is checked
 */
void
burnish_image_page_set_file (BurnishImagePage *self, GFile *file)
{
  g_return_if_fail (BURNISH_IS_IMAGE_PAGE (self));

  g_set_object (&self->file, file);
}
