/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-iso-reader-private.h"

#include "burnish-bytes-private.h"
#include "burnish-iso-system-use-private.h"
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

/* Directory records, ECMA-119 9.1. */
#define RECORD_EXTENT        2
#define RECORD_ATTRIBUTES    1 /* length of an extended attribute record */
#define RECORD_DATA_LENGTH   10
#define RECORD_TIME          18
#define RECORD_FLAGS         25
#define RECORD_UNIT_SIZE     26 /* of interleaved files */
#define RECORD_NAME_LENGTH   32
#define RECORD_NAME          33
#define RECORD_MIN_SIZE      34
#define FLAG_DIRECTORY       0x02
#define FLAG_ASSOCIATED      0x04
#define FLAG_NOT_LAST_EXTENT 0x80

/* System use entries: SUSP 1.12 and RRIP 1.12. */
#define SP_SIZE           7
#define SP_SKIP           6
#define MAX_CONTINUATIONS 64
#define MODE_TYPE         0170000
#define MODE_REGULAR      0100000
#define MODE_LINK         0120000
#define MAX_NAME_SIZE     4096
#define READ_BLOCKS       32

/* Bounds for what a volume may cost. */
#define MAX_DIRECTORY_BYTES ((guint64) 1024 * 1024 * 1024)
#define MAX_ENTRIES         20000000
#define MAX_ODDITIES        20
#define MAX_PATH_SIZE       (1024 * 1024)
#define MAX_PATHS_BYTES     ((guint64) 2 * 1024 * 1024 * 1024) /* all paths together */

typedef struct
{
  BurnishIsoReadFunc read;
  gpointer user_data;
  BurnishIsoContents *contents; /* (unowned) */
  guint32 end_block;            /* of the volume on the disc */
  gboolean is_joliet;           /* the tree of the supplementary descriptor is read */
  guint skip;                   /* bytes before the system use entries */
  GHashTable *seen;             /* (owned) directory blocks that were read */
  GPtrArray *folders;           /* (owned) of Folder, still to be read */
  GPtrArray *relocated;         /* (owned) of Folder, marked RE: read by way of a CL elsewhere */
  guint64 directory_bytes;
  guint64 n_entries;
  guint64 paths_bytes;
} Walk;

typedef struct
{
  char *path; /* (owned) "" for the root */
  guint32 start_block;
  guint32 size_bytes;
  BurnishIsoAttributes attributes;
} Folder;

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_free (folder->path);
  g_free (folder);
}

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

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
is_in_volume (Walk *walk, guint32 start_block, guint64 size_bytes)
{
  return start_block + burnish_bytes_to_blocks (size_bytes) <= walk->end_block;
}

static void
add_oddity (Walk *walk, const char *path, const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (path, -1);

  if (walk->contents->oddities->len < MAX_ODDITIES)
    g_ptr_array_add (walk->contents->oddities, g_strdup_printf ("“%s” %s", valid, what));
}

/* ---- System use entries ---- */

static gboolean
read_system_use (Walk *walk, const guint8 *record, BurnishSystemUse *use, GError **error)
{
  guint name_end = RECORD_NAME + record[RECORD_NAME_LENGTH];
  guint start = name_end + (record[RECORD_NAME_LENGTH] % 2 == 0) + walk->skip;
  guint8 block[BURNISH_BLOCK_SIZE];

  if (walk->is_joliet)
    return TRUE;
  if (start < record[0])
    _burnish_system_use_take (use, record + start, record[0] - start);
  for (guint i = 0; use->has_continuation; i++)
    {
      if (i == MAX_CONTINUATIONS || !is_in_volume (walk, use->continuation[0], BURNISH_BLOCK_SIZE)
          || use->continuation[1] > BURNISH_BLOCK_SIZE
          || use->continuation[2] > BURNISH_BLOCK_SIZE - use->continuation[1])
        return refuse (error, "A system use area of the volume makes no sense");
      if (!walk->read (use->continuation[0], 1, block, walk->user_data, error))
        return FALSE;
      _burnish_system_use_take (use, block + use->continuation[1], use->continuation[2]);
    }
  return TRUE;
}

