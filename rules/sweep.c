#include "rules/sweep.h"

#include "corpus/text/utf8.h"
#include "rules/need.h"
#include "rules/places.h"
#include "rules/start.h"

#include <stdlib.h>

/* What is known of a pattern in the text at hand. */
typedef enum standing { UNASKED, OUT, IN } standing;

/* A character of a text. */
typedef struct sign {
    uint32_t code;
    uint32_t size; /* bytes */
} sign;

struct ds_sweep {
    ds_pattern_section section;
    const ds_pattern **patterns;
    size_t n_patterns;
    ds_needs needs;
    ds_starts *starts;
    ds_places *places; /* of those without a start; NULL: there is none */
    uint8_t *standing; /* by pattern                                     */
    size_t *next;      /* by pattern: it may not begin before that byte  */
    pcre2_match_data *match;
    sign *signs; /* of the text at hand */
    size_t cap_signs;
};

/* A sweep at work. */
typedef struct pass {
    ds_sweep *sweep;
    ds_str text;
    const bool *wanted;
    ds_budget *budget;
    ds_sweep_sink *sink;
    void *payload;
    ds_need_index index;
    bool placed; /* the sweep's places are of this text */
} pass;

/* Digits are everywhere: a pattern that may begin with one is better looked for by what else it
 * needs nearby. */
static ds_str start_of(const ds_pattern *pattern)
{
    ds_str start = pattern->start;
    bool near = ds_str_find(pattern->need, DS_STR("\v"), 0) != SIZE_MAX;
    for (size_t at = 0; near && at < start.len; at++) {
        bool first = at == 0 || start.ptr[at - 1] == '\t';
        if (first && ds_code_is_digit((unsigned char)start.ptr[at])) {
            return (ds_str){NULL, 0};
        }
    }
    return start;
}

static ds_status make_known(ds_sweep *sweep)
{
    ds_str *read = calloc(sweep->n_patterns + 1, sizeof *read);
    ds_status status = read ? DS_OK : DS_ENOMEM;
    for (size_t i = 0; status == DS_OK && i < sweep->n_patterns; i++) {
        read[i] = start_of(sweep->patterns[i]);
        status = ds_needs_add(&sweep->needs, sweep->patterns[i]->need);
    }
    if (status == DS_OK) {
        status = ds_starts_new(&sweep->starts, read, sweep->n_patterns);
    }
    bool all = true;
    for (size_t i = 0; status == DS_OK && i < sweep->n_patterns; i++) {
        bool known = ds_starts_known(sweep->starts, i);
        read[i] = known ? (ds_str){NULL, 0} : sweep->patterns[i]->need;
        all = all && known;
    }
    if (status == DS_OK && !all) {
        status = ds_places_new(&sweep->places, read, sweep->n_patterns);
    }
    free(read);
    return status;
}

ds_status ds_sweep_new(ds_sweep **out, ds_pattern_section section,
                       const ds_pattern *const *patterns, size_t n)
{
    ds_sweep *sweep = calloc(1, sizeof *sweep);
    if (!sweep) {
        return DS_ENOMEM;
    }
    sweep->section = section;
    sweep->n_patterns = n;
    sweep->patterns = calloc(n + 1, sizeof(const ds_pattern *));
    sweep->standing = calloc(n + 1, sizeof *sweep->standing);
    sweep->next = calloc(n + 1, sizeof *sweep->next);
    sweep->match = pcre2_match_data_create(2, NULL);
    ds_status status = DS_ENOMEM;
    if (sweep->patterns && sweep->standing && sweep->next && sweep->match) {
        if (n) {
            memcpy(sweep->patterns, patterns, n * sizeof(const ds_pattern *));
        }
        status = make_known(sweep);
    }
    if (status != DS_OK) {
        ds_sweep_free(sweep);
        return status;
    }
    *out = sweep;
    return DS_OK;
}

static bool is_in(pass *run, size_t pattern)
{
    ds_sweep *sweep = run->sweep;
    if (sweep->standing[pattern] == UNASKED) {
        bool in = (!run->wanted || run->wanted[pattern]) &&
                  ds_needs_met(&sweep->needs, pattern, &run->index);
        sweep->standing[pattern] = in ? IN : OUT;
    }
    return sweep->standing[pattern] == IN;
}

/* Hands on what the pattern matched at or behind byte `at`. */
static void take(pass *run, size_t pattern, size_t at, int answer)
{
    const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(run->sweep->match);
    ds_range where = {pairs[0], pairs[1]};
    ds_range group =
        answer == 1 || pairs[2] == PCRE2_UNSET ? (ds_range){0, 0} : (ds_range){pairs[2], pairs[3]};
    if (where.end > where.begin) {
        run->sink(run->payload, pattern, where, group);
    }
    run->sweep->next[pattern] =
        where.end > at ? where.end : at + ds_utf8_size((unsigned char)run->text.ptr[at]);
}

