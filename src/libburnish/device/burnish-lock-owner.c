/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-lock-owner-private.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static gboolean
get_device_number (const char *path, dev_t *number)
{
  struct stat st;

  if (stat (path, &st) < 0 || !S_ISBLK (st.st_mode))
    return FALSE;
  *number = st.st_rdev;
  return TRUE;
}

/* The link says the name under which the device was opened; only devices are looked at closer, for
   a stat () of a network file could block. */
static gboolean
descriptor_is_device (const char *link, const char *path, dev_t number)
{
  char target[PATH_MAX];
  ssize_t size_bytes = readlink (link, target, sizeof target - 1);
  dev_t other;

  if (size_bytes < 0)
    return FALSE;
  target[size_bytes] = '\0';
  if (g_str_equal (target, path))
    return TRUE;
  return g_str_has_prefix (target, "/dev/") && get_device_number (link, &other) && other == number;
}

static gboolean
process_holds_device (const char *pid, const char *path, dev_t number)
{
  g_autofree char *folder = g_build_filename ("/proc", pid, "fd", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *link = g_build_filename (folder, name, NULL);

      if (descriptor_is_device (link, path, number))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_process_name (const char *pid)
{
  g_autofree char *file = g_build_filename ("/proc", pid, "comm", NULL);
  g_autofree char *name = NULL;

  if (!g_file_get_contents (file, &name, NULL, NULL))
    return g_strdup_printf ("process %s", pid);
  return g_utf8_make_valid (g_strchomp (name), -1);
}

char *
_burnish_dup_lock_owner (const char *path)
{
  g_autofree char *self = g_strdup_printf ("%d", getpid ());
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  g_autoptr (GPtrArray) owners = g_ptr_array_new_with_free_func (g_free);
  const char *pid;
  dev_t number;

  if (dir == NULL || !get_device_number (path, &number))
    return NULL;
  while ((pid = g_dir_read_name (dir)))
    {
      g_autofree char *owner = NULL;

      if (!g_ascii_isdigit (*pid) || g_str_equal (pid, self)
          || !process_holds_device (pid, path, number))
        continue;
      owner = dup_process_name (pid);
      if (!g_ptr_array_find_with_equal_func (owners, owner, g_str_equal, NULL))
        g_ptr_array_add (owners, g_steal_pointer (&owner));
    }
  if (owners->len == 0)
    return NULL;
  g_ptr_array_add (owners, NULL);
  return g_strjoinv (", ", (char **) owners->pdata);
}

gboolean
_burnish_is_mounted (const char *path)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  dev_t number;

  if (!get_device_number (path, &number)
      || !g_file_get_contents ("/proc/self/mountinfo", &contents, NULL, NULL))
    return FALSE;
  lines = g_strsplit (contents, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      guint id, parent, major_number, minor_number;

      /* proc(5): ID, parent ID, major:minor … */
      if (sscanf (*line, "%u %u %u:%u", &id, &parent, &major_number, &minor_number) == 4
          && makedev (major_number, minor_number) == number)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_held_by_this_process (const char *path)
{
  dev_t number;

  return get_device_number (path, &number) && process_holds_device ("self", path, number);
}

void
_burnish_set_busy_error (GError **error, const char *path)
{
  g_autofree char *owner = _burnish_dup_lock_owner (path);

  if (owner)
    {
      g_autoptr (GError) busy = g_error_new (BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY,
                                             "The drive %s is in use by %s", path, owner);

      burnish_error_set_owner (busy, owner);
      g_propagate_error (error, g_steal_pointer (&busy));
    }
  else if (_burnish_is_mounted (path))
    g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY,
                 "The disc in the drive %s is mounted", path);
  else if (is_held_by_this_process (path))
    g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY,
                 "The drive %s is in use by a job of this program", path);
  else
    g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_BUSY,
                 "The drive %s is in use by another program", path);
}
