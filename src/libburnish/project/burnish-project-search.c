/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-search-private.h"

#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE                                \
                                 "," G_FILE_ATTRIBUTE_STANDARD_SIZE                                \
                                 "," G_FILE_ATTRIBUTE_STANDARD_IS_SYMLINK

typedef struct
{
  GHashTable *wanted; /* (owned): name to GArray of BurnishLostFile pointers, not found yet */
  guint n_wanted;
  GPtrArray *folders; /* (owned) of GFile: not looked into yet */
  GCancellable *cancellable;
} Search;

void
_burnish_lost_file_clear (BurnishLostFile *self)
{
  g_clear_object (&self->old_file);
  g_clear_object (&self->found);
  g_free (self->name);
}

static gboolean
is_regular (GFile *file, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                         cancellable, NULL);

  return info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR;
}

/* Where the whole folder was moved or renamed. */
static gboolean
find_by_path (BurnishLostFile *lost,
              GFile *old_folder,
              GFile *new_folder,
              GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_relative_path (old_folder, lost->old_file);
  g_autoptr (GFile) file = path != NULL ? g_file_resolve_relative_path (new_folder, path) : NULL;

  if (file == NULL || !is_regular (file, cancellable))
    return FALSE;
  lost->found = g_steal_pointer (&file);
  return TRUE;
}

/* The innermost folder around all files; NULL when they have none in common. */
static GFile *
find_common_folder (GArray *lost)
{
  g_autoptr (GFile) folder = g_file_get_parent (g_array_index (lost, BurnishLostFile, 0).old_file);

  for (guint i = 1; i < lost->len && folder != NULL; i++)
    while (folder != NULL
           && !g_file_has_prefix (g_array_index (lost, BurnishLostFile, i).old_file, folder))
      {
        GFile *parent = g_file_get_parent (folder);

        g_object_unref (folder);
        folder = parent;
      }
  return g_steal_pointer (&folder);
}

static void
want (Search *self, BurnishLostFile *lost)
{
  GPtrArray *same_name = g_hash_table_lookup (self->wanted, lost->name);

  if (same_name == NULL)
    {
      same_name = g_ptr_array_new ();
      g_hash_table_insert (self->wanted, lost->name, same_name);
    }
  g_ptr_array_add (same_name, lost);
  self->n_wanted++;
}

/* A file of that name and size is taken for one that is lost; several lost ones may have been the
   same file. */
static void
consider (Search *self, GFile *folder, GFileInfo *info)
{
  GPtrArray *same_name = g_hash_table_lookup (self->wanted, g_file_info_get_name (info));

  for (guint i = same_name != NULL ? same_name->len : 0; i-- > 0;)
    {
      BurnishLostFile *lost = g_ptr_array_index (same_name, i);

      if (lost->size_bytes != (guint64) g_file_info_get_size (info))
        continue;
      lost->found = g_file_get_child (folder, lost->name);
      g_ptr_array_remove_index_fast (same_name, i);
      self->n_wanted--;
    }
}

static gboolean
search_folder (Search *self, GFile *folder, GError **error)
{
  g_autoptr (GFileEnumerator) children =
      g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                 self->cancellable, error);
  GFileInfo *info;

  while (children != NULL && self->n_wanted > 0)
    {
      if (!g_file_enumerator_iterate (children, &info, NULL, self->cancellable, error))
        return FALSE;
      if (info == NULL)
        break;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
        consider (self, folder, info);
      else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        g_ptr_array_add (self->folders, g_file_get_child (folder, g_file_info_get_name (info)));
    }
  return children != NULL;
}

/* Folders inside that cannot be read are passed over. */
static gboolean
search_all (Search *self, GFile *top, GError **error)
{
  g_ptr_array_add (self->folders, g_object_ref (top));
  while (self->folders->len > 0 && self->n_wanted > 0)
    {
      g_autoptr (GFile) folder = g_ptr_array_steal_index (self->folders, self->folders->len - 1);
      g_autoptr (GError) failure = NULL;

      if (search_folder (self, folder, &failure)
          || (folder != top && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

gboolean
_burnish_project_search (GArray *lost,
                         GFile *old_folder,
                         GFile *new_folder,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GFile) common = NULL;
  Search self = { .cancellable = cancellable };
  gboolean success;

  if (lost->len == 0)
    return TRUE;
  self.wanted =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self.folders = g_ptr_array_new_with_free_func (g_object_unref);
  if (old_folder == NULL)
    old_folder = common = find_common_folder (lost);
  for (guint i = 0; i < lost->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      BurnishLostFile *file = &g_array_index (lost, BurnishLostFile, i);

      if (old_folder == NULL || !find_by_path (file, old_folder, new_folder, cancellable))
        want (&self, file);
    }
  success = search_all (&self, new_folder, error);
  g_hash_table_unref (self.wanted);
  g_ptr_array_unref (self.folders);
  return success;
}
