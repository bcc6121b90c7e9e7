#include "rules/image.h"
#include "rules/image_format.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* Times nearer than this to the reading of a file prove nothing: the coarsest
 * file systems count in steps of two seconds. */
static const int64_t time_step = 2 * INT64_C(1000000000);

typedef struct reader {
    ds_ruleset *set;
    const char *bytes; /* of the whole file, mapped */
    const image_head *head;
    pcre2_code **codes; /* those not yet taken over are freed */
    size_t n_codes;
    size_t next_code;
    bool bad;    /* a place lies outside the file: the hash did not lie, the writer did */
    bool failed; /* memory ran out */
} reader;

const char *ds_image_state_name(ds_image_state state)
{
    static const char *const names[DS_IMAGE_STATES] = {
        [DS_IMAGE_READY] = "ready",
        [DS_IMAGE_ABSENT] = "not to be read",
        [DS_IMAGE_NONE] = "no compiled rules",
        [DS_IMAGE_FOREIGN] = "compiled by another version of dealsift",
        [DS_IMAGE_DAMAGED] = "damaged",
        [DS_IMAGE_UNSAFE] = "others can write it, or it is theirs",
    };
    return state < DS_IMAGE_STATES ? names[state] : "unknown";
}

/* ---- is it what we wrote? ---------------------------------------------- */

static bool head_is_sound(const image_head *head, uint64_t size)
{
    if (head->head_hash != XXH3_64bits(head, offsetof(image_head, head_hash)) ||
        head->bytes != size) {
        return false;
    }
    for (size_t i = 0; i < DS_IMAGE_PARTS; i++) {
        const image_span *part = &head->parts[i];
        if (part->at > size || part->len > size - part->at || part->at % DS_IMAGE_ALIGN) {
            return false;
        }
    }
    return true;
}

/* By reading and not through the map: pages that nobody uses then never
 * become memory of ours. */
static bool body_is_sound(int file, const image_head *head)
{
    enum { STEP = 256 * 1024 };
    char *step = malloc(STEP);
    XXH3_state_t *state = XXH3_createState();
    bool good = step && state;
    uint64_t at = sizeof *head;
    if (good) {
        XXH3_128bits_reset(state);
    }
    while (good && at < head->bytes) {
        ssize_t len = pread(file, step, STEP, (off_t)at);
        good = len > 0;
        if (good) {
            XXH3_128bits_update(state, step, (size_t)len);
            at += (uint64_t)len;
        }
    }
    if (good) {
        XXH128_hash_t digest = XXH3_128bits_digest(state);
        good = at == head->bytes && digest.high64 == head->hash[0] && digest.low64 == head->hash[1];
    }
    XXH3_freeState(state);
    free(step);
    return good;
}

