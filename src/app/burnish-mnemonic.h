/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Names of files and discs in labels with a mnemonic, such as all those of menus: an underscore in
 * a name marks no key.
 */

char *burnish_mnemonic_escape (const char *text);

G_END_DECLS
