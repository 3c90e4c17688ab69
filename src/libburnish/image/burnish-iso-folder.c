/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-iso-folder-private.h"

#include "burnish-bytes-private.h"
#include "burnish-units.h"

#include <string.h>

/* Directory records, ECMA-119 9.1. */
#define RECORD_ATTRIBUTES    1 /* length of an extended attribute record */
#define RECORD_TIME          18
#define RECORD_FLAGS         25
#define RECORD_UNIT_SIZE     26 /* of interleaved files */
#define RECORD_NAME_LENGTH   32
#define RECORD_NAME          33
#define FLAG_DIRECTORY       0x02
#define FLAG_ASSOCIATED      0x04
#define FLAG_NOT_LAST_EXTENT 0x80

/* System use entries: SUSP 1.12 and RRIP 1.12. */
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

void
_burnish_iso_folder_free (gpointer data)
{
  BurnishIsoFolder *folder = data;

  g_free (folder->path);
  g_free (folder);
}

gboolean
_burnish_iso_refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
is_in_volume (BurnishIsoWalk *walk, guint32 start_block, guint64 size_bytes)
{
  return start_block + burnish_bytes_to_blocks (size_bytes) <= walk->end_block;
}

void
_burnish_iso_walk_add_oddity (BurnishIsoWalk *walk, const char *path, const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (path, -1);

  if (walk->contents->oddities->len < MAX_ODDITIES)
    g_ptr_array_add (walk->contents->oddities, g_strdup_printf ("“%s” %s", valid, what));
}

/* ---- System use entries ---- */

gboolean
_burnish_iso_walk_read_system_use (BurnishIsoWalk *walk,
                                   const guint8 *record,
                                   BurnishSystemUse *use,
                                   GError **error)
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
        return _burnish_iso_refuse (error, "A system use area of the volume makes no sense");
      if (!walk->read (use->continuation[0], 1, block, walk->user_data, error))
        return FALSE;
      _burnish_system_use_take (use, block + use->continuation[1], use->continuation[2]);
    }
  return TRUE;
}

/* ---- Directories ---- */

/* Discs without Rock Ridge have no owner, and everybody may read. */
BurnishIsoAttributes
_burnish_iso_get_attributes (const BurnishSystemUse *use, const guint8 *record)
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

gboolean
_burnish_iso_walk_add_folder (BurnishIsoWalk *walk,
                              char *path,
                              guint32 start_block,
                              guint32 size_bytes,
                              const BurnishIsoAttributes *attributes,
                              GError **error)
{
  BurnishIsoFolder *folder = g_new0 (BurnishIsoFolder, 1);

  folder->path = path;
  folder->attributes = *attributes;
  folder->start_block = start_block;
  folder->size_bytes = size_bytes;
  g_ptr_array_add (walk->folders, folder);
  if (!is_in_volume (walk, start_block, size_bytes) || size_bytes == 0)
    return _burnish_iso_refuse (error, "The folder “%s” lies outside of the volume", path);
  if (!g_hash_table_add (walk->seen, GUINT_TO_POINTER (start_block)))
    return _burnish_iso_refuse (error, "The folder “%s” is in the tree twice", path);
  walk->directory_bytes += size_bytes;
  if (walk->directory_bytes > MAX_DIRECTORY_BYTES)
    return _burnish_iso_refuse (error, "The folders of the volume are larger than any disc needs");
  return TRUE;
}

/* A relocated folder only tells its size in its own first record (RRIP 4.1.5.1). */
static gboolean
add_relocated_folder (BurnishIsoWalk *walk,
                      char *path,
                      guint32 start_block,
                      const BurnishIsoAttributes *attributes,
                      GError **error)
{
  g_autofree char *owned_path = path;
  guint8 block[BURNISH_BLOCK_SIZE];

  if (!is_in_volume (walk, start_block, BURNISH_BLOCK_SIZE))
    return _burnish_iso_refuse (error, "The folder “%s” lies outside of the volume", path);
  if (!walk->read (start_block, 1, block, walk->user_data, error))
    return FALSE;
  return _burnish_iso_walk_add_folder (walk, g_steal_pointer (&owned_path), start_block,
                                       _burnish_read_le32 (block + BURNISH_ISO_RECORD_DATA_LENGTH),
                                       attributes, error);
}

