/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "capacity/burnish-capacity-menu.h"

#include "burnish-mnemonic.h"
#include "capacity/burnish-disc-sizes.h"
#include "drives/burnish-drive-words.h"

#include <glib/gi18n.h>

/* More than these nobody would remove to make room. */
#define MAX_REMOVABLE 3

static void
append_target (GMenu *menu, const char *text, const char *target)
{
  g_autofree char *label = burnish_mnemonic_escape (text);
  GMenuItem *item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "capacity.measure", "s", target);
  g_menu_append_item (menu, item);
  g_object_unref (item);
}

static void
append_size (GMenu *menu, const char *name, guint64 n_blocks)
{
  g_autofree char *size = g_format_size (n_blocks * BURNISH_BLOCK_SIZE);
  g_autofree char *target = g_strdup_printf ("size:%" G_GUINT64_FORMAT, n_blocks);
  /* Translators: a kind of disc and its size: "DVD, 4.7 GB". */
  g_autofree char *label = g_strdup_printf (_ ("%s, %s"), name, size);

  append_target (menu, label, target);
}

static GMenuModel *
list_drives (BurnishDriveList *drives)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (drives)); i++)
    {
      g_autoptr (BurnishDriveItem) item = g_list_model_get_item (G_LIST_MODEL (drives), i);
      BurnishDrive *drive = burnish_drive_item_get_drive (item);
      g_autofree char *name = burnish_drive_dup_display_name (drive);
      g_autofree char *summary = burnish_drive_item_dup_summary (item);
      g_autofree char *target = g_strconcat ("drive:", burnish_drive_get_id (drive), NULL);
      /* Translators: what disc is in a drive, and the name of the drive. */
      g_autofree char *label = g_strdup_printf (_ ("%s (%s)"), summary, name);

      append_target (menu, label, target);
    }
  return G_MENU_MODEL (menu);
}

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
