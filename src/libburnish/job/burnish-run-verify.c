/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-run-private.h"

#include "burnish-error.h"

gboolean
_burnish_run_verify (BurnishRun *run G_GNUC_UNUSED, GError **error)
{
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED, "Verifying comes next");
  return FALSE;
}
