/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-json-private.h"
#include "burnish-text-private.h"
#include "burnish.h"

/*
 * Output is where a verb's words go: JSON events on standard output (docs/json.md), or text for
 * people on standard output with remarks and progress on standard error. Text of strangers in it is
 * escaped (burnish-text-private.h). One thread.
 */

typedef struct _Output Output;

/* Prints the "start" event. */
Output *output_new (const char *verb, gboolean json);
void output_free (Output *self);
gboolean output_is_json (Output *self);
/* How many things do not get onto the disc; the result says it once more. */
void output_count_left_out (Output *self);
guint output_get_n_left_out (Output *self);

/* A JSON event: begin, add members to the builder (burnish-json-private.h), end. Call only when
 * output_is_json (). */
JsonBuilder *output_begin_event (Output *self, const char *type);
void output_end_event (Output *self);
/* All members of the object that the text is. */
void output_add_members (JsonBuilder *builder, const char *json);

/* The result in words: standard output; dropped when JSON is printed. */
void output_print (Output *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A remark: standard error, also beside JSON. */
void output_remark (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The last call of a verb: prints the "result" event, or the error with its reasons, and returns
   the exit code. Both may be NULL. */
int output_finish (Output *self, BurnishReport *report, const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Output, output_free)
