/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-contents.h"

#include "burnish-content-private.h"
#include "burnish-iso-reader-private.h"
#include "burnish-units.h"

#include <string.h>

typedef struct
{
  char *name; /* (owned) valid UTF-8; "" for the root */
  guint64 size_bytes;
  GArray *children; /* (owned) (nullable) of guint; NULL for a file */
} Entry;

struct _BurnishImageContents
{
  GArray *entries; /* (owned) of Entry */
  guint n_files;
};

G_DEFINE_BOXED_TYPE (BurnishImageContents,
                     burnish_image_contents,
                     burnish_image_contents_ref,
                     burnish_image_contents_unref)

typedef struct
{
  BurnishContent *content;   /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
} Source;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_clear_pointer (&entry->children, g_array_unref);
}

static Entry *
get_entry (BurnishImageContents *self, guint entry)
{
  return &g_array_index (self->entries, Entry, entry);
}

static guint
add_entry (BurnishImageContents *self, guint folder, const char *name, gboolean is_folder)
{
  guint number = self->entries->len;
  Entry entry = { .name = g_utf8_make_valid (name, -1) };

  if (is_folder)
    entry.children = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->entries, entry);
  if (number != 0)
    g_array_append_val (get_entry (self, folder)->children, number);
  return number;
}

/* The folder that a path lies in, which is made with all above it if need be. by_path: path of a
   folder → number, whose keys are owned. */
static guint
ensure_folder (BurnishImageContents *self, GHashTable *by_path, const char *path)
{
  gpointer number;
  const char *slash;
  g_autofree char *above = NULL;
  guint made;

  if (g_hash_table_lookup_extended (by_path, path, NULL, &number))
    return GPOINTER_TO_UINT (number);
  slash = strrchr (path, '/');
  above = slash != NULL ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
  made = add_entry (self, ensure_folder (self, by_path, above), slash != NULL ? slash + 1 : path,
                    TRUE);
  g_hash_table_insert (by_path, g_strdup (path), GUINT_TO_POINTER (made));
  return made;
}

static void
add_file (BurnishImageContents *self, GHashTable *by_path, const BurnishIsoFile *file)
{
  const char *slash = strrchr (file->path, '/');
  g_autofree char *folder =
      slash != NULL ? g_strndup (file->path, (gsize) (slash - file->path)) : g_strdup ("");
  guint number = add_entry (self, ensure_folder (self, by_path, folder),
                            slash != NULL ? slash + 1 : file->path, FALSE);

  get_entry (self, number)->size_bytes = file->size_bytes;
  self->n_files++;
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

static BurnishImageContents *
take_contents (const BurnishIsoContents *iso)
{
  g_autoptr (GHashTable) by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  BurnishImageContents *self = g_atomic_rc_box_new0 (BurnishImageContents);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  g_hash_table_insert (by_path, g_strdup (""), GUINT_TO_POINTER (add_entry (self, 0, "", TRUE)));
  for (guint i = 0; i < iso->folders->len; i++)
    ensure_folder (self, by_path, ((BurnishIsoNode *) g_ptr_array_index (iso->folders, i))->path);
  for (guint i = 0; i < iso->files->len; i++)
    add_file (self, by_path, g_ptr_array_index (iso->files, i));
  finish (self);
  return self;
}

static gboolean
read_blocks_cb (guint32 start_block,
                guint32 n_blocks,
                guint8 *buffer,
                gpointer user_data,
                GError **error)
{
  Source *source = user_data;
  gsize size = (gsize) n_blocks * BURNISH_BLOCK_SIZE;

  if (g_cancellable_set_error_if_cancelled (source->cancellable, error))
    return FALSE;
  if (_burnish_content_pread (source->content, (guint64) start_block * BURNISH_BLOCK_SIZE, buffer,
                              size))
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
               "Block %u of the image file cannot be read", start_block);
  return FALSE;
}

/**
 * burnish_image_contents_read:
 * @path: (type filename): an image file
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Reads the list of what is in an image file. It blocks while it reads the folders of the image, so
 * call it on a worker thread. It is strict: fails with %BURNISH_ERROR_IMAGE_INVALID for an image
 * without an ISO 9660 volume, or with a tree that is damaged or makes no sense.
 *
 * Returns: (transfer full): the list
 */
BurnishImageContents *
burnish_image_contents_read (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishContent) content = NULL;
  g_autoptr (BurnishIsoContents) iso = NULL;
  Source source = { .cancellable = cancellable };
  guint64 size_bytes;

  g_return_val_if_fail (path != NULL, NULL);

  content = _burnish_content_open_image (path, &size_bytes, error);
  if (content == NULL)
    return NULL;
  source.content = content;
  iso = _burnish_iso_contents_read (0, read_blocks_cb, &source, error);
  return iso != NULL ? take_contents (iso) : NULL;
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
