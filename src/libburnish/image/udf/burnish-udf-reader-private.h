/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"
#include "burnish-image-options.h"
#include "burnish-units.h"

G_BEGIN_DECLS

/*
 * Reads the UDF tree of any disc or image from 1.02 to 2.60, which may be damaged or hostile.
 * Every descriptor counts only when the checksum, CRC and location of its tag are right; where one
 * is damaged its copy is taken (other anchors, the reserve sequence, the metadata mirror). Each
 * such step and all that is lost is a note. Memory, reading and depth are bounded by the size of
 * the device. What is damaged below the root is marked in the tree and the reading goes on.
 *
 * For one thread at a time. A tree that is complete is not changed again, and any number of
 * threads may look at it.
 */

/* Reads n_blocks (1 to 32) of 2048 bytes. READ_FAILED and IMAGE_INVALID mean that these blocks
   cannot be read and others may be; any other error ends the reading. */
typedef gboolean (*BurnishUdfReadFunc) (guint32 start_block,
                                        guint32 n_blocks,
                                        guint8 *buffer,
                                        gpointer user_data,
                                        GError **error);

typedef struct
{
  BurnishUdfReadFunc read;
  gpointer user_data;
  guint64 n_blocks;      /* that can be read, the unreadable ends of tracks included */
  guint32 session_block; /* where the session begins whose volume is wanted */
  /* (unowned) (nullable) ends what is long without reading; read has its own */
  GCancellable *cancellable;
} BurnishUdfDevice;

/* ---- Notes ---- */

typedef enum
{
  BURNISH_UDF_NOTE_INFO,      /* odd, without consequence */
  BURNISH_UDF_NOTE_RECOVERED, /* damaged, but a copy was there */
  BURNISH_UDF_NOTE_LOST,      /* the tree is not what was recorded */
} BurnishUdfNoteLevel;

typedef struct
{
  BurnishUdfNoteLevel level;
  guint64 block;      /* of 2048 bytes, of the device */
  const char *clause; /* (unowned) such as "ECMA-167 3/7.2.6" */
  char *text;         /* (owned) one sentence without a full stop */
} BurnishUdfNote;

/* ---- The tree ---- */

/* Places without blocks. */
#define BURNISH_UDF_HOLE G_MAXUINT64       /* not recorded: zeros */
#define BURNISH_UDF_LOST (G_MAXUINT64 - 1) /* cannot be found */

/* A stretch of contents. Embedded data begins within a block. */
typedef struct
{
  guint64 start_byte; /* of the device, or one of the above */
  guint64 size_bytes;
} BurnishUdfExtent;

typedef enum
{
  BURNISH_UDF_NODE_FOLDER,
  BURNISH_UDF_NODE_FILE,
  BURNISH_UDF_NODE_SYMLINK,
  BURNISH_UDF_NODE_SPECIAL, /* device, pipe, socket, and what UDF does not know */
} BurnishUdfNodeKind;

/* A point in time that is not recorded, or no point in time. */
#define BURNISH_UDF_NO_TIME G_MININT64
/* No owner or group is recorded (UDF 2.3.6.1, 2.3.6.2). */
#define BURNISH_UDF_NO_OWNER G_MAXUINT32

#define BURNISH_UDF_NO_NODE G_MAXUINT32

/* What a file entry says. */
typedef struct
{
  guint64 icb_block; /* of the file entry: number of the volume's block on the device */
  guint64 unique_id;
  guint64 size_bytes;
  gint64 modified_us; /* since 1970 UTC, or BURNISH_UDF_NO_TIME; so are the others */
  gint64 accessed_us;
  gint64 changed_us; /* of attributes */
  gint64 created_us; /* from UDF 2.00 on */
  guint32 uid;
  guint32 gid;
  guint32 permissions;  /* ECMA-167 4/14.9.5 */
  guint32 mode;         /* the same for POSIX: 07777 */
  guint32 first_extent; /* in extents */
  guint32 n_extents;
  guint32 first_stream; /* in streams */
  guint32 n_streams;
  guint32 first_node; /* the first of its names; BURNISH_UDF_NO_NODE for a stream */
  guint16 link_count; /* as recorded */
  guint16 icb_flags;  /* ECMA-167 4/14.6.8 */
  guint8 kind;        /* BurnishUdfNodeKind */
  guint8 file_type;   /* BurnishUdfFileType */
  guint8 is_embedded : 1;
  guint8 is_extended : 1;    /* an extended file entry */
  guint8 is_damaged : 1;     /* no entry at all, or contents, names or streams are missing: */
  guint8 is_absent : 1;      /* no entry could be read */
  guint8 lacks_contents : 1; /* of a folder: names */
  guint8 lacks_streams : 1;
  const char *target; /* (unowned) (nullable) of a symbolic link */
} BurnishUdfEntry;

