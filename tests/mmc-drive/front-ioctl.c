/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl(2) on a drive: SG_IO, and what sr, sd and cdrom answer beside it. */
#include "config.h"

#include "front.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

/* Linux include/scsi/scsi.h; libc's headers leave them out. */
#define SCSI_IOCTL_GET_IDLUN      0x5382
#define SCSI_IOCTL_GET_BUS_NUMBER 0x5386

#define START_STOP_UNIT   0x1b
#define PREVENT_ALLOW     0x1e
#define CHECK_CONDITION   2
#define PERIPHERAL_CD_DVD 5 /* SPC-3 6.4.2, peripheral device type */
#define DRIVER_SENSE      8 /* Linux include/scsi/sg.h, driver_status of SG_IO */
/* Linux block/blk-settings.c: the default of max_sectors is 1024 sectors of 512 bytes … */
#define MAX_TRANSFER_BYTES (512 * 1024)
/* … and SCSI commands longer than this need the later interface of bsg. */
#define MAX_CDB_BYTES 16

static uint64_t
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

static MmcDirection
direction_of (const sg_io_hdr_t *request)
{
  if (request->dxfer_len == 0 || request->dxfer_direction == SG_DXFER_NONE)
    return MMC_DATA_NONE;
  return request->dxfer_direction == SG_DXFER_TO_DEV ? MMC_DATA_OUT : MMC_DATA_IN;
}

/* Linux drivers/scsi/scsi_ioctl.c, sg_io(): checks of the request. */
static int
check_request (int fd, const sg_io_hdr_t *request)
{
  int flags = fcntl (fd, F_GETFL);

  if (request->interface_id != 'S')
    return ENOSYS;
  if (request->cmd_len < 6 || request->cmd_len > MAX_CDB_BYTES || request->cmdp == NULL)
    return EMSGSIZE;
  if (request->dxfer_len > MAX_TRANSFER_BYTES)
    return EIO;
  if (request->iovec_count != 0)
    return EINVAL;
  if (!front_command_allowed (request->cmdp, (flags & O_ACCMODE) != O_RDONLY))
    return EPERM;
  return 0;
}

static int
sg_io (int fd, FrontNode *node, sg_io_hdr_t *request)
{
  MmcDirection direction = direction_of (request);
  uint64_t start = now_ms ();
  size_t size = direction == MMC_DATA_NONE ? 0 : request->dxfer_len;
  MmcResult result;
  int error = check_request (fd, request);

  if (error == 0)
    {
      front_command (node, request->cmdp, request->cmd_len, request->dxferp, size, direction,
                     &result);
      error = result.error;
    }
  if (error != 0)
    {
      errno = error;
      return -1;
    }

  request->status = (unsigned char) result.status;
  request->masked_status = (unsigned char) (result.status >> 1);
  request->msg_status = 0;
  request->host_status = (unsigned short) result.host_status;
  request->driver_status = 0;
  request->sb_len_wr = 0;
  request->resid = (int) (size - result.n_bytes);
  request->duration = (unsigned) (now_ms () - start);
  request->info = result.status != 0 || result.host_status != 0 ? SG_INFO_CHECK : SG_INFO_OK;
  if (result.status == CHECK_CONDITION)
    {
      size_t length = request->mx_sb_len < MMC_SENSE_SIZE ? request->mx_sb_len : MMC_SENSE_SIZE;

      request->driver_status = DRIVER_SENSE;
      if (request->sbp != NULL)
        {
          memcpy (request->sbp, result.sense, length);
          request->sb_len_wr = (unsigned char) length;
        }
    }
  return 0;
}

/* A command without data that cdrom.c sends for one of its own ioctls. */
static int
simple_command (FrontNode *node, uint8_t opcode, uint8_t byte_4)
{
  const uint8_t cdb[6] = { opcode, 0, 0, 0, byte_4, 0 };
  MmcResult result;

  for (int attempt = 0; attempt < 3; attempt++)
    {
      front_command (node, cdb, sizeof cdb, NULL, 0, MMC_DATA_NONE, &result);
      if (result.error == 0 && result.status == 0)
        return 0;
      /* once more after a unit attention */
      if (result.error != 0 || (result.sense[2] & 0x0f) != 6)
        break;
    }
  errno = result.error != 0 ? result.error : EIO;
  return -1;
}

