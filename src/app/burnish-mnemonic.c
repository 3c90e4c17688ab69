/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-mnemonic.h"

/*
 * burnish_mnemonic_escape:
 * @text: a name, or a label with one
 *
 * Returns: (transfer full): what shows @text where underscores mark mnemonics
 */
char *
burnish_mnemonic_escape (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}
