/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "help/burnish-permission-cure.h"

#include <glib/gstdio.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

/* A file with a group that @user belongs to by its entry in the user database. */
typedef struct
{
  char *node;
  char *user;
  char *group;
} Node;

static void
node_set_up (Node *node, gconstpointer mode)
{
  /* As root the tests borrow a system user, since the group root never counts. */
  const struct passwd *entry = geteuid () == 0 ? getpwnam ("daemon") : getpwuid (geteuid ());
  int fd = g_file_open_tmp ("burnish-node-XXXXXX", &node->node, NULL);

  g_assert_nonnull (entry);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fchown (fd, (uid_t) -1, entry->pw_gid), ==, 0);
  g_assert_cmpint (fchmod (fd, GPOINTER_TO_UINT (mode)), ==, 0);
  close (fd);
  node->user = g_strdup (entry->pw_name);
  node->group = g_strdup (getgrgid (entry->pw_gid)->gr_name);
}

static void
node_tear_down (Node *node, gconstpointer mode G_GNUC_UNUSED)
{
  g_unlink (node->node);
  g_free (node->node);
  g_free (node->user);
  g_free (node->group);
}

static void
test_not_in_group (Node *node, gconstpointer mode G_GNUC_UNUSED)
{
  g_autoptr (BurnishPermissionCure) cure = burnish_permission_cure_find (node->node, "it's me");
  g_autofree char *command =
      g_strdup_printf ("sudo usermod --append --groups %s 'it'\\''s me'", node->group);
  g_autofree char *text = burnish_permission_cure_dup_text (cure);

  g_assert_cmpint (cure->cause, ==, BURNISH_PERMISSION_CAUSE_NOT_IN_GROUP);
  g_assert_cmpstr (cure->command, ==, command);
  g_assert_nonnull (strstr (text, node->node));
  g_assert_nonnull (strstr (text, node->group));
}

static void
test_old_session (Node *node, gconstpointer mode G_GNUC_UNUSED)
{
  g_autoptr (BurnishPermissionCure) cure = burnish_permission_cure_find (node->node, node->user);
  g_autofree char *text = burnish_permission_cure_dup_text (cure);

  g_assert_cmpint (cure->cause, ==, BURNISH_PERMISSION_CAUSE_OLD_SESSION);
  g_assert_null (cure->command);
  g_assert_nonnull (strstr (text, node->group));
}

/* The group may read only: being in it would not help. */
static void
test_no_group (Node *node, gconstpointer mode G_GNUC_UNUSED)
{
  g_autoptr (BurnishPermissionCure) cure = burnish_permission_cure_find (node->node, node->user);
  g_autofree char *command =
      g_strdup_printf ("sudo setfacl --modify user:%s:rw %s", node->user, node->node);

  g_assert_cmpint (cure->cause, ==, BURNISH_PERMISSION_CAUSE_NO_GROUP);
  g_assert_cmpstr (cure->command, ==, command);
}

static void
test_group_root (void)
{
  g_autoptr (BurnishPermissionCure) cure = burnish_permission_cure_find ("/dev/null", "nobody");

  g_assert_cmpint (cure->cause, ==, BURNISH_PERMISSION_CAUSE_NO_GROUP);
}

static void
test_no_node (void)
{
  g_autoptr (BurnishPermissionCure) cure = burnish_permission_cure_find ("/dev/no/such", "nobody");
  g_autofree char *text = burnish_permission_cure_dup_text (cure);

  g_assert_cmpint (cure->cause, ==, BURNISH_PERMISSION_CAUSE_NO_NODE);
  g_assert_null (cure->command);
  g_assert_nonnull (strstr (text, "/dev/no/such"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/permission-cure/not-in-group", Node, GUINT_TO_POINTER (0660), node_set_up,
              test_not_in_group, node_tear_down);
  g_test_add ("/permission-cure/old-session", Node, GUINT_TO_POINTER (0660), node_set_up,
              test_old_session, node_tear_down);
  g_test_add ("/permission-cure/no-group", Node, GUINT_TO_POINTER (0640), node_set_up,
              test_no_group, node_tear_down);
  g_test_add_func ("/permission-cure/group-root", test_group_root);
  g_test_add_func ("/permission-cure/no-node", test_no_node);
  return g_test_run ();
}
