/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-bytes-private.h"
#include "burnish-mmc-transport-private.h"

#include <string.h>

#define MAX_ANSWER_BYTES      65534
#define TRAY_TIMEOUT_MS       60000
#define INQUIRY_SIZE_BYTES    36
#define MAX_PERFORMANCE_ITEMS 128

/* Where a command says how long its answer may be, and where the answer says how long it is. */
typedef struct
{
  guint allocation_at;      /* 16 bit allocation length in the CDB */
  guint header_size_bytes;  /* asked for first */
  guint length_size_bytes;  /* 1, 2 or 4 bytes at length_at */
  guint length_at;          /* in the answer */
  guint length_extra_bytes; /* how many bytes the length does not count */
} AnswerShape;

static guint32
read_answer_length (const guint8 *header, const AnswerShape *shape)
{
  const guint8 *at = header + shape->length_at;
  guint32 length = 0;

  for (guint i = 0; i < shape->length_size_bytes; i++)
    length = length << 8 | at[i];
  return MIN (length, MAX_ANSWER_BYTES) + shape->length_extra_bytes;
}

/* Asks for the header first, then for all that it announces: some drives dislike long allocation
   lengths, others never say more than fits. */
static GBytes *
ask_twice (BurnishMmc *self, BurnishMmcCommand *command, const AnswerShape *shape, GError **error)
{
  g_autofree guint8 *answer = g_malloc0 (MAX_ANSWER_BYTES);
  guint32 wanted = shape->header_size_bytes;
  guint32 got = 0;

  command->buffer = answer;
  for (guint i = 0; i < 2; i++)
    {
      _burnish_write_be16 (command->cdb + shape->allocation_at, (guint16) wanted);
      command->buffer_size_bytes = wanted;
      if (!_burnish_mmc_send (self, command, &got, error))
        return NULL;
      if (read_answer_length (answer, shape) <= wanted)
        break;
      /* An even number: some ATAPI bridges fail odd transfers. */
      wanted = MIN ((read_answer_length (answer, shape) + 1) & ~1u, MAX_ANSWER_BYTES);
    }
  return g_bytes_new (answer, MIN (got, read_answer_length (answer, shape)));
}

static void
copy_padded (char *to, const guint8 *from, gsize size_bytes)
{
  memcpy (to, from, size_bytes);
  to[size_bytes] = '\0';
  for (char *c = to; *c; c++)
    if (!g_ascii_isprint (*c))
      *c = ' ';
  g_strstrip (to);
}

gboolean
_burnish_mmc_inquiry (BurnishMmc *self, BurnishInquiry *inquiry, GError **error)
{
  guint8 answer[INQUIRY_SIZE_BYTES] = { 0 };
  const BurnishMmcCommand command = {
    .cdb = { 0x12, 0, 0, 0, INQUIRY_SIZE_BYTES },
    .cdb_size_bytes = 6,
    .buffer = answer,
    .buffer_size_bytes = sizeof answer,
  };

  if (!_burnish_mmc_send (self, &command, NULL, error))
    return FALSE;
  inquiry->device_type = answer[0] & 0x1f;
  copy_padded (inquiry->vendor, answer + 8, 8);
  copy_padded (inquiry->model, answer + 16, 16);
  copy_padded (inquiry->revision, answer + 32, 4);
  return TRUE;
}

GBytes *
_burnish_mmc_get_configuration (BurnishMmc *self, GError **error)
{
  static const AnswerShape shape = { 7, 8, 4, 0, 4 };
  BurnishMmcCommand command = { .cdb = { 0x46 }, .cdb_size_bytes = 10 };

  return ask_twice (self, &command, &shape, error);
}

GBytes *
_burnish_mmc_read_disc_information (BurnishMmc *self, GError **error)
{
  static const AnswerShape shape = { 7, 34, 2, 0, 2 };
  BurnishMmcCommand command = { .cdb = { 0x51 }, .cdb_size_bytes = 10 };

  return ask_twice (self, &command, &shape, error);
}

GBytes *
_burnish_mmc_read_track_information (BurnishMmc *self,
                                     BurnishTrackAddress address_type,
                                     guint32 address,
                                     GError **error)
{
  static const AnswerShape shape = { 7, 36, 2, 0, 2 };
  BurnishMmcCommand command = { .cdb = { 0x52, (guint8) address_type }, .cdb_size_bytes = 10 };

  _burnish_write_be32 (command.cdb + 2, address);
  return ask_twice (self, &command, &shape, error);
}

GBytes *
_burnish_mmc_read_toc (BurnishMmc *self, BurnishTocFormat format, GError **error)
{
  static const AnswerShape shape = { 7, 4, 2, 0, 2 };
  BurnishMmcCommand command = { .cdb = { 0x43, 0, (guint8) format }, .cdb_size_bytes = 10 };

  /* Addresses are wanted as blocks where there is a choice; the other formats give times. */
  if (format != BURNISH_TOC_FORMATTED && format != BURNISH_TOC_SESSIONS)
    command.cdb[1] = 0x02;
  return ask_twice (self, &command, &shape, error);
}

