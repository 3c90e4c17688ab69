/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-json-private.h"

#include "burnish-message.h"

#include <string.h>

void
_burnish_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = NULL;

  if (value == NULL)
    return;
  valid = g_utf8_make_valid (value, -1);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, valid);
}

void
_burnish_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
_burnish_json_add_double (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
_burnish_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
_burnish_json_add_path (JsonBuilder *builder, const char *name, const char *path)
{
  _burnish_json_add_string (builder, name, path);
  if (!g_utf8_validate (path, -1, NULL))
    {
      g_autofree char *member = g_strconcat (name, "_bytes", NULL);
      g_autofree char *base64 = g_base64_encode ((const guchar *) path, strlen (path));

      _burnish_json_add_string (builder, member, base64);
    }
}

void
_burnish_json_add_enum (JsonBuilder *builder, const char *name, GType enum_type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (enum_type);

  _burnish_json_add_string (builder, name, g_enum_get_value (klass, value)->value_nick);
}

void
_burnish_json_add_strings (JsonBuilder *builder, const char *name, GPtrArray *strings)
{
  if (strings->len == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < strings->len; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (g_ptr_array_index (strings, i), -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
}

static const char *
get_code (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  if (error->domain == G_OPTION_ERROR)
    return "usage";
  if (error->domain == BURNISH_ERROR)
    return burnish_error_code_to_string (error->code);
  return burnish_error_code_to_string (BURNISH_ERROR_FAILED);
}

void
_burnish_json_add_error (JsonBuilder *builder, const GError *error)
{
  _burnish_json_add_string (builder, "code", get_code (error));
  _burnish_json_add_string (builder, "message", error->message);
  if (burnish_error_get_path (error) != NULL)
    _burnish_json_add_path (builder, "path", burnish_error_get_path (error));
}

static void
add_sense (JsonBuilder *builder, const BurnishSense *sense)
{
  json_builder_set_member_name (builder, "sense");
  json_builder_begin_object (builder);
  _burnish_json_add_int (builder, "command", sense->command);
  _burnish_json_add_int (builder, "key", sense->key);
  _burnish_json_add_int (builder, "asc", sense->asc);
  _burnish_json_add_int (builder, "ascq", sense->ascq);
  _burnish_json_add_string (builder, "message", burnish_sense_to_english (sense));
  json_builder_end_object (builder);
}

void
_burnish_json_add_error_details (JsonBuilder *builder, const GError *error)
{
  guint n_reasons = burnish_error_get_n_reasons (error);
  BurnishSense sense;

  if (burnish_error_get_block (error) >= 0)
    _burnish_json_add_int (builder, "block", burnish_error_get_block (error));
  if (burnish_error_get_sense (error, &sense))
    add_sense (builder, &sense);
  if (n_reasons == 0)
    return;
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_reasons; i++)
    {
      json_builder_begin_object (builder);
      _burnish_json_add_error (builder, burnish_error_get_reason (error, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
_burnish_json_finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
