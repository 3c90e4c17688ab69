/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-plan-private.h"

#include "burnish-error.h"
#include "burnish-image-file.h"
#include "burnish-image-stream-private.h"
#include "burnish-job-enums.h"
#include "burnish-json-private.h"

G_DEFINE_FINAL_TYPE (BurnishPlan, burnish_plan, G_TYPE_OBJECT)

static void
burnish_plan_finalize (GObject *object)
{
  BurnishPlan *self = BURNISH_PLAN (object);

  g_clear_object (&self->drive);
  g_clear_object (&self->medium);
  g_clear_object (&self->layout);
  g_clear_object (&self->options);
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_pointer (&self->image_path, g_free);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->added, burnish_tree_snapshot_unref);
  g_clear_object (&self->image_options);
  g_clear_pointer (&self->replaced, g_ptr_array_unref);
  G_OBJECT_CLASS (burnish_plan_parent_class)->finalize (object);
}

static void
burnish_plan_class_init (BurnishPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_plan_finalize;
}

static void
burnish_plan_init (BurnishPlan *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (BurnishPlanStep));
  self->notes = g_ptr_array_new_with_free_func (g_free);
}

gboolean
_burnish_plan_inspect (BurnishPlan *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->medium = burnish_drive_inspect (self->drive, cancellable, &failure);
  if (self->medium != NULL)
    {
      self->fingerprint = burnish_medium_dup_fingerprint (self->medium);
      return TRUE;
    }
  if (self->image_file && self->kind != BURNISH_PLAN_VERIFY
      && g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_NO_DISC))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

BurnishPlan *
_burnish_plan_new (BurnishPlanKind kind, BurnishDrive *drive, BurnishBurnOptions *options)
{
  BurnishPlan *self = g_object_new (BURNISH_TYPE_PLAN, NULL);

  self->kind = kind;
  self->drive = g_object_ref (drive);
  self->image_file = burnish_drive_is_image_file (drive);
  self->options = options ? _burnish_burn_options_copy (options) : burnish_burn_options_new ();
  return self;
}

/**
 * burnish_plan_new_burn:
 * @drive: the drive; an image-file drive writes an image file
 * @layout: what to burn
 * @options: (nullable): how; defaults when %NULL. A copy is taken.
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans to burn a staging tree. It inspects the drive and looks at every source, and refuses with
 * all reasons at once.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set: %BURNISH_ERROR_REFUSED with
 *   reasons, or what kept the drive from being inspected
 */
