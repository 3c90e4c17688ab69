/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-volume-private.h"

#include "burnish-bytes-private.h"

#include <string.h>

#define FIRST_DESCRIPTOR_BLOCK 16  /* ECMA-119 6.2.1, ECMA-167 2/8.3 */
#define UDF_ANCHOR_BLOCK       256 /* ECMA-167 3/8.4.2.1 */
#define UDF_SEQUENCE_BLOCKS    16
#define UDF_TAG_ANCHOR         2
#define UDF_TAG_PARTITION      5
#define UDF_TAG_LOGICAL_VOLUME 6
#define UDF_TAG_TERMINATOR     8

typedef struct
{
  BurnishVolume *volume;
  guint64 session_block;
  guint64 end_block;
  BurnishVolumeReadFunc read;
  gpointer user_data;
  guint8 *head;
  guint n_head_blocks;
  gboolean has_iso;
  gboolean has_joliet;
  gboolean has_udf;
} Look;

static char *
dup_trimmed (char *text)
{
  g_strchomp (text);
  if (*text != '\0')
    return text;
  g_free (text);
  return NULL;
}

/* ISO 9660 labels should be d-characters, but are whatever the writing program had. */
static char *
dup_iso_text (const guint8 *data, gsize size_bytes)
{
  g_autofree char *text = g_strndup ((const char *) data, size_bytes);

  return dup_trimmed (g_utf8_make_valid (text, -1));
}

static char *
dup_ucs2_text (const guint8 *data, gsize size_bytes)
{
  char *text =
      g_convert ((const char *) data, (gssize) size_bytes, "UTF-8", "UTF-16BE", NULL, NULL, NULL);

  return text ? dup_trimmed (text) : NULL;
}

/* A dstring of OSTA CS0: UDF 2.1.3 and 2.1.1. */
static char *
dup_dstring (const guint8 *field, gsize field_size)
{
  gsize size_bytes = field[field_size - 1];

  if (size_bytes < 2 || size_bytes >= field_size)
    return NULL;
  if (field[0] == 16)
    return dup_ucs2_text (field + 1, (size_bytes - 1) & ~(gsize) 1);
  if (field[0] == 8)
    {
      g_autofree char *latin1 = g_strndup ((const char *) field + 1, size_bytes - 1);
      char *text = g_convert (latin1, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);

      return text ? dup_trimmed (text) : NULL;
    }
  return NULL;
}

static void
replace_label (Look *look, char *label)
{
  if (label == NULL)
    return;
  g_free (look->volume->label);
  look->volume->label = label;
}

static gboolean
is_primary_descriptor (const guint8 *block)
{
  return block[0] == 1;
}

/* Joliet announces itself by one of three escape sequences. */
static gboolean
is_joliet_descriptor (const guint8 *block)
{
  return block[0] == 2 && block[88] == '%' && block[89] == '/'
         && (block[90] == '@' || block[90] == 'C' || block[90] == 'E');
}

static void
read_iso_descriptor (Look *look, const guint8 *block)
{
  BurnishVolume *volume = look->volume;

  if (is_primary_descriptor (block) && !look->has_iso)
    {
      look->has_iso = TRUE;
      volume->n_blocks = _burnish_read_le32 (block + 80);
      volume->created = dup_iso_text (block + 813, 16);
      replace_label (look, dup_iso_text (block + 40, 32));
    }
  else if (is_joliet_descriptor (block))
    {
      g_autofree char *label = dup_ucs2_text (block + 40, 32);

      look->has_joliet = TRUE;
      /* Joliet has room for 16 characters, ISO 9660 for 32: take the richer one. */
      if (label && (volume->label == NULL || strlen (label) >= strlen (volume->label)))
        replace_label (look, g_steal_pointer (&label));
    }
}

/* The volume recognition sequence of ECMA-167 2/8.3 and the descriptors of ECMA-119 8. */
static void
read_descriptors (Look *look)
{
  for (guint i = FIRST_DESCRIPTOR_BLOCK; i < look->n_head_blocks; i++)
    {
      const guint8 *block = look->head + (gsize) i * BURNISH_BLOCK_SIZE;

      if (memcmp (block + 1, "CD001", 5) == 0)
        read_iso_descriptor (look, block);
      else if (memcmp (block + 1, "NSR02", 5) == 0 || memcmp (block + 1, "NSR03", 5) == 0)
        look->has_udf = TRUE;
      else if (memcmp (block + 1, "BEA01", 5) != 0 && memcmp (block + 1, "TEA01", 5) != 0
               && memcmp (block + 1, "BOOT2", 5) != 0)
        break;
    }
}

static void
read_udf_descriptor (Look *look, const guint8 *block)
{
  BurnishVolume *volume = look->volume;

  switch (_burnish_read_le16 (block))
    {
    case UDF_TAG_PARTITION:
      {
        guint64 end = (guint64) _burnish_read_le32 (block + 188) + _burnish_read_le32 (block + 192);

        volume->n_blocks = MAX (volume->n_blocks, end);
        break;
      }
    case UDF_TAG_LOGICAL_VOLUME:
      replace_label (look, dup_dstring (block + 84, 128));
      break;
    default:
      break;
    }
}

