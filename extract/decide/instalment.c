#include "extract/decide/instalment.h"

#include "extract/decide/eligible.h"

/* A stake stands so many tokens from its verb. */
enum { REACH = 10 };

/* The stake that the token is and no binding refuses, or NULL. */
static const ds_entity *stake_at(const ds_analysis *analysis, size_t token)
{
    const ds_entity *stake = ds_analysis_entity(analysis, token, DS_ENTITY_STAKE);
    return stake && !analysis->refused[stake - analysis->entities] ? stake : NULL;
}

/* "The remaining 58%" is one entity. */
static bool begins_with_rest(const ds_lexicon *rest, ds_str stake)
{
    uint32_t entry = rest ? ds_lexicon_longest(rest, stake, 0) : DS_LEXICON_NONE;
    return entry != DS_LEXICON_NONE;
}

/* What the scan from a verb to its stake has passed. */
typedef struct passed {
    bool back;  /* a word that points back, or the name */
    bool stake; /* the stake */
    bool over;  /* at the stake, or something else is in between */
} passed;

static void pass(const ds_rest_words *words, const ds_analysis *analysis, size_t token,
                 passed *state)
{
    const ds_entity *stake = stake_at(analysis, token);
    if (stake) {
        ds_str form = ds_str_slice(analysis->text, stake->begin, stake->end);
        state->stake = true;
        state->back = state->back || begins_with_rest(words->rest, form);
    } else if (ds_analysis_word_in(words->rest, analysis, token)) {
        state->back = true;
    } else if (!ds_analysis_word_in(words->links, analysis, token) &&
               !ds_analysis_entity(analysis, token, DS_ENTITY_AMOUNT)) {
        state->over = true;
    }
}

/* Behind a verb that buys. */
static bool bought_behind(const ds_rest_words *words, const ds_analysis *analysis, size_t trigger,
                          const ds_candidate *name)
{
    passed state = {0};
    for (size_t i = trigger + 1; i < analysis->n_tokens && i <= trigger + REACH; i++) {
        if (name && i == name->first) {
            state.back = true;
            i = name->last;
            continue;
        }
        pass(words, analysis, i, &state);
        if (state.over || state.stake) {
            break;
        }
    }
    return state.stake && state.back;
}

/* Before a verb that sells. */
static bool sold_before(const ds_rest_words *words, const ds_analysis *analysis, size_t trigger)
{
    passed state = {0};
    for (size_t i = trigger; i-- > 0 && i + REACH >= trigger && !state.over;) {
        if (analysis->tokens[i].begin < analysis->focus) {
            break;
        }
        pass(words, analysis, i, &state);
    }
    return state.stake && state.back;
}

bool ds_instalment_beside(const ds_rest_words *words, const ds_analysis *analysis, size_t trigger,
                          const ds_candidate *name)
{
    uint8_t verb = words->rest ? analysis->verb[trigger] : DS_VERB_NONE;
    return (verb == DS_VERB_BUY && bought_behind(words, analysis, trigger, name)) ||
           (verb == DS_VERB_SELL && sold_before(words, analysis, trigger));
}

static bool is_used(const ds_target *targets, size_t n, uint16_t trigger)
{
    bool used = false;
    for (size_t i = 0; i < n && !used; i++) {
        used = targets[i].trigger == trigger;
    }
    return used;
}

/* The named deal of the nearest trigger before. */
static const ds_target *deal_before(const ds_target *targets, size_t n, uint16_t trigger)
{
    const ds_target *best = NULL;
    for (size_t i = 0; i < n; i++) {
        bool fits =
            targets[i].named && targets[i].trigger < trigger && targets[i].filler.last < trigger;
        if (fits && (!best || targets[i].trigger > best->trigger)) {
            best = &targets[i];
        }
    }
    return best;
}

/* The first stake behind the token, within reach, or NULL. */
static const ds_entity *stake_behind(const ds_analysis *analysis, size_t token)
{
    const ds_entity *stake = NULL;
    for (size_t i = token + 1; i < analysis->n_tokens && i <= token + REACH && !stake; i++) {
        stake = stake_at(analysis, i);
    }
    return stake;
}

/* Two told stakes that are not the same. */
static bool differ(const ds_entity *a, const ds_entity *b)
{
    return a && b && a->stake.has_percent && b->stake.has_percent &&
           ds_decimal_compare(a->stake.percent, b->stake.percent) != 0;
}

/* A mention of a deal's target that stands right behind the trigger, with another stake than the
 * deal's; *of is the deal. */
static const ds_candidate *named_again(const ds_analysis *analysis, const ds_target *targets,
                                       size_t n, uint16_t trigger, const ds_target **of)
{
    const ds_entity *stake = stake_behind(analysis, trigger);
    for (size_t c = 0; stake && c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (candidate->first <= trigger || candidate->first > trigger + REACH / 2) {
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            if (targets[i].named && !(candidate->bits & DS_NOMINEE_DESCRIBED) &&
                ds_eligible_party(analysis, targets[i].filler.candidate) ==
                    ds_eligible_party(analysis, candidate) &&
                differ(stake_behind(analysis, targets[i].trigger), stake)) {
                *of = &targets[i];
                return candidate;
            }
        }
    }
    return NULL;
}

/* Before the deals of later triggers. */
static void insert(ds_target *out, size_t n, const ds_target *more)
{
    size_t at = n;
    while (at > 0 && out[at - 1].trigger > more->trigger) {
        out[at] = out[at - 1];
        at--;
    }
    out[at] = *more;
}

size_t ds_instalments_add(const ds_rest_words *words, const ds_analysis *analysis, ds_target *out,
                          size_t n, size_t max)
{
    for (size_t t = 0; words->rest && t < analysis->n_triggers && n < max; t++) {
        uint16_t trigger = analysis->triggers[t];
        if (is_used(out, n, trigger)) {
            continue;
        }
        const ds_target *deal = deal_before(out, n, trigger);
        const ds_candidate *name = named_again(analysis, out, n, trigger, &deal);
        bool bought = analysis->verb[trigger] == DS_VERB_BUY;
        if ((deal || bought) && ds_instalment_beside(words, analysis, trigger, name)) {
            ds_target more = deal ? *deal : (ds_target){.share = 0};
            more.trigger = trigger;
            if (name) {
                more.filler = (ds_filler){name->first, name->last, name, NULL};
            }
            insert(out, n++, &more);
        }
    }
    return n;
}
