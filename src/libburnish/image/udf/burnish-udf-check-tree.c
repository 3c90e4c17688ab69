/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-tree-private.h"

#include <string.h>

/* File set descriptor (ECMA-167 4/14.1). */
#define FILE_SET_EXTENT  248 /* in the logical volume descriptor */
#define FILE_SET_ROOT    400
#define FILE_SET_DOMAIN  416
#define FILE_SET_STREAMS 464
#define LENGTH_MASK      0x3FFFFFFFu
#define MAX_PATH_SHOWN   1024
#define MAX_PATH_BYTES   1023 /* UDF 2 */

/* ---- Records ---- */

static BurnishUdfCheckTree *
tree_new (void)
{
  BurnishUdfCheckTree *tree = g_new0 (BurnishUdfCheckTree, 1);

  tree->records = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckRecord));
  tree->by_sector = g_hash_table_new (NULL, NULL);
  tree->objects = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  tree->names = g_string_chunk_new (65536);
  tree->entry_ids = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckUnique));
  tree->identifier_ids = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckUnique));
  tree->stretches = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckStretch));
  tree->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  tree->current = BURNISH_UDF_CHECK_NO_RECORD;
  return tree;
}

void
_burnish_udf_check_tree_free (BurnishUdfCheckTree *tree)
{
  g_array_unref (tree->records);
  g_hash_table_unref (tree->by_sector);
  g_hash_table_unref (tree->objects);
  g_string_chunk_free (tree->names);
  g_array_unref (tree->entry_ids);
  g_array_unref (tree->identifier_ids);
  g_array_unref (tree->stretches);
  g_array_unref (tree->starts);
  g_free (tree);
}

/* Made only for a finding; what is too long keeps its end. */
char *
_burnish_udf_check_dup_path (BurnishUdfCheckRun *run)
{
  BurnishUdfCheckTree *tree = run->tree;
  GString *path;
  guint32 i;

  if (tree == NULL || tree->current == BURNISH_UDF_CHECK_NO_RECORD)
    return NULL;
  path = g_string_new (tree->name);
  if (tree->name != NULL)
    g_string_prepend_c (path, '/');
  for (i = tree->current; i != 0 && path->len < MAX_PATH_SHOWN;
       i = _burnish_udf_check_get_record (tree, i)->parent)
    {
      g_string_prepend (path, _burnish_udf_check_get_record (tree, i)->name);
      g_string_prepend_c (path, '/');
    }
  if (i != 0)
    g_string_prepend (path, "…");
  if (path->len == 0)
    g_string_append_c (path, '/');
  return g_string_free (path, FALSE);
}

guint32
_burnish_udf_check_ensure_record (BurnishUdfCheckRun *run,
                                  BurnishUdfCheckAddress icb,
                                  guint32 parent,
                                  const char *name,
                                  guint32 where,
                                  gboolean *is_new)
{
  BurnishUdfCheckTree *tree = run->tree;
  BurnishUdfCheckRecord record = { .parent = parent, .block = icb.block, .map = icb.map };
  guint32 number = tree->records->len;
  gpointer known;

  *is_new = FALSE;
  if (!_burnish_udf_check_locate (run, icb.map, icb.block, where, "a file entry", &record.sector))
    return BURNISH_UDF_CHECK_NO_RECORD;
  if (g_hash_table_lookup_extended (tree->by_sector, GUINT_TO_POINTER (record.sector), NULL,
                                    &known))
    return GPOINTER_TO_UINT (known);
  /* Behind an entry with a history there is room for later ones. */
  record.icb_bytes = icb.size_bytes & LENGTH_MASK;
  _burnish_udf_check_claim_in_map (run, icb.map, icb.block,
                                   MAX (record.icb_bytes / BURNISH_BLOCK_SIZE, 1), FALSE, where,
                                   "a file entry");
  record.name = g_string_chunk_insert (tree->names, name);
  record.where = where;
  record.path_bytes = (guint32) strlen (name) + 1;
  if (number > 0)
    record.path_bytes += _burnish_udf_check_get_record (tree, parent)->path_bytes;
  g_array_append_val (tree->records, record);
  g_hash_table_insert (tree->by_sector, GUINT_TO_POINTER (record.sector),
                       GUINT_TO_POINTER (number));
  *is_new = TRUE;
  return number;
}

