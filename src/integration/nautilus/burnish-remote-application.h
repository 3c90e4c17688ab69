/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The application as another program sees it: it is started if need be and asked over the session
 * bus (Desktop Entry Specification, “D-Bus Activation”). Nothing here waits for the answer. For the
 * thread of the main context.
 */

void burnish_remote_application_add_to_project (const char *const *uris);
void burnish_remote_application_open (const char *const *uris);

G_END_DECLS
