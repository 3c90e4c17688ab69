/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-image-file.h"

#include "burnish-content-private.h"
#include "burnish-image-file-private.h"

#include <string.h>

/* Volume structures begin at block 16 (ECMA-119 6.2.1, ECMA-167 2/8.3); more than a few dozen are
   never there. */
#define FIRST_STRUCTURE_BLOCK 16
#define MAX_STRUCTURES        64
/* Where a volume of UDF is anchored, in every image (ECMA-167 3/8.4.2.1). */
#define ANCHOR_BLOCK 256
#define MAX_SEQUENCE 64

/* Tags of ECMA-167 3/7.2.1. */
#define TAG_ANCHOR         2
#define TAG_LOGICAL_VOLUME 6
#define TAG_TERMINATING    8

/* Offsets in descriptors. */
#define ISO_VOLUME_ID       40 /* ECMA-119 8.4.7 */
#define ISO_VOLUME_ID_SIZE  32
#define ISO_SPACE_SIZE      80 /* ECMA-119 8.4.8 */
#define ISO_ESCAPES         88 /* ECMA-119 8.5.6 */
#define BOOT_SYSTEM_ID      7  /* El Torito 1.0, figure 7 */
#define ANCHOR_MAIN_EXTENT  16 /* ECMA-167 3/10.2.2 */
#define LVD_IDENTIFIER      84 /* ECMA-167 3/10.6.4 */
#define LVD_IDENTIFIER_SIZE 128

typedef struct
{
  const BurnishImageFileReader *reader;
  gboolean has_iso;
  gboolean has_udf;
  gboolean is_bootable;
  guint32 volume_blocks;
  char *iso_label;    /* (owned) (nullable) */
  char *joliet_label; /* (owned) (nullable) */
  char *udf_label;    /* (owned) (nullable) */
} Findings;

static void
findings_clear (Findings *self)
{
  g_free (self->iso_label);
  g_free (self->joliet_label);
  g_free (self->udf_label);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Findings, findings_clear)

static gboolean
read_block (const Findings *self, guint64 block, guint8 *buffer)
{
  return self->reader->read_block (self->reader->data, block, buffer);
}

static guint32
get_le32 (const guint8 *bytes)
{
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (guint32) bytes[3] << 24;
}

static guint16
get_le16 (const guint8 *bytes)
{
  return (guint16) (bytes[0] | bytes[1] << 8);
}

static char *
dup_utf16 (const guint8 *bytes, gsize size_bytes)
{
  char *text = g_convert_with_fallback ((const char *) bytes, (gssize) size_bytes, "UTF-8",
                                        "UTF-16BE", "\xEF\xBF\xBD", NULL, NULL, NULL);

  return text ? text : g_strdup ("");
}

static void
read_iso_descriptor (Findings *self, const guint8 *block)
{
  static const char *const joliet_escapes[] = { "%/@", "%/C", "%/E" };

  switch (block[0])
    {
    case 0:
      if (strncmp ((const char *) block + BOOT_SYSTEM_ID, "EL TORITO SPECIFICATION", 23) == 0)
        self->is_bootable = TRUE;
      break;
    case 1:
      if (self->has_iso)
        break;
      self->has_iso = TRUE;
      self->volume_blocks = get_le32 (block + ISO_SPACE_SIZE);
      self->iso_label = g_utf8_make_valid ((const char *) block + ISO_VOLUME_ID,
                                           (gssize) strnlen ((const char *) block + ISO_VOLUME_ID,
                                                             ISO_VOLUME_ID_SIZE));
      g_strchomp (self->iso_label);
      break;
    case 2:
      for (gsize i = 0; i < G_N_ELEMENTS (joliet_escapes) && self->joliet_label == NULL; i++)
        if (memcmp (block + ISO_ESCAPES, joliet_escapes[i], 3) == 0)
          self->joliet_label = g_strchomp (dup_utf16 (block + ISO_VOLUME_ID, ISO_VOLUME_ID_SIZE));
      break;
    default:
      break;
    }
}

/* ISO 9660 descriptors and, behind them, the recognition sequence of ECMA-167. */
static void
read_structures (Findings *self)
{
  guint8 block[BURNISH_BLOCK_SIZE];

  for (guint i = 0; i < MAX_STRUCTURES; i++)
    {
      if (!read_block (self, FIRST_STRUCTURE_BLOCK + i, block))
        return;
      if (memcmp (block + 1, "CD001", 5) == 0)
        read_iso_descriptor (self, block);
      else if (memcmp (block + 1, "NSR02", 5) == 0 || memcmp (block + 1, "NSR03", 5) == 0)
        self->has_udf = TRUE;
      else if (memcmp (block + 1, "BEA01", 5) != 0 && memcmp (block + 1, "BOOT2", 5) != 0
               && memcmp (block + 1, "CDW02", 5) != 0)
        return;
    }
}

/* A dstring (OSTA UDF 2.1.3): compression, characters, and the length in the last byte. */
static char *
dup_dstring (const guint8 *bytes, gsize size_bytes)
{
  gsize length = bytes[size_bytes - 1];

  if (length < 2 || length > size_bytes - 1)
    return g_strdup ("");
  if (bytes[0] == 16)
    return dup_utf16 (bytes + 1, (length - 1) & ~(gsize) 1);
  return g_convert ((const char *) bytes + 1, (gssize) length - 1, "UTF-8", "ISO-8859-1", NULL,
                    NULL, NULL);
}

