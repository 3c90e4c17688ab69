/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Members of a JSON object, appended to a text that ends behind its opening bracket or behind
 * another member. Any thread.
 */

/* The name and the colon; the value is the caller's to append. */
void _burnish_json_text_begin (GString *text, const char *name);
void _burnish_json_text_add_string (GString *text, const char *name, const char *string);
void _burnish_json_text_add_int (GString *text, const char *name, gint64 value);
void _burnish_json_text_add_true (GString *text, const char *name);
void _burnish_json_text_add_base64 (GString *text,
                                    const char *name,
                                    gconstpointer bytes,
                                    gsize size_bytes);
/* A name that is not UTF-8 also gets its bytes, in a member of another name. */
void _burnish_json_text_add_bytes (GString *text,
                                   const char *name,
                                   const char *name_of_bytes,
                                   const char *bytes);

G_END_DECLS
