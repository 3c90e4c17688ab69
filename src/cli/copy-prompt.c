/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "copy-prompt.h"

#include "output.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

struct _CopyPrompt
{
  BurnishJob *job;              /* (unowned) */
  ProgressBar *bar;             /* (unowned) */
  guint input;                  /* source of standard input while a question stands; 0: none */
  BurnishDriveMonitor *monitor; /* (owned) (nullable) for changes of the disc */
  BurnishDrive *drive;          /* (owned) (nullable) the monitor's */
  GCancellable *cancellable;    /* (owned) of looking at a new disc */
};

static void
answer (CopyPrompt *self, gboolean go_on)
{
  g_clear_handle_id (&self->input, g_source_remove);
  burnish_job_answer (self->job, go_on);
}

static gboolean
input_cb (int fd, GIOCondition condition G_GNUC_UNUSED, gpointer user_data)
{
  CopyPrompt *self = user_data;
  char line[256];
  gssize n = read (fd, line, sizeof line);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  self->input = 0;
  /* The end of the input is nobody at the terminal. */
  answer (self, n > 0);
  return G_SOURCE_REMOVE;
}

static void
inspected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CopyPrompt *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect_finish (BURNISH_DRIVE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* self is gone */
  if (medium != NULL && self->input != 0)
    answer (self, TRUE);
}

/* Also taking the old disc out is a change. */
static void
medium_changed_cb (BurnishDrive *drive, gpointer user_data)
{
  CopyPrompt *self = user_data;

  if (self->input != 0)
    burnish_drive_inspect_async (drive, self->cancellable, inspected_cb, self);
}

static void
watch_drive (CopyPrompt *self)
{
  BurnishDrive *drive = burnish_plan_get_drive (burnish_job_get_plan (self->job));

  if (self->monitor != NULL)
    return;
  self->monitor = burnish_drive_monitor_new ();
  self->drive = burnish_drive_monitor_lookup (self->monitor, burnish_drive_get_id (drive));
  if (self->drive != NULL)
    g_signal_connect (self->drive, "medium-changed", G_CALLBACK (medium_changed_cb), self);
}

static void
question_changed_cb (BurnishJob *job, GParamSpec *pspec G_GNUC_UNUSED, gpointer user_data)
{
  CopyPrompt *self = user_data;
  const char *question = burnish_job_get_question (job);

  if (question == NULL)
    {
      g_clear_handle_id (&self->input, g_source_remove);
      return;
    }
  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    {
      answer (self, FALSE);
      return;
    }
  progress_bar_end_line (self->bar);
  output_remark (_ ("%s, and press Enter. "), question);
  fflush (stderr);
  watch_drive (self);
  if (self->input == 0)
    self->input = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, input_cb, self);
}

CopyPrompt *
copy_prompt_new (BurnishJob *job, ProgressBar *bar)
{
  CopyPrompt *self = g_new0 (CopyPrompt, 1);

  self->job = job;
  self->bar = bar;
  self->cancellable = g_cancellable_new ();
  g_signal_connect (job, "notify::question", G_CALLBACK (question_changed_cb), self);
  return self;
}

void
copy_prompt_free (CopyPrompt *self)
{
  g_signal_handlers_disconnect_by_data (self->job, self);
  if (self->drive != NULL)
    g_signal_handlers_disconnect_by_data (self->drive, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->input, g_source_remove);
  g_clear_object (&self->drive);
  g_clear_object (&self->monitor);
  g_clear_object (&self->cancellable);
  g_free (self);
}
