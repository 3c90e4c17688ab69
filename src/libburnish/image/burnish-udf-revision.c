/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-policy.h"

/**
 * burnish_udf_revision_to_string:
 * @revision: a revision
 *
 * Returns: (transfer none) (nullable): the revision as people write it, such as `1.02`; %NULL for
 *   %BURNISH_UDF_NONE
 */
const char *
burnish_udf_revision_to_string (BurnishUdfRevision revision)
{
  switch (revision)
    {
    case BURNISH_UDF_1_02:
      return "1.02";
    case BURNISH_UDF_1_50:
      return "1.50";
    case BURNISH_UDF_2_00:
      return "2.00";
    case BURNISH_UDF_2_01:
      return "2.01";
    case BURNISH_UDF_2_50:
      return "2.50";
    case BURNISH_UDF_2_60:
      return "2.60";
    case BURNISH_UDF_NONE:
    default:
      return NULL;
    }
}
