/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * MmcDrive is an optical disc recorder made of software. It answers SCSI
 * commands as MMC-6 wants them answered, keeps the tracks and the data of the
 * disc that is in it, and refuses, with the standard's sense data, whatever a
 * real recorder refuses.
 *
 * A drive lives in a directory: its state and its disc are files there, mapped
 * by every process that has the drive open. So a program that burns, the test
 * that judges it and a control tool all see one and the same drive, and a test
 * can pull the plug in the middle of a write.
 *
 * The engine is plain C and is loaded under foreign programs: it uses no stdio
 * stream and reaches its files by system calls alone, so that a preloaded
 * library may replace open (), read (), ioctl () … and call the engine from
 * there without meeting itself.
 *
 * Threads: every function may be called from any thread and any process. One
 * lock, shared between processes, makes each call atomic; signals are held
 * back while it is taken. A drive that waits (scripted delays) does so without
 * the lock.
 */
typedef struct _MmcDrive MmcDrive;

#define MMC_BLOCK_SIZE    2048
#define MMC_CD_BLOCK_SIZE 2352
#define MMC_SENSE_SIZE    18

/* ------------------------------------------------------------- the drive */

/*
 * mmc_drive_open:
 * @directory: where the drive lives
 * @create: make the directory and an empty drive where there is none
 *
 * Opens a drive. A new drive has a closed, empty tray and reports
 * "power on" (6/29/00) to the first command.
 *
 * Returns: the drive, or NULL with errno set (ESTALE when the directory holds
 *   the drive of another version of the engine)
 */
MmcDrive *mmc_drive_open (const char *directory, bool create);

/*
 * mmc_drive_close:
 *
 * Lets go of a drive. The drive and its disc stay in the directory.
 */
void mmc_drive_close (MmcDrive *drive);

/*
 * mmc_drive_reset:
 *
 * Makes the drive new again: no disc, no faults, no delays, an empty log.
 * Other processes that have it open see the new drive.
 */
void mmc_drive_reset (MmcDrive *drive);

/*
 * mmc_drive_set_identity:
 *
 * What INQUIRY and the serial number feature say, in ASCII; each may be NULL
 * to leave it as it is. Longer texts are cut at 8, 16, 4 and 16 bytes.
 */
void mmc_drive_set_identity (MmcDrive *drive,
                             const char *vendor,
                             const char *product,
                             const char *revision,
                             const char *serial);

/*
 * mmc_drive_set:
 * @name: name of a setting
 *
 * Changes how fast the drive is. A setting that is 0 costs no time.
 *
 *   write-us, read-us        µs for each block written, read
 *   write-kbps, read-kbps    1000 bytes per second at which data goes through
 *                            (0: as fast as the machine; adds to the above)
 *   sync-ms, close-ms        how long SYNCHRONIZE CACHE and CLOSE TRACK SESSION
 *   blank-ms, format-ms      … BLANK and FORMAT UNIT keep the drive busy
 *   ready-ms                 how long a disc just loaded is "becoming ready"
 *   buffer-kb                size of the drive's buffer (at least 64)
 *
 * Returns: false when there is no such setting
 */
bool mmc_drive_set (MmcDrive *drive, const char *name, uint32_t value);

/* -------------------------------------------------------------- the disc */

/*
 * mmc_drive_insert:
 * @medium: `KIND[,OPTION…]`
 * @message: where to put a sentence if it fails
 * @message_size: bytes at @message
 *
 * Puts a disc in, in place of the one that is there, and closes the tray.
 * docs/mmc-drive.md lists the kinds and the options. The next command gets
 * "medium may have changed" (6/28/00). `none` stands for no disc.
 *
 * Returns: false, with @message filled, when the drive is as it was before
 */
bool mmc_drive_insert (MmcDrive *drive, const char *medium, char *message, size_t message_size);

/*
 * mmc_drive_remove:
 *
 * Takes the disc out and closes the empty tray, whether locked or not.
 */
void mmc_drive_remove (MmcDrive *drive);

/*
 * mmc_drive_press_button:
 *
 * What happens when somebody presses the button at the front: the tray opens
 * or closes. A drive that is locked (PREVENT ALLOW MEDIUM REMOVAL) stays shut
 * and reports the request as an event.
 *
 * Returns: whether the tray moved
 */
bool mmc_drive_press_button (MmcDrive *drive);

/* ------------------------------------------------------------ what it is */

typedef enum
{
  MMC_DISC_BLANK = 0,
  MMC_DISC_APPENDABLE = 1,
  MMC_DISC_COMPLETE = 2,
  MMC_DISC_OTHER = 3,
} MmcDiscStatus;

