/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* A project's facts: what counts as a change, and what comes back from a file. */

static BurnishProject *
make_project (Folder *folder)
{
  BurnishProject *project = burnish_project_new ();
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autofree char *path = g_build_filename (folder->path, "photos", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new ("made\0here", 9);
  g_autoptr (GError) error = NULL;

  folder_write (folder, "photos/a.jpg", "aaa");
  folder_write (folder, "photos/2024/b \xc3\xa4.jpg", "bbbb");
  stage (project, path);
  burnish_tree_add_bytes (tree, BURNISH_NODE_ROOT, "READ ME", bytes, BURNISH_COLLISION_FAIL,
                          &error);
  g_assert_no_error (error);
  return project;
}

static void
test_round_trip (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = make_project (folder), loaded = NULL;
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = describe (burnish_project_get_tree (project)), *after = NULL;

  burnish_project_set_title (project, "Summer “24”\n");
  burnish_project_set_disc_blocks (project, 2295104);
  g_assert_true (burnish_image_options_get_recommended_file_systems (
      burnish_project_get_image_options (project)));
  burnish_image_options_set_recommended_file_systems (burnish_project_get_image_options (project),
                                                      FALSE);
  burnish_image_options_set_joliet (burnish_project_get_image_options (project), FALSE);
  burnish_image_options_set_udf_revision (burnish_project_get_image_options (project),
                                          BURNISH_UDF_2_50);
  g_assert_true (burnish_project_get_modified (project));
  save (project, file, &error);
  g_assert_no_error (error);
  g_assert_false (burnish_project_get_modified (project));
  g_assert_true (g_file_equal (burnish_project_get_file (project), file));

  loaded = load (file, &error);
  g_assert_no_error (error);
  after = describe (burnish_project_get_tree (loaded));
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (burnish_project_get_title (loaded), ==, "Summer “24”\n");
  g_assert_cmpuint (burnish_project_get_disc_blocks (loaded), ==, 2295104);
  g_assert_false (burnish_image_options_get_joliet (burnish_project_get_image_options (loaded)));
  g_assert_false (burnish_image_options_get_recommended_file_systems (
      burnish_project_get_image_options (loaded)));
  g_assert_cmpint (burnish_image_options_get_udf_revision (
                       burnish_project_get_image_options (loaded)),
                   ==, BURNISH_UDF_2_50);
  g_assert_false (burnish_project_get_modified (loaded));
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);
}

static void
test_modified (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = make_project (folder);
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GError) error = NULL;

  save (project, file, &error);
  g_assert_no_error (error);
  burnish_tree_undo (tree);
  g_assert_true (burnish_project_get_modified (project));
  burnish_tree_redo (tree);
  g_assert_false (burnish_project_get_modified (project));
  burnish_tree_undo (tree);
  burnish_tree_add_folder (tree, BURNISH_NODE_ROOT, "new", BURNISH_COLLISION_FAIL, &error);
  g_assert_no_error (error);
  g_assert_true (burnish_project_get_modified (project));
}

static void
test_display_name (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "Holidays.burnish");
  g_autofree char *unsaved = burnish_project_dup_display_name (project);
  g_autofree char *saved = NULL, *titled = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (unsaved, ==, "New Project");
  save (project, file, &error);
  g_assert_no_error (error);
  saved = burnish_project_dup_display_name (project);
  g_assert_cmpstr (saved, ==, "Holidays");
  burnish_project_set_title (project, "HOLIDAYS");
  titled = burnish_project_dup_display_name (project);
  g_assert_cmpstr (titled, ==, "HOLIDAYS");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/project/round-trip", Folder, NULL, folder_set_up, test_round_trip,
              folder_tear_down);
  g_test_add ("/project/modified", Folder, NULL, folder_set_up, test_modified, folder_tear_down);
  g_test_add ("/project/display-name", Folder, NULL, folder_set_up, test_display_name,
              folder_tear_down);
  return g_test_run ();
}
