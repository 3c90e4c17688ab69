/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "drive-output.h"

#include "burnish-base-enums.h"
#include "burnish-device-enums.h"

#include <glib/gi18n-lib.h>

void
emit_drive (Output *output, BurnishDrive *drive)
{
  g_autofree char *name = burnish_drive_dup_display_name (drive);
  g_autofree char *owner = NULL;
  JsonBuilder *event;

  if (!output_is_json (output))
    return;
  owner = burnish_drive_dup_lock_owner (drive);
  event = output_begin_event (output, "drive");
  _burnish_json_add_path (event, "id", burnish_drive_get_id (drive));
  _burnish_json_add_path (event, "path", burnish_drive_get_path (drive));
  _burnish_json_add_path (event, "name", name);
  _burnish_json_add_boolean (event, "image_file", burnish_drive_is_image_file (drive));
  _burnish_json_add_string (event, "vendor", burnish_drive_get_vendor (drive));
  _burnish_json_add_string (event, "model", burnish_drive_get_model (drive));
  _burnish_json_add_string (event, "revision", burnish_drive_get_revision (drive));
  _burnish_json_add_string (event, "serial", burnish_drive_get_serial (drive));
  _burnish_json_add_string (event, "lock_owner", owner);
  output_end_event (output);
}

static void
add_states (JsonBuilder *event, BurnishMediumState state)
{
  g_autoptr (GFlagsClass) klass = g_type_class_ref (BURNISH_TYPE_MEDIUM_STATE);

  json_builder_set_member_name (event, "state");
  json_builder_begin_array (event);
  for (guint i = 0; i < klass->n_values; i++)
    if (state & klass->values[i].value)
      json_builder_add_string_value (event, klass->values[i].value_nick);
  json_builder_end_array (event);
}

static void
add_capabilities (JsonBuilder *event, BurnishMedium *medium)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_OPERATION);

  json_builder_set_member_name (event, "capabilities");
  json_builder_begin_object (event);
  for (guint i = 0; i < klass->n_values; i++)
    {
      BurnishOperation operation = klass->values[i].value;
      g_autofree char *reason = burnish_medium_dup_reason (medium, operation);

      json_builder_set_member_name (event, klass->values[i].value_nick);
      json_builder_begin_object (event);
      _burnish_json_add_boolean (event, "can", burnish_medium_can (medium, operation));
      _burnish_json_add_string (event, "reason", reason);
      json_builder_end_object (event);
    }
  json_builder_end_object (event);
}

static void
add_tracks (JsonBuilder *event, BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);

  json_builder_set_member_name (event, "tracks");
  json_builder_begin_array (event);
  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);

      json_builder_begin_object (event);
      _burnish_json_add_int (event, "session", track->session);
      _burnish_json_add_int (event, "number", track->number);
      _burnish_json_add_int (event, "start_block", track->start_block);
      _burnish_json_add_int (event, "n_blocks", track->n_blocks);
      _burnish_json_add_string (event, "kind", track->is_audio ? "audio" : "data");
      json_builder_end_object (event);
    }
  json_builder_end_array (event);
}

static void
add_formats (JsonBuilder *event, BurnishMedium *medium)
{
  GPtrArray *formats = burnish_medium_get_formats (medium);

  json_builder_set_member_name (event, "formats");
  json_builder_begin_array (event);
  for (guint i = 0; i < formats->len; i++)
    {
      const BurnishFormat *format = g_ptr_array_index (formats, i);

      json_builder_begin_object (event);
      _burnish_json_add_int (event, "type", format->type);
      _burnish_json_add_int (event, "n_blocks", format->n_blocks);
      json_builder_end_object (event);
    }
  json_builder_end_array (event);
}

static void
add_speeds (JsonBuilder *event, BurnishMedium *medium)
{
  GPtrArray *speeds = burnish_medium_get_write_speeds (medium);
  BurnishDiscFamily family = burnish_medium_get_family (medium);

  json_builder_set_member_name (event, "speeds");
  json_builder_begin_array (event);
  for (guint i = 0; i < speeds->len; i++)
    {
      const BurnishWriteSpeed *speed = g_ptr_array_index (speeds, i);

      json_builder_begin_object (event);
      _burnish_json_add_int (event, "speed_kbs", speed->speed_kbs);
      _burnish_json_add_double (event, "factor",
                                burnish_speed_to_factor (speed->speed_kbs, family));
      json_builder_end_object (event);
    }
  json_builder_end_array (event);
}

