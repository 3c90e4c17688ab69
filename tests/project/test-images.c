/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project-fixture.h"

#include "burnish-source-attributes-private.h"
#include "burnish-source-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that lie in an image: they are saved and loaded with all that they have, and an image that
   is another now is never read as if it were the old one. */

#define BIG_SIZE 300001
#define HEAD     "{\"format\":\"burnish-project\",\"version\":2,"
#define IMAGE    "\"images\":[{\"source\":\"image.iso\",\"size_bytes\":1000,\"mtime_us\":7}],"
#define ROOT     "{\"kind\":\"folder\"}"

static void
write_bytes (Folder *folder, const char *name, const char *bytes, gsize size_bytes)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) size_bytes, &error);
  g_assert_no_error (error);
}

static void
make_image (Folder *folder, const char *name)
{
  g_autofree char *source = g_build_filename (folder->path, "in", NULL);
  g_autofree char *image = g_build_filename (folder->path, name, NULL);
  const char *arguments[] = { "genisoimage", "-quiet", "-R",   "-cache-inodes",
                              "-o",          image,    source, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* "in/": a file with two names, a large one, an empty one, a link, a name that is not UTF-8. */
static void
make_sources (Folder *folder)
{
  g_autofree char *hello = g_build_filename (folder->path, "in/hello", NULL);
  g_autofree char *hard = g_build_filename (folder->path, "in/sub/hard", NULL);
  g_autofree char *link_path = g_build_filename (folder->path, "in/sub/link", NULL);
  g_autofree char *big = g_malloc (BIG_SIZE);

  for (gsize i = 0; i < BIG_SIZE; i++)
    big[i] = (char) (i * 7919 >> 8);
  folder_write (folder, "in/hello", "hello");
  folder_write (folder, "in/empty", "");
  folder_write (folder, "in/sub/odd\xff", "odd");
  write_bytes (folder, "in/sub/big", big, BIG_SIZE);
  g_assert_no_errno (g_chmod (hello, 0640));
  g_assert_no_errno (link (hello, hard));
  g_assert_no_errno (symlink ("../hello", link_path));
}

static BurnishProject *
import (Folder *folder, const char *name)
{
  g_autofree char *image = g_build_filename (folder->path, name, NULL);
  BurnishProject *project = burnish_project_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishScan) scan = burnish_image_import (image, NULL, &error);

  g_assert_no_error (error);
  burnish_tree_merge_contents (burnish_project_get_tree (project), BURNISH_NODE_ROOT, scan,
                               BURNISH_COLLISION_FAIL, NULL, &error);
  g_assert_no_error (error);
  return project;
}

static void
save_here (BurnishProject *project, Folder *folder, const char *name)
{
  g_autoptr (GFile) file = folder_get_file (folder, name);
  g_autoptr (GError) error = NULL;

  save (project, file, &error);
  g_assert_no_error (error);
}

static BurnishProject *
load_here (Folder *folder, const char *name)
{
  g_autoptr (GFile) file = folder_get_file (folder, name);
  g_autoptr (GError) error = NULL;
  BurnishProject *project = load (file, &error);

  g_assert_no_error (error);
  return project;
}

static void
rename_here (Folder *folder, const char *old_name, const char *new_name)
{
  g_autofree char *old_path = g_build_filename (folder->path, old_name, NULL);
  g_autofree char *new_path = g_build_filename (folder->path, new_name, NULL);

  g_assert_no_errno (g_rename (old_path, new_path));
}

static void
add_attribute (const char *name, const guint8 *value, gsize size_bytes, gpointer user_data)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, value, size_bytes);

  g_string_append_printf (user_data, " %s=%s", name, sum);
}

/* The contents' checksum, or why they cannot be read. */
static void
add_contents (GString *text, BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishSourceReader) reader = _burnish_source_open (snapshot, node, NULL, &error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (4000);
  gssize n_read = 0;

  while (reader != NULL && (n_read = _burnish_source_read (reader, buffer, 4000, NULL, &error)) > 0)
    g_checksum_update (sum, buffer, n_read);
  if (error == NULL)
    {
      g_string_append (text, g_checksum_get_string (sum));
      _burnish_source_read_attributes (snapshot, node, add_attribute, text, &error);
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, BURNISH_ERROR, error->code);
  g_string_append_printf (text, "error %d", error->code);
}

