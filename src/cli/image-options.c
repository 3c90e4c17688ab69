/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "interrupt.h"
#include "image-options.h"

#include "file-system-options.h"
#include "project-source.h"
#include "stage.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *project_path;
static char *from_image;
static GStrv exclude;
static gboolean no_hidden;
static char *symlinks;
static gboolean skip_unreadable;
static char *volume_id;
static gboolean no_manifest;
static gboolean no_sha256;
static char *on_bad_source;

const GOptionEntry image_option_entries[] = {
  { "project", 0, 0, G_OPTION_ARG_FILENAME, &project_path,
    N_ ("What a project of Burnish's window holds, instead of SOURCE"), N_ ("FILE") },
  { "from-image", 0, 0, G_OPTION_ARG_FILENAME, &from_image,
    N_ ("Begin with what an image file holds; each SOURCE comes beside it"), N_ ("IMAGE") },
  { "volume-id", 0, 0, G_OPTION_ARG_STRING, &volume_id, N_ ("The disc's title (the folder's name)"),
    N_ ("NAME") },
  { "exclude", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &exclude,
    N_ ("Leave out names that match, with * and ?"), N_ ("PATTERN") },
  { "no-hidden", 0, 0, G_OPTION_ARG_NONE, &no_hidden, N_ ("Leave out names that begin with a dot"),
    NULL },
  { "symlinks", 0, 0, G_OPTION_ARG_STRING, &symlinks,
    N_ ("Symbolic links: keep, follow or skip (keep)"), N_ ("HOW") },
  { "skip-unreadable", 0, 0, G_OPTION_ARG_NONE, &skip_unreadable,
    N_ ("Go on without what cannot be read; it is listed"), NULL },
  { "on-bad-source", 0, 0, G_OPTION_ARG_STRING, &on_bad_source,
    N_ ("A file that goes bad while it is written: stop or fill with zeros (stop)"), N_ ("HOW") },
  { "no-manifest", 0, 0, G_OPTION_ARG_NONE, &no_manifest, N_ ("Do not put SHA256SUMS on the disc"),
    NULL },
  { "no-sha256", 0, 0, G_OPTION_ARG_NONE, &no_sha256,
    N_ ("Only checksums that locate damage; needs --no-manifest"), NULL },
  { NULL },
};

static gboolean
refuse_value (const char *option, const char *value, const char *allowed, GError **error)
{
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT,
               "--%s cannot be “%s”; it can be %s", option, value, allowed);
  return FALSE;
}

static gboolean
parse_symlinks (BurnishSymlinkPolicy *policy, GError **error)
{
  *policy = BURNISH_SYMLINKS_KEEP;
  if (symlinks == NULL || g_str_equal (symlinks, "keep"))
    return TRUE;
  *policy = BURNISH_SYMLINKS_FOLLOW;
  if (g_str_equal (symlinks, "follow"))
    return TRUE;
  *policy = BURNISH_SYMLINKS_LEAVE_OUT;
  if (g_str_equal (symlinks, "skip"))
    return TRUE;
  return refuse_value ("symlinks", symlinks, "keep, follow or skip", error);
}

