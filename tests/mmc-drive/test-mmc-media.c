/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "bench.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Each kind of disc: what it says of itself, and that it stays what it is. */

typedef struct
{
  const char *medium;
  uint16_t profile;
  uint32_t capacity;    /* unformatted blocks that can be written */
  uint32_t readable;    /* READ CAPACITY + 1 */
  uint8_t disc_status;  /* READ DISC INFORMATION byte 2, bits 0-1 */
  bool rewritable;      /* … bit 4 */
  const char *features; /* current ones that matter for writing */
} Kind;

static const Kind kinds[] = {
  { "cd-r", 0x09, 359845, 0, 0, false, "2d 2e" },
  { "cd-rw", 0x0a, 359845, 0, 0, true, "2d 2e 37" },
  { "dvd-r", 0x11, 2298496, 0, 0, false, "04 21 2f" },
  { "dvd-rw", 0x14, 2298496, 0, 0, true, "04 21 23 2c 2f" },
  { "dvd-rw,minblank", 0x14, 2298496, 0, 0, true, "04 23 2c 2f" },
  { "dvd-rw-ro", 0x13, 2298496, 2298496, 2, true, "04 10 23 26 2c" },
  { "dvd-r-dl", 0x15, 4171712, 0, 0, false, "04 21 2f" },
  { "dvd+r", 0x1b, 2295104, 0, 0, false, "04 2b" },
  { "dvd+r-dl", 0x2b, 4173824, 0, 0, false, "04 2b 3b" },
  { "dvd+rw", 0x1a, 2295104, 2295104, 2, true, "04 10 20 23 2a" },
  { "dvd+rw,unformatted", 0x1a, 2295104, 0, 0, true, "04 20 23 2a" },
  { "dvd-ram", 0x12, 2295072, 2236704, 3, true, "04 10 20 23 24" },
  { "dvd-ram,unformatted", 0x12, 2295072, 0, 3, true, "04 20 23 24" },
  { "bd-r", 0x41, 12219392, 0, 0, false, "04 21 23 40 41" },
  { "bd-r,spare", 0x41, 11837536, 0, 1, false, "04 21 23 24 40 41" },
  { "bd-r-dl", 0x41, 24438784, 0, 0, false, "04 21 23 40 41" },
  { "bd-r-xl", 0x41, 48878592, 0, 0, false, "04 21 23 40 41" },
  { "bd-r,pow", 0x41, 12219392, 0, 1, false, "04 38 40" },
  { "bd-re", 0x43, 12219392, 11837536, 2, true, "04 10 20 23 24 40 41" },
  { "bd-re,unformatted", 0x43, 12219392, 0, 0, true, "04 20 23 24 40 41" },
  { "bd-re-dl", 0x43, 24438784, 23675072, 2, true, "04 10 20 23 24 40 41" },
  { "cd-rom,image=IMAGE", 0x08, 70, 70, 2, false, "10" },
  { "dvd-rom,image=IMAGE", 0x10, 70, 70, 2, false, "10" },
  { "bd-rom,image=IMAGE", 0x40, 70, 70, 2, false, "10 40" },
  { "dvd+rw-dl", 0x2a, 4173824, 0, 0, true, "04" },
  { "dvd-r-dl-lj", 0x16, 4171712, 0, 0, false, "04 33" },
  { "bd-r-rrm", 0x42, 12219392, 0, 0, false, "04 40" },
  { "hd-dvd-r", 0x51, 7335936, 0, 0, false, "04" },
};

