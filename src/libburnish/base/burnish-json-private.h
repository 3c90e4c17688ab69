/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Members of JSON objects as docs/json.md defines them, for the library and for the command line,
 * which links this small library on its own. Pure helpers for the thread that owns the builder. A
 * string member without a value is left out.
 */

void _burnish_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void _burnish_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void _burnish_json_add_double (JsonBuilder *builder, const char *name, double value);
void _burnish_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
/* "name", and "name_bytes" in base64 when the path is not UTF-8. */
void _burnish_json_add_path (JsonBuilder *builder, const char *name, const char *path);
/* The nick of a registered enum. */
void _burnish_json_add_enum (JsonBuilder *builder, const char *name, GType enum_type, int value);
void _burnish_json_add_strings (JsonBuilder *builder, const char *name, GPtrArray *strings);
/* "code", "message" and perhaps "path". */
void _burnish_json_add_error (JsonBuilder *builder, const GError *error);
/* What else it carries: "block", "sense", and its "reasons". */
void _burnish_json_add_error_details (JsonBuilder *builder, const GError *error);
/* Ends the object and returns it on one line. */
char *_burnish_json_finish (JsonBuilder *builder);

G_END_DECLS
