/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-application.h"

G_BEGIN_DECLS

void _burnish_application_add_actions (BurnishApplication *self);
gboolean _burnish_application_can_quit (BurnishApplication *self);

G_END_DECLS
