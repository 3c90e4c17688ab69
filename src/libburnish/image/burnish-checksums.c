/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-checksums-private.h"

#include "burnish-image-layout-private.h"
#include "burnish-recorded-tree-private.h"

#include <string.h>

struct _BurnishChecksums
{
  gatomicrefcount ref_count;
  guint64 n_blocks;
  guint32 n_chunks;
  gboolean has_sha256;
  guint8 sha256[BURNISH_SHA256_SIZE];
  guint8 (*chunks)[BURNISH_XXH128_SIZE]; /* (owned) */
  BurnishImageLayout *layout;            /* (owned) (nullable) */
  guint8 (*files)[BURNISH_SHA256_SIZE];  /* (owned) by segment of the layout */
  guint8 *has_file;                      /* (owned) by segment of the layout */
  GMutex lock;                           /* guards embedded */
  GHashTable *embedded;                  /* (owned) digests by node */
};

G_DEFINE_BOXED_TYPE (BurnishChecksums,
                     burnish_checksums,
                     burnish_checksums_ref,
                     burnish_checksums_unref)

BurnishChecksums *
_burnish_checksums_new (guint64 n_blocks, BurnishImageLayout *layout)
{
  BurnishChecksums *self = g_new0 (BurnishChecksums, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->embedded = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->n_blocks = n_blocks;
  self->n_chunks =
      (guint32) ((n_blocks + BURNISH_CHECKSUM_CHUNK_BLOCKS - 1) / BURNISH_CHECKSUM_CHUNK_BLOCKS);
  self->chunks = g_malloc0_n (self->n_chunks, sizeof *self->chunks);
  if (layout)
    {
      guint32 n_segments;

      self->layout = g_object_ref (layout);
      _burnish_image_layout_get_segments (layout, &n_segments);
      self->files = g_malloc0_n (n_segments, sizeof *self->files);
      self->has_file = g_malloc0 (n_segments);
    }
  return self;
}

void
_burnish_checksums_set_sha256 (BurnishChecksums *self, const guint8 digest[BURNISH_SHA256_SIZE])
{
  memcpy (self->sha256, digest, BURNISH_SHA256_SIZE);
  self->has_sha256 = TRUE;
}

void
_burnish_checksums_set_chunk (BurnishChecksums *self,
                              guint32 chunk,
                              const guint8 *data,
                              gsize size_bytes)
{
  g_assert (chunk < self->n_chunks);
  _burnish_xxh128 (data, size_bytes, self->chunks[chunk]);
}

void
_burnish_checksums_set_segment (BurnishChecksums *self,
                                guint32 segment,
                                const guint8 digest[BURNISH_SHA256_SIZE])
{
  memcpy (self->files[segment], digest, BURNISH_SHA256_SIZE);
  self->has_file[segment] = TRUE;
}

void
_burnish_checksums_set_embedded (BurnishChecksums *self,
                                 BurnishNode node,
                                 const guint8 digest[BURNISH_SHA256_SIZE])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_insert (self->embedded, GUINT_TO_POINTER (node),
                       g_memdup2 (digest, BURNISH_SHA256_SIZE));
}

static gboolean
get_embedded (BurnishChecksums *self, BurnishNode node, guint8 digest[BURNISH_SHA256_SIZE])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const guint8 *found = g_hash_table_lookup (self->embedded, GUINT_TO_POINTER (node));

  if (found)
    memcpy (digest, found, BURNISH_SHA256_SIZE);
  return found != NULL;
}

/* SHA-256 of no bytes at all (FIPS 180-4). */
static void
digest_of_nothing (guint8 digest[BURNISH_SHA256_SIZE])
{
  g_autoptr (BurnishSha256) sha256 = _burnish_sha256_new ();

  _burnish_sha256_finish (sha256, digest);
}

