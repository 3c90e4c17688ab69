/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-burn-options.h"

G_BEGIN_DECLS

/* The values of a BurnishBurnOptions, for plans and jobs: read them from any thread once a plan
   holds its copy. */
struct _BurnishBurnOptions
{
  GObject parent_instance;
  guint speed_kbs;
  guint copies;
  gboolean simulate;
  gboolean verify;
  gboolean keep_open;
  gboolean underrun_protection;
  gboolean stream_recording;
  gboolean eject;
  gboolean consent;
  gboolean sha256;
  BurnishBadSource on_bad_source;
};

BurnishBurnOptions *_burnish_burn_options_copy (BurnishBurnOptions *self);

G_END_DECLS
