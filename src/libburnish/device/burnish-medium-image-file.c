/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static gboolean
read_blocks_cb (guint64 start_block,
                guint n_blocks,
                guint8 *buffer,
                gpointer user_data,
                GError **error)
{
  gsize size_bytes = (gsize) n_blocks * BURNISH_BLOCK_SIZE;
  ssize_t got = pread (GPOINTER_TO_INT (user_data), buffer, size_bytes,
                       (off_t) (start_block * BURNISH_BLOCK_SIZE));

  if (got == (ssize_t) size_bytes)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "The image file cannot be read");
  return FALSE;
}

/* Looks into an image that is there already; what cannot be read is left out. */
static void
look_into_file (BurnishMedium *medium, const char *path, guint64 n_whole_blocks)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  g_autoptr (GError) failure = NULL;

  if (fd < 0)
    return;
  if (!_burnish_volume_look (&medium->volume, 0, n_whole_blocks, read_blocks_cb,
                             GINT_TO_POINTER (fd), &failure))
    g_debug ("%s: %s", path, failure->message);
  g_close (fd, NULL);
}

static void
set_existing_file (BurnishMedium *medium, const char *path, guint64 size_bytes)
{
  BurnishTrack *track = g_new0 (BurnishTrack, 1);

  medium->used_blocks = burnish_bytes_to_blocks (size_bytes);
  medium->n_sessions = 1;
  track->number = track->session = 1;
  track->n_blocks = medium->used_blocks;
  track->next_writable_address = 0;
  g_ptr_array_add (medium->tracks, track);
  look_into_file (medium, path, size_bytes / BURNISH_BLOCK_SIZE);
}

BurnishMedium *
_burnish_medium_new_for_image_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (BurnishMedium) medium = g_object_new (BURNISH_TYPE_MEDIUM, NULL);
  struct statvfs fs;
  struct stat st;

  if (statvfs (folder, &fs) < 0)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_TARGET_FAILED,
                   "The folder “%s” cannot be used: %s", folder, g_strerror (errno));
      return NULL;
    }
  medium->is_image_file = TRUE;
  medium->state = BURNISH_MEDIUM_OVERWRITABLE;
  medium->next_writable_address = 0;
  medium->capacity_blocks = (guint64) fs.f_bavail * fs.f_frsize / BURNISH_BLOCK_SIZE;
  /* The old file stays until the new one is whole, so it makes no room. */
  if (stat (path, &st) == 0 && S_ISREG (st.st_mode) && st.st_size > 0)
    set_existing_file (medium, path, (guint64) st.st_size);
  else
    medium->state |= BURNISH_MEDIUM_BLANK;
  /* A device like /dev/null or a pipe takes whatever comes. */
  if (stat (path, &st) == 0 && (S_ISCHR (st.st_mode) || S_ISFIFO (st.st_mode)))
    medium->capacity_blocks = G_MAXUINT32;
  medium->free_blocks = medium->capacity_blocks;
  return g_steal_pointer (&medium);
}
