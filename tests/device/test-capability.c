/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-private.h"

/* Rules that no emulated drive gives occasion for: drives that can less than others. */

static BurnishMedium *
make_medium (guint profile, BurnishMediumState state)
{
  BurnishMedium *medium = g_object_new (BURNISH_TYPE_MEDIUM, NULL);

  medium->kind = _burnish_kind_lookup (profile);
  medium->state = state;
  return medium;
}

static void
add_feature (BurnishMedium *medium, guint16 code, guint8 first_byte)
{
  BurnishFeature *feature = g_new0 (BurnishFeature, 1);

  feature->code = code;
  feature->data[0] = first_byte;
  g_ptr_array_add (medium->features, feature);
}

static void
assert_reason (BurnishMedium *medium, BurnishOperation operation, const char *code)
{
  g_assert_cmpstr (burnish_medium_get_reason_code (medium, operation), ==, code);
  g_assert_true (burnish_medium_can (medium, operation) == (code == NULL));
}

static void
test_reading_drive (void)
{
  g_autoptr (BurnishMedium) medium = make_medium (0x41, BURNISH_MEDIUM_BLANK);

  assert_reason (medium, BURNISH_OPERATION_WRITE, "drive-cannot-write");
  add_feature (medium, 0x41, 0);
  assert_reason (medium, BURNISH_OPERATION_WRITE, NULL);
}

static void
test_cd_features (void)
{
  g_autoptr (BurnishMedium) medium = make_medium (0x09, BURNISH_MEDIUM_BLANK);

  add_feature (medium, 0x2d, 0x00);
  assert_reason (medium, BURNISH_OPERATION_AUDIO, NULL);
  assert_reason (medium, BURNISH_OPERATION_CD_TEXT, "drive-without-cd-text");
  assert_reason (medium, BURNISH_OPERATION_SIMULATE, "no-test-run");
  add_feature (medium, 0x2e, 0x01);
  assert_reason (medium, BURNISH_OPERATION_CD_TEXT, NULL);
}

static void
test_every_text (void)
{
  static const guint profiles[] = { 0x08, 0x09, 0x0a, 0x12, 0x13, 0x14, 0x1a, 0x1b, 0x41, 0x43 };

  /* Whatever the state: a reason has a code and a whole sentence, and reading has no other
     obstacle than a blank disc. */
  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++)
    for (guint state = 0; state < 1 << 9; state++)
      {
        g_autoptr (BurnishMedium) medium = make_medium (profiles[i], state);

        for (guint operation = 0; operation < BURNISH_N_OPERATIONS; operation++)
          {
            g_autofree char *text = burnish_medium_dup_reason (medium, operation);

            g_assert_true ((text != NULL) == !burnish_medium_can (medium, operation));
            g_assert_true (text == NULL || g_str_has_suffix (text, "."));
          }
        assert_reason (medium, BURNISH_OPERATION_READ,
                       state & BURNISH_MEDIUM_BLANK ? "disc-blank" : NULL);
      }
}

static void
assert_room (guint profile, BurnishMediumState state, guint64 used_blocks, guint64 room_blocks)
{
  g_autoptr (BurnishMedium) medium = make_medium (profile, state);

  add_feature (medium, medium->kind->write_feature, 0);
  medium->capacity_blocks = 1000;
  medium->used_blocks = used_blocks;
  medium->free_blocks = state & BURNISH_MEDIUM_OVERWRITABLE ? 1000 : 1000 - used_blocks;
  g_assert_cmpuint (burnish_medium_get_room_blocks (medium), ==, room_blocks);
}

static void
test_room (void)
{
  assert_room (0x1b, BURNISH_MEDIUM_BLANK, 0, 1000);
  assert_room (0x1b, BURNISH_MEDIUM_APPENDABLE, 300, 0);
  assert_room (0x1b, BURNISH_MEDIUM_FINALIZED, 300, 0);
  assert_room (0x1a, BURNISH_MEDIUM_OVERWRITABLE, 300, 1000);
  assert_room (0x1a, BURNISH_MEDIUM_OVERWRITABLE, 1000, 1000);
  assert_room (0x1a, BURNISH_MEDIUM_OVERWRITABLE | BURNISH_MEDIUM_WRITE_PROTECTED, 300, 0);
  /* A DVD-RW to be erased: a capacity that is no more than what is used says nothing. */
  assert_room (0x14, BURNISH_MEDIUM_FINALIZED, 300, 1000);
  assert_room (0x14, BURNISH_MEDIUM_FINALIZED, 1000, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capability/reading-drive", test_reading_drive);
  g_test_add_func ("/capability/cd-features", test_cd_features);
  g_test_add_func ("/capability/every-text", test_every_text);
  g_test_add_func ("/capability/room", test_room);
  return g_test_run ();
}
