/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-layout.h"
#include "image-test.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef void (*Fill) (BurnishTree *tree, TestFolder *folder);

typedef struct
{
  const char *name;
  Fill fill;
  BurnishDiscFamily family;
  BurnishFileSystemReason reason;
  const char *file_systems;
  BurnishUdfRevision revision;
} Case;

static void
fill_text (BurnishTree *tree, G_GNUC_UNUSED TestFolder *folder)
{
  test_add_text (tree, BURNISH_NODE_ROOT, "a.txt", "a");
}

static void
fill_sparse (BurnishTree *tree, TestFolder *folder, off_t size_bytes)
{
  g_autofree char *path = test_folder_write (folder, "large", "", 0);

  g_assert_cmpint (truncate (path, size_bytes), ==, 0);
  test_add_file (tree, BURNISH_NODE_ROOT, "large", path);
}

static void
fill_large (BurnishTree *tree, TestFolder *folder)
{
  fill_sparse (tree, folder, (off_t) G_MAXUINT32 + 1);
}

static void
fill_almost_large (BurnishTree *tree, TestFolder *folder)
{
  fill_sparse (tree, folder, (off_t) G_MAXUINT32);
}

static void
fill_dvd_video (BurnishTree *tree, G_GNUC_UNUSED TestFolder *folder)
{
  BurnishNode video = test_add_folder (tree, BURNISH_NODE_ROOT, "VIDEO_TS");

  test_add_text (tree, video, "VIDEO_TS.IFO", "DVDVIDEO-VMG");
}

/* Not a video: the folder holds no VIDEO_TS.IFO. */
static void
fill_no_video (BurnishTree *tree, G_GNUC_UNUSED TestFolder *folder)
{
  BurnishNode video = test_add_folder (tree, BURNISH_NODE_ROOT, "VIDEO_TS");

  test_add_folder (tree, video, "VIDEO_TS.IFO");
  test_add_text (tree, BURNISH_NODE_ROOT, "BDMV", "no folder");
}

static void
fill_blu_ray_video (BurnishTree *tree, G_GNUC_UNUSED TestFolder *folder)
{
  BurnishNode video = test_add_folder (tree, BURNISH_NODE_ROOT, "BDMV");

  test_add_text (tree, video, "index.bdmv", "INDX0200");
}

/* With the root one more than fits, or exactly what fits. */
static void
fill_folders (BurnishTree *tree, guint n_folders)
{
  BurnishNode parent = BURNISH_NODE_ROOT;

  for (guint i = 0; i < n_folders; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      if (i % 1000 == 0)
        parent = test_add_folder (tree, BURNISH_NODE_ROOT, name);
      else
        test_add_folder (tree, parent, name);
    }
}

static void
fill_too_many_folders (BurnishTree *tree, G_GNUC_UNUSED TestFolder *folder)
{
  fill_folders (tree, 65535);
}

static void
fill_many_folders (BurnishTree *tree, G_GNUC_UNUSED TestFolder *folder)
{
  fill_folders (tree, 65534);
}

#define ISO         "iso9660,joliet,rockridge"
#define ISO_AND_UDF "iso9660,joliet,rockridge,udf"

static const Case cases[] = {
  { "image-file", fill_text, BURNISH_DISC_FAMILY_NONE, BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE, ISO,
    BURNISH_UDF_NONE },
  { "cd", fill_text, BURNISH_DISC_FAMILY_CD, BURNISH_FILE_SYSTEM_REASON_CD, ISO, BURNISH_UDF_NONE },
  { "dvd", fill_text, BURNISH_DISC_FAMILY_DVD, BURNISH_FILE_SYSTEM_REASON_DVD, ISO_AND_UDF,
    BURNISH_UDF_1_02 },
  { "blu-ray", fill_text, BURNISH_DISC_FAMILY_BD, BURNISH_FILE_SYSTEM_REASON_BLU_RAY, "udf",
    BURNISH_UDF_2_50 },
  { "large-file/image-file", fill_large, BURNISH_DISC_FAMILY_NONE,
    BURNISH_FILE_SYSTEM_REASON_LARGE_FILE, ISO_AND_UDF, BURNISH_UDF_1_02 },
  { "large-file/dvd", fill_large, BURNISH_DISC_FAMILY_DVD, BURNISH_FILE_SYSTEM_REASON_DVD,
    ISO_AND_UDF, BURNISH_UDF_1_02 },
  { "large-file/almost", fill_almost_large, BURNISH_DISC_FAMILY_NONE,
    BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE, ISO, BURNISH_UDF_NONE },
  { "dvd-video/cd", fill_dvd_video, BURNISH_DISC_FAMILY_CD, BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO,
    ISO_AND_UDF, BURNISH_UDF_1_02 },
  { "dvd-video/blu-ray", fill_dvd_video, BURNISH_DISC_FAMILY_BD,
    BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO, ISO_AND_UDF, BURNISH_UDF_1_02 },
  { "no-video", fill_no_video, BURNISH_DISC_FAMILY_CD, BURNISH_FILE_SYSTEM_REASON_CD, ISO,
    BURNISH_UDF_NONE },
  { "blu-ray-video/dvd", fill_blu_ray_video, BURNISH_DISC_FAMILY_DVD,
    BURNISH_FILE_SYSTEM_REASON_BLU_RAY_VIDEO, "udf", BURNISH_UDF_2_50 },
  { "folders/too-many", fill_too_many_folders, BURNISH_DISC_FAMILY_NONE,
    BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS, "udf", BURNISH_UDF_1_02 },
  { "folders/too-many-for-blu-ray", fill_too_many_folders, BURNISH_DISC_FAMILY_BD,
    BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS, "udf", BURNISH_UDF_2_50 },
  { "folders/many", fill_many_folders, BURNISH_DISC_FAMILY_CD, BURNISH_FILE_SYSTEM_REASON_CD, ISO,
    BURNISH_UDF_NONE },
};

