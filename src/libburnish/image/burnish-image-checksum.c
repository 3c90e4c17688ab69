/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-checksum.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_DIGITS 64
/* Lists of checksums are far smaller; nobody reads a film for one. */
#define MAX_LIST_BYTES ((goffset) 1024 * 1024)

static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (g_ascii_isxdigit (text[n]))
    n++;
  return n;
}

/* 64 digits that are not part of something longer; rest gets what follows. */
static char *
take_digits (const char *text, const char **rest)
{
  if (count_digits (text) != N_DIGITS || g_ascii_isalnum (text[N_DIGITS]))
    return NULL;
  *rest = text + N_DIGITS;
  return g_ascii_strdown (text, N_DIGITS);
}

/* "SHA256 (NAME) = DIGITS", as BSD's tools and "sha256sum --tag" write it. */
static char *
parse_tagged (const char *line, char **name)
{
  const char *end = strstr (line, ") = ");
  const char *rest;
  char *digits;

  if (!g_str_has_prefix (line, "SHA256 (") || end == NULL)
    return NULL;
  digits = take_digits (end + strlen (") = "), &rest);
  if (digits != NULL)
    *name = g_strndup (line + strlen ("SHA256 ("), (gsize) (end - line) - strlen ("SHA256 ("));
  return digits;
}

/* "DIGITS", "DIGITS  NAME", "DIGITS *NAME" as sha256sum writes them, or "sha256:DIGITS". */
static char *
parse_plain (const char *line, char **name)
{
  const char *rest;
  char *digits;

  if (g_ascii_strncasecmp (line, "sha256:", strlen ("sha256:")) == 0)
    line += strlen ("sha256:");
  while (g_ascii_isspace (*line))
    line++;
  digits = take_digits (line, &rest);
  if (digits == NULL)
    return NULL;
  while (g_ascii_isspace (*rest) || *rest == '*')
    rest++;
  if (*rest != '\0')
    *name = g_strdup (rest);
  return digits;
}

static gboolean
is_name_of (const char *name, const char *file_name)
{
  g_autofree char *base = g_path_get_basename (name);

  return g_str_equal (base, file_name);
}

/**
 * burnish_image_checksum_parse:
 * @text: what somebody pasted, or a list of checksums
 * @file_name: (type filename) (nullable): name of the file that the checksum is wanted for
 *
 * Finds a SHA-256 checksum in a text: the digits alone in any case, "sha256:" and digits, or the
 * lines that sha256sum writes, with and without "--tag". Other lines are passed over. Without
 * @file_name the text must hold one checksum only, whatever it is for.
 *
 * Returns: (transfer full) (nullable): 64 lower-case hexadecimal digits, or %NULL
 */
char *
burnish_image_checksum_parse (const char *text, const char *file_name)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *found = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      g_autofree char *name = NULL;
      g_autofree char *digits = parse_tagged (line, &name);

      if (digits == NULL)
        digits = parse_plain (line, &name);
      if (digits == NULL)
        continue;
      if (file_name != NULL && name != NULL && is_name_of (name, file_name))
        return g_steal_pointer (&digits);
      if (file_name != NULL)
        continue;
      if (found != NULL && !g_str_equal (found, digits))
        return NULL;
      g_free (found);
      found = g_steal_pointer (&digits);
    }
  return g_steal_pointer (&found);
}

static char *
read_list (const char *path)
{
  GStatBuf status;
  char *text;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_LIST_BYTES
      || !g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return text;
}

static char *
look_into (const char *path, const char *file_name, gboolean is_own)
{
  g_autofree char *text = read_list (path);
  char *digits;

  if (text == NULL)
    return NULL;
  digits = burnish_image_checksum_parse (text, file_name);
  /* A file of its own is meant, also when the image was renamed together with it. */
  if (digits == NULL && is_own)
    digits = burnish_image_checksum_parse (text, NULL);
  return digits;
}

/**
 * burnish_image_checksum_find:
 * @path: (type filename): an image file
 * @found_path: (out) (optional) (type filename) (transfer full): which file told it
 *
 * Looks for the checksum that was published with an image, in files beside it: NAME.iso.sha256,
 * NAME.sha256 and the like, SHA256SUMS and the like.
 *
 * Returns: (transfer full) (nullable): 64 lower-case hexadecimal digits, or %NULL
 */
char *
burnish_image_checksum_find (const char *path, char **found_path)
{
  static const char *const own_suffixes[] = { ".sha256", ".sha256sum", ".sha256.txt", ".CHECKSUM" };
  static const char *const list_names[] = { "SHA256SUMS",     "SHA256SUMS.txt", "SHA256SUM",
                                            "sha256sums.txt", "sha256sum.txt",  "CHECKSUM" };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  const char *dot;
  guint n_own;

  g_return_val_if_fail (path != NULL, NULL);

  folder = g_path_get_dirname (path);
  name = g_path_get_basename (path);
  dot = strrchr (name, '.');
  for (gsize i = 0; i < G_N_ELEMENTS (own_suffixes); i++)
    {
      g_ptr_array_add (paths, g_strconcat (path, own_suffixes[i], NULL));
      if (dot != NULL && dot != name)
        g_ptr_array_add (paths, g_strdup_printf ("%s/%.*s%s", folder, (int) (dot - name), name,
                                                 own_suffixes[i]));
    }
  n_own = paths->len;
  for (gsize i = 0; i < G_N_ELEMENTS (list_names); i++)
    g_ptr_array_add (paths, g_build_filename (folder, list_names[i], NULL));

  for (guint i = 0; i < paths->len; i++)
    {
      const char *candidate = g_ptr_array_index (paths, i);
      char *digits = look_into (candidate, name, i < n_own);

      if (digits == NULL)
        continue;
      if (found_path != NULL)
        *found_path = g_strdup (candidate);
      return digits;
    }
  return NULL;
}
