/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-feature.h"
#include "burnish-format.h"
#include "burnish-track.h"
#include "burnish-units.h"
#include "burnish-write-speed.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * BurnishMedium is an immutable snapshot of the disc in a drive. It is made anew whenever the disc
 * changes, so it can be kept, compared and read from any thread. All sizes come from the drive,
 * never from a table of media.
 */

/**
 * BurnishMediumState:
 * @BURNISH_MEDIUM_BLANK: holds no data, as far as can be seen: a write-once disc that was never
 * written, or a rewritable one on which no data was found
 * @BURNISH_MEDIUM_APPENDABLE: holds closed sessions, and another can follow
 * @BURNISH_MEDIUM_FINALIZED: write-once (or closed rewritable) disc to which nothing can be added
 * @BURNISH_MEDIUM_OVERWRITABLE: any block can be written at any time
 * @BURNISH_MEDIUM_UNFORMATTED: must be formatted before the first write
 * @BURNISH_MEDIUM_INCOMPLETE: the last session was interrupted
 * @BURNISH_MEDIUM_DAMAGED: a track is marked as damaged
 * @BURNISH_MEDIUM_WRITE_PROTECTED: protected by a cartridge, a flag on the disc, or read-only by
 * kind
 * @BURNISH_MEDIUM_UNSUPPORTED: of a kind that Burnish cannot write
 *
 * States of a medium; several may hold.
 */
typedef enum /*< flags >*/
{
  BURNISH_MEDIUM_BLANK = 1 << 0,
  BURNISH_MEDIUM_APPENDABLE = 1 << 1,
  BURNISH_MEDIUM_FINALIZED = 1 << 2,
  BURNISH_MEDIUM_OVERWRITABLE = 1 << 3,
  BURNISH_MEDIUM_UNFORMATTED = 1 << 4,
  BURNISH_MEDIUM_INCOMPLETE = 1 << 5,
  BURNISH_MEDIUM_DAMAGED = 1 << 6,
  BURNISH_MEDIUM_WRITE_PROTECTED = 1 << 7,
  BURNISH_MEDIUM_UNSUPPORTED = 1 << 8,
} BurnishMediumState;

/**
 * BurnishOperation:
 * @BURNISH_OPERATION_WRITE: write an image from the first block on, without losing anything; the
 * disc may need a format first, see %BURNISH_MEDIUM_UNFORMATTED
 * @BURNISH_OPERATION_APPEND: add a session
 * @BURNISH_OPERATION_OVERWRITE: write an image in place of what is there, after consent; a disc
 * that is not %BURNISH_MEDIUM_OVERWRITABLE must be erased first
 * @BURNISH_OPERATION_ERASE_QUICK: erase what describes the disc, not the data
 * @BURNISH_OPERATION_ERASE_FULL: erase every block
 * @BURNISH_OPERATION_FORMAT: format
 * @BURNISH_OPERATION_FINALIZE: close the disc for good
 * @BURNISH_OPERATION_SIMULATE: a test run with the laser off
 * @BURNISH_OPERATION_AUDIO: write audio tracks
 * @BURNISH_OPERATION_CD_TEXT: write CD-TEXT
 * @BURNISH_OPERATION_READ: read and verify
 *
 * What can be done with a disc in a drive.
 */
typedef enum
{
  BURNISH_OPERATION_WRITE,
  BURNISH_OPERATION_APPEND,
  BURNISH_OPERATION_OVERWRITE,
  BURNISH_OPERATION_ERASE_QUICK,
  BURNISH_OPERATION_ERASE_FULL,
  BURNISH_OPERATION_FORMAT,
  BURNISH_OPERATION_FINALIZE,
  BURNISH_OPERATION_SIMULATE,
  BURNISH_OPERATION_AUDIO,
  BURNISH_OPERATION_CD_TEXT,
  BURNISH_OPERATION_READ,
} BurnishOperation;

#define BURNISH_N_OPERATIONS (BURNISH_OPERATION_READ + 1)

