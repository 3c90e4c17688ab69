/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/* Drives and media as JSON events and in words. */

/* The "drive" event; nothing for people. */
void emit_drive (Output *output, BurnishDrive *drive);
/* The "medium" event; medium NULL: no disc. */
void emit_medium (Output *output, BurnishDrive *drive, BurnishMedium *medium);
/* Everything that is known, over many lines. */
void print_medium (Output *output, BurnishMedium *medium);
