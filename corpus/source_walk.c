#include "corpus/source_walk.h"

#include "corpus/text/buffer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Dumps are sorted into a few levels (year/month/broker); a deeper tree is a
 * mistake, and the bound keeps paths short. */
enum { MAX_DEPTH = 64 };
/* Names of one folder are sorted in memory: some five million names fit. */
enum { MAX_NAME_BYTES = 256 * 1024 * 1024, MAX_PATH_BYTES = 64 * 1024 };

typedef struct folder {
    ds_buf names;       /* all names, each with its NUL              */
    const char **order; /* into names, sorted; NULL for an empty one */
    size_t n_names;
    size_t at;       /* next name                               */
    size_t path_len; /* of the folder's path with its last slash */
} folder;

struct ds_walk {
    const char *const *paths;
    size_t n_paths;
    size_t at_path;
    ds_progress *progress;
    ds_faults *faults;
    ds_buf path; /* NUL-terminated path of the current entry */
    folder stack[MAX_DEPTH];
    size_t depth;
    size_t n_found; /* in the folder that is named: files or failures */
    const char *named;
    int fd;
    size_t n_missing;
};

ds_status ds_walk_new(ds_walk **out, const char *const *paths, size_t n_paths,
                      ds_progress *progress, ds_faults *faults)
{
    ds_walk *walk = calloc(1, sizeof *walk);
    if (!walk) {
        return DS_ENOMEM;
    }
    walk->paths = paths;
    walk->n_paths = n_paths;
    walk->progress = progress;
    walk->faults = faults;
    walk->path = ds_buf_make(MAX_PATH_BYTES);
    walk->fd = -1;
    *out = walk;
    return DS_OK;
}

static void close_file(ds_walk *walk)
{
    if (walk->fd > STDIN_FILENO) {
        close(walk->fd);
    }
    walk->fd = -1;
}

/* What was read is done with, and closed. */
static void finish_file(ds_walk *walk)
{
    ds_progress *progress = walk->progress;
    if (progress->in_file && !progress->history->finish(progress->history->payload, walk->fd)) {
        ds_diag_report(walk->faults->diag, DS_LEVEL_WARNING, (ds_where){.file = walk->path.ptr},
                       "has changed while it was read: the next run reads it anew");
    }
    progress->in_file = false;
    close_file(walk);
}

static void pop_folder(ds_walk *walk)
{
    folder *top = &walk->stack[--walk->depth];
    ds_buf_free(&top->names);
    free(top->order);
    *top = (folder){0};
}

void ds_walk_free(ds_walk *walk)
{
    if (!walk) {
        return;
    }
    close_file(walk);
    while (walk->depth) {
        pop_folder(walk);
    }
    ds_buf_free(&walk->path);
    free(walk);
}

size_t ds_walk_missing(const ds_walk *walk)
{
    return walk->n_missing;
}

static void fail(ds_walk *walk, const char *path, int reason)
{
    ds_faults_tell(walk->faults, (ds_fault){DS_FAULT_IO, .stage = "open", .source = path}, 0,
                   "cannot be read: %s", strerror(reason));
    walk->n_found++;
}

/* path := its first `keep` bytes + name; false when too long. */
static bool set_path(ds_walk *walk, size_t keep, const char *name)
{
    walk->path.len = keep;
    ds_buf_add(&walk->path, (ds_str){name, strlen(name) + 1});
    return !walk->path.failed;
}

/* strcmp compares as unsigned char: byte order whatever the locale. */
static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static ds_status sort_names(folder *in)
{
    if (in->n_names == 0) {
        return DS_OK;
    }
    in->order = malloc(in->n_names * sizeof *in->order);
    if (!in->order) {
        return DS_ENOMEM;
    }
    const char *name = in->names.ptr;
    for (size_t i = 0; i < in->n_names; i++) {
        in->order[i] = name;
        name += strlen(name) + 1;
    }
    qsort(in->order, in->n_names, sizeof *in->order, by_bytes);
    return DS_OK;
}

/* Reads and sorts the names of the folder at walk->path.  DS_EIO: reported. */
static ds_status push_folder(ds_walk *walk)
{
    if (walk->depth == MAX_DEPTH) {
        ds_faults_tell(walk->faults,
                       (ds_fault){DS_FAULT_TOO_LARGE, .stage = "open", .source = walk->path.ptr}, 0,
                       "folders are nested more than %d deep", MAX_DEPTH);
        return DS_EIO;
    }
    DIR *dir = opendir(walk->path.ptr);
    if (!dir) {
        fail(walk, walk->path.ptr, errno);
        return DS_EIO;
    }
    folder *top = &walk->stack[walk->depth++];
    *top = (folder){.names = ds_buf_make(MAX_NAME_BYTES)};
    const struct dirent *entry;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): own stream */
    for (errno = 0; (entry = readdir(dir)); errno = 0) {
        if (entry->d_name[0] != '.') {
            ds_buf_add(&top->names, (ds_str){entry->d_name, strlen(entry->d_name) + 1});
            top->n_names++;
        }
    }
    int reason = errno;
    closedir(dir);
    if (reason) {
        fail(walk, walk->path.ptr, reason);
    }
    walk->path.len--; /* the NUL */
    if (walk->path.len && walk->path.ptr[walk->path.len - 1] != '/') {
        ds_buf_add_char(&walk->path, '/');
    }
    top->path_len = walk->path.len;
    if (top->names.failed || walk->path.failed) {
        return DS_ENOMEM;
    }
    return sort_names(top);
}

