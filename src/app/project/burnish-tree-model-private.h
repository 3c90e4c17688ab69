/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "project/burnish-tree-model.h"

G_BEGIN_DECLS

/* What the files that make up BurnishTreeModel share. */

/* A row. Rows of one folder follow each other, each with the rows of its folder behind it. */
typedef struct
{
  BurnishNode node;
  guint32 depth;
} BurnishTreeEntry;

/* An expanded folder; its rows' order and the tree's order are two. */
typedef struct
{
  BurnishNode node;
  guint32 depth;      /* of its children's rows */
  GArray *order;      /* (owned) of BurnishNode: as they are shown */
  GArray *children;   /* (owned) of BurnishNode: as the tree has them */
  GtkBitset *pending; /* (owned) (nullable): children that came, went or changed */
  GtkBitset *old;     /* (owned) (nullable): those in pending that are in order */
  GCancellable *sort; /* (owned) (nullable): being sorted */
  gboolean is_stale;  /* what is being sorted has changed since */
} BurnishTreeFolder;

struct _BurnishTreeModel
{
  GObject parent_instance;

  BurnishTree *tree; /* (owned) */
  GArray *rows;      /* (owned) of BurnishTreeEntry */
  GHashTable
      *folders;     /* (owned): BurnishNode to BurnishTreeFolder: the root and what is expanded */
  GHashTable *live; /* (owned): BurnishNode to BurnishTreeRow, not owned: that lists hold */
  BurnishNode root;
  BurnishSortKey key;
  gboolean is_descending;

  GHashTable *dirty; /* (owned) of BurnishNode: folders that changed since the last flush */
  guint flush_id;
  GQueue *waiting; /* (owned) of BurnishNode: folders to be expanded */
  guint expand_id;

  char *text;          /* (owned) (nullable): searched for */
  GCancellable *find;  /* (owned) (nullable): search that goes on */
  gboolean has_hits;   /* rows are what was found */
  gboolean find_stale; /* the tree has changed since the search began */

  GtkBitset *selected; /* (owned) of BurnishNode */
  GtkBitset *missing;  /* (owned) of BurnishNode */
};

struct _BurnishTreeRow
{
  GObject parent_instance;

  BurnishTree *tree;       /* (owned) */
  BurnishTreeModel *model; /* (nullable): while it lives */
  BurnishNode node;
  guint32 depth;
};

static inline BurnishTreeEntry *
_burnish_tree_model_entry (BurnishTreeModel *self, guint position)
{
  return &g_array_index (self->rows, BurnishTreeEntry, position);
}

static inline BurnishTreeFolder *
_burnish_tree_model_folder (BurnishTreeModel *self, BurnishNode node)
{
  return g_hash_table_lookup (self->folders, GUINT_TO_POINTER (node));
}

/* burnish-tree-row.c */
BurnishTreeRow *_burnish_tree_row_new (BurnishTreeModel *model, BurnishNode node);
void _burnish_tree_row_changed (BurnishTreeRow *self);

/* burnish-tree-model.c */
/* The first row of a folder's children, and the one behind the last; FALSE: the folder has none. */
gboolean _burnish_tree_model_get_span (BurnishTreeModel *self,
                                       const BurnishTreeFolder *folder,
                                       guint *start,
                                       guint *end);
void _burnish_tree_model_replace (BurnishTreeModel *self,
                                  guint position,
                                  guint n_removed,
                                  const BurnishTreeEntry *added,
                                  guint n_added);
/* The same, but rows at the start and end that stay are left alone. */
void _burnish_tree_model_replace_changed (BurnishTreeModel *self,
                                          guint position,
                                          guint n_removed,
                                          GArray *added);
void _burnish_tree_model_row_changed (BurnishTreeModel *self, BurnishNode node);
/* The same for all rows that are shown. */
void _burnish_tree_model_rows_changed (BurnishTreeModel *self);
void _burnish_tree_model_append_rows (BurnishTreeModel *self,
                                      const BurnishTreeFolder *folder,
                                      GArray *rows);
/* Throws all folders away and opens those again that are in the tree still. */
void _burnish_tree_model_reload (BurnishTreeModel *self);

/* burnish-tree-model-changes.c */
void _burnish_tree_model_follow (BurnishTreeModel *self);
void _burnish_tree_model_flush (BurnishTreeModel *self);

/* burnish-tree-model-sort.c */
GArray *_burnish_tree_model_first_order (BurnishTreeModel *self,
                                         const GArray *children,
                                         BurnishNode folder);
void _burnish_tree_model_sort (BurnishTreeModel *self, BurnishTreeFolder *folder);
/* Folders of at most so many children are sorted at once. */
#define BURNISH_TREE_MODEL_SMALL 256

/* burnish-tree-model-find.c */
void _burnish_tree_model_find_again (BurnishTreeModel *self);

/* burnish-tree-model-selection.c */
void _burnish_tree_model_selection_iface_init (GtkSelectionModelInterface *iface);
void _burnish_tree_model_forget (BurnishTreeModel *self, guint position, guint n_rows);

G_END_DECLS
