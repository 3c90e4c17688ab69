/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The preload front: makes the emulated drives of this folder visible to programs that know
 * nothing about them.
 *
 * The library is loaded with LD_PRELOAD and names its drives in the environment:
 *
 *   MMC_DRIVE_NODES=/dev/sr0=DIR[:/dev/sr1=DIR…]   device nodes and the folders of their drives
 *   MMC_DRIVE_SPEEDUP=N                            sleeps inside libburn take 1/N of their time
 *
 * Each folder holds an empty file, "node", that stands for the device node. A call that names
 * /dev/sr0 goes to that file, so owner, mode, access checks, exclusive opening (flock), record
 * locks, duplicated and inherited descriptors, file positions and the list in /proc/PID/fd all
 * follow the kernel's own rules, also between processes. What comes back is dressed as the block
 * device 11:N: stat() shows one, read() becomes READ(10), ioctl() reaches the drive's engine,
 * readlink() of a descriptor in /proc names /dev/sr0. Deleting the file is pulling the plug. Beside
 * it, the file "media-event" is rewritten whenever the disc or the tray changed through the node.
 *
 * Other optical drives of the machine cannot be seen: their nodes do not exist.
 *
 * Everything else is handed on through dlsym (RTLD_NEXT, …), so other preloads can follow.
 *
 * Threads: every function may be called from any thread. Nothing here may call one of the
 * functions that the front defines while the table of nodes is being set up. */

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "drive.h"

#define FRONT_EXPORT __attribute__ ((visibility ("default")))

#define FRONT_MAX_NODES 16
/* Linux: Documentation/admin-guide/devices.txt, block major 11 is "SCSI CD-ROM devices". */
#define FRONT_MAJOR       11
#define FRONT_BLOCK_BYTES 2048u

typedef struct
{
  char *device;      /* "/dev/sr0" */
  char *file;        /* the file that stands for it, without symbolic links */
  char *dir;         /* the drive's folder */
  unsigned minor;    /* the number in "sr0" */
  dev_t file_system; /* where the file is */
  MmcDrive *_Atomic drive;
} FrontNode;

/* The next definition of function @name after this library's. */
#define FRONT_NEXT(name)                                                                           \
  ({                                                                                               \
    static _Atomic (__typeof__ (&name)) next_;                                                     \
    __typeof__ (&name) function_ = atomic_load_explicit (&next_, memory_order_relaxed);            \
    if (function_ == NULL)                                                                         \
      {                                                                                            \
        function_ = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name);                                 \
        atomic_store_explicit (&next_, function_, memory_order_relaxed);                           \
      }                                                                                            \
    function_;                                                                                     \
  })

/* front-nodes.c */
size_t front_n_nodes (void);
FrontNode *front_node (size_t i);
FrontNode *front_node_by_path (const char *path);
FrontNode *front_node_by_file (const char *file, size_t length);
FrontNode *front_node_by_stat (const struct stat *status);
FrontNode *front_node_by_fd (int fd);
const char *front_path (const char *path);
void front_remember_fd (int fd, FrontNode *node);
void front_follow_fd (int old_fd, int new_fd);
bool front_is_unplugged (int fd);
double front_speedup (void);

/* front-command.c */
void front_command (FrontNode *node,
                    const uint8_t *cdb,
                    size_t cdb_length,
                    void *data,
                    size_t size,
                    MmcDirection direction,
                    MmcResult *result);
bool front_has_medium (FrontNode *node);
bool front_tray_is_open (FrontNode *node);
uint64_t front_size_bytes (FrontNode *node);

/* front-filter.c */
bool front_command_allowed (const uint8_t *cdb, bool is_writable);
