/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that are no project, or one that wants to do harm: each is an error that names the place.
 */

#define HEAD "{\"format\":\"burnish-project\",\"version\":1,"
#define ROOT "{\"kind\":\"folder\",\"source\":\"file:///nowhere\"}"

typedef struct
{
  const char *name;
  const char *text;
  const char *message; /* part of it */
} Case;

static const Case cases[] = {
  { "empty", "", "Line 1: the file ends too early" },
  { "no-json", "ISO image", "Line 1: there should be an object" },
  { "other-json", "{\"format\":\"other\"}", "the format is not" },
  { "no-version", "{\"format\":\"burnish-project\"}", "no project" },
  { "array", "[]", "there should be an object" },
  { "version-string", "{\"format\":\"burnish-project\",\"version\":\"1\"}", "a number" },
  { "version-0", "{\"format\":\"burnish-project\",\"version\":0}", "out of range" },
  { "no-nodes", HEAD "\"title\":\"x\"}", "there is no list of nodes" },
  { "nodes-object", HEAD "\"nodes\":{}}", "there should be an array" },
  { "nodes-empty", HEAD "\"nodes\":[]}", "the list of nodes is empty" },
  { "nodes-twice", HEAD "\"nodes\":[" ROOT "],\"nodes\":[" ROOT "]}", "a second list of nodes" },
  { "node-number", HEAD "\"nodes\":[" ROOT ",\n7]}", "Line 2: there should be an object" },
  { "root-file", HEAD "\"nodes\":[{\"name\":\"x\"}]}", "the root, should be a folder" },
  { "title-number", HEAD "\"title\":7,\"nodes\":[" ROOT "]}", "there should be a string" },
  { "truncated-string", HEAD "\"title\":\"abc", "ends too early" },
  { "truncated-nodes", HEAD "\"nodes\":[" ROOT ",\n{\"name\":\"a\"", "Line 2: the file ends" },
  { "trailing", HEAD "\"nodes\":[" ROOT "]} x", "something follows the end" },
  { "trailing-comma", HEAD "\"nodes\":[" ROOT ",]}", "there should be an object" },
  { "control", HEAD "\"title\":\"a\nb\"}", "control character" },
  { "half-character", HEAD "\"title\":\"\\ud800x\"}", "half a character" },
  { "nul", HEAD "\"title\":\"a\\u0000\"}", "no character" },
  { "not-utf-8", HEAD "\"title\":\"a\xff\"}", "not UTF-8" },
  { "disc-blocks", HEAD "\"disc_blocks\":-1}", "out of range" },
  { "disc-blocks-fraction", HEAD "\"disc_blocks\":1.5}", "a whole one" },
  { "option-range", HEAD "\"image_options\":{\"iso_level\":9}}", "out of range" },
  { "option-value", HEAD "\"image_options\":{\"udf_revision\":\"9-99\"}}", "no such value" },
  { "option-type", HEAD "\"image_options\":{\"joliet\":\"yes\"}}", "true or false" },
  { "name-slash", HEAD "\"nodes\":[" ROOT ",\n{\"name\":\"a/b\"}]}", "Line 2: node 1, “a/b”" },
  { "name-up", HEAD "\"nodes\":[" ROOT ",{\"name\":\"..\"}]}", "stands for a folder" },
  { "name-empty", HEAD "\"nodes\":[" ROOT ",{\"name\":\"\"}]}", "it is empty" },
  { "name-none", HEAD "\"nodes\":[" ROOT ",{}]}", "it is empty" },
  { "name-bytes-up", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"name_bytes\":\"Li4=\"}]}",
    "stands for a folder" },
  { "name-bytes-nul", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"name_bytes\":\"YQBi\"}]}",
    "bytes in base64" },
  { "name-twice", HEAD "\"nodes\":[" ROOT ",{\"name\":\"b\"},{\"name\":\"a\"},{\"name\":\"b\"}]}",
    "node 3, “b”: its folder holds that name twice" },
  { "parent-later", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"parent\":1}]}",
    "its parent should come before it" },
  { "parent-file", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\"},{\"name\":\"b\",\"parent\":1}]}",
    "its parent is no folder" },
  { "parent-negative", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"parent\":-1}]}", "range" },
  { "kind", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"kind\":\"device\"}]}", "its kind" },
  { "size", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"size_bytes\":9223372036854775808}]}",
    "out of range" },
  { "sizes",
    HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"size_bytes\":9223372036854775807},"
         "{\"name\":\"b\",\"size_bytes\":1}]}",
    "all sizes together" },
  { "mode", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"mode\":65535}]}", "out of range" },
  { "no-source", HEAD "\"nodes\":[{\"kind\":\"folder\"},{\"name\":\"a\"}]}", "it has no source" },
  { "link-no-target", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"kind\":\"symlink\"}]}",
    "should have a target" },
  { "source-up", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"../secret\"}]}",
    "straight down" },
  { "source-up-inside",
    HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"x/%2e%2e/%2e%2E/secret\"}]}",
    "straight down" },
  { "source-absolute", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"/etc/passwd\"}]}",
    "straight down" },
  { "source-nul", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"a%00b\"}]}",
    "straight down" },
  { "source-file-up",
    HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"file:///tmp/../etc/passwd\"}]}",
    "“..”" },
  { "source-host", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"file://host/x\"}]}",
    "no file of this computer" },
  { "source-device",
    HEAD "\"nodes\":[" ROOT ",\n\n{\"name\":\"a\",\"source\":\"file:///dev/zero\"}]}",
    "Line 3: node 1, “a”: a source is a device" },
  { "source-root", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"source\":\"file:///\"}]}",
    "is a folder" },
};

