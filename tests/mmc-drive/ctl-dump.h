/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#pragma once

/* The state of a drive and its disc, as `mmc-drive-ctl DIR dump` prints it for test programs. For
 * one thread. */

#include "drive.h"

#include <stdbool.h>

/* Prints one JSON object to the standard output. @is_plugged: whether the drive has its node. */
void ctl_print_state (MmcDrive *drive, bool is_plugged);
