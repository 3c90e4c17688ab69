/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "file-system-options.h"

#include "burnish-image-enums.h"

#include <glib/gi18n-lib.h>

static char *file_systems;
static char *udf_revision;
static char *udf_symlinks;
static gboolean udf_no_duplicate;
static gboolean udf_embed;
static gboolean udf_streams;
static gboolean udf_vat;
static int iso_level = 3;
static gboolean no_joliet;
static gboolean no_rock_ridge;

const GOptionEntry file_system_option_entries[] = {
  { "filesystem", 0, 0, G_OPTION_ARG_STRING, &file_systems,
    N_ ("Of iso9660, joliet, rockridge and udf, with commas between (what suits the disc)"),
    N_ ("LIST") },
  { "iso-level", 0, 0, G_OPTION_ARG_INT, &iso_level,
    N_ ("Level of ISO 9660: 1, 2 or 3 (3: files over 4 GiB)"), N_ ("LEVEL") },
  { "no-joliet", 0, 0, G_OPTION_ARG_NONE, &no_joliet, N_ ("Without names for Windows"), NULL },
  { "no-rock-ridge", 0, 0, G_OPTION_ARG_NONE, &no_rock_ridge,
    N_ ("Without names, permissions and links for Linux and macOS"), NULL },
  { "udf-revision", 0, 0, G_OPTION_ARG_STRING, &udf_revision,
    N_ ("With UDF 1.02, 1.50, 2.00, 2.01, 2.50 or 2.60 (1.02; alone on Blu-ray discs 2.50)"),
    N_ ("REVISION") },
  { "udf-symlinks", 0, 0, G_OPTION_ARG_STRING, &udf_symlinks,
    N_ ("Symbolic links in UDF: resolve (what they point at) or keep (resolve)"), N_ ("HOW") },
  { "udf-no-duplicate", 0, 0, G_OPTION_ARG_NONE, &udf_no_duplicate,
    N_ ("Without a second copy of UDF’s folders (2.50 and 2.60)"), NULL },
  { "udf-embed", 0, 0, G_OPTION_ARG_NONE, &udf_embed, N_ ("Small files inside UDF’s file entries"),
    NULL },
  { "udf-streams", 0, 0, G_OPTION_ARG_NONE, &udf_streams,
    N_ ("Extended attributes as named streams (UDF 2.00 and later)"), NULL },
  { "udf-vat", 0, 0, G_OPTION_ARG_NONE, &udf_vat,
    N_ ("With a virtual allocation table (UDF 1.50 and later), for experts"), NULL },
  { NULL },
};

/* An option about UDF, and the first revision that knows what it is about. */
typedef struct
{
  gboolean is_given;
  const char *name;
  BurnishUdfRevision since;
} UdfOption;

#define N_UDF_OPTIONS 5

static void
get_udf_options (UdfOption *options)
{
  options[0] = (UdfOption){ udf_symlinks != NULL, "udf-symlinks", BURNISH_UDF_1_02 };
  options[1] = (UdfOption){ udf_embed, "udf-embed", BURNISH_UDF_1_02 };
  options[2] = (UdfOption){ udf_vat, "udf-vat", BURNISH_UDF_1_50 };
  options[3] = (UdfOption){ udf_streams, "udf-streams", BURNISH_UDF_2_00 };
  options[4] = (UdfOption){ udf_no_duplicate, "udf-no-duplicate", BURNISH_UDF_2_50 };
}

const char *
file_system_options_find_given (void)
{
  UdfOption udf_options[N_UDF_OPTIONS];

  if (file_systems != NULL)
    return "filesystem";
  if (iso_level != 3)
    return "iso-level";
  if (no_joliet)
    return "no-joliet";
  if (no_rock_ridge)
    return "no-rock-ridge";
  if (udf_revision != NULL)
    return "udf-revision";
  get_udf_options (udf_options);
  for (guint i = 0; i < N_UDF_OPTIONS; i++)
    if (udf_options[i].is_given)
      return udf_options[i].name;
  return NULL;
}

/* ---- Parsing ---- */

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT,
                                                format, args));
  va_end (args);
  return FALSE;
}

static gboolean
parse_revision (BurnishUdfRevision *revision, GError **error)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_UDF_REVISION);

  for (guint i = 0; i < klass->n_values; i++)
    {
      *revision = (BurnishUdfRevision) klass->values[i].value;
      if (g_strcmp0 (burnish_udf_revision_to_string (*revision), udf_revision) == 0)
        return TRUE;
    }
  return refuse (error,
                 "--udf-revision cannot be “%s”; it can be 1.02, 1.50, 2.00, 2.01, 2.50 or 2.60",
                 udf_revision);
}

static gboolean
parse_file_systems (GHashTable *names, GError **error)
{
  static const char *const known[] = { "iso9660", "joliet", "rockridge", "udf", NULL };
  g_auto (GStrv) words = g_strsplit (file_systems, ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint k = 0;

      while (known[k] != NULL && !g_str_equal (known[k], words[i]))
        k++;
      if (known[k] == NULL)
        return refuse (error, "--filesystem knows iso9660, joliet, rockridge and udf, not “%s”",
                       words[i]);
      g_hash_table_add (names, (gpointer) known[k]);
    }
  if (g_hash_table_size (names) == 0)
    return refuse (error, "--filesystem names none; an image needs iso9660 or udf");
  if (g_hash_table_contains (names, "iso9660"))
    return TRUE;
  for (guint k = 1; k <= 2; k++)
    if (g_hash_table_contains (names, known[k]))
      return refuse (error, "--filesystem: %s is a part of iso9660, which is not in the list",
                     known[k]);
  return TRUE;
}

