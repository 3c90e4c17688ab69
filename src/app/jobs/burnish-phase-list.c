/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "jobs/burnish-phase-list.h"

#include "jobs/burnish-job-words.h"

#include <glib/gi18n.h>

typedef enum
{
  STEP_TO_COME,
  STEP_RUNNING,
  STEP_DONE,
} StepState;

typedef struct
{
  BurnishPlanStep step;
  StepState state;
  GtkStack *stack; /* (unowned): what stands before the text */
  GtkSpinner *spinner;
  GtkWidget *row;
  GtkWidget *label;
} Row;

struct _BurnishPhaseList
{
  AdwBin parent_instance;

  GtkListBox *list; /* (unowned) */
  GArray *rows;     /* (owned) of Row */
};

G_DEFINE_FINAL_TYPE (BurnishPhaseList, burnish_phase_list, ADW_TYPE_BIN)

static void
burnish_phase_list_finalize (GObject *object)
{
  BurnishPhaseList *self = BURNISH_PHASE_LIST (object);

  g_clear_pointer (&self->rows, g_array_unref);

  G_OBJECT_CLASS (burnish_phase_list_parent_class)->finalize (object);
}

static void
burnish_phase_list_class_init (BurnishPhaseListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_phase_list_finalize;
}

static void
burnish_phase_list_init (BurnishPhaseList *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Steps"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

static void
add_icon (Row *row, const char *page, const char *icon_name, const char *css_class)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (image, css_class);
  gtk_stack_add_named (row->stack, image, page);
}

static GtkWidget *
new_marker (Row *row)
{
  row->stack = GTK_STACK (gtk_stack_new ());
  row->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_valign (GTK_WIDGET (row->stack), GTK_ALIGN_CENTER);
  gtk_stack_add_named (row->stack, adw_bin_new (), "to-come");
  gtk_stack_add_named (row->stack, GTK_WIDGET (row->spinner), "running");
  add_icon (row, "standing", "media-playback-start-symbolic", "accent");
  add_icon (row, "done", "object-select-symbolic", "success");
  return GTK_WIDGET (row->stack);
}

static void
show_state (Row *row, BurnishPlan *plan)
{
  static const char *const pages[] = { "to-come", "running", "done" };
  const char *step = burnish_job_words_get_step (plan, row->step);
  gboolean moves;
  g_autofree char *name = NULL;

  g_object_get (gtk_widget_get_settings (row->row), "gtk-enable-animations", &moves, NULL);
  gtk_stack_set_visible_child_name (row->stack, row->state == STEP_RUNNING && !moves
                                                    ? "standing"
                                                    : pages[row->state]);
  gtk_spinner_set_spinning (row->spinner, row->state == STEP_RUNNING && moves);
  if (row->state == STEP_TO_COME)
    gtk_widget_add_css_class (row->label, "dim-label");
  else
    gtk_widget_remove_css_class (row->label, "dim-label");
  switch (row->state)
    {
    case STEP_DONE:
      /* Translators: an entry of a check list as it is read aloud, such as “Write the data”. */
      name = g_strdup_printf (_ ("%s: done"), step);
      break;
    case STEP_RUNNING:
      /* Translators: an entry of a check list as it is read aloud, such as “Write the data”. */
      name = g_strdup_printf (_ ("%s: running"), step);
      break;
    case STEP_TO_COME:
    default:
      /* Translators: an entry of a check list as it is read aloud, such as “Write the data”. */
      name = g_strdup_printf (_ ("%s: still to come"), step);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
add_row (BurnishPhaseList *self, BurnishPlan *plan, BurnishPlanStep step)
{
  Row row = { .step = step };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  row.label = gtk_label_new (burnish_job_words_get_step (plan, step));
  gtk_label_set_xalign (GTK_LABEL (row.label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (row.label), TRUE);
  gtk_widget_set_hexpand (row.label, TRUE);
  gtk_box_append (GTK_BOX (box), new_marker (&row));
  gtk_box_append (GTK_BOX (box), row.label);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  row.row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row.row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row.row), FALSE);
  gtk_widget_set_focusable (row.row, FALSE);
  gtk_list_box_append (self->list, row.row);
  g_array_append_val (self->rows, row);
  show_state (&row, plan);
}

/*
 * burnish_phase_list_set_plan:
 * @self: the list
 * @plan: whose steps it shows, once for all
 */
void
burnish_phase_list_set_plan (BurnishPhaseList *self, BurnishPlan *plan)
{
  g_return_if_fail (BURNISH_IS_PHASE_LIST (self));
  g_return_if_fail (self->rows->len == 0);

  /* Making the drive forget what it has read is a part of verifying. */
  for (guint i = 0; i < burnish_plan_get_n_steps (plan); i++)
    if (burnish_plan_get_step (plan, i) != BURNISH_STEP_RELOAD)
      add_row (self, plan, burnish_plan_get_step (plan, i));
}

static int
get_step_of_phase (BurnishPhase phase)
{
  switch (phase)
    {
    case BURNISH_PHASE_ERASING:
      return BURNISH_STEP_ERASE;
    case BURNISH_PHASE_FORMATTING:
      return BURNISH_STEP_FORMAT;
    case BURNISH_PHASE_CALIBRATING:
    case BURNISH_PHASE_WRITING:
      return BURNISH_STEP_WRITE;
    case BURNISH_PHASE_CLOSING:
      return BURNISH_STEP_CLOSE;
    case BURNISH_PHASE_RELOADING:
    case BURNISH_PHASE_VERIFYING:
      return BURNISH_STEP_VERIFY;
    case BURNISH_PHASE_EJECTING:
      return BURNISH_STEP_EJECT;
    case BURNISH_PHASE_PREPARING:
    default:
      return -1;
    }
}

/*
 * burnish_phase_list_update:
 * @self: the list
 * @job: the job of the list's plan
 *
 * Shows how far the job is with the copy that it makes now.
 */
void
burnish_phase_list_update (BurnishPhaseList *self, BurnishJob *job)
{
  BurnishPlan *plan;
  int current;

  g_return_if_fail (BURNISH_IS_PHASE_LIST (self));

  plan = burnish_job_get_plan (job);
  current = get_step_of_phase (burnish_job_get_phase (job));
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      StepState state = STEP_TO_COME;

      if ((int) row->step < current)
        state = STEP_DONE;
      else if ((int) row->step == current)
        state = STEP_RUNNING;
      if (state == row->state)
        continue;
      row->state = state;
      show_state (row, plan);
    }
}
