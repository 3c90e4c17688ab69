/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Scripted faults: their words, and which command they strike. */

#define FOR_EVER UINT32_MAX

/* What each kind is before its keys change it. */
static const struct
{
  const char *name;
  MmcFault fault;
} kinds[] = {
  { "medium-error",
    { .effect = MMC_FAULT_SENSE,
      .target = MMC_FAULT_WRITES,
      .times = 1,
      .sense = MMC_WRITE_ERROR } },
  { "unreadable",
    { .effect = MMC_FAULT_SENSE,
      .target = MMC_FAULT_READS,
      .times = FOR_EVER,
      .sense = MMC_UNREADABLE } },
  { "corrupt", { .effect = MMC_FAULT_CORRUPT, .target = MMC_FAULT_READS, .times = FOR_EVER } },
  { "unplugged",
    { .effect = MMC_FAULT_UNPLUG, .target = MMC_FAULT_ANY, .times = 1, .value = ENODEV } },
  { "never-ready",
    { .effect = MMC_FAULT_SENSE,
      .target = MMC_FAULT_MEDIUM,
      .times = FOR_EVER,
      .sense = MMC_BECOMING_READY } },
  { "slow-close", { .effect = MMC_FAULT_BUSY, .target = 0x5b, .times = FOR_EVER, .value = 5000 } },
  { "close-fails",
    { .effect = MMC_FAULT_SENSE, .target = 0x5b, .times = FOR_EVER, .sense = MMC_FIXATION_ERROR } },
  { "buffer-full",
    { .effect = MMC_FAULT_SENSE,
      .target = MMC_FAULT_WRITES,
      .times = 30,
      .sense = MMC_LONG_WRITE_IN_PROGRESS } },
  { "speed-refused",
    { .effect = MMC_FAULT_SENSE,
      .target = MMC_FAULT_SPEED,
      .times = FOR_EVER,
      .sense = MMC_INVALID_FIELD_IN_CDB } },
  { "command", { .effect = MMC_FAULT_SENSE, .target = MMC_FAULT_ANY, .times = 1 } },
};

static bool
parse_number (const char *text, int base, unsigned long most, unsigned long *number)
{
  char *end;

  errno = 0;
  *number = strtoul (text, &end, base);
  return *text >= '0' && *end == '\0' && errno == 0 && *number <= most;
}

static bool
parse_target (const char *text, MmcFault *fault)
{
  static const struct
  {
    const char *name;
    MmcFaultTarget target;
  } names[] = { { "any", MMC_FAULT_ANY },
                { "read", MMC_FAULT_READS },
                { "write", MMC_FAULT_WRITES } };
  unsigned long opcode;

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp (text, names[i].name) == 0)
      {
        fault->target = (uint16_t) names[i].target;
        return true;
      }
  if (!((*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'f')) || strlen (text) > 2)
    return false;
  opcode = strtoul (text, NULL, 16);
  fault->target = (uint16_t) opcode;
  return strspn (text, "0123456789abcdef") == strlen (text);
}

static bool
parse_range (char *text, MmcFault *fault)
{
  char *dash = strchr (text, '-');
  unsigned long first, last;

  if (dash != NULL)
    *dash++ = '\0';
  if (!parse_number (text, 10, INT32_MAX, &first)
      || !parse_number (dash != NULL ? dash : text, 10, INT32_MAX, &last) || last < first)
    return false;
  fault->has_range = true;
  fault->first_lba = (int64_t) first;
  fault->last_lba = (int64_t) last;
  return true;
}

static bool
parse_sense (const char *text, MmcFault *fault)
{
  unsigned key, asc, ascq;
  int length = 0;

  if (sscanf (text, "%1x/%2x/%2x%n", &key, &asc, &ascq, &length) != 3 || text[length] != '\0')
    return false;
  fault->effect = MMC_FAULT_SENSE;
  fault->sense = MMC_SENSE (key, asc, ascq);
  return fault->sense != MMC_GOOD;
}

/* An unplugged drive can be lost in two ways: by an errno or a host status. */
static bool
parse_value (const char *name, const char *text, MmcFault *fault)
{
  unsigned long number;

  if (!parse_number (text, 10, INT32_MAX, &number))
    return false;
  fault->value = (int32_t) number;
  if (strcmp (name, "delay") == 0)
    {
      if (fault->effect != MMC_FAULT_BUSY)
        fault->effect = MMC_FAULT_DELAY;
    }
  else if (fault->effect == MMC_FAULT_UNPLUG)
    fault->sense = strcmp (name, "host") == 0;
  else
    fault->effect = strcmp (name, "host") == 0 ? MMC_FAULT_HOST : MMC_FAULT_ERRNO;
  return true;
}

static bool
parse_key (MmcFault *fault, const char *name, char *value)
{
  unsigned long number;

  if (strcmp (name, "lba") == 0)
    {
      /* A bad spot stays bad. */
      if (fault->effect == MMC_FAULT_SENSE && fault->target == MMC_FAULT_WRITES)
        fault->times = FOR_EVER;
      return parse_range (value, fault);
    }
  if (strcmp (name, "op") == 0)
    return parse_target (value, fault);
  if (strcmp (name, "sense") == 0)
    return parse_sense (value, fault);
  if (strcmp (name, "delay") == 0 || strcmp (name, "host") == 0 || strcmp (name, "errno") == 0)
    return parse_value (name, value, fault);
  if (strcmp (name, "after") == 0 && parse_number (value, 10, FOR_EVER, &number))
    {
      fault->after = (uint32_t) number;
      return true;
    }
  if (strcmp (name, "times") == 0)
    {
      if (strcmp (value, "always") == 0)
        number = FOR_EVER;
      else if (!parse_number (value, 10, FOR_EVER, &number) || number == 0)
        return false;
      fault->times = (uint32_t) number;
      return true;
    }
  return false;
}

