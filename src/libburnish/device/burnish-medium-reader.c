/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-private.h"

#include "burnish-mmc-parse-private.h"

#define READY_TIMEOUT_MS 30000
#define MAX_TRACKS       2000

/* Features, MMC-6 5.3. */
#define FEATURE_WRITE_PROTECT       0x0004
#define FEATURE_FORMATTABLE         0x0023
#define FEATURE_DEFECT_MANAGEMENT   0x0024
#define FEATURE_BD_POW              0x0038
#define FEATURE_REAL_TIME_STREAMING 0x0107

/* Formats of READ DISC STRUCTURE, MMC-6 6.22. */
#define STRUCTURE_BD_DISC_INFORMATION 0x00
#define STRUCTURE_BD_SPARE_AREA       0x0a
#define STRUCTURE_DVD_MINUS_LEAD_IN   0x0e
#define STRUCTURE_DVD_PLUS_ADIP       0x11
#define STRUCTURE_WRITE_PROTECTION    0xc0
#define STRUCTURE_LIST                0xff

#define PERFORMANCE_WRITE_SPEEDS 0x03
#define MODE_PAGE_CAPABILITIES   0x2a

#define BACKGROUND_FORMAT_COMPLETE 3

typedef struct
{
  BurnishMmc *mmc;
  GCancellable *cancellable; /* (nullable) */
  BurnishMedium *medium;
  BurnishDiscInformation disc;
  BurnishCurrentCapacity current;
  guint32 n_readable; /* blocks that READ CAPACITY tells */
} Reader;

static gboolean
kind_is (const Reader *reader, BurnishKindFlags flag)
{
  return (reader->medium->kind->flags & flag) != 0;
}

static gboolean
feature_is_current (const Reader *reader, guint16 code)
{
  const BurnishFeature *feature = _burnish_medium_find_feature (reader->medium, code);

  return feature && feature->is_current;
}

/* Kinds that Burnish does not write: their tracks follow rules of their own. */
static gboolean
is_unsupported (const Reader *reader)
{
  return !kind_is (reader, BURNISH_KIND_READ_ONLY | BURNISH_KIND_WRITABLE)
         || feature_is_current (reader, FEATURE_BD_POW);
}

/* An answer that can be missing: drives differ in what they tell. What ends everything (drive or
   disc gone, cancelled) goes to error, the rest is dropped. */
static gboolean
may_be_missing (const Reader *reader, GError *failure, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (reader->cancellable, error))
    {
      g_clear_error (&failure);
      return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  if (g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST)
      || g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_NO_DISC)
      || g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_PERMISSION_DENIED)
      || g_error_matches (failure, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_debug ("left out: %s", failure->message);
  g_error_free (failure);
  return TRUE;
}

static gboolean
read_configuration (Reader *reader, GError **error)
{
  BurnishMedium *medium = reader->medium;
  g_autoptr (GBytes) answer = _burnish_mmc_get_configuration (reader->mmc, error);
  g_autoptr (GPtrArray) features = NULL;
  GPtrArray *profiles;
  guint16 profile = 0;

  if (answer == NULL)
    {
      if (error && g_error_matches (*error, BURNISH_ERROR, BURNISH_ERROR_NOT_SUPPORTED))
        g_prefix_error (error, "The drive is too old, from before MMC-2: ");
      return FALSE;
    }
  features = _burnish_parse_features (answer, &profile);
  if (features == NULL)
    {
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_FAILED,
                   "The drive %s does not tell its configuration",
                   _burnish_mmc_get_path (reader->mmc));
      return FALSE;
    }
  g_ptr_array_unref (medium->features);
  medium->features = g_steal_pointer (&features);
  profiles = _burnish_parse_profiles (answer);
  if (profiles)
    {
      g_ptr_array_unref (medium->profiles);
      medium->profiles = profiles;
    }
  medium->kind = _burnish_kind_lookup (profile);
  return TRUE;
}

