/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "staging/burnish-stager.h"

/* Files that were dropped together, or an image whose files are wanted. */
typedef struct
{
  GListModel *files; /* (owned) */
  BurnishNode folder;
  gboolean is_image;
} Drop;

struct _BurnishStager
{
  GObject parent_instance;

  BurnishProject *project; /* (owned) */
  GSettings *settings;     /* (owned) */
  GQueue waiting;          /* of Drop (owned) */

  /* What is being read or asked about */
  Drop *drop;                /* (owned) (nullable) */
  BurnishScan *scan;         /* (owned) (nullable): of an image, once it was read */
  GCancellable *cancellable; /* (owned) (nullable) */
  GArray *collisions; /* (owned) (nullable) of BurnishCollision: while they are asked about */
  gboolean *answered; /* (owned) (nullable): for each of them */
};

typedef enum
{
  PROP_BUSY = 1,
  PROP_QUESTION,
} BurnishStagerProperty;

enum
{
  SIGNAL_PROGRESS,
  SIGNAL_ADDED,
  SIGNAL_STOPPED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_QUESTION + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishStager, burnish_stager, G_TYPE_OBJECT)

static void start_next (BurnishStager *self);

static void
drop_free (Drop *drop)
{
  g_object_unref (drop->files);
  g_free (drop);
}

static void
burnish_stager_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishStager *self = BURNISH_STAGER (object);

  switch ((BurnishStagerProperty) prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, burnish_stager_get_busy (self));
      break;
    case PROP_QUESTION:
      g_value_set_pointer (value, (gpointer) burnish_stager_get_question (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
forget_questions (BurnishStager *self)
{
  g_clear_pointer (&self->collisions, g_array_unref);
  g_clear_pointer (&self->answered, g_free);
}

/* The scan may still be at it; its end finds that it is not wanted any more. */
static void
forget_current (BurnishStager *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->scan != NULL)
    g_signal_handlers_disconnect_by_data (self->scan, self);
  forget_questions (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->scan);
  g_clear_pointer (&self->drop, drop_free);
}

static void
burnish_stager_dispose (GObject *object)
{
  BurnishStager *self = BURNISH_STAGER (object);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) drop_free);
  forget_current (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (burnish_stager_parent_class)->dispose (object);
}

static void
burnish_stager_class_init (BurnishStagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = burnish_stager_get_property;
  object_class->dispose = burnish_stager_dispose;

  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUESTION] =
      g_param_spec_pointer ("question", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /* What is being read changed, or its counts did: at most ten times a second. */
  signals[SIGNAL_PROGRESS] =
      g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* A drop is in the tree, but for a number of files and folders that were left out. */
  signals[SIGNAL_ADDED] = g_signal_new ("added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT);
  /* Somebody stopped it; nothing of the drop is in the tree. */
  signals[SIGNAL_STOPPED] =
      g_signal_new ("stopped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Nothing of the drop is in the tree; the GError says why. */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
burnish_stager_init (BurnishStager *self)
{
  g_queue_init (&self->waiting);
}

/*
 * burnish_stager_new:
 * @project: what files go into
 * @settings: of schema "org.burnish.Burnish"
 *
 * Returns: (transfer full): a stager; when it goes, so does what it has not put in yet
 */
BurnishStager *
burnish_stager_new (BurnishProject *project, GSettings *settings)
{
  BurnishStager *self;

  g_return_val_if_fail (BURNISH_IS_PROJECT (project) && G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BURNISH_TYPE_STAGER, NULL);
  self->project = g_object_ref (project);
  self->settings = g_object_ref (settings);
  return self;
}

/* Returns: (transfer none): what files go into */
BurnishProject *
burnish_stager_get_project (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self), NULL);

  return self->project;
}

static BurnishTree *
get_tree (BurnishStager *self)
{
  return burnish_project_get_tree (self->project);
}

static void
notify_progress (BurnishStager *self)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

/* The folder that the drop goes to; the root when somebody removed it meanwhile. */
static BurnishNode
find_folder (BurnishStager *self)
{
  BurnishTree *tree = get_tree (self);
  BurnishNode folder = self->drop->folder;

  if (burnish_tree_contains (tree, folder)
      && burnish_tree_get_kind (tree, folder) == BURNISH_NODE_FOLDER)
    return folder;
  return BURNISH_NODE_ROOT;
}

static void
finish_current (BurnishStager *self)
{
  forget_current (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION]);
  start_next (self);
}

static void
fail_current (BurnishStager *self, const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  finish_current (self);
}

static void
add_skipped (gpointer left_out, gpointer project)
{
  burnish_project_add_left_out (project, left_out);
}