/* One line for each node: all that a disc would get of it. */
static char *
describe_contents (BurnishProject *project)
{
  g_autoptr (BurnishTreeSnapshot) snapshot =
      burnish_tree_freeze (burnish_project_get_tree (project));
  GString *text = g_string_new (NULL);

  for (BurnishNode node = 0; node < burnish_tree_snapshot_get_n_nodes (snapshot); node++)
    {
      g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);

      g_string_append_printf (text,
                              "%s %o %u:%u %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " first %u ",
                              path, burnish_tree_snapshot_get_mode (snapshot, node),
                              burnish_tree_snapshot_get_uid (snapshot, node),
                              burnish_tree_snapshot_get_gid (snapshot, node),
                              burnish_tree_snapshot_get_mtime_us (snapshot, node),
                              burnish_tree_snapshot_get_node_size_bytes (snapshot, node),
                              burnish_tree_snapshot_get_first_link (snapshot, node));
      if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FOLDER)
        _burnish_source_read_attributes (snapshot, node, add_attribute, text, NULL);
      else if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FILE)
        add_contents (text, snapshot, node);
      else if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_SYMLINK)
        g_string_append (text, burnish_tree_snapshot_get_link_target (snapshot, node));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_holds (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” does not hold “%s”", text, part);
}

static void
test_round_trip (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL;
  g_autofree char *before = NULL, *after = NULL, *text = NULL;
  BurnishTree *tree;
  BurnishNode node;

  make_sources (folder);
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  tree = burnish_project_get_tree (project);
  /* What is in it can be arranged as anything else. */
  node = burnish_tree_lookup (tree, "sub/hard");
  burnish_tree_rename (tree, node, "a name", NULL);
  burnish_tree_move (tree, &node, 1, BURNISH_NODE_ROOT, BURNISH_COLLISION_FAIL, NULL);
  before = describe_contents (project);
  g_assert_null (strstr (before, "error"));
  assert_holds (before, "/sub/odd\xff");

  save_here (project, folder, "p.burnish");
  text = folder_read (folder, "p.burnish");
  assert_holds (text, "\"version\": 2");
  assert_holds (text, "{\"source\":\"image.iso\",\"size_bytes\":");
  assert_holds (text, "\"path\":\"sub/big\"");
  assert_holds (text, "\"link\":");
  loaded = load_here (folder, "p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);
  g_assert_false (burnish_project_get_modified (loaded));
  after = describe_contents (loaded);
  g_assert_cmpstr (after, ==, before);

  /* What was loaded is saved as it was. */
  save_here (loaded, folder, "again.burnish");
  g_clear_pointer (&after, g_free);
  after = folder_read (folder, "again.burnish");
  g_assert_cmpstr (after, ==, text);
}

/* A project that has lost its last file of an image is one for older programs again. */
static void
test_version (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL;
  g_autofree char *text = NULL;
  BurnishTree *tree;
  BurnishNode node;

  folder_write (folder, "in/a", "abc");
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  tree = burnish_project_get_tree (project);
  node = burnish_tree_lookup (tree, "a");
  burnish_tree_remove (tree, &node, 1);
  save_here (project, folder, "p.burnish");
  text = folder_read (folder, "p.burnish");
  assert_holds (text, "\"version\": 1");
  g_assert_null (strstr (text, "images"));
}

/* Older programs would drop what a folder had in an image. */
static void
test_version_of_folder (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL;
  g_autofree char *text = NULL;

  folder_write (folder, "p.burnish",
                HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"kind\":\"folder\",\"parent\":0,"
                     "\"attributes\":[{\"name\":\"n\",\"value\":\"AAAA\"}]}]}");
  project = load_here (folder, "p.burnish");
  save_here (project, folder, "again.burnish");
  text = folder_read (folder, "again.burnish");
  assert_holds (text, "\"attributes\"");
  assert_holds (text, "\"version\": 2");
}

static void
test_moved_together (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, moved = NULL;
  g_autofree char *before = NULL, *after = NULL;

  make_sources (folder);
  folder_write (folder, "old/keep", "");
  make_image (folder, "old/image: 1.iso");
  project = import (folder, "old/image: 1.iso");
  before = describe_contents (project);
  save_here (project, folder, "old/p.burnish");
  rename_here (folder, "old", "new");
  moved = load_here (folder, "new/p.burnish");
  g_assert_cmpuint (burnish_project_get_n_missing (moved), ==, 0);
  after = describe_contents (moved);
  g_assert_cmpstr (after, ==, before);
}

/* Two images, one of which is taken in twice. */
static void
test_several_images (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  const char *names[] = { "one.iso", "two.iso", "one.iso" };
  g_autoptr (BurnishProject) project = burnish_project_new (), loaded = NULL;
  g_autofree char *before = NULL, *after = NULL, *text = NULL;
  BurnishTree *tree = burnish_project_get_tree (project);
  g_autoptr (GError) error = NULL;

  folder_write (folder, "in/a", "abc");
  make_image (folder, "one.iso");
  folder_write (folder, "in/a", "other");
  make_image (folder, "two.iso");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *image = g_build_filename (folder->path, names[i], NULL);
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autoptr (BurnishScan) scan = burnish_image_import (image, NULL, &error);

      g_assert_no_error (error);
      burnish_tree_merge_contents (tree,
                                   burnish_tree_add_folder (tree, BURNISH_NODE_ROOT, name,
                                                            BURNISH_COLLISION_FAIL, NULL),
                                   scan, BURNISH_COLLISION_FAIL, NULL, &error);
      g_assert_no_error (error);
    }
  before = describe_contents (project);
  save_here (project, folder, "p.burnish");
  text = folder_read (folder, "p.burnish");
  g_assert_null (strstr (text, "\"image\":2"));
  loaded = load_here (folder, "p.burnish");
  after = describe_contents (loaded);
  g_assert_cmpstr (after, ==, before);
}

