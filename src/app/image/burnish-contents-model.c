/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image/burnish-contents-model.h"

struct _BurnishContentsItem
{
  GObject parent_instance;

  BurnishImageContents *contents; /* (owned) */
  guint entry;
};

G_DEFINE_FINAL_TYPE (BurnishContentsItem, burnish_contents_item, G_TYPE_OBJECT)

struct _BurnishContentsModel
{
  GObject parent_instance;

  BurnishImageContents *contents; /* (owned) */
  guint folder;
};

/* ---- Items ---- */

static void
burnish_contents_item_finalize (GObject *object)
{
  BurnishContentsItem *self = BURNISH_CONTENTS_ITEM (object);

  burnish_image_contents_unref (self->contents);

  G_OBJECT_CLASS (burnish_contents_item_parent_class)->finalize (object);
}

static void
burnish_contents_item_class_init (BurnishContentsItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_contents_item_finalize;
}

static void
burnish_contents_item_init (BurnishContentsItem *self G_GNUC_UNUSED)
{
}

const char *
burnish_contents_item_get_name (BurnishContentsItem *self)
{
  g_return_val_if_fail (BURNISH_IS_CONTENTS_ITEM (self), NULL);

  return burnish_image_contents_get_name (self->contents, self->entry);
}

gboolean
burnish_contents_item_is_folder (BurnishContentsItem *self)
{
  g_return_val_if_fail (BURNISH_IS_CONTENTS_ITEM (self), FALSE);

  return burnish_image_contents_is_folder (self->contents, self->entry);
}

guint64
burnish_contents_item_get_size (BurnishContentsItem *self)
{
  g_return_val_if_fail (BURNISH_IS_CONTENTS_ITEM (self), 0);

  return burnish_image_contents_get_size (self->contents, self->entry);
}

GListModel *
burnish_contents_item_new_children (BurnishContentsItem *self)
{
  g_return_val_if_fail (BURNISH_IS_CONTENTS_ITEM (self), NULL);

  if (!burnish_contents_item_is_folder (self)
      || burnish_image_contents_get_n_children (self->contents, self->entry) == 0)
    return NULL;
  return G_LIST_MODEL (burnish_contents_model_new (self->contents, self->entry));
}

/* ---- The model ---- */

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return BURNISH_TYPE_CONTENTS_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  BurnishContentsModel *self = BURNISH_CONTENTS_MODEL (model);

  return burnish_image_contents_get_n_children (self->contents, self->folder);
}

static gpointer
get_item (GListModel *model, guint position)
{
  BurnishContentsModel *self = BURNISH_CONTENTS_MODEL (model);
  BurnishContentsItem *item;

  if (position >= get_n_items (model))
    return NULL;
  item = g_object_new (BURNISH_TYPE_CONTENTS_ITEM, NULL);
  item->contents = burnish_image_contents_ref (self->contents);
  item->entry = burnish_image_contents_get_child (self->contents, self->folder, position);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishContentsModel,
                               burnish_contents_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
burnish_contents_model_finalize (GObject *object)
{
  BurnishContentsModel *self = BURNISH_CONTENTS_MODEL (object);

  burnish_image_contents_unref (self->contents);

  G_OBJECT_CLASS (burnish_contents_model_parent_class)->finalize (object);
}

static void
burnish_contents_model_class_init (BurnishContentsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_contents_model_finalize;
}

static void
burnish_contents_model_init (BurnishContentsModel *self G_GNUC_UNUSED)
{
}

/*
 * burnish_contents_model_new:
 * @contents: what is in an image
 * @folder: number of a folder, 0 for the root
 *
 * Returns: (transfer full): the list
 */
BurnishContentsModel *
burnish_contents_model_new (BurnishImageContents *contents, guint folder)
{
  BurnishContentsModel *self = g_object_new (BURNISH_TYPE_CONTENTS_MODEL, NULL);

  self->contents = burnish_image_contents_ref (contents);
  self->folder = folder;
  return self;
}
