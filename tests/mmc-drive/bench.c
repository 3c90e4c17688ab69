/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "bench.h"

#include <glib/gstdio.h>
#include <string.h>

#define IMAGE_BLOCKS 70

void
bench_fill (uint8_t *block, int32_t lba, uint32_t block_size)
{
  for (uint32_t i = 0; i < block_size; i++)
    block[i] = (uint8_t) ((uint32_t) lba * 31 + i * 7 + (i >> 8));
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

Bench *
bench_new (const char *medium)
{
  Bench *bench = g_new0 (Bench, 1);
  g_autofree uint8_t *content = g_malloc (IMAGE_BLOCKS * MMC_BLOCK_SIZE);
  g_autoptr (GError) error = NULL;

  bench->directory = g_dir_make_tmp ("mmc-drive-XXXXXX", &error);
  g_assert_no_error (error);
  bench->image = g_build_filename (bench->directory, "image.iso", NULL);
  for (int32_t i = 0; i < IMAGE_BLOCKS; i++)
    bench_fill (content + i * MMC_BLOCK_SIZE, i, MMC_BLOCK_SIZE);
  g_file_set_contents (bench->image, (char *) content, IMAGE_BLOCKS * MMC_BLOCK_SIZE, &error);
  g_assert_no_error (error);
  bench->drive = mmc_drive_open (bench->directory, true);
  g_assert_nonnull (bench->drive);
  bench_send (bench, "00 00 00 00 00 00", NULL);
  if (medium != NULL)
    bench_insert (bench, medium);
  return bench;
}

void
bench_free (Bench *bench)
{
  mmc_drive_close (bench->drive);
  remove_directory (bench->directory);
  g_free (bench->directory);
  g_free (bench->image);
  g_free (bench);
}

/* IMAGE in @medium stands for the path of the bench's image. */
void
bench_insert (Bench *bench, const char *medium)
{
  char message[256] = "";
  g_auto (GStrv) parts = g_strsplit (medium, "IMAGE", 2);
  g_autofree char *text = g_strjoinv (bench->image, parts);

  if (!mmc_drive_insert (bench->drive, text, message, sizeof message))
    g_error ("%s: %s", text, message);
  g_assert_cmphex (bench_send (bench, "00 00 00 00 00 00", NULL), ==, MMC_MEDIUM_CHANGED);
}

static size_t
parse_hex (const char *text, uint8_t *bytes, size_t size)
{
  size_t n = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == ' ')
        continue;
      g_assert_true (g_ascii_isxdigit (p[0]) && g_ascii_isxdigit (p[1]));
      g_assert_cmpuint (n, <, size);
      bytes[n++] = (uint8_t) (g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]));
      p++;
    }
  return n;
}

void
bench_transport (Bench *bench, const char *text, const char *list)
{
  uint8_t cdb[16];
  size_t length = parse_hex (text, cdb, sizeof cdb);
  const MmcOperation *operation = mmc_operation_find (cdb[0]);
  MmcDirection direction = operation != NULL ? operation->direction : MMC_DATA_NONE;
  size_t size = direction == MMC_DATA_IN ? sizeof bench->data : 0;
  uint32_t n_blocks;
  int64_t lba;

  if (list != NULL)
    size = parse_hex (list, bench->data, sizeof bench->data);
  else if (direction == MMC_DATA_OUT && mmc_operation_range (cdb, &lba, &n_blocks))
    {
      size = (size_t) n_blocks * MMC_BLOCK_SIZE;
      g_assert_cmpuint (size, <=, sizeof bench->data);
    }
  mmc_drive_command (bench->drive, cdb, length, bench->data, size, direction, &bench->result);
}

static MmcSense
get_sense (const Bench *bench)
{
  const uint8_t *sense = bench->result.sense;

  g_assert_cmpint (bench->result.error, ==, 0);
  g_assert_cmpint (bench->result.host_status, ==, 0);
  if (bench->result.status == 0)
    return MMC_GOOD;
  return MMC_SENSE (sense[2] & 0xf, sense[12], sense[13]);
}

MmcSense
bench_send (Bench *bench, const char *cdb, const char *list)
{
  bench_transport (bench, cdb, list);
  return get_sense (bench);
}

