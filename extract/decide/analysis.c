#include "extract/decide/analysis.h"

#include "corpus/text/utf8.h"
#include "extract/decide/eligible.h"
#include "extract/decide/match.h"
#include "extract/decide/row.h"

/* The mark that a token is, 0: none. */
static uint32_t mark_of(const ds_analysis *analysis, size_t i)
{
    size_t size;
    const ds_token *token = &analysis->tokens[i];
    return token->kind == DS_TOKEN_MARK ? ds_utf8_at(analysis->text, token->begin, &size) : 0;
}

static bool ends_clause(uint32_t mark)
{
    return mark == ',' || mark == ';' || mark == ':' || mark == '!' || mark == '?' ||
           mark == 0x3002;
}

static int bracket_step(uint32_t mark)
{
    return mark == '(' ? 1 : mark == ')' ? -1 : 0;
}

static bool is_trigger(const ds_analysis_tools *tools, const ds_analysis *analysis, size_t i)
{
    const ds_token *token = &analysis->tokens[i];
    if (token->trigger == DS_TOKEN_NOTHING || analysis->marks[i] & 1u << DS_STRETCH_TRIGGER) {
        return false;
    }
    ds_str name = ds_tokeniser_trigger_class(tools->tokeniser, token->trigger);
    return !ds_str_equal(name, DS_STR("false")) && !ds_str_equal(name, DS_STR("hold"));
}

static ds_verb verb_of(const ds_analysis_tools *tools, const ds_analysis *analysis, size_t i)
{
    ds_str name = ds_tokeniser_trigger_class(tools->tokeniser, analysis->tokens[i].trigger);
    return ds_str_equal(name, DS_STR("sell"))      ? DS_VERB_SELL
           : ds_str_equal(name, DS_STR("acquire")) ? DS_VERB_BUY
                                                   : DS_VERB_NONE;
}

bool ds_pick_pairs(const ds_analysis *analysis, const ds_pick *pick, size_t first, size_t last)
{
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *other = &analysis->picks[p];
        if (other->match == pick->match && other->role == DS_ROLE_TARGET && first >= other->first &&
            last <= other->last) {
            return true;
        }
    }
    return false;
}

static ds_status find_places(const ds_analysis_tools *tools, ds_analysis *analysis, ds_arena *arena)
{
    size_t n = analysis->n_tokens;
    uint16_t *triggers = DS_ARENA_NEW(arena, n + 1, uint16_t);
    uint16_t *clause = DS_ARENA_NEW(arena, n + 1, uint16_t);
    uint16_t *before = DS_ARENA_NEW(arena, n + 1, uint16_t);
    uint16_t *stakes = DS_ARENA_NEW(arena, n + 1, uint16_t);
    uint8_t *depth = DS_ARENA_NEW(arena, n + 1, uint8_t);
    uint8_t *verb = DS_ARENA_NEW(arena, n + 1, uint8_t);
    uint16_t *places = DS_ARENA_NEW(arena, analysis->n_entities + 1, uint16_t);
    if (!triggers || !clause || !before || !stakes || !depth || !verb || !places) {
        return DS_ENOMEM;
    }
    unsigned clauses = 0;
    unsigned n_before = 0; /* triggers of the context count, too */
    int open = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t mark = mark_of(analysis, i);
        open += bracket_step(mark) > 0;
        clauses += ds_row_is_year(analysis, i);
        clause[i] = (uint16_t)clauses;
        before[i] = (uint16_t)n_before;
        depth[i] = (uint8_t)(open > 0 ? 1 : 0);
        clauses += ends_clause(mark);
        open -= open > 0 && bracket_step(mark) < 0;
        bool stake = false;
        if (analysis->tokens[i].entity != DS_TOKEN_NOTHING) {
            uint16_t entity = analysis->tokens[i].entity;
            places[entity] = (uint16_t)i;
            stake = analysis->entities[entity].kind == DS_ENTITY_STAKE;
        }
        stakes[i + 1] = (uint16_t)(stakes[i] + stake);
        if (is_trigger(tools, analysis, i)) {
            n_before++;
            verb[i] = (uint8_t)verb_of(tools, analysis, i);
            if (analysis->tokens[i].begin >= analysis->focus) {
                triggers[analysis->n_triggers++] = (uint16_t)i;
            }
        }
    }
    analysis->triggers = triggers;
    analysis->clause = clause;
    analysis->before = before;
    analysis->stakes = stakes;
    analysis->depth = depth;
    analysis->verb = verb;
    analysis->entity_token = places;
    return DS_OK;
}

/* Common words in front of a colon: a label, which rules want to read. */
static bool is_label(const ds_analysis *analysis, const ds_candidate *candidate)
{
    size_t next = candidate->last + 1u;
    return candidate->bits & DS_NOMINEE_COMMON && !(candidate->bits & DS_NOMINEE_DESCRIBED) &&
           next < analysis->n_tokens && analysis->tokens[next].kind == DS_TOKEN_MARK &&
           analysis->text.ptr[analysis->tokens[next].begin] == ':';
}

