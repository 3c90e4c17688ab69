/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-names-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* Linux' driver replaces the end of longer names by a checksum. */
#define MAX_UTF8_BYTES 253
/* The length of an identifier is one byte (ECMA-167 4/14.4.4). */
#define MAX_ENCODED_BYTES 255
/* No character takes more bytes on the disc than in UTF-8 but those of ASCII, which take two. */
#define ALWAYS_FITS_BYTES ((MAX_ENCODED_BYTES - 1) / 2)
/* What is longer is not an extension. */
#define MAX_EXTENSION_BYTES 32

/* ---- Equal but for capitals ---- */

/* Character by character, as Windows does: "ß" and "SS" differ. */
static gunichar
next_folded (const char **text)
{
  guchar byte = (guchar) * *text;
  gunichar character;

  if (byte < 0x80)
    {
      (*text)++;
      return byte >= 'a' && byte <= 'z' ? byte - ('a' - 'A') : byte;
    }
  character = g_unichar_toupper (g_utf8_get_char (*text));
  *text = g_utf8_next_char (*text);
  return character;
}

static guint
folded_hash (gconstpointer key)
{
  const char *text = key;
  guint hash = 5381;

  while (*text)
    hash = hash * 33 + next_folded (&text);
  return hash;
}

static gboolean
folded_equal (gconstpointer a, gconstpointer b)
{
  const char *x = a, *y = b;

  while (*x && *y)
    if (next_folded (&x) != next_folded (&y))
      return FALSE;
  return *x == *y;
}

/* ---- Characters and lengths ---- */

/* The byte order mark and its mirror (UDF 2.1.2). */
static gboolean
is_excluded (gunichar character)
{
  return character == 0xFEFF || character == 0xFFFE;
}

char *
_burnish_udf_names_clean (const char *name)
{
  GString *clean = g_string_sized_new (strlen (name));

  while (*name)
    {
      gunichar character = g_utf8_get_char_validated (name, -1);
      gboolean is_valid = character != (gunichar) -1 && character != (gunichar) -2;

      if (is_valid && !is_excluded (character))
        g_string_append_unichar (clean, character);
      else
        g_string_append_c (clean, '_');
      name = is_valid ? g_utf8_next_char (name) : name + 1;
    }
  return g_string_free (clean, FALSE);
}