static bool is_safe(const struct stat *info, bool found)
{
    return (!found || info->st_uid == geteuid() || info->st_uid == 0) &&
           (info->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static ds_image_state examine(int file, bool found, image_head *head)
{
    struct stat info;
    uint64_t program[2];
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        return DS_IMAGE_NONE;
    }
    ssize_t len = pread(file, head, sizeof *head, 0);
    if (len < (ssize_t)sizeof head->magic ||
        memcmp(head->magic, DS_IMAGE_MAGIC, sizeof head->magic) != 0) {
        return DS_IMAGE_NONE;
    }
    if (!is_safe(&info, found)) {
        return DS_IMAGE_UNSAFE;
    }
    if (len < (ssize_t)sizeof *head) {
        return DS_IMAGE_DAMAGED;
    }
    if (head->format != DS_IMAGE_FORMAT || head->layout != DS_IMAGE_LAYOUT ||
        !ds_image_program(program) || program[0] != head->program[0] ||
        program[1] != head->program[1]) {
        return DS_IMAGE_FOREIGN;
    }
    return head_is_sound(head, (uint64_t)info.st_size) && body_is_sound(file, head)
               ? DS_IMAGE_READY
               : DS_IMAGE_DAMAGED;
}

/* ---- from records to the set ------------------------------------------- */

static ds_str text_at(reader *in, image_text text)
{
    const image_span *texts = &in->head->parts[DS_IMAGE_TEXTS];
    if (text.at == IMAGE_NO_TEXT) {
        return (ds_str){NULL, 0};
    }
    if (text.at >= texts->len || text.len >= texts->len - text.at) {
        in->bad = true;
        return (ds_str){NULL, 0};
    }
    return (ds_str){in->bytes + texts->at + text.at, text.len};
}

static ds_str span_at(reader *in, image_span span)
{
    uint64_t size = in->head->bytes;
    if (span.at > size || span.len > size - span.at || span.at % DS_IMAGE_ALIGN) {
        in->bad = true;
        return (ds_str){NULL, 0};
    }
    return (ds_str){in->bytes + span.at, (size_t)span.len};
}

/* The records of a part and, in *n, how many. */
static const void *records(reader *in, int part, size_t size, size_t *n)
{
    const image_span *span = &in->head->parts[part];
    *n = (size_t)(span->len / size);
    in->bad = in->bad || span->len % size != 0;
    return in->bytes + span->at;
}

/* Makes room for all items of a list at once. */
#define ROOM(in, list, count)                                                                      \
    (((list).items = calloc((count) ? (count) : 1, sizeof *(list).items)) != NULL                  \
         ? ((list).cap = (count), (list).n = (count), true)                                        \
         : ((in)->failed = true, false))

static void read_codes(reader *in)
{
    const image_span *span = &in->head->parts[DS_IMAGE_CODES];
    const uint8_t *bytes = (const uint8_t *)in->bytes + span->at;
    int32_t n = span->len ? pcre2_serialize_get_number_of_codes(bytes) : 0;
    if (n < 0) {
        in->bad = true;
        return;
    }
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): a list of pointers */
    in->codes = calloc((size_t)n + 1, sizeof *in->codes);
    if (!in->codes) {
        in->failed = true;
        return;
    }
    if (n > 0 && pcre2_serialize_decode(in->codes, n, bytes, NULL) != n) {
        in->failed = true; /* the bytes are those that were encoded */
        return;
    }
    in->n_codes = (size_t)n;
}

static ds_code *take_code(reader *in)
{
    if (in->next_code >= in->n_codes) {
        in->bad = true;
        return NULL;
    }
    ds_code *code = ds_code_new(in->set->arena, in->set->code_lock, in->codes[in->next_code++]);
    in->failed = in->failed || !code;
    return code;
}

static void read_rules(reader *in)
{
    size_t n;
    const image_rule *from = records(in, DS_IMAGE_RULES, sizeof *from, &n);
    if (!ROOM(in, in->set->rules, n)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        ds_rule *rule = &in->set->rules.items[i];
        *rule = (ds_rule){.id = text_at(in, from[i].id),
                          .kind = text_at(in, from[i].kind),
                          .text = text_at(in, from[i].text),
                          .need = text_at(in, from[i].need),
                          .start = text_at(in, from[i].start),
                          .priority = from[i].priority,
                          .code = take_code(in),
                          .file = text_at(in, from[i].file).ptr,
                          .line = (size_t)from[i].line};
        rule->n_slots =
            from[i].n_slots < DS_RULE_MAX_SLOTS ? (size_t)from[i].n_slots : DS_RULE_MAX_SLOTS;
        for (size_t k = 0; k < rule->n_slots; k++) {
            const image_slot *slot = &from[i].slots[k];
            rule->slots[k] =
                (ds_rule_slot){(ds_slot_kind)slot->kind, (ds_role)slot->role, slot->group};
        }
    }
}

static void read_patterns(reader *in)
{
    size_t n;
    const image_pattern *from = records(in, DS_IMAGE_PATTERNS, sizeof *from, &n);
    for (size_t s = 0, i = 0; s < DS_SECTIONS; s++) {
        size_t first = i;
        while (i < n && from[i].section == s) {
            i++;
        }
        if (!ROOM(in, in->set->patterns[s], i - first)) {
            return;
        }
        for (size_t k = first; k < i; k++) {
            in->set->patterns[s].items[k - first] =
                (ds_pattern){.id = text_at(in, from[k].id),
                             .name = text_at(in, from[k].name),
                             .value = text_at(in, from[k].value),
                             .text = text_at(in, from[k].text),
                             .need = text_at(in, from[k].need),
                             .start = text_at(in, from[k].start),
                             .weight = from[k].weight,
                             .code = take_code(in),
                             .file = text_at(in, from[k].file).ptr,
                             .line = (size_t)from[k].line};
        }
    }
}

