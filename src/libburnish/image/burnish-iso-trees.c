/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-iso-trees-private.h"

#include <string.h>
#include <time.h>

/* Volume descriptors (ECMA-119 8). */
#define FIRST_DESCRIPTOR_BLOCK       16
#define DESCRIPTOR_PRIMARY           1
#define DESCRIPTOR_SUPPLEMENTARY     2
#define DESCRIPTOR_TERMINATOR        255
#define DESCRIPTOR_VOLUME_ID         40
#define DESCRIPTOR_VOLUME_SPACE_SIZE 80
#define DESCRIPTOR_ROOT_RECORD       156
#define VOLUME_ID_LENGTH             32

/* Directory records (ECMA-119 9.1): offsets of the fields. */
#define RECORD_EXTENT        2
#define RECORD_DATA_LENGTH   10
#define RECORD_TIME          18
#define RECORD_FLAGS         25
#define RECORD_NAME_LENGTH   32
#define RECORD_NAME          33
#define FLAG_DIRECTORY       0x02
#define FLAG_NOT_LAST_EXTENT 0x80

/* System use entries (SUSP, RRIP 1.12): a signature of 2 bytes, length, version, contents. */
#define ENTRY_MIN           4
#define PX_LINKS            12
#define PX_SERIAL           36
#define PX_SIZE_WITH_SERIAL 44
#define TF_FIRST_STAMP      5
#define STAMP_SIZE          7
#define NM_FLAGS            4
#define NM_CONTENT          5
#define NM_FLAG_CONTINUES   0x01
#define CE_SIZE             28
#define MAX_CONTINUATIONS   64

typedef struct
{
  BurnishIsoIndex *index;
  BurnishIsoTrees *trees;
  BurnishTreeSnapshot *snapshot;
  guint64 manifest_size_bytes;
  const BurnishIsoTimes *times;
  guint32 n_nodes;
  guint32 *n_links;    /* (owned) (nullable) by first link, when there are hard links */
  GArray *folders;     /* (owned) of guint32: extents still to be read, two each: block, bytes */
  guint64 *seen_bytes; /* (owned) length of the sections of each file so far */
} Reader;

static guint32
get_le32 (const guint8 *bytes)
{
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (guint32) bytes[3] << 24;
}

/* Both byte orders, one after the other (ECMA-119 7.3.3). */
static void
put_both32 (guint8 *bytes, guint32 value)
{
  guint32 le = GUINT32_TO_LE (value), be = GUINT32_TO_BE (value);

  memcpy (bytes, &le, 4);
  memcpy (bytes + 4, &be, 4);
}

/* ---- Memory ---- */

guint8 *
_burnish_iso_trees_find (const BurnishIsoTrees *trees, guint32 start_block, guint64 size_bytes)
{
  guint64 first = 0, start = start_block, end;

  if (trees->head_blocks > 0 && start_block < BURNISH_ISO_SUPERBLOCK_BLOCKS)
    {
      end = BURNISH_ISO_SUPERBLOCK_BLOCKS;
    }
  else
    {
      if (start_block < trees->head_blocks)
        return NULL;
      first = trees->head_blocks > 0 ? BURNISH_ISO_SUPERBLOCK_BLOCKS : 0;
      start -= trees->head_blocks;
      end = trees->end_block - trees->head_blocks;
    }
  if (size_bytes > end * BURNISH_BLOCK_SIZE || start > end - burnish_bytes_to_blocks (size_bytes))
    return NULL;
  return trees->bytes + (first + start) * BURNISH_BLOCK_SIZE;
}

/* ---- Times of seven bytes (ECMA-119 9.1.5), always UTC ---- */

static gint64
read_time (const guint8 *stamp)
{
  struct tm tm = {
    .tm_year = stamp[0],
    .tm_mon = stamp[1] - 1,
    .tm_mday = stamp[2],
    .tm_hour = stamp[3],
    .tm_min = stamp[4],
    .tm_sec = stamp[5],
  };

  return timegm (&tm);
}

