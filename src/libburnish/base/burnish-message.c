/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-message.h"

#include "burnish-text-private.h"

#include <glib/gi18n-lib.h>

struct _BurnishMessage
{
  char *heading; /* (owned) */
  char *body;    /* (owned) */
  char *details; /* (owned) */
  BurnishAction action;
};

typedef struct
{
  BurnishError code;
  BurnishAction action;
  const char *heading; /* marked for translation */
  const char *body;    /* marked for translation */
} Text;

static const Text texts[] = {
  { BURNISH_ERROR_FAILED, BURNISH_ACTION_RETRY, N_ ("Something went wrong"),
    N_ ("The details say what is known about it.") },
  { BURNISH_ERROR_REFUSED, BURNISH_ACTION_REVIEW_REASONS, N_ ("This cannot be done yet"),
    N_ ("Nothing was changed on the disc.") },
  { BURNISH_ERROR_NOT_SUPPORTED, BURNISH_ACTION_NONE, N_ ("This is not possible here"),
    N_ ("This drive, disc or file system cannot do what was asked.") },
  { BURNISH_ERROR_INVALID_ARGUMENT, BURNISH_ACTION_NONE, N_ ("An option makes no sense"),
    N_ ("Choose another value.") },
  { BURNISH_ERROR_NO_DRIVE, BURNISH_ACTION_CHOOSE_DRIVE, N_ ("The drive was not found"),
    N_ ("Check that the drive is connected and switched on, or choose another.") },
  { BURNISH_ERROR_PERMISSION_DENIED, BURNISH_ACTION_SHOW_PERMISSION_HELP,
    N_ ("You are not allowed to use the drive"),
    N_ ("Log in at the computer itself, or ask the administrator to add you to the group "
        "“cdrom”.") },
  { BURNISH_ERROR_DRIVE_BUSY, BURNISH_ACTION_RETRY, N_ ("The drive is in use"),
    N_ ("Close the program that uses it, or wait until it is done, and try again.") },
  { BURNISH_ERROR_DRIVE_LOST, BURNISH_ACTION_CHOOSE_DRIVE, N_ ("The drive stopped answering"),
    N_ ("Check its cable and power. Unplug it and plug it in again.") },
  { BURNISH_ERROR_DRIVE_NOT_READY, BURNISH_ACTION_RETRY, N_ ("The drive did not become ready"),
    N_ ("Take the disc out, look whether it is clean, put it in again, and try again.") },
  { BURNISH_ERROR_DRIVE_FAILED, BURNISH_ACTION_RETRY, N_ ("The drive failed"),
    N_ ("It refused a command that it should know. Try again, with another disc if need be.") },
  { BURNISH_ERROR_NO_DISC, BURNISH_ACTION_INSERT_DISC, N_ ("There is no disc in the drive"),
    N_ ("Put a disc in.") },
  { BURNISH_ERROR_DISC_NOT_SUPPORTED, BURNISH_ACTION_INSERT_DISC,
    N_ ("This kind of disc cannot be used here"), N_ ("Put another disc in.") },
  { BURNISH_ERROR_DISC_NOT_BLANK, BURNISH_ACTION_ALLOW_OVERWRITE, N_ ("The disc is not empty"),
    N_ ("Put an empty disc in. What is on a rewritable disc can be overwritten if you allow it; it "
        "is "
        "lost then.") },
  { BURNISH_ERROR_DISC_NOT_ERASABLE, BURNISH_ACTION_INSERT_DISC, N_ ("The disc cannot be erased"),
    N_ ("Some discs can be written only once; others need no erasing, because they are written "
        "over.") },
  { BURNISH_ERROR_DISC_TOO_SMALL, BURNISH_ACTION_INSERT_DISC, N_ ("It does not fit on the disc"),
    N_ ("Put in a disc with more room, or take some files out.") },
  { BURNISH_ERROR_DISC_WRITE_PROTECTED, BURNISH_ACTION_INSERT_DISC,
    N_ ("The disc is write protected"),
    N_ ("Move the tab of its cartridge if it has one, or put another disc in.") },
  { BURNISH_ERROR_MEDIUM_CHANGED, BURNISH_ACTION_INSERT_DISC, N_ ("Another disc is in the drive"),
    N_ ("It is not the disc this was planned for. Nothing was written. Put the right disc in, or "
        "start again with this one.") },
  { BURNISH_ERROR_SOURCE_MISSING, BURNISH_ACTION_REVIEW_FILES, N_ ("A file is gone"),
    N_ ("It was deleted, moved or renamed after it was added.") },
  { BURNISH_ERROR_SOURCE_CHANGED, BURNISH_ACTION_REVIEW_FILES, N_ ("A file was changed"),
    N_ ("It is not the same as when it was added. Add it again.") },
  { BURNISH_ERROR_SOURCE_UNREADABLE, BURNISH_ACTION_REVIEW_FILES, N_ ("A file cannot be read"),
    N_ ("You may lack the permission, or the disk it is on has a problem.") },
  { BURNISH_ERROR_NAME_INVALID, BURNISH_ACTION_REVIEW_NAMES, N_ ("A name cannot be used"),
    N_ ("It is empty, too long, or holds a character that is not allowed.") },
  { BURNISH_ERROR_NAME_EXISTS, BURNISH_ACTION_REVIEW_NAMES, N_ ("The name is already taken"),
    N_ ("Choose another name.") },
  { BURNISH_ERROR_NAME_NOT_REPRESENTABLE, BURNISH_ACTION_REVIEW_NAMES,
    N_ ("A name does not fit the disc’s file system"),
    N_ ("Make the name or its path shorter, or choose other file systems.") },
  { BURNISH_ERROR_TREE_TOO_LARGE, BURNISH_ACTION_REVIEW_FILES,
    N_ ("There are too many files or folders"), N_ ("No disc can hold them. Take some out.") },
  { BURNISH_ERROR_IMAGE_INVALID, BURNISH_ACTION_CHOOSE_IMAGE, N_ ("This is not a disc image"),
    N_ ("The file is empty, damaged, or of another kind.") },
  { BURNISH_ERROR_TARGET_EXISTS, BURNISH_ACTION_CHOOSE_TARGET, N_ ("The file already exists"),
    N_ ("Choose another name, or allow that the file is replaced.") },
  { BURNISH_ERROR_TARGET_FULL, BURNISH_ACTION_CHOOSE_TARGET,
    N_ ("There is not enough room for the file"),
    N_ ("Free some space, or choose another place.") },
  { BURNISH_ERROR_TARGET_FAILED, BURNISH_ACTION_CHOOSE_TARGET, N_ ("The file cannot be written"),
    N_ ("Choose another place.") },
  { BURNISH_ERROR_WRITE_FAILED, BURNISH_ACTION_USE_LOWER_SPEED, N_ ("Writing failed"),
    N_ ("Try again with another disc, better at a lower speed.") },
  { BURNISH_ERROR_CLOSE_FAILED, BURNISH_ACTION_USE_LOWER_SPEED, N_ ("The disc was not closed"),
    N_ ("All data was written, but other computers and players may not read the disc.") },
  { BURNISH_ERROR_ERASE_FAILED, BURNISH_ACTION_INSERT_DISC, N_ ("Erasing failed"),
    N_ ("The disc may be worn out. Try again, or take another disc.") },
  { BURNISH_ERROR_FORMAT_FAILED, BURNISH_ACTION_INSERT_DISC, N_ ("Formatting failed"),
    N_ ("The disc may be worn out. Try again, or take another disc.") },
  { BURNISH_ERROR_READ_FAILED, BURNISH_ACTION_INSERT_DISC,
    N_ ("The disc cannot be read completely"), N_ ("Clean it, or try another drive.") },
  { BURNISH_ERROR_VERIFY_MISMATCH, BURNISH_ACTION_USE_LOWER_SPEED, N_ ("The disc is damaged"),
    N_ ("What was read back differs from what should be there. Do not rely on this disc.") },
  { BURNISH_ERROR_NOTHING_TO_COMPARE, BURNISH_ACTION_CHOOSE_IMAGE,
    N_ ("The disc is readable, but there is nothing to compare it with"),
    N_ ("It has no list of checksums. It can be compared with an image file.") },
  { BURNISH_ERROR_FILE_SYSTEM_FAULTY, BURNISH_ACTION_NONE, N_ ("The file system has faults"),
    N_ ("It is not as its standard wants it. Some computers or players may not read all of it.") },
  { BURNISH_ERROR_PROJECT_INVALID, BURNISH_ACTION_NONE, N_ ("The project cannot be opened"),
    N_ ("The file is no Burnish project, or it is damaged. It was left as it is.") },
  { BURNISH_ERROR_PROJECT_TOO_NEW, BURNISH_ACTION_NONE, N_ ("The project is too new"),
    N_ ("It was saved by a newer version of Burnish. Update Burnish to open it.") },
};