static void read_weights(reader *in)
{
    size_t n;
    size_t n_units;
    const image_weight *from = records(in, DS_IMAGE_WEIGHTS, sizeof *from, &n);
    const image_units *units = records(in, DS_IMAGE_UNITS, sizeof *units, &n_units);
    if (!ROOM(in, in->set->weights, n)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        in->bad = in->bad || from[i].units > n_units;
        bool has_units = from[i].units && !in->bad;
        in->set->weights.items[i] =
            (ds_weight){text_at(in, from[i].role), text_at(in, from[i].feature), from[i].weight,
                        has_units ? units[from[i].units - 1].weights : NULL};
    }
}

static void read_lexicons(reader *in)
{
    size_t n;
    const image_lexicon *from = records(in, DS_IMAGE_LEXICONS, sizeof *from, &n);
    if (!ROOM(in, in->set->lexicons, n)) {
        return;
    }
    for (size_t i = 0; i < n && !in->bad && !in->failed; i++) {
        ds_lexicon_parts parts = {.file = text_at(in, from[i].file).ptr,
                                  .line = (size_t)from[i].line,
                                  .column = (size_t)from[i].column,
                                  .n_columns = (size_t)from[i].n_columns};
        for (size_t k = 0; k < DS_LEXICON_ARRAYS; k++) {
            parts.arrays[k] = span_at(in, from[i].arrays[k]);
        }
        for (size_t k = 0; k < DS_LEXICON_MAX_COLUMNS; k++) {
            image_span column = from[i].columns[k];
            parts.columns[k] = (ds_range){(size_t)column.at, (size_t)(column.at + column.len)};
        }
        ds_named_lexicon *to = &in->set->lexicons.items[i];
        to->id = text_at(in, from[i].id);
        to->where = (ds_where){text_at(in, from[i].where_file).ptr, (size_t)from[i].where_line,
                               (size_t)from[i].where_column};
        if (!in->bad) {
            ds_status status = ds_lexicon_put_together(&to->lexicon, &parts);
            in->failed = in->failed || status == DS_ENOMEM;
            in->bad = in->bad || status == DS_EINVALID;
        }
    }
}

static void read_options(reader *in)
{
    size_t n;
    const image_option *from = records(in, DS_IMAGE_OPTIONS, sizeof *from, &n);
    if (!ROOM(in, in->set->options, n)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        in->set->options.items[i] =
            (ds_option){text_at(in, from[i].name),
                        text_at(in, from[i].value),
                        {text_at(in, from[i].where_file).ptr, (size_t)from[i].where_line,
                         (size_t)from[i].where_column}};
    }
}

static void read_examples(reader *in)
{
    size_t n;
    size_t n_marks;
    const image_example *from = records(in, DS_IMAGE_EXAMPLES, sizeof *from, &n);
    const image_mark *marks = records(in, DS_IMAGE_MARKS, sizeof *marks, &n_marks);
    ds_rule_mark *to = DS_ARENA_NEW(in->set->arena, n_marks + 1, ds_rule_mark);
    if (!to || !ROOM(in, in->set->examples, n)) {
        in->failed = true;
        return;
    }
    for (size_t i = 0; i < n_marks; i++) {
        to[i] =
            (ds_rule_mark){(ds_role)marks[i].role, {(size_t)marks[i].begin, (size_t)marks[i].end}};
    }
    for (size_t i = 0; i < n; i++) {
        if (from[i].first_mark > n_marks || from[i].n_marks > n_marks - from[i].first_mark) {
            in->bad = true;
            return;
        }
        in->set->examples.items[i] =
            (ds_rule_example){.owner = text_at(in, from[i].owner),
                              .section = (ds_pattern_section)from[i].section,
                              .accept = from[i].accept != 0,
                              .text = text_at(in, from[i].text),
                              .marks = to + from[i].first_mark,
                              .n_marks = (size_t)from[i].n_marks,
                              .file = text_at(in, from[i].file).ptr,
                              .line = (size_t)from[i].line};
    }
}

