/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-extraction-target-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What Linux takes for a name (NAME_MAX); names of UDF can be longer in UTF-8. */
#define MAX_NAME_BYTES 255
#define FOLDER_FLAGS   (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* Modes where none is recorded. */
#define FILE_MODE   0644
#define FOLDER_MODE 0755

struct _BurnishExtractionTarget
{
  const BurnishUdfContents *tree; /* (unowned) */
  int root_fd;
  int folder_fd;       /* of the folder that was used last; -1: none */
  guint32 folder;      /* its node */
  GHashTable *created; /* (owned) of Place */
};

/* A file wherever its name is. */
typedef struct
{
  dev_t device;
  ino_t inode;
} Place;

static guint
hash_place (gconstpointer data)
{
  const Place *place = data;

  return (guint) place->inode ^ (guint) (place->inode >> 32) ^ (guint) place->device;
}

static gboolean
are_same_place (gconstpointer a, gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;

  return left->inode == right->inode && left->device == right->device;
}

void
_burnish_extraction_target_set_error (GError **error, int saved_errno, const char *what)
{
  BurnishError code = BURNISH_ERROR_TARGET_FAILED;

  if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    code = BURNISH_ERROR_TARGET_FULL;
  else if (saved_errno == EEXIST || saved_errno == EISDIR || saved_errno == ENOTDIR
           || saved_errno == ELOOP)
    code = BURNISH_ERROR_TARGET_EXISTS;
  g_set_error (error, BURNISH_ERROR, code, "Cannot %s: %s", what, g_strerror (saved_errno));
}

