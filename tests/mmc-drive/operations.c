/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

/*
 * The commands that the drive knows. A bit that may not be set in a CDB is
 * reserved, obsolete or an option that the drive does not have; either way the
 * standard wants 5/24/00 (SPC-3 4.3.1, MMC-6 6.1).
 */
#define NONE   MMC_DATA_NONE
#define IN     MMC_DATA_IN
#define OUT    MMC_DATA_OUT
#define DISC   MMC_NEEDS_MEDIUM
#define BUSY   MMC_WHEN_BUSY
#define ALWAYS (MMC_WHEN_BUSY | MMC_WITH_ATTENTION)
#define ANY_16 0xff, 0xff
#define ANY_24 0xff, 0xff, 0xff
#define ANY_32 0xff, 0xff, 0xff, 0xff

static const MmcOperation operations[] = {
  { 0x00, 6, NONE, DISC, "TEST_UNIT_READY", mmc_test_unit_ready, { 0xff } },
  { 0x03, 6, IN, ALWAYS, "REQUEST_SENSE", mmc_request_sense, { 0xff, 0, 0, 0, 0xff } },
  { 0x04, 6, OUT, DISC, "FORMAT_UNIT", mmc_format_unit, { 0xff, 0x1f } },
  { 0x12, 6, IN, ALWAYS, "INQUIRY", mmc_inquiry, { 0xff, 0x01, 0xff, ANY_16 } },
  { 0x1b, 6, NONE, 0, "START_STOP_UNIT", mmc_start_stop_unit, { 0xff, 0x01, 0, 0, 0xf3 } },
  { 0x1e, 6, NONE, 0, "PREVENT_ALLOW_MEDIUM_REMOVAL", mmc_prevent_allow, { 0xff, 0, 0, 0, 0x03 } },
  { 0x23,
    10,
    IN,
    0,
    "READ_FORMAT_CAPACITIES",
    mmc_read_format_capacities,
    { 0xff, 0, 0, 0, 0, 0, 0, ANY_16 } },
  { 0x25, 10, IN, DISC, "READ_CAPACITY", mmc_read_capacity, { 0xff } },
  { 0x28, 10, IN, DISC, "READ_10", mmc_read, { 0xff, 0x18, ANY_32, 0, ANY_16 } },
  { 0x2a, 10, OUT, DISC, "WRITE_10", mmc_write, { 0xff, 0x18, ANY_32, 0, ANY_16 } },
  { 0x35,
    10,
    NONE,
    DISC,
    "SYNCHRONIZE_CACHE",
    mmc_synchronize_cache,
    { 0xff, 0x02, ANY_32, 0, ANY_16 } },
  { 0x43,
    10,
    IN,
    DISC,
    "READ_TOC_PMA_ATIP",
    mmc_read_toc,
    { 0xff, 0x02, 0x0f, 0, 0, 0, 0xff, ANY_16 } },
  { 0x46,
    10,
    IN,
    ALWAYS,
    "GET_CONFIGURATION",
    mmc_get_configuration,
    { 0xff, 0x03, ANY_16, 0, 0, 0, ANY_16 } },
  { 0x4a,
    10,
    IN,
    ALWAYS,
    "GET_EVENT_STATUS_NOTIFICATION",
    mmc_get_event_status,
    { 0xff, 0x01, 0, 0, 0xff, 0, 0, ANY_16 } },
  { 0x51,
    10,
    IN,
    DISC,
    "READ_DISC_INFORMATION",
    mmc_read_disc_information,
    { 0xff, 0x07, 0, 0, 0, 0, 0, ANY_16 } },
  { 0x52,
    10,
    IN,
    DISC,
    "READ_TRACK_INFORMATION",
    mmc_read_track_information,
    { 0xff, 0x03, ANY_32, 0, ANY_16 } },
  { 0x53, 10, NONE, DISC, "RESERVE_TRACK", mmc_reserve_track, { 0xff, 0, 0, 0, 0, ANY_32 } },
  { 0x54,
    10,
    OUT,
    DISC,
    "SEND_OPC_INFORMATION",
    mmc_send_opc,
    { 0xff, 0x01, 0, 0, 0, 0, 0, ANY_16 } },
  { 0x55, 10, OUT, 0, "MODE_SELECT_10", mmc_mode_select, { 0xff, 0x10, 0, 0, 0, 0, 0, ANY_16 } },
  { 0x5a, 10, IN, 0, "MODE_SENSE_10", mmc_mode_sense, { 0xff, 0x08, 0xff, 0, 0, 0, 0, ANY_16 } },
  { 0x5b,
    10,
    NONE,
    DISC,
    "CLOSE_TRACK_SESSION",
    mmc_close_track_session,
    { 0xff, 0x01, 0x07, 0, ANY_16 } },
  { 0x5c,
    10,
    IN,
    DISC,
    "READ_BUFFER_CAPACITY",
    mmc_read_buffer_capacity,
    { 0xff, 0, 0, 0, 0, 0, 0, ANY_16 } },
  { 0x5d, 10, OUT, DISC, "SEND_CUE_SHEET", mmc_send_cue_sheet, { 0xff, 0, 0, 0, 0, 0, ANY_24 } },
  { 0xa1, 12, NONE, DISC, "BLANK", mmc_blank, { 0xff, 0x17, ANY_32 } },
  { 0xa8, 12, IN, DISC, "READ_12", mmc_read, { 0xff, 0x18, ANY_32, ANY_32, 0x80 } },
  { 0xaa, 12, OUT, DISC, "WRITE_12", mmc_write, { 0xff, 0x18, ANY_32, ANY_32, 0x80 } },
  { 0xac,
    12,
    IN,
    DISC,
    "GET_PERFORMANCE",
    mmc_get_performance,
    { 0xff, 0x1f, ANY_32, 0, 0, ANY_16, 0xff } },
  { 0xad,
    12,
    IN,
    DISC,
    "READ_DISC_STRUCTURE",
    mmc_read_disc_structure,
    { 0xff, 0x0f, ANY_32, 0xff, 0xff, ANY_16, 0xc0 } },
  { 0xb6,
    12,
    OUT,
    DISC,
    "SET_STREAMING",
    mmc_set_streaming,
    { 0xff, 0, 0, 0, 0, 0, 0, 0, 0xff, ANY_16 } },
  { 0xbb, 12, NONE, DISC, "SET_CD_SPEED", mmc_set_cd_speed, { 0xff, 0x03, ANY_16, ANY_16 } },
  { 0xbd,
    12,
    IN,
    BUSY,
    "MECHANISM_STATUS",
    mmc_mechanism_status,
    { 0xff, 0, 0, 0, 0, 0, 0, 0, ANY_16 } },
  { 0xbe, 12, IN, DISC, "READ_CD", mmc_read_cd, { 0xff, 0x1c, ANY_32, ANY_24, 0xfe, 0x07 } },
};

const MmcOperation *
mmc_operation_find (uint8_t opcode)
{
  for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
    if (operations[i].opcode == opcode)
      return &operations[i];
  return NULL;
}

/* The blocks that a command reads or writes. */
bool
mmc_operation_range (const uint8_t *cdb, int64_t *lba, uint32_t *n_blocks)
{
  switch (cdb[0])
    {
    case 0x28:
    case 0x2a:
      *n_blocks = mmc_get_16 (cdb + 7);
      break;
    case 0xa8:
    case 0xaa:
      *n_blocks = mmc_get_32 (cdb + 6);
      break;
    case 0xbe:
      *n_blocks = mmc_get_24 (cdb + 6);
      break;
    default:
      return false;
    }
  /* Signed: the pregap and the lead-in of a CD lie before block 0. */
  *lba = (int32_t) mmc_get_32 (cdb + 2);
  return true;
}
