/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "burnish-medium.h"
#include "burnish-mmc-private.h"
#include "burnish-profile-private.h"
#include "burnish-volume-private.h"

G_BEGIN_DECLS

/*
 * How a BurnishMedium comes to be. Whoever makes one fills its fields before anybody else sees it;
 * after that nothing changes. May be called from any thread.
 */

struct _BurnishMedium
{
  GObject parent_instance;

  const BurnishKind *kind;
  gboolean is_image_file;
  BurnishMediumState state;
  guint64 capacity_blocks;
  guint64 free_blocks;
  guint64 used_blocks;
  gint64 next_writable_address; /* -1: none */
  guint n_sessions;
  GPtrArray *tracks;       /* (owned) of BurnishTrack */
  GPtrArray *formats;      /* (owned) of BurnishFormat */
  GPtrArray *write_speeds; /* (owned) of BurnishWriteSpeed */
  GPtrArray *features;     /* (owned) of BurnishFeature */
  GPtrArray *profiles;     /* (owned) of BurnishProfile */
  char *manufacturer_id;   /* (owned) (nullable) */
  BurnishWriteProtection write_protection;
  gint64 n_spare_blocks;      /* -1: the disc has no spare areas */
  gint64 n_free_spare_blocks; /* -1 likewise */
  BurnishVolume volume;
};

/* Asks the drive all there is to know about the disc in it; takes no longer than the drive. Waits
   until the drive is ready, up to 30 s. Errors: NO_DISC, DRIVE_NOT_READY, DRIVE_LOST, … */
BurnishMedium *
_burnish_medium_new_from_drive (BurnishMmc *mmc, GCancellable *cancellable, GError **error);
/* The pseudo medium of the image-file drive: its capacity is what is free on the file system of
   path, its contents are those of the file when it exists. Error: TARGET_FAILED. */
BurnishMedium *_burnish_medium_new_for_image_file (const char *path, GError **error);

/* (nullable): what keeps the operation from being done, NULL when nothing does. */
typedef struct
{
  const char *code; /* stable, such as "disc-blank" */
  const char *text; /* untranslated */
} BurnishCapabilityReason;

const BurnishCapabilityReason *_burnish_capability_check (BurnishMedium *medium,
                                                          BurnishOperation operation);
/* Feature with that code, current or not; (nullable). */
const BurnishFeature *_burnish_medium_find_feature (BurnishMedium *medium, guint16 code);

G_END_DECLS
