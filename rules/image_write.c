#include "corpus/text/buffer.h"
#include "rules/image.h"
#include "rules/image_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* Texts of a pack of 10,000 rules and its weights have some 10 MB. */
enum { TEXTS_MAX_BYTES = 256 * 1024 * 1024, RECORDS_MAX_BYTES = 256 * 1024 * 1024 };

/* A new field of these must go into the image, and back out of it. */
_Static_assert(sizeof(void *) != 8 ||
                   sizeof(ds_rule) == 5 * sizeof(ds_str) + 5 * sizeof(double) +
                                          DS_RULE_MAX_SLOTS * sizeof(ds_rule_slot),
               "ds_rule has changed: write and read its new field");
_Static_assert(sizeof(void *) != 8 || sizeof(ds_pattern) == 6 * sizeof(ds_str) + 4 * sizeof(double),
               "ds_pattern has changed: write and read its new field");
_Static_assert(sizeof(void *) != 8 ||
                   sizeof(ds_rule_example) == 2 * sizeof(ds_str) + 5 * sizeof(double),
               "ds_rule_example has changed: write and read its new field");
_Static_assert(sizeof(void *) != 8 ||
                   sizeof(ds_weight) == 2 * sizeof(ds_str) + sizeof(double) + sizeof(void *),
               "ds_weight has changed: write and read its new field");
_Static_assert(sizeof(void *) != 8 || (sizeof(ds_named_lexicon) ==
                                           sizeof(ds_str) + sizeof(double) + sizeof(ds_where) &&
                                       sizeof(ds_option) == 2 * sizeof(ds_str) + sizeof(ds_where)),
               "ds_named_lexicon or ds_option has changed: write and read its new field");

/* What is written one after the other; `bytes` is borrowed. */
typedef struct piece {
    ds_str bytes;
} piece;

typedef struct writer {
    image_head head;
    const ds_ruleset *set;
    ds_arena *records;
    ds_buf texts;
    const char *last_file; /* most elements stand in the same file as the last */
    image_text last_file_text;
    DS_LIST(piece) pieces;
    uint8_t *codes; /* by PCRE2 */
    uint64_t end;   /* of the file so far */
    bool failed;
} writer;

static size_t padding(uint64_t len)
{
    return (size_t)(-len & (DS_IMAGE_ALIGN - 1));
}

static image_span add_piece(writer *to, const void *bytes, size_t len)
{
    image_span span = {to->end, len};
    if (!DS_LIST_ROOM(to->pieces)) {
        to->failed = true;
        return span;
    }
    to->pieces.items[to->pieces.n++] = (piece){{bytes, len}};
    to->end += len + padding(len);
    return span;
}

static image_text add_text(writer *to, ds_str text)
{
    if (!text.ptr || text.len >= TEXTS_MAX_BYTES) {
        return (image_text){IMAGE_NO_TEXT, 0};
    }
    image_text added = {(uint32_t)to->texts.len, (uint32_t)text.len};
    ds_buf_add(&to->texts, text);
    ds_buf_add_char(&to->texts, '\0');
    return added;
}

static image_text add_file(writer *to, const char *file)
{
    if (file != to->last_file || !file) {
        to->last_file = file;
        to->last_file_text = add_text(to, ds_str_from(file));
    }
    return to->last_file_text;
}

/* Room for the records of a part, which becomes a piece at once. */
static void *add_records(writer *to, int part, size_t n, size_t size)
{
    void *records = ds_arena_alloc(to->records, n ? n : 1, size);
    to->failed = to->failed || !records;
    to->head.parts[part] = add_piece(to, records, n * size);
    return records;
}

static void add_sources(writer *to)
{
    const ds_ruleset *set = to->set;
    image_source *out = add_records(to, DS_IMAGE_SOURCES, set->sources.n, sizeof *out);
    for (size_t i = 0; out && i < set->sources.n; i++) {
        const ds_source *from = &set->sources.items[i];
        out[i] = (image_source){add_text(to, ds_str_from(from->path)), from->stamp};
    }
}

