/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

/*
 * Which drive a verb is about: the one that was named ("/dev/sr0", "image:PATH"), or, when none
 * was, the only burner of the computer.
 */

BurnishDrive *choose_drive (const char *name, GError **error);
