/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The block device as a row of bytes: read(2), pread(2), lseek(2) by way of READ(10).
 *
 * The position is the kernel's own of the descriptor on the node's file, so it is shared with
 * copies of the descriptor in this and other processes, as it is with a real device. */
#include "config.h"

#include "front.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#define READ_10             0x28
#define MAX_BLOCKS_PER_READ 32u

/* Variants that _FORTIFY_SOURCE makes programs call. */
ssize_t __read_chk (int fd, void *buffer, size_t n_bytes, size_t buffer_size);
ssize_t __pread_chk (int fd, void *buffer, size_t n_bytes, off_t offset, size_t buffer_size);
ssize_t __pread64_chk (int fd, void *buffer, size_t n_bytes, off64_t offset, size_t buffer_size);

static bool
read_blocks (FrontNode *node, uint32_t start_block, uint32_t n_blocks, void *data)
{
  const uint8_t cdb[10] = { READ_10,
                            0,
                            (uint8_t) (start_block >> 24),
                            (uint8_t) (start_block >> 16),
                            (uint8_t) (start_block >> 8),
                            (uint8_t) start_block,
                            0,
                            (uint8_t) (n_blocks >> 8),
                            (uint8_t) n_blocks,
                            0 };
  const size_t size = (size_t) n_blocks * FRONT_BLOCK_BYTES;
  MmcResult result;

  front_command (node, cdb, sizeof cdb, data, size, MMC_DATA_IN, &result);
  return result.error == 0 && result.host_status == 0 && result.status == 0
         && result.n_bytes == size;
}

/* Reads until the end of the disc or the first block that cannot be read. */
static ssize_t
read_at (int fd, FrontNode *node, void *buffer, size_t n_bytes, off64_t position)
{
  uint8_t blocks[MAX_BLOCKS_PER_READ * FRONT_BLOCK_BYTES];
  uint64_t at = (uint64_t) position;
  uint64_t size, end;

  if (front_is_unplugged (fd))
    {
      errno = ENODEV;
      return -1;
    }
  size = front_size_bytes (node);
  end = at + n_bytes < size ? at + n_bytes : size;
  while (at < end)
    {
      uint32_t block = (uint32_t) (at / FRONT_BLOCK_BYTES);
      uint32_t skip = (uint32_t) (at % FRONT_BLOCK_BYTES);
      uint64_t n_blocks = (end - at + skip + FRONT_BLOCK_BYTES - 1) / FRONT_BLOCK_BYTES;
      uint64_t n;

      if (n_blocks > MAX_BLOCKS_PER_READ)
        n_blocks = MAX_BLOCKS_PER_READ;
      if (!read_blocks (node, block, (uint32_t) n_blocks, blocks))
        {
          /* Give what comes before the bad block, as the kernel does. */
          n_blocks = 1;
          if (!read_blocks (node, block, 1, blocks))
            break;
        }
      n = n_blocks * FRONT_BLOCK_BYTES - skip;
      if (n > end - at)
        n = end - at;
      memcpy ((uint8_t *) buffer + (at - (uint64_t) position), blocks + skip, n);
      at += n;
    }
  if (at == (uint64_t) position && at < end)
    {
      errno = EIO;
      return -1;
    }
  return at > (uint64_t) position ? (ssize_t) (at - (uint64_t) position) : 0;
}

static ssize_t
read_on (int fd, FrontNode *node, void *buffer, size_t n_bytes)
{
  off64_t position = FRONT_NEXT (lseek64) (fd, 0, SEEK_CUR);
  ssize_t n = read_at (fd, node, buffer, n_bytes, position);

  if (n > 0)
    FRONT_NEXT (lseek64) (fd, position + n, SEEK_SET);
  return n;
}

FRONT_EXPORT ssize_t
read (int fd, void *buffer, size_t n_bytes)
{
  FrontNode *node = front_node_by_fd (fd);

  return node != NULL ? read_on (fd, node, buffer, n_bytes)
                      : FRONT_NEXT (read) (fd, buffer, n_bytes);
}

FRONT_EXPORT ssize_t
__read_chk (int fd, void *buffer, size_t n_bytes, size_t buffer_size)
{
  FrontNode *node = front_node_by_fd (fd);

  if (node == NULL)
    return FRONT_NEXT (__read_chk) (fd, buffer, n_bytes, buffer_size);
  if (n_bytes > buffer_size)
    abort ();
  return read_on (fd, node, buffer, n_bytes);
}

#define DEFINE_PREAD(name, offset_type)                                                            \
  FRONT_EXPORT ssize_t name (int fd, void *buffer, size_t n_bytes, offset_type offset)             \
  {                                                                                                \
    FrontNode *node = front_node_by_fd (fd);                                                       \
                                                                                                   \
    return node != NULL ? read_at (fd, node, buffer, n_bytes, offset)                              \
                        : FRONT_NEXT (name) (fd, buffer, n_bytes, offset);                         \
  }
