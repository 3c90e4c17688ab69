/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

/* mmc-drive-ctl: works an emulated drive from outside, as its owner's hand would: changes discs,
 * presses the button, pulls the plug, scripts faults, reads the log.
 *
 * Beside the engine's files a drive's folder has "node", the file that stands for the device node
 * (see front.h), and "media-event", written when disc or tray changed; tools/with-drive turns
 * changes of both into udev events. */

#include "config.h"

#include "ctl-dump.h"
#include "drive.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS_PER_READ 32
#define READ_10         0x28
#define UNIT_ATTENTION  6

typedef struct
{
  MmcDrive *drive;
  const char *dir;
  int n_arguments;
  char **arguments;
} Context;

typedef struct
{
  const char *name;
  const char *arguments;
  const char *help;
  int min_arguments;
  int max_arguments;
  int (*run) (Context *context);
} Verb;

static int
fail (const char *message)
{
  fprintf (stderr, "mmc-drive-ctl: %s\n", message);
  return 1;
}

static char *
file_of (Context *context, const char *name)
{
  return g_build_filename (context->dir, name, NULL);
}

/* Makes the node of a drive that is plugged in, readable and writable for owner and group. */
static int
make_node (Context *context)
{
  g_autofree char *path = file_of (context, "node");
  int fd = open (path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660);

  if (fd < 0)
    return errno == EEXIST ? 0 : fail (g_strerror (errno));
  close (fd);
  return 0;
}

static void
announce_media_event (Context *context)
{
  g_autofree char *path = file_of (context, "media-event");
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

  if (fd >= 0)
    close (fd);
}

static int
run_new (Context *context)
{
  chmod (context->dir, 0777);
  mmc_drive_reset (context->drive);
  announce_media_event (context);
  return make_node (context);
}

static int
run_insert (Context *context)
{
  char message[256] = "";

  if (!mmc_drive_insert (context->drive, context->arguments[0], message, sizeof message))
    return fail (message);
  announce_media_event (context);
  return 0;
}

static int
run_remove (Context *context)
{
  mmc_drive_remove (context->drive);
  announce_media_event (context);
  return 0;
}

static int
press_button_until (Context *context, bool open)
{
  MmcDriveStatus status;

  mmc_drive_get_status (context->drive, &status);
  if (status.tray_open == open)
    return 0;
  if (!mmc_drive_press_button (context->drive))
    return fail ("the drive is locked");
  announce_media_event (context);
  return 0;
}

static int
run_eject (Context *context)
{
  return press_button_until (context, true);
}

static int
run_load (Context *context)
{
  return press_button_until (context, false);
}

static int
run_unplug (Context *context)
{
  g_autofree char *path = file_of (context, "node");

  if (unlink (path) != 0 && errno != ENOENT)
    return fail (g_strerror (errno));
  return 0;
}

static int
run_plug (Context *context)
{
  MmcDriveStatus status;

  mmc_drive_get_status (context->drive, &status);
  if (status.unplugged)
    mmc_drive_clear_faults (context->drive);
  return make_node (context);
}

static int
run_fault (Context *context)
{
  char message[256] = "";

  if (!mmc_drive_add_fault (context->drive, context->arguments[0], message, sizeof message))
    return fail (message);
  return 0;
}

static int
run_clear (Context *context)
{
  mmc_drive_clear_faults (context->drive);
  return make_node (context);
}

static int
set_one (Context *context, const char *setting)
{
  g_auto (GStrv) parts = g_strsplit (setting, "=", 2);
  guint64 value;

  if (parts[0] == NULL || parts[1] == NULL)
    return fail ("a setting is NAME=VALUE");
  if (strcmp (parts[0], "vendor") == 0)
    mmc_drive_set_identity (context->drive, parts[1], NULL, NULL, NULL);
  else if (strcmp (parts[0], "product") == 0)
    mmc_drive_set_identity (context->drive, NULL, parts[1], NULL, NULL);
  else if (strcmp (parts[0], "revision") == 0)
    mmc_drive_set_identity (context->drive, NULL, NULL, parts[1], NULL);
  else if (strcmp (parts[0], "serial") == 0)
    mmc_drive_set_identity (context->drive, NULL, NULL, NULL, parts[1]);
  else if (!g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT32, &value, NULL))
    return fail ("the value of a setting is a whole number");
  else if (!mmc_drive_set (context->drive, parts[0], (uint32_t) value))
    return fail ("there is no such setting");
  return 0;
}

static int
run_set (Context *context)
{
  for (int i = 0; i < context->n_arguments; i++)
    if (set_one (context, context->arguments[i]) != 0)
      return 1;
  return 0;
}

static int
run_expect (Context *context)
{
  guint64 opcode, asc;

  if (!g_ascii_string_to_unsigned (context->arguments[0], 16, 0, 0xff, &opcode, NULL)
      || !g_ascii_string_to_unsigned (context->arguments[1], 16, 0, 0xff, &asc, NULL))
    return fail ("OPCODE and ASC are hexadecimal bytes");
  if (!mmc_drive_expect_refusal (context->drive, (uint8_t) opcode, (uint8_t) asc))
    return fail ("there is no room for another expectation");
  return 0;
}

static int
run_dump (Context *context)
{
  g_autofree char *node = file_of (context, "node");

  ctl_print_state (context->drive, g_file_test (node, G_FILE_TEST_EXISTS));
  return 0;
}

typedef size_t (*ReadText) (MmcDrive *drive, uint64_t offset, char *buffer, size_t size);

static int
copy_text (Context *context, ReadText read_text)
{
  char buffer[16384];
  uint64_t offset = 0;
  size_t n;

  while ((n = read_text (context->drive, offset, buffer, sizeof buffer)) > 0)
    {
      fwrite (buffer, 1, n, stdout);
      offset += n;
    }
  return 0;
}

