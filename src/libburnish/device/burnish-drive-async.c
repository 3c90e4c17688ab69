/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-drive-private.h"

/*
 * Each operation runs on a thread of its own: a drive may keep it for half a minute, too long for a
 * shared pool. The thread holds an inner task without a source object, for it must never drop the
 * last reference to a BurnishDrive; the outer task is completed on the caller's main context.
 */

typedef enum
{
  OPERATION_INSPECT,
  OPERATION_EJECT,
  OPERATION_LOAD,
} Operation;

typedef struct
{
  Operation operation;
  BurnishDriveInfo *info; /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  _burnish_drive_info_unref (run->info);
  g_free (run);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) inner = data;
  const Run *run = g_task_get_task_data (inner);
  GCancellable *cancellable = g_task_get_cancellable (inner);
  GError *error = NULL;
  BurnishMedium *medium = NULL;

  switch (run->operation)
    {
    case OPERATION_INSPECT:
      medium = _burnish_drive_info_inspect (run->info, cancellable, &error);
      break;
    case OPERATION_EJECT:
      _burnish_drive_info_eject (run->info, cancellable, &error);
      break;
    case OPERATION_LOAD:
      _burnish_drive_info_load (run->info, cancellable, &error);
      break;
    default:
      g_assert_not_reached ();
    }
  if (error)
    g_task_return_error (inner, error);
  else
    g_task_return_pointer (inner, medium, g_object_unref);
  return NULL;
}

static void
inner_done_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;
  BurnishMedium *medium = g_task_propagate_pointer (G_TASK (result), &error);

  if (error)
    g_task_return_error (outer, error);
  else
    g_task_return_pointer (outer, medium, g_object_unref);
}

static void
start (BurnishDrive *self,
       Operation operation,
       const char *thread_name,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       gpointer tag)
{
  GTask *outer = g_task_new (self, cancellable, callback, user_data);
  GTask *inner;
  Run *run = g_new0 (Run, 1);

  g_task_set_source_tag (outer, tag);
  run->operation = operation;
  run->info = _burnish_drive_info_ref (_burnish_drive_get_info (self));
  inner = g_task_new (NULL, cancellable, inner_done_cb, outer);
  g_task_set_task_data (inner, run, run_free);
  g_thread_unref (g_thread_new (thread_name, run_thread, inner));
}

static gboolean
finish_boolean (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * burnish_drive_inspect_async:
 * @self: a drive
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called on the caller's main context
 * @user_data: data for @callback
 *
 * Looks at the disc in the drive without blocking, see [method@Burnish.Drive.inspect].
 */
void
burnish_drive_inspect_async (BurnishDrive *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (BURNISH_IS_DRIVE (self));
  start (self, OPERATION_INSPECT, "burnish-inspect", cancellable, callback, user_data,
         burnish_drive_inspect_async);
}

/**
 * burnish_drive_inspect_finish:
 * @self: a drive
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): what is known of the disc
 */
BurnishMedium *
burnish_drive_inspect_finish (BurnishDrive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * burnish_drive_eject_async:
 * @self: a drive
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called on the caller's main context
 * @user_data: data for @callback
 *
 * Opens the tray without blocking, see [method@Burnish.Drive.eject].
 */
void
burnish_drive_eject_async (BurnishDrive *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (BURNISH_IS_DRIVE (self));
  start (self, OPERATION_EJECT, "burnish-eject", cancellable, callback, user_data,
         burnish_drive_eject_async);
}

/**
 * burnish_drive_eject_finish:
 * @self: a drive
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the tray is open
 */
gboolean
burnish_drive_eject_finish (BurnishDrive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish_boolean (result, error);
}

/**
 * burnish_drive_load_async:
 * @self: a drive
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called on the caller's main context
 * @user_data: data for @callback
 *
 * Closes the tray without blocking, see [method@Burnish.Drive.load].
 */
void
burnish_drive_load_async (BurnishDrive *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (BURNISH_IS_DRIVE (self));
  start (self, OPERATION_LOAD, "burnish-load", cancellable, callback, user_data,
         burnish_drive_load_async);
}

/**
 * burnish_drive_load_finish:
 * @self: a drive
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the tray is closed
 */
gboolean
burnish_drive_load_finish (BurnishDrive *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish_boolean (result, error);
}
