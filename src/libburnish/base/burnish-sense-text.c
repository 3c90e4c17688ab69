/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-message.h"

#include <glib/gi18n-lib.h>

/* Any qualifier of an additional sense code. */
#define ANY 0x100

typedef struct
{
  guint8 asc;
  guint16 ascq;
  const char *text; /* marked for translation */
} SenseText;

/* Sense keys: SPC-4 4.5.6, table 43. */
static const char *const key_texts[16] = {
  N_ ("There is no error."),
  N_ ("The drive helped itself over an error."),
  N_ ("The drive is not ready."),
  N_ ("The disc is dirty or damaged."),
  N_ ("The drive is defective."),
  N_ ("The drive cannot do that now."),
  N_ ("The disc or the drive has changed."),
  N_ ("The disc is protected."),
  N_ ("An unwritten place of the disc was reached."),
  N_ ("The drive reports a problem of its own kind."),
  N_ ("Copying failed."),
  N_ ("The drive stopped the command."),
  N_ ("The drive reports an outdated code."),
  N_ ("The end of the disc was passed."),
  N_ ("What was read differs."),
  N_ ("The drive finished the command."),
};

/* Additional sense codes that optical drives give: MMC-6 annex F, SPC-4 annex D. An entry for one
   qualifier stands before the one for all of its code. */