/* An option that was given although a project says itself what it says. */
static const char *
find_option_beside_project (void)
{
  const struct
  {
    gboolean is_given;
    const char *name;
  } beside[] = {
    { exclude != NULL, "exclude" },   { no_hidden, "no-hidden" },
    { symlinks != NULL, "symlinks" }, { volume_id != NULL, "volume-id" },
    { no_manifest, "no-manifest" },   { from_image != NULL, "from-image" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
    if (beside[i].is_given)
      return beside[i].name;
  return file_system_options_find_given ();
}

gboolean
image_options_check_sources (const char *const *sources, GError **error)
{
  const char *option = find_option_beside_project ();

  if (project_path == NULL && from_image == NULL && sources[0] == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "Name at least one folder or file");
  else if (project_path != NULL && sources[0] != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "A project says itself which files are on the disc; name none beside --project");
  else if (project_path != NULL && option != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "A project says itself what the disc is like; --%s cannot stand beside --project",
                 option);
  else
    return file_system_options_check (error);
  return FALSE;
}

static BurnishScan *
new_scan (const char *source, GError **error)
{
  g_autoptr (BurnishScan) scan = NULL;
  BurnishSymlinkPolicy policy;

  if (!parse_symlinks (&policy, error))
    return NULL;
  scan = burnish_scan_new (source);
  burnish_scan_set_include_hidden (scan, !no_hidden);
  burnish_scan_set_symlinks (scan, policy);
  for (guint i = 0; exclude && exclude[i]; i++)
    burnish_scan_add_exclude (scan, exclude[i]);
  return g_steal_pointer (&scan);
}

/* What the image holds becomes the root. */
static gboolean
import_image (BurnishTree *tree, Output *output, GError **refusal, GError **error)
{
  g_autoptr (BurnishScan) scan =
      burnish_image_import (from_image, interrupt_get_cancellable (), error);

  if (scan == NULL
      || !burnish_tree_merge_contents (tree, BURNISH_NODE_ROOT, scan, BURNISH_COLLISION_FAIL, NULL,
                                       error))
    return FALSE;
  stage_report_left_out (scan, output, refusal);
  return TRUE;
}

BurnishTreeSnapshot *
image_options_stage (const char *const *sources, Output *output, GError **error)
{
  g_autoptr (BurnishTree) tree = burnish_tree_new ();
  g_autoptr (GError) refusal = NULL;
  /* One folder: its contents are the root, unless there is one. */
  gboolean as_contents =
      from_image == NULL && sources[1] == NULL && g_file_test (sources[0], G_FILE_TEST_IS_DIR);

  if (from_image != NULL && !import_image (tree, output, &refusal, error))
    return NULL;
  for (guint i = 0; sources[i]; i++)
    {
      g_autoptr (BurnishScan) scan = new_scan (sources[i], error);

      if (scan == NULL || !stage_source (tree, scan, as_contents, error))
        return NULL;
      stage_report_left_out (scan, output, &refusal);
    }
  if (refusal && !skip_unreadable)
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }
  return burnish_tree_freeze (tree);
}

/* A folder's name as a title. */
static char *
dup_default_volume_id (BurnishImageOptions *options, const char *source)
{
  g_autofree char *absolute = g_canonicalize_filename (source, NULL);
  g_autofree char *name = g_path_get_basename (absolute);
  char *title = burnish_image_options_dup_fitting_volume_id (options, name);

  if (title != NULL && !g_str_equal (title, "/"))
    return title;
  g_free (title);
  return g_strdup ("BURNISH");
}

static gboolean
set_fixed_time (BurnishImageOptions *options, GError **error)
{
  /* https://reproducible-builds.org/specs/source-date-epoch/ */
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds;

  if (epoch == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (epoch, 10, 0, G_MAXINT64, &seconds, NULL))
    return refuse_value ("SOURCE_DATE_EPOCH", epoch, "a number of seconds since 1970", error);
  burnish_image_options_set_fixed_time (options, seconds);
  return TRUE;
}

static gboolean
check_manifest (GError **error)
{
  if (!no_sha256 || no_manifest)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT,
               "The manifest consists of SHA-256 checksums: --no-sha256 needs --no-manifest");
  return FALSE;
}

/* What the title comes from: an image's name without ".iso" and its like. */
static char *
dup_first_source (const char *const *sources)
{
  const char *name = from_image != NULL ? from_image : sources[0];
  const char *suffix = strrchr (name, '.');

  if (from_image != NULL && suffix != NULL && suffix > name && strchr (suffix, '/') == NULL
      && suffix[-1] != '/')
    return g_strndup (name, (gsize) (suffix - name));
  return g_strdup (name);
}

