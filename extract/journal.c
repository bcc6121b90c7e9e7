#include "extract/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define HEADER "dealsift state 1\n"
#define HEADER_START "dealsift state "

enum {
    /* Lines between two commits: of files, each with its path. */
    MAX_GROUP_BYTES = 512 * 1024 * 1024,
    MAX_LINE_BYTES = 1024 * 1024,
    FILE_BYTES = 40, /* of "device:inode" */
};

/* A file that is written and cut. */
typedef struct target {
    FILE *stream; /* borrowed; NULL: none */
    const char *name;
    char known[FILE_BYTES]; /* "device:inode" in the log; "-": none; empty: no run yet */
    uint64_t bytes;         /* committed */
} target;

struct ds_journal {
    const char *path;
    ds_diag *diag;
    int fd;
    FILE *reading;      /* over fd, and its owner: POSIX takes a lock away with any
                           descriptor of the file that is closed */
    XXH3_state_t *hash; /* of the log so far */
    uint64_t valid;     /* bytes of it in whole groups */
    ds_buf group;       /* lines for the next commit, or those being read */
    ds_buf place;
    target output;
    target quarantine;
    char fingerprint[DS_FINGERPRINT_BYTES];
    bool changed;    /* another fingerprint: the log begins anew */
    bool broken_off; /* the run before did not end in order */
    size_t n_failed;
    size_t n_documents; /* since the last commit */
    size_t n_bytes;
    bool failed;
};

static ds_where where_of(const ds_journal *journal)
{
    return (ds_where){.file = journal->path};
}

static ds_status tell_errno(ds_journal *journal, const char *what, const char *name)
{
    ds_status status = ds_diag_fail(journal->diag, DS_EIO, (ds_where){.file = name}, "%s: %s", what,
                                    strerror(errno));
    journal->failed = true;
    return status;
}

/* ---- reading the log ---------------------------------------------------- */

/* The next part of a line, up to a tab. */
static ds_str next_part(ds_str *line)
{
    const char *tab = line->len ? memchr(line->ptr, '\t', line->len) : NULL;
    size_t len = tab ? (size_t)(tab - line->ptr) : line->len;
    ds_str part = ds_str_slice(*line, 0, len);
    *line = ds_str_slice(*line, tab ? len + 1 : len, line->len);
    return part;
}

static bool take_number(ds_str *line, uint64_t *out)
{
    ds_str part = next_part(line);
    *out = 0;
    for (size_t i = 0; i < part.len; i++) {
        if (part.ptr[i] < '0' || part.ptr[i] > '9') {
            return false;
        }
        *out = *out * 10 + (uint64_t)(part.ptr[i] - '0');
    }
    return part.len > 0 && part.len < 20;
}

static bool take_text(ds_str *line, char *out, size_t cap)
{
    ds_str part = next_part(line);
    if (part.len == 0 || part.len >= cap) {
        return false;
    }
    memcpy(out, part.ptr, part.len);
    out[part.len] = '\0';
    return true;
}

static bool begin_run(ds_journal *journal, ds_str line, ds_ledger *ledger)
{
    char fingerprint[DS_FINGERPRINT_BYTES];
    bool good = take_text(&line, fingerprint, sizeof fingerprint) &&
                take_text(&line, journal->output.known, FILE_BYTES) &&
                take_text(&line, journal->quarantine.known, FILE_BYTES);
    if (good && strcmp(fingerprint, journal->fingerprint) != 0) {
        ds_ledger_clear(ledger);
        memcpy(journal->fingerprint, fingerprint, sizeof fingerprint);
    }
    journal->broken_off = true;
    return good;
}

static bool apply_line(ds_journal *journal, ds_str line, ds_ledger *ledger)
{
    if (ds_str_equal(line, DS_STR("end"))) {
        ds_ledger_close_run(ledger);
        journal->broken_off = false;
        return true;
    }
    if (ds_str_starts(line, DS_STR("run\t"))) {
        return begin_run(journal, ds_str_slice(line, 4, line.len), ledger);
    }
    return ds_ledger_read(ledger, line);
}

/* All lines of a whole group; false: one is none of ours. */
static bool apply_group(ds_journal *journal, ds_ledger *ledger)
{
    ds_str rest = ds_buf_str(&journal->group);
    while (rest.len) {
        const char *feed = memchr(rest.ptr, '\n', rest.len);
        size_t len = (size_t)(feed - rest.ptr);
        if (!apply_line(journal, ds_str_slice(rest, 0, len), ledger)) {
            return false;
        }
        rest = ds_str_slice(rest, len + 1, rest.len);
    }
    return true;
}

