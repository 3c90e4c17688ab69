/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * The kinds of discs: one row for each profile of MMC-6 5.4. All that depends on the kind alone
 * stands here, so that nothing else compares profile numbers. Pure.
 */

typedef enum
{
  BURNISH_KIND_READ_ONLY = 1 << 0,  /* pressed in a factory */
  BURNISH_KIND_WRITABLE = 1 << 1,   /* Burnish writes it */
  BURNISH_KIND_REWRITABLE = 1 << 2, /* can be written more than once */
  BURNISH_KIND_OVERWRITE = 1 << 3,  /* any block can be written, once it is formatted */
  BURNISH_KIND_FORMATTING = 1 << 5, /* FORMAT UNIT works */
  BURNISH_KIND_TEST_WRITE = 1 << 6, /* the drive may be able to simulate */
  BURNISH_KIND_ATIP = 1 << 7,       /* has an ATIP */
  BURNISH_KIND_DVD_PLUS = 1 << 8,   /* has an ADIP */
  BURNISH_KIND_DVD_MINUS = 1 << 9,  /* has pre-recorded information in the lead-in */
  BURNISH_KIND_GROWS = 1 << 10,     /* a quick format grows while it is written */
} BurnishKindFlags;

typedef struct
{
  guint16 profile;
  const char *name;
  BurnishDiscFamily family;
  guint16 write_feature; /* a drive without this feature only reads such discs; 0: none does */
  BurnishKindFlags flags;
} BurnishKind;

/* Never NULL: unknown profiles get a row of their own. */
const BurnishKind *_burnish_kind_lookup (guint profile);

G_END_DECLS
