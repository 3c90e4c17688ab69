/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-report-private.h"

#include "burnish-disc-statement-private.h"

struct _BurnishReport
{
  GObject parent_instance;
  BurnishReportData *data; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BurnishReport, burnish_report, G_TYPE_OBJECT)

static void
damaged_file_free (gpointer data)
{
  BurnishDamagedFile *file = data;

  g_free (file->path);
  g_array_unref (file->spans);
  g_free (file);
}

static void
damaged_range_free (gpointer data)
{
  BurnishDamagedRange *range = data;

  g_free (range->what);
  g_free (range);
}

BurnishReportData *
_burnish_report_data_new (BurnishPlanKind kind)
{
  BurnishReportData *data = g_new0 (BurnishReportData, 1);

  data->kind = kind;
  data->start_block = -1;
  data->damaged_files = g_ptr_array_new_with_free_func (damaged_file_free);
  data->damaged_ranges = g_ptr_array_new_with_free_func (damaged_range_free);
  data->bad_sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  data->missing = g_ptr_array_new_with_free_func (g_free);
  data->unlisted = g_ptr_array_new_with_free_func (g_free);
  data->phases = g_array_new (FALSE, FALSE, sizeof (BurnishPhaseRecord));
  data->notes = g_ptr_array_new_with_free_func (g_free);
  return data;
}

void
_burnish_report_data_free (BurnishReportData *data)
{
  g_clear_error (&data->error);
  g_free (data->sha256);
  g_ptr_array_unref (data->damaged_files);
  g_ptr_array_unref (data->damaged_ranges);
  g_ptr_array_unref (data->bad_sources);
  g_ptr_array_unref (data->missing);
  g_ptr_array_unref (data->unlisted);
  g_array_unref (data->phases);
  g_ptr_array_unref (data->notes);
  g_free (data);
}

static void
burnish_report_finalize (GObject *object)
{
  BurnishReport *self = BURNISH_REPORT (object);

  g_clear_pointer (&self->data, _burnish_report_data_free);
  G_OBJECT_CLASS (burnish_report_parent_class)->finalize (object);
}

static void
burnish_report_class_init (BurnishReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_report_finalize;
}

static void
burnish_report_init (BurnishReport *self G_GNUC_UNUSED)
{
}

BurnishReport *
_burnish_report_new (BurnishReportData *data)
{
  BurnishReport *self = g_object_new (BURNISH_TYPE_REPORT, NULL);

  self->data = data;
  return self;
}

const BurnishReportData *
_burnish_report_get_data (BurnishReport *self)
{
  return self->data;
}

/**
 * burnish_report_get_error:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the first error, or %NULL after success
 */
const GError *
burnish_report_get_error (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);
  return self->data->error;
}

/**
 * burnish_report_get_disc_condition:
 * @self: a report
 *
 * Returns: what the disc is now
 */
BurnishDiscCondition
burnish_report_get_disc_condition (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), BURNISH_DISC_UNKNOWN);
  return self->data->disc_condition;
}

/**
 * burnish_report_get_disc_statement:
 * @self: a report
 *
 * Returns: (transfer none): one sentence of the person's language about what the disc is now, such
 *   as "The disc is blank and can be used."
 */
const char *
burnish_report_get_disc_statement (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);
  return _burnish_disc_condition_to_text (self->data->disc_condition);
}

/**
 * burnish_report_get_verified:
 * @self: a report
 *
 * Returns: whether everything was read back and is equal
 */
gboolean
burnish_report_get_verified (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), FALSE);
  return self->data->verified;
}

/**
 * burnish_report_get_simulated:
 * @self: a report
 *
 * Returns: whether it was a test run with the laser off
 */
gboolean
burnish_report_get_simulated (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), FALSE);
  return self->data->simulated;
}

/**
 * burnish_report_get_n_copies:
 * @self: a report
 *
 * Returns: how many discs were written as planned, and verified if that was planned
 */
guint
burnish_report_get_n_copies (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), 0);
  return self->data->copies_done;
}

/**
 * burnish_report_get_n_blocks:
 * @self: a report
 *
 * Returns: 2048-byte blocks that were written, or read and compared
 */
guint64
burnish_report_get_n_blocks (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), 0);
  return self->data->n_blocks;
}

/**
 * burnish_report_get_n_files:
 * @self: a report
 *
 * Returns: how many files were to be written or verified; 0 also where files do not count, as for
 *   an image file
 */
guint64
burnish_report_get_n_files (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), 0);
  return self->data->has_files ? self->data->files_total : 0;
}

/**
 * burnish_report_get_sha256:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): SHA-256 of the image in 64 hexadecimal digits
 */
const char *
burnish_report_get_sha256 (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);
  return self->data->sha256;
}

/**
 * burnish_report_get_n_damaged_files:
 * @self: a report
 *
 * Returns: how many files on the disc are damaged
 */
guint
burnish_report_get_n_damaged_files (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), 0);
  return self->data->damaged_files->len;
}

/**
 * burnish_report_get_damaged_file:
 * @self: a report
 * @index: less than [method@Burnish.Report.get_n_damaged_files]
 *
 * Returns: (type filename) (transfer none): path of a damaged file from the root of the disc
 */
const char *
burnish_report_get_damaged_file (BurnishReport *self, guint index)
{
  const BurnishDamagedFile *file;

  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);
  g_return_val_if_fail (index < self->data->damaged_files->len, NULL);
  file = g_ptr_array_index (self->data->damaged_files, index);
  return file->path;
}

/**
 * burnish_report_get_n_bad_sources:
 * @self: a report
 *
 * Returns: how many files went bad while they were written, so that zeros are on the disc
 */
guint
burnish_report_get_n_bad_sources (BurnishReport *self)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), 0);
  return self->data->bad_sources->len;
}

/**
 * burnish_report_get_bad_source:
 * @self: a report
 * @index: less than [method@Burnish.Report.get_n_bad_sources]
 *
 * Returns: (transfer none): what happened to a source; it carries the path
 */
const GError *
burnish_report_get_bad_source (BurnishReport *self, guint index)
{
  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);
  g_return_val_if_fail (index < self->data->bad_sources->len, NULL);
  return g_ptr_array_index (self->data->bad_sources, index);
}
