/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-layout-private.h"
#include "burnish-recorded-tree-private.h"
#include "burnish-session-start-private.h"
#include "image-test.h"

#include <string.h>

/* The first blocks of a disc to which files are added. */

#define SESSION_BLOCK 4096

static BurnishImageLayout *
layout_new (BurnishUdfRevision revision, guint32 start_block, guint32 n_blocks)
{
  g_autoptr (BurnishRecordedTree) tree = _burnish_recorded_tree_new (NULL);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autoptr (BurnishImageOptions) options = test_options_new ();
  g_autoptr (GError) error = NULL;
  BurnishRecordedNode file = {
    .kind = BURNISH_NODE_FILE,
    .name = "old",
    .size_bytes = (guint64) n_blocks * BURNISH_BLOCK_SIZE,
    .mode = 0644,
    .start_block = start_block,
  };
  BurnishImageLayout *layout;

  _burnish_recorded_tree_add (tree, BURNISH_NODE_ROOT, &file, &error);
  g_assert_no_error (error);
  snapshot = _burnish_recorded_tree_finish (tree, &error);
  g_assert_no_error (error);
  burnish_image_options_set_udf_revision (options, revision);
  burnish_image_options_set_iso9660 (options, revision == BURNISH_UDF_NONE);
  layout = _burnish_image_layout_new_session (snapshot, options, SESSION_BLOCK, TRUE, NULL, &error);
  g_assert_no_error (error);
  return layout;
}

/* Whether the old file would keep its contents when all groups are written. */
static gboolean
stays (BurnishImageLayout *layout, guint32 start_block, guint32 n_blocks)
{
  guint32 groups[BURNISH_SESSION_START_MAX_GROUPS];
  guint n_groups = _burnish_session_start_list (layout, groups);

  for (guint i = 0; i < n_groups; i++)
    {
      guint8 blocks[BURNISH_SESSION_START_BLOCKS * BURNISH_BLOCK_SIZE];

      memset (blocks, 0xA5, sizeof blocks);
      _burnish_session_start_patch (layout, groups[i], blocks);
      for (guint32 at = 0; at < BURNISH_SESSION_START_BLOCKS; at++)
        if (groups[i] + at >= start_block && groups[i] + at < start_block + n_blocks
            && blocks[(gsize) at * BURNISH_BLOCK_SIZE] != 0xA5)
          return FALSE;
    }
  return TRUE;
}

static void
test_old_files (void)
{
  static const struct
  {
    BurnishUdfRevision revision;
    guint32 start_block, n_blocks;
    gboolean is_good;
  } cases[] = {
    { BURNISH_UDF_1_02, 1000, 10, TRUE },    { BURNISH_UDF_1_02, 100, 156, TRUE },
    { BURNISH_UDF_1_02, 100, 157, FALSE },   { BURNISH_UDF_1_02, 256, 1, FALSE },
    { BURNISH_UDF_1_02, 257, 1, TRUE },      { BURNISH_UDF_2_50, 40, 1, FALSE },
    { BURNISH_UDF_2_50, 48, 16, TRUE },      { BURNISH_UDF_2_50, 48, 17, FALSE },
    { BURNISH_UDF_2_50, 10, 1000, FALSE },   { BURNISH_UDF_NONE, 17, 1, FALSE },
    { BURNISH_UDF_NONE, 24, 1000000, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BurnishImageLayout) layout =
          layout_new (cases[i].revision, cases[i].start_block, cases[i].n_blocks);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (stays (layout, cases[i].start_block, cases[i].n_blocks), ==,
                       cases[i].is_good);
      g_assert_cmpint (_burnish_session_start_check (layout, &error), ==, cases[i].is_good);
      if (!cases[i].is_good)
        test_assert_refused (error, (BurnishError[]){ BURNISH_ERROR_DISC_NOT_SUPPORTED }, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-start/old-files", test_old_files);
  return g_test_run ();
}
