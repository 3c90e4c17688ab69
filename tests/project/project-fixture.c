/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include <string.h>

void
folder_set_up (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  folder->path = g_dir_make_tmp ("burnish-project-XXXXXX", &error);
  g_assert_no_error (error);
}

void
folder_tear_down (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  const char *command[] = { "rm", "-rf", "--", folder->path, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_free (folder->path);
}

GFile *
folder_get_file (Folder *folder, const char *name)
{
  return g_file_new_build_filename (folder->path, name, NULL);
}

void
folder_write (Folder *folder, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

char *
folder_read (Folder *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return contents;
}

static void
done_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
save (BurnishProject *project, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  burnish_project_save_async (project, file, NULL, done_cb, &result);
  return burnish_project_save_finish (project, wait_for (&result), error);
}

gboolean
save_copy (BurnishProject *project, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  burnish_project_save_copy_async (project, file, NULL, done_cb, &result);
  return burnish_project_save_finish (project, wait_for (&result), error);
}

BurnishProject *
load (GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  burnish_project_load_async (file, NULL, done_cb, &result);
  return burnish_project_load_finish (wait_for (&result), error);
}

BurnishProject *
restore (GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  burnish_project_restore_async (file, NULL, done_cb, &result);
  return burnish_project_load_finish (wait_for (&result), error);
}

void
stage (BurnishProject *project, const char *path)
{
  g_autoptr (BurnishScan) scan = burnish_scan_new (path);
  g_autoptr (GError) error = NULL;

  burnish_scan_run (scan, NULL, &error);
  g_assert_no_error (error);
  burnish_tree_merge (burnish_project_get_tree (project), BURNISH_NODE_ROOT, scan,
                      BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
}

static void
describe_node (GString *text, BurnishTree *tree, BurnishNode node)
{
  g_autofree char *path = burnish_tree_dup_path (tree, node);
  g_autofree char *shown = g_strescape (path, NULL);
  g_autoptr (GFile) source = burnish_tree_dup_source (tree, node);
  g_autofree char *uri = source != NULL ? g_file_get_uri (source) : NULL;
  const char *target = burnish_tree_get_link_target (tree, node);
  g_autofree char *shown_target = target != NULL ? g_strescape (target, NULL) : NULL;

  g_string_append_printf (text,
                          "%s kind=%d size=%" G_GUINT64_FORMAT " mtime=%" G_GINT64_FORMAT
                          " mode=%o files=%u folders=%u target=%s source=%s\n",
                          shown, burnish_tree_get_kind (tree, node),
                          burnish_tree_get_size_bytes (tree, node),
                          burnish_tree_get_mtime_us (tree, node),
                          burnish_tree_get_mode (tree, node), burnish_tree_get_n_files (tree, node),
                          burnish_tree_get_n_folders (tree, node),
                          shown_target != NULL ? shown_target : "-", uri != NULL ? uri : "-");
}

char *
describe (BurnishTree *tree)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  GString *text = g_string_new (NULL);
  BurnishNode node = BURNISH_NODE_ROOT;

  g_array_append_val (waiting, node);
  while (waiting->len > 0)
    {
      node = g_array_index (waiting, BurnishNode, waiting->len - 1);
      g_array_set_size (waiting, waiting->len - 1);
      describe_node (text, tree, node);
      for (guint32 i = burnish_tree_get_n_children (tree, node); i-- > 0;)
        {
          BurnishNode child = burnish_tree_get_child (tree, node, i);

          g_array_append_val (waiting, child);
        }
    }
  return g_string_free (text, FALSE);
}
