/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-check-private.h"

#include "burnish-image-options-private.h"

#include <string.h>

/* Path tables number directories with 16 bits (ECMA-119 9.4). */
#define MAX_FOLDERS 65535
/* libisofs and the manifest follow the tree by recursion; this much fits well into any thread's
   stack. */
#define MAX_DEPTH 10000
/* One extent is recorded with 32 bits (ECMA-119 9.1.4); only level 3 allows several. */
#define MAX_ONE_EXTENT G_MAXUINT32
/* Addresses have 32 bits. */
#define MAX_IMAGE_BYTES ((guint64) G_MAXUINT32 * BURNISH_BLOCK_SIZE)

void
_burnish_image_refuse (GError **refusal,
                       BurnishError code,
                       const char *path,
                       const char *format,
                       ...)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  reason = g_error_new_literal (BURNISH_ERROR, (gint) code, message);
  if (path)
    burnish_error_set_path (reason, path);
  if (*refusal == NULL)
    *refusal =
        g_error_new_literal (BURNISH_ERROR, BURNISH_ERROR_REFUSED, "The image cannot be made");
  burnish_error_add_reason (*refusal, reason);
}

static gboolean
has_control_characters (const char *text)
{
  for (; *text; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;
  return FALSE;
}

static gboolean
is_readable (const char *what, const char *text, GError **refusal)
{
  if (g_utf8_validate (text, -1, NULL) && !has_control_characters (text))
    return TRUE;
  _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                         "The %s holds control characters or is not valid UTF-8", what);
  return FALSE;
}

static void
check_volume_id (BurnishImageOptions *options, GError **refusal)
{
  const char *volume_id = burnish_image_options_get_volume_id (options);

  if (volume_id == NULL || !is_readable ("volume name", volume_id, refusal))
    return;
  if (*volume_id == '\0')
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "The volume name is empty");
  if (_burnish_image_options_hold_volume_id (options, volume_id))
    return;
  if (burnish_image_options_get_iso9660 (options))
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "The volume name has %" G_GSIZE_FORMAT " bytes; at most %d fit",
                           strlen (volume_id), BURNISH_VOLUME_ID_MAX);
  else
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "The volume name has %ld characters; UDF holds 126, or 63 when one is "
                           "beyond U+00FF",
                           g_utf8_strlen (volume_id, -1));
}

static void
check_identifier (const char *what, const char *text, gsize max_bytes, GError **refusal)
{
  if (text != NULL && is_readable (what, text, refusal) && strlen (text) > max_bytes)
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "The %s has %" G_GSIZE_FORMAT " bytes; at most %" G_GSIZE_FORMAT " fit",
                           what, strlen (text), max_bytes);
}

static void
check_identifiers (BurnishImageOptions *options, GError **refusal)
{
  check_volume_id (options, refusal);
  check_identifier ("volume set name", burnish_image_options_get_volume_set_id (options),
                    BURNISH_LONG_ID_MAX, refusal);
  check_identifier ("publisher", burnish_image_options_get_publisher_id (options),
                    BURNISH_LONG_ID_MAX, refusal);
  check_identifier ("preparer", burnish_image_options_get_preparer_id (options),
                    BURNISH_LONG_ID_MAX, refusal);
  check_identifier ("application", burnish_image_options_get_application_id (options),
                    BURNISH_LONG_ID_MAX, refusal);
  check_identifier ("system", burnish_image_options_get_system_id (options), BURNISH_VOLUME_ID_MAX,
                    refusal);
}

/* Choices that exclude each other. */
static void
check_file_systems (BurnishImageOptions *options, GError **refusal)
{
  BurnishUdfRevision revision = burnish_image_options_get_udf_revision (options);
  gboolean has_iso = burnish_image_options_get_iso9660 (options);

  if (revision == BURNISH_UDF_NONE)
    {
      if (!has_iso)
        _burnish_image_refuse (
            refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
            "The image has no file system: both ISO 9660 and UDF are switched off");
      return;
    }
  /* Extended file entries, which point at them, came with 2.00. */
  if (burnish_image_options_get_udf_streams (options) && revision < BURNISH_UDF_2_00)
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "Extended attributes as named streams need UDF 2.00 or later");
  if (!burnish_image_options_get_udf_vat (options))
    return;
  if (revision < BURNISH_UDF_1_50)
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "A virtual allocation table needs UDF 1.50 or later");
  if (has_iso)
    _burnish_image_refuse (refusal, BURNISH_ERROR_INVALID_ARGUMENT, NULL,
                           "A virtual allocation table does not go together with ISO 9660");
}

