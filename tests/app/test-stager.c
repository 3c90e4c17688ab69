/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-stager.h"

#include "staging/burnish-file-list.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A stager for an empty project, a folder to take files from, and what the stager said. */
typedef struct
{
  char *path; /* (owned) */
  GSettings *settings;
  BurnishProject *project;
  BurnishTree *tree;
  BurnishStager *stager;
  guint n_added;
  guint n_left_out;
  guint n_stopped;
  guint n_questions;
} Fixture;

static void
added_cb (Fixture *fixture, guint n_left_out)
{
  fixture->n_added++;
  fixture->n_left_out += n_left_out;
}

static void
stopped_cb (Fixture *fixture)
{
  fixture->n_stopped++;
}

static void
question_cb (Fixture *fixture)
{
  if (burnish_stager_get_question (fixture->stager) != NULL)
    fixture->n_questions++;
}

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->path = g_dir_make_tmp ("burnish-stager-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->settings = g_settings_new ("org.burnish.Burnish");
  fixture->project = burnish_project_new ();
  fixture->tree = burnish_project_get_tree (fixture->project);
  fixture->stager = burnish_stager_new (fixture->project, fixture->settings);
  g_object_connect (fixture->stager, "swapped-signal::added", added_cb, fixture,
                    "swapped-signal::stopped", stopped_cb, fixture,
                    "swapped-signal::notify::question", question_cb, fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *command[] = { "rm", "-rf", "--", fixture->path, NULL };

  /* A scan that was given up holds the stager until it ends. */
  g_object_add_weak_pointer (G_OBJECT (fixture->stager), (gpointer *) &fixture->stager);
  g_object_unref (fixture->stager);
  while (fixture->stager != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->project);
  g_settings_reset (fixture->settings, "exclude-patterns");
  g_settings_reset (fixture->settings, "include-hidden");
  g_settings_reset (fixture->settings, "symlinks");
  g_object_unref (fixture->settings);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->path);
}

static void
make_file (Fixture *fixture, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (folder_path, 0755));
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

static void
add (Fixture *fixture, BurnishNode folder, const char *const *names)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GListModel) list = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_build_filename (fixture->path, names[i], NULL));
  list = burnish_file_list_new (files);
  burnish_stager_add (fixture->stager, list, folder);
}

/* Until there is nothing to do but to answer. */
static void
run (Fixture *fixture)
{
  while (burnish_stager_get_busy (fixture->stager)
         && burnish_stager_get_question (fixture->stager) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_sizes (Fixture *fixture, const char *const *paths, const guint64 *sizes)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      BurnishNode node = burnish_tree_lookup (fixture->tree, paths[i]);

      g_assert_cmpuint (node, !=, BURNISH_NODE_NONE);
      g_assert_cmpuint (burnish_tree_get_size_bytes (fixture->tree, node), ==, sizes[i]);
    }
}

static guint32
count_files (Fixture *fixture)
{
  return burnish_tree_get_n_files (fixture->tree, BURNISH_NODE_ROOT);
}

static void
test_order (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  make_file (fixture, "1/a", "1");
  make_file (fixture, "2/b", "12");
  make_file (fixture, "c", "123");
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "1", "c", NULL });
  g_assert_true (burnish_stager_get_busy (fixture->stager));
  g_assert_cmpuint (burnish_stager_get_n_sources (fixture->stager), ==, 2);
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "2", NULL });
  g_assert_cmpuint (burnish_stager_get_n_waiting (fixture->stager), ==, 1);
  run (fixture);
  g_assert_false (burnish_stager_get_busy (fixture->stager));
  g_assert_cmpuint (fixture->n_added, ==, 2);
  assert_sizes (fixture, (const char *[]){ "1/a", "2/b", "c", NULL }, (guint64[]){ 1, 2, 3 });
  g_assert_cmpstr (burnish_tree_get_undo_title (fixture->tree), ==, "Add “2”");
  burnish_tree_undo (fixture->tree);
  g_assert_cmpstr (burnish_tree_get_undo_title (fixture->tree), ==, "Add 2 Items");
  g_assert_cmpuint (count_files (fixture), ==, 2);
}

static void
test_settings (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *link_path = g_build_filename (fixture->path, "f/link", NULL);

  make_file (fixture, "f/.hidden", "1");
  make_file (fixture, "f/a.tmp", "1");
  make_file (fixture, "f/a.txt", "1");
  make_file (fixture, ".chosen", "1");
  g_assert_no_errno (symlink ("a.txt", link_path));
  g_settings_set_boolean (fixture->settings, "include-hidden", FALSE);
  g_settings_set_strv (fixture->settings, "exclude-patterns", (const char *[]){ "*.tmp", NULL });
  g_settings_set_string (fixture->settings, "symlinks", "follow");
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "f", ".chosen", NULL });
  run (fixture);
  assert_sizes (fixture, (const char *[]){ "f/a.txt", "f/link", ".chosen", NULL },
                (guint64[]){ 1, 1, 1 });
  g_assert_cmpuint (count_files (fixture), ==, 3);
  /* What somebody wants to be left out is no news. */
  g_assert_cmpuint (fixture->n_left_out, ==, 0);
}

static void
test_left_out (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->path, "f/fifo", NULL);
  GListModel *left_out = burnish_project_get_left_out (fixture->project);

  make_file (fixture, "f/a", "1");
  g_assert_no_errno (mkfifo (path, 0600));
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "gone", "f", NULL });
  run (fixture);
  g_assert_cmpuint (fixture->n_left_out, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (left_out), ==, 2);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* The folder that files were dropped on is removed while they are read. */
