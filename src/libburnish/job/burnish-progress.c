/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-progress.h"

#include <glib/gi18n-lib.h>

G_DEFINE_BOXED_TYPE (BurnishProgress,
                     burnish_progress,
                     burnish_progress_copy,
                     burnish_progress_free)

/**
 * burnish_progress_copy:
 * @self: a snapshot
 *
 * Returns: (transfer full): a copy
 */
BurnishProgress *
burnish_progress_copy (const BurnishProgress *self)
{
  BurnishProgress *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = g_memdup2 (self, sizeof *self);
  copy->current_path = g_strdup (self->current_path);
  return copy;
}

/**
 * burnish_progress_free:
 * @self: (transfer full): a snapshot
 *
 * Frees a snapshot.
 */
void
burnish_progress_free (BurnishProgress *self)
{
  g_return_if_fail (self != NULL);
  g_free (self->current_path);
  g_free (self);
}

/**
 * burnish_phase_to_text:
 * @phase: a phase
 *
 * Returns: (transfer none): the phase in a word of the person's language, such as "Writing"
 */
const char *
burnish_phase_to_text (BurnishPhase phase)
{
  switch (phase)
    {
    case BURNISH_PHASE_PREPARING:
      return g_dgettext (GETTEXT_PACKAGE, "Preparing");
    case BURNISH_PHASE_ERASING:
      return g_dgettext (GETTEXT_PACKAGE, "Erasing");
    case BURNISH_PHASE_FORMATTING:
      return g_dgettext (GETTEXT_PACKAGE, "Formatting");
    case BURNISH_PHASE_CALIBRATING:
      /* Translators: the drive adjusts the power of its laser to the disc. */
      return g_dgettext (GETTEXT_PACKAGE, "Calibrating");
    case BURNISH_PHASE_WRITING:
      return g_dgettext (GETTEXT_PACKAGE, "Writing");
    case BURNISH_PHASE_CLOSING:
      /* Translators: the drive finishes the disc so that others can read it. */
      return g_dgettext (GETTEXT_PACKAGE, "Closing");
    case BURNISH_PHASE_RELOADING:
      return g_dgettext (GETTEXT_PACKAGE, "Reloading");
    case BURNISH_PHASE_VERIFYING:
      return g_dgettext (GETTEXT_PACKAGE, "Verifying");
    case BURNISH_PHASE_EJECTING:
      return g_dgettext (GETTEXT_PACKAGE, "Ejecting");
    default:
      g_return_val_if_reached (NULL);
    }
}