/* Lists the current features among those that tell media apart. */
static char *
list_features (Bench *bench)
{
  static const uint8_t wanted[] = { 0x04, 0x10, 0x20, 0x21, 0x23, 0x24, 0x26, 0x2a, 0x2b, 0x2c,
                                    0x2d, 0x2e, 0x2f, 0x33, 0x37, 0x38, 0x3b, 0x40, 0x41 };
  GString *list = g_string_new (NULL);
  size_t end = mmc_get_32 (bench->data) + 4;
  uint32_t previous = 0;
  size_t offset = 8;

  while (offset < end)
    {
      const uint8_t *feature = bench->data + offset;
      uint32_t code = mmc_get_16 (feature);

      /* MMC-6 5.1: ascending order; lengths are multiples of four */
      g_assert_true (offset == 8 || code > previous);
      g_assert_cmpuint (feature[3] % 4, ==, 0);
      if ((feature[2] & 0x01) && code < 0x100 && memchr (wanted, (int) code, sizeof wanted) != NULL)
        g_string_append_printf (list, "%s%02x", list->len > 0 ? " " : "", code);
      previous = code;
      offset += 4u + feature[3];
    }
  g_assert_cmpuint (offset, ==, end);
  return g_string_free (list, FALSE);
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (Bench) bench = bench_new (kind->medium);
  g_autofree char *features = NULL;
  MmcDriveStatus status;
  uint32_t profile_bytes;
  unsigned n_current = 0;

  bench_assert_good (bench, "46 00 00 00 00 00 00 04 00 00");
  g_assert_cmphex (mmc_get_16 (bench->data + 6), ==, kind->profile);
  g_assert_cmpuint (bench->result.n_bytes, ==, mmc_get_32 (bench->data) + 4);
  features = list_features (bench);
  g_assert_cmpstr (features, ==, kind->features);
  /* Exactly one entry of the profile list is current. */
  profile_bytes = bench->data[11];
  for (uint32_t i = 0; i < profile_bytes; i += 4)
    if (bench->data[12 + i + 2] & 0x01)
      {
        g_assert_cmphex (mmc_get_16 (bench->data + 12 + i), ==, kind->profile);
        n_current++;
      }
  g_assert_cmpuint (n_current, ==, 1);

  bench_assert_good (bench, "25 00 00 00 00 00 00 00 00 00");
  g_assert_cmpuint (mmc_get_32 (bench->data), ==, kind->readable > 0 ? kind->readable - 1 : 0);
  g_assert_cmpuint (mmc_get_32 (bench->data + 4), ==, 2048);

  bench_assert_good (bench, "51 00 00 00 00 00 00 00 22 00");
  g_assert_cmpuint (bench->data[2] & 0x03, ==, kind->disc_status);
  g_assert_cmpuint ((bench->data[2] & 0x10) != 0, ==, kind->rewritable);

  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmphex (status.profile, ==, kind->profile);
  g_assert_cmpuint (status.capacity_blocks, ==, kind->capacity);
  g_assert_cmpuint (status.readable_blocks, ==, kind->readable);
  g_assert_cmpuint (status.n_refusals, ==, 0);
  /* Every disc has a first track, be it the one that is not written yet. */
  bench_assert_good (bench, "52 01 00 00 00 01 00 00 22 00");
  g_assert_cmpuint (bench->data[2], ==, 1);
  g_assert_cmpuint (bench->data[3], ==, 1);
  g_assert_true (status.present);
  g_assert_true (g_str_has_prefix (kind->medium, status.kind));
}

