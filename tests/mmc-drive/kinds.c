/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <string.h>

/*
 * What each kind of disc is. The capacities are those of discs on the market;
 * the option `capacity` overrides them.
 */
static const MmcKind kinds[] = {
  { "cd-r", MMC_PROFILE_CD_R, 1, 359845, 0 },
  { "cd-rw", MMC_PROFILE_CD_RW, 1, 359845, 0 },
  { "dvd-r", MMC_PROFILE_DVD_R, 1, 2298496, 0 },
  { "dvd-rw", MMC_PROFILE_DVD_RW_SEQUENTIAL, 1, 2298496, 0 },
  { "dvd-rw-ro", MMC_PROFILE_DVD_RW_OVERWRITE, 1, 2298496, 2298496 },
  { "dvd-r-dl", MMC_PROFILE_DVD_R_DL, 2, 4171712, 0 },
  { "dvd+r", MMC_PROFILE_DVD_PLUS_R, 1, 2295104, 0 },
  { "dvd+r-dl", MMC_PROFILE_DVD_PLUS_R_DL, 2, 4173824, 0 },
  { "dvd+rw", MMC_PROFILE_DVD_PLUS_RW, 1, 2295104, 2295104 },
  { "dvd-ram", MMC_PROFILE_DVD_RAM, 1, 2295072, 2236704 },
  { "bd-r", MMC_PROFILE_BD_R, 1, 12219392, 0 },
  { "bd-r-dl", MMC_PROFILE_BD_R, 2, 24438784, 0 },
  { "bd-r-xl", MMC_PROFILE_BD_R, 3, 48878592, 0 },
  { "bd-re", MMC_PROFILE_BD_RE, 1, 12219392, 11837536 },
  { "bd-re-dl", MMC_PROFILE_BD_RE, 2, 24438784, 23675072 },
  { "cd-rom", MMC_PROFILE_CD_ROM, 1, 0, 0 },
  { "dvd-rom", MMC_PROFILE_DVD_ROM, 1, 0, 0 },
  { "bd-rom", MMC_PROFILE_BD_ROM, 1, 0, 0 },
  /* The drive knows these but cannot write them. */
  { "dvd+rw-dl", MMC_PROFILE_DVD_PLUS_RW_DL, 2, 4173824, 0 },
  { "dvd-r-dl-lj", MMC_PROFILE_DVD_R_DL_JUMP, 2, 4171712, 0 },
  { "bd-r-rrm", MMC_PROFILE_BD_R_RRM, 1, 12219392, 0 },
  { "hd-dvd-r", MMC_PROFILE_HD_DVD_R, 1, 7335936, 0 },
};

const MmcKind *
mmc_kind_find (const char *name)
{
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  return NULL;
}

bool
mmc_is_cd (const MmcMedium *medium)
{
  return medium->profile >= MMC_PROFILE_CD_ROM && medium->profile <= MMC_PROFILE_CD_RW;
}

bool
mmc_is_dvd (const MmcMedium *medium)
{
  return medium->profile >= MMC_PROFILE_DVD_ROM && medium->profile < MMC_PROFILE_BD_ROM;
}

bool
mmc_is_bd (const MmcMedium *medium)
{
  return medium->profile >= MMC_PROFILE_BD_ROM && medium->profile <= MMC_PROFILE_BD_RE;
}

bool
mmc_is_rom (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_CD_ROM || medium->profile == MMC_PROFILE_DVD_ROM
         || medium->profile == MMC_PROFILE_BD_ROM;
}

/* Known to the drive, but not to be written in it. */
bool
mmc_is_foreign (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_DVD_PLUS_RW_DL
         || medium->profile == MMC_PROFILE_DVD_R_DL_JUMP || medium->profile == MMC_PROFILE_BD_R_RRM
         || medium->profile == MMC_PROFILE_HD_DVD_R || medium->pow;
}

bool
mmc_is_overwritable (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_DVD_RAM || medium->profile == MMC_PROFILE_DVD_RW_OVERWRITE
         || medium->profile == MMC_PROFILE_DVD_PLUS_RW || medium->profile == MMC_PROFILE_BD_RE;
}

bool
mmc_is_cd_recordable (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_CD_R || medium->profile == MMC_PROFILE_CD_RW;
}

bool
mmc_is_dvd_sequential (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_DVD_R || medium->profile == MMC_PROFILE_DVD_R_DL
         || medium->profile == MMC_PROFILE_DVD_RW_SEQUENTIAL;
}

bool
mmc_is_dvd_plus_r (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_DVD_PLUS_R || medium->profile == MMC_PROFILE_DVD_PLUS_R_DL;
}

bool
mmc_is_bd_r (const MmcMedium *medium)
{
  return medium->profile == MMC_PROFILE_BD_R && !medium->pow;
}

bool
mmc_is_sequential (const MmcMedium *medium)
{
  return mmc_is_cd_recordable (medium) || mmc_is_dvd_sequential (medium)
         || mmc_is_dvd_plus_r (medium) || mmc_is_bd_r (medium);
}

bool
mmc_is_rewritable (const MmcMedium *medium)
{
  return mmc_is_overwritable (medium) || medium->profile == MMC_PROFILE_CD_RW
         || medium->profile == MMC_PROFILE_DVD_RW_SEQUENTIAL
         || medium->profile == MMC_PROFILE_DVD_PLUS_RW_DL;
}

/*
 * Blocks that the disc corrects, and hence writes, together: 16 on a DVD
 * (ECMA-267 18), 32 on a BD.
 */
uint32_t
mmc_ecc_blocks (const MmcMedium *medium)
{
  if (mmc_is_cd (medium))
    return 1;
  return mmc_is_dvd (medium) ? 16 : 32;
}