static void
read_udf_label (Findings *self)
{
  guint8 block[BURNISH_BLOCK_SIZE];
  guint32 length, start;

  if (!read_block (self, ANCHOR_BLOCK, block) || get_le16 (block) != TAG_ANCHOR)
    return;
  length = get_le32 (block + ANCHOR_MAIN_EXTENT) / BURNISH_BLOCK_SIZE;
  start = get_le32 (block + ANCHOR_MAIN_EXTENT + 4);
  for (guint32 i = 0; i < MIN (length, MAX_SEQUENCE); i++)
    {
      if (!read_block (self, (guint64) start + i, block) || get_le16 (block) == TAG_TERMINATING)
        return;
      if (get_le16 (block) != TAG_LOGICAL_VOLUME)
        continue;
      self->udf_label = dup_dstring (block + LVD_IDENTIFIER, LVD_IDENTIFIER_SIZE);
      return;
    }
}

/* Joliet has 16 characters of the name only, ISO 9660 perhaps capitals only. */
static const char *
choose_label (const Findings *self)
{
  if (self->udf_label && *self->udf_label)
    return self->udf_label;
  if (self->joliet_label && *self->joliet_label
      && !(self->iso_label && g_str_has_prefix (self->iso_label, self->joliet_label)))
    return self->joliet_label;
  return self->iso_label ? self->iso_label : "";
}

BurnishImageFileInfo *
_burnish_image_file_recognise (const BurnishImageFileReader *reader, guint64 size_bytes)
{
  g_auto (Findings) findings = { .reader = reader };
  BurnishImageFileInfo info = { .size_bytes = size_bytes };

  read_structures (&findings);
  if (findings.has_udf)
    read_udf_label (&findings);
  if (!findings.has_iso && !findings.has_udf)
    return NULL;
  info.kind = !findings.has_udf  ? BURNISH_IMAGE_FILE_ISO9660
              : findings.has_iso ? BURNISH_IMAGE_FILE_BRIDGE
                                 : BURNISH_IMAGE_FILE_UDF;
  info.label = (char *) choose_label (&findings);
  info.volume_blocks = findings.volume_blocks;
  info.is_bootable = findings.is_bootable;
  return burnish_image_file_info_copy (&info);
}

/* ---- Files ---- */

/* What people take for an image, by its first bytes. */
static const char *
recognise_foreign (const guint8 *block)
{
  static const struct
  {
    const char *magic;
    gsize size_bytes;
    const char *what;
  } kinds[] = {
    { "\x1F\x8B", 2, "it is compressed with gzip: unpack it first" },
    { "\xFD"
      "7zXZ",
      5, "it is compressed with xz: unpack it first" },
    { "BZh", 3, "it is compressed with bzip2: unpack it first" },
    { "\x28\xB5\x2F\xFD", 4, "it is compressed with zstd: unpack it first" },
    { "PK\x03\x04", 4, "it is a zip archive: unpack it first" },
    { "7z\xBC\xAF\x27\x1C", 6, "it is a 7z archive: unpack it first" },
    { "\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00", 12,
      "it holds raw CD sectors of 2352 bytes" },
    { "CISO", 4, "it is a compressed CISO image" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (memcmp (block, kinds[i].magic, kinds[i].size_bytes) == 0)
      return kinds[i].what;
  return "it holds neither an ISO 9660 nor a UDF volume";
}

static gboolean
read_file_block (gpointer data, guint64 block, guint8 *buffer)
{
  return _burnish_content_pread (data, block * BURNISH_BLOCK_SIZE, buffer, BURNISH_BLOCK_SIZE);
}

/**
 * burnish_image_file_inspect:
 * @path: (type filename): a file
 * @error: return location for an error
 *
 * Says what an image file holds. Fails with %BURNISH_ERROR_IMAGE_INVALID when it is no regular
 * file, empty, no multiple of 2048 bytes, or without an ISO 9660 or UDF volume; with
 * %BURNISH_ERROR_SOURCE_MISSING or %BURNISH_ERROR_SOURCE_UNREADABLE when it cannot be read.
 *
 * Returns: (transfer full): what was found
 */
BurnishImageFileInfo *
burnish_image_file_inspect (const char *path, GError **error)
{
  g_autoptr (BurnishContent) content = NULL;
  g_autoptr (BurnishImageFileInfo) info = NULL;
  guint8 block[BURNISH_BLOCK_SIZE];
  guint64 size_bytes;

  g_return_val_if_fail (path != NULL, NULL);
  content = _burnish_content_open_image (path, &size_bytes, error);
  if (content == NULL)
    return NULL;
  if (!_burnish_content_read (content, block, sizeof block, NULL, error))
    return NULL;
  info = _burnish_image_file_recognise (&(BurnishImageFileReader){ read_file_block, content },
                                        size_bytes);
  if (info == NULL)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_IMAGE_INVALID,
                   "The file is no disc image: %s", recognise_foreign (block));
      if (error)
        burnish_error_set_path (*error, path);
    }
  return g_steal_pointer (&info);
}

G_DEFINE_BOXED_TYPE (BurnishImageFileInfo,
                     burnish_image_file_info,
                     burnish_image_file_info_copy,
                     burnish_image_file_info_free)

/**
 * burnish_image_file_info_copy:
 * @self: what is known about an image file
 *
 * Returns: (transfer full): a copy
 */
BurnishImageFileInfo *
burnish_image_file_info_copy (const BurnishImageFileInfo *self)
{
  BurnishImageFileInfo *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = g_memdup2 (self, sizeof *self);
  copy->label = g_strdup (self->label);
  return copy;
}

/**
 * burnish_image_file_info_free:
 * @self: (transfer full): what is known about an image file
 *
 * Frees it.
 */
void
burnish_image_file_info_free (BurnishImageFileInfo *self)
{
  g_return_if_fail (self != NULL);
  g_free (self->label);
  g_free (self);
}
