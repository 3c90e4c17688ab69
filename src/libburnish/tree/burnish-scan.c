/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"

#include "burnish-tree-private.h"

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

typedef enum
{
  SCAN_NEW,
  SCAN_RUNNING,
  SCAN_FAILED,
  SCAN_DONE,
  SCAN_MERGED,
} ScanState;

enum
{
  SIGNAL_PROGRESS,
  N_SIGNALS
};

struct _BurnishScan
{
  GObject parent_instance;

  GPtrArray *files; /* (owned) of GFile */
  gboolean is_list; /* of any number of files, which are in a folder that has no name */
  ScanState state;
  BurnishScanRun run;

  /* While it runs asynchronously, with the run's lock held */
  GMainContext *context; /* (owned) (nullable) */
  GSource *progress;     /* (owned) (nullable): under way to the context */
  gint64 last_progress_us;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishScan, burnish_scan, G_TYPE_OBJECT)

static void
burnish_scan_finalize (GObject *object)
{
  BurnishScan *self = BURNISH_SCAN (object);

  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->run.excludes);
  g_ptr_array_unref (self->run.left_out);
  g_array_unref (self->run.gone);
  _burnish_arena_clear (&self->run.arena);
  g_mutex_clear (&self->run.lock);
  G_OBJECT_CLASS (burnish_scan_parent_class)->finalize (object);
}

static void
burnish_scan_class_init (BurnishScanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = burnish_scan_finalize;

  /**
   * BurnishScan::progress:
   * @self: the scan
   *
   * The counts have grown. Emitted at most ten times a second while the scan runs asynchronously,
   * on the main context that it was started from.
   */
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", BURNISH_TYPE_SCAN, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_scan_init (BurnishScan *self)
{
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->run.lock);
  _burnish_arena_init (&self->run.arena);
  self->run.include_hidden = TRUE;
  self->run.excludes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  self->run.left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_left_out_unref);
  self->run.gone = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
}

/**
 * burnish_scan_new:
 * @path: (type filename): a folder or a regular file on this computer, or a symbolic link to one;
 *   a relative path starts from the current folder
 *
 * Returns: (transfer full): a scan that has not run yet
 */
BurnishScan *
burnish_scan_new (const char *path)
{
  g_autoptr (GFile) file = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  file = g_file_new_for_path (path);
  return burnish_scan_new_for_file (file);
}

/**
 * burnish_scan_new_for_file:
 * @file: a folder or a regular file
 *
 * Returns: (transfer full): a scan that has not run yet
 */
BurnishScan *
burnish_scan_new_for_file (GFile *file)
{
  BurnishScan *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  self = g_object_new (BURNISH_TYPE_SCAN, NULL);
  g_ptr_array_add (self->files, g_object_ref (file));
  return self;
}

/**
 * burnish_scan_new_for_files:
 * @files: a list of #GFile: folders and regular files
 *
 * Makes a scan of several files and folders, as somebody selected them. They are all in one folder
 * that has no name and whose contents are to be merged. One of them that cannot be read is left
 * out as anything else would be; two of the same name are both kept.
 *
 * Returns: (transfer full): a scan that has not run yet
 */
BurnishScan *
burnish_scan_new_for_files (GListModel *files)
{
  BurnishScan *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (files), NULL);
  self = g_object_new (BURNISH_TYPE_SCAN, NULL);
  self->is_list = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (self->files, g_list_model_get_item (files, i));
  return self;
}

BurnishScan *
_burnish_scan_new_done (BurnishArena *arena, GPtrArray *left_out)
{
  BurnishScan *self = g_object_new (BURNISH_TYPE_SCAN, NULL);
  const BurnishNodeData *top = _burnish_arena_get (arena, BURNISH_NODE_ROOT);

  self->run.n_files = top->n_files;
  self->run.n_folders = top->n_folders;
  self->run.size_bytes = top->size_bytes;
  _burnish_arena_adopt (&self->run.arena, arena);
  g_ptr_array_extend_and_steal (self->run.left_out, left_out);
  _burnish_scan_run_sort_left_out (&self->run);
  self->state = SCAN_DONE;
  return self;
}

