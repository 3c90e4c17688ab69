/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-arena-private.h"
#include "burnish-json-scanner-private.h"
#include "burnish-project-source-private.h"
#include "burnish-tree-snapshot.h"

G_BEGIN_DECLS

/*
 * Files of a project whose contents lie in an image: the members `image`, `path`, `extents`,
 * `attributes` and `link` of a node, and the list `images`; docs/project-file.md. For the thread
 * that has the scanner and the arena, or the text.
 */

typedef struct
{
  GPtrArray *files;    /* (owned) of BurnishSource: of each image, the first that lies in it */
  GHashTable *numbers; /* (owned): image as it was, to its number in the list */
  guint64 n_extents;
  gboolean has_folders; /* with attributes that they had in an image */
} BurnishImageSourceWriter;

void _burnish_image_source_writer_init (BurnishImageSourceWriter *self);
void _burnish_image_source_writer_clear (BurnishImageSourceWriter *self);
/* Lists the images of a tree, and finds out whether folders have something of one. */
void _burnish_image_source_writer_find (BurnishImageSourceWriter *self,
                                        BurnishTreeSnapshot *snapshot);
/* Of a file that lies in one of them. TREE_TOO_LARGE: there are more pieces than a project holds.
 */
gboolean _burnish_image_source_writer_add (BurnishImageSourceWriter *self,
                                           GString *text,
                                           BurnishTreeSnapshot *snapshot,
                                           BurnishNode node,
                                           GError **error);

/* (`attributes`): of what a file or folder came with from an image. */
void _burnish_image_source_writer_add_attributes (GString *text, const BurnishSource *source);

typedef struct
{
  BurnishJsonScanner *scanner;    /* (unowned) */
  BurnishProjectSources *sources; /* (unowned) */
  GArray *images;                 /* (owned): of those read so far */
  guint64 n_extents;
  /* Of the node being read */
  gint64 image; /* -1: not said, as the next */
  gint64 link;
  GArray *extents;     /* (owned) of BurnishSourceRange */
  GArray *attributes;  /* (owned) of BurnishSourceAttribute, in the store */
  GString *path;       /* (owned) */
  GString *path_bytes; /* (owned) */
  GString *name;       /* (owned) */
  GString *name_bytes; /* (owned) */
  GString *value;      /* (owned) */
} BurnishImageSourceReader;

void _burnish_image_source_reader_init (BurnishImageSourceReader *self,
                                        BurnishJsonScanner *scanner,
                                        BurnishProjectSources *sources);
void _burnish_image_source_reader_clear (BurnishImageSourceReader *self);
/* Reads the list of images. */
void _burnish_image_source_reader_read_images (BurnishImageSourceReader *self);
/* Before each node. */
void _burnish_image_source_reader_begin (BurnishImageSourceReader *self);
/* Reads a member of a node, if it is one of these; else FALSE. */
gboolean _burnish_image_source_reader_read (BurnishImageSourceReader *self, const char *name);
/* Whether the node that was read lies in an image. */
gboolean _burnish_image_source_reader_has_source (const BurnishImageSourceReader *self);
/* Gives a file its contents. NULL, or what is wrong, in words for people who look at the file. */
const char *_burnish_image_source_reader_apply (BurnishImageSourceReader *self,
                                                const BurnishArena *arena,
                                                BurnishNodeData *data);

/* Gives a folder of the arena the attributes that it had in an image, if any. As above. */
const char *_burnish_image_source_reader_apply_to_folder (BurnishImageSourceReader *self,
                                                          BurnishArena *arena,
                                                          BurnishNode folder);

G_END_DECLS
