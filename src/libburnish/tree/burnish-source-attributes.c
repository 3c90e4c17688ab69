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
fail (BurnishTreeSnapshot *snapshot, BurnishNode file, int saved_errno, GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, file);
  g_autofree char *path = _burnish_source_dup_path (data->source, data->name);
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
open_file (const BurnishNodeData *data)
{
  gboolean is_file = data->source->kind == BURNISH_SOURCE_LOCAL_FILE;

  return _burnish_source_open_at (is_file ? data->source->parent : data->source,
                                  is_file ? data->source->name : data->name,
                                  data->flags & BURNISH_NODE_FLAG_FOLLOWS,
                                  O_RDONLY | O_NONBLOCK | O_NOCTTY);
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
                                 BurnishNode file,
                                 BurnishAttributeFunc func,
                                 gpointer user_data,
                                 GError **error)
{
  const BurnishNodeData *data = _burnish_tree_snapshot_get_data (snapshot, file);
  gboolean success;
  int fd, saved_errno;

  g_return_val_if_fail (data->kind == BURNISH_NODE_FILE, FALSE);
  if (data->source->kind == BURNISH_SOURCE_FILE_RANGES)
    {
      const BurnishSourceRanges *ranges = data->source->ranges;

      for (guint32 i = 0; i < ranges->n_attributes; i++)
        func (ranges->attributes[i].name, ranges->attributes[i].value,
              ranges->attributes[i].size_bytes, user_data);
      return TRUE;
    }
  if (data->source->kind != BURNISH_SOURCE_LOCAL_FOLDER
      && data->source->kind != BURNISH_SOURCE_LOCAL_FILE)
    return TRUE;
  fd = open_file (data);
  if (fd < 0)
    return fail (snapshot, file, errno, error);
  success = read_all (fd, func, user_data);
  saved_errno = errno;
  close (fd);
  return success || fail (snapshot, file, saved_errno, error);
}