static void read_sources(reader *in)
{
    size_t n;
    const image_source *from = records(in, DS_IMAGE_SOURCES, sizeof *from, &n);
    if (!ROOM(in, in->set->sources, n)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        in->set->sources.items[i] = (ds_source){text_at(in, from[i].path).ptr, from[i].stamp};
        in->bad = in->bad || !in->set->sources.items[i].path;
    }
}

static void read_kept(reader *in)
{
    size_t n;
    const image_kept *from = records(in, DS_IMAGE_KEPT, sizeof *from, &n);
    if (!ROOM(in, in->set->kept, n)) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        in->set->kept.items[i] =
            (ds_kept){text_at(in, from[i].name).ptr, span_at(in, from[i].bytes), false};
        in->bad = in->bad || !in->set->kept.items[i].name;
    }
}

static void read_all(reader *in)
{
    in->set->read_at = in->head->read_at;
    memcpy(in->set->hash, in->head->set_hash, sizeof in->set->hash - 1);
    read_codes(in);
    if (in->bad || in->failed) {
        return;
    }
    read_rules(in);
    read_patterns(in);
    read_weights(in);
    read_lexicons(in);
    read_options(in);
    read_examples(in);
    read_sources(in);
    read_kept(in);
    for (size_t i = in->next_code; i < in->n_codes; i++) {
        pcre2_code_free(in->codes[i]);
        in->bad = true;
    }
}

static ds_status map_image(ds_ruleset **out, int file, const image_head *head,
                           ds_image_state *state)
{
    ds_ruleset *set = ds_set_new();
    if (!set) {
        return DS_ENOMEM;
    }
    size_t size = (size_t)head->bytes;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
        ds_ruleset_free(set);
        return DS_ENOMEM;
    }
    set->map = bytes;
    set->map_bytes = size;
    reader in = {.set = set, .bytes = bytes, .head = head};
    read_all(&in);
    free((void *)in.codes);
    /* What is only read once, patterns above all, need not stay in memory: the same map anew. */
    in.failed =
        in.failed || mmap(bytes, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) != bytes;
    if (in.bad || in.failed) {
        *state = in.bad ? DS_IMAGE_DAMAGED : DS_IMAGE_ABSENT;
        ds_ruleset_free(set);
        return in.bad ? DS_EINVALID : DS_ENOMEM;
    }
    *out = set;
    return DS_OK;
}

ds_status ds_image_read(ds_ruleset **out, const char *path, bool found, ds_image_state *state)
{
    image_head head;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        *state = DS_IMAGE_ABSENT;
        return DS_EINVALID;
    }
    *state = examine(file, found, &head);
    ds_status status = *state == DS_IMAGE_READY ? map_image(out, file, &head, state) : DS_EINVALID;
    close(file);
    return status;
}

bool ds_image_is(const char *path)
{
    char magic[sizeof DS_IMAGE_MAGIC - 1];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool is = read(file, magic, sizeof magic) == (ssize_t)sizeof magic &&
              memcmp(magic, DS_IMAGE_MAGIC, sizeof magic) == 0;
    close(file);
    return is;
}

/* ---- is it still true? ------------------------------------------------- */

const char *ds_image_changed(const ds_ruleset *set)
{
    for (size_t i = 0; i < set->sources.n; i++) {
        const ds_source *source = &set->sources.items[i];
        if (!ds_file_unchanged(source->path, &source->stamp, set->read_at - time_step)) {
            return source->path;
        }
    }
    return NULL;
}

bool ds_image_alone(const ds_ruleset *set)
{
    for (size_t i = 0; i < set->sources.n; i++) {
        if (access(set->sources.items[i].path, F_OK) == 0) {
            return false;
        }
    }
    return true;
}
