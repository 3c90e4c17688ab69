/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/* READ DISC STRUCTURE: what the maker and the writer put beside the data. */

#define ANSWER_SIZE 4100
/* Physical sector number of the first data block (ECMA-267 16) */
#define DVD_FIRST_SECTOR 0x30000

/* Book type and part version (MMC-6, READ DISC STRUCTURE, format 00h) */
static uint8_t
get_book_type (uint16_t profile)
{
  static const struct
  {
    uint16_t profile;
    uint8_t book;
  } books[] = {
    { MMC_PROFILE_DVD_ROM, 0x01 },
    { MMC_PROFILE_DVD_RAM, 0x16 },
    { MMC_PROFILE_DVD_R, 0x25 },
    { MMC_PROFILE_DVD_R_DL, 0x26 },
    { MMC_PROFILE_DVD_R_DL_JUMP, 0x26 },
    { MMC_PROFILE_DVD_RW_OVERWRITE, 0x32 },
    { MMC_PROFILE_DVD_RW_SEQUENTIAL, 0x32 },
    { MMC_PROFILE_DVD_PLUS_RW, 0x92 },
    { MMC_PROFILE_DVD_PLUS_R, 0xa1 },
    { MMC_PROFILE_DVD_PLUS_RW_DL, 0xd1 },
    { MMC_PROFILE_DVD_PLUS_R_DL, 0xe1 },
    { MMC_PROFILE_HD_DVD_R, 0x51 },
  };

  for (size_t i = 0; i < sizeof books / sizeof books[0]; i++)
    if (books[i].profile == profile)
      return books[i].book;
  return 0;
}

static size_t
put_dvd_physical (const MmcMedium *medium, uint8_t *data)
{
  uint32_t blocks = medium->formatted ? medium->formatted_blocks : medium->capacity;

  data[0] = get_book_type (medium->profile);
  data[1] = 0x0f; /* 12 cm, no rate given */
  data[2] = (uint8_t) ((medium->n_layers - 1) << 5 | (mmc_is_rom (medium) ? 1 : 2));
  mmc_put_24 (data + 5, DVD_FIRST_SECTOR);
  mmc_put_24 (data + 9, DVD_FIRST_SECTOR + (blocks > 0 ? blocks - 1 : 0));
  memcpy (data + 19, "BURNISH", 7); /* DVD+R(W): manufacturer, media type */
  memcpy (data + 27, "E01", 3);
  return 2048;
}

/* DVD-R, DVD-RW: the manufacturer as the lead-in has it, 6 bytes a field */
static size_t
put_dvd_pre_recorded (uint8_t *data)
{
  data[16] = 3;
  memcpy (data + 17, "BURNIS", 6);
  data[24] = 4;
  memcpy (data + 25, "HEMU01", 6);
  return 44;
}

static size_t
put_dvd_ram_spare (const MmcMedium *medium, uint8_t *data)
{
  mmc_put_32 (data, medium->formatted ? 2560 : 0); /* unused spare blocks */
  mmc_put_32 (data + 8, medium->formatted ? 2560 : 0);
  return 12;
}

/* BD: one disc information unit (BD-R/RE part 1) */
static size_t
put_bd_information (const MmcMedium *medium, uint8_t *data)
{
  bool recordable = !mmc_is_rom (medium);

  memcpy (data, "DI", 2);
  data[2] = 1; /* format */
  memcpy (data + 8, !recordable ? "BDO" : medium->profile == MMC_PROFILE_BD_RE ? "BDW" : "BDR", 3);
  data[12] = (uint8_t) (medium->n_layers << 4
                        | (!recordable                            ? 1
                           : medium->profile == MMC_PROFILE_BD_RE ? 4
                                                                  : 2));
  if (recordable)
    {
      memcpy (data + 100, "BURNEM", 6); /* manufacturer, media type */
      memcpy (data + 106, "E01", 3);
      data[111] = 1;
    }
  return 4096;
}

static size_t
put_bd_spare (const MmcMedium *medium, uint8_t *data)
{
  mmc_put_32 (data + 4, medium->spare_free);
  mmc_put_32 (data + 8, medium->spare_total);
  return 12;
}

/* Format C0h: why a disc cannot be written: CWP 04h, PWP 02h */
static size_t
put_write_protection (const MmcMedium *medium, uint8_t *data)
{
  bool cartridge = medium->profile == MMC_PROFILE_DVD_RAM || medium->profile == MMC_PROFILE_BD_RE;

  if (medium->write_protected)
    data[0] = cartridge ? 0x04 : 0x02;
  return 4;
}

static size_t
put_format (const MmcMedium *medium, bool bd, uint8_t format, uint8_t *data)
{
  bool minus = mmc_is_dvd_sequential (medium) || medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE;
  bool plus = mmc_is_dvd_plus_r (medium) || medium->profile == MMC_PROFILE_DVD_PLUS_RW
              || medium->profile == MMC_PROFILE_DVD_PLUS_RW_DL;

  if (format == 0xc0)
    return put_write_protection (medium, data);
  if (bd)
    {
      if (format == 0x00)
        return put_bd_information (medium, data);
      return format == 0x0a && medium->profile != MMC_PROFILE_BD_ROM ? put_bd_spare (medium, data)
                                                                     : 0;
    }
  if (format == 0x00 || (format == 0x10 && !mmc_is_rom (medium)) || (format == 0x11 && plus))
    return put_dvd_physical (medium, data);
  if (format == 0x0a && medium->profile == MMC_PROFILE_DVD_RAM)
    return put_dvd_ram_spare (medium, data);
  return format == 0x0e && minus ? put_dvd_pre_recorded (data) : 0;
}

/* Format FFh: which formats there are, each readable (RDS) */
static size_t
put_list (const MmcMedium *medium, bool bd, uint8_t *data)
{
  static const uint8_t formats[] = { 0x00, 0x0a, 0x0e, 0x10, 0x11, 0xc0 };
  size_t n_bytes = 0;

  for (size_t i = 0; i < sizeof formats; i++)
    {
      uint8_t probe[ANSWER_SIZE] = { 0 };
      size_t size = put_format (medium, bd, formats[i], probe);

      if (size == 0)
        continue;
      data[n_bytes] = formats[i];
      data[n_bytes + 1] = 0x40;
      mmc_put_16 (data + n_bytes + 2, (uint32_t) size + 4);
      n_bytes += 4;
    }
  return n_bytes;
}

MmcSense
mmc_read_disc_structure (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  uint8_t type = command->cdb[1] & 0x0f;
  uint8_t format = command->cdb[7];
  uint8_t answer[ANSWER_SIZE] = { 0 };
  bool generic = format >= 0x80;
  size_t size;

  if (type > 1 || (command->cdb[10] & 0xc0) != 0)
    return MMC_INVALID_FIELD_IN_CDB;
  /* The media type must be that of the disc, save for what all discs have. */
  if (!generic && (type == 1 ? !mmc_is_bd (medium) : !mmc_is_dvd (medium)))
    return MMC_INCOMPATIBLE_FORMAT;
  size = format == 0xff ? put_list (medium, mmc_is_bd (medium), answer + 4)
                        : put_format (medium, mmc_is_bd (medium), format, answer + 4);
  if (size == 0)
    return MMC_INVALID_FIELD_IN_CDB;
  mmc_put_16 (answer, (uint32_t) size + 2);
  mmc_send (command, answer, size + 4, mmc_get_16 (command->cdb + 8));
  return MMC_GOOD;
}
