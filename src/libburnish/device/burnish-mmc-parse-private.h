/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-feature.h"
#include "burnish-format.h"
#include "burnish-track.h"
#include "burnish-write-speed.h"

G_BEGIN_DECLS

/*
 * Reads the answers of a drive (MMC-6). Pure functions: a drive may send anything, so every length
 * is checked; FALSE or NULL means that the answer is too short to be one.
 */

/* Disc status, MMC-6 6.21.3.1.4. */
typedef enum
{
  BURNISH_DISC_STATUS_EMPTY = 0,
  BURNISH_DISC_STATUS_INCOMPLETE = 1,
  BURNISH_DISC_STATUS_COMPLETE = 2,
  BURNISH_DISC_STATUS_OTHER = 3,
} BurnishDiscStatus;

/* State of the last session, MMC-6 6.21.3.1.3. */
typedef enum
{
  BURNISH_SESSION_EMPTY = 0,
  BURNISH_SESSION_INCOMPLETE = 1,
  BURNISH_SESSION_DAMAGED = 2,
  BURNISH_SESSION_COMPLETE = 3,
} BurnishSessionState;

typedef struct
{
  BurnishDiscStatus status;
  BurnishSessionState last_session;
  gboolean is_erasable;
  guint n_sessions;
  guint first_track;
  guint last_track;        /* of the last session; counts a track that is not yet written, too */
  guint background_format; /* 0 none, 1 suspended, 2 running, 3 complete */
} BurnishDiscInformation;

typedef struct
{
  BurnishTrack track;
  guint64 n_free_blocks;
} BurnishTrackInformation;

/* Descriptor type of the current capacity, MMC-6 6.24.3.2. */
typedef enum
{
  BURNISH_CAPACITY_UNFORMATTED = 1, /* n_blocks: the most that formatting could give */
  BURNISH_CAPACITY_FORMATTED = 2,
  BURNISH_CAPACITY_NO_MEDIUM = 3,
} BurnishCapacityType;

typedef struct
{
  BurnishCapacityType type;
  guint64 n_blocks;
} BurnishCurrentCapacity;

typedef struct
{
  gint64 n_free;
  gint64 n_allocated;
} BurnishSpareArea;

/* (transfer container of BurnishFeature) (nullable); profile gets the current one, 0 for none. */
GPtrArray *_burnish_parse_features (GBytes *answer, guint16 *profile);
/* Profiles out of feature 0000h; (nullable). */
GPtrArray *_burnish_parse_profiles (GBytes *answer);
gboolean _burnish_parse_disc_information (GBytes *answer, BurnishDiscInformation *info);
gboolean _burnish_parse_track_information (GBytes *answer, BurnishTrackInformation *info);
/* Tracks of a formatted TOC; all are put into session 1. */
GPtrArray *_burnish_parse_toc (GBytes *answer);
/* Number of the last session and its first track out of TOC format 1. */
gboolean _burnish_parse_toc_sessions (GBytes *answer, guint *last_session, guint *first_track);
/* formats (nullable) gets what is appended to it. */
gboolean _burnish_parse_format_capacities (GBytes *answer,
                                           BurnishCurrentCapacity *current,
                                           GPtrArray *formats);
/* Fastest first, each speed once. */
GPtrArray *_burnish_parse_write_speeds (GBytes *performance);
GPtrArray *_burnish_parse_mode_page_speeds (GBytes *mode_sense);
/* Who made the disc, as the disc itself says: (nullable) (transfer full). */
char *_burnish_parse_atip_manufacturer (GBytes *toc_atip);
/* Blocks before the last possible lead-out, or 0. */
guint64 _burnish_parse_atip_capacity (GBytes *toc_atip);
char *_burnish_parse_dvd_minus_manufacturer (GBytes *structure_0e);
char *_burnish_parse_dvd_plus_manufacturer (GBytes *structure_11);
char *_burnish_parse_bd_manufacturer (GBytes *structure_00);
gboolean _burnish_parse_spare_area (GBytes *structure_0a, BurnishSpareArea *spare);
/* Bits of READ DISC STRUCTURE format C0h, MMC-6 6.22.3.5: 0 until power off, 1 on the disc, 2
   cartridge, 3 other reason of the medium. */
gboolean _burnish_parse_write_protection (GBytes *structure_c0, guint8 *bits);
/* Whether format FFh lists a structure as readable. */
gboolean _burnish_parse_structure_is_readable (GBytes *structure_ff, guint8 format);

G_END_DECLS