/* A name in a folder. Children follow their parent. */
typedef struct
{
  const char *name; /* (unowned) UTF-8, no "/", never "", "." or ".."; "" for the root only */
  guint32 parent;   /* in nodes; the root is its own */
  guint32 entry;    /* in entries */
  guint16 depth;    /* of the root: 0 */
  guint8 is_hidden;
} BurnishUdfNode;

/* A named stream (UDF 3.3.5). */
typedef struct
{
  const char *name; /* (unowned) */
  guint32 entry;
} BurnishUdfStream;

typedef struct
{
  BurnishUdfRevision revision; /* that the volume names; may be none that there is */
  char *volume_id;             /* (owned) of the logical volume */
  guint32 block_bytes;         /* 2048 on discs; images of other media: 512 to 4096 */
  guint64 partition_block;     /* where the first partition begins, in blocks of block_bytes */
  guint64 partition_blocks;
  guint64 volume_blocks; /* up to its last anchor or the end of the partition, of 2048 bytes */
  gboolean is_virtual;   /* has a VAT */
  GArray *nodes;         /* (owned) of BurnishUdfNode; 0 is the root */
  GArray *entries;       /* (owned) of BurnishUdfEntry; 0 is the root's */
  GArray *extents;       /* (owned) of BurnishUdfExtent */
  GArray *streams;       /* (owned) of BurnishUdfStream */
  GStringChunk *texts;   /* (owned) */
  GArray *notes;         /* (owned) of BurnishUdfNote, at most a thousand */
  guint64 n_lost;        /* notes of that level, also those beyond a thousand */
} BurnishUdfContents;

/* NULL: IMAGE_INVALID (no UDF volume, or one without a root), cancelled, or what ended the
   reading. */
BurnishUdfContents *_burnish_udf_contents_read (const BurnishUdfDevice *device, GError **error);
/* One with nothing in it yet. */
BurnishUdfContents *_burnish_udf_contents_new (void);
void _burnish_udf_contents_free (BurnishUdfContents *self);
/* Whether there is a volume recognition sequence with UDF in it (ECMA-167 2/8, 3/9.1). */
gboolean _burnish_udf_is_recognised (const BurnishUdfDevice *device, GError **error);

const BurnishUdfNode *_burnish_udf_contents_get_node (const BurnishUdfContents *self, guint32 node);
const BurnishUdfEntry *_burnish_udf_contents_get_entry (const BurnishUdfContents *self,
                                                        guint32 node);
/* For a GHashTable of BurnishUdfNode: equal are those of one name in one folder. */
guint _burnish_udf_node_hash_place (gconstpointer node);
gboolean _burnish_udf_node_equal_place (gconstpointer a, gconstpointer b);
/* From the root, without a leading "/". */
char *_burnish_udf_contents_dup_path (const BurnishUdfContents *self, guint32 node);

/* Reads contents of an entry; holes are zeros. The range must lie within its size. READ_FAILED
   where contents cannot be found or read. */
gboolean _burnish_udf_contents_pread (const BurnishUdfContents *self,
                                      const BurnishUdfDevice *device,
                                      const BurnishUdfEntry *entry,
                                      guint64 offset,
                                      guint8 *buffer,
                                      gsize size_bytes,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishUdfContents, _burnish_udf_contents_free)

G_END_DECLS