static void
merge (BurnishStager *self)
{
  g_autoptr (GPtrArray) skipped = NULL;
  g_autoptr (GError) error = NULL;
  GArray *collisions = self->collisions;
  guint n_left_out;

  if (!burnish_tree_merge_resolved (get_tree (self), find_folder (self), self->scan,
                                    (BurnishCollision *) collisions->data, collisions->len,
                                    &skipped, &error))
    {
      fail_current (self, error);
      return;
    }
  n_left_out = burnish_scan_get_n_left_out (self->scan) + skipped->len;
  if (n_left_out > 0)
    {
      burnish_project_add_left_out_of_scan (self->project, self->scan);
      g_ptr_array_foreach (skipped, add_skipped, self->project);
    }
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, n_left_out);
  finish_current (self);
}

static void
ask_or_merge (BurnishStager *self)
{
  self->collisions = burnish_tree_find_collisions (get_tree (self), find_folder (self), self->scan);
  if (self->collisions->len == 0)
    {
      merge (self);
      return;
    }
  self->answered = g_new0 (gboolean, self->collisions->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION]);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BurnishStager) self = user_data;
  g_autoptr (GError) error = NULL;
  BurnishScan *scan = BURNISH_SCAN (source);
  gboolean success = burnish_scan_run_finish (scan, result, &error);

  /* It was stopped. */
  if (scan != self->scan)
    return;
  if (!success)
    {
      fail_current (self, error);
      return;
    }
  ask_or_merge (self);
}

static void
apply_settings (BurnishStager *self, BurnishScan *scan)
{
  g_auto (GStrv) patterns = g_settings_get_strv (self->settings, "exclude-patterns");

  burnish_scan_set_include_hidden (scan, g_settings_get_boolean (self->settings, "include-hidden"));
  burnish_scan_set_symlinks (scan, (BurnishSymlinkPolicy) g_settings_get_enum (self->settings,
                                                                               "symlinks"));
  for (guint i = 0; patterns[i] != NULL; i++)
    burnish_scan_add_exclude (scan, patterns[i]);
}

static void
import_in_thread (GTask *task,
                  gpointer source G_GNUC_UNUSED,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  g_autofree char *name = g_file_get_parse_name (task_data);
  GError *error = NULL;
  BurnishScan *scan = NULL;

  if (g_file_peek_path (task_data) != NULL)
    scan = burnish_image_import (g_file_peek_path (task_data), cancellable, &error);
  else
    error = g_error_new (BURNISH_ERROR, BURNISH_ERROR_SOURCE_UNREADABLE,
                         "%s: The image is not on this computer", name);
  if (scan != NULL)
    g_task_return_pointer (task, scan, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  BurnishStager *self = BURNISH_STAGER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishScan) scan = g_task_propagate_pointer (G_TASK (result), &error);

  /* It was stopped. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  if (scan == NULL)
    {
      fail_current (self, error);
      return;
    }
  self->scan = g_steal_pointer (&scan);
  ask_or_merge (self);
}

static void
start_import (BurnishStager *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, imported_cb, NULL);

  g_task_set_task_data (task, g_list_model_get_item (self->drop->files, 0), g_object_unref);
  g_task_run_in_thread (task, import_in_thread);
}

static void
start_scan (BurnishStager *self)
{
  self->scan = burnish_scan_new_for_files (self->drop->files);
  apply_settings (self, self->scan);
  g_signal_connect_object (self->scan, "progress", G_CALLBACK (notify_progress), self,
                           G_CONNECT_SWAPPED);
  burnish_scan_run_async (self->scan, self->cancellable, scanned_cb, g_object_ref (self));
}

static void
start_next (BurnishStager *self)
{
  self->drop = g_queue_pop_head (&self->waiting);
  if (self->drop == NULL)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
      return;
    }
  self->cancellable = g_cancellable_new ();
  if (self->drop->is_image)
    start_import (self);
  else
    start_scan (self);
  notify_progress (self);
}

static void
add (BurnishStager *self, GListModel *files, BurnishNode folder, gboolean is_image)
{
  Drop *drop = g_new (Drop, 1);

  *drop = (Drop){ g_object_ref (files), folder, is_image };
  g_queue_push_tail (&self->waiting, drop);
  if (self->drop != NULL)
    {
      notify_progress (self);
      return;
    }
  start_next (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/*
 * burnish_stager_add:
 * @self: a stager
 * @files: a list of #GFile that does not change
 * @folder: the folder of the tree that they go to
 *
 * Puts files, and folders with all that is in them, into the tree after all that was added before.
 */
void
burnish_stager_add (BurnishStager *self, GListModel *files, BurnishNode folder)
{
  g_return_if_fail (BURNISH_IS_STAGER (self) && G_IS_LIST_MODEL (files));

  if (g_list_model_get_n_items (files) > 0)
    add (self, files, folder, FALSE);
}

/*
 * burnish_stager_add_image:
 * @self: a stager
 * @image: an image file on this computer
 * @folder: the folder of the tree that its files go to
 *
 * Puts what is in an image into the tree, in the same way. The contents stay in the image.
 */
void
burnish_stager_add_image (BurnishStager *self, GFile *image, BurnishNode folder)
{
  g_autoptr (GListStore) files = NULL;

  g_return_if_fail (BURNISH_IS_STAGER (self) && G_IS_FILE (image));

  files = g_list_store_new (G_TYPE_FILE);
  g_list_store_append (files, image);
  add (self, G_LIST_MODEL (files), folder, TRUE);
}

/*
 * burnish_stager_stop:
 * @self: a stager
 *
 * Forgets the drop that is being read or asked about, with all of it that was read already.
 */
void
burnish_stager_stop (BurnishStager *self)
{
  g_return_if_fail (BURNISH_IS_STAGER (self));

  if (self->drop == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
  finish_current (self);
}

/* Forgets everything that is not in the tree yet, and says nothing. */
void
burnish_stager_stop_all (BurnishStager *self)
{
  g_return_if_fail (BURNISH_IS_STAGER (self));

  g_queue_clear_full (&self->waiting, (GDestroyNotify) drop_free);
  if (self->drop != NULL)
    finish_current (self);
}

/* Returns: whether something is being read or asked about */
gboolean
burnish_stager_get_busy (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self), FALSE);

  return self->drop != NULL;
}