/* Of a file that `info` describes: true if the history has it. */
static bool is_known(ds_walk *walk, const struct stat *info, ds_place *done)
{
    const ds_history *history = walk->progress->history;
    *done = (ds_place){0};
    return history && history->ask(history->payload, walk->path.ptr, info, done) == DS_KNOWN_ALL;
}

/* Pipes and devices give other bytes the next time. */
static bool is_refused(ds_walk *walk, const struct stat *info)
{
    if (!walk->progress->history || (info && S_ISREG(info->st_mode))) {
        return false;
    }
    ds_faults_tell(walk->faults, (ds_fault){DS_FAULT_IO, .stage = "open", .source = walk->path.ptr},
                   0, "is no regular file, which alone can be taken up again");
    walk->n_found++;
    return true;
}

/* DS_OK: walk->fd is open.  DS_EMISSING: known, or reported. */
static ds_status open_file(ds_walk *walk, const struct stat *info, ds_source *out)
{
    ds_place done;
    if (is_refused(walk, info)) {
        return DS_EMISSING;
    }
    if (is_known(walk, info, &done)) {
        walk->n_found++;
        return DS_EMISSING;
    }
    walk->fd = open(walk->path.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (walk->fd < 0) {
        fail(walk, walk->path.ptr, errno);
        return DS_EMISSING;
    }
    walk->n_found++;
    if (walk->progress->history) {
        ds_progress_begin(walk->progress, done);
    }
    *out = (ds_source){walk->path.ptr, walk->fd};
    return DS_OK;
}

/* The next entry of the innermost folder.  DS_OK: a file is open.
 * DS_EMISSING: nothing here, go on. */
static ds_status next_entry(ds_walk *walk, ds_source *out)
{
    folder *top = &walk->stack[walk->depth - 1];
    if (top->at == top->n_names) {
        pop_folder(walk);
        return DS_EMISSING;
    }
    const char *name = top->order[top->at++];
    if (!set_path(walk, top->path_len, name)) {
        fail(walk, name, ENAMETOOLONG);
        ds_buf_clear(&walk->path);
        return set_path(walk, 0, "") ? DS_EMISSING : DS_ENOMEM;
    }
    struct stat info;
    struct stat link;
    if (lstat(walk->path.ptr, &link) != 0 || stat(walk->path.ptr, &info) != 0) {
        fail(walk, walk->path.ptr, errno);
        return DS_EMISSING;
    }
    if (S_ISREG(info.st_mode)) {
        return open_file(walk, &info, out);
    }
    if (S_ISDIR(info.st_mode) && S_ISLNK(link.st_mode)) {
        ds_diag_report(walk->faults->diag, DS_LEVEL_WARNING, (ds_where){.file = walk->path.ptr},
                       "a link to a folder is not followed; name it to read it");
    } else if (S_ISDIR(info.st_mode)) {
        ds_status status = push_folder(walk);
        return status == DS_ENOMEM ? status : DS_EMISSING;
    }
    return DS_EMISSING;
}

static ds_status missing(ds_walk *walk, const char *text)
{
    ds_diag_report(walk->faults->diag, DS_LEVEL_ERROR, (ds_where){.file = walk->named}, "%s", text);
    walk->n_missing++;
    return DS_EMISSING;
}

/* Begins the next named path; results as next_entry(). */
static ds_status next_named(ds_walk *walk, ds_source *out)
{
    walk->named = walk->paths[walk->at_path++];
    walk->n_found = 0;
    ds_buf_clear(&walk->path);
    if (!set_path(walk, 0, walk->named)) {
        return missing(walk, "path is too long");
    }
    if (strcmp(walk->named, "-") == 0) {
        *out = (ds_source){walk->path.ptr, STDIN_FILENO};
        return is_refused(walk, NULL) ? DS_EMISSING : DS_OK;
    }
    struct stat info;
    if (stat(walk->named, &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return missing(walk, "no such file or folder");
        }
        fail(walk, walk->named, errno);
        return DS_EMISSING;
    }
    if (!S_ISDIR(info.st_mode)) {
        return open_file(walk, &info, out);
    }
    ds_status status = push_folder(walk);
    return status == DS_ENOMEM ? status : DS_EMISSING;
}

ds_status ds_walk_next(ds_walk *walk, ds_source *out)
{
    finish_file(walk);
    if (walk->depth == 0) {
        return walk->at_path < walk->n_paths ? next_named(walk, out) : DS_END;
    }
    ds_status status = next_entry(walk, out);
    return walk->depth == 0 && walk->n_found == 0 ? missing(walk, "folder holds no file") : status;
}
