/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-mmc-parse-private.h"
#include "burnish-sense-private.h"

#include <string.h>

/* Answers laid out by hand from the tables of MMC-6 and SPC-4. */

static GBytes *
cut (const guint8 *data, gsize size_bytes)
{
  return g_bytes_new (data, size_bytes);
}

/* A blank disc in a drive that knows two kinds; random readable is there but not current. */
static const guint8 configuration[] = {
  0, 0,    0,    0x20, 0,    0,    0x00, 0x1b,                   /* current profile: DVD+R */
  0, 0,    0x03, 8,    0x00, 0x1b, 1,    0,    0x00, 0x99, 0, 0, /* profile list */
  0, 0x10, 0x00, 8,    0,    0,    8,    0,    0,    1,    0, 0, /* random readable */
  0, 0x1d, 0x03, 0,                                              /* multi-read, without data */
};

static void
test_features (void)
{
  g_autoptr (GBytes) answer = cut (configuration, sizeof configuration);
  guint16 profile = 0;
  g_autoptr (GPtrArray) features = _burnish_parse_features (answer, &profile);
  g_autoptr (GPtrArray) profiles = _burnish_parse_profiles (answer);
  const BurnishFeature *feature;
  const BurnishProfile *known, *unknown;

  g_assert_cmphex (profile, ==, 0x1b);
  g_assert_cmpuint (features->len, ==, 3);
  feature = g_ptr_array_index (features, 1);
  g_assert_cmphex (feature->code, ==, 0x10);
  g_assert_false (feature->is_current);
  g_assert_cmphex (feature->data[2], ==, 8);
  feature = g_ptr_array_index (features, 2);
  g_assert_true (feature->is_current);

  g_assert_cmpuint (profiles->len, ==, 2);
  known = g_ptr_array_index (profiles, 0);
  g_assert_cmpstr (known->name, ==, "DVD+R");
  g_assert_true (known->is_current);
  unknown = g_ptr_array_index (profiles, 1);
  g_assert_cmphex (unknown->number, ==, 0x99);
  g_assert_cmpstr (unknown->name, ==, "Unknown disc");
}

/* Whatever the length, nothing is read behind the end (ASan) and nothing is made up. */
static void
test_cut_answers (void)
{
  for (gsize size = 0; size < sizeof configuration; size++)
    {
      g_autofree guint8 *copy = g_memdup2 (configuration, MAX (size, 1));
      g_autoptr (GBytes) answer = g_bytes_new_take (g_steal_pointer (&copy), size);
      guint16 profile = 0;
      g_autoptr (GPtrArray) features = _burnish_parse_features (answer, &profile);
      g_autoptr (GPtrArray) profiles = _burnish_parse_profiles (answer);
      g_autoptr (GPtrArray) toc = _burnish_parse_toc (answer);
      g_autoptr (GPtrArray) speeds = _burnish_parse_write_speeds (answer);
      g_autoptr (GPtrArray) old_speeds = _burnish_parse_mode_page_speeds (answer);
      g_autofree char *dvd_minus = _burnish_parse_dvd_minus_manufacturer (answer);
      g_autofree char *dvd_plus = _burnish_parse_dvd_plus_manufacturer (answer);
      g_autofree char *bd = _burnish_parse_bd_manufacturer (answer);
      BurnishDiscInformation disc;
      BurnishTrackInformation track;
      BurnishCurrentCapacity capacity;

      g_assert_true ((features != NULL) == (size >= 8));
      g_assert_true (features == NULL || features->len <= 2);
      g_assert_true ((toc != NULL) == (size >= 4));
      g_assert_true (_burnish_parse_disc_information (answer, &disc) == (size >= 12));
      g_assert_true (_burnish_parse_track_information (answer, &track) == (size >= 28));
      g_assert_true (_burnish_parse_format_capacities (answer, &capacity, NULL) == (size >= 12));
      g_assert_null (bd);
      g_assert_null (dvd_minus);
    }
}

