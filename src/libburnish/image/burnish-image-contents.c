/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-contents.h"

#include "burnish-image-tree-private.h"

typedef struct
{
  char *name; /* (owned) valid UTF-8; "" for the root */
  guint64 size_bytes;
  gint64 mtime_us;
  char *target; /* (owned) (nullable) of a link, bytes as recorded */
  gboolean is_damaged;
  GArray *children; /* (owned) (nullable) of guint; NULL for what is no folder */
} Entry;

struct _BurnishImageContents
{
  GArray *entries; /* (owned) of Entry */
  guint n_files;
  char *file_system;  /* (owned) */
  GPtrArray *remarks; /* (owned) of char * */
  gboolean is_damaged;
};

G_DEFINE_BOXED_TYPE (BurnishImageContents,
                     burnish_image_contents,
                     burnish_image_contents_ref,
                     burnish_image_contents_unref)

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->target);
  g_clear_pointer (&entry->children, g_array_unref);
}

static Entry *
get_entry (BurnishImageContents *self, guint entry)
{
  return &g_array_index (self->entries, Entry, entry);
}

/* Entries have the numbers of the tree's nodes. */
static void
add_entry (BurnishImageContents *self, const BurnishUdfContents *tree, guint32 number)
{
  const BurnishUdfNode *node = _burnish_udf_contents_get_node (tree, number);
  const BurnishUdfEntry *recorded = _burnish_udf_contents_get_entry (tree, number);
  gboolean is_folder = recorded->kind == BURNISH_UDF_NODE_FOLDER;
  Entry entry = {
    .name = g_utf8_make_valid (node->name, -1),
    .mtime_us = recorded->modified_us == BURNISH_UDF_NO_TIME ? 0 : recorded->modified_us,
    .target = g_strdup (recorded->target),
    .is_damaged = recorded->is_damaged,
  };

  if (is_folder)
    entry.children = g_array_new (FALSE, FALSE, sizeof (guint));
  if (recorded->kind == BURNISH_UDF_NODE_FILE)
    entry.size_bytes = recorded->size_bytes;
  self->n_files += recorded->kind == BURNISH_UDF_NODE_FILE;
  g_array_append_val (self->entries, entry);
  if (number != 0)
    g_array_append_val (get_entry (self, node->parent)->children, number);
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Entry *left = get_entry (user_data, *(const guint *) a);
  const Entry *right = get_entry (user_data, *(const guint *) b);

  if ((left->children != NULL) != (right->children != NULL))
    return left->children != NULL ? -1 : 1;
  return g_utf8_collate (left->name, right->name);
}

/* Folders come before what is in them, so that sizes add up from the end. */
static void
finish (BurnishImageContents *self)
{
  for (guint i = self->entries->len; i-- > 0;)
    {
      Entry *entry = get_entry (self, i);

      for (guint j = 0; entry->children != NULL && j < entry->children->len; j++)
        entry->size_bytes +=
            get_entry (self, g_array_index (entry->children, guint, j))->size_bytes;
      if (entry->children != NULL)
        g_array_sort_with_data (entry->children, compare_entries, self);
    }
}

static void
take_notes (BurnishImageContents *self, const BurnishUdfContents *tree)
{
  self->is_damaged = tree->n_lost > 0;
  for (guint i = 0; i < tree->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (tree->notes, BurnishUdfNote, i);

      if (note->level != BURNISH_UDF_NOTE_INFO)
        g_ptr_array_add (self->remarks, g_strdup_printf ("%s (block %" G_GUINT64_FORMAT ", %s)",
                                                         note->text, note->block, note->clause));
    }
}

static BurnishImageContents *
take_contents (const BurnishUdfContents *tree, gboolean is_udf, gboolean has_plain_names)
{
  BurnishImageContents *self = g_atomic_rc_box_new0 (BurnishImageContents);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  if (is_udf)
    self->file_system = g_strdup_printf ("UDF %x.%02x", tree->revision >> 8, tree->revision & 0xFF);
  else
    self->file_system = g_strdup (has_plain_names ? "ISO 9660" : "ISO 9660 + Rock Ridge");
  for (guint32 i = 0; i < tree->nodes->len; i++)
    add_entry (self, tree, i);
  take_notes (self, tree);
  finish (self);
  return self;
}

/**
 * burnish_image_contents_read:
 * @path: (type filename): an image file
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Reads the list of what is in an image file: of its UDF volume where it has one, as most systems
 * do, else of ISO 9660 with Rock Ridge. It blocks while it reads the folders of the image, so call
 * it on a worker thread. Fails with %BURNISH_ERROR_IMAGE_INVALID for an image without a volume, or
 * when its tree makes no sense. What is damaged below the root of UDF is listed all the same, see
 * [method@Burnish.ImageContents.is_damaged].
 *
 * Returns: (transfer full): the list
 */
