/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

G_BEGIN_DECLS

/* The exit code for an error, NULL for success: the table of docs/exit-codes.md. Any thread. */
int burnish_error_to_exit_code (const GError *error);

G_END_DECLS
