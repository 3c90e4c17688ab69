/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-source-attributes-private.h"

#include "burnish-source-path-private.h"
#include "burnish-tree-snapshot-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define PREFIX "user."
/* Linux lists no more bytes of names (XATTR_LIST_MAX in linux/limits.h). */
#define LIST_MAX_BYTES 65536

static gboolean
fail (const BurnishSource *source, const char *name, int saved_errno, GError **error)
{
  g_autofree char *path = _burnish_source_dup_path (source, name);
  g_autofree char *display_path = g_filename_display_name (path);
  BurnishError code = saved_errno == ENOENT || saved_errno == ENOTDIR
                          ? BURNISH_ERROR_SOURCE_MISSING
                          : BURNISH_ERROR_SOURCE_UNREADABLE;
  GError *failure =
      g_error_new (BURNISH_ERROR, (int) code, "%s: its extended attributes cannot be read: %s",
                   display_path, g_strerror (saved_errno));

  burnish_error_set_path (failure, path);
  g_propagate_error (error, failure);
  return FALSE;
}

/* Opened for reading: no attributes are to be had through a descriptor that only names a file. */
static int
open_node (const BurnishNodeData *data, const BurnishSource *source)
{
  const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;

  if (data->kind == BURNISH_NODE_FOLDER)
    return _burnish_source_open_at (source, NULL, FALSE, flags | O_DIRECTORY);
  if (source->kind == BURNISH_SOURCE_LOCAL_FILE)
    return _burnish_source_open_at (source->parent, source->name,
                                    data->flags & BURNISH_NODE_FLAG_FOLLOWS, flags);
  return _burnish_source_open_at (source, data->name, data->flags & BURNISH_NODE_FLAG_FOLLOWS,
                                  flags);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) (nullable): NULL and errno. The names point into the list. */
static GPtrArray *
list_names (int fd, char *list)
{
  gssize list_bytes = flistxattr (fd, list, LIST_MAX_BYTES);
  GPtrArray *names;

  if (list_bytes < 0 && errno != ENOTSUP)
    return NULL;
  names = g_ptr_array_new ();
  for (char *name = list; name < list + list_bytes; name += strlen (name) + 1)
    if (g_str_has_prefix (name, PREFIX))
      g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
read_all (int fd, BurnishAttributeFunc func, gpointer user_data)
{
  g_autofree char *list = g_malloc (LIST_MAX_BYTES);
  g_autoptr (GPtrArray) names = list_names (fd, list);
  g_autofree guint8 *value = NULL;

  if (names == NULL)
    return FALSE;
  if (names->len > 0)
    value = g_malloc (BURNISH_ATTRIBUTE_MAX_BYTES);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gssize size_bytes = fgetxattr (fd, name, value, BURNISH_ATTRIBUTE_MAX_BYTES);

      if (size_bytes < 0)
        return FALSE;
      func (name + strlen (PREFIX), value, (gsize) size_bytes, user_data);
    }
  return TRUE;
}

gboolean
_burnish_source_read_attributes (BurnishTreeSnapshot *snapshot,
                                 BurnishNode node,
                                 BurnishAttributeFunc func,
                                 gpointer user_data,
                                 GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, node);
  gboolean is_folder = data->kind == BURNISH_NODE_FOLDER;
  const BurnishSource *source = is_folder ? _burnish_node_get_folder_source (data) : data->source;
  const char *name = is_folder ? NULL : data->name;
  gboolean success;
  int fd, saved_errno;

  g_return_val_if_fail (data->kind != BURNISH_NODE_SYMLINK, FALSE);
  if (source == NULL)
    return TRUE;
  for (guint32 i = 0; source->attributes && i < source->attributes->n_items; i++)
    {
      const BurnishSourceAttribute *attribute = &source->attributes->items[i];

      func (attribute->name, attribute->value, attribute->size_bytes, user_data);
    }
  if (source->kind != BURNISH_SOURCE_LOCAL_FOLDER && source->kind != BURNISH_SOURCE_LOCAL_FILE)
    return TRUE;
  fd = open_node (data, source);
  if (fd < 0)
    return fail (source, name, errno, error);
  success = read_all (fd, func, user_data);
  saved_errno = errno;
  close (fd);
  return success || fail (source, name, saved_errno, error);
}
