/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "autosave/burnish-autosave.h"

#include "autosave/burnish-kept-project-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define SUFFIX ".burnish"

typedef struct
{
  char *path; /* (owned) */
  int fd;     /* locked */
} OwnFolder;

struct _BurnishAutosave
{
  GObject parent_instance;

  char *path;      /* (owned): the folder of all programs' folders */
  GArray *folders; /* (owned) of OwnFolder: this program's, the first gets new copies */
  GPtrArray *kept; /* (owned) of BurnishKeptProject */
  GPtrArray *left; /* (owned) of GFile: copies that another program left */
};

typedef enum
{
  SIGNAL_RESTORED,
  SIGNAL_FAILED,
  N_SIGNALS,
} BurnishAutosaveSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BurnishAutosave, burnish_autosave, G_TYPE_OBJECT)

static void
clear_folder (gpointer data)
{
  OwnFolder *folder = data;

  /* It stays when there is something in it. */
  g_rmdir (folder->path);
  close (folder->fd);
  g_free (folder->path);
}

static void
burnish_autosave_finalize (GObject *object)
{
  BurnishAutosave *self = BURNISH_AUTOSAVE (object);

  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->left, g_ptr_array_unref);
  g_clear_pointer (&self->folders, g_array_unref);
  g_free (self->path);

  G_OBJECT_CLASS (burnish_autosave_parent_class)->finalize (object);
}

static void
burnish_autosave_class_init (BurnishAutosaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = burnish_autosave_finalize;

  /*
   * BurnishAutosave::restored:
   * @self: the object
   * @project: a project that another program left, which is kept from now on
   */
  signals[SIGNAL_RESTORED] =
      g_signal_new ("restored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, BURNISH_TYPE_PROJECT);
  /*
   * BurnishAutosave::failed:
   * @self: the object
   * @error: why a project that another program left cannot be brought back; it stays in its folder
   *   under another name
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
burnish_autosave_init (BurnishAutosave *self)
{
  self->path = g_build_filename (g_get_user_data_dir (), "burnish", "autosave", NULL);
  self->folders = g_array_new (FALSE, FALSE, sizeof (OwnFolder));
  g_array_set_clear_func (self->folders, clear_folder);
  self->kept = g_ptr_array_new ();
  self->left = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Takes the folder as this program's own; FALSE when another program has it. */
static gboolean
lock_folder (BurnishAutosave *self, const char *path)
{
  OwnFolder folder = { .fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) };

  if (folder.fd < 0)
    return FALSE;
  if (flock (folder.fd, LOCK_EX | LOCK_NB) < 0)
    {
      close (folder.fd);
      return FALSE;
    }
  folder.path = g_strdup (path);
  g_array_append_val (self->folders, folder);
  return TRUE;
}

static void
find_copies (BurnishAutosave *self, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_ptr_array_add (self->left, g_file_new_build_filename (path, name, NULL));
}

/* Takes over the folders of programs that ended, with what is in them. */
static void
take_over (BurnishAutosave *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);

      if (lock_folder (self, path))
        find_copies (self, path);
    }
}

BurnishAutosave *
burnish_autosave_new (void)
{
  BurnishAutosave *self = g_object_new (BURNISH_TYPE_AUTOSAVE, NULL);

  take_over (self);
  return self;
}

/* (nullable): a folder of this program, which is made when it is needed first */
static const char *
ensure_folder (BurnishAutosave *self)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  if (self->folders->len == 0
      && (g_mkdir_with_parents (path, 0700) < 0 || !lock_folder (self, path)))
    {
      g_message ("Projects are not kept for a crash: %s: %s", path, g_strerror (errno));
      return NULL;
    }
  return g_array_index (self->folders, OwnFolder, 0).path;
}

static guint
find_kept (BurnishAutosave *self, BurnishProject *project)
{
  for (guint i = 0; i < self->kept->len; i++)
    if (_burnish_kept_project_get_project (g_ptr_array_index (self->kept, i)) == project)
      return i;
  return self->kept->len;
}

/*
 * burnish_autosave_keep:
 * @self: the object
 * @project: an open project
 *
 * Keeps a copy of @project from now on, unless it does so already.
 */
void
burnish_autosave_keep (BurnishAutosave *self, BurnishProject *project)
{
  g_autofree char *uuid = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GFile) copy = NULL;
  const char *folder;

  g_return_if_fail (BURNISH_IS_AUTOSAVE (self));

  if (find_kept (self, project) < self->kept->len)
    return;
  folder = ensure_folder (self);
  if (folder == NULL)
    return;
  uuid = g_uuid_string_random ();
  name = g_strconcat (uuid, SUFFIX, NULL);
  copy = g_file_new_build_filename (folder, name, NULL);
  g_ptr_array_add (self->kept, _burnish_kept_project_new (project, copy, FALSE));
}

/*
 * burnish_autosave_forget:
 * @self: the object
 * @project: a project that was closed
 *
 * Removes the copy of @project.
 */
void
burnish_autosave_forget (BurnishAutosave *self, BurnishProject *project)
{
  guint index;

  g_return_if_fail (BURNISH_IS_AUTOSAVE (self));

  index = find_kept (self, project);
  if (index < self->kept->len)
    _burnish_kept_project_end (g_ptr_array_steal_index (self->kept, index));
}

/* Under a name that is not tried again at every start. */
static void
put_aside (GFile *copy)
{
  g_autofree char *path = g_strconcat (g_file_peek_path (copy), ".damaged", NULL);

  g_rename (g_file_peek_path (copy), path);
}

typedef struct
{
  BurnishAutosave *autosave; /* (owned) */
  GFile *copy;               /* (owned) */
} Restoring;

static void
restored_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Restoring *restoring = user_data;
  BurnishAutosave *self = restoring->autosave;
  g_autoptr (GError) error = NULL;
  g_autoptr (BurnishProject) project = burnish_project_load_finish (result, &error);

  if (project != NULL)
    {
      g_ptr_array_add (self->kept, _burnish_kept_project_new (project, restoring->copy, TRUE));
      g_signal_emit (self, signals[SIGNAL_RESTORED], 0, project);
    }
  else
    {
      put_aside (restoring->copy);
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
    }
  g_application_release (g_application_get_default ());
  g_object_unref (restoring->copy);
  g_object_unref (self);
  g_free (restoring);
}

/*
 * burnish_autosave_restore:
 * @self: the object
 *
 * Brings back what programs that ended left, with a signal for each.
 */
void
burnish_autosave_restore (BurnishAutosave *self)
{
  g_return_if_fail (BURNISH_IS_AUTOSAVE (self));

  while (self->left->len > 0)
    {
      Restoring *restoring = g_new0 (Restoring, 1);

      restoring->autosave = g_object_ref (self);
      restoring->copy = g_ptr_array_steal_index (self->left, self->left->len - 1);
      g_application_hold (g_application_get_default ());
      burnish_project_restore_async (restoring->copy, NULL, restored_cb, restoring);
    }
}