/* ---- Entries ---- */

/* From 2.50 on, folders lie in the metadata partition, and contents of files do not (UDF 2.2.13).
 */
static void
check_places (BurnishUdfCheckRun *run, const BurnishUdfCheckEntry *entry, GArray *stretches)
{
  gboolean is_folder =
      entry->type == BURNISH_UDF_FILE_DIRECTORY || entry->type == BURNISH_UDF_FILE_STREAM_DIRECTORY;

  if (run->metadata.used == NULL)
    return;
  if (run->reader->maps[entry->map].kind != BURNISH_UDF_MAP_METADATA)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_PLACE, entry->place.block,
                            "The file entry is not in the metadata partition");
  if (!is_folder && entry->allocation == BURNISH_UDF_ALLOCATION_SHORT
      && run->reader->maps[entry->map].kind == BURNISH_UDF_MAP_METADATA)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_PLACE, entry->place.block,
                            "Short allocation descriptors of a file can only point into the "
                            "metadata partition");
  for (guint i = 0; i < stretches->len; i++)
    {
      const BurnishUdfCheckStretch *stretch = &g_array_index (stretches, BurnishUdfCheckStretch, i);

      if (stretch->map < run->reader->n_maps
          && (run->reader->maps[stretch->map].kind == BURNISH_UDF_MAP_METADATA) != is_folder)
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_METADATA_PLACE, entry->place.block,
                                  is_folder ? "The folder is not in the metadata partition"
                                            : "Contents of a file are in the metadata partition");
          return;
        }
    }
}

static void
take_ids (BurnishUdfCheckRun *run, guint32 number, const BurnishUdfCheckEntry *entry)
{
  BurnishUdfCheckRecord *record = _burnish_udf_check_get_record (run->tree, number);
  BurnishUdfCheckUnique unique = { entry->unique_id, number };

  if (_burnish_read_le16 (entry->bytes + 20) == 4 && record->icb_bytes != BURNISH_BLOCK_SIZE)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ICB_EXTENT, record->where,
                            "The ICB has %u bytes instead of one block", record->icb_bytes);
  record->is_sound = TRUE;
  record->unique_id = entry->unique_id;
  record->links = (guint16) entry->links;
  if (record->is_stream)
    return;
  if (number == 0 && entry->unique_id != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_UNIQUE, entry->place.block,
                            "The unique id of the root folder is %" G_GUINT64_FORMAT
                            " instead of 0",
                            entry->unique_id);
  if (number == 0)
    return;
  if ((entry->unique_id & G_MAXUINT32) < BURNISH_UDF_FIRST_UNIQUE_ID)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_UNIQUE, entry->place.block,
                            "The unique id %" G_GUINT64_FORMAT
                            " is one of the first 16, which are reserved",
                            entry->unique_id);
  g_array_append_val (run->tree->entry_ids, unique);
  run->tree->max_unique_id = MAX (run->tree->max_unique_id, entry->unique_id);
}

