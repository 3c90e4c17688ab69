/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-disc-sizes.h"

#include <glib/gi18n.h>

#define MAX_SEEN 6

/*
 * Of kinds that differ between their + and − discs, the smaller one, so that what fits here fits on
 * both. Blu-ray: without spare areas, as write-once discs are used.
 *
 * CD: 80 minutes of 60 × 75 blocks (IEC 60908) without the 150 of the pre-gap. DVD: DVD+R
 * (ECMA-349) and, on two layers, DVD-R (ECMA-382). BD: MMC-6 table 8, BDXL as of the BD-R format
 * specification part 1, version 2.
 */
static const BurnishDiscSize common[] = {
  { N_ ("CD"), BURNISH_DISC_FAMILY_CD, 359850 },
  { N_ ("DVD"), BURNISH_DISC_FAMILY_DVD, 2295104 },
  { N_ ("DVD, two layers"), BURNISH_DISC_FAMILY_DVD, 4171712 },
  { N_ ("Blu-ray"), BURNISH_DISC_FAMILY_BD, 12219392 },
  { N_ ("Blu-ray, two layers"), BURNISH_DISC_FAMILY_BD, 24438784 },
  { N_ ("Blu-ray, three layers"), BURNISH_DISC_FAMILY_BD, 48878592 },
  { N_ ("Blu-ray, four layers"), BURNISH_DISC_FAMILY_BD, 62500864 },
};

const BurnishDiscSize *
burnish_disc_sizes_get_common (guint *n_sizes)
{
  *n_sizes = G_N_ELEMENTS (common);
  return common;
}

GVariant *
burnish_disc_sizes_get_seen (GSettings *settings)
{
  return g_settings_get_value (settings, "seen-disc-sizes");
}

/*
 * burnish_disc_sizes_remember:
 * @settings: the settings of the application
 * @medium: a disc in a drive
 *
 * Remembers what a whole disc of this kind holds, if this one tells: one that is full or closed may
 * not.
 */
void
burnish_disc_sizes_remember (GSettings *settings, BurnishMedium *medium)
{
  g_autoptr (GVariant) seen = burnish_disc_sizes_get_seen (settings);
  guint64 room = burnish_medium_get_room_blocks (medium);
  const char *kind = burnish_medium_get_profile_name (medium);
  g_autoptr (GVariant) remembered = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  guint64 n_blocks;
  guint n_kept = 1;

  if (room == 0)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(st)"));
  g_variant_builder_add (&builder, "(st)", kind, room);
  g_variant_iter_init (&iter, seen);
  while (g_variant_iter_next (&iter, "(&st)", &name, &n_blocks))
    if (n_blocks != room && n_kept++ < MAX_SEEN)
      g_variant_builder_add (&builder, "(st)", name, n_blocks);
  remembered = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (!g_variant_equal (remembered, seen))
    g_settings_set_value (settings, "seen-disc-sizes", remembered);
}

/* A project knows the size that it was made for, not the kind: the smallest one that is as large.
 */
BurnishDiscFamily
burnish_disc_sizes_guess_family (guint64 n_blocks)
{
  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    if (n_blocks <= common[i].n_blocks * 11 / 10)
      return common[i].family;
  return BURNISH_DISC_FAMILY_BD;
}
