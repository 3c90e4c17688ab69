/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-json-scanner-private.h"
#include "burnish-node-reader-private.h"
#include "burnish-project-format-private.h"

#include <string.h>

typedef struct
{
  BurnishJsonScanner scanner;
  BurnishProjectFacts *facts;
  BurnishNodeReader nodes;
  gboolean has_nodes;
  GString *name;   /* (owned): of a member */
  GString *string; /* (owned): of a value */
  GCancellable *cancellable;
} Reader;

static void
append_unknown (GString *unknown, const char *name, BurnishJsonScanner *scanner)
{
  const char *start;
  gsize length;

  if (!_burnish_json_scanner_skip (scanner, &start, &length))
    return;
  if (unknown->len > 0)
    g_string_append (unknown, ",\n  ");
  _burnish_json_append_string (unknown, name);
  g_string_append (unknown, ": ");
  g_string_append_len (unknown, start, (gssize) length);
}

/* What is there, or NULL. */
static char *
finish_unknown (GString *unknown)
{
  gboolean is_empty = unknown->len == 0;

  return g_string_free (unknown, is_empty);
}

static gboolean
read_enum (Reader *self, GParamSpec *pspec, GValue *value)
{
  const GEnumValue *found;

  if (!_burnish_json_scanner_read_string (&self->scanner, self->string))
    return FALSE;
  found = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, self->string->str);
  if (found == NULL)
    return _burnish_json_scanner_fail (&self->scanner, "there is no such value: “%s”",
                                       self->string->str);
  g_value_set_enum (value, found->value);
  return TRUE;
}

static gboolean
read_option_value (Reader *self, GParamSpec *pspec, GValue *value)
{
  BurnishJsonScanner *scanner = &self->scanner;
  gboolean is_true;
  gint64 number;

  g_value_init (value, pspec->value_type);
  if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      if (!_burnish_json_scanner_read_string (scanner, self->string))
        return FALSE;
      g_value_set_string (value, self->string->str);
    }
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    {
      if (!_burnish_json_scanner_read_boolean (scanner, &is_true))
        return FALSE;
      g_value_set_boolean (value, is_true);
    }
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    {
      if (!read_enum (self, pspec, value))
        return FALSE;
    }
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    {
      GParamSpecUInt *range = G_PARAM_SPEC_UINT (pspec);

      if (!_burnish_json_scanner_read_int (scanner, range->minimum, range->maximum, &number))
        return FALSE;
      g_value_set_uint (value, (guint) number);
    }
  else
    {
      GParamSpecInt64 *range = G_PARAM_SPEC_INT64 (pspec);

      if (!_burnish_json_scanner_read_int (scanner, range->minimum, range->maximum, &number))
        return FALSE;
      g_value_set_int64 (value, number);
    }
  return TRUE;
}

static void
read_options (Reader *self)
{
  BurnishImageOptions *options = self->facts->image_options;
  GString *unknown = g_string_new (NULL);

  if (_burnish_json_scanner_enter (&self->scanner, '{'))
    while (_burnish_json_scanner_next_member (&self->scanner, self->name))
      {
        g_auto (GValue) value = G_VALUE_INIT;
        GParamSpec *pspec =
            g_object_class_find_property (G_OBJECT_GET_CLASS (options), self->name->str);

        if (pspec == NULL || g_str_equal (pspec->name, "volume-id"))
          append_unknown (unknown, self->name->str, &self->scanner);
        else if (read_option_value (self, pspec, &value))
          g_object_set_property (G_OBJECT (options), pspec->name, &value);
      }
  g_free (self->facts->unknown_options);
  self->facts->unknown_options = finish_unknown (unknown);
}

static void
read_copied (Reader *self)
{
  self->facts->is_copy = TRUE;
  if (!_burnish_json_scanner_enter (&self->scanner, '{'))
    return;
  while (_burnish_json_scanner_next_member (&self->scanner, self->name))
    if (g_str_equal (self->name->str, "modified"))
      _burnish_json_scanner_read_boolean (&self->scanner, &self->facts->copy_is_modified);
    else if (!g_str_equal (self->name->str, "file"))
      _burnish_json_scanner_skip (&self->scanner, NULL, NULL);
    else if (_burnish_json_scanner_read_string (&self->scanner, self->string))
      {
        g_free (self->facts->copied_uri);
        self->facts->copied_uri = g_strdup (self->string->str);
      }
}

static void
read_nodes (Reader *self)
{
  if (self->has_nodes)
    _burnish_json_scanner_fail (&self->scanner, "there is a second list of nodes");
  self->has_nodes = TRUE;
  if (!_burnish_json_scanner_enter (&self->scanner, '['))
    return;
  while (_burnish_json_scanner_next_element (&self->scanner))
    if (!_burnish_node_reader_read (&self->nodes) || g_cancellable_is_cancelled (self->cancellable))
      return;
}

