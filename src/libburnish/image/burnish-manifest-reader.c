/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-manifest-reader-private.h"

#include <string.h>

#define HEX_SIZE (2 * BURNISH_SHA256_SIZE)

static gboolean
parse_digest (const char *text, guint8 digest[BURNISH_SHA256_SIZE])
{
  for (guint i = 0; i < BURNISH_SHA256_SIZE; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      digest[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

/* The escapes of sha256sum; NULL for any other. */
static char *
unescape (const char *text, gsize size)
{
  g_autoptr (GString) path = g_string_sized_new (size);

  for (gsize i = 0; i < size; i++)
    {
      if (text[i] != '\\')
        {
          g_string_append_c (path, text[i]);
          continue;
        }
      if (++i == size)
        return NULL;
      if (text[i] == 'n')
        g_string_append_c (path, '\n');
      else if (text[i] == 'r')
        g_string_append_c (path, '\r');
      else if (text[i] == '\\')
        g_string_append_c (path, '\\');
      else
        return NULL;
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static gboolean
parse_line (GHashTable *entries, const char *line, gsize size)
{
  gboolean escaped = size > 0 && line[0] == '\\';
  g_autofree BurnishManifestEntry *entry = g_new0 (BurnishManifestEntry, 1);
  char *path;

  line += escaped;
  size -= escaped;
  if (size == 0 || line[0] == '#')
    return TRUE;
  /* The second separator is a space for text, a star for binary. */
  if (size < HEX_SIZE + 3 || line[HEX_SIZE] != ' '
      || (line[HEX_SIZE + 1] != ' ' && line[HEX_SIZE + 1] != '*')
      || memchr (line, '\0', size) != NULL || !parse_digest (line, entry->digest))
    return FALSE;
  line += HEX_SIZE + 2;
  size -= HEX_SIZE + 2;
  if (size > 2 && memcmp (line, "./", 2) == 0)
    {
      line += 2;
      size -= 2;
    }
  path = escaped ? unescape (line, size) : g_strndup (line, size);
  if (path == NULL)
    return FALSE;
  g_hash_table_replace (entries, path, g_steal_pointer (&entry));
  return TRUE;
}

GHashTable *
_burnish_manifest_parse (const char *text, gsize size_bytes, GError **error)
{
  g_autoptr (GHashTable) entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint64 n_lines = 0;

  for (gsize start = 0; start < size_bytes;)
    {
      const char *newline = memchr (text + start, '\n', size_bytes - start);
      gsize end = newline ? (gsize) (newline - text) : size_bytes;

      n_lines++;
      if (!parse_line (entries, text + start, end - start))
        {
          g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                       "Line %" G_GUINT64_FORMAT " of %s is damaged", n_lines,
                       BURNISH_MANIFEST_NAME);
          return NULL;
        }
      start = end + 1;
    }
  return g_steal_pointer (&entries);
}
