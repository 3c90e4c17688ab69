/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/* READ FORMAT CAPACITIES, FORMAT UNIT and BLANK. */

/* Type of the current/maximum capacity descriptor */
enum
{
  DESCRIPTOR_UNFORMATTED = 1,
  DESCRIPTOR_FORMATTED = 2,
  DESCRIPTOR_NO_MEDIUM = 3, /* or a session of unknown size */
};

typedef struct
{
  uint8_t type; /* MMC-6, FORMAT UNIT: format type */
  uint32_t blocks;
  uint32_t parameter; /* type dependent */
} Format;

static uint32_t
without_spare (const MmcMedium *medium, uint32_t divisor)
{
  return (medium->capacity - medium->capacity / divisor) & ~31u;
}

/* The formats that this disc can take now. */
static size_t
list_formats (const MmcMedium *medium, Format formats[8])
{
  uint32_t all = medium->capacity;
  const MmcKind *kind = mmc_kind_find (medium->kind);
  uint32_t ram = all == kind->capacity ? kind->formatted : (all - all / 40) & ~15u;
  size_t n = 0;

#define ADD(t, b, p)                                                                               \
  formats[n++] = (Format) { .type = (t), .blocks = (b), .parameter = (p) }
  switch (medium->profile)
    {
    case MMC_PROFILE_DVD_RAM:
      ADD (0x00, ram, MMC_BLOCK_SIZE);
      ADD (0x00, all, MMC_BLOCK_SIZE);
      ADD (0x01, ram, MMC_BLOCK_SIZE);
      break;
    case MMC_PROFILE_DVD_RW_OVERWRITE:
    case MMC_PROFILE_DVD_RW_SEQUENTIAL:
      ADD (0x00, all, MMC_BLOCK_SIZE);
      ADD (0x10, all, 16);
      if (medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE && !medium->intermediate
          && medium->formatted_blocks < all)
        ADD (0x13, all - medium->formatted_blocks, 16);
      ADD (0x15, all, 16);
      break;
    case MMC_PROFILE_DVD_PLUS_RW:
      ADD (0x26, all, 0);
      break;
    case MMC_PROFILE_BD_R:
      if (medium->status == MMC_DISC_BLANK && !medium->formatted)
        {
          ADD (0x00, without_spare (medium, 32), 0x800);
          ADD (0x32, without_spare (medium, 32), 0);
          ADD (0x32, without_spare (medium, 16), 0);
          ADD (0x32, without_spare (medium, 64), 0);
        }
      break;
    case MMC_PROFILE_BD_RE:
      ADD (0x00, without_spare (medium, 32), 0x3000);
      ADD (0x30, without_spare (medium, 32), 0x3000);
      ADD (0x30, without_spare (medium, 16), 0x5000);
      ADD (0x30, without_spare (medium, 64), 0x1000);
      ADD (0x31, all & ~31u, 0x800);
      break;
    default:
      break;
    }
#undef ADD
  return n;
}

static uint8_t
get_current (const MmcMedium *medium, uint32_t *blocks)
{
  if (medium->intermediate)
    {
      *blocks = 0;
      return DESCRIPTOR_NO_MEDIUM;
    }
  if (mmc_is_overwritable (medium))
    {
      bool formatted = medium->formatted || medium->background != MMC_BACKGROUND_NONE;

      *blocks = formatted ? medium->formatted_blocks : medium->capacity;
      return formatted ? DESCRIPTOR_FORMATTED : DESCRIPTOR_UNFORMATTED;
    }
  if (medium->status == MMC_DISC_BLANK)
    {
      *blocks = medium->capacity;
      return DESCRIPTOR_UNFORMATTED;
    }
  *blocks = mmc_is_bd_r (medium) ? mmc_usable_blocks (medium) : mmc_readable_end (medium);
  return DESCRIPTOR_FORMATTED;
}

