/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "drive-private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The words `KIND[,OPTION…]` that describe a disc. */

static const struct
{
  const char *name;
  uint32_t quirk;
} quirks[] = {
  { "no-run-out", MMC_QUIRK_NO_RUN_OUT },
  { "nwa-pregap", MMC_QUIRK_NWA_PREGAP },
  { "one-descriptor", MMC_QUIRK_ONE_DESCRIPTOR },
  { "damaged-track", MMC_QUIRK_DAMAGED_TRACK },
  { "open-session", MMC_QUIRK_OPEN_SESSION },
  { "no-streaming", MMC_QUIRK_NO_STREAMING },
  { "no-configuration", MMC_QUIRK_NO_CONFIGURATION },
  { "no-disc-information", MMC_QUIRK_NO_DISC_INFORMATION },
  { "no-progress", MMC_QUIRK_NO_PROGRESS },
  { "no-attention", MMC_QUIRK_NO_ATTENTION },
};

void
mmc_say (char *message, size_t size, const char *format, ...)
{
  va_list arguments;

  if (message == NULL || size == 0)
    return;
  va_start (arguments, format);
  vsnprintf (message, size, format, arguments);
  va_end (arguments);
}

static bool
parse_option (MmcDescription *description, const char *name, const char *value)
{
  const struct
  {
    const char *name;
    bool *flag;
  } flags[] = {
    { "unformatted", &description->unformatted },
    { "spare", &description->spare },
    { "pow", &description->pow },
    { "minblank", &description->minimal_blank },
    { "tray-open", &description->tray_open },
    { "write-protected", &description->write_protected },
  };

  if (value != NULL)
    {
      if (strcmp (name, "capacity") == 0)
        {
          char *end;
          unsigned long number = strtoul (value, &end, 10);

          description->capacity = (uint32_t) number;
          return *value != '\0' && *end == '\0' && number > 0 && number < 0x7fffffff;
        }
      if (*value == '\0' || strlen (value) >= MMC_PATH_SIZE)
        return false;
      if (strcmp (name, "file") == 0)
        strcpy (description->file, value);
      else if (strcmp (name, "image") == 0)
        strcpy (description->image, value);
      else
        return false;
      return true;
    }
  for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
    if (strcmp (flags[i].name, name) == 0)
      {
        *flags[i].flag = true;
        return true;
      }
  for (size_t i = 0; i < sizeof quirks / sizeof quirks[0]; i++)
    if (strcmp (quirks[i].name, name) == 0)
      {
        description->quirks |= quirks[i].quirk;
        return true;
      }
  return false;
}

/* An option that means nothing for a kind is a mistake of who wrote it. */
static const char *
find_contradiction (const MmcDescription *description)
{
  MmcMedium medium = { .profile = description->kind->profile };

  if (description->unformatted && !mmc_is_overwritable (&medium))
    return "only an overwritable disc can be unformatted";
  if (description->unformatted && medium.profile == MMC_PROFILE_DVD_RW_OVERWRITE)
    return "an unformatted DVD-RW is of the kind dvd-rw";
  if ((description->spare || description->pow) && medium.profile != MMC_PROFILE_BD_R)
    return "only a BD-R can be formatted with spare areas or for pseudo-overwrite";
  if (description->minimal_blank && medium.profile != MMC_PROFILE_DVD_RW_SEQUENTIAL)
    return "only a dvd-rw can be minimally blanked";
  if (mmc_is_rom (&medium) && description->image[0] == '\0' && description->file[0] == '\0')
    return "a pressed disc needs image=PATH";
  if ((mmc_is_foreign (&medium) || description->pow || description->unformatted)
      && description->image[0] != '\0')
    return "such a disc can only be blank";
  return NULL;
}

bool
mmc_description_parse (MmcDescription *description,
                       const char *text,
                       char *message,
                       size_t message_size)
{
  char words[2 * MMC_PATH_SIZE];
  char *rest = words;
  const char *contradiction;
  char *word;

  memset (description, 0, sizeof *description);
  if (strlen (text) >= sizeof words)
    {
      mmc_say (message, message_size, "the description of the disc is too long");
      return false;
    }
  strcpy (words, text);
  word = strsep (&rest, ",");
  description->kind = mmc_kind_find (word);
  if (description->kind == NULL)
    {
      mmc_say (message, message_size, "there is no kind of disc called “%s”", word);
      return false;
    }
  while ((word = strsep (&rest, ",")) != NULL)
    {
      char *value = strchr (word, '=');

      if (value != NULL)
        *value++ = '\0';
      if (!parse_option (description, word, value))
        {
          mmc_say (message, message_size, "the option “%s%s%s” is not understood", word,
                   value != NULL ? "=" : "", value != NULL ? value : "");
          return false;
        }
    }
  contradiction = find_contradiction (description);
  if (contradiction != NULL)
    mmc_say (message, message_size, "%s", contradiction);
  return contradiction == NULL;
}
