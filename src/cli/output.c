/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "output.h"

#include "exit-code.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define SCHEMA_VERSION 1

struct _Output
{
  gboolean json;
  JsonBuilder *event; /* (owned) (nullable): the event that is being built */
  guint n_left_out;
};

Output *
output_new (const char *verb, gboolean json)
{
  Output *self = g_new0 (Output, 1);

  self->json = json;
  if (json)
    {
      JsonBuilder *start = output_begin_event (self, "start");

      _burnish_json_add_int (start, "schema", SCHEMA_VERSION);
      _burnish_json_add_string (start, "version", PACKAGE_VERSION);
      _burnish_json_add_string (start, "verb", verb);
      output_end_event (self);
    }
  return self;
}

void
output_free (Output *self)
{
  g_assert (self->event == NULL);
  g_free (self);
}

void
output_count_left_out (Output *self)
{
  self->n_left_out++;
}

guint
output_get_n_left_out (Output *self)
{
  return self->n_left_out;
}

gboolean
output_is_json (Output *self)
{
  return self->json;
}

JsonBuilder *
output_begin_event (Output *self, const char *type)
{
  g_assert (self->json && self->event == NULL);
  self->event = json_builder_new ();
  json_builder_begin_object (self->event);
  _burnish_json_add_string (self->event, "type", type);
  return self->event;
}

void
output_end_event (Output *self)
{
  g_autoptr (JsonBuilder) event = g_steal_pointer (&self->event);
  g_autofree char *line = _burnish_json_finish (event);

  printf ("%s\n", line);
  fflush (stdout);
}

void
output_add_members (JsonBuilder *builder, const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_value (builder, json_node_copy (value));
    }
}

/* Labels, drives and error messages carry text of strangers: none of it may command a terminal. */
static void G_GNUC_PRINTF (2, 0) print_safely (FILE *stream, const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = _burnish_text_escape (lines[i]);

      fprintf (stream, "%s%s", i > 0 ? "\n" : "", line);
    }
}

void
output_print (Output *self, const char *format, ...)
{
  va_list args;

  if (self->json)
    return;
  va_start (args, format);
  print_safely (stdout, format, args);
  va_end (args);
}

void
output_remark (const char *format, ...)
{
  va_list args;

  fflush (stdout);
  va_start (args, format);
  print_safely (stderr, format, args);
  va_end (args);
}
