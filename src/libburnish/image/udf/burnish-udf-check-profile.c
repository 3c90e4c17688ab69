/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-check-tree-private.h"

#include <string.h>

/* UDF 6.9.1: files for players are below 1 GiB and in one piece. */
#define DVD_MAX_BYTES ((guint64) 1024 * 1024 * 1024)
/* The ECC block of Blu-ray discs. */
#define BD_ECC_BLOCKS 32

static void
check_dvd_volume (BurnishUdfCheckRun *run)
{
  if (run->revision != BURNISH_UDF_1_02)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, run->volume_block,
                            "DVD-Video wants UDF 1.02");
  if (!run->is_bridge)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO,
                            (gint64) run->session_block + BURNISH_UDF_RECOGNITION_BLOCK,
                            "DVD-Video wants a bridge with ISO 9660");
  if (run->maps->len != 1
      || g_array_index (run->maps, BurnishUdfCheckMap, 0).kind != BURNISH_UDF_CHECK_MAP_PHYSICAL)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, run->volume_block,
                            "DVD-Video wants exactly one partition map, of type 1");
  if (run->n_anchors > 0 && run->anchors[0] != BURNISH_UDF_ANCHOR_BLOCK)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, BURNISH_UDF_ANCHOR_BLOCK,
                            "DVD-Video wants an anchor in block 256");
}

static void
check_bd_volume (BurnishUdfCheckRun *run)
{
  if (run->revision < BURNISH_UDF_2_50
      || !_burnish_udf_check_has_map (run, BURNISH_UDF_CHECK_MAP_METADATA))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_BD, run->volume_block,
                            "Blu-ray players want UDF 2.50 or 2.60 with a metadata partition");
  if (run->is_bridge)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_BD,
                            (gint64) run->session_block + BURNISH_UDF_RECOGNITION_BLOCK,
                            "Discs for Blu-ray players have no ISO 9660");
  for (guint i = 0; i < run->partitions->len; i++)
    {
      const BurnishUdfCheckPartition *partition =
          &g_array_index (run->partitions, BurnishUdfCheckPartition, i);

      if (partition->start_block % BD_ECC_BLOCKS != 0)
        _burnish_udf_check_say (run, BURNISH_UDF_RULE_BD, partition->descriptor_block,
                                "The partition begins at %u, not at a multiple of %u",
                                partition->start_block, BD_ECC_BLOCKS);
    }
}

void
_burnish_udf_check_profile_volume (BurnishUdfCheckRun *run)
{
  if (run->profile == BURNISH_UDF_PROFILE_DVD_VIDEO)
    check_dvd_volume (run);
  else if (run->profile == BURNISH_UDF_PROFILE_BD)
    check_bd_volume (run);
}

static gboolean
is_for_players (BurnishUdfCheckRun *run)
{
  g_autofree char *path = _burnish_udf_check_dup_path (run);
  g_autofree char *upper = g_ascii_strup (path != NULL ? path : "", -1);

  return g_str_has_prefix (upper, "/VIDEO_TS/") || g_str_has_prefix (upper, "/AUDIO_TS/");
}

static void
check_dvd_file (BurnishUdfCheckRun *run, const BurnishUdfCheckEntry *entry, GArray *stretches)
{
  if (!is_for_players (run))
    return;
  for (guint i = 1; i < stretches->len; i++)
    {
      const BurnishUdfCheckStretch *last =
          &g_array_index (stretches, BurnishUdfCheckStretch, i - 1);
      const BurnishUdfCheckStretch *next = &g_array_index (stretches, BurnishUdfCheckStretch, i);

      if (next->block != last->block + last->size_bytes / BURNISH_BLOCK_SIZE)
        {
          _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, entry->place.block,
                                  "A file of DVD-Video is not in one piece");
          break;
        }
    }
  if (entry->allocation == BURNISH_UDF_ALLOCATION_EMBEDDED)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, entry->place.block,
                            "A file of DVD-Video is embedded in its file entry");
  if (entry->size_bytes >= DVD_MAX_BYTES)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, entry->place.block,
                            "A file of DVD-Video has 1 GiB or more");
  if (entry->type == BURNISH_UDF_FILE_SYMLINK)
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_DVD_VIDEO, entry->place.block,
                            "A file of DVD-Video is a symbolic link");
}

void
_burnish_udf_check_profile_file (BurnishUdfCheckRun *run,
                                 const BurnishUdfCheckEntry *entry,
                                 GArray *stretches)
{
  if (run->profile == BURNISH_UDF_PROFILE_DVD_VIDEO)
    check_dvd_file (run, entry, stretches);
  else if (run->profile == BURNISH_UDF_PROFILE_BD
           && (entry->type == BURNISH_UDF_FILE_SYMLINK || entry->links > 1))
    _burnish_udf_check_say (run, BURNISH_UDF_RULE_BD, entry->place.block,
                            "Discs for Blu-ray players have neither symbolic nor hard links");
}

/* ---- Bridges ---- */

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return left < right ? -1 : left > right;
}

static gboolean
has_start (GArray *starts, guint32 start)
{
  return starts->len > 0
         && bsearch (&start, starts->data, starts->len, sizeof (guint32), compare_starts) != NULL;
}

/* Each file of ISO 9660 should be one of UDF, too: its contents are on the disc once. */
void
_burnish_udf_check_bridge (BurnishUdfCheckRun *run)
{
  g_autoptr (BurnishIsoContents) iso = NULL;
  g_autoptr (GError) error = NULL;

  if (!run->is_bridge || run->error != NULL)
    return;
  iso = _burnish_iso_contents_read (run->session_block, run->read, run->user_data, &error);
  if (iso == NULL)
    {
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_BRIDGE,
                              (gint64) run->session_block + BURNISH_UDF_RECOGNITION_BLOCK,
                              "The tree of ISO 9660 cannot be read: %s", error->message);
      return;
    }
  g_array_sort (run->tree->starts, compare_starts);
  for (guint i = 0; i < iso->files->len; i++)
    {
      const BurnishIsoFile *file = iso->files->pdata[i];
      const BurnishIsoExtent *first;
      g_autofree char *name = NULL;

      if (file->size_bytes == 0 || file->extents->len == 0)
        continue;
      first = &g_array_index (file->extents, BurnishIsoExtent, 0);
      if (has_start (run->tree->starts, first->start_block))
        continue;
      name = g_utf8_make_valid (file->path, -1);
      _burnish_udf_check_say (run, BURNISH_UDF_RULE_BRIDGE, first->start_block,
                              "The file “%s” of ISO 9660 is no file of UDF", name);
    }
}