GBytes *
_burnish_mmc_read_format_capacities (BurnishMmc *self, GError **error)
{
  static const AnswerShape shape = { 7, 4, 1, 3, 4 };
  BurnishMmcCommand command = { .cdb = { 0x23 }, .cdb_size_bytes = 10 };

  return ask_twice (self, &command, &shape, error);
}

gboolean
_burnish_mmc_read_capacity (BurnishMmc *self,
                            guint32 *last_block,
                            guint32 *block_size_bytes,
                            GError **error)
{
  guint8 answer[8] = { 0 };
  const BurnishMmcCommand command = {
    .cdb = { 0x25 },
    .cdb_size_bytes = 10,
    .buffer = answer,
    .buffer_size_bytes = sizeof answer,
  };

  if (!_burnish_mmc_send (self, &command, NULL, error))
    return FALSE;
  *last_block = _burnish_read_be32 (answer);
  *block_size_bytes = _burnish_read_be32 (answer + 4);
  return TRUE;
}

GBytes *
_burnish_mmc_get_performance (BurnishMmc *self, guint8 type, GError **error)
{
  const gsize item_size_bytes = 16;
  const gsize size_bytes = 8 + MAX_PERFORMANCE_ITEMS * item_size_bytes;
  g_autofree guint8 *answer = g_malloc0 (size_bytes);
  BurnishMmcCommand command = {
    .cdb = { 0xac, 0, 0, 0, 0, 0, 0, 0, 0, 1, type },
    .cdb_size_bytes = 12,
    .buffer = answer,
    .buffer_size_bytes = (guint32) (8 + item_size_bytes),
  };
  guint32 n_items, got;

  if (!_burnish_mmc_send (self, &command, &got, error))
    return NULL;
  /* The length does not count itself (4 bytes), but the rest of the header. */
  n_items = (_burnish_read_be32 (answer) - 4) / (guint32) item_size_bytes;
  n_items = CLAMP (n_items, 1, MAX_PERFORMANCE_ITEMS);
  if (n_items > 1)
    {
      command.buffer_size_bytes = (guint32) (8 + n_items * item_size_bytes);
      _burnish_write_be16 (command.cdb + 8, (guint16) n_items);
      if (!_burnish_mmc_send (self, &command, &got, error))
        return NULL;
    }
  return g_bytes_new (answer, got);
}

GBytes *
_burnish_mmc_mode_sense (BurnishMmc *self, guint8 page, GError **error)
{
  static const AnswerShape shape = { 7, 30, 2, 0, 2 };
  /* Byte 1, bit 3: no block descriptors. */
  BurnishMmcCommand command = { .cdb = { 0x5a, 0x08, page }, .cdb_size_bytes = 10 };

  return ask_twice (self, &command, &shape, error);
}

GBytes *
_burnish_mmc_read_disc_structure (BurnishMmc *self,
                                  guint8 media_type,
                                  guint8 format,
                                  GError **error)
{
  static const AnswerShape shape = { 8, 4, 2, 0, 2 };
  BurnishMmcCommand command = { .cdb = { 0xad, media_type }, .cdb_size_bytes = 12 };

  command.cdb[7] = format;
  return ask_twice (self, &command, &shape, error);
}

gboolean
_burnish_mmc_read_blocks (BurnishMmc *self,
                          guint32 start_block,
                          guint32 n_blocks,
                          guint8 *buffer,
                          GError **error)
{
  const guint32 size_bytes = n_blocks * 2048;
  g_autoptr (GError) local = NULL;
  BurnishMmcCommand command = {
    .cdb = { 0x28 },
    .cdb_size_bytes = 10,
    .buffer = buffer,
    .buffer_size_bytes = size_bytes,
  };
  guint32 got;

  g_assert (n_blocks >= 1 && n_blocks <= BURNISH_MMC_MAX_READ_BLOCKS);
  _burnish_write_be32 (command.cdb + 2, start_block);
  _burnish_write_be16 (command.cdb + 7, (guint16) n_blocks);
  if (_burnish_mmc_send (self, &command, &got, &local) && got < size_bytes)
    g_set_error (&local, BURNISH_ERROR, BURNISH_ERROR_READ_FAILED,
                 "The drive %s gave %u of %u bytes", _burnish_mmc_get_path (self), got, size_bytes);
  if (local == NULL)
    return TRUE;
  burnish_error_set_block (local, start_block);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
_burnish_mmc_move_tray (BurnishMmc *self, BurnishTrayMove move, GError **error)
{
  const BurnishMmcCommand command = {
    .cdb = { 0x1b, 0, 0, 0, (guint8) move },
    .cdb_size_bytes = 6,
    .timeout_ms = TRAY_TIMEOUT_MS,
  };

  return _burnish_mmc_send (self, &command, NULL, error);
}

gboolean
_burnish_mmc_prevent_removal (BurnishMmc *self, gboolean prevent, GError **error)
{
  const BurnishMmcCommand command = {
    .cdb = { 0x1e, 0, 0, 0, prevent ? 1 : 0 },
    .cdb_size_bytes = 6,
  };

  return _burnish_mmc_send (self, &command, NULL, error);
}