static void
add_medium (JsonBuilder *event, BurnishMedium *medium)
{
  g_autoptr (GEnumClass) families = g_type_class_ref (BURNISH_TYPE_DISC_FAMILY);
  BurnishDiscFamily family = burnish_medium_get_family (medium);
  g_autofree char *fingerprint = burnish_medium_dup_fingerprint (medium);
  const char *label = burnish_medium_get_label (medium);

  _burnish_json_add_int (event, "profile", burnish_medium_get_profile (medium));
  _burnish_json_add_string (event, "profile_name", burnish_medium_get_profile_name (medium));
  _burnish_json_add_string (event, "family", g_enum_get_value (families, family)->value_nick);
  add_states (event, burnish_medium_get_state (medium));
  _burnish_json_add_int (event, "capacity_blocks", burnish_medium_get_capacity_blocks (medium));
  _burnish_json_add_int (event, "free_blocks", burnish_medium_get_free_blocks (medium));
  _burnish_json_add_int (event, "used_blocks", burnish_medium_get_used_blocks (medium));
  if (burnish_medium_get_next_writable_address (medium) >= 0)
    _burnish_json_add_int (event, "next_writable_address",
                           burnish_medium_get_next_writable_address (medium));
  _burnish_json_add_int (event, "sessions", burnish_medium_get_n_sessions (medium));
  if (label)
    _burnish_json_add_path (event, "label", label);
  _burnish_json_add_string (event, "file_system", burnish_medium_get_file_system (medium));
  _burnish_json_add_string (event, "manufacturer_id", burnish_medium_get_manufacturer_id (medium));
  _burnish_json_add_string (event, "fingerprint", fingerprint);
  add_capabilities (event, medium);
  add_tracks (event, medium);
  add_formats (event, medium);
  add_speeds (event, medium);
}

void
emit_medium (Output *output, BurnishDrive *drive, BurnishMedium *medium)
{
  JsonBuilder *event;

  if (!output_is_json (output))
    return;
  event = output_begin_event (output, "medium");
  _burnish_json_add_path (event, "drive", burnish_drive_get_id (drive));
  _burnish_json_add_boolean (event, "present", medium != NULL);
  if (medium)
    add_medium (event, medium);
  output_end_event (output);
}

static char *
blocks_to_text (guint64 n_blocks)
{
  return g_format_size (n_blocks * BURNISH_BLOCK_SIZE);
}

static void
print_row (Output *output, const char *name, const char *value)
{
  if (value && *value)
    output_print (output, "%-16s %s\n", name, value);
}

static void
print_volume (Output *output, BurnishMedium *medium)
{
  const char *label = burnish_medium_get_label (medium);
  g_autofree char *readable = label ? _burnish_text_escape (label) : NULL;

  print_row (output, _ ("Label"), readable);
  print_row (output, _ ("File system"), burnish_medium_get_file_system (medium));
  print_row (output, _ ("Manufacturer"), burnish_medium_get_manufacturer_id (medium));
}

static void
print_tracks (Output *output, BurnishMedium *medium)
{
  GPtrArray *tracks = burnish_medium_get_tracks (medium);

  for (guint i = 0; i < tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (tracks, i);
      g_autofree char *text = burnish_track_dup_text (track);

      if (!track->is_blank)
        /* Translators: numbers of a track and its session, then where it lies and what it is. */
        output_print (output, _ ("Track %-10u session %u, %s\n"), track->number, track->session,
                      text);
    }
}

static void
print_capabilities (Output *output, BurnishMedium *medium)
{
  for (guint i = 0; i < BURNISH_N_OPERATIONS; i++)
    {
      g_autofree char *reason = burnish_medium_dup_reason (medium, i);

      if (burnish_medium_can (medium, i))
        output_print (output, "  %-14s %s\n", burnish_operation_to_text (i), _ ("yes"));
      else
        /* Translators: something that cannot be done, and why. */
        output_print (output, _ ("  %-14s no: %s\n"), burnish_operation_to_text (i), reason);
    }
}

void
print_medium (Output *output, BurnishMedium *medium)
{
  g_autofree char *states = burnish_medium_dup_state_text (medium);
  g_autofree char *speeds = burnish_medium_dup_write_speeds_text (medium);
  g_autofree char *capacity = blocks_to_text (burnish_medium_get_capacity_blocks (medium));
  g_autofree char *used = blocks_to_text (burnish_medium_get_used_blocks (medium));
  g_autofree char *available = blocks_to_text (burnish_medium_get_free_blocks (medium));
  g_autofree char *sessions = g_strdup_printf ("%u", burnish_medium_get_n_sessions (medium));

  print_row (output, _ ("Disc"), burnish_medium_get_profile_name (medium));
  print_row (output, _ ("State"), states);
  print_row (output, _ ("Capacity"), capacity);
  print_row (output, _ ("Used"), used);
  print_row (output, _ ("Free"), available);
  print_row (output, _ ("Sessions"), sessions);
  print_volume (output, medium);
  print_row (output, _ ("Write speeds"), speeds);
  print_tracks (output, medium);
  output_print (output, "%s\n", _ ("What can be done with it:"));
  print_capabilities (output, medium);
}
