/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-engine-private.h"

G_BEGIN_DECLS

/*
 * What the two engines implement and burnish-engine.c calls: the functions of
 * burnish-engine-private.h, with arguments already checked. An engine begins with a BurnishEngine.
 * NULL for erase and format: there is nothing to erase; for eject: there is no tray.
 */

typedef struct
{
  void (*close) (BurnishEngine *engine);
  BurnishMedium *(*inspect) (BurnishEngine *engine, GCancellable *cancellable, GError **error);
  gboolean (*write) (BurnishEngine *engine,
                     const BurnishWriteRequest *request,
                     const BurnishEngineSink *sink,
                     BurnishWriteOutcome *outcome,
                     GCancellable *cancellable,
                     GError **error);
  gboolean (*erase) (BurnishEngine *engine,
                     gboolean full,
                     const BurnishEngineSink *sink,
                     GCancellable *cancellable,
                     GError **error);
  gboolean (*format) (BurnishEngine *engine,
                      const BurnishFormatRequest *request,
                      const BurnishEngineSink *sink,
                      GCancellable *cancellable,
                      GError **error);
  gboolean (*prepare_read) (BurnishEngine *engine, GCancellable *cancellable, GError **error);
  gboolean (*read) (BurnishEngine *engine,
                    guint32 start_block,
                    guint32 n_blocks,
                    guint8 *buffer,
                    GError **error);
  gboolean (*eject) (BurnishEngine *engine, GCancellable *cancellable, GError **error);
} BurnishEngineClass;

struct _BurnishEngine
{
  const BurnishEngineClass *klass;
  GThread *owner; /* (unowned) the thread that opened it */
};

G_END_DECLS
