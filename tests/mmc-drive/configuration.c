/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/*
 * GET CONFIGURATION: the features of MMC-6 5.3, in ascending order. A feature
 * is current when the disc that is in lets the drive do it now.
 */

#define ANSWER_SIZE 1024

typedef struct
{
  const MmcCommand *command;
  const MmcMedium *medium; /* NULL: no disc */
  uint16_t profile;
  uint32_t first;  /* starting feature number */
  uint8_t request; /* RT: 0 all, 1 current, 2 the one */
  uint8_t bytes[ANSWER_SIZE];
  size_t n_bytes;
} Answer;

static const uint16_t profiles[] = {
  MMC_PROFILE_HD_DVD_R,
  MMC_PROFILE_BD_RE,
  MMC_PROFILE_BD_R_RRM,
  MMC_PROFILE_BD_R,
  MMC_PROFILE_BD_ROM,
  MMC_PROFILE_DVD_PLUS_R_DL,
  MMC_PROFILE_DVD_PLUS_RW_DL,
  MMC_PROFILE_DVD_PLUS_R,
  MMC_PROFILE_DVD_PLUS_RW,
  MMC_PROFILE_DVD_R_DL_JUMP,
  MMC_PROFILE_DVD_R_DL,
  MMC_PROFILE_DVD_RW_SEQUENTIAL,
  MMC_PROFILE_DVD_RW_OVERWRITE,
  MMC_PROFILE_DVD_RAM,
  MMC_PROFILE_DVD_R,
  MMC_PROFILE_DVD_ROM,
  MMC_PROFILE_CD_RW,
  MMC_PROFILE_CD_R,
  MMC_PROFILE_CD_ROM,
};

/*
 * Adds a feature with its data, unless the request leaves it out. Returns the
 * @n_bytes bytes after the head, zeroed, to be filled in.
 */
static uint8_t *
add (Answer *answer,
     uint16_t feature,
     uint8_t version,
     bool persistent,
     bool current,
     uint8_t n_bytes)
{
  static uint8_t unwanted[256];
  uint8_t *bytes = answer->bytes + answer->n_bytes;
  bool wanted = feature >= answer->first;

  if (answer->request == 1)
    wanted = wanted && current;
  else if (answer->request == 2)
    wanted = feature == answer->first;
  if (!wanted)
    return unwanted;
  mmc_put_16 (bytes, feature);
  bytes[2] = (uint8_t) (version << 2 | (persistent ? 0x02 : 0) | (current ? 0x01 : 0));
  bytes[3] = n_bytes;
  memset (bytes + 4, 0, n_bytes);
  answer->n_bytes += 4u + n_bytes;
  return bytes + 4;
}

static bool
is_one_of (const Answer *answer, const uint16_t *list, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (answer->profile == list[i])
      return true;
  return false;
}

#define IS(answer, ...)                                                                            \
  is_one_of (answer, (const uint16_t[]){ __VA_ARGS__ },                                            \
             sizeof (const uint16_t[]){ __VA_ARGS__ } / sizeof (uint16_t))

static void
add_basics (Answer *answer)
{
  const MmcMedium *medium = answer->medium;
  uint8_t n = sizeof profiles / sizeof profiles[0];
  uint8_t *data = add (answer, 0x0000, 0, true, true, (uint8_t) (4 * n));
  bool readable = medium != NULL && !mmc_is_foreign (medium) && mmc_readable_end (medium) > 0;

  for (uint8_t i = 0; i < n; i++)
    {
      mmc_put_16 (data + 4 * i, profiles[i]);
      data[4 * i + 2] = profiles[i] == answer->profile;
    }
  data = add (answer, 0x0001, 2, true, true, 8); /* core */
  mmc_put_32 (data, 7);                          /* Serial ATA */
  data[4] = 0x01;                                /* device busy events */
  data = add (answer, 0x0002, 1, true, true, 4); /* morphing */
  data[0] = 0x02;                                /* operational change events */
  data = add (answer, 0x0003, 0, true, true, 4); /* removable medium */
  data[0] = 0x29;                                /* tray, eject, lock */
  data = add (answer, 0x0004, 2, false,
              medium != NULL && !mmc_is_rom (medium) && !mmc_is_cd (medium), 4); /* write protect */
  data[0] = medium != NULL && mmc_is_bd (medium) ? 0x08 : 0x04;
  data = add (answer, 0x0010, 0, false, readable, 8); /* random readable */
  mmc_put_32 (data, MMC_BLOCK_SIZE);
  mmc_put_16 (data + 4, medium != NULL ? mmc_ecc_blocks (medium) : 1);
  data[6] = 0x01;                         /* error recovery page */
  add (answer, 0x001d, 0, true, true, 0); /* multi-read */
  data = add (answer, 0x001e, 2, false, medium != NULL && mmc_is_cd (medium), 4); /* CD read */
  data[0] = 0x00;
  data = add (answer, 0x001f, 1, false, medium != NULL && mmc_is_dvd (medium), 4); /* DVD read */
  data[0] = 0x01;
  data[2] = 0x01;
}

