#include "extract/decide/match.h"

#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"

#include "rules/need.h"

#include <stdlib.h>
#include <time.h>

/* Matches of one rule in one sentence; lists of deals are never longer. */
enum { MAX_MATCHES = 12 };
/* Picks of all rules in one sentence. */
enum { MAX_PICKS = 400 };
/* A folded sentence is shorter than the sentence but for two-byte entities. */
enum { MAX_FOLDED_BYTES = 16 * 1024 };

struct ds_matcher {
    const ds_rule *rules;
    size_t n_rules;
    const ds_pattern *bindings;
    size_t n_bindings;
    bool *reported;           /* per rule: step limit already reported */
    ds_match_work *rule_work; /* NULL: not counted */
    ds_match_work *binding_work;
    ds_diag *diag;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    ds_buf folded;
    ds_needs needs; /* of the rules */
};

ds_status ds_matcher_new(ds_matcher **out, const ds_ruleset *rules, ds_diag *diag)
{
    ds_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher) {
        return DS_ENOMEM;
    }
    matcher->n_rules = ds_ruleset_rules(rules, &matcher->rules);
    matcher->n_bindings = ds_ruleset_patterns(rules, DS_SECTION_BINDING, &matcher->bindings);
    matcher->reported = calloc(matcher->n_rules + 1, sizeof *matcher->reported);
    matcher->diag = diag;
    matcher->data = pcre2_match_data_create(64, NULL);
    matcher->limits = pcre2_match_context_create(NULL);
    matcher->folded = ds_buf_make(MAX_FOLDED_BYTES);
    if (!matcher->reported || !matcher->data || !matcher->limits) {
        ds_matcher_free(matcher);
        return DS_ENOMEM;
    }
    for (size_t r = 0; r < matcher->n_rules; r++) {
        if (ds_needs_add(&matcher->needs, matcher->rules[r].need) != DS_OK) {
            ds_matcher_free(matcher);
            return DS_ENOMEM;
        }
    }
    pcre2_set_match_limit(matcher->limits, DS_RULE_MATCH_LIMIT);
    *out = matcher;
    return DS_OK;
}

void ds_matcher_free(ds_matcher *matcher)
{
    if (matcher) {
        free(matcher->reported);
        pcre2_match_data_free(matcher->data);
        pcre2_match_context_free(matcher->limits);
        ds_buf_free(&matcher->folded);
        ds_needs_free(&matcher->needs);
        free(matcher);
    }
}

void ds_matcher_count(ds_matcher *matcher, ds_match_work *rules, ds_match_work *bindings)
{
    matcher->rule_work = rules;
    matcher->binding_work = bindings;
}

static uint64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* One run of a pattern, counted if somebody asked. */
static int match(const ds_matcher *matcher, ds_code *code, ds_str text, size_t at,
                 ds_match_work *work)
{
    uint64_t begin = work ? clock_now() : 0;
    int n = pcre2_match(ds_code_get(code), (PCRE2_SPTR)text.ptr, text.len, at, PCRE2_NO_UTF_CHECK,
                        matcher->data, matcher->limits);
    if (work) {
        work->nanoseconds += clock_now() - begin;
        work->tries++;
        work->matches += n > 0;
        work->passed_over += n < 0 && n != PCRE2_ERROR_NOMATCH;
    }
    return n;
}

/* Which tokens a folded character stands for. */
typedef struct fold {
    uint16_t first;
    uint16_t last;
} fold;

typedef struct folding {
    fold *parties; /* by number of the chain  */
    size_t n_parties;
    fold *entities; /* by number of the entity */
} folding;

static ds_slot_kind slot_of(ds_entity_kind kind)
{
    static const ds_slot_kind slots[DS_ENTITY_KINDS] = {
        [DS_ENTITY_AMOUNT] = DS_SLOT_AMOUNT, [DS_ENTITY_DATE] = DS_SLOT_DATE,
        [DS_ENTITY_STAKE] = DS_SLOT_STAKE,   [DS_ENTITY_RATE] = DS_SLOT_RATE,
        [DS_ENTITY_COUNT] = DS_SLOT_COUNT,
    };
    return slots[kind];
}

