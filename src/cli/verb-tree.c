/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-enums.h"
#include "burnish-tree-enums.h"
#include "file-system-options.h"
#include "image-options.h"
#include "interrupt.h"
#include "verb.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* "tree": what would be on the disc, under which names. */

#define N_NAMESPACES (BURNISH_NAMESPACE_UDF + 1)

static const char *
namespace_to_string (BurnishNamespace ns)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_NAMESPACE);

  return g_enum_get_value (klass, ns)->value_nick;
}

static void
emit_names (JsonBuilder *event, BurnishImageLayout *layout, BurnishNode node)
{
  json_builder_set_member_name (event, "names");
  json_builder_begin_object (event);
  for (guint ns = 0; ns < N_NAMESPACES; ns++)
    {
      g_autofree char *name = burnish_image_layout_dup_name (layout, node, ns);

      _burnish_json_add_string (event, namespace_to_string (ns), name);
    }
  json_builder_end_object (event);
}

static void
emit_node (Output *output, BurnishImageLayout *layout, BurnishNode node)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autoptr (GEnumClass) kinds = g_type_class_ref (BURNISH_TYPE_NODE_KIND);
  BurnishNodeKind kind = burnish_tree_snapshot_get_kind (snapshot, node);
  g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);
  JsonBuilder *event = output_begin_event (output, "node");
  guint32 start = burnish_image_layout_get_start_block (layout, node);

  _burnish_json_add_path (event, "path", path);
  _burnish_json_add_string (event, "kind", g_enum_get_value (kinds, kind)->value_nick);
  _burnish_json_add_int (event, "mtime_us", burnish_tree_snapshot_get_mtime_us (snapshot, node));
  if (kind == BURNISH_NODE_FILE)
    _burnish_json_add_int (event, "size_bytes",
                           (gint64) burnish_tree_snapshot_get_node_size_bytes (snapshot, node));
  if (kind == BURNISH_NODE_SYMLINK)
    _burnish_json_add_path (event, "target",
                            burnish_tree_snapshot_get_link_target (snapshot, node));
  if (start > 0)
    _burnish_json_add_int (event, "start_block", start);
  emit_names (event, layout, node);
  output_end_event (output);
}

static void
print_node (Output *output, BurnishImageLayout *layout, BurnishNode node)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);
  g_autofree char *readable = _burnish_text_escape (path);
  g_autofree char *size = NULL;

  switch (burnish_tree_snapshot_get_kind (snapshot, node))
    {
    case BURNISH_NODE_FOLDER:
      output_print (output, "%10s  %s/\n", "", readable);
      return;
    case BURNISH_NODE_SYMLINK:
      {
        g_autofree char *target =
            _burnish_text_escape (burnish_tree_snapshot_get_link_target (snapshot, node));

        output_print (output, "%10s  %s → %s\n", "", readable, target);
        return;
      }
    case BURNISH_NODE_FILE:
      size = g_format_size (burnish_tree_snapshot_get_node_size_bytes (snapshot, node));
      output_print (output, "%10s  %s\n", size, readable);
      return;
    default:
      g_assert_not_reached ();
    }
}

static void
emit_name_change (Output *output, const char *path, BurnishNamespace ns, const char *name)
{
  JsonBuilder *event = output_begin_event (output, "name-change");

  _burnish_json_add_path (event, "path", path);
  _burnish_json_add_string (event, "namespace", namespace_to_string (ns));
  _burnish_json_add_string (event, "name", name);
  output_end_event (output);
}

static void
print_missing (Output *output, BurnishNodeKind kind, BurnishNamespace ns, const char *readable)
{
  if (ns == BURNISH_NAMESPACE_UDF)
    output_print (output, _ ("%-11s %s is missing: what it points at is not in the tree\n"),
                  namespace_to_string (ns), readable);
  else if (kind == BURNISH_NODE_SYMLINK)
    output_print (output, _ ("%-11s %s is missing: there are no symbolic links\n"),
                  namespace_to_string (ns), readable);
  else
    output_print (output, _ ("%-11s %s is missing: its path is too long\n"),
                  namespace_to_string (ns), readable);
}

static void
show_name_change (Output *output, BurnishImageLayout *layout, BurnishNode node, BurnishNamespace ns)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autofree char *name = burnish_image_layout_dup_name (layout, node, ns);
  g_autofree char *path = burnish_tree_snapshot_dup_path (snapshot, node);
  g_autofree char *readable = _burnish_text_escape (path);

  if (output_is_json (output))
    emit_name_change (output, path, ns, name);
  else if (name)
    /* Translators: a name space such as joliet, a path, and the name that it gets there. */
    output_print (output, _ ("%-11s %s becomes %s\n"), namespace_to_string (ns), readable, name);
  else
    print_missing (output, burnish_tree_snapshot_get_kind (snapshot, node), ns, readable);
}

