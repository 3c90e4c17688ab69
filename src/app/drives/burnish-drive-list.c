/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "drives/burnish-drive-list.h"

struct _BurnishDriveList
{
  GObject parent_instance;

  BurnishDriveMonitor *monitor; /* (owned) */
  GPtrArray *items;             /* (owned) of BurnishDriveItem, in the monitor's order */
  char *preferred_id;           /* (owned) (nullable) */
};

typedef enum
{
  SIGNAL_PREFERRED_CHANGED,
  N_SIGNALS,
} BurnishDriveListSignal;

static guint signals[N_SIGNALS];

static GType
get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return BURNISH_TYPE_DRIVE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_DRIVE_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = BURNISH_DRIVE_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishDriveList,
                               burnish_drive_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static BurnishDriveItem *
take_item (GPtrArray *items, BurnishDrive *drive)
{
  for (guint i = 0; i < items->len; i++)
    {
      BurnishDriveItem *item = g_ptr_array_index (items, i);

      if (burnish_drive_item_get_drive (item) == drive)
        return g_object_ref (item);
    }
  return burnish_drive_item_new (drive);
}

static GPtrArray *
list_items (BurnishDriveList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_drives = g_list_model_get_n_items (G_LIST_MODEL (self->monitor));

  for (guint i = 0; i < n_drives; i++)
    {
      g_autoptr (BurnishDrive) drive = g_list_model_get_item (G_LIST_MODEL (self->monitor), i);

      if (!burnish_drive_is_image_file (drive))
        g_ptr_array_add (items, take_item (self->items, drive));
    }
  return items;
}

static void
drives_changed_cb (GListModel *monitor G_GNUC_UNUSED,
                   guint position G_GNUC_UNUSED,
                   guint removed G_GNUC_UNUSED,
                   guint added G_GNUC_UNUSED,
                   gpointer user_data)
{
  BurnishDriveList *self = user_data;
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->items);
  guint n_same = 0;
  guint n_tail = 0;

  self->items = before;
  self->items = list_items (self);
  while (n_same < MIN (before->len, self->items->len)
         && before->pdata[n_same] == self->items->pdata[n_same])
    n_same++;
  while (n_tail < MIN (before->len, self->items->len) - n_same
         && before->pdata[before->len - 1 - n_tail]
                == self->items->pdata[self->items->len - 1 - n_tail])
    n_tail++;
  if (before->len != n_same + n_tail || self->items->len != n_same + n_tail)
    g_list_model_items_changed (G_LIST_MODEL (self), n_same, before->len - n_same - n_tail,
                                self->items->len - n_same - n_tail);
}

static void
burnish_drive_list_finalize (GObject *object)
{
  BurnishDriveList *self = BURNISH_DRIVE_LIST (object);

  g_clear_object (&self->monitor);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->preferred_id);

  G_OBJECT_CLASS (burnish_drive_list_parent_class)->finalize (object);
}

static void
burnish_drive_list_class_init (BurnishDriveListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_drive_list_finalize;

  signals[SIGNAL_PREFERRED_CHANGED] =
      g_signal_new ("preferred-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_drive_list_init (BurnishDriveList *self)
{
  self->monitor = burnish_drive_monitor_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_object (self->monitor, "items-changed", G_CALLBACK (drives_changed_cb), self, 0);
  drives_changed_cb (G_LIST_MODEL (self->monitor), 0, 0, 0, self);
}

BurnishDriveList *
burnish_drive_list_new (void)
{
  return g_object_new (BURNISH_TYPE_DRIVE_LIST, NULL);
}

/*
 * burnish_drive_list_lookup:
 * @self: the list
 * @id: a drive's persistent id, see burnish_drive_get_id()
 *
 * Returns: (transfer none) (nullable): its item
 */
BurnishDriveItem *
burnish_drive_list_lookup (BurnishDriveList *self, const char *id)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      BurnishDriveItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (burnish_drive_get_id (burnish_drive_item_get_drive (item)), id))
        return item;
    }
  return NULL;
}

/*
 * burnish_drive_list_set_preferred:
 * @self: the list
 * @item: the drive that the person chose for what comes next
 */
void
burnish_drive_list_set_preferred (BurnishDriveList *self, BurnishDriveItem *item)
{
  g_return_if_fail (BURNISH_IS_DRIVE_LIST (self));

  g_free (self->preferred_id);
  self->preferred_id = g_strdup (burnish_drive_get_id (burnish_drive_item_get_drive (item)));
  g_signal_emit (self, signals[SIGNAL_PREFERRED_CHANGED], 0);
}

/* Returns: (transfer none) (nullable): the drive that the person chose last, while it is there */
BurnishDriveItem *
burnish_drive_list_get_preferred (BurnishDriveList *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_LIST (self), NULL);

  return self->preferred_id != NULL ? burnish_drive_list_lookup (self, self->preferred_id) : NULL;
}
