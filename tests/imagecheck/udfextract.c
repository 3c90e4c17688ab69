/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * udfextract copies all that libudfread sees in a UDF image into a new folder.
 *
 *   udfextract IMAGE FOLDER
 *
 * libudfread is what players of Blu-ray discs read with. It knows no modes,
 * times and symbolic links. Blocks of zeros become holes, so that a test of
 * large files does not fill the disk. The exit status is 1 if something could
 * not be read.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <udfread/udfread.h>
#include <unistd.h>

#define PIECE_SIZE (256 << 10)

static bool failed = false;

static void
complain (const char *what, const char *name)
{
  fprintf (stderr, "udfextract: %s: %s\n", name, what);
  failed = true;
}

static bool
is_zero (const char *bytes, size_t n_bytes)
{
  return bytes[0] == 0 && memcmp (bytes, bytes + 1, n_bytes - 1) == 0;
}

static bool
write_piece (int fd, const char *bytes, size_t n_bytes)
{
  if (is_zero (bytes, n_bytes))
    return lseek (fd, (off_t) n_bytes, SEEK_CUR) >= 0;
  return write (fd, bytes, n_bytes) == (ssize_t) n_bytes;
}

static void
copy_contents (UDFFILE *source, int fd, const char *name)
{
  static char piece[PIECE_SIZE];
  int64_t size = udfread_file_size (source);
  int64_t position = 0;

  while (position < size)
    {
      ssize_t n_bytes = udfread_file_read (source, piece, sizeof piece);

      if (n_bytes <= 0)
        {
          complain ("short read", name);
          return;
        }
      if (!write_piece (fd, piece, (size_t) n_bytes))
        {
          complain (strerror (errno), name);
          return;
        }
      position += n_bytes;
    }
  if (ftruncate (fd, (off_t) size) < 0)
    complain (strerror (errno), name);
}

static void
copy_file (UDFDIR *dir, const char *name, int target)
{
  UDFFILE *source = udfread_file_openat (dir, name);
  int fd;

  if (source == NULL)
    {
      complain ("cannot be opened", name);
      return;
    }
  fd = openat (target, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0)
    complain (strerror (errno), name);
  else
    {
      copy_contents (source, fd, name);
      close (fd);
    }
  udfread_file_close (source);
}

static void copy_folder (UDFDIR *dir, int target);

static void
copy_subfolder (UDFDIR *parent, const char *name, int target)
{
  UDFDIR *dir = udfread_opendir_at (parent, name);
  int fd;

  if (dir == NULL)
    {
      complain ("cannot be opened", name);
      return;
    }
  fd = mkdirat (target, name, 0777) < 0 ? -1 : openat (target, name, O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    complain (strerror (errno), name);
  else
    {
      copy_folder (dir, fd);
      close (fd);
    }
  udfread_closedir (dir);
}

static void
copy_folder (UDFDIR *dir, int target)
{
  struct udfread_dirent entry;

  while (udfread_readdir (dir, &entry) != NULL)
    {
      if (strcmp (entry.d_name, ".") == 0 || strcmp (entry.d_name, "..") == 0)
        continue;
      if (strchr (entry.d_name, '/') != NULL)
        complain ("a name with a slash", entry.d_name);
      else if (entry.d_type == UDF_DT_DIR)
        copy_subfolder (dir, entry.d_name, target);
      else
        copy_file (dir, entry.d_name, target);
    }
}

static bool
copy_image (udfread *reader, const char *image, const char *folder)
{
  UDFDIR *root;
  int fd;

  if (udfread_open (reader, image) < 0)
    {
      complain ("no UDF volume that libudfread can open", image);
      return false;
    }
  root = udfread_opendir (reader, "/");
  if (root == NULL)
    {
      complain ("no root folder", image);
      return false;
    }
  fd = mkdir (folder, 0777) < 0 ? -1 : open (folder, O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    complain (strerror (errno), folder);
  else
    {
      copy_folder (root, fd);
      close (fd);
    }
  udfread_closedir (root);
  return !failed;
}

int
main (int argc, char **argv)
{
  udfread *reader;
  bool ok;

  if (argc != 3)
    {
      fputs ("usage: udfextract IMAGE FOLDER\n", stderr);
      return 2;
    }
  reader = udfread_init ();
  if (reader == NULL)
    {
      perror ("udfextract");
      return 2;
    }
  ok = copy_image (reader, argv[1], argv[2]);
  udfread_close (reader);
  return ok ? 0 : 1;
}
