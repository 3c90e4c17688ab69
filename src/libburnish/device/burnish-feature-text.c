/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-text.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  guint16 code;
  const char *name;
} FeatureName;

/* MMC-6 5.3, and 5.3 of MMC-5 for what it still had; names of a standard are not translated. */
static const FeatureName feature_names[] = {
  { 0x000, "Profile List" },
  { 0x001, "Core" },
  { 0x002, "Morphing" },
  { 0x003, "Removable Medium" },
  { 0x004, "Write Protect" },
  { 0x010, "Random Readable" },
  { 0x01d, "Multi-Read" },
  { 0x01e, "CD Read" },
  { 0x01f, "DVD Read" },
  { 0x020, "Random Writable" },
  { 0x021, "Incremental Streaming Writable" },
  { 0x022, "Sector Erasable" },
  { 0x023, "Formattable" },
  { 0x024, "Hardware Defect Management" },
  { 0x025, "Write Once" },
  { 0x026, "Restricted Overwrite" },
  { 0x027, "CD-RW CAV Write" },
  { 0x028, "MRW" },
  { 0x029, "Enhanced Defect Reporting" },
  { 0x02a, "DVD+RW" },
  { 0x02b, "DVD+R" },
  { 0x02c, "Rigid Restricted Overwrite" },
  { 0x02d, "CD Track at Once" },
  { 0x02e, "CD Mastering (Session at Once)" },
  { 0x02f, "DVD-R/-RW Write" },
  { 0x030, "Double Density CD Read" },
  { 0x031, "Double Density CD-R Write" },
  { 0x032, "Double Density CD-RW Write" },
  { 0x033, "Layer Jump Recording" },
  { 0x034, "Layer Jump Rigid Restricted Overwrite" },
  { 0x035, "Stop Long Operation" },
  { 0x037, "CD-RW Media Write Support" },
  { 0x038, "BD-R Pseudo-Overwrite" },
  { 0x03a, "DVD+RW Dual Layer" },
  { 0x03b, "DVD+R Dual Layer" },
  { 0x040, "BD Read" },
  { 0x041, "BD Write" },
  { 0x042, "Timely Safe Recording" },
  { 0x050, "HD DVD Read" },
  { 0x051, "HD DVD Write" },
  { 0x052, "HD DVD-RW Fragment Recording" },
  { 0x080, "Hybrid Disc" },
  { 0x100, "Power Management" },
  { 0x101, "S.M.A.R.T." },
  { 0x102, "Embedded Changer" },
  { 0x103, "CD Audio External Play" },
  { 0x104, "Microcode Upgrade" },
  { 0x105, "Timeout" },
  { 0x106, "DVD CSS" },
  { 0x107, "Real Time Streaming" },
  { 0x108, "Drive Serial Number" },
  { 0x109, "Media Serial Number" },
  { 0x10a, "Disc Control Blocks" },
  { 0x10b, "DVD CPRM" },
  { 0x10c, "Firmware Information" },
  { 0x10d, "AACS" },
  { 0x10e, "DVD CSS Managed Recording" },
  { 0x110, "VCPS" },
  { 0x113, "SecurDisc" },
  { 0x142, "OSSC" },
};

/**
 * burnish_feature_dup_name:
 * @self: a feature
 *
 * Returns: (transfer full): its name in the standard, which is the same in every language, or its
 * number where the standard has none
 */
char *
burnish_feature_dup_name (const BurnishFeature *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (feature_names); i++)
    if (feature_names[i].code == self->code)
      return g_strdup (feature_names[i].name);
  return g_strdup_printf ("%04Xh", self->code);
}

typedef struct
{
  guint type;
  const char *text; /* marked for translation */
} FormatText;

/* MMC-6 6.24.3.3. */
static const FormatText format_texts[] = {
  { 0x00, N_ ("Full format") },
  { 0x01, N_ ("More spare area") },
  { 0x04, N_ ("Zone format again") },
  { 0x05, N_ ("Zone format") },
  { 0x10, N_ ("Full format in packets") },
  { 0x11, N_ ("Longer last session") },
  { 0x12, N_ ("New session") },
  { 0x13, N_ ("Longer last session, quick") },
  { 0x14, N_ ("New session, quick") },
  { 0x15, N_ ("Quick format") },
  { 0x20, N_ ("Full format with spare packets") },
  { 0x24, N_ ("Full format with defect management (MRW)") },
  { 0x26, N_ ("Full format in the background") },
  { 0x30, N_ ("Full format with spare area") },
  { 0x31, N_ ("Full format without spare area") },
  { 0x32, N_ ("Full format with spare area, write once") },
};

/**
 * burnish_format_dup_text:
 * @self: a format
 *
 * Returns: (transfer full): what it makes of a disc, such as "Full format, 4.7 GB"
 */
char *
burnish_format_dup_text (const BurnishFormat *self)
{
  g_autofree char *size = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  size = g_format_size (self->n_blocks * BURNISH_BLOCK_SIZE);
  for (gsize i = 0; i < G_N_ELEMENTS (format_texts); i++)
    if (format_texts[i].type == self->type)
      /* Translators: a way to format a disc, and the size that it has then. */
      return g_strdup_printf (C_ ("format", "%s, %s"),
                              g_dgettext (GETTEXT_PACKAGE, format_texts[i].text), size);
  /* Translators: a way to format a disc that has only a number, and the size it has then. */
  return g_strdup_printf (_ ("Format type %02Xh, %s"), self->type, size);
}
