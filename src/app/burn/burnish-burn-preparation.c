/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-burn-preparation.h"

#include "burnish-application.h"
#include "plan/burnish-consent.h"
#include "plan/burnish-image-preferences.h"
#include "plan/burnish-plan-request.h"

/* What somebody types or turns is settled after this time. */
#define SETTLE_MS 150

struct _BurnishBurnPreparation
{
  GObject parent_instance;

  /* Chosen */
  BurnishProject *project;     /* (owned) */
  BurnishDriveItem *item;      /* (owned) (nullable) */
  GSignalGroup *item_signals;  /* (owned) */
  char *image_path;            /* (owned) (nullable) */
  BurnishBurnOptions *options; /* (owned) */
  char *consent;               /* (owned) (nullable): fingerprint of the disc it counts for */
  char *addition;              /* (owned) (nullable): the same, of a disc to be added to */
  gboolean may_replace;        /* the image file */

  /* Under way; one step at a time */
  guint settle_id;
  GCancellable *cancellable; /* (owned) (nullable) */

  /* Came of it */
  BurnishDiscContents *title_names; /* (owned) (nullable): of an empty tree with the title */
  BurnishDiscContents *contents;    /* (owned) (nullable) */
  gboolean contents_stale;
  BurnishPlan *added;      /* (owned) (nullable): plan to add, while its contents are read */
  gboolean contents_added; /* the contents are those of a disc that was added to */
  BurnishDiscFamily contents_family;
  gboolean title_fits;
  BurnishDiscFamily title_family;
  gboolean title_stale;
  BurnishPlan *plan;  /* (owned) (nullable) */
  GPtrArray *reasons; /* (owned) of GError */
  char *judged;       /* (owned) (nullable): fingerprint of the disc that they are about */
};

G_DEFINE_FINAL_TYPE (BurnishBurnPreparation, burnish_burn_preparation, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
} BurnishBurnPreparationSignal;

static guint signals[N_SIGNALS];

static void update (BurnishBurnPreparation *self);

static void
emit_changed (BurnishBurnPreparation *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static BurnishMedium *
get_medium (BurnishBurnPreparation *self)
{
  return self->item != NULL ? burnish_drive_item_get_medium (self->item) : NULL;
}

static BurnishDiscFamily
get_family (BurnishBurnPreparation *self)
{
  BurnishMedium *medium = get_medium (self);

  return medium != NULL ? burnish_medium_get_family (medium) : BURNISH_DISC_FAMILY_NONE;
}

static gboolean
is_adding (BurnishBurnPreparation *self)
{
  return self->image_path == NULL && burnish_consent_adds_to (self->addition, get_medium (self));
}

/* ---- The end ---- */

static void
finish (BurnishBurnPreparation *self)
{
  BurnishMedium *medium = get_medium (self);

  g_clear_object (&self->cancellable);
  g_free (self->judged);
  self->judged = medium != NULL ? burnish_medium_dup_fingerprint (medium) : NULL;
  if (!self->title_fits)
    {
      g_clear_object (&self->plan);
      g_ptr_array_insert (self->reasons, 0,
                          g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_NAME_INVALID,
                                               "The title does not fit"));
    }
  emit_changed (self);
}

static void
finish_with_error (BurnishBurnPreparation *self, const GError *error)
{
  burnish_plan_request_add_reasons (self->reasons, error);
  finish (self);
}

static void
finish_with_reason (BurnishBurnPreparation *self, BurnishError code, const char *message)
{
  g_ptr_array_add (self->reasons, g_error_new_literal (BURNISH_ERROR, code, message));
  finish (self);
}

/* ---- The plan ---- */

static void
added_contents_read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDiscContents) contents = burnish_disc_contents_read_finish (result, &error);
  BurnishBurnPreparation *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_BURN_PREPARATION (user_data);
  g_set_object (&self->contents, contents);
  self->contents_added = TRUE;
  if (contents == NULL)
    {
      finish_with_error (self, error);
      return;
    }
  self->plan = g_steal_pointer (&self->added);
  finish (self);
}