static bool
parse_fault (MmcFault *fault, const char *spec, char *message, size_t message_size)
{
  char words[256];
  char *rest = words;
  char *word;
  size_t kind;

  if (strlen (spec) >= sizeof words)
    {
      mmc_say (message, message_size, "the fault is too long");
      return false;
    }
  strcpy (words, spec);
  word = strsep (&rest, ":");
  for (kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++)
    if (strcmp (kinds[kind].name, word) == 0)
      break;
  if (kind == sizeof kinds / sizeof kinds[0])
    {
      mmc_say (message, message_size, "there is no fault called “%s”", word);
      return false;
    }
  *fault = kinds[kind].fault;
  while ((word = strsep (&rest, ",")) != NULL)
    {
      char *value = strchr (word, '=');

      if (value != NULL)
        *value++ = '\0';
      if (value == NULL || !parse_key (fault, word, value))
        {
          mmc_say (message, message_size, "“%s” is not understood in the fault “%s”", word, spec);
          return false;
        }
    }
  if (fault->effect == MMC_FAULT_SENSE && fault->sense == MMC_GOOD)
    {
      mmc_say (message, message_size, "the fault “%s” does nothing", spec);
      return false;
    }
  return true;
}

bool
mmc_drive_add_fault (MmcDrive *drive, const char *spec, char *message, size_t message_size)
{
  MmcFault fault;
  bool added = false;

  if (!parse_fault (&fault, spec, message, message_size))
    return false;
  mmc_lock (drive);
  for (size_t i = 0; i < MMC_MAX_FAULTS && !added; i++)
    if (drive->state->faults[i].effect == MMC_FAULT_NONE)
      {
        drive->state->faults[i] = fault;
        added = true;
      }
  mmc_unlock (drive);
  if (!added)
    mmc_say (message, message_size, "there is no room for another fault");
  return added;
}

void
mmc_drive_clear_faults (MmcDrive *drive)
{
  mmc_lock (drive);
  memset (drive->state->faults, 0, sizeof drive->state->faults);
  if (drive->state->unplugged)
    {
      drive->state->unplugged = false;
      drive->state->attention = MMC_POWER_ON;
      drive->state->locked = false;
    }
  mmc_unlock (drive);
}

static bool
is_target (const MmcFault *fault, const MmcOperation *operation, uint8_t opcode)
{
  switch (fault->target)
    {
    case MMC_FAULT_ANY:
      return true;
    case MMC_FAULT_READS:
      return opcode == 0x28 || opcode == 0xa8 || opcode == 0xbe;
    case MMC_FAULT_WRITES:
      return opcode == 0x2a || opcode == 0xaa;
    case MMC_FAULT_SPEED:
      return opcode == 0xb6 || opcode == 0xbb;
    case MMC_FAULT_MEDIUM:
      return operation != NULL && (operation->flags & MMC_NEEDS_MEDIUM);
    default:
      return fault->target == opcode;
    }
}

/* Cuts the command's blocks to those that the fault is about. */
static bool
touches (const MmcFault *fault, const uint8_t *cdb, MmcFaultStrike *strike)
{
  uint32_t n_blocks;
  int64_t first, last;

  if (!mmc_operation_range (cdb, &first, &n_blocks))
    return !fault->has_range;
  last = first + (int64_t) n_blocks - 1;
  if (fault->has_range)
    {
      if (first > fault->last_lba || last < fault->first_lba)
        return false;
      first = first > fault->first_lba ? first : fault->first_lba;
      last = last < fault->last_lba ? last : fault->last_lba;
    }
  strike->has_range = fault->has_range;
  strike->lba = first;
  strike->last_lba = last;
  return true;
}

/* Finds the fault, if any, that strikes this command, and uses it up. */
bool
mmc_fault_strike (MmcState *state,
                  const MmcOperation *operation,
                  const uint8_t *cdb,
                  MmcFaultStrike *strike)
{
  for (size_t i = 0; i < MMC_MAX_FAULTS; i++)
    {
      MmcFault *fault = &state->faults[i];

      if (fault->effect == MMC_FAULT_NONE || !is_target (fault, operation, cdb[0])
          || !touches (fault, cdb, strike))
        continue;
      if (fault->after > 0)
        {
          fault->after--;
          continue;
        }
      strike->effect = (MmcFaultEffect) fault->effect;
      strike->sense = fault->sense;
      strike->value = fault->value;
      if (fault->effect == MMC_FAULT_UNPLUG)
        {
          state->unplugged_errno = fault->sense ? 0 : fault->value;
          state->unplugged_host = fault->sense ? fault->value : 0;
        }
      if (fault->times != FOR_EVER && --fault->times == 0)
        fault->effect = MMC_FAULT_NONE;
      return true;
    }
  return false;
}