BurnishPlan *
burnish_plan_new_burn (BurnishDrive *drive,
                       BurnishImageLayout *layout,
                       BurnishBurnOptions *options,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (BurnishPlan) self = NULL;

  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);
  g_return_val_if_fail (BURNISH_IS_IMAGE_LAYOUT (layout), NULL);

  self = _burnish_plan_new (BURNISH_PLAN_BURN_TREE, drive, options);
  self->layout = g_object_ref (layout);
  self->n_blocks = burnish_image_layout_get_n_blocks (layout);
  if (!_burnish_plan_inspect (self, cancellable, error)
      || !_burnish_plan_check_burn (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Length in blocks of a file that a disc is compared with; what it holds is not asked. */
static gboolean
measure_image (BurnishPlan *self, GError **error)
{
  g_autoptr (BurnishImageStream) stream =
      _burnish_image_stream_new_for_file (self->image_path, FALSE, error);

  if (stream == NULL)
    return FALSE;
  self->n_blocks = _burnish_image_stream_get_n_blocks (stream);
  return TRUE;
}

/* Looks whether the file is an image, how long, and whether all of it is there: a download that was
   cut off is not worth a disc. */
static gboolean
look_at_image (BurnishPlan *self, GError **error)
{
  g_autoptr (BurnishImageFileInfo) info = burnish_image_file_inspect (self->image_path, error);

  if (info == NULL)
    return FALSE;
  self->n_blocks = info->size_bytes / BURNISH_BLOCK_SIZE;
  if (info->volume_blocks <= self->n_blocks)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
               "The image file is incomplete: it has %" G_GUINT64_FORMAT
               " of the %" G_GUINT64_FORMAT " blocks of its volume",
               self->n_blocks, info->volume_blocks);
  if (error != NULL)
    burnish_error_set_path (*error, self->image_path);
  return FALSE;
}

/**
 * burnish_plan_new_burn_image:
 * @drive: the drive
 * @image_path: (type filename): the image file to burn
 * @options: (nullable): how; defaults when %NULL. A copy is taken.
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans to burn an image file bit-exact. A file that is no image, or not all of one, is refused
 * with %BURNISH_ERROR_IMAGE_INVALID.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
BurnishPlan *
burnish_plan_new_burn_image (BurnishDrive *drive,
                             const char *image_path,
                             BurnishBurnOptions *options,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (BurnishPlan) self = NULL;

  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);
  g_return_val_if_fail (image_path != NULL, NULL);

  self = _burnish_plan_new (BURNISH_PLAN_BURN_IMAGE, drive, options);
  self->image_path = g_strdup (image_path);
  if (!look_at_image (self, error) || !_burnish_plan_inspect (self, cancellable, error)
      || !_burnish_plan_check_burn (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
add_step (BurnishPlan *self, BurnishPlanStep step)
{
  g_array_append_val (self->steps, step);
}

static gboolean
check_readable (BurnishPlan *self, GError **error)
{
  BurnishError code = BURNISH_ERROR_DISC_NOT_SUPPORTED;
  g_autofree char *reason = NULL;

  if (burnish_medium_can (self->medium, BURNISH_OPERATION_READ))
    return TRUE;
  if (self->image_file)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC,
                           "There is no image file, or it is empty");
      return FALSE;
    }
  if (burnish_medium_get_state (self->medium) & BURNISH_MEDIUM_BLANK)
    code = BURNISH_ERROR_NOTHING_TO_COMPARE;
  reason = burnish_medium_dup_reason (self->medium, BURNISH_OPERATION_READ);
  g_set_error (error, BURNISH_ERROR, code, "The %s cannot be verified: %s",
               burnish_medium_get_profile_name (self->medium), reason);
  return FALSE;
}

/**
 * burnish_plan_new_verify:
 * @drive: the drive with the disc
 * @image_path: (type filename) (nullable): the image file to compare with, or %NULL: the checksum
 *   manifest on the disc
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans to read a disc and compare it.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
BurnishPlan *
burnish_plan_new_verify (BurnishDrive *drive,
                         const char *image_path,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (BurnishPlan) self = NULL;

  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);

  self = _burnish_plan_new (BURNISH_PLAN_VERIFY, drive, NULL);
  self->image_path = g_strdup (image_path);
  if ((image_path != NULL && !measure_image (self, error))
      || !_burnish_plan_inspect (self, cancellable, error))
    return NULL;
  if (!check_readable (self, error))
    return NULL;
  add_step (self, BURNISH_STEP_RELOAD);
  add_step (self, BURNISH_STEP_VERIFY);
  return g_steal_pointer (&self);
}

static BurnishPlan *
plan_new_erase (BurnishPlanKind kind,
                BurnishDrive *drive,
                gboolean full,
                gboolean consent,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (BurnishPlan) self = _burnish_plan_new (kind, drive, NULL);

  self->full = full;
  self->options->consent = consent;
  if (self->image_file)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE,
                           "An image file can be neither erased nor formatted");
      return NULL;
    }
  if (!_burnish_plan_inspect (self, cancellable, error) || !_burnish_plan_check_erase (self, error))
    return NULL;
  add_step (self, kind == BURNISH_PLAN_ERASE ? BURNISH_STEP_ERASE : BURNISH_STEP_FORMAT);
  return g_steal_pointer (&self);
}

/**
 * burnish_plan_new_erase:
 * @drive: the drive with the disc
 * @full: erase every block, not only what describes the disc
 * @consent: whether what is on the disc that is in the drive now may be lost
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans to erase a rewritable disc.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
BurnishPlan *
burnish_plan_new_erase (BurnishDrive *drive,
                        gboolean full,
                        gboolean consent,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);
  return plan_new_erase (BURNISH_PLAN_ERASE, drive, full, consent, cancellable, error);
}

/**
 * burnish_plan_new_format:
 * @drive: the drive with the disc
 * @full: certify or overwrite every block
 * @consent: whether what is on the disc that is in the drive now may be lost
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans to format a disc.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
BurnishPlan *
burnish_plan_new_format (BurnishDrive *drive,
                         gboolean full,
                         gboolean consent,
                         GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);
  return plan_new_erase (BURNISH_PLAN_FORMAT, drive, full, consent, cancellable, error);
}

BurnishDiscFamily
_burnish_plan_get_family (BurnishPlan *plan)
{
  return plan->medium && !plan->image_file ? burnish_medium_get_family (plan->medium)
                                           : BURNISH_DISC_FAMILY_NONE;
}

/**
 * burnish_plan_get_kind:
 * @self: a plan
 *
 * Returns: what kind of plan it is
 */
BurnishPlanKind
burnish_plan_get_kind (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), BURNISH_PLAN_VERIFY);
  return self->kind;
}

/**
 * burnish_plan_get_drive:
 * @self: a plan
 *
 * Returns: (transfer none): the drive
 */
BurnishDrive *
burnish_plan_get_drive (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  return self->drive;
}

/**
 * burnish_plan_get_medium:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the medium it is for; %NULL for an image file that does not
 *   exist yet
 */
BurnishMedium *
burnish_plan_get_medium (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  return self->medium;
}

/**
 * burnish_plan_get_layout:
 * @self: a plan
 *
 * Returns: (transfer none) (nullable): the layout of the tree to burn
 */
BurnishImageLayout *
burnish_plan_get_layout (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  return self->layout;
}

/**
 * burnish_plan_get_n_blocks:
 * @self: a plan
 *
 * Returns: length of the image in 2048-byte blocks, or 0 when there is none
 */
