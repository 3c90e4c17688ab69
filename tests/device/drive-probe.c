/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish.h"

#include "burnish-base-enums.h"
#include "burnish-device-enums.h"

#include <string.h>

/*
 * Does one thing with a drive and prints what came of it as key and value, for the Python tests:
 *
 *   drive-probe info PATH     the drive and the disc in it
 *   drive-probe eject PATH    and load
 *   drive-probe owner PATH    who holds it
 *   drive-probe together PATH looks from 100 threads at once
 *   drive-probe cancel PATH   begins to look at a disc that never gets ready, and cancels
 *   drive-probe list -        the drives that the monitor lists
 */

static int
fail (const GError *error)
{
  BurnishSense sense;

  if (error->domain == BURNISH_ERROR)
    g_print ("error %s\n", burnish_error_code_to_string (error->code));
  else
    g_print ("error %s %d\n", g_quark_to_string (error->domain), error->code);
  g_print ("message %s\n", error->message);
  if (burnish_error_get_sense (error, &sense))
    g_print ("sense %x/%02x/%02x\n", sense.key, sense.asc, sense.ascq);
  return 1;
}

static void
print_flags (const char *key, GType type, guint value)
{
  g_autofree char *text = g_flags_to_string (type, value);

  g_print ("%s %s\n", key, text);
}

static void
print_states (BurnishMediumState state)
{
  g_autoptr (GFlagsClass) klass = g_type_class_ref (BURNISH_TYPE_MEDIUM_STATE);

  g_print ("state");
  for (guint i = 0; i < klass->n_values; i++)
    if (state & klass->values[i].value)
      g_print (" %s", klass->values[i].value_nick);
  g_print ("\n");
}

static void
print_operations (BurnishMedium *medium)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_OPERATION);

  for (guint i = 0; i < klass->n_values; i++)
    {
      BurnishOperation operation = klass->values[i].value;
      g_autofree char *reason = burnish_medium_dup_reason (medium, operation);

      g_assert_true (burnish_medium_can (medium, operation) == (reason == NULL));
      g_print ("can-%s %s\n", klass->values[i].value_nick,
               reason ? burnish_medium_get_reason_code (medium, operation) : "yes");
    }
}

static void
print_lists (BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);
  GPtrArray *speeds = burnish_medium_get_write_speeds (medium);
  GPtrArray *formats = burnish_medium_get_formats (medium);

  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);

      g_print ("track-%u session %u start %" G_GINT64_FORMAT " blocks %" G_GUINT64_FORMAT
               " next %" G_GINT64_FORMAT "%s%s%s%s\n",
               track->number, track->session, track->start_block, track->n_blocks,
               track->next_writable_address, track->is_audio ? " audio" : "",
               track->is_blank ? " blank" : "", track->is_reserved ? " reserved" : "",
               track->is_damaged ? " damaged" : "");
    }
  g_print ("speeds");
  for (guint i = 0; i < speeds->len; i++)
    g_print (" %u", ((const BurnishWriteSpeed *) g_ptr_array_index (speeds, i))->speed_kbs);
  g_print ("\nformats");
  for (guint i = 0; i < formats->len; i++)
    {
      const BurnishFormat *format = g_ptr_array_index (formats, i);

      g_print (" %02xh:%" G_GUINT64_FORMAT, format->type, format->n_blocks);
    }
  g_print ("\nn-features %u\nn-profiles %u\n", burnish_medium_get_features (medium)->len,
           burnish_medium_get_profiles (medium)->len);
}