static void
set_mtime (Folder *folder, const char *name, gint64 seconds)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  const struct timespec times[] = { { 0, UTIME_OMIT }, { seconds, 7000 } };

  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

/* Holes, attributes and pieces in any order are what an image of UDF may have. */
static void
test_all_it_can_hold (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL;
  g_autofree char *image = g_strnfill (1000, 'x'), *before = NULL, *after = NULL, *saved = NULL;
  g_autofree char *expected = NULL, *sum = NULL;
  g_autoptr (GString) contents = g_string_new ("BBAA");

  memset (image + 100, 'A', 2);
  memset (image + 900, 'B', 2);
  write_bytes (folder, "image.iso", image, 1000);
  set_mtime (folder, "image.iso", 0);
  folder_write (folder, "p.burnish",
                HEAD IMAGE "\"nodes\":[" ROOT ",\n"
                           "{\"name\":\"a\",\"size_bytes\":5004,\"image\":0,\"path\":\"x\","
                           "\"extents\":[[900,2],[100,2],[null,5000]],\"attributes\":["
                           "{\"name\":\"z\",\"value\":\"\"},{\"name\":\"b\",\"value\":\"eHk=\"},"
                           "{\"name\":\"?\",\"name_bytes\":\"/w==\",\"value\":\"AA==\"}]},\n"
                           "{\"name\":\"b\",\"link\":1},"
                           "{\"name\":\"d\",\"kind\":\"folder\",\"attributes\":["
                           "{\"name\":\"of it\",\"value\":\"eHk=\"}]}]}");
  project = load_here (folder, "p.burnish");
  before = describe_contents (project);
  g_string_set_size (contents, 5004);
  memset (contents->str + 4, 0, 5000);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents->str, 5004);
  expected = g_strdup_printf (" 5004 first 1 %s b=", sum);
  assert_holds (before, expected);
  assert_holds (before, " of it=");
  save_here (project, folder, "p.burnish");
  saved = folder_read (folder, "p.burnish");
  assert_holds (saved, "\"extents\":[[900,2],[100,2],[null,5000]]");
  loaded = load_here (folder, "p.burnish");
  after = describe_contents (loaded);
  g_assert_cmpstr (after, ==, before);
}

