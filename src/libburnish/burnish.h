/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The whole library: include this one. */

#include "burnish-error.h"
#include "burnish-message.h"
#include "burnish-tree-snapshot.h"
#include "burnish-tree.h"
#include "burnish-units.h"