/* Upper case and version numbers make every ISO 9660 name differ; those that matter to people are
   the names that Windows, Linux and macOS show. */
static void
show_name_changes (Output *output, BurnishImageLayout *layout)
{
  for (guint ns = BURNISH_NAMESPACE_JOLIET; ns < N_NAMESPACES; ns++)
    {
      g_autoptr (GArray) changed = burnish_image_layout_dup_changed (layout, ns);
      g_autoptr (GArray) missing = burnish_image_layout_dup_missing (layout, ns);

      for (guint i = 0; i < changed->len; i++)
        show_name_change (output, layout, g_array_index (changed, BurnishNode, i), ns);
      for (guint i = 0; i < missing->len; i++)
        show_name_change (output, layout, g_array_index (missing, BurnishNode, i), ns);
    }
}

static void
show_missing_streams (Output *output, BurnishImageLayout *layout)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  g_autoptr (GArray) files = burnish_image_layout_dup_without_streams (layout);

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path =
          burnish_tree_snapshot_dup_path (snapshot, g_array_index (files, BurnishNode, i));
      g_autofree char *readable = _burnish_text_escape (path);
      JsonBuilder *event;

      if (!output_is_json (output))
        {
          output_print (output, _ ("%s loses extended attributes\n"), readable);
          continue;
        }
      event = output_begin_event (output, "attributes-left-out");
      _burnish_json_add_path (event, "path", path);
      output_end_event (output);
    }
}

static void
print_total (Output *output, BurnishImageLayout *layout)
{
  BurnishTreeSnapshot *snapshot = burnish_image_layout_get_snapshot (layout);
  guint64 n_blocks = burnish_image_layout_get_n_blocks (layout);
  g_autofree char *size = g_format_size (n_blocks * BURNISH_BLOCK_SIZE);

  output_print (output, _ ("%u folders, %u files; the image has %" PRIu64 " blocks, %s\n"),
                burnish_tree_snapshot_get_n_folders (snapshot),
                burnish_tree_snapshot_get_n_files (snapshot), n_blocks, size);
}

static void
show_file_systems (Output *output, BurnishImageLayout *layout)
{
  BurnishFileSystemReason reason = burnish_image_layout_get_file_system_reason (layout);
  const char *revision =
      burnish_udf_revision_to_string (burnish_image_layout_get_udf_revision (layout));
  g_auto (GStrv) names = burnish_image_layout_dup_file_systems (layout);
  g_autofree char *text = NULL;
  JsonBuilder *event;

  if (!output_is_json (output))
    {
      text = file_system_options_describe (layout);
      output_print (output, "%s: %s\n", text, burnish_file_system_reason_to_text (reason));
      return;
    }
  event = output_begin_event (output, "file-systems");
  json_builder_set_member_name (event, "file_systems");
  json_builder_begin_array (event);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (event, names[i]);
  json_builder_end_array (event);
  if (revision != NULL)
    _burnish_json_add_string (event, "udf_revision", revision);
  _burnish_json_add_string (event, "file_system_reason",
                            burnish_file_system_reason_to_sentence (reason));
  output_end_event (output);
}

static int
run (const char *const *arguments, Output *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishImageLayout) layout = NULL;
  guint32 n_nodes;

  if (!image_options_check_sources (arguments, &error))
    return output_finish (output, NULL, error);
  layout = image_options_lay_out (arguments, BURNISH_DISC_FAMILY_NONE, output, &error);
  if (layout == NULL)
    return output_finish (output, NULL, error);

  n_nodes = burnish_tree_snapshot_get_n_nodes (burnish_image_layout_get_snapshot (layout));
  for (BurnishNode node = 1; node < n_nodes; node++)
    {
      if (g_cancellable_set_error_if_cancelled (interrupt_get_cancellable (), &error))
        return output_finish (output, NULL, error);
      if (output_is_json (output))
        emit_node (output, layout, node);
      else
        print_node (output, layout, node);
    }
  show_name_changes (output, layout);
  show_missing_streams (output, layout);
  show_file_systems (output, layout);
  print_total (output, layout);
  return output_finish (output, NULL, NULL);
}

const Verb verb_tree = {
  .name = "tree",
  .arguments = N_ ("SOURCE…"),
  .summary = N_ ("Show what would be on a disc, under which names"),
  .run = run,
  .image_options = TRUE,
};
