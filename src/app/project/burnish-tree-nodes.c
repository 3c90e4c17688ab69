/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "project/burnish-tree-nodes.h"

G_DEFINE_BOXED_TYPE (BurnishTreeNodes,
                     burnish_tree_nodes,
                     burnish_tree_nodes_ref,
                     burnish_tree_nodes_unref)

/* Gives the nodes, and makes the list of their files only for who asks for it. */
#define BURNISH_TYPE_TREE_CONTENT (burnish_tree_content_get_type ())
G_DECLARE_FINAL_TYPE (BurnishTreeContent,
                      burnish_tree_content,
                      BURNISH,
                      TREE_CONTENT,
                      GdkContentProvider)

struct _BurnishTreeContent
{
  GdkContentProvider parent_instance;

  BurnishTreeNodes *nodes; /* (owned) */
};

G_DEFINE_FINAL_TYPE (BurnishTreeContent, burnish_tree_content, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
ref_formats (G_GNUC_UNUSED GdkContentProvider *provider)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, BURNISH_TYPE_TREE_NODES);
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  return gdk_content_formats_builder_free_to_formats (builder);
}

static GdkContentFormats *
ref_storable_formats (G_GNUC_UNUSED GdkContentProvider *provider)
{
  return gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST);
}

/* Folders come from no single place, so they have no file. */
static GdkFileList *
make_files (const BurnishTreeNodes *nodes)
{
  BurnishTree *tree = burnish_project_get_tree (nodes->project);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < nodes->nodes->len; i++)
    {
      GFile *file = burnish_tree_dup_source (tree, g_array_index (nodes->nodes, BurnishNode, i));

      if (file != NULL)
        g_ptr_array_add (files, file);
    }
  return gdk_file_list_new_from_array ((GFile **) files->pdata, files->len);
}

static gboolean
get_value (GdkContentProvider *provider, GValue *value, GError **error)
{
  BurnishTreeContent *self = BURNISH_TREE_CONTENT (provider);

  if (G_VALUE_HOLDS (value, BURNISH_TYPE_TREE_NODES))
    g_value_set_boxed (value, self->nodes);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    g_value_take_boxed (value, make_files (self->nodes));
  else
    return GDK_CONTENT_PROVIDER_CLASS (burnish_tree_content_parent_class)
        ->get_value (provider, value, error);
  return TRUE;
}

static void
burnish_tree_content_finalize (GObject *object)
{
  burnish_tree_nodes_unref (BURNISH_TREE_CONTENT (object)->nodes);

  G_OBJECT_CLASS (burnish_tree_content_parent_class)->finalize (object);
}

static void
burnish_tree_content_class_init (BurnishTreeContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  provider_class->ref_formats = ref_formats;
  provider_class->ref_storable_formats = ref_storable_formats;
  provider_class->get_value = get_value;
  G_OBJECT_CLASS (klass)->finalize = burnish_tree_content_finalize;
}

static void
burnish_tree_content_init (G_GNUC_UNUSED BurnishTreeContent *self)
{
}

BurnishTreeNodes *
burnish_tree_nodes_ref (BurnishTreeNodes *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
burnish_tree_nodes_unref (BurnishTreeNodes *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->project);
  g_array_unref (self->nodes);
  g_free (self);
}

/*
 * burnish_tree_nodes_make_content:
 * @project: a project
 * @nodes: (element-type guint32): nodes of its tree
 * @is_cut: whether they shall be moved
 *
 * Returns: (transfer full): them for the clipboard or a drag
 */
GdkContentProvider *
burnish_tree_nodes_make_content (BurnishProject *project, GArray *nodes, gboolean is_cut)
{
  BurnishTreeContent *content = g_object_new (BURNISH_TYPE_TREE_CONTENT, NULL);

  content->nodes = g_new0 (BurnishTreeNodes, 1);
  g_atomic_ref_count_init (&content->nodes->ref_count);
  content->nodes->project = g_object_ref (project);
  content->nodes->nodes = g_array_ref (nodes);
  content->nodes->is_cut = is_cut;
  return GDK_CONTENT_PROVIDER (content);
}

/* Returns: (transfer full) (nullable): the nodes that this program has put into the clipboard */
BurnishTreeNodes *
burnish_tree_nodes_from_clipboard (GdkClipboard *clipboard)
{
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);

  return BURNISH_IS_TREE_CONTENT (content)
             ? burnish_tree_nodes_ref (BURNISH_TREE_CONTENT (content)->nodes)
             : NULL;
}
