/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-handmade.h"

#include "burnish-recorded-volume-private.h"

#include <string.h>

/* What a disc that is added to has, when it is damaged or made to do harm. */

#define N_DAMAGED 30u

/* The recognition sequence (ECMA-167 2/8.3, 3/9.1). */
static void
put_recognition (HandmadeVolume *volume)
{
  static const char *const ids[] = { "BEA01", "NSR02", "TEA01" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      guint8 *sector = get_sector (volume, 16 + i);

      memcpy (sector + 1, ids[i], 5);
      sector[6] = 1;
    }
  if (volume->revision >= BURNISH_UDF_2_00)
    get_sector (volume, 17)[5] = '3';
}

static void
assert_not_read (HandmadeVolume *volume,
                 GCancellable *cancellable,
                 GQuark domain,
                 int code,
                 const char *message)
{
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  g_assert_null (_burnish_recorded_volume_read (&device, cancellable, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, message));
}

/* Behind as many reasons as are kept, what is damaged is still not taken. */
static void
test_many_reasons (void)
{
  static const guint8 cut_off[] = { 5, 9, 0, 0, 8, 'a' };
  g_autoptr (HandmadeVolume) volume = handmade_volume_new (BURNISH_UDF_1_02);

  put_recognition (volume);
  begin_folder (volume, 1);
  for (guint i = 0; i < N_DAMAGED; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      add_name (volume, name, 100 + i, 0);
    }
  add_name (volume, "link", 2, 0);
  add_name (volume, "embedded", 3, 0);
  end_folder (volume);
  put_entry (volume, 2, BURNISH_UDF_FILE_SYMLINK, BURNISH_UDF_ALLOCATION_EMBEDDED, sizeof cut_off,
             cut_off, sizeof cut_off);
  /* As large as no memory is. */
  put_entry (volume, 3, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_EMBEDDED,
             G_GUINT64_CONSTANT (1) << 62, "text", 4);
  assert_not_read (volume, NULL, BURNISH_ERROR, BURNISH_ERROR_REFUSED, "The UDF volume is damaged");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/recorded-volume/many-reasons", test_many_reasons);
  return g_test_run ();
}
