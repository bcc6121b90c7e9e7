#include "corpus/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE_BYTES = 32 * 1024, PATH_BYTES = 4096 };

static int open_unnamed(void)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_BYTES];
    int len =
        snprintf(path, sizeof path, "%s/dealsift-XXXXXX", folder && *folder ? folder : "/tmp");
    if (len < 0 || len >= PATH_BYTES) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkstemp(path);
    if (fd >= 0) {
        unlink(path);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    return fd;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t put = write(fd, bytes, len);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        bytes += put > 0 ? put : 0;
        len -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

static ds_status copy(ds_input *input, int fd)
{
    char piece[PIECE_BYTES];
    size_t total = 0;
    ssize_t got;
    while ((got = ds_input_read(input, piece, sizeof piece)) > 0) {
        total += (size_t)got;
        if (total > DS_SPOOL_MAX_BYTES) {
            return DS_ELIMIT;
        }
        if (!write_all(fd, piece, (size_t)got)) {
            return DS_EIO;
        }
    }
    if (got == DS_INPUT_TOLD) {
        errno = 0;
    }
    return got == 0 && lseek(fd, 0, SEEK_SET) == 0 ? DS_OK : DS_EIO;
}

ds_status ds_spool_open(int *fd)
{
    *fd = open_unnamed();
    return *fd < 0 ? DS_EIO : DS_OK;
}

ds_status ds_spool_write(int fd, ds_str bytes)
{
    return write_all(fd, bytes.ptr, bytes.len) ? DS_OK : DS_EIO;
}

ds_status ds_spool_copy(ds_input *input, int *fd)
{
    ds_status status = ds_spool_open(fd);
    if (status != DS_OK) {
        return status;
    }
    status = copy(input, *fd);
    if (status != DS_OK) {
        int reason = errno;
        close(*fd);
        errno = reason;
        *fd = -1;
    }
    return status;
}