/* A drive that knows no such command, or a disc that was pressed, has only a table of contents. */
static gboolean
read_table_of_contents (Reader *reader, GError **error)
{
  BurnishMedium *medium = reader->medium;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) toc = NULL, sessions = NULL;
  guint last_session, first_track;

  toc = _burnish_mmc_read_toc (reader->mmc, BURNISH_TOC_FORMATTED, &failure);
  if (!may_be_missing (reader, g_steal_pointer (&failure), error))
    return FALSE;
  if (toc == NULL)
    return TRUE;
  g_ptr_array_unref (medium->tracks);
  medium->tracks = _burnish_parse_toc (toc);
  medium->n_sessions = 1;
  if (medium->kind->family != BURNISH_DISC_FAMILY_CD)
    return TRUE;
  sessions = _burnish_mmc_read_toc (reader->mmc, BURNISH_TOC_SESSIONS, &failure);
  if (!may_be_missing (reader, g_steal_pointer (&failure), error))
    return FALSE;
  if (sessions && _burnish_parse_toc_sessions (sessions, &last_session, &first_track)
      && last_session > 1)
    {
      medium->n_sessions = last_session;
      for (guint i = 0; i < medium->tracks->len; i++)
        {
          BurnishTrack *track = g_ptr_array_index (medium->tracks, i);

          if (track->number >= first_track)
            track->session = last_session;
        }
    }
  return TRUE;
}

static gboolean
read_track (Reader *reader, guint number, GError **error)
{
  BurnishMedium *medium = reader->medium;
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  BurnishTrackInformation info = { 0 };

  answer =
      _burnish_mmc_read_track_information (reader->mmc, BURNISH_TRACK_NUMBER, number, &failure);
  if (!may_be_missing (reader, failure, error))
    return FALSE;
  if (answer == NULL || !_burnish_parse_track_information (answer, &info))
    return TRUE;
  g_ptr_array_add (medium->tracks, burnish_track_copy (&info.track));
  /* Several tracks are open only in packet writing; the last one counts. */
  if (info.track.next_writable_address >= 0)
    {
      medium->next_writable_address = info.track.next_writable_address;
      medium->free_blocks = info.n_free_blocks;
    }
  return TRUE;
}

static gboolean
read_sequential_tracks (Reader *reader, GError **error)
{
  guint last = MIN (reader->disc.last_track, MAX_TRACKS);

  for (guint number = MAX (reader->disc.first_track, 1); number <= last; number++)
    if (!read_track (reader, number, error))
      return FALSE;
  reader->medium->n_sessions = reader->disc.n_sessions;
  /* The last session is only the room for the next one when it is empty. */
  if (reader->disc.status != BURNISH_DISC_STATUS_COMPLETE
      && reader->disc.last_session == BURNISH_SESSION_EMPTY && reader->medium->n_sessions > 0)
    reader->medium->n_sessions--;
  return TRUE;
}

static gboolean
read_format_capacities (Reader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!kind_is (reader, BURNISH_KIND_OVERWRITE)
      && !feature_is_current (reader, FEATURE_FORMATTABLE))
    return TRUE;
  answer = _burnish_mmc_read_format_capacities (reader->mmc, &failure);
  if (!may_be_missing (reader, failure, error))
    return FALSE;
  if (answer)
    _burnish_parse_format_capacities (answer, &reader->current, reader->medium->formats);
  return TRUE;
}

static gboolean
read_capacity (Reader *reader, GError **error)
{
  GError *failure = NULL;
  guint32 last_block = 0, block_size_bytes;

  if (reader->medium->state & (BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_UNFORMATTED))
    return TRUE;
  _burnish_mmc_read_capacity (reader->mmc, &last_block, &block_size_bytes, &failure);
  if (!may_be_missing (reader, failure, error))
    return FALSE;
  reader->n_readable = last_block > 0 && last_block < G_MAXUINT32 ? last_block + 1 : 0;
  return TRUE;
}

static gboolean
has_damaged_track (const Reader *reader)
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
has_written_track (const Reader *reader)
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
get_sequential_state (const Reader *reader)
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
get_overwritable_state (const Reader *reader)
{
  if (reader->current.type == BURNISH_CAPACITY_UNFORMATTED
      || (kind_is (reader, BURNISH_KIND_DVD_PLUS) && reader->disc.background_format == 0))
    return BURNISH_MEDIUM_OVERWRITABLE | BURNISH_MEDIUM_UNFORMATTED | BURNISH_MEDIUM_BLANK;
  return BURNISH_MEDIUM_OVERWRITABLE;
}

