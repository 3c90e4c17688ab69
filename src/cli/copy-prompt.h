/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish.h"
#include "progress-bar.h"

/*
 * Answers a job that asks for the next disc of its copies. On a terminal a person is asked, and
 * Enter or the disc itself is the answer; off a terminal nobody is, and the job ends. Everything
 * happens in the main loop.
 */

typedef struct _CopyPrompt CopyPrompt;

/* Both must live longer. */
CopyPrompt *copy_prompt_new (BurnishJob *job, ProgressBar *bar);
void copy_prompt_free (CopyPrompt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CopyPrompt, copy_prompt_free)