static void add_rules(writer *to)
{
    const ds_ruleset *set = to->set;
    image_rule *out = add_records(to, DS_IMAGE_RULES, set->rules.n, sizeof *out);
    for (size_t i = 0; out && i < set->rules.n; i++) {
        const ds_rule *from = &set->rules.items[i];
        out[i] = (image_rule){.id = add_text(to, from->id),
                              .kind = add_text(to, from->kind),
                              .text = add_text(to, from->text),
                              .need = add_text(to, from->need),
                              .start = add_text(to, from->start),
                              .file = add_file(to, from->file),
                              .priority = from->priority,
                              .line = from->line,
                              .n_slots = from->n_slots};
        for (size_t k = 0; k < from->n_slots; k++) {
            const ds_rule_slot *slot = &from->slots[k];
            out[i].slots[k] = (image_slot){slot->kind, slot->role, slot->group};
        }
    }
}

static size_t count_patterns(const ds_ruleset *set)
{
    size_t n = 0;
    for (size_t s = 0; s < DS_SECTIONS; s++) {
        n += set->patterns[s].n;
    }
    return n;
}

static void add_patterns(writer *to)
{
    const ds_ruleset *set = to->set;
    image_pattern *out = add_records(to, DS_IMAGE_PATTERNS, count_patterns(set), sizeof *out);
    for (size_t s = 0; out && s < DS_SECTIONS; s++) {
        for (size_t i = 0; i < set->patterns[s].n; i++) {
            const ds_pattern *from = &set->patterns[s].items[i];
            *out++ = (image_pattern){.id = add_text(to, from->id),
                                     .name = add_text(to, from->name),
                                     .value = add_text(to, from->value),
                                     .text = add_text(to, from->text),
                                     .need = add_text(to, from->need),
                                     .start = add_text(to, from->start),
                                     .file = add_file(to, from->file),
                                     .weight = from->weight,
                                     .line = from->line,
                                     .section = s};
        }
    }
}

static void add_codes(writer *to)
{
    const ds_ruleset *set = to->set;
    size_t n_all = set->rules.n + count_patterns(set);
    const pcre2_code **codes = DS_ARENA_NEW(to->records, n_all + 1, const pcre2_code *);
    PCRE2_SIZE len = 0;
    size_t n = 0;
    if (!codes) {
        to->failed = true;
        return;
    }
    for (size_t i = 0; i < set->rules.n; i++) {
        codes[n++] = ds_code_plain(set->rules.items[i].code);
    }
    for (size_t s = 0; s < DS_SECTIONS; s++) {
        for (size_t i = 0; i < set->patterns[s].n; i++) {
            codes[n++] = ds_code_plain(set->patterns[s].items[i].code);
        }
    }
    if (n && pcre2_serialize_encode(codes, (int32_t)n, &to->codes, &len, NULL) != (int32_t)n) {
        to->failed = true;
        return;
    }
    to->head.parts[DS_IMAGE_CODES] = add_piece(to, to->codes, len);
}

static size_t count_units(const ds_ruleset *set)
{
    size_t n = 0;
    for (size_t i = 0; i < set->weights.n; i++) {
        n += set->weights.items[i].units != NULL;
    }
    return n;
}

/* No lines where what is kept says the same. */
static void add_weights(writer *to, const ds_kept *kept, size_t n_kept)
{
    const ds_ruleset *set = to->set;
    bool told = false;
    for (size_t i = 0; i < n_kept; i++) {
        told = told || kept[i].weights;
    }
    size_t n_lines = told ? 0 : set->weights.n;
    image_weight *out = add_records(to, DS_IMAGE_WEIGHTS, n_lines, sizeof *out);
    image_units *units =
        add_records(to, DS_IMAGE_UNITS, told ? 0 : count_units(set), sizeof *units);
    size_t n = 0;
    for (size_t i = 0; out && units && i < n_lines; i++) {
        const ds_weight *from = &set->weights.items[i];
        bool same = i > 0 && ds_str_equal(from->role, from[-1].role); /* they are in order */
        out[i] = (image_weight){same ? out[i - 1].role : add_text(to, from->role),
                                add_text(to, from->feature), from->weight, 0};
        if (from->units) {
            memcpy(units[n].weights, from->units, sizeof units[n].weights);
            out[i].units = ++n;
        }
    }
}

