/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-stream-private.h"
#include "burnish-tree.h"

/* What the tests of the image layer share. */

/* A folder of its own for one test, removed at the end. */
typedef struct
{
  char *path; /* (owned) */
} TestFolder;

void test_folder_init (TestFolder *self);
void test_folder_clear (TestFolder *self);
char *test_folder_write (TestFolder *self, const char *name, const char *bytes, gsize size_bytes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestFolder, test_folder_clear)

BurnishNode test_add_folder (BurnishTree *tree, BurnishNode parent, const char *name);
BurnishNode
test_add_text (BurnishTree *tree, BurnishNode parent, const char *name, const char *text);
BurnishNode
test_add_size (BurnishTree *tree, BurnishNode parent, const char *name, gsize size_bytes);
BurnishNode
test_add_file (BurnishTree *tree, BurnishNode parent, const char *name, const char *path);

/* Fixed time, so that equal trees give equal images. */
BurnishImageOptions *test_options_new (void);
BurnishImageLayout *test_layout_new (BurnishTree *tree, BurnishImageOptions *options);
BurnishImageLayout *
test_try_layout (BurnishTree *tree, BurnishImageOptions *options, GError **error);
BurnishNode test_lookup (BurnishImageLayout *layout, const char *path);
void test_assert_name (BurnishImageLayout *layout,
                       const char *path,
                       BurnishNamespace ns,
                       const char *expected);
/* Takes the nodes; paths end with NULL. */
void test_assert_nodes (BurnishImageLayout *layout, GArray *nodes, const char *const *paths);
/* That these are the codes of the reasons. */
void test_assert_refused (GError *error, const BurnishError *codes, guint n_codes);
/* The whole image, read in pieces of the given size. */
guint8 *test_read_all (BurnishImageStream *stream, gsize piece_bytes);
void test_write_image (BurnishImageLayout *layout, const char *path);
/* Threads of this process. */
guint test_count_threads (void);
/* The kernel may list a thread for a moment after it was joined. */
void test_assert_threads (guint n_threads);
