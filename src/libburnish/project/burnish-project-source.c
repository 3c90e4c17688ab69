/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-source-private.h"

#include "burnish-source-path-private.h"

#include <string.h>

/* The kernel takes no longer paths than 4096 bytes; what is below is opened folder by folder. */
#define MAX_PATH_AT_ONCE 2048

void
_burnish_project_sources_init (BurnishProjectSources *self, BurnishStore *store, GFile *file)
{
  *self = (BurnishProjectSources){
    .store = store,
    .base = g_file_get_parent (file),
    .folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
}

void
_burnish_project_sources_clear (BurnishProjectSources *self)
{
  g_clear_object (&self->base);
  g_clear_pointer (&self->folders, g_hash_table_unref);
}

/* Whether a path names one place only, without a step back. */
static gboolean
is_straight (const char *path)
{
  g_auto (GStrv) names = g_strsplit (path[0] == '/' ? path + 1 : path, "/", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (names[i][0] == '\0' || g_str_equal (names[i], ".") || g_str_equal (names[i], ".."))
      return FALSE;
  return names[0] != NULL;
}

static GFile *
resolve_relative (BurnishProjectSources *self, const char *reference, const char **fault)
{
  g_autofree char *path = NULL;

  if (self->base == NULL)
    {
      *fault = "a source is relative, but the project file is in no folder";
      return NULL;
    }
  if (g_str_equal (reference, "."))
    return g_object_ref (self->base);
  path = g_uri_unescape_string (reference, NULL);
  if (path == NULL || path[0] == '/' || !is_straight (path))
    {
      *fault =
          "a source should be a URI, or a path that leads straight down from the folder of the "
          "project file";
      return NULL;
    }
  return g_file_resolve_relative_path (self->base, path);
}

static GFile *
resolve_local (const char *uri, const char **fault)
{
  g_autofree char *host = NULL;
  g_autofree char *path = g_filename_from_uri (uri, &host, NULL);

  if (path == NULL || host != NULL || (!g_str_equal (path, "/") && !is_straight (path)))
    *fault = "a source is no file of this computer, or its path holds “..” or “.”";
  else if (g_str_has_prefix (path, "/dev/") && !g_str_has_prefix (path, "/dev/shm/"))
    *fault = "a source is a device";
  else
    return g_file_new_for_path (path);
  return NULL;
}

GFile *
_burnish_project_sources_resolve (BurnishProjectSources *self,
                                  const char *reference,
                                  const char **fault)
{
  const char *scheme = g_uri_peek_scheme (reference);

  if (scheme == NULL)
    return resolve_relative (self, reference, fault);
  if (g_str_equal (scheme, "file"))
    return resolve_local (reference, fault);
  return g_file_new_for_uri (reference);
}

static const BurnishSource *
add_gio (BurnishProjectSources *self, BurnishSourceKind kind, GFile *file)
{
  BurnishSource *source = _burnish_source_new (self->store, kind, NULL, NULL);

  source->object = g_object_ref (file);
  _burnish_store_own (self->store, source->object, g_object_unref);
  return source;
}

static BurnishSource *
add_local (BurnishProjectSources *self,
           const BurnishSource *parent,
           const char *name,
           gsize length,
           gboolean follows_link)
{
  BurnishSource *source =
      _burnish_source_new (self->store, BURNISH_SOURCE_LOCAL_FOLDER, parent,
                           _burnish_store_add_string (self->store, name, length));

  source->follows_link = follows_link;
  return source;
}

/* A path that the kernel takes is one source; of a longer one, the names that are too many are
   sources of their own. Links on the way are followed, as in any path that a person chose. */
static const BurnishSource *
add_path (BurnishProjectSources *self, const char *path, gboolean follows_link)
{
  const BurnishSource *source = NULL;

  while (strlen (path) > MAX_PATH_AT_ONCE)
    {
      const char *end = g_strrstr_len (path, MAX_PATH_AT_ONCE, "/");

      if (end == NULL || end == path)
        end = strchr (path + 1, '/');
      if (end == NULL)
        break;
      source = add_local (self, source, path, (gsize) (end - path), TRUE);
      path = end + 1;
    }
  return add_local (self, source, path, strlen (path), follows_link);
}

const BurnishSource *
_burnish_project_sources_add_folder (BurnishProjectSources *self,
                                     GFile *folder,
                                     gboolean follows_link)
{
  if (!g_file_is_native (folder))
    return add_gio (self, BURNISH_SOURCE_GIO_FOLDER, folder);
  return add_path (self, g_file_peek_path (folder), follows_link);
}

const BurnishSource *
_burnish_project_sources_add_child (BurnishProjectSources *self,
                                    const BurnishSource *parent,
                                    const char *name,
                                    gboolean follows_link)
{
  BurnishSource *source = _burnish_source_new (self->store, parent->kind, parent, name);

  source->follows_link = follows_link;
  return source;
}

const BurnishSource *
_burnish_project_sources_add_file (BurnishProjectSources *self, GFile *file)
{
  const BurnishSource *folder;
  const char *path = g_file_peek_path (file), *name;
  g_autofree char *folder_path = NULL;

  if (!g_file_is_native (file))
    return add_gio (self, BURNISH_SOURCE_GIO_FILE, file);
  name = strrchr (path, '/') + 1;
  folder_path = g_path_get_dirname (path);
  folder = g_hash_table_lookup (self->folders, folder_path);
  if (folder == NULL)
    {
      folder = add_path (self, folder_path, TRUE);
      g_hash_table_insert (self->folders, g_steal_pointer (&folder_path), (gpointer) folder);
    }
  return _burnish_source_new (self->store, BURNISH_SOURCE_LOCAL_FILE, folder,
                              _burnish_store_add_string (self->store, name, strlen (name)));
}

const BurnishSource *
_burnish_project_sources_add_bytes (BurnishProjectSources *self, GBytes *bytes)
{
  BurnishSource *source = _burnish_source_new (self->store, BURNISH_SOURCE_BYTES, NULL, NULL);

  source->object = g_bytes_ref (bytes);
  _burnish_store_own (self->store, source->object, (GDestroyNotify) g_bytes_unref);
  return source;
}

const BurnishSource *
_burnish_project_sources_add_link (BurnishProjectSources *self, const char *target)
{
  return _burnish_source_new (self->store, BURNISH_SOURCE_LINK, NULL,
                              _burnish_store_add_string (self->store, target, strlen (target)));
}
