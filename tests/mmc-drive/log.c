/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"
#include "system.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The command log and the refusals; docs/mmc-drive.md has the format. */

#define LINE_SIZE 512

typedef struct
{
  char text[LINE_SIZE];
  size_t length;
} Line;

static void line_add (Line *line, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

static void
line_add (Line *line, const char *format, ...)
{
  va_list arguments;
  int n;

  va_start (arguments, format);
  n = vsnprintf (line->text + line->length, sizeof line->text - line->length, format, arguments);
  va_end (arguments);
  if (n > 0)
    line->length += (size_t) n;
  if (line->length >= sizeof line->text)
    line->length = sizeof line->text - 1;
}

static void
line_add_hex (Line *line, const uint8_t *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    line_add (line, "%02x", bytes[i]);
}

static int
open_log (const MmcDrive *drive, const char *name, int flags)
{
  char path[MMC_PATH_SIZE + 32];

  snprintf (path, sizeof path, "%s/%s", drive->directory, name);
  return mmc_sys_open (path, flags);
}

/* A whole line in one write, so that lines of several processes never mix. */
static void
append (const MmcDrive *drive, const char *name, const Line *line)
{
  int fd = open_log (drive, name, O_WRONLY | O_CREAT | O_APPEND);

  if (fd < 0)
    return;
  mmc_sys_write (fd, line->text, line->length);
  mmc_sys_close (fd);
}

static bool
is_refusal (const MmcResult *result)
{
  uint8_t asc = result->sense[12];

  if (result->status == 0)
    return result->host_status != 0;
  return (result->sense[2] & 0xf) == 5
         && (asc == 0x1a || asc == 0x20 || asc == 0x24 || asc == 0x26);
}

static bool
is_expected (const MmcState *state, uint8_t opcode, uint8_t asc)
{
  for (uint32_t i = 0; i < state->n_expected; i++)
    if (state->expected[i].opcode == opcode && state->expected[i].asc == asc)
      return true;
  return false;
}

void
mmc_log_command (MmcDrive *drive,
                 const MmcCommand *command,
                 const MmcOperation *operation,
                 size_t cdb_length,
                 MmcDirection direction,
                 const MmcResult *result,
                 bool scripted)
{
  static const char *const directions[] = { "none", "in", "out" };
  MmcState *state = drive->state;
  uint64_t now = mmc_sys_now_ns () - state->start_ns;
  bool is_write = command->cdb[0] == 0x2a || command->cdb[0] == 0xaa;
  Line line = { .length = 0 };
  bool refused = false;

  line_add (&line, "%llu.%06llu %s cdb=", (unsigned long long) (now / 1000000000u),
            (unsigned long long) (now / 1000u % 1000000u),
            operation != NULL ? operation->name : "UNKNOWN");
  line_add_hex (&line, command->cdb, cdb_length);
  line_add (&line, " %s=%zu ", directions[direction],
            direction == MMC_DATA_OUT ? command->size : result->n_bytes);
  if (result->error != 0)
    line_add (&line, "errno=%d", result->error);
  else if (result->host_status != 0)
    line_add (&line, "host=%d", result->host_status);
  else if (result->status != 0)
    line_add (&line, "sense=%x/%02x/%02x", result->sense[2] & 0xf, result->sense[12],
              result->sense[13]);
  else
    line_add (&line, "good");
  if (direction == MMC_DATA_OUT && !is_write && command->size > 0)
    {
      line_add (&line, " data=");
      line_add_hex (&line, command->data, command->size < 64 ? command->size : 64);
    }
  if (scripted)
    line_add (&line, " fault");
  else if (result->error == 0 && is_refusal (result))
    {
      refused = !is_expected (state, command->cdb[0], result->sense[12]);
      line_add (&line, refused ? " unexpected" : " expected");
    }
  line_add (&line, "\n");

  append (drive, "commands.log", &line);
  if (refused)
    {
      state->n_refusals++;
      append (drive, "refusals.log", &line);
    }
}

void
mmc_log_clear (MmcDrive *drive)
{
  static const char *const names[] = { "commands.log", "refusals.log" };

  for (size_t i = 0; i < 2; i++)
    {
      int fd = open_log (drive, names[i], O_WRONLY | O_CREAT | O_TRUNC);

      if (fd >= 0)
        mmc_sys_close (fd);
    }
  drive->state->n_refusals = 0;
}

void
mmc_drive_clear_log (MmcDrive *drive)
{
  mmc_lock (drive);
  mmc_log_clear (drive);
  mmc_unlock (drive);
}

static size_t
read_at (const MmcDrive *drive, const char *name, uint64_t offset, char *buffer, size_t size)
{
  int fd = open_log (drive, name, O_RDONLY);
  int64_t n;

  if (fd < 0)
    return 0;
  n = mmc_sys_read_at (fd, buffer, size, offset);
  mmc_sys_close (fd);
  return n > 0 ? (size_t) n : 0;
}

size_t
mmc_drive_read_log (MmcDrive *drive, uint64_t offset, char *buffer, size_t size)
{
  return read_at (drive, "commands.log", offset, buffer, size);
}

size_t
mmc_drive_read_refusals (MmcDrive *drive, uint64_t offset, char *buffer, size_t size)
{
  return read_at (drive, "refusals.log", offset, buffer, size);
}

bool
mmc_drive_expect_refusal (MmcDrive *drive, uint8_t opcode, uint8_t asc)
{
  MmcState *state = drive->state;
  bool ok;

  mmc_lock (drive);
  ok = is_expected (state, opcode, asc) || state->n_expected < MMC_MAX_EXPECTED;
  if (ok && !is_expected (state, opcode, asc))
    {
      state->expected[state->n_expected].opcode = opcode;
      state->expected[state->n_expected].asc = asc;
      state->n_expected++;
    }
  mmc_unlock (drive);
  return ok;
}
