/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-json-text-private.h"

#include "burnish-json-scanner-private.h"

#include <string.h>

void
_burnish_json_text_begin (GString *text, const char *name)
{
  if (text->str[text->len - 1] != '{')
    g_string_append_c (text, ',');
  _burnish_json_append_string (text, name);
  g_string_append_c (text, ':');
}

void
_burnish_json_text_add_string (GString *text, const char *name, const char *string)
{
  _burnish_json_text_begin (text, name);
  _burnish_json_append_string (text, string);
}

void
_burnish_json_text_add_int (GString *text, const char *name, gint64 value)
{
  _burnish_json_text_begin (text, name);
  g_string_append_printf (text, "%" G_GINT64_FORMAT, value);
}

void
_burnish_json_text_add_true (GString *text, const char *name)
{
  _burnish_json_text_begin (text, name);
  g_string_append (text, "true");
}

void
_burnish_json_text_add_base64 (GString *text,
                               const char *name,
                               gconstpointer bytes,
                               gsize size_bytes)
{
  g_autofree char *base64 = g_base64_encode (bytes, size_bytes);

  _burnish_json_text_add_string (text, name, base64);
}

/* A name that is not UTF-8 also gets its bytes, in a member of another name. */
void
_burnish_json_text_add_bytes (GString *text,
                              const char *name,
                              const char *name_of_bytes,
                              const char *bytes)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate (bytes, -1, NULL))
    {
      _burnish_json_text_add_string (text, name, bytes);
      return;
    }
  valid = g_utf8_make_valid (bytes, -1);
  _burnish_json_text_add_string (text, name, valid);
  _burnish_json_text_add_base64 (text, name_of_bytes, bytes, strlen (bytes));
}