/* Only one feature (RT 2), only current ones (RT 1), from a number on. */
static void
test_configuration_requests (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-re");

  bench_assert_good (bench, "46 02 01 08 00 00 00 04 00 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 8 + 20);
  g_assert_cmphex (mmc_get_16 (bench->data + 8), ==, 0x0108);
  g_assert_cmpmem (bench->data + 12, 16, "EMU0000000000001", 16);
  bench_assert_good (bench, "46 02 00 3a 00 00 00 04 00 00"); /* a feature that is not there */
  g_assert_cmpuint (bench->result.n_bytes, ==, 8);
  bench_assert_good (bench, "46 01 00 40 00 00 00 04 00 00");
  for (size_t offset = 8; offset < bench->result.n_bytes; offset += 4u + bench->data[offset + 3])
    {
      g_assert_cmpuint (mmc_get_16 (bench->data + offset), >=, 0x40);
      g_assert_true (bench->data[offset + 2] & 0x01);
    }
  bench_assert_good (bench, "46 00 00 00 00 00 00 00 08 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 8);
  g_assert_cmpuint (mmc_get_32 (bench->data), >, 300); /* the announced length is the whole */
}

static void
test_streaming_feature (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-r");

  bench_assert_good (bench, "46 02 01 07 00 00 00 04 00 00");
  g_assert_cmphex (bench->data[12] & 0x01, ==, 0x01); /* SW: stream writing */
  bench_insert (bench, "dvd+r");
  bench_assert_good (bench, "46 02 01 07 00 00 00 04 00 00");
  g_assert_cmphex (bench->data[12] & 0x01, ==, 0x00);
}

static void
test_identity (void)
{
  g_autoptr (Bench) bench = bench_new (NULL);

  mmc_drive_set_identity (bench->drive, "ACME", "Burner of long name", "2.1", "SN42");
  bench_assert_good (bench, "12 00 00 00 60 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 96);
  g_assert_cmphex (bench->data[0], ==, 0x05); /* multimedia device */
  g_assert_cmphex (bench->data[1], ==, 0x80); /* removable */
  g_assert_cmpmem (bench->data + 8, 28, "ACME    Burner of long n2.1 ", 28);
  bench_assert_good (bench, "12 01 80 00 60 00");
  g_assert_cmpmem (bench->data + 4, 16, "SN42            ", 16);
  bench_assert_good (bench, "12 00 00 00 05 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 5);
}

static void
test_write_protection (void)
{
  static const struct
  {
    const char *medium;
    uint8_t bits;
  } rows[] = { { "dvd-ram,write-protected", 0x04 },
               { "bd-re,write-protected", 0x04 },
               { "dvd+r,write-protected", 0x02 },
               { "cd-r", 0x00 },
               { "bd-re", 0x00 } };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Bench) bench = bench_new (rows[i].medium);

      bench_assert_good (bench, "ad 00 00 00 00 00 00 c0 00 08 00 00");
      g_assert_cmpuint (bench->result.n_bytes, ==, 8);
      g_assert_cmphex (bench->data[4], ==, rows[i].bits);
    }
}

/* The maker's name is in another place on each family. */
static void
test_manufacturer (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-r-dl");

  bench_assert_good (bench, "ad 01 00 00 00 00 00 00 10 04 00 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 4100);
  g_assert_cmpmem (bench->data + 4 + 8, 3, "BDR", 3);
  g_assert_cmpuint (bench->data[4 + 12] >> 4, ==, 2); /* layers */
  g_assert_cmpmem (bench->data + 4 + 100, 9, "BURNEME01", 9);
  bench_insert (bench, "dvd+r");
  bench_assert_good (bench, "ad 00 00 00 00 00 00 11 08 04 00 00");
  g_assert_cmpmem (bench->data + 4 + 19, 7, "BURNISH", 7);
  bench_insert (bench, "dvd-r");
  bench_assert_good (bench, "ad 00 00 00 00 00 00 0e 00 30 00 00");
  g_assert_cmpmem (bench->data + 4 + 17, 6, "BURNIS", 6);
  bench_insert (bench, "cd-rw");
  bench_assert_good (bench, "43 02 04 00 00 00 00 00 1c 00");
  g_assert_cmpuint (bench->result.n_bytes, ==, 28);
  g_assert_true (bench->data[6] & 0x40);          /* CD-RW */
  g_assert_cmpuint (bench->data[12 + 0], ==, 79); /* last lead-out: 79:59:70 */
  g_assert_cmpuint (bench->data[12 + 1], ==, 59);
  g_assert_cmpuint (bench->data[12 + 2], ==, 70);
  bench_insert (bench, "dvd-ram");
  bench_assert_good (bench, "ad 00 00 00 00 00 00 ff 00 20 00 00");
  g_assert_cmphex (bench->data[4], ==, 0x00);
  g_assert_cmphex (bench->data[8], ==, 0x0a);
}

static void
test_image (gconstpointer data)
{
  const char *medium = data;
  g_autoptr (Bench) bench = bench_new (medium);
  MmcDriveStatus status;

  g_assert_cmphex (bench_read (bench, 0, 70), ==, MMC_GOOD);
  bench_assert_pattern (bench, 0, 70, MMC_BLOCK_SIZE);
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpint (status.status, ==, MMC_DISC_COMPLETE);
  g_assert_cmpuint (status.n_blocks_read, ==, 70);
  /* The one track reaches exactly to the end of what can be read. */
  bench_assert_good (bench, "52 01 00 00 00 01 00 00 22 00");
  g_assert_cmpuint (mmc_get_32 (bench->data + 24), ==, status.readable_blocks);
}

static unsigned
count_files (Bench *bench)
{
  g_autoptr (GDir) directory = g_dir_open (bench->directory, 0, NULL);
  unsigned n = 0;

  while (g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

/* Discs that nobody keeps leave nothing behind. */
static void
test_forgotten (void)
{
  g_autoptr (Bench) bench = bench_new ("bd-re");
  unsigned n = count_files (bench);

  bench_insert (bench, "cd-r");
  g_assert_cmpuint (count_files (bench), ==, n);
  mmc_drive_remove (bench->drive);
  g_assert_cmpuint (count_files (bench), ==, n - 1);
}

/* A disc ends with a whole ECC block. */
static void
test_capacity (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r,capacity=1000");
  MmcDriveStatus status;

  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.capacity_blocks, ==, 992);
  bench_insert (bench, "bd-r,capacity=1000");
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.capacity_blocks, ==, 992);
  bench_insert (bench, "cd-r,capacity=1001");
  mmc_drive_get_status (bench->drive, &status);
  g_assert_cmpuint (status.capacity_blocks, ==, 1001);
}

/* A disc that is kept in a file is the same disc when it is put in again. */
static void
test_kept (gconstpointer data)
{
  const char *kind = data;
  g_autoptr (Bench) bench = bench_new (NULL);
  g_autofree char *file = g_build_filename (bench->directory, "kept", NULL);
  g_autofree char *medium = g_strdup_printf ("%s,file=%s", kind, file);
  g_autoptr (Bench) other = bench_new (NULL);
  MmcDriveStatus before, after;
  MmcTrackStatus track;

  bench_insert (bench, medium);
  mmc_drive_get_status (bench->drive, &before);
  if (before.next_writable >= 0)
    {
      bench_burn (bench, 320);
      bench_close_session (bench, 2);
    }
  else
    g_assert_cmphex (bench_write (bench, 0, 64, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  mmc_drive_get_status (bench->drive, &before);
  mmc_drive_remove (bench->drive);
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));

  bench_insert (other, medium);
  mmc_drive_get_status (other->drive, &after);
  g_assert_cmpstr (after.kind, ==, before.kind);
  g_assert_cmpuint (after.n_sessions, ==, before.n_sessions);
  g_assert_cmpuint (after.n_tracks, ==, before.n_tracks);
  g_assert_cmpuint (after.readable_blocks, ==, before.readable_blocks);
  g_assert_cmpint (after.next_writable, ==, before.next_writable);
  if (after.n_tracks > 0)
    {
      g_assert_true (mmc_drive_get_track (other->drive, 1, &track));
      g_assert_cmpuint (track.n_blocks, ==, 320);
      g_assert_true (track.complete);
    }
  g_assert_cmphex (bench_read (other, 0, 64), ==, MMC_GOOD);
  bench_assert_pattern (other, 0, 64, MMC_BLOCK_SIZE);
}

static void
assert_not_inserted (Bench *bench, const char *medium, const char *word)
{
  char message[256] = "";
  MmcDriveStatus before, after;

  mmc_drive_get_status (bench->drive, &before);
  g_assert_false (mmc_drive_insert (bench->drive, medium, message, sizeof message));
  g_assert_nonnull (strstr (message, word));
  mmc_drive_get_status (bench->drive, &after);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
}

static void
test_bad_descriptions (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+r");
  g_autofree char *file = g_build_filename (bench->directory, "kept", NULL);
  g_autofree char *as_dvd = g_strdup_printf ("dvd-r,file=%s", file);
  g_autofree char *as_rom = g_strdup_printf ("dvd-rom,file=%s", file);
  g_autofree char *as_bd = g_strdup_printf ("bd-r,file=%s", file);
  g_autofree char *no_disc = g_strdup_printf ("bd-r,file=%s", bench->image);
  g_autofree char *small = g_strdup_printf ("cd-r,capacity=10,image=%s", bench->image);

  assert_not_inserted (bench, "", "no kind");
  assert_not_inserted (bench, "dvd", "no kind");
  assert_not_inserted (bench, "cd-r,tasty", "tasty");
  assert_not_inserted (bench, "cd-r,capacity=", "capacity");
  assert_not_inserted (bench, "cd-r,capacity=12x", "capacity");
  assert_not_inserted (bench, "cd-r,capacity=0", "capacity");
  assert_not_inserted (bench, "cd-r,file=", "file");
  assert_not_inserted (bench, "cd-r,unformatted", "unformatted");
  assert_not_inserted (bench, "dvd-rw-ro,unformatted", "dvd-rw");
  assert_not_inserted (bench, "dvd+r,spare", "BD-R");
  assert_not_inserted (bench, "dvd-r,minblank", "minimally");
  assert_not_inserted (bench, "cd-rom", "image");
  assert_not_inserted (bench, "hd-dvd-r,image=/dev/null", "blank");
  assert_not_inserted (bench, "dvd-rom,image=/nonexistent", "cannot be read");
  assert_not_inserted (bench, "bd-r,pow,image=/dev/null", "blank");
  assert_not_inserted (bench, "dvd+rw,unformatted,image=/dev/null", "blank");
  assert_not_inserted (bench, as_rom, "needs image");
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  assert_not_inserted (bench, small, "does not fit");
  assert_not_inserted (bench, no_disc, "holds no disc");
  bench_insert (bench, as_bd);
  assert_not_inserted (bench, as_dvd, "bd-r");
}

/* The disc of one process is the disc of all. */
static void
test_shared (void)
{
  g_autoptr (Bench) bench = bench_new ("dvd+rw");
  MmcDrive *other = mmc_drive_open (bench->directory, false);
  MmcDriveStatus status;
  MmcDrive *first;

  g_assert_nonnull (other);
  g_assert_cmphex (bench_write (bench, 16, 16, MMC_BLOCK_SIZE), ==, MMC_GOOD);
  first = bench->drive;
  bench->drive = other;
  g_assert_cmphex (bench_read (bench, 16, 16), ==, MMC_GOOD);
  bench_assert_pattern (bench, 16, 16, MMC_BLOCK_SIZE);
  /* This one still has the old disc mapped when the other changes it. */
  g_assert_true (mmc_drive_insert (first, "cd-r", NULL, 0));
  mmc_drive_get_status (other, &status);
  g_assert_cmpstr (status.kind, ==, "cd-r");
  g_assert_cmphex (bench_send (bench, "00 00 00 00 00 00", NULL), ==, MMC_MEDIUM_CHANGED);
  bench_assert_good (bench, "00 00 00 00 00 00");
  mmc_drive_close (first);
}

static void
test_open_errors (void)
{
  g_autoptr (Bench) bench = bench_new (NULL);
  g_autofree char *missing = g_build_filename (bench->directory, "missing", NULL);
  g_autofree char *state = g_build_filename (bench->directory, "state", NULL);

  errno = 0;
  g_assert_null (mmc_drive_open (missing, false));
  g_assert_cmpint (errno, ==, ENOENT);
  g_assert_true (g_file_set_contents (state, "no state", -1, NULL));
  g_assert_null (mmc_drive_open (bench->directory, true));
  g_assert_cmpint (errno, ==, ESTALE);
  /* The bench's own drive maps the file that was replaced. */
}

int
main (int argc, char **argv)
{
  static const char *const images[] = { "cd-rom,image=IMAGE", "dvd-rom,image=IMAGE",
                                        "bd-rom,image=IMAGE", "cd-r,image=IMAGE",
                                        "dvd+r,image=IMAGE",  "bd-r,image=IMAGE" };
  static const char *const kept[] = { "cd-r",    "dvd-r",     "dvd-rw", "dvd+r", "dvd+rw",
                                      "dvd-ram", "dvd-rw-ro", "bd-r",   "bd-re" };

  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/mmc-drive/media/kind/", kinds[i].medium, NULL);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (images); i++)
    {
      g_autofree char *path = g_strconcat ("/mmc-drive/media/image/", images[i], NULL);

      g_test_add_data_func (path, images[i], test_image);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *path = g_strconcat ("/mmc-drive/media/kept/", kept[i], NULL);

      g_test_add_data_func (path, kept[i], test_kept);
    }
  g_test_add_func ("/mmc-drive/media/configuration-requests", test_configuration_requests);
  g_test_add_func ("/mmc-drive/media/streaming-feature", test_streaming_feature);
  g_test_add_func ("/mmc-drive/media/identity", test_identity);
  g_test_add_func ("/mmc-drive/media/write-protection", test_write_protection);
  g_test_add_func ("/mmc-drive/media/manufacturer", test_manufacturer);
  g_test_add_func ("/mmc-drive/media/bad-descriptions", test_bad_descriptions);
  g_test_add_func ("/mmc-drive/media/capacity", test_capacity);
  g_test_add_func ("/mmc-drive/media/forgotten", test_forgotten);
  g_test_add_func ("/mmc-drive/media/shared", test_shared);
  g_test_add_func ("/mmc-drive/media/open-errors", test_open_errors);
  return g_test_run ();
}
