/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-plan-private.h"

#include "burnish-disc-reader-private.h"
#include "burnish-error.h"
#include "burnish-image-layout-private.h"
#include "burnish-image-options-private.h"
#include "burnish-recorded-volume-private.h"
#include "burnish-session-private.h"
#include "burnish-session-start-private.h"

/* The table of contents of a CD numbers tracks with two digits (MMC-6 6.25.3.2), and each session
   has one; other discs hold as many in every drive. */
#define MAX_SESSIONS 99
/* A session behind the old data begins with a packet of CD-RW, which is also an ECC block of a BD
   and two of a DVD. */
#define PACKET_BLOCKS 32
/* libburnia's programs take a volume in block 32 for the first session of a disc that can be
   overwritten, and its beginning for a copy. */
#define MIN_START_BLOCK (2 * PACKET_BLOCKS)

static void
add_reason (GPtrArray *reasons, BurnishError code, const char *text)
{
  g_ptr_array_add (reasons, g_error_new_literal (BURNISH_ERROR, (gint) code, text));
}

/* ---- Whether the disc goes on ---- */

static void
check_overwritable (BurnishPlan *plan, GPtrArray *reasons)
{
  BurnishMediumState state = burnish_medium_get_state (plan->medium);

  if (state & (BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_UNFORMATTED))
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED,
                "There is nothing yet that could be added to; burn the first session without "
                "adding");
}

static void
check_write_once (BurnishPlan *plan, GPtrArray *reasons)
{
  BurnishMediumState state = burnish_medium_get_state (plan->medium);

  if (state & BURNISH_MEDIUM_BLANK)
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED,
                "The disc is blank; burn the first session without adding, and keep the disc open");
  else if (state & BURNISH_MEDIUM_INCOMPLETE)
    add_reason (
        reasons, BURNISH_ERROR_DISC_NOT_BLANK,
        "An earlier burn to this disc was interrupted, and its session is still open: a new "
        "session can only follow a closed one, and once it is closed, readers show what was "
        "written of it instead of the files that were there before");
  else if (!(state & BURNISH_MEDIUM_APPENDABLE)
           || burnish_medium_get_next_writable_address (plan->medium) <= 0)
    add_reason (reasons, BURNISH_ERROR_DISC_NOT_BLANK,
                "The disc is closed: nothing can be added to it");
  if (burnish_medium_get_n_sessions (plan->medium) >= MAX_SESSIONS)
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED, "The disc holds as many sessions as it can");
}

static void
check_disc (BurnishPlan *plan, GPtrArray *reasons)
{
  BurnishMediumState state = burnish_medium_get_state (plan->medium);

  if (state & BURNISH_MEDIUM_UNSUPPORTED)
    add_reason (reasons, BURNISH_ERROR_DISC_NOT_SUPPORTED,
                "Discs of this kind can be read, but not written here");
  else if (state & BURNISH_MEDIUM_WRITE_PROTECTED)
    add_reason (reasons, BURNISH_ERROR_DISC_WRITE_PROTECTED, "The disc is write protected");
  else if (state & BURNISH_MEDIUM_OVERWRITABLE)
    check_overwritable (plan, reasons);
  else
    check_write_once (plan, reasons);
  if (plan->options->copies > 1)
    add_reason (reasons, BURNISH_ERROR_INVALID_ARGUMENT,
                "What is added fits one disc only: there can be no copies");
  if (plan->options->simulate
      && (plan->image_file || !burnish_medium_can (plan->medium, BURNISH_OPERATION_SIMULATE)))
    add_reason (reasons, BURNISH_ERROR_NOT_SUPPORTED, "Writing to it cannot be simulated");
}

/* ---- What is on it ---- */

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  return _burnish_disc_reader_read (user_data, start_block, n_blocks, buffer, error);
}

static BurnishRecordedVolume *
read_volume (BurnishPlan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishDiscReader) reader = _burnish_disc_reader_new (plan->drive, error);
  gboolean is_drive_overwritable =
      !plan->image_file
      && (burnish_medium_get_state (plan->medium) & BURNISH_MEDIUM_OVERWRITABLE) != 0;
  BurnishUdfDevice device = {
    .read = read_cb,
    .user_data = reader,
    .n_blocks = is_drive_overwritable ? burnish_medium_get_capacity_blocks (plan->medium)
                                      : burnish_medium_get_used_blocks (plan->medium),
  };

  if (reader == NULL)
    return NULL;
  device.session_block = _burnish_session_find (plan->medium, read_cb, reader);
  return _burnish_recorded_volume_read (&device, cancellable, error);
}

