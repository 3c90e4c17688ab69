/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * treedump prints one line per object in a folder, so that two dumps (of a
 * source folder, of a mounted image, of what a reader extracted) can be
 * compared line by line.  The same static program runs on the host and in the
 * guest of imagecheck.
 *
 *   treedump [-s MIB] FOLDER
 *
 * Columns, separated by tabs:
 *
 *   type mode uid gid nlink inode size mtime digest path target
 *
 * The type is one of f, d, l and o (any other), the mode is octal, the time is
 * seconds.nanoseconds.  Path and target are percent-escaped; the folder itself
 * is ".".  A failed call shows as "!ERRNO" in place of the digest, and makes
 * the exit status 1.  With -s, of files above MIB mebibytes only 64 KiB in
 * every 8 MiB and the last 64 KiB are read.
 *
 * The digest is XXH64: it finds damage, not malice, and it is quick in the
 * guest, which is an emulation and takes many times longer for SHA-256.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* The hash alone, compiled in: a static program wants no library for it. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#define SAMPLE_SIZE (INT64_C (64) << 10)
#define SAMPLE_STEP (INT64_C (8) << 20)

typedef struct
{
  char *bytes;
  size_t length;
  size_t capacity;
} Path;

static int64_t sample_above = INT64_MAX;
static bool failed = false;

static void *
check_memory (void *memory)
{
  if (memory == NULL)
    {
      perror ("treedump");
      exit (2);
    }
  return memory;
}

static void
path_append (Path *path, const char *name)
{
  size_t name_length = strlen (name);

  if (path->length + name_length + 2 > path->capacity)
    {
      path->capacity = 2 * path->capacity + name_length + 2;
      path->bytes = check_memory (realloc (path->bytes, path->capacity));
    }
  if (path->length > 0)
    path->bytes[path->length++] = '/';
  memcpy (path->bytes + path->length, name, name_length + 1);
  path->length += name_length;
}

static void
path_cut (Path *path, size_t length)
{
  path->length = length;
  path->bytes[length] = '\0';
}

static void
print_escaped (const char *text)
{
  for (; *text != '\0'; text++)
    {
      unsigned char byte = (unsigned char) *text;

      if (byte <= ' ' || byte == '%' || byte >= 0x7f)
        printf ("%%%02X", byte);
      else
        putchar (byte);
    }
}

static bool
digest_range (int fd, int64_t from, int64_t to, XXH64_state_t *state)
{
  static unsigned char buffer[256 << 10];

  while (from < to)
    {
      size_t want = to - from < (int64_t) sizeof buffer ? (size_t) (to - from) : sizeof buffer;
      ssize_t n_read = pread (fd, buffer, want, from);

      if (n_read < 0)
        return false;
      if (n_read == 0)
        break;
      XXH64_update (state, buffer, (size_t) n_read);
      from += n_read;
    }
  return true;
}

static bool
digest_file (int folder, const char *name, int64_t size, uint64_t *digest)
{
  int fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  XXH64_state_t state;
  bool ok = true;
  int saved_errno;

  if (fd < 0)
    return false;
  XXH64_reset (&state, 0);
  if (size <= sample_above)
    {
      ok = digest_range (fd, 0, INT64_MAX, &state);
    }
  else
    {
      for (int64_t at = 0; ok && at + SAMPLE_SIZE < size; at += SAMPLE_STEP)
        ok = digest_range (fd, at, at + SAMPLE_SIZE, &state);
      ok = ok && digest_range (fd, size - SAMPLE_SIZE, size, &state);
    }
  saved_errno = errno;
  close (fd);
  errno = saved_errno;
  *digest = XXH64_digest (&state);
  return ok;
}

static void
print_line (char type,
            const struct stat *info,
            const char *digest,
            const char *path,
            const char *target)
{
  printf ("%c\t%04o\t%u\t%u\t%ju\t%ju:%ju\t%jd\t%jd.%09ld\t%s\t", type, info->st_mode & 07777U,
          info->st_uid, info->st_gid, (uintmax_t) info->st_nlink, (uintmax_t) info->st_dev,
          (uintmax_t) info->st_ino, (intmax_t) info->st_size, (intmax_t) info->st_mtim.tv_sec,
          info->st_mtim.tv_nsec, digest);
  print_escaped (path);
  putchar ('\t');
  print_escaped (target);
  putchar ('\n');
}

