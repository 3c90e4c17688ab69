/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-format-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* ---- Tags ---- */

static void
test_crc (void)
{
  guint8 bytes[41];

  /* The example of ECMA-167 3/7.2.6, and the check value of this CRC everywhere. */
  g_assert_cmphex (_burnish_udf_crc ((const guint8 *) "\x70\x6A\x77", 3), ==, 0x3299);
  g_assert_cmphex (_burnish_udf_crc ((const guint8 *) "123456789", 9), ==, 0x31C3);
  g_assert_cmphex (_burnish_udf_crc ((const guint8 *) "", 0), ==, 0);
  for (gsize size_bytes = 0; size_bytes <= sizeof bytes; size_bytes++)
    {
      guint crc = 0;

      for (gsize i = 0; i < size_bytes; i++)
        {
          bytes[i] = (guint8) g_test_rand_int_range (0, 256);
          crc ^= (guint) bytes[i] << 8;
          for (guint bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xFFFF;
        }
      g_assert_cmphex (_burnish_udf_crc (bytes, size_bytes), ==, crc);
    }
}

static void
test_seal (void)
{
  guint8 d[600];
  BurnishUdfTag tag;

  for (guint i = 0; i < sizeof d; i++)
    d[i] = (guint8) (i * 11);
  _burnish_udf_seal (d, BURNISH_UDF_TAG_FILE_SET, BURNISH_UDF_1_50, 77, 512);
  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, sizeof d, 77), ==, BURNISH_UDF_TAG_GOOD);
  g_assert_cmpuint (tag.id, ==, BURNISH_UDF_TAG_FILE_SET);
  g_assert_cmpuint (tag.version, ==, 2);
  g_assert_cmpuint (tag.serial, ==, 0);
  g_assert_cmpuint (tag.crc_length, ==, 496);
  g_assert_cmpuint (tag.location, ==, 77);
  _burnish_udf_seal (d, BURNISH_UDF_TAG_FILE_SET, BURNISH_UDF_2_00, 77, 16);
  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, 16, 77), ==, BURNISH_UDF_TAG_GOOD);
  g_assert_cmpuint (tag.version, ==, 3);
  g_assert_cmpuint (tag.crc_length, ==, 0);
}

/* Every byte of a descriptor is protected, by one of its two sums. */
static void
test_faults (void)
{
  guint8 d[64] = { 0 };
  BurnishUdfTag tag;

  for (guint i = 16; i < sizeof d; i++)
    d[i] = (guint8) i;
  _burnish_udf_seal (d, BURNISH_UDF_TAG_ANCHOR, BURNISH_UDF_2_50, 256, sizeof d);
  for (guint i = 0; i < sizeof d; i++)
    {
      d[i] ^= 0x10;
      g_assert_cmpint (_burnish_udf_tag_read (&tag, d, sizeof d, 256), ==,
                       i < 16 ? BURNISH_UDF_TAG_BAD_CHECKSUM : BURNISH_UDF_TAG_BAD_CRC);
      d[i] ^= 0x10;
    }
  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, sizeof d, 257), ==,
                   BURNISH_UDF_TAG_BAD_LOCATION);
  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, sizeof d - 1, 256), ==,
                   BURNISH_UDF_TAG_BAD_LENGTH);
  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, 16, 256), ==, BURNISH_UDF_TAG_BAD_LENGTH);
  /* A version that nobody wrote, with a checksum that is right. */
  d[2] += 1;
  d[4] += 1;
  g_assert_cmpint (_burnish_udf_tag_read (&tag, d, sizeof d, 256), ==, BURNISH_UDF_TAG_BAD_VERSION);
}

/* ---- Fields ---- */

