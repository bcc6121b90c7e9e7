#include "rules/lexicon_inside.h"

#include "rules/file.h"

#include <stdlib.h>

/* 2^17 masks are 512 KB: what a dictionary of 120,000 words needs; a million
 * names need 4 MB, or nearly every place of a text costs probes. */
enum { MAX_LENGTH_MASKS = 1 << 20 };

typedef enum form { LINES, WORDS, NAMES } form;

typedef struct reader {
    ds_lexicon *lexicon;
    ds_diag *diag;
    const char *const *columns;
    size_t n_errors;
    ds_status status;
    bool lenient; /* a doubled word is passed over */
} reader;

static void complain(reader *in, size_t at, const char *text)
{
    in->status = DS_EINVALID;
    if (in->n_errors++ < DS_LEXICON_MAX_ERRORS) {
        ds_where where = ds_file_where(in->lexicon->bytes, at, in->lexicon->start);
        ds_diag_report(in->diag, DS_LEVEL_ERROR, where, "%s", text);
    }
}

static void add_entry(reader *in, size_t begin, size_t len)
{
    ds_lexicon *lexicon = in->lexicon;
    if (len > DS_LEXICON_MAX_WORD_BYTES) {
        complain(in, begin, "word is longer than 192 bytes");
        return;
    }
    if (lexicon->n_entries == lexicon->cap_entries) {
        size_t cap = lexicon->cap_entries ? lexicon->cap_entries * 2 : 64;
        place *grown = realloc(lexicon->entries, cap * sizeof *grown);
        if (!grown) {
            in->status = DS_ENOMEM;
            return;
        }
        memset(grown + lexicon->cap_entries, 0, (cap - lexicon->cap_entries) * sizeof *grown);
        lexicon->entries = grown;
        lexicon->cap_entries = cap;
    }
    lexicon->entries[lexicon->n_entries++] = (place){(uint32_t)begin, (uint32_t)len};
}

/* `# columns: word a b`: names for ds_lexicon_column. */
static void read_columns(reader *in, size_t begin, size_t end)
{
    ds_lexicon *lexicon = in->lexicon;
    size_t at = begin + strlen("# columns:");
    lexicon->n_columns = 0;
    while (at < end) {
        size_t stop = at;
        while (stop < end && !strchr(" \t", lexicon->bytes.ptr[stop])) {
            stop++;
        }
        if (stop > at && lexicon->n_columns == DS_LEXICON_MAX_COLUMNS) {
            complain(in, at, "more than 16 columns are named");
            return;
        }
        if (stop > at) {
            lexicon->columns[lexicon->n_columns++] = ds_str_slice(lexicon->bytes, at, stop);
        }
        at = stop + 1;
    }
    for (size_t i = 0; in->columns && (i == 0 || in->columns[i - 1]); i++) {
        const char *wanted = in->columns[i];
        bool here = i + 1 < lexicon->n_columns;
        if (wanted ? !here || !ds_str_equal(lexicon->columns[i + 1], ds_str_from(wanted)) : here) {
            complain(in, begin, "the columns named here are not those this lexicon must have");
            return;
        }
    }
}

static size_t expected_columns(const reader *in)
{
    size_t n = in->lexicon->n_columns;
    if (n == 0 && in->columns) {
        while (in->columns[n]) {
            n++;
        }
        n++;
    }
    return n ? n : DS_LEXICON_MAX_COLUMNS;
}

static void read_line(reader *in, size_t begin, size_t end)
{
    ds_str bytes = in->lexicon->bytes;
    if (end > begin && bytes.ptr[end - 1] == '\r') {
        end--;
    }
    ds_str line = ds_str_slice(bytes, begin, end);
    if (line.len == 0) {
        return;
    }
    if (line.ptr[0] == '#') {
        if (ds_str_starts(line, DS_STR("# columns:"))) {
            read_columns(in, begin, end);
        }
        return;
    }
    const char *tab = memchr(line.ptr, '\t', line.len);
    size_t len = tab ? (size_t)(tab - line.ptr) : line.len;
    if (ds_str_trim((ds_str){line.ptr, len}).len != len) {
        complain(in, begin, "white space around the word; columns are separated by one tab");
        return;
    }
    if (len == 0) {
        complain(in, begin, "no word before the tab");
        return;
    }
    size_t left = expected_columns(in);
    while (tab && --left) {
        tab = memchr(tab + 1, '\t', (size_t)(line.ptr + line.len - tab - 1));
    }
    if (tab) {
        complain(in, (size_t)(tab - bytes.ptr) + 1, "more columns than the lexicon has");
    }
    add_entry(in, begin, len);
}

static void read_lines(reader *in)
{
    ds_str bytes = in->lexicon->bytes;
    size_t at = ds_str_starts(bytes, DS_STR("\xEF\xBB\xBF")) ? 3 : 0; /* byte order mark */
    while (at < bytes.len && in->status != DS_ENOMEM) {
        const char *feed = memchr(bytes.ptr + at, '\n', bytes.len - at);
        size_t end = feed ? (size_t)(feed - bytes.ptr) : bytes.len;
        read_line(in, at, end);
        at = end + 1;
    }
}

static void read_words(reader *in)
{
    ds_str bytes = in->lexicon->bytes;
    size_t size;
    size_t begin = 0;
    for (size_t at = 0; at <= bytes.len; at += size) {
        bool space = true;
        size = 1;
        if (at < bytes.len) {
            space = ds_code_is_space(ds_utf8_at(bytes, at, &size));
        }
        if (space && at > begin) {
            add_entry(in, begin, at - begin);
        }
        begin = space ? at + size : begin;
    }
}