/**
 * BurnishWriteProtection:
 * @BURNISH_WRITE_PROTECTION_UNTIL_POWER_OFF: until the drive is switched off or the disc ejected
 * @BURNISH_WRITE_PROTECTION_ON_DISC: by a flag that is recorded on the disc
 * @BURNISH_WRITE_PROTECTION_CARTRIDGE: by the switch of the cartridge
 * @BURNISH_WRITE_PROTECTION_DISC_CONDITION: for another reason that lies in the disc, such as spare
 * areas that are used up
 * @BURNISH_WRITE_PROTECTION_READ_ONLY_KIND: discs of this kind are pressed, not written
 *
 * What keeps a disc from being written (MMC-6 6.22.3.5); several may hold.
 */
typedef enum /*< flags >*/
{
  BURNISH_WRITE_PROTECTION_UNTIL_POWER_OFF = 1 << 0,
  BURNISH_WRITE_PROTECTION_ON_DISC = 1 << 1,
  BURNISH_WRITE_PROTECTION_CARTRIDGE = 1 << 2,
  BURNISH_WRITE_PROTECTION_DISC_CONDITION = 1 << 3,
  BURNISH_WRITE_PROTECTION_READ_ONLY_KIND = 1 << 4,
} BurnishWriteProtection;

#define BURNISH_TYPE_MEDIUM (burnish_medium_get_type ())
BURNISH_EXPORT
G_DECLARE_FINAL_TYPE (BurnishMedium, burnish_medium, BURNISH, MEDIUM, GObject)

BURNISH_EXPORT
guint burnish_medium_get_profile (BurnishMedium *self);
BURNISH_EXPORT
const char *burnish_medium_get_profile_name (BurnishMedium *self);
BURNISH_EXPORT
BurnishDiscFamily burnish_medium_get_family (BurnishMedium *self);
BURNISH_EXPORT
BurnishMediumState burnish_medium_get_state (BurnishMedium *self);
BURNISH_EXPORT
guint64 burnish_medium_get_capacity_blocks (BurnishMedium *self);
BURNISH_EXPORT
guint64 burnish_medium_get_free_blocks (BurnishMedium *self);
BURNISH_EXPORT
guint64 burnish_medium_get_room_blocks (BurnishMedium *self);
BURNISH_EXPORT
guint64 burnish_medium_get_used_blocks (BurnishMedium *self);
BURNISH_EXPORT
gint64 burnish_medium_get_next_writable_address (BurnishMedium *self);
BURNISH_EXPORT
guint burnish_medium_get_n_sessions (BurnishMedium *self);
BURNISH_EXPORT
gboolean burnish_medium_can (BurnishMedium *self, BurnishOperation operation);
BURNISH_EXPORT
char *burnish_medium_dup_reason (BurnishMedium *self, BurnishOperation operation);
BURNISH_EXPORT
const char *burnish_medium_get_reason_code (BurnishMedium *self, BurnishOperation operation);
BURNISH_EXPORT
gboolean burnish_medium_can_stay_open (BurnishMedium *self);
BURNISH_EXPORT
GPtrArray *burnish_medium_get_tracks (BurnishMedium *self);
BURNISH_EXPORT
GPtrArray *burnish_medium_get_formats (BurnishMedium *self);
BURNISH_EXPORT
GPtrArray *burnish_medium_get_write_speeds (BurnishMedium *self);
BURNISH_EXPORT
GPtrArray *burnish_medium_get_features (BurnishMedium *self);
BURNISH_EXPORT
GPtrArray *burnish_medium_get_profiles (BurnishMedium *self);
BURNISH_EXPORT
const char *burnish_medium_get_manufacturer_id (BurnishMedium *self);
BURNISH_EXPORT
BurnishWriteProtection burnish_medium_get_write_protection (BurnishMedium *self);
BURNISH_EXPORT
gint64 burnish_medium_get_n_spare_blocks (BurnishMedium *self);
BURNISH_EXPORT
gint64 burnish_medium_get_n_free_spare_blocks (BurnishMedium *self);
BURNISH_EXPORT
guint64 burnish_medium_get_volume_blocks (BurnishMedium *self);
BURNISH_EXPORT
const char *burnish_medium_get_label (BurnishMedium *self);
BURNISH_EXPORT
const char *burnish_medium_get_file_system (BurnishMedium *self);
BURNISH_EXPORT
char *burnish_medium_dup_fingerprint (BurnishMedium *self);

G_END_DECLS
