/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-tree-private.h"

#include "burnish-udf-text-private.h"

#include <string.h>

/* File identifier descriptor (ECMA-167 4/14.4). */
#define FID_VERSION         16
#define FID_CHARACTERISTICS 18
#define FID_NAME_BYTES      19
#define FID_ICB             20
#define FID_UNIQUE_ID       32
#define FID_USE_BYTES       36
#define KNOWN_BITS          0x1F
/* What was passed is dropped in steps. */
#define KEPT_BLOCKS 64

typedef struct
{
  guint32 block;  /* of its map */
  guint32 sector; /* from the beginning of the image */
} Place;

/* The contents of a folder, as much as is needed in memory. */
typedef struct
{
  BurnishUdfCheckRun *run;
  const BurnishUdfCheckEntry *entry;
  guint32 record;
  GArray *stretches; /* (unowned) */
  guint stretch;
  guint32 n;                /* next block in the stretch */
  guint64 left;             /* bytes that are not in memory yet */
  GByteArray *bytes;        /* (owned) whole blocks, but for the last */
  GArray *places;           /* (owned) of Place, one for each block */
  gsize at;                 /* in bytes */
  GHashTable *names;        /* (owned) */
  GHashTable *folded_names; /* (owned) */
  guint n_parents;
  guint n_identifiers;
} Folder;

static gboolean
append_block (Folder *folder)
{
  const BurnishUdfCheckStretch *stretch;
  guint8 bytes[BURNISH_BLOCK_SIZE];
  guint64 left_in_stretch;
  Place place;

  if (folder->left == 0 || folder->stretch >= folder->stretches->len)
    return FALSE;
  stretch = &g_array_index (folder->stretches, BurnishUdfCheckStretch, folder->stretch);
  left_in_stretch = stretch->size_bytes - (guint64) folder->n * BURNISH_BLOCK_SIZE;
  place.block = stretch->block + folder->n;
  if (!_burnish_udf_check_read_stretch (folder->run, folder->entry, stretch, folder->n, bytes,
                                        &place.sector))
    {
      folder->left = 0;
      return FALSE;
    }
  g_byte_array_append (folder->bytes, bytes,
                       (guint) MIN (MIN (left_in_stretch, folder->left), BURNISH_BLOCK_SIZE));
  g_array_append_val (folder->places, place);
  folder->left -= MIN (MIN (left_in_stretch, folder->left), BURNISH_BLOCK_SIZE);
  folder->n++;
  if (left_in_stretch <= BURNISH_BLOCK_SIZE)
    {
      folder->stretch++;
      folder->n = 0;
    }
  return TRUE;
}

/* Whether that many bytes are there from the position on. */
static gboolean
need (Folder *folder, gsize n_bytes)
{
  guint passed = (guint) (folder->at / BURNISH_BLOCK_SIZE);

  if (passed >= KEPT_BLOCKS && passed < folder->places->len)
    {
      g_byte_array_remove_range (folder->bytes, 0, passed * BURNISH_BLOCK_SIZE);
      g_array_remove_range (folder->places, 0, passed);
      folder->at -= (gsize) passed * BURNISH_BLOCK_SIZE;
    }
  while (folder->bytes->len - folder->at < n_bytes)
    if (!append_block (folder))
      return FALSE;
  return TRUE;
}

static Place
get_place (const Folder *folder)
{
  guint i = (guint) (folder->at / BURNISH_BLOCK_SIZE);

  if (i < folder->places->len)
    return g_array_index (folder->places, Place, i);
  return (Place){ folder->entry->block, folder->entry->place.block };
}

/* ---- One identifier ---- */

static void
check_parent (Folder *folder, const guint8 *bytes, guint32 sector)
{
  BurnishUdfCheckRun *run = folder->run;
  const BurnishUdfCheckRecord *self = _burnish_udf_check_get_record (run->tree, folder->record);
  const BurnishUdfCheckRecord *parent = _burnish_udf_check_get_record (run->tree, self->parent);
  BurnishUdfCheckAddress target = _burnish_udf_check_read_address (bytes + FID_ICB);
  guint32 found;

  if (folder->n_parents++ > 0 || folder->n_identifiers > 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARENT_PLACE, sector,
                            "The entry for the parent is not the first one, or there are two");
  if ((bytes[FID_CHARACTERISTICS] & BURNISH_UDF_FID_DIRECTORY) == 0 || bytes[FID_NAME_BYTES] != 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FID_FIELD, sector,
                            "The entry for the parent is no folder, or has a name");
  if (!_burnish_udf_check_locate (run, target.map, target.block, sector, "the parent folder",
                                  &found))
    return;
  if (found != parent->sector && !self->is_stream)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARENT_TARGET, sector,
                            "The entry for the parent points at block %u, the parent is in %u",
                            found, parent->sector);
  if (run->revision >= BURNISH_UDF_2_00 && !self->is_stream
      && _burnish_read_le32 (bytes + FID_UNIQUE_ID) != (guint32) parent->unique_id)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_FID_UNIQUE, sector,
                            "The entry for the parent has the unique id %u, the parent %u",
                            _burnish_read_le32 (bytes + FID_UNIQUE_ID),
                            (guint32) parent->unique_id);
}

/* A name is there once; names that differ only in case are hard to reach from Windows. */
static void
check_twin (Folder *folder, const char *name, guint32 sector)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  if (!g_hash_table_add (folder->names, g_strdup (name)))
    _burnish_udf_check_say (folder->run, BURNISH_UDF_RULE_NAME_TWICE, sector,
                            "The folder has the name “%s” twice", name);
  else if (!g_hash_table_add (folder->folded_names, g_steal_pointer (&folded)))
    _burnish_udf_check_say (folder->run, BURNISH_UDF_RULE_NAME_CASE, sector,
                            "“%s” differs from another name only in upper and lower case", name);
}

