/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libisofs-private.h"

#include "burnish-image-options-private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The struct burn_source that libisofs hands out, without libburn. */
#define LIBISOFS_WITHOUT_LIBBURN
#include <libisofs/libisofs.h>

/* Joliet: a name holds 64 characters (103 fit into a record) and a path 240, so that Windows' limit
   of 260 is kept with a drive letter before it. */
#define JOLIET_NAME_MAX      64
#define JOLIET_LONG_NAME_MAX 103
#define JOLIET_PATH_MAX      240
/* Any number that libisofs does not use for file systems of its own (it uses 0 to 2). */
#define STREAM_FS_ID 0x42
/* Read from libisofs at once, and how many nodes to add between looks at the cancellable. */
#define READ_SIZE_BYTES (1024 * 1024)
#define NODES_PER_CHECK 1024

#define SUPERBLOCK_BYTES (BURNISH_ISO_SUPERBLOCK_BLOCKS * BURNISH_BLOCK_SIZE)

static GMutex libisofs_lock;

/* ---- A stream of its own for each file: size and identity, no source behind it ---- */

typedef struct
{
  IsoStream stream;
  guint64 size_bytes;
  guint64 position;
  guint32 identity;
} BurnishStream;

static int
stream_open (IsoStream *stream)
{
  ((BurnishStream *) stream)->position = 0;
  return 1;
}

static int
stream_close (IsoStream *stream G_GNUC_UNUSED)
{
  return 1;
}

static off_t
stream_get_size (IsoStream *stream)
{
  return (off_t) ((BurnishStream *) stream)->size_bytes;
}

/* The generator reads ahead of the trees; what it reads is never used. */
static int
stream_read (IsoStream *stream, void *buffer, size_t size_bytes)
{
  BurnishStream *self = (BurnishStream *) stream;
  size_t n_bytes = MIN (size_bytes, self->size_bytes - self->position);

  memset (buffer, 0, n_bytes);
  self->position += n_bytes;
  return (int) n_bytes;
}

static int
stream_is_repeatable (IsoStream *stream G_GNUC_UNUSED)
{
  return 1;
}

static void
stream_get_id (IsoStream *stream, unsigned int *fs_id, dev_t *dev_id, ino_t *ino_id)
{
  *fs_id = STREAM_FS_ID;
  *dev_id = 0;
  *ino_id = ((BurnishStream *) stream)->identity;
}

static void
stream_free (IsoStream *stream G_GNUC_UNUSED)
{
}

static int
stream_update_size (IsoStream *stream G_GNUC_UNUSED)
{
  return 1;
}

static IsoStreamIface stream_class = {
  .version = 1,
  .type = "brns",
  .open = stream_open,
  .close = stream_close,
  .get_size = stream_get_size,
  .read = stream_read,
  .is_repeatable = stream_is_repeatable,
  .get_id = stream_get_id,
  .free = stream_free,
  .update_size = stream_update_size,
};

/* libisofs frees the memory with free(). Streams of one identity share their blocks. */
static IsoStream *
stream_new (guint64 size_bytes, guint32 identity)
{
  BurnishStream *self = calloc (1, sizeof *self);

  if (self == NULL)
    g_error ("Out of memory");
  self->stream.class = &stream_class;
  self->stream.refcount = 1;
  self->size_bytes = size_bytes;
  self->identity = identity;
  return &self->stream;
}

/* ---- Owned handles ---- */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoImage, iso_image_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWriteOpts, iso_write_opts_free)

typedef struct burn_source BurnSource;

/* Ends the generator at once; it never touches a source. libburn does the same in
 * burn_source_free(). */
static void
burn_source_destroy (BurnSource *source)
{
  source->free_data (source);
  free (source);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnSource, burn_source_destroy)

/* ---- Errors ---- */

static BurnishError
error_code_for (int code)
{
  switch ((unsigned int) code)
    {
    case ISO_FILE_TOO_BIG:
      return BURNISH_ERROR_TREE_TOO_LARGE;
    case ISO_NODE_NAME_NOT_UNIQUE:
      return BURNISH_ERROR_NAME_NOT_REPRESENTABLE;
    default:
      return BURNISH_ERROR_FAILED;
    }
}

/* The message that explains a failure is the last one in libisofs' queue. */
static void
set_error (GError **error, int code, const char *what)
{
  char text[ISO_MSGS_MESSAGE_LEN], severity[80];
  g_autofree char *detail = NULL;
  int error_code, image_id;

  while (iso_obtain_msgs ((char *) "FAILURE", &error_code, &image_id, text, severity) == 1)
    {
      g_free (detail);
      detail = g_utf8_make_valid (text, -1);
    }
  g_set_error (error, BURNISH_ERROR, error_code_for (code), "%s: %s", what,
               detail ? detail : iso_error_to_msg (code));
}

