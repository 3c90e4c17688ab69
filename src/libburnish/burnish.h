/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The whole library: include this one. */

#include "burnish-burn-options.h"
#include "burnish-checksums.h"
#include "burnish-drive-monitor.h"
#include "burnish-drive.h"
#include "burnish-error.h"
#include "burnish-feature.h"
#include "burnish-format.h"
#include "burnish-image-file.h"
#include "burnish-image-layout.h"
#include "burnish-image-options.h"
#include "burnish-job-queue.h"
#include "burnish-job.h"
#include "burnish-left-out.h"
#include "burnish-medium.h"
#include "burnish-message.h"
#include "burnish-plan.h"
#include "burnish-progress.h"
#include "burnish-report.h"
#include "burnish-scan.h"
#include "burnish-track.h"
#include "burnish-tree-snapshot.h"
#include "burnish-tree.h"
#include "burnish-units.h"
#include "burnish-write-speed.h"
