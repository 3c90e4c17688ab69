/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-profile-private.h"

#define RO  BURNISH_KIND_READ_ONLY
#define W   BURNISH_KIND_WRITABLE
#define RW  (W | BURNISH_KIND_REWRITABLE)
#define OVR (RW | BURNISH_KIND_OVERWRITE)
#define FMT BURNISH_KIND_FORMATTING
#define TST BURNISH_KIND_TEST_WRITE
#define ATP BURNISH_KIND_ATIP
#define PLS BURNISH_KIND_DVD_PLUS
#define MNS BURNISH_KIND_DVD_MINUS
#define GRW BURNISH_KIND_GROWS

static const BurnishKind kinds[] = {
  { 0x08, "CD-ROM", BURNISH_DISC_FAMILY_CD, 0, RO },
  { 0x09, "CD-R", BURNISH_DISC_FAMILY_CD, 0x2d, W | TST | ATP },
  { 0x0a, "CD-RW", BURNISH_DISC_FAMILY_CD, 0x2d, RW | TST | ATP },
  { 0x10, "DVD-ROM", BURNISH_DISC_FAMILY_DVD, 0, RO },
  { 0x11, "DVD-R", BURNISH_DISC_FAMILY_DVD, 0x2f, W | TST | MNS },
  { 0x12, "DVD-RAM", BURNISH_DISC_FAMILY_DVD, 0x20, OVR | FMT },
  { 0x13, "DVD-RW (restricted overwrite)", BURNISH_DISC_FAMILY_DVD, 0x2f, OVR | FMT | MNS | GRW },
  { 0x14, "DVD-RW", BURNISH_DISC_FAMILY_DVD, 0x2f, RW | FMT | TST | MNS },
  { 0x15, "DVD-R DL", BURNISH_DISC_FAMILY_DVD, 0x2f, W | TST | MNS },
  { 0x16, "DVD-R DL (layer jump)", BURNISH_DISC_FAMILY_DVD, 0, MNS },
  { 0x17, "DVD-RW DL", BURNISH_DISC_FAMILY_DVD, 0, MNS },
  { 0x1a, "DVD+RW", BURNISH_DISC_FAMILY_DVD, 0x2a, OVR | FMT | PLS },
  { 0x1b, "DVD+R", BURNISH_DISC_FAMILY_DVD, 0x2b, W | PLS },
  { 0x2a, "DVD+RW DL", BURNISH_DISC_FAMILY_DVD, 0, PLS },
  { 0x2b, "DVD+R DL", BURNISH_DISC_FAMILY_DVD, 0x3b, W | PLS },
  { 0x40, "BD-ROM", BURNISH_DISC_FAMILY_BD, 0, RO },
  { 0x41, "BD-R", BURNISH_DISC_FAMILY_BD, 0x41, W | FMT },
  { 0x42, "BD-R (random recording)", BURNISH_DISC_FAMILY_BD, 0, 0 },
  { 0x43, "BD-RE", BURNISH_DISC_FAMILY_BD, 0x41, OVR | FMT },
  { 0x50, "HD DVD-ROM", BURNISH_DISC_FAMILY_HD_DVD, 0, 0 },
  { 0x51, "HD DVD-R", BURNISH_DISC_FAMILY_HD_DVD, 0, 0 },
  { 0x52, "HD DVD-RAM", BURNISH_DISC_FAMILY_HD_DVD, 0, 0 },
  { 0x53, "HD DVD-RW", BURNISH_DISC_FAMILY_HD_DVD, 0, 0 },
  { 0x58, "HD DVD-R DL", BURNISH_DISC_FAMILY_HD_DVD, 0, 0 },
  { 0x5a, "HD DVD-RW DL", BURNISH_DISC_FAMILY_HD_DVD, 0, 0 },
};

static const BurnishKind unknown = { 0, "Unknown disc", BURNISH_DISC_FAMILY_NONE, 0, 0 };

const BurnishKind *
_burnish_kind_lookup (guint profile)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].profile == profile)
      return &kinds[i];
  return &unknown;
}
