/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-private.h"

/* A volume that is damaged everywhere has as many findings as blocks. */
#define MAX_KEPT_OF_RULE 1000

typedef struct
{
  BurnishUdfRule rule;
  gint64 block;  /* -1 for none */
  char *path;    /* (owned) (nullable) */
  char *message; /* (owned) */
} Finding;

struct _BurnishUdfCheck
{
  GArray *findings; /* (owned) of Finding */
  guint64 n_of_rule[BURNISH_UDF_N_RULES];
  BurnishUdfRevision revision;
  gboolean is_bridge;
  guint32 n_files;
  guint32 n_folders;
};

G_DEFINE_BOXED_TYPE (BurnishUdfCheck,
                     burnish_udf_check,
                     burnish_udf_check_ref,
                     burnish_udf_check_unref)

static void
finding_clear (gpointer data)
{
  Finding *finding = data;

  g_free (finding->path);
  g_free (finding->message);
}

BurnishUdfCheck *
_burnish_udf_check_new (void)
{
  BurnishUdfCheck *self = g_atomic_rc_box_new0 (BurnishUdfCheck);

  self->findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  g_array_set_clear_func (self->findings, finding_clear);
  return self;
}

gboolean
_burnish_udf_check_count (BurnishUdfCheck *self, BurnishUdfRule rule)
{
  return self->n_of_rule[rule]++ < MAX_KEPT_OF_RULE;
}

void
_burnish_udf_check_add (BurnishUdfCheck *self,
                        BurnishUdfRule rule,
                        gint64 block,
                        const char *path,
                        const char *message)
{
  Finding finding = { .rule = rule, .block = block };

  finding.path = g_strdup (path);
  finding.message = g_strdup (message);
  g_array_append_val (self->findings, finding);
}

void
_burnish_udf_check_set_volume (BurnishUdfCheck *self,
                               BurnishUdfRevision revision,
                               gboolean is_bridge)
{
  self->revision = revision;
  self->is_bridge = is_bridge;
}

void
_burnish_udf_check_set_counts (BurnishUdfCheck *self, guint32 n_files, guint32 n_folders)
{
  self->n_files = n_files;
  self->n_folders = n_folders;
}

/**
 * burnish_udf_check_ref:
 * @self: a check
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
BurnishUdfCheck *
burnish_udf_check_ref (BurnishUdfCheck *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  BurnishUdfCheck *self = data;

  g_array_unref (self->findings);
}

/**
 * burnish_udf_check_unref:
 * @self: (transfer full): a check
 *
 * Releases a reference.
 */
void
burnish_udf_check_unref (BurnishUdfCheck *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * burnish_udf_check_get_revision:
 * @self: a check
 *
 * Tells which revision of UDF the volume says it has. The value is as on the disc, also when it is
 * none of those that exist.
 *
 * Returns: the revision; %BURNISH_UDF_NONE when no volume was found
 */
BurnishUdfRevision
burnish_udf_check_get_revision (BurnishUdfCheck *self)
{
  g_return_val_if_fail (self != NULL, BURNISH_UDF_NONE);
  return self->revision;
}

/**
 * burnish_udf_check_is_bridge:
 * @self: a check
 *
 * Tells whether there also is an ISO 9660 volume.
 *
 * Returns: whether it is a bridge
 */
gboolean
burnish_udf_check_is_bridge (BurnishUdfCheck *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->is_bridge;
}

/**
 * burnish_udf_check_get_n_files:
 * @self: a check
 *
 * Tells how many names of files and links were found; several names of one file count each.
 *
 * Returns: the number of files
 */
guint32
burnish_udf_check_get_n_files (BurnishUdfCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_files;
}

/**
 * burnish_udf_check_get_n_folders:
 * @self: a check
 *
 * Tells how many folders were found, the root among them.
 *
 * Returns: the number of folders
 */
guint32
burnish_udf_check_get_n_folders (BurnishUdfCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_folders;
}

/**
 * burnish_udf_check_get_n_of_severity:
 * @self: a check
 * @severity: how bad
 *
 * Counts the findings of a severity, also those that are not kept.
 *
 * Returns: the number of findings
 */
guint64
burnish_udf_check_get_n_of_severity (BurnishUdfCheck *self, BurnishUdfSeverity severity)
{
  guint64 n_findings = 0;

  g_return_val_if_fail (self != NULL, 0);
  for (BurnishUdfRule rule = 0; rule < BURNISH_UDF_N_RULES; rule++)
    if (_burnish_udf_rule_get_severity (rule) == severity)
      n_findings += self->n_of_rule[rule];
  return n_findings;
}

/**
 * burnish_udf_check_get_n_of_rule:
 * @self: a check
 * @rule: identifier of a rule
 *
 * Counts the findings of a rule, also those that are not kept: of each rule, the first 1000 are.
 *
 * Returns: the number of findings; 0 also for a rule that does not exist
 */
guint64
burnish_udf_check_get_n_of_rule (BurnishUdfCheck *self, const char *rule)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (rule != NULL, 0);
  for (BurnishUdfRule i = 0; i < BURNISH_UDF_N_RULES; i++)
    if (g_str_equal (_burnish_udf_rule_get_id (i), rule))
      return self->n_of_rule[i];
  return 0;
}

