/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-format.h"

#include <glib/gi18n.h>

#define US_PER_SECOND 1000000

/* Returns: (transfer full): the size; of a folder, all that is in it */
char *
burnish_tree_format_size (BurnishTree *tree, BurnishNode node)
{
  if (burnish_tree_get_kind (tree, node) == BURNISH_NODE_SYMLINK)
    return g_strdup ("—");
  return g_format_size (burnish_tree_get_size_bytes (tree, node));
}

/* Returns: (transfer full): when it was last modified, in the person's time zone and language */
char *
burnish_tree_format_modified (BurnishTree *tree, BurnishNode node)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_local (burnish_tree_get_mtime_us (tree, node) / US_PER_SECOND);

  return time != NULL ? g_date_time_format (time, "%x %H:%M") : g_strdup ("");
}

static char *
guess_type (BurnishTree *tree, BurnishNode node)
{
  return g_content_type_guess (burnish_tree_get_name (tree, node), NULL, 0, NULL);
}

/* Returns: (transfer full): what kind of file it seems to be, by its name */
char *
burnish_tree_format_kind (BurnishTree *tree, BurnishNode node)
{
  g_autofree char *type = NULL;

  switch (burnish_tree_get_kind (tree, node))
    {
    case BURNISH_NODE_FOLDER:
      return g_strdup (_ ("Folder"));
    case BURNISH_NODE_SYMLINK:
      return g_strdup (_ ("Link"));
    case BURNISH_NODE_FILE:
    default:
      type = guess_type (tree, node);
      return g_content_type_is_unknown (type) ? g_strdup (_ ("File"))
                                              : g_content_type_get_description (type);
    }
}

/* Returns: (transfer full): the folder or image that a file comes from, for people; "" when it is
   in none */
char *
burnish_tree_format_source (BurnishTree *tree, BurnishNode node)
{
  g_autoptr (GFile) source = burnish_tree_dup_source (tree, node);
  g_autoptr (GFile) folder =
      source != NULL ? g_file_get_parent (source) : burnish_tree_dup_image_file (tree, node);

  if (burnish_tree_get_kind (tree, node) == BURNISH_NODE_SYMLINK)
    return g_filename_display_name (burnish_tree_get_link_target (tree, node));
  return folder != NULL ? g_file_get_parse_name (folder) : g_strdup ("");
}

/* Returns: (transfer full): the folder on the disc that a node is in, for people */
char *
burnish_tree_format_location (BurnishTree *tree, BurnishNode node)
{
  BurnishNode parent = burnish_tree_get_parent (tree, node);
  g_autofree char *path = NULL;

  if (parent == BURNISH_NODE_NONE)
    return g_strdup ("");
  path = burnish_tree_dup_path (tree, parent);
  return g_filename_display_name (path);
}

/* Returns: (transfer full): the icon of its kind */
GIcon *
burnish_tree_dup_icon (BurnishTree *tree, BurnishNode node)
{
  g_autofree char *type = NULL;

  switch (burnish_tree_get_kind (tree, node))
    {
    case BURNISH_NODE_FOLDER:
      return g_themed_icon_new ("folder");
    case BURNISH_NODE_SYMLINK:
      return g_themed_icon_new ("emblem-symbolic-link");
    case BURNISH_NODE_FILE:
    default:
      type = guess_type (tree, node);
      return g_content_type_get_icon (type);
    }
}

/* Returns: whether it seems to be an image or a video, by its name */
gboolean
burnish_tree_is_picture (BurnishTree *tree, BurnishNode node)
{
  g_autofree char *type = NULL;

  if (burnish_tree_get_kind (tree, node) != BURNISH_NODE_FILE)
    return FALSE;
  type = guess_type (tree, node);
  return g_str_has_prefix (type, "image/") || g_str_has_prefix (type, "video/");
}
