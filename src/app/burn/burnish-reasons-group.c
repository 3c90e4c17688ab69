/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-reasons-group.h"

#include "compat/burnish-accessible.h"
#include "compat/burnish-wrap-layout.h"
#include "drives/burnish-drive-words.h"
#include "plan/burnish-consent.h"

#include <glib/gi18n.h>

/* Thousands of files can be gone at once; nobody reads more rows than this. */
#define MAX_ROWS 20

/* Of a row: all that it says. */
#define WORDS_KEY "burnish-words"

struct _BurnishReasonsGroup
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* (owned) of GtkWidget */
};

G_DEFINE_FINAL_TYPE (BurnishReasonsGroup, burnish_reasons_group, ADW_TYPE_PREFERENCES_GROUP)

typedef struct
{
  BurnishAction action;
  const char *label; /* marked for translation */
  const char *action_name;
} Cure;

static const Cure cures[] = {
  { BURNISH_ACTION_RETRY, N_ ("_Try Again"), "burn.retry" },
  { BURNISH_ACTION_CHOOSE_DRIVE, N_ ("Choose _Drive"), "burn.choose-drive" },
  { BURNISH_ACTION_INSERT_DISC, N_ ("_Open Tray"), "medium.eject" },
  { BURNISH_ACTION_ALLOW_OVERWRITE, N_ ("Allow _Erasing"), "burn.allow-overwrite" },
  { BURNISH_ACTION_SHOW_PERMISSION_HELP, N_ ("Get _Access…"), "medium.permission-help" },
  { BURNISH_ACTION_REVIEW_FILES, N_ ("Show _Files"), "burn.show-files" },
  { BURNISH_ACTION_REVIEW_NAMES, N_ ("Show _Files"), "burn.show-files" },
  { BURNISH_ACTION_CHOOSE_TARGET, N_ ("Choose _File…"), "burn.choose-image-file" },
};

static const Cure title_cure = { BURNISH_ACTION_REVIEW_NAMES, N_ ("Change _Title"),
                                 "burn.edit-title" };

static const Cure add_cure = { BURNISH_ACTION_ALLOW_OVERWRITE, N_ ("_Add to the Disc"),
                               "burn.add" };

static const Cure *
find_cure (const GError *reason, BurnishAction action, BurnishMedium *medium)
{
  /* What cannot be written over needs another disc. */
  if (action == BURNISH_ACTION_ALLOW_OVERWRITE
      && (medium == NULL || !burnish_medium_can (medium, BURNISH_OPERATION_OVERWRITE)))
    action = BURNISH_ACTION_INSERT_DISC;
  if (g_error_matches (reason, BURNISH_ERROR, BURNISH_ERROR_NAME_INVALID)
      && burnish_error_get_path (reason) == NULL)
    return &title_cure;
  for (gsize i = 0; i < G_N_ELEMENTS (cures); i++)
    if (cures[i].action == action)
      return &cures[i];
  return NULL;
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A button with a mnemonic, named without the underscore. */
static GtkWidget *
new_cure_button (const Cure *cure)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (_ (cure->label));

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), cure->action_name);
  return button;
}

static GtkWidget *
new_row (const char *heading)
{
  GtkWidget *row = adw_preferences_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), heading);
  burnish_accessible_set_name (row, heading);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
set_margins (GtkWidget *widget)
{
  gtk_widget_set_margin_top (widget, 12);
  gtk_widget_set_margin_bottom (widget, 12);
  gtk_widget_set_margin_start (widget, 12);
  gtk_widget_set_margin_end (widget, 12);
}

/* What one row says and offers. */
typedef struct
{
  const Cure *cure; /* (nullable) */
  char *heading;    /* (owned) */
  char *body;       /* (owned) */
  char *disc;       /* (owned) (nullable): whose data would be lost */
  gboolean can_add; /* to that disc */
} Reason;

/* However much of a disc is not understood, it is one reason. */
static gboolean
forbids_adding (const GError *error, BurnishAdding adding)
{
  return adding == BURNISH_ADDING_CHOSEN
         && g_error_matches (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_SUPPORTED);
}

static void
reason_init (Reason *self, const GError *error, BurnishMedium *medium, BurnishAdding adding)
{
  g_autoptr (BurnishMessage) message = burnish_message_new_for_error (error);
  BurnishAction action = burnish_message_get_action (message);
  const char *heading = burnish_message_get_heading (message);
  const char *body = burnish_message_get_body (message);

  if (forbids_adding (error, adding))
    {
      action = BURNISH_ACTION_ALLOW_OVERWRITE;
      heading = _ ("Nothing can be added to this disc");
      body = _ ("Not everything that is on it is understood, and the rest would be hidden by what "
                "is added. Put another disc in.");
    }
  self->heading = g_strdup (heading);
  self->body = g_strdup (body);
  self->cure = find_cure (error, action, medium);
  if (self->cure == NULL || self->cure->action != BURNISH_ACTION_ALLOW_OVERWRITE)
    return;
  self->disc = burnish_medium_dup_disc_summary (medium);
  self->can_add = adding == BURNISH_ADDING_OFFERED && burnish_medium_takes_additions (medium);
}

