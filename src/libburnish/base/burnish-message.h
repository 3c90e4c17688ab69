/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-error.h"

G_BEGIN_DECLS

/*
 * BurnishMessage is an error in the words of the person's language: what happened, what to do about
 * it, and which action a window can offer. The window and the command line share it, so that both
 * say the same. Messages are immutable boxed values for any thread.
 */

/**
 * BurnishAction:
 * @BURNISH_ACTION_NONE: nothing but reading the message helps
 * @BURNISH_ACTION_RETRY: trying again can help
 * @BURNISH_ACTION_CHOOSE_DRIVE: choose another drive
 * @BURNISH_ACTION_INSERT_DISC: put a disc, or another one, into the drive
 * @BURNISH_ACTION_ALLOW_OVERWRITE: allow that what is on the disc is lost
 * @BURNISH_ACTION_SHOW_PERMISSION_HELP: show how this user gets access to the drive
 * @BURNISH_ACTION_REVIEW_FILES: look at the files that were chosen
 * @BURNISH_ACTION_REVIEW_NAMES: look at the names that were chosen
 * @BURNISH_ACTION_CHOOSE_IMAGE: choose another image file
 * @BURNISH_ACTION_CHOOSE_TARGET: choose another place for the image file
 * @BURNISH_ACTION_USE_LOWER_SPEED: burn again at a lower speed, on another disc
 * @BURNISH_ACTION_REVIEW_REASONS: look at all the reasons
 *
 * What a person can do about an error.
 */
typedef enum
{
  BURNISH_ACTION_NONE,
  BURNISH_ACTION_RETRY,
  BURNISH_ACTION_CHOOSE_DRIVE,
  BURNISH_ACTION_INSERT_DISC,
  BURNISH_ACTION_ALLOW_OVERWRITE,
  BURNISH_ACTION_SHOW_PERMISSION_HELP,
  BURNISH_ACTION_REVIEW_FILES,
  BURNISH_ACTION_REVIEW_NAMES,
  BURNISH_ACTION_CHOOSE_IMAGE,
  BURNISH_ACTION_CHOOSE_TARGET,
  BURNISH_ACTION_USE_LOWER_SPEED,
  BURNISH_ACTION_REVIEW_REASONS,
} BurnishAction;

#define BURNISH_TYPE_MESSAGE (burnish_message_get_type ())
typedef struct _BurnishMessage BurnishMessage;

BURNISH_EXPORT
GType burnish_message_get_type (void);
BURNISH_EXPORT
BurnishMessage *burnish_message_new_for_error (const GError *error);
BURNISH_EXPORT
BurnishMessage *burnish_message_ref (BurnishMessage *self);
BURNISH_EXPORT
void burnish_message_unref (BurnishMessage *self);
BURNISH_EXPORT
const char *burnish_message_get_heading (BurnishMessage *self);
BURNISH_EXPORT
const char *burnish_message_get_body (BurnishMessage *self);
BURNISH_EXPORT
const char *burnish_message_get_details (BurnishMessage *self);
BURNISH_EXPORT
BurnishAction burnish_message_get_action (BurnishMessage *self);
BURNISH_EXPORT
const char *burnish_sense_to_text (const BurnishSense *sense);
BURNISH_EXPORT
const char *burnish_sense_to_english (const BurnishSense *sense);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BurnishMessage, burnish_message_unref)

G_END_DECLS
