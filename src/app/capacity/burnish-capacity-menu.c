/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-capacity-menu.h"

#include "burnish-mnemonic.h"
#include "capacity/burnish-disc-sizes.h"
#include "drives/burnish-drive-words.h"

#include <glib/gi18n.h>

/* More than these nobody would remove to make room. */
#define MAX_REMOVABLE 3

/* Of the section of the drives: their list. */
#define DRIVES_KEY "burnish-drives"

static GMenuItem *
new_target (const char *text, const char *target)
{
  g_autofree char *label = burnish_mnemonic_escape (text);
  GMenuItem *item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "capacity.measure", "s", target);
  return item;
}

static void
append_size (GMenu *menu, const char *name, guint64 n_blocks)
{
  g_autofree char *size = g_format_size (n_blocks * BURNISH_BLOCK_SIZE);
  g_autofree char *target = g_strdup_printf ("size:%" G_GUINT64_FORMAT, n_blocks);
  /* Translators: a kind of disc and its size: "DVD, 4.7 GB". */
  g_autofree char *label = g_strdup_printf (_ ("%s, %s"), name, size);
  g_autoptr (GMenuItem) item = new_target (label, target);

  g_menu_append_item (menu, item);
}

/* ---- Drives ---- */

static char *
dup_drive_text (BurnishDriveItem *item)
{
  g_autofree char *name = burnish_drive_dup_display_name (burnish_drive_item_get_drive (item));
  g_autofree char *summary = burnish_drive_item_dup_summary (item);

  /* Translators: what disc is in a drive, and the name of the drive. */
  return g_strdup_printf (_ ("%s (%s)"), summary, name);
}

static void
insert_drive (GMenu *menu, guint position, BurnishDriveItem *item)
{
  BurnishDrive *drive = burnish_drive_item_get_drive (item);
  g_autofree char *target = g_strconcat ("drive:", burnish_drive_get_id (drive), NULL);
  g_autofree char *text = dup_drive_text (item);
  g_autoptr (GMenuItem) menu_item = new_target (text, target);

  g_menu_insert_item (menu, (int) position, menu_item);
}

static gboolean
says (GMenu *menu, guint position, BurnishDriveItem *item)
{
  g_autofree char *text = dup_drive_text (item);
  g_autofree char *label = burnish_mnemonic_escape (text);
  g_autofree char *shown = NULL;

  g_menu_model_get_item_attribute (G_MENU_MODEL (menu), (int) position, G_MENU_ATTRIBUTE_LABEL, "s",
                                   &shown);
  return g_strcmp0 (shown, label) == 0;
}

/* Another disc, or the first look at one, which can take long, while the menu is open. */
static void
drive_changed_cb (GMenu *menu, GParamSpec *pspec G_GNUC_UNUSED, BurnishDriveItem *changed)
{
  GListModel *drives = g_object_get_data (G_OBJECT (menu), DRIVES_KEY);

  for (guint i = 0; i < g_list_model_get_n_items (drives); i++)
    {
      g_autoptr (BurnishDriveItem) item = g_list_model_get_item (drives, i);

      if (item != changed || says (menu, i, item))
        continue;
      g_menu_remove (menu, (int) i);
      insert_drive (menu, i, item);
    }
}

static void
drives_changed_cb (GMenu *menu, guint position, guint removed, guint added, GListModel *drives)
{
  static const char *const details[] = { "notify::medium", "notify::error", "notify::job" };

  for (guint i = 0; i < removed; i++)
    g_menu_remove (menu, (int) position);
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (BurnishDriveItem) item = g_list_model_get_item (drives, i);

      insert_drive (menu, i, item);
      for (gsize n = 0; n < G_N_ELEMENTS (details); n++)
        g_signal_connect_object (item, details[n], G_CALLBACK (drive_changed_cb), menu,
                                 G_CONNECT_SWAPPED);
    }
}

static GMenuModel *
list_drives (BurnishDriveList *drives)
{
  GMenu *menu = g_menu_new ();

  g_object_set_data_full (G_OBJECT (menu), DRIVES_KEY, g_object_ref (drives), g_object_unref);
  g_signal_connect_object (drives, "items-changed", G_CALLBACK (drives_changed_cb), menu,
                           G_CONNECT_SWAPPED);
  drives_changed_cb (menu, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (drives)),
                     G_LIST_MODEL (drives));
  return G_MENU_MODEL (menu);
}

/* ---- Sizes ---- */

static GMenuModel *
list_seen (GSettings *settings)
{
  g_autoptr (GVariant) seen = burnish_disc_sizes_get_seen (settings);
  GMenu *menu = g_menu_new ();
  GVariantIter iter;
  const char *name;
  guint64 n_blocks;

  g_variant_iter_init (&iter, seen);
  while (g_variant_iter_next (&iter, "(&st)", &name, &n_blocks))
    append_size (menu, name, n_blocks);
  return G_MENU_MODEL (menu);
}

static GMenuModel *
list_common (void)
{
  GMenu *menu = g_menu_new ();
  guint n_sizes;
  const BurnishDiscSize *sizes = burnish_disc_sizes_get_common (&n_sizes);

  for (guint i = 0; i < n_sizes; i++)
    append_size (menu, _ (sizes[i].name), sizes[i].n_blocks);
  return G_MENU_MODEL (menu);
}

/* ---- Menus ---- */

static void
append_section (GMenu *menu, const char *title, GMenuModel *section)
{
  if (g_menu_model_get_n_items (section) > 0)
    g_menu_append_section (menu, title, section);
  g_object_unref (section);
}

/* Returns: (transfer full): what a project can be measured against */
GMenuModel *
burnish_capacity_menu_new_targets (BurnishDriveList *drives, GSettings *settings)
{
  GMenu *menu = g_menu_new ();

  append_section (menu, _ ("Discs in Drives"), list_drives (drives));
  append_section (menu, _ ("Seen Before"), list_seen (settings));
  append_section (menu, _ ("Common Sizes"), list_common ());
  return G_MENU_MODEL (menu);
}

static void
append_removable (GMenu *menu, const BurnishCapacityPart *part)
{
  g_autofree char *name = g_filename_display_name (part->name);
  g_autofree char *size = g_format_size (part->n_blocks * BURNISH_BLOCK_SIZE);
  /* Translators: a folder or file, and its size. */
  g_autofree char *text = g_strdup_printf (_ ("Remove “%s” (%s)"), name, size);
  g_autofree char *label = burnish_mnemonic_escape (text);
  GMenuItem *item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, "capacity.remove",
                                           g_variant_new_bytestring (part->name));
  g_menu_append_item (menu, item);
  g_object_unref (item);
}

/* Returns: (transfer full): what can be done when it is too much */
GMenuModel *
burnish_capacity_menu_new_cures (BurnishCapacity *capacity)
{
  GMenu *menu = g_menu_new ();
  GMenu *removable = g_menu_new ();
  GPtrArray *parts = burnish_capacity_get_parts (capacity);

  for (guint i = 0; i < MIN (parts->len, MAX_REMOVABLE); i++)
    {
      const BurnishCapacityPart *part = g_ptr_array_index (parts, i);

      if (part->kind == BURNISH_CAPACITY_FOLDER)
        append_removable (removable, part);
    }
  append_section (menu, NULL, G_MENU_MODEL (removable));
  g_menu_append (menu, _ ("Choose Another Disc…"), "capacity.choose-disc");
  return G_MENU_MODEL (menu);
}
