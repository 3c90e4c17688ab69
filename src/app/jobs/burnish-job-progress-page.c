/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-job-progress-page.h"

#include "jobs/burnish-job-words.h"
#include "jobs/burnish-phase-list.h"

#include <glib/gi18n.h>

struct _BurnishJobProgressPage
{
  AdwBin parent_instance;

  BurnishJob *job; /* (owned) (nullable) */

  GtkLabel *percent_label;
  GtkLabel *activity_label;
  GtkLabel *time_label;
  GtkProgressBar *bar;
  GtkLabel *copy_label;
  GtkLabel *path_label;
  BurnishPhaseList *phase_list;
  GtkWidget *figures;
  GtkWidget *speed_row;
  GtkLabel *speed_label;
  GtkWidget *fifo_row;
  GtkLevelBar *fifo_bar;
  GtkWidget *drive_row;
  GtkLevelBar *drive_bar;
  GtkLabel *cancel_label;
};

G_DEFINE_FINAL_TYPE (BurnishJobProgressPage, burnish_job_progress_page, ADW_TYPE_BIN)

/* A label that is told the same text would be laid out again for nothing. */
static void
show_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static void
show_buffer (GtkWidget *row, GtkLevelBar *bar, double fill)
{
  gtk_widget_set_visible (row, fill >= 0.0);
  if (fill >= 0.0)
    gtk_level_bar_set_value (bar, CLAMP (fill, 0.0, 1.0));
}

static void
show_speed (BurnishJobProgressPage *self, const BurnishProgress *progress)
{
  g_autofree char *rate = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->speed_row, progress->speed_kbs > 0);
  if (progress->speed_kbs == 0)
    return;
  rate = g_format_size ((guint64) progress->speed_kbs * 1000);
  if (progress->family == BURNISH_DISC_FAMILY_NONE)
    /* Translators: a speed; %s is a size, such as “11.1 MB”. */
    text = g_strdup_printf (_ ("%s/s"), rate);
  else
    /* Translators: a speed, such as “8.0× (11.1 MB/s)”; %s is a size, such as “11.1 MB”. */
    text = g_strdup_printf (_ ("%.1f× (%s/s)"),
                            burnish_speed_to_factor (progress->speed_kbs, progress->family), rate);
  show_text (self->speed_label, text);
}

static void
show_progress (BurnishJobProgressPage *self, const BurnishProgress *progress)
{
  g_autofree char *percent =
      g_strdup_printf (_ ("%u%%"), burnish_job_words_get_percent (self->job));
  g_autofree char *left = burnish_job_words_dup_time_left (progress->seconds_left);

  show_text (self->percent_label, percent);
  show_text (self->time_label, left);
  gtk_progress_bar_set_fraction (self->bar, MIN (progress->fraction, 1.0));
  gtk_widget_set_visible (GTK_WIDGET (self->copy_label), progress->n_copies > 1);
  if (progress->n_copies > 1)
    {
      g_autofree char *copy =
          g_strdup_printf (_ ("Disc %u of %u"), progress->copy, progress->n_copies);

      show_text (self->copy_label, copy);
    }
  if (progress->current_path != NULL)
    {
      g_autofree char *path = g_filename_display_name (progress->current_path);

      show_text (self->path_label, path);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->path_label), path);
    }
  else
    show_text (self->path_label, "");
  show_speed (self, progress);
  show_buffer (self->fifo_row, self->fifo_bar, progress->fifo_fill);
  show_buffer (self->drive_row, self->drive_bar, progress->drive_buffer_fill);
  gtk_widget_set_visible (self->figures, progress->speed_kbs > 0 || progress->fifo_fill >= 0.0
                                             || progress->drive_buffer_fill >= 0.0);
}

static const char *
get_cancel_hint (BurnishJob *job)
{
  if (burnish_job_get_state (job) == BURNISH_JOB_CANCELLING)
    return _ ("The drive finishes what it is doing. This can take a while.");
  if (!burnish_job_get_can_cancel (job))
    return _ ("What happens now cannot be stopped; it will be over soon.");
  return "";
}

static void
update (BurnishJobProgressPage *self)
{
  const BurnishProgress *progress;

  if (self->job == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  progress = burnish_job_get_progress (self->job);
  show_text (self->activity_label, burnish_job_words_get_activity (self->job));
  if (progress != NULL)
    show_progress (self, progress);
  if (burnish_job_get_state (self->job) == BURNISH_JOB_CANCELLING)
    show_text (self->time_label, "");
  show_text (self->cancel_label, get_cancel_hint (self->job));
  burnish_phase_list_update (self->phase_list, self->job);
}

static void
burnish_job_progress_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (burnish_job_progress_page_parent_class)->map (widget);

  update (BURNISH_JOB_PROGRESS_PAGE (widget));
}

static void
burnish_job_progress_page_dispose (GObject *object)
{
  BurnishJobProgressPage *self = BURNISH_JOB_PROGRESS_PAGE (object);

  g_clear_object (&self->job);

  G_OBJECT_CLASS (burnish_job_progress_page_parent_class)->dispose (object);
}

static void
burnish_job_progress_page_class_init (BurnishJobProgressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = burnish_job_progress_page_dispose;
  widget_class->map = burnish_job_progress_page_map;

  g_type_ensure (BURNISH_TYPE_PHASE_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/burnish/Burnish/jobs/burnish-job-progress-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, BurnishJobProgressPage, name)
  BIND (percent_label);
  BIND (activity_label);
  BIND (time_label);
  BIND (bar);
  BIND (copy_label);
  BIND (path_label);
  BIND (phase_list);
  BIND (figures);
  BIND (speed_row);
  BIND (speed_label);
  BIND (fifo_row);
  BIND (fifo_bar);
  BIND (drive_row);
  BIND (drive_bar);
  BIND (cancel_label);
#undef BIND
}

static void
burnish_job_progress_page_init (BurnishJobProgressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/*
 * burnish_job_progress_page_set_job:
 * @self: the page
 * @job: what it shows, once for all
 */
void
burnish_job_progress_page_set_job (BurnishJobProgressPage *self, BurnishJob *job)
{
  static const char *const signals[] = { "notify::progress", "notify::state", "notify::phase",
                                         "notify::can-cancel" };

  g_return_if_fail (BURNISH_IS_JOB_PROGRESS_PAGE (self));
  g_return_if_fail (self->job == NULL);

  self->job = g_object_ref (job);
  burnish_phase_list_set_plan (self->phase_list, burnish_job_get_plan (job));
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (job, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