static void
print_failure (const char *path)
{
  static const struct stat nothing;
  char digest[16];

  snprintf (digest, sizeof digest, "!%d", errno);
  print_line ('?', &nothing, digest, path, "");
  failed = true;
}

static void
dump_file (int folder, const char *name, const char *path, const struct stat *info)
{
  char text[24];
  uint64_t digest;

  if (digest_file (folder, name, info->st_size, &digest))
    {
      snprintf (text, sizeof text, "%016" PRIx64, digest);
    }
  else
    {
      snprintf (text, sizeof text, "!%d", errno);
      failed = true;
    }
  print_line ('f', info, text, path, "");
}

static void
dump_link (int folder, const char *name, const char *path, const struct stat *info)
{
  char target[4096];
  ssize_t length = readlinkat (folder, name, target, sizeof target - 1);

  if (length < 0)
    {
      print_failure (path);
      return;
    }
  target[length] = '\0';
  print_line ('l', info, "-", path, target);
}

static void dump_folder (int fd, Path *path);

static void
dump_object (int folder, const char *name, Path *path)
{
  struct stat info;

  if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
    {
      print_failure (path->bytes);
    }
  else if (S_ISDIR (info.st_mode))
    {
      int fd = openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

      print_line ('d', &info, "-", path->bytes, "");
      if (fd < 0)
        print_failure (path->bytes);
      else
        dump_folder (fd, path);
    }
  else if (S_ISREG (info.st_mode))
    {
      dump_file (folder, name, path->bytes, &info);
    }
  else if (S_ISLNK (info.st_mode))
    {
      dump_link (folder, name, path->bytes, &info);
    }
  else
    {
      print_line ('o', &info, "-", path->bytes, "");
    }
}

/* Takes over fd.  The names are read before the first object is visited,
 * because a large directory stream in each of 5000 levels costs more. */
static void
dump_folder (int fd, Path *path)
{
  DIR *stream = check_memory (fdopendir (fd));
  size_t length = strcmp (path->bytes, ".") == 0 ? 0 : path->length;
  char **names = NULL;
  size_t n_names = 0;
  struct dirent *entry;

  for (errno = 0; (entry = readdir (stream)) != NULL; errno = 0)
    {
      if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
        continue;
      if ((n_names & (n_names - 1)) == 0)
        names = check_memory (reallocarray (names, n_names == 0 ? 1 : 2 * n_names, sizeof *names));
      names[n_names++] = check_memory (strdup (entry->d_name));
    }
  if (errno != 0)
    print_failure (path->bytes);
  for (size_t i = 0; i < n_names; i++)
    {
      path->length = length;
      path_append (path, names[i]);
      dump_object (fd, names[i], path);
      free (names[i]);
    }
  path_cut (path, length);
  free (names);
  closedir (stream);
}

/* One descriptor stays open per level of folders. */
static void
allow_many_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

int
main (int argc, char **argv)
{
  Path path = { NULL, 0, 0 };

  if (argc == 4 && strcmp (argv[1], "-s") == 0)
    {
      sample_above = strtoll (argv[2], NULL, 10) << 20;
      argv += 2;
      argc -= 2;
    }
  if (argc != 2)
    {
      fputs ("usage: treedump [-s MIB] FOLDER\n", stderr);
      return 2;
    }
  allow_many_descriptors ();
  if (chdir (argv[1]) < 0)
    {
      fprintf (stderr, "treedump: %s: %s\n", argv[1], strerror (errno));
      return 2;
    }
  path_append (&path, ".");
  dump_object (AT_FDCWD, ".", &path);
  free (path.bytes);
  if (fflush (stdout) != 0)
    {
      perror ("treedump");
      return 2;
    }
  return failed ? 1 : 0;
}