static void
test_disc_information (void)
{
  /* Appendable CD-RW: second session still empty, tracks above 255. */
  static const guint8 data[34] = {
    0, 32, 0x11, 1, 0x02, 0x2c, 0x2d, 0x83, 0x20, 0, 1, 1, 0, 0, 0, 0
  };
  g_autoptr (GBytes) answer = cut (data, sizeof data);
  BurnishDiscInformation info;

  g_assert_true (_burnish_parse_disc_information (answer, &info));
  g_assert_cmpint (info.status, ==, BURNISH_DISC_STATUS_INCOMPLETE);
  g_assert_cmpint (info.last_session, ==, BURNISH_SESSION_EMPTY);
  g_assert_true (info.is_erasable);
  g_assert_cmpuint (info.n_sessions, ==, 2);
  g_assert_cmpuint (info.first_track, ==, 1);
  g_assert_cmpuint (info.last_track, ==, 0x12d);
  g_assert_cmpuint (info.background_format, ==, 3);
}

static void
test_track_information (void)
{
  /* An invisible track of a CD whose drive counts from the pregap. */
  static const guint8 blank[36] = { 0, 34, 1,    1,    0,    4,    0x41, 0x01, 0,    0,
                                    0, 0,  0xff, 0xff, 0xff, 0x6a, 0,    0x05, 0x7d, 0xa5,
                                    0, 0,  0,    0,    0,    0x05, 0x7d, 0xa5 };
  /* A damaged audio track; its next writable address is not valid. */
  static const guint8 damaged[36] = { 0, 34, 2, 1, 0, 0x20, 0x00, 0x02, 0, 0, 0x10, 0,
                                      0, 0,  9, 9, 0, 0,    0,    7,    0, 0, 0,    0,
                                      0, 0,  1, 0, 0, 0,    0x10, 0xff, 1, 1 };
  g_autoptr (GBytes) blank_answer = cut (blank, sizeof blank);
  g_autoptr (GBytes) damaged_answer = cut (damaged, sizeof damaged);
  BurnishTrackInformation info;

  g_assert_true (_burnish_parse_track_information (blank_answer, &info));
  g_assert_cmpuint (info.track.number, ==, 1);
  g_assert_cmpint (info.track.next_writable_address, ==, 0);
  g_assert_cmpuint (info.n_free_blocks, ==, 359845);
  g_assert_true (info.track.is_blank);
  g_assert_false (info.track.is_audio);

  g_assert_true (_burnish_parse_track_information (damaged_answer, &info));
  g_assert_cmpuint (info.track.number, ==, 0x102);
  g_assert_cmpuint (info.track.session, ==, 0x101);
  g_assert_cmpint (info.track.start_block, ==, 4096);
  g_assert_cmpint (info.track.next_writable_address, ==, -1);
  g_assert_cmpuint (info.n_free_blocks, ==, 0);
  g_assert_cmpuint (info.track.n_blocks, ==, 256);
  g_assert_true (info.track.is_damaged);
  g_assert_true (info.track.is_audio);
}

static void
test_toc (void)
{
  /* Two audio tracks and a data track: a CD-Extra. */
  static const guint8 data[] = {
    0, 34,   1,    3,                   /* length, first, last */
    0, 0x10, 1,    0, 0, 0, 0,    0,    /* audio at 0 */
    0, 0x10, 2,    0, 0, 0, 0x03, 0xe8, /* audio at 1000 */
    0, 0x14, 3,    0, 0, 0, 0x13, 0x88, /* data at 5000 */
    0, 0x14, 0xaa, 0, 0, 0, 0x27, 0x10, /* lead-out at 10000 */
  };
  static const guint8 sessions[] = { 0, 10, 1, 2, 0, 0x14, 3, 0, 0, 0, 0x13, 0x88 };
  g_autoptr (GBytes) answer = cut (data, sizeof data);
  g_autoptr (GBytes) sessions_answer = cut (sessions, sizeof sessions);
  g_autoptr (GPtrArray) tracks = _burnish_parse_toc (answer);
  const BurnishTrack *track;
  guint last_session, first_track;

  g_assert_cmpuint (tracks->len, ==, 3);
  track = g_ptr_array_index (tracks, 1);
  g_assert_true (track->is_audio);
  g_assert_cmpint (track->start_block, ==, 1000);
  g_assert_cmpuint (track->n_blocks, ==, 4000);
  track = g_ptr_array_index (tracks, 2);
  g_assert_false (track->is_audio);
  g_assert_cmpuint (track->n_blocks, ==, 5000);
  g_assert_true (_burnish_parse_toc_sessions (sessions_answer, &last_session, &first_track));
  g_assert_cmpuint (last_session, ==, 2);
  g_assert_cmpuint (first_track, ==, 3);
}

