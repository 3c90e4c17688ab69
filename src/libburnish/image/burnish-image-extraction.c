/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-extraction.h"

#include "burnish-extraction-choice-private.h"
#include "burnish-extraction-copy-private.h"
#include "burnish-extraction-streams-private.h"
#include "burnish-extraction-target-private.h"
#include "burnish-image-tree-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define LOST_STREAMS "Some of its named streams cannot be read"

struct _BurnishImageExtraction
{
  GObject parent_instance;

  char *path;          /* (owned) */
  GStrv members;       /* (owned) (nullable): everything */
  GPtrArray *failures; /* (owned) of GError */
  gboolean overwrite;
  guint n_files;
  guint64 n_bytes;
};

G_DEFINE_FINAL_TYPE (BurnishImageExtraction, burnish_image_extraction, G_TYPE_OBJECT)

typedef struct
{
  BurnishImageExtraction *self;
  BurnishUdfContents *tree; /* (owned) */
  const BurnishUdfDevice *device;
  BurnishExtractionTarget *target; /* (owned) */
  guint8 *choices;                 /* (owned) by node, of BurnishExtractionChoice */
  guint32 *copied;                 /* (owned) by entry: the node that has its contents; 0: none */
  guint8 *buffer;                  /* (owned) */
  BurnishImageExtractionFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  guint64 bytes_done;
  guint64 bytes_total;
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->target, _burnish_extraction_target_free);
  g_clear_pointer (&run->tree, _burnish_udf_contents_free);
  g_clear_pointer (&run->choices, g_free);
  g_clear_pointer (&run->copied, g_free);
  g_clear_pointer (&run->buffer, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* ---- Failures ---- */

static void
add_failure (Run *run, guint32 node, GError *error)
{
  g_autofree char *path = _burnish_udf_contents_dup_path (run->tree, node);

  burnish_error_set_path (error, path);
  g_ptr_array_add (run->self->failures, error);
}

static void
add_loss (Run *run, guint32 node, const char *message)
{
  add_failure (run, node, g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, message));
}

/* TRUE: the failure is of this node only, and was listed. */
static gboolean
pass_over (Run *run, guint32 node, GError *failure, GError **error)
{
  if (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_TARGET_FULL)
      || failure->domain != BURNISH_ERROR)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  add_failure (run, node, failure);
  return TRUE;
}

/* ---- What is wanted ---- */

static gboolean
choose (Run *run, GError **error)
{
  run->choices =
      _burnish_extraction_choose (run->tree, (const char *const *) run->self->members, error);
  if (run->choices == NULL)
    return FALSE;
  for (guint32 i = 1; i < run->tree->nodes->len; i++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (run->tree, i);

      if (run->choices[i] == BURNISH_EXTRACTION_FAILED)
        add_failure (run, i,
                     g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS,
                                          "The folder has this name twice"));
      else if (run->choices[i] == BURNISH_EXTRACTION_WANTED && entry->kind == BURNISH_UDF_NODE_FILE)
        run->bytes_total += entry->size_bytes;
    }
  return TRUE;
}

/* ---- Contents ---- */

/* Holes stay holes; so does what is lost. */
static gboolean
copy_contents (Run *run,
               const BurnishUdfEntry *entry,
               BurnishExtractionCopy *copy,
               const char *path,
               GError **error)
{
  guint64 offset = 0;

  for (guint32 i = 0; i < entry->n_extents; i++)
    {
      const BurnishUdfExtent *extent =
          &g_array_index (run->tree->extents, BurnishUdfExtent, entry->first_extent + i);

      if (extent->start_byte == BURNISH_UDF_LOST)
        copy->is_incomplete = TRUE;
      else if (extent->start_byte != BURNISH_UDF_HOLE
               && !_burnish_extraction_copy_extent (copy, extent, offset, error))
        return FALSE;
      offset += extent->size_bytes;
      if (run->func != NULL)
        run->func (path, run->bytes_done + offset, run->bytes_total, run->user_data);
    }
  if (ftruncate (copy->fd, (off_t) entry->size_bytes) == 0)
    return TRUE;
  _burnish_extraction_target_set_error (error, errno, "write a file");
  return FALSE;
}

