/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-collision-dialog.h"

#include "compat/burnish-choice-dialog.h"

#include <glib/gi18n.h>

static const struct
{
  const char *id;
  BurnishCollisionPolicy policy;
} answers[] = {
  { "skip", BURNISH_COLLISION_SKIP },
  { "keep-both", BURNISH_COLLISION_KEEP_BOTH },
  { "replace", BURNISH_COLLISION_REPLACE },
  { "merge", BURNISH_COLLISION_MERGE },
};

typedef struct
{
  BurnishStager *stager;            /* (owned) */
  const BurnishCollision *question; /* only compared */
  GtkCheckButton *for_all;          /* (owned) (nullable) */
} Asked;

static void
asked_free (Asked *asked)
{
  g_clear_object (&asked->for_all);
  g_object_unref (asked->stager);
  g_free (asked);
}

static void
answered_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Asked *asked = user_data;
  g_autofree char *id = burnish_choice_dialog_choose_finish (result);
  gboolean for_all = asked->for_all != NULL && gtk_check_button_get_active (asked->for_all);

  /* The drop may have been given up meanwhile. */
  if (burnish_stager_get_question (asked->stager) == asked->question)
    for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
      if (g_strcmp0 (id, answers[i].id) == 0)
        {
          burnish_stager_answer (asked->stager, answers[i].policy, for_all);
          break;
        }
  asked_free (asked);
}

/* Size and time of one of the two. */
static char *
describe (gboolean is_new, guint64 size_bytes, gint64 mtime_us)
{
  g_autofree char *size = g_format_size (size_bytes);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (mtime_us / G_USEC_PER_SEC);
  g_autofree char *date = time != NULL ? g_date_time_format (time, "%x %X") : g_strdup ("–");

  if (is_new)
    /* Translators: the first %s is a size, the second one date and time */
    return g_strdup_printf (_ ("New: %s, modified on %s"), size, date);
  /* Translators: the first %s is a size, the second one date and time */
  return g_strdup_printf (_ ("In the project: %s, modified on %s"), size, date);
}

static char *
make_body (BurnishTree *tree, const BurnishCollision *question, gboolean are_folders)
{
  g_autofree char *old_text =
      describe (FALSE, burnish_tree_get_size_bytes (tree, question->existing),
                burnish_tree_get_mtime_us (tree, question->existing));
  g_autofree char *new_text = describe (TRUE, question->size_bytes, question->mtime_us);

  return g_strdup_printf ("%s\n\n%s\n%s",
                          are_folders
                              ? _ ("Merging puts what is in the new folder into the one that is "
                                   "there; files of the same name are replaced by the new ones.")
                              : _ ("Keeping both gives the new one another name."),
                          old_text, new_text);
}

static GtkWidget *
make_for_all (guint n_questions)
{
  g_autofree char *label = NULL;

  if (n_questions < 2)
    return NULL;
  label =
      g_strdup_printf (ngettext ("Do this for %u name", "Do this for all %u names", n_questions),
                       n_questions);
  return g_object_new (GTK_TYPE_CHECK_BUTTON, "label", label, "halign", GTK_ALIGN_CENTER, NULL);
}

/*
 * burnish_collision_dialog_present:
 * @parent: a widget of the window that the dialog belongs to
 * @stager: a stager with a question
 *
 * Closing the dialog skips what it asks about.
 */
void
burnish_collision_dialog_present (GtkWidget *parent, BurnishStager *stager)
{
  static const AdwResponseAppearance plain = ADW_RESPONSE_DEFAULT;
  const BurnishChoice choices[] = {
    { "skip", _ ("_Skip"), plain },
    { "replace", _ ("_Replace"), ADW_RESPONSE_DESTRUCTIVE },
    { "keep-both", _ ("_Keep Both"), plain },
    { "merge", _ ("_Merge"), ADW_RESPONSE_SUGGESTED },
  };
  const BurnishCollision *question = burnish_stager_get_question (stager);
  BurnishTree *tree = burnish_project_get_tree (burnish_stager_get_project (stager));
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  g_autofree char *name = NULL;
  gboolean are_folders;
  GtkWidget *for_all;
  Asked *asked;

  g_return_if_fail (question != NULL);

  are_folders = question->kind == BURNISH_NODE_FOLDER
                && burnish_tree_get_kind (tree, question->existing) == BURNISH_NODE_FOLDER;
  name = burnish_tree_dup_display_name (tree, question->existing);
  heading = g_strdup_printf (_ ("“%s” Is There Already"), name);
  body = make_body (tree, question, are_folders);
  for_all = make_for_all (burnish_stager_get_n_questions (stager));
  asked = g_new0 (Asked, 1);
  asked->stager = g_object_ref (stager);
  asked->question = question;
  if (for_all != NULL)
    asked->for_all = g_object_ref_sink (GTK_CHECK_BUTTON (for_all));
  burnish_choice_dialog_choose_async (parent, heading, body, for_all, choices,
                                      G_N_ELEMENTS (choices) - !are_folders, answered_cb, asked);
}
