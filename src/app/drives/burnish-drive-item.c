/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "drives/burnish-drive-item.h"

struct _BurnishDriveItem
{
  GObject parent_instance;

  BurnishDrive *drive;       /* (owned) */
  BurnishMedium *medium;     /* (owned) (nullable) */
  GError *error;             /* (owned) (nullable) */
  BurnishJob *job;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the look under way */
};

G_DEFINE_FINAL_TYPE (BurnishDriveItem, burnish_drive_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_DRIVE = 1,
  PROP_MEDIUM,
  PROP_ERROR,
  PROP_LOOKING,
  PROP_JOB,
  N_PROPS
} BurnishDriveItemProperty;

static GParamSpec *properties[N_PROPS];

static void
set_looked (BurnishDriveItem *self, BurnishMedium *medium, GError *error)
{
  g_clear_object (&self->medium);
  g_clear_error (&self->error);
  self->medium = medium;
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEDIUM]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
}

static void
inspected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishMedium) medium =
      burnish_drive_inspect_finish (BURNISH_DRIVE (object), result, &error);
  BurnishDriveItem *self;

  /* Somebody began a newer look, or the item is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_DRIVE_ITEM (user_data);
  g_clear_object (&self->cancellable);
  set_looked (self, g_steal_pointer (&medium), g_steal_pointer (&error));
}

static void
stop_looking (BurnishDriveItem *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/*
 * burnish_drive_item_refresh:
 * @self: a drive item
 *
 * Looks again what is in the drive, unless a job has it.
 */
void
burnish_drive_item_refresh (BurnishDriveItem *self)
{
  g_return_if_fail (BURNISH_IS_DRIVE_ITEM (self));

  if (self->job != NULL)
    return;
  stop_looking (self);
  self->cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOKING]);
  burnish_drive_inspect_async (self->drive, self->cancellable, inspected_cb, self);
}

static void
burnish_drive_item_constructed (GObject *object)
{
  BurnishDriveItem *self = BURNISH_DRIVE_ITEM (object);

  G_OBJECT_CLASS (burnish_drive_item_parent_class)->constructed (object);

  g_signal_connect_object (self->drive, "medium-changed", G_CALLBACK (burnish_drive_item_refresh),
                           self, G_CONNECT_SWAPPED);
  burnish_drive_item_refresh (self);
}

static void
burnish_drive_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishDriveItem *self = BURNISH_DRIVE_ITEM (object);

  switch ((BurnishDriveItemProperty) prop_id)
    {
    case PROP_DRIVE:
      g_value_set_object (value, self->drive);
      break;
    case PROP_MEDIUM:
      g_value_set_object (value, self->medium);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_LOOKING:
      g_value_set_boolean (value, self->cancellable != NULL);
      break;
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_drive_item_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  BurnishDriveItem *self = BURNISH_DRIVE_ITEM (object);

  if (prop_id == PROP_DRIVE)
    self->drive = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
burnish_drive_item_dispose (GObject *object)
{
  BurnishDriveItem *self = BURNISH_DRIVE_ITEM (object);

  stop_looking (self);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (burnish_drive_item_parent_class)->dispose (object);
}

static void
burnish_drive_item_finalize (GObject *object)
{
  BurnishDriveItem *self = BURNISH_DRIVE_ITEM (object);

  g_clear_object (&self->drive);
  g_clear_object (&self->medium);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (burnish_drive_item_parent_class)->finalize (object);
}

static void
burnish_drive_item_class_init (BurnishDriveItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = burnish_drive_item_constructed;
  object_class->get_property = burnish_drive_item_get_property;
  object_class->set_property = burnish_drive_item_set_property;
  object_class->dispose = burnish_drive_item_dispose;
  object_class->finalize = burnish_drive_item_finalize;

  properties[PROP_DRIVE] =
      g_param_spec_object ("drive", NULL, NULL, BURNISH_TYPE_DRIVE,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MEDIUM] = g_param_spec_object ("medium", NULL, NULL, BURNISH_TYPE_MEDIUM, read);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, read);
  properties[PROP_LOOKING] = g_param_spec_boolean ("looking", NULL, NULL, FALSE, read);
  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, BURNISH_TYPE_JOB, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
burnish_drive_item_init (BurnishDriveItem *self G_GNUC_UNUSED)
{
}

BurnishDriveItem *
burnish_drive_item_new (BurnishDrive *drive)
{
  return g_object_new (BURNISH_TYPE_DRIVE_ITEM, "drive", drive, NULL);
}

/* Returns: (transfer none) */
BurnishDrive *
burnish_drive_item_get_drive (BurnishDriveItem *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_ITEM (self), NULL);

  return self->drive;
}

/* Returns: (transfer none) (nullable): what is in the drive, as of the last look */
BurnishMedium *
burnish_drive_item_get_medium (BurnishDriveItem *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_ITEM (self), NULL);

  return self->medium;
}

/* Returns: (nullable): why there is no medium */
const GError *
burnish_drive_item_get_error (BurnishDriveItem *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_ITEM (self), NULL);

  return self->error;
}

/* Whether the drive is being asked; the first time, there is neither medium nor error yet. */
gboolean
burnish_drive_item_get_looking (BurnishDriveItem *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_ITEM (self), FALSE);

  return self->cancellable != NULL;
}

/* Returns: (transfer none) (nullable): the job of this program that has the drive */
BurnishJob *
burnish_drive_item_get_job (BurnishDriveItem *self)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE_ITEM (self), NULL);

  return self->job;
}

/*
 * burnish_drive_item_set_job:
 * @self: a drive item
 * @job: (nullable): the job that has the drive from now on
 *
 * For the list of jobs. When the last job is gone, the item looks what it left in the drive.
 */
void
burnish_drive_item_set_job (BurnishDriveItem *self, BurnishJob *job)
{
  g_return_if_fail (BURNISH_IS_DRIVE_ITEM (self));

  if (!g_set_object (&self->job, job))
    return;
  if (job != NULL)
    stop_looking (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  burnish_drive_item_refresh (self);
}