static void
read_member (Reader *self, GString *unknown)
{
  const char *name = self->name->str;
  gint64 number;

  if (g_str_equal (name, "format") || g_str_equal (name, "version"))
    _burnish_json_scanner_skip (&self->scanner, NULL, NULL);
  else if (g_str_equal (name, "title"))
    {
      if (_burnish_json_scanner_read_string (&self->scanner, self->string))
        {
          g_free (self->facts->title);
          self->facts->title = g_strdup (self->string->str);
        }
    }
  else if (g_str_equal (name, "disc_blocks"))
    {
      if (_burnish_json_scanner_read_int (&self->scanner, 0, G_MAXUINT32, &number))
        self->facts->disc_blocks = (guint64) number;
    }
  else if (g_str_equal (name, "image_options"))
    read_options (self);
  else if (g_str_equal (name, "copy_of"))
    read_copied (self);
  else if (g_str_equal (name, "images"))
    _burnish_image_source_reader_read_images (&self->nodes.images);
  else if (g_str_equal (name, "nodes"))
    read_nodes (self);
  else
    append_unknown (unknown, name, &self->scanner);
}

static gboolean
read_project (Reader *self)
{
  GString *unknown = g_string_new (NULL);

  _burnish_json_scanner_enter (&self->scanner, '{');
  while (!g_cancellable_is_cancelled (self->cancellable)
         && _burnish_json_scanner_next_member (&self->scanner, self->name))
    read_member (self, unknown);
  self->facts->unknown = finish_unknown (unknown);
  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  return _burnish_json_scanner_end (&self->scanner)
         && (self->has_nodes
             || _burnish_json_scanner_fail (&self->scanner, "there is no list of nodes"))
         && _burnish_node_reader_finish (&self->nodes);
}

static void
read_version (BurnishJsonScanner *scanner, gint64 *version)
{
  if (!_burnish_json_scanner_read_int (scanner, 1, G_MAXINT64, version)
      || *version <= BURNISH_PROJECT_VERSION)
    return;
  scanner->error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_PROJECT_TOO_NEW,
                                "The project has version %" G_GINT64_FORMAT
                                " of the format; this Burnish reads version %d",
                                *version, BURNISH_PROJECT_VERSION);
}

static void
read_format (BurnishJsonScanner *scanner, GString *string, gboolean *is_known)
{
  if (!_burnish_json_scanner_read_string (scanner, string))
    return;
  *is_known = g_str_equal (string->str, BURNISH_PROJECT_FORMAT);
  if (!*is_known)
    _burnish_json_scanner_fail (scanner, "the format is not “%s”", BURNISH_PROJECT_FORMAT);
}

/* Format and version come first as a rule. They need not; but nothing else means anything before
   they are known. */
static gboolean
check_header (const char *text, gsize length, GError **error)
{
  g_auto (BurnishJsonScanner) scanner;
  g_autoptr (GString) string = g_string_new (NULL);
  gboolean is_known = FALSE;
  gint64 version = 0;

  _burnish_json_scanner_init (&scanner, text, length);
  _burnish_json_scanner_enter (&scanner, '{');
  while ((!is_known || version == 0) && _burnish_json_scanner_next_member (&scanner, string))
    if (g_str_equal (string->str, "format"))
      read_format (&scanner, string, &is_known);
    else if (g_str_equal (string->str, "version"))
      read_version (&scanner, &version);
    else
      _burnish_json_scanner_skip (&scanner, NULL, NULL);
  if (!is_known || version == 0)
    _burnish_json_scanner_fail (&scanner, "the file is no project: it says no format and version");
  if (scanner.error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&scanner.error));
  return FALSE;
}

BurnishProjectFacts *
_burnish_project_read (const char *text,
                       gsize length,
                       GFile *file,
                       BurnishArena *arena,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (BurnishProjectFacts) facts = NULL;
  Reader self = { .cancellable = cancellable };
  gboolean success;

  if (!check_header (text, length, error))
    return NULL;
  facts = _burnish_project_facts_new ();
  facts->image_options = burnish_image_options_new_for_family (BURNISH_DISC_FAMILY_NONE);
  self.facts = facts;
  self.name = g_string_new (NULL);
  self.string = g_string_new (NULL);
  _burnish_json_scanner_init (&self.scanner, text, length);
  _burnish_node_reader_init (&self.nodes, &self.scanner, arena, file);
  success = read_project (&self);
  if (!success && !g_cancellable_set_error_if_cancelled (cancellable, error))
    g_propagate_error (error, g_steal_pointer (&self.scanner.error));
  _burnish_node_reader_clear (&self.nodes);
  _burnish_json_scanner_clear (&self.scanner);
  g_string_free (self.name, TRUE);
  g_string_free (self.string, TRUE);
  return success ? g_steal_pointer (&facts) : NULL;
}
