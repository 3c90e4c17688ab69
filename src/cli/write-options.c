/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "write-options.h"

#include "drive-choice.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static char *drive_name;
static char *speed;
static gboolean simulate;
static gboolean no_verify;
static gboolean no_underrun_protection;
static gboolean stream_recording;
static int copies = 1;
static gboolean eject;
static gboolean consent;

const GOptionEntry write_option_entries[] = {
  { "drive", 0, 0, G_OPTION_ARG_FILENAME, &drive_name, N_ ("Where to: /dev/sr0, or image:PATH"),
    N_ ("DRIVE") },
  { "speed", 0, 0, G_OPTION_ARG_STRING, &speed,
    N_ ("Write speed in kB/s, or as a multiple: 16x (fastest)"), N_ ("SPEED") },
  { "simulate", 0, 0, G_OPTION_ARG_NONE, &simulate, N_ ("A test run with the laser off"), NULL },
  { "no-verify", 0, 0, G_OPTION_ARG_NONE, &no_verify, N_ ("Do not read back what was written"),
    NULL },
  { "copies", 0, 0, G_OPTION_ARG_INT, &copies, N_ ("Burn several discs, one after the other"),
    N_ ("N") },
  { "eject", 0, 0, G_OPTION_ARG_NONE, &eject, N_ ("Open the tray after success"), NULL },
  { "no-underrun-protection", 0, 0, G_OPTION_ARG_NONE, &no_underrun_protection,
    N_ ("Without the drive's protection against slow data"), NULL },
  { "stream-recording", 0, 0, G_OPTION_ARG_NONE, &stream_recording,
    N_ ("Blu-ray: full speed, without the drive's own checking"), NULL },
  { "yes", 0, 0, G_OPTION_ARG_NONE, &consent,
    N_ ("Overwrite what is on the disc, or an image file that exists"), NULL },
  { NULL },
};

/* "22160" in kB/s, or "16x" and "2.4x" as multiples of the family's single speed. */
static gboolean
parse_speed (const char *text, BurnishDiscFamily family, guint *speed_kbs, GError **error)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  if (end != text && (g_str_equal (end, "x") || g_str_equal (end, "X")))
    {
      number *= burnish_single_speed_kbs (family);
      end++;
    }
  if (end == text || *end != '\0' || !isfinite (number) || number < 1.0 || number > G_MAXINT32)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT,
                   "“%s” is no speed; write 22160 for kB/s or 16x for a multiple", text);
      return FALSE;
    }
  *speed_kbs = (guint) lround (number);
  return TRUE;
}

BurnishBurnOptions *
write_options_build (BurnishDiscFamily family, GError **error)
{
  g_autoptr (BurnishBurnOptions) options = burnish_burn_options_new ();
  guint speed_kbs = 0;

  if (speed && !parse_speed (speed, family, &speed_kbs, error))
    return NULL;
  if (copies < 1)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT, "%d copies make no sense",
                   copies);
      return NULL;
    }
  g_object_set (options, "speed-kbs", speed_kbs, "simulate", simulate, "verify", !no_verify,
                "underrun-protection", !no_underrun_protection, "stream-recording",
                stream_recording, "copies", (guint) copies, "eject", eject, "consent", consent,
                NULL);
  return g_steal_pointer (&options);
}

BurnishDrive *
write_options_choose_drive (GError **error)
{
  return choose_drive (drive_name, error);
}

gboolean
write_options_get_consent (void)
{
  return consent;
}
