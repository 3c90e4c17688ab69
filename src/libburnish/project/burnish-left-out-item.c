/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-left-out-item.h"

struct _BurnishLeftOutItem
{
  GObject parent_instance;

  BurnishLeftOut *left_out; /* (owned) */
};

typedef enum
{
  PROP_PATH = 1,
  PROP_TEXT,
} BurnishLeftOutItemProperty;

static GParamSpec *properties[PROP_TEXT + 1];

G_DEFINE_FINAL_TYPE (BurnishLeftOutItem, burnish_left_out_item, G_TYPE_OBJECT)

static void
burnish_left_out_item_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  BurnishLeftOutItem *self = BURNISH_LEFT_OUT_ITEM (object);

  switch ((BurnishLeftOutItemProperty) prop_id)
    {
    case PROP_PATH:
      g_value_take_string (value,
                           g_filename_display_name (burnish_left_out_get_path (self->left_out)));
      break;
    case PROP_TEXT:
      g_value_take_string (value, burnish_left_out_dup_text (self->left_out));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
burnish_left_out_item_finalize (GObject *object)
{
  BurnishLeftOutItem *self = BURNISH_LEFT_OUT_ITEM (object);

  g_clear_pointer (&self->left_out, burnish_left_out_unref);
  G_OBJECT_CLASS (burnish_left_out_item_parent_class)->finalize (object);
}

static void
burnish_left_out_item_class_init (BurnishLeftOutItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = burnish_left_out_item_get_property;
  object_class->finalize = burnish_left_out_item_finalize;

  /**
   * BurnishLeftOutItem:path:
   *
   * Where it is, or would have been, as valid UTF-8 for people.
   */
  properties[PROP_PATH] =
      g_param_spec_string ("path", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * BurnishLeftOutItem:text:
   *
   * Why it was left out, as a translated sentence.
   */
  properties[PROP_TEXT] =
      g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
burnish_left_out_item_init (G_GNUC_UNUSED BurnishLeftOutItem *self)
{
}

/**
 * burnish_left_out_item_new:
 * @left_out: something left out
 *
 * Returns: (transfer full): an object that holds it
 */
BurnishLeftOutItem *
burnish_left_out_item_new (BurnishLeftOut *left_out)
{
  BurnishLeftOutItem *self;

  g_return_val_if_fail (left_out != NULL, NULL);
  self = g_object_new (BURNISH_TYPE_LEFT_OUT_ITEM, NULL);
  self->left_out = burnish_left_out_ref (left_out);
  return self;
}

/**
 * burnish_left_out_item_get_left_out:
 * @self: an item
 *
 * Returns: (transfer none): what was left out
 */
BurnishLeftOut *
burnish_left_out_item_get_left_out (BurnishLeftOutItem *self)
{
  g_return_val_if_fail (BURNISH_IS_LEFT_OUT_ITEM (self), NULL);
  return self->left_out;
}
