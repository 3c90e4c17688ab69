/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-manifest-private.h"

#include "burnish-hash-private.h"
#include "libisofs/burnish-libisofs-private.h"

#include <string.h>

#define HEX_SIZE (2 * BURNISH_SHA256_SIZE)
/* As long as a checksum; sha256sum skips lines that begin with #. */
#define BAD_FILE_COMMENT "# not read as staged when this disc was made, so not checkable"

struct _BurnishManifestWriter
{
  BurnishTreeSnapshot *snapshot; /* (owned) */
  BurnishUdfLayout *udf;         /* (nullable) */
  BurnishChecksums *checksums;   /* (owned) */
  BurnishNode next;
  GString *line; /* (owned) */
  gsize line_done;
};

static gboolean
is_file (BurnishTreeSnapshot *snapshot, BurnishNode node)
{
  return burnish_tree_snapshot_get_kind (snapshot, node) == BURNISH_NODE_FILE;
}

/* The name as readers will show it. */
static char *
dup_name (BurnishTreeSnapshot *snapshot, BurnishUdfLayout *udf, BurnishNode node)
{
  const char *name;

  if (udf)
    return _burnish_udf_layout_dup_name (udf, node);
  name = burnish_tree_snapshot_get_name (snapshot, node);
  return strlen (name) > BURNISH_ROCK_RIDGE_NAME_MAX ? _burnish_libisofs_dup_rock_ridge_name (name)
                                                     : g_strdup (name);
}

/* The path below the root. */
static void
append_path (GString *path, BurnishTreeSnapshot *snapshot, BurnishUdfLayout *udf, BurnishNode node)
{
  BurnishNode parent = burnish_tree_snapshot_get_parent (snapshot, node);
  g_autofree char *name = dup_name (snapshot, udf, node);

  if (parent != BURNISH_NODE_ROOT)
    {
      append_path (path, snapshot, udf, parent);
      g_string_append_c (path, '/');
    }
  g_string_append (path, name);
}

/* sha256sum escapes these three in names and says so with a backslash before the checksum. */
static void
append_escaped (GString *line, const char *path)
{
  for (; *path; path++)
    switch (*path)
      {
      case '\\':
        g_string_append (line, "\\\\");
        break;
      case '\n':
        g_string_append (line, "\\n");
        break;
      case '\r':
        g_string_append (line, "\\r");
        break;
      default:
        g_string_append_c (line, *path);
      }
}

/* A line without its checksum, which is 64 characters long in every case. */
static void
make_line (GString *line,
           BurnishTreeSnapshot *snapshot,
           BurnishUdfLayout *udf,
           BurnishNode node,
           const char *checksum)
{
  g_autoptr (GString) path = g_string_new (NULL);

  append_path (path, snapshot, udf, node);
  g_string_truncate (line, 0);
  if (strpbrk (path->str, "\\\n\r"))
    g_string_append_c (line, '\\');
  g_string_append (line, checksum);
  g_string_append (line, "  ");
  append_escaped (line, path->str);
  g_string_append_c (line, '\n');
}

guint64
_burnish_manifest_get_size_bytes (BurnishTreeSnapshot *snapshot, BurnishUdfLayout *udf)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (snapshot);
  guint64 size_bytes = 0;

  for (BurnishNode node = 0; node < n_nodes; node++)
    if (is_file (snapshot, node))
      {
        make_line (line, snapshot, udf, node, "");
        size_bytes += line->len + HEX_SIZE;
      }
  return size_bytes;
}

BurnishManifestWriter *
_burnish_manifest_writer_new (BurnishTreeSnapshot *snapshot,
                              BurnishUdfLayout *udf,
                              BurnishChecksums *checksums)
{
  BurnishManifestWriter *self = g_new0 (BurnishManifestWriter, 1);

  self->snapshot = burnish_tree_snapshot_ref (snapshot);
  self->udf = udf;
  self->checksums = burnish_checksums_ref (checksums);
  self->line = g_string_new (NULL);
  return self;
}

void
_burnish_manifest_writer_free (BurnishManifestWriter *self)
{
  burnish_tree_snapshot_unref (self->snapshot);
  burnish_checksums_unref (self->checksums);
  g_string_free (self->line, TRUE);
  g_free (self);
}

/* Returns FALSE behind the last file. */
static gboolean
next_line (BurnishManifestWriter *self)
{
  guint32 n_nodes = burnish_tree_snapshot_get_n_nodes (self->snapshot);
  g_autofree char *checksum = NULL;

  while (self->next < n_nodes && !is_file (self->snapshot, self->next))
    self->next++;
  if (self->next == n_nodes)
    return FALSE;
  checksum = burnish_checksums_dup_file_sha256 (self->checksums, self->next);
  if (checksum)
    {
      make_line (self->line, self->snapshot, self->udf, self->next, checksum);
    }
  else
    {
      checksum = g_strdup_printf ("%-*s", HEX_SIZE, BAD_FILE_COMMENT);
      make_line (self->line, self->snapshot, self->udf, self->next, checksum);
      /* A line with escapes begins with a backslash, which is no comment. */
      self->line->str[0] = '#';
    }
  self->line_done = 0;
  self->next++;
  return TRUE;
}

gsize
_burnish_manifest_writer_read (BurnishManifestWriter *self, guint8 *buffer, gsize size_bytes)
{
  gsize done = 0;

  while (done < size_bytes)
    {
      gsize n_bytes = MIN (size_bytes - done, self->line->len - self->line_done);

      if (n_bytes == 0 && !next_line (self))
        break;
      memcpy (buffer + done, self->line->str + self->line_done, n_bytes);
      self->line_done += n_bytes;
      done += n_bytes;
    }
  return done;
}
