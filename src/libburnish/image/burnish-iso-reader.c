/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-iso-folder-private.h"

#include "burnish-bytes-private.h"
#include "burnish-units.h"

#include <string.h>

/* Volume descriptors, ECMA-119 8. */
#define FIRST_DESCRIPTOR_BLOCK 16
#define MAX_DESCRIPTORS        64
#define DESCRIPTOR_BOOT        0
#define DESCRIPTOR_PRIMARY     1
#define DESCRIPTOR_SECONDARY   2
#define DESCRIPTOR_TERMINATOR  255
#define PRIMARY_VOLUME_BLOCKS  80
#define PRIMARY_ROOT_RECORD    156

/* The SP entry: SUSP 5.3. */
#define SP_SIZE 7
#define SP_SKIP 6

static void
file_free (gpointer data)
{
  BurnishIsoFile *file = data;

  g_free (file->path);
  g_array_unref (file->extents);
  g_free (file);
}

static void
node_free (gpointer data)
{
  BurnishIsoNode *node = data;

  g_free (node->path);
  g_free (node->target);
  g_free (node);
}

static void
loss_clear (gpointer data)
{
  g_free (((BurnishIsoLoss *) data)->text);
}

void
_burnish_iso_contents_free (BurnishIsoContents *self)
{
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->special);
  g_ptr_array_unref (self->oddities);
  g_array_unref (self->losses);
  g_free (self);
}

/* ---- Volume ---- */

/* Joliet is one of three escape sequences in a supplementary descriptor. */
static gboolean
is_joliet (const guint8 *block)
{
  return block[0] == DESCRIPTOR_SECONDARY && block[88] == '%' && block[89] == '/'
         && (block[90] == '@' || block[90] == 'C' || block[90] == 'E');
}

static gboolean
read_descriptors (guint32 session_block, BurnishIsoWalk *walk, guint8 *wanted, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  gboolean is_found = FALSE;

  for (guint32 i = 0; i < MAX_DESCRIPTORS; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (!walk->read (session_block + FIRST_DESCRIPTOR_BLOCK + i, 1, block, walk->user_data,
                       &failure))
        {
          /* The primary descriptor comes first; what stands behind it may be out of reach. */
          if (is_found)
            break;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (memcmp (block + 1, "CD001", 5) != 0 || block[0] == DESCRIPTOR_TERMINATOR)
        break;
      if (!is_found && (walk->is_joliet ? is_joliet (block) : block[0] == DESCRIPTOR_PRIMARY))
        {
          memcpy (wanted, block, BURNISH_BLOCK_SIZE);
          is_found = TRUE;
        }
      walk->contents->has_joliet |= is_joliet (block);
      if (block[0] == DESCRIPTOR_BOOT)
        _burnish_iso_walk_add_oddity (walk, "boot record", "makes the disc bootable");
    }
  return is_found || _burnish_iso_refuse (error, "There is no ISO 9660 volume");
}

/* What the record of the root for itself says. */
static gboolean
take_root (BurnishIsoWalk *walk, const guint8 *record, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) target = g_string_new (NULL);
  BurnishSystemUse use = { .name = name, .target = target };
  guint skip = walk->skip;
  gboolean success;

  /* The SP entry itself is not skipped (SUSP 5.3). */
  walk->skip = 0;
  success = _burnish_iso_walk_read_system_use (walk, record, &use, error);
  walk->skip = skip;
  walk->contents->root = _burnish_iso_get_attributes (&use, record);
  return success;
}

/* SUSP is announced by an SP entry at the beginning of the root's first record (SUSP 5.3). */
static gboolean
detect_rock_ridge (BurnishIsoWalk *walk, const BurnishIsoFolder *root, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  guint start = BURNISH_ISO_RECORD_MIN_SIZE;

  if (!walk->read (root->start_block, 1, block, walk->user_data, error))
    return FALSE;
  if (block[0] < start + SP_SIZE || memcmp (block + start, "SP", 2) != 0 || block[start + 4] != 0xBE
      || block[start + 5] != 0xEF)
    return TRUE;
  walk->contents->has_rock_ridge = TRUE;
  walk->skip = block[start + SP_SKIP];
  return take_root (walk, block, error);
}