static BurnishMediumState
get_unsupported_state (const Reader *reader)
{
  return BURNISH_MEDIUM_UNSUPPORTED
         | (reader->disc.status == BURNISH_DISC_STATUS_EMPTY ? BURNISH_MEDIUM_BLANK : 0);
}

static void
set_state (Reader *reader)
{
  BurnishMedium *medium = reader->medium;

  if (kind_is (reader, BURNISH_KIND_READ_ONLY))
    {
      medium->state = BURNISH_MEDIUM_FINALIZED | BURNISH_MEDIUM_WRITE_PROTECTED;
      medium->write_protection = BURNISH_WRITE_PROTECTION_READ_ONLY_KIND;
    }
  else if (is_unsupported (reader))
    medium->state = get_unsupported_state (reader);
  else if (kind_is (reader, BURNISH_KIND_OVERWRITE))
    medium->state = get_overwritable_state (reader);
  else
    medium->state = get_sequential_state (reader);
}

static guint64
get_end_of_tracks (const Reader *reader)
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
get_full_format (const Reader *reader)
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
add_only_track (Reader *reader, guint64 n_blocks, gint64 next_writable_address)
{
  BurnishTrack *track = g_new0 (BurnishTrack, 1);

  reader->medium->n_sessions = 1;
  track->number = track->session = 1;
  track->n_blocks = n_blocks;
  track->next_writable_address = next_writable_address;
  g_ptr_array_add (reader->medium->tracks, track);
}

static void
set_overwritable_sizes (Reader *reader)
{
  BurnishMedium *medium = reader->medium;
  guint64 full_format = get_full_format (reader);

  medium->capacity_blocks = reader->current.n_blocks;
  if ((medium->state & BURNISH_MEDIUM_UNFORMATTED) && full_format > 0)
    medium->capacity_blocks = full_format;
  else if (kind_is (reader, BURNISH_KIND_GROWS))
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
set_unsupported_sizes (Reader *reader)
{
  BurnishMedium *medium = reader->medium;

  medium->capacity_blocks = medium->used_blocks = reader->n_readable;
  if (reader->n_readable > 0)
    add_only_track (reader, reader->n_readable, -1);
}

/* A disc that can be erased holds more than its tracks let through now. */
static void
set_erased_capacity (Reader *reader, guint64 n_blocks)
{
  if (kind_is (reader, BURNISH_KIND_REWRITABLE))
    reader->medium->capacity_blocks = MAX (reader->medium->capacity_blocks, n_blocks);
}

static void
set_sequential_sizes (Reader *reader)
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
  set_erased_capacity (reader, get_full_format (reader));
}

static gboolean
read_write_protection (Reader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  guint8 media_type = reader->medium->kind->family == BURNISH_DISC_FAMILY_BD ? 1 : 0;
  guint8 bits;

  if (!feature_is_current (reader, FEATURE_WRITE_PROTECT))
    return TRUE;
  answer = _burnish_mmc_read_disc_structure (reader->mmc, media_type, STRUCTURE_WRITE_PROTECTION,
                                             &failure);
  if (!may_be_missing (reader, failure, error))
    return FALSE;
  if (answer && _burnish_parse_write_protection (answer, &bits) && bits != 0)
    {
      reader->medium->write_protection |= (BurnishWriteProtection) bits;
      reader->medium->state |= BURNISH_MEDIUM_WRITE_PROTECTED;
    }
  return TRUE;
}

/* Drives list the structures of a DVD, and refuse those that are not in the list. */
static GBytes *
read_dvd_structure (Reader *reader, guint8 format, GError **failure)
{
  g_autoptr (GBytes) list =
      _burnish_mmc_read_disc_structure (reader->mmc, 0, STRUCTURE_LIST, failure);

  if (list == NULL || !_burnish_parse_structure_is_readable (list, format))
    return NULL;
  return _burnish_mmc_read_disc_structure (reader->mmc, 0, format, failure);
}

