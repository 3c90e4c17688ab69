/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#pragma once

#include "bytes.h"
#include "drive.h"

#include <pthread.h>

/*
 * What the files of the engine share: the drive's state (mapped from
 * DIRECTORY/state), the disc (mapped from the head of the disc's file), and
 * the command being executed. Everything here is called with the drive's lock
 * held.
 */

#define MMC_STATE_VERSION 1
#define MMC_MAX_TRACKS    255
#define MMC_MAX_FAULTS    16
#define MMC_MAX_EXPECTED  32
#define MMC_CUE_SIZE      (128 * 8)
#define MMC_PATH_SIZE     1024

/* ECMA-130 20: a session begins with two seconds of pregap. */
#define MMC_CD_PREGAP 150
/* Where the lead-in of the emulated CD-R and CD-RW begins (ATIP 97:26:66). */
#define MMC_CD_LEAD_IN (-11634)

/* ------------------------------------------------------------ sense data */

/* Sense key, additional sense code and qualifier (SPC-3 4.5.6); 0 is GOOD. */
typedef uint32_t MmcSense;

#define MMC_SENSE(key, asc, ascq) ((uint32_t) (key) << 16 | (asc) << 8 | (ascq))
#define MMC_SENSE_KEY(sense)      ((sense) >> 16 & 0xf)
#define MMC_SENSE_ASC(sense)      ((sense) >> 8 & 0xff)
#define MMC_SENSE_ASCQ(sense)     ((sense) &0xff)

#define MMC_GOOD                      0u
#define MMC_BECOMING_READY            MMC_SENSE (2, 0x04, 0x01)
#define MMC_FORMAT_IN_PROGRESS        MMC_SENSE (2, 0x04, 0x04)
#define MMC_OPERATION_IN_PROGRESS     MMC_SENSE (2, 0x04, 0x07)
#define MMC_LONG_WRITE_IN_PROGRESS    MMC_SENSE (2, 0x04, 0x08)
#define MMC_NO_MEDIUM                 MMC_SENSE (2, 0x3a, 0x01)
#define MMC_NO_MEDIUM_TRAY_OPEN       MMC_SENSE (2, 0x3a, 0x02)
#define MMC_WRITE_ERROR               MMC_SENSE (3, 0x0c, 0x00)
#define MMC_UNREADABLE                MMC_SENSE (3, 0x11, 0x05)
#define MMC_NO_TOC                    MMC_SENSE (3, 0x57, 0x00)
#define MMC_PARAMETER_LENGTH_ERROR    MMC_SENSE (5, 0x1a, 0x00)
#define MMC_INVALID_OPCODE            MMC_SENSE (5, 0x20, 0x00)
#define MMC_LBA_OUT_OF_RANGE          MMC_SENSE (5, 0x21, 0x00)
#define MMC_INVALID_WRITE_ADDRESS     MMC_SENSE (5, 0x21, 0x02)
#define MMC_INVALID_FIELD_IN_CDB      MMC_SENSE (5, 0x24, 0x00)
#define MMC_INVALID_FIELD_IN_LIST     MMC_SENSE (5, 0x26, 0x00)
#define MMC_INVALID_PARAMETER_VALUE   MMC_SENSE (5, 0x26, 0x02)
#define MMC_SEQUENCE_ERROR            MMC_SENSE (5, 0x2c, 0x00)
#define MMC_INCOMPATIBLE_FORMAT       MMC_SENSE (5, 0x30, 0x02)
#define MMC_CANNOT_WRITE_MEDIUM       MMC_SENSE (5, 0x30, 0x05)
#define MMC_CANNOT_FORMAT_MEDIUM      MMC_SENSE (5, 0x30, 0x06)
#define MMC_NOT_FORMATTED             MMC_SENSE (5, 0x30, 0x10)
#define MMC_SAVING_NOT_SUPPORTED      MMC_SENSE (5, 0x39, 0x00)
#define MMC_REMOVAL_PREVENTED         MMC_SENSE (5, 0x53, 0x02)
#define MMC_END_OF_USER_AREA          MMC_SENSE (5, 0x63, 0x00)
#define MMC_ILLEGAL_MODE              MMC_SENSE (5, 0x64, 0x00)
#define MMC_FIXATION_ERROR            MMC_SENSE (5, 0x72, 0x00)
#define MMC_INCOMPLETE_TRACK          MMC_SENSE (5, 0x72, 0x03)
#define MMC_EMPTY_OR_PARTIAL_RESERVED MMC_SENSE (5, 0x72, 0x04)
#define MMC_NO_MORE_TRACKS            MMC_SENSE (5, 0x72, 0x05)
#define MMC_MEDIUM_CHANGED            MMC_SENSE (6, 0x28, 0x00)
#define MMC_POWER_ON                  MMC_SENSE (6, 0x29, 0x00)
#define MMC_WRITE_PROTECTED           MMC_SENSE (7, 0x27, 0x00)