static const SenseText sense_texts[] = {
  { 0x02, ANY, N_ ("The laser cannot find its place on the disc.") },
  { 0x03, ANY, N_ ("The laser’s power is out of range.") },
  { 0x04, 0x01, N_ ("The drive is getting ready.") },
  { 0x04, 0x02, N_ ("The drive waits to be started.") },
  { 0x04, 0x03, N_ ("The drive needs a person’s help.") },
  { 0x04, 0x04, N_ ("The disc is being formatted.") },
  { 0x04, 0x07, N_ ("The drive is still busy with its last command.") },
  { 0x04, 0x08, N_ ("The drive is busy writing.") },
  { 0x04, ANY, N_ ("The drive is not ready.") },
  { 0x05, ANY, N_ ("The drive does not react to being selected.") },
  { 0x06, ANY, N_ ("The drive cannot find the beginning of the disc.") },
  { 0x08, 0x01, N_ ("The drive did not answer in time.") },
  { 0x08, 0x03, N_ ("The connection to the drive disturbs the data; try another cable or port.") },
  { 0x08, ANY, N_ ("The connection to the drive failed.") },
  { 0x09, 0x01, N_ ("The laser lost its track; the disc may be scratched or bent.") },
  { 0x09, 0x02, N_ ("The laser lost its focus; the disc may be scratched or bent.") },
  { 0x09, 0x03, N_ ("The drive cannot keep the disc’s speed of rotation.") },
  { 0x09, ANY, N_ ("The laser lost its track; the disc may be scratched or bent.") },
  { 0x0B, 0x01, N_ ("The drive is too hot.") },
  { 0x0B, ANY, N_ ("The drive gives a warning about itself.") },
  { 0x0C, 0x07, N_ ("The drive could write only after taking a spare place.") },
  { 0x0C, 0x09, N_ ("The laser lost the place where it was writing.") },
  { 0x0C, 0x0F, N_ ("Data came too late and the track was lost.") },
  { 0x0C, ANY, N_ ("The drive could not write on the disc at this place.") },
  { 0x10, ANY, N_ ("A block’s number on the disc is damaged.") },
  { 0x11, 0x05, N_ ("The disc is damaged beyond what can be corrected.") },
  { 0x11, 0x06, N_ ("The disc is damaged beyond what can be corrected.") },
  { 0x11, ANY, N_ ("The disc cannot be read at this place.") },
  { 0x14, ANY, N_ ("A block cannot be found on the disc.") },
  { 0x15, ANY, N_ ("The laser could not go to its place.") },
  { 0x17, ANY, N_ ("The drive read this place only after trying again.") },
  { 0x18, ANY, N_ ("The drive read this place only after correcting errors.") },
  { 0x1A, ANY, N_ ("The drive got a parameter list of a wrong length.") },
  { 0x1B, ANY, N_ ("The connection to the drive failed.") },
  { 0x20, ANY, N_ ("The drive does not know this command.") },
  { 0x21, 0x02, N_ ("Writing is only possible at the next free place of this disc.") },
  { 0x21, ANY, N_ ("The place is beyond the end of the disc.") },
  { 0x24, ANY, N_ ("The drive does not know this form of the command.") },
  { 0x26, ANY, N_ ("The drive does not accept this setting.") },
  { 0x27, ANY, N_ ("The disc is write protected.") },
  { 0x28, ANY, N_ ("The disc was changed.") },
  { 0x29, ANY, N_ ("The drive was restarted.") },
  { 0x2A, ANY, N_ ("Settings of the drive were changed.") },
  { 0x2C, 0x00, N_ ("The commands came in the wrong order.") },
  { 0x2C, ANY, N_ ("The commands came in the wrong order.") },
  { 0x2E, ANY, N_ ("There was not enough time for the command.") },
  { 0x30, 0x01, N_ ("The drive does not know the format of this disc.") },
  { 0x30, 0x02, N_ ("The drive does not know the format of this disc.") },
  { 0x30, 0x05, N_ ("This disc cannot be written: it is closed or of a wrong kind.") },
  { 0x30, 0x06, N_ ("This disc cannot be formatted.") },
  { 0x30, 0x07, N_ ("A cleaning disc is in the drive.") },
  { 0x30, 0x08, N_ ("This disc is for another region.") },
  { 0x30, 0x10, N_ ("The disc must be formatted first.") },
  { 0x30, ANY, N_ ("This drive cannot use this kind of disc.") },
  { 0x31, 0x00, N_ ("The disc’s format is damaged.") },
  { 0x31, ANY, N_ ("Formatting failed.") },
  { 0x32, ANY, N_ ("The disc has no spare places left.") },
  { 0x33, ANY, N_ ("The disc’s format is damaged.") },
  { 0x37, ANY, N_ ("The drive took a near value of a setting.") },
  { 0x39, ANY, N_ ("The drive does not keep settings.") },
  { 0x3A, 0x01, N_ ("There is no disc; the tray is closed.") },
  { 0x3A, 0x02, N_ ("There is no disc; the tray is open.") },
  { 0x3A, ANY, N_ ("There is no disc.") },
  { 0x3B, ANY, N_ ("The disc changer failed.") },
  { 0x3E, ANY, N_ ("The drive failed its own test.") },
  { 0x3F, ANY, N_ ("The drive’s working conditions have changed.") },
  { 0x40, ANY, N_ ("A part of the drive is defective.") },
  { 0x43, ANY, N_ ("The connection to the drive failed.") },
  { 0x44, ANY, N_ ("The drive failed inside.") },
  { 0x47, ANY, N_ ("The connection to the drive disturbs the data; try another cable or port.") },
  { 0x48, ANY, N_ ("The connection to the drive failed.") },
  { 0x4B, ANY, N_ ("The connection to the drive failed.") },
  { 0x4C, ANY, N_ ("The drive failed to start.") },
  { 0x4E, ANY, N_ ("Two commands came at once.") },
  { 0x51, ANY, N_ ("Erasing failed.") },
  { 0x53, 0x02, N_ ("The tray is locked.") },
  { 0x53, ANY, N_ ("The tray could not be opened or closed.") },
  { 0x57, ANY, N_ ("The table of contents of the disc cannot be read.") },
  { 0x5A, ANY, N_ ("A person asked the drive to do something.") },
  { 0x5D, ANY, N_ ("The drive expects to fail soon.") },
  { 0x5E, ANY, N_ ("The drive is saving power.") },
  { 0x63, ANY, N_ ("The end of the disc’s data was reached.") },
  { 0x64, ANY, N_ ("This place of the disc cannot be read or written in this way.") },
  { 0x65, ANY, N_ ("The drive’s power supply is too weak; use its own or another port.") },
  { 0x6F, 0x04, N_ ("The drive’s region must be set first.") },
  { 0x6F, ANY, N_ ("The disc is copy protected.") },
  { 0x72, 0x00, N_ ("The session could not be closed or repaired.") },
  { 0x72, 0x01, N_ ("The beginning of the session could not be written.") },
  { 0x72, 0x02, N_ ("The end of the session could not be written.") },
  { 0x72, 0x03, N_ ("The last session of the disc is not complete.") },
  { 0x72, 0x04, N_ ("The reserved track is not yet full.") },
  { 0x72, 0x05, N_ ("No further track can be reserved on this disc.") },
  { 0x72, ANY, N_ ("The session could not be closed or repaired.") },
  { 0x73, 0x01, N_ ("The disc has no room left for adjusting the laser.") },
  { 0x73, 0x02, N_ ("The disc is full of interrupted recordings.") },
  { 0x73, 0x03, N_ ("The laser could not be adjusted to this disc; try another make.") },
  { 0x73, 0x04, N_ ("The disc’s list of tracks could not be written.") },
  { 0x73, 0x05, N_ ("The disc’s list of tracks is full.") },
  { 0x73, 0x06, N_ ("The disc’s list of tracks cannot be read.") },
  { 0x73, 0x10, N_ ("The disc has little room left for adjusting the laser.") },
  { 0x73, ANY, N_ ("The laser could not be adjusted to this disc; try another make.") },
};

static const char *
find_sense_text (const BurnishSense *sense)
{
  for (guint i = 0; i < G_N_ELEMENTS (sense_texts); i++)
    if (sense_texts[i].asc == sense->asc
        && (sense_texts[i].ascq == ANY || sense_texts[i].ascq == sense->ascq))
      return sense_texts[i].text;
  return key_texts[sense->key & 15];
}

/**
 * burnish_sense_to_text:
 * @sense: what a drive said
 *
 * Returns: (transfer none): one sentence in the person's language
 */
const char *
burnish_sense_to_text (const BurnishSense *sense)
{
  g_return_val_if_fail (sense != NULL, NULL);
  return g_dgettext (GETTEXT_PACKAGE, find_sense_text (sense));
}

/**
 * burnish_sense_to_english:
 * @sense: what a drive said
 *
 * Returns: (transfer none): the same sentence as burnish_sense_to_text(), untranslated, for
 *   reports and JSON
 */
const char *
burnish_sense_to_english (const BurnishSense *sense)
{
  g_return_val_if_fail (sense != NULL, NULL);
  return find_sense_text (sense);
}