static void
test_format_capacities (void)
{
  static const guint8 data[] = {
    0, 0,    0,    24,                       /* length */
    0, 0x23, 0x05, 0x40, 1,         0, 8, 0, /* unformatted, at most 2295104 */
    0, 0x23, 0x05, 0x40, 0x26 << 2, 0, 0, 0, /* DVD+RW */
    0, 0,    0x10, 0,    0x00,      0, 8, 0, /* full */
  };
  g_autoptr (GBytes) answer = cut (data, sizeof data);
  g_autoptr (GPtrArray) formats =
      g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_format_free);
  BurnishCurrentCapacity current;
  const BurnishFormat *format;

  g_assert_true (_burnish_parse_format_capacities (answer, &current, formats));
  g_assert_cmpint (current.type, ==, BURNISH_CAPACITY_UNFORMATTED);
  g_assert_cmpuint (current.n_blocks, ==, 2295104);
  g_assert_cmpuint (formats->len, ==, 2);
  format = g_ptr_array_index (formats, 0);
  g_assert_cmphex (format->type, ==, 0x26);
  format = g_ptr_array_index (formats, 1);
  g_assert_cmphex (format->type, ==, 0);
  g_assert_cmpuint (format->n_blocks, ==, 4096);
  g_assert_cmpuint (format->parameter, ==, 2048);
}

static guint32
get_speed (GPtrArray *speeds, guint i)
{
  const BurnishWriteSpeed *speed = g_ptr_array_index (speeds, i);

  return speed->speed_kbs;
}

static void
test_write_speeds (void)
{
  /* The slow one first, one twice, one zero, one CAV. */
  static const guint8 data[8 + 4 * 16] = {
    0, 0, 0, 68, 0, 0, 0, 0,                                     /* header */
    0, 0, 0, 0,  0, 0, 0, 9, 0, 0, 0x15, 0xa4, 0, 0, 0x15, 0xa4, /* 5540 */
    8, 0, 0, 0,  0, 0, 0, 9, 0, 0, 0x2b, 0x48, 0, 0, 0x2b, 0x48, /* 11080, CAV */
    0, 0, 0, 0,  0, 0, 0, 9, 0, 0, 0x15, 0xa4, 0, 0, 0x15, 0xa4, /* again */
  };
  g_autoptr (GBytes) answer = cut (data, sizeof data);
  g_autoptr (GPtrArray) speeds = _burnish_parse_write_speeds (answer);
  const BurnishWriteSpeed *fastest;

  g_assert_cmpuint (speeds->len, ==, 2);
  fastest = g_ptr_array_index (speeds, 0);
  g_assert_cmpuint (fastest->speed_kbs, ==, 11080);
  g_assert_true (fastest->is_constant_rotation);
  g_assert_cmpuint (get_speed (speeds, 1), ==, 5540);
}

static void
test_mode_page_speeds (void)
{
  guint8 data[8 + 40] = { 0, 46, 0, 0, 0, 0, 0, 0, 0x2a, 38 };
  g_autoptr (GPtrArray) speeds = NULL, old = NULL;
  g_autoptr (GBytes) answer = NULL, old_answer = NULL;

  data[8 + 18] = 0x1b; /* 6912 kB/s in an MMC-1 drive's only field */
  data[8 + 31] = 2;
  data[8 + 34] = 0x06; /* 1764 kB/s */
  data[8 + 35] = 0xe4;
  data[8 + 38] = 0x0d; /* 3528 kB/s */
  data[8 + 39] = 0xc8;
  answer = cut (data, sizeof data);
  speeds = _burnish_parse_mode_page_speeds (answer);
  g_assert_cmpuint (speeds->len, ==, 2);
  g_assert_cmpuint (get_speed (speeds, 0), ==, 3528);
  g_assert_cmpuint (get_speed (speeds, 1), ==, 1764);

  old_answer = cut (data, 8 + 24);
  old = _burnish_parse_mode_page_speeds (old_answer);
  g_assert_cmpuint (old->len, ==, 1);
  g_assert_cmpuint (get_speed (old, 0), ==, 6912);
}

