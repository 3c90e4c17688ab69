/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "help/burnish-permission-cure.h"

#include <glib/gi18n.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

/* The buffer holds the names of all members of a group. */
#define GROUP_BUFFER_BYTES (1 << 20)

static char *
dup_group_name (gid_t id)
{
  g_autofree char *buffer = g_malloc (GROUP_BUFFER_BYTES);
  struct group group;
  struct group *found = NULL;

  if (getgrgid_r (id, &group, buffer, GROUP_BUFFER_BYTES, &found) != 0 || found == NULL)
    return NULL;
  return g_strdup (found->gr_name);
}

/* As the user database has it now, which a session that began earlier does not know. */
static gboolean
is_member (const char *user, gid_t wanted)
{
  g_autofree char *buffer = g_malloc (GROUP_BUFFER_BYTES);
  g_autofree gid_t *groups = NULL;
  struct passwd entry;
  struct passwd *found = NULL;
  int n_groups = 0;

  if (getpwnam_r (user, &entry, buffer, GROUP_BUFFER_BYTES, &found) != 0 || found == NULL)
    return FALSE;
  getgrouplist (user, entry.pw_gid, NULL, &n_groups);
  groups = g_new0 (gid_t, MAX (n_groups, 1));
  if (getgrouplist (user, entry.pw_gid, groups, &n_groups) < 0)
    return FALSE;
  for (int i = 0; i < n_groups; i++)
    if (groups[i] == wanted)
      return TRUE;
  return FALSE;
}

/* Quoted only where a shell needs it, since a person reads it. */
static char *
dup_shell_word (const char *word)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";

  return word[strspn (word, plain)] == '\0' ? g_strdup (word) : g_shell_quote (word);
}

/*
 * burnish_permission_cure_find:
 * @node: path of a device
 * @user: log-in name of the person
 *
 * Returns: (transfer full): why @user may not use @node, given that it was refused
 */
BurnishPermissionCure *
burnish_permission_cure_find (const char *node, const char *user)
{
  const mode_t needed = S_IRGRP | S_IWGRP;
  g_autofree char *quoted_user = NULL;
  BurnishPermissionCure *self;
  struct stat status;

  g_return_val_if_fail (node != NULL, NULL);
  g_return_val_if_fail (user != NULL, NULL);

  self = g_new0 (BurnishPermissionCure, 1);
  self->node = g_strdup (node);
  if (stat (node, &status) != 0)
    {
      self->cause = BURNISH_PERMISSION_CAUSE_NO_NODE;
      return self;
    }

  quoted_user = dup_shell_word (user);
  self->group = dup_group_name (status.st_gid);
  if (self->group == NULL || status.st_gid == 0 || (status.st_mode & needed) != needed)
    {
      g_autofree char *quoted_node = dup_shell_word (node);

      self->cause = BURNISH_PERMISSION_CAUSE_NO_GROUP;
      self->command =
          g_strdup_printf ("sudo setfacl --modify user:%s:rw %s", quoted_user, quoted_node);
    }
  else if (is_member (user, status.st_gid))
    self->cause = BURNISH_PERMISSION_CAUSE_OLD_SESSION;
  else
    {
      self->cause = BURNISH_PERMISSION_CAUSE_NOT_IN_GROUP;
      self->command =
          g_strdup_printf ("sudo usermod --append --groups %s %s", self->group, quoted_user);
    }
  return self;
}

void
burnish_permission_cure_free (BurnishPermissionCure *self)
{
  g_free (self->node);
  g_free (self->group);
  g_free (self->command);
  g_free (self);
}

/*
 * burnish_permission_cure_dup_text:
 * @self: a cure
 *
 * Returns: (transfer full): it in words; the command, if any, is meant to stand below them
 */
char *
burnish_permission_cure_dup_text (const BurnishPermissionCure *self)
{
  switch (self->cause)
    {
    case BURNISH_PERMISSION_CAUSE_NO_NODE:
      /* Translators: %s is a device, such as /dev/sr0. */
      return g_strdup_printf (_ ("The device %s is gone. Plug the drive in again."), self->node);
    case BURNISH_PERMISSION_CAUSE_NOT_IN_GROUP:
      /* Translators: a device, such as /dev/sr0, and a group of users, such as cdrom. */
      return g_strdup_printf (
          _ ("The device %s may be used by the group “%s”, and you are not in it. "
             "An administrator can add you with this command. "
             "Log out and in again afterwards."),
          self->node, self->group);
    case BURNISH_PERMISSION_CAUSE_OLD_SESSION:
      /* Translators: a group of users, such as cdrom. */
      return g_strdup_printf (
          _ ("You are in the group “%s” already, but were not yet when you logged "
             "in. Log out and in again."),
          self->group);
    case BURNISH_PERMISSION_CAUSE_NO_GROUP:
      /* Translators: %s is a device, such as /dev/sr0. */
      return g_strdup_printf (
          _ ("The device %s may be used by administrators only. With this command "
             "one of them can allow you to use it until the drive is unplugged or "
             "the computer is restarted."),
          self->node);
    default:
      g_return_val_if_reached (NULL);
    }
}
