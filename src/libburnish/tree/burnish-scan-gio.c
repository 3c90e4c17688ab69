/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"

#include "burnish-error-private.h"
#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"
#include "burnish-tree-private.h"

#include <string.h>

/* A folder that waits to be read, or that waiting ones lie in. */
typedef struct _GioFolder GioFolder;
struct _GioFolder
{
  grefcount ref_count;
  GioFolder *parent; /* (owned) (nullable) */
  char *id;          /* (owned) (nullable): to find loops */
  BurnishNode node;
  BurnishSource *source;
};

typedef struct
{
  BurnishScanRun *run;
  BurnishScanWriter writer;
  GPtrArray *waiting; /* (owned) of GioFolder: a stack */
  GioFolder *folder;  /* being read */
  GHashTable *ids;    /* (owned): of the folders in it, by name */
} GioScan;

static void
gio_folder_unref (GioFolder *self)
{
  while (self != NULL && g_ref_count_dec (&self->ref_count))
    {
      GioFolder *parent = self->parent;

      g_free (self->id);
      g_free (self);
      self = parent;
    }
}

static GioFolder *
gio_folder_new (GioFolder *parent, BurnishNode node, BurnishSource *source, const char *id)
{
  GioFolder *self = g_new0 (GioFolder, 1);

  g_ref_count_init (&self->ref_count);
  self->parent = parent;
  if (parent != NULL)
    g_ref_count_inc (&parent->ref_count);
  self->node = node;
  self->source = source;
  self->id = g_strdup (id);
  return self;
}

static void
leave_out (GioScan *scan, const char *name, BurnishLeftOutReason reason)
{
  _burnish_scan_run_leave_out (scan->run, _burnish_source_dup_path (scan->folder->source, name),
                               reason, 0);
}

/* A folder without an identity cannot be told from one around it. */
static gboolean
may_be_around (GioFolder *folder, const char *id)
{
  for (; folder != NULL && id != NULL; folder = folder->parent)
    if (g_strcmp0 (folder->id, id) == 0)
      return TRUE;
  return id == NULL;
}

static void
add_link (GioScan *scan, const char *name, BurnishNodeData *data, GFileInfo *info)
{
  const char *target =
      g_file_info_get_attribute_byte_string (info, G_FILE_ATTRIBUTE_STANDARD_SYMLINK_TARGET);

  if (scan->run->symlinks == BURNISH_SYMLINKS_FOLLOW)
    leave_out (scan, name, BURNISH_LEFT_OUT_BROKEN_LINK);
  else if (scan->run->symlinks == BURNISH_SYMLINKS_LEAVE_OUT)
    _burnish_scan_run_count_excluded (scan->run);
  else if (target == NULL)
    leave_out (scan, name, BURNISH_LEFT_OUT_UNREADABLE);
  else
    {
      target = _burnish_store_add_string (scan->writer.store, target, strlen (target));
      data->source = _burnish_source_new (scan->writer.store, BURNISH_SOURCE_LINK, NULL, target);
      _burnish_scan_writer_add (&scan->writer, data);
    }
}

static void
add_folder (GioScan *scan, const BurnishNodeData *data, GFileInfo *info)
{
  const char *id = g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_ID_FILE);

  if (g_file_info_get_is_symlink (info) && may_be_around (scan->folder, id))
    {
      leave_out (scan, data->name, BURNISH_LEFT_OUT_LINK_LOOP);
      return;
    }
  g_hash_table_insert (scan->ids, (gpointer) data->name, g_strdup (id));
  _burnish_scan_writer_add (&scan->writer, data);
}

static void
add_file (GioScan *scan, BurnishNodeData *data, GFileInfo *info)
{
  if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ)
      && !g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    {
      leave_out (scan, data->name, BURNISH_LEFT_OUT_UNREADABLE);
      return;
    }
  data->source = scan->folder->source;
  _burnish_scan_writer_add (&scan->writer, data);
}

static void
add_entry (GioScan *scan, GFileInfo *info)
{
  const char *name = g_file_info_get_name (info);
  gboolean is_hidden = name[0] == '.' || g_file_info_get_is_hidden (info);
  BurnishNodeData data;

  if (_burnish_scan_run_excludes (scan->run, name, is_hidden))
    return;
  if (!_burnish_name_check (name, NULL))
    {
      leave_out (scan, name, BURNISH_LEFT_OUT_NAME_INVALID);
      return;
    }
  _burnish_node_init_from_info (&data, info);
  data.name = _burnish_store_add_string (scan->writer.store, name, strlen (name));
  switch (g_file_info_get_file_type (info))
    {
    case G_FILE_TYPE_REGULAR:
      add_file (scan, &data, info);
      break;
    case G_FILE_TYPE_DIRECTORY:
      add_folder (scan, &data, info);
      break;
    case G_FILE_TYPE_SYMBOLIC_LINK:
      add_link (scan, name, &data, info);
      break;
    case G_FILE_TYPE_SPECIAL:
    case G_FILE_TYPE_SHORTCUT:
    case G_FILE_TYPE_MOUNTABLE:
    case G_FILE_TYPE_UNKNOWN:
    default:
      leave_out (scan, name, BURNISH_LEFT_OUT_SPECIAL_FILE);
    }
}

static void
read_entries (GioScan *scan, GFileEnumerator *enumerator)
{
  g_autoptr (GError) error = NULL;
  GFileInfo *info;

  while (!_burnish_scan_run_should_stop (scan->run)
         && g_file_enumerator_iterate (enumerator, &info, NULL, scan->run->cancellable, &error)
         && info != NULL)
    add_entry (scan, info);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    leave_out (scan, NULL, BURNISH_LEFT_OUT_UNREADABLE);
}

