/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-sense-private.h"

#define ANY (-1)

typedef struct
{
  gint8 key;
  gint16 asc;
  gint16 ascq;
  BurnishError code;
  const char *text;
} SenseMeaning;

/* The first row that matches counts. Codes and wording: MMC-6 annex F, SPC-4 annex D. */
static const SenseMeaning meanings[] = {
  { 2, 0x3a, 0x01, BURNISH_ERROR_NO_DISC, "medium not present, tray closed" },
  { 2, 0x3a, 0x02, BURNISH_ERROR_NO_DISC, "medium not present, tray open" },
  { 2, 0x3a, ANY, BURNISH_ERROR_NO_DISC, "medium not present" },
  { 2, 0x04, 0x01, BURNISH_ERROR_DRIVE_NOT_READY, "becoming ready" },
  { 2, 0x04, 0x02, BURNISH_ERROR_DRIVE_NOT_READY, "not ready, needs to be started" },
  { 2, 0x04, 0x04, BURNISH_ERROR_DRIVE_NOT_READY, "not ready, formatting" },
  { 2, 0x04, 0x07, BURNISH_ERROR_DRIVE_NOT_READY, "not ready, operation in progress" },
  { 2, 0x04, 0x08, BURNISH_ERROR_DRIVE_NOT_READY, "not ready, long write in progress" },
  { 2, 0x04, ANY, BURNISH_ERROR_DRIVE_NOT_READY, "not ready" },
  { 2, 0x30, ANY, BURNISH_ERROR_DISC_NOT_SUPPORTED, "incompatible medium" },
  { 2, 0x3e, ANY, BURNISH_ERROR_DRIVE_NOT_READY, "not yet configured" },
  { 2, ANY, ANY, BURNISH_ERROR_DRIVE_NOT_READY, "not ready" },
  { 3, 0x11, 0x05, BURNISH_ERROR_READ_FAILED, "unrecovered read error (L-EC)" },
  { 3, 0x11, ANY, BURNISH_ERROR_READ_FAILED, "unrecovered read error" },
  { 3, 0x02, ANY, BURNISH_ERROR_READ_FAILED, "no seek complete" },
  { 3, 0x09, ANY, BURNISH_ERROR_READ_FAILED, "track following error" },
  { 3, 0x10, ANY, BURNISH_ERROR_READ_FAILED, "ID, CRC or ECC error" },
  { 3, 0x14, ANY, BURNISH_ERROR_READ_FAILED, "recorded entity not found" },
  { 3, 0x15, ANY, BURNISH_ERROR_READ_FAILED, "positioning error" },
  { 3, 0x57, ANY, BURNISH_ERROR_READ_FAILED, "unable to recover the table of contents" },
  { 3, 0x0c, ANY, BURNISH_ERROR_WRITE_FAILED, "write error" },
  { 3, 0x73, ANY, BURNISH_ERROR_WRITE_FAILED, "power calibration or program memory error" },
  { 3, 0x72, ANY, BURNISH_ERROR_CLOSE_FAILED, "session fixation error" },
  { 3, 0x51, ANY, BURNISH_ERROR_ERASE_FAILED, "erase failure" },
  { 3, 0x31, ANY, BURNISH_ERROR_FORMAT_FAILED, "medium format corrupted" },
  { 3, 0x30, ANY, BURNISH_ERROR_DISC_NOT_SUPPORTED, "incompatible medium" },
  { 3, ANY, ANY, BURNISH_ERROR_DRIVE_FAILED, "medium error" },
  { 4, ANY, ANY, BURNISH_ERROR_DRIVE_FAILED, "hardware error" },
  { 5, 0x20, ANY, BURNISH_ERROR_NOT_SUPPORTED, "invalid command operation code" },
  { 5, 0x21, 0x02, BURNISH_ERROR_WRITE_FAILED, "invalid address for write" },
  { 5, 0x21, ANY, BURNISH_ERROR_READ_FAILED, "logical block address out of range" },
  { 5, 0x24, ANY, BURNISH_ERROR_NOT_SUPPORTED, "invalid field in command" },
  { 5, 0x26, ANY, BURNISH_ERROR_NOT_SUPPORTED, "invalid field in parameter list" },
  { 5, 0x27, ANY, BURNISH_ERROR_DISC_WRITE_PROTECTED, "write protected" },
  { 5, 0x2c, ANY, BURNISH_ERROR_DRIVE_FAILED, "command sequence error" },
  { 5, 0x30, ANY, BURNISH_ERROR_DISC_NOT_SUPPORTED, "incompatible medium" },
  { 5, 0x39, ANY, BURNISH_ERROR_NOT_SUPPORTED, "saving parameters not supported" },
  { 5, 0x53, 0x02, BURNISH_ERROR_DRIVE_BUSY, "medium removal prevented" },
  { 5, 0x53, ANY, BURNISH_ERROR_DRIVE_FAILED, "media load or eject failed" },
  { 5, 0x63, ANY, BURNISH_ERROR_DISC_TOO_SMALL, "end of user area encountered on this track" },
  { 5, 0x64, ANY, BURNISH_ERROR_READ_FAILED, "illegal mode for this track" },
  { 5, 0x6f, ANY, BURNISH_ERROR_READ_FAILED, "copy protection" },
  { 5, 0x72, ANY, BURNISH_ERROR_CLOSE_FAILED, "session fixation error" },
  { 5, ANY, ANY, BURNISH_ERROR_DRIVE_FAILED, "illegal request" },
  { 6, 0x28, ANY, BURNISH_ERROR_MEDIUM_CHANGED, "medium may have changed" },
  { 6, 0x2e, ANY, BURNISH_ERROR_DRIVE_NOT_READY, "insufficient time for operation" },
  { 6, 0x5a, ANY, BURNISH_ERROR_DRIVE_FAILED, "operator request" },
  { 6, ANY, ANY, BURNISH_ERROR_DRIVE_NOT_READY, "unit attention" },
  { 7, 0x27, ANY, BURNISH_ERROR_DISC_WRITE_PROTECTED, "write protected" },
  { 7, ANY, ANY, BURNISH_ERROR_DISC_WRITE_PROTECTED, "data protected" },
  { 8, ANY, ANY, BURNISH_ERROR_READ_FAILED, "blank check" },
  { ANY, ANY, ANY, BURNISH_ERROR_DRIVE_FAILED, "command failed" },
};

