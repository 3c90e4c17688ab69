/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libburn-engine-private.h"

#include "burnish-engine-class-private.h"
#include "burnish-libburn-private.h"
#include "burnish-medium-private.h"
#include "burnish-mmc-private.h"

/* Spinning up a disc takes a drive up to 20 seconds. */
#define READY_LIMIT_MS (30 * 1000)

typedef struct
{
  BurnishEngine parent;
  BurnishMmc *mmc; /* holds the drive exclusively */
} BurnishLibburnEngine;

static void
libburn_engine_close (BurnishEngine *engine)
{
  BurnishLibburnEngine *self = (BurnishLibburnEngine *) engine;

  _burnish_mmc_close (self->mmc);
  g_free (self);
}

static BurnishMedium *
libburn_engine_inspect (BurnishEngine *engine, GCancellable *cancellable, GError **error)
{
  BurnishLibburnEngine *self = (BurnishLibburnEngine *) engine;

  return _burnish_medium_new_from_drive (self->mmc, cancellable, error);
}

static BurnishLibburn *
grab (BurnishEngine *engine,
      const BurnishEngineSink *sink,
      GCancellable *cancellable,
      GError **error)
{
  BurnishLibburnEngine *self = (BurnishLibburnEngine *) engine;
  const BurnishEngineProgress progress = {
    .phase = BURNISH_ENGINE_PREPARING,
    .fraction = -1,
    .drive_buffer_fill = -1,
  };
  g_autoptr (BurnishLibburn) libburn = NULL;

  if (sink->progress != NULL)
    sink->progress (&progress, sink->user_data);
  if (!_burnish_mmc_wait_ready (self->mmc, READY_LIMIT_MS, cancellable, error))
    return NULL;
  libburn = _burnish_libburn_grab (_burnish_mmc_get_path (self->mmc), sink, cancellable, error);
  if (libburn == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&libburn);
}

static gboolean
libburn_engine_write (BurnishEngine *engine,
                      const BurnishWriteRequest *request,
                      const BurnishEngineSink *sink,
                      BurnishWriteOutcome *outcome,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (BurnishLibburn) libburn = grab (engine, sink, cancellable, error);

  return libburn != NULL && _burnish_libburn_write (libburn, request, outcome, error);
}

static gboolean
libburn_engine_erase (BurnishEngine *engine,
                      gboolean full,
                      const BurnishEngineSink *sink,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (BurnishLibburn) libburn = grab (engine, sink, cancellable, error);

  return libburn != NULL && _burnish_libburn_erase (libburn, full, error);
}

static gboolean
libburn_engine_format (BurnishEngine *engine,
                       const BurnishFormatRequest *request,
                       const BurnishEngineSink *sink,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (BurnishLibburn) libburn = grab (engine, sink, cancellable, error);

  return libburn != NULL && _burnish_libburn_format (libburn, request, error);
}

/* READ (10) goes past the kernel's cache; the drive has to be ready again after closing. */
static gboolean
libburn_engine_prepare_read (BurnishEngine *engine, GCancellable *cancellable, GError **error)
{
  BurnishLibburnEngine *self = (BurnishLibburnEngine *) engine;

  return _burnish_mmc_wait_ready (self->mmc, READY_LIMIT_MS, cancellable, error);
}

static gboolean
libburn_engine_read (BurnishEngine *engine,
                     guint32 start_block,
                     guint32 n_blocks,
                     guint8 *buffer,
                     GError **error)
{
  BurnishLibburnEngine *self = (BurnishLibburnEngine *) engine;

  return _burnish_mmc_read_blocks (self->mmc, start_block, n_blocks, buffer, error);
}

static gboolean
libburn_engine_eject (BurnishEngine *engine,
                      GCancellable *cancellable G_GNUC_UNUSED,
                      GError **error)
{
  BurnishLibburnEngine *self = (BurnishLibburnEngine *) engine;

  return _burnish_mmc_prevent_removal (self->mmc, FALSE, error)
         && _burnish_mmc_move_tray (self->mmc, BURNISH_TRAY_EJECT, error);
}

static const BurnishEngineClass libburn_engine_class = {
  .close = libburn_engine_close,
  .inspect = libburn_engine_inspect,
  .write = libburn_engine_write,
  .erase = libburn_engine_erase,
  .format = libburn_engine_format,
  .prepare_read = libburn_engine_prepare_read,
  .read = libburn_engine_read,
  .eject = libburn_engine_eject,
};

BurnishEngine *
_burnish_libburn_engine_new (const char *path, GError **error)
{
  BurnishMmc *mmc = _burnish_mmc_open (path, BURNISH_MMC_EXCLUSIVE, error);
  BurnishLibburnEngine *self;

  if (mmc == NULL)
    return NULL;
  self = g_new0 (BurnishLibburnEngine, 1);
  self->parent.klass = &libburn_engine_class;
  self->parent.owner = g_thread_self ();
  self->mmc = mmc;
  return &self->parent;
}
