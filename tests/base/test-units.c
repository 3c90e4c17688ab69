/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-units.h"

static void
test_blocks (void)
{
  g_assert_cmpuint (burnish_bytes_to_blocks (0), ==, 0);
  g_assert_cmpuint (burnish_bytes_to_blocks (1), ==, 1);
  g_assert_cmpuint (burnish_bytes_to_blocks (2048), ==, 1);
  g_assert_cmpuint (burnish_bytes_to_blocks (2049), ==, 2);
  g_assert_cmpuint (burnish_bytes_to_blocks (G_MAXUINT64), ==, G_MAXUINT64 / 2048 + 1);
}

static void
test_speeds (void)
{
  g_autofree char *dvd = burnish_format_speed (22160, BURNISH_DISC_FAMILY_DVD);
  g_autofree char *file = burnish_format_speed (1000, BURNISH_DISC_FAMILY_NONE);

  g_assert_cmpstr (dvd, ==, "16.0× (22160 kB/s)");
  g_assert_cmpstr (file, ==, "1000 kB/s");
  g_assert_cmpfloat_with_epsilon (burnish_speed_to_factor (71928, BURNISH_DISC_FAMILY_BD), 16.0,
                                  0.01);
  g_assert_cmpfloat_with_epsilon (burnish_speed_to_factor (8467, BURNISH_DISC_FAMILY_CD), 48.0,
                                  0.1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/units/blocks", test_blocks);
  g_test_add_func ("/units/speeds", test_speeds);
  return g_test_run ();
}
