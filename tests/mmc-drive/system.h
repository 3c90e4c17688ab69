/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#pragma once

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/*
 * The engine's own way to the kernel. A program under the preloaded front has
 * its open (), read (), close () … replaced by functions that call the engine,
 * so the engine must not use these names.
 */

/* Shells redirect to low descriptor numbers that they choose themselves ("exec 5<file"), so the
 * engine keeps out of their way. */
#define MMC_SYS_FIRST_FD 200

static inline int
mmc_sys_open (const char *path, int flags)
{
  int fd = (int) syscall (SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0666);
  int high = fd < 0 ? -1 : (int) syscall (SYS_fcntl, fd, F_DUPFD_CLOEXEC, MMC_SYS_FIRST_FD);

  if (high < 0)
    return fd;
  syscall (SYS_close, fd);
  return high;
}

static inline int
mmc_sys_close (int fd)
{
  return (int) syscall (SYS_close, fd);
}

static inline int64_t
mmc_sys_read_at (int fd, void *buffer, size_t size, uint64_t offset)
{
  return syscall (SYS_pread64, fd, buffer, size, offset);
}

static inline int64_t
mmc_sys_write_at (int fd, const void *buffer, size_t size, uint64_t offset)
{
  return syscall (SYS_pwrite64, fd, buffer, size, offset);
}

static inline int64_t
mmc_sys_write (int fd, const void *buffer, size_t size)
{
  return syscall (SYS_write, fd, buffer, size);
}

static inline int
mmc_sys_truncate (int fd, uint64_t size)
{
  return (int) syscall (SYS_ftruncate, fd, size);
}

static inline int64_t
mmc_sys_size (int fd)
{
  return syscall (SYS_lseek, fd, 0L, SEEK_END);
}

static inline int
mmc_sys_make_directory (const char *path)
{
  return (int) syscall (SYS_mkdirat, AT_FDCWD, path, 0777);
}

static inline int
mmc_sys_remove (const char *path)
{
  return (int) syscall (SYS_unlinkat, AT_FDCWD, path, 0);
}

static inline uint64_t
mmc_sys_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

static inline void
mmc_sys_sleep_ns (uint64_t ns)
{
  struct timespec rest = { .tv_sec = (time_t) (ns / 1000000000u),
                           .tv_nsec = (long) (ns % 1000000000u) };

  /* A signal interrupts it: the rest is slept as well. */
  while (syscall (SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &rest, &rest) != 0)
    if (rest.tv_sec == 0 && rest.tv_nsec == 0)
      break;
}
