/* Words are views into the file; a hash table finds them, and for the first
 * two code points of a text a mask says which word lengths are worth a probe,
 * so that most places of a text cost one look into the mask table. */
#include "rules/lexicon.h"

#include "corpus/text/utf8.h"
#include "rules/file.h"

#include <stdlib.h>

typedef struct place {
    uint32_t begin; /* of the word in the bytes */
    uint32_t len;
} place;

typedef struct slot {
    uint32_t hash;
    uint32_t entry; /* DS_LEXICON_NONE: free */
} slot;

struct ds_lexicon {
    char *file;   /* owned name for messages, or NULL     */
    ds_str bytes; /* owned                                */
    ds_where start;
    place *entries;
    size_t n_entries;
    size_t cap_entries;
    slot *slots; /* n is a power of two, at most half full */
    size_t slot_mask;
    uint32_t *lengths; /* by hash of two code points: bit n: a word of n code points;
                          n is a power of two, collisions only cost a probe */
    size_t length_mask;
    ds_str columns[DS_LEXICON_MAX_COLUMNS];
    size_t n_columns; /* 0: the file names none */
    bool borrowed;    /* the arrays and bytes are somebody else's */
};

/* The last bit of a mask stands for all longer words. */
enum { LONG_WORD = 31 };
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

