#include "extract/decide/match.h"

#include "corpus/text/utf8.h"
#include "extract/decide/fold.h"
#include "extract/decide/stretch.h"
#include "rules/pattern.h"
#include "rules/places.h"

#include <stdlib.h>

/* Matches of one rule in one sentence; lists of deals are never longer. */
enum { MAX_MATCHES = 12 };
/* Picks of all rules in one sentence. */
enum { MAX_PICKS = 400 };

struct ds_matcher {
    const ds_rule *rules;
    size_t n_rules;
    const ds_pattern *bindings;
    size_t n_bindings;
    ds_stretch_finder *stretches;
    ds_budget *budget; /* borrowed, may be NULL */
    pcre2_match_data *data;
    ds_buf folded;
    ds_places *places; /* of the rules */
};

static ds_status read_places(ds_matcher *matcher)
{
    ds_str *needs = calloc(matcher->n_rules + 1, sizeof *needs);
    if (!needs) {
        return DS_ENOMEM;
    }
    for (size_t r = 0; r < matcher->n_rules; r++) {
        needs[r] = matcher->rules[r].need;
    }
    ds_status status = ds_places_new(&matcher->places, needs, matcher->n_rules);
    free(needs);
    return status;
}

ds_status ds_matcher_new(ds_matcher **out, const ds_ruleset *rules)
{
    ds_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher) {
        return DS_ENOMEM;
    }
    matcher->n_rules = ds_ruleset_rules(rules, &matcher->rules);
    matcher->n_bindings = ds_ruleset_patterns(rules, DS_SECTION_BINDING, &matcher->bindings);
    matcher->data = pcre2_match_data_create(64, NULL);
    matcher->folded = ds_buf_make(DS_FOLD_MAX_BYTES);
    if (!matcher->data || ds_stretch_finder_new(&matcher->stretches, rules) != DS_OK) {
        ds_matcher_free(matcher);
        return DS_ENOMEM;
    }
    if (read_places(matcher) != DS_OK) {
        ds_matcher_free(matcher);
        return DS_ENOMEM;
    }
    *out = matcher;
    return DS_OK;
}

void ds_matcher_budget(ds_matcher *matcher, ds_budget *budget)
{
    matcher->budget = budget;
    ds_stretch_budget(matcher->stretches, budget);
}

void ds_matcher_free(ds_matcher *matcher)
{
    if (matcher) {
        pcre2_match_data_free(matcher->data);
        ds_buf_free(&matcher->folded);
        ds_places_free(matcher->places);
        ds_stretch_finder_free(matcher->stretches);
        free(matcher);
    }
}

static int match_rule(const ds_matcher *matcher, size_t rule, ds_str text, size_t at, size_t last)
{
    return ds_budget_rule(matcher->budget, &matcher->rules[rule], text, at, last, matcher->data);
}

static int match_binding(const ds_matcher *matcher, size_t binding, ds_str text)
{
    return ds_budget_pattern(matcher->budget, DS_SECTION_BINDING, &matcher->bindings[binding], text,
                             0, matcher->data);
}

typedef struct run {
    ds_matcher *matcher;
    const ds_folding *folds;
    ds_pick *picks;
    size_t n_picks;
    uint16_t n_matches;
} run;

static void keep_match(run *state, size_t rule_index)
{
    const ds_rule *rule = &state->matcher->rules[rule_index];
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(state->matcher->data);
    uint32_t groups = pcre2_get_ovector_count(state->matcher->data);
    ds_str text = ds_buf_str(&state->matcher->folded);
    for (size_t s = 0; s < rule->n_slots && state->n_picks < MAX_PICKS; s++) {
        const ds_rule_slot *slot = &rule->slots[s];
        if (slot->role == DS_ROLE_NONE || slot->group >= groups ||
            offsets[2 * (size_t)slot->group] == PCRE2_UNSET) {
            continue;
        }
        size_t size;
        uint32_t code = ds_utf8_at(text, offsets[2 * (size_t)slot->group], &size);
        const ds_fold *place = ds_fold_tokens(state->folds, slot->kind, code);
        state->picks[state->n_picks++] = (ds_pick){.rule = (uint16_t)rule_index,
                                                   .match = state->n_matches,
                                                   .first = place->first,
                                                   .last = place->last,
                                                   .role = (uint8_t)slot->role};
    }
    state->n_matches++;
}

/* From one stretch where it may begin to the next. */
static void run_rule(run *state, size_t rule_index)
{
    ds_matcher *matcher = state->matcher;
    ds_str text = ds_buf_str(&matcher->folded);
    const ds_range *stretches;
    size_t n_stretches = ds_places_find(matcher->places, rule_index, &stretches);
    size_t at = 0;
    size_t s = 0;
    for (int n_matches = 0; n_matches < MAX_MATCHES && s < n_stretches && at < text.len;) {
        if (at > stretches[s].end) {
            s++;
            continue;
        }
        at = at > stretches[s].begin ? at : stretches[s].begin;
        int n = match_rule(matcher, rule_index, text, at, stretches[s].end);
        if (n == PCRE2_ERROR_NOMATCH) {
            s++;
            continue;
        }
        if (n <= 0) {
            return;
        }
        keep_match(state, rule_index);
        n_matches++;
        const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(matcher->data);
        at = offsets[1] > at ? offsets[1] : at + ds_utf8_size((unsigned char)text.ptr[at]);
    }
}

