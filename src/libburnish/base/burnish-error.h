/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-macros.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Errors of the library. A code names a cause that a person can act on; the message is one
 * technical English sentence. An error may carry where it happened (block, command, sense data),
 * and a refusal carries all of its reasons. Errors are plain values: copy them freely between
 * threads.
 */

#define BURNISH_ERROR (burnish_error_quark ())

/**
 * BurnishError:
 * @BURNISH_ERROR_FAILED: an unexpected failure; the message is all that is known
 * @BURNISH_ERROR_REFUSED: a plan does not exist, for the reasons in [func@Burnish.Error.get_reason]
 * @BURNISH_ERROR_NOT_SUPPORTED: this drive, medium or file system cannot do that
 * @BURNISH_ERROR_INVALID_ARGUMENT: an option has a value that makes no sense
 * @BURNISH_ERROR_NO_DRIVE: there is no such drive
 * @BURNISH_ERROR_PERMISSION_DENIED: the device node may not be opened by this user
 * @BURNISH_ERROR_DRIVE_BUSY: another program holds the drive, or it is still finishing its last job
 * @BURNISH_ERROR_DRIVE_LOST: the drive was unplugged or stopped answering
 * @BURNISH_ERROR_DRIVE_NOT_READY: the drive did not become ready in time
 * @BURNISH_ERROR_DRIVE_FAILED: the drive refused or failed a command that it should have done
 * @BURNISH_ERROR_NO_DISC: there is no disc in the drive
 * @BURNISH_ERROR_DISC_NOT_SUPPORTED: the disc is of a kind that cannot be written here
 * @BURNISH_ERROR_DISC_NOT_BLANK: the disc holds data and overwriting was not allowed for it
 * @BURNISH_ERROR_DISC_NOT_ERASABLE: the disc cannot be erased or formatted
 * @BURNISH_ERROR_DISC_TOO_SMALL: the image does not fit
 * @BURNISH_ERROR_DISC_WRITE_PROTECTED: the disc is write protected or read-only
 * @BURNISH_ERROR_MEDIUM_CHANGED: another disc is in the drive than the one that was planned for
 * @BURNISH_ERROR_SOURCE_MISSING: a staged file is gone
 * @BURNISH_ERROR_SOURCE_CHANGED: a staged file shrank, grew or was modified after staging
 * @BURNISH_ERROR_SOURCE_UNREADABLE: a staged file or folder cannot be read
 * @BURNISH_ERROR_NAME_INVALID: a name is empty, too long, or holds a forbidden character
 * @BURNISH_ERROR_NAME_EXISTS: the folder already holds that name
 * @BURNISH_ERROR_NAME_NOT_REPRESENTABLE: a name or path cannot be held by a chosen file system
 * @BURNISH_ERROR_TREE_TOO_LARGE: more nodes, folders or bytes than a format can hold
 * @BURNISH_ERROR_IMAGE_INVALID: the file is no disc image, is empty, or is not a multiple of 2048
 * @BURNISH_ERROR_TARGET_EXISTS: the image file to write exists and overwriting was not allowed
 * @BURNISH_ERROR_TARGET_FULL: the file system for the image file is full
 * @BURNISH_ERROR_TARGET_FAILED: the image file cannot be created or written
 * @BURNISH_ERROR_WRITE_FAILED: the drive failed while writing data
 * @BURNISH_ERROR_CLOSE_FAILED: all data was written but the track, session or disc was not closed
 * @BURNISH_ERROR_ERASE_FAILED: erasing failed
 * @BURNISH_ERROR_FORMAT_FAILED: formatting failed
 * @BURNISH_ERROR_READ_FAILED: blocks of the disc cannot be read
 * @BURNISH_ERROR_VERIFY_MISMATCH: what was read back differs from what was written
 * @BURNISH_ERROR_NOTHING_TO_COMPARE: the disc is readable but there is nothing to compare it with
 * @BURNISH_ERROR_FILE_SYSTEM_FAULTY: the file system is not as its standard wants it
 * @BURNISH_ERROR_PROJECT_INVALID: the file is no project, or is damaged
 * @BURNISH_ERROR_PROJECT_TOO_NEW: the project was saved by a newer version of Burnish
 *
 * Causes of failure. Cancellation is always `G_IO_ERROR_CANCELLED`.
 */