static void
push_folders (GioScan *scan)
{
  for (guint i = scan->writer.entries->len; i-- > 0;)
    {
      const BurnishScanEntry *entry = &g_array_index (scan->writer.entries, BurnishScanEntry, i);

      if (entry->is_folder)
        g_ptr_array_add (scan->waiting,
                         gio_folder_new (scan->folder, entry->node,
                                         _burnish_source_new (scan->writer.store,
                                                              BURNISH_SOURCE_GIO_FOLDER,
                                                              scan->folder->source, entry->name),
                                         g_hash_table_lookup (scan->ids, entry->name)));
    }
}

static void
scan_folder (GioScan *scan)
{
  g_autoptr (GFile) file = _burnish_source_dup_file (scan->folder->source, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) enumerator =
      g_file_enumerate_children (file, BURNISH_INFO_ATTRIBUTES,
                                 scan->run->symlinks == BURNISH_SYMLINKS_FOLLOW
                                     ? G_FILE_QUERY_INFO_NONE
                                     : G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                 scan->run->cancellable, &error);

  if (enumerator == NULL)
    {
      leave_out (scan, NULL,
                 g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                     ? BURNISH_LEFT_OUT_VANISHED
                     : BURNISH_LEFT_OUT_UNREADABLE);
      _burnish_scan_run_lose_folder (scan->run, scan->folder->node);
      return;
    }
  _burnish_scan_writer_begin (&scan->writer, scan->folder->node, NULL);
  read_entries (scan, enumerator);
  _burnish_scan_writer_end (&scan->writer);
  push_folders (scan);
  g_hash_table_remove_all (scan->ids);
}

/* Nothing answers at the other end, or nothing here knows the way to it. */
static gboolean
is_unreachable (const GError *error)
{
  static const int codes[] = { G_IO_ERROR_NOT_MOUNTED,        G_IO_ERROR_NOT_SUPPORTED,
                               G_IO_ERROR_NOT_CONNECTED,      G_IO_ERROR_HOST_NOT_FOUND,
                               G_IO_ERROR_HOST_UNREACHABLE,   G_IO_ERROR_NETWORK_UNREACHABLE,
                               G_IO_ERROR_CONNECTION_REFUSED, G_IO_ERROR_BROKEN_PIPE,
                               G_IO_ERROR_TIMED_OUT,          G_IO_ERROR_CLOSED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_IO_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* Asks about the top; there must be something to read. */
static GFileInfo *
query_top (BurnishScanRun *run, GFile *file, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, BURNISH_INFO_ATTRIBUTES, G_FILE_QUERY_INFO_NONE, run->cancellable,
                         &failure);

  run->top_is_unreachable = info == NULL && is_unreachable (failure);
  if (info == NULL && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (info == NULL)
    _burnish_error_fail_file (file,
                              g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                                  ? BURNISH_ERROR_SOURCE_MISSING
                                  : BURNISH_ERROR_SOURCE_UNREADABLE,
                              failure->message, error);
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY
           || g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    return g_steal_pointer (&info);
  else
    _burnish_error_fail_file (file, BURNISH_ERROR_NOT_SUPPORTED,
                              "This is neither a folder nor a regular file", error);
  return NULL;
}

static BurnishNode
add_top (BurnishScanRun *run, BurnishSource *source, GFileInfo *info)
{
  g_autofree char *name = g_file_get_basename (source->object);
  BurnishNodeData data;

  _burnish_node_init_from_info (&data, info);
  data.name = name == NULL || strchr (name, '/') != NULL
                  ? ""
                  : _burnish_store_add_string (run->arena.store, name, strlen (name));
  if (data.kind == BURNISH_NODE_FILE)
    {
      data.source = source;
      source->kind = BURNISH_SOURCE_GIO_FILE;
    }
  return _burnish_scan_run_add_top (run, &data);
}

gboolean
_burnish_scan_gio (BurnishScanRun *run, GFile *file, GError **error)
{
  g_autoptr (GFileInfo) info = query_top (run, file, error);
  BurnishSource *source;
  BurnishNode top;
  GioScan scan = { .run = run };

  if (info == NULL)
    return FALSE;
  source = _burnish_source_new (run->arena.store, BURNISH_SOURCE_GIO_FOLDER, NULL, NULL);
  source->object = g_object_ref (file);
  _burnish_store_own (run->arena.store, source->object, g_object_unref);
  top = add_top (run, source, info);
  if (source->kind == BURNISH_SOURCE_GIO_FILE)
    return TRUE;

  _burnish_scan_writer_init (&scan.writer, run);
  scan.ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  scan.waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) gio_folder_unref);
  g_ptr_array_add (scan.waiting, gio_folder_new (NULL, top, source,
                                                 g_file_info_get_attribute_string (
                                                     info, G_FILE_ATTRIBUTE_ID_FILE)));
  while (scan.waiting->len > 0 && !_burnish_scan_run_should_stop (run))
    {
      scan.folder = g_ptr_array_steal_index (scan.waiting, scan.waiting->len - 1);
      scan_folder (&scan);
      gio_folder_unref (scan.folder);
    }
  g_ptr_array_unref (scan.waiting);
  g_hash_table_unref (scan.ids);
  _burnish_scan_writer_clear (&scan.writer);
  return TRUE;
}
