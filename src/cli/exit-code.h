/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"

G_BEGIN_DECLS

#define EXIT_OK      0
#define EXIT_FAILED  1
#define EXIT_USAGE   2
#define EXIT_REFUSED 3
/* What a shell reports for a program that SIGINT ended. */
#define EXIT_CANCELLED 130

/* The exit code for an error, NULL for success: the table of docs/exit-codes.md. Any thread. */
int burnish_error_to_exit_code (const GError *error);

G_END_DECLS