/* ---- Directories ---- */

/* Discs without Rock Ridge have no owner, and everybody may read. */
static BurnishIsoAttributes
get_attributes (const BurnishSystemUse *use, const guint8 *record)
{
  gboolean is_folder = (record[RECORD_FLAGS] & FLAG_DIRECTORY) != 0;
  BurnishIsoAttributes attributes = {
    .mtime_us = use->has_mtime ? use->mtime_us : _burnish_iso_read_stamp (record + RECORD_TIME),
    .mode = use->mode != 0 ? use->mode & 07777
            : is_folder    ? 0755
                           : 0644,
    .uid = use->uid,
    .gid = use->gid,
  };

  return attributes;
}

static gboolean
add_folder (Walk *walk,
            char *path,
            guint32 start_block,
            guint32 size_bytes,
            const BurnishIsoAttributes *attributes,
            GError **error)
{
  Folder *folder = g_new0 (Folder, 1);

  folder->path = path;
  folder->attributes = *attributes;
  folder->start_block = start_block;
  folder->size_bytes = size_bytes;
  g_ptr_array_add (walk->folders, folder);
  if (!is_in_volume (walk, start_block, size_bytes) || size_bytes == 0)
    return refuse (error, "The folder “%s” lies outside of the volume", path);
  if (!g_hash_table_add (walk->seen, GUINT_TO_POINTER (start_block)))
    return refuse (error, "The folder “%s” is in the tree twice", path);
  walk->directory_bytes += size_bytes;
  if (walk->directory_bytes > MAX_DIRECTORY_BYTES)
    return refuse (error, "The folders of the volume are larger than any disc needs");
  return TRUE;
}

/* A relocated folder only tells its size in its own first record (RRIP 4.1.5.1). */
static gboolean
add_relocated_folder (Walk *walk,
                      char *path,
                      guint32 start_block,
                      const BurnishIsoAttributes *attributes,
                      GError **error)
{
  g_autofree char *owned_path = path;
  guint8 block[BURNISH_BLOCK_SIZE];

  if (!is_in_volume (walk, start_block, BURNISH_BLOCK_SIZE))
    return refuse (error, "The folder “%s” lies outside of the volume", path);
  if (!walk->read (start_block, 1, block, walk->user_data, error))
    return FALSE;
  return add_folder (walk, g_steal_pointer (&owned_path), start_block,
                     _burnish_read_le32 (block + RECORD_DATA_LENGTH), attributes, error);
}

static void
add_node (GPtrArray *nodes, const char *path, const BurnishSystemUse *use, const guint8 *record)
{
  BurnishIsoNode *node = g_new0 (BurnishIsoNode, 1);

  node->path = g_strdup (path);
  node->target = g_strdup (use->target->str);
  node->attributes = get_attributes (use, record);
  g_ptr_array_add (nodes, node);
}

static gboolean
add_file (Walk *walk,
          char *path,
          const guint8 *record,
          gboolean continues,
          const BurnishIsoAttributes *attributes,
          GError **error)
{
  GPtrArray *files = walk->contents->files;
  BurnishIsoExtent extent = {
    .start_block = _burnish_read_le32 (record + RECORD_EXTENT),
    .size_bytes = _burnish_read_le32 (record + RECORD_DATA_LENGTH),
  };
  BurnishIsoFile *file =
      continues && files->len > 0 ? g_ptr_array_index (files, files->len - 1) : NULL;

  if (extent.size_bytes > 0 && !is_in_volume (walk, extent.start_block, extent.size_bytes))
    {
      refuse (error, "The file “%s” lies outside of the volume", path);
      g_free (path);
      return FALSE;
    }
  /* Sections of one file follow each other under its name. */
  if (file == NULL || !g_str_equal (file->path, path))
    {
      file = g_new0 (BurnishIsoFile, 1);
      file->path = path;
      file->attributes = *attributes;
      file->extents = g_array_new (FALSE, FALSE, sizeof (BurnishIsoExtent));
      g_ptr_array_add (files, file);
    }
  else
    g_free (path);
  g_array_append_val (file->extents, extent);
  file->size_bytes += extent.size_bytes;
  return TRUE;
}