static void
add_overwriting (Answer *answer, bool writable)
{
  const MmcMedium *medium = answer->medium;
  uint32_t end = medium != NULL ? mmc_readable_end (medium) : 0;
  uint8_t *data =
      add (answer, 0x0020, 1, false, /* random writable */
           writable && IS (answer, MMC_PROFILE_DVD_RAM, MMC_PROFILE_BD_RE, MMC_PROFILE_DVD_PLUS_RW),
           12);

  mmc_put_32 (data, end > 0 ? end - 1 : 0);
  mmc_put_32 (data + 4, MMC_BLOCK_SIZE);
  mmc_put_16 (data + 8, medium != NULL ? mmc_ecc_blocks (medium) : 1);
  data[10] = 0x01;
}

static void
add_formatting (Answer *answer, bool writable)
{
  const MmcMedium *medium = answer->medium;
  uint8_t *data;

  data = add (answer, 0x0023, 1, false, /* formattable */
              writable
                  && IS (answer, MMC_PROFILE_DVD_RAM, MMC_PROFILE_DVD_RW_OVERWRITE,
                         MMC_PROFILE_DVD_RW_SEQUENTIAL, MMC_PROFILE_DVD_PLUS_RW, MMC_PROFILE_BD_R,
                         MMC_PROFILE_BD_RE),
              8);
  data[0] = medium != NULL && mmc_is_bd (medium) ? 0x0f : 0x00; /* RENoSA, Expand, QCert, Cert */
  data[4] = 0x01;                                               /* RRM */
  data = add (answer, 0x0024, 1, false,                         /* defect management */
              writable
                  && (IS (answer, MMC_PROFILE_DVD_RAM, MMC_PROFILE_BD_RE)
                      || (mmc_is_bd_r (medium) && medium->formatted)),
              4);
  data[0] = 0x80;
  add (answer, 0x0026, 0, false, /* restricted overwrite */
       writable && IS (answer, MMC_PROFILE_DVD_RW_OVERWRITE), 0);
  data = add (answer, 0x002a, 0, false, writable && IS (answer, MMC_PROFILE_DVD_PLUS_RW), 4);
  data[0] = 0x01;
  data = add (answer, 0x002b, 0, false, /* DVD+R */
              IS (answer, MMC_PROFILE_DVD_PLUS_R, MMC_PROFILE_DVD_PLUS_R_DL), 4);
  data[0] = writable;
  data =
      add (answer, 0x002c, 0, false, /* rigid restricted overwrite */
           writable && IS (answer, MMC_PROFILE_DVD_RW_OVERWRITE, MMC_PROFILE_DVD_RW_SEQUENTIAL), 4);
  data[0] = 0x0b;
}

/* @open: a sequential disc that can still take data */
static void
add_sequential (Answer *answer, bool open)
{
  bool cd = open && mmc_is_cd_recordable (answer->medium);
  bool dvd = open && mmc_is_dvd_sequential (answer->medium);
  uint8_t *data;

  data = add (answer, 0x002d, 2, false, cd, 4); /* CD track at once */
  data[0] = 0x46;                               /* BUF, test write, CD-RW */
  mmc_put_16 (data + 2, 0x0501);                /* data block types 0, 8 and 10 */
  data = add (answer, 0x002e, 0, false, cd, 4); /* CD mastering */
  data[0] = 0x67;                               /* BUF, SAO, test write, CD-RW, R-W */
  mmc_put_24 (data + 1, MMC_CUE_SIZE);
  data = add (answer, 0x002f, 2, false, dvd, 4); /* DVD-R/-RW write */
  data[0] = 0x4e;                                /* BUF, DL, test write, DVD-RW */
}