typedef struct
{
  gboolean done;
  guint n_found;
} Relinked;

static void
relinked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Relinked *relinked = user_data;
  g_autoptr (GError) error = NULL;

  burnish_project_relink_finish (BURNISH_PROJECT (object), result, &relinked->n_found, &error);
  g_assert_no_error (error);
  relinked->done = TRUE;
}

static guint
relink (BurnishProject *project, Folder *folder, const char *name)
{
  g_autoptr (GFile) new_folder = folder_get_file (folder, name);
  Relinked relinked = { 0 };

  burnish_project_relink_async (project, NULL, new_folder, NULL, relinked_cb, &relinked);
  while (!relinked.done)
    g_main_context_iteration (NULL, TRUE);
  return relinked.n_found;
}

static void
assert_missing (BurnishProject *project, guint n_missing, gboolean is_changed)
{
  g_autoptr (GArray) missing = burnish_project_dup_missing (project);

  g_assert_cmpuint (missing->len, ==, n_missing);
  for (guint i = 0; i < missing->len; i++)
    g_assert_true (
        burnish_project_has_changed_image (project, g_array_index (missing, BurnishNode, i))
        == is_changed);
}

/* An image that was moved is found once for all that lies in it, renamed or not. */
static void
test_gone_and_found (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL, again = NULL;
  g_autofree char *before = NULL, *after = NULL, *text = NULL, *lost = NULL;
  BurnishTree *tree;

  make_sources (folder);
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  tree = burnish_project_get_tree (project);
  burnish_tree_rename (tree, burnish_tree_lookup (tree, "sub/big"), "renamed", NULL);
  before = describe_contents (project);
  save_here (project, folder, "p.burnish");
  folder_write (folder, "elsewhere/deep/x", "");
  rename_here (folder, "image.iso", "elsewhere/deep/image.iso");

  loaded = load_here (folder, "p.burnish");
  assert_missing (loaded, 5, FALSE);
  lost = describe_contents (loaded);
  assert_holds (lost, "error");
  g_assert_cmpuint (relink (loaded, folder, "in"), ==, 0);
  g_assert_cmpuint (relink (loaded, folder, "elsewhere"), ==, 5);
  g_assert_cmpuint (burnish_project_get_n_missing (loaded), ==, 0);
  after = describe_contents (loaded);
  g_assert_cmpstr (after, ==, before);
  save_here (loaded, folder, "p.burnish");
  text = folder_read (folder, "p.burnish");
  assert_holds (text, "\"source\":\"elsewhere/deep/image.iso\"");
  again = load_here (folder, "p.burnish");
  assert_missing (again, 0, FALSE);

  burnish_tree_undo (burnish_project_get_tree (loaded));
  assert_missing (loaded, 5, FALSE);
}

/* Another image under the old name is said to be another; it is read only when it is chosen, and
   then its files are taken by their paths. */
static void
test_changed (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL;
  g_autofree char *stale = NULL, *after = NULL, *other = NULL;
  BurnishTree *tree;

  folder_write (folder, "in/a", "first");
  folder_write (folder, "in/b", "second");
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  save_here (project, folder, "p.burnish");
  folder_write (folder, "in/0", "comes before it");
  folder_write (folder, "in/a", "another first");
  g_assert_no_errno (g_unlink (other = g_build_filename (folder->path, "in/b", NULL)));
  make_image (folder, "image.iso");
  set_mtime (folder, "image.iso", 1700000000);

  loaded = load_here (folder, "p.burnish");
  tree = burnish_project_get_tree (loaded);
  assert_missing (loaded, 2, TRUE);
  stale = describe_contents (loaded);
  assert_holds (stale, "error");
  g_assert_cmpuint (relink (loaded, folder, "."), ==, 1);
  assert_missing (loaded, 1, TRUE);
  g_assert_cmpuint (burnish_tree_get_size_bytes (tree, burnish_tree_lookup (tree, "a")), ==,
                    strlen ("another first"));
  after = describe_contents (loaded);
  g_clear_pointer (&other, g_free);
  other = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "another first", -1);
  assert_holds (after, other);
}

