/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-reader-private.h"

/* Formats of READ DISC STRUCTURE, MMC-6 6.22. */
#define STRUCTURE_BD_DISC_INFORMATION 0x00
#define STRUCTURE_BD_SPARE_AREA       0x0a
#define STRUCTURE_DVD_MINUS_LEAD_IN   0x0e
#define STRUCTURE_DVD_PLUS_ADIP       0x11
#define STRUCTURE_WRITE_PROTECTION    0xc0
#define STRUCTURE_LIST                0xff

#define PERFORMANCE_WRITE_SPEEDS 0x03
#define MODE_PAGE_CAPABILITIES   0x2a

static gboolean
read_write_protection (BurnishMediumReader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  guint8 media_type = reader->medium->kind->family == BURNISH_DISC_FAMILY_BD ? 1 : 0;
  guint8 bits;

  if (!_burnish_reader_feature_is_current (reader, FEATURE_WRITE_PROTECT))
    return TRUE;
  answer = _burnish_mmc_read_disc_structure (reader->mmc, media_type, STRUCTURE_WRITE_PROTECTION,
                                             &failure);
  if (!_burnish_reader_may_be_missing (reader, failure, error))
    return FALSE;
  if (answer && _burnish_parse_write_protection (answer, &bits) && bits != 0)
    {
      reader->medium->write_protection |= (BurnishWriteProtection) bits;
      reader->medium->state |= BURNISH_MEDIUM_WRITE_PROTECTED;
    }
  return TRUE;
}

/* Drives list the structures of a DVD, and refuse those that are not in the list. */
static GBytes *
read_dvd_structure (BurnishMediumReader *reader, guint8 format, GError **failure)
{
  g_autoptr (GBytes) list =
      _burnish_mmc_read_disc_structure (reader->mmc, 0, STRUCTURE_LIST, failure);

  if (list == NULL || !_burnish_parse_structure_is_readable (list, format))
    return NULL;
  return _burnish_mmc_read_disc_structure (reader->mmc, 0, format, failure);
}

/* Where the maker's name stands depends on the kind of disc. */
static GBytes *
read_manufacturer_answer (BurnishMediumReader *reader, char *(**parse) (GBytes *), GError **failure)
{
  if (_burnish_reader_kind_is (reader, BURNISH_KIND_ATIP))
    {
      *parse = _burnish_parse_atip_manufacturer;
      return _burnish_mmc_read_toc (reader->mmc, BURNISH_TOC_ATIP, failure);
    }
  if (_burnish_reader_kind_is (reader, BURNISH_KIND_DVD_MINUS))
    {
      *parse = _burnish_parse_dvd_minus_manufacturer;
      return read_dvd_structure (reader, STRUCTURE_DVD_MINUS_LEAD_IN, failure);
    }
  if (_burnish_reader_kind_is (reader, BURNISH_KIND_DVD_PLUS))
    {
      *parse = _burnish_parse_dvd_plus_manufacturer;
      return read_dvd_structure (reader, STRUCTURE_DVD_PLUS_ADIP, failure);
    }
  if (reader->medium->kind->family == BURNISH_DISC_FAMILY_BD)
    {
      *parse = _burnish_parse_bd_manufacturer;
      return _burnish_mmc_read_disc_structure (reader->mmc, 1, STRUCTURE_BD_DISC_INFORMATION,
                                               failure);
    }
  return NULL;
}

static gboolean
read_manufacturer (BurnishMediumReader *reader, GError **error)
{
  GError *failure = NULL;
  char *(*parse) (GBytes *) = NULL;
  g_autoptr (GBytes) answer = read_manufacturer_answer (reader, &parse, &failure);

  if (!_burnish_reader_may_be_missing (reader, failure, error))
    return FALSE;
  if (answer == NULL)
    return TRUE;
  reader->medium->manufacturer_id = parse (answer);
  if (_burnish_reader_kind_is (reader, BURNISH_KIND_ATIP))
    _burnish_reader_set_erased_capacity (reader, _burnish_parse_atip_capacity (answer));
  return TRUE;
}

static gboolean
read_spare_area (BurnishMediumReader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  BurnishSpareArea spare;

  if (reader->medium->kind->family != BURNISH_DISC_FAMILY_BD
      || !_burnish_reader_feature_is_current (reader, FEATURE_DEFECT_MANAGEMENT)
      || (reader->medium->state & BURNISH_MEDIUM_UNFORMATTED))
    return TRUE;
  answer = _burnish_mmc_read_disc_structure (reader->mmc, 1, STRUCTURE_BD_SPARE_AREA, &failure);
  if (!_burnish_reader_may_be_missing (reader, failure, error))
    return FALSE;
  if (answer && _burnish_parse_spare_area (answer, &spare) && spare.n_allocated > 0)
    {
      reader->medium->n_spare_blocks = spare.n_allocated;
      reader->medium->n_free_spare_blocks = spare.n_free;
    }
  return TRUE;
}

static gboolean
read_write_speeds (BurnishMediumReader *reader, GError **error)
{
  const BurnishFeature *streaming =
      _burnish_medium_find_feature (reader->medium, FEATURE_REAL_TIME_STREAMING);
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GPtrArray) speeds = NULL;

  if (!_burnish_reader_kind_is (reader, BURNISH_KIND_WRITABLE))
    return TRUE;
  /* WSPD, bit 1: the drive lists write speeds (MMC-6 5.3.45). */
  if (streaming && streaming->is_current && (streaming->data[0] & 0x02))
    {
      answer = _burnish_mmc_get_performance (reader->mmc, PERFORMANCE_WRITE_SPEEDS, &failure);
      speeds = answer ? _burnish_parse_write_speeds (answer) : NULL;
    }
  if (!_burnish_reader_may_be_missing (reader, g_steal_pointer (&failure), error))
    return FALSE;
  if (speeds == NULL || speeds->len == 0)
    {
      g_clear_pointer (&answer, g_bytes_unref);
      g_clear_pointer (&speeds, g_ptr_array_unref);
      answer = _burnish_mmc_mode_sense (reader->mmc, MODE_PAGE_CAPABILITIES, &failure);
      if (!_burnish_reader_may_be_missing (reader, failure, error))
        return FALSE;
      speeds = _burnish_parse_mode_page_speeds (answer);
    }
  g_ptr_array_unref (reader->medium->write_speeds);
  reader->medium->write_speeds = g_steal_pointer (&speeds);
  return TRUE;
}

gboolean
_burnish_reader_read_details (BurnishMediumReader *reader, GError **error)
{
  return read_write_protection (reader, error) && read_manufacturer (reader, error)
         && read_spare_area (reader, error) && read_write_speeds (reader, error);
}