static gboolean
copy_file (Run *run, guint32 node, GError **error)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (run->tree, node);
  g_autofree char *path = _burnish_udf_contents_dup_path (run->tree, node);
  BurnishExtractionCopy copy = {
    .device = run->device,
    .buffer = run->buffer,
    .is_incomplete = entry->lacks_contents,
  };
  g_autoptr (GError) failure = NULL, stream_failure = NULL;

  if (run->func != NULL)
    run->func (path, run->bytes_done, run->bytes_total, run->user_data);
  /* Not even an empty file, which would look like one that was. */
  if (entry->is_absent)
    {
      add_loss (run, node, "Its file entry cannot be read");
      return TRUE;
    }
  copy.fd = _burnish_extraction_target_create (run->target, node, run->self->overwrite, &failure);
  if (copy.fd < 0)
    return pass_over (run, node, g_steal_pointer (&failure), error);
  if (copy_contents (run, entry, &copy, path, &failure))
    {
      _burnish_extraction_streams_restore (run->tree, run->device, entry, copy.fd, &stream_failure);
      _burnish_extraction_target_finish_file (copy.fd, entry);
    }
  run->self->n_bytes += copy.n_bytes;
  /* Some file systems only say here that they are full. */
  if (close (copy.fd) != 0 && failure == NULL)
    _burnish_extraction_target_set_error (&failure, errno, "write a file");
  if (failure != NULL)
    {
      _burnish_extraction_target_remove (run->target, node);
      return pass_over (run, node, g_steal_pointer (&failure), error);
    }
  run->copied[_burnish_udf_contents_get_node (run->tree, node)->entry] = node;
  run->self->n_files++;
  if (copy.is_incomplete)
    add_loss (run, node, "Some of its contents cannot be read; zeros take their place");
  if (entry->lacks_streams)
    add_loss (run, node, LOST_STREAMS);
  return stream_failure == NULL || pass_over (run, node, g_steal_pointer (&stream_failure), error);
}

/* A further name of a file that was copied; where the file system has no hard links, a copy. */
static gboolean
copy_or_link (Run *run, guint32 node, GError **error)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (run->tree, node);
  guint32 earlier = run->copied[_burnish_udf_contents_get_node (run->tree, node)->entry];
  gboolean success;

  if (earlier != 0
      && _burnish_extraction_target_link (run->target, node, earlier, run->self->overwrite, NULL))
    {
      run->self->n_files++;
      success = TRUE;
    }
  else
    success = copy_file (run, node, error);
  run->bytes_done += entry->size_bytes;
  return success;
}

/* ---- Nodes ---- */

static gboolean
make_folders (Run *run, GError **error)
{
  for (guint32 i = 1; i < run->tree->nodes->len; i++)
    {
      const BurnishUdfNode *node = _burnish_udf_contents_get_node (run->tree, i);
      g_autoptr (GError) failure = NULL;
      gboolean is_shared = FALSE;

      if (run->choices[node->parent] == BURNISH_EXTRACTION_FAILED)
        run->choices[i] = BURNISH_EXTRACTION_FAILED;
      if (run->choices[i] == BURNISH_EXTRACTION_LEFT_OUT
          || run->choices[i] == BURNISH_EXTRACTION_FAILED
          || _burnish_udf_contents_get_entry (run->tree, i)->kind != BURNISH_UDF_NODE_FOLDER)
        continue;
      if (_burnish_extraction_target_make_folder (run->target, i, &is_shared, &failure))
        {
          if (is_shared)
            add_failure (run, i,
                         g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_NAME_EXISTS,
                                              "Another folder has this name in the target; what is "
                                              "in both is there"));
          continue;
        }
      run->choices[i] = BURNISH_EXTRACTION_FAILED;
      if (!pass_over (run, i, g_steal_pointer (&failure), error))
        return FALSE;
    }
  return TRUE;
}

static guint64
get_address (const BurnishUdfContents *tree, guint32 node)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (tree, node);

  return entry->n_extents > 0
             ? g_array_index (tree->extents, BurnishUdfExtent, entry->first_extent).start_byte
             : 0;
}

static int
compare_addresses (gconstpointer a, gconstpointer b, gpointer tree)
{
  guint64 left = get_address (tree, *(const guint32 *) a);
  guint64 right = get_address (tree, *(const guint32 *) b);

  return left < right ? -1 : left > right;
}

/* Files in the order in which they lie on the medium. */
static gboolean
copy_files (Run *run, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 1; i < run->tree->nodes->len; i++)
    if (run->choices[i] == BURNISH_EXTRACTION_WANTED
        && _burnish_udf_contents_get_entry (run->tree, i)->kind == BURNISH_UDF_NODE_FILE)
      g_array_append_val (files, i);
  g_array_sort_with_data (files, compare_addresses, run->tree);
  for (guint i = 0; i < files->len; i++)
    if (g_cancellable_set_error_if_cancelled (run->cancellable, error)
        || !copy_or_link (run, g_array_index (files, guint32, i), error))
      return FALSE;
  return TRUE;
}