/* -------------------------------------------------------------- the disc */

/* MMC-6 5.3.1 */
typedef enum
{
  MMC_PROFILE_NONE = 0x00,
  MMC_PROFILE_CD_ROM = 0x08,
  MMC_PROFILE_CD_R = 0x09,
  MMC_PROFILE_CD_RW = 0x0a,
  MMC_PROFILE_DVD_ROM = 0x10,
  MMC_PROFILE_DVD_R = 0x11,
  MMC_PROFILE_DVD_RAM = 0x12,
  MMC_PROFILE_DVD_RW_OVERWRITE = 0x13,
  MMC_PROFILE_DVD_RW_SEQUENTIAL = 0x14,
  MMC_PROFILE_DVD_R_DL = 0x15,
  MMC_PROFILE_DVD_R_DL_JUMP = 0x16,
  MMC_PROFILE_DVD_PLUS_RW = 0x1a,
  MMC_PROFILE_DVD_PLUS_R = 0x1b,
  MMC_PROFILE_DVD_PLUS_RW_DL = 0x2a,
  MMC_PROFILE_DVD_PLUS_R_DL = 0x2b,
  MMC_PROFILE_BD_ROM = 0x40,
  MMC_PROFILE_BD_R = 0x41,
  MMC_PROFILE_BD_R_RRM = 0x42,
  MMC_PROFILE_BD_RE = 0x43,
  MMC_PROFILE_HD_DVD_R = 0x51,
} MmcProfile;

/* Oddities of real drives and discs; docs/mmc-drive.md tells each. */
typedef enum
{
  MMC_QUIRK_NO_RUN_OUT = 1 << 0,
  MMC_QUIRK_NWA_PREGAP = 1 << 1,
  MMC_QUIRK_ONE_DESCRIPTOR = 1 << 2,
  MMC_QUIRK_DAMAGED_TRACK = 1 << 3,
  MMC_QUIRK_OPEN_SESSION = 1 << 4,
  MMC_QUIRK_NO_STREAMING = 1 << 5,
  MMC_QUIRK_NO_CONFIGURATION = 1 << 6,
  MMC_QUIRK_NO_DISC_INFORMATION = 1 << 7,
  MMC_QUIRK_NO_PROGRESS = 1 << 8,
  MMC_QUIRK_NO_ATTENTION = 1 << 9,
} MmcQuirks;

/* DVD+RW: progress of the background format (MMC-6, READ DISC INFORMATION) */
typedef enum
{
  MMC_BACKGROUND_NONE = 0,
  MMC_BACKGROUND_STOPPED = 1,
  MMC_BACKGROUND_RUNNING = 2,
  MMC_BACKGROUND_COMPLETE = 3,
} MmcBackground;

