#include "extract/journal_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ds_where where_of(const ds_journal *journal)
{
    return (ds_where){.file = journal->path};
}

ds_status ds_journal_tell_errno(ds_journal *journal, const char *what, const char *name)
{
    ds_status status = ds_diag_fail(journal->diag, DS_EIO, (ds_where){.file = name}, "%s: %s", what,
                                    strerror(errno));
    journal->failed = true;
    return status;
}

static ds_status write_all(ds_journal *journal, ds_str bytes)
{
    while (bytes.len) {
        ssize_t put = write(journal->fd, bytes.ptr, bytes.len);
        if (put < 0 && errno != EINTR) {
            return ds_journal_tell_errno(journal, "writing the state", journal->path);
        }
        bytes = ds_str_slice(bytes, put > 0 ? (size_t)put : 0, bytes.len);
    }
    return DS_OK;
}

/* A new file is there for good once its folder is on the disk, too. */
static void sync_folder(const ds_journal *journal)
{
    const char *slash = strrchr(journal->path, '/');
    char *folder = slash ? strndup(journal->path, (size_t)(slash - journal->path) + 1) : NULL;
    int fd = open(folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd >= 0) {
        (void)fsync(fd); /* not every file system can */
        close(fd);
    }
}

/* An empty log, or one whose rules have changed: only the header. */
ds_status ds_journal_write_header(ds_journal *journal)
{
    if (ftruncate(journal->fd, 0) != 0 || lseek(journal->fd, 0, SEEK_SET) != 0) {
        return ds_journal_tell_errno(journal, "cannot be cut", journal->path);
    }
    ds_status status = write_all(journal, DS_STR(DS_JOURNAL_HEADER));
    XXH3_64bits_reset(journal->hash);
    XXH3_64bits_update(journal->hash, DS_JOURNAL_HEADER, sizeof DS_JOURNAL_HEADER - 1);
    journal->valid = sizeof DS_JOURNAL_HEADER - 1;
    sync_folder(journal);
    return status;
}

/* ---- locks -------------------------------------------------------------- */

static ds_status lock(ds_journal *journal, int fd, const char *name)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &whole) == 0) {
        return DS_OK;
    }
    if (errno != EACCES && errno != EAGAIN) {
        return ds_journal_tell_errno(journal, "cannot be locked", name);
    }
    journal->failed = true;
    return ds_diag_fail(journal->diag, DS_EIO, (ds_where){.file = name}, "another run is using it");
}