/**
 * burnish_udf_check_get_n_findings:
 * @self: a check
 *
 * Tells how many findings can be asked for.
 *
 * Returns: the number of findings that are kept
 */
guint
burnish_udf_check_get_n_findings (BurnishUdfCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->findings->len;
}

static const Finding *
get_finding (BurnishUdfCheck *self, guint finding)
{
  return &g_array_index (self->findings, Finding, finding);
}

/**
 * burnish_udf_check_get_severity:
 * @self: a check
 * @finding: number of a finding
 *
 * Tells how bad a finding is.
 *
 * Returns: the severity of the rule
 */
BurnishUdfSeverity
burnish_udf_check_get_severity (BurnishUdfCheck *self, guint finding)
{
  g_return_val_if_fail (self != NULL, BURNISH_UDF_SEVERITY_NOTE);
  g_return_val_if_fail (finding < self->findings->len, BURNISH_UDF_SEVERITY_NOTE);
  return _burnish_udf_rule_get_severity (get_finding (self, finding)->rule);
}

/**
 * burnish_udf_check_get_rule:
 * @self: a check
 * @finding: number of a finding
 *
 * Tells which rule is broken: an identifier such as `tag-crc`, listed in docs/udf-check.md.
 *
 * Returns: (transfer none): the identifier
 */
const char *
burnish_udf_check_get_rule (BurnishUdfCheck *self, guint finding)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (finding < self->findings->len, NULL);
  return _burnish_udf_rule_get_id (get_finding (self, finding)->rule);
}

/**
 * burnish_udf_check_get_clause:
 * @self: a check
 * @finding: number of a finding
 *
 * Tells where the rule stands, such as "ECMA-167 3/7.2.6" (part 3, clause 7.2.6 of the third
 * edition) or "UDF 2.2.3" (as numbered in revision 2.60).
 *
 * Returns: (transfer none): the clause
 */
const char *
burnish_udf_check_get_clause (BurnishUdfCheck *self, guint finding)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (finding < self->findings->len, NULL);
  return _burnish_udf_rule_get_clause (get_finding (self, finding)->rule);
}

/**
 * burnish_udf_check_get_block:
 * @self: a check
 * @finding: number of a finding
 *
 * Tells in which block of 2048 bytes, counted from the beginning of the image, it was found.
 *
 * Returns: the block; -1 when it is about no block
 */
gint64
burnish_udf_check_get_block (BurnishUdfCheck *self, guint finding)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (finding < self->findings->len, -1);
  return get_finding (self, finding)->block;
}

/**
 * burnish_udf_check_get_path:
 * @self: a check
 * @finding: number of a finding
 *
 * Tells which file or folder it is about, from the root, which is "/".
 *
 * Returns: (transfer none) (nullable): the path, always UTF-8
 */
const char *
burnish_udf_check_get_path (BurnishUdfCheck *self, guint finding)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (finding < self->findings->len, NULL);
  return get_finding (self, finding)->path;
}

/**
 * burnish_udf_check_get_message:
 * @self: a check
 * @finding: number of a finding
 *
 * Tells what is wrong.
 *
 * Returns: (transfer none): one technical English sentence, without block and path
 */
const char *
burnish_udf_check_get_message (BurnishUdfCheck *self, guint finding)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (finding < self->findings->len, NULL);
  return get_finding (self, finding)->message;
}
