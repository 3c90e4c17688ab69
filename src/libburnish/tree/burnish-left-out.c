/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-left-out-private.h"

#include <glib/gi18n-lib.h>

struct _BurnishLeftOut
{
  char *path; /* (owned) */
  BurnishLeftOutReason reason;
  int code; /* errno, or 0 */
};

G_DEFINE_BOXED_TYPE (BurnishLeftOut, burnish_left_out, burnish_left_out_ref, burnish_left_out_unref)

/* Takes the path. */
BurnishLeftOut *
_burnish_left_out_new (char *path, BurnishLeftOutReason reason, int code)
{
  BurnishLeftOut *self = g_atomic_rc_box_new0 (BurnishLeftOut);

  self->path = path;
  self->reason = reason;
  self->code = code;
  return self;
}

static void
clear (gpointer self)
{
  g_free (((BurnishLeftOut *) self)->path);
}

/**
 * burnish_left_out_ref:
 * @self: something left out
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
BurnishLeftOut *
burnish_left_out_ref (BurnishLeftOut *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

/**
 * burnish_left_out_unref:
 * @self: (transfer full): something left out
 *
 * Drops a reference. Any thread.
 */
void
burnish_left_out_unref (BurnishLeftOut *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * burnish_left_out_get_path:
 * @self: something left out
 *
 * Returns: (type filename) (transfer none): where it is on the computer; for what was skipped,
 *   where it would have been in the tree. Bytes that need not be UTF-8
 */
const char *
burnish_left_out_get_path (BurnishLeftOut *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->path;
}

/**
 * burnish_left_out_get_reason:
 * @self: something left out
 *
 * Returns: why
 */
BurnishLeftOutReason
burnish_left_out_get_reason (BurnishLeftOut *self)
{
  g_return_val_if_fail (self != NULL, BURNISH_LEFT_OUT_UNREADABLE);
  return self->reason;
}

/**
 * burnish_left_out_dup_text:
 * @self: something left out
 *
 * Returns: (transfer full): why, as a translated sentence
 */
char *
burnish_left_out_dup_text (BurnishLeftOut *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  switch (self->reason)
    {
    case BURNISH_LEFT_OUT_UNREADABLE:
      if (self->code != 0)
        /* Translators: %s is what the system says, such as “Permission denied” */
        return g_strdup_printf (_ ("It cannot be read: %s."), g_strerror (self->code));
      return g_strdup (_ ("It cannot be read."));
    case BURNISH_LEFT_OUT_VANISHED:
      return g_strdup (_ ("It was removed before it could be read."));
    case BURNISH_LEFT_OUT_SPECIAL_FILE:
      return g_strdup (_ ("It is a socket, a pipe or a device, which have no contents."));
    case BURNISH_LEFT_OUT_BROKEN_LINK:
      return g_strdup (_ ("It is a symbolic link to something that does not exist."));
    case BURNISH_LEFT_OUT_LINK_LOOP:
      return g_strdup (_ ("It is a symbolic link to a folder that it lies in itself."));
    case BURNISH_LEFT_OUT_NAME_INVALID:
      return g_strdup (_ ("Its name cannot be used."));
    case BURNISH_LEFT_OUT_NAME_EXISTS:
      return g_strdup (_ ("The folder already holds that name."));
    case BURNISH_LEFT_OUT_NOT_CONNECTED:
      return g_strdup (_ ("The share or device that it is on is not connected."));
    case BURNISH_LEFT_OUT_NOT_TAKEN_OVER:
      /* Translators: of checksums and attributes in an image from which files are taken */
      return g_strdup (_ ("It is not taken over from the image."));
    default:
      g_return_val_if_reached (NULL);
    }
}
