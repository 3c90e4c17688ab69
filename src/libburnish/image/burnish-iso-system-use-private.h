/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The system use entries of a directory record: SUSP 1.12 and RRIP 1.12. Pure functions over bytes
 * that may be hostile.
 */

/* What the system use area of a record says. */
typedef struct
{
  GString *name;   /* (owned) */
  GString *target; /* (owned) SL */
  gboolean component_continues;
  gboolean has_name;
  gboolean name_continues;
  gboolean is_relocated; /* RE */
  guint32 child_block;   /* CL; 0: none */
  guint32 mode;          /* PX; 0: none */
  guint32 uid;
  guint32 gid;
  gboolean has_mtime; /* TF */
  gint64 mtime_us;
  const char *oddity;      /* (nullable) what the entries say that cannot be recorded */
  guint32 continuation[3]; /* CE: block, offset, length */
  gboolean has_continuation;
} BurnishSystemUse;

/* Takes the entries of an area; has_continuation says whether there is another. */
void _burnish_system_use_take (BurnishSystemUse *use, const guint8 *area, gsize size_bytes);
/* The seven bytes of a directory record (ECMA-119 9.1.5), in microseconds since 1970 UTC. */
gint64 _burnish_iso_read_stamp (const guint8 *stamp);
/* The name in a directory record, without the version (ECMA-119 7.5.1). */
void _burnish_system_use_take_iso_name (BurnishSystemUse *use, const guint8 *name, gsize size);
/* UCS-2 in big-endian order; what it takes to tell files apart and to name them in messages. */
void _burnish_system_use_take_joliet_name (BurnishSystemUse *use, const guint8 *name, gsize size);

G_END_DECLS
