/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-format-private.h"

#include <string.h>

/* CRC-ITU-T: x^16 + x^12 + x^5 + 1 (ECMA-167 3/7.2.6). */
#define CRC_POLYNOMIAL 0x1021

/* Versions of the tag: of ECMA-167's second edition up to UDF 1.50, of the third from 2.00 on. */
#define TAG_VERSION_NSR02 2
#define TAG_VERSION_NSR03 3

/* UDF 6.3: operating system class UNIX, identifier Linux. */
#define OS_CLASS_UNIX 4
#define OS_ID_LINUX   5

#define REGID_IDENTIFIER      1
#define REGID_IDENTIFIER_SIZE 23
#define REGID_SUFFIX          24

#define CHARSPEC_INFO "OSTA Compressed Unicode" /* UDF 2.1.2 */

/* Timestamp type 1 says that the time of day is local, with its distance to UTC. */
#define TIMESTAMP_LOCAL  1
#define NO_TIME_ZONE     (-2047)
#define MAX_ZONE_MINUTES 1440
#define MIN_TIME_US      G_GINT64_CONSTANT (-62135596800000000) /* 0001-01-01 */
#define MAX_TIME_US      G_GINT64_CONSTANT (253402300799999999) /* 9999-12-31 */

/* How many bytes are taken at once. */
#define CRC_STRIDE 8

/* In table n, the CRC of a byte with n zeros behind it: those of a stride can be added up. */
static void
make_crc_tables (guint16 tables[CRC_STRIDE][256])
{
  for (guint i = 0; i < 256; i++)
    {
      guint value = i << 8;

      for (guint bit = 0; bit < 8; bit++)
        value = value & 0x8000 ? value << 1 ^ CRC_POLYNOMIAL : value << 1;
      tables[0][i] = (guint16) value;
    }
  for (guint n = 1; n < CRC_STRIDE; n++)
    for (guint i = 0; i < 256; i++)
      {
        guint16 before = tables[n - 1][i];

        tables[n][i] = (guint16) (before << 8) ^ tables[0][before >> 8];
      }
}

guint16
_burnish_udf_crc (const guint8 *bytes, gsize size_bytes)
{
  static guint16 tables[CRC_STRIDE][256];
  static gsize is_made;
  guint16 crc = 0;

  if (g_once_init_enter (&is_made))
    {
      make_crc_tables (tables);
      g_once_init_leave (&is_made, 1);
    }
  for (; size_bytes >= CRC_STRIDE; bytes += CRC_STRIDE, size_bytes -= CRC_STRIDE)
    crc = tables[7][crc >> 8 ^ bytes[0]] ^ tables[6][(crc & 0xFF) ^ bytes[1]] ^ tables[5][bytes[2]]
          ^ tables[4][bytes[3]] ^ tables[3][bytes[4]] ^ tables[2][bytes[5]] ^ tables[1][bytes[6]]
          ^ tables[0][bytes[7]];
  for (gsize i = 0; i < size_bytes; i++)
    crc = (guint16) (crc << 8) ^ tables[0][crc >> 8 ^ bytes[i]];
  return crc;
}

/* Over the tag without the byte that holds it. */
static guint8
tag_checksum (const guint8 *tag)
{
  guint sum = 0;

  for (guint i = 0; i < BURNISH_UDF_TAG_SIZE; i++)
    sum += i == 4 ? 0 : tag[i];
  return (guint8) sum;
}

void
_burnish_udf_seal (guint8 *descriptor,
                   BurnishUdfTagId id,
                   BurnishUdfRevision revision,
                   guint32 location,
                   gsize size_bytes)
{
  gsize body_bytes = size_bytes - BURNISH_UDF_TAG_SIZE;

  g_assert (size_bytes >= BURNISH_UDF_TAG_SIZE && body_bytes <= G_MAXUINT16);
  _burnish_write_le16 (descriptor, (guint16) id);
  _burnish_write_le16 (descriptor + 2,
                       revision < BURNISH_UDF_2_00 ? TAG_VERSION_NSR02 : TAG_VERSION_NSR03);
  descriptor[5] = 0;
  _burnish_write_le16 (descriptor + 6, 0);
  _burnish_write_le16 (descriptor + 8,
                       _burnish_udf_crc (descriptor + BURNISH_UDF_TAG_SIZE, body_bytes));
  _burnish_write_le16 (descriptor + 10, (guint16) body_bytes);
  _burnish_write_le32 (descriptor + 12, location);
  descriptor[4] = tag_checksum (descriptor);
}

