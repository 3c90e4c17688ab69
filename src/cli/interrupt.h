/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Ctrl-C, SIGTERM and the loss of the terminal, from the first line to the last: all cancel one
 * cancellable, also while the main thread works outside a main loop. A thread of its own waits for
 * them.
 */

/* Before any other thread begins. */
void interrupt_init (void);
/* (transfer none); any thread. */
GCancellable *interrupt_get_cancellable (void);
