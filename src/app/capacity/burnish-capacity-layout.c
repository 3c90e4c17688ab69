/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-capacity-layout.h"

#include <malloc.h>

/* As many as can be told apart by their shade. */
#define MAX_PARTS 6

typedef struct
{
  BurnishTreeSnapshot *snapshot; /* (owned) */
  BurnishImageOptions *options;  /* (owned) */
} Request;

static void
request_free (Request *request)
{
  burnish_tree_snapshot_unref (request->snapshot);
  g_object_unref (request->options);
  g_free (request);
}

static void
part_free (gpointer data)
{
  BurnishCapacityPart *part = data;

  g_free (part->name);
  g_free (part->largest);
  g_free (part);
}

/* What is known of each child of the root. */
typedef struct
{
  BurnishNode node;
  guint64 n_blocks;
  BurnishNode largest;
  guint64 largest_size_bytes;
} Share;

static int
compare_shares (gconstpointer a, gconstpointer b)
{
  const Share *first = a;
  const Share *second = b;

  return (first->n_blocks < second->n_blocks) - (first->n_blocks > second->n_blocks);
}

static void
add_to_share (Share *share, BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  guint64 size_bytes = burnish_tree_snapshot_get_node_size_bytes (snapshot, node);

  if (burnish_tree_snapshot_get_kind (snapshot, node) != BURNISH_NODE_FILE)
    return;
  /* Of hard links, the contents are on the disc once. */
  if (burnish_tree_snapshot_get_first_link (snapshot, node) == node)
    share->n_blocks += burnish_bytes_to_blocks (size_bytes);
  if (share->largest == BURNISH_NODE_NONE || size_bytes > share->largest_size_bytes)
    {
      share->largest = node;
      share->largest_size_bytes = size_bytes;
    }
}

/* The children of the root come first and have the numbers from 1 on; parents come before what is
   in them. */
static GArray *
list_shares (BurnishTreeSnapshot *snapshot)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  guint32 n_shares = burnish_tree_snapshot_get_n_children (snapshot, BURNISH_NODE_ROOT);
  GArray *shares = g_array_sized_new (FALSE, FALSE, sizeof (Share), n_shares);
  g_autofree guint32 *share_of = g_new (guint32, n_nodes);

  for (BurnishNode node = 1; node < n_nodes; node++)
    {
      if (node <= n_shares)
        {
          const Share share = { .node = node, .largest = BURNISH_NODE_NONE };

          g_array_append_val (shares, share);
          share_of[node] = node - 1;
        }
      else
        share_of[node] = share_of[burnish_tree_snapshot_get_parent (snapshot, node)];
      add_to_share (&g_array_index (shares, Share, share_of[node]), snapshot, node);
    }
  g_array_sort (shares, compare_shares);
  return shares;
}

static BurnishCapacityPart *
add_part (GPtrArray *parts, BurnishCapacityKind kind, guint64 n_blocks)
{
  BurnishCapacityPart *part = g_new0 (BurnishCapacityPart, 1);

  part->kind = kind;
  part->n_blocks = n_blocks;
  g_ptr_array_add (parts, part);
  return part;
}

static void
set_largest (BurnishCapacityPart *part, BurnishTreeSnapshot *snapshot, const Share *share)
{
  if (share->largest == BURNISH_NODE_NONE || share->largest_size_bytes < part->largest_size_bytes)
    return;
  g_free (part->largest);
  part->largest = g_strdup (burnish_tree_snapshot_get_name (snapshot, share->largest));
  part->largest_size_bytes = share->largest_size_bytes;
}

/* Returns: the blocks of all of them */
static guint64
add_shares (GPtrArray *parts, BurnishTreeSnapshot *snapshot)
{
  g_autoptr (GArray) shares = list_shares (snapshot);
  BurnishCapacityPart *rest = NULL;
  guint64 n_blocks = 0;

  for (guint i = 0; i < shares->len; i++)
    {
      const Share *share = &g_array_index (shares, Share, i);
      BurnishCapacityPart *part = rest;

      if (i < MAX_PARTS)
        {
          part = add_part (parts, BURNISH_CAPACITY_FOLDER, 0);
          part->name = g_strdup (burnish_tree_snapshot_get_name (snapshot, share->node));
        }
      else if (rest == NULL)
        part = rest = add_part (parts, BURNISH_CAPACITY_OTHER, 0);
      part->n_blocks += share->n_blocks;
      n_blocks += share->n_blocks;
      set_largest (part, snapshot, share);
    }
  return n_blocks;
}

static BurnishCapacityLayout *
lay_out (Request *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishImageLayout) layout =
      burnish_image_layout_new (request->snapshot, request->options, cancellable, error);
  BurnishCapacityLayout *self;
  guint64 n_manifest, n_files;

  if (layout == NULL)
    return NULL;
  self = g_new0 (BurnishCapacityLayout, 1);
  self->n_blocks = burnish_image_layout_get_n_blocks (layout);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  n_files = add_shares (self->parts, request->snapshot);
  n_manifest = burnish_image_layout_get_manifest_blocks (layout);
  if (n_manifest > 0)
    add_part (self->parts, BURNISH_CAPACITY_MANIFEST, n_manifest);
  add_part (self->parts, BURNISH_CAPACITY_OVERHEAD, self->n_blocks - n_files - n_manifest);
  return self;
}

/* A layout takes some 500 bytes for each file; freed, they would stay with the process. The
   thread's memory is apart from that of the main thread, which is not held up. */
static void
give_back_memory (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

static void
run_in_thread (GTask *task,
               gpointer source G_GNUC_UNUSED,
               gpointer task_data,
               GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  BurnishCapacityLayout *self = lay_out (task_data, cancellable, &error);

  give_back_memory ();
  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) burnish_capacity_layout_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
burnish_capacity_layout_async (BurnishTreeSnapshot *snapshot,
                               BurnishImageOptions *options,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->snapshot = burnish_tree_snapshot_ref (snapshot);
  request->options = options;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, run_in_thread);
}

/* Returns: (transfer full) (nullable) */
BurnishCapacityLayout *
burnish_capacity_layout_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
burnish_capacity_layout_free (BurnishCapacityLayout *self)
{
  g_ptr_array_unref (self->parts);
  g_free (self);
}