/* ---- What will be on it ---- */

/* The new session has the file systems of the old one: whoever reads the disc goes on to see all of
   it. */
static BurnishImageOptions *
make_options (BurnishImageOptions *wanted, const BurnishRecordedVolume *volume)
{
  BurnishImageOptions *options =
      wanted ? _burnish_image_options_copy (wanted) : burnish_image_options_new ();

  g_object_set (options, "recommended-file-systems", FALSE, "iso9660", volume->has_iso, "joliet",
                volume->has_joliet, "rock-ridge", volume->has_rock_ridge, "udf-revision",
                volume->udf_revision, "udf-embed", FALSE, "udf-vat", FALSE, NULL);
  /* Old links stay what they are: what some of them point at is not on the disc. */
  if (volume->has_udf_links)
    g_object_set (options, "udf-symlinks", BURNISH_UDF_SYMLINKS_KEEP, NULL);
  /* Where old files have streams, new ones get them, too. */
  if (volume->udf_revision < BURNISH_UDF_2_00)
    g_object_set (options, "udf-streams", FALSE, NULL);
  else if (volume->has_streams)
    g_object_set (options, "udf-streams", TRUE, NULL);
  if (burnish_image_options_get_volume_id (options) == NULL && volume->volume_id != NULL)
    {
      g_autofree char *volume_id =
          burnish_image_options_dup_fitting_volume_id (options, volume->volume_id);

      burnish_image_options_set_volume_id (options, volume_id);
    }
  return options;
}

static guint64
find_start (BurnishPlan *plan, const BurnishRecordedVolume *volume)
{
  guint64 end_block = volume->end_block;

  if (!(burnish_medium_get_state (plan->medium) & BURNISH_MEDIUM_OVERWRITABLE))
    return (guint64) burnish_medium_get_next_writable_address (plan->medium);
  if (plan->image_file)
    end_block = MAX (end_block, burnish_medium_get_used_blocks (plan->medium));
  end_block = MAX (end_block, MIN_START_BLOCK);
  return (end_block + PACKET_BLOCKS - 1) / PACKET_BLOCKS * PACKET_BLOCKS;
}

static gboolean
lay_out (BurnishPlan *plan,
         const BurnishRecordedVolume *volume,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (BurnishImageOptions) options = make_options (plan->image_options, volume);
  g_autoptr (BurnishTreeSnapshot) merged = NULL;
  BurnishMediumState state = burnish_medium_get_state (plan->medium);
  guint64 start_block = find_start (plan, volume);

  if (start_block > G_MAXUINT32)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_TOO_SMALL,
                           "What is there ends behind the last block that can be addressed");
      return FALSE;
    }
  merged = _burnish_tree_snapshot_merge (volume->snapshot, plan->added, plan->replaced, error);
  if (merged == NULL)
    return FALSE;
  plan->start_block = (guint32) start_block;
  plan->layout = _burnish_image_layout_new_session (merged, options, plan->start_block,
                                                    (state & BURNISH_MEDIUM_OVERWRITABLE) != 0,
                                                    cancellable, error);
  if (plan->layout == NULL
      || ((state & BURNISH_MEDIUM_OVERWRITABLE)
          && !_burnish_session_start_check (plan->layout, error)))
    return FALSE;
  plan->n_blocks = burnish_image_layout_get_n_blocks (plan->layout);
  return TRUE;
}

/* ---- What a person should know ---- */

static void
add_notes (BurnishPlan *plan, const BurnishRecordedVolume *volume)
{
  gboolean has_manifest =
      burnish_image_options_get_manifest (_burnish_image_layout_get_options (plan->layout));

  if (burnish_medium_get_state (plan->medium) & BURNISH_MEDIUM_OVERWRITABLE)
    g_ptr_array_add (plan->notes, g_strdup ("What is there already stays where it is"));
  if (has_manifest && volume->n_without_sums > 0)
    g_ptr_array_add (
        plan->notes,
        g_strdup_printf ("%u files that are there already have no checksum, so that they cannot be "
                         "checked later",
                         volume->n_without_sums));
  if (!has_manifest && volume->has_manifest)
    g_ptr_array_add (plan->notes, g_strdup ("The checksum manifest that is there already will not "
                                            "be shown any more"));
}

static void
count_kept (BurnishPlan *plan)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (plan->layout);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    plan->n_kept_files += _burnish_tree_snapshot_is_recorded (snapshot, node);
}

