/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-project-private.h"

#include "burnish-image-options-private.h"
#include "burnish-left-out-item.h"
#include "burnish-tree-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SUFFIX ".burnish"

struct _BurnishProject
{
  GObject parent_instance;

  BurnishTree *tree;          /* (owned) */
  BurnishProjectFacts *facts; /* (owned) */
  GListStore *left_out;       /* (owned) of BurnishLeftOutItem */
  GFile *file;                /* (owned) (nullable) */
  GArray *missing;            /* (owned) of BurnishMissing: without a source when it was loaded */
  guint n_missing;            /* of these, still in the tree */

  guint64 n_changes; /* of anything but the tree */
  guint64 saved_n_changes;
  guint64 saved_tree_state;
  gboolean modified;
};

typedef enum
{
  PROP_TREE = 1,
  PROP_IMAGE_OPTIONS,
  PROP_TITLE,
  PROP_DISC_BLOCKS,
  PROP_LEFT_OUT,
  PROP_FILE,
  PROP_MODIFIED,
  PROP_N_MISSING,
} BurnishProjectProperty;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_N_MISSING + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishProject, burnish_project, G_TYPE_OBJECT)

BurnishProjectFacts *
_burnish_project_facts_new (void)
{
  BurnishProjectFacts *self = g_new0 (BurnishProjectFacts, 1);

  self->title = g_strdup ("");
  return self;
}

void
_burnish_project_facts_free (BurnishProjectFacts *self)
{
  g_free (self->title);
  g_clear_object (&self->image_options);
  g_free (self->unknown);
  g_free (self->unknown_options);
  g_free (self->copied_uri);
  g_free (self);
}