static void
test_manufacturers (void)
{
  guint8 minus[48] = { 0, 46 }, plus[40] = { 0, 38 }, bd[120] = { 0, 118 }, atip[28] = { 0, 26 };
  g_autoptr (GBytes) minus_answer = NULL, plus_answer = NULL, bd_answer = NULL, atip_answer = NULL;
  g_autofree char *minus_id = NULL, *plus_id = NULL, *bd_id = NULL, *atip_id = NULL;

  minus[4 + 16] = 3;
  memcpy (minus + 4 + 17, "TTG02\0", 6);
  minus[4 + 24] = 4;
  memcpy (minus + 4 + 25, "\0\0\0\0\0\0", 6);
  memcpy (plus + 4 + 19, "CMC MAG\0", 8);
  memcpy (plus + 4 + 27, "M01", 3);
  memcpy (bd + 4, "DI", 2);
  memcpy (bd + 4 + 100, "VERBAT", 6);
  memcpy (bd + 4 + 106, "IMe", 3);
  atip[8] = 97;
  atip[9] = 24;
  atip[10] = 1;
  minus_answer = cut (minus, sizeof minus);
  plus_answer = cut (plus, sizeof plus);
  bd_answer = cut (bd, sizeof bd);
  atip_answer = cut (atip, sizeof atip);
  minus_id = _burnish_parse_dvd_minus_manufacturer (minus_answer);
  plus_id = _burnish_parse_dvd_plus_manufacturer (plus_answer);
  bd_id = _burnish_parse_bd_manufacturer (bd_answer);
  atip_id = _burnish_parse_atip_manufacturer (atip_answer);
  g_assert_cmpstr (minus_id, ==, "TTG02");
  g_assert_cmpstr (plus_id, ==, "CMC MAG/M01");
  g_assert_cmpstr (bd_id, ==, "VERBAT/IMe");
  g_assert_cmpstr (atip_id, ==, "97:24:01");
}

static void
test_structures (void)
{
  static const guint8 spare[] = { 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0x40, 0 };
  static const guint8 protection[] = { 0, 6, 0, 0, 0x04, 0, 0, 0 };
  static const guint8 list[] = { 0, 10, 0, 0, 0x0e, 0x80, 0, 48, 0x11, 0x40, 8, 4 };
  g_autoptr (GBytes) spare_answer = cut (spare, sizeof spare);
  g_autoptr (GBytes) protection_answer = cut (protection, sizeof protection);
  g_autoptr (GBytes) list_answer = cut (list, sizeof list);
  BurnishSpareArea area;
  guint8 bits;

  g_assert_true (_burnish_parse_spare_area (spare_answer, &area));
  g_assert_cmpint (area.n_free, ==, 0x2000);
  g_assert_cmpint (area.n_allocated, ==, 0x4000);
  g_assert_true (_burnish_parse_write_protection (protection_answer, &bits));
  g_assert_cmphex (bits, ==, 4);
  g_assert_true (_burnish_parse_structure_is_readable (list_answer, 0x11));
  g_assert_false (_burnish_parse_structure_is_readable (list_answer, 0x0e)); /* may only be sent */
  g_assert_false (_burnish_parse_structure_is_readable (list_answer, 0x00));
}

static void
test_sense_formats (void)
{
  static const guint8 fixed[18] = {
    0xf0, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 4, 4, 0, 0x80, 0x40, 0
  };
  static const guint8 descriptor[] = { 0x72, 3, 0x11, 5, 0, 0, 0, 8, 2, 6, 0, 0, 0x80, 0xc0, 0, 0 };
  static const guint8 endless[] = { 0x72, 3, 0x11, 5, 0, 0, 0, 8, 9, 0, 9, 0, 9, 0, 9, 0 };
  BurnishSense sense;
  double progress;

  g_assert_true (_burnish_sense_parse (fixed, sizeof fixed, 0x00, &sense, &progress));
  g_assert_cmpint (sense.key, ==, 2);
  g_assert_cmpint (sense.asc, ==, 4);
  g_assert_cmpint (sense.ascq, ==, 4);
  g_assert_cmpfloat (progress, ==, 0.25);
  g_assert_true (_burnish_sense_parse (fixed, 14, 0x00, &sense, &progress));
  g_assert_cmpfloat (progress, ==, BURNISH_SENSE_NO_PROGRESS);
  g_assert_false (_burnish_sense_parse (fixed, 13, 0x00, &sense, NULL));

  g_assert_true (_burnish_sense_parse (descriptor, sizeof descriptor, 0x28, &sense, &progress));
  g_assert_cmpint (sense.command, ==, 0x28);
  g_assert_cmpint (sense.key, ==, 3);
  g_assert_cmpint (sense.asc, ==, 0x11);
  g_assert_cmpint (sense.ascq, ==, 5);
  g_assert_cmpfloat (progress, ==, 0.75);
  g_assert_true (_burnish_sense_parse (endless, sizeof endless, 0x28, &sense, &progress));
  g_assert_false (_burnish_sense_parse ((const guint8 *) "garbage", 7, 0x28, &sense, NULL));
}

