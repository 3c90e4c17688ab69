/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-dvd-video-private.h"

#include "burnish-bytes-private.h"
#include "burnish-image-check-private.h"
#include "burnish-source-private.h"
#include "burnish-tree-snapshot-private.h"
#include "burnish-units.h"

#include <string.h>

#define MAX_TITLE_SETS 99
#define MAX_TITLE_VOBS 9
/* A player reads a file with one allocation descriptor (UDF 6.9.1). */
#define MAX_FILE_BYTES (1024u * 1024 * 1024)

/* An IFO file begins with a table whose first fields are the same for the video manager and for a
   title set: who it is, the last block of the set (of its BUP), where the VOBs of the menu and of
   the titles begin; blocks count from the beginning of the IFO, 0 is none. */
#define IFO_NAME_SIZE    12
#define IFO_LAST_BLOCK   0x0C
#define IFO_MENU_START   0xC0
#define IFO_TITLES_START 0xC4
#define IFO_READ_BYTES   0xC8

typedef struct
{
  BurnishTreeSnapshot *snapshot;
  BurnishNode folder; /* /VIDEO_TS */
  GArray *files;      /* of BurnishDvdVideoFile */
  GError **refusal;
  GCancellable *cancellable;
  GError **error;
} Lister;

static BurnishNode
find (Lister *self, const char *name)
{
  g_autofree char *path = g_strconcat ("/VIDEO_TS/", name, NULL);

  return burnish_tree_snapshot_lookup (self->snapshot, path);
}

static void
refuse (Lister *self, BurnishNode node, BurnishError code, const char *message)
{
  g_autofree char *path = burnish_tree_snapshot_dup_path (self->snapshot, node);

  _burnish_image_refuse (self->refusal, code, path, "%s", message);
}

static void
add (Lister *self, BurnishNode node, BurnishNode ifo, guint64 start_offset)
{
  BurnishDvdVideoFile file = { node, ifo, start_offset };
  guint64 size_bytes;

  if (node == BURNISH_NODE_NONE)
    return;
  size_bytes = burnish_tree_snapshot_get_node_size_bytes (self->snapshot, node);
  if (burnish_tree_snapshot_get_kind (self->snapshot, node) != BURNISH_NODE_FILE)
    refuse (self, node, BURNISH_ERROR_INVALID_ARGUMENT, "A DVD-Video needs a file of this name");
  else if (burnish_tree_snapshot_get_first_link (self->snapshot, node) != node)
    refuse (self, node, BURNISH_ERROR_INVALID_ARGUMENT,
            "A file of a DVD-Video needs blocks of its own, but this is a hard link");
  else if (size_bytes == 0)
    refuse (self, node, BURNISH_ERROR_INVALID_ARGUMENT, "A file of a DVD-Video is empty");
  else if (size_bytes >= MAX_FILE_BYTES)
    refuse (self, node, BURNISH_ERROR_TREE_TOO_LARGE,
            "A file of a DVD-Video has 1 GiB or more, which players do not read");
  g_array_append_val (self->files, file);
}

/* FALSE with an error when it cannot be read. What is too short is filled with zeros. */
static gboolean
read_ifo (Lister *self, BurnishNode ifo, guint8 bytes[IFO_READ_BYTES])
{
  g_autoptr (BurnishSourceReader) reader =
      _burnish_source_open (self->snapshot, ifo, self->cancellable, self->error);
  gssize n_bytes = 0;

  memset (bytes, 0, IFO_READ_BYTES);
  for (gsize done = 0; reader && done < IFO_READ_BYTES; done += (gsize) n_bytes)
    {
      n_bytes = _burnish_source_read (reader, bytes + done, IFO_READ_BYTES - done,
                                      self->cancellable, self->error);
      if (n_bytes <= 0)
        break;
    }
  return reader != NULL && n_bytes >= 0;
}

static guint64
start_of_backup (Lister *self, const guint8 *ifo, BurnishNode backup)
{
  guint64 n_blocks, end;

  if (backup == BURNISH_NODE_NONE)
    return 0;
  n_blocks =
      burnish_bytes_to_blocks (burnish_tree_snapshot_get_node_size_bytes (self->snapshot, backup));
  end = (guint64) _burnish_read_be32 (ifo + IFO_LAST_BLOCK) + 1;
  return end > n_blocks ? end - n_blocks : 0;
}

/* The IFO comes first, then the VOB of its menu, those of the titles, and the backup of the IFO. */
static gboolean
add_set (Lister *self, BurnishNode ifo, guint title_set, const char *name)
{
  g_autofree char *stem =
      title_set == 0 ? g_strdup ("VIDEO_TS") : g_strdup_printf ("VTS_%02u_0", title_set);
  g_autofree char *menu_name = g_strconcat (stem, ".VOB", NULL);
  g_autofree char *backup_name = g_strconcat (stem, ".BUP", NULL);
  BurnishNode backup = find (self, backup_name);
  guint8 bytes[IFO_READ_BYTES];

  if (!read_ifo (self, ifo, bytes))
    return FALSE;
  if (memcmp (bytes, name, IFO_NAME_SIZE) != 0)
    {
      /* Without a video manager it is a folder like any other. */
      if (title_set > 0)
        refuse (self, ifo, BURNISH_ERROR_INVALID_ARGUMENT, "This is no IFO file of a DVD-Video");
      return TRUE;
    }
  add (self, ifo, ifo, 0);
  add (self, find (self, menu_name), ifo, _burnish_read_be32 (bytes + IFO_MENU_START));
  for (guint i = 1; title_set > 0 && i <= MAX_TITLE_VOBS; i++)
    {
      g_autofree char *vob_name = g_strdup_printf ("VTS_%02u_%u.VOB", title_set, i);

      add (self, find (self, vob_name), ifo,
           i == 1 ? _burnish_read_be32 (bytes + IFO_TITLES_START) : 0);
    }
  add (self, backup, ifo, start_of_backup (self, bytes, backup));
  return TRUE;
}

/* Not what can be read only once, and not what is on the disc already. */
static gboolean
is_readable (Lister *self, BurnishNode node)
{
  const BurnishNodeData *data;

  if (node == BURNISH_NODE_NONE
      || burnish_tree_snapshot_get_kind (self->snapshot, node) != BURNISH_NODE_FILE)
    return FALSE;
  data = _burnish_tree_snapshot_get_data (self->snapshot, node);
  return data->source->kind != BURNISH_SOURCE_STREAM
         && data->source->kind != BURNISH_SOURCE_RECORDED;
}

GArray *
_burnish_dvd_video_list (BurnishTreeSnapshot *snapshot,
                         GError **refusal,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (BurnishDvdVideoFile));
  Lister lister = {
    .snapshot = snapshot,
    .files = files,
    .refusal = refusal,
    .cancellable = cancellable,
    .error = error,
  };
  BurnishNode ifo = find (&lister, "VIDEO_TS.IFO");

  if (!is_readable (&lister, ifo))
    return g_steal_pointer (&files);
  if (!add_set (&lister, ifo, 0, "DVDVIDEO-VMG"))
    return NULL;
  for (guint title_set = 1; files->len > 0 && title_set <= MAX_TITLE_SETS; title_set++)
    {
      g_autofree char *name = g_strdup_printf ("VTS_%02u_0.IFO", title_set);

      ifo = find (&lister, name);
      if (is_readable (&lister, ifo) && !add_set (&lister, ifo, title_set, "DVDVIDEO-VTS"))
        return NULL;
    }
  return g_steal_pointer (&files);
}