/* Where the clause of an entity begins, but not far from it. */
static size_t clause_begin(const ds_analysis *analysis, size_t entity)
{
    enum { REACH = 12 }; /* tokens */
    size_t first = analysis->entity_token[entity];
    size_t i = first;
    while (i > 0 && first - i < REACH && analysis->clause[i - 1] == analysis->clause[first]) {
        i--;
    }
    return analysis->tokens[i].begin;
}

const ds_pattern *ds_matcher_refusal(const ds_matcher *matcher, const ds_analysis *analysis,
                                     size_t e)
{
    const ds_entity *entity = &analysis->entities[e];
    ds_str field = ds_str_from(ds_entity_kind_name(entity->kind));
    size_t begin = clause_begin(analysis, e);
    for (size_t b = 0; b < matcher->n_bindings; b++) {
        const ds_pattern *binding = &matcher->bindings[b];
        if (!ds_str_equal(binding->name, field) ||
            !ds_str_equal(binding->value, DS_STR("reject"))) {
            continue;
        }
        ds_str before = ds_str_slice(analysis->text, begin, entity->begin);
        if (match_binding(matcher, b, before) > 0) {
            return binding;
        }
    }
    return NULL;
}

ds_status ds_matcher_refuse(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena)
{
    bool *refused = DS_ARENA_NEW(arena, analysis->n_entities + 1, bool);
    if (!refused) {
        return DS_ENOMEM;
    }
    for (size_t e = 0; e < analysis->n_entities && matcher->n_bindings; e++) {
        refused[e] = ds_matcher_refusal(matcher, analysis, e) != NULL;
    }
    analysis->refused = refused;
    return DS_OK;
}

/* Sets a bit of each token that a stretch covers, be it in part. */
static void mark_tokens(const ds_analysis *analysis, const ds_stretch *stretch, uint8_t *marks)
{
    size_t low = 0; /* the first token that ends behind the beginning */
    for (size_t high = analysis->n_tokens; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (analysis->tokens[middle].end > stretch->where.begin) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    for (size_t i = low; i < analysis->n_tokens; i++) {
        if (analysis->tokens[i].begin >= stretch->where.end) {
            break;
        }
        marks[i] |= (uint8_t)(1u << stretch->kind);
    }
}

ds_status ds_matcher_mark(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena)
{
    ds_stretch found[DS_STRETCH_MAX];
    uint8_t *marks = DS_ARENA_NEW(arena, analysis->n_tokens + 1, uint8_t);
    if (!marks) {
        return DS_ENOMEM;
    }
    size_t n = ds_stretch_find(matcher->stretches, analysis->text, found);
    for (size_t i = 0; i < n; i++) {
        mark_tokens(analysis, &found[i], marks);
    }
    analysis->marks = marks;
    return DS_OK;
}

ds_stretch_finder *ds_matcher_stretches(ds_matcher *matcher)
{
    return matcher->stretches;
}

/* Most tokens are in no pick. */
static ds_status find_picked(ds_analysis *analysis, ds_arena *arena)
{
    bool *picked = DS_ARENA_NEW(arena, analysis->n_tokens + 1, bool);
    if (!picked) {
        return DS_ENOMEM;
    }
    for (size_t p = 0; p < analysis->n_picks; p++) {
        for (size_t i = analysis->picks[p].first; i <= analysis->picks[p].last; i++) {
            picked[i] = true;
        }
    }
    analysis->picked = picked;
    return DS_OK;
}

ds_status ds_matcher_run(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena)
{
    ds_folding folds;
    ds_status status = ds_folding_new(&folds, arena);
    run state = {matcher, &folds, DS_ARENA_TAKE(arena, MAX_PICKS, ds_pick), 0, 0};
    if (status != DS_OK || !state.picks) {
        return DS_ENOMEM;
    }
    ds_buf_clear(&matcher->folded);
    ds_fold_sentence(analysis, &matcher->folded, &folds);
    ds_places_read(matcher->places, ds_buf_str(&matcher->folded));
    for (size_t r = 0; r < matcher->n_rules && !matcher->folded.failed; r++) {
        run_rule(&state, r);
    }
    analysis->picks = state.picks;
    analysis->n_picks = state.n_picks;
    return find_picked(analysis, arena);
}

uint32_t ds_matcher_steps(ds_matcher *matcher, size_t rule, uint32_t enough)
{
    return ds_pattern_steps(matcher->rules[rule].code, ds_buf_str(&matcher->folded), matcher->data,
                            enough);
}
