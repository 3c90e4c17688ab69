/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-capacity.h"

#include "capacity/burnish-capacity-layout.h"
#include "capacity/burnish-disc-sizes.h"
#include "drives/burnish-drive-words.h"
#include "plan/burnish-consent.h"
#include "plan/burnish-image-preferences.h"

/* After this time without a change the layout is made. */
#define SETTLE_MS 300

/* For the estimate: what a file or folder takes in the three trees and the list of checksums, and
   what every image has. */
#define ESTIMATED_NODE_BYTES   420
#define ESTIMATED_EXTRA_BLOCKS 180

struct _BurnishCapacity
{
  GObject parent_instance;

  BurnishDriveList *drives;   /* (owned) */
  GSettings *settings;        /* (owned) */
  BurnishProject *project;    /* (owned) (nullable) */
  BurnishDriveItem *item;     /* (owned) (nullable): the drive that is meant */
  GSignalGroup *item_signals; /* (owned) */

  guint settle_id;
  GCancellable *cancellable; /* (owned) (nullable): of the layout under way */

  guint64 needed_blocks;
  gboolean is_exact;
  BurnishDiscFamily family; /* that the layout is for */
  GPtrArray *parts;         /* (owned) of BurnishCapacityPart: as of the last layout */
};

G_DEFINE_FINAL_TYPE (BurnishCapacity, burnish_capacity, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
} BurnishCapacitySignal;

static guint signals[N_SIGNALS];

static void
emit_changed (BurnishCapacity *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static BurnishMedium *
get_medium (BurnishCapacity *self)
{
  return self->item != NULL ? burnish_drive_item_get_medium (self->item) : NULL;
}

static guint64
get_size (BurnishCapacity *self)
{
  return self->project != NULL ? burnish_project_get_disc_blocks (self->project) : 0;
}

static BurnishDiscFamily
find_family (BurnishCapacity *self)
{
  if (get_size (self) > 0)
    return burnish_disc_sizes_guess_family (get_size (self));
  if (get_medium (self) != NULL)
    return burnish_medium_get_family (get_medium (self));
  return BURNISH_DISC_FAMILY_NONE;
}

/* ---- What is needed ---- */

static void
laid_out_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishCapacityLayout) layout = burnish_capacity_layout_finish (result, &error);
  BurnishCapacity *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = BURNISH_CAPACITY (user_data);
  g_clear_object (&self->cancellable);
  /* What no disc can hold stays an estimate; the burn sheet tells the reasons. */
  if (layout == NULL)
    return;
  self->needed_blocks = layout->n_blocks;
  self->is_exact = TRUE;
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  self->parts = g_ptr_array_ref (layout->parts);
  emit_changed (self);
}

static void
stop (BurnishCapacity *self)
{
  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
settled_cb (gpointer user_data)
{
  BurnishCapacity *self = user_data;
  g_autoptr (BurnishTreeSnapshot) snapshot =
      burnish_tree_freeze (burnish_project_get_tree (self->project));
  BurnishImageOptions *options;

  self->settle_id = 0;
  self->family = find_family (self);
  options = burnish_project_dup_image_options_for (self->project, self->family);
  burnish_image_preferences_apply (self->settings, options);
  /* The size does not depend on it, and one that does not fit is no reason not to measure. */
  burnish_image_options_set_volume_id (options, NULL);
  self->cancellable = g_cancellable_new ();
  burnish_capacity_layout_async (snapshot, options, self->cancellable, laid_out_cb, self);
}

/* Half a block is lost at the end of a file. */
static guint64
estimate (BurnishCapacity *self)
{
  BurnishTree *tree = burnish_project_get_tree (self->project);
  guint64 n_files = burnish_tree_get_n_files (tree, BURNISH_NODE_ROOT);
  guint64 n_folders = burnish_tree_get_n_folders (tree, BURNISH_NODE_ROOT);

  return burnish_bytes_to_blocks (burnish_tree_get_size_bytes (tree, BURNISH_NODE_ROOT))
         + n_files / 2 + n_folders * 2
         + burnish_bytes_to_blocks ((n_files + n_folders) * ESTIMATED_NODE_BYTES)
         + ESTIMATED_EXTRA_BLOCKS;
}

static void
update_needed (BurnishCapacity *self)
{
  stop (self);
  self->is_exact = FALSE;
  if (self->project == NULL)
    {
      self->needed_blocks = 0;
      g_ptr_array_set_size (self->parts, 0);
      return;
    }
  self->needed_blocks = estimate (self);
  self->settle_id = g_timeout_add_once (SETTLE_MS, settled_cb, self);
}

static void
project_changed_cb (BurnishCapacity *self)
{
  update_needed (self);
  emit_changed (self);
}

/* ---- What it is measured against ---- */

static void
target_changed (BurnishCapacity *self)
{
  if (self->project != NULL && self->family != find_family (self))
    update_needed (self);
  emit_changed (self);
}

static void
medium_changed_cb (BurnishCapacity *self)
{
  if (get_medium (self) != NULL)
    burnish_disc_sizes_remember (self->settings, get_medium (self));
  target_changed (self);
}

static void
choose_item (BurnishCapacity *self)
{
  BurnishDriveItem *item = burnish_drive_list_choose (self->drives, self->settings);

  if (!g_set_object (&self->item, item))
    return;
  g_signal_group_set_target (self->item_signals, item);
  medium_changed_cb (self);
}

static void
burnish_capacity_dispose (GObject *object)
{
  BurnishCapacity *self = BURNISH_CAPACITY (object);

  stop (self);
  burnish_capacity_set_project (self, NULL);
  stop (self);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (burnish_capacity_parent_class)->dispose (object);
}

static void
burnish_capacity_finalize (GObject *object)
{
  BurnishCapacity *self = BURNISH_CAPACITY (object);

  g_clear_object (&self->drives);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->parts, g_ptr_array_unref);

  G_OBJECT_CLASS (burnish_capacity_parent_class)->finalize (object);
}