MmcSense
mmc_read_format_capacities (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  uint8_t answer[4 + 8 * 9] = { 0 };
  Format formats[8];
  size_t n = medium != NULL ? list_formats (medium, formats) : 0;
  uint8_t current = DESCRIPTOR_NO_MEDIUM;
  uint32_t blocks = 0;

  if (medium != NULL)
    current = get_current (medium, &blocks);
  answer[3] = (uint8_t) (8 + 8 * n);
  mmc_put_32 (answer + 4, blocks);
  answer[8] = current;
  mmc_put_24 (answer + 9, MMC_BLOCK_SIZE);
  for (size_t i = 0; i < n; i++)
    {
      uint8_t *descriptor = answer + 12 + 8 * i;

      mmc_put_32 (descriptor, formats[i].blocks);
      descriptor[4] = (uint8_t) (formats[i].type << 2);
      mmc_put_24 (descriptor + 5, formats[i].parameter);
    }
  mmc_send (command, answer, answer[3] + 4u, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}

/*
 * Whether the wanted size goes with one of the offered formats: exactly, or
 * where the standard lets the host choose, up to it in whole ECC blocks.
 */
static bool
is_offered (const MmcMedium *medium, uint8_t type, uint32_t blocks)
{
  bool free_size = type == 0x10 || type == 0x13 || type == 0x15 || type == 0x30 || type == 0x32;
  Format formats[8];
  size_t n = list_formats (medium, formats);

  for (size_t i = 0; i < n; i++)
    {
      if (formats[i].type != type)
        continue;
      if (blocks == formats[i].blocks || (type == 0x26 && blocks == UINT32_MAX)
          || ((type == 0x13 || type == 0x15) && blocks == 0))
        return true;
      if (free_size && blocks > 0 && blocks <= formats[i].blocks
          && blocks % mmc_ecc_blocks (medium) == 0)
        return true;
    }
  return false;
}

/*
 * Quick formats leave the last border open ("intermediate"): it has @blocks so
 * far and grows as the host writes on behind them. Type 13h opens the border
 * that is there and adds @blocks, which may be none, to it.
 */
static void
format_dvd_rw (MmcMedium *medium, uint8_t type, uint32_t blocks)
{
  bool quick = type == 0x13 || type == 0x15;

  if (type == 0x13)
    blocks += medium->formatted_blocks;
  else
    mmc_make_blank (medium);
  medium->profile = MMC_PROFILE_DVD_RW_OVERWRITE;
  strcpy (medium->kind, "dvd-rw-ro");
  medium->formatted = 1;
  medium->intermediate = quick;
  medium->formatted_blocks = quick ? medium->capacity : blocks;
  if (quick)
    medium->written_end = blocks;
}

static void
apply_format (MmcMedium *medium, uint8_t type, uint8_t sub_type, uint32_t blocks)
{
  switch (medium->profile)
    {
    case MMC_PROFILE_DVD_RW_OVERWRITE:
    case MMC_PROFILE_DVD_RW_SEQUENTIAL:
      format_dvd_rw (medium, type, blocks);
      return;
    case MMC_PROFILE_DVD_PLUS_RW: /* goes on in the background while the host writes */
      medium->background = MMC_BACKGROUND_RUNNING;
      medium->formatted = 0;
      blocks = medium->capacity;
      break;
    case MMC_PROFILE_BD_R:
      medium->formatted = 1;
      medium->status = MMC_DISC_APPENDABLE;
      medium->pow = type == 0x00 && sub_type == 0;
      break;
    default:
      medium->formatted = 1;
      break;
    }
  medium->written_end = 0;
  medium->formatted_blocks = blocks;
  if (mmc_is_bd (medium))
    medium->spare_total = medium->spare_free = type == 0x31 ? 0 : medium->capacity - blocks;
}

static bool
can_format (const MmcMedium *medium)
{
  Format formats[8];

  return list_formats (medium, formats) > 0;
}

MmcSense
mmc_format_unit (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  const uint8_t *list = command->data;
  uint32_t blocks;
  uint8_t type;

  /* FmtData with format code 001b; CmpList may be set for DVD-RAM */
  if ((command->cdb[1] & 0x17) != 0x11)
    return MMC_INVALID_FIELD_IN_CDB;
  if (mmc_is_foreign (medium) || !can_format (medium))
    return MMC_CANNOT_FORMAT_MEDIUM;
  if (command->size != 12)
    return MMC_PARAMETER_LENGTH_ERROR;
  if (list[0] != 0 || mmc_get_16 (list + 2) != 8 || (list[1] & 0x1d))
    return MMC_INVALID_FIELD_IN_LIST;
  /* The other bits beside FOV and Immed count only when FOV is set. */
  if (!(list[1] & 0x80) && (list[1] & 0x60))
    return MMC_INVALID_FIELD_IN_LIST;
  if (medium->write_protected)
    return MMC_WRITE_PROTECTED;
  blocks = mmc_get_32 (list + 4);
  type = list[8] >> 2;
  if (!is_offered (medium, type, blocks))
    return MMC_INVALID_FIELD_IN_LIST;
  apply_format (medium, type, list[8] & 0x03, blocks);
  mmc_write_page_reset (command->state);
  command->n_bytes = command->size;
  mmc_begin_operation (command, list[1] & 0x02, command->state->settings.format_ms,
                       MMC_FORMAT_IN_PROGRESS);
  return MMC_GOOD;
}

MmcSense
mmc_blank (MmcCommand *command)
{
  MmcMedium *medium = command->medium;
  uint8_t type = command->cdb[1] & 0x07;
  bool dvd = medium->profile == MMC_PROFILE_DVD_RW_SEQUENTIAL
             || medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE;

  if (!dvd && medium->profile != MMC_PROFILE_CD_RW)
    return MMC_CANNOT_WRITE_MEDIUM;
  if (type > 1) /* parts of a disc cannot be blanked */
    return MMC_INVALID_FIELD_IN_CDB;
  if (medium->write_protected)
    return MMC_WRITE_PROTECTED;
  mmc_make_blank (medium);
  if (dvd)
    {
      medium->profile = MMC_PROFILE_DVD_RW_SEQUENTIAL;
      strcpy (medium->kind, "dvd-rw");
      medium->formatted = 0;
      medium->formatted_blocks = 0;
      medium->intermediate = 0;
      /* Minimally blanked, a DVD-RW can only be written disc at once. */
      medium->incremental = type == 0;
    }
  mmc_write_page_reset (command->state);
  mmc_begin_operation (command, command->cdb[1] & 0x10, command->state->settings.blank_ms,
                       MMC_OPERATION_IN_PROGRESS);
  return MMC_GOOD;
}
