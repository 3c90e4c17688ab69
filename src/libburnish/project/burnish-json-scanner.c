/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-json-scanner-private.h"

#include <string.h>

/* Far more than any version of a project file nests; the skipping of a value recurses as deep. */
#define MAX_DEPTH 64

void
_burnish_json_scanner_init (BurnishJsonScanner *self, const char *text, gsize length)
{
  *self = (BurnishJsonScanner){ .text = text, .next = text, .end = text + length };
}

void
_burnish_json_scanner_clear (BurnishJsonScanner *self)
{
  g_clear_error (&self->error);
}

static guint
count_lines (BurnishJsonScanner *self)
{
  guint n_lines = 1;

  for (const char *p = self->text; (p = memchr (p, '\n', (gsize) (self->next - p))) != NULL; p++)
    n_lines++;
  return n_lines;
}

gboolean
_burnish_json_scanner_fail (BurnishJsonScanner *self, const char *format, ...)
{
  g_autofree char *fault = NULL;
  va_list arguments;

  if (self->error != NULL)
    return FALSE;
  va_start (arguments, format);
  fault = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_PROJECT_INVALID, "Line %u: %s",
                             count_lines (self), fault);
  return FALSE;
}

/* The next byte that is no white space; NUL at the end of the text. */
static char
peek (BurnishJsonScanner *self)
{
  while (self->next < self->end && strchr (" \t\r\n", *self->next) != NULL && *self->next != '\0')
    self->next++;
  return self->next < self->end ? *self->next : '\0';
}

static gboolean
fail_unexpected (BurnishJsonScanner *self, const char *expected)
{
  if (self->next == self->end)
    return _burnish_json_scanner_fail (self, "the file ends too early; there should be %s",
                                       expected);
  return _burnish_json_scanner_fail (self, "there should be %s", expected);
}

static gboolean
take (BurnishJsonScanner *self, char byte, const char *expected)
{
  if (self->error != NULL)
    return FALSE;
  if (peek (self) != byte)
    return fail_unexpected (self, expected);
  self->next++;
  return TRUE;
}

gboolean
_burnish_json_scanner_enter (BurnishJsonScanner *self, char bracket)
{
  if (!take (self, bracket, bracket == '{' ? "an object" : "an array"))
    return FALSE;
  if (self->depth == MAX_DEPTH)
    return _burnish_json_scanner_fail (self, "values are nested too deeply");
  self->depth++;
  self->is_first = TRUE;
  return TRUE;
}

/* Whether another item follows; else the closing bracket has been read. */
static gboolean
next_item (BurnishJsonScanner *self, char bracket)
{
  gboolean is_first = self->is_first;

  self->is_first = FALSE;
  if (self->error != NULL)
    return FALSE;
  if (peek (self) == bracket)
    {
      self->next++;
      self->depth--;
      return FALSE;
    }
  return is_first || take (self, ',', bracket == '}' ? "“,” or “}”" : "“,” or “]”");
}

gboolean
_burnish_json_scanner_next_member (BurnishJsonScanner *self, GString *name)
{
  return next_item (self, '}') && _burnish_json_scanner_read_string (self, name)
         && take (self, ':', "a colon");
}

gboolean
_burnish_json_scanner_next_element (BurnishJsonScanner *self)
{
  return next_item (self, ']');
}

static gboolean
read_hex (BurnishJsonScanner *self, gunichar *code)
{
  *code = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = self->next < self->end ? g_ascii_xdigit_value (*self->next) : -1;

      if (digit < 0)
        return fail_unexpected (self, "four hexadecimal digits");
      *code = *code << 4 | (gunichar) digit;
      self->next++;
    }
  return TRUE;
}

/* After "\u". Characters beyond 16 bits are two codes (RFC 8259, section 7). */
static gboolean
read_code (BurnishJsonScanner *self, GString *string)
{
  gunichar code, low;

  if (!read_hex (self, &code))
    return FALSE;
  if (code >= 0xd800 && code < 0xdc00)
    {
      if (self->end - self->next < 2 || self->next[0] != '\\' || self->next[1] != 'u')
        return _burnish_json_scanner_fail (self, "a string holds half a character");
      self->next += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low >= 0xe000)
        return _burnish_json_scanner_fail (self, "a string holds half a character");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (code == 0 || (code >= 0xdc00 && code < 0xe000))
    return _burnish_json_scanner_fail (self, "a string holds no character at “\\u%04x”", code);
  g_string_append_unichar (string, code);
  return TRUE;
}

/* After the backslash. */
static gboolean
read_escape (BurnishJsonScanner *self, GString *string)
{
  static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (self->next == self->end)
    return fail_unexpected (self, "the rest of a string");
  if (*self->next == 'u')
    {
      self->next++;
      return read_code (self, string);
    }
  letter = *self->next != '\0' ? strchr (letters, *self->next) : NULL;
  if (letter == NULL)
    return _burnish_json_scanner_fail (self, "a string holds an unknown escape");
  g_string_append_c (string, bytes[letter - letters]);
  self->next++;
  return TRUE;
}

static gboolean
is_plain (char byte)
{
  return (guchar) byte >= 0x20 && byte != '"' && byte != '\\';
}

gboolean
_burnish_json_scanner_read_string (BurnishJsonScanner *self, GString *string)
{
  g_string_truncate (string, 0);
  if (!take (self, '"', "a string"))
    return FALSE;
  while (self->next < self->end && *self->next != '"')
    {
      const char *start = self->next;

      while (self->next < self->end && is_plain (*self->next))
        self->next++;
      g_string_append_len (string, start, self->next - start);
      if (self->next == self->end || *self->next == '"')
        continue;
      if (*self->next != '\\')
        return _burnish_json_scanner_fail (self, "a string holds a control character");
      self->next++;
      if (!read_escape (self, string))
        return FALSE;
    }
  if (self->next == self->end)
    return fail_unexpected (self, "the rest of a string");
  self->next++;
  if (!g_utf8_validate_len (string->str, string->len, NULL))
    return _burnish_json_scanner_fail (self, "a string is not UTF-8");
  return TRUE;
}

