#include "rules/file.h"

#include "corpus/text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static ds_status fail(ds_diag *diag, ds_status status, ds_where where, const char *path,
                      const char *why)
{
    if (!where.file) {
        return ds_diag_fail(diag, status, (ds_where){path, 0, 0}, "%s", why);
    }
    return ds_diag_fail(diag, status, where, "cannot read '%s': %s", path, why);
}

static ds_status fail_errno(ds_diag *diag, ds_where where, const char *path)
{
    int code = errno;
    ds_status status = code == ENOENT || code == ENOTDIR ? DS_EMISSING : DS_EIO;
    char why[128];
    if (strerror_r(code, why, sizeof why) != 0) {
        snprintf(why, sizeof why, "error %d", code);
    }
    return fail(diag, status, where, path, why);
}

static ds_status read_stream(ds_str *out, FILE *stream, size_t size, const char *path,
                             ds_where where, ds_diag *diag)
{
    char *bytes = malloc(size + 1);
    if (!bytes) {
        return fail(diag, DS_ENOMEM, where, path, "memory ran out");
    }
    size_t len = fread(bytes, 1, size, stream);
    if (ferror(stream)) {
        ds_status status = fail_errno(diag, where, path);
        free(bytes);
        return status;
    }
    bytes[len] = '\0';
    *out = (ds_str){bytes, len};
    return DS_OK;
}

ds_status ds_file_read(ds_str *out, const char *path, ds_where where, ds_diag *diag)
{
    FILE *stream = fopen(path, "rb");
    struct stat info;
    if (!stream) {
        return fail_errno(diag, where, path);
    }
    ds_status status;
    if (fstat(fileno(stream), &info) != 0) {
        status = fail_errno(diag, where, path);
    } else if (!S_ISREG(info.st_mode)) {
        status = fail(diag, DS_EIO, where, path, "not a regular file");
    } else if (info.st_size > DS_FILE_MAX_BYTES) {
        status = fail(diag, DS_ELIMIT, where, path, "larger than 32 MB");
    } else {
        setvbuf(stream, NULL, _IONBF, 0); /* one read into our own memory */
        status = read_stream(out, stream, (size_t)info.st_size, path, where, diag);
    }
    fclose(stream);
    return status;
}

ds_where ds_file_where(ds_str text, size_t at, ds_where start)
{
    size_t line = start.line ? start.line : 1;
    size_t column = start.column ? start.column : 1;
    for (size_t i = 0; i < at && i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text.ptr[i] & 0xC0u) != 0x80u) {
            column++;
        }
    }
    return (ds_where){start.file, line, column};
}