/* Where the maker's name stands depends on the kind of disc. */
static GBytes *
read_manufacturer_answer (Reader *reader, char *(**parse) (GBytes *), GError **failure)
{
  if (kind_is (reader, BURNISH_KIND_ATIP))
    {
      *parse = _burnish_parse_atip_manufacturer;
      return _burnish_mmc_read_toc (reader->mmc, BURNISH_TOC_ATIP, failure);
    }
  if (kind_is (reader, BURNISH_KIND_DVD_MINUS))
    {
      *parse = _burnish_parse_dvd_minus_manufacturer;
      return read_dvd_structure (reader, STRUCTURE_DVD_MINUS_LEAD_IN, failure);
    }
  if (kind_is (reader, BURNISH_KIND_DVD_PLUS))
    {
      *parse = _burnish_parse_dvd_plus_manufacturer;
      return read_dvd_structure (reader, STRUCTURE_DVD_PLUS_ADIP, failure);
    }
  if (reader->medium->kind->family == BURNISH_DISC_FAMILY_BD)
    {
      *parse = _burnish_parse_bd_manufacturer;
      return _burnish_mmc_read_disc_structure (reader->mmc, 1, STRUCTURE_BD_DISC_INFORMATION,
                                               failure);
    }
  return NULL;
}

static gboolean
read_manufacturer (Reader *reader, GError **error)
{
  GError *failure = NULL;
  char *(*parse) (GBytes *) = NULL;
  g_autoptr (GBytes) answer = read_manufacturer_answer (reader, &parse, &failure);

  if (!may_be_missing (reader, failure, error))
    return FALSE;
  if (answer == NULL)
    return TRUE;
  reader->medium->manufacturer_id = parse (answer);
  if (kind_is (reader, BURNISH_KIND_ATIP))
    set_erased_capacity (reader, _burnish_parse_atip_capacity (answer));
  return TRUE;
}

static gboolean
read_spare_area (Reader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  BurnishSpareArea spare;

  if (reader->medium->kind->family != BURNISH_DISC_FAMILY_BD
      || !feature_is_current (reader, FEATURE_DEFECT_MANAGEMENT)
      || (reader->medium->state & BURNISH_MEDIUM_UNFORMATTED))
    return TRUE;
  answer = _burnish_mmc_read_disc_structure (reader->mmc, 1, STRUCTURE_BD_SPARE_AREA, &failure);
  if (!may_be_missing (reader, failure, error))
    return FALSE;
  if (answer && _burnish_parse_spare_area (answer, &spare) && spare.n_allocated > 0)
    {
      reader->medium->n_spare_blocks = spare.n_allocated;
      reader->medium->n_free_spare_blocks = spare.n_free;
    }
  return TRUE;
}

static gboolean
read_write_speeds (Reader *reader, GError **error)
{
  const BurnishFeature *streaming =
      _burnish_medium_find_feature (reader->medium, FEATURE_REAL_TIME_STREAMING);
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GPtrArray) speeds = NULL;

  if (!kind_is (reader, BURNISH_KIND_WRITABLE))
    return TRUE;
  /* WSPD, bit 1: the drive lists write speeds (MMC-6 5.3.45). */
  if (streaming && streaming->is_current && (streaming->data[0] & 0x02))
    {
      answer = _burnish_mmc_get_performance (reader->mmc, PERFORMANCE_WRITE_SPEEDS, &failure);
      speeds = answer ? _burnish_parse_write_speeds (answer) : NULL;
    }
  if (!may_be_missing (reader, g_steal_pointer (&failure), error))
    return FALSE;
  if (speeds == NULL || speeds->len == 0)
    {
      g_clear_pointer (&answer, g_bytes_unref);
      g_clear_pointer (&speeds, g_ptr_array_unref);
      answer = _burnish_mmc_mode_sense (reader->mmc, MODE_PAGE_CAPABILITIES, &failure);
      if (!may_be_missing (reader, failure, error))
        return FALSE;
      speeds = _burnish_parse_mode_page_speeds (answer);
    }
  g_ptr_array_unref (reader->medium->write_speeds);
  reader->medium->write_speeds = g_steal_pointer (&speeds);
  return TRUE;
}

