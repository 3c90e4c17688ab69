/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "udf-handmade.h"

#include "burnish-recorded-volume-private.h"
#include "burnish-stream-attributes-private.h"

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

/* An empty file with two streams, each of which has a block for its value. */
static HandmadeVolume *
make_streams (void)
{
  HandmadeVolume *volume = handmade_volume_new (BURNISH_UDF_2_00);

  put_recognition (volume);
  begin_folder (volume, 1);
  add_name (volume, "file", 2, 0);
  end_folder (volume);
  _burnish_udf_write_long_ad (get_block (volume, 2) + 152, BURNISH_BLOCK_SIZE, 3, 0);
  put_text (volume, 2, "");
  begin_folder (volume, 3);
  add_name (volume, "one", 4, 0);
  add_name (volume, "two", 5, 0);
  end_folder_of (volume, BURNISH_UDF_FILE_STREAM_DIRECTORY);
  for (guint i = 0; i < 2; i++)
    {
      guint8 descriptor[8] = { BURNISH_BLOCK_SIZE & 0xff, BURNISH_BLOCK_SIZE >> 8, 0, 0,
                               (guint8) (100 + 100 * i) };

      put_entry (volume, 4 + i, BURNISH_UDF_FILE_REGULAR, BURNISH_UDF_ALLOCATION_SHORT,
                 BURNISH_BLOCK_SIZE, descriptor, sizeof descriptor);
    }
  return volume;
}

/* A stream that is not read because nothing is read any more is no reason to refuse the disc. */
static void
test_cancelled_in_streams (void)
{
  g_autoptr (HandmadeVolume) volume = make_streams ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  volume->last_block = HANDMADE_PARTITION + 100;
  volume->cancellable = cancellable;
  assert_not_read (volume, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
}

/* Also of a bridge, whose links are taken from ISO 9660. */
static void
test_link_with_streams (void)
{
  static const guint8 target[] = { 5, 2, 0, 0, 8, 'x' };
  g_autoptr (HandmadeVolume) volume = make_streams ();
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (BurnishRecordedAttributes) attributes = NULL;
  g_autoptr (BurnishUdfContents) contents = NULL;
  BurnishUdfDevice device = get_device (volume);
  g_autoptr (GError) error = NULL;

  put_entry (volume, 2, BURNISH_UDF_FILE_SYMLINK, BURNISH_UDF_ALLOCATION_EMBEDDED, sizeof target,
             target, sizeof target);
  contents = read_volume (volume);
  attributes = _burnish_recorded_attributes_read (contents, &device, reasons, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reasons->len, ==, 1);
  assert_not_read (volume, NULL, BURNISH_ERROR, BURNISH_ERROR_REFUSED, "“file” is a link");
}

static void
count_lost_cb (G_GNUC_UNUSED const char *name, gpointer user_data)
{
  guint *n_lost = user_data;

  (*n_lost)++;
}

/* Values that cannot be read take memory as others do. */
static void
test_unreadable_values (void)
{
  g_autoptr (HandmadeVolume) volume = make_streams ();
  g_autoptr (BurnishUdfContents) contents = read_volume (volume);
  BurnishStore *store = _burnish_store_new ();
  BurnishUdfDevice device = get_device (volume);
  const BurnishSourceAttributes *attributes;
  gsize total_bytes = 0;
  guint n_lost = 0;

  volume->cancels = TRUE;
  attributes = _burnish_stream_attributes_read (contents, &device,
                                                _burnish_udf_contents_get_entry (contents, 1),
                                                store, &total_bytes, count_lost_cb, &n_lost);
  g_assert_cmpuint (attributes->n_items, ==, 0);
  g_assert_cmpuint (n_lost, ==, 2);
  g_assert_cmpuint (total_bytes, ==, 2 * BURNISH_BLOCK_SIZE);
  _burnish_store_unref (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/recorded-volume/many-reasons", test_many_reasons);
  g_test_add_func ("/image/recorded-volume/cancelled-in-streams", test_cancelled_in_streams);
  g_test_add_func ("/image/recorded-volume/link-with-streams", test_link_with_streams);
  g_test_add_func ("/image/recorded-volume/unreadable-values", test_unreadable_values);
  return g_test_run ();
}