static gboolean
is_file_type (guint type)
{
  switch (type)
    {
    case BURNISH_UDF_FILE_REGULAR:
    case 6: /* devices, FIFO, socket (ECMA-167 4/14.6.6) */
    case 7:
    case 9:
    case 10:
    case BURNISH_UDF_FILE_SYMLINK:
    case BURNISH_UDF_FILE_REAL_TIME:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
take_start (BurnishUdfCheckRun *run)
{
  const BurnishUdfCheckStretch *first;
  guint64 sector;

  if (!run->is_bridge || run->tree->stretches->len == 0)
    return;
  first = &g_array_index (run->tree->stretches, BurnishUdfCheckStretch, 0);
  if (_burnish_udf_volume_locate (run->reader, first->map, first->block, 1, 0, &sector, NULL)
      && sector <= G_MAXUINT32)
    {
      guint32 start = (guint32) sector;

      g_array_append_val (run->tree->starts, start);
    }
}

static void
look_at_file (BurnishUdfCheckRun *run, guint32 number)
{
  BurnishUdfCheckRecord record = *_burnish_udf_check_get_record (run->tree, number);
  GArray *stretches = run->tree->stretches;
  BurnishUdfCheckEntry entry;

  if (!_burnish_udf_check_entry (run, record.map, record.block, record.where, "file entry", &entry))
    {
      _burnish_udf_check_count_stream (run, record.parent, NULL);
      return;
    }
  _burnish_udf_check_count_stream (run, record.parent, &entry);
  if (!is_file_type (entry.type))
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_FILE_TYPE, entry.place.block,
                              "There is no file of type %u", entry.type);
      return;
    }
  take_ids (run, number, &entry);
  _burnish_udf_check_extents (run, &entry, TRUE, stretches);
  check_places (run, &entry, stretches);
  take_start (run);
  if (entry.type == BURNISH_UDF_FILE_SYMLINK)
    _burnish_udf_check_symlink (run, &entry, stretches);
  if (!record.is_stream)
    {
      _burnish_udf_check_profile_file (run, &entry, stretches);
      _burnish_udf_check_streams (run, number, &entry);
    }
}

static void
look_at_folder (BurnishUdfCheckRun *run, guint32 number)
{
  BurnishUdfCheckRecord record = *_burnish_udf_check_get_record (run->tree, number);
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (BurnishUdfCheckStretch));
  guint wanted = record.is_stream ? BURNISH_UDF_FILE_STREAM_DIRECTORY : BURNISH_UDF_FILE_DIRECTORY;
  BurnishUdfCheckEntry entry;

  run->tree->n_folders += !record.is_stream;
  if (!_burnish_udf_check_entry (run, record.map, record.block, record.where, "folder", &entry))
    return;
  if (entry.type != wanted)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_FILE_TYPE, entry.place.block,
                              "A folder has file type %u instead of %u", entry.type, wanted);
      return;
    }
  take_ids (run, number, &entry);
  if (!record.is_stream)
    _burnish_udf_check_streams (run, number, &entry);
  if (!_burnish_udf_check_extents (run, &entry, FALSE, stretches))
    return;
  check_places (run, &entry, stretches);
  _burnish_udf_check_folder (run, &entry, stretches, number);
}

/* ---- What identifiers name ---- */

static void
take_identifier_id (BurnishUdfCheckRun *run, guint32 number, const guint8 *identifier)
{
  BurnishUdfCheckRecord *record = _burnish_udf_check_get_record (run->tree, number);
  BurnishUdfCheckUnique unique = { _burnish_read_le32 (identifier + 32), number };

  if (run->revision < BURNISH_UDF_2_00 || record->is_stream)
    return;
  record->has_own_id |= record->is_sound && (guint32) record->unique_id == unique.id;
  g_array_append_val (run->tree->identifier_ids, unique);
  run->tree->max_unique_id = MAX (run->tree->max_unique_id, unique.id);
}

static void
name_folder (BurnishUdfCheckRun *run,
             guint32 folder,
             guint32 number,
             gboolean is_new,
             guint32 where)
{
  BurnishUdfCheckRecord *record = _burnish_udf_check_get_record (run->tree, number);

  if (is_new)
    {
      record->is_folder = TRUE;
      _burnish_udf_check_get_record (run->tree, folder)->n_references++;
    }
  else if (record->is_folder)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FOLDER_TWICE, where,
                            "The folder has a second identifier");
}

static void
name_file (BurnishUdfCheckRun *run, guint32 folder, guint32 number, gboolean is_new)
{
  if (is_new)
    {
      const char *name = run->tree->name;

      run->tree->current = number;
      run->tree->name = NULL;
      look_at_file (run, number);
      run->tree->current = folder;
      run->tree->name = name;
    }
}

