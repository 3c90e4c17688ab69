/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-tree-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* Path component (ECMA-167 4/14.16): type, length of the identifier, version. */
#define COMPONENT_HEADER  4
#define COMPONENT_NAME    5
#define MAX_SYMLINK_BYTES 65536

/* Whether every high surrogate is followed by a low one, and none stands alone. */
static gboolean
are_surrogates_paired (const guint8 *units, guint n_bytes)
{
  for (guint i = 0; i + 1 < n_bytes; i += 2)
    {
      gboolean is_high = (units[i] & 0xFC) == 0xD8;
      gboolean is_low = (units[i] & 0xFC) == 0xDC;

      if (is_low || (is_high && (i + 3 >= n_bytes || (units[i + 2] & 0xFC) != 0xDC)))
        return FALSE;
      i += is_high ? 2 : 0;
    }
  return TRUE;
}

static gboolean
needs_16_bits (const guint8 *units, guint n_bytes)
{
  for (guint i = 0; i + 1 < n_bytes; i += 2)
    if (units[i] != 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_nul (const guint8 *bytes, guint n_bytes)
{
  guint step = bytes[0] == 16 ? 2 : 1;

  for (guint i = 1; i + step <= n_bytes; i += step)
    if (bytes[i] == 0 && bytes[i + step - 1] == 0)
      return TRUE;
  return FALSE;
}

static void
check_characters (const BurnishUdfCheckPlace *place,
                  const guint8 *bytes,
                  guint n_bytes,
                  const char *name)
{
  if (bytes[0] == 16 && !are_surrogates_paired (bytes + 1, n_bytes - 1))
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_NAME_ENCODING, place->block,
                            "The name “%s” has half a character", name);
  if (bytes[0] == 16 && !needs_16_bits (bytes + 1, n_bytes - 1))
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_NAME_WIDE, place->block,
                            "The name “%s” takes 16 bits for each character without need", name);
  if (strchr (name, '/') != NULL || has_nul (bytes, n_bytes) || g_str_equal (name, ".")
      || g_str_equal (name, ".."))
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_NAME_ILLEGAL, place->block,
                            "The name “%s” cannot be used on any system", name);
}

char *
_burnish_udf_check_name (const BurnishUdfCheckPlace *place, const guint8 *bytes, guint n_bytes)
{
  char *name = NULL;

  if (n_bytes >= 2 && (bytes[0] == 8 || bytes[0] == 16))
    name = _burnish_udf_text_decode (bytes, n_bytes);
  if (name != NULL)
    {
      check_characters (place, bytes, n_bytes, name);
      return name;
    }
  _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_NAME_ENCODING, place->block,
                          "A name of %u bytes with compression %u is no text", n_bytes,
                          n_bytes > 0 ? bytes[0] : 0);
  return g_strdup_printf ("(block %u)", place->block);
}

void
_burnish_udf_check_symlink (BurnishUdfCheckRun *run,
                            const BurnishUdfCheckEntry *entry,
                            GArray *stretches)
{
  g_autofree guint8 *data =
      _burnish_udf_check_read_contents (run, entry, stretches, MAX_SYMLINK_BYTES);
  guint64 at = 0;

  while (data != NULL && at < entry->size_bytes)
    {
      guint name_bytes = at + 1 < entry->size_bytes ? data[at + 1] : 0;

      if (at + COMPONENT_HEADER + name_bytes > entry->size_bytes || data[at] == 0
          || data[at] > COMPONENT_NAME || (data[at] == COMPONENT_NAME && name_bytes < 2))
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_SYMLINK, entry->place.block,
                                  "Byte %" G_GUINT64_FORMAT " of the link begins no path component",
                                  at);
          return;
        }
      at += COMPONENT_HEADER + name_bytes;
    }
}