/* What will be on a disc that is added to is known only with the plan. */
static void
read_added_contents (BurnishBurnPreparation *self, BurnishPlan *plan)
{
  self->contents_stale = TRUE;
  g_set_object (&self->added, plan);
  burnish_disc_contents_read_layout_async (burnish_plan_get_layout (plan), self->cancellable,
                                           added_contents_read_cb, self);
}

static void
plan_made_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = burnish_plan_request_run_finish (result, &error);
  BurnishBurnPreparation *self;

  /* A newer one is under way, or nobody wants it any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_BURN_PREPARATION (user_data);
  if (plan == NULL)
    {
      if (is_adding (self))
        g_clear_object (&self->contents);
      finish_with_error (self, error);
      return;
    }
  if (burnish_plan_get_appends (plan))
    {
      read_added_contents (self, plan);
      return;
    }
  if (self->image_path == NULL && burnish_consent_is_void (self->consent, plan))
    {
      g_clear_pointer (&self->consent, g_free);
      update (self);
      return;
    }
  self->plan = g_steal_pointer (&plan);
  finish (self);
}

static BurnishDrive *
dup_drive (BurnishBurnPreparation *self)
{
  if (self->image_path != NULL)
    return burnish_drive_new_for_image_file (self->image_path);
  return self->item != NULL ? g_object_ref (burnish_drive_item_get_drive (self->item)) : NULL;
}

static gboolean
has_consent (BurnishBurnPreparation *self)
{
  if (self->image_path != NULL)
    return self->may_replace;
  return burnish_consent_counts_for (self->consent, get_medium (self));
}

static BurnishImageOptions *
dup_image_options (BurnishBurnPreparation *self, BurnishDiscFamily family)
{
  BurnishImageOptions *options = burnish_project_dup_image_options_for (self->project, family);

  burnish_image_preferences_apply (
      burnish_application_get_settings (burnish_application_get_default ()), options);
  /* The other reasons shall be known as well. */
  if (!self->title_fits)
    burnish_image_options_set_volume_id (options, NULL);
  return options;
}

static BurnishPlanRequest *
new_add_request (BurnishBurnPreparation *self, BurnishDrive *drive)
{
  g_autoptr (BurnishTreeSnapshot) snapshot =
      burnish_tree_freeze (burnish_project_get_tree (self->project));

  return burnish_plan_request_new_add (drive, snapshot, dup_image_options (self, get_family (self)),
                                       self->options);
}

/* The drive is not asked while a job has it. */
static void
make_plan (BurnishBurnPreparation *self)
{
  g_autoptr (BurnishDrive) drive = dup_drive (self);

  if (drive == NULL)
    {
      finish_with_reason (self, BURNISH_ERROR_NO_DRIVE, "No drive was chosen");
      return;
    }
  if (self->item != NULL && burnish_drive_item_get_job (self->item) != NULL)
    {
      finish_with_reason (self, BURNISH_ERROR_DRIVE_BUSY, "Another job has the drive");
      return;
    }
  g_object_set (self->options, "consent", has_consent (self), NULL);
  burnish_plan_request_run_async (
      is_adding (self)
          ? new_add_request (self, drive)
          : burnish_plan_request_new_burn (drive, burnish_disc_contents_get_layout (self->contents),
                                           self->options),
      self->cancellable, plan_made_cb, self);
}

/* ---- The contents ---- */

static void
contents_read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDiscContents) contents = burnish_disc_contents_read_finish (result, &error);
  BurnishBurnPreparation *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_BURN_PREPARATION (user_data);
  g_set_object (&self->contents, contents);
  if (contents == NULL)
    {
      finish_with_error (self, error);
      return;
    }
  self->contents_stale = FALSE;
  self->contents_added = FALSE;
  make_plan (self);
}

static void
read_contents (BurnishBurnPreparation *self)
{
  BurnishDiscFamily family = get_family (self);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;

  if (is_adding (self)
      || (self->contents != NULL && !self->contents_stale && self->contents_family == family))
    {
      make_plan (self);
      return;
    }
  snapshot = burnish_tree_freeze (burnish_project_get_tree (self->project));
  self->contents_family = family;
  burnish_disc_contents_read_async (snapshot, dup_image_options (self, family), self->cancellable,
                                    contents_read_cb, self);
}