gboolean
_burnish_checksums_get_file_digest (BurnishChecksums *self,
                                    BurnishNode node,
                                    guint8 digest[BURNISH_SHA256_SIZE])
{
  BurnishTreeSnapshot *snapshot;
  guint32 start_block, segment;
  const guint8 *recorded;

  if (self->layout == NULL)
    return FALSE;
  snapshot = burnish_image_layout_get_snapshot (self->layout);
  if (node >= burnish_tree_snapshot_get_n_nodes (snapshot)
      || burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE)
    return FALSE;
  if (burnish_tree_snapshot_get_node_size_bytes (snapshot, node) == 0)
    {
      digest_of_nothing (digest);
      return TRUE;
    }
  if (_burnish_tree_snapshot_is_recorded (snapshot, node))
    {
      recorded = _burnish_tree_snapshot_get_recorded_sha256 (snapshot, node);
      if (recorded != NULL)
        memcpy (digest, recorded, BURNISH_SHA256_SIZE);
      return recorded != NULL;
    }
  start_block = burnish_image_layout_get_start_block (self->layout, node);
  if (start_block == 0)
    return get_embedded (self, burnish_tree_snapshot_get_first_link (snapshot, node), digest);
  segment = _burnish_image_layout_find_segment (self->layout, start_block);
  if (self->has_file[segment])
    memcpy (digest, self->files[segment], BURNISH_SHA256_SIZE);
  return self->has_file[segment];
}

/**
 * burnish_checksums_ref:
 * @self: checksums
 *
 * Returns: (transfer full): @self
 */
BurnishChecksums *
burnish_checksums_ref (BurnishChecksums *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * burnish_checksums_unref:
 * @self: (transfer full): checksums
 *
 * Gives up a reference.
 */
void
burnish_checksums_unref (BurnishChecksums *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->layout);
  g_free (self->chunks);
  g_free (self->files);
  g_free (self->has_file);
  g_hash_table_unref (self->embedded);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * burnish_checksums_get_n_blocks:
 * @self: checksums
 *
 * Returns: how many 2048-byte blocks the image has
 */
guint64
burnish_checksums_get_n_blocks (BurnishChecksums *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_blocks;
}

/**
 * burnish_checksums_dup_sha256:
 * @self: checksums
 *
 * Returns: (transfer full) (nullable): SHA-256 of the image in 64 hexadecimal digits, or %NULL when
 *   it was switched off
 */
char *
burnish_checksums_dup_sha256 (BurnishChecksums *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->has_sha256 ? _burnish_sha256_to_string (self->sha256) : NULL;
}

/**
 * burnish_checksums_dup_file_sha256:
 * @self: checksums
 * @node: a file of the snapshot that the image was laid out from
 *
 * Returns: (transfer full) (nullable): SHA-256 of the file as it was written, in 64 hexadecimal
 *   digits; %NULL for folders and links, for files that were not read as staged, and when file
 *   checksums were switched off
 */
char *
burnish_checksums_dup_file_sha256 (BurnishChecksums *self, BurnishNode node)
{
  guint8 digest[BURNISH_SHA256_SIZE];

  g_return_val_if_fail (self != NULL, NULL);
  return _burnish_checksums_get_file_digest (self, node, digest)
             ? _burnish_sha256_to_string (digest)
             : NULL;
}

/**
 * burnish_checksums_matches_chunk:
 * @self: checksums
 * @chunk: which chunk of 32 blocks, from 0
 * @data: (array length=size_bytes): what was read back
 * @size_bytes: 65536, or what is left of the image in its last chunk
 *
 * Returns: whether the data equals what was written
 */
gboolean
burnish_checksums_matches_chunk (BurnishChecksums *self,
                                 guint32 chunk,
                                 const guint8 *data,
                                 gsize size_bytes)
{
  guint8 digest[BURNISH_XXH128_SIZE];
  guint64 left;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL, FALSE);
  g_return_val_if_fail (chunk < self->n_chunks, FALSE);
  left = (self->n_blocks - (guint64) chunk * BURNISH_CHECKSUM_CHUNK_BLOCKS) * BURNISH_BLOCK_SIZE;
  g_return_val_if_fail (size_bytes == MIN (left, BURNISH_CHECKSUM_CHUNK_BYTES), FALSE);
  _burnish_xxh128 (data, size_bytes, digest);
  return memcmp (digest, self->chunks[chunk], sizeof digest) == 0;
}
