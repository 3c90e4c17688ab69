/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

/* Big-endian integers of MMC, little-endian ones of ECMA-119 and ECMA-167, at any alignment. Pure.
 */

static inline guint16
_burnish_read_be16 (const guint8 *p)
{
  return (guint16) (p[0] << 8 | p[1]);
}

static inline guint32
_burnish_read_be24 (const guint8 *p)
{
  return (guint32) p[0] << 16 | (guint32) p[1] << 8 | p[2];
}

static inline guint32
_burnish_read_be32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | _burnish_read_be24 (p + 1);
}

static inline guint16
_burnish_read_le16 (const guint8 *p)
{
  return (guint16) (p[1] << 8 | p[0]);
}

static inline guint32
_burnish_read_le32 (const guint8 *p)
{
  return (guint32) _burnish_read_le16 (p + 2) << 16 | _burnish_read_le16 (p);
}

static inline guint64
_burnish_read_le64 (const guint8 *p)
{
  return (guint64) _burnish_read_le32 (p + 4) << 32 | _burnish_read_le32 (p);
}

static inline void
_burnish_write_be16 (guint8 *p, guint16 value)
{
  p[0] = (guint8) (value >> 8);
  p[1] = (guint8) value;
}

static inline void
_burnish_write_be32 (guint8 *p, guint32 value)
{
  _burnish_write_be16 (p, (guint16) (value >> 16));
  _burnish_write_be16 (p + 2, (guint16) value);
}

static inline void
_burnish_write_le16 (guint8 *p, guint16 value)
{
  p[0] = (guint8) value;
  p[1] = (guint8) (value >> 8);
}

static inline void
_burnish_write_le32 (guint8 *p, guint32 value)
{
  _burnish_write_le16 (p, (guint16) value);
  _burnish_write_le16 (p + 2, (guint16) (value >> 16));
}

static inline void
_burnish_write_le64 (guint8 *p, guint64 value)
{
  _burnish_write_le32 (p, (guint32) value);
  _burnish_write_le32 (p + 4, (guint32) (value >> 32));
}