guint64
_burnish_plan_check_append (BurnishPlan *plan, GPtrArray *reasons)
{
  BurnishMediumState state = burnish_medium_get_state (plan->medium);
  guint64 capacity = burnish_medium_get_capacity_blocks (plan->medium);
  guint64 room = burnish_medium_get_free_blocks (plan->medium);

  if (!plan->image_file && (state & BURNISH_MEDIUM_OVERWRITABLE))
    room = capacity - MIN (capacity, plan->start_block);
  if (plan->n_blocks > room)
    g_ptr_array_add (reasons,
                     g_error_new (BURNISH_ERROR,
                                  plan->image_file ? BURNISH_ERROR_TARGET_FULL
                                                   : BURNISH_ERROR_DISC_TOO_SMALL,
                                  "What is added does not fit by %" G_GUINT64_FORMAT
                                  " bytes: it has %" G_GUINT64_FORMAT
                                  " bytes, and there is room for %" G_GUINT64_FORMAT,
                                  (plan->n_blocks - room) * BURNISH_BLOCK_SIZE,
                                  plan->n_blocks * BURNISH_BLOCK_SIZE, room * BURNISH_BLOCK_SIZE));
  return room;
}

static gboolean
check_medium (BurnishPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  if (plan->medium == NULL)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_NO_DISC,
                           "There is no image file that could be added to");
      return FALSE;
    }
  check_disc (plan, reasons);
  return _burnish_plan_refuse (reasons, error);
}

/**
 * burnish_plan_new_append:
 * @drive: the drive with the disc, or an image-file drive
 * @snapshot: what to add
 * @image_options: (nullable): how; a copy is taken. The file systems are those of the disc,
 *   whatever it says, and so is the name of the disc when it names none.
 * @options: (nullable): how; defaults when %NULL. A copy is taken.
 * @cancellable: (nullable): to stop looking
 * @error: return location
 *
 * Plans to add files to a disc. Everything that is on it is shown by the new session, too, with
 * contents that stay where they are; where both have a file of one path, the new one counts
 * ([method@Burnish.Plan.get_replaced]). On write-once discs that is a further session. On discs
 * that can be overwritten, and in image files, it is written behind the old data, and only then the
 * blocks at the beginning that say where the volume is.
 *
 * Besides the reasons of other burns it refuses, with all of them at once, a disc that is blank or
 * closed, and one whose volume it does not understand completely: what a new session does not show
 * is lost to readers.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
BurnishPlan *
burnish_plan_new_append (BurnishDrive *drive,
                         BurnishTreeSnapshot *snapshot,
                         BurnishImageOptions *image_options,
                         BurnishBurnOptions *options,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (BurnishPlan) self = NULL;
  g_autoptr (BurnishRecordedVolume) volume = NULL;

  g_return_val_if_fail (BURNISH_IS_DRIVE (drive), NULL);
  g_return_val_if_fail (snapshot != NULL, NULL);

  self = _burnish_plan_new (BURNISH_PLAN_BURN_TREE, drive, options);
  self->added = burnish_tree_snapshot_ref (snapshot);
  self->image_options = image_options ? _burnish_image_options_copy (image_options) : NULL;
  self->replaced = g_ptr_array_new_with_free_func (g_free);
  if (!_burnish_plan_inspect (self, cancellable, error) || !check_medium (self, error))
    return NULL;
  volume = read_volume (self, cancellable, error);
  if (volume == NULL || !lay_out (self, volume, cancellable, error))
    return NULL;
  count_kept (self);
  add_notes (self, volume);
  return _burnish_plan_check_burn (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * burnish_plan_get_appends:
 * @self: a plan
 *
 * Returns: whether it adds files to what is on the disc
 */
gboolean
burnish_plan_get_appends (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), FALSE);
  return self->added != NULL;
}

/**
 * burnish_plan_get_start_block:
 * @self: a plan
 *
 * Returns: where on the disc the data begins
 */
guint32
burnish_plan_get_start_block (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), 0);
  return self->start_block;
}

/**
 * burnish_plan_get_n_kept_files:
 * @self: a plan
 *
 * Returns: how many files are on the disc already and go on to be shown
 */
guint32
burnish_plan_get_n_kept_files (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), 0);
  return self->n_kept_files;
}

/**
 * burnish_plan_get_replaced:
 * @self: a plan
 *
 * Returns: (nullable) (transfer none) (element-type filename): paths on the disc whose place a new
 *   file or link takes, in tree order; %NULL when nothing is added
 */
GPtrArray *
burnish_plan_get_replaced (BurnishPlan *self)
{
  g_return_val_if_fail (BURNISH_IS_PLAN (self), NULL);
  return self->replaced;
}
