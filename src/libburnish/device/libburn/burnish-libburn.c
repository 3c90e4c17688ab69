/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libburn-private.h"

/* How often libburn is asked how far it is: it has no events. */
#define POLL_INTERVAL_MS 100

/* Much longer than a thread needs to end. */
#define WRITER_END_LIMIT_USEC (30 * G_USEC_PER_SEC)

static GMutex library_lock; /* scan, grab, start, release */
static GMutex message_lock; /* the queue, active_drives and their incoming messages */
static GPtrArray *active_drives;

/* Drives whose operation was given up, until libburn's thread ends; needs library_lock. */
static GPtrArray *given_up_drives;

/* burn_finish () is never called: other users of libburn in this process may still need it. */
static gboolean
initialize (void)
{
  static gsize state = 0;

  if (g_once_init_enter (&state))
    {
      gsize result = 1;

      if (burn_initialize ())
        {
          char queue[] = "DEBUG", print[] = "NEVER", prefix[] = "libburn: ";
          burn_msgs_set_severities (queue, print, prefix);
          /* The engine holds the device node exclusively itself. */
          burn_preset_device_open (0, 0, 0);
          active_drives = g_ptr_array_new ();
          given_up_drives = g_ptr_array_new ();
          result = 2;
        }
      g_once_init_leave (&state, result);
    }
  return state == 2;
}

void
_burnish_libburn_lock (void)
{
  g_mutex_lock (&library_lock);
}

void
_burnish_libburn_unlock (void)
{
  g_mutex_unlock (&library_lock);
}

static void
message_free (gpointer data)
{
  BurnishLibburnMessage *message = data;

  g_free (message->text);
  g_free (message);
}

/* Hands every message in libburn's queue to all drives that are held. Needs message_lock. */
static void
distribute_messages (void)
{
  char minimum[] = "ALL";
  char text[BURN_MSGS_MESSAGE_LEN];
  char severity_name[80];
  int code, os_errno;

  while (burn_msgs_obtain (minimum, &code, text, &os_errno, severity_name) > 0)
    {
      int severity = 0;

      burn_text_to_sev (severity_name, &severity, 0);
      for (guint i = 0; i < active_drives->len; i++)
        {
          BurnishLibburn *drive = g_ptr_array_index (active_drives, i);
          BurnishLibburnMessage *message = g_new0 (BurnishLibburnMessage, 1);

          message->code = code;
          message->severity = severity;
          message->doubtful = active_drives->len > 1;
          message->text = g_strdup (text);
          g_queue_push_tail (&drive->incoming, message);
        }
    }
}

static void
send_to_sink (BurnishLibburn *self, const BurnishLibburnMessage *message)
{
  g_autofree char *text = NULL;

  if (self->sink->message == NULL)
    return;
  text = g_strstrip (g_utf8_make_valid (message->text, -1));
  if (message->doubtful)
    {
      g_autofree char *marked = g_strconcat (text, " (another drive was active)", NULL);
      self->sink->message (marked, self->sink->user_data);
    }
  else
    self->sink->message (text, self->sink->user_data);
}

void
_burnish_libburn_drain (BurnishLibburn *self)
{
  GQueue messages;
  BurnishLibburnMessage *message;

  g_mutex_lock (&message_lock);
  distribute_messages ();
  messages = self->incoming;
  g_queue_init (&self->incoming);
  g_mutex_unlock (&message_lock);

  while ((message = g_queue_pop_head (&messages)) != NULL)
    {
      if (_burnish_libburn_log_add (&self->log, message))
        send_to_sink (self, message);
      message_free (message);
    }
}

static void
activate (BurnishLibburn *self)
{
  g_mutex_lock (&message_lock);
  distribute_messages (); /* what is left over belongs to those before */
  g_ptr_array_add (active_drives, self);
  g_mutex_unlock (&message_lock);
}

static void
deactivate (BurnishLibburn *self)
{
  g_mutex_lock (&message_lock);
  distribute_messages ();
  g_ptr_array_remove_fast (active_drives, self);
  g_mutex_unlock (&message_lock);
  _burnish_libburn_drain (self);
}

/* Lets go of the drives that became idle after all. Needs library_lock. */
static void
collect_given_up_drives (void)
{
  for (guint i = given_up_drives->len; i > 0; i--)
    {
      struct burn_drive_info *infos = g_ptr_array_index (given_up_drives, i - 1);

      if (burn_drive_get_status (infos[0].drive, NULL) != BURN_DRIVE_IDLE)
        continue;
      if (burn_disc_get_status (infos[0].drive) != BURN_DISC_UNGRABBED)
        burn_drive_release (infos[0].drive, 0);
      burn_drive_info_free (infos);
      g_ptr_array_remove_index (given_up_drives, i - 1);
    }
}

static gboolean
is_given_up (const char *path)
{
  for (guint i = 0; i < given_up_drives->len; i++)
    {
      struct burn_drive_info *infos = g_ptr_array_index (given_up_drives, i);
      char address[BURN_DRIVE_ADR_LEN];

      if (burn_drive_d_get_adr (infos[0].drive, address) > 0 && g_str_equal (address, path))
        return TRUE;
    }
  return FALSE;
}

