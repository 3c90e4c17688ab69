/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

/*
 * Which drive a verb is about: the one that was named ("/dev/sr0", "image:PATH"), or, when none
 * was, the only burner of the computer.
 */

BurnishDrive *choose_drive (const char *name, GError **error);
/* For a verb that takes no arguments: with some, the drive was not named as it should. */
BurnishDrive *choose_drive_only (const char *name, const char *const *arguments, GError **error);