static gboolean
is_name_valid (const GString *name)
{
  return name->len > 0 && name->len <= MAX_NAME_SIZE && strlen (name->str) == name->len
         && strchr (name->str, '/') == NULL && strcmp (name->str, ".") != 0
         && strcmp (name->str, "..") != 0;
}

static char *
join_path (const char *folder, const char *name)
{
  return *folder != '\0' ? g_strconcat (folder, "/", name, NULL) : g_strdup (name);
}

static gboolean
is_name_of_last_file (Walk *walk, const char *path)
{
  const GPtrArray *files = walk->contents->files;
  const BurnishIsoFile *file = g_ptr_array_index (files, files->len - 1);

  return g_str_equal (file->path, path);
}

/* An oddity by which a reader, too, misses something. */
static void
add_loss (Walk *walk, const char *path, guint32 block, const char *clause, const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (path, -1);
  BurnishIsoLoss loss = { .block = block, .clause = clause };

  add_oddity (walk, path, what);
  if (walk->contents->losses->len >= MAX_ODDITIES)
    return;
  loss.text = g_strdup_printf ("“%s” %s", valid, what);
  g_array_append_val (walk->contents->losses, loss);
}

/* What was announced to go on ends here. */
static void
note_unfinished (Walk *walk)
{
  const GPtrArray *files = walk->contents->files;
  const BurnishIsoFile *file = g_ptr_array_index (files, files->len - 1);

  add_loss (walk, file->path, g_array_index (file->extents, BurnishIsoExtent, 0).start_block,
            "ECMA-119 9.1.6", "lacks its last part");
}

static void
add_relocated (Walk *walk, char *path, const guint8 *record)
{
  Folder *folder = g_new0 (Folder, 1);

  folder->path = path;
  folder->start_block = _burnish_read_le32 (record + RECORD_EXTENT);
  folder->size_bytes = _burnish_read_le32 (record + RECORD_DATA_LENGTH);
  g_ptr_array_add (walk->relocated, folder);
}

static void
note_oddities (Walk *walk, const char *path, const guint8 *record, const BurnishSystemUse *use)
{
  if (use->oddity != NULL)
    add_oddity (walk, path, use->oddity);
  if (record[RECORD_FLAGS] & FLAG_ASSOCIATED)
    add_oddity (walk, path, "belongs to another file");
  if (record[RECORD_ATTRIBUTES] != 0)
    add_oddity (walk, path, "has an extended attribute record");
  if (record[RECORD_UNIT_SIZE] != 0 || record[RECORD_UNIT_SIZE + 1] != 0)
    add_oddity (walk, path, "is interleaved with another file");
}

