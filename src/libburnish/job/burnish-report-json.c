/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-report-private.h"

#include "burnish-disc-statement-private.h"
#include "burnish-job-enums.h"
#include "burnish-json-private.h"

#include <math.h>

static void
add_spans (JsonBuilder *builder, GArray *spans)
{
  json_builder_set_member_name (builder, "blocks");
  json_builder_begin_array (builder);
  for (guint i = 0; i + 1 < spans->len; i += 2)
    {
      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, g_array_index (spans, guint32, i));
      json_builder_add_int_value (builder, g_array_index (spans, guint32, i + 1));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_paths (JsonBuilder *builder, const char *name, GPtrArray *paths)
{
  if (paths->len == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < paths->len; i++)
    {
      json_builder_begin_object (builder);
      _burnish_json_add_path (builder, "path", g_ptr_array_index (paths, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_files (JsonBuilder *builder, const BurnishReportData *data)
{
  json_builder_set_member_name (builder, "files");
  json_builder_begin_object (builder);
  _burnish_json_add_int (builder, "total", (gint64) data->files_total);
  _burnish_json_add_int (builder, "verified", (gint64) data->files_verified);
  json_builder_set_member_name (builder, "damaged");
  json_builder_begin_array (builder);
  for (guint i = 0; i < data->damaged_files->len; i++)
    {
      const BurnishDamagedFile *file = g_ptr_array_index (data->damaged_files, i);

      json_builder_begin_object (builder);
      _burnish_json_add_path (builder, "path", file->path);
      add_spans (builder, file->spans);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (data->bad_sources->len > 0)
    {
      json_builder_set_member_name (builder, "bad_sources");
      json_builder_begin_array (builder);
      for (guint i = 0; i < data->bad_sources->len; i++)
        {
          json_builder_begin_object (builder);
          _burnish_json_add_error (builder, g_ptr_array_index (data->bad_sources, i));
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  add_paths (builder, "missing", data->missing);
  add_paths (builder, "unlisted", data->unlisted);
  json_builder_end_object (builder);
}

static void
add_damaged_ranges (JsonBuilder *builder, GPtrArray *ranges)
{
  if (ranges->len == 0)
    return;
  json_builder_set_member_name (builder, "damaged_ranges");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ranges->len; i++)
    {
      const BurnishDamagedRange *range = g_ptr_array_index (ranges, i);

      json_builder_begin_object (builder);
      _burnish_json_add_int (builder, "start_block", range->start_block);
      _burnish_json_add_int (builder, "n_blocks", range->n_blocks);
      _burnish_json_add_string (builder, "what", range->what);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_phases (JsonBuilder *builder, GArray *phases)
{
  json_builder_set_member_name (builder, "phases");
  json_builder_begin_array (builder);
  for (guint i = 0; i < phases->len; i++)
    {
      const BurnishPhaseRecord *record = &g_array_index (phases, BurnishPhaseRecord, i);

      json_builder_begin_object (builder);
      _burnish_json_add_enum (builder, "phase", BURNISH_TYPE_PHASE, record->phase);
      _burnish_json_add_double (builder, "seconds", round (record->seconds * 1000.0) / 1000.0);
      _burnish_json_add_int (builder, "bytes", (gint64) record->bytes);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_disc (JsonBuilder *builder, BurnishDiscCondition condition)
{
  json_builder_set_member_name (builder, "disc");
  json_builder_begin_object (builder);
  _burnish_json_add_enum (builder, "state", BURNISH_TYPE_DISC_CONDITION, condition);
  _burnish_json_add_string (builder, "message", _burnish_disc_condition_to_english (condition));
  json_builder_end_object (builder);
}

/**
 * burnish_report_to_json:
 * @self: a report
 *
 * Makes the members of the command line's `result` event (docs/json.md), without `type` and
 * `exit_code`.
 *
 * Returns: (transfer full): a JSON object on one line
 */
char *
burnish_report_to_json (BurnishReport *self)
{
  g_autoptr (JsonBuilder) builder = NULL;
  const BurnishReportData *data;

  g_return_val_if_fail (BURNISH_IS_REPORT (self), NULL);

  data = _burnish_report_get_data (self);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  _burnish_json_add_boolean (builder, "ok", data->error == NULL);
  if (data->error != NULL)
    {
      _burnish_json_add_error (builder, data->error);
      _burnish_json_add_error_details (builder, data->error);
      _burnish_json_add_enum (builder, "phase", BURNISH_TYPE_PHASE, data->error_phase);
    }
  else
    _burnish_json_add_string (builder, "code", "ok");
  _burnish_json_add_enum (builder, "kind", BURNISH_TYPE_PLAN_KIND, data->kind);
  add_disc (builder, data->disc_condition);
  _burnish_json_add_int (builder, "copies", data->copies_done);
  _burnish_json_add_boolean (builder, "simulated", data->simulated);
  _burnish_json_add_boolean (builder, "closed", data->closed);
  _burnish_json_add_int (builder, "blocks", (gint64) data->n_blocks);
  _burnish_json_add_int (builder, "bytes", (gint64) data->n_blocks * BURNISH_BLOCK_SIZE);
  if (data->start_block >= 0)
    _burnish_json_add_int (builder, "start_block", data->start_block);
  _burnish_json_add_string (builder, "sha256", data->sha256);
  _burnish_json_add_boolean (builder, "verified", data->verified);
  if (data->has_files)
    add_files (builder, data);
  add_damaged_ranges (builder, data->damaged_ranges);
  add_phases (builder, data->phases);
  if (data->average_speed_kbs > 0)
    _burnish_json_add_int (builder, "average_speed_kbs", data->average_speed_kbs);
  _burnish_json_add_strings (builder, "notes", data->notes);
  return _burnish_json_finish (builder);
}