static void
reason_clear (Reason *self)
{
  g_free (self->heading);
  g_free (self->body);
  g_free (self->disc);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reason, reason_clear)

static char *
reason_dup_words (const Reason *self)
{
  return g_strdup_printf ("%s\n%s\n%s\n%s\n%d", self->heading, self->body,
                          self->disc != NULL ? self->disc : "",
                          self->cure != NULL ? self->cure->label : "", self->can_add);
}

static GtkWidget *
new_cure_buttons (const Reason *reason)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, g_object_new (BURNISH_TYPE_WRAP_LAYOUT, "spacing", 6, NULL));
  gtk_widget_set_margin_top (box, 6);
  if (reason->can_add)
    gtk_box_append (GTK_BOX (box), new_cure_button (&add_cure));
  gtk_box_append (GTK_BOX (box), new_cure_button (reason->cure));
  return box;
}

static GtkWidget *
new_reason_row (const Reason *reason)
{
  GtkWidget *row = new_row (reason->heading);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), new_label (reason->heading, "heading"));
  gtk_box_append (GTK_BOX (texts), new_label (reason->body, "body"));
  if (reason->disc != NULL)
    gtk_box_append (GTK_BOX (texts), new_label (reason->disc, "dim-label"));
  if (reason->cure != NULL)
    gtk_box_append (GTK_BOX (texts), new_cure_buttons (reason));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  set_margins (box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), WORDS_KEY, reason_dup_words (reason), g_free);
  return row;
}

static GtkWidget *
new_rest_row (guint n_more)
{
  g_autofree char *text = g_strdup_printf (ngettext ("And %u more", "And %u more", n_more), n_more);
  GtkWidget *row = new_row (text);
  GtkWidget *label = new_label (text, "dim-label");

  set_margins (label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  return row;
}

static void
take_row (BurnishReasonsGroup *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static gboolean
says_the_same (GtkWidget *row, const Reason *reason)
{
  g_autofree char *words = reason_dup_words (reason);

  return g_strcmp0 (g_object_get_data (G_OBJECT (row), WORDS_KEY), words) == 0;
}

/* Returns: how many of the rows, from the first one on, are those of @reasons already */
static guint
count_same (BurnishReasonsGroup *self,
            GPtrArray *reasons,
            BurnishMedium *medium,
            BurnishAdding adding)
{
  for (guint i = 0; i < MIN (self->rows->len, reasons->len); i++)
    {
      g_auto (Reason) reason = { 0 };

      reason_init (&reason, g_ptr_array_index (reasons, i), medium, adding);
      if (!says_the_same (g_ptr_array_index (self->rows, i), &reason))
        return i;
    }
  return MIN (self->rows->len, reasons->len);
}

static void
burnish_reasons_group_finalize (GObject *object)
{
  g_clear_pointer (&BURNISH_REASONS_GROUP (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_reasons_group_parent_class)->finalize (object);
}

static void
burnish_reasons_group_class_init (BurnishReasonsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_reasons_group_finalize;
}

static void
burnish_reasons_group_init (BurnishReasonsGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Not Possible Yet"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Returns: (transfer container) */
static GPtrArray *
list_different (GPtrArray *reasons, BurnishAdding adding)
{
  GPtrArray *different = g_ptr_array_new ();
  gboolean is_told = FALSE;

  for (guint i = 0; i < reasons->len; i++)
    {
      gboolean forbids = forbids_adding (g_ptr_array_index (reasons, i), adding);

      if (!forbids || !is_told)
        g_ptr_array_add (different, g_ptr_array_index (reasons, i));
      is_told = is_told || forbids;
    }
  return different;
}

/*
 * burnish_reasons_group_set_reasons:
 * @self: the group
 * @all_reasons: (element-type GError): why there is no plan; none hides the group
 * @medium: (nullable): the disc in the chosen drive
 * @adding: whether files can be added to that disc
 *
 * A reason that stays keeps its row, so that who is about to press its button presses it.
 */
void
burnish_reasons_group_set_reasons (BurnishReasonsGroup *self,
                                   GPtrArray *all_reasons,
                                   BurnishMedium *medium,
                                   BurnishAdding adding)
{
  g_autoptr (GPtrArray) reasons = NULL;
  guint n_same;

  g_return_if_fail (BURNISH_IS_REASONS_GROUP (self));

  reasons = list_different (all_reasons, adding);
  n_same = count_same (self, reasons, medium, adding);
  for (guint i = n_same; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, (int) n_same);
  for (guint i = n_same; i < MIN (reasons->len, MAX_ROWS); i++)
    {
      g_auto (Reason) reason = { 0 };

      reason_init (&reason, g_ptr_array_index (reasons, i), medium, adding);
      take_row (self, new_reason_row (&reason));
    }
  if (reasons->len > MAX_ROWS)
    take_row (self, new_rest_row (reasons->len - MAX_ROWS));
  gtk_widget_set_visible (GTK_WIDGET (self), reasons->len > 0);
}