/* ---- The title ---- */

static void
title_read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishDiscContents) names = burnish_disc_contents_read_finish (result, &error);
  BurnishBurnPreparation *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_BURN_PREPARATION (user_data);
  g_set_object (&self->title_names, names);
  self->title_fits = names != NULL;
  self->title_stale = FALSE;
  emit_changed (self);
  read_contents (self);
}

static void
read_title (BurnishBurnPreparation *self)
{
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;

  if (!self->title_stale && self->title_family == get_family (self))
    {
      read_contents (self);
      return;
    }
  self->title_family = get_family (self);
  snapshot = burnish_tree_freeze (burnish_project_get_tree (self->project));
  burnish_disc_contents_read_title_async (
      snapshot, burnish_project_dup_image_options_for (self->project, self->title_family),
      self->title_family, self->cancellable, title_read_cb, self);
}

/* ---- Changes ---- */

static void
stop (BurnishBurnPreparation *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
settled_cb (gpointer user_data)
{
  BurnishBurnPreparation *self = user_data;

  self->settle_id = 0;
  self->cancellable = g_cancellable_new ();
  read_title (self);
}

static void
update (BurnishBurnPreparation *self)
{
  stop (self);
  g_clear_object (&self->plan);
  g_clear_object (&self->added);
  g_ptr_array_set_size (self->reasons, 0);
  self->settle_id = g_timeout_add_once (SETTLE_MS, settled_cb, self);
  emit_changed (self);
}

static void
project_changed_cb (BurnishBurnPreparation *self)
{
  self->contents_stale = TRUE;
  self->title_stale = TRUE;
  update (self);
}

static void
medium_changed_cb (BurnishBurnPreparation *self)
{
  if (!has_consent (self))
    g_clear_pointer (&self->consent, g_free);
  if (!is_adding (self))
    g_clear_pointer (&self->addition, g_free);
  update (self);
}

static void
burnish_burn_preparation_dispose (GObject *object)
{
  BurnishBurnPreparation *self = BURNISH_BURN_PREPARATION (object);

  stop (self);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (burnish_burn_preparation_parent_class)->dispose (object);
}

static void
burnish_burn_preparation_finalize (GObject *object)
{
  BurnishBurnPreparation *self = BURNISH_BURN_PREPARATION (object);

  g_clear_object (&self->project);
  g_clear_object (&self->options);
  g_clear_object (&self->title_names);
  g_clear_object (&self->contents);
  g_clear_object (&self->plan);
  g_clear_object (&self->added);
  g_clear_pointer (&self->image_path, g_free);
  g_clear_pointer (&self->consent, g_free);
  g_clear_pointer (&self->addition, g_free);
  g_clear_pointer (&self->judged, g_free);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_burn_preparation_parent_class)->finalize (object);
}