static gboolean
take_record (Walk *walk,
             const Folder *folder,
             const guint8 *record,
             gboolean *continues,
             GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) target = g_string_new (NULL);
  BurnishSystemUse use = { .name = name, .target = target };
  BurnishIsoAttributes attributes;
  gboolean is_next = *continues;
  guint flags = record[RECORD_FLAGS];
  g_autofree char *path = NULL;

  *continues = FALSE;
  if (!read_system_use (walk, record, &use, error))
    return FALSE;
  if (walk->is_joliet)
    _burnish_system_use_take_joliet_name (&use, record + RECORD_NAME, record[RECORD_NAME_LENGTH]);
  else if (!use.has_name)
    _burnish_system_use_take_iso_name (&use, record + RECORD_NAME, record[RECORD_NAME_LENGTH]);
  if (!is_name_valid (name))
    return refuse (error, "A name in the folder “%s” is not valid", folder->path);
  walk->paths_bytes += strlen (folder->path) + name->len;
  if (strlen (folder->path) + name->len > MAX_PATH_SIZE || ++walk->n_entries > MAX_ENTRIES
      || walk->paths_bytes > MAX_PATHS_BYTES)
    return refuse (error, "The tree of the volume is larger than any disc needs");

  path = join_path (folder->path, name->str);
  attributes = get_attributes (&use, record);
  note_oddities (walk, path, record, &use);
  if (is_next && !is_name_of_last_file (walk, path))
    note_unfinished (walk);
  if (use.child_block != 0)
    return add_relocated_folder (walk, g_steal_pointer (&path), use.child_block, &attributes,
                                 error);
  if ((flags & FLAG_DIRECTORY) && use.is_relocated)
    {
      add_relocated (walk, g_steal_pointer (&path), record);
      return TRUE;
    }
  if (flags & FLAG_DIRECTORY)
    return add_folder (walk, g_steal_pointer (&path), _burnish_read_le32 (record + RECORD_EXTENT),
                       _burnish_read_le32 (record + RECORD_DATA_LENGTH), &attributes, error);
  if (use.mode != 0 && (use.mode & MODE_TYPE) != MODE_REGULAR)
    {
      if ((use.mode & MODE_TYPE) == MODE_LINK && target->len > 0
          && strlen (target->str) == target->len)
        add_node (walk->contents->links, path, &use, record);
      else
        {
          add_node (walk->contents->special, path, &use, record);
          add_oddity (walk, path, "is a device, a pipe or a socket");
        }
      return TRUE;
    }
  *continues = (flags & FLAG_NOT_LAST_EXTENT) != 0;
  return add_file (walk, g_steal_pointer (&path), record, is_next, &attributes, error);
}

