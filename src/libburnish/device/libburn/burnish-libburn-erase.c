/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libburn-private.h"

/* What makes a disc look empty: IMAPI's "heuristically blank" looks at 2 MiB at either end. Volume
   descriptors, anchors, partition tables and their copies all lie there. */
#define QUICK_ERASE_BYTES ((guint64) 2 * 1024 * 1024)

/* An ECC block of a BD, two of a DVD. */
#define OVERWRITE_CHUNK_BYTES (64 * 1024)

/* DVD-RW in restricted overwrite mode takes whole ECC blocks of 32 KiB only. */
#define OVERWRITE_UNIT_BYTES (32 * 1024)

/* BLANK and FORMAT take hours on large discs, and not every drive tells how far it is. */
#define PATIENCE_USEC ((gint64) 3 * 60 * 60 * G_USEC_PER_SEC)

#define PROGRESS_INTERVAL_USEC (100 * 1000)

/* Flags of burn_disc_format (), libburn.h. */
enum
{
  FORMAT_MAXIMUM_SIZE = 2 << 1,
  FORMAT_DEFAULT_SIZE = 3 << 1,
  FORMAT_AGAIN = 1 << 4,
  FORMAT_WITHOUT_SPARE = 1 << 5,
  FORMAT_WITHOUT_CERTIFICATION = 1 << 6,
};

static BurnishEnginePhase
get_erasing_cb (BurnishLibburn *self G_GNUC_UNUSED,
                enum burn_drive_status status G_GNUC_UNUSED,
                const struct burn_progress *progress G_GNUC_UNUSED,
                gpointer user_data G_GNUC_UNUSED)
{
  return BURNISH_ENGINE_ERASING;
}

static BurnishEnginePhase
get_formatting_cb (BurnishLibburn *self G_GNUC_UNUSED,
                   enum burn_drive_status status G_GNUC_UNUSED,
                   const struct burn_progress *progress G_GNUC_UNUSED,
                   gpointer user_data G_GNUC_UNUSED)
{
  return BURNISH_ENGINE_FORMATTING;
}

static gboolean
finish (BurnishLibburn *self, BurnishError code, const char *action, GError **error)
{
  if (!self->given_up && burn_drive_wrote_well (self->drive))
    return TRUE;
  g_propagate_error (error, _burnish_libburn_log_to_error (&self->log, code, action));
  return FALSE;
}

static gboolean
blank (BurnishLibburn *self, gboolean full, GError **error)
{
  const BurnishLibburnWatch watch = { .get_phase = get_erasing_cb, .patience_usec = PATIENCE_USEC };

  _burnish_libburn_log_clear (&self->log);
  _burnish_libburn_lock ();
  burn_disc_erase (self->drive, !full);
  _burnish_libburn_unlock ();
  _burnish_libburn_wait (self, &watch);
  return finish (self, BURNISH_ERROR_ERASE_FAILED, "Erasing the disc", error);
}

static void
report_erasing (BurnishLibburn *self, guint64 done_bytes, guint64 total_bytes, gint64 *next_report)
{
  const BurnishEngineProgress progress = {
    .phase = BURNISH_ENGINE_ERASING,
    .fraction = (double) done_bytes / (double) total_bytes,
    .drive_buffer_fill = -1,
  };

  if (g_get_monotonic_time () < *next_report)
    return;
  *next_report = g_get_monotonic_time () + PROGRESS_INTERVAL_USEC;
  _burnish_libburn_drain (self);
  if (self->sink->progress != NULL)
    self->sink->progress (&progress, self->sink->user_data);
}

/* Overwrites [start, end) with zeros; done_bytes counts on. */
static gboolean
overwrite (BurnishLibburn *self,
           guint64 start_bytes,
           guint64 end_bytes,
           guint64 *done_bytes,
           guint64 total_bytes,
           GError **error)
{
  g_autofree char *zeros = g_malloc0 (OVERWRITE_CHUNK_BYTES);
  gint64 next_report = 0;

  for (guint64 position = start_bytes; position < end_bytes;)
    {
      gsize size_bytes = (gsize) MIN (end_bytes - position, OVERWRITE_CHUNK_BYTES);

      report_erasing (self, *done_bytes, total_bytes, &next_report);
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (burn_random_access_write (self->drive, (off_t) position, zeros, (off_t) size_bytes, 0)
          <= 0)
        {
          _burnish_libburn_drain (self);
          _burnish_libburn_check_presence (self);
          g_propagate_error (error,
                             _burnish_libburn_log_to_error (&self->log, BURNISH_ERROR_ERASE_FAILED,
                                                            "Erasing the disc"));
          return FALSE;
        }
      position += size_bytes;
      *done_bytes += size_bytes;
    }
  return TRUE;
}