BurnishExtractionTarget *
_burnish_extraction_target_open (const char *path, const BurnishUdfContents *tree, GError **error)
{
  BurnishExtractionTarget *self;
  int fd;

  if (g_mkdir_with_parents (path, FOLDER_MODE) != 0
      || (fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
    {
      int saved_errno = errno;

      _burnish_extraction_target_set_error (error, saved_errno, "open the target folder");
      if (error != NULL)
        burnish_error_set_path (*error, path);
      return NULL;
    }
  self = g_new0 (BurnishExtractionTarget, 1);
  self->tree = tree;
  self->root_fd = fd;
  self->folder_fd = -1;
  self->created = g_hash_table_new_full (hash_place, are_same_place, g_free, NULL);
  return self;
}

static void
forget_folder (BurnishExtractionTarget *self)
{
  if (self->folder_fd >= 0)
    g_close (self->folder_fd, NULL);
  self->folder_fd = -1;
}

void
_burnish_extraction_target_free (BurnishExtractionTarget *self)
{
  forget_folder (self);
  g_close (self->root_fd, NULL);
  g_hash_table_unref (self->created);
  g_free (self);
}

/* The name that a node gets: its own, or cut behind a whole character and made different by a
   checksum. The buffer has MAX_NAME_BYTES + 1 bytes. */
static void
get_name (BurnishExtractionTarget *self, guint32 node, char *buffer)
{
  const char *name = _burnish_udf_contents_get_node (self->tree, node)->name;
  gsize size_bytes = strlen (name);

  if (size_bytes > MAX_NAME_BYTES)
    {
      const char *end = g_utf8_find_prev_char (name, name + MAX_NAME_BYTES - 8);

      size_bytes = end != NULL ? (gsize) (end - name) : MAX_NAME_BYTES - 9;
      g_snprintf (buffer + size_bytes, 10, "~%08x", g_str_hash (name));
    }
  else
    buffer[size_bytes] = '\0';
  memcpy (buffer, name, size_bytes);
}

/* The folder that a node's name belongs into; -1: it is not there, or is none. */
static int
open_parent (BurnishExtractionTarget *self, guint32 node, GError **error)
{
  guint32 parent = _burnish_udf_contents_get_node (self->tree, node)->parent;
  g_autoptr (GArray) above = g_array_new (FALSE, FALSE, sizeof (guint32));
  char name[MAX_NAME_BYTES + 1];
  int fd = self->root_fd;

  if (parent == 0)
    return fd;
  if (self->folder_fd >= 0 && self->folder == parent)
    return self->folder_fd;
  forget_folder (self);
  for (guint32 i = parent; i != 0; i = _burnish_udf_contents_get_node (self->tree, i)->parent)
    g_array_append_val (above, i);
  for (guint i = above->len; i-- > 0;)
    {
      int next;

      get_name (self, g_array_index (above, guint32, i), name);
      next = openat (fd, name, FOLDER_FLAGS);
      if (next < 0)
        _burnish_extraction_target_set_error (error, errno, "open the folder that it belongs into");
      if (fd != self->root_fd)
        g_close (fd, NULL);
      if (next < 0)
        return -1;
      fd = next;
    }
  self->folder_fd = fd;
  self->folder = parent;
  return fd;
}

/* FALSE: it was there before. */
static gboolean
add_place (BurnishExtractionTarget *self, const struct stat *info)
{
  Place place = { info->st_dev, info->st_ino };

  return g_hash_table_add (self->created, g_memdup2 (&place, sizeof place));
}

gboolean
_burnish_extraction_target_make_folder (BurnishExtractionTarget *self,
                                        guint32 node,
                                        gboolean *is_shared,
                                        GError **error)
{
  int parent = open_parent (self, node, error);
  char name[MAX_NAME_BYTES + 1];
  struct stat info;

  *is_shared = FALSE;
  if (parent < 0)
    return FALSE;
  get_name (self, node, name);
  if ((mkdirat (parent, name, S_IRWXU) == 0 || errno == EEXIST)
      && fstatat (parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR (info.st_mode))
    {
      *is_shared = !add_place (self, &info);
      return TRUE;
    }
  _burnish_extraction_target_set_error (error, errno != 0 ? errno : EEXIST, "make a folder");
  return FALSE;
}

static void
remember (BurnishExtractionTarget *self, int parent, const char *name)
{
  struct stat info;

  if (fstatat (parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
    add_place (self, &info);
}

/* Takes what has the name out of the way, unless it came out of the image: file systems may take
   two names for one, such as "A" and "a", and names that are cut may be equal. */
static void
make_way (BurnishExtractionTarget *self, int parent, const char *name)
{
  struct stat info;

  if (fstatat (parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0
      && !g_hash_table_contains (self->created, &(Place){ info.st_dev, info.st_ino }))
    unlinkat (parent, name, 0);
}

int
_burnish_extraction_target_create (BurnishExtractionTarget *self,
                                   guint32 node,
                                   gboolean overwrite,
                                   GError **error)
{
  int parent = open_parent (self, node, error);
  char name[MAX_NAME_BYTES + 1];
  int fd;

  if (parent < 0)
    return -1;
  get_name (self, node, name);
  if (overwrite)
    make_way (self, parent, name);
  fd = openat (parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
               S_IRUSR | S_IWUSR);
  if (fd < 0)
    _burnish_extraction_target_set_error (error, errno, "create a file");
  else
    remember (self, parent, name);
  return fd;
}

void
_burnish_extraction_target_remove (BurnishExtractionTarget *self, guint32 node)
{
  int parent = open_parent (self, node, NULL);
  char name[MAX_NAME_BYTES + 1];

  get_name (self, node, name);
  if (parent >= 0)
    unlinkat (parent, name, 0);
}

gboolean
_burnish_extraction_target_link (BurnishExtractionTarget *self,
                                 guint32 node,
                                 guint32 earlier,
                                 gboolean overwrite,
                                 GError **error)
{
  int from = open_parent (self, earlier, error);
  int from_copy = from >= 0 ? fcntl (from, F_DUPFD_CLOEXEC, 0) : -1;
  int to = from_copy >= 0 ? open_parent (self, node, error) : -1;
  char from_name[MAX_NAME_BYTES + 1], name[MAX_NAME_BYTES + 1];
  gboolean success = FALSE;

  get_name (self, earlier, from_name);
  get_name (self, node, name);
  if (to >= 0)
    {
      if (overwrite)
        make_way (self, to, name);
      success = linkat (from_copy, from_name, to, name, 0) == 0;
      if (!success)
        _burnish_extraction_target_set_error (error, errno, "make a hard link");
    }
  if (from_copy >= 0)
    g_close (from_copy, NULL);
  return success;
}

/* Times of access and modification; what is not recorded is left. */
static void
get_times (const BurnishUdfEntry *entry, struct timespec times[2])
{
  gint64 recorded[2] = { entry->accessed_us, entry->modified_us };

  for (guint i = 0; i < 2; i++)
    {
      gint64 rest = recorded[i] % G_USEC_PER_SEC;

      if (recorded[i] == BURNISH_UDF_NO_TIME)
        {
          times[i] = (struct timespec){ .tv_nsec = UTIME_OMIT };
          continue;
        }
      rest += rest < 0 ? G_USEC_PER_SEC : 0;
      times[i].tv_sec = (recorded[i] - rest) / G_USEC_PER_SEC;
      times[i].tv_nsec = rest * 1000;
    }
}

gboolean
_burnish_extraction_target_symlink (BurnishExtractionTarget *self,
                                    guint32 node,
                                    gboolean overwrite,
                                    GError **error)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (self->tree, node);
  int parent = open_parent (self, node, error);
  char name[MAX_NAME_BYTES + 1];
  struct timespec times[2];

  if (parent < 0)
    return FALSE;
  get_name (self, node, name);
  if (overwrite)
    make_way (self, parent, name);
  if (symlinkat (entry->target, parent, name) != 0)
    {
      _burnish_extraction_target_set_error (error, errno, "make a symbolic link");
      return FALSE;
    }
  remember (self, parent, name);
  get_times (entry, times);
  utimensat (parent, name, times, AT_SYMLINK_NOFOLLOW);
  return TRUE;
}

/* Without the bits that give rights of others to whoever runs it. */
static mode_t
get_mode (const BurnishUdfEntry *entry, mode_t otherwise)
{
  return (entry->mode & 0777) != 0 ? entry->mode & 0777 : otherwise;
}

static void
finish (int fd, const BurnishUdfEntry *entry, mode_t otherwise)
{
  struct timespec times[2];

  get_times (entry, times);
  if (fchmod (fd, get_mode (entry, otherwise)) != 0 || futimens (fd, times) != 0)
    g_debug ("Mode or times cannot be set: %s", g_strerror (errno));
}

void
_burnish_extraction_target_finish_file (int fd, const BurnishUdfEntry *entry)
{
  finish (fd, entry, FILE_MODE);
}

void
_burnish_extraction_target_finish_folder (int fd, const BurnishUdfEntry *entry)
{
  finish (fd, entry, FOLDER_MODE);
}

int
_burnish_extraction_target_open_folder (BurnishExtractionTarget *self, guint32 node)
{
  int parent = open_parent (self, node, NULL);
  char name[MAX_NAME_BYTES + 1];

  get_name (self, node, name);
  return parent >= 0 ? openat (parent, name, FOLDER_FLAGS) : -1;
}