typedef struct
{
  char vendor[9];
  char product[17];
  char revision[5];
  char serial[17];

  bool present; /* a disc lies in the tray */
  bool tray_open;
  bool locked;                /* PREVENT is on */
  bool unplugged;             /* an `unplugged` fault has struck */
  bool busy;                  /* an operation with the Immed bit runs */
  uint64_t n_commands;        /* since the drive was made or reset */
  uint32_t n_refusals;        /* unexpected ones, see mmc_drive_read_refusals () */
  uint32_t medium_generation; /* counts each change of disc or tray: a front
                                 turns a new value into a media change event */

  char kind[16];    /* as in KIND; "none" without a disc */
  uint16_t profile; /* MMC-6 5.3.1; 0 without a disc */
  bool write_protected;
  bool formatted;
  MmcDiscStatus status; /* of the disc, as READ DISC INFORMATION has it */
  uint32_t n_sessions;  /* closed ones */
  uint32_t n_tracks;    /* the invisible one not counted */
  uint32_t capacity_blocks;
  uint32_t readable_blocks;  /* READ CAPACITY + 1 */
  int32_t next_writable;     /* sequential media; -1 when there is none */
  uint64_t n_blocks_written; /* by WRITE commands, simulated ones too */
  uint64_t n_blocks_read;
  uint32_t n_cd_text_bytes; /* bytes of R-W subchannel lead-in received */
} MmcDriveStatus;

typedef struct
{
  int32_t start;
  uint32_t n_blocks; /* complete or reserved size */
  uint32_t n_written;
  uint16_t session; /* from 1 */
  uint8_t control;  /* Q subchannel control nibble: 4 = data */
  bool audio;       /* 2352-byte blocks */
  bool complete;
  bool reserved;
  bool damaged;
  bool run_out; /* CD: two unreadable blocks follow (written by TAO) */
} MmcTrackStatus;

/*
 * mmc_drive_get_status:
 *
 * The drive as it is now, without a command: nothing is logged and no unit
 * attention is consumed.
 */
void mmc_drive_get_status (MmcDrive *drive, MmcDriveStatus *status);

/*
 * mmc_drive_get_track:
 * @number: from 1 to n_tracks
 *
 * Returns: false when there is no such track
 */
bool mmc_drive_get_track (MmcDrive *drive, unsigned number, MmcTrackStatus *track);

/* ---------------------------------------------------------------- faults */

/*
 * mmc_drive_add_fault:
 * @spec: `KIND[:KEY=VALUE[,KEY=VALUE…]]`, see docs/mmc-drive.md
 *
 * Scripts a failure. Up to 16 may wait at a time; each that is spent frees its
 * place.
 *
 * Returns: false, with @message filled, when @spec is not understood or there
 *   is no room
 */
bool mmc_drive_add_fault (MmcDrive *drive, const char *spec, char *message, size_t message_size);

/*
 * mmc_drive_clear_faults:
 *
 * Forgets all faults; an unplugged drive is plugged in again and reports
 * "power on" (6/29/00).
 */
void mmc_drive_clear_faults (MmcDrive *drive);

/* ------------------------------------------------------------------- log */

/*
 * mmc_drive_read_log:
 * @offset: where to start, in bytes
 *
 * Reads the command log, one line for each command; its file is
 * `commands.log` in the drive's directory.
 *
 * Returns: number of bytes put into @buffer, 0 at the end
 */
size_t mmc_drive_read_log (MmcDrive *drive, uint64_t offset, char *buffer, size_t size);

/*
 * mmc_drive_read_refusals:
 *
 * Reads, like mmc_drive_read_log (), only the lines of unexpected refusals:
 * commands that were not understood (5/20), fields or parameters out of their
 * range (5/24, 5/26, 5/1A) or data that did not match its command. A test
 * fails on any. A fault's sense is scripted and never counts.
 */
size_t mmc_drive_read_refusals (MmcDrive *drive, uint64_t offset, char *buffer, size_t size);

/*
 * mmc_drive_expect_refusal:
 * @opcode: first byte of the command
 * @asc: additional sense code of the refusal, such as 0x20 or 0x24
 *
 * Says that this refusal is expected and shall not be counted. Up to 32.
 *
 * Returns: false when there is no room
 */
bool mmc_drive_expect_refusal (MmcDrive *drive, uint8_t opcode, uint8_t asc);

/*
 * mmc_drive_clear_log:
 *
 * Empties the log, the refusals and their count. Expectations stay.
 */
void mmc_drive_clear_log (MmcDrive *drive);

/* --------------------------------------------------------------- command */

typedef enum
{
  MMC_DATA_NONE,
  MMC_DATA_IN,  /* from the drive */
  MMC_DATA_OUT, /* to the drive */
} MmcDirection;

typedef struct
{
  int error;                     /* errno of a transport that failed (a drive that is gone),
                                    else 0: ioctl () returns -1 with it */
  int host_status;               /* host_status of SG_IO: 1 no connection, 7 data mismatch */
  int status;                    /* SCSI status: 0 GOOD, 2 CHECK CONDITION */
  uint8_t sense[MMC_SENSE_SIZE]; /* fixed format (SPC-3 4.5.3) if status is 2 */
  size_t n_bytes;                /* that moved in @data */
} MmcResult;

/*
 * mmc_drive_command:
 * @cdb: the command
 * @cdb_length: 6, 10, 12 or 16
 * @data: buffer, or NULL
 * @size: its size in bytes; what goes to the drive must have exactly the
 *   length that the command announces
 * @direction: where the data goes
 *
 * Executes one command. Blocks as long as the drive needs, which is the
 * scripted delay.
 */
void mmc_drive_command (MmcDrive *drive,
                        const uint8_t *cdb,
                        size_t cdb_length,
                        uint8_t *data,
                        size_t size,
                        MmcDirection direction,
                        MmcResult *result);
