/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * BurnishPermissionCure is why this user may not use a drive, and the command that an administrator
 * has to run. Finding out may ask a directory server for the groups, so it blocks; any thread.
 */

/*
 * BurnishPermissionCause:
 * @BURNISH_PERMISSION_CAUSE_NO_NODE: the device is gone
 * @BURNISH_PERMISSION_CAUSE_NOT_IN_GROUP: a group may use it, and this user is not in it
 * @BURNISH_PERMISSION_CAUSE_OLD_SESSION: this user is in that group, but was not at log-in
 * @BURNISH_PERMISSION_CAUSE_NO_GROUP: no group that people belong to may use it
 */
typedef enum
{
  BURNISH_PERMISSION_CAUSE_NO_NODE,
  BURNISH_PERMISSION_CAUSE_NOT_IN_GROUP,
  BURNISH_PERMISSION_CAUSE_OLD_SESSION,
  BURNISH_PERMISSION_CAUSE_NO_GROUP,
} BurnishPermissionCause;

/*
 * BurnishPermissionCure:
 * @cause: why
 * @node: the device
 * @group: (nullable): its group
 * @command: (nullable): what to run
 */
typedef struct
{
  BurnishPermissionCause cause;
  char *node;
  char *group;
  char *command;
} BurnishPermissionCure;

BurnishPermissionCure *burnish_permission_cure_find (const char *node, const char *user);
void burnish_permission_cure_free (BurnishPermissionCure *self);
char *burnish_permission_cure_dup_text (const BurnishPermissionCure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishPermissionCure, burnish_permission_cure_free)

G_END_DECLS