static ds_status open_log(ds_journal *journal, const char *fingerprint, ds_ledger *ledger)
{
    journal->fd = open(journal->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    struct stat info;
    if (journal->fd < 0 || fstat(journal->fd, &info) != 0) {
        return ds_journal_tell_errno(journal, "cannot be opened", journal->path);
    }
    if (!S_ISREG(info.st_mode)) {
        return ds_diag_fail(journal->diag, DS_EINVALID, where_of(journal), "is no regular file");
    }
    journal->reading = fdopen(journal->fd, "r");
    if (!journal->reading) {
        return ds_journal_tell_errno(journal, "cannot be read", journal->path);
    }
    ds_status status = lock(journal, journal->fd, journal->path);
    if (status == DS_OK) {
        status = ds_journal_read(journal, ledger);
    }
    if (status == DS_OK && strcmp(journal->fingerprint, fingerprint) != 0) {
        journal->changed = journal->fingerprint[0] != '\0';
        ds_ledger_clear(ledger);
        snprintf(journal->fingerprint, sizeof journal->fingerprint, "%s", fingerprint);
    }
    return status;
}

ds_status ds_journal_open(ds_journal **out, const char *path, const char *fingerprint,
                          ds_ledger *ledger, ds_diag *diag)
{
    ds_journal *journal = calloc(1, sizeof *journal);
    if (!journal) {
        return DS_ENOMEM;
    }
    *journal = (ds_journal){.path = path,
                            .diag = diag,
                            .fd = -1,
                            .hash = XXH3_createState(),
                            .group = ds_buf_make(DS_JOURNAL_GROUP_BYTES),
                            .place = ds_buf_make(DS_JOURNAL_LINE_BYTES)};
    ds_status status = DS_ENOMEM;
    if (journal->hash) {
        XXH3_64bits_reset(journal->hash);
        status = open_log(journal, fingerprint, ledger);
    }
    if (status != DS_OK) {
        ds_journal_free(journal);
        return status;
    }
    *out = journal;
    return DS_OK;
}

/* ---- the files that are written ------------------------------------------ */

static void name_file(const struct stat *info, char out[DS_JOURNAL_FILE_BYTES])
{
    snprintf(out, DS_JOURNAL_FILE_BYTES, "%llx:%llx", (unsigned long long)info->st_dev,
             (unsigned long long)info->st_ino);
}

static ds_status refuse_target(ds_journal *journal, const char *name, const char *what)
{
    return ds_diag_fail(journal->diag, DS_EINVALID, (ds_where){.file = name},
                        "%s; the run of '%s' was broken off and goes on in the files it wrote: "
                        "name them again, or begin anew without that state",
                        what, journal->path);
}

/* Cuts off what stands behind the last commit of a run that was broken off. */
static ds_status cut_target(ds_journal *journal, const ds_target *to, const struct stat *info)
{
    char now[DS_JOURNAL_FILE_BYTES];
    name_file(info, now);
    if (strcmp(now, to->known) != 0) {
        return refuse_target(journal, to->name, "is another file than the one of the run before");
    }
    if ((uint64_t)info->st_size < to->bytes) {
        return refuse_target(journal, to->name, "is shorter than the run before left it");
    }
    return ftruncate(fileno(to->stream), (off_t)to->bytes) == 0
               ? DS_OK
               : ds_journal_tell_errno(journal, "cannot be cut", to->name);
}

static ds_status begin_target(ds_journal *journal, ds_target *to, FILE *stream, const char *name)
{
    struct stat info;
    bool had = journal->broken_off && strcmp(to->known, "-") != 0;
    to->stream = stream;
    to->name = name;
    if (!stream) {
        snprintf(to->known, DS_JOURNAL_FILE_BYTES, "-");
        to->bytes = 0;
        return had ? refuse_target(journal, journal->path, "--quarantine is not given") : DS_OK;
    }
    int fd = fileno(stream);
    if (fstat(fd, &info) != 0) {
        return ds_journal_tell_errno(journal, "cannot be written", name);
    }
    ds_status status = lock(journal, fd, name);
    if (status == DS_OK && had) {
        status = cut_target(journal, to, &info);
    }
    off_t end = status == DS_OK ? lseek(fd, 0, SEEK_END) : 0;
    if (end < 0) {
        return ds_journal_tell_errno(journal, "cannot be written at its end", name);
    }
    name_file(&info, to->known);
    to->bytes = (uint64_t)end;
    return status;
}

/* On the disk, and how long it is. */
static ds_status sync_target(ds_journal *journal, ds_target *to)
{
    struct stat info;
    if (!to->stream) {
        return DS_OK;
    }
    if (fflush(to->stream) != 0 || ferror(to->stream) || fsync(fileno(to->stream)) != 0 ||
        fstat(fileno(to->stream), &info) != 0) {
        return ds_journal_tell_errno(journal, "cannot be written", to->name);
    }
    to->bytes = (uint64_t)info.st_size;
    return DS_OK;
}

/* ---- commits -------------------------------------------------------------- */

/* The lines gathered and "ok", to the disk. */
static ds_status write_group(ds_journal *journal)
{
    ds_buf *group = &journal->group;
    ds_buf_format(group, "ok\t%llu\t%llu\t%zu\t", (unsigned long long)journal->output.bytes,
                  (unsigned long long)journal->quarantine.bytes, journal->n_failed);
    if (group->failed) {
        return DS_ENOMEM;
    }
    XXH3_64bits_update(journal->hash, group->ptr, group->len);
    size_t hashed = group->len;
    ds_buf_format(group, "%016llx\n", (unsigned long long)XXH3_64bits_digest(journal->hash));
    if (group->failed) {
        return DS_ENOMEM;
    }
    XXH3_64bits_update(journal->hash, group->ptr + hashed, group->len - hashed);
    ds_status status = write_all(journal, ds_buf_str(group));
    if (status == DS_OK && fsync(journal->fd) != 0) {
        status = ds_journal_tell_errno(journal, "writing the state", journal->path);
    }
    ds_buf_clear(group);
    return status;
}

static ds_status commit(ds_journal *journal, ds_str last)
{
    ds_status status = sync_target(journal, &journal->output);
    if (status == DS_OK) {
        status = sync_target(journal, &journal->quarantine);
    }
    if (status == DS_OK) {
        ds_buf_add(&journal->group, ds_buf_str(&journal->place));
        ds_buf_add(&journal->group, last);
        status = write_group(journal);
    }
    journal->n_documents = 0;
    journal->n_bytes = 0;
    return status;
}

ds_status ds_journal_begin(ds_journal *journal, const ds_journal_files *files)
{
    ds_status status = begin_target(journal, &journal->output, files->output, files->output_name);
    if (status == DS_OK) {
        status =
            begin_target(journal, &journal->quarantine, files->quarantine, files->quarantine_name);
    }
    if (status == DS_OK && journal->changed) {
        ds_diag_report(journal->diag, DS_LEVEL_NOTE, where_of(journal),
                       "the rules, the options or the program have changed: all is read anew");
        status = ds_journal_write_header(journal);
    }
    journal->n_failed = journal->broken_off && !journal->changed ? journal->n_failed : 0;
    if (status == DS_OK) {
        ds_buf_format(&journal->group, "run\t%s\t%s\t%s\n", journal->fingerprint,
                      journal->output.known, journal->quarantine.known);
        status = write_group(journal);
    }
    return status;
}

size_t ds_journal_n_failed(const ds_journal *journal)
{
    return journal->n_failed;
}

ds_status ds_journal_reach(ds_journal *journal, ds_str place, size_t n_failed)
{
    ds_buf_clear(&journal->place);
    ds_buf_add(&journal->place, place);
    journal->n_failed = n_failed;
    journal->n_documents++;
    bool due = journal->n_documents >= DS_JOURNAL_COMMIT_DOCUMENTS ||
               journal->n_bytes >= DS_JOURNAL_COMMIT_BYTES;
    if (journal->place.failed) {
        return DS_ENOMEM;
    }
    return due ? commit(journal, DS_STR("")) : DS_OK;
}

bool ds_journal_add(ds_journal *journal, ds_str lines, size_t n_bytes)
{
    ds_buf_add(&journal->group, lines);
    journal->n_bytes += n_bytes;
    return !journal->group.failed;
}

ds_status ds_journal_end(ds_journal *journal)
{
    ds_buf_clear(&journal->place);
    return commit(journal, DS_STR("end\n"));
}

bool ds_journal_failed(const ds_journal *journal)
{
    return journal->failed;
}

void ds_journal_free(ds_journal *journal)
{
    if (journal) {
        if (journal->reading) {
            fclose(journal->reading);
        } else if (journal->fd >= 0) {
            close(journal->fd);
        }
        XXH3_freeState(journal->hash);
        ds_buf_free(&journal->group);
        ds_buf_free(&journal->place);
        free(journal);
    }
}