/* The image changes while the project is open. */
static void
test_changed_later (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  folder_write (folder, "in/a", "first");
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  save_here (project, folder, "p.burnish");
  loaded = load_here (folder, "p.burnish");
  snapshot = burnish_tree_freeze (burnish_project_get_tree (loaded));
  g_assert_true (_burnish_source_check (snapshot, 1, &error));
  set_mtime (folder, "image.iso", 1700000000);
  g_assert_false (_burnish_source_check (snapshot, 1, &error));
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_CHANGED);
}

static void
test_not_an_image_any_more (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, loaded = NULL;

  folder_write (folder, "in/a", "first");
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  save_here (project, folder, "p.burnish");
  folder_write (folder, "image.iso", "no image");
  loaded = load_here (folder, "p.burnish");
  assert_missing (loaded, 1, TRUE);
  g_assert_cmpuint (relink (loaded, folder, "."), ==, 0);
  assert_missing (loaded, 1, TRUE);
}

static void
test_copy_restored (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL, restored = NULL;
  g_autoptr (GFile) copy = folder_get_file (folder, "elsewhere/copy.burnish");
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  make_sources (folder);
  folder_write (folder, "elsewhere/keep", "");
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  before = describe_contents (project);
  save_copy (project, copy, &error);
  g_assert_no_error (error);
  restored = restore (copy, &error);
  g_assert_no_error (error);
  g_assert_true (burnish_project_get_modified (restored));
  g_assert_cmpuint (burnish_project_get_n_missing (restored), ==, 0);
  after = describe_contents (restored);
  g_assert_cmpstr (after, ==, before);
}

typedef struct
{
  const char *name;
  const char *text;
  const char *message; /* part of it */
} Case;

#define FILE_IN(members)                                                                           \
  HEAD IMAGE "\"nodes\":[" ROOT ",\n{\"name\":\"a\",\"image\":0," members "}]}"

