/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-monitor.h"

#include "burnish-drive-private.h"

#include <glib-unix.h>
#include <string.h>

/* What tells a new disc from other events of the drive: udev's probe of the disc. */
static const char *const medium_properties[] = {
  "ID_CDROM_MEDIA",
  "ID_CDROM_MEDIA_STATE",
  "ID_CDROM_MEDIA_SESSION_COUNT",
  "ID_CDROM_MEDIA_TRACK_COUNT",
  "ID_FS_UUID",
  "ID_FS_LABEL",
};

typedef struct
{
  char *syspath;       /* (owned) (nullable): none for the image file */
  char *medium_key;    /* (owned) (nullable) */
  dev_t number;        /* order of the list */
  BurnishDrive *drive; /* (owned) */
} Entry;

struct _BurnishDriveMonitor
{
  GObject parent_instance;

  UdevContext *udev;    /* (owned) (nullable) */
  UdevMonitor *monitor; /* (owned) (nullable) */
  GSource *source;      /* (owned) (nullable) */
  GPtrArray *entries;   /* (owned) of Entry; the image file is the last one */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->syspath);
  g_free (entry->medium_key);
  g_clear_object (&entry->drive);
  g_free (entry);
}

static GType
get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return BURNISH_TYPE_DRIVE;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_DRIVE_MONITOR (model)->entries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BurnishDriveMonitor *self = BURNISH_DRIVE_MONITOR (model);
  const Entry *entry;

  if (position >= self->entries->len)
    return NULL;
  entry = g_ptr_array_index (self->entries, position);
  return g_object_ref (entry->drive);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishDriveMonitor,
                               burnish_drive_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static gboolean
is_optical_drive (UdevDevice *device)
{
  const char *value = udev_device_get_property_value (device, "ID_CDROM");

  return value && g_str_equal (value, "1");
}

static char *
dup_medium_key (UdevDevice *device)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (medium_properties); i++)
    {
      const char *value = udev_device_get_property_value (device, medium_properties[i]);

      g_string_append_printf (key, "%s\n", value ? value : "");
    }
  return g_string_free (g_steal_pointer (&key), FALSE);
}

static gboolean
find_entry (BurnishDriveMonitor *self, const char *syspath, guint *position)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->syspath, syspath) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static guint
find_place (BurnishDriveMonitor *self, dev_t number)
{
  guint position = 0;

  while (position < self->entries->len)
    {
      const Entry *entry = g_ptr_array_index (self->entries, position);

      if (entry->syspath == NULL || entry->number > number)
        break;
      position++;
    }
  return position;
}

