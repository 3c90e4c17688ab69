/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "plan/burnish-consent.h"

/*
 * burnish_consent_counts_for:
 * @consent: (nullable): a consent
 * @medium: (nullable): the disc that is in the drive
 *
 * Returns: whether it was given for this disc
 */
gboolean
burnish_consent_counts_for (const char *consent, BurnishMedium *medium)
{
  g_autofree char *fingerprint = NULL;

  if (consent == NULL || medium == NULL)
    return FALSE;
  fingerprint = burnish_medium_dup_fingerprint (medium);
  return g_strcmp0 (fingerprint, consent) == 0;
}

/*
 * burnish_consent_is_void:
 * @consent: (nullable): a consent
 * @plan: a plan for a drive that was made with it
 *
 * The disc may have been changed since the consent, before anybody here heard of it; then the plan
 * would overwrite another one.
 *
 * Returns: whether the plan must not be carried out
 */
gboolean
burnish_consent_is_void (const char *consent, BurnishPlan *plan)
{
  return burnish_plan_get_overwrites (plan)
         && !burnish_consent_counts_for (consent, burnish_plan_get_medium (plan));
}

/*
 * burnish_medium_takes_additions:
 * @medium: a disc
 *
 * Returns: whether it holds data that other files can be added to, as far as the drive knows
 */
gboolean
burnish_medium_takes_additions (BurnishMedium *medium)
{
  const BurnishMediumState state = burnish_medium_get_state (medium);
  const BurnishMediumState others = BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_UNFORMATTED
                                    | BURNISH_MEDIUM_UNSUPPORTED | BURNISH_MEDIUM_WRITE_PROTECTED;

  if (burnish_medium_can (medium, BURNISH_OPERATION_APPEND))
    return TRUE;
  return (state & BURNISH_MEDIUM_OVERWRITABLE) && !(state & others);
}

/*
 * burnish_consent_adds_to:
 * @addition: (nullable): the fingerprint of the disc that was chosen to be added to
 * @medium: (nullable): the disc that is in the drive
 *
 * Nothing is lost by it, so that nobody is asked where nothing else can be done with the disc.
 *
 * Returns: whether files are added to the disc
 */
gboolean
burnish_consent_adds_to (const char *addition, BurnishMedium *medium)
{
  if (medium == NULL || !burnish_medium_takes_additions (medium))
    return FALSE;
  return !burnish_medium_can (medium, BURNISH_OPERATION_OVERWRITE)
         || burnish_consent_counts_for (addition, medium);
}
