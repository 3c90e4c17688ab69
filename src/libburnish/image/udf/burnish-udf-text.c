/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* Compression identifiers (UDF 2.1.1). The last two mark names of deleted files (UDF 2.3.4.2). */
#define COMPRESSION_8          8
#define COMPRESSION_16         16
#define COMPRESSION_8_DELETED  254
#define COMPRESSION_16_DELETED 255

#define REPLACEMENT 0xFFFD

/* Beyond U+00FF, UTF-8 begins with a byte above this; beyond U+FFFF, with one of four. */
#define LAST_LEAD_OF_8_BITS 0xC3
#define FIRST_LEAD_OF_FOUR  0xF0

static gboolean
fits_8_bits (const char *text)
{
  for (; *text; text++)
    if ((guchar) *text > LAST_LEAD_OF_8_BITS)
      return FALSE;
  return TRUE;
}

gsize
_burnish_udf_text_size (const char *text)
{
  gsize n_characters = 0, n_units = 0;

  if (*text == '\0')
    return 0;
  for (const char *p = text; *p; p++)
    {
      gboolean begins = ((guchar) *p & 0xC0) != 0x80;

      n_characters += begins;
      n_units += begins + ((guchar) *p >= FIRST_LEAD_OF_FOUR);
    }
  return 1 + (fits_8_bits (text) ? n_characters : 2 * n_units);
}

static guint8 *
put_unit (guint8 *bytes, guint unit)
{
  bytes[0] = (guint8) (unit >> 8);
  bytes[1] = (guint8) unit;
  return bytes + 2;
}

void
_burnish_udf_text_encode (const char *text, guint8 *bytes)
{
  gboolean is_8_bits = fits_8_bits (text);

  if (*text == '\0')
    return;
  *bytes++ = is_8_bits ? COMPRESSION_8 : COMPRESSION_16;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_8_bits)
        *bytes++ = (guint8) c;
      else if (c <= 0xFFFF)
        bytes = put_unit (bytes, c);
      else
        {
          bytes = put_unit (bytes, 0xD800 | (c - 0x10000) >> 10);
          bytes = put_unit (bytes, 0xDC00 | ((c - 0x10000) & 0x3FF));
        }
    }
}

static char *
decode_8 (const guint8 *bytes, gsize n_bytes)
{
  GString *text = g_string_sized_new (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_unichar (text, bytes[i] ? bytes[i] : REPLACEMENT);
  return g_string_free (text, FALSE);
}

static char *
decode_16 (const guint8 *bytes, gsize n_bytes)
{
  GString *text = g_string_sized_new (n_bytes);

  for (gsize i = 0; i < n_bytes; i += 2)
    {
      gunichar c = (gunichar) bytes[i] << 8 | bytes[i + 1];

      if ((c & 0xFC00) == 0xD800 && i + 2 < n_bytes && (bytes[i + 2] & 0xFC) == 0xDC)
        {
          c = 0x10000 + ((c & 0x3FF) << 10) + ((bytes[i + 2] & 0x3u) << 8 | bytes[i + 3]);
          i += 2;
        }
      g_string_append_unichar (text, c == 0 || (c & ~0x7FFu) == 0xD800 ? REPLACEMENT : c);
    }
  return g_string_free (text, FALSE);
}

char *
_burnish_udf_text_decode (const guint8 *bytes, gsize size_bytes)
{
  if (size_bytes == 0)
    return g_strdup ("");
  switch (bytes[0])
    {
    case COMPRESSION_8:
    case COMPRESSION_8_DELETED:
      return decode_8 (bytes + 1, size_bytes - 1);
    case COMPRESSION_16:
    case COMPRESSION_16_DELETED:
      return size_bytes % 2 == 1 ? decode_16 (bytes + 1, size_bytes - 1) : NULL;
    default:
      return NULL;
    }
}

void
_burnish_udf_dstring_write (guint8 *field, gsize field_bytes, const char *text)
{
  g_autofree char *cut = g_strdup (text);
  gsize size_bytes;

  g_assert (field_bytes >= 2 && field_bytes <= 256);
  while ((size_bytes = _burnish_udf_text_size (cut)) > field_bytes - 1)
    *g_utf8_find_prev_char (cut, cut + strlen (cut)) = '\0';
  memset (field, 0, field_bytes);
  _burnish_udf_text_encode (cut, field);
  field[field_bytes - 1] = (guint8) size_bytes;
}

char *
_burnish_udf_dstring_read (const guint8 *field, gsize field_bytes)
{
  gsize size_bytes = field[field_bytes - 1];

  return size_bytes < field_bytes ? _burnish_udf_text_decode (field, size_bytes) : NULL;
}
