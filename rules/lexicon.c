#include "rules/lexicon_inside.h"

#include "rules/file.h"

#include <stdlib.h>

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

void ds_lexicon_expect(const ds_lexicon *lexicon, ds_str text)
{
    size_t size;
    uint32_t code = text.len ? ds_utf8_at(text, 0, &size) : 0;
    for (size_t at = text.len ? size : 0; at < text.len; at += size) {
        uint32_t next = ds_utf8_at(text, at, &size);
        uint32_t hash = hash_end(hash_add(hash_add(0, code), next));
        __builtin_prefetch(&lexicon->lengths[hash & lexicon->length_mask]);
        __builtin_prefetch(&lexicon->slots[hash & lexicon->slot_mask]);
        code = next;
    }
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
