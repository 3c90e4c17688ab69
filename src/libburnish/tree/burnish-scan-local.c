/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-scan-private.h"

#include "burnish-node-stat-private.h"
#include "burnish-source-path-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/*
 * Several threads take folders from a common stack. A folder that was read keeps its descriptor for
 * as long as folders in it wait to be opened; beyond a number of descriptors, and after that, they
 * are opened anew from the top, one folder below the other.
 */

#define MAX_THREADS      4
#define MAX_OPEN_FOLDERS 128
#define ENTRIES_SIZE     (64 * 1024)

/* A folder that was read, for those in it. */
typedef struct _ReadFolder ReadFolder;
struct _ReadFolder
{
  gatomicrefcount ref_count;
  ReadFolder *parent; /* (owned) (nullable): kept where links are followed, to find loops */
  int fd;             /* -1: too many are open */
  dev_t device;
  ino_t inode;
};

typedef struct
{
  BurnishNode node;
  BurnishSource *source;
  ReadFolder *parent; /* (owned) (nullable) */
} WaitingFolder;

typedef struct
{
  BurnishScanRun *run;
  GMutex lock;
  GCond changed;
  GArray *waiting; /* (owned) of WaitingFolder: a stack */
  guint n_busy;    /* threads that may still push */
  int n_open;      /* atomic */
  uid_t uid;
  gid_t gid;
  GArray *groups; /* (owned) of gid_t */
} LocalScan;

typedef struct
{
  LocalScan *scan;
  BurnishScanWriter writer;
  char *entries; /* (owned) */
} Worker;

/* What is being read. */
typedef struct
{
  Worker *worker;
  const WaitingFolder *folder;
  ReadFolder *read;
} Reading;

static void
read_folder_unref (LocalScan *scan, ReadFolder *self)
{
  while (self != NULL && g_atomic_ref_count_dec (&self->ref_count))
    {
      ReadFolder *parent = self->parent;

      if (self->fd >= 0)
        {
          close (self->fd);
          g_atomic_int_add (&scan->n_open, -1);
        }
      g_free (self);
      self = parent;
    }
}

static void
leave_out (Reading *reading, const char *name, BurnishLeftOutReason reason, int code)
{
  _burnish_scan_run_leave_out (reading->worker->scan->run,
                               _burnish_source_dup_path (reading->folder->source, name), reason,
                               code);
}

static void
leave_out_errno (Reading *reading, const char *name, int code)
{
  gboolean vanished = code == ENOENT || code == ENOTDIR;

  leave_out (reading, name, vanished ? BURNISH_LEFT_OUT_VANISHED : BURNISH_LEFT_OUT_UNREADABLE,
             vanished ? 0 : code);
}

static gboolean
is_in_group (LocalScan *scan, gid_t gid)
{
  if (gid == scan->gid)
    return TRUE;
  for (guint i = 0; i < scan->groups->len; i++)
    if (g_array_index (scan->groups, gid_t, i) == gid)
      return TRUE;
  return FALSE;
}

/* The system is asked only where the permission bits say no: an access control list may say yes. */
static gboolean
may_read (Reading *reading, const char *name, const struct stat *status)
{
  LocalScan *scan = reading->worker->scan;
  mode_t bit = status->st_uid == scan->uid          ? S_IRUSR
               : is_in_group (scan, status->st_gid) ? S_IRGRP
                                                    : S_IROTH;

  return scan->uid == 0 || (status->st_mode & bit)
         || faccessat (reading->read->fd, name, R_OK, AT_EACCESS) == 0;
}

static const char *
store_name (Reading *reading, const char *name)
{
  return _burnish_store_add_string (reading->worker->writer.store, name, strlen (name));
}

static void
add_link (Reading *reading, const char *name, BurnishNodeData *data)
{
  BurnishStore *store = reading->worker->writer.store;
  char target[PATH_MAX];
  ssize_t length = readlinkat (reading->read->fd, name, target, sizeof target);

  if (length < 0)
    {
      leave_out_errno (reading, name, errno);
      return;
    }
  data->name = store_name (reading, name);
  data->source = _burnish_source_new (store, BURNISH_SOURCE_LINK, NULL,
                                      _burnish_store_add_string (store, target, (gsize) length));
  _burnish_scan_writer_add (&reading->worker->writer, data);
}