BurnishUdfTagFault
_burnish_udf_tag_read (BurnishUdfTag *tag,
                       const guint8 *descriptor,
                       gsize available_bytes,
                       guint32 location)
{
  *tag = (BurnishUdfTag){
    .id = _burnish_read_le16 (descriptor),
    .version = _burnish_read_le16 (descriptor + 2),
    .serial = _burnish_read_le16 (descriptor + 6),
    .crc = _burnish_read_le16 (descriptor + 8),
    .crc_length = _burnish_read_le16 (descriptor + 10),
    .location = _burnish_read_le32 (descriptor + 12),
  };
  if (descriptor[4] != tag_checksum (descriptor))
    return BURNISH_UDF_TAG_BAD_CHECKSUM;
  if (tag->version != TAG_VERSION_NSR02 && tag->version != TAG_VERSION_NSR03)
    return BURNISH_UDF_TAG_BAD_VERSION;
  if (tag->crc_length > available_bytes - BURNISH_UDF_TAG_SIZE)
    return BURNISH_UDF_TAG_BAD_LENGTH;
  if (tag->crc != _burnish_udf_crc (descriptor + BURNISH_UDF_TAG_SIZE, tag->crc_length))
    return BURNISH_UDF_TAG_BAD_CRC;
  return tag->location == location ? BURNISH_UDF_TAG_GOOD : BURNISH_UDF_TAG_BAD_LOCATION;
}

void
_burnish_udf_write_regid (guint8 *field,
                          const char *identifier,
                          BurnishUdfSuffix suffix,
                          BurnishUdfRevision revision)
{
  guint8 *bytes = field + REGID_SUFFIX;

  g_assert (strlen (identifier) <= REGID_IDENTIFIER_SIZE);
  memset (field, 0, BURNISH_UDF_REGID_SIZE);
  memcpy (field + REGID_IDENTIFIER, identifier, strlen (identifier));
  if (suffix == BURNISH_UDF_SUFFIX_DOMAIN || suffix == BURNISH_UDF_SUFFIX_UDF)
    {
      _burnish_write_le16 (bytes, (guint16) revision);
      bytes += 2;
    }
  if (suffix == BURNISH_UDF_SUFFIX_UDF || suffix == BURNISH_UDF_SUFFIX_IMPLEMENTATION)
    {
      bytes[0] = OS_CLASS_UNIX;
      bytes[1] = OS_ID_LINUX;
    }
}

gboolean
_burnish_udf_is_regid (const guint8 *field, const char *identifier)
{
  return strncmp ((const char *) field + REGID_IDENTIFIER, identifier, REGID_IDENTIFIER_SIZE) == 0;
}

/* Character set CS0 (ECMA-167 1/7.2.1). */
void
_burnish_udf_write_charspec (guint8 *field)
{
  memset (field, 0, BURNISH_UDF_CHARSPEC_SIZE);
  memcpy (field + 1, CHARSPEC_INFO, strlen (CHARSPEC_INFO));
}

void
_burnish_udf_write_timestamp (guint8 *field, gint64 time_us)
{
  g_autoptr (GDateTime) second = NULL;
  gint64 seconds, rest;

  time_us = CLAMP (time_us, MIN_TIME_US, MAX_TIME_US);
  rest = time_us % G_USEC_PER_SEC;
  if (rest < 0)
    rest += G_USEC_PER_SEC;
  seconds = (time_us - rest) / G_USEC_PER_SEC;
  second = g_date_time_new_from_unix_utc (seconds);
  _burnish_write_le16 (field, TIMESTAMP_LOCAL << 12);
  _burnish_write_le16 (field + 2, (guint16) g_date_time_get_year (second));
  field[4] = (guint8) g_date_time_get_month (second);
  field[5] = (guint8) g_date_time_get_day_of_month (second);
  field[6] = (guint8) g_date_time_get_hour (second);
  field[7] = (guint8) g_date_time_get_minute (second);
  field[8] = (guint8) g_date_time_get_second (second);
  field[9] = (guint8) (rest / 10000);
  field[10] = (guint8) (rest / 100 % 100);
  field[11] = (guint8) (rest % 100);
}

gboolean
_burnish_udf_read_timestamp (const guint8 *field, gint64 *time_us)
{
  guint16 type_and_zone = _burnish_read_le16 (field);
  int zone_minutes = (type_and_zone & 0x0FFF) - (type_and_zone & 0x0800 ? 0x1000 : 0);
  g_autoptr (GDateTime) second = NULL;

  if (field[9] > 99 || field[10] > 99 || field[11] > 99)
    return FALSE;
  second = g_date_time_new_utc ((gint16) _burnish_read_le16 (field + 2), field[4], field[5],
                                field[6], field[7], field[8]);
  if (second == NULL)
    return FALSE;
  if (type_and_zone >> 12 != TIMESTAMP_LOCAL || zone_minutes == NO_TIME_ZONE
      || ABS (zone_minutes) > MAX_ZONE_MINUTES)
    zone_minutes = 0;
  *time_us = (g_date_time_to_unix (second) - zone_minutes * 60) * G_USEC_PER_SEC + field[9] * 10000
             + field[10] * 100 + field[11];
  return TRUE;
}

void
_burnish_udf_write_long_ad (guint8 *field, guint32 size_bytes, guint32 block, guint16 partition)
{
  memset (field, 0, BURNISH_UDF_LONG_AD_SIZE);
  _burnish_write_le32 (field, size_bytes);
  _burnish_write_le32 (field + 4, block);
  _burnish_write_le16 (field + 8, partition);
}