/**
 * burnish_scan_set_include_hidden:
 * @self: a scan that has not run yet
 * @include_hidden: whether hidden files and folders are staged; they are by default
 *
 * Sets what becomes of files and folders whose name begins with a dot.
 */
void
burnish_scan_set_include_hidden (BurnishScan *self, gboolean include_hidden)
{
  g_return_if_fail (BURNISH_IS_SCAN (self) && self->state == SCAN_NEW);
  self->run.include_hidden = include_hidden;
}

/**
 * burnish_scan_set_symlinks:
 * @self: a scan that has not run yet
 * @symlinks: what becomes of symbolic links; they are kept by default
 *
 * Does not concern the file or folder that is scanned itself, which may always be a link.
 */
void
burnish_scan_set_symlinks (BurnishScan *self, BurnishSymlinkPolicy symlinks)
{
  g_return_if_fail (BURNISH_IS_SCAN (self) && self->state == SCAN_NEW);
  self->run.symlinks = symlinks;
}

/**
 * burnish_scan_add_exclude:
 * @self: a scan that has not run yet
 * @pattern: names to leave out: "*" stands for any characters, "?" for one
 *
 * Leaves out files and folders, with everything in them, whose name matches.
 */
void
burnish_scan_add_exclude (BurnishScan *self, const char *pattern)
{
  g_return_if_fail (BURNISH_IS_SCAN (self) && self->state == SCAN_NEW);
  g_return_if_fail (pattern != NULL && g_utf8_validate (pattern, -1, NULL));
  g_ptr_array_add (self->run.excludes, g_pattern_spec_new (pattern));
}

static gboolean
run (BurnishScan *self, GCancellable *cancellable, GError **error)
{
  gboolean success;

  self->run.cancellable = cancellable;
  success = self->is_list ? _burnish_scan_files (&self->run, self->files, error)
                          : _burnish_scan_file (&self->run, self->files->pdata[0], error);
  self->run.cancellable = NULL;
  if (!success || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->run.is_full)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_TREE_TOO_LARGE,
                           "The folder holds more than a tree can");
      return FALSE;
    }
  _burnish_scan_run_finish (&self->run);
  return TRUE;
}

/**
 * burnish_scan_run:
 * @self: a scan that has not run yet
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error: %BURNISH_ERROR_SOURCE_MISSING and
 *   %BURNISH_ERROR_SOURCE_UNREADABLE when nothing at all can be read,
 *   %BURNISH_ERROR_NOT_SUPPORTED for a device and the like, %BURNISH_ERROR_TREE_TOO_LARGE,
 *   %G_IO_ERROR_CANCELLED
 *
 * Reads everything and waits for it. What cannot be read is no error but listed
 * ([method@Burnish.Scan.get_left_out]).
 *
 * Returns: whether there is something to merge
 */
gboolean
burnish_scan_run (BurnishScan *self, GCancellable *cancellable, GError **error)
{
  gboolean success;

  g_return_val_if_fail (BURNISH_IS_SCAN (self) && self->state == SCAN_NEW, FALSE);
  self->state = SCAN_RUNNING;
  success = run (self, cancellable, error);
  self->state = success ? SCAN_DONE : SCAN_FAILED;
  return success;
}

static gboolean
progress_cb (gpointer data)
{
  BurnishScan *self = data;

  g_mutex_lock (&self->run.lock);
  g_clear_pointer (&self->progress, g_source_unref);
  g_mutex_unlock (&self->run.lock);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  return G_SOURCE_REMOVE;
}

/* On a thread of the scan, with the lock held. */
static void
counts_changed_cb (gpointer data)
{
  BurnishScan *self = data;
  gint64 now_us = g_get_monotonic_time ();

  if (self->progress != NULL || now_us - self->last_progress_us < PROGRESS_INTERVAL)
    return;
  self->last_progress_us = now_us;
  self->progress = g_idle_source_new ();
  g_source_set_priority (self->progress, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->progress, progress_cb, g_object_ref (self), g_object_unref);
  g_source_attach (self->progress, self->context);
}

