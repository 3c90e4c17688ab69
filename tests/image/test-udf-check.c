/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-check-image.h"

#include "burnish-image-enums.h"
#include "image-test.h"

#include <string.h>

/* The check of UDF: what is sound has no finding, and what is hostile does no harm. */

static const Kind kinds[] = {
  { .name = "1.02", .revision = BURNISH_UDF_1_02 },
  { .name = "1.50", .revision = BURNISH_UDF_1_50 },
  { .name = "2.00", .revision = BURNISH_UDF_2_00 },
  { .name = "2.01", .revision = BURNISH_UDF_2_01 },
  { .name = "2.50", .revision = BURNISH_UDF_2_50 },
  { .name = "2.60", .revision = BURNISH_UDF_2_60 },
  { .name = "2.50-duplicated", .revision = BURNISH_UDF_2_50, .is_duplicated = TRUE },
  { .name = "1.02-embedded", .revision = BURNISH_UDF_1_02, .embeds = TRUE },
  { .name = "2.50-embedded", .revision = BURNISH_UDF_2_50, .embeds = TRUE },
  { .name = "1.50-vat", .revision = BURNISH_UDF_1_50, .has_vat = TRUE },
  { .name = "2.01-vat", .revision = BURNISH_UDF_2_01, .has_vat = TRUE },
  { .name = "1.02-bridge", .revision = BURNISH_UDF_1_02, .iso9660 = TRUE },
  { .name = "1.50-bridge", .revision = BURNISH_UDF_1_50, .iso9660 = TRUE },
  { .name = "2.00-bridge", .revision = BURNISH_UDF_2_00, .iso9660 = TRUE },
  { .name = "2.01-bridge", .revision = BURNISH_UDF_2_01, .iso9660 = TRUE },
  { .name = "2.50-bridge", .revision = BURNISH_UDF_2_50, .iso9660 = TRUE },
  { .name = "2.60-bridge", .revision = BURNISH_UDF_2_60, .iso9660 = TRUE },
};

/* ---- Sound volumes ---- */

static void
test_clean (gconstpointer data)
{
  const Kind *kind = data;
  g_auto (Image) image = { 0 };
  g_autoptr (BurnishUdfCheck) check = NULL;

  image_init (&image, kind, 300);
  check = check_image (&image);
  assert_clean (check);
  g_assert_cmpuint (burnish_udf_check_get_revision (check), ==, kind->revision);
  g_assert_cmpint (burnish_udf_check_is_bridge (check), ==, kind->iso9660);
  /* With the list of checksums. */
  g_assert_cmpuint (burnish_udf_check_get_n_files (check), ==, 307);
  g_assert_cmpuint (burnish_udf_check_get_n_folders (check), ==, 4);
}

/* Of two sessions with a volume each, either is sound; who checks the first one is told that there
   is another. */
static void
test_sessions (void)
{
  const Choice first_choice = { .revision = BURNISH_UDF_2_01 };
  Choice second_choice = { .revision = BURNISH_UDF_2_50 };
  g_autoptr (BurnishTree) first_tree = tree_new (2);
  g_autoptr (BurnishTree) second_tree = tree_new (20);
  g_auto (Disc) first = { 0 };
  g_auto (Disc) second = { 0 };

  disc_init (&first, first_tree, &first_choice, 32);
  second_choice.session_block = first.n_blocks;
  disc_init (&second, second_tree, &second_choice, 32);
  memcpy (second.bytes, first.bytes, (gsize) first.n_blocks * BURNISH_BLOCK_SIZE);
  for (guint i = 0; i < 2; i++)
    {
      Image image = { second.bytes, second.n_blocks, -1 };
      g_autoptr (GError) error = NULL;
      g_autoptr (BurnishUdfCheck) check =
          _burnish_udf_check_blocks (image.n_blocks, i * first.n_blocks, BURNISH_UDF_PROFILE_NONE,
                                     read_cb, &image, NULL, &error);
      g_autofree char *found = describe (check);

      g_assert_no_error (error);
      if (burnish_udf_check_get_n_findings (check)
          != burnish_udf_check_get_n_of_rule (check, "anchor-later-session"))
        g_error ("Session %u has%s", i + 1, found);
      g_assert_cmpuint (burnish_udf_check_get_n_of_rule (check, "anchor-later-session"), ==,
                        i == 0 ? 2 : 0);
      g_assert_cmpuint (burnish_udf_check_get_revision (check), ==,
                        i == 0 ? BURNISH_UDF_2_01 : BURNISH_UDF_2_50);
    }
}

