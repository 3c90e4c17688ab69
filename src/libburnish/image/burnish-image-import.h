/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-scan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Takes what is in an image file, UDF or ISO 9660, into a tree, so that a new disc can be made of
 * an old one and other files. Nothing is copied: the files' contents stay pieces of the image file,
 * which must not change before the disc is burned. Any thread.
 */

BURNISH_EXPORT
BurnishScan *burnish_image_import (const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
