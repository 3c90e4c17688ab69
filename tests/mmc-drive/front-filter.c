/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which commands the kernel lets a process send with SG_IO that has no CAP_SYS_RAWIO. */
#include "config.h"

#include "front.h"

#include <unistd.h>

/* Linux drivers/scsi/scsi_ioctl.c, scsi_cmd_allowed(): operation codes that any opener of the
 * device may send … */
static const uint8_t for_readers[] = {
  0x00, /* TEST UNIT READY */
  0x03, /* REQUEST SENSE */
  0x08, /* READ(6) */
  0x12, /* INQUIRY */
  0x1a, /* MODE SENSE(6) */
  0x1b, /* START STOP UNIT */
  0x1c, /* RECEIVE DIAGNOSTIC RESULTS */
  0x23, /* READ FORMAT CAPACITIES */
  0x25, /* READ CAPACITY */
  0x28, /* READ(10) */
  0x2b, /* SEEK(10) */
  0x2f, /* VERIFY(10) */
  0x37, /* READ DEFECT DATA */
  0x3c, /* READ BUFFER */
  0x3e, /* READ LONG */
  0x42, /* READ SUB-CHANNEL */
  0x43, /* READ TOC/PMA/ATIP */
  0x44, /* READ HEADER */
  0x45, /* PLAY AUDIO(10) */
  0x46, /* GET CONFIGURATION */
  0x47, /* PLAY AUDIO MSF */
  0x48, /* PLAY AUDIO TRACK INDEX */
  0x4a, /* GET EVENT STATUS NOTIFICATION */
  0x4b, /* PAUSE/RESUME */
  0x4d, /* LOG SENSE */
  0x4e, /* STOP PLAY/SCAN */
  0x51, /* READ DISC INFORMATION */
  0x52, /* READ TRACK INFORMATION */
  0x5a, /* MODE SENSE(10) */
  0x5c, /* READ BUFFER CAPACITY */
  0x88, /* READ(16) */
  0x8f, /* VERIFY(16) */
  0x9e, /* SERVICE ACTION IN(16) */
  0xa0, /* REPORT LUNS */
  0xa3, /* MAINTENANCE IN */
  0xa4, /* REPORT KEY */
  0xa8, /* READ(12) */
  0xac, /* GET PERFORMANCE */
  0xad, /* READ DISC STRUCTURE */
  0xb9, /* READ CD MSF */
  0xba, /* SCAN */
  0xbc, /* PLAY CD */
  0xbe, /* READ CD */
};

/* … and those that need it opened for writing. All others are refused. */
static const uint8_t for_writers[] = {
  0x04, /* FORMAT UNIT */
  0x0a, /* WRITE(6) */
  0x15, /* MODE SELECT(6) */
  0x1e, /* PREVENT ALLOW MEDIUM REMOVAL */
  0x2a, /* WRITE(10) */
  0x19, /* ERASE(6) */
  0x2e, /* WRITE AND VERIFY(10) */
  0x35, /* SYNCHRONIZE CACHE */
  0x3f, /* WRITE LONG */
  0x41, /* WRITE SAME */
  0x4c, /* LOG SELECT */
  0x53, /* RESERVE TRACK */
  0x54, /* SEND OPC INFORMATION */
  0x55, /* MODE SELECT(10) */
  0x58, /* REPAIR TRACK */
  0x5b, /* CLOSE TRACK SESSION */
  0x5d, /* SEND CUE SHEET */
  0x8a, /* WRITE(16) */
  0xa1, /* BLANK */
  0xa2, /* SEND EVENT */
  0xa6, /* LOAD/UNLOAD MEDIUM */
  0xa7, /* SET READ AHEAD */
  0xaa, /* WRITE(12) */
  0xae, /* WRITE AND VERIFY(12) */
  0xb6, /* SET STREAMING */
  0xbb, /* SET CD SPEED */
  0xbf, /* SEND DISC STRUCTURE */
};

static bool
contains (const uint8_t *codes, size_t n_codes, uint8_t code)
{
  for (size_t i = 0; i < n_codes; i++)
    if (codes[i] == code)
      return true;
  return false;
}

bool
front_command_allowed (const uint8_t *cdb, bool is_writable)
{
  /* Root stands for CAP_SYS_RAWIO. */
  if (geteuid () == 0 || contains (for_readers, sizeof for_readers, cdb[0]))
    return true;
  return is_writable && contains (for_writers, sizeof for_writers, cdb[0]);
}