/* The group that `line`, "ok" and numbers, ends: true if its hash is right. */
static bool read_ok(ds_journal *journal, ds_str line)
{
    ds_str rest = ds_str_slice(line, 3, line.len);
    uint64_t output;
    uint64_t quarantine;
    uint64_t n_failed;
    if (!take_number(&rest, &output) || !take_number(&rest, &quarantine) ||
        !take_number(&rest, &n_failed) || rest.len != 16) {
        return false;
    }
    XXH3_64bits_update(journal->hash, journal->group.ptr, journal->group.len);
    XXH3_64bits_update(journal->hash, line.ptr, line.len - 16);
    char digits[17];
    snprintf(digits, sizeof digits, "%016llx",
             (unsigned long long)XXH3_64bits_digest(journal->hash));
    if (memcmp(digits, rest.ptr, 16) != 0) {
        return false;
    }
    journal->output.bytes = output;
    journal->quarantine.bytes = quarantine;
    journal->n_failed = (size_t)n_failed;
    return true;
}

static ds_status tell_damage(ds_journal *journal, size_t line)
{
    return ds_diag_fail(journal->diag, DS_EINVALID, (ds_where){.file = journal->path, .line = line},
                        "this state is damaged; without it everything is read anew: take another "
                        "file, and another output");
}

/* Lines until the end of the file or of what is whole. */
static ds_status read_groups(ds_journal *journal, FILE *file, ds_ledger *ledger)
{
    char *text = NULL;
    size_t cap = 0;
    ssize_t len;
    size_t number = 1;
    uint64_t at = journal->valid;
    bool torn = false;
    ds_status status = DS_OK;
    while (status == DS_OK && (len = getline(&text, &cap, file)) > 0) {
        ds_str line = {text, (size_t)len - 1};
        number++;
        at += (uint64_t)len;
        if (text[len - 1] != '\n' || !ds_str_starts(line, DS_STR("ok\t"))) {
            ds_buf_add(&journal->group, (ds_str){text, (size_t)len});
            continue;
        }
        /* Whole, but behind something that is not: no sudden end leaves that. */
        if (torn || !read_ok(journal, line)) {
            status = torn || getc(file) != EOF ? tell_damage(journal, number) : DS_OK;
            torn = true;
        } else if (!apply_group(journal, ledger)) {
            status = journal->group.failed ? DS_ENOMEM : tell_damage(journal, number);
        } else {
            XXH3_64bits_update(journal->hash, text + len - 17, 17);
            journal->valid = at;
        }
        ds_buf_clear(&journal->group);
    }
    free(text);
    ds_buf_clear(&journal->group);
    return status == DS_OK && ferror(file) ? tell_errno(journal, "cannot be read", journal->path)
                                           : status;
}

static ds_status read_header(ds_journal *journal, FILE *file)
{
    char header[sizeof HEADER];
    size_t len = fread(header, 1, sizeof HEADER - 1, file);
    if (len == 0 && !ferror(file)) {
        return DS_END; /* new */
    }
    if (len == sizeof HEADER - 1 && memcmp(header, HEADER, len) == 0) {
        XXH3_64bits_update(journal->hash, HEADER, len);
        journal->valid = len;
        return DS_OK;
    }
    bool other = len >= sizeof HEADER_START - 1 &&
                 memcmp(header, HEADER_START, sizeof HEADER_START - 1) == 0;
    return ds_diag_fail(journal->diag, DS_EINVALID, where_of(journal),
                        other ? "the state of another version of dealsift; end that run with it, "
                                "or take another file and output"
                              : "no state of dealsift; --resume takes a file of its own");
}

static ds_status write_all(ds_journal *journal, ds_str bytes)
{
    while (bytes.len) {
        ssize_t put = write(journal->fd, bytes.ptr, bytes.len);
        if (put < 0 && errno != EINTR) {
            return tell_errno(journal, "writing the state", journal->path);
        }
        bytes = ds_str_slice(bytes, put > 0 ? (size_t)put : 0, bytes.len);
    }
    return DS_OK;
}

