/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-nautilus-menu.h"

#include "burnish-remote-application.h"

#include <glib/gi18n-lib.h>
#include <nautilus-extension.h>

struct _BurnishNautilusMenu
{
  GObject parent_instance;
};

static void burnish_nautilus_menu_provider_init (NautilusMenuProviderInterface *interface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (BurnishNautilusMenu,
                                burnish_nautilus_menu,
                                G_TYPE_OBJECT,
                                G_TYPE_FLAG_FINAL,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (NAUTILUS_TYPE_MENU_PROVIDER,
                                                               burnish_nautilus_menu_provider_init))

/* The subject's own type, with its older and newer name. */
static gboolean
is_image (NautilusFileInfo *file)
{
  return nautilus_file_info_is_mime_type (file, "application/x-cd-image")
         || nautilus_file_info_is_mime_type (file, "application/vnd.efi.iso");
}

/* Where Nautilus shows things that are no files. */
static gboolean
can_be_burned (NautilusFileInfo *file)
{
  static const char *const no_files[] = { "burn", "computer", "network", "trash", NULL };
  g_autofree char *scheme = nautilus_file_info_get_uri_scheme (file);

  return scheme != NULL && !g_strv_contains (no_files, scheme);
}

/* The list of recent or starred files has addresses of its own; the activation URI is the file's.
 */
static char **
list_uris (GList *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *l = files; l != NULL; l = l->next)
    if (!nautilus_file_info_is_gone (l->data) && can_be_burned (l->data))
      {
        g_autofree char *uri = nautilus_file_info_get_activation_uri (l->data);

        if (uri != NULL)
          g_strv_builder_add (builder, uri);
      }
  return g_strv_builder_end (builder);
}

static void
burn_files_cb (NautilusMenuItem *item, gpointer user_data G_GNUC_UNUSED)
{
  g_auto (GStrv) uris = list_uris (g_object_get_data (G_OBJECT (item), "files"));

  if (uris[0] != NULL)
    burnish_remote_application_add_to_project ((const char *const *) uris);
}

static void
burn_image_cb (NautilusMenuItem *item, gpointer user_data G_GNUC_UNUSED)
{
  g_auto (GStrv) uris = list_uris (g_object_get_data (G_OBJECT (item), "files"));

  if (uris[0] != NULL)
    burnish_remote_application_open ((const char *const *) uris);
}

/* This runs whenever a context menu opens, so a big selection is looked at only when it is burned.
 */
static GList *
burnish_nautilus_menu_get_file_items (NautilusMenuProvider *provider G_GNUC_UNUSED, GList *files)
{
  NautilusMenuItem *item;

  if (files == NULL || !can_be_burned (files->data))
    return NULL;

  if (files->next == NULL && is_image (files->data))
    {
      item = nautilus_menu_item_new ("BurnishNautilusMenu::burn-image", _ ("Burn Image…"),
                                     _ ("Write the image to a disc, bit by bit"),
                                     "org.burnish.Burnish");
      g_signal_connect (item, "activate", G_CALLBACK (burn_image_cb), NULL);
    }
  else
    {
      item = nautilus_menu_item_new ("BurnishNautilusMenu::burn-files", _ ("Burn to Disc…"),
                                     _ ("Put the selected files on a disc"), "org.burnish.Burnish");
      g_signal_connect (item, "activate", G_CALLBACK (burn_files_cb), NULL);
    }
  g_object_set_data_full (G_OBJECT (item), "files", nautilus_file_info_list_copy (files),
                          (GDestroyNotify) nautilus_file_info_list_free);
  return g_list_append (NULL, item);
}

static void
burnish_nautilus_menu_provider_init (NautilusMenuProviderInterface *interface)
{
  interface->get_file_items = burnish_nautilus_menu_get_file_items;
}

static void
burnish_nautilus_menu_class_init (BurnishNautilusMenuClass *klass G_GNUC_UNUSED)
{
}

static void
burnish_nautilus_menu_class_finalize (BurnishNautilusMenuClass *klass G_GNUC_UNUSED)
{
}

static void
burnish_nautilus_menu_init (BurnishNautilusMenu *self G_GNUC_UNUSED)
{
}

void
_burnish_nautilus_menu_register (GTypeModule *module)
{
  burnish_nautilus_menu_register_type (module);
}