typedef enum
{
  BURNISH_ERROR_FAILED,
  BURNISH_ERROR_REFUSED,
  BURNISH_ERROR_NOT_SUPPORTED,
  BURNISH_ERROR_INVALID_ARGUMENT,
  BURNISH_ERROR_NO_DRIVE,
  BURNISH_ERROR_PERMISSION_DENIED,
  BURNISH_ERROR_DRIVE_BUSY,
  BURNISH_ERROR_DRIVE_LOST,
  BURNISH_ERROR_DRIVE_NOT_READY,
  BURNISH_ERROR_DRIVE_FAILED,
  BURNISH_ERROR_NO_DISC,
  BURNISH_ERROR_DISC_NOT_SUPPORTED,
  BURNISH_ERROR_DISC_NOT_BLANK,
  BURNISH_ERROR_DISC_NOT_ERASABLE,
  BURNISH_ERROR_DISC_TOO_SMALL,
  BURNISH_ERROR_DISC_WRITE_PROTECTED,
  BURNISH_ERROR_MEDIUM_CHANGED,
  BURNISH_ERROR_SOURCE_MISSING,
  BURNISH_ERROR_SOURCE_CHANGED,
  BURNISH_ERROR_SOURCE_UNREADABLE,
  BURNISH_ERROR_NAME_INVALID,
  BURNISH_ERROR_NAME_EXISTS,
  BURNISH_ERROR_NAME_NOT_REPRESENTABLE,
  BURNISH_ERROR_TREE_TOO_LARGE,
  BURNISH_ERROR_IMAGE_INVALID,
  BURNISH_ERROR_TARGET_EXISTS,
  BURNISH_ERROR_TARGET_FULL,
  BURNISH_ERROR_TARGET_FAILED,
  BURNISH_ERROR_WRITE_FAILED,
  BURNISH_ERROR_CLOSE_FAILED,
  BURNISH_ERROR_ERASE_FAILED,
  BURNISH_ERROR_FORMAT_FAILED,
  BURNISH_ERROR_READ_FAILED,
  BURNISH_ERROR_VERIFY_MISMATCH,
  BURNISH_ERROR_NOTHING_TO_COMPARE,
  BURNISH_ERROR_FILE_SYSTEM_FAULTY,
  BURNISH_ERROR_PROJECT_INVALID,
  BURNISH_ERROR_PROJECT_TOO_NEW,
} BurnishError;

BURNISH_EXPORT
GQuark burnish_error_quark (void);

/**
 * BurnishSense:
 * @command: operation code of the command that failed (MMC-6 section 6)
 * @key: sense key, 0 to 15 (SPC-4 4.5.6)
 * @asc: additional sense code
 * @ascq: additional sense code qualifier
 *
 * What a drive said when it failed a command.
 */
typedef struct
{
  guint8 command;
  guint8 key;
  guint8 asc;
  guint8 ascq;
} BurnishSense;

BURNISH_EXPORT
void burnish_error_set_block (GError *error, gint64 block);
BURNISH_EXPORT
gint64 burnish_error_get_block (const GError *error);
BURNISH_EXPORT
void burnish_error_set_sense (GError *error, const BurnishSense *sense);
BURNISH_EXPORT
gboolean burnish_error_get_sense (const GError *error, BurnishSense *sense);
BURNISH_EXPORT
void burnish_error_set_path (GError *error, const char *path);
BURNISH_EXPORT
const char *burnish_error_get_path (const GError *error);
BURNISH_EXPORT
gboolean burnish_error_is_tray_open (const GError *error);
BURNISH_EXPORT
void burnish_error_set_owner (GError *error, const char *owner);
BURNISH_EXPORT
const char *burnish_error_get_owner (const GError *error);
BURNISH_EXPORT
void burnish_error_add_reason (GError *error, const GError *reason);
BURNISH_EXPORT
guint burnish_error_get_n_reasons (const GError *error);
BURNISH_EXPORT
const GError *burnish_error_get_reason (const GError *error, guint index);
BURNISH_EXPORT
const char *burnish_error_code_to_string (BurnishError code);

G_END_DECLS