static void
test_folder_removed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  BurnishNode folder = burnish_tree_add_folder (fixture->tree, BURNISH_NODE_ROOT, "into",
                                                BURNISH_COLLISION_FAIL, NULL);

  make_file (fixture, "a", "1");
  make_file (fixture, "b", "1");
  add (fixture, folder, (const char *[]){ "a", NULL });
  add (fixture, folder, (const char *[]){ "b", NULL });
  while (fixture->n_added == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_sizes (fixture, (const char *[]){ "into/a", NULL }, (guint64[]){ 1 });
  burnish_tree_remove (fixture->tree, &folder, 1);
  run (fixture);
  assert_sizes (fixture, (const char *[]){ "b", NULL }, (guint64[]){ 1 });
}

/* Nothing of what is stopped comes in; what waits does. */
static void
test_stop (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  make_file (fixture, "1/a", "1");
  make_file (fixture, "2/b", "12");
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "1", NULL });
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "2", NULL });
  burnish_stager_stop (fixture->stager);
  g_assert_cmpuint (fixture->n_stopped, ==, 1);
  run (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  assert_sizes (fixture, (const char *[]){ "2/b", NULL }, (guint64[]){ 2 });
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "1", NULL });
  add (fixture, BURNISH_NODE_ROOT, (const char *[]){ "1", NULL });
  burnish_stager_stop_all (fixture->stager);
  g_assert_false (burnish_stager_get_busy (fixture->stager));
  run (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  g_assert_cmpuint (fixture->n_added, ==, 1);
}

/* Two pairs of folders, two pairs of files, one of each. */
static void
collide (Fixture *fixture)
{
  static const char *const names[] = { "new/d1/x", "new/d2/x", "new/f1", "new/f2", "new/odd/x",
                                       "old/d1/y", "old/d2/y", "old/f1", "old/f2", "old/odd" };
  static const char *const tops[] = { "d1", "d2", "f1", "f2", "odd", NULL };
  g_autofree char *path = fixture->path;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    make_file (fixture, names[i], g_str_has_prefix (names[i], "new") ? "12" : "1");
  fixture->path = g_build_filename (path, "old", NULL);
  add (fixture, BURNISH_NODE_ROOT, tops);
  run (fixture);
  g_free (fixture->path);
  fixture->path = g_build_filename (path, "new", NULL);
  add (fixture, BURNISH_NODE_ROOT, tops);
  run (fixture);
  g_free (fixture->path);
  fixture->path = g_steal_pointer (&path);
}

static void
answer (Fixture *fixture,
        const char *name,
        guint n_questions,
        BurnishCollisionPolicy policy,
        gboolean for_all)
{
  const BurnishCollision *question = burnish_stager_get_question (fixture->stager);

  g_assert_nonnull (question);
  g_assert_cmpstr (question->name, ==, name);
  g_assert_cmpuint (burnish_stager_get_n_questions (fixture->stager), ==, n_questions);
  burnish_stager_answer (fixture->stager, policy, for_all);
}

static void
test_answers_for_all (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  collide (fixture);
  answer (fixture, "d1", 2, BURNISH_COLLISION_MERGE, TRUE);
  answer (fixture, "f1", 3, BURNISH_COLLISION_KEEP_BOTH, TRUE);
  g_assert_false (burnish_stager_get_busy (fixture->stager));
  g_assert_cmpuint (fixture->n_questions, ==, 2);
  assert_sizes (fixture,
                (const char *[]){ "d1", "d2/x", "d2/y", "f1", "f1 (2)", "f2 (2)", "odd",
                                  "odd (2)/x", NULL },
                (guint64[]){ 3, 2, 1, 1, 2, 2, 1, 2 });
  burnish_tree_undo (fixture->tree);
  g_assert_cmpuint (burnish_tree_get_size_bytes (fixture->tree, BURNISH_NODE_ROOT), ==, 5);
}

static void
test_answers_one_by_one (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  collide (fixture);
  answer (fixture, "d1", 2, BURNISH_COLLISION_REPLACE, FALSE);
  answer (fixture, "d2", 1, BURNISH_COLLISION_SKIP, FALSE);
  answer (fixture, "f1", 3, BURNISH_COLLISION_REPLACE, FALSE);
  answer (fixture, "f2", 2, BURNISH_COLLISION_SKIP, TRUE);
  g_assert_false (burnish_stager_get_busy (fixture->stager));
  g_assert_cmpuint (fixture->n_left_out, ==, 3);
  assert_sizes (fixture, (const char *[]){ "d1", "d1/x", "d2", "f1", "f2", "odd", NULL },
                (guint64[]){ 2, 2, 1, 2, 1, 1 });
}

static void
test_stop_question (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  collide (fixture);
  burnish_stager_stop (fixture->stager);
  g_assert_null (burnish_stager_get_question (fixture->stager));
  g_assert_false (burnish_stager_get_busy (fixture->stager));
  g_assert_cmpuint (burnish_tree_get_size_bytes (fixture->tree, BURNISH_NODE_ROOT), ==, 5);
}

#define TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/stager/order", test_order);
  TEST ("/stager/settings", test_settings);
  TEST ("/stager/left-out", test_left_out);
  TEST ("/stager/folder-removed", test_folder_removed);
  TEST ("/stager/stop", test_stop);
  TEST ("/stager/answers-for-all", test_answers_for_all);
  TEST ("/stager/answers-one-by-one", test_answers_one_by_one);
  TEST ("/stager/stop-question", test_stop_question);
  return g_test_run ();
}