static void
insert_entry (BurnishDriveMonitor *self, guint position, Entry *entry)
{
  g_ptr_array_insert (self->entries, (int) position, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
remove_entry (BurnishDriveMonitor *self, guint position)
{
  g_ptr_array_remove_index (self->entries, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
add_device (BurnishDriveMonitor *self, UdevDevice *device)
{
  BurnishDriveInfo *info = _burnish_drive_info_new_for_udev (device);
  Entry *entry;

  if (info == NULL)
    return;
  entry = g_new0 (Entry, 1);
  entry->syspath = g_strdup (udev_device_get_syspath (device));
  entry->medium_key = dup_medium_key (device);
  entry->number = udev_device_get_devnum (device);
  entry->drive = _burnish_drive_new (info);
  insert_entry (self, find_place (self, entry->number), entry);
}

/* The kernel sets DISK_MEDIA_CHANGE when it notices a change; what udev finds on the disc may
   follow in a later event. */
static void
change_device (Entry *entry, UdevDevice *device)
{
  g_autofree char *key = dup_medium_key (device);
  const char *changed = udev_device_get_property_value (device, "DISK_MEDIA_CHANGE");
  g_autoptr (BurnishDrive) drive = g_object_ref (entry->drive);

  if (g_strcmp0 (changed, "1") != 0 && g_strcmp0 (key, entry->medium_key) == 0)
    return;
  g_free (entry->medium_key);
  entry->medium_key = g_steal_pointer (&key);
  _burnish_drive_emit_medium_changed (drive);
}

static void
handle_event (BurnishDriveMonitor *self, UdevDevice *device)
{
  const char *action = udev_device_get_action (device);
  guint position;
  gboolean known = find_entry (self, udev_device_get_syspath (device), &position);

  if (g_strcmp0 (action, "remove") == 0)
    {
      if (known)
        remove_entry (self, position);
    }
  else if (known)
    change_device (g_ptr_array_index (self->entries, position), device);
  else if (is_optical_drive (device))
    add_device (self, device);
}

static gboolean
events_cb (G_GNUC_UNUSED int fd, G_GNUC_UNUSED GIOCondition condition, gpointer user_data)
{
  BurnishDriveMonitor *self = user_data;
  g_autoptr (UdevDevice) device = udev_monitor_receive_device (self->monitor);

  if (device)
    {
      g_autoptr (BurnishDriveMonitor) alive = g_object_ref (self);

      handle_event (alive, device);
    }
  return G_SOURCE_CONTINUE;
}

static void
watch (BurnishDriveMonitor *self)
{
  self->monitor = udev_monitor_new_from_netlink (self->udev, "udev");
  if (self->monitor == NULL
      || udev_monitor_filter_add_match_subsystem_devtype (self->monitor, "block", NULL) < 0
      || udev_monitor_enable_receiving (self->monitor) < 0)
    {
      g_warning ("Drives that are plugged in later will not be noticed: udev cannot be watched");
      return;
    }
  self->source = g_unix_fd_source_new (udev_monitor_get_fd (self->monitor), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (events_cb), self, NULL);
  g_source_set_static_name (self->source, "burnish drives");
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/* Devices that udev has not finished with come later as an event; so do not filter on that. */
static void
enumerate (BurnishDriveMonitor *self)
{
  g_autoptr (UdevEnumerate) devices = udev_enumerate_new (self->udev);
  struct udev_list_entry *item;

  if (devices == NULL || udev_enumerate_add_match_subsystem (devices, "block") < 0
      || udev_enumerate_add_match_property (devices, "ID_CDROM", "1") < 0
      || udev_enumerate_scan_devices (devices) < 0)
    return;
  udev_list_entry_foreach (item, udev_enumerate_get_list_entry (devices))
  {
    g_autoptr (UdevDevice) device =
        udev_device_new_from_syspath (self->udev, udev_list_entry_get_name (item));
    guint position;

    if (device && !find_entry (self, udev_device_get_syspath (device), &position))
      add_device (self, device);
  }
}

static void
burnish_drive_monitor_dispose (GObject *object)
{
  BurnishDriveMonitor *self = BURNISH_DRIVE_MONITOR (object);

  if (self->source)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }

  G_OBJECT_CLASS (burnish_drive_monitor_parent_class)->dispose (object);
}

static void
burnish_drive_monitor_finalize (GObject *object)
{
  BurnishDriveMonitor *self = BURNISH_DRIVE_MONITOR (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->monitor, udev_monitor_unref);
  g_clear_pointer (&self->udev, udev_unref);

  G_OBJECT_CLASS (burnish_drive_monitor_parent_class)->finalize (object);
}

static void
burnish_drive_monitor_class_init (BurnishDriveMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = burnish_drive_monitor_dispose;
  object_class->finalize = burnish_drive_monitor_finalize;
}

static void
burnish_drive_monitor_init (BurnishDriveMonitor *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->udev = udev_new ();
  if (self->udev == NULL)
    return;
  /* Watched first, so that nothing falls between the two. */
  watch (self);
  enumerate (self);
}

/**
 * burnish_drive_monitor_new:
 *
 * Lists the optical drives and watches for changes, on the thread-default main context of the
 * caller. The built-in image-file drive is not in the list, unless
 * [method@Burnish.DriveMonitor.set_image_file] asks for it. Blocks for milliseconds.
 *
 * Returns: (transfer full): a [iface@Gio.ListModel] of [class@Burnish.Drive]
 */
BurnishDriveMonitor *
burnish_drive_monitor_new (void)
{
  return g_object_new (BURNISH_TYPE_DRIVE_MONITOR, NULL);
}

/**
 * burnish_drive_monitor_set_image_file:
 * @self: a monitor
 * @path: (type filename) (nullable): the image file, or %NULL for none
 *
 * Puts an image-file drive at the end of the list, in place of one that is there.
 */
void
burnish_drive_monitor_set_image_file (BurnishDriveMonitor *self, const char *path)
{
  guint position;

  g_return_if_fail (BURNISH_IS_DRIVE_MONITOR (self));

  if (find_entry (self, NULL, &position))
    remove_entry (self, position);
  if (path)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->drive = burnish_drive_new_for_image_file (path);
      insert_entry (self, self->entries->len, entry);
    }
}

/**
 * burnish_drive_monitor_lookup:
 * @self: a monitor
 * @id: identification of a drive, as [method@Burnish.Drive.get_id] gives it
 *
 * Finds a drive again, such as the one that was used last time.
 *
 * Returns: (nullable) (transfer full): the drive, or %NULL when it is not there
 */
BurnishDrive *
burnish_drive_monitor_lookup (BurnishDriveMonitor *self, const char *id)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_MONITOR (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (burnish_drive_get_id (entry->drive), id))
        return g_object_ref (entry->drive);
    }
  return NULL;
}