static void
add_node (GPtrArray *nodes, const char *path, const BurnishSystemUse *use, const guint8 *record)
{
  BurnishIsoNode *node = g_new0 (BurnishIsoNode, 1);

  node->path = g_strdup (path);
  node->target = g_strdup (use->target->str);
  node->attributes = _burnish_iso_get_attributes (use, record);
  g_ptr_array_add (nodes, node);
}

static gboolean
add_file (BurnishIsoWalk *walk,
          char *path,
          const guint8 *record,
          gboolean continues,
          const BurnishIsoAttributes *attributes,
          GError **error)
{
  GPtrArray *files = walk->contents->files;
  BurnishIsoExtent extent = {
    .start_block = _burnish_read_le32 (record + BURNISH_ISO_RECORD_EXTENT),
    .size_bytes = _burnish_read_le32 (record + BURNISH_ISO_RECORD_DATA_LENGTH),
  };
  BurnishIsoFile *file =
      continues && files->len > 0 ? g_ptr_array_index (files, files->len - 1) : NULL;

  if (extent.size_bytes > 0 && !is_in_volume (walk, extent.start_block, extent.size_bytes))
    {
      _burnish_iso_refuse (error, "The file “%s” lies outside of the volume", path);
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
is_name_of_last_file (BurnishIsoWalk *walk, const char *path)
{
  const GPtrArray *files = walk->contents->files;
  const BurnishIsoFile *file = g_ptr_array_index (files, files->len - 1);

  return g_str_equal (file->path, path);
}

/* An oddity by which a reader, too, misses something. */
static void
add_loss (BurnishIsoWalk *walk,
          const char *path,
          guint32 block,
          const char *clause,
          const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (path, -1);
  BurnishIsoLoss loss = { .block = block, .clause = clause };

  _burnish_iso_walk_add_oddity (walk, path, what);
  if (walk->contents->losses->len >= MAX_ODDITIES)
    return;
  loss.text = g_strdup_printf ("“%s” %s", valid, what);
  g_array_append_val (walk->contents->losses, loss);
}

/* What was announced to go on ends here. */
static void
note_unfinished (BurnishIsoWalk *walk)
{
  const GPtrArray *files = walk->contents->files;
  const BurnishIsoFile *file = g_ptr_array_index (files, files->len - 1);

  add_loss (walk, file->path, g_array_index (file->extents, BurnishIsoExtent, 0).start_block,
            "ECMA-119 9.1.6", "lacks its last part");
}

static void
add_relocated (BurnishIsoWalk *walk, char *path, const guint8 *record)
{
  BurnishIsoFolder *folder = g_new0 (BurnishIsoFolder, 1);

  folder->path = path;
  folder->start_block = _burnish_read_le32 (record + BURNISH_ISO_RECORD_EXTENT);
  folder->size_bytes = _burnish_read_le32 (record + BURNISH_ISO_RECORD_DATA_LENGTH);
  g_ptr_array_add (walk->relocated, folder);
}

static void
note_oddities (BurnishIsoWalk *walk,
               const char *path,
               const guint8 *record,
               const BurnishSystemUse *use)
{
  if (use->oddity != NULL)
    _burnish_iso_walk_add_oddity (walk, path, use->oddity);
  if (record[RECORD_FLAGS] & FLAG_ASSOCIATED)
    _burnish_iso_walk_add_oddity (walk, path, "belongs to another file");
  if (record[RECORD_ATTRIBUTES] != 0)
    _burnish_iso_walk_add_oddity (walk, path, "has an extended attribute record");
  if (record[RECORD_UNIT_SIZE] != 0 || record[RECORD_UNIT_SIZE + 1] != 0)
    _burnish_iso_walk_add_oddity (walk, path, "is interleaved with another file");
}

static gboolean
take_record (BurnishIsoWalk *walk,
             const BurnishIsoFolder *folder,
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
  if (!_burnish_iso_walk_read_system_use (walk, record, &use, error))
    return FALSE;
  if (walk->is_joliet)
    _burnish_system_use_take_joliet_name (&use, record + RECORD_NAME, record[RECORD_NAME_LENGTH]);
  else if (!use.has_name)
    _burnish_system_use_take_iso_name (&use, record + RECORD_NAME, record[RECORD_NAME_LENGTH]);
  if (!is_name_valid (name))
    return _burnish_iso_refuse (error, "A name in the folder “%s” is not valid", folder->path);
  walk->paths_bytes += strlen (folder->path) + name->len;
  if (strlen (folder->path) + name->len > MAX_PATH_SIZE || ++walk->n_entries > MAX_ENTRIES
      || walk->paths_bytes > MAX_PATHS_BYTES)
    return _burnish_iso_refuse (error, "The tree of the volume is larger than any disc needs");

  path = join_path (folder->path, name->str);
  attributes = _burnish_iso_get_attributes (&use, record);
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
    return _burnish_iso_walk_add_folder (
        walk, g_steal_pointer (&path), _burnish_read_le32 (record + BURNISH_ISO_RECORD_EXTENT),
        _burnish_read_le32 (record + BURNISH_ISO_RECORD_DATA_LENGTH), &attributes, error);
  if (use.mode != 0 && (use.mode & MODE_TYPE) != MODE_REGULAR)
    {
      if ((use.mode & MODE_TYPE) == MODE_LINK && target->len > 0
          && strlen (target->str) == target->len)
        add_node (walk->contents->links, path, &use, record);
      else
        {
          add_node (walk->contents->special, path, &use, record);
          _burnish_iso_walk_add_oddity (walk, path, "is a device, a pipe or a socket");
        }
      return TRUE;
    }
  *continues = (flags & FLAG_NOT_LAST_EXTENT) != 0;
  return add_file (walk, g_steal_pointer (&path), record, is_next, &attributes, error);
}

/* Records never cross a block (ECMA-119 6.8.1.1); a zero ends the block. */
static gboolean
take_block (BurnishIsoWalk *walk,
            const BurnishIsoFolder *folder,
            const guint8 *block,
            gboolean *continues,
            GError **error)
{
  for (guint i = 0; i < BURNISH_BLOCK_SIZE && block[i] != 0; i += block[i])
    {
      const guint8 *record = block + i;
      gboolean is_dot;

      if (record[0] < BURNISH_ISO_RECORD_MIN_SIZE || i + record[0] > BURNISH_BLOCK_SIZE
          || RECORD_NAME + record[RECORD_NAME_LENGTH] > record[0])
        return _burnish_iso_refuse (error, "The folder “%s” is damaged", folder->path);
      /* The folder itself and its parent are named 0 and 1 (ECMA-119 6.8.2.2). */
      is_dot = record[RECORD_NAME_LENGTH] == 1 && record[RECORD_NAME] <= 1;
      if (!is_dot && !take_record (walk, folder, record, continues, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_burnish_iso_walk_read_folder (BurnishIsoWalk *walk, const BurnishIsoFolder *folder, GError **error)
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
is_block_known (BurnishIsoWalk *walk, const guint8 *block)
{
  for (guint i = 0; i + BURNISH_ISO_RECORD_MIN_SIZE <= BURNISH_BLOCK_SIZE && block[i] != 0;
       i += block[i])
    {
      const guint8 *record = block + i;
      gboolean is_dot = record[RECORD_NAME_LENGTH] == 1 && record[RECORD_NAME] <= 1;
      guint32 start_block = _burnish_read_le32 (record + BURNISH_ISO_RECORD_EXTENT);

      if (!is_dot
          && (!(record[RECORD_FLAGS] & FLAG_DIRECTORY)
              || !g_hash_table_contains (walk->seen, GUINT_TO_POINTER (start_block))))
        return FALSE;
    }
  return TRUE;
}

/* Some writers mark the folder of the relocated ones, which then holds nothing else. */
static gboolean
is_folder_known (BurnishIsoWalk *walk, const BurnishIsoFolder *folder)
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

void
_burnish_iso_walk_note_unclaimed (BurnishIsoWalk *walk)
{
  for (guint i = 0; i < walk->relocated->len; i++)
    {
      const BurnishIsoFolder *folder = g_ptr_array_index (walk->relocated, i);

      if (!is_folder_known (walk, folder))
        add_loss (walk, folder->path, folder->start_block, "RRIP 4.1.5.3",
                  "is said to be in another folder, but is in none");
    }
}