static gboolean
holds_excluded (const char *name)
{
  for (const char *p = name; (p = strchr (p, '\xEF')) != NULL; p++)
    if (is_excluded (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
can_stay (const char *name)
{
  gsize n_bytes = strlen (name);

  return n_bytes <= MAX_UTF8_BYTES && g_utf8_validate (name, (gssize) n_bytes, NULL)
         && !holds_excluded (name)
         && (n_bytes <= ALWAYS_FITS_BYTES || _burnish_udf_text_size (name) <= MAX_ENCODED_BYTES);
}

/* What a name takes, character by character. */
typedef struct
{
  gsize n_bytes;
  gsize n_characters;
  gsize n_units; /* of 16 bits */
  gboolean is_wide;
} Extent;

static void
extent_add (Extent *extent, const char *character)
{
  gunichar c = g_utf8_get_char (character);

  extent->n_bytes += (gsize) (g_utf8_next_char (character) - character);
  extent->n_characters++;
  extent->n_units += c > 0xFFFF ? 2 : 1;
  extent->is_wide |= c > 0xFF;
}

static gboolean
extent_fits (const Extent *extent)
{
  return extent->n_bytes <= MAX_UTF8_BYTES
         && (extent->is_wide ? 2 * extent->n_units : extent->n_characters) < MAX_ENCODED_BYTES;
}

/* How many bytes of the stem fit before the ending. */
static gsize
cut_stem (const char *stem, gsize stem_bytes, const char *ending)
{
  Extent extent = { 0 };
  const char *p = stem;

  for (; *ending; ending = g_utf8_next_char (ending))
    extent_add (&extent, ending);
  for (; p < stem + stem_bytes; p = g_utf8_next_char (p))
    {
      extent_add (&extent, p);
      if (!extent_fits (&extent))
        break;
    }
  return (gsize) (p - stem);
}

/* ---- Names in a folder ---- */

typedef struct
{
  GHashTable *taken;    /* (owned): names, equal but for capitals; the keys lie elsewhere */
  GHashTable *counters; /* (owned) (nullable): the next number by what stands around it */
} Folder;

static void
folder_init (Folder *self)
{
  self->taken = g_hash_table_new (folded_hash, folded_equal);
  self->counters = NULL;
}

static void
folder_clear (Folder *self)
{
  g_hash_table_unref (self->taken);
  g_clear_pointer (&self->counters, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

/* The next free one of the names with that many digits between stem and extension, or NULL. Numbers
   that were looked at are not looked at again, whichever names are cut to the same stem. */
static char *
dup_numbered (Folder *self,
              const char *stem,
              gsize stem_bytes,
              const char *extension,
              guint n_digits)
{
  static const guint limits[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000 };
  g_autofree char *widest = g_strdup_printf ("~%u%s", limits[MIN (n_digits, 8)] - 1, extension);
  g_autofree char *key = NULL;
  guint number;

  g_assert (n_digits < G_N_ELEMENTS (limits));
  stem_bytes = cut_stem (stem, stem_bytes, widest);
  key = g_strdup_printf ("%u/%.*s/%s", n_digits, (int) stem_bytes, stem, extension);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->counters, key));
  for (number = MAX (number, limits[n_digits - 1]); number < limits[n_digits]; number++)
    {
      g_autofree char *name =
          g_strdup_printf ("%.*s~%u%s", (int) stem_bytes, stem, number, extension);

      if (g_hash_table_contains (self->taken, name))
        continue;
      g_hash_table_insert (self->counters, g_steal_pointer (&key), GUINT_TO_POINTER (number + 1));
      return g_steal_pointer (&name);
    }
  g_hash_table_insert (self->counters, g_steal_pointer (&key), GUINT_TO_POINTER (number));
  return NULL;
}

/* A name that is free and can be recorded. */
static char *
dup_changed (Folder *self, const char *original, gboolean is_folder)
{
  g_autofree char *clean = _burnish_udf_names_clean (original);
  const char *dot = is_folder ? NULL : strrchr (clean, '.');
  const char *extension =
      dot != NULL && dot > clean && strlen (dot) <= MAX_EXTENSION_BYTES ? dot : "";
  gsize stem_bytes = strlen (clean) - strlen (extension);
  gsize cut_bytes = cut_stem (clean, stem_bytes, extension);
  char *name = g_strdup_printf ("%.*s%s", (int) cut_bytes, clean, extension);

  if (!g_hash_table_contains (self->taken, name))
    return name;
  g_clear_pointer (&name, g_free);
  if (self->counters == NULL)
    self->counters = g_hash_table_new_full (folded_hash, folded_equal, g_free, NULL);
  for (guint n_digits = 1; name == NULL; n_digits++)
    name = dup_numbered (self, clean, stem_bytes, extension, n_digits);
  return name;
}

void
_burnish_udf_names_add_folder (GHashTable *names,
                               BurnishTreeSnapshot *snapshot,
                               BurnishNode folder,
                               const char *reserved,
                               BurnishUdfNamesFilter is_absent,
                               gconstpointer user_data)
{
  g_auto (Folder) self;
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (BurnishNode));
  guint32 n_children = burnish_tree_snapshot_get_n_children (snapshot, folder);
  BurnishNode first =
      n_children > 0 ? burnish_tree_snapshot_get_child (snapshot, folder, 0) : BURNISH_NODE_NONE;

  folder_init (&self);
  if (reserved)
    g_hash_table_add (self.taken, (gpointer) reserved);
  /* Names that can stay come first: nothing that is changed may take them. */
  for (BurnishNode node = first; node < first + n_children; node++)
    {
      const char *name = burnish_tree_snapshot_get_name (snapshot, node);

      if (is_absent (node, user_data))
        continue;
      if (can_stay (name) && !g_hash_table_contains (self.taken, name))
        g_hash_table_add (self.taken, (gpointer) name);
      else
        g_array_append_val (changed, node);
    }
  for (guint i = 0; i < changed->len; i++)
    {
      BurnishNode node = g_array_index (changed, BurnishNode, i);
      gboolean is_folder = burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FOLDER;
      char *name = dup_changed (&self, burnish_tree_snapshot_get_name (snapshot, node), is_folder);

      g_hash_table_insert (names, GUINT_TO_POINTER (node), name);
      g_hash_table_add (self.taken, name);
    }
}
