/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-burn-options-private.h"

#include "burnish-job-enums.h"

/* One person changes discs by hand: more copies than this are a typing error. */
#define MAX_COPIES 1000

typedef enum
{
  PROP_SPEED_KBS = 1,
  PROP_COPIES,
  PROP_SIMULATE,
  PROP_VERIFY,
  PROP_KEEP_OPEN,
  PROP_UNDERRUN_PROTECTION,
  PROP_STREAM_RECORDING,
  PROP_EJECT,
  PROP_CONSENT,
  PROP_SHA256,
  PROP_ON_BAD_SOURCE,
} BurnishBurnOptionsProperty;

static GParamSpec *properties[PROP_ON_BAD_SOURCE + 1];

G_DEFINE_FINAL_TYPE (BurnishBurnOptions, burnish_burn_options, G_TYPE_OBJECT)

static gboolean *
get_flag (BurnishBurnOptions *self, BurnishBurnOptionsProperty property)
{
  switch (property)
    {
    case PROP_SIMULATE:
      return &self->simulate;
    case PROP_VERIFY:
      return &self->verify;
    case PROP_KEEP_OPEN:
      return &self->keep_open;
    case PROP_UNDERRUN_PROTECTION:
      return &self->underrun_protection;
    case PROP_STREAM_RECORDING:
      return &self->stream_recording;
    case PROP_EJECT:
      return &self->eject;
    case PROP_CONSENT:
      return &self->consent;
    case PROP_SHA256:
      return &self->sha256;
    case PROP_SPEED_KBS:
    case PROP_COPIES:
    case PROP_ON_BAD_SOURCE:
    default:
      return NULL;
    }
}

static void
burnish_burn_options_get_property (GObject *object,
                                   guint prop_id,
                                   GValue *value,
                                   GParamSpec *pspec G_GNUC_UNUSED)
{
  BurnishBurnOptions *self = BURNISH_BURN_OPTIONS (object);
  gboolean *flag = get_flag (self, (BurnishBurnOptionsProperty) prop_id);

  if (flag != NULL)
    g_value_set_boolean (value, *flag);
  else if (prop_id == PROP_SPEED_KBS)
    g_value_set_uint (value, self->speed_kbs);
  else if (prop_id == PROP_COPIES)
    g_value_set_uint (value, self->copies);
  else
    g_value_set_enum (value, self->on_bad_source);
}

static void
burnish_burn_options_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  BurnishBurnOptions *self = BURNISH_BURN_OPTIONS (object);
  gboolean *flag = get_flag (self, (BurnishBurnOptionsProperty) prop_id);
  guint *number = prop_id == PROP_SPEED_KBS ? &self->speed_kbs
                  : prop_id == PROP_COPIES  ? &self->copies
                                            : (guint *) &self->on_bad_source;
  guint before = flag ? (guint) *flag : *number;
  guint after;

  if (flag != NULL)
    after = (guint) (*flag = g_value_get_boolean (value));
  else if (prop_id == PROP_ON_BAD_SOURCE)
    after = *number = (guint) g_value_get_enum (value);
  else
    after = *number = g_value_get_uint (value);
  if (after != before)
    g_object_notify_by_pspec (object, pspec);
}

static GParamSpec *
flag_property (const char *name, gboolean fallback)
{
  return g_param_spec_boolean (name, NULL, NULL, fallback,
                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                   | G_PARAM_STATIC_STRINGS);
}

static void
burnish_burn_options_class_init (BurnishBurnOptionsClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = burnish_burn_options_get_property;
  object_class->set_property = burnish_burn_options_set_property;

  /**
   * BurnishBurnOptions:speed-kbs:
   *
   * Write speed in kB/s of 1000 bytes as drives count them, or 0 for the drive's maximum. The drive
   * takes the nearest speed that it has.
   */
  properties[PROP_SPEED_KBS] = g_param_spec_uint ("speed-kbs", NULL, NULL, 0, G_MAXINT32, 0, flags);
  /**
   * BurnishBurnOptions:copies:
   *
   * How many discs are burned one after the other, 1 by default. The job asks for the next disc.
   */
  properties[PROP_COPIES] = g_param_spec_uint ("copies", NULL, NULL, 1, MAX_COPIES, 1, flags);
  /**
   * BurnishBurnOptions:simulate:
   *
   * A test run with the laser off (CD and DVD-R/-RW only). Nothing is verified then.
   */
  properties[PROP_SIMULATE] = flag_property ("simulate", FALSE);
  /**
   * BurnishBurnOptions:verify:
   *
   * Read back what was written and compare; on by default.
   */
  properties[PROP_VERIFY] = flag_property ("verify", TRUE);
  /**
   * BurnishBurnOptions:keep-open:
   *
   * Leave the disc open for another session. Off by default, because an open disc cannot be read
   * everywhere.
   */
  properties[PROP_KEEP_OPEN] = flag_property ("keep-open", FALSE);
  /**
   * BurnishBurnOptions:underrun-protection:
   *
   * The drive's protection against data that comes too slowly; on by default. Only CDs can do
   * without.
   */
  properties[PROP_UNDERRUN_PROTECTION] = flag_property ("underrun-protection", TRUE);
  /**
   * BurnishBurnOptions:stream-recording:
   *
   * Blu-ray and DVD-RAM: write at full speed without the drive's own checking of each block. Off by
   * default.
   */
  properties[PROP_STREAM_RECORDING] = flag_property ("stream-recording", FALSE);
  /**
   * BurnishBurnOptions:eject:
   *
   * Open the tray after success.
   */
  properties[PROP_EJECT] = flag_property ("eject", FALSE);
  /**
   * BurnishBurnOptions:consent:
   *
   * Allow that what is on the disc that is in the drive now, or in the image file that exists now,
   * is lost. It never counts for another disc.
   */
  properties[PROP_CONSENT] = flag_property ("consent", FALSE);
  /**
   * BurnishBurnOptions:sha256:
   *
   * Compute SHA-256 of the image and of every file for the report; on by default. Checksums for
   * verification are computed in any case.
   */
  properties[PROP_SHA256] = flag_property ("sha256", TRUE);
  /**
   * BurnishBurnOptions:on-bad-source:
   *
   * What to do with a file that went bad after it was staged; stop by default.
   */
  properties[PROP_ON_BAD_SOURCE] =
      g_param_spec_enum ("on-bad-source", NULL, NULL, BURNISH_TYPE_BAD_SOURCE,
                         BURNISH_BAD_SOURCE_STOP, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
burnish_burn_options_init (BurnishBurnOptions *self)
{
  self->copies = 1;
  self->verify = TRUE;
  self->underrun_protection = TRUE;
  self->sha256 = TRUE;
}

/**
 * burnish_burn_options_new:
 *
 * Returns: (transfer full): options with their defaults
 */
BurnishBurnOptions *
burnish_burn_options_new (void)
{
  return g_object_new (BURNISH_TYPE_BURN_OPTIONS, NULL);
}

BurnishBurnOptions *
_burnish_burn_options_copy (BurnishBurnOptions *self)
{
  BurnishBurnOptions *copy = burnish_burn_options_new ();

  copy->speed_kbs = self->speed_kbs;
  copy->copies = self->copies;
  copy->simulate = self->simulate;
  copy->verify = self->verify;
  copy->keep_open = self->keep_open;
  copy->underrun_protection = self->underrun_protection;
  copy->stream_recording = self->stream_recording;
  copy->eject = self->eject;
  copy->consent = self->consent;
  copy->sha256 = self->sha256;
  copy->on_bad_source = self->on_bad_source;
  return copy;
}