static void
make_transfer (uint8_t *cdb, uint8_t opcode, int32_t lba, uint32_t n_blocks)
{
  memset (cdb, 0, 10);
  cdb[0] = opcode;
  mmc_put_32 (cdb + 2, (uint32_t) lba);
  mmc_put_16 (cdb + 7, n_blocks);
}

MmcSense
bench_write (Bench *bench, int32_t lba, uint32_t n_blocks, uint32_t block_size)
{
  size_t size = (size_t) n_blocks * block_size;
  uint8_t cdb[10];

  g_assert_cmpuint (size, <=, sizeof bench->data);
  for (uint32_t i = 0; i < n_blocks; i++)
    bench_fill (bench->data + (size_t) i * block_size, lba + (int32_t) i, block_size);
  make_transfer (cdb, 0x2a, lba, n_blocks);
  mmc_drive_command (bench->drive, cdb, sizeof cdb, bench->data, size, MMC_DATA_OUT,
                     &bench->result);
  return get_sense (bench);
}

MmcSense
bench_read (Bench *bench, int32_t lba, uint32_t n_blocks)
{
  uint8_t cdb[10];

  make_transfer (cdb, 0x28, lba, n_blocks);
  mmc_drive_command (bench->drive, cdb, sizeof cdb, bench->data, sizeof bench->data, MMC_DATA_IN,
                     &bench->result);
  return get_sense (bench);
}

void
bench_assert_pattern (Bench *bench, int32_t lba, uint32_t n_blocks, uint32_t block_size)
{
  uint8_t expected[MMC_CD_BLOCK_SIZE];

  g_assert_cmpuint (bench->result.n_bytes, ==, (size_t) n_blocks * block_size);
  for (uint32_t i = 0; i < n_blocks; i++)
    {
      bench_fill (expected, lba + (int32_t) i, block_size);
      g_assert_cmpmem (bench->data + (size_t) i * block_size, block_size, expected, block_size);
    }
}

MmcSense
bench_select (Bench *bench,
              unsigned write_type,
              bool multi,
              bool test_write,
              unsigned block_type,
              unsigned control)
{
  char list[2 * 60 + 1];

  g_snprintf (list, sizeof list, "00000000000000000532%02x%02x%02x%094d",
              0x40 | (test_write ? 0x10 : 0) | write_type, (multi ? 0xc0 : 0) | control, block_type,
              0);
  return bench_send (bench, "55 10 00 00 00 00 00 00 3c 00", list);
}

void
bench_burn (Bench *bench, uint32_t n_blocks)
{
  MmcDriveStatus status;

  mmc_drive_get_status (bench->drive, &status);
  if (status.profile == MMC_PROFILE_CD_R || status.profile == MMC_PROFILE_CD_RW)
    g_assert_cmphex (bench_select (bench, 1, true, false, 8, 4), ==, MMC_GOOD);
  else if (status.profile == MMC_PROFILE_DVD_R || status.profile == MMC_PROFILE_DVD_R_DL
           || status.profile == MMC_PROFILE_DVD_RW_SEQUENTIAL)
    g_assert_cmphex (bench_select (bench, 0, true, false, 8, 5), ==, MMC_GOOD);
  mmc_drive_get_status (bench->drive, &status);
  for (uint32_t done = 0; done < n_blocks; done += 32)
    g_assert_cmphex (bench_write (bench, status.next_writable + (int32_t) done,
                                  MIN (32, n_blocks - done), MMC_BLOCK_SIZE),
                     ==, MMC_GOOD);
  bench_assert_good (bench, "35 00 00 00 00 00 00 00 00 00");
  if (status.profile > MMC_PROFILE_CD_RW)
    {
      g_autofree char *close = NULL;

      mmc_drive_get_status (bench->drive, &status);
      close = g_strdup_printf ("5b 00 01 00 00 %02x 00 00 00 00", status.n_tracks);
      bench_assert_good (bench, close);
    }
}

void
bench_close_session (Bench *bench, unsigned function)
{
  g_autofree char *cdb = g_strdup_printf ("5b 00 %02x 00 00 00 00 00 00 00", function);

  bench_assert_good (bench, cdb);
}
