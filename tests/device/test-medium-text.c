/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-private.h"
#include "burnish-medium-text.h"

#include <locale.h>

#define BLOCKS_OF_MB(mb) ((mb) *1000000ULL / BURNISH_BLOCK_SIZE)

static BurnishMedium *
make_medium (guint profile, BurnishMediumState state, guint64 capacity_mb, guint64 used_mb)
{
  BurnishMedium *medium = g_object_new (BURNISH_TYPE_MEDIUM, NULL);

  medium->kind = _burnish_kind_lookup (profile);
  medium->state = state;
  medium->capacity_blocks = BLOCKS_OF_MB (capacity_mb);
  medium->used_blocks = BLOCKS_OF_MB (used_mb);
  medium->free_blocks = medium->capacity_blocks - medium->used_blocks;
  return medium;
}

static void
assert_summary (BurnishMedium *medium, const char *expected)
{
  g_autofree char *text = burnish_medium_dup_summary (medium);
  /* g_format_size() puts a no-break space before the unit. */
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);
  g_autofree char *plain = g_strjoinv (" ", parts);

  g_assert_cmpstr (plain, ==, expected);
}

static void
test_summary (void)
{
  static const struct
  {
    guint profile;
    BurnishMediumState state;
    guint64 capacity_mb;
    guint64 used_mb;
    const char *text;
  } cases[] = {
    { 0x1b, BURNISH_MEDIUM_BLANK, 4700, 0, "Blank DVD+R, 4.7 GB free" },
    { 0x43, BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_UNFORMATTED, 25000, 0,
      "Unformatted BD-RE, 25.0 GB free" },
    { 0x51, BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_UNSUPPORTED, 0, 0, "Blank HD DVD-R" },
    { 0x10, BURNISH_MEDIUM_FINALIZED | BURNISH_MEDIUM_WRITE_PROTECTED, 4700, 4700,
      "DVD-ROM with 4.7 GB of data" },
    { 0x1a, BURNISH_MEDIUM_OVERWRITABLE, 4700, 1200, "DVD+RW, 1.2 GB of 4.7 GB used" },
    { 0x1b, BURNISH_MEDIUM_APPENDABLE, 4700, 1200, "DVD+R, 1.2 GB of 4.7 GB used" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BurnishMedium) medium =
          make_medium (cases[i].profile, cases[i].state, cases[i].capacity_mb, cases[i].used_mb);

      assert_summary (medium, cases[i].text);
    }
}

static void
test_summary_of_image_file (void)
{
  g_autoptr (BurnishMedium) free_room = make_medium (0, BURNISH_MEDIUM_BLANK, 9000, 0);
  g_autoptr (BurnishMedium) written = make_medium (0, BURNISH_MEDIUM_OVERWRITABLE, 9000, 700);

  free_room->is_image_file = written->is_image_file = TRUE;
  assert_summary (free_room, "Image file, 9.0 GB free");
  assert_summary (written, "Image file with 700.0 MB of data");
}

static void
test_states (void)
{
  g_autoptr (BurnishMedium) medium = make_medium (0x43, 0, 0, 0);
  g_autofree char *none = burnish_medium_dup_state_text (medium);
  g_autofree char *several = NULL;
  g_autofree char *protection = NULL;

  g_assert_cmpstr (none, ==, "");
  g_assert_null (burnish_medium_dup_write_protection_text (medium));
  medium->state = BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_OVERWRITABLE | BURNISH_MEDIUM_UNFORMATTED;
  several = burnish_medium_dup_state_text (medium);
  g_assert_cmpstr (several, ==, "Blank, overwritable, not formatted");
  medium->write_protection = BURNISH_WRITE_PROTECTION_CARTRIDGE | BURNISH_WRITE_PROTECTION_ON_DISC;
  protection = burnish_medium_dup_write_protection_text (medium);
  g_assert_cmpstr (protection, ==, "By the switch of its cartridge, by a flag on the disc");
}