static void
test_profiles (void)
{
  static const struct
  {
    Kind kind;
    gboolean is_dvd_video;
    gboolean is_bd;
  } cases[] = {
    { { .revision = BURNISH_UDF_1_02, .iso9660 = TRUE }, TRUE, FALSE },
    { { .revision = BURNISH_UDF_1_02 }, FALSE, FALSE },
    { { .revision = BURNISH_UDF_2_01, .iso9660 = TRUE }, FALSE, FALSE },
    { { .revision = BURNISH_UDF_2_50 }, FALSE, TRUE },
    { { .revision = BURNISH_UDF_2_50, .iso9660 = TRUE }, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Image) image = { 0 };
      g_autoptr (BurnishUdfCheck) dvd = NULL;
      g_autoptr (BurnishUdfCheck) bd = NULL;

      image_init (&image, &cases[i].kind, 2);
      dvd = check_profile (&image, BURNISH_UDF_PROFILE_DVD_VIDEO);
      bd = check_profile (&image, BURNISH_UDF_PROFILE_BD);
      g_assert_cmpint (!has_finding (dvd, "profile-dvd-video", -1), ==, cases[i].is_dvd_video);
      g_assert_cmpint (!has_finding (bd, "profile-bd", -1), ==, cases[i].is_bd);
    }
}

/* The identifier of the root that has a name of 8-bit characters. */
static guint8 *
find_name (const Image *image, const char *name)
{
  for (guint n = 1;; n++)
    {
      guint8 *bytes = get_identifier (image, n);

      if (bytes[19] == strlen (name) + 1
          && memcmp (bytes + BURNISH_UDF_FID_SIZE + 1, name, strlen (name)) == 0)
        return bytes;
    }
}

static void
rename_identifier (const Image *image, const char *name, const char *other_name)
{
  guint8 *bytes = find_name (image, name);

  g_assert_cmpuint (strlen (name), ==, strlen (other_name));
  memcpy (bytes + BURNISH_UDF_FID_SIZE + 1, other_name, strlen (name));
  seal (bytes);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *rule;
  } cases[] = {
    { "twin-a", "name-twice" },
    { "TWIN-A", "name-case-twin" },
    { "tw/n-b", "name-illegal" },
  };
  const Kind kind = { .revision = BURNISH_UDF_2_01 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Image) image = { 0 };

      image_init (&image, &kind, 3);
      rename_identifier (&image, "twin-b", cases[i].name);
      assert_finding (&image, cases[i].name, cases[i].rule, find_identifiers (&image));
    }
}

/* ---- One byte of a descriptor ---- */

static void
flip_each_byte (Image *image, guint32 block, guint n_bytes, const char *what)
{
  guint8 *bytes = get_block (image, block);

  for (guint i = 0; i < n_bytes; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s, byte %u", what, i);

      bytes[i] ^= 0x5A;
      assert_finding (image, name, NULL, block);
      bytes[i] ^= 0x5A;
    }
}

static void
test_volume_bytes (void)
{
  const Kind kind = { .revision = BURNISH_UDF_2_50 };
  const BurnishUdfTagId tags[] = {
    BURNISH_UDF_TAG_PRIMARY_VOLUME,    BURNISH_UDF_TAG_IMPLEMENTATION_USE_VOLUME,
    BURNISH_UDF_TAG_PARTITION,         BURNISH_UDF_TAG_LOGICAL_VOLUME,
    BURNISH_UDF_TAG_UNALLOCATED_SPACE, BURNISH_UDF_TAG_TERMINATOR,
  };
  g_auto (Image) image = { 0 };

  image_init (&image, &kind, 1);
  flip_each_byte (&image, BURNISH_UDF_ANCHOR_BLOCK, 512, "first anchor");
  flip_each_byte (&image, image.n_blocks - 257, 512, "second anchor");
  flip_each_byte (&image, image.n_blocks - 1, 512, "last anchor");
  flip_each_byte (&image, find_integrity (&image), 512, "integrity");
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    for (guint j = 0; j < 2; j++)
      flip_each_byte (&image, find_descriptor (&image, tags[i], j == 1), 512,
                      j == 1 ? "reserve sequence" : "main sequence");
}