static void
assert_fails (GFile *file, int code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishProject) project = load (file, &error);
  g_autofree char *name = g_file_get_parse_name (file);

  g_assert_error (error, BURNISH_ERROR, code);
  g_assert_null (project);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not hold “%s”", error->message, message);
  g_assert_cmpstr (burnish_error_get_path (error), ==, name);
}

static void
test_case (Folder *folder, gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");

  folder_write (folder, "p.burnish", test->text);
  assert_fails (file, BURNISH_ERROR_PROJECT_INVALID, test->message);
}

static void
test_too_new (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");

  folder_write (
      folder, "p.burnish",
      "{\"nodes\":{\"what\":[null,-1.5e3]},\"format\":\"burnish-project\",\"version\":3}");
  assert_fails (file, BURNISH_ERROR_PROJECT_TOO_NEW, "version 3");
}

static void
test_unknown_kept (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishProject) project = NULL;
  g_autofree char *text = NULL;

  folder_write (folder, "p.burnish",
                HEAD "\"cover\": {\"picture\":[1,2.5,\"\\n\"]},\"spell\":null,"
                     "\"image_options\":{\"udf\":\"2.60\"},"
                     "\"nodes\":[{\"kind\":\"folder\",\"colour\":\"red\"}]}");
  project = load (file, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    {
      burnish_project_set_title (project, i == 0 ? "first" : "second");
      save (project, file, &error);
      g_assert_no_error (error);
      g_object_unref (project);
      project = load (file, &error);
      g_assert_no_error (error);
    }
  text = folder_read (folder, "p.burnish");
  g_assert_nonnull (strstr (text, "\"cover\": {\"picture\":[1,2.5,\"\\n\"]}"));
  g_assert_nonnull (strstr (text, "\"spell\": null"));
  g_assert_nonnull (strstr (text, "\"udf\": \"2.60\""));
  g_assert_cmpstr (burnish_project_get_title (project), ==, "second");
}

static GString *
repeat (const char *part, guint n_times)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_times; i++)
    g_string_append (text, part);
  return text;
}

static void
test_deep_values (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  const char *parts[] = { "[", "{\"a\":" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) text = repeat (parts[i], 100000);

      g_string_prepend (text, HEAD "\"x\":");
      folder_write (folder, "p.burnish", text->str);
      assert_fails (file, BURNISH_ERROR_PROJECT_INVALID, "nested too deeply");
    }
}

/* A tree may be as deep as it likes. */
static void
test_deep_tree (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GString) text = g_string_new (HEAD "\"nodes\":[{\"kind\":\"folder\"}");
  g_autoptr (BurnishProject) project = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  BurnishTree *tree;

  for (int i = 0; i < 100000; i++)
    g_string_append_printf (text, ",{\"name\":\"d\",\"kind\":\"folder\",\"parent\":%d}", i);
  g_string_append (text, "]}");
  folder_write (folder, "p.burnish", text->str);
  project = load (file, &error);
  g_assert_no_error (error);
  tree = burnish_project_get_tree (project);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT), ==, 100000);
  save (project, file, &error);
  g_assert_no_error (error);
  again = load (file, &error);
  g_assert_no_error (error);
  tree = burnish_project_get_tree (again);
  g_assert_cmpuint (burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT), ==, 100000);
}