/* Lies at the head of the disc's file and is kept with its data. */
typedef struct
{
  char magic[8];
  uint32_t version;
  char kind[16];
  uint16_t profile;
  uint8_t n_layers;
  uint8_t status; /* MmcDiscStatus of sequential media */
  uint32_t quirks;
  uint32_t capacity;         /* blocks that the disc could hold unformatted */
  uint32_t formatted_blocks; /* overwritable media, BD-R with spare areas */
  uint32_t spare_total;
  uint32_t spare_free;
  uint32_t written_end; /* overwritable media: highest block written + 1 */
  uint32_t n_sessions;  /* closed ones */
  uint32_t n_tracks;
  uint8_t formatted;
  uint8_t background;   /* MmcBackground */
  uint8_t intermediate; /* DVD-RW: the quick-formatted border is open */
  uint8_t incremental;  /* DVD-R, DVD-RW: feature 21h can be current */
  uint8_t pow;          /* BD-R formatted for pseudo-overwrite */
  uint8_t write_protected;
  uint32_t n_cd_text_bytes;
  MmcTrackStatus tracks[MMC_MAX_TRACKS];
} MmcMedium;

/* ------------------------------------------------------------- the drive */

typedef enum
{
  MMC_FAULT_NONE = 0,
  MMC_FAULT_SENSE,
  MMC_FAULT_HOST,
  MMC_FAULT_ERRNO,
  MMC_FAULT_UNPLUG,
  MMC_FAULT_DELAY,   /* the command takes longer */
  MMC_FAULT_BUSY,    /* the drive is busy after the command */
  MMC_FAULT_CORRUPT, /* a read returns other bytes */
} MmcFaultEffect;

/* Which commands a fault waits for: an opcode, or one of these. */
typedef enum
{
  MMC_FAULT_ANY = 0x100,
  MMC_FAULT_READS = 0x101,
  MMC_FAULT_WRITES = 0x102,
  MMC_FAULT_SPEED = 0x103,
  MMC_FAULT_MEDIUM = 0x104, /* commands that need a disc */
} MmcFaultTarget;

typedef struct
{
  uint8_t effect; /* MmcFaultEffect; NONE: free place */
  uint16_t target;
  bool has_range;
  int64_t first_lba;
  int64_t last_lba;
  uint32_t after; /* commands that pass first */
  uint32_t times; /* how often still; UINT32_MAX: for ever */
  MmcSense sense;
  int32_t value; /* host status, errno or ms */
} MmcFault;

typedef struct
{
  uint32_t write_us, read_us, write_kbps, read_kbps;
  uint32_t sync_ms, close_ms, blank_ms, format_ms, ready_ms;
  uint32_t buffer_kb;
} MmcSettings;

typedef struct
{
  char magic[8];
  uint32_t version;
  pthread_mutex_t lock;

  char vendor[9], product[17], revision[5], serial[17];
  MmcSettings settings;
  uint64_t start_ns; /* of the log's clock */

  bool present, tray_open, locked, unplugged;
  int32_t unplugged_errno, unplugged_host;
  char disc_path[MMC_PATH_SIZE];
  bool disc_kept; /* in a file of the person's own */
  uint32_t generation;
  MmcSense attention;  /* pending unit attention */
  uint8_t media_event; /* GET EVENT STATUS NOTIFICATION */
  uint64_t busy_start_ns, busy_end_ns;
  MmcSense busy_sense;

  uint8_t write_page[52]; /* mode page 05h */
  uint8_t error_page[12]; /* mode page 01h */
  uint8_t cache_page[12]; /* mode page 08h */
  uint32_t write_speed;   /* kB/s selected; 0: the fastest */

  bool sao_active; /* a cue sheet waits for its data */
  bool sao_started;
  int32_t sao_first, sao_next, sao_end;
  uint32_t cue_size;
  uint8_t cue[MMC_CUE_SIZE];
  bool simulating; /* since the last mode select */
  int32_t simulated_nwa;
  uint32_t simulated_reserve;
  bool flushing_needed; /* something was written since the last sync */

  MmcFault faults[MMC_MAX_FAULTS];
  struct
  {
    uint8_t opcode, asc;
  } expected[MMC_MAX_EXPECTED];
  uint32_t n_expected;
  uint64_t n_commands, n_blocks_written, n_blocks_read;
  uint32_t n_refusals;
} MmcState;

struct _MmcDrive
{
  MmcState *state;
  MmcMedium *medium;   /* mapped; NULL without a disc */
  uint32_t generation; /* of the disc that @medium is */
  int disc_fd;
  char directory[MMC_PATH_SIZE];
};