static void
burnish_burn_preparation_class_init (BurnishBurnPreparationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = burnish_burn_preparation_dispose;
  object_class->finalize = burnish_burn_preparation_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_burn_preparation_init (BurnishBurnPreparation *self)
{
  self->options = burnish_burn_options_new ();
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->title_stale = TRUE;
  self->title_fits = TRUE;
  self->item_signals = g_signal_group_new (BURNISH_TYPE_DRIVE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::medium",
                                  G_CALLBACK (medium_changed_cb), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::job", G_CALLBACK (update), self);
}

BurnishBurnPreparation *
burnish_burn_preparation_new (BurnishProject *project)
{
  BurnishBurnPreparation *self = g_object_new (BURNISH_TYPE_BURN_PREPARATION, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/*
 * burnish_burn_preparation_set_drive:
 * @self: a preparation
 * @item: (nullable): the drive to burn with
 */
void
burnish_burn_preparation_set_drive (BurnishBurnPreparation *self, BurnishDriveItem *item)
{
  g_return_if_fail (BURNISH_IS_BURN_PREPARATION (self));

  g_clear_pointer (&self->image_path, g_free);
  if (g_set_object (&self->item, item))
    {
      g_clear_pointer (&self->consent, g_free);
      g_clear_pointer (&self->addition, g_free);
      g_signal_group_set_target (self->item_signals, item);
    }
  update (self);
}

/*
 * burnish_burn_preparation_set_image_file:
 * @self: a preparation
 * @path: the image file to write
 * @may_replace: whether a file that is there already was agreed to be lost
 */
void
burnish_burn_preparation_set_image_file (BurnishBurnPreparation *self,
                                         const char *path,
                                         gboolean may_replace)
{
  g_autofree char *copy = g_strdup (path);

  g_return_if_fail (BURNISH_IS_BURN_PREPARATION (self));

  burnish_burn_preparation_set_drive (self, NULL);
  self->image_path = g_steal_pointer (&copy);
  self->may_replace = may_replace;
}

/*
 * burnish_burn_preparation_set_options:
 * @self: a preparation
 * @options: (transfer full): how to burn; its consent is not used
 */
void
burnish_burn_preparation_set_options (BurnishBurnPreparation *self, BurnishBurnOptions *options)
{
  g_return_if_fail (BURNISH_IS_BURN_PREPARATION (self));

  g_clear_object (&self->options);
  self->options = options;
  update (self);
}

/* Agrees that what is on the disc that the reasons are about will be lost. */
void
burnish_burn_preparation_allow_overwrite (BurnishBurnPreparation *self)
{
  g_return_if_fail (BURNISH_IS_BURN_PREPARATION (self));

  g_free (self->consent);
  self->consent = g_strdup (self->judged);
  g_clear_pointer (&self->addition, g_free);
  update (self);
}

/* Chooses to add to what is on the disc that the reasons are about. */
void
burnish_burn_preparation_add (BurnishBurnPreparation *self)
{
  g_return_if_fail (BURNISH_IS_BURN_PREPARATION (self));

  g_free (self->addition);
  self->addition = g_strdup (self->judged);
  g_clear_pointer (&self->consent, g_free);
  update (self);
}

/* Whether what is on the disc stays there and the project is added to it. */
gboolean
burnish_burn_preparation_get_adding (BurnishBurnPreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), FALSE);

  return is_adding (self);
}

/* Tries again what was refused. */
void
burnish_burn_preparation_retry (BurnishBurnPreparation *self)
{
  g_return_if_fail (BURNISH_IS_BURN_PREPARATION (self));

  if (self->item != NULL)
    burnish_drive_item_refresh (self->item);
  update (self);
}

gboolean
burnish_burn_preparation_get_busy (BurnishBurnPreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), FALSE);

  return self->settle_id != 0 || self->cancellable != NULL;
}

/* Returns: (transfer none) (nullable): the plan for exactly what is chosen now */
BurnishPlan *
burnish_burn_preparation_get_plan (BurnishBurnPreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), NULL);

  return self->plan;
}

/* Returns: (transfer none) (element-type GError): why there is no plan; empty while it is made */
GPtrArray *
burnish_burn_preparation_get_reasons (BurnishBurnPreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), NULL);

  return self->reasons;
}

/* Returns: (transfer none) (nullable): what will be on the disc, as far as it is known */
BurnishDiscContents *
burnish_burn_preparation_get_contents (BurnishBurnPreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), NULL);

  return self->contents;
}

/* Whether the file systems can hold the title. */
gboolean
burnish_burn_preparation_get_title_fits (BurnishBurnPreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), FALSE);

  return self->title_fits;
}

/*
 * burnish_burn_preparation_dup_title_in:
 * @self: a preparation
 * @ns: a file system
 *
 * Returns: (transfer full) (nullable): the title as it will be there
 */
char *
burnish_burn_preparation_dup_title_in (BurnishBurnPreparation *self, BurnishNamespace ns)
{
  g_return_val_if_fail (BURNISH_IS_BURN_PREPARATION (self), NULL);

  /* Without a title, a disc that is added to keeps its own. */
  if (self->contents_added && self->contents != NULL && is_adding (self))
    return burnish_image_layout_dup_volume_name (burnish_disc_contents_get_layout (self->contents),
                                                 ns);
  if (self->title_names == NULL)
    return NULL;
  return burnish_image_layout_dup_volume_name (burnish_disc_contents_get_layout (self->title_names),
                                               ns);
}