static void
burnish_project_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BurnishProject *self = BURNISH_PROJECT (object);

  switch ((BurnishProjectProperty) prop_id)
    {
    case PROP_TREE:
      g_value_set_object (value, self->tree);
      break;
    case PROP_IMAGE_OPTIONS:
      g_value_set_object (value, self->facts->image_options);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->facts->title);
      break;
    case PROP_DISC_BLOCKS:
      g_value_set_uint64 (value, self->facts->disc_blocks);
      break;
    case PROP_LEFT_OUT:
      g_value_set_object (value, self->left_out);
      break;
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, self->modified);
      break;
    case PROP_N_MISSING:
      g_value_set_uint (value, self->n_missing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_project_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  BurnishProject *self = BURNISH_PROJECT (object);

  switch ((BurnishProjectProperty) prop_id)
    {
    case PROP_TITLE:
      burnish_project_set_title (self, g_value_get_string (value));
      break;
    case PROP_DISC_BLOCKS:
      burnish_project_set_disc_blocks (self, g_value_get_uint64 (value));
      break;
    case PROP_TREE:
    case PROP_IMAGE_OPTIONS:
    case PROP_LEFT_OUT:
    case PROP_FILE:
    case PROP_MODIFIED:
    case PROP_N_MISSING:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_project_dispose (GObject *object)
{
  BurnishProject *self = BURNISH_PROJECT (object);

  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_data (self->tree, self);
  if (self->facts != NULL && self->facts->image_options != NULL)
    g_signal_handlers_disconnect_by_data (self->facts->image_options, self);
  G_OBJECT_CLASS (burnish_project_parent_class)->dispose (object);
}

static void
burnish_project_finalize (GObject *object)
{
  BurnishProject *self = BURNISH_PROJECT (object);

  g_clear_object (&self->tree);
  g_clear_pointer (&self->facts, _burnish_project_facts_free);
  g_clear_object (&self->left_out);
  g_clear_object (&self->file);
  g_clear_pointer (&self->missing, g_array_unref);
  G_OBJECT_CLASS (burnish_project_parent_class)->finalize (object);
}

static void
burnish_project_class_init (BurnishProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = burnish_project_get_property;
  object_class->set_property = burnish_project_set_property;
  object_class->dispose = burnish_project_dispose;
  object_class->finalize = burnish_project_finalize;

  /**
   * BurnishProject:tree:
   *
   * The files and folders. Always the same object.
   */
  properties[PROP_TREE] = g_param_spec_object ("tree", NULL, NULL, BURNISH_TYPE_TREE, readable);
  /**
   * BurnishProject:image-options:
   *
   * How the tree becomes an image. Always the same object; its volume-id is not used, the title
   * stands in its place: see [method@Burnish.Project.dup_image_options_for].
   */
  properties[PROP_IMAGE_OPTIONS] =
      g_param_spec_object ("image-options", NULL, NULL, BURNISH_TYPE_IMAGE_OPTIONS, readable);
  /**
   * BurnishProject:title:
   *
   * The name of the disc as it was typed, which need not fit the disc's file systems; "" stands for
   * none.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", writable);
  /**
   * BurnishProject:disc-blocks:
   *
   * The size to measure the project against, in blocks of 2048 bytes; 0 stands for the disc in the
   * drive.
   */
  properties[PROP_DISC_BLOCKS] =
      g_param_spec_uint64 ("disc-blocks", NULL, NULL, 0, G_MAXUINT32, 0, writable);
  /**
   * BurnishProject:left-out:
   *
   * What did not come into the tree, as [class@Burnish.LeftOutItem]. It is not saved.
   */
  properties[PROP_LEFT_OUT] =
      g_param_spec_object ("left-out", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  /**
   * BurnishProject:file:
   *
   * The file that the project is saved in, or %NULL when it never was.
   */
  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, readable);
  /**
   * BurnishProject:modified:
   *
   * Whether there is something to save. Edits of the tree that were taken back do not count.
   */
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, readable);
  /**
   * BurnishProject:n-missing:
   *
   * How many files in the tree had no source when the project was loaded, and still have none.
   */
  properties[PROP_N_MISSING] =
      g_param_spec_uint ("n-missing", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * BurnishProject::changed:
   * @self: the project
   *
   * Says that a step of the tree was made, undone or done again, or that the title, the options or
   * the size of the disc changed: what is saved is not all there is any more.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BURNISH_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
update_modified (BurnishProject *self)
{
  gboolean modified = self->n_changes != self->saved_n_changes
                      || _burnish_tree_get_state (self->tree) != self->saved_tree_state;

  if (modified == self->modified)
    return;
  self->modified = modified;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

static void
update_n_missing (BurnishProject *self)
{
  guint n_missing = 0;

  for (guint i = 0; i < self->missing->len; i++)
    n_missing +=
        burnish_tree_contains (self->tree, g_array_index (self->missing, BurnishMissing, i).node);
  if (n_missing == self->n_missing)
    return;
  self->n_missing = n_missing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MISSING]);
}

/* Once for each step that was made, undone or done again. */
static void
tree_stepped_cb (BurnishProject *self)
{
  if (self->missing->len > 0)
    update_n_missing (self);
  update_modified (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
changed_cb (BurnishProject *self)
{
  self->n_changes++;
  update_modified (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
use_tree (BurnishProject *self, BurnishTree *tree)
{
  self->tree = tree;
  g_signal_connect_swapped (tree, "notify::undo-title", G_CALLBACK (tree_stepped_cb), self);
}

static void
use_facts (BurnishProject *self, BurnishProjectFacts *facts)
{
  self->facts = facts;
  g_signal_connect_swapped (facts->image_options, "notify", G_CALLBACK (changed_cb), self);
}

static void
burnish_project_init (BurnishProject *self)
{
  self->left_out = g_list_store_new (BURNISH_TYPE_LEFT_OUT_ITEM);
}

/**
 * burnish_project_new:
 *
 * Returns: (transfer full): an empty project without a title, with the default options
 */
BurnishProject *
burnish_project_new (void)
{
  BurnishProject *self = g_object_new (BURNISH_TYPE_PROJECT, NULL);
  BurnishProjectFacts *facts = _burnish_project_facts_new ();

  facts->image_options = burnish_image_options_new_for_family (BURNISH_DISC_FAMILY_NONE);
  self->missing = g_array_new (FALSE, FALSE, sizeof (BurnishMissing));
  use_tree (self, burnish_tree_new ());
  use_facts (self, facts);
  return self;
}

BurnishProject *
_burnish_project_new_loaded (GFile *file,
                             BurnishProjectFacts *facts,
                             BurnishArena *arena,
                             GArray *missing)
{
  BurnishProject *self = g_object_new (BURNISH_TYPE_PROJECT, NULL);

  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->missing = missing;
  self->n_missing = missing->len;
  use_tree (self, _burnish_tree_new_with_arena (arena));
  use_facts (self, facts);
  if (facts->is_copy && facts->copy_is_modified)
    {
      self->n_changes = 1;
      self->modified = TRUE;
    }
  return self;
}

BurnishProjectFacts *
_burnish_project_dup_facts (BurnishProject *self)
{
  BurnishProjectFacts *facts = _burnish_project_facts_new ();

  g_free (facts->title);
  facts->title = g_strdup (self->facts->title);
  facts->disc_blocks = self->facts->disc_blocks;
  facts->image_options = _burnish_image_options_copy (self->facts->image_options);
  facts->unknown = g_strdup (self->facts->unknown);
  facts->unknown_options = g_strdup (self->facts->unknown_options);
  return facts;
}

guint64
_burnish_project_get_n_changes (BurnishProject *self)
{
  return self->n_changes;
}

void
_burnish_project_set_saved (BurnishProject *self,
                            GFile *file,
                            guint64 tree_state,
                            guint64 n_changes)
{
  self->saved_tree_state = tree_state;
  self->saved_n_changes = n_changes;
  if (self->file == NULL || !g_file_equal (self->file, file))
    {
      g_set_object (&self->file, file);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
    }
  update_modified (self);
}

/**
 * burnish_project_get_tree:
 * @self: a project
 *
 * Returns: (transfer none): see [property@Burnish.Project:tree]
 */
BurnishTree *
burnish_project_get_tree (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  return self->tree;
}

/**
 * burnish_project_get_image_options:
 * @self: a project
 *
 * Returns: (transfer none): see [property@Burnish.Project:image-options]
 */
BurnishImageOptions *
burnish_project_get_image_options (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  return self->facts->image_options;
}

/**
 * burnish_project_dup_image_options_for:
 * @self: a project
 * @family: what kind of disc the image is for
 *
 * Makes the options for a layout: those of the project with its title as the name of the disc, for
 * discs of the family, and with as much padding as they need.
 *
 * Returns: (transfer full): options of the caller's own
 */
BurnishImageOptions *
burnish_project_dup_image_options_for (BurnishProject *self, BurnishDiscFamily family)
{
  g_autoptr (BurnishImageOptions) defaults = NULL;
  BurnishImageOptions *options;
  guint padding_blocks;

  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  defaults = burnish_image_options_new_for_family (family);
  padding_blocks = burnish_image_options_get_padding_blocks (defaults);
  options = _burnish_image_options_copy (self->facts->image_options);
  _burnish_image_options_set_family (options, family);
  if (burnish_image_options_get_padding_blocks (options) < padding_blocks)
    burnish_image_options_set_padding_blocks (options, padding_blocks);
  burnish_image_options_set_volume_id (options,
                                       self->facts->title[0] != '\0' ? self->facts->title : NULL);
  return options;
}

/**
 * burnish_project_get_title:
 * @self: a project
 *
 * Returns: (transfer none): see [property@Burnish.Project:title]
 */
const char *
burnish_project_get_title (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  return self->facts->title;
}

/**
 * burnish_project_set_title:
 * @self: a project
 * @title: (nullable): see [property@Burnish.Project:title]; %NULL is ""
 */
void
burnish_project_set_title (BurnishProject *self, const char *title)
{
  g_return_if_fail (BURNISH_IS_PROJECT (self));
  if (title == NULL)
    title = "";
  g_return_if_fail (g_utf8_validate (title, -1, NULL));
  if (g_str_equal (title, self->facts->title))
    return;
  g_free (self->facts->title);
  self->facts->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  changed_cb (self);
}

/**
 * burnish_project_get_disc_blocks:
 * @self: a project
 *
 * Returns: see [property@Burnish.Project:disc-blocks]
 */
guint64
burnish_project_get_disc_blocks (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), 0);
  return self->facts->disc_blocks;
}

/**
 * burnish_project_set_disc_blocks:
 * @self: a project
 * @disc_blocks: see [property@Burnish.Project:disc-blocks]
 */
void
burnish_project_set_disc_blocks (BurnishProject *self, guint64 disc_blocks)
{
  g_return_if_fail (BURNISH_IS_PROJECT (self));
  g_return_if_fail (disc_blocks <= G_MAXUINT32);
  if (disc_blocks == self->facts->disc_blocks)
    return;
  self->facts->disc_blocks = disc_blocks;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISC_BLOCKS]);
  changed_cb (self);
}

/**
 * burnish_project_get_left_out:
 * @self: a project
 *
 * Returns: (transfer none): see [property@Burnish.Project:left-out]
 */
GListModel *
burnish_project_get_left_out (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  return G_LIST_MODEL (self->left_out);
}

/**
 * burnish_project_get_file:
 * @self: a project
 *
 * Returns: (nullable) (transfer none): see [property@Burnish.Project:file]
 */
GFile *
burnish_project_get_file (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  return self->file;
}

/**
 * burnish_project_get_modified:
 * @self: a project
 *
 * Returns: see [property@Burnish.Project:modified]
 */
gboolean
burnish_project_get_modified (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), FALSE);
  return self->modified;
}