/* The anchor tells where the volume descriptor sequence lies (ECMA-167 3/10.2). */
static void
read_udf (Look *look, GChecksum *checksum)
{
  g_autofree guint8 *blocks = g_malloc (UDF_SEQUENCE_BLOCKS * BURNISH_BLOCK_SIZE);
  guint64 anchor = look->session_block + UDF_ANCHOR_BLOCK;
  guint64 start;
  guint n_blocks;

  if (anchor >= look->end_block || !look->read (anchor, 1, blocks, look->user_data, NULL)
      || _burnish_read_le16 (blocks) != UDF_TAG_ANCHOR)
    return;
  n_blocks =
      (guint) MIN (burnish_bytes_to_blocks (_burnish_read_le32 (blocks + 16)), UDF_SEQUENCE_BLOCKS);
  start = _burnish_read_le32 (blocks + 20);
  if (n_blocks == 0 || start + n_blocks > look->end_block
      || !look->read (start, n_blocks, blocks, look->user_data, NULL))
    return;
  g_checksum_update (checksum, blocks, (gssize) n_blocks * BURNISH_BLOCK_SIZE);
  for (guint i = 0; i < n_blocks; i++)
    {
      const guint8 *block = blocks + (gsize) i * BURNISH_BLOCK_SIZE;

      if (_burnish_read_le16 (block) == UDF_TAG_TERMINATOR)
        break;
      read_udf_descriptor (look, block);
    }
}

/* File systems of hard disks, which rewritable discs may carry. */
static void
read_other_file_systems (Look *look)
{
  BurnishVolume *volume = look->volume;
  const guint8 *head = look->head;
  gsize size_bytes = (gsize) look->n_head_blocks * BURNISH_BLOCK_SIZE;

  if (volume->file_system || size_bytes < 4096)
    return;
  if (_burnish_read_le16 (head + 1024 + 56) == 0xef53)
    {
      volume->file_system = g_strdup ("ext2/3/4");
      replace_label (look, dup_iso_text (head + 1024 + 120, 16));
    }
  else if (memcmp (head + 3, "NTFS    ", 8) == 0)
    volume->file_system = g_strdup ("NTFS");
  else if (memcmp (head + 3, "EXFAT   ", 8) == 0)
    volume->file_system = g_strdup ("exFAT");
  else if (memcmp (head + 1024, "H+", 2) == 0 || memcmp (head + 1024, "HX", 2) == 0)
    volume->file_system = g_strdup ("HFS+");
  else if (head[510] == 0x55 && head[511] == 0xaa
           && (memcmp (head + 54, "FAT", 3) == 0 || memcmp (head + 82, "FAT32", 5) == 0))
    {
      volume->file_system = g_strdup ("FAT");
      replace_label (look, dup_iso_text (head + (memcmp (head + 54, "FAT", 3) == 0 ? 43 : 71), 11));
    }
}

static void
name_file_system (Look *look)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (look->has_iso)
    g_ptr_array_add (names, (gpointer) "ISO 9660");
  if (look->has_joliet)
    g_ptr_array_add (names, (gpointer) "Joliet");
  if (look->has_udf)
    g_ptr_array_add (names, (gpointer) "UDF");
  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  look->volume->file_system = g_strjoinv (" + ", (char **) names->pdata);
}

static gboolean
is_zero (const guint8 *data, gsize size_bytes)
{
  /* All bytes equal the first one, and that is zero. */
  return size_bytes == 0 || (data[0] == 0 && memcmp (data, data + 1, size_bytes - 1) == 0);
}

/* Some file systems leave the head empty: btrfs begins behind 64 KiB. */
static gboolean
look_behind_head (Look *look, GError **error)
{
  guint8 *head = look->head;
  guint64 end = MIN (look->end_block, look->session_block + BURNISH_VOLUME_EMPTY_BLOCKS);

  for (guint64 block = look->session_block + look->n_head_blocks; block < end;)
    {
      guint n_blocks = (guint) MIN (end - block, BURNISH_VOLUME_HEAD_BLOCKS);

      if (!look->read (block, n_blocks, head, look->user_data, error))
        return FALSE;
      look->volume->holds_data = !is_zero (head, (gsize) n_blocks * BURNISH_BLOCK_SIZE);
      if (look->volume->holds_data)
        {
          look->volume->digest =
              g_compute_checksum_for_data (G_CHECKSUM_SHA256, head,
                                           (gsize) n_blocks * BURNISH_BLOCK_SIZE);
          return TRUE;
        }
      block += n_blocks;
    }
  return TRUE;
}

gboolean
_burnish_volume_look (BurnishVolume *self,
                      guint64 session_block,
                      guint64 end_block,
                      BurnishVolumeReadFunc read,
                      gpointer user_data,
                      GError **error)
{
  g_autofree guint8 *head = g_malloc0 (BURNISH_VOLUME_HEAD_BLOCKS * BURNISH_BLOCK_SIZE);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Look look = { self, session_block, end_block, read, user_data, head, 0, FALSE, FALSE, FALSE };

  if (session_block >= end_block)
    return TRUE;
  look.n_head_blocks = (guint) MIN (end_block - session_block, BURNISH_VOLUME_HEAD_BLOCKS);
  if (!read (session_block, look.n_head_blocks, head, user_data, error))
    return FALSE;
  g_checksum_update (checksum, head, (gssize) look.n_head_blocks * BURNISH_BLOCK_SIZE);
  self->holds_data = !is_zero (head, (gsize) look.n_head_blocks * BURNISH_BLOCK_SIZE);
  if (!self->holds_data)
    return look_behind_head (&look, error);
  read_descriptors (&look);
  if (look.has_udf)
    read_udf (&look, checksum);
  name_file_system (&look);
  read_other_file_systems (&look);
  self->digest = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

void
_burnish_volume_clear (BurnishVolume *self)
{
  g_clear_pointer (&self->file_system, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->created, g_free);
  g_clear_pointer (&self->digest, g_free);
}