/* Each beginning of a good file is a fault, and none of them a crash. */
static void
test_truncated (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autofree char *path = g_build_filename (folder->path, "in", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  folder_write (folder, "in/a\xff", "a");
  folder_write (folder, "in/b", "b");
  stage (project, path);
  burnish_project_set_title (project, "\\“ä”\t\"");
  save (project, file, &error);
  g_assert_no_error (error);
  text = folder_read (folder, "p.burnish");
  length = strlen (text);
  while (text[length - 1] == '\n')
    length--;
  while (length-- > 0)
    {
      text[length] = '\0';
      folder_write (folder, "p.burnish", text);
      assert_fails (file, BURNISH_ERROR_PROJECT_INVALID, "");
    }
}

/* Any byte changed gives a project or an error. */
static void
test_changed_bytes (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = burnish_project_new ();
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autofree char *path = g_build_filename (folder->path, "in", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n_good = 0, n_bad = 0;
  gsize length;

  folder_write (folder, "in/a\xff", "a");
  folder_write (folder, "in/b/c", "c");
  stage (project, path);
  save (project, file, &error);
  g_assert_no_error (error);
  text = folder_read (folder, "p.burnish");
  length = strlen (text);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *changed = g_strdup (text);
      g_autoptr (BurnishProject) loaded = NULL;
      g_autoptr (GError) fault = NULL;

      for (gint n = g_test_rand_int_range (1, 4); n > 0; n--)
        changed[g_test_rand_int_range (0, (gint32) length)] =
            "\"\\{}[],:0-9.eab/\x7f\xc3 \n"[g_test_rand_int_range (0, 20)];
      folder_write (folder, "p.burnish", changed);
      loaded = load (file, &fault);
      if (loaded == NULL)
        g_assert_true (fault->domain == BURNISH_ERROR);
      n_good += loaded != NULL;
      n_bad += loaded == NULL;
    }
  g_test_message ("%u were projects still, %u were not", n_good, n_bad);
  g_assert_cmpuint (n_bad, >, 0);
}

static void
test_too_large (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autofree char *path = g_file_get_path (file);

  folder_write (folder, "p.burnish", HEAD);
  g_assert_no_errno (truncate (path, (off_t) 513 * 1024 * 1024));
  assert_fails (file, BURNISH_ERROR_PROJECT_INVALID, "larger than");
}

static void
test_no_file (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (GFile) device = g_file_new_for_path ("/dev/zero");
  g_autoptr (GFile) directory = g_file_new_for_path (folder->path);
  g_autofree char *path = g_file_get_path (file);

  assert_fails (file, BURNISH_ERROR_SOURCE_MISSING, "");
  assert_fails (device, BURNISH_ERROR_PROJECT_INVALID, "not a regular file");
  assert_fails (directory, BURNISH_ERROR_PROJECT_INVALID, "not a regular file");
  g_assert_no_errno (mkfifo (path, 0600));
  assert_fails (file, BURNISH_ERROR_PROJECT_INVALID, "not a regular file");
}

/* A file that says that it is a copy is not believed when it is opened as any other. */
static void
test_copy_of (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (BurnishProject) project = NULL;
  g_autoptr (GError) error = NULL;

  folder_write (folder, "p.burnish",
                HEAD "\"copy_of\":{\"file\":\"file:///etc/passwd\",\"modified\":true},"
                     "\"nodes\":[" ROOT "]}");
  project = load (file, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (burnish_project_get_file (project), file));
  g_assert_false (burnish_project_get_modified (project));
}

static void
add (const char *name, void (*test) (Folder *folder, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/hostile/%s", name);

  g_test_add (path, Folder, NULL, folder_set_up, test, folder_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile/%s", cases[i].name);

      g_test_add (path, Folder, &cases[i], folder_set_up, test_case, folder_tear_down);
    }
  add ("too-new", test_too_new);
  add ("unknown-kept", test_unknown_kept);
  add ("deep-values", test_deep_values);
  add ("deep-tree", test_deep_tree);
  add ("truncated-anywhere", test_truncated);
  add ("changed-bytes", test_changed_bytes);
  add ("too-large", test_too_large);
  add ("no-file", test_no_file);
  add ("copy-of", test_copy_of);
  return g_test_run ();
}
