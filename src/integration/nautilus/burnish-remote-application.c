/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-remote-application.h"

#include <gdk/gdk.h>
#include <gio/gdesktopappinfo.h>
#include <gio/gio.h>

#define APPLICATION_ID "org.burnish.Burnish"
#define OBJECT_PATH    "/org/burnish/Burnish"

typedef struct
{
  const char *method; /* (static) */
  GVariant *parameters;
} Call;

static void
call_free (Call *call)
{
  g_variant_unref (call->parameters);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    g_warning ("Burnish could not be asked: %s", error->message);
}

static void
connected_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    g_warning ("There is no session bus: %s", error->message);
  else
    g_dbus_connection_call (bus, APPLICATION_ID, OBJECT_PATH, "org.freedesktop.Application",
                            call->method, call->parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                            called_cb, NULL);
}

static void
send (const char *method, GVariant *parameters)
{
  Call *call = g_new0 (Call, 1);

  call->method = method;
  call->parameters = g_variant_ref_sink (parameters);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, connected_cb, call);
}

/* The token lets the compositor give the focus to the new window. */
static GVariant *
make_platform_data (void)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new (APPLICATION_ID ".desktop");

  if (display != NULL && info != NULL)
    {
      g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
      g_autofree char *token =
          g_app_launch_context_get_startup_notify_id (G_APP_LAUNCH_CONTEXT (context),
                                                      G_APP_INFO (info), NULL);

      if (token != NULL)
        {
          g_variant_builder_add (&builder, "{sv}", "desktop-startup-id",
                                 g_variant_new_string (token));
          g_variant_builder_add (&builder, "{sv}", "activation-token",
                                 g_variant_new_string (token));
        }
    }
  return g_variant_builder_end (&builder);
}

/*
 * burnish_remote_application_add_to_project:
 * @uris: files and folders
 *
 * Adds @uris to the open project, or starts one with them.
 */
void
burnish_remote_application_add_to_project (const char *const *uris)
{
  GVariant *parameter;

  g_return_if_fail (uris != NULL);

  parameter = g_variant_new_variant (g_variant_new_strv (uris, -1));
  send ("ActivateAction",
        g_variant_new ("(s@av@a{sv})", "add-to-project", g_variant_new_array (NULL, &parameter, 1),
                       make_platform_data ()));
}

/*
 * burnish_remote_application_open:
 * @uris: image or project files
 *
 * Opens @uris as a double click on them does.
 */
void
burnish_remote_application_open (const char *const *uris)
{
  g_return_if_fail (uris != NULL);

  send ("Open", g_variant_new ("(^as@a{sv})", uris, make_platform_data ()));
}
