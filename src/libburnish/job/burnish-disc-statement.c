/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-disc-statement-private.h"

#include <glib/gi18n-lib.h>

static BurnishDiscCondition
judge_image_file (const BurnishDiscFacts *facts)
{
  if (!facts->write_started)
    return BURNISH_DISC_UNCHANGED;
  if (!facts->closed && facts->appends)
    return facts->patched ? BURNISH_DISC_NOT_CLOSED : BURNISH_DISC_NOT_ADDED;
  if (!facts->closed)
    return BURNISH_DISC_FILE_REMOVED;
  return facts->damaged ? BURNISH_DISC_WRITTEN_DAMAGED : BURNISH_DISC_FILE_WRITTEN;
}

static BurnishDiscCondition
judge_complete (const BurnishDiscFacts *facts)
{
  if (facts->damaged)
    return BURNISH_DISC_WRITTEN_DAMAGED;
  if (facts->keep_open && !facts->overwritable)
    return BURNISH_DISC_WRITTEN_OPEN;
  return facts->verify_done ? BURNISH_DISC_WRITTEN : BURNISH_DISC_WRITTEN_NOT_VERIFIED;
}

/* Writing did not reach its end. */
static BurnishDiscCondition
judge_interrupted (const BurnishDiscFacts *facts)
{
  if (facts->appends && facts->overwritable && !facts->patched)
    return BURNISH_DISC_NOT_ADDED;
  if (facts->n_blocks > 0 && facts->blocks_written >= facts->n_blocks)
    return BURNISH_DISC_NOT_CLOSED;
  if (facts->appends)
    return facts->overwritable ? BURNISH_DISC_NOT_CLOSED : BURNISH_DISC_NOT_ADDED;
  if (facts->overwritable)
    {
      if (facts->blocks_written > 0 || facts->touched)
        return BURNISH_DISC_PARTLY_WRITTEN;
      return facts->format_done ? BURNISH_DISC_FORMATTED : BURNISH_DISC_UNCHANGED;
    }
  if (!facts->state_known)
    return BURNISH_DISC_UNKNOWN;
  /* Only the drive knows whether a reserved track or the first blocks spoiled the blank disc. */
  if ((facts->state & BURNISH_MEDIUM_BLANK) && facts->blocks_written == 0)
    return BURNISH_DISC_BLANK;
  if (facts->rewritable)
    return BURNISH_DISC_PARTLY_WRITTEN;
  if (facts->state & BURNISH_MEDIUM_APPENDABLE)
    return BURNISH_DISC_APPENDABLE;
  return BURNISH_DISC_SPOILED;
}

BurnishDiscCondition
_burnish_disc_condition_judge (const BurnishDiscFacts *facts)
{
  if (facts->image_file)
    return judge_image_file (facts);
  if (facts->simulated && facts->write_started)
    return BURNISH_DISC_UNCHANGED;
  if (facts->write_started)
    return facts->closed ? judge_complete (facts) : judge_interrupted (facts);
  if (facts->format_started)
    return facts->format_done ? BURNISH_DISC_FORMATTED : BURNISH_DISC_PARTLY_WRITTEN;
  if (facts->erase_started)
    return facts->erase_done ? BURNISH_DISC_BLANK : BURNISH_DISC_PARTLY_WRITTEN;
  return BURNISH_DISC_UNCHANGED;
}

const char *
_burnish_disc_condition_to_english (BurnishDiscCondition condition)
{
  switch (condition)
    {
    case BURNISH_DISC_UNCHANGED:
      return N_ ("Nothing was changed.");
    case BURNISH_DISC_WRITTEN:
      return N_ ("The disc is complete and was verified.");
    case BURNISH_DISC_WRITTEN_OPEN:
      return N_ ("The disc is complete, and more can be added to it.");
    case BURNISH_DISC_WRITTEN_NOT_VERIFIED:
      return N_ ("The disc is complete but was not verified.");
    case BURNISH_DISC_WRITTEN_DAMAGED:
      return N_ ("Everything was written, but reading it back found damage; do not rely on it.");
    case BURNISH_DISC_BLANK:
      return N_ ("The disc is blank and can be used.");
    case BURNISH_DISC_FORMATTED:
      return N_ ("The disc is formatted and empty and can be used.");
    case BURNISH_DISC_PARTLY_WRITTEN:
      return N_ ("What is on the disc is lost; it can be written again.");
    case BURNISH_DISC_SPOILED:
      return N_ ("The disc is only partly written and cannot be used any more.");
    case BURNISH_DISC_APPENDABLE:
      return N_ ("What was written is lost, but the rest of the disc can still be used.");
    case BURNISH_DISC_NOT_CLOSED:
      return N_ ("All data was sent to the disc, but it was not closed; do not rely on it.");
    case BURNISH_DISC_NOT_ADDED:
      return N_ ("Nothing was added; what was there before can still be read.");
    case BURNISH_DISC_UNKNOWN:
      return N_ ("It is not known what the disc is now; the drive could not be asked.");
    case BURNISH_DISC_FILE_WRITTEN:
      return N_ ("The image file is complete.");
    case BURNISH_DISC_FILE_REMOVED:
      return N_ ("No image file was made; nothing is left of what was written.");
    default:
      g_return_val_if_reached (NULL);
    }
}

const char *
_burnish_disc_condition_to_text (BurnishDiscCondition condition)
{
  return g_dgettext (GETTEXT_PACKAGE, _burnish_disc_condition_to_english (condition));
}