/* The format knows the years 1900 to 2155. */
static void
write_time (guint8 *stamp, gint64 seconds)
{
  time_t time = CLAMP (seconds, G_GINT64_CONSTANT (-2208988800), G_GINT64_CONSTANT (5869583999));
  struct tm tm;

  gmtime_r (&time, &tm);
  stamp[0] = (guint8) tm.tm_year;
  stamp[1] = (guint8) (tm.tm_mon + 1);
  stamp[2] = (guint8) tm.tm_mday;
  stamp[3] = (guint8) tm.tm_hour;
  stamp[4] = (guint8) tm.tm_min;
  stamp[5] = (guint8) tm.tm_sec;
  stamp[6] = 0;
}

static gint64
node_time (Reader *self, BurnishNode node)
{
  gint64 mtime_us;

  if (node == self->n_nodes)
    return self->times->image_time;
  mtime_us = burnish_tree_snapshot_get_mtime_us (self->snapshot, node);
  return MIN (mtime_us / G_USEC_PER_SEC - (mtime_us % G_USEC_PER_SEC < 0),
              self->times->latest_time);
}

/* ---- System use entries ---- */

typedef struct
{
  guint8 *next;
  guint8 *end;
  guint8 *continuation; /* (nullable) */
  guint8 *continuation_end;
  guint n_continuations;
} EntryIter;

static void
entry_iter_init (EntryIter *iter, guint8 *record)
{
  guint name_length = record[RECORD_NAME_LENGTH];

  *iter = (EntryIter){
    .next = record + RECORD_NAME + name_length + (name_length % 2 == 0),
    .end = record + record[0],
  };
}

/* The next entry, following continuation areas (SUSP 5.1); NULL at the end. */
static guint8 *
entry_iter_next (EntryIter *iter, const BurnishIsoTrees *trees)
{
  while (TRUE)
    {
      guint8 *entry = iter->next;

      if (iter->end - entry < ENTRY_MIN || entry[2] < ENTRY_MIN || entry[2] > iter->end - entry)
        {
          if (iter->continuation == NULL || ++iter->n_continuations > MAX_CONTINUATIONS)
            return NULL;
          iter->next = g_steal_pointer (&iter->continuation);
          iter->end = iter->continuation_end;
          continue;
        }
      iter->next += entry[2];
      if (entry[0] == 'C' && entry[1] == 'E' && entry[2] >= CE_SIZE)
        {
          guint64 offset = get_le32 (entry + 12), end = offset + get_le32 (entry + 20);
          guint8 *bytes =
              _burnish_iso_trees_find (trees, get_le32 (entry + 4) - trees->session_block, end);

          if (bytes == NULL)
            return NULL;
          iter->continuation = bytes + offset;
          iter->continuation_end = bytes + end;
          continue;
        }
      return entry;
    }
}

/* The bytes of a name that libisofs only got a substitute for, of the same length; NULL for others.
 */
static char *
dup_bytes_of_name (Reader *self, BurnishNode node)
{
  const char *name;

  if (node == self->n_nodes)
    return NULL;
  name = burnish_tree_snapshot_get_name (self->snapshot, node);
  if (g_utf8_validate (name, -1, NULL))
    return NULL;
  return _burnish_libisofs_dup_rock_ridge_name (name);
}

static void
patch_entries (Reader *self, guint8 *record, BurnishNode node)
{
  g_autofree char *name = dup_bytes_of_name (self, node);
  gsize name_at = 0, name_length = name ? strlen (name) : 0;
  EntryIter iter;
  guint8 *entry;

  entry_iter_init (&iter, record);
  while ((entry = entry_iter_next (&iter, self->trees)) != NULL)
    if (entry[0] == 'T' && entry[1] == 'F')
      {
        for (guint at = TF_FIRST_STAMP; at + STAMP_SIZE <= entry[2]; at += STAMP_SIZE)
          write_time (entry + at, node_time (self, node));
      }
    else if (entry[0] == 'N' && entry[1] == 'M' && entry[2] > NM_CONTENT && name)
      {
        gsize n_bytes = MIN ((gsize) entry[2] - NM_CONTENT, name_length - name_at);

        memcpy (entry + NM_CONTENT, name + name_at, n_bytes);
        name_at += n_bytes;
      }
    else if (entry[0] == 'P' && entry[1] == 'X' && entry[2] >= PX_SIZE_WITH_SERIAL)
      {
        BurnishNode first = node;

        if (node < self->n_nodes)
          first = burnish_tree_snapshot_get_first_link (self->snapshot, node);
        put_both32 (entry + PX_SERIAL, first + 1);
        if (self->n_links && self->n_links[first] > 1)
          put_both32 (entry + PX_LINKS, self->n_links[first]);
      }
}