void
_burnish_udf_check_name_target (BurnishUdfCheckRun *run,
                                guint32 folder,
                                const char *name,
                                const guint8 *identifier,
                                guint32 where)
{
  gboolean is_folder = (identifier[18] & BURNISH_UDF_FID_DIRECTORY) != 0;
  gboolean is_stream = _burnish_udf_check_get_record (run->tree, folder)->is_stream;
  BurnishUdfCheckRecord *record;
  gboolean is_new;
  guint32 number;

  run->tree->name = name;
  number = _burnish_udf_check_ensure_record (run, _burnish_udf_check_read_address (identifier + 20),
                                             folder, name, where, &is_new);
  run->tree->n_files += !is_folder && !is_stream;
  if (number != BURNISH_UDF_CHECK_NO_RECORD)
    {
      record = _burnish_udf_check_get_record (run->tree, number);
      record->n_references++;
      if (is_new)
        record->is_stream = is_stream;
      if (!is_new && record->is_folder != is_folder)
        _burnish_udf_check_say (
            run, BURNISH_UDF_RULE_FILE_TYPE, where,
            "One identifier says that it is a folder, another that it is a file");
      if (is_new && record->path_bytes > MAX_PATH_BYTES)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_PATH_LENGTH, where,
                                "The path has %u bytes, more than %u", record->path_bytes,
                                MAX_PATH_BYTES);
      if (is_folder)
        name_folder (run, folder, number, is_new, where);
      else
        name_file (run, folder, number, is_new);
      take_identifier_id (run, number, identifier);
    }
  run->tree->name = NULL;
}

/* ---- After the walk ---- */

static void
check_links (BurnishUdfCheckRun *run, guint32 number)
{
  const BurnishUdfCheckRecord *record = _burnish_udf_check_get_record (run->tree, number);

  if (!record->is_sound || record->is_stream)
    return;
  if (record->links != record->n_references)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_LINKS, record->sector,
                            "The link count is %u; %u identifiers refer to it", record->links,
                            record->n_references);
  /* The identifier of a folder comes before its entry is read. */
  if (run->revision >= BURNISH_UDF_2_00 && !record->is_folder && !record->has_own_id)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FID_UNIQUE, record->sector,
                            "No identifier has the unique id of the file entry, %" G_GUINT64_FORMAT,
                            record->unique_id);
}

static int
compare_unique (gconstpointer a, gconstpointer b)
{
  const BurnishUdfCheckUnique *left = a, *right = b;

  if (left->id != right->id)
    return left->id < right->id ? -1 : 1;
  return left->record < right->record ? -1 : left->record > right->record;
}

static void
check_twins (BurnishUdfCheckRun *run, GArray *ids, BurnishUdfRule rule, const char *where)
{
  g_array_sort (ids, compare_unique);
  for (guint i = 1; i < ids->len; i++)
    {
      const BurnishUdfCheckUnique *unique = &g_array_index (ids, BurnishUdfCheckUnique, i);

      if (unique->id != g_array_index (ids, BurnishUdfCheckUnique, i - 1).id)
        continue;
      run->tree->current = unique->record;
      _burnish_udf_check_say (run, rule,
                              _burnish_udf_check_get_record (run->tree, unique->record)->sector,
                              "The unique id %" G_GUINT64_FORMAT
                              " in its %s is also something else's",
                              unique->id, where);
    }
}

/* The identifier of a folder has the unique id of its entry (UDF 2.3.4.3). */
static void
check_folder_ids (BurnishUdfCheckRun *run)
{
  GArray *ids = run->tree->identifier_ids;

  for (guint i = 0; i < ids->len; i++)
    {
      const BurnishUdfCheckUnique *unique = &g_array_index (ids, BurnishUdfCheckUnique, i);
      const BurnishUdfCheckRecord *record =
          _burnish_udf_check_get_record (run->tree, unique->record);

      if (!record->is_folder || !record->is_sound || (guint32) record->unique_id == unique->id)
        continue;
      run->tree->current = unique->record;
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_FID_UNIQUE, record->where,
                              "The folder's identifier has the unique id %" G_GUINT64_FORMAT
                              ", its entry %" G_GUINT64_FORMAT,
                              unique->id, record->unique_id);
    }
}

