/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-engine-private.h"

G_BEGIN_DECLS

/*
 * The engine of burners. It looks, reads and ejects with MMC commands of its own, on a descriptor
 * that holds the device node exclusively as long as the engine is open; libburn is let in only
 * for a write, an erase or a format. libburn moves the tray of an empty drive when it grabs it, so
 * the drive must be ready with a disc before.
 *
 * A drive that stays busy is given up with DRIVE_NOT_READY: after 30 seconds before an operation;
 * after libburn's own limit, one hour for each command, when it flushes or closes; and after three
 * hours without any progress when it erases or formats. Then libburn's thread is left behind, and
 * the drive can be used again in this process once it is ready.
 *
 * Erasing: CD-RW and sequential DVD-RW are blanked (quick: what describes the disc; full: all).
 * Overwritable media have no such command: zeros are written over the first and the last 2 MiB, or
 * over all. A blank or format command belongs to the drive once it is sent: a cancel comes too
 * late, and the call succeeds when it ends. So does a write when libburn has all of its data.
 *
 * A CD track has at least 300 blocks (4 seconds, IEC 60908): shorter images get zeros behind them.
 * So do the ECC blocks of 16 blocks (DVD) and 32 (BD) that are written as a whole.
 */

/* path is a device node; the errors are those of _burnish_engine_open (). */
BurnishEngine *_burnish_libburn_engine_new (const char *path, GError **error);

G_END_DECLS
