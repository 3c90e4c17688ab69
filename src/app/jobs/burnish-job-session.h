/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "jobs/burnish-job-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * BurnishJobSession is what jobs mean for the person's session: each has its window; notifications
 * say what happens while nobody looks; the application stays, and neither the computer nor the
 * session ends, as long as a job is not finished. Its action "app.show-job" (u: id of a job, see
 * burnish_job_list_get_id()) brings a job's window back.
 */

#define BURNISH_TYPE_JOB_SESSION (burnish_job_session_get_type ())
G_DECLARE_FINAL_TYPE (BurnishJobSession, burnish_job_session, BURNISH, JOB_SESSION, GObject)

BurnishJobSession *burnish_job_session_new (GtkApplication *application, BurnishJobList *jobs);
gboolean burnish_job_session_present_hidden (BurnishJobSession *self);
gboolean burnish_job_session_quit (BurnishJobSession *self);

G_END_DECLS