static void
add_file (Reading *reading, const char *name, BurnishNodeData *data, const struct stat *status)
{
  if (!may_read (reading, name, status))
    {
      leave_out (reading, name, BURNISH_LEFT_OUT_UNREADABLE, EACCES);
      return;
    }
  data->name = store_name (reading, name);
  data->source = reading->folder->source;
  /* A file of another file system than its folder: mounted there, or behind a link. */
  if (status->st_dev != reading->read->device)
    {
      BurnishSource *source =
          _burnish_source_new (reading->worker->writer.store, BURNISH_SOURCE_LOCAL_FILE,
                               reading->folder->source, data->name);

      source->device = status->st_dev;
      data->source = source;
    }
  _burnish_scan_writer_add (&reading->worker->writer, data);
}

static gboolean
is_around (ReadFolder *folder, const struct stat *status)
{
  for (; folder != NULL; folder = folder->parent)
    if (folder->device == status->st_dev && folder->inode == status->st_ino)
      return TRUE;
  return FALSE;
}

/* Turns what is known about a link into what is known about what it points to. */
static gboolean
follow (Reading *reading, const char *name, struct stat *status)
{
  if (fstatat (reading->read->fd, name, status, 0) < 0)
    {
      if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
        leave_out (reading, name, BURNISH_LEFT_OUT_BROKEN_LINK, 0);
      else
        leave_out_errno (reading, name, errno);
      return FALSE;
    }
  if (S_ISDIR (status->st_mode) && is_around (reading->read, status))
    {
      leave_out (reading, name, BURNISH_LEFT_OUT_LINK_LOOP, 0);
      return FALSE;
    }
  return TRUE;
}

static void
add_known (Reading *reading, const char *name, struct stat *status, guint8 flags)
{
  BurnishNodeData data;

  _burnish_node_init_from_stat (&data, status);
  data.flags |= flags;
  if (S_ISREG (status->st_mode))
    add_file (reading, name, &data, status);
  else if (S_ISLNK (status->st_mode))
    add_link (reading, name, &data);
  else if (S_ISDIR (status->st_mode))
    {
      data.name = store_name (reading, name);
      _burnish_scan_writer_add (&reading->worker->writer, &data);
    }
  else
    leave_out (reading, name, BURNISH_LEFT_OUT_SPECIAL_FILE, 0);
}

static void
add_entry (Reading *reading, const char *name)
{
  BurnishScanRun *run = reading->worker->scan->run;
  struct stat status;
  guint8 flags = 0;

  if (g_str_equal (name, ".") || g_str_equal (name, "..")
      || _burnish_scan_run_excludes (run, name, name[0] == '.'))
    return;
  if (fstatat (reading->read->fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
    {
      leave_out_errno (reading, name, errno);
      return;
    }
  if (S_ISLNK (status.st_mode) && run->symlinks == BURNISH_SYMLINKS_LEAVE_OUT)
    {
      _burnish_scan_run_count_excluded (run);
      return;
    }
  if (run->symlinks == BURNISH_SYMLINKS_FOLLOW)
    {
      /* Several ways may lead to any file then. */
      flags = S_ISLNK (status.st_mode) ? BURNISH_NODE_FLAG_SHARED | BURNISH_NODE_FLAG_FOLLOWS
                                       : BURNISH_NODE_FLAG_SHARED;
      if (S_ISLNK (status.st_mode) && !follow (reading, name, &status))
        return;
    }
  add_known (reading, name, &status, flags);
}

static void
read_entries (Reading *reading)
{
  Worker *worker = reading->worker;
  ssize_t n_read;

  while ((n_read = getdents64 (reading->read->fd, worker->entries, ENTRIES_SIZE)) > 0)
    for (ssize_t offset = 0; offset < n_read;)
      {
        const struct dirent64 *entry = (gpointer) (worker->entries + offset);

        if (_burnish_scan_run_should_stop (worker->scan->run))
          return;
        add_entry (reading, entry->d_name);
        offset += entry->d_reclen;
      }
  if (n_read < 0)
    leave_out (reading, NULL, BURNISH_LEFT_OUT_UNREADABLE, errno);
}

/* Opens a folder from the one that it lies in, or from the top. */
static ReadFolder *
open_folder (LocalScan *scan, const WaitingFolder *folder)
{
  static const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  const BurnishSource *source = folder->source;
  ReadFolder *read;
  struct stat status;
  int fd;

  if (folder->parent != NULL && folder->parent->fd >= 0)
    fd = openat (folder->parent->fd, source->name, flags | (source->follows_link ? 0 : O_NOFOLLOW));
  else
    fd = _burnish_source_open_at (source, NULL, FALSE, flags);
  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) < 0)
    {
      int saved_errno = errno;

      close (fd);
      errno = saved_errno;
      return NULL;
    }
  read = g_new0 (ReadFolder, 1);
  g_atomic_ref_count_init (&read->ref_count);
  read->fd = fd;
  read->device = status.st_dev;
  read->inode = status.st_ino;
  g_atomic_int_inc (&scan->n_open);
  if (scan->run->symlinks == BURNISH_SYMLINKS_FOLLOW && folder->parent != NULL)
    {
      read->parent = folder->parent;
      g_atomic_ref_count_inc (&read->parent->ref_count);
    }
  return read;
}

