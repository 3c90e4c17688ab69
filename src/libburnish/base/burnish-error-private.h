/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Errors that several layers make alike. Pure, for any thread. */

/* Returns FALSE. The error names the file before what is wrong with it, and has its path. */
gboolean
_burnish_error_fail_file (GFile *file, BurnishError code, const char *what, GError **error);

G_END_DECLS
