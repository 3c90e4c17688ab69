/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-reader-private.h"

static gboolean
has_damaged_track (const BurnishMediumReader *reader)
{
  for (guint i = 0; i < reader->medium->tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (reader->medium->tracks, i);

      if (track->is_damaged)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_written_track (const BurnishMediumReader *reader)
{
  for (guint i = 0; i < reader->medium->tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (reader->medium->tracks, i);

      if (!track->is_blank && track->next_writable_address != track->start_block)
        return TRUE;
    }
  return FALSE;
}

static BurnishMediumState
get_sequential_state (const BurnishMediumReader *reader)
{
  BurnishMediumState state = has_damaged_track (reader) ? BURNISH_MEDIUM_DAMAGED : 0;

  switch (reader->disc.status)
    {
    case BURNISH_DISC_STATUS_EMPTY:
      return state | BURNISH_MEDIUM_BLANK;
    case BURNISH_DISC_STATUS_COMPLETE:
      return state | BURNISH_MEDIUM_FINALIZED;
    case BURNISH_DISC_STATUS_INCOMPLETE:
    case BURNISH_DISC_STATUS_OTHER:
    default:
      break;
    }
  /* A BD-R that was formatted and not written says so: one session, nothing in it. */
  if (reader->medium->n_sessions == 0 && !has_written_track (reader))
    return state | BURNISH_MEDIUM_BLANK;
  if (reader->disc.last_session == BURNISH_SESSION_INCOMPLETE)
    state |= BURNISH_MEDIUM_INCOMPLETE;
  if (reader->disc.last_session == BURNISH_SESSION_DAMAGED)
    state |= BURNISH_MEDIUM_INCOMPLETE | BURNISH_MEDIUM_DAMAGED;
  return state | BURNISH_MEDIUM_APPENDABLE;
}

/* A DVD+RW is usable as soon as its background format has begun (MMC-6 6.21.3.1.11). */
static BurnishMediumState
get_overwritable_state (const BurnishMediumReader *reader)
{
  if (reader->current.type == BURNISH_CAPACITY_UNFORMATTED
      || (_burnish_reader_kind_is (reader, BURNISH_KIND_DVD_PLUS)
          && reader->disc.background_format == 0))
    return BURNISH_MEDIUM_OVERWRITABLE | BURNISH_MEDIUM_UNFORMATTED | BURNISH_MEDIUM_BLANK;
  return BURNISH_MEDIUM_OVERWRITABLE;
}

static BurnishMediumState
get_unsupported_state (const BurnishMediumReader *reader)
{
  return BURNISH_MEDIUM_UNSUPPORTED
         | (reader->disc.status == BURNISH_DISC_STATUS_EMPTY ? BURNISH_MEDIUM_BLANK : 0);
}

void
_burnish_reader_set_state (BurnishMediumReader *reader)
{
  BurnishMedium *medium = reader->medium;

  if (_burnish_reader_kind_is (reader, BURNISH_KIND_READ_ONLY))
    {
      medium->state = BURNISH_MEDIUM_FINALIZED | BURNISH_MEDIUM_WRITE_PROTECTED;
      medium->write_protection = BURNISH_WRITE_PROTECTION_READ_ONLY_KIND;
    }
  else if (_burnish_reader_is_unsupported (reader))
    medium->state = get_unsupported_state (reader);
  else if (_burnish_reader_kind_is (reader, BURNISH_KIND_OVERWRITE))
    medium->state = get_overwritable_state (reader);
  else
    medium->state = get_sequential_state (reader);
}

static guint64
get_end_of_tracks (const BurnishMediumReader *reader)
{
  guint64 end = 0;

  for (guint i = 0; i < reader->medium->tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (reader->medium->tracks, i);
      gint64 track_end = track->next_writable_address >= 0
                             ? track->next_writable_address
                             : track->start_block + (gint64) track->n_blocks;

      if (!track->is_blank && track_end > 0)
        end = MAX (end, (guint64) track_end);
    }
  return end;
}

/* What a full format (type 0, the drive's preferred one first) would give; 0 when the drive does
   not say. */
static guint64
get_full_format (const BurnishMediumReader *reader)
{
  for (guint i = 0; i < reader->medium->formats->len; i++)
    {
      const BurnishFormat *format = g_ptr_array_index (reader->medium->formats, i);

      if (format->type == 0)
        return format->n_blocks;
    }
  return 0;
}

static void
add_only_track (BurnishMediumReader *reader, guint64 n_blocks, gint64 next_writable_address)
{
  BurnishTrack *track = g_new0 (BurnishTrack, 1);

  reader->medium->n_sessions = 1;
  track->number = track->session = 1;
  track->n_blocks = n_blocks;
  track->next_writable_address = next_writable_address;
  g_ptr_array_add (reader->medium->tracks, track);
}

static void
set_overwritable_sizes (BurnishMediumReader *reader)
{
  BurnishMedium *medium = reader->medium;
  guint64 full_format = get_full_format (reader);

  medium->capacity_blocks = reader->current.n_blocks;
  if ((medium->state & BURNISH_MEDIUM_UNFORMATTED) && full_format > 0)
    medium->capacity_blocks = full_format;
  else if (_burnish_reader_kind_is (reader, BURNISH_KIND_GROWS))
    medium->capacity_blocks = MAX (medium->capacity_blocks, full_format);
  if (medium->capacity_blocks == 0)
    medium->capacity_blocks = reader->n_readable;
  medium->free_blocks = medium->capacity_blocks;
  medium->next_writable_address = 0;
  /* To the outside world such a disc is one session with one track. */
  if (!(medium->state & BURNISH_MEDIUM_UNFORMATTED))
    add_only_track (reader, reader->n_readable ? reader->n_readable : medium->capacity_blocks, 0);
}

static void
set_unsupported_sizes (BurnishMediumReader *reader)
{
  BurnishMedium *medium = reader->medium;

  medium->capacity_blocks = medium->used_blocks = reader->n_readable;
  if (reader->n_readable > 0)
    add_only_track (reader, reader->n_readable, -1);
}

/* A disc that can be erased holds more than its tracks let through now. */
void
_burnish_reader_set_erased_capacity (BurnishMediumReader *reader, guint64 n_blocks)
{
  if (_burnish_reader_kind_is (reader, BURNISH_KIND_REWRITABLE))
    reader->medium->capacity_blocks = MAX (reader->medium->capacity_blocks, n_blocks);
}

static void
set_sequential_sizes (BurnishMediumReader *reader)
{
  BurnishMedium *medium = reader->medium;

  medium->used_blocks = medium->state & BURNISH_MEDIUM_BLANK ? 0 : get_end_of_tracks (reader);
  if (medium->state & BURNISH_MEDIUM_FINALIZED)
    {
      medium->used_blocks = MAX (medium->used_blocks, reader->n_readable);
      medium->next_writable_address = -1;
      medium->free_blocks = 0;
    }
  if (medium->next_writable_address >= 0)
    medium->capacity_blocks = (guint64) medium->next_writable_address + medium->free_blocks;
  else
    medium->capacity_blocks = medium->used_blocks;
  _burnish_reader_set_erased_capacity (reader, get_full_format (reader));
}

/* libburn calls every overwritable disc blank; here it is blank when nothing was found on it. */
void
_burnish_reader_set_contents (BurnishMediumReader *reader)
{
  BurnishMedium *medium = reader->medium;

  if (!(medium->state & BURNISH_MEDIUM_OVERWRITABLE)
      || (medium->state & BURNISH_MEDIUM_UNFORMATTED))
    return;
  if (!medium->volume.holds_data)
    medium->state |= BURNISH_MEDIUM_BLANK;
  else if (medium->volume.n_blocks > 0)
    medium->used_blocks = MIN (medium->volume.n_blocks, medium->capacity_blocks);
  else
    medium->used_blocks = medium->capacity_blocks;
  if (medium->state & BURNISH_MEDIUM_BLANK)
    medium->n_sessions = 0;
}

void
_burnish_reader_set_sizes (BurnishMediumReader *reader)
{
  if (_burnish_reader_is_unsupported (reader))
    set_unsupported_sizes (reader);
  else if (_burnish_reader_kind_is (reader, BURNISH_KIND_OVERWRITE))
    set_overwritable_sizes (reader);
  else
    set_sequential_sizes (reader);
}
