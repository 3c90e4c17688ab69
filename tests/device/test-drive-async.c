/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish.h"

/*
 * The rules of the asynchronous calls, on image-file drives: they complete on the caller's main
 * context, and no worker thread ever drops the last reference to a drive.
 */

typedef struct
{
  GThread *main_thread;
  GThread *finalized_on; /* the thread on which the drive died */
  BurnishMedium *medium;
  GError *error;
  gboolean done;
} Fixture;

static void
finalized_cb (gpointer user_data, G_GNUC_UNUSED GObject *where_the_object_was)
{
  Fixture *fixture = user_data;

  fixture->finalized_on = g_thread_self ();
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (g_thread_self () == fixture->main_thread);
  fixture->medium = burnish_drive_inspect_finish (BURNISH_DRIVE (source), result, &fixture->error);
  fixture->done = TRUE;
}

static void
ejected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (burnish_drive_eject_finish (BURNISH_DRIVE (source), result, &fixture->error));
  fixture->done = TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (burnish_drive_load_finish (BURNISH_DRIVE (source), result, &fixture->error));
  fixture->done = TRUE;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->main_thread = g_thread_self ();
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_object (&fixture->medium);
  g_clear_error (&fixture->error);
}

static BurnishDrive *
make_drive (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "burnish-never-made.iso", NULL);
  BurnishDrive *drive = burnish_drive_new_for_image_file (path);

  g_object_weak_ref (G_OBJECT (drive), finalized_cb, fixture);
  return drive;
}

static void
run (Fixture *fixture)
{
  while (!fixture->done || fixture->finalized_on == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fixture->finalized_on == fixture->main_thread);
}

static void
test_inspect (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      /* The caller lets go at once; the call keeps the drive until it is done. */
      g_autoptr (BurnishDrive) drive = make_drive (fixture);

      burnish_drive_inspect_async (drive, NULL, inspected_cb, fixture);
      g_clear_object (&drive);
      run (fixture);
      g_assert_no_error (fixture->error);
      g_assert_cmpint (burnish_medium_get_state (fixture->medium), ==,
                       BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_OVERWRITABLE);
      g_clear_object (&fixture->medium);
      fixture->done = FALSE;
      fixture->finalized_on = NULL;
    }
}

static void
test_cancelled (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (BurnishDrive) drive = make_drive (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  burnish_drive_inspect_async (drive, cancellable, inspected_cb, fixture);
  g_clear_object (&drive);
  run (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fixture->medium);
}

static void
test_no_tray (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BurnishDrive) drive = make_drive (fixture);

  if (GPOINTER_TO_INT (data))
    burnish_drive_eject_async (drive, NULL, ejected_cb, fixture);
  else
    burnish_drive_load_async (drive, NULL, loaded_cb, fixture);
  g_clear_object (&drive);
  run (fixture);
  g_assert_error (fixture->error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/drive-async/inspect", Fixture, NULL, set_up, test_inspect, tear_down);
  g_test_add ("/drive-async/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/drive-async/eject", Fixture, GINT_TO_POINTER (1), set_up, test_no_tray, tear_down);
  g_test_add ("/drive-async/load", Fixture, GINT_TO_POINTER (0), set_up, test_no_tray, tear_down);
  return g_test_run ();
}
