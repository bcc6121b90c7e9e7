/* Lines, their parts divided by tabs, numbers in hexadecimal; the path is there for
 * people, the program knows it by its hash:
 *     done     path-hash  stat-hash  content-hash  path
 *     refused  path-hash  path
 *     at       path-hash  content-hash  entry  line  told  path
 */
#include "extract/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    FIRST_SLOTS = 1024,
    PIECE_BYTES = 64 * 1024,
    MAX_WAITING_BYTES = 256 * 1024 * 1024, /* of a folder of files that cannot be opened */
    MAX_LINE_BYTES = 512 * 1024,           /* a path whose every byte is escaped */
    MAX_PARTS = 7,
};

typedef struct digest {
    uint64_t high;
    uint64_t low;
} digest;

/* A file; all zero: a free slot.  That it could not be opened is a record of its
 * own, under another key, without content and with the number of the run. */
typedef struct record {
    digest path;
    uint64_t stat;
    digest content;
} record;

struct ds_ledger {
    record *slots; /* open addressing; a power of two */
    size_t n_slots;
    size_t n_records;
    uint64_t run; /* its number, from 1 */
    bool failed;  /* memory ran out, or too many files */
    record part;  /* the file that was broken off */
    ds_place place;
    record current; /* the file at hand; no content: it could not be hashed */
    char *path;     /* its path, owned */
    ds_buf waiting;
    char piece[PIECE_BYTES];
};

static digest hash_bytes(ds_str bytes)
{
    XXH128_hash_t hash = XXH3_128bits(bytes.ptr ? bytes.ptr : "", bytes.len);
    return (digest){hash.high64, hash.low64};
}

static bool same(digest a, digest b)
{
    return a.high == b.high && a.low == b.low;
}

static digest refused_key(digest path)
{
    return (digest){~path.high, path.low};
}

static bool is_set(digest one)
{
    return one.high || one.low;
}

/* ---- the table --------------------------------------------------------- */

static record *slot_of(record *slots, size_t n_slots, digest path)
{
    size_t at = (size_t)path.low & (n_slots - 1);
    while (is_set(slots[at].path) && !same(slots[at].path, path)) {
        at = (at + 1) & (n_slots - 1);
    }
    return &slots[at];
}

static bool grow(ds_ledger *ledger)
{
    size_t n_slots = ledger->n_slots ? ledger->n_slots * 2 : FIRST_SLOTS;
    record *slots = n_slots / 2 <= DS_LEDGER_MAX_FILES ? calloc(n_slots, sizeof *slots) : NULL;
    if (!slots) {
        ledger->failed = true;
        return false;
    }
    for (size_t i = 0; i < ledger->n_slots; i++) {
        if (is_set(ledger->slots[i].path)) {
            *slot_of(slots, n_slots, ledger->slots[i].path) = ledger->slots[i];
        }
    }
    free(ledger->slots);
    ledger->slots = slots;
    ledger->n_slots = n_slots;
    return true;
}

static void put(ds_ledger *ledger, record file)
{
    /* At most three quarters are full. */
    if (4 * (ledger->n_records + 1) > 3 * ledger->n_slots && !grow(ledger)) {
        return;
    }
    record *slot = slot_of(ledger->slots, ledger->n_slots, file.path);
    ledger->n_records += !is_set(slot->path);
    *slot = file;
}

/* The file's record, or NULL. */
static const record *find(const ds_ledger *ledger, digest path)
{
    const record *slot = ledger->n_slots ? slot_of(ledger->slots, ledger->n_slots, path) : NULL;
    return slot && is_set(slot->path) ? slot : NULL;
}

/* ---- lines ------------------------------------------------------------- */

static void add_digest(ds_buf *out, digest one)
{
    ds_buf_format(out, "\t%016llx%016llx", (unsigned long long)one.high,
                  (unsigned long long)one.low);
}

static void add_number(ds_buf *out, uint64_t number)
{
    ds_buf_format(out, "\t%llx", (unsigned long long)number);
}

/* The path, so that it stays in its line, and the end of it. */
static void add_path(ds_buf *out, const char *path)
{
    ds_buf_add_char(out, '\t');
    for (; *path; path++) {
        if ((unsigned char)*path < ' ' || *path == '\\') {
            ds_buf_format(out, "\\%03o", (unsigned)(unsigned char)*path);
        } else {
            ds_buf_add_char(out, *path);
        }
    }
    ds_buf_add_char(out, '\n');
}