static gboolean
walk_tree (BurnishIsoWalk *walk, guint32 session_block, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE] = { 0 };
  const guint8 *root = block + PRIMARY_ROOT_RECORD;

  if (!read_descriptors (session_block, walk, block, error))
    return FALSE;
  walk->contents->volume_blocks = _burnish_read_le32 (block + PRIMARY_VOLUME_BLOCKS);
  /* The volume counts from the beginning of its session or of the disc, as its writer liked. */
  if (walk->contents->volume_blocks > G_MAXUINT32 - session_block)
    return _burnish_iso_refuse (error, "The volume is larger than any disc");
  walk->end_block = session_block + (guint32) walk->contents->volume_blocks;
  walk->contents->root.mode = 0755;
  if (!_burnish_iso_walk_add_folder (walk, g_strdup (""),
                                     _burnish_read_le32 (root + BURNISH_ISO_RECORD_EXTENT),
                                     _burnish_read_le32 (root + BURNISH_ISO_RECORD_DATA_LENGTH),
                                     &walk->contents->root, error)
      || (!walk->is_joliet
          && !detect_rock_ridge (walk, g_ptr_array_index (walk->folders, 0), error)))
    return FALSE;
  while (walk->folders->len > 0)
    {
      BurnishIsoFolder *folder =
          g_ptr_array_steal_index_fast (walk->folders, walk->folders->len - 1);
      gboolean success = _burnish_iso_walk_read_folder (walk, folder, error);

      if (*folder->path != '\0')
        {
          BurnishIsoNode *node = g_new0 (BurnishIsoNode, 1);

          node->path = g_steal_pointer (&folder->path);
          node->attributes = folder->attributes;
          g_ptr_array_add (walk->contents->folders, node);
        }
      _burnish_iso_folder_free (folder);
      if (!success)
        return FALSE;
    }
  _burnish_iso_walk_note_unclaimed (walk);
  return TRUE;
}

static int
compare_address (gconstpointer a, gconstpointer b)
{
  const BurnishIsoFile *left = *(const BurnishIsoFile *const *) a;
  const BurnishIsoFile *right = *(const BurnishIsoFile *const *) b;
  guint32 left_block = g_array_index (left->extents, BurnishIsoExtent, 0).start_block;
  guint32 right_block = g_array_index (right->extents, BurnishIsoExtent, 0).start_block;

  return left_block < right_block ? -1 : left_block > right_block;
}

static BurnishIsoContents *
read_contents (guint32 session_block,
               gboolean is_joliet,
               BurnishIsoReadFunc read,
               gpointer user_data,
               GError **error)
{
  g_autoptr (BurnishIsoContents) contents = g_new0 (BurnishIsoContents, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (_burnish_iso_folder_free);
  g_autoptr (GPtrArray) relocated = g_ptr_array_new_with_free_func (_burnish_iso_folder_free);
  BurnishIsoWalk walk = {
    .read = read,
    .user_data = user_data,
    .contents = contents,
    .is_joliet = is_joliet,
    .seen = seen,
    .folders = folders,
    .relocated = relocated,
  };

  contents->files = g_ptr_array_new_with_free_func (file_free);
  contents->folders = g_ptr_array_new_with_free_func (node_free);
  contents->links = g_ptr_array_new_with_free_func (node_free);
  contents->special = g_ptr_array_new_with_free_func (node_free);
  contents->oddities = g_ptr_array_new_with_free_func (g_free);
  contents->losses = g_array_new (FALSE, FALSE, sizeof (BurnishIsoLoss));
  g_array_set_clear_func (contents->losses, loss_clear);
  if (!walk_tree (&walk, session_block, error))
    return NULL;
  g_ptr_array_sort (contents->files, compare_address);
  return g_steal_pointer (&contents);
}

BurnishIsoContents *
_burnish_iso_contents_read (guint32 session_block,
                            BurnishIsoReadFunc read,
                            gpointer user_data,
                            GError **error)
{
  return read_contents (session_block, FALSE, read, user_data, error);
}

BurnishIsoContents *
_burnish_iso_contents_read_joliet (guint32 session_block,
                                   BurnishIsoReadFunc read,
                                   gpointer user_data,
                                   GError **error)
{
  return read_contents (session_block, TRUE, read, user_data, error);
}