/* Records never cross a block (ECMA-119 6.8.1.1); a zero ends the block. */
static gboolean
take_block (Walk *walk,
            const Folder *folder,
            const guint8 *block,
            gboolean *continues,
            GError **error)
{
  for (guint i = 0; i < BURNISH_BLOCK_SIZE && block[i] != 0; i += block[i])
    {
      const guint8 *record = block + i;
      gboolean is_dot;

      if (record[0] < RECORD_MIN_SIZE || i + record[0] > BURNISH_BLOCK_SIZE
          || RECORD_NAME + record[RECORD_NAME_LENGTH] > record[0])
        return refuse (error, "The folder “%s” is damaged", folder->path);
      /* The folder itself and its parent are named 0 and 1 (ECMA-119 6.8.2.2). */
      is_dot = record[RECORD_NAME_LENGTH] == 1 && record[RECORD_NAME] <= 1;
      if (!is_dot && !take_record (walk, folder, record, continues, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_folder (Walk *walk, const Folder *folder, GError **error)
{
  guint32 n_blocks = (guint32) burnish_bytes_to_blocks (folder->size_bytes);
  g_autofree guint8 *buffer = g_malloc (READ_BLOCKS * BURNISH_BLOCK_SIZE);
  gboolean continues = FALSE;

  for (guint32 done = 0; done < n_blocks;)
    {
      guint32 n = MIN (n_blocks - done, READ_BLOCKS);

      if (!walk->read (folder->start_block + done, n, buffer, walk->user_data, error))
        return FALSE;
      for (guint32 i = 0; i < n; i++)
        if (!take_block (walk, folder, buffer + i * BURNISH_BLOCK_SIZE, &continues, error))
          return FALSE;
      done += n;
    }
  if (continues)
    note_unfinished (walk);
  return TRUE;
}

/* Whether all that a block of a folder lists was read. */
static gboolean
is_block_known (Walk *walk, const guint8 *block)
{
  for (guint i = 0; i + RECORD_MIN_SIZE <= BURNISH_BLOCK_SIZE && block[i] != 0; i += block[i])
    {
      const guint8 *record = block + i;
      gboolean is_dot = record[RECORD_NAME_LENGTH] == 1 && record[RECORD_NAME] <= 1;
      guint32 start_block = _burnish_read_le32 (record + RECORD_EXTENT);

      if (!is_dot
          && (!(record[RECORD_FLAGS] & FLAG_DIRECTORY)
              || !g_hash_table_contains (walk->seen, GUINT_TO_POINTER (start_block))))
        return FALSE;
    }
  return TRUE;
}

/* Some writers mark the folder of the relocated ones, which then holds nothing else. */
static gboolean
is_folder_known (Walk *walk, const Folder *folder)
{
  guint64 n_blocks = burnish_bytes_to_blocks (folder->size_bytes);
  guint8 block[BURNISH_BLOCK_SIZE];

  if (g_hash_table_contains (walk->seen, GUINT_TO_POINTER (folder->start_block)))
    return TRUE;
  walk->directory_bytes += folder->size_bytes;
  if (!is_in_volume (walk, folder->start_block, folder->size_bytes)
      || walk->directory_bytes > MAX_DIRECTORY_BYTES)
    return FALSE;
  for (guint32 i = 0; i < n_blocks; i++)
    if (!walk->read (folder->start_block + i, 1, block, walk->user_data, NULL)
        || !is_block_known (walk, block))
      return FALSE;
  return TRUE;
}

static void
note_unclaimed (Walk *walk)
{
  for (guint i = 0; i < walk->relocated->len; i++)
    {
      const Folder *folder = g_ptr_array_index (walk->relocated, i);

      if (!is_folder_known (walk, folder))
        add_loss (walk, folder->path, folder->start_block, "RRIP 4.1.5.3",
                  "is said to be in another folder, but is in none");
    }
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
read_descriptors (guint32 session_block, Walk *walk, guint8 *wanted, GError **error)
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
        add_oddity (walk, "boot record", "makes the disc bootable");
    }
  return is_found || refuse (error, "There is no ISO 9660 volume");
}

/* What the record of the root for itself says. */
static gboolean
take_root (Walk *walk, const guint8 *record, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) target = g_string_new (NULL);
  BurnishSystemUse use = { .name = name, .target = target };
  guint skip = walk->skip;
  gboolean success;

  /* The SP entry itself is not skipped (SUSP 5.3). */
  walk->skip = 0;
  success = read_system_use (walk, record, &use, error);
  walk->skip = skip;
  walk->contents->root = get_attributes (&use, record);
  return success;
}

/* SUSP is announced by an SP entry at the beginning of the root's first record (SUSP 5.3). */
static gboolean
detect_rock_ridge (Walk *walk, const Folder *root, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  guint start = RECORD_MIN_SIZE;

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
walk_tree (Walk *walk, guint32 session_block, GError **error)
{
  guint8 block[BURNISH_BLOCK_SIZE] = { 0 };
  const guint8 *root = block + PRIMARY_ROOT_RECORD;

  if (!read_descriptors (session_block, walk, block, error))
    return FALSE;
  walk->contents->volume_blocks = _burnish_read_le32 (block + PRIMARY_VOLUME_BLOCKS);
  /* The volume counts from the beginning of its session or of the disc, as its writer liked. */
  if (walk->contents->volume_blocks > G_MAXUINT32 - session_block)
    return refuse (error, "The volume is larger than any disc");
  walk->end_block = session_block + (guint32) walk->contents->volume_blocks;
  walk->contents->root.mode = 0755;
  if (!add_folder (walk, g_strdup (""), _burnish_read_le32 (root + RECORD_EXTENT),
                   _burnish_read_le32 (root + RECORD_DATA_LENGTH), &walk->contents->root, error)
      || (!walk->is_joliet
          && !detect_rock_ridge (walk, g_ptr_array_index (walk->folders, 0), error)))
    return FALSE;
  while (walk->folders->len > 0)
    {
      Folder *folder = g_ptr_array_steal_index_fast (walk->folders, walk->folders->len - 1);
      gboolean success = read_folder (walk, folder, error);

      if (*folder->path != '\0')
        {
          BurnishIsoNode *node = g_new0 (BurnishIsoNode, 1);

          node->path = g_steal_pointer (&folder->path);
          node->attributes = folder->attributes;
          g_ptr_array_add (walk->contents->folders, node);
        }
      folder_free (folder);
      if (!success)
        return FALSE;
    }
  note_unclaimed (walk);
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
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (folder_free);
  g_autoptr (GPtrArray) relocated = g_ptr_array_new_with_free_func (folder_free);
  Walk walk = {
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
