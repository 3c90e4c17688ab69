/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib-object.h>

/* Symbols are hidden unless a declaration says otherwise. */
#define BURNISH_EXPORT __attribute__ ((visibility ("default"))) extern
