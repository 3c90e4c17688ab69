/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-application.h"

G_BEGIN_DECLS

/*
 * The actions of the application, which have a file of their own, and what it asks there before it
 * quits. Main thread.
 */

void _burnish_application_add_actions (BurnishApplication *self);
gboolean _burnish_application_can_quit (BurnishApplication *self);

G_END_DECLS
