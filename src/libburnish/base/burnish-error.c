/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-error-private.h"

#include "burnish-base-enums.h"

typedef struct
{
  gint64 block; /* -1: none */
  gboolean has_sense;
  BurnishSense sense;
  char *path;         /* (owned) (nullable) */
  char *owner;        /* (owned) (nullable) */
  GPtrArray *reasons; /* (owned) (nullable) of GError */
} BurnishErrorPrivate;

static void
burnish_error_private_init (BurnishErrorPrivate *priv)
{
  priv->block = -1;
}

static void
burnish_error_private_copy (const BurnishErrorPrivate *src, BurnishErrorPrivate *dest)
{
  dest->block = src->block;
  dest->has_sense = src->has_sense;
  dest->sense = src->sense;
  dest->path = g_strdup (src->path);
  dest->owner = g_strdup (src->owner);
  dest->reasons = src->reasons ? g_ptr_array_ref (src->reasons) : NULL;
}

static void
burnish_error_private_clear (BurnishErrorPrivate *priv)
{
  g_clear_pointer (&priv->path, g_free);
  g_clear_pointer (&priv->owner, g_free);
  g_clear_pointer (&priv->reasons, g_ptr_array_unref);
}

G_DEFINE_EXTENDED_ERROR (BurnishError, burnish_error)

/**
 * burnish_error_set_block:
 * @error: an error of the domain %BURNISH_ERROR
 * @block: address of a 2048-byte block on the disc or in the image, or -1 for none
 *
 * Says at which block the failure was found.
 */
void
burnish_error_set_block (GError *error, gint64 block)
{
  g_return_if_fail (error && error->domain == BURNISH_ERROR);
  burnish_error_get_private (error)->block = block;
}

/**
 * burnish_error_get_block:
 * @error: any error
 *
 * Returns: the address of the 2048-byte block at which it failed, or -1
 */
gint64
burnish_error_get_block (const GError *error)
{
  g_return_val_if_fail (error != NULL, -1);
  return error->domain == BURNISH_ERROR ? burnish_error_get_private (error)->block : -1;
}

/**
 * burnish_error_set_sense:
 * @error: an error of the domain %BURNISH_ERROR
 * @sense: what the drive said
 *
 * Attaches sense data.
 */
void
burnish_error_set_sense (GError *error, const BurnishSense *sense)
{
  BurnishErrorPrivate *priv;

  g_return_if_fail (error && error->domain == BURNISH_ERROR);
  g_return_if_fail (sense != NULL);
  priv = burnish_error_get_private (error);
  priv->has_sense = TRUE;
  priv->sense = *sense;
}

/**
 * burnish_error_get_sense:
 * @error: any error
 * @sense: (out caller-allocates): what the drive said
 *
 * Returns: whether the error carries sense data
 */
gboolean
burnish_error_get_sense (const GError *error, BurnishSense *sense)
{
  const BurnishErrorPrivate *priv;

  g_return_val_if_fail (error != NULL && sense != NULL, FALSE);
  if (error->domain != BURNISH_ERROR)
    return FALSE;
  priv = burnish_error_get_private (error);
  if (priv->has_sense)
    *sense = priv->sense;
  return priv->has_sense;
}

/**
 * burnish_error_set_path:
 * @error: an error of the domain %BURNISH_ERROR
 * @path: (type filename) (nullable): a path in the staging tree or on the computer
 *
 * Says which file the failure is about.
 */
void
burnish_error_set_path (GError *error, const char *path)
{
  BurnishErrorPrivate *priv;

  g_return_if_fail (error && error->domain == BURNISH_ERROR);
  priv = burnish_error_get_private (error);
  g_free (priv->path);
  priv->path = g_strdup (path);
}

/**
 * burnish_error_get_path:
 * @error: any error
 *
 * Returns: (type filename) (nullable) (transfer none): the file that it is about
 */
const char *
burnish_error_get_path (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);
  return error->domain == BURNISH_ERROR ? burnish_error_get_private (error)->path : NULL;
}

/**
 * burnish_error_is_tray_open:
 * @error: any error
 *
 * Returns: whether there is no disc because the tray is open, as far as the drive tells (additional
 * sense 3A/02, MMC-6 annex F)
 */
gboolean
burnish_error_is_tray_open (const GError *error)
{
  BurnishSense sense;

  g_return_val_if_fail (error != NULL, FALSE);
  return burnish_error_get_sense (error, &sense) && sense.asc == 0x3a && sense.ascq == 0x02;
}

/**
 * burnish_error_set_owner:
 * @error: an error of the domain %BURNISH_ERROR
 * @owner: names of programs
 *
 * Says which programs have the drive.
 */
void
burnish_error_set_owner (GError *error, const char *owner)
{
  BurnishErrorPrivate *priv;

  g_return_if_fail (error && error->domain == BURNISH_ERROR);
  priv = burnish_error_get_private (error);
  g_free (priv->owner);
  priv->owner = g_strdup (owner);
}

/**
 * burnish_error_get_owner:
 * @error: any error
 *
 * Returns: (nullable) (transfer none): the names of the programs that have the drive, in UTF-8, or
 * %NULL
 */
const char *
burnish_error_get_owner (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);
  return error->domain == BURNISH_ERROR ? burnish_error_get_private (error)->owner : NULL;
}

/**
 * burnish_error_add_reason:
 * @error: an error of the domain %BURNISH_ERROR that was not copied yet
 * @reason: one more reason; it is copied
 *
 * Collects the reasons of a refusal, so that a person hears all of them at once.
 */
void
burnish_error_add_reason (GError *error, const GError *reason)
{
  BurnishErrorPrivate *priv;

  g_return_if_fail (error && error->domain == BURNISH_ERROR);
  g_return_if_fail (reason != NULL);
  priv = burnish_error_get_private (error);
  if (priv->reasons == NULL)
    priv->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_ptr_array_add (priv->reasons, g_error_copy (reason));
}

/**
 * burnish_error_get_n_reasons:
 * @error: any error
 *
 * Returns: how many reasons [func@Burnish.Error.get_reason] can tell
 */
guint
burnish_error_get_n_reasons (const GError *error)
{
  const BurnishErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, 0);
  if (error->domain != BURNISH_ERROR)
    return 0;
  priv = burnish_error_get_private (error);
  return priv->reasons ? priv->reasons->len : 0;
}

/**
 * burnish_error_get_reason:
 * @error: an error with reasons
 * @index: less than [func@Burnish.Error.get_n_reasons]
 *
 * Returns: (transfer none): one of the reasons
 */
const GError *
burnish_error_get_reason (const GError *error, guint index)
{
  g_return_val_if_fail (index < burnish_error_get_n_reasons (error), NULL);
  return g_ptr_array_index (burnish_error_get_private (error)->reasons, index);
}

/**
 * burnish_error_code_to_string:
 * @code: a cause
 *
 * Gives the stable short name of a cause, such as `disc-too-small`, as JSON output and reports use
 * it.
 *
 * Returns: (transfer none): a static string
 */
const char *
burnish_error_code_to_string (BurnishError code)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (BURNISH_TYPE_ERROR);
  const GEnumValue *value = g_enum_get_value (klass, code);

  g_return_val_if_fail (value != NULL, NULL);
  return value->value_nick;
}

gboolean
_burnish_error_fail_file (GFile *file, BurnishError code, const char *what, GError **error)
{
  g_autofree char *path = g_file_get_parse_name (file);
  GError *failure = g_error_new (BURNISH_ERROR, (int) code, "%s: %s", path, what);

  burnish_error_set_path (failure, path);
  g_propagate_error (error, failure);
  return FALSE;
}
