/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-mmc-parse-private.h"

#include "burnish-bytes-private.h"
#include "burnish-profile-private.h"

#include <string.h>

#define FEATURE_PROFILE_LIST 0x0000
#define TOC_LEAD_OUT         0xaa
#define CONTROL_DATA         0x04 /* bit of the control field: a data track, MMC-6 table 23 */

/* The bytes of an answer, or NULL when there are fewer than at_least of them. */
static const guint8 *
get_data (GBytes *answer, gsize at_least, gsize *size_bytes)
{
  const guint8 *data = answer ? g_bytes_get_data (answer, size_bytes) : NULL;

  return data && *size_bytes >= at_least ? data : NULL;
}

GPtrArray *
_burnish_parse_features (GBytes *answer, guint16 *profile)
{
  g_autoptr (GPtrArray) features = NULL;
  gsize size_bytes;
  const guint8 *data = get_data (answer, 8, &size_bytes);

  if (data == NULL)
    return NULL;
  *profile = _burnish_read_be16 (data + 6);
  features = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_feature_free);
  for (gsize at = 8; at + 4 <= size_bytes && at + 4 + data[at + 3] <= size_bytes;
       at += 4 + data[at + 3])
    {
      BurnishFeature *feature = g_new0 (BurnishFeature, 1);

      feature->code = _burnish_read_be16 (data + at);
      feature->is_current = data[at + 2] & 1;
      memcpy (feature->data, data + at + 4, MIN (data[at + 3], sizeof feature->data));
      g_ptr_array_add (features, feature);
    }
  return g_steal_pointer (&features);
}

GPtrArray *
_burnish_parse_profiles (GBytes *answer)
{
  g_autoptr (GPtrArray) profiles = NULL;
  gsize size_bytes;
  const guint8 *data = get_data (answer, 12, &size_bytes);

  /* The profile list is always the first feature. */
  if (data == NULL || _burnish_read_be16 (data + 8) != FEATURE_PROFILE_LIST)
    return NULL;
  profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_profile_free);
  for (gsize at = 12; at + 4 <= size_bytes && at + 4 <= 12u + data[11]; at += 4)
    {
      BurnishProfile *profile = g_new0 (BurnishProfile, 1);

      profile->number = _burnish_read_be16 (data + at);
      profile->name = _burnish_kind_lookup (profile->number)->name;
      profile->is_current = data[at + 2] & 1;
      g_ptr_array_add (profiles, profile);
    }
  return g_steal_pointer (&profiles);
}

gboolean
_burnish_parse_disc_information (GBytes *answer, BurnishDiscInformation *info)
{
  gsize size_bytes;
  const guint8 *data = get_data (answer, 12, &size_bytes);

  if (data == NULL)
    return FALSE;
  info->status = data[2] & 3;
  info->last_session = data[2] >> 2 & 3;
  info->is_erasable = (data[2] & 0x10) != 0;
  info->n_sessions = data[9] << 8 | data[4];
  info->first_track = data[3];
  info->last_track = data[11] << 8 | data[6];
  info->background_format = data[7] & 3;
  return TRUE;
}

gboolean
_burnish_parse_track_information (GBytes *answer, BurnishTrackInformation *info)
{
  gsize size_bytes;
  const guint8 *data = get_data (answer, 28, &size_bytes);
  BurnishTrack *track = &info->track;

  if (data == NULL)
    return FALSE;
  track->number = data[2] | (size_bytes > 32 ? data[32] << 8 : 0);
  track->session = data[3] | (size_bytes > 33 ? data[33] << 8 : 0);
  track->is_audio = !(data[5] & CONTROL_DATA);
  track->is_damaged = (data[5] & 0x20) != 0;
  track->is_reserved = (data[6] & 0x80) != 0;
  track->is_blank = (data[6] & 0x40) != 0;
  track->start_block = (gint32) _burnish_read_be32 (data + 8);
  track->n_blocks = _burnish_read_be32 (data + 24);
  /* The next writable address counts only when its bit says so; CDs may begin before 0. */
  track->next_writable_address = data[7] & 1 ? (gint32) _burnish_read_be32 (data + 12) : -1;
  if (data[7] & 1 && track->next_writable_address < 0)
    track->next_writable_address = 0;
  info->n_free_blocks = data[7] & 1 ? _burnish_read_be32 (data + 16) : 0;
  return TRUE;
}