static void
check_fields (const BurnishUdfCheckPlace *place, const guint8 *bytes, gsize size_bytes)
{
  gsize used_bytes =
      BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + FID_USE_BYTES) + bytes[FID_NAME_BYTES];

  _burnish_udf_check_coverage (place, bytes, size_bytes);
  _burnish_udf_check_zero (place, bytes + used_bytes, size_bytes - used_bytes, "its padding");
  if (_burnish_read_le16 (bytes + FID_VERSION) != 1)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_FID_FIELD, place->block,
                            "The version of an identifier is %u instead of 1",
                            _burnish_read_le16 (bytes + FID_VERSION));
  if ((bytes[FID_CHARACTERISTICS] & ~KNOWN_BITS) != 0)
    _burnish_udf_check_say (place->run, BURNISH_UDF_RULE_FID_FIELD, place->block,
                            "The characteristics of an identifier, %#x, do not exist",
                            bytes[FID_CHARACTERISTICS]);
}

static void
check_identifier (Folder *folder, const guint8 *bytes, gsize size_bytes, guint32 sector)
{
  BurnishUdfCheckPlace place = { folder->run, sector, "file identifier" };
  const guint8 *raw = bytes + BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + FID_USE_BYTES);
  g_autofree char *name = NULL;

  check_fields (&place, bytes, size_bytes);
  if ((bytes[FID_CHARACTERISTICS] & BURNISH_UDF_FID_PARENT) != 0)
    {
      check_parent (folder, bytes, sector);
      return;
    }
  folder->n_identifiers++;
  if ((bytes[FID_CHARACTERISTICS] & BURNISH_UDF_FID_DELETED) != 0)
    return;
  name = _burnish_udf_check_name (&place, raw, bytes[FID_NAME_BYTES]);
  check_twin (folder, name, sector);
  _burnish_udf_check_name_target (folder->run, folder->record, name, bytes, sector);
}

/* ---- All of them ---- */

/* Behind a damaged identifier: the next place where one may begin. */
static gboolean
find_next (Folder *folder)
{
  for (folder->at += 4; need (folder, BURNISH_UDF_FID_SIZE); folder->at += 4)
    {
      const guint8 *bytes = folder->bytes->data + folder->at;
      BurnishUdfTag tag;

      if (_burnish_read_le16 (bytes) == BURNISH_UDF_TAG_FILE_IDENTIFIER
          && _burnish_udf_tag_read (&tag, bytes, BURNISH_UDF_FID_SIZE, get_place (folder).block)
                 != BURNISH_UDF_TAG_BAD_CHECKSUM)
        return TRUE;
    }
  return FALSE;
}

/* FALSE: the folder ends here. */
static gboolean
next_identifier (Folder *folder)
{
  static const BurnishUdfTagId wanted[] = { BURNISH_UDF_TAG_FILE_IDENTIFIER, 0 };
  BurnishUdfCheckPlace tag_place = { .run = folder->run, .what = "file identifier" };
  const guint8 *bytes;
  gsize size_bytes;
  Place place;

  if (!need (folder, 1))
    return FALSE;
  place = get_place (folder);
  tag_place.block = place.sector;
  if (!need (folder, BURNISH_UDF_FID_SIZE))
    {
      _burnish_udf_check_say (folder->run, BURNISH_UDF_RULE_FOLDER_LENGTH, place.sector,
                              "There are %u bytes behind the last identifier",
                              (guint) (folder->bytes->len - folder->at));
      return FALSE;
    }
  place = get_place (folder);
  bytes = folder->bytes->data + folder->at;
  size_bytes =
      BURNISH_UDF_FID_SIZE + _burnish_read_le16 (bytes + FID_USE_BYTES) + bytes[FID_NAME_BYTES];
  size_bytes = (size_bytes + 3) & ~(gsize) 3;
  if (!need (folder, size_bytes))
    {
      _burnish_udf_check_say (folder->run, BURNISH_UDF_RULE_FOLDER_LENGTH, place.sector,
                              "An identifier of %" G_GSIZE_FORMAT " bytes is cut off", size_bytes);
      return find_next (folder);
    }
  bytes = folder->bytes->data + folder->at;
  if (!_burnish_udf_check_tag (&tag_place, bytes, size_bytes, place.block, wanted))
    return find_next (folder);
  check_identifier (folder, bytes, size_bytes, place.sector);
  folder->at += size_bytes;
  return TRUE;
}

void
_burnish_udf_check_folder (BurnishUdfCheckRun *run,
                           const BurnishUdfCheckEntry *entry,
                           GArray *stretches,
                           guint32 record)
{
  Folder folder = {
    .run = run,
    .entry = entry,
    .record = record,
    .stretches = stretches,
    .left = entry->size_bytes,
    .bytes = g_byte_array_new (),
    .places = g_array_new (FALSE, FALSE, sizeof (Place)),
    .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .folded_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };

  if (entry->allocation == BURNISH_UDF_ALLOCATION_EMBEDDED)
    {
      Place place = { entry->block, entry->place.block };

      g_byte_array_append (folder.bytes, entry->allocation_bytes,
                           (guint) MIN (entry->size_bytes, entry->n_allocation_bytes));
      g_array_append_val (folder.places, place);
      folder.left = 0;
    }
  while (run->error == NULL && next_identifier (&folder))
    ;
  if (folder.n_parents == 0)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_PARENT_MISSING, entry->place.block,
                            "The folder has no entry for its parent");
  g_byte_array_unref (folder.bytes);
  g_array_unref (folder.places);
  g_hash_table_unref (folder.names);
  g_hash_table_unref (folder.folded_names);
}
