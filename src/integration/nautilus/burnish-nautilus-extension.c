/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-nautilus-menu.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <nautilus-extension.h>

static GType types[1];

G_MODULE_EXPORT void
nautilus_module_initialize (GTypeModule *module)
{
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  _burnish_nautilus_menu_register (module);
  types[0] = BURNISH_TYPE_NAUTILUS_MENU;
}

G_MODULE_EXPORT void
nautilus_module_list_types (const GType **out_types, int *n_types)
{
  *out_types = types;
  *n_types = G_N_ELEMENTS (types);
}

G_MODULE_EXPORT void
nautilus_module_shutdown (void)
{
}