static const Case cases[] = {
  { "no-images", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"image\":0}]}", "list of images" },
  { "images-late", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"image\":0}]," IMAGE "\"x\":0}",
    "should come before" },
  { "images-twice", HEAD IMAGE IMAGE "\"nodes\":[" ROOT "]}", "second list of images" },
  { "images-number", HEAD "\"images\":7,\"nodes\":[" ROOT "]}", "there should be an array" },
  { "images-element", HEAD "\"images\":[7],\"nodes\":[" ROOT "]}", "there should be an object" },
  { "image-no-source", HEAD "\"images\":[{\"size_bytes\":1}],\"nodes\":[" ROOT "]}", "image 0: " },
  { "image-up", HEAD "\"images\":[{\"source\":\"../x\"}],\"nodes\":[" ROOT "]}", "straight down" },
  { "image-device", HEAD "\"images\":[{\"source\":\"file:///dev/sda\"}],\"nodes\":[" ROOT "]}",
    "image 0: a source is a device" },
  { "image-remote", HEAD "\"images\":[{\"source\":\"smb://h/s/x\"}],\"nodes\":[" ROOT "]}",
    "a file on this computer" },
  { "image-root", HEAD "\"images\":[{\"source\":\"file:///\"}],\"nodes\":[" ROOT "]}", "a folder" },
  { "image-size", HEAD "\"images\":[{\"source\":\"x\",\"size_bytes\":-1}],\"nodes\":[" ROOT "]}",
    "out of range" },
  { "image-out-of-list", HEAD IMAGE "\"nodes\":[" ROOT ",{\"name\":\"a\",\"image\":1}]}",
    "node 1, “a”: its image is not in the list" },
  { "image-negative", HEAD IMAGE "\"nodes\":[" ROOT ",{\"name\":\"a\",\"image\":-1}]}", "range" },
  { "image-text", HEAD IMAGE "\"nodes\":[" ROOT ",{\"name\":\"a\",\"image\":\"0\"}]}", "a number" },
  { "extents-object", FILE_IN ("\"extents\":{}"), "Line 2: there should be an array" },
  { "extents-flat", FILE_IN ("\"extents\":[0,1]"), "there should be an array" },
  { "extent-empty", FILE_IN ("\"extents\":[[]]"), "a start and a size" },
  { "extent-half", FILE_IN ("\"extents\":[[0]]"), "a start and a size" },
  { "extent-long", FILE_IN ("\"extents\":[[0,1,2]]"), "a start and a size" },
  { "extent-text", FILE_IN ("\"extents\":[[\"0\",1]]"), "a number" },
  { "extent-negative", FILE_IN ("\"extents\":[[-2048,1]]"), "out of range" },
  { "extent-no-size", FILE_IN ("\"extents\":[[0,0]]"), "out of range" },
  { "extent-size-negative", FILE_IN ("\"extents\":[[0,-1]]"), "out of range" },
  { "extent-overflow", FILE_IN ("\"extents\":[[0,18446744073709551616]]"), "out of range" },
  { "extent-hole-start", FILE_IN ("\"extents\":[[18446744073709551615,1]]"), "out of range" },
  { "extent-beyond", FILE_IN ("\"size_bytes\":2,\"extents\":[[999,2]]"),
    "node 1, “a”: a piece of its contents lies beyond the end of the image" },
  { "extent-far-beyond",
    FILE_IN ("\"size_bytes\":9223372036854775807,\"extents\":[[1,9223372036854775807]]"),
    "beyond the end" },
  { "extent-overlap", FILE_IN ("\"size_bytes\":20,\"extents\":[[500,10],[491,10]]"), "overlap" },
  { "extent-twice", FILE_IN ("\"size_bytes\":20,\"extents\":[[5,10],[5,10]]"), "overlap" },
  { "extents-too-long",
    FILE_IN ("\"size_bytes\":1,\"extents\":[[null,9223372036854775807],[null,1]]"),
    "out of range" },
  { "extents-short", FILE_IN ("\"size_bytes\":11,\"extents\":[[0,10]]"), "not as long" },
  { "extents-none", FILE_IN ("\"size_bytes\":11"), "not as long" },
  { "extents-lists", FILE_IN ("\"extents\":[[0,1]],\"extents\":[[1,1]]"), "two lists" },
  { "attributes-object", FILE_IN ("\"attributes\":{\"a\":\"b\"}"), "there should be an array" },
  { "attribute-text", FILE_IN ("\"attributes\":[\"a\"]"), "there should be an object" },
  { "attribute-no-name", FILE_IN ("\"attributes\":[{\"value\":\"\"}]"), "or one has none" },
  { "attribute-twice", FILE_IN ("\"attributes\":[{\"name\":\"a\"},{\"name\":\"a\"}]"), "one name" },
  { "attribute-nul", FILE_IN ("\"attributes\":[{\"name\":\"a\",\"name_bytes\":\"YQBi\"}]"),
    "no name and value" },
  { "attribute-of-folder",
    HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"kind\":\"folder\",\"attributes\":[{}]}]}",
    "or one has none" },
  { "path-nul", FILE_IN ("\"path\":\"a\",\"path_bytes\":\"YQBi\""), "no path" },
  { "path-number", FILE_IN ("\"path\":7"), "a string" },
  { "link-later", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"link\":1}]}", "come before it" },
  { "link-to-folder", HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"link\":0}]}", "no file in" },
  { "link-to-other",
    HEAD "\"nodes\":[" ROOT ",{\"name\":\"a\",\"contents\":\"\"},{\"name\":\"b\",\"link\":1}]}",
    "no file in an image" },
};

static void
test_case (Folder *folder, gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (BurnishProject) project = NULL;
  g_autoptr (GError) error = NULL;

  folder_write (folder, "p.burnish", test->text);
  project = load (file, &error);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_PROJECT_INVALID);
  assert_holds (error->message, test->message);
}