static void
test_file_bytes (void)
{
  const BurnishUdfRevision revisions[] = { BURNISH_UDF_1_02, BURNISH_UDF_2_50 };

  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    {
      const Kind kind = { .revision = revisions[i] };
      g_auto (Image) image = { 0 };
      guint32 identifiers;

      image_init (&image, &kind, 1);
      identifiers = find_identifiers (&image);
      flip_each_byte (&image, find_tag (&image, BURNISH_UDF_TAG_FILE_SET), 512, "file set");
      flip_each_byte (&image, find_marked (&image), 512, "file entry");
      flip_each_byte (&image, find_entry (&image, BURNISH_UDF_FILE_DIRECTORY, 0), 512, "folder");
      flip_each_byte (&image, identifiers,
                      (guint) (get_identifier (&image, 3) - get_block (&image, identifiers)),
                      "identifiers");
    }
}

static void
test_map_bytes (void)
{
  const Kind metadata = { .revision = BURNISH_UDF_2_50 };
  const Kind virtual = { .revision = BURNISH_UDF_2_01, .has_vat = TRUE };
  const Kind old = { .revision = BURNISH_UDF_1_50, .has_vat = TRUE };
  g_auto (Image) image = { 0 };
  g_auto (Image) vat = { 0 };
  g_auto (Image) old_vat = { 0 };

  image_init (&image, &metadata, 1);
  flip_each_byte (&image, get_metadata_entry (&image, 0), 512, "metadata file");
  flip_each_byte (&image, get_metadata_entry (&image, 1), 512, "metadata mirror file");
  image_init (&vat, &virtual, 1);
  flip_each_byte (&vat, vat.n_blocks - 1, 512, "VAT");
  image_init (&old_vat, &old, 1);
  flip_each_byte (&old_vat, old_vat.n_blocks - 1, 512, "VAT of 1.50");
}

/* ---- What is no volume, or hostile ---- */

static void
test_nothing (void)
{
  const guint32 sizes[] = { 0, 1, 17, 256, 257, 258, 513, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Image)
          image = { g_malloc0 ((gsize) sizes[i] * BURNISH_BLOCK_SIZE + 1), sizes[i], -1 };
      g_autoptr (BurnishUdfCheck) check = check_image (&image);

      g_assert_true (has_finding (check, "anchor-none", -1));
      g_assert_true (has_finding (check, "recognition-sequence", -1));
      g_assert_cmpuint (burnish_udf_check_get_revision (check), ==, BURNISH_UDF_NONE);
    }
}

/* Whatever block cannot be read is named, and the rest is looked at. */
static void
test_unreadable (void)
{
  const Kind kind = { .revision = BURNISH_UDF_2_50, .is_duplicated = TRUE };
  g_auto (Image) image = { 0 };
  gint64 blocks[6];

  image_init (&image, &kind, 5);
  blocks[0] = BURNISH_UDF_ANCHOR_BLOCK;
  blocks[1] = get_sequence (&image, FALSE);
  blocks[2] = get_sequence (&image, TRUE) + 1;
  blocks[3] = get_metadata_entry (&image, 0);
  blocks[4] = find_marked (&image);
  blocks[5] = find_identifiers (&image);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      image.bad_block = blocks[i];
      assert_finding (&image, "unreadable", "block-unreadable", blocks[i]);
    }
}