static inline uint64_t hash_add(uint64_t hash, uint32_t code)
{
    hash = (hash ^ code) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static inline uint32_t hash_end(uint64_t hash)
{
    return (uint32_t)(hash >> 16);
}

/* The word's hash, its number of code points and the hash of its first two. */
static uint64_t hash_word(ds_str word, size_t *n_codes, uint64_t *pair)
{
    uint64_t hash = 0;
    size_t n = 0;
    size_t size;
    *pair = 0;
    for (size_t at = 0; at < word.len; at += size) {
        hash = hash_add(hash, ds_utf8_at(word, at, &size));
        if (++n == 2) {
            *pair = hash;
        }
    }
    *n_codes = n;
    return hash;
}

static inline ds_str word_of(const ds_lexicon *lexicon, uint32_t index)
{
    const place *found = &lexicon->entries[index];
    return (ds_str){lexicon->bytes.ptr + found->begin, found->len};
}

/* memcmp() for words of a few bytes, without the call. */
static inline bool same_bytes(const char *a, const char *b, size_t len)
{
    uint64_t x;
    uint64_t y;
    if (len < sizeof x) {
        size_t i = 0;
        while (i < len && a[i] == b[i]) {
            i++;
        }
        return i == len;
    }
    for (size_t i = 0; i + sizeof x <= len; i += sizeof x) {
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        if (x != y) {
            return false;
        }
    }
    memcpy(&x, a + len - sizeof x, sizeof x);
    memcpy(&y, b + len - sizeof y, sizeof y);
    return x == y;
}

static inline uint32_t probe(const ds_lexicon *lexicon, uint32_t hash, const char *text, size_t len)
{
    for (size_t at = hash & lexicon->slot_mask;; at = (at + 1) & lexicon->slot_mask) {
        const slot *here = &lexicon->slots[at];
        if (here->entry == DS_LEXICON_NONE) {
            return DS_LEXICON_NONE;
        }
        if (here->hash == hash && lexicon->entries[here->entry].len == len &&
            same_bytes(lexicon->bytes.ptr + lexicon->entries[here->entry].begin, text, len)) {
            return here->entry;
        }
    }
}

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

void ds_lexicon_take_apart(const ds_lexicon *lexicon, ds_lexicon_parts *out)
{
    *out = (ds_lexicon_parts){
        .file = lexicon->file,
        .line = lexicon->start.line,
        .column = lexicon->start.column,
        .arrays = {lexicon->bytes,
                   {(const char *)lexicon->entries, lexicon->n_entries * sizeof(place)},
                   {(const char *)lexicon->slots, (lexicon->slot_mask + 1) * sizeof(slot)},
                   {(const char *)lexicon->lengths,
                    (lexicon->length_mask + 1) * sizeof *lexicon->lengths}},
        .n_columns = lexicon->n_columns,
    };
    for (size_t i = 0; i < lexicon->n_columns; i++) {
        size_t begin = (size_t)(lexicon->columns[i].ptr - lexicon->bytes.ptr);
        out->columns[i] = (ds_range){begin, begin + lexicon->columns[i].len};
    }
}

static bool is_power(size_t n)
{
    return n > 0 && (n & (n - 1)) == 0;
}

ds_status ds_lexicon_put_together(ds_lexicon **out, const ds_lexicon_parts *parts)
{
    const ds_str *arrays = parts->arrays;
    size_t n_slots = arrays[2].len / sizeof(slot);
    size_t n_lengths = arrays[3].len / sizeof(uint32_t);
    size_t n_entries = arrays[1].len / sizeof(place);
    if (!is_power(n_slots) || !is_power(n_lengths) || n_entries >= n_slots ||
        parts->n_columns > DS_LEXICON_MAX_COLUMNS) {
        return DS_EINVALID;
    }
    ds_lexicon *lexicon = calloc(1, sizeof *lexicon);
    char *file = parts->file ? strdup(parts->file) : NULL;
    if (!lexicon || (parts->file && !file)) {
        free(lexicon);
        free(file);
        return DS_ENOMEM;
    }
    *lexicon = (ds_lexicon){
        .file = file,
        .bytes = arrays[0],
        .start = {file, parts->line, parts->column},
        .entries = (place *)arrays[1].ptr,
        .n_entries = n_entries,
        .slots = (slot *)arrays[2].ptr,
        .slot_mask = n_slots - 1,
        .lengths = (uint32_t *)arrays[3].ptr,
        .length_mask = n_lengths - 1,
        .n_columns = parts->n_columns,
        .borrowed = true,
    };
    for (size_t i = 0; i < parts->n_columns; i++) {
        ds_range range = parts->columns[i];
        if (range.begin > range.end || range.end > lexicon->bytes.len) {
            ds_lexicon_free(lexicon);
            return DS_EINVALID;
        }
        lexicon->columns[i] = ds_str_slice(lexicon->bytes, range.begin, range.end);
    }
    *out = lexicon;
    return DS_OK;
}

size_t ds_lexicon_count(const ds_lexicon *lexicon)
{
    return lexicon->n_entries;
}

ds_str ds_lexicon_word(const ds_lexicon *lexicon, uint32_t entry)
{
    return word_of(lexicon, entry);
}

ds_str ds_lexicon_field(const ds_lexicon *lexicon, uint32_t entry, size_t column)
{
    ds_str bytes = lexicon->bytes;
    size_t at = lexicon->entries[entry].begin;
    for (size_t seen = 0; at < bytes.len && bytes.ptr[at] != '\n'; seen++) {
        size_t end = at;
        while (end < bytes.len && bytes.ptr[end] != '\t' && bytes.ptr[end] != '\n') {
            end++;
        }
        if (seen == column) {
            bool carriage = end > at && bytes.ptr[end - 1] == '\r' &&
                            (end == bytes.len || bytes.ptr[end] == '\n');
            return ds_str_slice(bytes, at, carriage ? end - 1 : end);
        }
        if (end == bytes.len || bytes.ptr[end] == '\n') {
            break;
        }
        at = end + 1;
    }
    return (ds_str){NULL, 0};
}

size_t ds_lexicon_columns(const ds_lexicon *lexicon)
{
    return lexicon->n_columns;
}

ds_str ds_lexicon_column_name(const ds_lexicon *lexicon, size_t column)
{
    return lexicon->columns[column];
}

size_t ds_lexicon_column(const ds_lexicon *lexicon, const char *name)
{
    for (size_t i = 1; i < lexicon->n_columns; i++) {
        if (ds_str_equal(lexicon->columns[i], ds_str_from(name))) {
            return i;
        }
    }
    return 0;
}

ds_where ds_lexicon_where(const ds_lexicon *lexicon, uint32_t entry, size_t column)
{
    ds_str field = ds_lexicon_field(lexicon, entry, column);
    size_t at =
        field.ptr ? (size_t)(field.ptr - lexicon->bytes.ptr) : lexicon->entries[entry].begin;
    return ds_file_where(lexicon->bytes, at, lexicon->start);
}

ds_str ds_lexicon_bytes(const ds_lexicon *lexicon)
{
    return lexicon->bytes;
}

uint32_t ds_lexicon_find(const ds_lexicon *lexicon, ds_str word)
{
    if (word.len == 0 || word.len > DS_LEXICON_MAX_WORD_BYTES) {
        return DS_LEXICON_NONE;
    }
    size_t n_codes;
    uint64_t pair;
    return probe(lexicon, hash_end(hash_word(word, &n_codes, &pair)), word.ptr, word.len);
}

/* Calls for each entry at `at`, shortest first; keeps the last `max` if `last`
 * is set, else the first `max`. */
static inline size_t walk(const ds_lexicon *lexicon, ds_str text, size_t at, uint32_t *out,
                          size_t max, bool last, bool singles)
{
    uint64_t hash = 0;
    uint32_t lengths = 0;
    size_t n_found = 0;
    size_t size;
    size_t stop =
        text.len - at > DS_LEXICON_MAX_WORD_BYTES ? at + DS_LEXICON_MAX_WORD_BYTES : text.len;
    size_t end = at;
    for (size_t n = 1; end < stop; n++) {
        hash = hash_add(hash, ds_utf8_at(text, end, &size));
        end += size;
        if (n == 2) {
            lengths = lexicon->lengths[hash_end(hash) & lexicon->length_mask];
        }
        bool worth = n == 1 ? singles : (lengths >> (n < LONG_WORD ? n : LONG_WORD) & 1u);
        if (worth && end <= stop) {
            uint32_t found = probe(lexicon, hash_end(hash), text.ptr + at, end - at);
            if (found != DS_LEXICON_NONE && (last || n_found < max)) {
                out[last ? 0 : n_found] = found;
                n_found++;
            }
        }
        if (n > 1 && lengths >> (n < LONG_WORD ? n : LONG_WORD - 1) < 2) {
            break; /* no longer word begins like this */
        }
    }
    return n_found;
}

uint32_t ds_lexicon_longest(const ds_lexicon *lexicon, ds_str text, size_t at)
{
    uint32_t found = DS_LEXICON_NONE;
    return walk(lexicon, text, at, &found, 1, true, true) ? found : DS_LEXICON_NONE;
}

size_t ds_lexicon_prefixes(const ds_lexicon *lexicon, ds_str text, size_t at, uint32_t *out,
                           size_t max)
{
    return walk(lexicon, text, at, out, max, false, true);
}

size_t ds_lexicon_longer(const ds_lexicon *lexicon, ds_str text, size_t at, uint32_t *out,
                         size_t max)
{
    return walk(lexicon, text, at, out, max, false, false);
}

void ds_lexicon_free(ds_lexicon *lexicon)
{
    if (!lexicon) {
        return;
    }
    if (!lexicon->borrowed) {
        free((char *)lexicon->bytes.ptr);
        free(lexicon->entries);
        free(lexicon->slots);
        free(lexicon->lengths);
    }
    free(lexicon->file);
    free(lexicon);
}