static BurnishImageOptions *
build (const char *source, BurnishDiscFamily family, BurnishTreeSnapshot *snapshot, GError **error)
{
  g_autoptr (BurnishImageOptions) options = burnish_image_options_new_for_family (family);
  g_autofree char *title = NULL;

  if (!set_fixed_time (options, error)
      || !file_system_options_apply (options, family, snapshot, error))
    return NULL;
  title = volume_id ? g_strdup (volume_id) : dup_default_volume_id (options, source);
  burnish_image_options_set_volume_id (options, title);
  burnish_image_options_set_manifest (options, !no_manifest);
  return g_steal_pointer (&options);
}

static BurnishTreeSnapshot *
stage_project (BurnishDiscFamily family,
               Output *output,
               BurnishImageOptions **options,
               GError **error)
{
  g_autoptr (BurnishProject) project =
      project_source_open (project_path, skip_unreadable, output, error);
  g_autoptr (BurnishImageOptions) of_project = NULL;

  if (project == NULL)
    return NULL;
  of_project = burnish_project_dup_image_options_for (project, family);
  if (no_sha256 && burnish_image_options_get_manifest (of_project))
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_INVALID_ARGUMENT,
                   "The project has a manifest, which consists of SHA-256 checksums: --no-sha256 "
                   "is not possible");
      return NULL;
    }
  if (!set_fixed_time (of_project, error))
    return NULL;
  *options = g_steal_pointer (&of_project);
  return burnish_tree_freeze (burnish_project_get_tree (project));
}

BurnishImageLayout *
image_options_lay_out (const char *const *sources,
                       BurnishDiscFamily family,
                       Output *output,
                       GError **error)
{
  g_autoptr (BurnishImageOptions) options = NULL;
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;
  g_autofree char *source = NULL;

  if (project_path != NULL)
    snapshot = stage_project (family, output, &options, error);
  else if (check_manifest (error))
    snapshot = image_options_stage (sources, output, error);
  if (snapshot == NULL)
    return NULL;
  if (options == NULL)
    {
      source = dup_first_source (sources);
      options = build (source, family, snapshot, error);
    }
  if (options == NULL)
    return NULL;
  return burnish_image_layout_new (snapshot, options, interrupt_get_cancellable (), error);
}

BurnishTreeSnapshot *
image_options_stage_addition (const char *const *sources,
                              BurnishDiscFamily family,
                              Output *output,
                              BurnishImageOptions **options,
                              GError **error)
{
  const char *given = file_system_options_find_given ();
  g_autoptr (BurnishImageOptions) built = burnish_image_options_new_for_family (family);
  g_autoptr (BurnishTreeSnapshot) snapshot = NULL;

  if (given != NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "What is added has the file systems of the disc; --%s cannot stand beside "
                   "--append",
                   given);
      return NULL;
    }
  if (project_path != NULL)
    return stage_project (family, output, options, error);
  if (!check_manifest (error) || !set_fixed_time (built, error))
    return NULL;
  snapshot = image_options_stage (sources, output, error);
  if (snapshot == NULL)
    return NULL;
  burnish_image_options_set_volume_id (built, volume_id);
  burnish_image_options_set_manifest (built, !no_manifest);
  *options = g_steal_pointer (&built);
  return g_steal_pointer (&snapshot);
}

gboolean
image_options_apply (BurnishBurnOptions *options, GError **error)
{
  gboolean fill = on_bad_source && g_str_equal (on_bad_source, "fill");

  if (on_bad_source && !fill && !g_str_equal (on_bad_source, "stop"))
    return refuse_value ("on-bad-source", on_bad_source, "stop or fill", error);
  g_object_set (options, "on-bad-source", fill ? BURNISH_BAD_SOURCE_FILL : BURNISH_BAD_SOURCE_STOP,
                "sha256", !no_sha256, NULL);
  return TRUE;
}