G_DEFINE_BOXED_TYPE (BurnishMessage, burnish_message, burnish_message_ref, burnish_message_unref)

static const Text *
find_text (const GError *error)
{
  if (error->domain == BURNISH_ERROR)
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      if (texts[i].code == (BurnishError) error->code)
        return &texts[i];
  return &texts[0];
}

/* Each fact is a paragraph of its own: no sentence is glued from pieces. */
static void
append_paragraph (GString *body, const char *text)
{
  if (body->len > 0)
    g_string_append (body, "\n\n");
  g_string_append (body, text);
}

static void
append_path (GString *body, const GError *error)
{
  const char *path = burnish_error_get_path (error);
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  if (path == NULL)
    return;
  shown = _burnish_text_escape (path);
  /* Translators: %s is the path of a file that an error is about. */
  text = g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "File: %s"), shown);
  append_paragraph (body, text);
}

static void
append_owner (GString *body, const GError *error)
{
  const char *owner = burnish_error_get_owner (error);
  g_autofree char *text = NULL;

  if (owner == NULL)
    return;
  /* Translators: %s are the names of programs. */
  text = g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "Used by: %s"), owner);
  append_paragraph (body, text);
}

static void
append_sense (GString *body, const GError *error)
{
  BurnishSense sense;
  g_autofree char *text = NULL;

  if (!burnish_error_get_sense (error, &sense))
    return;
  /* Translators: %s is a whole sentence, such as "The disc is dirty or damaged." */
  text = g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "The drive says: %s"),
                          burnish_sense_to_text (&sense));
  append_paragraph (body, text);
}

