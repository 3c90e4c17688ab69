/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "output.h"

/*
 * A verb of burnish-cli: one file each, in the table of main.c. The whole program runs on the main
 * thread; only jobs have threads of their own.
 */

typedef struct
{
  const char *name;
  const char *arguments; /* for the usage line: "FOLDER…" */
  const char *summary;
  const char *description; /* the long help below the options */
  /* arguments without the verb; the exit code is the return value (docs/exit-codes.md) */
  int (*run) (const char *const *arguments, Output *output);
  const GOptionEntry *options; /* (nullable): the verb's own; ends with { NULL } */
  gboolean image_options;      /* also those of image-options.h */
  gboolean write_options;      /* also those of write-options.h */
} Verb;

extern const Verb verb_drives;
extern const Verb verb_info;
extern const Verb verb_list;
extern const Verb verb_extract;
extern const Verb verb_tree;
extern const Verb verb_image;
extern const Verb verb_burn;
extern const Verb verb_burn_image;
extern const Verb verb_erase;
extern const Verb verb_format;
extern const Verb verb_verify;
extern const Verb verb_check_udf;
