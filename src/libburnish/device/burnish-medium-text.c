/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-medium-text.h"

#include "burnish-medium-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

typedef struct
{
  guint flag;
  const char *text; /* marked for translation */
} FlagText;

/* In the order in which they are told. */
static const FlagText state_texts[] = {
  { BURNISH_MEDIUM_BLANK, N_ ("blank") },
  { BURNISH_MEDIUM_APPENDABLE, N_ ("a session can be added") },
  { BURNISH_MEDIUM_FINALIZED, N_ ("finalized") },
  { BURNISH_MEDIUM_OVERWRITABLE, N_ ("overwritable") },
  { BURNISH_MEDIUM_UNFORMATTED, N_ ("not formatted") },
  { BURNISH_MEDIUM_INCOMPLETE, N_ ("last session incomplete") },
  { BURNISH_MEDIUM_DAMAGED, N_ ("damaged") },
  { BURNISH_MEDIUM_WRITE_PROTECTED, N_ ("write protected") },
  { BURNISH_MEDIUM_UNSUPPORTED, N_ ("cannot be written here") },
};

static const FlagText protection_texts[] = {
  { BURNISH_WRITE_PROTECTION_READ_ONLY_KIND, N_ ("pressed in a factory") },
  { BURNISH_WRITE_PROTECTION_CARTRIDGE, N_ ("by the switch of its cartridge") },
  { BURNISH_WRITE_PROTECTION_ON_DISC, N_ ("by a flag on the disc") },
  { BURNISH_WRITE_PROTECTION_UNTIL_POWER_OFF, N_ ("until the disc is ejected") },
  { BURNISH_WRITE_PROTECTION_DISC_CONDITION, N_ ("because of the disc’s condition") },
};

static const char *const operation_texts[] = {
  [BURNISH_OPERATION_WRITE] = N_ ("Write"),
  [BURNISH_OPERATION_APPEND] = N_ ("Add a session"),
  [BURNISH_OPERATION_OVERWRITE] = N_ ("Overwrite"),
  [BURNISH_OPERATION_ERASE_QUICK] = N_ ("Erase quickly"),
  [BURNISH_OPERATION_ERASE_FULL] = N_ ("Erase fully"),
  [BURNISH_OPERATION_FORMAT] = N_ ("Format"),
  [BURNISH_OPERATION_FINALIZE] = N_ ("Finalize"),
  [BURNISH_OPERATION_SIMULATE] = N_ ("Simulate"),
  [BURNISH_OPERATION_AUDIO] = N_ ("Write audio"),
  [BURNISH_OPERATION_CD_TEXT] = N_ ("Write CD-TEXT"),
  [BURNISH_OPERATION_READ] = N_ ("Read, verify"),
};

/* A list of facts that begins like a sentence. */
static char *
join_flag_texts (const FlagText *texts, gsize n_texts, guint flags)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  gunichar first;

  for (gsize i = 0; i < n_texts; i++)
    {
      if (!(flags & texts[i].flag))
        continue;
      if (joined->len > 0)
        /* Translators: stands between the facts of a list, as in "blank, not formatted". */
        g_string_append (joined, C_ ("between facts", ", "));
      g_string_append (joined, g_dgettext (GETTEXT_PACKAGE, texts[i].text));
    }
  if (joined->len == 0)
    return NULL;
  first = g_unichar_totitle (g_utf8_get_char (joined->str));
  g_string_erase (joined, 0, g_utf8_next_char (joined->str) - joined->str);
  g_string_prepend_unichar (joined, first);
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

/**
 * burnish_medium_dup_state_text:
 * @self: a medium
 *
 * Returns: (transfer full): its states in words, such as "Blank, not formatted"; empty when there
 * is nothing to say
 */
char *
burnish_medium_dup_state_text (BurnishMedium *self)
{
  char *text;

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);

  text = join_flag_texts (state_texts, G_N_ELEMENTS (state_texts), self->state);
  return text != NULL ? text : g_strdup ("");
}

/**
 * burnish_medium_dup_write_protection_text:
 * @self: a medium
 *
 * Returns: (nullable) (transfer full): what keeps it from being written, in words, or %NULL
 */
char *
burnish_medium_dup_write_protection_text (BurnishMedium *self)
{
  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);

  return join_flag_texts (protection_texts, G_N_ELEMENTS (protection_texts),
                          self->write_protection);
}