/* ----------------------------------------------------------- the command */

typedef struct
{
  MmcDrive *drive;
  MmcState *state;
  MmcMedium *medium; /* NULL when no disc can be reached */
  const uint8_t *cdb;
  uint8_t *data;
  size_t size;    /* of @data */
  size_t n_bytes; /* moved */
  uint64_t delay_ns;
  bool mismatch; /* data and command differ in length */
  bool has_lba;  /* the next two are set */
  int64_t lba;
  uint32_t n_blocks;
  bool has_error_lba;
  int64_t error_lba;
} MmcCommand;

typedef MmcSense (*MmcHandler) (MmcCommand *command);

typedef enum
{
  MMC_NEEDS_MEDIUM = 1 << 0,
  MMC_WHEN_BUSY = 1 << 1,      /* answered while an operation runs */
  MMC_WITH_ATTENTION = 1 << 2, /* leaves a unit attention pending */
} MmcOperationFlags;

typedef struct
{
  uint8_t opcode;
  uint8_t length;
  uint8_t direction; /* MmcDirection */
  uint8_t flags;
  const char *name;
  MmcHandler handler;
  uint8_t allowed[12]; /* bits that may be set in each byte */
} MmcOperation;

/* operations.c */
const MmcOperation *mmc_operation_find (uint8_t opcode);
bool mmc_operation_range (const uint8_t *cdb, int64_t *lba, uint32_t *n_blocks);

/* drive.c */
void mmc_lock (MmcDrive *drive);
void mmc_unlock (MmcDrive *drive);
void mmc_send (MmcCommand *command, const uint8_t *bytes, size_t n_bytes, size_t allocation);
void mmc_begin_operation (MmcCommand *command, bool immediate, uint32_t ms, MmcSense busy);
bool mmc_is_busy (const MmcState *state);

/* medium.c, kinds.c, disc-file.c */
typedef struct
{
  char name[16];
  uint16_t profile;
  uint8_t n_layers;
  uint32_t capacity;
  uint32_t formatted; /* blocks that a new disc offers formatted */
} MmcKind;

const MmcKind *mmc_kind_find (const char *name);

/* description.c: what is asked for when a disc is put in */
typedef struct
{
  const MmcKind *kind;
  uint32_t capacity;
  char file[MMC_PATH_SIZE];
  char image[MMC_PATH_SIZE];
  uint32_t quirks;
  bool unformatted, spare, pow, minimal_blank, write_protected, tray_open;
  bool created; /* not kept from before */
} MmcDescription;

bool mmc_description_parse (MmcDescription *description,
                            const char *text,
                            char *message,
                            size_t message_size);