static size_t power_above(size_t n)
{
    size_t power = 16;
    while (power < n) {
        power *= 2;
    }
    return power;
}

static void complain_double(reader *in, uint32_t first, uint32_t second)
{
    const ds_lexicon *lexicon = in->lexicon;
    in->status = DS_EINVALID;
    if (in->n_errors++ < DS_LEXICON_MAX_ERRORS) {
        ds_where before = ds_lexicon_where(lexicon, first, 0);
        ds_diag_report(in->diag, DS_LEVEL_ERROR, ds_lexicon_where(lexicon, second, 0),
                       "'%.*s' stands in line %zu already", DS_STR_ARGS(word_of(lexicon, second)),
                       before.line);
    }
}

static void index_entry(reader *in, uint32_t index)
{
    ds_lexicon *lexicon = in->lexicon;
    ds_str word = word_of(lexicon, index);
    size_t n_codes;
    uint64_t pair;
    uint32_t hash = hash_end(hash_word(word, &n_codes, &pair));
    uint32_t before = probe(lexicon, hash, word.ptr, word.len);
    if (before != DS_LEXICON_NONE) {
        if (!in->lenient) {
            complain_double(in, before, index);
        }
        return;
    }
    size_t at = hash & lexicon->slot_mask;
    while (lexicon->slots[at].entry != DS_LEXICON_NONE) {
        at = (at + 1) & lexicon->slot_mask;
    }
    lexicon->slots[at] = (slot){hash, index};
    if (n_codes > 1) {
        size_t bit = n_codes < LONG_WORD ? n_codes : LONG_WORD;
        lexicon->lengths[hash_end(pair) & lexicon->length_mask] |= UINT32_C(1) << bit;
    }
}

static void build_index(reader *in)
{
    ds_lexicon *lexicon = in->lexicon;
    size_t n_slots = power_above(lexicon->n_entries * 2);
    size_t n_lengths = power_above(lexicon->n_entries);
    n_lengths = n_lengths > MAX_LENGTH_MASKS ? MAX_LENGTH_MASKS : n_lengths;
    lexicon->slots = malloc(n_slots * sizeof *lexicon->slots);
    lexicon->lengths = calloc(n_lengths, sizeof *lexicon->lengths);
    if (!lexicon->slots || !lexicon->lengths) {
        in->status = DS_ENOMEM;
        return;
    }
    memset(lexicon->slots, 0xFF, n_slots * sizeof *lexicon->slots); /* all free */
    lexicon->slot_mask = n_slots - 1;
    lexicon->length_mask = n_lengths - 1;
    for (size_t i = 0; i < lexicon->n_entries; i++) {
        index_entry(in, (uint32_t)i);
    }
}

/* Takes the malloced bytes over, also on failure. */
static ds_status make(ds_lexicon **out, ds_str bytes, ds_where where, const char *const *columns,
                      form how, ds_diag *diag)
{
    ds_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!lexicon) {
        free((char *)bytes.ptr);
        return DS_ENOMEM;
    }
    lexicon->bytes = bytes;
    lexicon->file = where.file ? strdup(where.file) : NULL;
    lexicon->start = (ds_where){lexicon->file, where.line, where.column};
    reader in = {lexicon, diag, columns, 0, DS_OK, how == NAMES};
    size_t valid = ds_utf8_valid(bytes);
    if (valid < bytes.len) {
        complain(&in, valid, "bytes that are not UTF-8");
    } else {
        how == WORDS ? read_words(&in) : read_lines(&in);
        if (in.status != DS_ENOMEM) {
            build_index(&in);
        }
    }
    if (in.n_errors > DS_LEXICON_MAX_ERRORS) {
        ds_diag_report(diag, DS_LEVEL_NOTE, (ds_where){lexicon->file, 0, 0},
                       "%zu more errors are not shown", in.n_errors - DS_LEXICON_MAX_ERRORS);
    }
    if (in.status != DS_OK) {
        ds_lexicon_free(lexicon);
        return in.status;
    }
    *out = lexicon;
    return DS_OK;
}

ds_status ds_lexicon_read(ds_lexicon **out, const char *path, const char *const *columns,
                          ds_diag *diag)
{
    ds_str bytes;
    ds_status status = ds_file_read(&bytes, path, (ds_where){NULL, 0, 0}, diag);
    if (status != DS_OK) {
        return status;
    }
    return make(out, bytes, (ds_where){path, 1, 1}, columns, LINES, diag);
}

static ds_status copy_and_make(ds_lexicon **out, ds_str text, ds_where where, form how,
                               ds_diag *diag)
{
    char *copy = malloc(text.len + 1);
    if (!copy) {
        return DS_ENOMEM;
    }
    if (text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    copy[text.len] = '\0';
    return make(out, (ds_str){copy, text.len}, where, NULL, how, diag);
}

ds_status ds_lexicon_parse(ds_lexicon **out, ds_str lines, ds_where where, ds_diag *diag)
{
    return copy_and_make(out, lines, where, LINES, diag);
}

ds_status ds_lexicon_parse_words(ds_lexicon **out, ds_str words, ds_where where, ds_diag *diag)
{
    return copy_and_make(out, words, where, WORDS, diag);
}

ds_status ds_lexicon_take(ds_lexicon **out, ds_str bytes, ds_where where, ds_diag *diag)
{
    return make(out, bytes, where, NULL, LINES, diag);
}

ds_status ds_lexicon_take_names(ds_lexicon **out, ds_str bytes, ds_where where, ds_diag *diag)
{
    return make(out, bytes, where, NULL, NAMES, diag);
}