static void fold_sentence(ds_buf *out, const ds_analysis *analysis, folding *folds)
{
    for (size_t i = 0; i < analysis->n_tokens; i++) {
        const ds_token *token = &analysis->tokens[i];
        uint16_t chain = analysis->chain[i];
        if (chain != DS_TOKEN_NOTHING && chain < DS_FOLD_SPAN) {
            if (chain >= folds->n_parties) {
                folds->parties[chain].first = (uint16_t)i;
                folds->n_parties = chain + 1u;
                ds_buf_add_code(out, DS_FOLD_BASE + DS_SLOT_PARTY * DS_FOLD_SPAN + chain);
            }
            folds->parties[chain].last = (uint16_t)i;
        } else if (token->entity != DS_TOKEN_NOTHING && token->entity < DS_FOLD_SPAN) {
            folds->entities[token->entity] = (fold){(uint16_t)i, (uint16_t)i};
            ds_slot_kind slot = slot_of(analysis->entities[token->entity].kind);
            ds_buf_add_code(out, DS_FOLD_BASE + (unsigned)slot * DS_FOLD_SPAN + token->entity);
        } else {
            ds_buf_add(out, ds_str_slice(analysis->text, token->begin, token->end));
        }
    }
}

static const fold *unfold(const folding *folds, ds_slot_kind kind, uint32_t code)
{
    uint32_t number = (code - DS_FOLD_BASE) % DS_FOLD_SPAN;
    return kind == DS_SLOT_PARTY ? &folds->parties[number] : &folds->entities[number];
}

typedef struct run {
    ds_matcher *matcher;
    const folding *folds;
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
        const fold *place = unfold(state->folds, slot->kind, code);
        state->picks[state->n_picks++] = (ds_pick){.rule = (uint16_t)rule_index,
                                                   .match = state->n_matches,
                                                   .first = place->first,
                                                   .last = place->last,
                                                   .role = (uint8_t)slot->role};
    }
    state->n_matches++;
}

static void report_limit(ds_matcher *matcher, size_t rule_index)
{
    const ds_rule *rule = &matcher->rules[rule_index];
    if (!matcher->reported[rule_index]) {
        matcher->reported[rule_index] = true;
        ds_diag_report(matcher->diag, DS_LEVEL_WARNING, (ds_where){rule->file, rule->line, 0},
                       "rule \"%.*s\" needed more than %d steps in a sentence and was passed "
                       "over there; make its gaps shorter or its parts more definite",
                       DS_STR_ARGS(rule->id), DS_RULE_MATCH_LIMIT);
    }
}

static void run_rule(run *state, size_t rule_index)
{
    ds_matcher *matcher = state->matcher;
    ds_str text = ds_buf_str(&matcher->folded);
    size_t at = 0;
    for (int i = 0; i < MAX_MATCHES && at < text.len; i++) {
        int n = match(matcher, matcher->rules[rule_index].code, text, at,
                      matcher->rule_work ? &matcher->rule_work[rule_index] : NULL);
        if (n == PCRE2_ERROR_MATCHLIMIT || n == PCRE2_ERROR_DEPTHLIMIT ||
            n == PCRE2_ERROR_HEAPLIMIT) {
            report_limit(matcher, rule_index);
            return;
        }
        if (n <= 0) {
            return;
        }
        keep_match(state, rule_index);
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

static bool is_refused(const ds_matcher *matcher, const ds_analysis *analysis, size_t e)
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
        if (match(matcher, binding->code, ds_str_slice(analysis->text, begin, entity->begin), 0,
                  matcher->binding_work ? &matcher->binding_work[b] : NULL) > 0) {
            return true;
        }
    }
    return false;
}

ds_status ds_matcher_refuse(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena)
{
    bool *refused = DS_ARENA_NEW(arena, analysis->n_entities + 1, bool);
    if (!refused) {
        return DS_ENOMEM;
    }
    for (size_t e = 0; e < analysis->n_entities && matcher->n_bindings; e++) {
        refused[e] = is_refused(matcher, analysis, e);
    }
    analysis->refused = refused;
    return DS_OK;
}

ds_status ds_matcher_run(ds_matcher *matcher, ds_analysis *analysis, ds_arena *arena)
{
    folding folds = {DS_ARENA_NEW(arena, DS_FOLD_SPAN, fold), 0,
                     DS_ARENA_NEW(arena, DS_FOLD_SPAN, fold)};
    run state = {matcher, &folds, DS_ARENA_NEW(arena, MAX_PICKS, ds_pick), 0, 0};
    if (!folds.parties || !folds.entities || !state.picks) {
        return DS_ENOMEM;
    }
    ds_buf_clear(&matcher->folded);
    fold_sentence(&matcher->folded, analysis, &folds);
    ds_need_index index;
    ds_need_index_text(&index, ds_buf_str(&matcher->folded));
    for (size_t r = 0; r < matcher->n_rules && !matcher->folded.failed; r++) {
        if (ds_needs_met(&matcher->needs, r, &index)) {
            run_rule(&state, r);
        }
    }
    analysis->picks = state.picks;
    analysis->n_picks = state.n_picks;
    return DS_OK;
}