/* ---- Directory records ---- */

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_FAILED,
               "The file system structures are not as expected: %s", what);
  return FALSE;
}

static guint64
node_size_bytes (Reader *self, BurnishNode node)
{
  if (node == self->n_nodes)
    return self->manifest_size_bytes;
  if (burnish_tree_snapshot_get_kind (self->snapshot, node) != BURNISH_NODE_FILE)
    return 0;
  return burnish_tree_snapshot_get_node_size_bytes (self->snapshot, node);
}

/* A file over 4 GiB has several records; only the last of them may end within a block. */
static gboolean
read_extent (Reader *self, const guint8 *record, BurnishNode node, gboolean first, GError **error)
{
  guint32 length = get_le32 (record + RECORD_DATA_LENGTH);
  guint64 before = first ? 0 : self->seen_bytes[node];

  if (length == 0
      && get_le32 (record + RECORD_EXTENT) == self->trees->session_block + self->trees->end_block)
    self->index->has_empty_block = TRUE;
  if (before % BURNISH_BLOCK_SIZE != 0)
    return fail (error, "the parts of a file do not follow each other");
  self->seen_bytes[node] = before + length;
  if (!(record[RECORD_FLAGS] & FLAG_NOT_LAST_EXTENT)
      && self->seen_bytes[node] != node_size_bytes (self, node))
    return fail (error, "a file has another size than was staged");
  return TRUE;
}

static gboolean
read_record (Reader *self, guint8 *record, gboolean joliet, GError **error)
{
  guint32 *records = joliet ? self->index->joliet_records : self->index->iso_records;
  gint64 number = read_time (record + RECORD_TIME);
  gboolean is_self_or_parent = record[RECORD_NAME_LENGTH] == 1 && record[RECORD_NAME] <= 1;
  BurnishNode node = (BurnishNode) number;
  gboolean first;

  if (number < 0 || number > self->n_nodes)
    return fail (error, "a directory record belongs to no node");
  write_time (record + RECORD_TIME, node_time (self, node));
  if (!joliet)
    patch_entries (self, record, node);
  if (is_self_or_parent)
    return TRUE;
  first = records[node] == 0;
  if (first)
    records[node] = (guint32) (record - self->trees->bytes);
  if (!(record[RECORD_FLAGS] & FLAG_DIRECTORY))
    return read_extent (self, record, node, first, error);
  g_array_append_vals (
      self->folders,
      (guint32[]){ get_le32 (record + RECORD_EXTENT), get_le32 (record + RECORD_DATA_LENGTH) }, 2);
  return TRUE;
}

static gboolean
read_folder (Reader *self, guint32 block, guint32 size_bytes, gboolean joliet, GError **error)
{
  guint8 *bytes =
      _burnish_iso_trees_find (self->trees, block - self->trees->session_block, size_bytes);
  guint32 start = 0;

  if (bytes == NULL)
    return fail (error, "a directory lies outside");
  while (start < size_bytes)
    {
      guint8 *record = bytes + start;
      guint32 left_in_block = BURNISH_BLOCK_SIZE - start % BURNISH_BLOCK_SIZE;

      /* No record crosses a block; zeros fill the rest (ECMA-119 6.8.1.1). */
      if (record[0] == 0)
        {
          start += left_in_block;
          continue;
        }
      if (record[0] > left_in_block || record[0] < RECORD_NAME + record[RECORD_NAME_LENGTH])
        return fail (error, "a directory record has a wrong length");
      if (!read_record (self, record, joliet, error))
        return FALSE;
      start += record[0];
    }
  return TRUE;
}