static void
ensure_libisofs (void)
{
  static gboolean done;

  if (done)
    return;
  if (iso_init () < 0)
    g_error ("libisofs cannot be initialised");
  iso_set_msgs_severities ((char *) "FAILURE", (char *) "NEVER", (char *) "");
  iso_set_local_charset ((char *) "UTF-8", 0);
  done = TRUE;
}

/* ---- The tree ---- */

typedef struct
{
  IsoImage *image;
  BurnishTreeSnapshot *snapshot;
  guint32 joliet_name_max;
  guint32 n_added;
  GCancellable *cancellable;
  GError **error;
} Builder;

/* Characters of 16 bits; bytes that are no UTF-8 count as one each. */
static guint32
joliet_length (const char *name)
{
  guint32 length = 0;

  while (*name)
    {
      gunichar c = g_utf8_get_char_validated (name, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          length++;
          name++;
        }
      else
        {
          length += c > 0xFFFF ? 2 : 1;
          name = g_utf8_next_char (name);
        }
    }
  return length;
}

static void
set_attributes (Builder *self, IsoNode *iso_node, BurnishNode node)
{
  iso_node_set_permissions (iso_node, burnish_tree_snapshot_get_mode (self->snapshot, node));
  iso_node_set_uid (iso_node, burnish_tree_snapshot_get_uid (self->snapshot, node));
  iso_node_set_gid (iso_node, burnish_tree_snapshot_get_gid (self->snapshot, node));
  iso_node_set_mtime (iso_node, node);
  iso_node_set_atime (iso_node, node);
  iso_node_set_ctime (iso_node, node);
}

static int
add_node (Builder *self, IsoDir *parent, BurnishNode node, const char *name, IsoNode **iso_node)
{
  BurnishTreeSnapshot *snapshot = self->snapshot;
  BurnishNode first = burnish_tree_snapshot_get_first_link (snapshot, node);
  IsoStream *stream;
  int result;

  switch (burnish_tree_snapshot_get_kind (snapshot, node))
    {
    case BURNISH_NODE_FOLDER:
      return iso_image_add_new_dir (self->image, parent, name, (IsoDir **) iso_node);
    case BURNISH_NODE_SYMLINK:
      return iso_image_add_new_symlink (self->image, parent, name,
                                        burnish_tree_snapshot_get_link_target (snapshot, node),
                                        (IsoSymlink **) iso_node);
    case BURNISH_NODE_FILE:
      stream = stream_new (burnish_tree_snapshot_get_node_size_bytes (snapshot, node), first);
      result = iso_image_add_new_file (self->image, parent, name, stream, (IsoFile **) iso_node);
      if (result < 0)
        iso_stream_unref (stream);
      return result;
    default:
      g_return_val_if_reached (ISO_ASSERT_FAILURE);
    }
}

/* Children are in byte order. */
static gboolean
has_child (BurnishTreeSnapshot *snapshot, BurnishNode folder, const char *name)
{
  guint32 low = 0, high = burnish_tree_snapshot_get_n_children (snapshot, folder);

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      BurnishNode child = burnish_tree_snapshot_get_child (snapshot, folder, middle);
      int order = strcmp (name, burnish_tree_snapshot_get_name (snapshot, child));

      if (order == 0)
        return TRUE;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return FALSE;
}

/* Replaces each byte that is no UTF-8 by a character; attempts differ in which one. Returns FALSE
   when all were tried. */
static gboolean
substitute (char *text, const char *name, guint attempt)
{
  static const char characters[] =
      "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const guint n_characters = sizeof characters - 1;
  const char *end;

  strcpy (text, name);
  while (!g_utf8_validate (text, -1, &end))
    {
      text[end - text] = characters[attempt % n_characters];
      attempt /= n_characters;
    }
  return attempt == 0;
}

/* libisofs gets a name of UTF-8 in any case: of others it makes empty ones in the other trees. The
   substitute is as long as the name, so that the bytes can be put into the Rock Ridge entries when
   the trees are read back. */
static int
add_node_any_name (Builder *self,
                   IsoDir *parent,
                   BurnishNode folder,
                   BurnishNode node,
                   IsoNode **iso_node)
{
  const char *name = burnish_tree_snapshot_get_name (self->snapshot, node);
  g_autofree char *text = NULL;

  if (g_utf8_validate (name, -1, NULL))
    return add_node (self, parent, node, name, iso_node);
  text = g_strdup (name);
  for (guint attempt = 0; substitute (text, name, attempt); attempt++)
    {
      int result = ISO_NODE_NAME_NOT_UNIQUE;

      if (!has_child (self->snapshot, folder, text))
        result = add_node (self, parent, node, text, iso_node);
      if (result != (int) ISO_NODE_NAME_NOT_UNIQUE)
        return result;
    }
  return ISO_NODE_NAME_NOT_UNIQUE;
}

