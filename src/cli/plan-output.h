/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "drive-output.h"
#include "output.h"

/* What will be done: the "plan" event, or a few lines before the work begins. */
void print_plan (Output *output, BurnishPlan *plan);