static void
test_recommendation (gconstpointer data)
{
  const Case *test = data;
  g_auto (TestFolder) folder;
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  test_folder_init (&folder);
  test->fill (tree, &folder);
  snapshot = burnish_tree_freeze (tree);
  g_assert_cmpint (burnish_image_options_recommend (options, test->family, snapshot), ==,
                   test->reason);
  names = burnish_image_options_dup_file_systems (options);
  joined = g_strjoinv (",", names);
  g_assert_cmpstr (joined, ==, test->file_systems);
  g_assert_cmpint (burnish_image_options_get_udf_revision (options), ==, test->revision);
  g_assert_true (burnish_image_options_get_udf_duplicate_metadata (options));
}

/* What an earlier recommendation or a person set does not linger; names of ISO 9660 are another
   matter. */
static void
test_replaces (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  snapshot = burnish_tree_freeze (tree);
  burnish_image_options_set_joliet (options, FALSE);
  burnish_image_options_recommend (options, BURNISH_DISC_FAMILY_BD, snapshot);
  burnish_image_options_recommend (options, BURNISH_DISC_FAMILY_CD, snapshot);
  names = burnish_image_options_dup_file_systems (options);
  joined = g_strjoinv (",", names);
  g_assert_cmpstr (joined, ==, "iso9660,rockridge");
  g_assert_cmpint (burnish_image_options_get_udf_revision (options), ==, BURNISH_UDF_NONE);
}

/* A layout follows the recommendation only where it is asked to, and leaves the caller's options
   alone. */
static void
test_layout (void)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (BurnishImageOptions) options =
      burnish_image_options_new_for_family (BURNISH_DISC_FAMILY_CD);
  g_autoptr (BurnishImageLayout) recommended = NULL;
  g_autoptr (BurnishImageLayout) chosen = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *joined = NULL;

  fill_text (tree, NULL);
  burnish_image_options_set_recommended_file_systems (options, FALSE);
  chosen = test_layout_new (tree, options);
  g_assert_cmpint (burnish_image_layout_get_file_system_reason (chosen), ==,
                   BURNISH_FILE_SYSTEM_REASON_CHOSEN);
  burnish_image_options_set_recommended_file_systems (options, TRUE);
  recommended = test_layout_new (tree, options);
  g_assert_cmpint (burnish_image_layout_get_file_system_reason (recommended), ==,
                   BURNISH_FILE_SYSTEM_REASON_CD);
  names = burnish_image_layout_dup_file_systems (recommended);
  joined = g_strjoinv (",", names);
  g_assert_cmpstr (joined, ==, ISO);
  g_assert_cmpint (burnish_image_layout_get_udf_revision (recommended), ==, BURNISH_UDF_NONE);
}

/* Each reason says something of its own. */
static void
test_words (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint reason = 0; reason <= BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS; reason++)
    {
      const char *sentence = burnish_file_system_reason_to_sentence (reason);

      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_true (g_hash_table_add (seen, (gpointer) sentence));
      g_assert_cmpstr (burnish_file_system_reason_to_text (reason), !=, "");
    }
  g_assert_cmpstr (burnish_udf_revision_to_string (BURNISH_UDF_2_01), ==, "2.01");
  g_assert_null (burnish_udf_revision_to_string (BURNISH_UDF_NONE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/image-policy/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_recommendation);
    }
  g_test_add_func ("/image-policy/replaces", test_replaces);
  g_test_add_func ("/image-policy/layout", test_layout);
  g_test_add_func ("/image-policy/words", test_words);
  return g_test_run ();
}
