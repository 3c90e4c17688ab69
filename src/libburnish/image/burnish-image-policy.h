/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-image-options.h"

G_BEGIN_DECLS

/*
 * Which file systems suit a disc, and why: the defaults per kind of disc and per kind of contents,
 * as docs/image.md explains them. Pure functions of their arguments; options belong to one thread.
 */

/**
 * BurnishFileSystemReason:
 * @BURNISH_FILE_SYSTEM_REASON_CHOSEN: a person or a program chose them
 * @BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE: an image file, which may end on any disc
 * @BURNISH_FILE_SYSTEM_REASON_CD: what CDs are read with everywhere
 * @BURNISH_FILE_SYSTEM_REASON_DVD: what DVDs are read with everywhere
 * @BURNISH_FILE_SYSTEM_REASON_BLU_RAY: what Blu-ray discs are made for
 * @BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO: there is a DVD video
 * @BURNISH_FILE_SYSTEM_REASON_BLU_RAY_VIDEO: there is a Blu-ray video
 * @BURNISH_FILE_SYSTEM_REASON_LARGE_FILE: a file has 4 GiB or more
 * @BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS: there are more folders than ISO 9660 holds
 *
 * Why an image has the file systems that it has.
 */
typedef enum
{
  BURNISH_FILE_SYSTEM_REASON_CHOSEN,
  BURNISH_FILE_SYSTEM_REASON_IMAGE_FILE,
  BURNISH_FILE_SYSTEM_REASON_CD,
  BURNISH_FILE_SYSTEM_REASON_DVD,
  BURNISH_FILE_SYSTEM_REASON_BLU_RAY,
  BURNISH_FILE_SYSTEM_REASON_DVD_VIDEO,
  BURNISH_FILE_SYSTEM_REASON_BLU_RAY_VIDEO,
  BURNISH_FILE_SYSTEM_REASON_LARGE_FILE,
  BURNISH_FILE_SYSTEM_REASON_MANY_FOLDERS,
} BurnishFileSystemReason;

BURNISH_EXPORT
BurnishFileSystemReason burnish_image_options_recommend (BurnishImageOptions *self,
                                                         BurnishDiscFamily family,
                                                         BurnishTreeSnapshot *snapshot);
BURNISH_EXPORT
char **burnish_image_options_dup_file_systems (BurnishImageOptions *self);

/* Words. */
BURNISH_EXPORT
const char *burnish_file_system_reason_to_sentence (BurnishFileSystemReason reason);
BURNISH_EXPORT
const char *burnish_file_system_reason_to_text (BurnishFileSystemReason reason);
BURNISH_EXPORT
char *burnish_file_systems_to_text (char **file_systems, BurnishUdfRevision udf_revision);
BURNISH_EXPORT
const char *burnish_udf_revision_to_string (BurnishUdfRevision revision);

G_END_DECLS