static void
close_if_many (LocalScan *scan, ReadFolder *read)
{
  if (g_atomic_int_get (&scan->n_open) <= MAX_OPEN_FOLDERS)
    return;
  close (read->fd);
  read->fd = -1;
  g_atomic_int_add (&scan->n_open, -1);
}

/* Puts the folders that were found on the stack, the first on top. */
static void
push_folders (Reading *reading)
{
  LocalScan *scan = reading->worker->scan;
  BurnishScanWriter *writer = &reading->worker->writer;
  gboolean is_first = TRUE;

  for (guint i = writer->entries->len; i-- > 0;)
    {
      const BurnishScanEntry *entry = &g_array_index (writer->entries, BurnishScanEntry, i);
      WaitingFolder folder = { .node = entry->node, .parent = reading->read };

      if (!entry->is_folder)
        continue;
      if (is_first)
        close_if_many (scan, reading->read);
      is_first = FALSE;
      folder.source = _burnish_source_new (writer->store, BURNISH_SOURCE_LOCAL_FOLDER,
                                           reading->folder->source, entry->name);
      folder.source->follows_link = entry->follows_link;
      g_atomic_ref_count_inc (&reading->read->ref_count);
      g_mutex_lock (&scan->lock);
      g_array_append_val (scan->waiting, folder);
      g_cond_signal (&scan->changed);
      g_mutex_unlock (&scan->lock);
    }
}

/* FALSE and errno where it cannot even be opened. */
static gboolean
scan_folder (Worker *worker, const WaitingFolder *folder)
{
  Reading reading = { worker, folder, open_folder (worker->scan, folder) };

  if (reading.read == NULL)
    return FALSE;
  folder->source->device = reading.read->device;
  _burnish_scan_writer_begin (&worker->writer, folder->node, folder->source);
  read_entries (&reading);
  _burnish_scan_writer_end (&worker->writer);
  push_folders (&reading);
  read_folder_unref (worker->scan, reading.read);
  return TRUE;
}

/* The next folder; none when all are read, or when it is time to stop. */
static gboolean
pop_folder (LocalScan *scan, WaitingFolder *folder)
{
  gboolean is_found = FALSE;

  g_mutex_lock (&scan->lock);
  while (scan->waiting->len == 0 && scan->n_busy > 0)
    g_cond_wait (&scan->changed, &scan->lock);
  if (scan->waiting->len > 0)
    {
      *folder = g_array_index (scan->waiting, WaitingFolder, scan->waiting->len - 1);
      g_array_set_size (scan->waiting, scan->waiting->len - 1);
      scan->n_busy++;
      is_found = TRUE;
    }
  g_mutex_unlock (&scan->lock);
  return is_found;
}

static void
finish_folder (LocalScan *scan, WaitingFolder *folder)
{
  read_folder_unref (scan, folder->parent);
  g_mutex_lock (&scan->lock);
  if (--scan->n_busy == 0)
    g_cond_broadcast (&scan->changed);
  g_mutex_unlock (&scan->lock);
}

static void
lose_folder (Worker *worker, const WaitingFolder *folder, int code)
{
  Reading reading = { .worker = worker, .folder = folder };

  leave_out_errno (&reading, NULL, code);
  _burnish_scan_run_lose_folder (worker->scan->run, folder->node);
}

static gpointer
work (gpointer data)
{
  LocalScan *scan = data;
  Worker worker = { .scan = scan, .entries = g_malloc (ENTRIES_SIZE) };
  WaitingFolder folder;

  _burnish_scan_writer_init (&worker.writer, scan->run);
  while (pop_folder (scan, &folder))
    {
      if (!_burnish_scan_run_should_stop (scan->run) && !scan_folder (&worker, &folder))
        lose_folder (&worker, &folder, errno);
      finish_folder (scan, &folder);
    }
  _burnish_scan_writer_clear (&worker.writer);
  g_free (worker.entries);
  return NULL;
}

