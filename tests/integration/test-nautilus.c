/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The extension as it was built, loaded as Nautilus loads it, and a program on a private session
 * bus that receives what it sends. The first argument is the extension.
 */

#include "file-info.h"

#include <gio/gio.h>
#include <gmodule.h>

#define ANSWER_SECONDS 20

/* What Nautilus' own loader does: a GTypeModule around the file. */
typedef struct
{
  GTypeModule parent_instance;
  GModule *library;
  void (*list_types) (const GType **, int *);
} TestModule;

typedef struct
{
  GTypeModuleClass parent_class;
} TestModuleClass;

static GType test_module_get_type (void);
G_DEFINE_TYPE (TestModule, test_module, G_TYPE_TYPE_MODULE)

static const char *extension_path;

static gboolean
test_module_load (GTypeModule *module)
{
  TestModule *self = (TestModule *) module;
  void (*initialize) (GTypeModule *) = NULL;
  void (*shut_down) (void) = NULL;

  self->library = g_module_open (extension_path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  if (self->library == NULL)
    g_error ("%s", g_module_error ());
  g_assert_true (
      g_module_symbol (self->library, "nautilus_module_initialize", (gpointer *) &initialize));
  g_assert_true (
      g_module_symbol (self->library, "nautilus_module_shutdown", (gpointer *) &shut_down));
  g_assert_true (g_module_symbol (self->library, "nautilus_module_list_types",
                                  (gpointer *) &self->list_types));
  initialize (module);
  return TRUE;
}

static void
test_module_class_init (TestModuleClass *klass)
{
  G_TYPE_MODULE_CLASS (klass)->load = test_module_load;
}

static void
test_module_init (TestModule *self G_GNUC_UNUSED)
{
}

/* Types of a module stay for the life of the process, so the test loads it once. */
static NautilusMenuProvider *
new_provider (void)
{
  static TestModule *module;
  const GType *types = NULL;
  int n_types = 0;

  if (module == NULL)
    {
      module = g_object_new (test_module_get_type (), NULL);
      g_type_module_set_name (G_TYPE_MODULE (module), "burnish");
      g_assert_true (g_type_module_use (G_TYPE_MODULE (module)));
    }
  module->list_types (&types, &n_types);
  g_assert_cmpint (n_types, ==, 1);
  g_assert_true (g_type_is_a (types[0], NAUTILUS_TYPE_MENU_PROVIDER));
  return g_object_new (types[0], NULL);
}

/* The application on the bus, as far as the extension needs it. */
typedef struct
{
  GTestDBus *bus;
  GDBusConnection *connection;
  char *method;
  GVariant *parameters;
  gboolean is_late;
} Receiver;

static void
method_called_cb (GDBusConnection *connection G_GNUC_UNUSED,
                  const char *sender G_GNUC_UNUSED,
                  const char *path G_GNUC_UNUSED,
                  const char *interface G_GNUC_UNUSED,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  Receiver *receiver = user_data;

  receiver->method = g_strdup (method);
  receiver->parameters = g_variant_ref (parameters);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
receiver_set_up (Receiver *receiver, gconstpointer data G_GNUC_UNUSED)
{
  static const char *xml =
      "<node><interface name='org.freedesktop.Application'>"
      "<method name='Activate'><arg type='a{sv}'/></method>"
      "<method name='Open'><arg type='as'/><arg type='a{sv}'/></method>"
      "<method name='ActivateAction'><arg type='s'/><arg type='av'/><arg type='a{sv}'/></method>"
      "</interface></node>";
  static const GDBusInterfaceVTable table = { .method_call = method_called_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  receiver->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (receiver->bus);
  receiver->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (receiver->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (receiver->connection, "/org/burnish/Burnish",
                                     node->interfaces[0], &table, receiver, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (
      receiver->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", "org.burnish.Burnish", 0), NULL, 0, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
receiver_tear_down (Receiver *receiver, gconstpointer data G_GNUC_UNUSED)
{
  /* The answer must have left, or the extension would rightly complain. */
  g_dbus_connection_flush_sync (receiver->connection, NULL, NULL);
  g_dbus_connection_close_sync (receiver->connection, NULL, NULL);
  g_clear_object (&receiver->connection);
  g_test_dbus_down (receiver->bus);
  g_clear_object (&receiver->bus);
  g_clear_pointer (&receiver->method, g_free);
  g_clear_pointer (&receiver->parameters, g_variant_unref);
}

static gboolean
late_cb (gpointer user_data)
{
  Receiver *receiver = user_data;

  receiver->is_late = TRUE;
  return G_SOURCE_REMOVE;
}

static void
receiver_wait (Receiver *receiver)
{
  guint deadline = g_timeout_add_seconds (ANSWER_SECONDS, late_cb, receiver);

  while (receiver->method == NULL && !receiver->is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (receiver->is_late);
  g_source_remove (deadline);
}

/* Returns: (transfer full): the only item for @files, which are given back */
static NautilusMenuItem *
only_item (GList *files, const char *label)
{
  g_autoptr (NautilusMenuProvider) provider = new_provider ();
  GList *items = nautilus_menu_provider_get_file_items (provider, files);
  NautilusMenuItem *item;
  g_autofree char *shown = NULL;
  g_autofree char *icon = NULL;

  g_assert_cmpuint (g_list_length (items), ==, 1);
  item = g_object_ref (items->data);
  nautilus_menu_item_list_free (items);
  nautilus_file_info_list_free (files);
  g_object_get (item, "label", &shown, "icon", &icon, NULL);
  g_assert_cmpstr (shown, ==, label);
  g_assert_cmpstr (icon, ==, "org.burnish.Burnish");
  return item;
}

static void
assert_added (Receiver *receiver, const char *const *expected)
{
  const char *action;
  g_autoptr (GVariant) parameter = NULL;
  g_autoptr (GVariantIter) iterator = NULL;
  g_autofree const char **uris = NULL;

  g_assert_cmpstr (receiver->method, ==, "ActivateAction");
  g_variant_get (receiver->parameters, "(&sava{sv})", &action, &iterator, NULL);
  g_assert_cmpstr (action, ==, "add-to-project");
  g_assert_cmpuint (g_variant_iter_n_children (iterator), ==, 1);
  g_variant_iter_next (iterator, "v", &parameter);
  g_assert_cmpstr (g_variant_get_type_string (parameter), ==, "as");
  uris = g_variant_get_strv (parameter, NULL);
  g_assert_cmpstrv (uris, expected);
}

static void
test_files (Receiver *receiver, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const expected[] = { "file:///home/a%20b.txt", "sftp://nas/photos", NULL };
  TestFileInfo *gone = test_file_info_new ("file:///home/gone", "text/plain");
  GList *files = NULL;
  g_autoptr (NautilusMenuItem) item = NULL;

  files = g_list_append (files, test_file_info_new (expected[0], "text/plain"));
  files = g_list_append (files, gone);
  files = g_list_append (files, test_file_info_new (expected[1], "inode/directory"));
  files = g_list_append (files, test_file_info_new ("trash:///old", "text/plain"));
  item = only_item (files, "Burn to Disc…");
  /* Files can go while the menu is open. */
  test_file_info_remove (gone);
  nautilus_menu_item_activate (item);
  receiver_wait (receiver);
  assert_added (receiver, expected);
}

/* The list of recent files has addresses that no other program knows. */
static void
test_recent_file (Receiver *receiver, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const expected[] = { "file:///home/letter.odt", NULL };
  TestFileInfo *recent = test_file_info_new ("recent:///4711", "application/pdf");
  g_autoptr (NautilusMenuItem) item = NULL;

  test_file_info_set_activation_uri (recent, expected[0]);
  item = only_item (g_list_append (NULL, recent), "Burn to Disc…");
  nautilus_menu_item_activate (item);
  receiver_wait (receiver);
  assert_added (receiver, expected);
}

static void
test_image (Receiver *receiver, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const expected[] = { "file:///home/debian.iso", NULL };
  g_autofree const char **uris = NULL;
  g_autoptr (NautilusMenuItem) item = NULL;

  item =
      only_item (g_list_append (NULL, test_file_info_new (expected[0], "application/x-cd-image")),
                 "Burn Image…");
  nautilus_menu_item_activate (item);
  receiver_wait (receiver);
  g_assert_cmpstr (receiver->method, ==, "Open");
  g_variant_get (receiver->parameters, "(^a&sa{sv})", &uris, NULL);
  g_assert_cmpstrv (uris, expected);
}

static void
test_several_images (Receiver *receiver, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const expected[] = { "file:///a.iso", "file:///b.iso", NULL };
  GList *files = NULL;
  g_autoptr (NautilusMenuItem) item = NULL;

  for (gsize i = 0; expected[i] != NULL; i++)
    files = g_list_append (files, test_file_info_new (expected[i], "application/x-cd-image"));
  item = only_item (files, "Burn to Disc…");
  nautilus_menu_item_activate (item);
  receiver_wait (receiver);
  assert_added (receiver, expected);
}

static void
test_what_is_no_file (void)
{
  static const char *const uris[] = { "trash:///old", "network:///", "computer:///disk.drive" };
  g_autoptr (NautilusMenuProvider) provider = new_provider ();

  g_assert_null (nautilus_menu_provider_get_file_items (provider, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      GList *files = g_list_append (NULL, test_file_info_new (uris[i], "text/plain"));

      g_assert_null (nautilus_menu_provider_get_file_items (provider, files));
      nautilus_file_info_list_free (files);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  extension_path = argv[1];

  g_test_add ("/nautilus/files", Receiver, NULL, receiver_set_up, test_files, receiver_tear_down);
  g_test_add ("/nautilus/recent-file", Receiver, NULL, receiver_set_up, test_recent_file,
              receiver_tear_down);
  g_test_add ("/nautilus/image", Receiver, NULL, receiver_set_up, test_image, receiver_tear_down);
  g_test_add ("/nautilus/several-images", Receiver, NULL, receiver_set_up, test_several_images,
              receiver_tear_down);
  g_test_add_func ("/nautilus/what-is-no-file", test_what_is_no_file);
  return g_test_run ();
}