/* How far each chain reaches, and its number among those of the sentence. */
static ds_status find_extents(ds_analysis *analysis, ds_arena *arena)
{
    size_t n = analysis->n_tokens;
    const uint16_t *chain = analysis->chain;
    ds_token_run *around = DS_ARENA_TAKE(arena, n + 1, ds_token_run);
    uint16_t lowest = DS_TOKEN_NOTHING;
    if (!around) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        bool in = chain[i] != DS_TOKEN_NOTHING;
        bool here = analysis->tokens[i].begin >= analysis->focus;
        bool on = in && i > 0 && chain[i - 1] == chain[i];
        lowest = here && chain[i] < lowest ? chain[i] : lowest;
        around[i] = (ds_token_run){on ? around[i - 1].begin : (uint16_t)i, (uint16_t)i,
                                   here && in ? (uint16_t)(chain[i] - lowest) : DS_TOKEN_NOTHING};
    }
    for (size_t i = n; i-- > 1;) {
        if (around[i].begin != i) {
            around[i - 1].end = around[i].end;
        }
    }
    analysis->around = around;
    return DS_OK;
}

/* Runs of tokens that candidates cover, numbered from 0. */
static ds_status find_chains(ds_analysis *analysis, ds_arena *arena)
{
    uint16_t *chain = DS_ARENA_NEW(arena, analysis->n_tokens + 1, uint16_t);
    uint16_t *runs = DS_ARENA_NEW(arena, analysis->n_tokens + 1, uint16_t);
    if (!chain || !runs) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < analysis->n_tokens; i++) {
        chain[i] = DS_TOKEN_NOTHING;
    }
    uint16_t number = 0;
    size_t covered = 0; /* tokens before this one are in a chain */
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        bool inner = candidate->bits & DS_NOMINEE_INNER && !(candidate->bits & DS_NOMINEE_KNOWN);
        if (inner || is_label(analysis, candidate)) {
            continue; /* would swallow the function character */
        }
        size_t first = candidate->first < covered ? covered : candidate->first;
        number = (uint16_t)(number + (candidate->first > covered || covered == 0 ? 1 : 0));
        for (size_t i = first; i <= candidate->last; i++) {
            chain[i] = (uint16_t)(number - 1);
        }
        covered = candidate->last + 1u > covered ? candidate->last + 1u : covered;
    }
    for (size_t i = 0; i < analysis->n_tokens; i++) {
        bool begins = chain[i] != DS_TOKEN_NOTHING && (i == 0 || chain[i - 1] != chain[i]);
        runs[i] = (uint16_t)((i > 0 ? runs[i - 1] : 0) + begins);
    }
    analysis->chain = chain;
    analysis->runs = runs;
    return find_extents(analysis, arena);
}

ds_status ds_analysis_read(const ds_analysis_tools *tools, ds_str text, size_t begin, size_t focus,
                           ds_recognise_context *context, ds_arena *arena, ds_analysis *out)
{
    *out = (ds_analysis){.text = text, .begin = begin, .focus = focus};
    ds_status status = ds_recogniser_find(tools->recogniser, text, context, arena, &out->entities,
                                          &out->n_entities);
    if (status == DS_OK) {
        status = ds_tokeniser_read(tools->tokeniser, text, out->entities, out->n_entities,
                                   tools->memo, arena, &out->tokens, &out->n_tokens);
    }
    if (status == DS_OK) {
        status = ds_nominator_find(tools->nominator, text, out->tokens, out->n_tokens,
                                   out->entities, tools->known, arena, &out->nominees);
    }
    if (status == DS_OK) {
        status = ds_matcher_mark(tools->matcher, out, arena);
    }
    if (status == DS_OK) {
        status = find_places(tools, out, arena);
    }
    if (status == DS_OK) {
        status = ds_rows_find(out, arena);
    }
    return status == DS_OK ? find_chains(out, arena) : status;
}

ds_status ds_analysis_make(const ds_analysis_tools *tools, ds_str text, size_t begin, size_t focus,
                           ds_recognise_context *context, ds_arena *arena, ds_analysis *out)
{
    ds_status status = ds_analysis_read(tools, text, begin, focus, context, arena, out);
    if (status == DS_OK) {
        status = ds_eligible_bar(out, arena);
    }
    if (status == DS_OK) {
        status = ds_matcher_refuse(tools->matcher, out, arena);
    }
    return status == DS_OK ? ds_matcher_run(tools->matcher, out, arena) : status;
}

bool ds_analysis_word_in(const ds_lexicon *words, const ds_analysis *analysis, size_t token)
{
    if (!words || token >= analysis->n_tokens) {
        return false;
    }
    const ds_token *t = &analysis->tokens[token];
    return ds_lexicon_find(words, ds_str_slice(analysis->text, t->begin, t->end)) !=
           DS_LEXICON_NONE;
}

const ds_entity *ds_analysis_entity(const ds_analysis *analysis, size_t token, ds_entity_kind kind)
{
    uint16_t entity =
        token < analysis->n_tokens ? analysis->tokens[token].entity : DS_TOKEN_NOTHING;
    bool is = entity != DS_TOKEN_NOTHING && analysis->entities[entity].kind == kind;
    return is ? &analysis->entities[entity] : NULL;
}