/* A state or protection that is added to the library must get its words. */
static void
test_every_flag_has_words (void)
{
  g_autoptr (BurnishMedium) medium = make_medium (0x1b, 0, 0, 0);

  for (guint bit = 0; 1u << bit <= BURNISH_MEDIUM_UNSUPPORTED; bit++)
    {
      g_autofree char *text = NULL;

      medium->state = 1u << bit;
      text = burnish_medium_dup_state_text (medium);
      g_assert_cmpstr (text, !=, "");
    }
  for (guint bit = 0; 1u << bit <= BURNISH_WRITE_PROTECTION_READ_ONLY_KIND; bit++)
    {
      g_autofree char *text = NULL;

      medium->write_protection = 1u << bit;
      text = burnish_medium_dup_write_protection_text (medium);
      g_assert_nonnull (text);
    }
  for (guint operation = 0; operation < BURNISH_N_OPERATIONS; operation++)
    g_assert_nonnull (burnish_operation_to_text (operation));
}

static void
test_tracks (void)
{
  BurnishTrack track = { .number = 1, .session = 1, .start_block = -150, .n_blocks = 500 };
  g_autofree char *data = burnish_track_dup_text (&track);
  g_autofree char *audio = NULL;
  g_autofree char *blank = NULL;

  track.is_audio = TRUE;
  audio = burnish_track_dup_text (&track);
  track.is_blank = TRUE;
  blank = burnish_track_dup_text (&track);
  g_assert_cmpstr (data, ==, "from block -150, 1.0\302\240MB, data");
  g_assert_cmpstr (audio, ==, "from block -150, 1.0\302\240MB, audio");
  g_assert_cmpstr (blank, ==, "from block -150, 1.0\302\240MB, nothing written");
}

static void
test_formats_and_features (void)
{
  const BurnishFormat full = { .type = 0, .n_blocks = BLOCKS_OF_MB (4700) };
  const BurnishFormat unknown = { .type = 0x3f, .n_blocks = BLOCKS_OF_MB (4700) };
  const BurnishFeature named = { .code = 0x41 };
  const BurnishFeature nameless = { .code = 0xff01 };
  g_autofree char *full_text = burnish_format_dup_text (&full);
  g_autofree char *unknown_text = burnish_format_dup_text (&unknown);
  g_autofree char *name = burnish_feature_dup_name (&named);
  g_autofree char *number = burnish_feature_dup_name (&nameless);

  g_assert_cmpstr (full_text, ==, "Full format, 4.7\302\240GB");
  g_assert_cmpstr (unknown_text, ==, "Format type 3Fh, 4.7\302\240GB");
  g_assert_cmpstr (name, ==, "BD Write");
  g_assert_cmpstr (number, ==, "FF01h");
}

static void
test_speeds (void)
{
  g_autoptr (BurnishMedium) medium = make_medium (0x1b, BURNISH_MEDIUM_BLANK, 4700, 0);
  g_autofree char *text = NULL;

  g_assert_null (burnish_medium_dup_write_speeds_text (medium));
  for (guint factor = 16; factor >= 8; factor /= 2)
    {
      BurnishWriteSpeed *speed = g_new0 (BurnishWriteSpeed, 1);

      speed->speed_kbs = 1385 * factor;
      g_ptr_array_add (medium->write_speeds, speed);
    }
  text = burnish_medium_dup_write_speeds_text (medium);
  g_assert_cmpstr (text, ==, "16.0× (22160 kB/s), 8.0× (11080 kB/s)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_add_func ("/medium-text/summary", test_summary);
  g_test_add_func ("/medium-text/image-file", test_summary_of_image_file);
  g_test_add_func ("/medium-text/states", test_states);
  g_test_add_func ("/medium-text/every-flag", test_every_flag_has_words);
  g_test_add_func ("/medium-text/tracks", test_tracks);
  g_test_add_func ("/medium-text/formats-and-features", test_formats_and_features);
  g_test_add_func ("/medium-text/speeds", test_speeds);
  return g_test_run ();
}
