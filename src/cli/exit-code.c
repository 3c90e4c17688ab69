/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "exit-code.h"

static int
code_to_exit_code (BurnishError code)
{
  switch (code)
    {
    case BURNISH_ERROR_FAILED:
      return EXIT_FAILED;
    case BURNISH_ERROR_INVALID_ARGUMENT:
      return EXIT_USAGE;
    case BURNISH_ERROR_REFUSED:
      return EXIT_REFUSED;
    case BURNISH_ERROR_NO_DRIVE:
      return 10;
    case BURNISH_ERROR_PERMISSION_DENIED:
      return 11;
    case BURNISH_ERROR_DRIVE_BUSY:
      return 12;
    case BURNISH_ERROR_DRIVE_LOST:
      return 13;
    case BURNISH_ERROR_DRIVE_NOT_READY:
      return 14;
    case BURNISH_ERROR_DRIVE_FAILED:
      return 15;
    case BURNISH_ERROR_NO_DISC:
      return 20;
    case BURNISH_ERROR_NOT_SUPPORTED:
    case BURNISH_ERROR_DISC_NOT_SUPPORTED:
      return 21;
    case BURNISH_ERROR_DISC_NOT_BLANK:
      return 22;
    case BURNISH_ERROR_DISC_TOO_SMALL:
      return 23;
    case BURNISH_ERROR_DISC_WRITE_PROTECTED:
      return 24;
    case BURNISH_ERROR_DISC_NOT_ERASABLE:
      return 25;
    case BURNISH_ERROR_MEDIUM_CHANGED:
      return 26;
    case BURNISH_ERROR_SOURCE_MISSING:
    case BURNISH_ERROR_SOURCE_CHANGED:
    case BURNISH_ERROR_SOURCE_UNREADABLE:
      return 30;
    case BURNISH_ERROR_NAME_INVALID:
    case BURNISH_ERROR_NAME_EXISTS:
    case BURNISH_ERROR_NAME_NOT_REPRESENTABLE:
    case BURNISH_ERROR_TREE_TOO_LARGE:
      return 31;
    case BURNISH_ERROR_IMAGE_INVALID:
      return 32;
    case BURNISH_ERROR_PROJECT_INVALID:
      return 33;
    case BURNISH_ERROR_PROJECT_TOO_NEW:
      return 34;
    case BURNISH_ERROR_TARGET_EXISTS:
      return 40;
    case BURNISH_ERROR_TARGET_FULL:
      return 41;
    case BURNISH_ERROR_TARGET_FAILED:
      return 42;
    case BURNISH_ERROR_WRITE_FAILED:
      return 50;
    case BURNISH_ERROR_CLOSE_FAILED:
      return 51;
    case BURNISH_ERROR_ERASE_FAILED:
      return 52;
    case BURNISH_ERROR_FORMAT_FAILED:
      return 53;
    case BURNISH_ERROR_VERIFY_MISMATCH:
      return 60;
    case BURNISH_ERROR_READ_FAILED:
      return 61;
    case BURNISH_ERROR_NOTHING_TO_COMPARE:
      return 62;
    case BURNISH_ERROR_FILE_SYSTEM_FAULTY:
      return 63;
    default:
      g_return_val_if_reached (EXIT_FAILED);
    }
}

int
burnish_error_to_exit_code (const GError *error)
{
  int exit_code;

  if (error == NULL)
    return EXIT_OK;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return EXIT_CANCELLED;
  if (error->domain == G_OPTION_ERROR)
    return EXIT_USAGE;
  if (error->domain != BURNISH_ERROR)
    return EXIT_FAILED;

  exit_code = code_to_exit_code (error->code);
  for (guint i = 0; i < burnish_error_get_n_reasons (error); i++)
    {
      int reason = burnish_error_to_exit_code (burnish_error_get_reason (error, i));

      if (i > 0 && reason != exit_code)
        return EXIT_REFUSED;
      exit_code = reason;
    }
  return exit_code;
}
