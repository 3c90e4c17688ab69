/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-extraction-choice-private.h"

#include <string.h>

static guint32
find_child (const BurnishUdfContents *tree, guint32 folder, const char *name)
{
  for (guint32 i = folder + 1; i < tree->nodes->len; i++)
    {
      const BurnishUdfNode *node = _burnish_udf_contents_get_node (tree, i);

      if (node->parent == folder && strcmp (node->name, name) == 0)
        return i;
    }
  return 0;
}

static gboolean
choose_member (const BurnishUdfContents *tree, guint8 *choices, const char *member, GError **error)
{
  g_auto (GStrv) names = g_strsplit (member, "/", -1);
  guint32 node = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (*names[i] == '\0' || strcmp (names[i], ".") == 0)
        continue;
      choices[node] = MAX (choices[node], BURNISH_EXTRACTION_ON_THE_WAY);
      node = find_child (tree, node, names[i]);
      if (node == 0)
        {
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_SOURCE_MISSING,
                       "There is no “%s” in the image", member);
          if (error != NULL)
            burnish_error_set_path (*error, member);
          return FALSE;
        }
    }
  choices[node] = BURNISH_EXTRACTION_WANTED;
  return TRUE;
}

/* Of two things with one name in one folder, the first is copied. */
static void
fail_doubles (const BurnishUdfContents *tree, guint8 *choices)
{
  g_autoptr (GHashTable) places =
      g_hash_table_new (_burnish_udf_node_hash_place, _burnish_udf_node_equal_place);

  for (guint32 i = 1; i < tree->nodes->len; i++)
    if (choices[i] != BURNISH_EXTRACTION_LEFT_OUT
        && !g_hash_table_add (places, (gpointer) _burnish_udf_contents_get_node (tree, i)))
      choices[i] = BURNISH_EXTRACTION_FAILED;
}

guint8 *
_burnish_extraction_choose (const BurnishUdfContents *tree,
                            const char *const *members,
                            GError **error)
{
  g_autofree guint8 *choices = g_malloc0 (tree->nodes->len);

  if (members == NULL)
    choices[0] = BURNISH_EXTRACTION_WANTED;
  for (guint i = 0; members != NULL && members[i] != NULL; i++)
    if (!choose_member (tree, choices, members[i], error))
      return NULL;
  for (guint32 i = 1; i < tree->nodes->len; i++)
    if (choices[_burnish_udf_contents_get_node (tree, i)->parent] == BURNISH_EXTRACTION_WANTED)
      choices[i] = BURNISH_EXTRACTION_WANTED;
  fail_doubles (tree, choices);
  return g_steal_pointer (&choices);
}