#define DEFINE_PREAD_CHK(name, offset_type)                                                        \
  FRONT_EXPORT ssize_t name (int fd, void *buffer, size_t n_bytes, offset_type offset,             \
                             size_t buffer_size)                                                   \
  {                                                                                                \
    FrontNode *node = front_node_by_fd (fd);                                                       \
                                                                                                   \
    if (node == NULL)                                                                              \
      return FRONT_NEXT (name) (fd, buffer, n_bytes, offset, buffer_size);                         \
    if (n_bytes > buffer_size)                                                                     \
      abort ();                                                                                    \
    return read_at (fd, node, buffer, n_bytes, offset);                                            \
  }

/* clang-format off */
DEFINE_PREAD (pread, off_t)
DEFINE_PREAD (pread64, off64_t)
DEFINE_PREAD_CHK (__pread_chk, off_t)
DEFINE_PREAD_CHK (__pread64_chk, off64_t)
/* clang-format on */

FRONT_EXPORT ssize_t
readv (int fd, const struct iovec *vectors, int n_vectors)
{
  FrontNode *node = front_node_by_fd (fd);
  ssize_t total = 0;

  if (node == NULL)
    return FRONT_NEXT (readv) (fd, vectors, n_vectors);
  for (int i = 0; i < n_vectors; i++)
    {
      ssize_t n = read_on (fd, node, vectors[i].iov_base, vectors[i].iov_len);

      if (n < 0)
        return total > 0 ? total : -1;
      total += n;
      if ((size_t) n < vectors[i].iov_len)
        break;
    }
  return total;
}

static off64_t
seek (int fd, FrontNode *node, off64_t offset, int whence)
{
  if (whence == SEEK_END)
    {
      offset += (off64_t) front_size_bytes (node);
      whence = SEEK_SET;
    }
  return FRONT_NEXT (lseek64) (fd, offset, whence);
}

#define DEFINE_LSEEK(name, offset_type)                                                            \
  FRONT_EXPORT offset_type name (int fd, offset_type offset, int whence)                           \
  {                                                                                                \
    FrontNode *node = front_node_by_fd (fd);                                                       \
                                                                                                   \
    return node != NULL ? seek (fd, node, offset, whence)                                          \
                        : FRONT_NEXT (name) (fd, offset, whence);                                  \
  }

/* clang-format off */
DEFINE_LSEEK (lseek, off_t)
DEFINE_LSEEK (lseek64, off64_t)
/* clang-format on */

/* A real block device of a writable kind would take these; this one has SG_IO for writing only,
 * and its file must stay empty. */
FRONT_EXPORT ssize_t
write (int fd, const void *buffer, size_t n_bytes)
{
  if (front_node_by_fd (fd) == NULL)
    return FRONT_NEXT (write) (fd, buffer, n_bytes);
  errno = EROFS;
  return -1;
}

#define DEFINE_PWRITE(name, offset_type)                                                           \
  FRONT_EXPORT ssize_t name (int fd, const void *buffer, size_t n_bytes, offset_type offset)       \
  {                                                                                                \
    if (front_node_by_fd (fd) == NULL)                                                             \
      return FRONT_NEXT (name) (fd, buffer, n_bytes, offset);                                      \
    errno = EROFS;                                                                                 \
    return -1;                                                                                     \
  }

/* clang-format off */
DEFINE_PWRITE (pwrite, off_t)
DEFINE_PWRITE (pwrite64, off64_t)
/* clang-format on */

/* Ways past read() to the bytes of the file, which are not the disc's; programs that try them
 * fall back to read() on these errors. */
#define DEFINE_MMAP(name, offset_type)                                                             \
  FRONT_EXPORT void *name (void *address, size_t length, int protection, int flags, int fd,        \
                           offset_type offset)                                                     \
  {                                                                                                \
    if ((flags & MAP_ANONYMOUS) != 0 || front_node_by_fd (fd) == NULL)                             \
      return FRONT_NEXT (name) (address, length, protection, flags, fd, offset);                   \
    errno = ENODEV;                                                                                \
    return MAP_FAILED;                                                                             \
  }
#define DEFINE_SENDFILE(name, offset_type)                                                         \
  FRONT_EXPORT ssize_t name (int out_fd, int in_fd, offset_type *offset, size_t n_bytes)           \
  {                                                                                                \
    if (front_node_by_fd (in_fd) == NULL)                                                          \
      return FRONT_NEXT (name) (out_fd, in_fd, offset, n_bytes);                                   \
    errno = EINVAL;                                                                                \
    return -1;                                                                                     \
  }

/* clang-format off */
DEFINE_MMAP (mmap, off_t)
DEFINE_MMAP (mmap64, off64_t)
DEFINE_SENDFILE (sendfile, off_t)
DEFINE_SENDFILE (sendfile64, off64_t)
/* clang-format on */

FRONT_EXPORT ssize_t
copy_file_range (int in_fd,
                 off64_t *in_offset,
                 int out_fd,
                 off64_t *out_offset,
                 size_t n_bytes,
                 unsigned flags)
{
  if (front_node_by_fd (in_fd) == NULL)
    return FRONT_NEXT (copy_file_range) (in_fd, in_offset, out_fd, out_offset, n_bytes, flags);
  errno = EINVAL;
  return -1;
}
