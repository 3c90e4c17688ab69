/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-writer-private.h"

#include <string.h>

/* ICB tag (ECMA-167 4/14.6). */
#define ICB_STRATEGY      4 /* UDF 2.3.5.1 */
#define ICB_FLAG_SETUID   0x0040
#define ICB_FLAG_SETGID   0x0080
#define ICB_FLAG_STICKY   0x0100
#define ICB_FLAG_STREAM   0x2000
#define MODE_SETUID       04000
#define MODE_SETGID       02000
#define MODE_STICKY       01000
#define MODE_OWNER_WRITES 0200

/* Permissions of one class (ECMA-167 4/14.9.5); others, group and owner follow each other. */
#define PERMISSION_EXECUTE          (1 << 0)
#define PERMISSION_WRITE            (1 << 1)
#define PERMISSION_READ             (1 << 2)
#define PERMISSION_CHANGE_ATTRIBUTE (1 << 3)
#define PERMISSION_DELETE           (1 << 4)
#define PERMISSION_BITS             5
#define MODE_BITS                   3
#define N_CLASSES                   3

/* Stream directory ICB of an extended file entry (ECMA-167 4/14.17). */
#define STREAM_DIRECTORY_OFFSET 152

gsize
_burnish_udf_entry_fixed_bytes (BurnishUdfRevision revision)
{
  return revision < BURNISH_UDF_2_00 ? BURNISH_UDF_FILE_ENTRY_SIZE
                                     : BURNISH_UDF_EXTENDED_FILE_ENTRY_SIZE;
}

gsize
_burnish_udf_entry_room_bytes (BurnishUdfRevision revision)
{
  return BURNISH_BLOCK_SIZE - _burnish_udf_entry_fixed_bytes (revision);
}

static guint32
get_permissions (guint32 mode)
{
  guint32 permissions = 0;

  for (guint i = 0; i < N_CLASSES; i++)
    {
      guint32 rwx = mode >> MODE_BITS * i;
      guint32 bits = (rwx & 01 ? PERMISSION_EXECUTE : 0) | (rwx & 02 ? PERMISSION_WRITE : 0)
                     | (rwx & 04 ? PERMISSION_READ : 0);

      permissions |= bits << PERMISSION_BITS * i;
    }
  if (mode & MODE_OWNER_WRITES)
    permissions |= (PERMISSION_CHANGE_ATTRIBUTE | PERMISSION_DELETE) << PERMISSION_BITS * 2;
  return permissions;
}

static void
write_icb_tag (guint8 *icb, const BurnishUdfEntry *entry)
{
  guint flags = entry->allocation;

  flags |= entry->mode & MODE_SETUID ? ICB_FLAG_SETUID : 0;
  flags |= entry->mode & MODE_SETGID ? ICB_FLAG_SETGID : 0;
  flags |= entry->mode & MODE_STICKY ? ICB_FLAG_STICKY : 0;
  flags |= entry->is_stream ? ICB_FLAG_STREAM : 0;
  _burnish_write_le16 (icb + 4, ICB_STRATEGY);
  _burnish_write_le16 (icb + 8, 1); /* entries */
  icb[11] = (guint8) entry->type;
  _burnish_write_le16 (icb + 18, (guint16) flags);
}

/* The end of an entry is the same in both kinds. */
static void
write_end (guint8 *end, const BurnishUdfEntry *entry, BurnishUdfRevision revision)
{
  _burnish_udf_write_regid (end, BURNISH_UDF_IMPLEMENTATION, BURNISH_UDF_SUFFIX_IMPLEMENTATION,
                            revision);
  _burnish_write_le64 (end + 32, entry->unique_id);
  _burnish_write_le32 (end + 44, (guint32) entry->allocation_bytes);
}

void
_burnish_udf_entry_write (guint8 *block, BurnishUdfRevision revision, const BurnishUdfEntry *entry)
{
  gboolean is_extended = revision >= BURNISH_UDF_2_00;
  gsize fixed_bytes = _burnish_udf_entry_fixed_bytes (revision);
  guint8 stamp[BURNISH_UDF_TIMESTAMP_SIZE];
  guint8 *p = block;

  _burnish_udf_write_timestamp (stamp, entry->time_us);
  write_icb_tag (block + 16, entry);
  _burnish_write_le32 (block + 36, entry->uid);
  _burnish_write_le32 (block + 40, entry->gid);
  _burnish_write_le32 (block + 44, get_permissions (entry->mode));
  _burnish_write_le16 (block + 48, (guint16) entry->n_links);
  _burnish_write_le64 (block + 56, entry->size_bytes);
  p = block + 64;
  if (is_extended) /* with all streams */
    {
      _burnish_write_le64 (p, entry->size_bytes + entry->streams_bytes);
      p += 8;
    }
  _burnish_write_le64 (p, entry->n_blocks);
  p += 8;
  /* Accessed, modified, (created,) attributes changed. */
  for (guint i = 0; i < (is_extended ? 4 : 3); i++, p += sizeof stamp)
    memcpy (p, stamp, sizeof stamp);
  _burnish_write_le32 (p, 1); /* checkpoint */
  if (entry->has_streams)
    _burnish_udf_write_long_ad (block + STREAM_DIRECTORY_OFFSET, BURNISH_BLOCK_SIZE,
                                entry->streams_location, entry->streams_partition);
  write_end (block + fixed_bytes - 48, entry, revision);
  _burnish_udf_seal (block,
                     is_extended ? BURNISH_UDF_TAG_EXTENDED_FILE_ENTRY : BURNISH_UDF_TAG_FILE_ENTRY,
                     revision, entry->location, fixed_bytes + entry->allocation_bytes);
}

/* ---- Allocation descriptors ---- */

guint32
_burnish_udf_run_count (const BurnishUdfRun *run)
{
  return (guint32) ((run->size_bytes + run->max_extent_bytes - 1) / run->max_extent_bytes);
}

gsize
_burnish_udf_run_write (const BurnishUdfRun *run, guint32 first, guint32 n, guint8 *bytes)
{
  gsize ad_bytes = run->is_long ? BURNISH_UDF_LONG_AD_SIZE : BURNISH_UDF_SHORT_AD_SIZE;

  for (guint32 i = first; i < first + n; i++, bytes += ad_bytes)
    {
      guint64 offset = (guint64) i * run->max_extent_bytes;
      guint32 size_bytes = (guint32) MIN (run->size_bytes - offset, run->max_extent_bytes);
      guint32 location = run->location + (guint32) (offset / BURNISH_BLOCK_SIZE);

      if (run->is_long)
        {
          _burnish_udf_write_long_ad (bytes, size_bytes, location, run->partition);
          continue;
        }
      _burnish_write_le32 (bytes, size_bytes);
      _burnish_write_le32 (bytes + 4, location);
    }
  return n * ad_bytes;
}