static void
append_reasons (GString *body, const GError *error)
{
  for (guint i = 0; i < burnish_error_get_n_reasons (error); i++)
    {
      const GError *reason = burnish_error_get_reason (error, i);
      g_autoptr (BurnishMessage) message = burnish_message_new_for_error (reason);
      g_autofree char *details = _burnish_text_escape (message->details);
      g_autofree char *text = NULL;

      /* Translators: an entry of a list: what is wrong, and its technical details. */
      text = g_strdup_printf (g_dgettext (GETTEXT_PACKAGE, "• %s (%s)"), message->heading, details);
      append_paragraph (body, text);
    }
}

/**
 * burnish_message_new_for_error:
 * @error: an error of the library, or any other
 *
 * Puts an error into the words of the person's language. A refusal lists all of its reasons, except
 * that a single reason speaks for itself.
 *
 * Returns: (transfer full): the message
 */
BurnishMessage *
burnish_message_new_for_error (const GError *error)
{
  g_autoptr (GString) body = NULL;
  BurnishMessage *self;
  const Text *text;

  g_return_val_if_fail (error != NULL, NULL);

  if (burnish_error_get_n_reasons (error) == 1)
    return burnish_message_new_for_error (burnish_error_get_reason (error, 0));

  self = g_atomic_rc_box_new0 (BurnishMessage);
  self->details = g_strdup (error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->heading = g_strdup (g_dgettext (GETTEXT_PACKAGE, "Stopped"));
      self->body = g_strdup (g_dgettext (GETTEXT_PACKAGE, "It was stopped as you asked."));
      return self;
    }

  text = find_text (error);
  body = g_string_new (g_dgettext (GETTEXT_PACKAGE, text->body));
  append_path (body, error);
  append_owner (body, error);
  append_sense (body, error);
  append_reasons (body, error);
  self->heading = g_strdup (g_dgettext (GETTEXT_PACKAGE, text->heading));
  self->body = g_string_free (g_steal_pointer (&body), FALSE);
  self->action = text->action;
  return self;
}

/**
 * burnish_message_ref:
 * @self: a message
 *
 * Returns: (transfer full): @self
 */
BurnishMessage *
burnish_message_ref (BurnishMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_atomic_rc_box_acquire (self);
}

static void
burnish_message_clear (gpointer data)
{
  BurnishMessage *self = data;

  g_free (self->heading);
  g_free (self->body);
  g_free (self->details);
}

/**
 * burnish_message_unref:
 * @self: (transfer full): a message
 *
 * Gives a reference back.
 */
void
burnish_message_unref (BurnishMessage *self)
{
  g_return_if_fail (self != NULL);
  g_atomic_rc_box_release_full (self, burnish_message_clear);
}

/**
 * burnish_message_get_heading:
 * @self: a message
 *
 * Returns: (transfer none): what happened, in a few words without a full stop
 */
const char *
burnish_message_get_heading (BurnishMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->heading;
}

/**
 * burnish_message_get_body:
 * @self: a message
 *
 * Returns: (transfer none): what to do about it, in one or more paragraphs
 */
const char *
burnish_message_get_body (BurnishMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->body;
}

/**
 * burnish_message_get_details:
 * @self: a message
 *
 * Returns: (transfer none): the technical sentence, which is never translated
 */
const char *
burnish_message_get_details (BurnishMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->details;
}

/**
 * burnish_message_get_action:
 * @self: a message
 *
 * Returns: what a window can offer
 */
BurnishAction
burnish_message_get_action (BurnishMessage *self)
{
  g_return_val_if_fail (self != NULL, BURNISH_ACTION_NONE);
  return self->action;
}
