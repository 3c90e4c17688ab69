/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-sense-private.h"

G_BEGIN_DECLS

/*
 * BurnishMmc sends MMC commands of our own (MMC-6) through SG_IO on a descriptor of our own. It
 * looks, reads and moves the tray; it never writes to a disc. Send nothing while libburn is busy
 * with the drive.
 *
 * Every call blocks until the drive has answered. An object belongs to one thread at a time. A
 * failure is an error of BURNISH_ERROR with the sense data attached; unit attentions are retried.
 * Answers come whole and raw: burnish-mmc-parse-private.h reads them.
 */

#define BURNISH_MMC_MAX_READ_BLOCKS 32

typedef struct _BurnishMmc BurnishMmc;

typedef enum
{
  BURNISH_MMC_SHARED,    /* for reading and writing, beside others */
  BURNISH_MMC_EXCLUSIVE, /* DRIVE_BUSY when a mount, or a program for seconds, has the drive */
  BURNISH_MMC_READ_ONLY, /* enough for INQUIRY */
} BurnishMmcAccess;

typedef struct
{
  guint8 device_type; /* 5: CD/DVD device, SPC-4 table 140 */
  char vendor[9];
  char model[17];
  char revision[5];
} BurnishInquiry;

/* Address types of READ TRACK INFORMATION, MMC-6 6.26. */
typedef enum
{
  BURNISH_TRACK_OF_BLOCK = 0,
  BURNISH_TRACK_NUMBER = 1,
} BurnishTrackAddress;

/* Formats of READ TOC/PMA/ATIP, MMC-6 6.25. */
typedef enum
{
  BURNISH_TOC_FORMATTED = 0,
  BURNISH_TOC_SESSIONS = 1,
  BURNISH_TOC_RAW = 2,
  BURNISH_TOC_ATIP = 4,
} BurnishTocFormat;

typedef enum
{
  BURNISH_TRAY_EJECT = 0x02,
  BURNISH_TRAY_LOAD = 0x03,
} BurnishTrayMove;

/* Errors: NO_DRIVE, PERMISSION_DENIED, DRIVE_BUSY (names the owner), DRIVE_LOST. */
BurnishMmc *_burnish_mmc_open (const char *path, BurnishMmcAccess access, GError **error);
void _burnish_mmc_close (BurnishMmc *self);
const char *_burnish_mmc_get_path (BurnishMmc *self);

gboolean _burnish_mmc_inquiry (BurnishMmc *self, BurnishInquiry *inquiry, GError **error);
/* One question, answered at once. */
gboolean _burnish_mmc_test_unit_ready (BurnishMmc *self, GError **error);
/* Asks until the drive is ready; not longer than timeout_ms. NO_DISC and the like end it at once.*/
gboolean _burnish_mmc_wait_ready (BurnishMmc *self,
                                  guint timeout_ms,
                                  GCancellable *cancellable,
                                  GError **error);

GBytes *_burnish_mmc_get_configuration (BurnishMmc *self, GError **error);
GBytes *_burnish_mmc_read_disc_information (BurnishMmc *self, GError **error);
GBytes *_burnish_mmc_read_track_information (BurnishMmc *self,
                                             BurnishTrackAddress address_type,
                                             guint32 address,
                                             GError **error);
GBytes *_burnish_mmc_read_toc (BurnishMmc *self, BurnishTocFormat format, GError **error);
GBytes *_burnish_mmc_read_format_capacities (BurnishMmc *self, GError **error);
gboolean _burnish_mmc_read_capacity (BurnishMmc *self,
                                     guint32 *last_block,
                                     guint32 *block_size_bytes,
                                     GError **error);
/* type 3 lists write speeds, MMC-6 6.8. */
GBytes *_burnish_mmc_get_performance (BurnishMmc *self, guint8 type, GError **error);
/* The answer begins with the 8 byte header of MODE SENSE (10). */
GBytes *_burnish_mmc_mode_sense (BurnishMmc *self, guint8 page, GError **error);
/* media_type: 0 DVD, 1 BD; format: MMC-6 6.22. */
GBytes *_burnish_mmc_read_disc_structure (BurnishMmc *self,
                                          guint8 media_type,
                                          guint8 format,
                                          GError **error);

/* Reads exactly n_blocks blocks of 2048 bytes, 1 to BURNISH_MMC_MAX_READ_BLOCKS. The error carries
   start_block. */
gboolean _burnish_mmc_read_blocks (BurnishMmc *self,
                                   guint32 start_block,
                                   guint32 n_blocks,
                                   guint8 *buffer,
                                   GError **error);
gboolean _burnish_mmc_move_tray (BurnishMmc *self, BurnishTrayMove move, GError **error);
gboolean _burnish_mmc_prevent_removal (BurnishMmc *self, gboolean prevent, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishMmc, _burnish_mmc_close)

G_END_DECLS