static void
test_regid (void)
{
  guint8 field[32];

  memset (field, 0xFF, sizeof field);
  _burnish_udf_write_regid (field, BURNISH_UDF_DOMAIN, BURNISH_UDF_SUFFIX_DOMAIN, BURNISH_UDF_2_60);
  g_assert_cmpmem (field, 32, "\0*OSTA UDF Compliant\0\0\0\0\x60\x02\0\0\0\0\0\0", 32);
  _burnish_udf_write_regid (field, "*UDF Virtual Partition", BURNISH_UDF_SUFFIX_UDF,
                            BURNISH_UDF_1_50);
  g_assert_cmpmem (field, 32, "\0*UDF Virtual Partition\0\x50\x01\4\5\0\0\0\0", 32);
  g_assert_true (_burnish_udf_is_regid (field, "*UDF Virtual Partition"));
  g_assert_false (_burnish_udf_is_regid (field, "*UDF Virtual"));
  g_assert_false (_burnish_udf_is_regid (field, BURNISH_UDF_DOMAIN));
  _burnish_udf_write_regid (field, "*Burnish", BURNISH_UDF_SUFFIX_IMPLEMENTATION, BURNISH_UDF_1_50);
  g_assert_cmpmem (field + 24, 8, "\4\5\0\0\0\0\0\0", 8);
  _burnish_udf_write_regid (field, "+NSR02", BURNISH_UDF_SUFFIX_NONE, BURNISH_UDF_1_50);
  g_assert_cmpmem (field + 24, 8, "\0\0\0\0\0\0\0\0", 8);
}

static void
test_long_ad (void)
{
  guint8 field[16];

  memset (field, 0xFF, sizeof field);
  _burnish_udf_write_long_ad (field, 0x01020304, 0x11121314, 0x2122);
  g_assert_cmpmem (field, 16, "\4\3\2\1\x14\x13\x12\x11\x22\x21\0\0\0\0\0\0", 16);
}

static void
assert_time (gint64 time_us, gint64 expected_us)
{
  guint8 field[BURNISH_UDF_TIMESTAMP_SIZE];
  gint64 read_us = 0;

  _burnish_udf_write_timestamp (field, time_us);
  g_assert_cmphex (_burnish_read_le16 (field), ==, 0x1000);
  g_assert_true (_burnish_udf_read_timestamp (field, &read_us));
  g_assert_cmpint (read_us, ==, expected_us);
}

static void
test_times (void)
{
  const gint64 first_us = G_GINT64_CONSTANT (-62135596800000000);
  const gint64 last_us = G_GINT64_CONSTANT (253402300799999999);
  guint8 field[BURNISH_UDF_TIMESTAMP_SIZE];

  _burnish_udf_write_timestamp (field, G_GINT64_CONSTANT (951782399123456));
  g_assert_cmpmem (field, sizeof field, "\0\x10\xD0\7\2\x1C\x17\x3B\x3B\x0C\x22\x38", sizeof field);
  assert_time (0, 0);
  assert_time (-1, -1);
  assert_time (first_us, first_us);
  assert_time (last_us, last_us);
  assert_time (first_us - 1, first_us);
  assert_time (last_us + 1, last_us);
  assert_time (G_MININT64, first_us);
  assert_time (G_MAXINT64, last_us);
  for (guint i = 0; i < 1000; i++)
    {
      gint64 time_us = (gint64) (g_test_rand_double_range ((double) first_us, (double) last_us));

      assert_time (time_us, time_us);
    }
}