/* Tries a pattern at byte `at` and nowhere else. */
static void try_at(pass *run, size_t pattern, size_t at)
{
    ds_sweep *sweep = run->sweep;
    if (at < sweep->next[pattern] || !is_in(run, pattern)) {
        return;
    }
    int answer = ds_budget_pattern_at(run->budget, sweep->section, sweep->patterns[pattern],
                                      run->text, at, sweep->match);
    /* 0: more groups than we keep, still a match.  Over the step budget: the
     * pattern is passed over in this text. */
    if (answer >= 0) {
        take(run, pattern, at, answer);
    } else if (answer != PCRE2_ERROR_NOMATCH) {
        sweep->standing[pattern] = OUT;
    }
}

/* Looks for a pattern in one stretch of places where it may begin; false: it is over. */
static bool search_in(pass *run, size_t pattern, ds_range stretch)
{
    ds_sweep *sweep = run->sweep;
    while (sweep->next[pattern] <= stretch.end && sweep->next[pattern] < run->text.len) {
        size_t next = sweep->next[pattern];
        size_t at = next > stretch.begin ? next : stretch.begin;
        int answer = ds_budget_pattern_until(run->budget, sweep->section, sweep->patterns[pattern],
                                             run->text, at, stretch.end, sweep->match);
        if (answer < 0) {
            return answer == PCRE2_ERROR_NOMATCH;
        }
        take(run, pattern, at, answer);
    }
    return true;
}

static void search(pass *run, size_t pattern)
{
    const ds_range *stretches;
    if (!run->placed) {
        ds_places_read(run->sweep->places, run->text);
        run->placed = true;
    }
    size_t n = ds_places_find(run->sweep->places, pattern, &stretches);
    for (size_t i = 0; i < n; i++) {
        if (!search_in(run, pattern, stretches[i])) {
            return;
        }
    }
}

/* Tries at byte `at`, where these three characters stand, what may begin so. */
static void try_all(pass *run, const uint32_t codes[3], size_t at)
{
    uint64_t third = ds_starts_third(codes[2]);
    const ds_starts_item *item = ds_starts_at(run->sweep->starts, codes[0], codes[1]);
    for (; item->pattern != DS_STARTS_END; item++) {
        if (item->thirds & third) {
            try_at(run, item->pattern, at);
        }
    }
}

static sign read_sign(ds_str text, size_t at)
{
    size_t size;
    uint32_t code = ds_utf8_at(text, at, &size);
    return (sign){code, (uint32_t)size};
}

/* What stands behind sign number `i`, which is at byte `at`; nothing: {0, 0}. */
static sign sign_behind(const pass *run, const sign *signs, size_t i, size_t at, sign here)
{
    size_t behind = at + here.size;
    if (behind >= run->text.len) {
        return (sign){0, 0};
    }
    return signs ? signs[i + 1] : read_sign(run->text, behind);
}

/* Room for so many signs; NULL: there is none, and the text is taken apart twice. */
static sign *make_room(ds_sweep *sweep, size_t n)
{
    if (n > sweep->cap_signs) {
        free(sweep->signs);
        sweep->signs = malloc(n * sizeof *sweep->signs);
        sweep->cap_signs = sweep->signs ? n : 0;
    }
    return sweep->signs;
}

/* Takes the text apart, and notes which characters and pairs it has. */
static const sign *read_signs(pass *run)
{
    uint32_t before = 0;
    sign *signs = make_room(run->sweep, run->text.len);
    ds_need_index *index = &run->index;
    memset(index, 0, sizeof *index);
    for (size_t at = 0, n = 0; at < run->text.len; n++) {
        sign here = read_sign(run->text, at);
        if (signs) {
            signs[n] = here;
        }
        uint32_t code = ds_need_code(here.code);
        ds_need_index_add(index, before, code);
        before = code;
        at += here.size;
    }
    return signs;
}

void ds_sweep_text(ds_sweep *sweep, ds_str text, const bool *wanted, ds_budget *budget,
                   ds_sweep_sink *sink, void *payload)
{
    pass run = {.sweep = sweep,
                .text = text,
                .wanted = wanted,
                .budget = budget,
                .sink = sink,
                .payload = payload};
    if (text.len == 0 || sweep->n_patterns == 0) {
        return;
    }
    const sign *signs = read_signs(&run);
    memset(sweep->standing, UNASKED, sweep->n_patterns * sizeof *sweep->standing);
    memset(sweep->next, 0, sweep->n_patterns * sizeof *sweep->next);
    for (size_t i = 0; i < sweep->n_patterns; i++) {
        if (!ds_starts_known(sweep->starts, i) && is_in(&run, i)) {
            search(&run, i);
        }
    }
    sign here = read_sign(text, 0);
    sign next = sign_behind(&run, signs, 0, 0, here);
    for (size_t i = 0, at = 0; at < text.len; i++) {
        size_t behind = at + here.size;
        sign third = sign_behind(&run, signs, i + 1, behind, next);
        if (ds_starts_may(sweep->starts, here.code)) {
            try_all(&run, (const uint32_t[]){here.code, next.code, third.code}, at);
        }
        at = behind;
        here = next;
        next = third;
    }
}

void ds_sweep_free(ds_sweep *sweep)
{
    if (sweep) {
        free(sweep->patterns);
        ds_needs_free(&sweep->needs);
        ds_starts_free(sweep->starts);
        ds_places_free(sweep->places);
        free(sweep->standing);
        free(sweep->next);
        free(sweep->signs);
        pcre2_match_data_free(sweep->match);
        free(sweep);
    }
}
