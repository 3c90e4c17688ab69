/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "../image/image-test.h"

#include "burnish-job-queue.h"
#include "burnish-job.h"
#include "burnish-report-private.h"

#include <json-glib/json-glib.h>

/* What the tests of jobs share. */

/* A job that was run to its end on the main context of the test. */
typedef struct
{
  BurnishJob *job;       /* (owned) */
  BurnishReport *report; /* (unowned) */
  GError *error;         /* (owned) (nullable) */
  gboolean success;
} TestRun;

void test_run_init (TestRun *self, BurnishPlan *plan);
void test_run_clear (TestRun *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestRun, test_run_clear)

/* Plans that must exist. */
BurnishPlan *
test_plan_burn (const char *target, BurnishImageLayout *layout, BurnishBurnOptions *options);
BurnishPlan *
test_plan_burn_image (const char *target, const char *image, BurnishBurnOptions *options);
BurnishPlan *test_plan_verify (const char *target, const char *image);

/* A tree of some files: a folder, many small files, a large one, an empty one. */
BurnishTree *test_tree_new (void);
/* Changes one byte of a file in place. */
void test_corrupt (const char *path, guint64 offset);
/* The report as the "result" event, which must follow the schema of docs/json.md. */
JsonObject *test_report_to_object (BurnishReport *report, int exit_code);
void test_check_event (const char *type, const char *line);

/* A source that delivers zeros, but not beyond the middle until it is released, or for ever. */
#define TEST_TYPE_STREAM (test_stream_get_type ())
G_DECLARE_FINAL_TYPE (TestStream, test_stream, TEST, STREAM, GInputStream)
TestStream *test_stream_new (guint64 size_bytes);
void test_stream_release (TestStream *self);
