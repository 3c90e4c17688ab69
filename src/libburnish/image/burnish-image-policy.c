/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-policy.h"

#include <glib/gi18n-lib.h>

/* Path tables number directories with 16 bits (ECMA-119 9.4). */
#define MAX_ISO9660_FOLDERS 65535
/* One extent is recorded with 32 bits (ECMA-119 9.1.4); few readers follow several. */
#define MAX_ISO9660_EXTENT G_MAXUINT32

static gboolean
has_large_file (BurnishTreeSnapshot *snapshot)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);

  for (BurnishNode node = 0; node < n_nodes; node++)
    if (burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FILE
        && burnish_tree_snapshot_get_node_size_bytes (snapshot, node) > MAX_ISO9660_EXTENT)
      return TRUE;
  return FALSE;
}

static gboolean
has_too_many_folders (BurnishTreeSnapshot *snapshot)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  guint32 n_folders = 0;

  if (n_nodes <= MAX_ISO9660_FOLDERS)
    return FALSE;
  for (BurnishNode node = 0; node < n_nodes; node++)
    n_folders += burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FOLDER;
  return n_folders > MAX_ISO9660_FOLDERS;
}

static gboolean
has_node (BurnishTreeSnapshot *snapshot, const char *path, BurnishNodeKind kind)
{
  BurnishNode node = burnish_tree_snapshot_lookup (snapshot, path);

  return node != BURNISH_NODE_NONE && burnish_tree_snapshot_get_kind (snapshot, node) == kind;
}

/* What is on a disc counts before what it is: players decide what they play. */
static BurnishFileSystemReason
find_reason (BurnishDiscFamily family, BurnishTreeSnapshot *snapshot)
{
  if (has_node (snapshot, "/BDMV", BURNISH_NODE_FOLDER))
    return BURNISH_FILE_SYSTEM_REASON_BLU_RAY_VIDEO;
  if (has_too_many_folders (snapshot))
    return BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS;
  if (has_node (snapshot, "/VIDEO_TS/VIDEO_TS.IFO", BURNISH_NODE_FILE))
    return BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO;
  switch (family)
    {
    case BURNISH_DISC_FAMILY_DVD:
    case BURNISH_DISC_FAMILY_HD_DVD:
      return BURNISH_FILE_SYSTEM_REASON_DVD;
    case BURNISH_DISC_FAMILY_BD:
      return BURNISH_FILE_SYSTEM_REASON_BLU_RAY;
    case BURNISH_DISC_FAMILY_CD:
    case BURNISH_DISC_FAMILY_NONE:
    default:
      break;
    }
  if (has_large_file (snapshot))
    return BURNISH_FILE_SYSTEM_REASON_LARGE_FILE;
  return family == BURNISH_DISC_FAMILY_CD ? BURNISH_FILE_SYSTEM_REASON_CD
                                          : BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE;
}

static void
set_file_systems (BurnishImageOptions *self, gboolean iso9660, BurnishUdfRevision udf_revision)
{
  burnish_image_options_set_iso9660 (self, iso9660);
  burnish_image_options_set_udf_revision (self, udf_revision);
}

/**
 * burnish_image_options_recommend:
 * @self: options
 * @family: what kind of disc the image is for
 * @snapshot: what shall be on the disc
 *
 * Sets the file systems that suit the disc and what is on it: CDs and image files get ISO 9660,
 * DVDs ISO 9660 and UDF 1.02, Blu-ray discs UDF 2.50. A DVD video, a Blu-ray video, a file of 4 GiB
 * or more, and more than 65 535 folders need UDF wherever they are. All other options stay as they
 * were set.
 *
 * Takes a look at every node, a few milliseconds for a million.
 *
 * Returns: what decided
 */
BurnishFileSystemReason
burnish_image_options_recommend (BurnishImageOptions *self,
                                 BurnishDiscFamily family,
                                 BurnishTreeSnapshot *snapshot)
{
  BurnishFileSystemReason reason;

  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), BURNISH_FILE_SYSTEM_REASON_CHOSEN);
  g_return_val_if_fail (snapshot != NULL, BURNISH_FILE_SYSTEM_REASON_CHOSEN);
  reason = find_reason (family, snapshot);
  switch (reason)
    {
    case BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE:
    case BURNISH_FILE_SYSTEM_REASON_CD:
      set_file_systems (self, TRUE, BURNISH_UDF_NONE);
      break;
    case BURNISH_FILE_SYSTEM_REASON_DVD:
    case BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO:
    case BURNISH_FILE_SYSTEM_REASON_LARGE_FILE:
      set_file_systems (self, TRUE, BURNISH_UDF_1_02);
      break;
    case BURNISH_FILE_SYSTEM_REASON_BLU_RAY:
    case BURNISH_FILE_SYSTEM_REASON_BLU_RAY_VIDEO:
      set_file_systems (self, FALSE, BURNISH_UDF_2_50);
      break;
    case BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS:
      set_file_systems (self, FALSE,
                        family == BURNISH_DISC_FAMILY_BD ? BURNISH_UDF_2_50 : BURNISH_UDF_1_02);
      break;
    case BURNISH_FILE_SYSTEM_REASON_CHOSEN:
    default:
      g_assert_not_reached ();
    }
  return reason;
}