static gboolean
read_tree (Reader *self, guint8 *descriptor, gboolean joliet, GError **error)
{
  guint8 *root = descriptor + DESCRIPTOR_ROOT_RECORD;
  guint32 *records = joliet ? self->index->joliet_records : self->index->iso_records;

  self->index->root_records[joliet] = (guint32) (root - self->trees->bytes);
  g_array_set_size (self->folders, 0);
  /* Its name is one zero byte, as that of every record for the directory itself. */
  if (!read_record (self, root, joliet, error)
      || !read_folder (self, get_le32 (root + RECORD_EXTENT), get_le32 (root + RECORD_DATA_LENGTH),
                       joliet, error))
    return FALSE;
  records[BURNISH_NODE_ROOT] = self->index->root_records[joliet];
  while (self->folders->len > 0)
    {
      guint32 size_bytes = g_array_index (self->folders, guint32, self->folders->len - 1);
      guint32 block = g_array_index (self->folders, guint32, self->folders->len - 2);

      g_array_set_size (self->folders, self->folders->len - 2);
      if (!read_folder (self, block, size_bytes, joliet, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_descriptors (Reader *self, GError **error)
{
  guint8 *descriptor;

  for (guint32 block = FIRST_DESCRIPTOR_BLOCK;
       (descriptor = _burnish_iso_trees_find (self->trees, block, BURNISH_BLOCK_SIZE)) != NULL;
       block++)
    {
      if (memcmp (descriptor + 1, "CD001", 5) != 0)
        break;
      self->index->descriptors_end = block + 1;
      if (descriptor[0] == DESCRIPTOR_TERMINATOR)
        return TRUE;
      if ((descriptor[0] == DESCRIPTOR_PRIMARY || descriptor[0] == DESCRIPTOR_SUPPLEMENTARY)
          && !read_tree (self, descriptor, descriptor[0] == DESCRIPTOR_SUPPLEMENTARY, error))
        return FALSE;
    }
  return fail (error, "the volume descriptors do not end");
}

static void
count_links (Reader *self)
{
  for (BurnishNode node = 0; node < self->n_nodes; node++)
    {
      BurnishNode first = burnish_tree_snapshot_get_first_link (self->snapshot, node);

      if (first == node)
        continue;
      if (self->n_links == NULL)
        self->n_links = g_new0 (guint32, self->n_nodes + 1);
      self->n_links[first] += self->n_links[first] == 0 ? 2 : 1;
    }
}

static void
reader_clear (Reader *self)
{
  g_free (self->n_links);
  g_free (self->seen_bytes);
  g_array_unref (self->folders);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

gboolean
_burnish_iso_index_init (BurnishIsoIndex *self,
                         BurnishIsoTrees *trees,
                         BurnishTreeSnapshot *snapshot,
                         guint64 manifest_size_bytes,
                         const BurnishIsoTimes *times,
                         GError **error)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  g_auto (Reader) reader = {
    .index = self,
    .trees = trees,
    .snapshot = snapshot,
    .manifest_size_bytes = manifest_size_bytes,
    .times = times,
    .n_nodes = n_nodes,
    .folders = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .seen_bytes = g_new0 (guint64, n_nodes + 1),
  };

  *self = (BurnishIsoIndex){
    .n_records = n_nodes + 1,
    .iso_records = g_new0 (guint32, n_nodes + 1),
    .joliet_records = g_new0 (guint32, n_nodes + 1),
  };
  count_links (&reader);
  return read_descriptors (&reader, error);
}

void
_burnish_iso_index_clear (BurnishIsoIndex *self)
{
  g_clear_pointer (&self->iso_records, g_free);
  g_clear_pointer (&self->joliet_records, g_free);
}

/* ---- Addresses ---- */

/* The sections of a file have records that follow each other (ECMA-119 6.5.1, 9.3). */
static void
place_file (BurnishIsoTrees *trees, guint32 offset, guint32 start_block)
{
  guint8 *record = trees->bytes + offset;

  while (TRUE)
    {
      guint32 length = get_le32 (record + RECORD_DATA_LENGTH);

      put_both32 (record + RECORD_EXTENT, start_block);
      if (!(record[RECORD_FLAGS] & FLAG_NOT_LAST_EXTENT))
        return;
      start_block += length / BURNISH_BLOCK_SIZE;
      offset += record[0];
      if (trees->bytes[offset] == 0)
        offset += BURNISH_BLOCK_SIZE - offset % BURNISH_BLOCK_SIZE;
      record = trees->bytes + offset;
    }
}

/* The second set, at the beginning of the trees, shall say the same. */
static void
copy_descriptors (const BurnishIsoIndex *self, BurnishIsoTrees *trees)
{
  gsize size_bytes = (gsize) (self->descriptors_end - FIRST_DESCRIPTOR_BLOCK) * BURNISH_BLOCK_SIZE;
  guint8 *copy =
      _burnish_iso_trees_find (trees, trees->head_blocks + FIRST_DESCRIPTOR_BLOCK, size_bytes);

  memcpy (copy, _burnish_iso_trees_find (trees, FIRST_DESCRIPTOR_BLOCK, size_bytes), size_bytes);
}

void
_burnish_iso_index_place (const BurnishIsoIndex *self,
                          BurnishIsoTrees *trees,
                          const guint32 *start_blocks,
                          guint32 n_image_blocks)
{
  for (guint32 i = 0; i < self->n_records; i++)
    {
      if (start_blocks[i] == 0)
        continue;
      if (self->iso_records[i] != 0)
        place_file (trees, self->iso_records[i], start_blocks[i]);
      if (self->joliet_records[i] != 0)
        place_file (trees, self->joliet_records[i], start_blocks[i]);
    }
  for (guint tree = 0; tree < G_N_ELEMENTS (self->root_records); tree++)
    if (self->root_records[tree] != 0)
      put_both32 (trees->bytes + self->root_records[tree] - DESCRIPTOR_ROOT_RECORD
                      + DESCRIPTOR_VOLUME_SPACE_SIZE,
                  n_image_blocks);
  if (trees->head_blocks > 0)
    copy_descriptors (self, trees);
}

/* ---- Names ---- */

static char *
dup_joliet_name (const guint8 *name, gsize length)
{
  char *text = g_convert_with_fallback ((const char *) name, (gssize) length, "UTF-8", "UTF-16BE",
                                        "\xEF\xBF\xBD", NULL, NULL, NULL);

  return text ? text : g_strdup ("\xEF\xBF\xBD");
}

/* Spaces fill the field; of Joliet, zeros in some images. */
char *
_burnish_iso_trees_dup_volume_name (const BurnishIsoTrees *trees, gboolean joliet)
{
  const guint8 wanted = joliet ? DESCRIPTOR_SUPPLEMENTARY : DESCRIPTOR_PRIMARY;

  const guint8 *descriptor;

  for (guint32 block = FIRST_DESCRIPTOR_BLOCK;
       (descriptor = _burnish_iso_trees_find (trees, block, BURNISH_BLOCK_SIZE)) != NULL; block++)
    {
      const guint8 *field = descriptor + DESCRIPTOR_VOLUME_ID;
      g_autofree char *name = NULL;

      if (memcmp (descriptor + 1, "CD001", 5) != 0 || descriptor[0] == DESCRIPTOR_TERMINATOR)
        break;
      if (descriptor[0] != wanted)
        continue;
      name = joliet ? dup_joliet_name (field, VOLUME_ID_LENGTH)
                    : g_strndup ((const char *) field, VOLUME_ID_LENGTH);
      return g_strchomp (g_utf8_make_valid (name, -1));
    }
  return g_strdup ("");
}

char *
_burnish_iso_record_dup_name (const guint8 *record, gboolean joliet)
{
  const guint8 *name = record + RECORD_NAME;
  guint length = record[RECORD_NAME_LENGTH];

  return joliet ? dup_joliet_name (name, length) : g_strndup ((const char *) name, length);
}

char *
_burnish_iso_record_dup_rock_ridge_name (const BurnishIsoTrees *trees, guint32 offset)
{
  g_autoptr (GString) name = NULL;
  EntryIter iter;
  guint8 *entry;

  entry_iter_init (&iter, trees->bytes + offset);
  while ((entry = entry_iter_next (&iter, trees)) != NULL)
    {
      if (entry[0] != 'N' || entry[1] != 'M' || entry[2] < NM_CONTENT)
        continue;
      if (name == NULL)
        name = g_string_new (NULL);
      g_string_append_len (name, (const char *) entry + NM_CONTENT, entry[2] - NM_CONTENT);
      if (!(entry[NM_FLAGS] & NM_FLAG_CONTINUES))
        break;
    }
  return name ? g_string_free (g_steal_pointer (&name), FALSE) : NULL;
}
