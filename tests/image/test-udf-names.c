/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-names-private.h"
#include "burnish-udf-text-private.h"
#include "image-test.h"

#include <string.h>

static gboolean
is_absent (BurnishNode node, gconstpointer user_data)
{
  return user_data != NULL && node == GPOINTER_TO_UINT (user_data);
}

/* (transfer full): names of the root's children that changed. */
static GHashTable *
find_names (BurnishTreeSnapshot *snapshot, const char *reserved)
{
  GHashTable *names = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  _burnish_udf_names_add_folder (names, snapshot, BURNISH_NODE_ROOT, reserved, is_absent, NULL);
  return names;
}

static const char *
get_name (BurnishTreeSnapshot *snapshot, GHashTable *names, BurnishNode node)
{
  const char *name = g_hash_table_lookup (names, GUINT_TO_POINTER (node));

  return name ? name : burnish_tree_snapshot_get_name (snapshot, node);
}

/* Pairs of a name and what becomes of it. */
static void
assert_names (const char *const *pairs, const char *reserved)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) names = NULL;

  for (guint i = 0; pairs[i]; i += 2)
    test_add_text (tree, BURNISH_NODE_ROOT, pairs[i], "");
  snapshot = burnish_tree_freeze (tree);
  names = find_names (snapshot, reserved);
  for (guint i = 0; pairs[i]; i += 2)
    g_assert_cmpstr (get_name (snapshot, names, burnish_tree_snapshot_lookup (snapshot, pairs[i])),
                     ==, pairs[i + 1]);
}

#define ASSERT_NAMES(reserved, ...)                                                                \
  assert_names ((const char *const[]){ __VA_ARGS__, NULL }, reserved)

static void
test_kept (void)
{
  ASSERT_NAMES (NULL, "plain.txt", "plain.txt", ".hidden", ".hidden", "a:b*c?d", "a:b*c?d",
                "tab\tline\nbell\a", "tab\tline\nbell\a", "dot.", "dot.", " space ", " space ",
                "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", "\xEF\xBB\xBC", "\xEF\xBB\xBC",
                /* Windows tells these two apart. */
                "stra\xC3\x9F"
                "e",
                "stra\xC3\x9F"
                "e",
                "strasse", "strasse");
}

static void
test_cleaned (void)
{
  ASSERT_NAMES (NULL, "latin\xE9", "latin_", "cut\xF0\x9F", "cut__",
                /* A surrogate, a byte order mark and its mirror. */
                "\xED\xA0\x80", "___", "\xEF\xBB\xBFx", "_x", "\xEF\xBF\xBE", "_");
}

static void
test_numbers (void)
{
  ASSERT_NAMES (NULL, "README.txt", "README.txt", "ReadMe.txt", "ReadMe~1.txt", "readme.txt",
                "readme~2.txt", "latin\xE9", "latin_~1", "latin\xEA", "latin_~2", "latin_",
                "latin_", ".profile", ".profile~1", ".Profile", ".Profile", "\xC3\x84", "\xC3\x84",
                "\xC3\xA4", "\xC3\xA4~1");
  /* A number that somebody has already is left out. */
  ASSERT_NAMES (NULL, "A", "A", "a", "a~2", "A~1", "A~1");
  ASSERT_NAMES ("SHA256SUMS", "sha256sums", "sha256sums~1");
}

static char *
fill (const char *unit, guint n, const char *end)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (name, unit);
  g_string_append (name, end);
  return g_string_free (name, FALSE);
}

static void
assert_cut (const char *unit, guint n, const char *end, guint expected_n, const char *expected_end)
{
  g_autofree char *name = fill (unit, n, end);
  g_autofree char *expected = fill (unit, expected_n, expected_end);

  ASSERT_NAMES (NULL, name, expected);
}

static void
test_cut (void)
{
  assert_cut ("n", 253, "", 253, "");
  assert_cut ("n", 254, "", 253, "");
  assert_cut ("n", 255, "", 253, "");
  assert_cut ("n", 251, ".txt", 249, ".txt");
  /* An extension that long is none. */
  assert_cut ("n", 200, ".nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", 200,
              ".nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn");
  assert_cut ("\xC3\xA9", 127, "", 126, "");
  assert_cut ("\xF0\x9F\x98\x80", 63, "", 63, "");
  /* One wide character makes all of them wide: 127 units. */
  assert_cut ("n", 126, "\xD0\xB6", 126, "\xD0\xB6");
  assert_cut ("n", 200, "\xD0\xB6", 200, "");
  assert_cut ("n", 200, ".\xD0\xB6", 125, ".\xD0\xB6");
  assert_cut ("\xD0\xB6", 127, "", 126, "");
}

