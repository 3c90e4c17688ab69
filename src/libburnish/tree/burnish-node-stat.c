/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-node-stat-private.h"

#include <unistd.h>

#define MADE_FILE_MODE   0644
#define MADE_FOLDER_MODE 0755

static gint64
get_time_us (gint64 seconds, gint64 microseconds)
{
  gint64 time_us;

  if (__builtin_mul_overflow (seconds, G_USEC_PER_SEC, &time_us)
      || __builtin_add_overflow (time_us, microseconds, &time_us))
    return seconds < 0 ? G_MININT64 : G_MAXINT64;
  return time_us;
}

gint64
_burnish_stat_get_mtime_us (const struct stat *status)
{
  return get_time_us (status->st_mtim.tv_sec, status->st_mtim.tv_nsec / 1000);
}

gint64
_burnish_info_get_mtime_us (GFileInfo *info)
{
  guint64 seconds = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
  guint32 us = g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC);

  return get_time_us ((gint64) seconds, us);
}

void
_burnish_node_init_from_stat (BurnishNodeData *data, const struct stat *status)
{
  *data = (BurnishNodeData){
    .kind = S_ISDIR (status->st_mode)   ? BURNISH_NODE_FOLDER
            : S_ISLNK (status->st_mode) ? BURNISH_NODE_SYMLINK
                                        : BURNISH_NODE_FILE,
    .mtime_us = _burnish_stat_get_mtime_us (status),
    .mode = status->st_mode & 07777,
    .uid = status->st_uid,
    .gid = status->st_gid,
  };
  if (data->kind != BURNISH_NODE_FILE)
    return;
  data->size_bytes = (guint64) status->st_size;
  data->inode = status->st_ino;
  if (status->st_nlink > 1)
    data->flags |= BURNISH_NODE_FLAG_SHARED;
}

void
_burnish_node_init_made (BurnishNodeData *data, BurnishNodeKind kind)
{
  *data = (BurnishNodeData){
    .kind = kind,
    .mtime_us = g_get_real_time (),
    .mode = kind == BURNISH_NODE_FOLDER ? MADE_FOLDER_MODE : MADE_FILE_MODE,
    .uid = getuid (),
    .gid = getgid (),
  };
}

void
_burnish_node_init_from_info (BurnishNodeData *data, GFileInfo *info)
{
  GFileType type = g_file_info_get_file_type (info);

  _burnish_node_init_made (data, type == G_FILE_TYPE_DIRECTORY       ? BURNISH_NODE_FOLDER
                                 : type == G_FILE_TYPE_SYMBOLIC_LINK ? BURNISH_NODE_SYMLINK
                                                                     : BURNISH_NODE_FILE);
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_TIME_MODIFIED))
    data->mtime_us = _burnish_info_get_mtime_us (info);
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_UNIX_MODE))
    data->mode = g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_MODE) & 07777;
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_UNIX_UID))
    data->uid = g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_UID);
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_UNIX_GID))
    data->gid = g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_GID);
  if (data->kind == BURNISH_NODE_FILE)
    data->size_bytes = (guint64) g_file_info_get_size (info);
}
