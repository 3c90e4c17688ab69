/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-content-private.h"
#include "burnish-udf-reader-private.h"

G_BEGIN_DECLS

/*
 * The tree of a disc or an image, whichever file system has it, in the form that the reader of UDF
 * gives: it can express all that ISO 9660 has. For one thread; a tree that is read is immutable.
 */

/* Bound for all paths of a volume together, where they are held at once. */
#define BURNISH_IMAGE_TREE_MAX_PATHS_BYTES ((guint64) 2 * 1024 * 1024 * 1024)

typedef enum
{
  BURNISH_IMAGE_TREE_UDF_FIRST, /* of a bridge, what systems show */
  BURNISH_IMAGE_TREE_ISO_FIRST, /* of a bridge, the names as Burnish's manifest has them */
} BurnishImageTreeOrder;

/* Reads ISO 9660 with Rock Ridge or UDF; the other one when the first is not there or makes no
   sense. Names of ISO 9660 are bytes as recorded. NULL: IMAGE_INVALID (neither, or what is wrong
   with the one that is there), cancelled, or what the reading said. The tree's revision is NONE
   when it is ISO 9660's, and has_plain_names then says that there is no Rock Ridge. */
BurnishUdfContents *_burnish_image_tree_read (const BurnishUdfDevice *device,
                                              BurnishImageTreeOrder order,
                                              gboolean *is_udf,
                                              gboolean *has_plain_names,
                                              GError **error);

/* A file's name: hard links have one each. */
typedef struct
{
  char *path; /* (owned) from the root, without a leading "/" */
  const BurnishUdfEntry *entry;
} BurnishImageTreeFile;

/* (transfer full): of BurnishImageTreeFile, in the order of their contents on the disc. It does not
   outlive the tree. IMAGE_INVALID when the paths are longer together than any disc needs. */
GArray *_burnish_image_tree_list_files (const BurnishUdfContents *tree, GError **error);
/* What is lost, as IMAGE_INVALID; FALSE: nothing is. */
gboolean _burnish_image_tree_get_loss (const BurnishUdfContents *tree, GError **error);

/* An image file as a device. Stays where it is while the device is used. */
typedef struct
{
  BurnishContent *content;   /* (owned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  BurnishUdfDevice device;
} BurnishImageDevice;

gboolean _burnish_image_device_open (BurnishImageDevice *self,
                                     const char *path,
                                     GCancellable *cancellable,
                                     GError **error);
void _burnish_image_device_clear (BurnishImageDevice *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BurnishImageDevice, _burnish_image_device_clear)

G_END_DECLS
