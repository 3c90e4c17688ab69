/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-tree-private.h"

#define LENGTH_MASK 0x3FFFFFFFu

void
_burnish_udf_check_streams (BurnishUdfCheckRun *run,
                            guint32 number,
                            const BurnishUdfCheckEntry *entry)
{
  BurnishUdfCheckObject object = {
    .block = entry->place.block,
    .object_bytes = entry->object_bytes,
    .size_bytes = entry->size_bytes,
  };
  guint32 folder;
  gboolean is_new;

  if ((entry->streams.size_bytes & LENGTH_MASK) == 0)
    {
      if (entry->is_extended && entry->object_bytes != entry->size_bytes)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_OBJECT, entry->place.block,
                                "The object has %" G_GUINT64_FORMAT
                                " bytes, its only stream %" G_GUINT64_FORMAT,
                                entry->object_bytes, entry->size_bytes);
      return;
    }
  folder = _burnish_udf_check_ensure_record (run, entry->streams, number, "<streams>",
                                             entry->place.block, &is_new);
  if (!is_new)
    return;
  _burnish_udf_check_get_record (run->tree, folder)->is_folder = TRUE;
  _burnish_udf_check_get_record (run->tree, folder)->is_stream = TRUE;
  g_hash_table_insert (run->tree->objects, GUINT_TO_POINTER (folder),
                       g_memdup2 (&object, sizeof object));
}

void
_burnish_udf_check_count_stream (BurnishUdfCheckRun *run,
                                 guint32 folder,
                                 const BurnishUdfCheckEntry *entry)
{
  BurnishUdfCheckObject *object =
      g_hash_table_lookup (run->tree->objects, GUINT_TO_POINTER (folder));

  if (object == NULL)
    return;
  object->size_bytes += entry ? entry->size_bytes : 0;
  object->is_cut |= entry == NULL;
}

void
_burnish_udf_check_object (BurnishUdfCheckRun *run, guint32 number)
{
  const BurnishUdfCheckRecord *record = _burnish_udf_check_get_record (run->tree, number);
  const BurnishUdfCheckObject *object =
      g_hash_table_lookup (run->tree->objects, GUINT_TO_POINTER (number));

  if (object == NULL || !record->is_sound || object->is_cut
      || object->object_bytes == object->size_bytes)
    return;
  run->tree->current = record->parent;
  _burnish_udf_check_say (run, BURNISH_UDF_RULE_ENTRY_OBJECT, object->block,
                          "The object has %" G_GUINT64_FORMAT
                          " bytes, with all its streams it is %" G_GUINT64_FORMAT,
                          object->object_bytes, object->size_bytes);
}