/* Returns: how many drops wait until this one is in the tree */
guint
burnish_stager_get_n_waiting (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self), 0);

  return g_queue_get_length (&self->waiting);
}

/* Returns: (transfer full): the name of the first file or folder of the drop, for people */
char *
burnish_stager_dup_name (BurnishStager *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (BURNISH_IS_STAGER (self) && self->drop != NULL, NULL);

  file = g_list_model_get_item (self->drop->files, 0);
  name = g_file_get_basename (file);
  return g_filename_display_name (name != NULL ? name : "");
}

/* Returns: how many files and folders were dropped together */
guint
burnish_stager_get_n_sources (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self) && self->drop != NULL, 0);

  return g_list_model_get_n_items (self->drop->files);
}

/* Returns: how many files were found in the drop so far */
guint32
burnish_stager_get_n_files (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self) && self->drop != NULL, 0);

  return self->scan != NULL ? burnish_scan_get_n_files (self->scan) : 0;
}

/* Returns: how large they are together */
guint64
burnish_stager_get_size_bytes (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self) && self->drop != NULL, 0);

  return self->scan != NULL ? burnish_scan_get_size_bytes (self->scan) : 0;
}

/*
 * burnish_stager_get_question:
 * @self: a stager
 *
 * Returns: (nullable): what is there already and was not decided yet; valid until it is answered
 */
const BurnishCollision *
burnish_stager_get_question (BurnishStager *self)
{
  g_return_val_if_fail (BURNISH_IS_STAGER (self), NULL);

  for (guint i = 0; self->answered != NULL && i < self->collisions->len; i++)
    if (!self->answered[i])
      return &g_array_index (self->collisions, BurnishCollision, i);
  return NULL;
}

static gboolean
are_folders (BurnishStager *self, const BurnishCollision *collision)
{
  return collision->kind == BURNISH_NODE_FOLDER
         && burnish_tree_get_kind (get_tree (self), collision->existing) == BURNISH_NODE_FOLDER;
}

/* Whether an answer to one question would do for another: what is no pair of folders cannot be
   merged. */
static gboolean
is_alike (BurnishStager *self, const BurnishCollision *a, const BurnishCollision *b)
{
  return are_folders (self, a) == are_folders (self, b);
}

/* Returns: how many questions an answer for all would answer, the present one counted */
guint
burnish_stager_get_n_questions (BurnishStager *self)
{
  const BurnishCollision *question;
  guint n_questions = 0;

  g_return_val_if_fail (BURNISH_IS_STAGER (self), 0);

  question = burnish_stager_get_question (self);
  for (guint i = 0; question != NULL && i < self->collisions->len; i++)
    n_questions +=
        !self->answered[i]
        && is_alike (self, question, &g_array_index (self->collisions, BurnishCollision, i));
  return n_questions;
}

/*
 * burnish_stager_answer:
 * @self: a stager with a question
 * @policy: what to do
 * @for_all: whether that also goes for all others of the drop: for pairs of folders, or for all
 *   that are not such pairs
 */
void
burnish_stager_answer (BurnishStager *self, BurnishCollisionPolicy policy, gboolean for_all)
{
  const BurnishCollision *question;

  g_return_if_fail (BURNISH_IS_STAGER (self));

  question = burnish_stager_get_question (self);
  g_return_if_fail (question != NULL);
  for (guint i = 0; i < self->collisions->len; i++)
    {
      BurnishCollision *collision = &g_array_index (self->collisions, BurnishCollision, i);

      if (self->answered[i]
          || (collision != question && !(for_all && is_alike (self, question, collision))))
        continue;
      collision->policy = policy;
      self->answered[i] = TRUE;
    }
  if (burnish_stager_get_question (self) != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION]);
  else
    merge (self);
}
