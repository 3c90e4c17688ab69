/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-links-private.h"

#include "burnish-bytes-private.h"
#include "burnish-udf-names-private.h"
#include "burnish-udf-text-private.h"

#include <string.h>

/* As many links as Linux follows for one path. */
#define MAX_FOLLOWED 40

/* Path components (ECMA-167 4/14.16.1). */
#define COMPONENT_ROOT    2
#define COMPONENT_PARENT  3
#define COMPONENT_CURRENT 4
#define COMPONENT_NAME    5
#define COMPONENT_SIZE    4
#define COMPONENT_MAX     255

/* Children are consecutive and in byte order of their names. */
static BurnishNode
find_child (BurnishTreeSnapshot *snapshot, BurnishNode folder, const char *name)
{
  guint32 low = 0, high = burnish_tree_snapshot_get_n_children (snapshot, folder);

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      BurnishNode child = burnish_tree_snapshot_get_child (snapshot, folder, middle);
      int order = strcmp (burnish_tree_snapshot_get_name (snapshot, child), name);

      if (order == 0)
        return child;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return BURNISH_NODE_NONE;
}

static BurnishNode follow (BurnishTreeSnapshot *snapshot, BurnishNode link, guint *n_followed);

static BurnishNode
step (BurnishTreeSnapshot *snapshot, BurnishNode folder, const char *name, guint *n_followed)
{
  BurnishNode child;

  if (burnish_tree_snapshot_get_kind (snapshot, folder) != BURNISH_NODE_FOLDER)
    return BURNISH_NODE_NONE;
  if (*name == '\0' || g_str_equal (name, "."))
    return folder;
  if (g_str_equal (name, ".."))
    return burnish_tree_snapshot_get_parent (snapshot, folder);
  child = find_child (snapshot, folder, name);
  if (child != BURNISH_NODE_NONE
      && burnish_tree_snapshot_get_kind (snapshot, child) == BURNISH_NODE_SYMLINK)
    return follow (snapshot, child, n_followed);
  return child;
}

static BurnishNode
follow (BurnishTreeSnapshot *snapshot, BurnishNode link, guint *n_followed)
{
  const char *target = burnish_tree_snapshot_get_link_target (snapshot, link);
  g_auto (GStrv) names = g_strsplit (target, "/", -1);
  BurnishNode node = burnish_tree_snapshot_get_parent (snapshot, link);

  if (*target == '\0' || *target == '/' || ++*n_followed > MAX_FOLLOWED)
    return BURNISH_NODE_NONE;
  for (guint i = 0; names[i] && node != BURNISH_NODE_NONE; i++)
    node = step (snapshot, node, names[i], n_followed);
  return node;
}

BurnishNode
_burnish_udf_links_resolve (BurnishTreeSnapshot *snapshot, BurnishNode link)
{
  guint n_followed = 0;

  return follow (snapshot, link, &n_followed);
}

/* Writes a component, unless bytes is NULL. Returns its size, 0 when it cannot be recorded. */
static gsize
put_component (const char *name, guint8 *bytes)
{
  g_autofree char *clean = _burnish_udf_names_clean (name);
  guint8 type = g_str_equal (name, ".")    ? COMPONENT_CURRENT
                : g_str_equal (name, "..") ? COMPONENT_PARENT
                                           : COMPONENT_NAME;
  gsize text_bytes = type == COMPONENT_NAME ? _burnish_udf_text_size (clean) : 0;

  if (text_bytes > COMPONENT_MAX)
    return 0;
  if (bytes)
    {
      bytes[0] = type;
      bytes[1] = (guint8) text_bytes;
      _burnish_write_le16 (bytes + 2, 0);
      if (type == COMPONENT_NAME)
        _burnish_udf_text_encode (clean, bytes + COMPONENT_SIZE);
    }
  return COMPONENT_SIZE + text_bytes;
}

static gsize
put_path (const char *target, guint8 *bytes)
{
  g_auto (GStrv) names = g_strsplit (target, "/", -1);
  gsize size_bytes = 0;

  if (*target == '/')
    {
      if (bytes)
        memcpy (bytes, (guint8[COMPONENT_SIZE]){ COMPONENT_ROOT }, COMPONENT_SIZE);
      size_bytes += COMPONENT_SIZE;
    }
  for (guint i = 0; names[i]; i++)
    {
      gsize component_bytes;

      if (*names[i] == '\0')
        continue;
      component_bytes = put_component (names[i], bytes ? bytes + size_bytes : NULL);
      if (component_bytes == 0)
        return 0;
      size_bytes += component_bytes;
    }
  return size_bytes;
}

gsize
_burnish_udf_links_path_size (const char *target)
{
  return put_path (target, NULL);
}

void
_burnish_udf_links_write_path (const char *target, guint8 *bytes)
{
  put_path (target, bytes);
}
