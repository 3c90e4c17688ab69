/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-udf-reader-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Prints the tree of a UDF image as the reader sees it: udf-dump IMAGE [SESSION-BLOCK]. Lines are
 * "volume", "note" (level, block, clause, sentence) and "node" (kind, mode, owner, group, time of
 * modification, size, names, SHA-256 of contents, path, target), fields separated by tabs.
 */

static const char *const kinds[] = { "folder", "file", "symlink", "special" };
static const char *const levels[] = { "info", "recovered", "lost" };

static gboolean
read_cb (guint32 start_block, guint32 n_blocks, guint8 *buffer, gpointer user_data, GError **error)
{
  gssize size_bytes = (gssize) n_blocks * BURNISH_BLOCK_SIZE;

  if (pread (GPOINTER_TO_INT (user_data), buffer, (gsize) size_bytes,
             (off_t) start_block * BURNISH_BLOCK_SIZE)
      == size_bytes)
    return TRUE;
  g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED, "Cannot read block %u",
               start_block);
  return FALSE;
}

/* SHA-256 of contents, or what is wrong with them. */
static char *
hash_contents (const BurnishUdfContents *tree,
               const BurnishUdfDevice *device,
               const BurnishUdfEntry *entry)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 buffer[65536];

  for (guint64 offset = 0; offset < entry->size_bytes; offset += sizeof buffer)
    {
      gsize n = (gsize) MIN (sizeof buffer, entry->size_bytes - offset);
      g_autoptr (GError) error = NULL;

      if (!_burnish_udf_contents_pread (tree, device, entry, offset, buffer, n, &error))
        return g_strdup_printf ("(%s)", error->message);
      g_checksum_update (checksum, buffer, (gssize) n);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
print_entry (const BurnishUdfContents *tree,
             const BurnishUdfDevice *device,
             const BurnishUdfEntry *entry,
             const char *kind,
             const char *path)
{
  g_autofree char *hash = NULL;

  if (entry->kind == BURNISH_UDF_NODE_FILE)
    hash = hash_contents (tree, device, entry);
  g_print ("%s\t%s%s\t%04o\t%u\t%u\t%" G_GINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%u\t%s\t%s\t%s\n",
           kind, kinds[entry->kind], entry->is_damaged ? "!" : "", entry->mode, entry->uid,
           entry->gid, entry->modified_us,
           entry->kind == BURNISH_UDF_NODE_FOLDER ? 0 : entry->size_bytes, entry->link_count,
           hash != NULL ? hash : "-", path, entry->target != NULL ? entry->target : "");
}

static void
print_tree (const BurnishUdfContents *tree, const BurnishUdfDevice *device)
{
  g_print ("volume\t%x\t%s\t%u\t%s\t%" G_GUINT64_FORMAT "\n", tree->revision, tree->volume_id,
           tree->block_bytes, tree->is_virtual ? "virtual" : "", tree->volume_blocks);
  for (guint32 i = 0; i < tree->nodes->len; i++)
    {
      g_autofree char *path = _burnish_udf_contents_dup_path (tree, i);
      const BurnishUdfEntry *entry = _burnish_udf_contents_get_entry (tree, i);

      print_entry (tree, device, entry, "node", path);
      for (guint32 s = 0; s < entry->n_streams; s++)
        {
          const BurnishUdfStream *stream =
              &g_array_index (tree->streams, BurnishUdfStream, entry->first_stream + s);
          g_autofree char *name = g_strconcat (path, ":", stream->name, NULL);

          print_entry (tree, device, &g_array_index (tree->entries, BurnishUdfEntry, stream->entry),
                       "stream", name);
        }
    }
  for (guint i = 0; i < tree->notes->len; i++)
    {
      const BurnishUdfNote *note = &g_array_index (tree->notes, BurnishUdfNote, i);

      g_print ("note\t%s\t%" G_GUINT64_FORMAT "\t%s\t%s\n", levels[note->level], note->block,
               note->clause, note->text);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (BurnishUdfContents) tree = NULL;
  g_autoptr (GError) error = NULL;
  BurnishUdfDevice device = { .read = read_cb };
  struct stat info;
  int fd = argc > 1 ? g_open (argv[1], O_RDONLY | O_CLOEXEC) : -1;

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      g_printerr ("usage: udf-dump IMAGE [SESSION-BLOCK]\n");
      return 2;
    }
  device.user_data = GINT_TO_POINTER (fd);
  device.n_blocks = (guint64) info.st_size / BURNISH_BLOCK_SIZE;
  device.session_block = argc > 2 ? (guint32) g_ascii_strtoull (argv[2], NULL, 10) : 0;
  tree = _burnish_udf_contents_read (&device, &error);
  if (tree == NULL)
    g_print ("error\t%s\n", error->message);
  else
    print_tree (tree, &device);
  g_close (fd, NULL);
  return tree != NULL && tree->n_lost == 0 ? 0 : 1;
}