static void
work_with_all (LocalScan *scan)
{
  GThread *threads[MAX_THREADS];
  guint n_threads = MIN (MAX_THREADS, g_get_num_processors ()) - 1;

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("burnish-scan", work, scan);
  work (scan);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
}

static void
init_identity (LocalScan *scan)
{
  int n_groups = getgroups (0, NULL);

  scan->uid = geteuid ();
  scan->gid = getegid ();
  scan->groups = g_array_new (FALSE, FALSE, sizeof (gid_t));
  if (n_groups <= 0)
    return;
  g_array_set_size (scan->groups, (guint) n_groups);
  n_groups = getgroups (n_groups, (gid_t *) scan->groups->data);
  g_array_set_size (scan->groups, (guint) MAX (0, n_groups));
}

static gboolean
fail (BurnishScanRun *run, const char *path, int code, GError **error)
{
  g_autofree char *display_path = g_filename_display_name (path);
  GError *failure =
      g_error_new (BURNISH_ERROR,
                   code == ENOENT || code == ENOTDIR ? BURNISH_ERROR_SOURCE_MISSING
                                                     : BURNISH_ERROR_SOURCE_UNREADABLE,
                   "%s: %s", display_path, g_strerror (code));

  run->top_code = code;
  burnish_error_set_path (failure, path);
  g_propagate_error (error, failure);
  return FALSE;
}

static BurnishSource *
new_folder_source (BurnishStore *store, const char *path, dev_t device)
{
  BurnishSource *source =
      _burnish_source_new (store, BURNISH_SOURCE_LOCAL_FOLDER, NULL,
                           _burnish_store_add_string (store, path, strlen (path)));

  source->device = device;
  return source;
}

/* A file is known by its folder and name, as all others are. Of several tops many may lie in the
   same folder. */
static const BurnishSource *
find_folder_source (BurnishScanRun *run, const char *path, dev_t device)
{
  g_autofree char *folder_path = g_path_get_dirname (path);
  const BurnishSource *last = run->top_folder;

  if (last == NULL || last->device != device || !g_str_equal (last->name, folder_path))
    run->top_folder = new_folder_source (run->arena.store, folder_path, device);
  return run->top_folder;
}

static void
add_top (BurnishScanRun *run,
         const char *path,
         const struct stat *status,
         gboolean is_link,
         WaitingFolder *top)
{
  g_autofree char *name = g_path_get_basename (path);
  BurnishStore *store = run->arena.store;
  BurnishNodeData data;

  _burnish_node_init_from_stat (&data, status);
  data.name = g_str_equal (name, "/") ? "" : _burnish_store_add_string (store, name, strlen (name));
  if (S_ISDIR (status->st_mode))
    {
      top->source = new_folder_source (store, path, status->st_dev);
      top->source->follows_link = is_link;
    }
  else
    {
      data.source = find_folder_source (run, path, status->st_dev);
      data.flags |= is_link ? BURNISH_NODE_FLAG_FOLLOWS : 0;
    }
  top->node = _burnish_scan_run_add_top (run, &data);
}

gboolean
_burnish_scan_local (BurnishScanRun *run, const char *path, GError **error)
{
  LocalScan scan = { .run = run };
  WaitingFolder top = { 0 };
  struct stat link_status, status;
  int fd;

  if (lstat (path, &link_status) < 0 || stat (path, &status) < 0)
    return fail (run, path, errno, error);
  if (!S_ISDIR (status.st_mode) && !S_ISREG (status.st_mode))
    {
      g_autofree char *display_path = g_filename_display_name (path);

      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
                   "%s: This is neither a folder nor a regular file", display_path);
      return FALSE;
    }
  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return fail (run, path, errno, error);
  close (fd);
  add_top (run, path, &status, S_ISLNK (link_status.st_mode), &top);
  if (!S_ISDIR (status.st_mode))
    return TRUE;

  init_identity (&scan);
  g_mutex_init (&scan.lock);
  g_cond_init (&scan.changed);
  scan.waiting = g_array_new (FALSE, FALSE, sizeof (WaitingFolder));
  g_array_append_val (scan.waiting, top);
  work_with_all (&scan);
  g_array_unref (scan.waiting);
  g_array_unref (scan.groups);
  g_cond_clear (&scan.changed);
  g_mutex_clear (&scan.lock);
  return TRUE;
}
