/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"

G_BEGIN_DECLS

/* Longest identifiers of the primary volume descriptor in bytes (ECMA-119 8.4). */
#define BURNISH_VOLUME_ID_MAX 32
#define BURNISH_LONG_ID_MAX   128

/* The name of the manifest in the root. */
#define BURNISH_MANIFEST_NAME "SHA256SUMS"

BurnishImageOptions *_burnish_image_options_copy (BurnishImageOptions *self);

G_END_DECLS
