/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-volume-reader-private.h"

#include <string.h>

/* Virtual allocation table, UDF 2.2.11. */
#define VAT_1_50_TAIL      36
#define VAT_2_00_HEADER    152
#define VAT_SEARCH_SECTORS 2048
#define VAT_MAX_UNREADABLE 64
#define VAT_EXTRA_BYTES    65536
#define ICB_FILE_TYPE      27

/* The data of an ICB (transfer full), at most max_bytes; NULL when it is not all there. */
static guint8 *
read_icb_data (BurnishUdfVolume *self, const BurnishUdfIcb *icb, guint64 max_bytes)
{
  gboolean complete;
  g_autoptr (GArray) stretches = NULL;
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (BurnishUdfExtent));
  g_autofree guint8 *data = NULL;

  if (icb->size_bytes > max_bytes)
    return NULL;
  stretches = _burnish_udf_volume_list_stretches (self, icb, &complete);
  if (!complete || !_burnish_udf_volume_add_extents (self, icb, stretches, 0, extents))
    return NULL;
  data = g_malloc (icb->size_bytes + 1);
  if (!_burnish_udf_volume_read_extents (self, (const BurnishUdfExtent *) extents->data,
                                         extents->len, data, icb->size_bytes))
    return NULL;
  return g_steal_pointer (&data);
}

/* Where the entries of a table are, by either form. */
static gboolean
find_vat_entries (const BurnishUdfIcb *icb, const guint8 *data, guint64 *from, guint64 *to)
{
  *from = 0;
  *to = icb->size_bytes;
  if (icb->file_type == BURNISH_UDF_FILE_VAT)
    {
      if (*to < VAT_2_00_HEADER)
        return FALSE;
      *from = _burnish_read_le16 (data);
      return *from >= VAT_2_00_HEADER && *from <= *to;
    }
  if (*to < VAT_1_50_TAIL
      || !_burnish_udf_is_regid (data + *to - VAT_1_50_TAIL, "*UDF Virtual Alloc Tbl"))
    return FALSE;
  *to -= VAT_1_50_TAIL;
  return TRUE;
}

static gboolean
read_vat (BurnishUdfVolume *self, BurnishUdfMap *map, guint physical, guint32 block)
{
  g_autofree BurnishUdfIcb *icb = g_new (BurnishUdfIcb, 1);
  g_autofree guint8 *data = NULL;
  guint64 from, to;

  if (!_burnish_udf_volume_read_icb (self, physical, block, "virtual allocation table", icb))
    return FALSE;
  data = read_icb_data (self, icb, 4 * self->n_sectors + VAT_EXTRA_BYTES);
  if (data == NULL || !find_vat_entries (icb, data, &from, &to))
    return FALSE;
  map->vat = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint64 i = from; i + 4 <= to; i += 4)
    {
      guint32 entry = _burnish_read_le32 (data + i);

      g_array_append_val (map->vat, entry);
    }
  map->n_blocks = map->vat->len;
  return TRUE;
}

/* Whether a block may hold the entry of a VAT. */
static gboolean
looks_like_vat (BurnishUdfVolume *self, const guint8 *bytes, guint32 block)
{
  BurnishUdfTag tag;

  return _burnish_udf_tag_read (&tag, bytes, self->block_bytes, block) == BURNISH_UDF_TAG_GOOD
         && (tag.id == BURNISH_UDF_TAG_FILE_ENTRY || tag.id == BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY)
         && (bytes[ICB_FILE_TYPE] == BURNISH_UDF_FILE_VAT
             || bytes[ICB_FILE_TYPE] == BURNISH_UDF_FILE_UNSPECIFIED);
}

static gboolean
is_written (BurnishUdfVolume *self, const guint8 *bytes)
{
  return bytes[0] != 0 || memcmp (bytes, bytes + 1, self->block_bytes - 1) != 0;
}

/* The last recorded block holds it (UDF 2.2.11); behind it there may be run-out and padding. */
gboolean
_burnish_udf_volume_find_vat (BurnishUdfVolume *self, BurnishUdfMap *map, guint physical)
{
  guint64 first =
      MAX (map->start_sector,
           self->n_sectors > VAT_SEARCH_SECTORS ? self->n_sectors - VAT_SEARCH_SECTORS : 0);
  guint8 bytes[BURNISH_UDF_MAX_BLOCK_BYTES];
  gboolean written_behind = FALSE;
  guint n_unreadable = 0;

  for (guint64 sector = self->n_sectors; sector-- > first && n_unreadable < VAT_MAX_UNREADABLE;)
    {
      if (self->fatal != NULL)
        return FALSE;
      if (!_burnish_udf_volume_read (self, sector, 1, bytes))
        n_unreadable++;
      else if (looks_like_vat (self, bytes, (guint32) (sector - map->start_sector))
               && read_vat (self, map, physical, (guint32) (sector - map->start_sector)))
        {
          if (written_behind)
            _burnish_udf_volume_note (self, BURNISH_UDF_NOTE_LOST, sector, "UDF 2.2.11",
                                      "Something was recorded behind the last virtual allocation "
                                      "table that is not damaged");
          return TRUE;
        }
      else
        written_behind |= is_written (self, bytes);
    }
  return FALSE;
}