static void
test_sense_causes (void)
{
  static const struct
  {
    BurnishSense sense;
    BurnishError code;
  } cases[] = {
    { { 0x00, 2, 0x3a, 0x02 }, BURNISH_ERROR_NO_DISC },
    { { 0x00, 2, 0x04, 0x01 }, BURNISH_ERROR_DRIVE_NOT_READY },
    { { 0x00, 2, 0x30, 0x00 }, BURNISH_ERROR_DISC_NOT_SUPPORTED },
    { { 0x28, 3, 0x11, 0x05 }, BURNISH_ERROR_READ_FAILED },
    { { 0x28, 5, 0x21, 0x00 }, BURNISH_ERROR_READ_FAILED },
    { { 0x2a, 3, 0x0c, 0x00 }, BURNISH_ERROR_WRITE_FAILED },
    { { 0x2a, 3, 0x73, 0x03 }, BURNISH_ERROR_WRITE_FAILED },
    { { 0x2a, 7, 0x27, 0x00 }, BURNISH_ERROR_DISC_WRITE_PROTECTED },
    { { 0x5b, 5, 0x72, 0x04 }, BURNISH_ERROR_CLOSE_FAILED },
    { { 0x1b, 5, 0x53, 0x02 }, BURNISH_ERROR_DRIVE_BUSY },
    { { 0x46, 5, 0x20, 0x00 }, BURNISH_ERROR_NOT_SUPPORTED },
    { { 0x46, 4, 0x44, 0x00 }, BURNISH_ERROR_DRIVE_FAILED },
    { { 0x46, 11, 0, 0 }, BURNISH_ERROR_DRIVE_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = _burnish_sense_to_error (&cases[i].sense, "/dev/sr0");
      BurnishSense sense;

      g_assert_error (error, BURNISH_ERROR, (int) cases[i].code);
      g_assert_true (burnish_error_get_sense (error, &sense));
      g_assert_cmpmem (&sense, sizeof sense, &cases[i].sense, sizeof sense);
    }
}

static void
test_sense_message (void)
{
  const BurnishSense sense = { 0x28, 3, 0x11, 0x05 };
  g_autoptr (GError) error = _burnish_sense_to_error (&sense, "/dev/sr0");

  g_assert_cmpstr (error->message, ==,
                   "The drive /dev/sr0 failed READ (10): unrecovered read error (L-EC) "
                   "(sense 3/11/05)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mmc-parse/features", test_features);
  g_test_add_func ("/mmc-parse/cut-answers", test_cut_answers);
  g_test_add_func ("/mmc-parse/disc-information", test_disc_information);
  g_test_add_func ("/mmc-parse/track-information", test_track_information);
  g_test_add_func ("/mmc-parse/toc", test_toc);
  g_test_add_func ("/mmc-parse/format-capacities", test_format_capacities);
  g_test_add_func ("/mmc-parse/write-speeds", test_write_speeds);
  g_test_add_func ("/mmc-parse/mode-page-speeds", test_mode_page_speeds);
  g_test_add_func ("/mmc-parse/manufacturers", test_manufacturers);
  g_test_add_func ("/mmc-parse/structures", test_structures);
  g_test_add_func ("/sense/formats", test_sense_formats);
  g_test_add_func ("/sense/causes", test_sense_causes);
  g_test_add_func ("/sense/message", test_sense_message);
  return g_test_run ();
}