static void
print_medium (BurnishMedium *medium)
{
  g_autofree char *fingerprint = burnish_medium_dup_fingerprint (medium);

  g_print ("profile %02x\nname %s\n", burnish_medium_get_profile (medium),
           burnish_medium_get_profile_name (medium));
  print_states (burnish_medium_get_state (medium));
  g_print ("capacity %" G_GUINT64_FORMAT "\nfree %" G_GUINT64_FORMAT "\nused %" G_GUINT64_FORMAT
           "\nnext-writable %" G_GINT64_FORMAT "\nsessions %u\n",
           burnish_medium_get_capacity_blocks (medium), burnish_medium_get_free_blocks (medium),
           burnish_medium_get_used_blocks (medium),
           burnish_medium_get_next_writable_address (medium),
           burnish_medium_get_n_sessions (medium));
  g_print ("manufacturer %s\nlabel %s\nfile-system %s\nvolume-blocks %" G_GUINT64_FORMAT "\n",
           burnish_medium_get_manufacturer_id (medium), burnish_medium_get_label (medium),
           burnish_medium_get_file_system (medium), burnish_medium_get_volume_blocks (medium));
  print_flags ("write-protection", BURNISH_TYPE_WRITE_PROTECTION,
               burnish_medium_get_write_protection (medium));
  g_print ("spare %" G_GINT64_FORMAT "\nfree-spare %" G_GINT64_FORMAT "\n",
           burnish_medium_get_n_spare_blocks (medium),
           burnish_medium_get_n_free_spare_blocks (medium));
  g_print ("fingerprint %s\n", fingerprint);
  print_lists (medium);
  print_operations (medium);
}

static int
show (BurnishDrive *drive)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = burnish_drive_dup_display_name (drive);
  g_autoptr (BurnishMedium) medium = NULL;

  g_print ("drive %s\nid %s\nserial %s\n", name, burnish_drive_get_id (drive),
           burnish_drive_get_serial (drive));
  medium = burnish_drive_inspect (drive, NULL, &error);
  if (medium == NULL)
    return fail (error);
  print_medium (medium);
  return 0;
}

static int
show_owner (BurnishDrive *drive)
{
  g_autofree char *owner = burnish_drive_dup_lock_owner (drive);

  g_print ("owner %s\n", owner ? owner : "-");
  return 0;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect_finish (BURNISH_DRIVE (source), result, &error);
  guint *n_done = user_data;

  g_assert_no_error (error);
  g_assert_nonnull (medium);
  (*n_done)++;
}

static int
look_together (BurnishDrive *drive)
{
  guint n_done = 0;

  for (guint i = 0; i < 100; i++)
    burnish_drive_inspect_async (drive, NULL, counted_cb, &n_done);
  while (n_done < 100)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect_finish (BURNISH_DRIVE (source), result, error);

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_assert_null (medium);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* The drive never gets ready; looking must end soon after it is cancelled, on the main context. */
static int
cancel (BurnishDrive *drive)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 start;

  burnish_drive_inspect_async (drive, cancellable, inspected_cb, &error);
  g_timeout_add (300, cancel_cb, cancellable);
  while (!g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  start = g_get_monotonic_time ();
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_print ("cancel-ms %" G_GINT64_FORMAT "\n", (g_get_monotonic_time () - start) / 1000);
  return fail (error);
}

static int
show_list (void)
{
  g_autoptr (BurnishDriveMonitor) monitor = burnish_drive_monitor_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (monitor)); i++)
    {
      g_autoptr (BurnishDrive) drive = g_list_model_get_item (G_LIST_MODEL (monitor), i);

      g_print ("drive-%u %s\n", i, burnish_drive_get_path (drive));
    }
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDrive) drive = NULL;

  g_assert_cmpint (argc, ==, 3);
  if (strcmp (argv[1], "list") == 0)
    return show_list ();
  drive = burnish_drive_new_for_path (argv[2], &error);
  if (drive == NULL)
    return fail (error);
  if (strcmp (argv[1], "info") == 0)
    return show (drive);
  if (strcmp (argv[1], "owner") == 0)
    return show_owner (drive);
  if (strcmp (argv[1], "together") == 0)
    return look_together (drive);
  if (strcmp (argv[1], "cancel") == 0)
    return cancel (drive);
  if (strcmp (argv[1], "eject") == 0)
    return burnish_drive_eject (drive, NULL, &error) ? 0 : fail (error);
  g_assert_cmpstr (argv[1], ==, "load");
  return burnish_drive_load (drive, NULL, &error) ? 0 : fail (error);
}