static gboolean
skip_digits (BurnishJsonScanner *self)
{
  const char *start = self->next;

  while (self->next < self->end && g_ascii_isdigit (*self->next))
    self->next++;
  return self->next > start || fail_unexpected (self, "a digit");
}

static gboolean
is_next (BurnishJsonScanner *self, const char *bytes)
{
  return self->next < self->end && *self->next != '\0' && strchr (bytes, *self->next) != NULL;
}

/* Leaves whether it is a whole number in *is_whole. */
static gboolean
skip_number (BurnishJsonScanner *self, gboolean *is_whole)
{
  *is_whole = TRUE;
  if (*self->next == '-')
    self->next++;
  if (is_next (self, "0"))
    self->next++;
  else if (!skip_digits (self))
    return FALSE;
  if (is_next (self, "."))
    {
      *is_whole = FALSE;
      self->next++;
      if (!skip_digits (self))
        return FALSE;
    }
  if (is_next (self, "eE"))
    {
      *is_whole = FALSE;
      self->next++;
      if (is_next (self, "+-"))
        self->next++;
      if (!skip_digits (self))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_number (char byte)
{
  return byte == '-' || g_ascii_isdigit (byte);
}

gboolean
_burnish_json_scanner_read_int (BurnishJsonScanner *self,
                                gint64 minimum,
                                gint64 maximum,
                                gint64 *value)
{
  g_autofree char *digits = NULL;
  const char *start;
  gboolean is_whole;

  if (self->error != NULL)
    return FALSE;
  if (!is_number (peek (self)))
    return fail_unexpected (self, "a number");
  start = self->next;
  if (!skip_number (self, &is_whole))
    return FALSE;
  if (!is_whole)
    return _burnish_json_scanner_fail (self, "a number should be a whole one");
  digits = g_strndup (start, (gsize) (self->next - start));
  if (!g_ascii_string_to_signed (digits, 10, minimum, maximum, value, NULL))
    return _burnish_json_scanner_fail (self, "the number %.40s is out of range", digits);
  return TRUE;
}

static gboolean
take_word (BurnishJsonScanner *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->next) < length || memcmp (self->next, word, length) != 0)
    return FALSE;
  self->next += length;
  return TRUE;
}

gboolean
_burnish_json_scanner_read_boolean (BurnishJsonScanner *self, gboolean *value)
{
  if (self->error != NULL)
    return FALSE;
  peek (self);
  *value = take_word (self, "true");
  return *value || take_word (self, "false") || fail_unexpected (self, "true or false");
}

gboolean
_burnish_json_scanner_read_null (BurnishJsonScanner *self)
{
  if (self->error != NULL)
    return FALSE;
  peek (self);
  return take_word (self, "null");
}

static gboolean skip_value (BurnishJsonScanner *self, GString *string);

static gboolean
skip_items (BurnishJsonScanner *self, char bracket, GString *string)
{
  if (!_burnish_json_scanner_enter (self, bracket))
    return FALSE;
  while (bracket == '{' ? _burnish_json_scanner_next_member (self, string)
                        : _burnish_json_scanner_next_element (self))
    if (!skip_value (self, string))
      return FALSE;
  return self->error == NULL;
}

static gboolean
skip_value (BurnishJsonScanner *self, GString *string)
{
  gboolean is_true;

  switch (peek (self))
    {
    case '{':
    case '[':
      return skip_items (self, *self->next, string);
    case '"':
      return _burnish_json_scanner_read_string (self, string);
    case 't':
    case 'f':
      return _burnish_json_scanner_read_boolean (self, &is_true);
    case 'n':
      return _burnish_json_scanner_read_null (self) || fail_unexpected (self, "a value");
    default:
      return is_number (peek (self)) ? skip_number (self, &is_true)
                                     : fail_unexpected (self, "a value");
    }
}

gboolean
_burnish_json_scanner_skip (BurnishJsonScanner *self, const char **start, gsize *length)
{
  g_autoptr (GString) string = NULL;
  const char *begin;

  if (self->error != NULL)
    return FALSE;
  string = g_string_new (NULL);
  peek (self);
  begin = self->next;
  if (!skip_value (self, string))
    return FALSE;
  if (start != NULL)
    {
      *start = begin;
      *length = (gsize) (self->next - begin);
    }
  return TRUE;
}

gboolean
_burnish_json_scanner_end (BurnishJsonScanner *self)
{
  if (self->error != NULL)
    return FALSE;
  peek (self);
  return self->next == self->end
         || _burnish_json_scanner_fail (self, "something follows the end of the project");
}

void
_burnish_json_append_string (GString *text, const char *string)
{
  static const char letters[] = "\"\\bfnrt", bytes[] = "\"\\\b\f\n\r\t";
  const char *p = string;

  g_string_append_c (text, '"');
  while (*p != '\0')
    {
      const char *start = p, *byte;

      while (is_plain (*p) && *p != 0x7f)
        p++;
      g_string_append_len (text, start, p - start);
      if (*p == '\0')
        break;
      byte = strchr (bytes, *p);
      if (byte != NULL)
        g_string_append_printf (text, "\\%c", letters[byte - bytes]);
      else
        g_string_append_printf (text, "\\u%04x", (guint) (guchar) *p);
      p++;
    }
  g_string_append_c (text, '"');
}