static size_t split(ds_str line, ds_str parts[MAX_PARTS])
{
    size_t n = 0;
    while (n < MAX_PARTS) {
        const char *tab = line.len ? memchr(line.ptr, '\t', line.len) : NULL;
        size_t len = tab ? (size_t)(tab - line.ptr) : line.len;
        parts[n++] = ds_str_slice(line, 0, len);
        if (!tab) {
            break;
        }
        line = ds_str_slice(line, len + 1, line.len);
    }
    return n;
}

static bool read_number(ds_str text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = strchr("0123456789abcdef", text.ptr[i]);
        if (!digit || !*digit) {
            return false;
        }
        *out = *out << 4 | (uint64_t)(strchr("0123456789abcdef", *digit) - "0123456789abcdef");
    }
    return text.len > 0 && text.len <= 16;
}

static bool read_digest(ds_str text, digest *out)
{
    return text.len == 32 && read_number(ds_str_slice(text, 0, 16), &out->high) &&
           read_number(ds_str_slice(text, 16, 32), &out->low);
}

static bool read_done(ds_ledger *ledger, const ds_str *parts)
{
    record file = {{0, 0}, 0, {0, 0}};
    if (!read_digest(parts[1], &file.path) || !read_number(parts[2], &file.stat) ||
        !read_digest(parts[3], &file.content)) {
        return false;
    }
    put(ledger, file);
    return !ledger->failed;
}

static bool read_refused(ds_ledger *ledger, const ds_str *parts)
{
    record file = {.stat = ledger->run};
    if (!read_digest(parts[1], &file.path)) {
        return false;
    }
    file.path = refused_key(file.path);
    put(ledger, file);
    return !ledger->failed;
}

static bool read_at(ds_ledger *ledger, const ds_str *parts)
{
    uint64_t entry;
    uint64_t line;
    uint64_t n_told;
    record file = {{0, 0}, 0, {0, 0}};
    if (!read_digest(parts[1], &file.path) || !read_digest(parts[2], &file.content) ||
        !read_number(parts[3], &entry) || !read_number(parts[4], &line) ||
        !read_number(parts[5], &n_told)) {
        return false;
    }
    ledger->part = file;
    ledger->place = (ds_place){(size_t)entry, (size_t)line, (size_t)n_told};
    return true;
}

bool ds_ledger_read(ds_ledger *ledger, ds_str line)
{
    ds_str parts[MAX_PARTS];
    size_t n = split(line, parts);
    if (n == 5 && ds_str_equal(parts[0], DS_STR("done"))) {
        return read_done(ledger, parts);
    }
    if (n == 3 && ds_str_equal(parts[0], DS_STR("refused"))) {
        return read_refused(ledger, parts);
    }
    return n == 7 && ds_str_equal(parts[0], DS_STR("at")) && read_at(ledger, parts);
}

/* ---- files ------------------------------------------------------------- */

/* What changes with a file, and nearly never without one. */
static uint64_t stat_print(const struct stat *info)
{
    const uint64_t seen[] = {(uint64_t)info->st_dev,          (uint64_t)info->st_ino,
                             (uint64_t)info->st_size,         (uint64_t)info->st_mtim.tv_sec,
                             (uint64_t)info->st_mtim.tv_nsec, (uint64_t)info->st_ctim.tv_sec,
                             (uint64_t)info->st_ctim.tv_nsec};
    return XXH3_64bits(seen, sizeof seen);
}

/* False: it cannot be read, as the reader will find, too. */
static bool hash_file(ds_ledger *ledger, const char *path, digest *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    XXH3_state_t *hash = fd >= 0 ? XXH3_createState() : NULL;
    ssize_t got = -1;
    if (hash) {
        XXH3_128bits_reset(hash);
        while ((got = read(fd, ledger->piece, PIECE_BYTES)) > 0 || (got < 0 && errno == EINTR)) {
            XXH3_128bits_update(hash, ledger->piece, got > 0 ? (size_t)got : 0);
        }
        XXH128_hash_t end = XXH3_128bits_digest(hash);
        *out = (digest){end.high64, end.low64};
    }
    XXH3_freeState(hash);
    if (fd >= 0) {
        close(fd);
    }
    return got == 0;
}