/**
 * burnish_project_dup_display_name:
 * @self: a project
 *
 * Returns: (transfer full): what people call it: its title, or else its file's name without
 *   ".burnish", or else “New Project”, translated
 */
char *
burnish_project_dup_display_name (BurnishProject *self)
{
  g_autofree char *basename = NULL;

  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  if (self->facts->title[0] != '\0')
    return g_strdup (self->facts->title);
  if (self->file == NULL)
    return g_strdup (_ ("New Project"));
  basename = g_file_get_basename (self->file);
  if (g_str_has_suffix (basename, SUFFIX) && strlen (basename) > strlen (SUFFIX))
    basename[strlen (basename) - strlen (SUFFIX)] = '\0';
  return g_filename_display_name (basename);
}

/**
 * burnish_project_get_n_missing:
 * @self: a project
 *
 * Returns: see [property@Burnish.Project:n-missing]
 */
guint
burnish_project_get_n_missing (BurnishProject *self)
{
  g_return_val_if_fail (BURNISH_IS_PROJECT (self), 0);
  return self->n_missing;
}

/**
 * burnish_project_dup_missing:
 * @self: a project
 *
 * Returns: (transfer full) (element-type guint): the files in the tree that had no source when the
 *   project was loaded, and still have none
 */
GArray *
burnish_project_dup_missing (BurnishProject *self)
{
  GArray *missing;

  g_return_val_if_fail (BURNISH_IS_PROJECT (self), NULL);
  missing = g_array_sized_new (FALSE, FALSE, sizeof (BurnishNode), self->n_missing);
  for (guint i = 0; i < self->missing->len; i++)
    {
      BurnishNode node = g_array_index (self->missing, BurnishMissing, i).node;

      if (burnish_tree_contains (self->tree, node))
        g_array_append_val (missing, node);
    }
  return missing;
}

static int
compare_missing (gconstpointer a, gconstpointer b)
{
  const BurnishMissing *x = a, *y = b;

  return x->node < y->node ? -1 : x->node > y->node;
}

/**
 * burnish_project_has_changed_image:
 * @self: a project
 * @node: a file of [method@Burnish.Project.dup_missing]
 *
 * What lies in an image cannot be read any more when the image's size or time of modification is
 * another.
 *
 * Returns: whether it lies in an image that was there when the project was loaded, but had changed
 */
gboolean
burnish_project_has_changed_image (BurnishProject *self, BurnishNode node)
{
  const BurnishMissing key = { .node = node };
  guint i;

  g_return_val_if_fail (BURNISH_IS_PROJECT (self), FALSE);
  return g_array_binary_search (self->missing, &key, compare_missing, &i)
         && g_array_index (self->missing, BurnishMissing, i).is_changed;
}
