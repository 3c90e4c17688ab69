/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-file-list.h"

struct _BurnishFileList
{
  GObject parent_instance;

  GPtrArray *files; /* (owned) of GFile */
};

static GType
get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return G_TYPE_FILE;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_FILE_LIST (model)->files->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *files = BURNISH_FILE_LIST (model)->files;

  return position < files->len ? g_object_ref (files->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishFileList,
                               burnish_file_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
burnish_file_list_finalize (GObject *object)
{
  g_clear_pointer (&BURNISH_FILE_LIST (object)->files, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_file_list_parent_class)->finalize (object);
}

static void
burnish_file_list_class_init (BurnishFileListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_file_list_finalize;
}

static void
burnish_file_list_init (BurnishFileList *self G_GNUC_UNUSED)
{
}

/*
 * burnish_file_list_new:
 * @files: (transfer full): of #GFile, each owned
 *
 * Returns: (transfer full): the list
 */
GListModel *
burnish_file_list_new (GPtrArray *files)
{
  BurnishFileList *self;

  g_return_val_if_fail (files != NULL, NULL);

  self = g_object_new (BURNISH_TYPE_FILE_LIST, NULL);
  self->files = files;
  return G_LIST_MODEL (self);
}