/* What a file cannot have and what it need not have. */
static void
test_harmless (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL;

  folder_write (folder, "p.burnish",
                HEAD "\"images\":[{\"source\":\"none.iso\",\"later\":[1]}],"
                     "\"nodes\":[{\"kind\":\"folder\",\"extents\":[[0,1]]},"
                     "{\"name\":\"a\",\"image\":0},"
                     "{\"name\":\"l\",\"kind\":\"symlink\",\"target\":\"a\",\"image\":5}]}");
  project = load_here (folder, "p.burnish");
  assert_missing (project, 1, FALSE);
}

static GString *
make_many_extents (guint n_extents, guint distance)
{
  GString *text = g_string_new (HEAD "\"images\":[{\"source\":\"x\",\"size_bytes\":100000000}],"
                                     "\"nodes\":[" ROOT ",\n{\"name\":\"a\",\"image\":0,");

  g_string_append_printf (text, "\"size_bytes\":%u,\"extents\":[", n_extents);
  for (guint i = 0; i < n_extents; i++)
    g_string_append_printf (text, "%s[%u,1]", i == 0 ? "" : ",", (n_extents - i) * distance);
  g_string_append (text, "]}]}");
  return text;
}

/* A million pieces are no fault, and cost no more than a million of anything. */
static void
test_many_extents (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GString) text = make_many_extents (1000000, 2);
  g_autoptr (BurnishProject) project = NULL;
  g_autofree char *saved = NULL;

  folder_write (folder, "p.burnish", text->str);
  project = load_here (folder, "p.burnish");
  g_assert_cmpuint (burnish_tree_get_size_bytes (burnish_project_get_tree (project), 1), ==,
                    1000000);
  save_here (project, folder, "p.burnish");
  saved = folder_read (folder, "p.burnish");
  assert_holds (saved, "[[2000000,1],[1999998,1],");
}

static void
test_too_many_extents (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GString) text = make_many_extents (16000001, 1);
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autoptr (BurnishProject) project = NULL;
  g_autoptr (GError) error = NULL;

  folder_write (folder, "p.burnish", text->str);
  project = load (file, &error);
  g_assert_error (error, BURNISH_ERROR, BURNISH_ERROR_PROJECT_INVALID);
  assert_holds (error->message, "too many extents");
}

/* Any byte changed gives a project or an error, and what is read of it ends. */
static void
test_changed_bytes (Folder *folder, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishProject) project = NULL;
  g_autoptr (GFile) file = folder_get_file (folder, "p.burnish");
  g_autofree char *text = NULL;
  guint n_good = 0, n_bad = 0;
  gsize length;

  make_sources (folder);
  make_image (folder, "image.iso");
  project = import (folder, "image.iso");
  save_here (project, folder, "p.burnish");
  text = folder_read (folder, "p.burnish");
  length = strlen (text);
  for (guint i = 0; i < 500; i++)
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
add (const char *name, void (*test) (Folder *folder, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf ("/images/%s", name);

  g_test_add (path, Folder, NULL, folder_set_up, test, folder_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("round-trip", test_round_trip);
  add ("version", test_version);
  add ("version-of-folder", test_version_of_folder);
  add ("moved-together", test_moved_together);
  add ("several-images", test_several_images);
  add ("all-it-can-hold", test_all_it_can_hold);
  add ("gone-and-found", test_gone_and_found);
  add ("changed", test_changed);
  add ("changed-later", test_changed_later);
  add ("not-an-image-any-more", test_not_an_image_any_more);
  add ("copy-restored", test_copy_restored);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/images/hostile/%s", cases[i].name);

      g_test_add (path, Folder, &cases[i], folder_set_up, test_case, folder_tear_down);
    }
  add ("hostile/harmless", test_harmless);
  add ("hostile/many-extents", test_many_extents);
  add ("hostile/too-many-extents", test_too_many_extents);
  add ("hostile/changed-bytes", test_changed_bytes);
  return g_test_run ();
}
