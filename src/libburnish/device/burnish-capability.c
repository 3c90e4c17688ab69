/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-private.h"

#include <glib/gi18n-lib.h>

/* MMC-6 table 92. */
#define PROFILE_DVD_R       0x11
#define PROFILE_DVD_RW      0x14
#define PROFILE_DVD_R_DL    0x15
#define FEATURE_INCREMENTAL 0x21 /* Incremental Streaming Writable, MMC-6 5.3.14 */

/*
 * What can be done with a disc: facts are gathered once from kind, features and state; the rules
 * are a table over them.
 */

typedef enum
{
  FACT_IMAGE_FILE = 1 << 0,
  FACT_BLANK = 1 << 1,
  FACT_APPENDABLE = 1 << 2,
  FACT_FINALIZED = 1 << 3,
  FACT_INCOMPLETE = 1 << 4,
  FACT_UNSUPPORTED = 1 << 5,     /* Burnish writes no discs of this kind */
  FACT_READ_ONLY_KIND = 1 << 6,  /* pressed in a factory */
  FACT_READ_ONLY_DRIVE = 1 << 7, /* the drive writes no discs of this kind */
  FACT_PROTECTED = 1 << 8,
  FACT_REWRITABLE = 1 << 9,
  FACT_OVERWRITABLE = 1 << 10,
  FACT_UNFORMATTED = 1 << 11,
  FACT_FORMATTING = 1 << 12,
  FACT_TEST_WRITE = 1 << 13,
  FACT_CD = 1 << 14,
  FACT_CD_TEXT = 1 << 15,
} Fact;

#define OP(name) (1u << BURNISH_OPERATION_##name)
#define ALL_WRITING                                                                                \
  (OP (WRITE) | OP (APPEND) | OP (OVERWRITE) | OP (ERASE_QUICK) | OP (ERASE_FULL) | OP (FORMAT)    \
   | OP (FINALIZE) | OP (SIMULATE) | OP (AUDIO) | OP (CD_TEXT))
#define ERASING    (OP (ERASE_QUICK) | OP (ERASE_FULL))
#define ONTO_BLANK (OP (WRITE) | OP (AUDIO) | OP (CD_TEXT) | OP (SIMULATE))

typedef struct
{
  guint operations;
  guint all_of;  /* the rule holds when all of these facts do */
  guint none_of; /* and none of these */
  BurnishCapabilityReason reason;
} Rule;

/* The first rule that holds gives the reason. */
static const Rule rules[] = {
  { ERASING | OP (FORMAT) | OP (FINALIZE) | OP (SIMULATE) | OP (AUDIO) | OP (CD_TEXT) | OP (APPEND),
    FACT_IMAGE_FILE,
    0,
    { "image-file", N_ ("This only works with a disc, not with an image file.") } },
  { ALL_WRITING,
    FACT_READ_ONLY_KIND,
    0,
    { "read-only-kind", N_ ("The disc was pressed in a factory and cannot be written.") } },
  { ALL_WRITING,
    FACT_UNSUPPORTED,
    0,
    { "kind-not-supported", N_ ("Discs of this kind can be read, but not written here.") } },
  { ALL_WRITING,
    FACT_READ_ONLY_DRIVE,
    0,
    { "drive-cannot-write", N_ ("The drive can read discs of this kind, but not write them.") } },
  { ALL_WRITING, FACT_PROTECTED, 0, { "write-protected", N_ ("The disc is write protected.") } },
  { OP (AUDIO) | OP (CD_TEXT),
    0,
    FACT_CD,
    { "not-a-cd", N_ ("Audio tracks can only be written to a CD-R or CD-RW.") } },
  { OP (CD_TEXT),
    0,
    FACT_CD_TEXT,
    { "drive-without-cd-text", N_ ("The drive cannot write CD-TEXT.") } },
  { OP (SIMULATE),
    0,
    FACT_TEST_WRITE,
    { "no-test-run", N_ ("There is no test run for discs of this kind in this drive.") } },
  { OP (OVERWRITE),
    0,
    FACT_REWRITABLE,
    { "write-once", N_ ("The disc can be written only once.") } },
  { ERASING,
    0,
    FACT_REWRITABLE,
    { "write-once", N_ ("The disc can be written only once and cannot be erased.") } },
  /* Erasing means BLANK, or zeros over what is there. */
  { ERASING,
    FACT_UNFORMATTED,
    0,
    { "not-formatted", N_ ("The disc is not formatted yet, so there is nothing to erase.") } },
  { OP (FORMAT),
    0,
    FACT_FORMATTING,
    { "no-formatting", N_ ("Discs of this kind, in this state, cannot be formatted.") } },
  { OP (APPEND) | OP (FINALIZE),
    FACT_OVERWRITABLE,
    0,
    { "no-sessions", N_ ("Discs of this kind have no sessions that could be added or closed.") } },
  { OP (APPEND) | OP (FINALIZE), FACT_BLANK, 0, { "disc-blank", N_ ("The disc is blank.") } },
  { ONTO_BLANK | OP (APPEND) | OP (FINALIZE),
    FACT_FINALIZED,
    FACT_REWRITABLE,
    { "disc-finalized", N_ ("The disc is closed: nothing can be added to it.") } },
  { OP (APPEND) | OP (FINALIZE),
    FACT_FINALIZED,
    0,
    { "disc-finalized",
      N_ ("The disc is closed: nothing can be added to it unless it is erased.") } },
  { ONTO_BLANK,
    FACT_INCOMPLETE,
    FACT_REWRITABLE,
    { "disc-incomplete", N_ ("An earlier burn to this disc was interrupted.") } },
  { OP (APPEND),
    FACT_INCOMPLETE,
    0,
    { "disc-incomplete", N_ ("An earlier burn to this disc was interrupted.") } },
  { ONTO_BLANK,
    0,
    FACT_BLANK | FACT_REWRITABLE,
    { "disc-not-blank", N_ ("The disc holds data already: files can only be added to it.") } },
  { ONTO_BLANK,
    0,
    FACT_BLANK,
    { "disc-not-blank", N_ ("The disc holds data, which would be lost.") } },
  { OP (APPEND) | OP (FINALIZE),
    0,
    FACT_APPENDABLE,
    { "no-open-session", N_ ("The disc is not in a state in which it could be continued.") } },
  { OP (READ), FACT_BLANK, 0, { "disc-blank", N_ ("The disc is blank.") } },
};

