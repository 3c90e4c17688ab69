/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-engine-class-private.h"
#include "burnish-error.h"

/* A READ(10) of 32 blocks is 64 KiB, which every host adapter passes in one piece. */
#define MAX_READ_BLOCKS 32

void
_burnish_engine_close (BurnishEngine *self)
{
  if (self == NULL)
    return;
  g_assert (self->owner == g_thread_self ());
  self->klass->close (self);
}

BurnishMedium *
_burnish_engine_inspect (BurnishEngine *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return self->klass->inspect (self, cancellable, error);
}

gboolean
_burnish_engine_write (BurnishEngine *self,
                       const BurnishWriteRequest *request,
                       const BurnishEngineSink *sink,
                       BurnishWriteOutcome *outcome,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), FALSE);
  g_return_val_if_fail (request != NULL && request->read != NULL, FALSE);
  g_return_val_if_fail (
      request->n_blocks > 0 && request->n_blocks <= G_MAXINT64 / BURNISH_BLOCK_SIZE, FALSE);
  g_return_val_if_fail (sink != NULL && outcome != NULL, FALSE);
  g_return_val_if_fail (request->n_patches == 0 || request->start_block > 0, FALSE);

  *outcome = (BurnishWriteOutcome){
    .simulated = (request->flags & BURNISH_WRITE_SIMULATE) != 0,
  };
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return self->klass->write (self, request, sink, outcome, cancellable, error);
}

static gboolean
refuse_erasing (GError **error)
{
  g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE,
                       "An image file can be neither erased nor formatted");
  return FALSE;
}

gboolean
_burnish_engine_erase (BurnishEngine *self,
                       gboolean full,
                       const BurnishEngineSink *sink,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), FALSE);
  g_return_val_if_fail (sink != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->klass->erase == NULL)
    return refuse_erasing (error);
  return self->klass->erase (self, full, sink, cancellable, error);
}

gboolean
_burnish_engine_format (BurnishEngine *self,
                        const BurnishFormatRequest *request,
                        const BurnishEngineSink *sink,
                        GCancellable *cancellable,
                        GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), FALSE);
  g_return_val_if_fail (request != NULL && sink != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->klass->format == NULL)
    return refuse_erasing (error);
  return self->klass->format (self, request, sink, cancellable, error);
}

gboolean
_burnish_engine_prepare_read (BurnishEngine *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return self->klass->prepare_read (self, cancellable, error);
}

gboolean
_burnish_engine_read (BurnishEngine *self,
                      guint32 start_block,
                      guint32 n_blocks,
                      guint8 *buffer,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), FALSE);
  g_return_val_if_fail (n_blocks > 0 && n_blocks <= MAX_READ_BLOCKS, FALSE);
  g_return_val_if_fail (buffer != NULL, FALSE);

  return self->klass->read (self, start_block, n_blocks, buffer, error);
}

gboolean
_burnish_engine_eject (BurnishEngine *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && self->owner == g_thread_self (), FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->klass->eject == NULL)
    return TRUE;
  return self->klass->eject (self, cancellable, error);
}
