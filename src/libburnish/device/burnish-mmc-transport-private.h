/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-mmc-private.h"

G_BEGIN_DECLS

/* How a command reaches the drive; only the files burnish-mmc*.c need it. */

#define BURNISH_MMC_TIMEOUT_MS 30000

typedef struct
{
  guint8 cdb[12];
  guint cdb_size_bytes;
  guint8 *buffer; /* (nullable) filled by the drive */
  guint32 buffer_size_bytes;
  guint timeout_ms;
} BurnishMmcCommand;

/* Sends a command, again while the drive reports unit attentions. size_bytes (nullable) gets what
   the drive says to have transferred. */
gboolean _burnish_mmc_send (BurnishMmc *self,
                            const BurnishMmcCommand *command,
                            guint32 *size_bytes,
                            GError **error);

G_END_DECLS