static void
test_time_zones (void)
{
  guint8 field[BURNISH_UDF_TIMESTAMP_SIZE];
  gint64 time_us;
  static const struct
  {
    guint16 type_and_zone;
    gint64 expected_s;
  } zones[] = {
    { 0x1000 | 60, -3600 },    { 0x1FFF, 60 }, /* a minute to the west */
    { 0x1000 | 1440, -86400 }, { 0x1801, 0 },  /* no zone given */
    { 0x1000 | 1441, 0 },      { 0x0000, 0 },  { 0x2000 | 60, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      _burnish_udf_write_timestamp (field, 0);
      _burnish_write_le16 (field, zones[i].type_and_zone);
      g_assert_true (_burnish_udf_read_timestamp (field, &time_us));
      g_assert_cmpint (time_us, ==, zones[i].expected_s * G_USEC_PER_SEC);
    }
}

/* Whatever the bytes are, there is a time or none. */
static void
test_hostile_times (void)
{
  guint8 field[BURNISH_UDF_TIMESTAMP_SIZE] = { 0 };
  gint64 time_us;

  g_assert_false (_burnish_udf_read_timestamp (field, &time_us));
  memset (field, 0xFF, sizeof field);
  g_assert_false (_burnish_udf_read_timestamp (field, &time_us));
  for (guint i = 2; i < sizeof field; i++)
    {
      _burnish_udf_write_timestamp (field, 0);
      field[i] = i == 3 ? 0xFF : 100;
      /* 1970 becomes 1892, or the year -0x4E. */
      g_assert_true (_burnish_udf_read_timestamp (field, &time_us) == (i == 2));
    }
  for (guint i = 0; i < 10000; i++)
    {
      for (guint j = 0; j < sizeof field; j++)
        field[j] = (guint8) g_test_rand_int ();
      if (_burnish_udf_read_timestamp (field, &time_us))
        g_assert_cmpint (ABS (time_us), <, G_MAXINT64 / 2);
    }
}

/* ---- Texts ---- */

static void
assert_text (const char *text, const char *bytes, gsize n_bytes)
{
  g_autofree guint8 *encoded = g_malloc (n_bytes + 1);
  g_autofree char *decoded = NULL;

  g_assert_cmpuint (_burnish_udf_text_size (text), ==, n_bytes);
  encoded[n_bytes] = 0xEE;
  _burnish_udf_text_encode (text, encoded);
  g_assert_cmpmem (encoded, n_bytes, bytes, n_bytes);
  g_assert_cmphex (encoded[n_bytes], ==, 0xEE);
  decoded = _burnish_udf_text_decode (encoded, n_bytes);
  g_assert_cmpstr (decoded, ==, text);
}

#define ASSERT_TEXT(text, bytes) assert_text (text, bytes, sizeof bytes - 1)

static void
test_texts (void)
{
  ASSERT_TEXT ("", "");
  ASSERT_TEXT ("abc", "\10abc");
  ASSERT_TEXT ("na\xC3\xAFve \xC3\xBF", "\10na\xEFve \xFF");
  ASSERT_TEXT ("\xC4\x80", "\x10\x01\x00");
  ASSERT_TEXT ("a\xD0\xB6", "\x10\0a\x04\x36");
  ASSERT_TEXT ("\xEF\xBF\xBF", "\x10\xFF\xFF");
  ASSERT_TEXT ("\xF0\x90\x80\x80", "\x10\xD8\x00\xDC\x00");
  ASSERT_TEXT ("x\xF0\x9F\x98\x80", "\x10\0x\xD8\x3D\xDE\x00");
  /* U+1D800 is no surrogate. */
  ASSERT_TEXT ("\xF0\x9D\xA0\x80", "\x10\xD8\x36\xDC\x00");
  ASSERT_TEXT ("\xF4\x8F\xBF\xBF", "\x10\xDB\xFF\xDF\xFF");
  ASSERT_TEXT ("\1\x1F\x7F", "\10\1\x1F\x7F");
}

static void
test_random_texts (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree guint8 *encoded = NULL;
      g_autofree char *decoded = NULL;
      gunichar limit = (const gunichar[]){ 0x80, 0x100, 0x10000, 0x110000 }[i % 4];
      gsize n_bytes;

      for (gint j = g_test_rand_int_range (0, 300); j > 0; j--)
        {
          gunichar character = (gunichar) g_test_rand_int_range (1, (gint32) limit);

          if ((character & 0x1FF800) != 0xD800)
            g_string_append_unichar (text, character);
        }
      n_bytes = _burnish_udf_text_size (text->str);
      encoded = g_malloc (n_bytes);
      _burnish_udf_text_encode (text->str, encoded);
      decoded = _burnish_udf_text_decode (encoded, n_bytes);
      g_assert_cmpstr (decoded, ==, text->str);
    }
}

static void
assert_decoded (const char *bytes, gsize n_bytes, const char *expected)
{
  g_autofree char *decoded = _burnish_udf_text_decode ((const guint8 *) bytes, n_bytes);

  g_assert_cmpstr (decoded, ==, expected);
}

#define ASSERT_DECODED(bytes, expected) assert_decoded (bytes, sizeof bytes - 1, expected)