static void
check_counts (BurnishUdfCheckRun *run)
{
  gboolean is_virtual = _burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_VIRTUAL);
  gboolean has_vat = run->vat_block != 0;
  guint32 block = has_vat ? run->vat_block : run->integrity_block;
  guint32 n_files = has_vat ? run->vat_counts[0] : run->n_files_said;
  guint32 n_folders = has_vat ? run->vat_counts[1] : run->n_folders_said;

  run->tree->current = BURNISH_UDF_CHECK_NO_RECORD;
  if (run->integrity_block == 0)
    return;
  if (run->next_unique_id <= run->tree->max_unique_id)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_UNIQUE, run->integrity_block,
                            "The next unique id is %" G_GUINT64_FORMAT ", but %" G_GUINT64_FORMAT
                            " is in use",
                            run->next_unique_id, run->tree->max_unique_id);
  /* The VAT of 1.50 has no counts. */
  if (is_virtual && !has_vat)
    return;
  if (n_files != run->tree->n_files)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_FILES, block,
                            "The volume says that it has %u files, there are %u", n_files,
                            run->tree->n_files);
  if (n_folders != run->tree->n_folders)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_INTEGRITY_FOLDERS, block,
                            "The volume says that it has %u folders, there are %u", n_folders,
                            run->tree->n_folders);
}

/* ---- The file set (ECMA-167 4/14.1) ---- */

static void
check_file_set_fields (const BurnishUdfCheckPlace *place, const guint8 *bytes)
{
  BurnishUdfCheckRun *run = place->run;
  g_autofree char *label = NULL;

  _burnish_udf_check_coverage (place, bytes, 512);
  _burnish_udf_check_zero (place, bytes + 480, BURNISH_BLOCK_SIZE - 480, "the rest of its block");
  _burnish_udf_check_timestamp (place, bytes + 16, "recording time");
  if (_burnish_read_le16 (bytes + 28) != 3 || _burnish_read_le16 (bytes + 30) != 3)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FILE_SET_INTERCHANGE, place->block,
                            "The interchange levels of the file set are %u and %u instead of 3",
                            _burnish_read_le16 (bytes + 28), _burnish_read_le16 (bytes + 30));
  _burnish_udf_check_charspec (place, bytes + 48, "character set of the volume");
  label = _burnish_udf_check_dstring (place, bytes + 112, 128, "logical volume identifier", TRUE);
  if (label != NULL && run->label != NULL && !g_str_equal (label, run->label))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_LABELS_DIFFER, place->block,
                            "The volume is called “%s” here, “%s” in its own descriptor", label,
                            run->label);
  _burnish_udf_check_charspec (place, bytes + 240, "character set of the file set");
  g_free (_burnish_udf_check_dstring (place, bytes + 304, 32, "file set identifier", TRUE));
  _burnish_udf_check_entity (place, bytes + FILE_SET_DOMAIN, BURNISH_UDF_DOMAIN, TRUE,
                             "domain identifier");
  if (run->revision < BURNISH_UDF_2_00
      && !_burnish_udf_check_is_zero (bytes + FILE_SET_STREAMS, BURNISH_UDF_LONG_AD_SIZE))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FILE_SET_STREAMS, place->block,
                            "There is no folder of system streams before revision 2.00");
}

