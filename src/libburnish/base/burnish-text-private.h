/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What strangers wrote (names, labels, messages of drives) among the words of Burnish, in the
 * library and on the command line. Pure, for any thread.
 */

/* (transfer full): valid UTF-8 in which control characters are escaped, so that no name commands a
   terminal or looks like a line of ours. */
char *_burnish_text_escape (const char *text);

G_END_DECLS