static int
capabilities (void)
{
  return CDC_CLOSE_TRAY | CDC_OPEN_TRAY | CDC_LOCK | CDC_SELECT_SPEED | CDC_MULTI_SESSION
         | CDC_MEDIA_CHANGED | CDC_DRIVE_STATUS | CDC_GENERIC_PACKET | CDC_CD_R | CDC_CD_RW
         | CDC_DVD | CDC_DVD_R | CDC_DVD_RAM | CDC_RAM;
}

static int
drive_status (FrontNode *node)
{
  if (front_tray_is_open (node))
    return CDS_TRAY_OPEN;
  return front_has_medium (node) ? CDS_DISC_OK : CDS_NO_DISC;
}

/* Linux drivers/cdrom/cdrom.c, cdrom_ioctl(): what the drive's tray and disc are asked. */
static int
cdrom_ioctl (FrontNode *node, unsigned long request, intptr_t argument)
{
  switch (request)
    {
    case CDROM_DRIVE_STATUS:
      return drive_status (node);
    case CDROM_DISC_STATUS:
      return front_has_medium (node) ? CDS_DATA_1 : CDS_NO_DISC;
    case CDROM_GET_CAPABILITY:
      return capabilities ();
    case CDROMEJECT:
      /* MMC-6 6.42: LoEj 1, Start 0 */
      return simple_command (node, START_STOP_UNIT, 0x02);
    case CDROMCLOSETRAY:
      return simple_command (node, START_STOP_UNIT, 0x03);
    case CDROM_LOCKDOOR:
      return simple_command (node, PREVENT_ALLOW, argument != 0 ? 1 : 0);
    default:
      errno = ENOTTY;
      return -1;
    }
}

/* Requests whose answer goes into *@argument. */
static int
device_ioctl (FrontNode *node, unsigned long request, void *argument)
{
  int number = (int) node->minor;

  switch (request)
    {
    case SG_GET_SCSI_ID:
      memset (argument, 0, sizeof (struct sg_scsi_id));
      ((struct sg_scsi_id *) argument)->host_no = number + 1;
      ((struct sg_scsi_id *) argument)->scsi_type = PERIPHERAL_CD_DVD;
      return 0;
    case SG_GET_VERSION_NUM:
      *(int *) argument = 30527;
      return 0;
    case SCSI_IOCTL_GET_IDLUN:
      ((int *) argument)[0] = (number + 1) << 24; /* host, channel, lun, id */
      ((int *) argument)[1] = number + 1;
      return 0;
    case SCSI_IOCTL_GET_BUS_NUMBER:
      *(int *) argument = number + 1;
      return 0;
    case BLKGETSIZE64:
      *(uint64_t *) argument = front_size_bytes (node);
      return 0;
    case BLKGETSIZE:
      *(unsigned long *) argument = front_size_bytes (node) / 512;
      return 0;
    case BLKSSZGET:
      *(int *) argument = FRONT_BLOCK_BYTES;
      return 0;
    case BLKSECTGET:
      *(unsigned short *) argument = MAX_TRANSFER_BYTES / 512;
      return 0;
    case BLKROGET:
      *(int *) argument = 1;
      return 0;
    case BLKFLSBUF:
      return 0;
    default:
      return cdrom_ioctl (node, request, (intptr_t) argument);
    }
}

FRONT_EXPORT int
ioctl (int fd, unsigned long request, ...)
{
  FrontNode *node = front_node_by_fd (fd);
  va_list arguments;
  void *argument;

  va_start (arguments, request);
  argument = va_arg (arguments, void *);
  va_end (arguments);

  if (node == NULL)
    return FRONT_NEXT (ioctl) (fd, request, argument);
  if (front_is_unplugged (fd))
    {
      errno = ENODEV;
      return -1;
    }
  if (request == SG_IO)
    return sg_io (fd, node, argument);
  return device_ioctl (node, request, argument);
}