static void
run_in_thread (GTask *task, gpointer object, G_GNUC_UNUSED gpointer data, GCancellable *cancellable)
{
  BurnishScan *self = object;
  GError *error = NULL;

  if (run (self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * burnish_scan_run_async:
 * @self: a scan that has not run yet
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's main context when it is over
 * @user_data: data for @callback
 *
 * Reads everything on other threads; see [method@Burnish.Scan.run].
 */
void
burnish_scan_run_async (BurnishScan *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BURNISH_IS_SCAN (self) && self->state == SCAN_NEW);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, burnish_scan_run_async);
  self->state = SCAN_RUNNING;
  self->context = g_main_context_ref_thread_default ();
  self->last_progress_us = g_get_monotonic_time ();
  self->run.counts_changed = counts_changed_cb;
  self->run.user_data = self;
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * burnish_scan_run_finish:
 * @self: a scan
 * @result: what the callback got
 * @error: return location for an error, as of [method@Burnish.Scan.run]
 *
 * Returns: whether there is something to merge
 */
gboolean
burnish_scan_run_finish (BurnishScan *self, GAsyncResult *result, GError **error)
{
  gboolean success;

  g_return_val_if_fail (BURNISH_IS_SCAN (self) && g_task_is_valid (result, self), FALSE);
  success = g_task_propagate_boolean (G_TASK (result), error);
  self->state = success ? SCAN_DONE : SCAN_FAILED;
  if (self->progress != NULL)
    g_source_destroy (self->progress);
  g_clear_pointer (&self->progress, g_source_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  return success;
}

/**
 * burnish_scan_get_n_files:
 * @self: a scan
 *
 * Any thread, at any time.
 *
 * Returns: how many files were found so far
 */
guint32
burnish_scan_get_n_files (BurnishScan *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (BURNISH_IS_SCAN (self), 0);
  locker = g_mutex_locker_new (&self->run.lock);
  return self->run.n_files;
}

/**
 * burnish_scan_get_n_folders:
 * @self: a scan
 *
 * Any thread, at any time.
 *
 * Returns: how many folders were found so far; the only file or folder that is scanned is not
 *   counted, those of a list are
 */
guint32
burnish_scan_get_n_folders (BurnishScan *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (BURNISH_IS_SCAN (self), 0);
  locker = g_mutex_locker_new (&self->run.lock);
  return self->run.n_folders;
}

/**
 * burnish_scan_get_size_bytes:
 * @self: a scan
 *
 * Any thread, at any time.
 *
 * Returns: the sizes of all files found so far added up
 */
guint64
burnish_scan_get_size_bytes (BurnishScan *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (BURNISH_IS_SCAN (self), 0);
  locker = g_mutex_locker_new (&self->run.lock);
  return self->run.size_bytes;
}

/**
 * burnish_scan_get_n_excluded:
 * @self: a scan
 *
 * Any thread, at any time.
 *
 * Returns: how many files, folders and links the options left out so far; what is in such a folder
 *   is not counted
 */
guint32
burnish_scan_get_n_excluded (BurnishScan *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (BURNISH_IS_SCAN (self), 0);
  locker = g_mutex_locker_new (&self->run.lock);
  return self->run.n_excluded;
}

/**
 * burnish_scan_get_n_left_out:
 * @self: a scan that is over
 *
 * Returns: how many things are missing in the tree though the options do not exclude them
 */
guint
burnish_scan_get_n_left_out (BurnishScan *self)
{
  g_return_val_if_fail (BURNISH_IS_SCAN (self) && self->state != SCAN_RUNNING, 0);
  return self->run.left_out->len;
}

/**
 * burnish_scan_get_left_out:
 * @self: a scan that is over
 * @index: less than [method@Burnish.Scan.get_n_left_out]
 *
 * Returns: (transfer none): one of them, in byte order of their paths
 */
BurnishLeftOut *
burnish_scan_get_left_out (BurnishScan *self, guint index)
{
  g_return_val_if_fail (index < burnish_scan_get_n_left_out (self), NULL);
  return g_ptr_array_index (self->run.left_out, index);
}

BurnishArena *
_burnish_scan_get_arena (BurnishScan *self)
{
  return self->state == SCAN_DONE ? &self->run.arena : NULL;
}

void
_burnish_scan_set_merged (BurnishScan *self)
{
  self->state = SCAN_MERGED;
}