/* The file system of the last session is the one that computers show. */
static gboolean
find_last_data_track (const Reader *reader, guint64 *start_block, guint64 *end_block)
{
  const BurnishTrack *found = NULL;

  for (guint i = 0; i < reader->medium->tracks->len; i++)
    {
      const BurnishTrack *track = g_ptr_array_index (reader->medium->tracks, i);

      if (!track->is_audio && !track->is_blank && !track->is_damaged && track->start_block >= 0
          && track->n_blocks > 0 && (found == NULL || track->session > found->session))
        found = track;
    }
  if (found == NULL)
    return FALSE;
  *start_block = (guint64) found->start_block;
  *end_block = *start_block + found->n_blocks;
  if (found->next_writable_address > 0)
    *end_block = (guint64) found->next_writable_address;
  *end_block = MIN (*end_block, reader->n_readable);
  return *start_block < *end_block;
}

static gboolean
read_blocks_cb (guint64 start_block,
                guint n_blocks,
                guint8 *buffer,
                gpointer user_data,
                GError **error)
{
  const Reader *reader = user_data;

  return _burnish_mmc_read_blocks (reader->mmc, (guint32) start_block, n_blocks, buffer, error);
}

/* Never written blocks answer a blank check (key 8) or an illegal request. */
static gboolean
says_never_written (const GError *failure)
{
  BurnishSense sense;

  return failure && burnish_error_get_sense (failure, &sense)
         && (sense.key == 8 || sense.key == BURNISH_SENSE_KEY_ILLEGAL_REQUEST);
}

static gboolean
read_volume (Reader *reader, GError **error)
{
  BurnishMedium *medium = reader->medium;
  GError *failure = NULL;
  gboolean never_written;
  guint64 start_block, end_block;

  if (!find_last_data_track (reader, &start_block, &end_block))
    return TRUE;
  _burnish_volume_look (&medium->volume, start_block, end_block, read_blocks_cb, reader, &failure);
  never_written = says_never_written (failure);
  if (failure != NULL && !never_written)
    medium->volume.holds_data = TRUE; /* better asked once too often */
  return may_be_missing (reader, failure, error);
}

/* libburn calls every overwritable disc blank; here it is blank when nothing was found on it. */
static void
set_overwritable_contents (Reader *reader)
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

static gboolean
read_structure (Reader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!kind_is (reader, BURNISH_KIND_READ_ONLY))
    answer = _burnish_mmc_read_disc_information (reader->mmc, &failure);
  if (!may_be_missing (reader, failure, error))
    return FALSE;
  if (answer == NULL || !_burnish_parse_disc_information (answer, &reader->disc))
    {
      if (!kind_is (reader, BURNISH_KIND_OVERWRITE) && !read_table_of_contents (reader, error))
        return FALSE;
      if (reader->medium->tracks->len > 0)
        reader->disc.status = BURNISH_DISC_STATUS_COMPLETE;
      /* Not known; the format capacities tell whether the disc is formatted. */
      reader->disc.background_format = BACKGROUND_FORMAT_COMPLETE;
      return TRUE;
    }
  if (kind_is (reader, BURNISH_KIND_OVERWRITE) || is_unsupported (reader))
    return TRUE;
  return read_sequential_tracks (reader, error);
}

static gboolean
read_all (Reader *reader, GError **error)
{
  if (!_burnish_mmc_wait_ready (reader->mmc, READY_TIMEOUT_MS, reader->cancellable, error)
      || !read_configuration (reader, error) || !read_structure (reader, error)
      || !read_format_capacities (reader, error))
    return FALSE;
  set_state (reader);
  if (!read_capacity (reader, error))
    return FALSE;
  if (is_unsupported (reader))
    set_unsupported_sizes (reader);
  else if (kind_is (reader, BURNISH_KIND_OVERWRITE))
    set_overwritable_sizes (reader);
  else
    set_sequential_sizes (reader);
  if (!read_write_protection (reader, error) || !read_manufacturer (reader, error)
      || !read_spare_area (reader, error) || !read_write_speeds (reader, error)
      || !read_volume (reader, error))
    return FALSE;
  set_overwritable_contents (reader);
  return TRUE;
}

BurnishMedium *
_burnish_medium_new_from_drive (BurnishMmc *mmc, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishMedium) medium = g_object_new (BURNISH_TYPE_MEDIUM, NULL);
  Reader reader = { .mmc = mmc, .cancellable = cancellable, .medium = medium };

  return read_all (&reader, error) ? g_steal_pointer (&medium) : NULL;
}
