/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "image/burnish-image-preparation.h"

#include "plan/burnish-consent.h"
#include "plan/burnish-plan-request.h"

struct _BurnishImagePreparation
{
  GObject parent_instance;

  gboolean is_active;
  char *path;                  /* (owned) (nullable) */
  BurnishDriveItem *item;      /* (owned) (nullable) */
  GSignalGroup *item_signals;  /* (owned) */
  BurnishBurnOptions *options; /* (owned) (nullable) */
  char *consent;               /* (owned) (nullable): fingerprint of the disc it counts for */

  GCancellable *cancellable; /* (owned) (nullable): of the plan that is made */
  BurnishPlan *plan;         /* (owned) (nullable) */
  GPtrArray *reasons;        /* (owned) of GError */
  char *judged;              /* (owned) (nullable): fingerprint of the disc that they are about */
};

G_DEFINE_FINAL_TYPE (BurnishImagePreparation, burnish_image_preparation, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
} BurnishImagePreparationSignal;

static guint signals[N_SIGNALS];

static void update (BurnishImagePreparation *self);

static void
emit_changed (BurnishImagePreparation *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static BurnishMedium *
get_medium (BurnishImagePreparation *self)
{
  return self->item != NULL ? burnish_drive_item_get_medium (self->item) : NULL;
}

static void
planned_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishPlan) plan = burnish_plan_request_run_finish (result, &error);
  BurnishImagePreparation *self;

  /* A newer one is under way, or nobody wants it any more. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_IMAGE_PREPARATION (user_data);
  g_clear_object (&self->cancellable);
  if (plan != NULL && burnish_consent_is_void (self->consent, plan))
    {
      g_clear_pointer (&self->consent, g_free);
      update (self);
      return;
    }
  if (plan == NULL)
    burnish_plan_request_add_reasons (self->reasons, error);
  self->plan = g_steal_pointer (&plan);
  g_free (self->judged);
  self->judged =
      get_medium (self) != NULL ? burnish_medium_dup_fingerprint (get_medium (self)) : NULL;
  emit_changed (self);
}

static void
refuse (BurnishImagePreparation *self, BurnishError code, const char *message)
{
  g_ptr_array_add (self->reasons, g_error_new_literal (BURNISH_ERROR, (int) code, message));
}

static void
stop (BurnishImagePreparation *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->plan);
  g_ptr_array_set_size (self->reasons, 0);
}

static void
make_plan (BurnishImagePreparation *self)
{
  g_object_set (self->options, "consent",
                burnish_consent_counts_for (self->consent, get_medium (self)), NULL);
  self->cancellable = g_cancellable_new ();
  burnish_plan_request_run_async (
      burnish_plan_request_new_burn_image (burnish_drive_item_get_drive (self->item), self->path,
                                           self->options),
      self->cancellable, planned_cb, self);
}

/* The drive is not asked while a job has it, or while it is asked what is in it. */
static void
update (BurnishImagePreparation *self)
{
  stop (self);
  if (self->is_active && self->path != NULL && self->options != NULL)
    {
      if (self->item == NULL)
        refuse (self, BURNISH_ERROR_NO_DRIVE, "There is no burner");
      else if (burnish_drive_item_get_job (self->item) != NULL)
        refuse (self, BURNISH_ERROR_DRIVE_BUSY, "Another job of Burnish has the drive");
      else if (!burnish_drive_item_get_looking (self->item))
        make_plan (self);
    }
  emit_changed (self);
}

static void
burnish_image_preparation_dispose (GObject *object)
{
  BurnishImagePreparation *self = BURNISH_IMAGE_PREPARATION (object);

  stop (self);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  g_clear_object (&self->options);

  G_OBJECT_CLASS (burnish_image_preparation_parent_class)->dispose (object);
}

static void
burnish_image_preparation_finalize (GObject *object)
{
  BurnishImagePreparation *self = BURNISH_IMAGE_PREPARATION (object);

  g_free (self->path);
  g_free (self->consent);
  g_free (self->judged);
  g_ptr_array_unref (self->reasons);

  G_OBJECT_CLASS (burnish_image_preparation_parent_class)->finalize (object);
}

static void
burnish_image_preparation_class_init (BurnishImagePreparationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = burnish_image_preparation_dispose;
  G_OBJECT_CLASS (klass)->finalize = burnish_image_preparation_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_image_preparation_init (BurnishImagePreparation *self)
{
  static const char *const details[] = { "notify::medium", "notify::error", "notify::looking",
                                         "notify::job" };

  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->item_signals = g_signal_group_new (BURNISH_TYPE_DRIVE_ITEM);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_group_connect_swapped (self->item_signals, details[i], G_CALLBACK (update), self);
}

BurnishImagePreparation *
burnish_image_preparation_new (void)
{
  return g_object_new (BURNISH_TYPE_IMAGE_PREPARATION, NULL);
}

/*
 * burnish_image_preparation_set_active:
 * @self: the preparation
 * @is_active: whether somebody looks at it
 *
 * While nobody looks, nothing is prepared and the drive is left alone.
 */
void
burnish_image_preparation_set_active (BurnishImagePreparation *self, gboolean is_active)
{
  g_return_if_fail (BURNISH_IS_IMAGE_PREPARATION (self));

  if (self->is_active == is_active)
    return;
  self->is_active = is_active;
  update (self);
}

/*
 * burnish_image_preparation_set_path:
 * @self: the preparation
 * @path: (nullable): the image file
 */
void
burnish_image_preparation_set_path (BurnishImagePreparation *self, const char *path)
{
  g_return_if_fail (BURNISH_IS_IMAGE_PREPARATION (self));

  g_free (self->path);
  self->path = g_strdup (path);
  update (self);
}

/*
 * burnish_image_preparation_set_target:
 * @self: the preparation
 * @item: (nullable): the chosen drive
 * @options: how to burn
 */
void
burnish_image_preparation_set_target (BurnishImagePreparation *self,
                                      BurnishDriveItem *item,
                                      BurnishBurnOptions *options)
{
  g_return_if_fail (BURNISH_IS_IMAGE_PREPARATION (self));

  g_set_object (&self->item, item);
  g_signal_group_set_target (self->item_signals, item);
  g_set_object (&self->options, options);
  update (self);
}

/* Lets the disc that the reasons are about be overwritten. */
void
burnish_image_preparation_allow_overwrite (BurnishImagePreparation *self)
{
  g_return_if_fail (BURNISH_IS_IMAGE_PREPARATION (self));

  g_free (self->consent);
  self->consent = g_strdup (self->judged);
  update (self);
}

/* Looks again. */
void
burnish_image_preparation_retry (BurnishImagePreparation *self)
{
  g_return_if_fail (BURNISH_IS_IMAGE_PREPARATION (self));

  update (self);
}

/* Whether the answer is not known yet. */
gboolean
burnish_image_preparation_get_busy (BurnishImagePreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_PREPARATION (self), FALSE);

  return self->plan == NULL && self->reasons->len == 0;
}

/* Returns: (transfer none) (nullable): what can be done */
BurnishPlan *
burnish_image_preparation_get_plan (BurnishImagePreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_PREPARATION (self), NULL);

  return self->plan;
}

/* Returns: (transfer none) (element-type GError): what speaks against it */
GPtrArray *
burnish_image_preparation_get_reasons (BurnishImagePreparation *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_PREPARATION (self), NULL);

  return self->reasons;
}