/**
 * burnish_image_options_dup_file_systems:
 * @self: options
 *
 * Returns: (transfer full): which file systems they ask for: of `iso9660`, `joliet`, `rockridge`
 *   and `udf`, in this order
 */
char **
burnish_image_options_dup_file_systems (BurnishImageOptions *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gboolean iso9660;

  g_return_val_if_fail (BURNISH_IS_IMAGE_OPTIONS (self), NULL);
  iso9660 = burnish_image_options_get_iso9660 (self);
  if (iso9660)
    g_strv_builder_add (names, "iso9660");
  if (iso9660 && burnish_image_options_get_joliet (self))
    g_strv_builder_add (names, "joliet");
  if (iso9660 && burnish_image_options_get_rock_ridge (self))
    g_strv_builder_add (names, "rockridge");
  if (burnish_image_options_get_udf_revision (self) != BURNISH_UDF_NONE)
    g_strv_builder_add (names, "udf");
  return g_strv_builder_end (names);
}

/* ---- Words ---- */

/**
 * burnish_file_system_reason_to_sentence:
 * @reason: why an image has the file systems that it has
 *
 * Returns: (transfer none): the reason as an English sentence, for programs and reports
 */
const char *
burnish_file_system_reason_to_sentence (BurnishFileSystemReason reason)
{
  switch (reason)
    {
    case BURNISH_FILE_SYSTEM_REASON_CHOSEN:
      return N_ ("The file systems were chosen by hand.");
    case BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE:
      return N_ ("An image file may end on any disc, and ISO 9660 is read everywhere.");
    case BURNISH_FILE_SYSTEM_REASON_CD:
      return N_ ("Every system reads ISO 9660 on CDs.");
    case BURNISH_FILE_SYSTEM_REASON_DVD:
      return N_ ("On DVDs most systems and players look for UDF first; older ones read ISO 9660.");
    case BURNISH_FILE_SYSTEM_REASON_BLU_RAY:
      return N_ ("Blu-ray discs are made for UDF 2.50.");
    case BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO:
      return N_ ("There is a DVD video, which players look for in UDF 1.02.");
    case BURNISH_FILE_SYSTEM_REASON_BLU_RAY_VIDEO:
      return N_ ("There is a Blu-ray video, which players look for in UDF 2.50.");
    case BURNISH_FILE_SYSTEM_REASON_LARGE_FILE:
      return N_ ("A file has 4 GiB or more, which many systems read only in UDF.");
    case BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS:
      return N_ ("There are more than 65 535 folders, which ISO 9660 cannot hold.");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * burnish_file_system_reason_to_text:
 * @reason: why an image has the file systems that it has
 *
 * Returns: (transfer none): the reason as a sentence in the person's language
 */
const char *
burnish_file_system_reason_to_text (BurnishFileSystemReason reason)
{
  return g_dgettext (GETTEXT_PACKAGE, burnish_file_system_reason_to_sentence (reason));
}

/**
 * burnish_file_systems_to_text:
 * @file_systems: (array zero-terminated=1): as of [method@Burnish.ImageLayout.dup_file_systems]
 * @udf_revision: the revision of `udf` among them
 *
 * Returns: (transfer full): their names in a line for people, such as `ISO 9660, Joliet, UDF 1.02`
 */
char *
burnish_file_systems_to_text (char **file_systems, BurnishUdfRevision udf_revision)
{
  static const struct
  {
    const char *name;
    const char *shown;
  } words[] = { { "iso9660", "ISO 9660" },
                { "joliet", "Joliet" },
                { "rockridge", "Rock Ridge" },
                { "udf", "UDF" } };
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (file_systems != NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strv_contains ((const char *const *) file_systems, words[i].name))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words[i].shown);
  if (udf_revision != BURNISH_UDF_NONE)
    g_string_append_printf (text, " %s", burnish_udf_revision_to_string (udf_revision));
  return g_string_free (text, FALSE);
}
