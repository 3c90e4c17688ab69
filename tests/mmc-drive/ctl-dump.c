/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "config.h"

#include "ctl-dump.h"

#include <glib.h>
#include <stdio.h>

static const char *
json_bool (bool value)
{
  return value ? "true" : "false";
}

static const char *
status_name (MmcDiscStatus status)
{
  switch (status)
    {
    case MMC_DISC_BLANK:
      return "blank";
    case MMC_DISC_APPENDABLE:
      return "appendable";
    case MMC_DISC_COMPLETE:
      return "complete";
    case MMC_DISC_OTHER:
      return "other";
    default:
      g_assert_not_reached ();
    }
}

/* The texts are ASCII that the drive's owner chose; quotes and backslashes need escaping. */
static void
print_text (const char *name, const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  printf ("  \"%s\": \"%s\",\n", name, escaped);
}

static void
print_medium (MmcDrive *drive, const MmcDriveStatus *status)
{
  printf ("  \"medium\": {\n"
          "    \"kind\": \"%s\", \"profile\": %u, \"status\": \"%s\",\n"
          "    \"write_protected\": %s, \"formatted\": %s,\n"
          "    \"sessions\": %u, \"capacity_blocks\": %u, \"readable_blocks\": %u,\n"
          "    \"next_writable\": %d, \"tracks\": [",
          status->kind, status->profile, status_name (status->status),
          json_bool (status->write_protected), json_bool (status->formatted), status->n_sessions,
          status->capacity_blocks, status->readable_blocks, status->next_writable);
  for (unsigned number = 1; number <= status->n_tracks; number++)
    {
      MmcTrackStatus track;

      if (!mmc_drive_get_track (drive, number, &track))
        break;
      printf ("%s\n      { \"start\": %d, \"blocks\": %u, \"written\": %u, \"session\": %u,"
              " \"control\": %u,\n        \"audio\": %s, \"complete\": %s, \"reserved\": %s,"
              " \"damaged\": %s, \"run_out\": %s }",
              number == 1 ? "" : ",", track.start, track.n_blocks, track.n_written, track.session,
              track.control, json_bool (track.audio), json_bool (track.complete),
              json_bool (track.reserved), json_bool (track.damaged), json_bool (track.run_out));
    }
  printf ("]\n  }\n");
}

void
ctl_print_state (MmcDrive *drive, bool is_plugged)
{
  MmcDriveStatus status;

  mmc_drive_get_status (drive, &status);
  printf ("{\n");
  print_text ("vendor", status.vendor);
  print_text ("product", status.product);
  print_text ("revision", status.revision);
  print_text ("serial", status.serial);
  printf ("  \"plugged\": %s, \"tray_open\": %s, \"locked\": %s, \"busy\": %s,\n",
          json_bool (is_plugged && !status.unplugged), json_bool (status.tray_open),
          json_bool (status.locked), json_bool (status.busy));
  printf ("  \"commands\": %" G_GUINT64_FORMAT ", \"refusals\": %u, \"medium_generation\": %u,\n",
          status.n_commands, status.n_refusals, status.medium_generation);
  printf ("  \"blocks_written\": %" G_GUINT64_FORMAT ", \"blocks_read\": %" G_GUINT64_FORMAT
          ", \"cd_text_bytes\": %u,\n",
          status.n_blocks_written, status.n_blocks_read, status.n_cd_text_bytes);
  if (status.present)
    print_medium (drive, &status);
  else
    printf ("  \"medium\": null\n");
  printf ("}\n");
}