BurnishImageContents *
burnish_image_contents_read (const char *path, GCancellable *cancellable, GError **error)
{
  g_auto (BurnishImageDevice) device = { 0 };
  g_autoptr (BurnishUdfContents) tree = NULL;
  gboolean is_udf, has_plain_names;

  g_return_val_if_fail (path != NULL, NULL);

  if (!_burnish_image_device_open (&device, path, cancellable, error))
    return NULL;
  tree = _burnish_image_tree_read (&device.device, BURNISH_IMAGE_TREE_UDF_FIRST, &is_udf,
                                   &has_plain_names, error);
  return tree != NULL ? take_contents (tree, is_udf, has_plain_names) : NULL;
}

/**
 * burnish_image_contents_ref:
 * @self: a list
 *
 * Returns: (transfer full): @self
 */
BurnishImageContents *
burnish_image_contents_ref (BurnishImageContents *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

static void
clear_cb (gpointer data)
{
  BurnishImageContents *self = data;

  g_array_unref (self->entries);
  g_free (self->file_system);
  g_ptr_array_unref (self->remarks);
}

/**
 * burnish_image_contents_unref:
 * @self: (transfer full): a list
 *
 * Gives a reference back.
 */
void
burnish_image_contents_unref (BurnishImageContents *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, clear_cb);
}

/**
 * burnish_image_contents_get_n_files:
 * @self: a list
 *
 * Returns: how many files there are in all folders
 */
guint
burnish_image_contents_get_n_files (BurnishImageContents *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_files;
}

/**
 * burnish_image_contents_get_n_children:
 * @self: a list
 * @folder: number of a folder
 *
 * Returns: how many files and folders are directly in it
 */
guint
burnish_image_contents_get_n_children (BurnishImageContents *self, guint folder)
{
  g_return_val_if_fail (burnish_image_contents_is_folder (self, folder), 0);
  return get_entry (self, folder)->children->len;
}

/**
 * burnish_image_contents_get_child:
 * @self: a list
 * @folder: number of a folder
 * @index: less than [method@Burnish.ImageContents.get_n_children]
 *
 * Returns: the number of what is in @folder: folders first, each by name
 */
guint
burnish_image_contents_get_child (BurnishImageContents *self, guint folder, guint index)
{
  g_return_val_if_fail (index < burnish_image_contents_get_n_children (self, folder), 0);
  return g_array_index (get_entry (self, folder)->children, guint, index);
}

/**
 * burnish_image_contents_get_name:
 * @self: a list
 * @entry: number of a file or folder
 *
 * Returns: (transfer none): its name in valid UTF-8; "" for the root
 */
const char *
burnish_image_contents_get_name (BurnishImageContents *self, guint entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, NULL);
  return get_entry (self, entry)->name;
}

/**
 * burnish_image_contents_is_folder:
 * @self: a list
 * @entry: number of a file or folder
 *
 * Returns: whether it is a folder
 */
gboolean
burnish_image_contents_is_folder (BurnishImageContents *self, guint entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, FALSE);
  return get_entry (self, entry)->children != NULL;
}

/**
 * burnish_image_contents_get_size:
 * @self: a list
 * @entry: number of a file or folder
 *
 * Returns: size in bytes; of a folder, of all files in it
 */
guint64
burnish_image_contents_get_size (BurnishImageContents *self, guint entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, 0);
  return get_entry (self, entry)->size_bytes;
}

/**
 * burnish_image_contents_get_link_target:
 * @self: a list
 * @entry: number of an entry
 *
 * Returns: (transfer none) (nullable) (type filename): where a symbolic link points, %NULL for
 *   everything else
 */
const char *
burnish_image_contents_get_link_target (BurnishImageContents *self, guint entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, NULL);
  return get_entry (self, entry)->target;
}

/**
 * burnish_image_contents_get_mtime_us:
 * @self: a list
 * @entry: number of an entry
 *
 * Returns: when it was modified, in microseconds since 1970 UTC; 0 when the image does not say
 */
gint64
burnish_image_contents_get_mtime_us (BurnishImageContents *self, guint entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, 0);
  return get_entry (self, entry)->mtime_us;
}

/**
 * burnish_image_contents_is_entry_damaged:
 * @self: a list
 * @entry: number of an entry
 *
 * Returns: whether the image lacks some of its contents, or of what is in the folder
 */
gboolean
burnish_image_contents_is_entry_damaged (BurnishImageContents *self, guint entry)
{
  g_return_val_if_fail (self != NULL && entry < self->entries->len, FALSE);
  return get_entry (self, entry)->is_damaged;
}

/**
 * burnish_image_contents_is_damaged:
 * @self: a list
 *
 * Returns: whether something in the image is lost, so that the list may lack entries
 */
gboolean
burnish_image_contents_is_damaged (BurnishImageContents *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->is_damaged;
}

/**
 * burnish_image_contents_get_file_system:
 * @self: a list
 *
 * Returns: (transfer none): which file system the list is of, such as "UDF 2.50"
 */
const char *
burnish_image_contents_get_file_system (BurnishImageContents *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->file_system;
}

/**
 * burnish_image_contents_get_remarks:
 * @self: a list
 *
 * Returns: (transfer none) (element-type utf8): technical sentences about what is damaged, whether
 *   it could be read from a copy or is lost
 */
GPtrArray *
burnish_image_contents_get_remarks (BurnishImageContents *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->remarks;
}