/* A folder's name has no extension, and cutting makes names equal. */
static void
test_cut_equal (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) names = NULL;
  g_autofree char *first = fill ("n", 253, "1");
  g_autofree char *second = fill ("n", 253, "2");
  g_autofree char *folder = fill ("d", 251, ".txt");
  g_autofree char *expected = fill ("n", 251, "~1");
  g_autofree char *expected_folder = fill ("d", 251, ".t");

  test_add_text (tree, BURNISH_NODE_ROOT, first, "");
  test_add_text (tree, BURNISH_NODE_ROOT, second, "");
  test_add_folder (tree, BURNISH_NODE_ROOT, folder);
  snapshot = burnish_tree_freeze (tree);
  names = find_names (snapshot, NULL);
  g_assert_cmpstr (get_name (snapshot, names, burnish_tree_snapshot_lookup (snapshot, second)), ==,
                   expected);
  g_assert_cmpstr (get_name (snapshot, names, burnish_tree_snapshot_lookup (snapshot, folder)), ==,
                   expected_folder);
}

/* What is not in the tree takes no name. */
static void
test_absent (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) names = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  test_add_text (tree, BURNISH_NODE_ROOT, "A", "");
  test_add_text (tree, BURNISH_NODE_ROOT, "a", "");
  snapshot = burnish_tree_freeze (tree);
  _burnish_udf_names_add_folder (names, snapshot, BURNISH_NODE_ROOT, NULL, is_absent,
                                 GUINT_TO_POINTER (1));
  g_assert_cmpuint (g_hash_table_size (names), ==, 0);
}

/* Many names that differ in few places only: all are different in the end, can be recorded, and
   Windows agrees. */
static void
assert_all_good (BurnishTree *tree)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = burnish_tree_freeze (tree);
  g_autoptr (GHashTable) names = find_names (snapshot, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (BurnishNode node = 1; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    {
      const char *name = get_name (snapshot, names, node);
      GString *key = g_string_new (NULL);

      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpuint (strlen (name), >, 0);
      g_assert_cmpuint (strlen (name), <=, 253);
      g_assert_cmpuint (_burnish_udf_text_size (name), <=, 255);
      for (const char *p = name; *p; p = g_utf8_next_char (p))
        g_string_append_unichar (key, g_unichar_toupper (g_utf8_get_char (p)));
      g_assert_true (g_hash_table_add (seen, g_string_free (key, FALSE)));
    }
}

static void
test_random (void)
{
  static const char *const pieces[] = {
    "a",       "A",  "b", "\xE9", "\xC3\xA9",         "\xC3\x89",
    "~1",      "~2", ".", "_",    "\xF0\x9F\x98\x80", "\xD0\xB6",
    "\xD0\x96"
  };

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (BurnishTree) tree = burnish_tree_new ();
      g_autofree char *start = g_strnfill (round % 2 ? 240 : 0, 'n');

      for (guint i = 0; i < 1000; i++)
        {
          g_autoptr (GString) name = g_string_new (start);

          for (gint j = g_test_rand_int_range (1, 6); j > 0; j--)
            g_string_append (name,
                             pieces[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (pieces))]);
          if (name->len > 255 || g_str_equal (name->str, ".") || g_str_equal (name->str, "..")
              || burnish_tree_find_child (tree, BURNISH_NODE_ROOT, name->str) != BURNISH_NODE_NONE)
            continue;
          test_add_text (tree, BURNISH_NODE_ROOT, name->str, "");
        }
      assert_all_good (tree);
    }
}

/* The time a name takes must not grow with how many are similar. */
static void
test_many (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();

  for (guint i = 0; i < 60000; i++)
    {
      /* The place where they differ is cut away, partly. */
      g_autofree char *number = g_strdup_printf ("%08u", i);
      g_autofree char *name = fill ("n", 247, number);

      test_add_text (tree, BURNISH_NODE_ROOT, name, "");
    }
  assert_all_good (tree);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/udf-names/kept", test_kept);
  g_test_add_func ("/udf-names/cleaned", test_cleaned);
  g_test_add_func ("/udf-names/numbers", test_numbers);
  g_test_add_func ("/udf-names/cut", test_cut);
  g_test_add_func ("/udf-names/cut-equal", test_cut_equal);
  g_test_add_func ("/udf-names/absent", test_absent);
  g_test_add_func ("/udf-names/random", test_random);
  g_test_add_func ("/udf-names/many", test_many);
  return g_test_run ();
}
