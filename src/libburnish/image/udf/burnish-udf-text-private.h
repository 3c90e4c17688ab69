/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * OSTA compressed Unicode (UDF 2.1.1): a byte that says 8 or 16 bits, then characters of that size.
 * Characters beyond U+FFFF are two surrogates. Pure functions, for any thread.
 */

/* Bytes that a text of valid UTF-8 takes; 0 for an empty one. */
gsize _burnish_udf_text_size (const char *text);
/* Writes exactly these bytes. */
void _burnish_udf_text_encode (const char *text, guint8 *bytes);
/* Bytes as UTF-8, lone surrogates and NULs replaced by U+FFFD; NULL when the first byte is neither
   8, 16, 254 nor 255 or a character is incomplete. No bytes are an empty text. */
char *_burnish_udf_text_decode (const guint8 *bytes, gsize size_bytes);

/* A dstring (UDF 2.1.3): its last byte says how many are used. A text that is too long is cut
   behind a whole character. */
void _burnish_udf_dstring_write (guint8 *field, gsize field_bytes, const char *text);
/* As _burnish_udf_text_decode; also NULL when it claims more bytes than it has. */
char *_burnish_udf_dstring_read (const guint8 *field, gsize field_bytes);

G_END_DECLS