guint64
burnish_plan_get_n_blocks (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), 0);
  return self->n_blocks;
}

/**
 * burnish_plan_get_n_steps:
 * @self: a plan
 *
 * Returns: how many steps each copy has
 */
guint
burnish_plan_get_n_steps (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), 0);
  return self->steps->len;
}

/**
 * burnish_plan_get_step:
 * @self: a plan
 * @index: less than [method@Burnish.Plan.get_n_steps]
 *
 * Returns: a step
 */
BurnishPlanStep
burnish_plan_get_step (BurnishPlan *self, guint index)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), BURNISH_STEP_VERIFY);
  g_return_val_if_fail (index < self->steps->len, BURNISH_STEP_VERIFY);
  return g_array_index (self->steps, BurnishPlanStep, index);
}

/**
 * burnish_plan_get_overwrites:
 * @self: a plan
 *
 * Returns: whether something that is on the medium now will be lost
 */
gboolean
burnish_plan_get_overwrites (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), FALSE);
  return self->overwrites;
}

/**
 * burnish_plan_get_n_notes:
 * @self: a plan
 *
 * Returns: how many things are odd but no reason to refuse
 */
guint
burnish_plan_get_n_notes (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), 0);
  return self->notes->len;
}

/**
 * burnish_plan_get_note:
 * @self: a plan
 * @index: less than [method@Burnish.Plan.get_n_notes]
 *
 * Returns: (transfer none): a technical English sentence
 */
const char *
burnish_plan_get_note (BurnishPlan *self, guint index)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  g_return_val_if_fail (index < self->notes->len, NULL);
  return g_ptr_array_index (self->notes, index);
}

static void
add_file_systems (JsonBuilder *builder, BurnishImageLayout *layout)
{
  g_auto (GStrv) names = burnish_image_layout_dup_file_systems (layout);
  const char *revision =
      burnish_udf_revision_to_string (burnish_image_layout_get_udf_revision (layout));
  BurnishFileSystemReason reason = burnish_image_layout_get_file_system_reason (layout);

  json_builder_set_member_name (builder, "file_systems");
  json_builder_begin_array (builder);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
  if (revision != NULL)
    _burnish_json_add_string (builder, "udf_revision", revision);
  _burnish_json_add_string (builder, "file_system_reason",
                            burnish_file_system_reason_to_sentence (reason));
}

/* Paths as text; the JSON reader of a person's script needs no bytes to count them. */
static void
add_replaced (JsonBuilder *builder, GPtrArray *replaced)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < replaced->len; i++)
    g_ptr_array_add (paths, g_utf8_make_valid (g_ptr_array_index (replaced, i), -1));
  _burnish_json_add_strings (builder, "replaces", paths);
}

/**
 * burnish_plan_to_json:
 * @self: a plan
 *
 * Makes the members of the command line's `plan` event (docs/json.md), without `type`.
 *
 * Returns: (transfer full): a JSON object on one line
 */
char *
burnish_plan_to_json (BurnishPlan *self)
{
  g_autoptr (GEnumClass) klass = NULL;
  g_autoptr (JsonBuilder) builder = NULL;

  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);

  klass = g_type_class_ref (BURNISH_TYPE_PLAN_STEP);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  _burnish_json_add_enum (builder, "kind", BURNISH_TYPE_PLAN_KIND, self->kind);
  _burnish_json_add_string (builder, "drive", burnish_drive_get_id (self->drive));
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->steps->len; i++)
    json_builder_add_string_value (
        builder, g_enum_get_value (klass, burnish_plan_get_step (self, i))->value_nick);
  json_builder_end_array (builder);
  if (self->n_blocks > 0)
    {
      _burnish_json_add_int (builder, "blocks", (gint64) self->n_blocks);
      _burnish_json_add_int (builder, "bytes", (gint64) self->n_blocks * BURNISH_BLOCK_SIZE);
    }
  if (self->free_blocks > 0)
    _burnish_json_add_int (builder, "free_blocks", (gint64) self->free_blocks);
  if (self->kind == BURNISH_PLAN_BURN_TREE || self->kind == BURNISH_PLAN_BURN_IMAGE)
    {
      _burnish_json_add_int (builder, "speed_kbs", self->options->speed_kbs);
      _burnish_json_add_int (builder, "copies", self->options->copies);
      _burnish_json_add_boolean (builder, "simulate", self->options->simulate);
    }
  if (self->layout != NULL)
    add_file_systems (builder, self->layout);
  if (self->added != NULL)
    {
      _burnish_json_add_int (builder, "start_block", self->start_block);
      _burnish_json_add_int (builder, "kept_files", self->n_kept_files);
      add_replaced (builder, self->replaced);
    }
  _burnish_json_add_boolean (builder, "overwrites", self->overwrites);
  _burnish_json_add_int (builder, "estimated_seconds",
                         (gint64) burnish_plan_get_estimated_seconds (self));
  _burnish_json_add_strings (builder, "notes", self->notes);
  return _burnish_json_finish (builder);
}
