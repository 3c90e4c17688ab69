/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * Sense data: what a drive answers when it does not do a command, and what that means to a person.
 * One table maps key, ASC and ASCQ to error codes. All functions are pure and may be called from
 * any thread.
 */

#define BURNISH_SENSE_NO_PROGRESS (-1.0)

/* Sense keys (SPC-4 4.5.6). */
enum
{
  BURNISH_SENSE_KEY_NOT_READY = 0x02,
  BURNISH_SENSE_KEY_MEDIUM_ERROR = 0x03,
  BURNISH_SENSE_KEY_HARDWARE_ERROR = 0x04,
  BURNISH_SENSE_KEY_ILLEGAL_REQUEST = 0x05,
  BURNISH_SENSE_KEY_UNIT_ATTENTION = 0x06,
  BURNISH_SENSE_KEY_DATA_PROTECT = 0x07,
};

/* Reads fixed or descriptor format sense data (SPC-4 4.5). progress (nullable) gets 0 to 1, or
   BURNISH_SENSE_NO_PROGRESS. FALSE: data is no sense data. */
gboolean _burnish_sense_parse (const guint8 *data,
                               gsize size_bytes,
                               guint8 command,
                               BurnishSense *sense,
                               double *progress);
/* The cause that a person can act on. */
BurnishError _burnish_sense_get_error_code (const BurnishSense *sense);
/* A few words: "unrecovered read error". */
const char *_burnish_sense_get_text (const BurnishSense *sense);
/* The standard's name of a command, such as "READ (10)". */
const char *_burnish_command_get_name (guint8 command);
/* An error with code, sentence and sense data; path is the drive's. */
GError *_burnish_sense_to_error (const BurnishSense *sense, const char *path);

G_END_DECLS
