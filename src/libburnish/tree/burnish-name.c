/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-tree-private.h"

#include <string.h>

/* NAME_MAX of Linux; Rock Ridge (RRIP 1.12, 4.1.4) and UDF (OSTA-UDF 2.60, 2.3.4) hold as much. */
#define MAX_NAME_LENGTH 255

char *
_burnish_name_to_display (const char *name)
{
  return g_utf8_make_valid (name, -1);
}

gboolean
_burnish_name_check (const char *name, GError **error)
{
  g_autofree char *display_name = _burnish_name_to_display (name);
  const char *fault = NULL;

  if (name[0] == '\0')
    fault = "it is empty";
  else if (g_str_equal (name, ".") || g_str_equal (name, ".."))
    fault = "it stands for a folder";
  else if (strchr (name, '/') != NULL)
    fault = "it holds a slash";
  else if (strlen (name) > MAX_NAME_LENGTH)
    fault = "it is longer than 255 bytes";
  if (fault != NULL)
    g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_NAME_INVALID,
                 "The name “%s” cannot be used: %s", display_name, fault);
  return fault == NULL;
}

/* "stem (number).extension", with a stem short enough. */
static char *
make_numbered (const char *name, gsize stem_length, guint32 number)
{
  g_autofree char *ending = g_strdup_printf (" (%u)%s", number, name + stem_length);
  gsize ending_length = strlen (ending);

  /* An extension that leaves no room is not one. */
  if (ending_length >= MAX_NAME_LENGTH)
    return make_numbered (name, strlen (name), number);
  if (stem_length + ending_length > MAX_NAME_LENGTH)
    {
      stem_length = MAX_NAME_LENGTH - ending_length;
      while (stem_length > 1 && (name[stem_length] & 0xc0) == 0x80)
        stem_length--;
    }
  return g_strdup_printf ("%.*s%s", (int) stem_length, name, ending);
}

static char *
dup_if_free (const BurnishArena *arena,
             BurnishNode folder,
             const char *name,
             gsize stem_length,
             guint32 number)
{
  g_autofree char *numbered = make_numbered (name, stem_length, number);
  BurnishNode found;

  _burnish_arena_search (arena, folder, numbered, &found);
  return found == BURNISH_NODE_NONE ? g_steal_pointer (&numbered) : NULL;
}

/* Looks for a free number by doubling and halving, so that many equal names stay cheap. Of a taken
   and a free number there is always a taken one followed by a free one between. */
char *
_burnish_name_make_free (const BurnishArena *arena, BurnishNode folder, BurnishNode node)
{
  const BurnishNodeData *data = _burnish_arena_get (arena, node);
  const char *dot = data->kind == BURNISH_NODE_FOLDER ? NULL : strrchr (data->name, '.');
  gsize stem_length =
      dot != NULL && dot > data->name ? (gsize) (dot - data->name) : strlen (data->name);
  guint32 taken = 1, free = 2;
  char *name;

  while ((name = dup_if_free (arena, folder, data->name, stem_length, free)) == NULL)
    {
      taken = free;
      free *= 2;
    }
  while (free - taken > 1)
    {
      guint32 middle = taken + (free - taken) / 2;
      char *middle_name = dup_if_free (arena, folder, data->name, stem_length, middle);

      if (middle_name != NULL)
        {
          free = middle;
          g_free (name);
          name = middle_name;
        }
      else
        taken = middle;
    }
  return name;
}