void mmc_say (char *message, size_t size, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
bool mmc_absolute_path (const char *path, char *absolute, size_t size);
bool mmc_disc_map (MmcDrive *drive);
void mmc_disc_unmap (MmcDrive *drive);
bool mmc_disc_read (MmcDrive *drive, int64_t lba, uint8_t *data, size_t size);
bool mmc_disc_write (MmcDrive *drive, int64_t lba, const uint8_t *data, size_t size);
void mmc_disc_load (MmcState *state);
void mmc_write_page_reset (MmcState *state);

bool mmc_is_cd (const MmcMedium *medium);
bool mmc_is_dvd (const MmcMedium *medium);
bool mmc_is_bd (const MmcMedium *medium);
bool mmc_is_rom (const MmcMedium *medium);
bool mmc_is_foreign (const MmcMedium *medium);
bool mmc_is_overwritable (const MmcMedium *medium);
bool mmc_is_dvd_sequential (const MmcMedium *medium);
bool mmc_is_dvd_plus_r (const MmcMedium *medium);
bool mmc_is_bd_r (const MmcMedium *medium);
bool mmc_is_cd_recordable (const MmcMedium *medium);
bool mmc_is_rewritable (const MmcMedium *medium);
bool mmc_is_sequential (const MmcMedium *medium);
uint32_t mmc_ecc_blocks (const MmcMedium *medium);

/* sequential.c */
MmcTrackStatus *mmc_open_track (MmcMedium *medium);
MmcTrackStatus *mmc_start_track (MmcMedium *medium, int32_t start);
int32_t mmc_invisible_start (const MmcMedium *medium);
int32_t mmc_next_writable (const MmcState *state, MmcMedium *medium);
uint32_t mmc_usable_blocks (const MmcMedium *medium);
uint32_t mmc_readable_end (const MmcMedium *medium);
int32_t mmc_lead_out (const MmcMedium *medium, uint32_t session);
const MmcTrackStatus *mmc_track_at (const MmcMedium *medium, int64_t lba);
void mmc_close_track (MmcMedium *medium);
void mmc_close_session (MmcMedium *medium, bool finalize);
void mmc_make_blank (MmcMedium *medium);

/* write.c, session-at-once.c */
void mmc_flush (MmcDrive *drive, MmcMedium *medium);
uint32_t mmc_write_type (const MmcState *state);
bool mmc_multi_session (const MmcState *state);
bool mmc_test_write (const MmcState *state, const MmcMedium *medium);
MmcSense mmc_sao_write (MmcCommand *command);
void mmc_sao_end (MmcState *state, MmcMedium *medium);
void mmc_account_writing (MmcCommand *command, uint32_t n_blocks, uint32_t block_size);

/* performance.c */
unsigned mmc_write_speeds (const MmcMedium *medium, uint32_t speeds[4]);

/* fault.c */
typedef struct
{
  MmcFaultEffect effect;
  MmcSense sense;
  int32_t value;
  bool has_range;
  int64_t lba; /* first block of the command that the fault touches */
  int64_t last_lba;
} MmcFaultStrike;

bool mmc_fault_strike (MmcState *state,
                       const MmcOperation *operation,
                       const uint8_t *cdb,
                       MmcFaultStrike *strike);

/* log.c */
void mmc_log_command (MmcDrive *drive,
                      const MmcCommand *command,
                      const MmcOperation *operation,
                      size_t cdb_length,
                      MmcDirection direction,
                      const MmcResult *result,
                      bool scripted);
void mmc_log_clear (MmcDrive *drive);

/* handlers, by file */
MmcSense mmc_test_unit_ready (MmcCommand *command);
MmcSense mmc_request_sense (MmcCommand *command);
MmcSense mmc_inquiry (MmcCommand *command);
MmcSense mmc_start_stop_unit (MmcCommand *command);
MmcSense mmc_prevent_allow (MmcCommand *command);
MmcSense mmc_get_event_status (MmcCommand *command);
MmcSense mmc_mechanism_status (MmcCommand *command);
MmcSense mmc_get_configuration (MmcCommand *command);
MmcSense mmc_mode_sense (MmcCommand *command);
MmcSense mmc_mode_select (MmcCommand *command);
MmcSense mmc_read_disc_information (MmcCommand *command);
MmcSense mmc_read_track_information (MmcCommand *command);
MmcSense mmc_read_toc (MmcCommand *command);
MmcSense mmc_read_capacity (MmcCommand *command);
MmcSense mmc_read_disc_structure (MmcCommand *command);
MmcSense mmc_read_format_capacities (MmcCommand *command);
MmcSense mmc_format_unit (MmcCommand *command);
MmcSense mmc_blank (MmcCommand *command);
MmcSense mmc_get_performance (MmcCommand *command);
MmcSense mmc_set_streaming (MmcCommand *command);
MmcSense mmc_set_cd_speed (MmcCommand *command);
MmcSense mmc_read_buffer_capacity (MmcCommand *command);
MmcSense mmc_send_opc (MmcCommand *command);
MmcSense mmc_read (MmcCommand *command);
MmcSense mmc_read_cd (MmcCommand *command);
MmcSense mmc_write (MmcCommand *command);
MmcSense mmc_synchronize_cache (MmcCommand *command);
MmcSense mmc_reserve_track (MmcCommand *command);
MmcSense mmc_send_cue_sheet (MmcCommand *command);
MmcSense mmc_close_track_session (MmcCommand *command);
