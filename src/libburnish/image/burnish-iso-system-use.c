/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-iso-system-use-private.h"

#include "burnish-bytes-private.h"

#include <string.h>
#include <time.h>

#define ENTRY_MIN_SIZE    4
#define CE_SIZE           28
#define CL_SIZE           12
#define NM_FLAG_CONTINUES 0x01
#define NM_FLAGS_DOTS     0x06
#define PX_MODE           4
#define PX_UID            20
#define PX_GID            28
#define PX_SIZE           36
#define TF_FLAGS          4
#define TF_CREATION       0x01
#define TF_MODIFIED       0x02
#define TF_LONG_FORM      0x80
#define STAMP_SIZE        7
#define LONG_STAMP_SIZE   17
#define MAX_TARGET_SIZE   65536

/* ---- Times ---- */

static gint64
to_unix_us (int year, int month, int day, int hour, int minute, int second, gint8 quarters)
{
  struct tm tm = {
    .tm_year = year - 1900,
    .tm_mon = month - 1,
    .tm_mday = day,
    .tm_hour = hour,
    .tm_min = minute,
    .tm_sec = second,
  };

  return ((gint64) timegm (&tm) - (gint64) quarters * 15 * 60) * G_USEC_PER_SEC;
}

/* ECMA-119 9.1.5: the last byte is the distance to UTC in quarters of an hour. */
gint64
_burnish_iso_read_stamp (const guint8 *stamp)
{
  return to_unix_us (1900 + stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5],
                     (gint8) stamp[6]);
}

static int
read_digits (const guint8 *digits, guint n)
{
  int number = 0;

  for (guint i = 0; i < n; i++)
    number = number * 10 + (g_ascii_isdigit (digits[i]) ? digits[i] - '0' : 0);
  return number;
}

/* ECMA-119 8.4.26.1: digits, hundredths among them. */
static gint64
read_long_stamp (const guint8 *stamp)
{
  return to_unix_us (read_digits (stamp, 4), read_digits (stamp + 4, 2), read_digits (stamp + 6, 2),
                     read_digits (stamp + 8, 2), read_digits (stamp + 10, 2),
                     read_digits (stamp + 12, 2), (gint8) stamp[16])
         + (gint64) read_digits (stamp + 14, 2) * 10000;
}

/* ---- System use entries ---- */

/* RRIP 4.1.6: times in the order of their flags. */
static void
take_times (BurnishSystemUse *use, const guint8 *entry, guint size)
{
  guint flags = entry[TF_FLAGS];
  guint stamp_size = flags & TF_LONG_FORM ? LONG_STAMP_SIZE : STAMP_SIZE;
  guint at = TF_FLAGS + 1 + (flags & TF_CREATION ? stamp_size : 0);

  if (!(flags & TF_MODIFIED) || at + stamp_size > size)
    return;
  use->has_mtime = TRUE;
  use->mtime_us =
      flags & TF_LONG_FORM ? read_long_stamp (entry + at) : _burnish_iso_read_stamp (entry + at);
}

/* RRIP 4.1.3.1: flags, length and contents of a part of a path. */
static void
take_component (BurnishSystemUse *use, guint flags, const guint8 *text, guint size)
{
  enum
  {
    CONTINUES = 0x01,
    CURRENT = 0x02,
    PARENT = 0x04,
    ROOT = 0x08,
  };

  if (use->target->len > 0 && !use->component_continues
      && use->target->str[use->target->len - 1] != '/')
    g_string_append_c (use->target, '/');
  if (flags & CURRENT)
    g_string_append_c (use->target, '.');
  else if (flags & PARENT)
    g_string_append (use->target, "..");
  else if (flags & ROOT)
    g_string_append_c (use->target, '/');
  else
    g_string_append_len (use->target, (const char *) text, (gssize) size);
  use->component_continues = (flags & CONTINUES) != 0;
}

static void
take_target (BurnishSystemUse *use, const guint8 *entry, guint size)
{
  for (guint i = 5; i + 2 <= size && i + 2 + entry[i + 1] <= size; i += 2 + entry[i + 1])
    if (use->target->len < MAX_TARGET_SIZE)
      take_component (use, entry[i], entry + i + 2, entry[i + 1]);
}

static void
take_name (BurnishSystemUse *use, const guint8 *entry, guint size)
{
  guint flags = entry[4];

  if (flags & NM_FLAGS_DOTS)
    return;
  if (!use->has_name || use->name_continues)
    g_string_append_len (use->name, (const char *) entry + 5, size - 5);
  use->has_name = TRUE;
  use->name_continues = (flags & NM_FLAG_CONTINUES) != 0;
}

static void
take_entry (BurnishSystemUse *use, const guint8 *entry, guint size)
{
  if (memcmp (entry, "NM", 2) == 0 && size >= 5)
    take_name (use, entry, size);
  else if (memcmp (entry, "PX", 2) == 0 && size >= 12)
    {
      use->mode = _burnish_read_le32 (entry + PX_MODE);
      use->uid = size >= PX_SIZE ? _burnish_read_le32 (entry + PX_UID) : 0;
      use->gid = size >= PX_SIZE ? _burnish_read_le32 (entry + PX_GID) : 0;
    }
  else if (memcmp (entry, "TF", 2) == 0 && size > TF_FLAGS)
    take_times (use, entry, size);
  else if (memcmp (entry, "SL", 2) == 0)
    take_target (use, entry, size);
  else if (memcmp (entry, "ZF", 2) == 0)
    use->oddity = "is compressed within the file system";
  else if (memcmp (entry, "SF", 2) == 0)
    use->oddity = "is recorded with holes";
  else if (memcmp (entry, "AL", 2) == 0)
    use->oddity = "has extended attributes or access control lists";
  else if (memcmp (entry, "RE", 2) == 0)
    use->is_relocated = TRUE;
  else if (memcmp (entry, "CL", 2) == 0 && size >= CL_SIZE)
    use->child_block = _burnish_read_le32 (entry + 4);
  else if (memcmp (entry, "CE", 2) == 0 && size >= CE_SIZE)
    {
      use->has_continuation = TRUE;
      use->continuation[0] = _burnish_read_le32 (entry + 4);
      use->continuation[1] = _burnish_read_le32 (entry + 12);
      use->continuation[2] = _burnish_read_le32 (entry + 20);
    }
}

void
_burnish_system_use_take (BurnishSystemUse *use, const guint8 *area, gsize size)
{
  use->has_continuation = FALSE;
  for (gsize i = 0; i + ENTRY_MIN_SIZE <= size;)
    {
      guint entry_size = area[i + 2];

      if (entry_size < ENTRY_MIN_SIZE || i + entry_size > size || memcmp (area + i, "ST", 2) == 0)
        return;
      take_entry (use, area + i, entry_size);
      i += entry_size;
    }
}

/* ---- Names from the record itself ---- */

void
_burnish_system_use_take_iso_name (BurnishSystemUse *use, const guint8 *name, gsize size)
{
  const guint8 *version = memchr (name, ';', size);

  if (version != NULL)
    size = (gsize) (version - name);
  if (size > 1 && name[size - 1] == '.')
    size--;
  g_string_append_len (use->name, (const char *) name, (gssize) size);
}

void
_burnish_system_use_take_joliet_name (BurnishSystemUse *use, const guint8 *name, gsize size)
{
  for (gsize i = 0; i + 1 < size; i += 2)
    {
      gunichar character = _burnish_read_be16 (name + i);

      if (character == ';')
        return;
      if (character == 0 || character == '/' || !g_unichar_validate (character))
        character = '_';
      g_string_append_unichar (use->name, character);
    }
}
