/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "progress-bar.h"

#include "output.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_WIDTH     24
#define DEFAULT_WIDTH 80

struct _ProgressBar
{
  gboolean terminal;
  gboolean dirty;     /* something stands on the line */
  BurnishPhase phase; /* of the line */
};

ProgressBar *
progress_bar_new (void)
{
  ProgressBar *self = g_new0 (ProgressBar, 1);

  self->terminal = isatty (STDERR_FILENO);
  return self;
}

void
progress_bar_end_line (ProgressBar *self)
{
  if (self->dirty)
    fputc ('\n', stderr);
  self->dirty = FALSE;
}

void
progress_bar_free (ProgressBar *self)
{
  progress_bar_end_line (self);
  g_free (self);
}

static guint
terminal_width (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return DEFAULT_WIDTH;
}

void
progress_bar_update_text (ProgressBar *self, const char *text)
{
  g_autofree char *line = NULL;

  if (!self->terminal)
    return;
  /* One column stays free: a full line would wrap on some terminals. */
  line = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), (glong) terminal_width () - 1));
  fprintf (stderr, "\r%s\033[K", line);
  fflush (stderr);
  self->dirty = TRUE;
}

static void
append_bar (GString *line, double fraction)
{
  guint filled = (guint) (fraction * BAR_WIDTH);

  g_string_append (line, "[");
  for (guint i = 0; i < BAR_WIDTH; i++)
    g_string_append (line, i < filled ? "█" : "·");
  g_string_append_printf (line, "] %3d%%", (int) (fraction * 100.0));
}

static void
append_details (GString *line, const BurnishProgress *progress)
{
  if (progress->bytes_total > 0)
    {
      g_autofree char *done = g_format_size (progress->bytes_done);
      g_autofree char *total = g_format_size (progress->bytes_total);

      /* Translators: so many bytes of so many. */
      g_string_append_printf (line, _ ("  %s of %s"), done, total);
    }
  if (progress->speed_kbs > 0)
    {
      g_autofree char *speed = burnish_format_speed (progress->speed_kbs, progress->family);

      g_string_append_printf (line, "  %s", speed);
    }
  if (progress->seconds_left >= 0)
    /* Translators: minutes and seconds that a job still takes. */
    g_string_append_printf (line, _ ("  %d:%02d left"), (int) (progress->seconds_left / 60),
                            (int) (progress->seconds_left % 60));
  if (progress->fifo_fill >= 0.0)
    g_string_append_printf (line, _ ("  buffer %d%%"), (int) (progress->fifo_fill * 100.0));
  if (progress->current_path)
    {
      g_autofree char *path = _burnish_text_escape (progress->current_path);

      g_string_append_printf (line, "  %s", path);
    }
}

void
progress_bar_update (ProgressBar *self, const BurnishProgress *progress)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (!self->terminal)
    return;
  /* Each phase keeps its line, so that the whole way of the disc can be read afterwards. */
  if (self->dirty && progress->phase != self->phase)
    fputc ('\n', stderr);
  self->phase = progress->phase;

  g_string_append_printf (line, "%-12s ", burnish_phase_to_text (progress->phase));
  append_bar (line, progress->fraction);
  append_details (line, progress);
  progress_bar_update_text (self, line->str);
}