static void
test_hostile_texts (void)
{
  ASSERT_DECODED ("\10", "");
  ASSERT_DECODED ("\x10", "");
  ASSERT_DECODED ("\xFE"
                  "abc",
                  "abc");
  ASSERT_DECODED ("\xFF\0a", "a");
  /* Neither 8 nor 16, half a character. */
  ASSERT_DECODED ("\0abc", NULL);
  ASSERT_DECODED ("\11abc", NULL);
  ASSERT_DECODED ("\x10\0", NULL);
  ASSERT_DECODED ("\x10\0a\0", NULL);
  ASSERT_DECODED ("\10a\0b", "a\xEF\xBF\xBD"
                             "b");
  ASSERT_DECODED ("\x10\0a\0\0", "a\xEF\xBF\xBD");
  /* Surrogates alone, in the wrong order, at the end. */
  ASSERT_DECODED ("\x10\xD8\x3D\0a", "\xEF\xBF\xBD"
                                     "a");
  ASSERT_DECODED ("\x10\xDE\x00\xD8\x3D", "\xEF\xBF\xBD\xEF\xBF\xBD");
  ASSERT_DECODED ("\x10\xD8\x3D\xD8\x3D\xDE\x00", "\xEF\xBF\xBD\xF0\x9F\x98\x80");
  for (guint i = 0; i < 10000; i++)
    {
      guint8 bytes[64];
      gsize n_bytes = (gsize) g_test_rand_int_range (0, sizeof bytes + 1);
      g_autofree char *decoded = NULL;

      for (guint j = 0; j < n_bytes; j++)
        bytes[j] = (guint8) g_test_rand_int ();
      if (i % 2 && n_bytes > 0)
        bytes[0] = i % 4 == 1 ? 8 : 16;
      decoded = _burnish_udf_text_decode (bytes, n_bytes);
      g_assert_true (decoded == NULL || g_utf8_validate (decoded, -1, NULL));
    }
}

static void
assert_dstring (gsize field_bytes, const char *text, const char *expected, guint8 used)
{
  g_autofree guint8 *field = g_malloc (field_bytes + 1);
  g_autofree char *read = NULL;

  memset (field, 0xEE, field_bytes + 1);
  _burnish_udf_dstring_write (field, field_bytes, text);
  g_assert_cmphex (field[field_bytes], ==, 0xEE);
  g_assert_cmpuint (field[field_bytes - 1], ==, used);
  for (gsize i = used; i < field_bytes - 1; i++)
    g_assert_cmphex (field[i], ==, 0);
  read = _burnish_udf_dstring_read (field, field_bytes);
  g_assert_cmpstr (read, ==, expected);
}

static void
test_dstrings (void)
{
  guint8 field[8] = "\10abcde";
  g_autofree char *read = NULL;

  assert_dstring (32, "", "", 0);
  assert_dstring (32, "volume", "volume", 7);
  assert_dstring (6, "abcd", "abcd", 5);
  assert_dstring (6, "abcde", "abcd", 5);
  assert_dstring (6, "\xD0\xB6\xD0\xB6\xD0\xB6", "\xD0\xB6\xD0\xB6", 5);
  /* A character of two units is not cut in two. */
  assert_dstring (6, "\xD0\xB6\xF0\x9F\x98\x80", "\xD0\xB6", 3);
  /* Without the wide character, eight bits suffice. */
  assert_dstring (6, "ab\xF0\x9F\x98\x80", "ab", 3);
  assert_dstring (2, "\xD0\xB6", "", 0);
  field[7] = 8;
  g_assert_null (_burnish_udf_dstring_read (field, sizeof field));
  field[7] = 255;
  g_assert_null (_burnish_udf_dstring_read (field, sizeof field));
  field[7] = 4;
  read = _burnish_udf_dstring_read (field, sizeof field);
  g_assert_cmpstr (read, ==, "abc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/udf-format/crc", test_crc);
  g_test_add_func ("/udf-format/seal", test_seal);
  g_test_add_func ("/udf-format/faults", test_faults);
  g_test_add_func ("/udf-format/regid", test_regid);
  g_test_add_func ("/udf-format/long-ad", test_long_ad);
  g_test_add_func ("/udf-format/times", test_times);
  g_test_add_func ("/udf-format/time-zones", test_time_zones);
  g_test_add_func ("/udf-format/hostile-times", test_hostile_times);
  g_test_add_func ("/udf-format/texts", test_texts);
  g_test_add_func ("/udf-format/random-texts", test_random_texts);
  g_test_add_func ("/udf-format/hostile-texts", test_hostile_texts);
  g_test_add_func ("/udf-format/dstrings", test_dstrings);
  return g_test_run ();
}
