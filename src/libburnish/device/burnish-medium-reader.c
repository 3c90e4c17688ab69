/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-reader-private.h"

#define READY_TIMEOUT_MS           30000
#define MAX_TRACKS                 2000
#define BACKGROUND_FORMAT_COMPLETE 3

gboolean
_burnish_reader_kind_is (const BurnishMediumReader *reader, BurnishKindFlags flag)
{
  return (reader->medium->kind->flags & flag) != 0;
}

gboolean
_burnish_reader_feature_is_current (const BurnishMediumReader *reader, guint16 code)
{
  const BurnishFeature *feature = _burnish_medium_find_feature (reader->medium, code);

  return feature && feature->is_current;
}

/* Kinds that Burnish does not write: their tracks follow rules of their own. */
gboolean
_burnish_reader_is_unsupported (const BurnishMediumReader *reader)
{
  return !_burnish_reader_kind_is (reader, BURNISH_KIND_READ_ONLY | BURNISH_KIND_WRITABLE)
         || _burnish_reader_feature_is_current (reader, FEATURE_BD_POW);
}

/* An answer that can be missing: drives differ in what they tell. What ends everything (drive or
   disc gone, cancelled) goes to error, the rest is dropped. */
gboolean
_burnish_reader_may_be_missing (const BurnishMediumReader *reader, GError *failure, GError **error)
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
read_configuration (BurnishMediumReader *reader, GError **error)
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
read_table_of_contents (BurnishMediumReader *reader, GError **error)
{
  BurnishMedium *medium = reader->medium;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) toc = NULL, sessions = NULL;
  guint last_session, first_track;

  toc = _burnish_mmc_read_toc (reader->mmc, BURNISH_TOC_FORMATTED, &failure);
  if (!_burnish_reader_may_be_missing (reader, g_steal_pointer (&failure), error))
    return FALSE;
  if (toc == NULL)
    return TRUE;
  g_ptr_array_unref (medium->tracks);
  medium->tracks = _burnish_parse_toc (toc);
  medium->n_sessions = 1;
  if (medium->kind->family != BURNISH_DISC_FAMILY_CD)
    return TRUE;
  sessions = _burnish_mmc_read_toc (reader->mmc, BURNISH_TOC_SESSIONS, &failure);
  if (!_burnish_reader_may_be_missing (reader, g_steal_pointer (&failure), error))
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
read_track (BurnishMediumReader *reader, guint number, GError **error)
{
  BurnishMedium *medium = reader->medium;
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;
  BurnishTrackInformation info = { 0 };

  answer =
      _burnish_mmc_read_track_information (reader->mmc, BURNISH_TRACK_NUMBER, number, &failure);
  if (!_burnish_reader_may_be_missing (reader, failure, error))
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
read_sequential_tracks (BurnishMediumReader *reader, GError **error)
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
read_format_capacities (BurnishMediumReader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!_burnish_reader_kind_is (reader, BURNISH_KIND_OVERWRITE)
      && !_burnish_reader_feature_is_current (reader, FEATURE_FORMATTABLE))
    return TRUE;
  answer = _burnish_mmc_read_format_capacities (reader->mmc, &failure);
  if (!_burnish_reader_may_be_missing (reader, failure, error))
    return FALSE;
  if (answer)
    _burnish_parse_format_capacities (answer, &reader->current, reader->medium->formats);
  return TRUE;
}

static gboolean
read_capacity (BurnishMediumReader *reader, GError **error)
{
  GError *failure = NULL;
  guint32 last_block = 0, block_size_bytes;

  if (reader->medium->state & (BURNISH_MEDIUM_BLANK | BURNISH_MEDIUM_UNFORMATTED))
    return TRUE;
  _burnish_mmc_read_capacity (reader->mmc, &last_block, &block_size_bytes, &failure);
  if (!_burnish_reader_may_be_missing (reader, failure, error))
    return FALSE;
  reader->n_readable = last_block > 0 && last_block < G_MAXUINT32 ? last_block + 1 : 0;
  return TRUE;
}

/* The file system of the last session is the one that computers show. */
static gboolean
find_last_data_track (const BurnishMediumReader *reader, guint64 *start_block, guint64 *end_block)
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
  const BurnishMediumReader *reader = user_data;

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
read_volume (BurnishMediumReader *reader, GError **error)
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
  return _burnish_reader_may_be_missing (reader, failure, error);
}

static gboolean
read_structure (BurnishMediumReader *reader, GError **error)
{
  GError *failure = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!_burnish_reader_kind_is (reader, BURNISH_KIND_READ_ONLY))
    answer = _burnish_mmc_read_disc_information (reader->mmc, &failure);
  if (!_burnish_reader_may_be_missing (reader, failure, error))
    return FALSE;
  if (answer == NULL || !_burnish_parse_disc_information (answer, &reader->disc))
    {
      if (!_burnish_reader_kind_is (reader, BURNISH_KIND_OVERWRITE)
          && !read_table_of_contents (reader, error))
        return FALSE;
      if (reader->medium->tracks->len > 0)
        reader->disc.status = BURNISH_DISC_STATUS_COMPLETE;
      /* Not known; the format capacities tell whether the disc is formatted. */
      reader->disc.background_format = BACKGROUND_FORMAT_COMPLETE;
      return TRUE;
    }
  if (_burnish_reader_kind_is (reader, BURNISH_KIND_OVERWRITE)
      || _burnish_reader_is_unsupported (reader))
    return TRUE;
  return read_sequential_tracks (reader, error);
}

static gboolean
read_all (BurnishMediumReader *reader, GError **error)
{
  if (!_burnish_mmc_wait_ready (reader->mmc, READY_TIMEOUT_MS, reader->cancellable, error)
      || !read_configuration (reader, error) || !read_structure (reader, error)
      || !read_format_capacities (reader, error))
    return FALSE;
  _burnish_reader_set_state (reader);
  if (!read_capacity (reader, error))
    return FALSE;
  _burnish_reader_set_sizes (reader);
  if (!_burnish_reader_read_details (reader, error) || !read_volume (reader, error))
    return FALSE;
  _burnish_reader_set_contents (reader);
  return TRUE;
}

BurnishMedium *
_burnish_medium_new_from_drive (BurnishMmc *mmc, GCancellable *cancellable, GError **error)
{
  g_autoptr (BurnishMedium) medium = g_object_new (BURNISH_TYPE_MEDIUM, NULL);
  BurnishMediumReader reader = { .mmc = mmc, .cancellable = cancellable, .medium = medium };

  return read_all (&reader, error) ? g_steal_pointer (&medium) : NULL;
}
