/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burn/burnish-name-list.h"

#include <string.h>

/* ---- Items ---- */

struct _BurnishRenamedName
{
  GObject parent_instance;

  char *path;     /* (owned) */
  char *new_name; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BurnishRenamedName, burnish_renamed_name, G_TYPE_OBJECT)

static void
burnish_renamed_name_finalize (GObject *object)
{
  BurnishRenamedName *self = BURNISH_RENAMED_NAME (object);

  g_free (self->path);
  g_free (self->new_name);

  G_OBJECT_CLASS (burnish_renamed_name_parent_class)->finalize (object);
}

static void
burnish_renamed_name_class_init (BurnishRenamedNameClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_renamed_name_finalize;
}

static void
burnish_renamed_name_init (BurnishRenamedName *self G_GNUC_UNUSED)
{
}

const char *
burnish_renamed_name_get_path (BurnishRenamedName *self)
{
  g_return_val_if_fail (BURNISH_IS_RENAMED_NAME (self), NULL);

  return self->path;
}

const char *
burnish_renamed_name_get_new_name (BurnishRenamedName *self)
{
  g_return_val_if_fail (BURNISH_IS_RENAMED_NAME (self), NULL);

  return self->new_name;
}

/* ---- The list ---- */

struct _BurnishNameList
{
  GObject parent_instance;

  BurnishDiscContents *contents; /* (owned) */
  BurnishNamespace ns;
  GArray *all;               /* (owned) of BurnishNode */
  GArray *found;             /* (owned) of BurnishNode: those of the search */
  GCancellable *cancellable; /* (owned) (nullable): of the search under way */
};

static BurnishRenamedName *
make_item (BurnishNameList *self, BurnishNode node)
{
  BurnishImageLayout *layout = burnish_disc_contents_get_layout (self->contents);
  BurnishRenamedName *item = g_object_new (BURNISH_TYPE_RENAMED_NAME, NULL);
  g_autofree char *path =
      burnish_tree_snapshot_dup_path (burnish_image_layout_get_snapshot (layout), node);

  item->path = g_utf8_make_valid (path, -1);
  item->new_name = burnish_image_layout_dup_name (layout, node, self->ns);
  return item;
}

static GType
get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return BURNISH_TYPE_RENAMED_NAME;
}

static guint
get_n_items (GListModel *model)
{
  return BURNISH_NAME_LIST (model)->found->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BurnishNameList *self = BURNISH_NAME_LIST (model);

  if (position >= self->found->len)
    return NULL;
  return make_item (self, g_array_index (self->found, BurnishNode, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BurnishNameList,
                               burnish_name_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
stop_searching (BurnishNameList *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
burnish_name_list_dispose (GObject *object)
{
  stop_searching (BURNISH_NAME_LIST (object));

  G_OBJECT_CLASS (burnish_name_list_parent_class)->dispose (object);
}

static void
burnish_name_list_finalize (GObject *object)
{
  BurnishNameList *self = BURNISH_NAME_LIST (object);

  g_clear_object (&self->contents);
  g_clear_pointer (&self->all, g_array_unref);
  g_clear_pointer (&self->found, g_array_unref);

  G_OBJECT_CLASS (burnish_name_list_parent_class)->finalize (object);
}

static void
burnish_name_list_class_init (BurnishNameListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = burnish_name_list_dispose;
  object_class->finalize = burnish_name_list_finalize;
}

static void
burnish_name_list_init (BurnishNameList *self G_GNUC_UNUSED)
{
}

/* Both are in tree order, and have nothing in common. */
static GArray *
merge_nodes (GArray *first, GArray *second)
{
  GArray *merged = g_array_sized_new (FALSE, FALSE, sizeof (BurnishNode), first->len + second->len);
  guint i = 0, j = 0;

  while (i < first->len || j < second->len)
    {
      gboolean take_first =
          j == second->len
          || (i < first->len
              && g_array_index (first, BurnishNode, i) < g_array_index (second, BurnishNode, j));
      BurnishNode node = take_first ? g_array_index (first, BurnishNode, i++)
                                    : g_array_index (second, BurnishNode, j++);

      g_array_append_val (merged, node);
    }
  return merged;
}

/*
 * burnish_name_list_new:
 * @contents: what will be on the disc
 * @ns: a file system
 *
 * Returns: (transfer full): the names that are others there, or missing
 */
BurnishNameList *
burnish_name_list_new (BurnishDiscContents *contents, BurnishNamespace ns)
{
  BurnishNameList *self = g_object_new (BURNISH_TYPE_NAME_LIST, NULL);

  self->contents = g_object_ref (contents);
  self->ns = ns;
  self->all = merge_nodes (burnish_disc_contents_get_changed (contents, ns),
                           burnish_disc_contents_get_missing (contents, ns));
  self->found = g_array_ref (self->all);
  return self;
}

/* ---- Searching ---- */

typedef struct
{
  BurnishDiscContents *contents; /* (owned) */
  BurnishNamespace ns;
  GArray *nodes; /* (owned) */
  char *text;    /* (owned): folded */
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->contents);
  g_array_unref (search->nodes);
  g_free (search->text);
  g_free (search);
}

static gboolean
contains (const char *name, const char *folded_text)
{
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;

  if (name == NULL)
    return FALSE;
  valid = g_utf8_make_valid (name, -1);
  folded = g_utf8_casefold (valid, -1);
  return strstr (folded, folded_text) != NULL;
}

static gboolean
matches (Search *search, BurnishNode node)
{
  BurnishImageLayout *layout = burnish_disc_contents_get_layout (search->contents);
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autofree char *new_name = NULL;

  if (contains (burnish_tree_snapshot_get_name (snapshot, node), search->text))
    return TRUE;
  new_name = burnish_image_layout_dup_name (layout, node, search->ns);
  return contains (new_name, search->text);
}

static void
search_in_thread (GTask *task,
                  gpointer source G_GNUC_UNUSED,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  Search *search = task_data;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (BurnishNode));

  for (guint i = 0; i < search->nodes->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      BurnishNode node = g_array_index (search->nodes, BurnishNode, i);

      if (matches (search, node))
        g_array_append_val (found, node);
    }
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_array_unref);
}

static void
set_found (BurnishNameList *self, GArray *found)
{
  guint n_before = self->found->len;

  g_array_unref (self->found);
  self->found = found;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, found->len);
}

static void
searched_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  GArray *found = g_task_propagate_pointer (G_TASK (result), NULL);
  BurnishNameList *self;

  /* Only a newer search, or the end of the list, cancels. */
  if (found == NULL)
    return;
  self = BURNISH_NAME_LIST (user_data);
  g_clear_object (&self->cancellable);
  set_found (self, found);
}

/*
 * burnish_name_list_search:
 * @self: a list
 * @text: what the old or the new name contains; "" shows all
 *
 * Shows only some of the names, as soon as they are found.
 */
void
burnish_name_list_search (BurnishNameList *self, const char *text)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (BURNISH_IS_NAME_LIST (self));

  stop_searching (self);
  if (text[0] == '\0')
    {
      set_found (self, g_array_ref (self->all));
      return;
    }
  search = g_new0 (Search, 1);
  search->contents = g_object_ref (self->contents);
  search->ns = self->ns;
  search->nodes = g_array_ref (self->all);
  search->text = g_utf8_casefold (text, -1);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, searched_cb, self);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, search_in_thread);
}