/* An empty log, or one whose rules have changed: only the header. */
static ds_status write_header(ds_journal *journal)
{
    if (ftruncate(journal->fd, 0) != 0 || lseek(journal->fd, 0, SEEK_SET) != 0) {
        return tell_errno(journal, "cannot be cut", journal->path);
    }
    ds_status status = write_all(journal, DS_STR(HEADER));
    XXH3_64bits_reset(journal->hash);
    XXH3_64bits_update(journal->hash, HEADER, sizeof HEADER - 1);
    journal->valid = sizeof HEADER - 1;
    return status;
}

/* Reads the log and cuts off what is not whole. */
static ds_status read_log(ds_journal *journal, ds_ledger *ledger)
{
    ds_status status = read_header(journal, journal->reading);
    if (status == DS_OK) {
        status = read_groups(journal, journal->reading, ledger);
    }
    if (status == DS_END) {
        return write_header(journal);
    }
    if (status == DS_OK && (ftruncate(journal->fd, (off_t)journal->valid) != 0 ||
                            lseek(journal->fd, 0, SEEK_END) < 0)) {
        return tell_errno(journal, "cannot be cut", journal->path);
    }
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
        return tell_errno(journal, "cannot be locked", name);
    }
    journal->failed = true;
    return ds_diag_fail(journal->diag, DS_EIO, (ds_where){.file = name}, "another run is using it");
}

static ds_status open_log(ds_journal *journal, const char *fingerprint, ds_ledger *ledger)
{
    journal->fd = open(journal->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    struct stat info;
    if (journal->fd < 0 || fstat(journal->fd, &info) != 0) {
        return tell_errno(journal, "cannot be opened", journal->path);
    }
    if (!S_ISREG(info.st_mode)) {
        return ds_diag_fail(journal->diag, DS_EINVALID, where_of(journal), "is no regular file");
    }
    journal->reading = fdopen(journal->fd, "r");
    if (!journal->reading) {
        return tell_errno(journal, "cannot be read", journal->path);
    }
    ds_status status = lock(journal, journal->fd, journal->path);
    if (status == DS_OK) {
        status = read_log(journal, ledger);
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
                            .group = ds_buf_make(MAX_GROUP_BYTES),
                            .place = ds_buf_make(MAX_LINE_BYTES)};
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

static void name_file(const struct stat *info, char out[FILE_BYTES])
{
    snprintf(out, FILE_BYTES, "%llx:%llx", (unsigned long long)info->st_dev,
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
static ds_status cut_target(ds_journal *journal, const target *to, const struct stat *info)
{
    char now[FILE_BYTES];
    name_file(info, now);
    if (strcmp(now, to->known) != 0) {
        return refuse_target(journal, to->name, "is another file than the one of the run before");
    }
    if ((uint64_t)info->st_size < to->bytes) {
        return refuse_target(journal, to->name, "is shorter than the run before left it");
    }
    return ftruncate(fileno(to->stream), (off_t)to->bytes) == 0
               ? DS_OK
               : tell_errno(journal, "cannot be cut", to->name);
}

static ds_status begin_target(ds_journal *journal, target *to, FILE *stream, const char *name)
{
    struct stat info;
    bool had = journal->broken_off && strcmp(to->known, "-") != 0;
    to->stream = stream;
    to->name = name;
    if (!stream) {
        snprintf(to->known, FILE_BYTES, "-");
        to->bytes = 0;
        return had ? refuse_target(journal, journal->path, "--quarantine is not given") : DS_OK;
    }
    int fd = fileno(stream);
    if (fstat(fd, &info) != 0) {
        return tell_errno(journal, "cannot be written", name);
    }
    ds_status status = lock(journal, fd, name);
    if (status == DS_OK && had) {
        status = cut_target(journal, to, &info);
    }
    off_t end = status == DS_OK ? lseek(fd, 0, SEEK_END) : 0;
    if (end < 0) {
        return tell_errno(journal, "cannot be written at its end", name);
    }
    name_file(&info, to->known);
    to->bytes = (uint64_t)end;
    return status;
}

/* On the disk, and how long it is. */
static ds_status sync_target(ds_journal *journal, target *to)
{
    struct stat info;
    if (!to->stream) {
        return DS_OK;
    }
    if (fflush(to->stream) != 0 || ferror(to->stream) || fsync(fileno(to->stream)) != 0 ||
        fstat(fileno(to->stream), &info) != 0) {
        return tell_errno(journal, "cannot be written", to->name);
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
        status = tell_errno(journal, "writing the state", journal->path);
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
        status = write_header(journal);
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