static void
test_cancelled (void)
{
  const Kind kind = { .revision = BURNISH_UDF_1_02 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Image) image = { 0 };

  image_init (&image, &kind, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (_burnish_udf_check_blocks (image.n_blocks, 0, BURNISH_UDF_PROFILE_NONE, read_cb,
                                            &image, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A volume that is damaged everywhere keeps no more than a thousand findings of a rule, and counts
   all. */
static void
test_bounded (void)
{
  const Kind kind = { .revision = BURNISH_UDF_1_02 };
  g_auto (Image) image = { 0 };
  g_autoptr (BurnishUdfCheck) check = NULL;

  image_init (&image, &kind, 1500);
  for (guint32 block = BURNISH_UDF_ANCHOR_BLOCK + 1; block < image.n_blocks; block++)
    if (is_entry (&image, block) && get_block (&image, block)[27] == BURNISH_UDF_FILE_REGULAR)
      change (&image, block, 48, 2);
  check = check_image (&image);
  g_assert_cmpuint (burnish_udf_check_get_n_of_rule (check, "entry-link-count"), >, 1500);
  g_assert_cmpuint (burnish_udf_check_get_n_findings (check), ==, 1000);
  g_assert_cmpuint (burnish_udf_check_get_n_of_severity (check, BURNISH_UDF_SEVERITY_WARNING), ==,
                    burnish_udf_check_get_n_of_rule (check, "entry-link-count"));
}

/* Any bytes in any descriptor, with tags that are right again. */
static void
test_random (void)
{
  for (guint i = 0; i < 400; i++)
    {
      const Kind *kind = &kinds[i % G_N_ELEMENTS (kinds)];
      g_auto (Image) image = { 0 };
      g_autoptr (BurnishUdfCheck) check = NULL;

      image_init (&image, kind, 3);
      for (guint n = g_test_rand_int_range (1, 5); n > 0; n--)
        {
          guint8 *bytes =
              get_block (&image, (guint32) g_test_rand_int_range (16, (gint32) image.n_blocks));

          for (guint m = g_test_rand_int_range (1, 8); m > 0; m--)
            bytes[g_test_rand_int_range (16, 600)] = (guint8) g_test_rand_int ();
          if (_burnish_read_le16 (bytes + 10) <= BURNISH_BLOCK_SIZE - BURNISH_UDF_TAG_SIZE)
            seal (bytes);
        }
      check = check_image (&image);
      g_assert_nonnull (check);
    }
}

/* ---- The page that explains the rules ---- */

static void
test_page (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("BURNISH_SOURCE"), "docs", "udf-check.md", NULL);
  g_autoptr (GEnumClass) severities = g_type_class_ref (BURNISH_TYPE_UDF_SEVERITY);
  g_autoptr (GError) error = NULL;
  g_autofree char *page = NULL;
  guint n_rows = 0;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  for (const char *p = page; (p = strstr (p, "\n| `")) != NULL; p++)
    n_rows++;
  g_assert_cmpuint (n_rows, ==, BURNISH_UDF_N_RULES);
  for (BurnishUdfRule rule = 0; rule < BURNISH_UDF_N_RULES; rule++)
    {
      const char *severity =
          g_enum_get_value (severities, _burnish_udf_rule_get_severity (rule))->value_nick;
      g_autofree char *row =
          g_strdup_printf ("\n| `%s` | %s | %s | ", _burnish_udf_rule_get_id (rule), severity,
                           _burnish_udf_rule_get_clause (rule));

      if (strstr (page, row) == NULL)
        g_error ("The page does not have%s", row);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/udf-check/clean/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_clean);
    }
  g_test_add_func ("/udf-check/names", test_names);
  g_test_add_func ("/udf-check/sessions", test_sessions);
  g_test_add_func ("/udf-check/profiles", test_profiles);
  g_test_add_func ("/udf-check/bytes/volume", test_volume_bytes);
  g_test_add_func ("/udf-check/bytes/files", test_file_bytes);
  g_test_add_func ("/udf-check/bytes/maps", test_map_bytes);
  g_test_add_func ("/udf-check/nothing", test_nothing);
  g_test_add_func ("/udf-check/unreadable", test_unreadable);
  g_test_add_func ("/udf-check/cancelled", test_cancelled);
  g_test_add_func ("/udf-check/bounded", test_bounded);
  g_test_add_func ("/udf-check/random", test_random);
  g_test_add_func ("/udf-check/page", test_page);
  return g_test_run ();
}