GPtrArray *
_burnish_parse_toc (GBytes *answer)
{
  g_autoptr (GPtrArray) tracks = NULL;
  BurnishTrack *last = NULL;
  gsize size_bytes;
  const guint8 *data = get_data (answer, 4, &size_bytes);

  if (data == NULL)
    return NULL;
  tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_track_free);
  for (gsize at = 4; at + 8 <= size_bytes; at += 8)
    {
      gint64 start_block = (gint32) _burnish_read_be32 (data + at + 4);

      if (last && start_block > last->start_block)
        last->n_blocks = (guint64) (start_block - last->start_block);
      if (data[at + 2] == TOC_LEAD_OUT)
        break;
      last = g_new0 (BurnishTrack, 1);
      last->number = data[at + 2];
      last->session = 1;
      last->start_block = start_block;
      last->next_writable_address = -1;
      last->is_audio = !(data[at + 1] & CONTROL_DATA);
      g_ptr_array_add (tracks, last);
    }
  return g_steal_pointer (&tracks);
}

gboolean
_burnish_parse_toc_sessions (GBytes *answer, guint *last_session, guint *first_track)
{
  gsize size_bytes;
  const guint8 *data = get_data (answer, 12, &size_bytes);

  if (data == NULL)
    return FALSE;
  *last_session = data[3];
  *first_track = data[6];
  return TRUE;
}

gboolean
_burnish_parse_format_capacities (GBytes *answer,
                                  BurnishCurrentCapacity *current,
                                  GPtrArray *formats)
{
  gsize size_bytes;
  const guint8 *data = get_data (answer, 12, &size_bytes);

  if (data == NULL)
    return FALSE;
  current->n_blocks = _burnish_read_be32 (data + 4);
  current->type = data[8] & 3;
  for (gsize at = 12; formats && at + 8 <= size_bytes; at += 8)
    {
      BurnishFormat *format = g_new0 (BurnishFormat, 1);

      format->n_blocks = _burnish_read_be32 (data + at);
      format->type = data[at + 4] >> 2;
      format->parameter = _burnish_read_be24 (data + at + 5);
      g_ptr_array_add (formats, format);
    }
  return TRUE;
}

static int
compare_speeds (gconstpointer a, gconstpointer b)
{
  const BurnishWriteSpeed *const *first = a, *const *second = b;

  return ((*first)->speed_kbs < (*second)->speed_kbs)
         - ((*first)->speed_kbs > (*second)->speed_kbs);
}

static void
add_speed (GPtrArray *speeds, guint32 speed_kbs, gboolean is_constant_rotation)
{
  BurnishWriteSpeed *speed;

  if (speed_kbs == 0)
    return;
  for (guint i = 0; i < speeds->len; i++)
    {
      speed = g_ptr_array_index (speeds, i);
      if (speed->speed_kbs == speed_kbs)
        return;
    }
  speed = g_new0 (BurnishWriteSpeed, 1);
  speed->speed_kbs = speed_kbs;
  speed->is_constant_rotation = is_constant_rotation;
  g_ptr_array_add (speeds, speed);
}

GPtrArray *
_burnish_parse_write_speeds (GBytes *performance)
{
  GPtrArray *speeds = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_write_speed_free);
  gsize size_bytes;
  const guint8 *data = get_data (performance, 8, &size_bytes);

  /* Write speed descriptors, MMC-6 table 303. */
  for (gsize at = 8; data && at + 16 <= size_bytes; at += 16)
    add_speed (speeds, _burnish_read_be32 (data + at + 12), (data[at] >> 3 & 3) == 1);
  g_ptr_array_sort (speeds, compare_speeds);
  return speeds;
}

GPtrArray *
_burnish_parse_mode_page_speeds (GBytes *mode_sense)
{
  GPtrArray *speeds = g_ptr_array_new_with_free_func ((GDestroyNotify) burnish_write_speed_free);
  gsize size_bytes;
  const guint8 *data = get_data (mode_sense, 8, &size_bytes);
  gsize page, n_speeds;

  if (data == NULL)
    return speeds;
  page = 8u + _burnish_read_be16 (data + 6); /* after the block descriptors */
  if (page + 20 > size_bytes || (data[page] & 0x3f) != 0x2a)
    return speeds;
  n_speeds = page + 32 <= size_bytes ? _burnish_read_be16 (data + page + 30) : 0;
  for (gsize i = 0; i < n_speeds && page + 36 + 4 * i <= size_bytes; i++)
    {
      const guint8 *item = data + page + 32 + 4 * i;

      add_speed (speeds, _burnish_read_be16 (item + 2), (item[1] & 3) == 1);
    }
  /* MMC-2 and older have only a maximum. */
  if (speeds->len == 0)
    add_speed (speeds, _burnish_read_be16 (data + page + 18), FALSE);
  g_ptr_array_sort (speeds, compare_speeds);
  return speeds;
}