/* These media have no BLANK command. */
static gboolean
erase_by_overwriting (BurnishLibburn *self, gboolean full, GError **error)
{
  int n_blocks = 0;
  guint64 size_bytes, end_bytes, done_bytes = 0;
  gboolean ok;

  if (burn_get_read_capacity (self->drive, &n_blocks, 0) <= 0 || n_blocks <= 0)
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE,
                           "The disc is not formatted: there is nothing to erase");
      return FALSE;
    }
  size_bytes = (guint64) n_blocks * BURNISH_BLOCK_SIZE;
  size_bytes -= size_bytes % OVERWRITE_UNIT_BYTES;
  _burnish_libburn_log_clear (&self->log);
  if (full || size_bytes <= 2 * QUICK_ERASE_BYTES)
    ok = overwrite (self, 0, size_bytes, &done_bytes, size_bytes, error);
  else
    {
      end_bytes = size_bytes - QUICK_ERASE_BYTES;
      ok = overwrite (self, 0, QUICK_ERASE_BYTES, &done_bytes, 2 * QUICK_ERASE_BYTES, error)
           && overwrite (self, end_bytes, size_bytes, &done_bytes, 2 * QUICK_ERASE_BYTES, error);
    }
  if (!ok)
    return FALSE;
  /* No data, but bit 0: flush the drive's buffer. finish () sees what fails there. */
  burn_random_access_write (self->drive, 0, NULL, 0, 1);
  _burnish_libburn_drain (self);
  _burnish_libburn_check_presence (self);
  return finish (self, BURNISH_ERROR_ERASE_FAILED, "Erasing the disc", error);
}

gboolean
_burnish_libburn_erase (BurnishLibburn *self, gboolean full, GError **error)
{
  switch (_burnish_libburn_get_profile (self))
    {
    case BURNISH_LIBBURN_CD_RW:
    case BURNISH_LIBBURN_DVD_RW_SEQUENTIAL:
      return blank (self, full, error);
    case BURNISH_LIBBURN_DVD_RW_OVERWRITE:
    case BURNISH_LIBBURN_DVD_RAM:
    case BURNISH_LIBBURN_DVD_PLUS_RW:
    case BURNISH_LIBBURN_BD_RE:
      return erase_by_overwriting (self, full, error);
    default:
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE,
                           "A disc of this kind cannot be erased");
      return FALSE;
    }
}

/* FALSE: a disc that cannot be formatted. */
static gboolean
get_format_flags (int profile, const BurnishFormatRequest *request, int *flags)
{
  switch (profile)
    {
    case BURNISH_LIBBURN_DVD_RW_SEQUENTIAL:
    case BURNISH_LIBBURN_DVD_RW_OVERWRITE:
      *flags = FORMAT_AGAIN | (request->full ? FORMAT_MAXIMUM_SIZE : 0);
      return TRUE;
    case BURNISH_LIBBURN_DVD_PLUS_RW:
      *flags = FORMAT_MAXIMUM_SIZE | (request->full ? FORMAT_AGAIN : 0);
      return TRUE;
    case BURNISH_LIBBURN_DVD_RAM:
      *flags = FORMAT_MAXIMUM_SIZE | (request->full ? 0 : FORMAT_WITHOUT_CERTIFICATION);
      return TRUE;
    case BURNISH_LIBBURN_BD_RE:
      *flags =
          FORMAT_AGAIN | (request->full ? 0 : FORMAT_WITHOUT_CERTIFICATION)
          | (request->no_spare ? FORMAT_WITHOUT_SPARE | FORMAT_MAXIMUM_SIZE : FORMAT_DEFAULT_SIZE);
      return TRUE;
    case BURNISH_LIBBURN_BD_R:
      *flags = request->no_spare ? FORMAT_WITHOUT_SPARE : FORMAT_DEFAULT_SIZE;
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
_burnish_libburn_format (BurnishLibburn *self, const BurnishFormatRequest *request, GError **error)
{
  const BurnishLibburnWatch watch = { .get_phase = get_formatting_cb,
                                      .patience_usec = PATIENCE_USEC };
  int flags = 0;

  if (!get_format_flags (_burnish_libburn_get_profile (self), request, &flags))
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_DISC_NOT_ERASABLE,
                           "A disc of this kind cannot be formatted");
      return FALSE;
    }
  _burnish_libburn_log_clear (&self->log);
  _burnish_libburn_lock ();
  burn_disc_format (self->drive, 0, flags);
  _burnish_libburn_unlock ();
  _burnish_libburn_wait (self, &watch);
  return finish (self, BURNISH_ERROR_FORMAT_FAILED, "Formatting the disc", error);
}