/* Options that contradict the list. */
static gboolean
check_list (GHashTable *names, GError **error)
{
  gboolean has_udf = g_hash_table_contains (names, "udf");

  if (no_joliet && g_hash_table_contains (names, "joliet"))
    return refuse (error, "--filesystem lists joliet, and --no-joliet takes it away");
  if (no_rock_ridge && g_hash_table_contains (names, "rockridge"))
    return refuse (error, "--filesystem lists rockridge, and --no-rock-ridge takes it away");
  if (iso_level != 3 && !g_hash_table_contains (names, "iso9660"))
    return refuse (error, "--iso-level is about iso9660, which --filesystem does not list");
  if (udf_revision != NULL && !has_udf)
    return refuse (error, "--udf-revision is about udf, which --filesystem does not list");
  return TRUE;
}

gboolean
file_system_options_check (GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  BurnishUdfRevision revision;

  if (iso_level < 1 || iso_level > 3)
    return refuse (error, "--iso-level cannot be “%d”; it can be 1, 2 or 3", iso_level);
  if (udf_symlinks != NULL && !g_str_equal (udf_symlinks, "resolve")
      && !g_str_equal (udf_symlinks, "keep"))
    return refuse (error, "--udf-symlinks cannot be “%s”; it can be resolve or keep", udf_symlinks);
  if (udf_revision != NULL && !parse_revision (&revision, error))
    return FALSE;
  return file_systems == NULL || (parse_file_systems (names, error) && check_list (names, error));
}

/* ---- Setting ---- */

static void
set_listed (BurnishImageOptions *options, BurnishDiscFamily family)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean iso9660;
  BurnishUdfRevision revision = BURNISH_UDF_NONE;

  parse_file_systems (names, NULL);
  iso9660 = g_hash_table_contains (names, "iso9660");
  if (g_hash_table_contains (names, "udf"))
    revision = !iso9660 && family == BURNISH_DISC_FAMILY_BD ? BURNISH_UDF_2_50 : BURNISH_UDF_1_02;
  burnish_image_options_set_recommended_file_systems (options, FALSE);
  burnish_image_options_set_iso9660 (options, iso9660);
  burnish_image_options_set_joliet (options, g_hash_table_contains (names, "joliet"));
  burnish_image_options_set_rock_ridge (options, g_hash_table_contains (names, "rockridge"));
  burnish_image_options_set_udf_revision (options, revision);
}

static gboolean
check_udf (BurnishImageOptions *options, GError **error)
{
  BurnishUdfRevision revision = burnish_image_options_get_udf_revision (options);
  UdfOption udf_options[N_UDF_OPTIONS];

  get_udf_options (udf_options);
  for (guint i = 0; i < N_UDF_OPTIONS; i++)
    if (!udf_options[i].is_given)
      continue;
    else if (revision == BURNISH_UDF_NONE)
      return refuse (error,
                     "--%s is about UDF, which would not be on this disc; "
                     "--udf-revision puts it there",
                     udf_options[i].name);
    else if (revision < udf_options[i].since)
      return refuse (error, "--%s needs UDF %s or later; --udf-revision says which",
                     udf_options[i].name, burnish_udf_revision_to_string (udf_options[i].since));
  if (udf_embed && burnish_image_options_get_iso9660 (options))
    return refuse (error, "--udf-embed needs UDF alone: ISO 9660 cannot find embedded files");
  return TRUE;
}

gboolean
file_system_options_apply (BurnishImageOptions *options,
                           BurnishDiscFamily family,
                           BurnishTreeSnapshot *snapshot,
                           GError **error)
{
  BurnishUdfRevision revision;

  burnish_image_options_set_iso_level (options, (guint) iso_level);
  burnish_image_options_set_joliet (options, !no_joliet);
  burnish_image_options_set_rock_ridge (options, !no_rock_ridge);
  if (file_systems != NULL)
    set_listed (options, family);
  else if (burnish_image_options_get_recommended_file_systems (options))
    burnish_image_options_recommend (options, family, snapshot);
  if (udf_revision != NULL)
    {
      if (!parse_revision (&revision, error))
        return FALSE;
      burnish_image_options_set_recommended_file_systems (options, FALSE);
      burnish_image_options_set_udf_revision (options, revision);
    }
  burnish_image_options_set_udf_symlinks (options, g_strcmp0 (udf_symlinks, "keep") == 0
                                                       ? BURNISH_UDF_SYMLINKS_KEEP
                                                       : BURNISH_UDF_SYMLINKS_RESOLVE);
  burnish_image_options_set_udf_embed (options, udf_embed);
  burnish_image_options_set_udf_streams (options, udf_streams);
  burnish_image_options_set_udf_vat (options, udf_vat);
  burnish_image_options_set_udf_duplicate_metadata (options, !udf_no_duplicate);
  return check_udf (options, error);
}

char *
file_system_options_describe (BurnishImageLayout *layout)
{
  g_auto (GStrv) names = burnish_image_layout_dup_file_systems (layout);

  return burnish_file_systems_to_text (names, burnish_image_layout_get_udf_revision (layout));
}