static void add_lexicons(writer *to)
{
    const ds_ruleset *set = to->set;
    image_lexicon *out = add_records(to, DS_IMAGE_LEXICONS, set->lexicons.n, sizeof *out);
    for (size_t i = 0; out && i < set->lexicons.n; i++) {
        ds_lexicon_parts parts;
        ds_where where = set->lexicons.items[i].where;
        ds_lexicon_take_apart(set->lexicons.items[i].lexicon, &parts);
        out[i] = (image_lexicon){.id = add_text(to, set->lexicons.items[i].id),
                                 .file = add_text(to, ds_str_from(parts.file)),
                                 .line = parts.line,
                                 .column = parts.column,
                                 .where_file = add_text(to, ds_str_from(where.file)),
                                 .where_line = where.line,
                                 .where_column = where.column,
                                 .n_columns = parts.n_columns};
        for (size_t k = 0; k < DS_LEXICON_ARRAYS; k++) {
            out[i].arrays[k] = add_piece(to, parts.arrays[k].ptr, parts.arrays[k].len);
        }
        for (size_t k = 0; k < parts.n_columns; k++) {
            out[i].columns[k] =
                (image_span){parts.columns[k].begin, parts.columns[k].end - parts.columns[k].begin};
        }
    }
}

static void add_options(writer *to)
{
    const ds_ruleset *set = to->set;
    image_option *out = add_records(to, DS_IMAGE_OPTIONS, set->options.n, sizeof *out);
    for (size_t i = 0; out && i < set->options.n; i++) {
        const ds_option *from = &set->options.items[i];
        out[i] = (image_option){add_text(to, from->name), add_text(to, from->value),
                                add_text(to, ds_str_from(from->where.file)), from->where.line,
                                from->where.column};
    }
}

static void add_examples(writer *to)
{
    const ds_ruleset *set = to->set;
    size_t n_marks = 0;
    for (size_t i = 0; i < set->examples.n; i++) {
        n_marks += set->examples.items[i].n_marks;
    }
    image_example *out = add_records(to, DS_IMAGE_EXAMPLES, set->examples.n, sizeof *out);
    image_mark *marks = add_records(to, DS_IMAGE_MARKS, n_marks, sizeof *marks);
    n_marks = 0;
    for (size_t i = 0; out && marks && i < set->examples.n; i++) {
        const ds_rule_example *from = &set->examples.items[i];
        out[i] = (image_example){.owner = add_text(to, from->owner),
                                 .text = add_text(to, from->text),
                                 .file = add_file(to, from->file),
                                 .line = from->line,
                                 .section = from->section,
                                 .accept = from->accept,
                                 .first_mark = n_marks,
                                 .n_marks = from->n_marks};
        for (size_t k = 0; k < from->n_marks; k++) {
            const ds_rule_mark *mark = &from->marks[k];
            marks[n_marks++] = (image_mark){mark->role, mark->range.begin, mark->range.end};
        }
    }
}

static void add_kept(writer *to, const ds_kept *kept, size_t n_kept)
{
    image_kept *out = add_records(to, DS_IMAGE_KEPT, n_kept, sizeof *out);
    for (size_t i = 0; out && i < n_kept; i++) {
        out[i] = (image_kept){add_text(to, ds_str_from(kept[i].name)),
                              add_piece(to, kept[i].bytes.ptr, kept[i].bytes.len)};
    }
}

static const char zeros[DS_IMAGE_ALIGN];