static char *
blocks_to_text (guint64 n_blocks)
{
  return g_format_size (n_blocks * BURNISH_BLOCK_SIZE);
}

static char *
dup_blank_summary (BurnishMedium *self)
{
  g_autofree char *available = blocks_to_text (self->free_blocks);
  const char *kind = self->kind->name;

  if (self->is_image_file)
    /* Translators: %s is the room that is left where the image file will be. */
    return g_strdup_printf (_ ("Image file, %s free"), available);
  if (self->free_blocks == 0)
    /* Translators: %s is a kind of disc, such as "HD DVD-R". */
    return g_strdup_printf (_ ("Blank %s"), kind);
  if (self->state & BURNISH_MEDIUM_UNFORMATTED)
    /* Translators: a kind of disc and how much fits: "Unformatted BD-RE, 25.0 GB free". */
    return g_strdup_printf (_ ("Unformatted %s, %s free"), kind, available);
  /* Translators: a kind of disc and how much fits: "Blank DVD+R, 4.7 GB free". */
  return g_strdup_printf (_ ("Blank %s, %s free"), kind, available);
}

/**
 * burnish_medium_dup_summary:
 * @self: a medium
 *
 * Says in a few words what disc this is.
 *
 * Returns: (transfer full): words such as "Blank DVD+R, 4.7 GB free"
 */
char *
burnish_medium_dup_summary (BurnishMedium *self)
{
  g_autofree char *used = NULL;
  g_autofree char *capacity = NULL;

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);

  if (self->state & BURNISH_MEDIUM_BLANK)
    return dup_blank_summary (self);
  used = blocks_to_text (self->used_blocks);
  capacity = blocks_to_text (self->capacity_blocks);
  if (self->is_image_file)
    /* Translators: %s is the size of the image file. */
    return g_strdup_printf (_ ("Image file with %s of data"), used);
  if (self->capacity_blocks <= self->used_blocks)
    /* Translators: a kind of disc and what is on it: "DVD-ROM with 4.7 GB of data". */
    return g_strdup_printf (_ ("%s with %s of data"), self->kind->name, used);
  /* Translators: a kind of disc, what is on it, what it holds: "DVD+RW, 1.2 GB of 4.7 GB used". */
  return g_strdup_printf (_ ("%s, %s of %s used"), self->kind->name, used, capacity);
}

/**
 * burnish_medium_dup_write_speeds_text:
 * @self: a medium
 *
 * Returns: (nullable) (transfer full): the speeds at which it can be written, the fastest first, or
 * %NULL when the drive offers none
 */
char *
burnish_medium_dup_write_speeds_text (BurnishMedium *self)
{
  g_autoptr (GPtrArray) texts = NULL;

  g_return_val_if_fail (BURNISH_IS_MEDIUM (self), NULL);

  if (self->write_speeds->len == 0)
    return NULL;
  texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->write_speeds->len; i++)
    {
      const BurnishWriteSpeed *speed = g_ptr_array_index (self->write_speeds, i);

      g_ptr_array_add (texts, burnish_format_speed (speed->speed_kbs, self->kind->family));
    }
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (C_ ("between facts", ", "), (char **) texts->pdata);
}

/**
 * burnish_operation_to_text:
 * @operation: what can be done with a disc
 *
 * Returns: (transfer none): its name, such as "Erase quickly"
 */
const char *
burnish_operation_to_text (BurnishOperation operation)
{
  g_return_val_if_fail ((guint) operation < BURNISH_N_OPERATIONS, NULL);

  return g_dgettext (GETTEXT_PACKAGE, operation_texts[operation]);
}

/**
 * burnish_track_dup_text:
 * @self: a track
 *
 * Returns: (transfer full): its place, size and kind in words
 */
char *
burnish_track_dup_text (const BurnishTrack *self)
{
  g_autofree char *size = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  size = blocks_to_text (self->n_blocks);
  if (self->is_blank)
    /* Translators: a track: its first block and its size. */
    return g_strdup_printf (_ ("from block %" PRId64 ", %s, nothing written"), self->start_block,
                            size);
  if (self->is_audio)
    /* Translators: a track: its first block and its size. */
    return g_strdup_printf (_ ("from block %" PRId64 ", %s, audio"), self->start_block, size);
  /* Translators: a track: its first block and its size. */
  return g_strdup_printf (_ ("from block %" PRId64 ", %s, data"), self->start_block, size);
}
