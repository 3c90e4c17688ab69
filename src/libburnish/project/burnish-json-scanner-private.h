/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * BurnishJsonScanner reads a JSON text (RFC 8259) from one end to the other without building
 * anything: a project of a million files needs no more memory than its tree, and a hostile one
 * finds no recursion to exhaust. The first fault is kept with its line; every call after it fails.
 * It belongs to the thread that uses it.
 */

typedef struct
{
  const char *text;
  const char *next;
  const char *end;
  GError *error; /* (owned) (nullable): the first fault, PROJECT_INVALID */
  guint depth;
  gboolean is_first; /* nothing was read yet in the array or object that was entered last */
} BurnishJsonScanner;

void _burnish_json_scanner_init (BurnishJsonScanner *self, const char *text, gsize length);
void _burnish_json_scanner_clear (BurnishJsonScanner *self);
/* Sets the fault, with the line; format as of printf. Returns FALSE. */
gboolean _burnish_json_scanner_fail (BurnishJsonScanner *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Enters an object or an array; each must be read to its end. */
gboolean _burnish_json_scanner_enter (BurnishJsonScanner *self, char bracket);
/* Goes to the value of the next member; FALSE at the end, which leaves the object. */
gboolean _burnish_json_scanner_next_member (BurnishJsonScanner *self, GString *name);
/* Goes to the next element; FALSE at the end, which leaves the array. */
gboolean _burnish_json_scanner_next_element (BurnishJsonScanner *self);

gboolean _burnish_json_scanner_read_string (BurnishJsonScanner *self, GString *string);
/* A whole number between minimum and maximum. */
gboolean _burnish_json_scanner_read_int (BurnishJsonScanner *self,
                                         gint64 minimum,
                                         gint64 maximum,
                                         gint64 *value);
gboolean _burnish_json_scanner_read_boolean (BurnishJsonScanner *self, gboolean *value);
/* Whether the next value is null, which is read then. */
gboolean _burnish_json_scanner_read_null (BurnishJsonScanner *self);
/* Any value. (optional): where it stands in the text. */
gboolean _burnish_json_scanner_skip (BurnishJsonScanner *self, const char **start, gsize *length);
/* Nothing but white space may follow. */
gboolean _burnish_json_scanner_end (BurnishJsonScanner *self);

/* Appends a JSON string with its quotation marks; string is UTF-8. */
void _burnish_json_append_string (GString *text, const char *string);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishJsonScanner, _burnish_json_scanner_clear)

G_END_DECLS