static void
burnish_capacity_class_init (BurnishCapacityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = burnish_capacity_dispose;
  object_class->finalize = burnish_capacity_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
burnish_capacity_init (BurnishCapacity *self)
{
  self->parts = g_ptr_array_new ();
  self->item_signals = g_signal_group_new (BURNISH_TYPE_DRIVE_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "notify::medium",
                                  G_CALLBACK (medium_changed_cb), self);
  g_signal_group_connect_swapped (self->item_signals, "notify::job", G_CALLBACK (emit_changed),
                                  self);
}

BurnishCapacity *
burnish_capacity_new (BurnishDriveList *drives, GSettings *settings)
{
  BurnishCapacity *self = g_object_new (BURNISH_TYPE_CAPACITY, NULL);

  self->drives = g_object_ref (drives);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (drives, "preferred-changed", G_CALLBACK (choose_item), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drives, "items-changed", G_CALLBACK (choose_item), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::default-drive", G_CALLBACK (choose_item), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::manifest", G_CALLBACK (project_changed_cb), self,
                           G_CONNECT_SWAPPED);
  choose_item (self);
  return self;
}

/* Returns: (transfer none) (nullable): what is measured */
BurnishProject *
burnish_capacity_get_project (BurnishCapacity *self)
{
  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), NULL);

  return self->project;
}

/*
 * burnish_capacity_set_project:
 * @self: a capacity
 * @project: (nullable): what to measure
 */
void
burnish_capacity_set_project (BurnishCapacity *self, BurnishProject *project)
{
  g_return_if_fail (BURNISH_IS_CAPACITY (self));

  if (self->project == project)
    return;
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  if (project != NULL)
    g_signal_connect_swapped (project, "changed", G_CALLBACK (project_changed_cb), self);
  project_changed_cb (self);
}

/* Measures against the disc in this drive, now and in future projects. */
void
burnish_capacity_measure_drive (BurnishCapacity *self, BurnishDriveItem *item)
{
  g_return_if_fail (BURNISH_IS_CAPACITY (self));
  g_return_if_fail (BURNISH_IS_DRIVE_ITEM (item));

  g_settings_set_string (self->settings, "default-drive",
                         burnish_drive_get_id (burnish_drive_item_get_drive (item)));
  if (self->project != NULL)
    burnish_project_set_disc_blocks (self->project, 0);
  target_changed (self);
}

/* Measures the project against discs of this size. */
void
burnish_capacity_measure_size (BurnishCapacity *self, guint64 n_blocks)
{
  g_return_if_fail (BURNISH_IS_CAPACITY (self));

  if (self->project != NULL)
    burnish_project_set_disc_blocks (self->project, n_blocks);
}

BurnishDriveItem *
burnish_capacity_get_drive (BurnishCapacity *self)
{
  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), NULL);

  return get_size (self) == 0 ? self->item : NULL;
}

guint64
burnish_capacity_get_room_blocks (BurnishCapacity *self)
{
  BurnishMedium *medium;
  guint64 room;

  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), 0);

  medium = get_medium (self);
  if (get_size (self) > 0)
    return get_size (self);
  if (medium == NULL)
    return 0;
  room = burnish_medium_get_room_blocks (medium);
  /* What cannot be written anew can still be added to. */
  if (room == 0 && burnish_consent_adds_to (NULL, medium))
    room = burnish_medium_get_free_blocks (medium);
  return room;
}

guint64
burnish_capacity_get_needed_blocks (BurnishCapacity *self)
{
  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), 0);

  return self->needed_blocks;
}

gboolean
burnish_capacity_is_exact (BurnishCapacity *self)
{
  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), FALSE);

  return self->is_exact;
}

guint64
burnish_capacity_get_over_blocks (BurnishCapacity *self)
{
  guint64 room;

  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), 0);

  room = burnish_capacity_get_room_blocks (self);
  return room > 0 && self->needed_blocks > room ? self->needed_blocks - room : 0;
}

GPtrArray *
burnish_capacity_get_parts (BurnishCapacity *self)
{
  g_return_val_if_fail (BURNISH_IS_CAPACITY (self), NULL);

  return self->parts;
}