static void
check_file_set_end (BurnishUdfCheckRun *run, BurnishUdfCheckAddress file_set, guint32 where)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_TERMINATOR, 0 };
  BurnishUdfCheckPlace place = { .run = run, .what = "terminating descriptor of the file set" };
  guint8 bytes[BURNISH_BLOCK_SIZE];

  if (file_set.size_bytes < 2 * BURNISH_BLOCK_SIZE || file_set.block == G_MAXUINT32
      || !_burnish_udf_check_locate (run, file_set.map, file_set.block + 1, where, place.what,
                                     &place.block)
      || !_burnish_udf_check_read (run, place.block, bytes, place.what))
    return;
  _burnish_udf_check_claim_in_map (run, file_set.map, file_set.block + 1, 1, FALSE, where,
                                   place.what);
  /* The rest of the extent may also be unrecorded. */
  if (_burnish_udf_check_is_zero (bytes, sizeof (bytes)))
    return;
  if (_burnish_read_le16 (bytes) == BURNISH_UDF_TAG_FILE_SET)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FILE_SET_END, place.block,
                            "There is a second file set, which is not looked at");
  else if (_burnish_udf_check_tag (&place, bytes, sizeof (bytes), file_set.block + 1, wanted))
    _burnish_udf_check_zero (&place, bytes + BURNISH_UDF_TAG_SIZE,
                             BURNISH_BLOCK_SIZE - BURNISH_UDF_TAG_SIZE, "its reserved part");
}

/* FALSE: there is no root. */
static gboolean
read_file_set (BurnishUdfCheckRun *run)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_FILE_SET, 0 };
  BurnishUdfCheckAddress file_set = _burnish_udf_check_read_address (run->volume + FILE_SET_EXTENT);
  BurnishUdfCheckPlace place = { .run = run, .what = "file set descriptor" };
  BurnishUdfCheckAddress streams;
  guint8 bytes[BURNISH_BLOCK_SIZE];
  gboolean is_new;
  guint32 record;

  if (!_burnish_udf_check_locate (run, file_set.map, file_set.block, run->volume_block, place.what,
                                  &place.block)
      || !_burnish_udf_check_read (run, place.block, bytes, place.what)
      || !_burnish_udf_check_tag (&place, bytes, sizeof (bytes), file_set.block, wanted))
    return FALSE;
  _burnish_udf_check_claim_in_map (run, file_set.map, file_set.block, 1, FALSE, run->volume_block,
                                   place.what);
  check_file_set_fields (&place, bytes);
  check_file_set_end (run, file_set, place.block);
  record = _burnish_udf_check_ensure_record (
      run, _burnish_udf_check_read_address (bytes + FILE_SET_ROOT), 0, "", place.block, &is_new);
  if (record == BURNISH_UDF_CHECK_NO_RECORD)
    return FALSE;
  _burnish_udf_check_get_record (run->tree, 0)->is_folder = TRUE;
  _burnish_udf_check_get_record (run->tree, 0)->n_references = 1; /* its own parent entry */
  _burnish_udf_check_get_record (run->tree, 0)->path_bytes = 0;
  streams = _burnish_udf_check_read_address (bytes + FILE_SET_STREAMS);
  if (run->revision >= BURNISH_UDF_2_00 && (streams.size_bytes & LENGTH_MASK) != 0)
    {
      record = _burnish_udf_check_ensure_record (run, streams, 0, "<system streams>", place.block,
                                                 &is_new);
      if (is_new)
        {
          _burnish_udf_check_get_record (run->tree, record)->is_folder = TRUE;
          _burnish_udf_check_get_record (run->tree, record)->is_stream = TRUE;
        }
    }
  return TRUE;
}

void
_burnish_udf_check_tree (BurnishUdfCheckRun *run)
{
  run->tree = tree_new ();
  if (!read_file_set (run))
    return;
  for (guint32 i = 0; i < run->tree->records->len && run->error == NULL; i++)
    if (_burnish_udf_check_get_record (run->tree, i)->is_folder)
      {
        run->tree->current = i;
        look_at_folder (run, i);
      }
  for (guint32 i = 0; i < run->tree->records->len && run->error == NULL; i++)
    {
      run->tree->current = i;
      check_links (run, i);
      _burnish_udf_check_object (run, i);
    }
  check_folder_ids (run);
  check_twins (run, run->tree->entry_ids, BURNISH_UDF_RULE_ENTRY_UNIQUE, "file entry");
  check_twins (run, run->tree->identifier_ids, BURNISH_UDF_RULE_FID_UNIQUE, "identifier");
  check_counts (run);
  _burnish_udf_check_set_counts (run->report, run->tree->n_files, run->tree->n_folders);
  _burnish_udf_check_bridge (run);
}