static gboolean
feature_has_bit (BurnishMedium *medium, guint16 code, guint bit)
{
  const BurnishFeature *feature = _burnish_medium_find_feature (medium, code);

  return feature && (feature->data[0] >> bit & 1);
}

/* Test Write is bit 2 of CD Track at Once (2Dh) and DVD-R/-RW Write (2Fh), MMC-6 5.3.21, 5.3.23. */
static gboolean
can_test_write (BurnishMedium *medium)
{
  return (medium->kind->flags & BURNISH_KIND_TEST_WRITE)
         && feature_has_bit (medium, medium->kind->write_feature, 2);
}

/* A write-once disc can be formatted only before anything is on it, and only once. */
static gboolean
can_format (BurnishMedium *medium)
{
  if (!(medium->kind->flags & BURNISH_KIND_FORMATTING))
    return FALSE;
  return (medium->kind->flags & BURNISH_KIND_REWRITABLE)
         || ((medium->state & BURNISH_MEDIUM_BLANK) && medium->n_spare_blocks < 0
             && medium->formats->len > 0);
}

static guint
gather_kind_facts (BurnishMedium *medium)
{
  const BurnishKind *kind = medium->kind;
  guint facts = 0;

  if (medium->is_image_file)
    return FACT_IMAGE_FILE | FACT_REWRITABLE | FACT_OVERWRITABLE;
  if (kind->flags & BURNISH_KIND_READ_ONLY)
    facts |= FACT_READ_ONLY_KIND;
  if (medium->state & BURNISH_MEDIUM_UNSUPPORTED)
    facts |= FACT_UNSUPPORTED;
  if (kind->write_feature && !_burnish_medium_find_feature (medium, kind->write_feature))
    facts |= FACT_READ_ONLY_DRIVE;
  if (kind->flags & BURNISH_KIND_REWRITABLE)
    facts |= FACT_REWRITABLE;
  if (kind->flags & BURNISH_KIND_OVERWRITE)
    facts |= FACT_OVERWRITABLE;
  if (kind->family == BURNISH_DISC_FAMILY_CD)
    facts |= FACT_CD;
  if (can_format (medium))
    facts |= FACT_FORMATTING;
  if (can_test_write (medium))
    facts |= FACT_TEST_WRITE;
  /* CD Mastering (2Eh) with R-W sub-channels, bit 0, MMC-6 5.3.22. */
  if (feature_has_bit (medium, 0x2e, 0))
    facts |= FACT_CD_TEXT;
  return facts;
}

static guint
gather_state_facts (BurnishMedium *medium)
{
  static const struct
  {
    BurnishMediumState state;
    Fact fact;
  } pairs[] = {
    { BURNISH_MEDIUM_BLANK, FACT_BLANK },
    { BURNISH_MEDIUM_APPENDABLE, FACT_APPENDABLE },
    { BURNISH_MEDIUM_FINALIZED, FACT_FINALIZED },
    { BURNISH_MEDIUM_INCOMPLETE, FACT_INCOMPLETE },
    { BURNISH_MEDIUM_UNFORMATTED, FACT_UNFORMATTED },
    { BURNISH_MEDIUM_WRITE_PROTECTED, FACT_PROTECTED },
  };
  guint facts = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (medium->state & pairs[i].state)
      facts |= pairs[i].fact;
  return facts;
}

const BurnishCapabilityReason *
_burnish_capability_check (BurnishMedium *medium, BurnishOperation operation)
{
  guint facts = gather_kind_facts (medium) | gather_state_facts (medium);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const Rule *rule = &rules[i];

      if ((rule->operations & (1u << operation)) && (facts & rule->all_of) == rule->all_of
          && (facts & rule->none_of) == 0)
        return &rule->reason;
    }
  return NULL;
}

/**
 * burnish_medium_can_stay_open:
 * @self: a medium
 *
 * Tells whether what is burned next can leave the disc open, so that a session can be added later.
 * Discs that can be overwritten, and image files, need not: more can always be added to them.
 *
 * Returns: whether the drive can keep the disc open
 */
gboolean
burnish_medium_can_stay_open (BurnishMedium *self)
{
  const BurnishFeature *incremental;

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), FALSE);

  if (self->is_image_file || (self->state & BURNISH_MEDIUM_OVERWRITABLE))
    return FALSE;
  switch (burnish_medium_get_profile (self))
    {
    case PROFILE_DVD_R_DL:
      return FALSE;
    case PROFILE_DVD_R:
    case PROFILE_DVD_RW:
      /* Drives write them session by session only in incremental mode. */
      incremental = _burnish_medium_find_feature (self, FEATURE_INCREMENTAL);
      return !(self->state & BURNISH_MEDIUM_BLANK)
             || (incremental != NULL && incremental->is_current);
    default:
      return TRUE;
    }
}