static void
check_size (BurnishTreeSnapshot *snapshot,
            BurnishNode node,
            BurnishImageOptions *options,
            GError **refusal)
{
  guint64 size_bytes = burnish_tree_snapshot_get_node_size_bytes (snapshot, node);
  g_autofree char *path = NULL;

  if (size_bytes <= MAX_ONE_EXTENT || !burnish_image_options_get_iso9660 (options)
      || burnish_image_options_get_iso_level (options) == 3)
    return;
  path = burnish_tree_snapshot_dup_path (snapshot, node);
  _burnish_image_refuse (refusal, BURNISH_ERROR_TREE_TOO_LARGE, path,
                         "A file has %" G_GUINT64_FORMAT
                         " bytes; ISO 9660 level %u holds files below 4 GiB",
                         size_bytes, burnish_image_options_get_iso_level (options));
}

/* Nodes are numbered parents first, so one pass finds all depths. */
static guint32
check_nodes (BurnishTreeSnapshot *snapshot,
             BurnishImageOptions *options,
             guint32 *max_depth,
             guint64 *n_blocks,
             GError **refusal)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  g_autofree guint32 *depths = g_new0 (guint32, n_nodes);
  guint32 n_folders = 0;

  for (BurnishNode node = 0; node < n_nodes; node++)
    {
      BurnishNodeKind kind = burnish_tree_snapshot_get_kind (snapshot, node);

      if (node != BURNISH_NODE_ROOT)
        depths[node] = depths[burnish_tree_snapshot_get_parent (snapshot, node)] + 1;
      *max_depth = MAX (*max_depth, depths[node]);
      n_folders += kind == BURNISH_NODE_FOLDER;
      if (kind != BURNISH_NODE_FILE)
        continue;
      check_size (snapshot, node, options, refusal);
      if (burnish_tree_snapshot_get_first_link (snapshot, node) == node)
        *n_blocks +=
            burnish_bytes_to_blocks (burnish_tree_snapshot_get_node_size_bytes (snapshot, node));
    }
  return n_folders;
}

gboolean
_burnish_image_check (BurnishTreeSnapshot *snapshot, BurnishImageOptions *options, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  guint32 n_folders, max_depth = 0;
  guint64 n_blocks = 0;

  check_file_systems (options, &refusal);
  check_identifiers (options, &refusal);
  n_folders = check_nodes (snapshot, options, &max_depth, &n_blocks, &refusal);
  if (n_folders > MAX_FOLDERS && burnish_image_options_get_iso9660 (options))
    _burnish_image_refuse (&refusal, BURNISH_ERROR_TREE_TOO_LARGE, NULL,
                           "There are %u folders; ISO 9660 holds %u", n_folders, MAX_FOLDERS);
  if (max_depth > MAX_DEPTH)
    _burnish_image_refuse (&refusal, BURNISH_ERROR_TREE_TOO_LARGE, NULL,
                           "Folders are nested %u deep; at most %u can be recorded", max_depth,
                           MAX_DEPTH);
  if (n_blocks > MAX_IMAGE_BYTES / BURNISH_BLOCK_SIZE)
    _burnish_image_refuse (&refusal, BURNISH_ERROR_TREE_TOO_LARGE, NULL,
                           "The files need %" G_GUINT64_FORMAT " blocks; an image holds %u",
                           n_blocks, G_MAXUINT32);
  if (burnish_image_options_get_manifest (options)
      && burnish_tree_snapshot_lookup (snapshot, "/" BURNISH_MANIFEST_NAME) != BURNISH_NODE_NONE)
    _burnish_image_refuse (&refusal, BURNISH_ERROR_NAME_EXISTS, "/" BURNISH_MANIFEST_NAME,
                           "The name of the checksum manifest, %s, is taken by a file in the root",
                           BURNISH_MANIFEST_NAME);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