/* Links come when all files are there, so that none can be written through one. */
static gboolean
make_links (Run *run, GError **error)
{
  for (guint32 i = 1; i < run->tree->nodes->len; i++)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (run->tree, i);
      g_autoptr (GError) failure = NULL;

      if (run->choices[i] != BURNISH_EXTRACTION_WANTED)
        continue;
      if (entry->kind == BURNISH_UDF_NODE_SPECIAL)
        add_failure (run, i,
                     g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED,
                                          "It is neither file nor folder nor link"));
      else if (entry->kind == BURNISH_UDF_NODE_SYMLINK && entry->target == NULL)
        add_loss (run, i, "What the link points at cannot be read");
      else if (entry->kind == BURNISH_UDF_NODE_SYMLINK
               && !_burnish_extraction_target_symlink (run->target, i, run->self->overwrite,
                                                       &failure)
               && !pass_over (run, i, g_steal_pointer (&failure), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
finish_folder (Run *run, guint32 node, GError **error)
{
  const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (run->tree, node);
  g_autoptr (GError) failure = NULL;
  int fd = _burnish_extraction_target_open_folder (run->target, node);

  if (fd < 0)
    return TRUE;
  _burnish_extraction_streams_restore (run->tree, run->device, entry, fd, &failure);
  _burnish_extraction_target_finish_folder (fd, entry);
  g_close (fd, NULL);
  return failure == NULL || pass_over (run, node, g_steal_pointer (&failure), error);
}

/* From the deepest up, since each change in a folder changes its time. */
static gboolean
finish_folders (Run *run, GError **error)
{
  for (guint32 i = run->tree->nodes->len; i-- > 0;)
    {
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (run->tree, i);

      if (run->choices[i] != BURNISH_EXTRACTION_WANTED || entry->kind != BURNISH_UDF_NODE_FOLDER)
        continue;
      if (i > 0 && !finish_folder (run, i, error))
        return FALSE;
      if (entry->lacks_streams && i > 0)
        add_loss (run, i, LOST_STREAMS);
      if (entry->is_absent || entry->lacks_contents)
        add_loss (run, i, "Some of what is in the folder cannot be read");
    }
  return TRUE;
}

static gboolean
conclude (Run *run, GError **error)
{
  GPtrArray *failures = run->self->failures;
  const GError *first;

  if (run->tree->n_lost > 0 && failures->len == 0 && run->self->members == NULL)
    add_loss (run, 0, "The file system of the image is damaged");
  if (failures->len == 0)
    return TRUE;
  first = g_ptr_array_index (failures, 0);
  g_set_error (error, BURNISH_ERROR, first->code,
               "%u files or folders could not be copied completely; the first: %s", failures->len,
               first->message);
  if (error != NULL)
    burnish_error_set_path (*error, burnish_error_get_path (first));
  return FALSE;
}

static gboolean
extract (Run *run, const char *folder, GError **error)
{
  gboolean is_udf, has_plain_names;

  run->tree = _burnish_image_tree_read (run->device, BURNISH_IMAGE_TREE_UDF_FIRST, &is_udf,
                                        &has_plain_names, error);
  if (run->tree == NULL || !choose (run, error))
    return FALSE;
  run->target = _burnish_extraction_target_open (folder, run->tree, error);
  if (run->target == NULL)
    return FALSE;
  run->copied = g_new0 (guint32, run->tree->entries->len);
  run->buffer = g_malloc (BURNISH_EXTRACTION_COPY_BYTES);
  if (!make_folders (run, error) || !copy_files (run, error) || !make_links (run, error)
      || !finish_folders (run, error))
    return FALSE;
  return conclude (run, error);
}

/**
 * burnish_image_extraction_run:
 * @self: an extraction
 * @folder: (type filename): the folder to copy into; it is made if it is not there
 * @func: (nullable) (scope call) (closure user_data): hears how far it got
 * @user_data: for @func
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Copies. Modes (without set-user-ID and its like), times of modification and access, hard links,
 * symbolic links and holes are as in the image; named streams become extended attributes of the
 * namespace `user`, and those that the file system does not take are among the failures. Owners are
 * not carried over, nor the streams of the image's root. What is there already stays, unless
 * [method@Burnish.ImageExtraction.set_overwrite] was called. Of a bridge, the UDF tree is taken. It
 * blocks until all is copied: call it on a worker thread.
 *
 * Fails with %BURNISH_ERROR_IMAGE_INVALID for an image without a file system,
 * %BURNISH_ERROR_SOURCE_MISSING for a member that is not in it, %BURNISH_ERROR_TARGET_FULL at once
 * when the target is full; and in the end with the cause of the first of
 * [method@Burnish.ImageExtraction.get_failures], if there are any.
 *
 * Returns: whether everything was copied completely
 */
gboolean
burnish_image_extraction_run (BurnishImageExtraction *self,
                              const char *folder,
                              BurnishImageExtractionFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error)
{
  g_auto (BurnishImageDevice) device = { 0 };
  g_auto (Run) run = { .self = self, .cancellable = cancellable };

  g_return_val_if_fail (BURNISH_IS_IMAGE_EXTRACTION (self), FALSE);
  g_return_val_if_fail (folder != NULL, FALSE);

  g_ptr_array_set_size (self->failures, 0);
  self->n_files = 0;
  self->n_bytes = 0;
  if (!_burnish_image_device_open (&device, self->path, cancellable, error))
    return FALSE;
  run.device = &device.device;
  run.func = func;
  run.user_data = user_data;
  return extract (&run, folder, error);
}

/**
 * burnish_image_extraction_new:
 * @path: (type filename): an image file
 *
 * Makes an extraction of everything in an image. Nothing is read yet.
 *
 * Returns: (transfer full): the extraction
 */
BurnishImageExtraction *
burnish_image_extraction_new (const char *path)
{
  BurnishImageExtraction *self;

  g_return_val_if_fail (path != NULL, NULL);
  self = g_object_new (BURNISH_TYPE_IMAGE_EXTRACTION, NULL);
  self->path = g_strdup (path);
  return self;
}

/**
 * burnish_image_extraction_set_members:
 * @self: an extraction
 * @members: (nullable) (array zero-terminated=1) (element-type filename): paths from the root of
 *   the image, with or without a leading "/"; %NULL for everything
 *
 * Says which files and folders to copy, each folder with all that is in it.
 */
void
burnish_image_extraction_set_members (BurnishImageExtraction *self, const char *const *members)
{
  g_return_if_fail (BURNISH_IS_IMAGE_EXTRACTION (self));
  g_strfreev (self->members);
  self->members = g_strdupv ((GStrv) members);
}

/**
 * burnish_image_extraction_set_overwrite:
 * @self: an extraction
 * @overwrite: whether files and links that are there already make way
 *
 * Folders never do; what is in them and not in the image stays. The default is %FALSE.
 */
void
burnish_image_extraction_set_overwrite (BurnishImageExtraction *self, gboolean overwrite)
{
  g_return_if_fail (BURNISH_IS_IMAGE_EXTRACTION (self));
  self->overwrite = overwrite;
}

/**
 * burnish_image_extraction_get_failures:
 * @self: an extraction
 *
 * Returns: (transfer none) (element-type GLib.Error): what could not be copied, or not completely,
 *   each with the path in the image
 */
GPtrArray *
burnish_image_extraction_get_failures (BurnishImageExtraction *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_EXTRACTION (self), NULL);
  return self->failures;
}

/**
 * burnish_image_extraction_get_n_files:
 * @self: an extraction
 *
 * Returns: how many files were copied, each name of them counted
 */
guint
burnish_image_extraction_get_n_files (BurnishImageExtraction *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_EXTRACTION (self), 0);
  return self->n_files;
}

/**
 * burnish_image_extraction_get_n_bytes:
 * @self: an extraction
 *
 * Returns: how many bytes were copied, without holes
 */
guint64
burnish_image_extraction_get_n_bytes (BurnishImageExtraction *self)
{
  g_return_val_if_fail (BURNISH_IS_IMAGE_EXTRACTION (self), 0);
  return self->n_bytes;
}

static void
burnish_image_extraction_finalize (GObject *object)
{
  BurnishImageExtraction *self = BURNISH_IMAGE_EXTRACTION (object);

  g_free (self->path);
  g_strfreev (self->members);
  g_ptr_array_unref (self->failures);
  G_OBJECT_CLASS (burnish_image_extraction_parent_class)->finalize (object);
}

static void
burnish_image_extraction_class_init (BurnishImageExtractionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_image_extraction_finalize;
}

static void
burnish_image_extraction_init (BurnishImageExtraction *self)
{
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
}