BurnishLibburn *
_burnish_libburn_grab (const char *path,
                       const BurnishEngineSink *sink,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (BurnishLibburn) self = NULL;
  g_autofree char *address = g_strdup (path);
  int result;

  if (!initialize ())
    {
      g_set_error_literal (error, BURNISH_ERROR, BURNISH_ERROR_FAILED,
                           "libburn cannot be initialized");
      return NULL;
    }
  self = g_new0 (BurnishLibburn, 1);
  self->sink = sink;
  self->cancellable = cancellable;
  g_queue_init (&self->incoming);
  _burnish_libburn_log_init (&self->log);

  _burnish_libburn_lock ();
  collect_given_up_drives ();
  if (is_given_up (path))
    {
      _burnish_libburn_unlock ();
      g_set_error (error, BURNISH_ERROR, BURNISH_ERROR_DRIVE_NOT_READY,
                   "The drive %s has not finished its last operation", path);
      return NULL;
    }
  activate (self);
  result = burn_drive_scan_and_grab (&self->infos, address, 0);
  if (result == 1)
    self->drive = self->infos[0].drive;
  _burnish_libburn_unlock ();
  _burnish_libburn_drain (self);
  if (result == 1)
    return g_steal_pointer (&self);
  g_propagate_error (error, _burnish_libburn_log_to_error (&self->log, BURNISH_ERROR_DRIVE_FAILED,
                                                           "Preparing the drive"));
  return NULL;
}

void
_burnish_libburn_release (BurnishLibburn *self)
{
  if (self == NULL)
    return;
  _burnish_libburn_lock ();
  if (self->given_up)
    g_ptr_array_add (given_up_drives, g_steal_pointer (&self->infos));
  else if (self->drive != NULL && !self->log.failure.drive_lost)
    burn_drive_release (self->drive, 0);
  if (self->infos != NULL)
    burn_drive_info_free (self->infos);
  deactivate (self);
  _burnish_libburn_unlock ();
  _burnish_libburn_log_clear (&self->log);
  g_free (self);
}

int
_burnish_libburn_get_profile (BurnishLibburn *self)
{
  char name[80];
  int profile = 0;

  return burn_disc_get_profile (self->drive, &profile, name) > 0 ? profile : 0;
}

static void
report (BurnishLibburn *self,
        const BurnishLibburnWatch *watch,
        enum burn_drive_status status,
        const struct burn_progress *progress)
{
  BurnishEngineProgress out = { .fraction = -1, .drive_buffer_fill = -1 };

  if (self->sink->progress == NULL)
    return;
  out.phase = self->phase = watch->get_phase (self, status, progress, watch->user_data);
  if (watch->get_blocks_done != NULL)
    out.blocks_done = watch->get_blocks_done (watch->user_data);
  else if (progress->sectors > 0 && progress->sector > 0)
    out.fraction = CLAMP ((double) progress->sector / progress->sectors, 0, 1);
  if (out.phase == BURNISH_ENGINE_WRITING && progress->buffer_capacity > 0)
    out.drive_buffer_fill =
        CLAMP (1.0 - (double) progress->buffer_available / (double) progress->buffer_capacity, 0,
               1);
  self->sink->progress (&out, self->sink->user_data);
}

/* Sleeps for one interval; wakes at once when the cancellable is triggered. */
static void
pause_or_cancel (GCancellable *cancellable)
{
  GPollFD fd = { .fd = -1 };
  gboolean has_fd = g_cancellable_make_pollfd (cancellable, &fd);

  g_poll (&fd, has_fd ? 1 : 0, POLL_INTERVAL_MS);
  if (has_fd)
    g_cancellable_release_fd (cancellable);
}

/* A writing thread says when it ends; after a lost drive libburn calls the drive idle before. */
static gboolean
is_over (BurnishLibburn *self,
         const BurnishLibburnWatch *watch,
         enum burn_drive_status status,
         gint64 *idle_since)
{
  if (status != BURN_DRIVE_IDLE)
    return FALSE;
  if (!watch->is_write || self->log.writer_ended)
    return TRUE;
  if (*idle_since == 0)
    *idle_since = g_get_monotonic_time ();
  return g_get_monotonic_time () - *idle_since > WRITER_END_LIMIT_USEC;
}

/* libburn lets go of a drive that is gone; that needs no message to be known. */
void
_burnish_libburn_check_presence (BurnishLibburn *self)
{
  if (burn_disc_get_status (self->drive) == BURN_DISC_UNGRABBED)
    self->log.failure.drive_lost = TRUE;
}

/* What tells that an operation goes on. */
typedef struct
{
  enum burn_drive_status status;
  int sector;
  gint64 since;
} Advance;

static gboolean
is_stuck (Advance *advance,
          const BurnishLibburnWatch *watch,
          enum burn_drive_status status,
          const struct burn_progress *progress)
{
  if (advance->since == 0 || advance->status != status || advance->sector != progress->sector)
    *advance = (Advance){ status, progress->sector, g_get_monotonic_time () };
  return watch->patience_usec > 0
         && g_get_monotonic_time () - advance->since > watch->patience_usec;
}

void
_burnish_libburn_wait (BurnishLibburn *self, const BurnishLibburnWatch *watch)
{
  gboolean stopped = FALSE;
  gint64 idle_since = 0;
  Advance advance = { 0 };

  for (;;)
    {
      struct burn_progress progress = { 0 };
      enum burn_drive_status status = burn_drive_get_status (self->drive, &progress);

      _burnish_libburn_drain (self);
      if (is_over (self, watch, status, &idle_since))
        break;
      if (is_stuck (&advance, watch, status, &progress))
        {
          self->given_up = TRUE;
          self->log.failure.failed = self->log.failure.never_ready = TRUE;
          return;
        }
      if (!stopped && watch->stop != NULL && g_cancellable_is_cancelled (self->cancellable))
        stopped = watch->stop (watch->user_data);
      report (self, watch, status, &progress);
      pause_or_cancel (g_cancellable_is_cancelled (self->cancellable) ? NULL : self->cancellable);
    }
  _burnish_libburn_check_presence (self);
}
