/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish.h"

#include <umockdev.h>

/*
 * Drives that come and go in a /sys of libumockdev; meson runs this under umockdev-wrapper. The
 * nodes are no drives at all: whoever opened them would find out.
 */

#define SCSI "/devices/pci0000:00/0000:00:1f.2/ata%d/host%d/target%d:0:0/%d:0:0:0"

typedef struct
{
  UMockdevTestbed *testbed;
  BurnishDriveMonitor *monitor;
  guint n_changes; /* of the list */
  guint position, n_removed, n_added;
  guint n_media; /* changes of media */
} Fixture;

static char *
get_syspath (int number)
{
  int host = number + 1;
  g_autofree char *scsi = g_strdup_printf (SCSI, host, host, host, host);

  return g_strdup_printf ("/sys%s/block/sr%d", scsi, number);
}

static void
add_scsi (Fixture *fixture, int number, const char *model)
{
  int host = number + 1;
  g_autofree char *text = g_strdup_printf ("P: " SCSI "\n"
                                           "E: DEVTYPE=scsi_device\n"
                                           "E: SUBSYSTEM=scsi\n"
                                           "A: vendor=ACME    \\n\n"
                                           "A: model=%-16s\\n\n"
                                           "A: rev=1.00\\n\n"
                                           "A: type=5\\n\n\n",
                                           host, host, host, host, model);
  g_autoptr (GError) error = NULL;

  umockdev_testbed_add_from_string (fixture->testbed, text, &error);
  g_assert_no_error (error);
}

static void
add_block (Fixture *fixture, int number, const char *properties)
{
  int host = number + 1;
  g_autofree char *text = g_strdup_printf ("P: " SCSI "/block/sr%d\n"
                                           "N: sr%d\n"
                                           "E: DEVNAME=/dev/sr%d\n"
                                           "E: DEVTYPE=disk\n"
                                           "E: MAJOR=11\n"
                                           "E: MINOR=%d\n"
                                           "E: SUBSYSTEM=block\n"
                                           "%s"
                                           "A: dev=11:%d\n"
                                           "A: removable=1\n"
                                           "L: device=../../../%d:0:0:0\n\n",
                                           host, host, host, host, number, number, number, number,
                                           properties, number, host);
  g_autoptr (GError) error = NULL;

  umockdev_testbed_add_from_string (fixture->testbed, text, &error);
  g_assert_no_error (error);
}

static void
items_changed_cb (G_GNUC_UNUSED GListModel *model,
                  guint position,
                  guint n_removed,
                  guint n_added,
                  gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changes++;
  fixture->position = position;
  fixture->n_removed = n_removed;
  fixture->n_added = n_added;
}

static void
medium_changed_cb (G_GNUC_UNUSED BurnishDrive *drive, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_media++;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->testbed = umockdev_testbed_new ();
  add_scsi (fixture, 1, "BURNER II");
  add_block (fixture, 1, "E: ID_CDROM=1\nE: ID_SERIAL=ACME_BURNER_II_77\nE: ID_SERIAL_SHORT=77\n");
  add_scsi (fixture, 0, "BURNER");
  add_block (fixture, 0,
             "E: ID_CDROM=1\nE: ID_SERIAL=ACME_BURNER\nE: ID_PATH=pci-0000:00:1f.2-ata-1\n");
  add_scsi (fixture, 2, "DISK");
  add_block (fixture, 2, "E: ID_SERIAL=ACME_DISK\n");
  fixture->monitor = burnish_drive_monitor_new ();
  g_signal_connect (fixture->monitor, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_finalize_object (fixture->monitor);
  g_object_unref (fixture->testbed);
}

static BurnishDrive *
get_drive (Fixture *fixture, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->monitor), position);
}

/* Runs the main context until the counter moves; the test's time limit ends a vain wait. */
static void
wait_for (const guint *counter, guint value)
{
  while (*counter < value)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (*counter, ==, value);
}

static void
test_two_drives (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishDrive) first = get_drive (fixture, 0);
  g_autoptr (BurnishDrive) second = get_drive (fixture, 1);
  g_autoptr (BurnishDrive) none = get_drive (fixture, 2);
  g_autofree char *name = burnish_drive_dup_display_name (second);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->monitor))
                 == BURNISH_TYPE_DRIVE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->monitor)), ==, 2);
  g_assert_null (none);
  g_assert_cmpstr (burnish_drive_get_path (first), ==, "/dev/sr0");
  g_assert_cmpstr (burnish_drive_get_path (second), ==, "/dev/sr1");
  g_assert_cmpstr (burnish_drive_get_vendor (first), ==, "ACME");
  g_assert_cmpstr (burnish_drive_get_model (first), ==, "BURNER");
  g_assert_cmpstr (burnish_drive_get_revision (first), ==, "1.00");
  g_assert_cmpstr (name, ==, "ACME BURNER II");
  g_assert_false (burnish_drive_is_image_file (first));
}

/* Without a serial number two drives of one model differ in where they are plugged in. */
static void
test_ids (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishDrive) first = get_drive (fixture, 0);
  g_autoptr (BurnishDrive) second = get_drive (fixture, 1);
  g_autoptr (BurnishDrive) found = NULL;
  g_autoptr (BurnishDrive) missing = NULL;

  g_assert_cmpstr (burnish_drive_get_id (first), ==, "ACME_BURNER@pci-0000:00:1f.2-ata-1");
  g_assert_cmpstr (burnish_drive_get_serial (first), ==, "");
  g_assert_cmpstr (burnish_drive_get_id (second), ==, "ACME_BURNER_II_77");
  g_assert_cmpstr (burnish_drive_get_serial (second), ==, "77");
  found = burnish_drive_monitor_lookup (fixture->monitor, "ACME_BURNER_II_77");
  g_assert_true (found == second);
  missing = burnish_drive_monitor_lookup (fixture->monitor, "ACME_BURNER");
  g_assert_null (missing);
}

