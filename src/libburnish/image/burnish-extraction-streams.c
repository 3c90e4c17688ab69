/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-extraction-streams-private.h"

#include <errno.h>
#include <string.h>
#include <sys/xattr.h>

/* Linux takes no longer value (XATTR_SIZE_MAX in linux/limits.h). */
#define MAX_BYTES 65536

static gboolean
fail (BurnishError code, const BurnishUdfStream *stream, const char *why, GError **error)
{
  g_set_error (error, BURNISH_ERROR, code,
               "The named stream “%s” does not become an extended attribute: %s", stream->name,
               why);
  return FALSE;
}

static gboolean
restore (const BurnishUdfContents *tree,
         const BurnishUdfDevice *device,
         const BurnishUdfStream *stream,
         int fd,
         GError **error)
{
  const BurnishUdfEntry *entry = &g_array_index (tree->entries, BurnishUdfEntry, stream->entry);
  g_autofree char *name = g_strconcat ("user.", stream->name, NULL);
  g_autofree guint8 *value = NULL;

  if (entry->is_damaged)
    return fail (BURNISH_ERROR_READ_FAILED, stream, "it cannot be read", error);
  if (entry->size_bytes > MAX_BYTES)
    return fail (BURNISH_ERROR_NOT_SUPPORTED, stream, g_strerror (E2BIG), error);
  value = g_malloc0 ((gsize) entry->size_bytes + 1);
  if (!_burnish_udf_contents_pread (tree, device, entry, 0, value, (gsize) entry->size_bytes,
                                    error))
    return FALSE;
  return fsetxattr (fd, name, value, (gsize) entry->size_bytes, 0) == 0
         || fail (BURNISH_ERROR_NOT_SUPPORTED, stream, g_strerror (errno), error);
}

gboolean
_burnish_extraction_streams_restore (const BurnishUdfContents *tree,
                                     const BurnishUdfDevice *device,
                                     const BurnishUdfEntry *owner,
                                     int fd,
                                     GError **error)
{
  GError *first = NULL;

  for (guint32 i = 0; i < owner->n_streams; i++)
    {
      const BurnishUdfStream *stream =
          &g_array_index (tree->streams, BurnishUdfStream, owner->first_stream + i);

      restore (tree, device, stream, fd, first ? NULL : &first);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, first);
  return FALSE;
}
