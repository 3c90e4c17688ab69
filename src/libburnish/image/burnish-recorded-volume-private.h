/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"
#include "burnish-iso-reader-private.h"
#include "burnish-recorded-tree-private.h"
#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * What is on a disc already, as whoever adds to it needs it: the whole tree with the addresses of
 * all contents, and which file systems show it. It is understood completely or not at all, since a
 * new session hides the old one: a file that was overlooked would be lost to whoever puts the disc
 * in. Made on one thread, read on any.
 */

typedef struct
{
  BurnishTreeSnapshot *snapshot; /* (owned) recorded nodes, without the manifest */
  char *volume_id;               /* (owned) (nullable) */
  gboolean has_iso;
  gboolean has_joliet;
  gboolean has_rock_ridge;
  BurnishUdfRevision udf_revision;
  guint64 end_block;      /* behind all that belongs to the volume */
  gboolean has_streams;   /* named streams in UDF, which the nodes have as attributes */
  gboolean has_udf_links; /* symbolic links that UDF shows as such */
  gboolean has_manifest;  /* SHA256SUMS was there and told the checksums */
  guint32 n_without_sums; /* files whose checksums it did not tell */
} BurnishRecordedVolume;

/* REFUSED with all reasons: no volume, one that is damaged, that makes no sense, or that has what
   cannot be recorded anew (each of them is named). Or what the reading said, or cancelled. */
BurnishRecordedVolume *_burnish_recorded_volume_read (const BurnishUdfDevice *device,
                                                      GCancellable *cancellable,
                                                      GError **error);
void _burnish_recorded_volume_free (BurnishRecordedVolume *self);

/* ---- What its files share ---- */

/* Path (bytes, without a leading "/") → BurnishManifestEntry. */
typedef GHashTable BurnishRecordedSums;

/* Reads SHA256SUMS; NULL without an error when it is no manifest. The function reads size_bytes of
   it at an offset. */
typedef gboolean (*BurnishRecordedReadFunc) (guint64 offset,
                                             guint8 *buffer,
                                             gsize size_bytes,
                                             gpointer user_data,
                                             GError **error);
gboolean _burnish_recorded_sums_read (guint64 size_bytes,
                                      BurnishRecordedReadFunc read,
                                      gpointer user_data,
                                      BurnishRecordedSums **sums,
                                      GError **error);
const guint8 *_burnish_recorded_sums_find (BurnishRecordedSums *sums, const char *path);

/* Extended attributes that UDF has as named streams, by path. */
typedef struct _BurnishRecordedAttributes BurnishRecordedAttributes;

/* NULL when it was cancelled. What cannot be carried over is a reason. */
BurnishRecordedAttributes *_burnish_recorded_attributes_read (const BurnishUdfContents *udf,
                                                              const BurnishUdfDevice *device,
                                                              GPtrArray *reasons,
                                                              GError **error);
void _burnish_recorded_attributes_free (BurnishRecordedAttributes *self);
/* In these, self may be NULL: there are none. path: "" for the root; the result lives in the store.
 */
gboolean _burnish_recorded_attributes_is_empty (const BurnishRecordedAttributes *self);
const BurnishSourceAttributes *
_burnish_recorded_attributes_find (const BurnishRecordedAttributes *self, const char *path);
/* (transfer full) (nullable) */
BurnishStore *_burnish_recorded_attributes_ref_store (const BurnishRecordedAttributes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishRecordedAttributes, _burnish_recorded_attributes_free)

/* Adds a reason for which the disc cannot be added to. */
void G_GNUC_PRINTF (2, 3) _burnish_recorded_refuse (GPtrArray *reasons, const char *format, ...);

/* attributes: (nullable). Both give a tree, or NULL and an error, or NULL and reasons. end_block is
   raised to behind all contents. */
BurnishTreeSnapshot *_burnish_recorded_tree_from_iso (const BurnishIsoContents *contents,
                                                      const BurnishRecordedAttributes *attributes,
                                                      BurnishRecordedSums *sums,
                                                      guint64 *end_block,
                                                      GPtrArray *reasons,
                                                      GError **error);
BurnishTreeSnapshot *_burnish_recorded_tree_from_udf (const BurnishUdfContents *tree,
                                                      const BurnishUdfDevice *device,
                                                      const BurnishRecordedAttributes *attributes,
                                                      BurnishRecordedSums *sums,
                                                      guint64 *end_block,
                                                      GPtrArray *reasons,
                                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishRecordedVolume, _burnish_recorded_volume_free)

G_END_DECLS