static void
test_unplug_and_plug (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *syspath = get_syspath (0);
  g_autoptr (BurnishDrive) kept = get_drive (fixture, 1);
  g_autoptr (BurnishDrive) left = NULL;
  g_autoptr (BurnishDrive) back = NULL;

  umockdev_testbed_uevent (fixture->testbed, syspath, "remove");
  wait_for (&fixture->n_changes, 1);
  g_assert_cmpuint (fixture->position, ==, 0);
  g_assert_cmpuint (fixture->n_removed, ==, 1);
  g_assert_cmpuint (fixture->n_added, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->monitor)), ==, 1);
  left = get_drive (fixture, 0);
  g_assert_true (left == kept);

  umockdev_testbed_uevent (fixture->testbed, syspath, "add");
  wait_for (&fixture->n_changes, 2);
  g_assert_cmpuint (fixture->position, ==, 0);
  g_assert_cmpuint (fixture->n_removed, ==, 0);
  g_assert_cmpuint (fixture->n_added, ==, 1);
  back = get_drive (fixture, 0);
  g_assert_cmpstr (burnish_drive_get_path (back), ==, "/dev/sr0");
}

static void
test_medium_change (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *syspath = get_syspath (1);
  g_autofree char *other = get_syspath (0);
  g_autoptr (BurnishDrive) drive = get_drive (fixture, 1);
  g_autoptr (BurnishDrive) quiet = get_drive (fixture, 0);
  Fixture none = { 0 };

  g_signal_connect (drive, "medium-changed", G_CALLBACK (medium_changed_cb), fixture);
  g_signal_connect (quiet, "medium-changed", G_CALLBACK (medium_changed_cb), &none);
  umockdev_testbed_set_property (fixture->testbed, syspath, "DISK_MEDIA_CHANGE", "1");
  umockdev_testbed_uevent (fixture->testbed, syspath, "change");
  wait_for (&fixture->n_media, 1);

  /* An event without news says nothing; one with a disc that udev has found does. */
  umockdev_testbed_set_property (fixture->testbed, syspath, "DISK_MEDIA_CHANGE", "0");
  umockdev_testbed_uevent (fixture->testbed, syspath, "change");
  umockdev_testbed_set_property (fixture->testbed, syspath, "ID_CDROM_MEDIA", "1");
  umockdev_testbed_uevent (fixture->testbed, syspath, "change");
  wait_for (&fixture->n_media, 2);

  /* The events of both drives come in order: this one tells that no third came. */
  umockdev_testbed_uevent (fixture->testbed, other, "remove");
  wait_for (&fixture->n_changes, 1);
  g_assert_cmpuint (fixture->n_media, ==, 2);
  g_assert_cmpuint (none.n_media, ==, 0);
}

static void
remove_last_reference_cb (BurnishDrive *drive, gpointer user_data)
{
  BurnishDriveMonitor **monitor = user_data;

  g_signal_handlers_disconnect_by_func (drive, remove_last_reference_cb, user_data);
  g_clear_object (monitor);
}

/* A listener may drop the monitor while it tells of an event. */
static void
test_dropped_in_handler (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *syspath = get_syspath (0);
  BurnishDriveMonitor *monitor = burnish_drive_monitor_new ();
  g_autoptr (BurnishDrive) drive = g_list_model_get_item (G_LIST_MODEL (monitor), 0);
  gpointer weak = monitor;

  g_object_add_weak_pointer (G_OBJECT (monitor), &weak);
  g_signal_connect (drive, "medium-changed", G_CALLBACK (remove_last_reference_cb), &monitor);
  umockdev_testbed_set_property (fixture->testbed, syspath, "DISK_MEDIA_CHANGE", "1");
  umockdev_testbed_uevent (fixture->testbed, syspath, "change");
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (monitor);
  g_assert_cmpstr (burnish_drive_get_path (drive), ==, "/dev/sr0");
}

static void
test_image_file (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *syspath = get_syspath (0);
  g_autoptr (BurnishDrive) drive = NULL;

  burnish_drive_monitor_set_image_file (fixture->monitor, "/tmp/disc.iso");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (fixture->position, ==, 2);
  drive = get_drive (fixture, 2);
  g_assert_true (burnish_drive_is_image_file (drive));
  g_assert_cmpstr (burnish_drive_get_id (drive), ==, "image:/tmp/disc.iso");
  g_assert_cmpstr (burnish_drive_get_path (drive), ==, "/tmp/disc.iso");

  /* It stays the last one. */
  umockdev_testbed_uevent (fixture->testbed, syspath, "remove");
  wait_for (&fixture->n_changes, 2);
  umockdev_testbed_uevent (fixture->testbed, syspath, "add");
  wait_for (&fixture->n_changes, 3);
  g_assert_cmpuint (fixture->position, ==, 0);
  burnish_drive_monitor_set_image_file (fixture->monitor, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->monitor)), ==, 2);
}

static void
add_test (const char *path, void (*function) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/drive-monitor/two-drives", test_two_drives);
  add_test ("/drive-monitor/ids", test_ids);
  add_test ("/drive-monitor/unplug-and-plug", test_unplug_and_plug);
  add_test ("/drive-monitor/medium-change", test_medium_change);
  add_test ("/drive-monitor/dropped-in-handler", test_dropped_in_handler);
  add_test ("/drive-monitor/image-file", test_image_file);
  return g_test_run ();
}
