/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "burnish-libburn-private.h"

#include "burnish-sense-private.h"

#include <stdio.h>

/*
 * Understands libburn's messages. The numbers are those of libburn/libdax_msgs.h, which is not
 * installed; they are part of libburn's interface (burn_msgs_obtain () returns them) and stable.
 */
enum
{
  MESSAGE_TRANSPORT_FAILED = 0x0002010c,
  MESSAGE_RUN_FAILED = 0x0002010b, /* "Burn run failed": says nothing new */
  MESSAGE_CONDITION = 0x0002010f,  /* "SCSI error condition on command 5Bh NAME: [5 72 00] …" */
  MESSAGE_WRITE_ERROR = 0x0002011d, /* "SCSI error on write(496,16): [3 0C 00] …", then "CDB= …" */
  MESSAGE_ASYNC_ERROR = 0x0002014d,  /* "Asynchronous SCSI error on NAME: [3 0C 00] …" */
  MESSAGE_TIMEOUT = 0x0002014f,      /* "Timeout (3600 s) with asynchronous SCSI command NAME" */
  MESSAGE_ASYNC_RESULT = 0x00020150, /* "Async NAME failed after 360.1 seconds" */
  MESSAGE_WRITER_ENDED = 0x00020178,
  MESSAGE_RETRY_TIMEOUT = 0x0002018a,
  MESSAGE_DRIVE_LOST = 0x000201a6,
};

/* Severities in libburn's order. */
static int
severity_of (const char *name)
{
  char copy[80];
  int severity = 0;

  g_strlcpy (copy, name, sizeof copy);
  return burn_text_to_sev (copy, &severity, 0) > 0 ? severity : 0;
}

void
_burnish_libburn_log_init (BurnishLibburnLog *log)
{
  *log = (BurnishLibburnLog){ .failure.block = -1 };
}

void
_burnish_libburn_log_clear (BurnishLibburnLog *log)
{
  g_free (log->failure.text);
  _burnish_libburn_log_init (log);
}

/* Finds "[3 0C 00]"; -1s stand for sense data that libburn could not read. */
static gboolean
parse_sense (const char *text, guint8 command, BurnishSense *sense)
{
  const char *bracket = strchr (text, '[');
  unsigned int key, asc, ascq;

  if (bracket == NULL || sscanf (bracket, "[%1x %2x %2x]", &key, &asc, &ascq) != 3)
    return FALSE;
  *sense = (BurnishSense){
    .command = command,
    .key = (guint8) key,
    .asc = (guint8) asc,
    .ascq = (guint8) ascq,
  };
  return TRUE;
}

static guint8
command_of_name (const char *text)
{
  static const struct
  {
    const char *name;
    guint8 command;
  } commands[] = {
    { "SYNCHRONIZE CACHE", 0x35 },
    { "CLOSE TRACK/SESSION", 0x5b },
    { "START", 0x1b },
    { "STOP UNIT", 0x1b },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strstr (text, commands[i].name) != NULL)
      return commands[i].command;
  return 0x00;
}

static void
note_condition (BurnishLibburnLog *log, const char *text)
{
  static const char prefix[] = "SCSI error condition on command ";
  unsigned int command;

  if (g_str_has_prefix (text, prefix) && sscanf (text + strlen (prefix), "%2xh", &command) == 1)
    log->has_condition = parse_sense (text, (guint8) command, &log->condition);
}

/* The sense data of a failure: in its own text, or that of the command before it. */
static void
take_sense (BurnishLibburnLog *log, const BurnishLibburnMessage *message)
{
  BurnishLibburnFailure *failure = &log->failure;

  if (message->code == MESSAGE_WRITE_ERROR)
    {
      long long block;

      failure->has_sense = parse_sense (message->text, 0x2a, &failure->sense);
      if (log->has_condition)
        failure->sense.command = log->condition.command; /* WRITE (10) or WRITE (12) */
      if (sscanf (message->text, "SCSI error on write(%lld,", &block) == 1)
        failure->block = block;
    }
  else if (message->code == MESSAGE_ASYNC_ERROR)
    failure->has_sense =
        parse_sense (message->text, command_of_name (message->text), &failure->sense);
  else if (log->has_condition)
    {
      failure->has_sense = TRUE;
      failure->sense = log->condition;
    }
}

gboolean
_burnish_libburn_log_add (BurnishLibburnLog *log, const BurnishLibburnMessage *message)
{
  gboolean is_failure =
      message->severity >= severity_of ("SORRY") && message->code != MESSAGE_RUN_FAILED;

  if (message->code == MESSAGE_WRITER_ENDED)
    log->writer_ended = TRUE;
  if (message->doubtful)
    return message->severity >= severity_of ("NOTE");

  if (message->code == MESSAGE_CONDITION)
    note_condition (log, message->text);
  else if (message->code == MESSAGE_DRIVE_LOST)
    log->failure.drive_lost = TRUE;
  else if (message->code == MESSAGE_TIMEOUT || message->code == MESSAGE_RETRY_TIMEOUT
           || (message->code == MESSAGE_ASYNC_RESULT && strstr (message->text, " failed ")
               && !log->failure.failed))
    log->failure.never_ready = is_failure = TRUE;

  if (is_failure && !log->failure.failed)
    {
      log->failure.failed = TRUE;
      log->failure.text = g_strstrip (g_strdup (message->text));
      take_sense (log, message);
    }
  return is_failure || message->code == MESSAGE_CONDITION
         || message->severity >= severity_of ("NOTE");
}

GError *
_burnish_libburn_log_to_error (const BurnishLibburnLog *log, BurnishError code, const char *action)
{
  const BurnishLibburnFailure *failure = &log->failure;
  GError *error;

  if (failure->drive_lost)
    return g_error_new (BURNISH_ERROR, BURNISH_ERROR_DRIVE_LOST,
                        "%s failed: the connection to the drive was lost", action);
  if (failure->never_ready)
    code = BURNISH_ERROR_DRIVE_NOT_READY;
  else if (failure->has_sense)
    {
      BurnishError cause = _burnish_sense_get_error_code (&failure->sense);

      if (cause == BURNISH_ERROR_DISC_WRITE_PROTECTED || cause == BURNISH_ERROR_NO_DISC)
        code = cause;
    }
  if (failure->has_sense)
    error = g_error_new (BURNISH_ERROR, code, "%s failed: %s answered “%s” (%X/%02X/%02X)", action,
                         _burnish_command_get_name (failure->sense.command),
                         _burnish_sense_get_text (&failure->sense), failure->sense.key,
                         failure->sense.asc, failure->sense.ascq);
  else
    error = g_error_new (BURNISH_ERROR, code, "%s failed: %s", action,
                         failure->text          ? failure->text
                         : failure->never_ready ? "the drive did not become ready"
                                                : "the drive did not say why");
  if (failure->has_sense)
    burnish_error_set_sense (error, &failure->sense);
  if (failure->block >= 0)
    burnish_error_set_block (error, failure->block);
  return error;
}
