/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-rules-private.h"

static const struct
{
  const char *id;
  BurnishUdfSeverity severity;
  const char *clause;
} rules[] = {
#define R(name, id, severity, clause) { id, BURNISH_UDF_SEVERITY_##severity, clause },
  BURNISH_UDF_RULES (R)
#undef R
};

const char *
_burnish_udf_rule_get_id (BurnishUdfRule rule)
{
  g_assert (rule < BURNISH_UDF_N_RULES);
  return rules[rule].id;
}

BurnishUdfSeverity
_burnish_udf_rule_get_severity (BurnishUdfRule rule)
{
  g_assert (rule < BURNISH_UDF_N_RULES);
  return rules[rule].severity;
}

const char *
_burnish_udf_rule_get_clause (BurnishUdfRule rule)
{
  g_assert (rule < BURNISH_UDF_N_RULES);
  return rules[rule].clause;
}