/* libisofs keeps children in a sorted list and searches it from the front: the last name first
   makes each insertion cheap. */
static gboolean
add_children (Builder *self, IsoDir *parent, BurnishNode folder, guint32 joliet_path)
{
  for (guint32 i = burnish_tree_snapshot_get_n_children (self->snapshot, folder); i > 0; i--)
    {
      BurnishNode node = burnish_tree_snapshot_get_child (self->snapshot, folder, i - 1);
      const char *name = burnish_tree_snapshot_get_name (self->snapshot, node);
      guint32 path = joliet_path + 1 + MIN (joliet_length (name), self->joliet_name_max);
      IsoNode *iso_node = NULL;
      int result;

      if (self->n_added++ % NODES_PER_CHECK == 0
          && g_cancellable_set_error_if_cancelled (self->cancellable, self->error))
        return FALSE;
      result = add_node_any_name (self, parent, folder, node, &iso_node);
      if (result < 0)
        {
          g_autofree char *path_text = burnish_tree_snapshot_dup_path (self->snapshot, node);
          g_autofree char *valid = g_utf8_make_valid (path_text, -1);

          set_error (self->error, result, valid);
          return FALSE;
        }
      set_attributes (self, iso_node, node);
      if (path > JOLIET_PATH_MAX)
        iso_node_set_hidden (iso_node, LIBISO_HIDE_ON_JOLIET);
      if (iso_node_get_type (iso_node) == LIBISO_DIR
          && !add_children (self, (IsoDir *) iso_node, node, path))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_manifest (Builder *self, guint64 size_bytes)
{
  BurnishNode node = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  IsoStream *stream = stream_new (size_bytes, node);
  IsoFile *file;
  int result = iso_image_add_new_file (self->image, iso_image_get_root (self->image),
                                       BURNISH_MANIFEST_NAME, stream, &file);

  if (result < 0)
    {
      iso_stream_unref (stream);
      set_error (self->error, result, BURNISH_MANIFEST_NAME);
      return FALSE;
    }
  iso_node_set_permissions ((IsoNode *) file, 0444);
  iso_node_set_uid ((IsoNode *) file, 0);
  iso_node_set_gid ((IsoNode *) file, 0);
  iso_node_set_mtime ((IsoNode *) file, node);
  iso_node_set_atime ((IsoNode *) file, node);
  iso_node_set_ctime ((IsoNode *) file, node);
  return TRUE;
}

static void
set_identifiers (IsoImage *image, BurnishImageOptions *options, const char *volume_id)
{
  const char *volume_set_id = burnish_image_options_get_volume_set_id (options);
  const char *application_id = burnish_image_options_get_application_id (options);
  const char *publisher_id = burnish_image_options_get_publisher_id (options);
  const char *preparer_id = burnish_image_options_get_preparer_id (options);
  const char *system_id = burnish_image_options_get_system_id (options);

  iso_image_set_volume_id (image, volume_id);
  iso_image_set_volset_id (image, volume_set_id ? volume_set_id : volume_id);
  iso_image_set_application_id (image,
                                application_id ? application_id : "BURNISH " PACKAGE_VERSION);
  iso_image_set_publisher_id (image, publisher_id ? publisher_id : "");
  iso_image_set_data_preparer_id (image, preparer_id ? preparer_id : "");
  iso_image_set_system_id (image, system_id ? system_id : "");
}

static void
set_write_options (IsoWriteOpts *write, BurnishImageOptions *options, gint64 image_time)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (image_time);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%d%H%M%S00");

  iso_write_opts_set_iso_level (write, (int) burnish_image_options_get_iso_level (options));
  iso_write_opts_set_rockridge (write, burnish_image_options_get_rock_ridge (options));
  iso_write_opts_set_joliet (write, burnish_image_options_get_joliet (options));
  iso_write_opts_set_joliet_long_names (write,
                                        burnish_image_options_get_joliet_long_names (options));
  /* Paths over 240 characters are left out by add_children(); libisofs would count bytes. */
  iso_write_opts_set_joliet_longer_paths (write, 1);
  iso_write_opts_set_joliet_utf16 (write, 1);
  /* In the Joliet tree: no version numbers, and no dot that the name does not have. */
  iso_write_opts_set_omit_version_numbers (write, 2);
  iso_write_opts_set_no_force_dots (write, 2);
  iso_write_opts_set_allow_deep_paths (write, 1);
  iso_write_opts_set_allow_longer_paths (write, 1);
  /* Hard links get their common file serial number when the trees are read back. */
  iso_write_opts_set_hardlinks (write, 0);
  iso_write_opts_set_always_gmt (write, 1);
  iso_write_opts_set_dir_rec_mtime (write, 3);
  iso_write_opts_set_pvd_times (write, 0, 0, 0, 0, stamp);
  iso_write_opts_set_output_charset (write, "UTF-8");
  iso_write_opts_set_relaxed_vol_atts (write, 1);
}

static gboolean
read_trees (BurnishIsoTrees *trees, BurnSource *source, GCancellable *cancellable, GError **error)
{
  gsize size_bytes = (gsize) (trees->end_block - trees->head_blocks) * BURNISH_BLOCK_SIZE;
  gsize head_bytes = trees->head_blocks > 0 ? SUPERBLOCK_BYTES : 0;

  trees->bytes = g_realloc (trees->bytes, head_bytes + size_bytes);
  for (gsize done = 0; done < size_bytes; done += READ_SIZE_BYTES)
    {
      int n_bytes = (int) MIN (READ_SIZE_BYTES, size_bytes - done);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (source->read_xt (source, trees->bytes + head_bytes + done, n_bytes) != n_bytes)
        {
          set_error (error, ISO_ERROR, "The file system structures ended early");
          return FALSE;
        }
    }
  return TRUE;
}

/* As for a further session on an overwritable medium: it begins behind the head, and what belongs
   into the medium's first blocks is put into a buffer, before the generator starts. */
static void
leave_head (BurnishIsoTrees *trees, IsoWriteOpts *write)
{
  trees->bytes = g_malloc0 (SUPERBLOCK_BYTES);
  iso_write_opts_set_overwrite_buf (write, trees->bytes);
}

static gboolean
make_trees (BurnishIsoTrees *trees,
            IsoImage *image,
            BurnishImageOptions *options,
            gint64 image_time,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (IsoWriteOpts) write = NULL;
  g_autoptr (BurnSource) source = NULL;
  int result = iso_write_opts_new (&write, 0);

  if (result >= 0)
    {
      set_write_options (write, options, image_time);
      if (trees->session_block + trees->head_blocks > 0)
        iso_write_opts_set_ms_block (write, trees->session_block + trees->head_blocks);
      if (trees->head_blocks > 0)
        leave_head (trees, write);
      result = iso_image_create_burn_source (image, write, &source);
    }
  if (result >= 0)
    result = iso_write_opts_get_data_start (write, &trees->end_block, 0);
  if (result < 0)
    {
      set_error (error, result, "The file system structures cannot be made");
      return FALSE;
    }
  trees->end_block -= trees->session_block;
  return read_trees (trees, source, cancellable, error);
}

gboolean
_burnish_libisofs_make_trees (BurnishIsoTrees *trees,
                              BurnishTreeSnapshot *snapshot,
                              BurnishImageOptions *options,
                              const char *volume_id,
                              gint64 image_time,
                              guint64 manifest_size_bytes,
                              guint32 session_block,
                              guint32 head_blocks,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&libisofs_lock);
  g_autoptr (IsoImage) image = NULL;
  Builder builder = {
    .snapshot = snapshot,
    .joliet_name_max = burnish_image_options_get_joliet_long_names (options) ? JOLIET_LONG_NAME_MAX
                                                                             : JOLIET_NAME_MAX,
    .cancellable = cancellable,
    .error = error,
  };
  int result;

  ensure_libisofs ();
  result = iso_image_new (volume_id, &image);
  if (result < 0)
    {
      set_error (error, result, "The image cannot be made");
      return FALSE;
    }
  builder.image = image;
  trees->session_block = session_block;
  trees->head_blocks = head_blocks;
  iso_image_set_truncate_mode (image, 1, BURNISH_ROCK_RIDGE_NAME_MAX);
  set_identifiers (image, options, volume_id);
  set_attributes (&builder, (IsoNode *) iso_image_get_root (image), BURNISH_NODE_ROOT);
  return (manifest_size_bytes == 0 || add_manifest (&builder, manifest_size_bytes))
         && add_children (&builder, iso_image_get_root (image), BURNISH_NODE_ROOT, 0)
         && make_trees (trees, image, options, image_time, cancellable, error);
}

void
_burnish_iso_trees_clear (BurnishIsoTrees *trees)
{
  g_clear_pointer (&trees->bytes, g_free);
}

char *
_burnish_libisofs_dup_rock_ridge_name (const char *name)
{
  char *copy = g_strdup (name);

  iso_truncate_leaf_name (1, BURNISH_ROCK_RIDGE_NAME_MAX, copy, 0);
  return copy;
}