static void
add_media (Answer *answer, bool writable)
{
  const MmcMedium *medium = answer->medium;
  bool bd = medium != NULL && mmc_is_bd (medium);
  uint8_t *data;

  data = add (answer, 0x0033, 0, false, IS (answer, MMC_PROFILE_DVD_R_DL_JUMP), 8);
  data[3] = 0x01;
  data[4] = 0x10;
  data = add (answer, 0x0037, 0, false, writable && IS (answer, MMC_PROFILE_CD_RW), 4);
  data[1] = 0x1f;                                                   /* CD-RW sub-types */
  add (answer, 0x0038, 0, false, medium != NULL && medium->pow, 4); /* BD-R POW */
  data = add (answer, 0x003b, 0, false, IS (answer, MMC_PROFILE_DVD_PLUS_R_DL), 4);
  data[0] = writable;
  data = add (answer, 0x0040, 0, false, bd, 28); /* BD read: all classes of all versions */
  data[4] = data[12] = 0x07;
  data[20] = 0x1f;
  data = add (answer, 0x0041, 0, false, bd && writable, 24); /* BD write */
  data[4] = data[12] = 0x07;
}

static void
add_drive (Answer *answer)
{
  const MmcState *state = answer->command->state;
  const MmcMedium *medium = answer->medium;
  bool streams = medium != NULL && (mmc_is_bd (medium) || medium->profile == MMC_PROFILE_DVD_RAM);
  uint8_t *data;

  add (answer, 0x0100, 0, true, true, 0);        /* power management */
  data = add (answer, 0x0105, 1, true, true, 4); /* time-out */
  data[0] = 0x00;
  data = add (answer, 0x0107, 4, false, medium != NULL, 4); /* real-time streaming */
  data[0] = (uint8_t) (0x1e | (streams ? 0x01 : 0));        /* RBCB, SCS, MP2A, WSPD, SW */
  data = add (answer, 0x0108, 0, true, true, 16);           /* serial number */
  memset (data, ' ', 16);
  memcpy (data, state->serial, strlen (state->serial));
}

MmcSense
mmc_get_configuration (MmcCommand *command)
{
  const MmcMedium *medium = command->medium;
  Answer answer = {
    .command = command,
    .medium = medium,
    .profile = medium != NULL ? medium->profile : MMC_PROFILE_NONE,
    .first = mmc_get_16 (command->cdb + 2),
    .request = command->cdb[1] & 0x03,
    .n_bytes = 8,
  };
  bool writable = medium != NULL && !mmc_is_rom (medium) && !mmc_is_foreign (medium);
  bool open = writable && mmc_is_sequential (medium) && medium->status != MMC_DISC_COMPLETE;
  uint8_t *data;

  if (answer.request == 3)
    return MMC_INVALID_FIELD_IN_CDB;
  add_basics (&answer);
  add_overwriting (&answer, writable);
  data = add (
      &answer, 0x0021, 1, false, /* incremental streaming */
      open && ((mmc_is_dvd_sequential (medium) && medium->incremental) || mmc_is_bd_r (medium)), 8);
  mmc_put_16 (data, 0x0100); /* data type 8 */
  data[2] = 0x01;            /* BUF */
  data[3] = 0x01;            /* one link size */
  data[4] = medium != NULL && mmc_is_dvd (medium) ? 16 : 0;
  add_formatting (&answer, writable);
  add_sequential (&answer, open);
  add_media (&answer, writable);
  add_drive (&answer);
  mmc_put_32 (answer.bytes, (uint32_t) answer.n_bytes - 4);
  mmc_put_16 (answer.bytes + 6, answer.profile);
  mmc_send (command, answer.bytes, answer.n_bytes, mmc_get_16 (command->cdb + 7));
  return MMC_GOOD;
}