static void add_done(ds_ledger *ledger, const record *file, const char *path)
{
    put(ledger, *file);
    ds_buf_add(&ledger->waiting, DS_STR("done"));
    add_digest(&ledger->waiting, file->path);
    ds_buf_format(&ledger->waiting, "\t%016llx", (unsigned long long)file->stat);
    add_digest(&ledger->waiting, file->content);
    add_path(&ledger->waiting, path);
}

static ds_known ask(void *payload, const char *path, const struct stat *info, ds_place *done)
{
    ds_ledger *ledger = payload;
    record file = {.path = hash_bytes(ds_str_from(path)), .stat = stat_print(info)};
    const record *known = find(ledger, file.path);
    if (known && known->stat == file.stat) {
        return DS_KNOWN_ALL;
    }
    bool hashed = hash_file(ledger, path, &file.content);
    if (hashed && known && same(known->content, file.content)) {
        add_done(ledger, &file, path); /* with its new times */
        return DS_KNOWN_ALL;
    }
    ledger->current = file;
    free(ledger->path);
    ledger->path = strdup(path);
    ledger->failed = ledger->failed || !ledger->path;
    if (hashed && same(ledger->part.path, file.path) && same(ledger->part.content, file.content)) {
        *done = ledger->place;
        return DS_KNOWN_PART;
    }
    return DS_KNOWN_NEW;
}

static bool finish(void *payload, int fd)
{
    ds_ledger *ledger = payload;
    struct stat info;
    bool unchanged = fstat(fd, &info) == 0 && stat_print(&info) == ledger->current.stat &&
                     is_set(ledger->current.content);
    if (unchanged && ledger->path) {
        add_done(ledger, &ledger->current, ledger->path);
    }
    return unchanged;
}

static bool refuse(void *payload, const char *path)
{
    ds_ledger *ledger = payload;
    digest name = hash_bytes(ds_str_from(path));
    const record *known = find(ledger, refused_key(name));
    if (known && known->stat == ledger->run) {
        return true;
    }
    put(ledger, (record){.path = refused_key(name), .stat = ledger->run});
    ds_buf_add(&ledger->waiting, DS_STR("refused"));
    add_digest(&ledger->waiting, name);
    add_path(&ledger->waiting, path);
    return false;
}

ds_history ds_ledger_history(ds_ledger *ledger)
{
    return (ds_history){ask, finish, refuse, ledger};
}

size_t ds_ledger_waiting(const ds_ledger *ledger)
{
    return ledger->waiting.len;
}

void ds_ledger_take(ds_ledger *ledger, ds_buf *out)
{
    out->max = MAX_WAITING_BYTES;
    ds_buf_add(out, ds_buf_str(&ledger->waiting));
    out->failed = out->failed || ledger->waiting.failed || ledger->failed;
    ds_buf_clear(&ledger->waiting);
}

void ds_ledger_place(const ds_ledger *ledger, ds_place place, ds_buf *out)
{
    out->max = MAX_LINE_BYTES;
    ds_buf_clear(out);
    ds_buf_add(out, DS_STR("at"));
    add_digest(out, ledger->current.path);
    add_digest(out, ledger->current.content);
    add_number(out, place.entry);
    add_number(out, place.line);
    add_number(out, place.n_told);
    add_path(out, ledger->path ? ledger->path : "");
}

void ds_ledger_close_run(ds_ledger *ledger)
{
    ledger->run++;
    ledger->part = (record){{0, 0}, 0, {0, 0}};
}

void ds_ledger_clear(ds_ledger *ledger)
{
    free(ledger->slots);
    ledger->slots = NULL;
    ledger->n_slots = 0;
    ledger->n_records = 0;
    ds_ledger_close_run(ledger);
}

ds_status ds_ledger_new(ds_ledger **out)
{
    ds_ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) {
        return DS_ENOMEM;
    }
    ledger->run = 1;
    ledger->waiting = ds_buf_make(MAX_WAITING_BYTES);
    *out = ledger;
    return DS_OK;
}

void ds_ledger_free(ds_ledger *ledger)
{
    if (ledger) {
        free(ledger->slots);
        free(ledger->path);
        ds_buf_free(&ledger->waiting);
        free(ledger);
    }
}
