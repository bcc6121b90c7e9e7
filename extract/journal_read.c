#include "extract/journal_inside.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
                take_text(&line, journal->output.known, DS_JOURNAL_FILE_BYTES) &&
                take_text(&line, journal->quarantine.known, DS_JOURNAL_FILE_BYTES);
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
    return status == DS_OK && ferror(file)
               ? ds_journal_tell_errno(journal, "cannot be read", journal->path)
               : status;
}

static ds_status read_header(ds_journal *journal, FILE *file)
{
    char header[sizeof DS_JOURNAL_HEADER];
    size_t len = fread(header, 1, sizeof DS_JOURNAL_HEADER - 1, file);
    bool ours = memcmp(header, DS_JOURNAL_HEADER, len) == 0;
    if (ours && len < sizeof DS_JOURNAL_HEADER - 1 && !ferror(file)) {
        return DS_END; /* new, or its run was broken off at the very beginning */
    }
    if (ours && len == sizeof DS_JOURNAL_HEADER - 1) {
        XXH3_64bits_update(journal->hash, DS_JOURNAL_HEADER, len);
        journal->valid = len;
        return DS_OK;
    }
    bool other = len >= sizeof DS_JOURNAL_HEADER_START - 1 &&
                 memcmp(header, DS_JOURNAL_HEADER_START, sizeof DS_JOURNAL_HEADER_START - 1) == 0;
    return ds_diag_fail(journal->diag, DS_EINVALID, (ds_where){.file = journal->path},
                        other ? "the state of another version of dealsift; end that run with it, "
                                "or take another file and output"
                              : "no state of dealsift; --resume takes a file of its own");
}

/* Reads the log and cuts off what is not whole. */
ds_status ds_journal_read(ds_journal *journal, ds_ledger *ledger)
{
    ds_status status = read_header(journal, journal->reading);
    if (status == DS_OK) {
        status = read_groups(journal, journal->reading, ledger);
    }
    if (status == DS_END) {
        return ds_journal_write_header(journal);
    }
    if (status == DS_OK && (ftruncate(journal->fd, (off_t)journal->valid) != 0 ||
                            lseek(journal->fd, 0, SEEK_END) < 0)) {
        return ds_journal_tell_errno(journal, "cannot be cut", journal->path);
    }
    return status;
}