static const SenseMeaning *
find_meaning (const BurnishSense *sense)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings) - 1; i++)
    {
      const SenseMeaning *m = &meanings[i];

      if ((m->key == ANY || m->key == sense->key) && (m->asc == ANY || m->asc == sense->asc)
          && (m->ascq == ANY || m->ascq == sense->ascq))
        return m;
    }
  return &meanings[G_N_ELEMENTS (meanings) - 1];
}

BurnishError
_burnish_sense_get_error_code (const BurnishSense *sense)
{
  return find_meaning (sense)->code;
}

const char *
_burnish_sense_get_text (const BurnishSense *sense)
{
  return find_meaning (sense)->text;
}

/* SPC-4 4.5.2.4.4 and 4.5.3: bit 7 says that the two bytes of progress count. */
static double
read_progress (const guint8 *specific)
{
  if (!(specific[0] & 0x80))
    return BURNISH_SENSE_NO_PROGRESS;
  return (specific[1] << 8 | specific[2]) / 65536.0;
}

gboolean
_burnish_sense_parse (const guint8 *data,
                      gsize size_bytes,
                      guint8 command,
                      BurnishSense *sense,
                      double *progress)
{
  double found = BURNISH_SENSE_NO_PROGRESS;

  if (size_bytes < 4)
    return FALSE;
  switch (data[0] & 0x7f)
    {
    case 0x70: /* fixed format, SPC-4 4.5.3 */
    case 0x71:
      if (size_bytes < 14)
        return FALSE;
      *sense = (BurnishSense){ command, data[2] & 0x0f, data[12], data[13] };
      if (size_bytes >= 18)
        found = read_progress (data + 15);
      break;
    case 0x72: /* descriptor format, SPC-4 4.5.2 */
    case 0x73:
      *sense = (BurnishSense){ command, data[1] & 0x0f, data[2], data[3] };
      for (gsize at = 8; at + 8 <= size_bytes; at += 2 + data[at + 1])
        if (data[at] == 0x02) /* sense key specific */
          found = read_progress (data + at + 4);
      break;
    default:
      return FALSE;
    }
  if (progress)
    *progress = found;
  return TRUE;
}

const char *
_burnish_command_get_name (guint8 command)
{
  static const struct
  {
    guint8 command;
    const char *name;
  } names[] = {
    { 0x00, "TEST UNIT READY" },
    { 0x03, "REQUEST SENSE" },
    { 0x04, "FORMAT UNIT" },
    { 0x12, "INQUIRY" },
    { 0x1b, "START STOP UNIT" },
    { 0x1e, "PREVENT ALLOW MEDIUM REMOVAL" },
    { 0x23, "READ FORMAT CAPACITIES" },
    { 0x25, "READ CAPACITY" },
    { 0x28, "READ (10)" },
    { 0x2a, "WRITE (10)" },
    { 0x35, "SYNCHRONIZE CACHE" },
    { 0x43, "READ TOC/PMA/ATIP" },
    { 0x46, "GET CONFIGURATION" },
    { 0x51, "READ DISC INFORMATION" },
    { 0x52, "READ TRACK INFORMATION" },
    { 0x53, "RESERVE TRACK" },
    { 0x54, "SEND OPC INFORMATION" },
    { 0x55, "MODE SELECT (10)" },
    { 0x5a, "MODE SENSE (10)" },
    { 0x5b, "CLOSE TRACK SESSION" },
    { 0x5c, "READ BUFFER CAPACITY" },
    { 0x5d, "SEND CUE SHEET" },
    { 0xa1, "BLANK" },
    { 0xa8, "READ (12)" },
    { 0xaa, "WRITE (12)" },
    { 0xac, "GET PERFORMANCE" },
    { 0xad, "READ DISC STRUCTURE" },
    { 0xb6, "SET STREAMING" },
    { 0xbb, "SET CD SPEED" },
    { 0xbe, "READ CD" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].command == command)
      return names[i].name;
  return "a command";
}

GError *
_burnish_sense_to_error (const BurnishSense *sense, const char *path)
{
  const SenseMeaning *meaning = find_meaning (sense);
  GError *error =
      g_error_new (BURNISH_ERROR, meaning->code, "The drive %s failed %s: %s (sense %X/%02X/%02X)",
                   path, _burnish_command_get_name (sense->command), meaning->text, sense->key,
                   sense->asc, sense->ascq);

  burnish_error_set_sense (error, sense);
  return error;
}
