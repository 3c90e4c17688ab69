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