static bool finish_head(writer *to)
{
    XXH3_state_t *state = XXH3_createState();
    if (!state) {
        return false;
    }
    XXH3_128bits_reset(state);
    for (size_t i = 0; i < to->pieces.n; i++) {
        ds_str bytes = to->pieces.items[i].bytes;
        if (bytes.len) {
            XXH3_128bits_update(state, bytes.ptr, bytes.len);
        }
        XXH3_128bits_update(state, zeros, padding(bytes.len));
    }
    XXH128_hash_t digest = XXH3_128bits_digest(state);
    XXH3_freeState(state);
    image_head *head = &to->head;
    memcpy(head->magic, DS_IMAGE_MAGIC, sizeof head->magic);
    head->format = DS_IMAGE_FORMAT;
    head->layout = DS_IMAGE_LAYOUT;
    head->bytes = to->end;
    head->hash[0] = digest.high64;
    head->hash[1] = digest.low64;
    head->read_at = to->set->read_at;
    memcpy(head->set_hash, to->set->hash, sizeof to->set->hash);
    head->head_hash = XXH3_64bits(head, offsetof(image_head, head_hash));
    return true;
}

/* Everything but the bytes themselves. */
static ds_status lay_out(writer *to, const ds_kept *kept, size_t n_kept)
{
    if (!ds_image_program(to->head.program)) {
        return DS_EINVALID;
    }
    ds_status status = ds_arena_new(&to->records, RECORDS_MAX_BYTES);
    if (status != DS_OK) {
        return status;
    }
    to->end = sizeof to->head;
    add_sources(to);
    add_rules(to);
    add_patterns(to);
    add_codes(to);
    add_weights(to, kept, n_kept);
    add_lexicons(to);
    add_options(to);
    add_examples(to);
    add_kept(to, kept, n_kept);
    to->head.parts[DS_IMAGE_TEXTS] = add_piece(to, to->texts.ptr, to->texts.len);
    return to->failed || to->texts.failed || !finish_head(to) ? DS_ENOMEM : DS_OK;
}

static bool write_bytes(const writer *to, FILE *stream)
{
    bool good = fwrite(&to->head, sizeof to->head, 1, stream) == 1;
    for (size_t i = 0; good && i < to->pieces.n; i++) {
        ds_str bytes = to->pieces.items[i].bytes;
        size_t gap = padding(bytes.len);
        good = (!bytes.len || fwrite(bytes.ptr, bytes.len, 1, stream) == 1) &&
               fwrite(zeros, 1, gap, stream) == gap;
    }
    return good;
}

static ds_status write_file(const writer *to, const char *path)
{
    static const char tail[] = ".XXXXXX";
    size_t size = strlen(path) + sizeof tail;
    char *aside = malloc(size);
    if (!aside) {
        return DS_ENOMEM;
    }
    snprintf(aside, size, "%s%s", path, tail);
    int file = mkstemp(aside); /* nobody else may write it */
    FILE *stream = file >= 0 ? fdopen(file, "wb") : NULL;
    mode_t mask = umask(0);
    umask(mask);
    bool good = stream && fchmod(file, 0644 & ~mask) == 0 && write_bytes(to, stream);
    int error = errno;
    if (stream && fclose(stream) != 0 && good) {
        error = errno;
        good = false;
    } else if (!stream && file >= 0) {
        close(file);
    }
    if (good && rename(aside, path) != 0) {
        error = errno;
        good = false;
    }
    if (!good && file >= 0) {
        unlink(aside);
    }
    free(aside);
    errno = error;
    return good ? DS_OK : DS_EIO;
}

ds_status ds_image_write(const char *path, const ds_ruleset *set, const ds_kept *kept,
                         size_t n_kept)
{
    writer to = {.set = set, .texts = ds_buf_make(TEXTS_MAX_BYTES)};
    ds_status status = lay_out(&to, kept, n_kept);
    if (status == DS_OK) {
        status = write_file(&to, path);
    }
    int error = errno;
    pcre2_serialize_free(to.codes);
    free(to.pieces.items);
    ds_buf_free(&to.texts);
    ds_arena_free(to.records);
    errno = error;
    return status;
}