/* Manufacturers write upper-case letters, digits and padding. */
static char *
dup_printable (const guint8 *data, gsize size_bytes)
{
  char *text = g_strndup ((const char *) data, size_bytes);

  for (char *c = text; *c; c++)
    if (!g_ascii_isprint (*c))
      *c = ' ';
  return g_strstrip (text);
}

/* "MAKER" and "KIND" become "MAKER/KIND". */
static char *
dup_manufacturer (const guint8 *maker, gsize maker_size, const guint8 *kind, gsize kind_size)
{
  g_autofree char *first = dup_printable (maker, maker_size);
  g_autofree char *second = dup_printable (kind, kind_size);

  if (*first == '\0')
    return NULL;
  return *second == '\0' ? g_steal_pointer (&first) : g_strconcat (first, "/", second, NULL);
}

char *
_burnish_parse_atip_manufacturer (GBytes *toc_atip)
{
  gsize size_bytes;
  const guint8 *data = get_data (toc_atip, 11, &size_bytes);

  /* The start of the lead-in is how the Orange Book tells makers of CD-R and CD-RW apart. */
  if (data == NULL || (data[8] == 0 && data[9] == 0 && data[10] == 0))
    return NULL;
  return g_strdup_printf ("%02u:%02u:%02u", data[8], data[9], data[10]);
}

guint64
_burnish_parse_atip_capacity (GBytes *toc_atip)
{
  gsize size_bytes;
  const guint8 *data = get_data (toc_atip, 15, &size_bytes);
  gint64 lead_out;

  if (data == NULL)
    return 0;
  /* Minutes, seconds and frames count from 150 frames before block 0. */
  lead_out = (data[12] * 60 + data[13]) * 75 + data[14] - 150;
  return lead_out > 0 ? (guint64) lead_out : 0;
}

char *
_burnish_parse_dvd_minus_manufacturer (GBytes *structure_0e)
{
  gsize size_bytes;
  const guint8 *data = get_data (structure_0e, 4 + 32, &size_bytes);

  /* Field 3 and field 4 of the lead-in hold six characters each, ECMA-279 and ECMA-338. */
  if (data == NULL || data[4 + 16] != 3 || data[4 + 24] != 4)
    return NULL;
  {
    guint8 joined[12];

    memcpy (joined, data + 4 + 17, 6);
    memcpy (joined + 6, data + 4 + 25, 6);
    return dup_manufacturer (joined, sizeof joined, joined, 0);
  }
}

char *
_burnish_parse_dvd_plus_manufacturer (GBytes *structure_11)
{
  gsize size_bytes;
  const guint8 *data = get_data (structure_11, 4 + 30, &size_bytes);

  /* Disc manufacturer and media type, ECMA-349 14.4.2. */
  return data ? dup_manufacturer (data + 4 + 19, 8, data + 4 + 27, 3) : NULL;
}

char *
_burnish_parse_bd_manufacturer (GBytes *structure_00)
{
  gsize size_bytes;
  const guint8 *data = get_data (structure_00, 4 + 112, &size_bytes);

  /* Disc Information unit: disc manufacturer and media type. */
  if (data == NULL || data[4] != 'D' || data[5] != 'I')
    return NULL;
  return dup_manufacturer (data + 4 + 100, 6, data + 4 + 106, 3);
}

gboolean
_burnish_parse_spare_area (GBytes *structure_0a, BurnishSpareArea *spare)
{
  gsize size_bytes;
  const guint8 *data = get_data (structure_0a, 16, &size_bytes);

  if (data == NULL)
    return FALSE;
  spare->n_free = _burnish_read_be32 (data + 8);
  spare->n_allocated = _burnish_read_be32 (data + 12);
  return TRUE;
}

gboolean
_burnish_parse_write_protection (GBytes *structure_c0, guint8 *bits)
{
  gsize size_bytes;
  const guint8 *data = get_data (structure_c0, 5, &size_bytes);

  if (data == NULL)
    return FALSE;
  *bits = data[4] & 0x0f;
  return TRUE;
}

gboolean
_burnish_parse_structure_is_readable (GBytes *structure_ff, guint8 format)
{
  gsize size_bytes;
  const guint8 *data = get_data (structure_ff, 8, &size_bytes);

  for (gsize at = 4; data && at + 4 <= size_bytes; at += 4)
    if (data[at] == format)
      return (data[at + 1] & 0x40) != 0; /* RDS bit */
  return FALSE;
}
