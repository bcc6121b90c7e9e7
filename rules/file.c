#include "rules/file.h"

#include "corpus/text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <xxhash.h>

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

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void ds_file_stamp_times(ds_file_stamp *stamp, const struct stat *info)
{
    stamp->size = (uint64_t)info->st_size;
    stamp->modified = nanoseconds(info->st_mtim);
    stamp->changed = nanoseconds(info->st_ctim);
}

static void add_hash(ds_file_stamp *stamp, ds_str bytes)
{
    XXH128_hash_t digest = XXH3_128bits(bytes.ptr, bytes.len);
    stamp->hash[0] = digest.high64;
    stamp->hash[1] = digest.low64;
}

ds_status ds_file_read_stamped(ds_str *out, ds_file_stamp *stamp, const char *path, ds_where where,
                               ds_diag *diag)
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
        status = fail(diag, DS_ELIMIT, where, path, "larger than 128 MB");
    } else {
        setvbuf(stream, NULL, _IONBF, 0); /* one read into our own memory */
        status = read_stream(out, stream, (size_t)info.st_size, path, where, diag);
    }
    fclose(stream);
    if (status == DS_OK) {
        ds_file_stamp_times(stamp, &info);
        add_hash(stamp, *out);
    }
    return status;
}

ds_status ds_file_read(ds_str *out, const char *path, ds_where where, ds_diag *diag)
{
    ds_file_stamp unused;
    return ds_file_read_stamped(out, &unused, path, where, diag);
}

/* Piece by piece: a lexicon may be larger than the memory we may use. */
static bool hash_file(const char *path, ds_file_stamp *stamp)
{
    char piece[64 * 1024];
    FILE *stream = fopen(path, "rb");
    XXH3_state_t *state = XXH3_createState();
    bool good = stream && state;
    if (good) {
        XXH3_128bits_reset(state);
        setvbuf(stream, NULL, _IONBF, 0);
        for (size_t len; (len = fread(piece, 1, sizeof piece, stream)) > 0;) {
            XXH3_128bits_update(state, piece, len);
        }
        good = !ferror(stream);
        XXH128_hash_t digest = XXH3_128bits_digest(state);
        stamp->hash[0] = digest.high64;
        stamp->hash[1] = digest.low64;
    }
    XXH3_freeState(state);
    if (stream) {
        fclose(stream);
    }
    return good;
}

bool ds_file_unchanged(const char *path, const ds_file_stamp *stamp, int64_t trusted)
{
    struct stat info;
    ds_file_stamp now = {0};
    if (stat(path, &info) != 0) {
        return false;
    }
    ds_file_stamp_times(&now, &info);
    if (now.size != stamp->size) {
        return false;
    }
    if (now.modified == stamp->modified && now.changed == stamp->changed &&
        now.modified < trusted && now.changed < trusted) {
        return true;
    }
    return hash_file(path, &now) && now.hash[0] == stamp->hash[0] && now.hash[1] == stamp->hash[1];
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