static int
run_log (Context *context)
{
  return copy_text (context, mmc_drive_read_log);
}

static int
run_refusals (Context *context)
{
  return copy_text (context, mmc_drive_read_refusals);
}

static int
run_forget (Context *context)
{
  mmc_drive_clear_log (context->drive);
  return 0;
}

static bool
read_blocks (MmcDrive *drive, uint32_t start_block, uint32_t n_blocks, uint8_t *data)
{
  const uint8_t cdb[10] = { READ_10,
                            0,
                            (uint8_t) (start_block >> 24),
                            (uint8_t) (start_block >> 16),
                            (uint8_t) (start_block >> 8),
                            (uint8_t) start_block,
                            0,
                            (uint8_t) (n_blocks >> 8),
                            (uint8_t) n_blocks,
                            0 };
  MmcResult result;

  /* The first command after a change of disc is answered with a unit attention. */
  for (int attempt = 0; attempt < 3; attempt++)
    {
      mmc_drive_command (drive, cdb, sizeof cdb, data, (size_t) n_blocks * MMC_BLOCK_SIZE,
                         MMC_DATA_IN, &result);
      if (result.error == 0 && result.status == 0)
        return true;
      if (result.error != 0 || (result.sense[2] & 0x0f) != UNIT_ATTENTION)
        break;
    }
  return false;
}

static int
run_hash (Context *context)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  uint8_t data[BLOCKS_PER_READ * MMC_BLOCK_SIZE];
  MmcDriveStatus status;
  guint64 range[2] = { 0, 0 };

  mmc_drive_get_status (context->drive, &status);
  range[1] = status.readable_blocks;
  for (int i = 0; i < context->n_arguments; i++)
    if (!g_ascii_string_to_unsigned (context->arguments[i], 10, 0, G_MAXUINT32, &range[i], NULL))
      return fail ("START and BLOCKS are whole numbers");

  while (range[1] > 0)
    {
      uint32_t n = (uint32_t) MIN (range[1], BLOCKS_PER_READ);

      if (!read_blocks (context->drive, (uint32_t) range[0], n, data))
        {
          fprintf (stderr, "mmc-drive-ctl: cannot read block %" G_GUINT64_FORMAT "\n", range[0]);
          return 1;
        }
      g_checksum_update (checksum, data, (gssize) n * MMC_BLOCK_SIZE);
      range[0] += n;
      range[1] -= n;
    }
  printf ("%s\n", g_checksum_get_string (checksum));
  return 0;
}

static const Verb verbs[] = {
  { "new", "", "make a new drive, or this one new again", 0, 0, run_new },
  { "insert", "MEDIUM", "put a disc in: KIND[,OPTION…], see docs/mmc-drive.md", 1, 1, run_insert },
  { "remove", "", "take the disc out and close the tray", 0, 0, run_remove },
  { "eject", "", "press the button if the tray is closed", 0, 0, run_eject },
  { "load", "", "press the button if the tray is open", 0, 0, run_load },
  { "unplug", "", "pull the plug", 0, 0, run_unplug },
  { "plug", "", "put the plug back", 0, 0, run_plug },
  { "fault", "SPEC", "script a failure, see docs/mmc-drive.md", 1, 1, run_fault },
  { "clear", "", "forget all scripted failures", 0, 0, run_clear },
  { "set", "NAME=VALUE…", "change speeds, or vendor, product, revision, serial", 1, 64, run_set },
  { "dump", "", "print the drive's state as JSON", 0, 0, run_dump },
  { "log", "", "print the commands and the drive's answers", 0, 0, run_log },
  { "refusals", "", "print the refusals that nobody expected", 0, 0, run_refusals },
  { "expect", "OPCODE ASC", "expect such a refusal (hexadecimal)", 2, 2, run_expect },
  { "forget", "", "empty the log and the list of refusals", 0, 0, run_forget },
  { "hash", "[START [BLOCKS]]", "print the SHA-256 of the disc's blocks", 0, 2, run_hash },
};

static int
print_usage (FILE *stream)
{
  fprintf (stream, "usage: mmc-drive-ctl DIR VERB [ARGUMENT…]\n\n"
                   "Works the emulated optical drive that lives in the folder DIR.\n\n");
  for (size_t i = 0; i < G_N_ELEMENTS (verbs); i++)
    fprintf (stream, "  %-8s %-16s  %s\n", verbs[i].name, verbs[i].arguments, verbs[i].help);
  return stream == stdout ? 0 : 2;
}

static const Verb *
find_verb (const char *name, int n_arguments)
{
  for (size_t i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, name) == 0 && n_arguments >= verbs[i].min_arguments
        && n_arguments <= verbs[i].max_arguments)
      return &verbs[i];
  return NULL;
}

int
main (int argc, char **argv)
{
  const Verb *verb;
  Context context = { 0 };
  int result;

  if (argc == 2 && strcmp (argv[1], "--help") == 0)
    return print_usage (stdout);
  if (argc < 3 || (verb = find_verb (argv[2], argc - 3)) == NULL)
    return print_usage (stderr);

  /* Whoever may open the node works the same drive, also as another user. */
  umask (0);
  context.dir = argv[1];
  context.n_arguments = argc - 3;
  context.arguments = argv + 3;
  context.drive = mmc_drive_open (context.dir, verb->run == run_new);
  if (context.drive == NULL)
    {
      fprintf (stderr, "mmc-drive-ctl: no drive in %s: %s\n", context.dir, g_strerror (errno));
      return 1;
    }
  result = verb->run (&context);
  mmc_drive_close (context.drive);
  return result;
}
