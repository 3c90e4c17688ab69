/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "autosave/burnish-kept-project-private.h"

/* Changes come in groups; a copy that is older than this is not worth much in a crash. */
#define DELAY_MS 2000

struct _BurnishKeptProject
{
  BurnishProject *project;   /* (owned) */
  GFile *copy;               /* (owned) */
  GCancellable *cancellable; /* (owned): of the writing */
  guint delay;               /* source, 0: nothing is to be written */
  gboolean is_writing;
  gboolean is_dirty; /* changed while it was written */
  gboolean is_ended;
};

static void write_copy (BurnishKeptProject *self);

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (object), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_message ("The copy of a project was not removed: %s", error->message);
  g_application_release (g_application_get_default ());
}

static void
finish (BurnishKeptProject *self)
{
  g_application_hold (g_application_get_default ());
  g_file_delete_async (self->copy, G_PRIORITY_DEFAULT, NULL, removed_cb, NULL);
  g_object_unref (self->project);
  g_object_unref (self->copy);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  BurnishKeptProject *self = user_data;
  g_autoptr (GError) error = NULL;

  g_application_release (g_application_get_default ());
  self->is_writing = FALSE;
  if (!burnish_project_save_finish (BURNISH_PROJECT (object), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("A project is not kept for a crash: %s", error->message);
  if (self->is_ended)
    finish (self);
  else if (self->is_dirty)
    write_copy (self);
}

static void
write_copy (BurnishKeptProject *self)
{
  self->is_dirty = FALSE;
  self->is_writing = TRUE;
  g_application_hold (g_application_get_default ());
  burnish_project_save_copy_async (self->project, self->copy, self->cancellable, written_cb, self);
}

static gboolean
delay_cb (gpointer user_data)
{
  BurnishKeptProject *self = user_data;

  self->delay = 0;
  if (self->is_writing)
    self->is_dirty = TRUE;
  else
    write_copy (self);
  return G_SOURCE_REMOVE;
}

/* The first change starts the delay: somebody who never rests has copies, too. */
static void
changed_cb (BurnishKeptProject *self)
{
  if (self->delay == 0)
    self->delay = g_timeout_add (DELAY_MS, delay_cb, self);
}

BurnishKeptProject *
_burnish_kept_project_new (BurnishProject *project, GFile *copy, gboolean is_written)
{
  BurnishKeptProject *self = g_new0 (BurnishKeptProject, 1);

  self->project = g_object_ref (project);
  self->copy = g_object_ref (copy);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (project, "changed", G_CALLBACK (changed_cb), self);
  /* Saving changes which file the copy belongs to, and whether it differs. */
  g_signal_connect_swapped (project, "notify::file", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (project, "notify::modified", G_CALLBACK (changed_cb), self);
  if (!is_written
      && (burnish_project_get_modified (project) || burnish_project_get_file (project) != NULL))
    changed_cb (self);
  return self;
}

BurnishProject *
_burnish_kept_project_get_project (BurnishKeptProject *self)
{
  return self->project;
}

void
_burnish_kept_project_end (BurnishKeptProject *self)
{
  g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_handle_id (&self->delay, g_source_remove);
  self->is_ended = TRUE;
  g_cancellable_cancel (self->cancellable);
  if (!self->is_writing)
    finish (self);
}
