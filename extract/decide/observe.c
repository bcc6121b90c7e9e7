#include "extract/decide/observe.h"

typedef ds_observer extractor;

/* Contexts strictly between two tokens, at most the nearest to the anchor. */
static void add_between(extractor *ex, template_id t, size_t left, size_t right)
{
    enum { SEEN_WORDS = 32 };
    uint64_t seen[SEEN_WORDS] = {0}; /* contexts beyond are looked for in the list */
    size_t from = ex->out->n;
    for (size_t i = left + 1; i < right && i <= left + DS_OBSERVE_BETWEEN; i++) {
        size_t context = ex->analysis->tokens[i].context;
        if (context / 64 >= SEEN_WORDS) {
            ds_observe_bag(ex, t, context, from);
        } else if (!(seen[context / 64] >> context % 64 & 1u)) {
            seen[context / 64] |= UINT64_C(1) << context % 64;
            ds_observe(ex, t, context);
        }
    }
}

/* Where the words that the span stands apart from its trigger begin and end:
 * (*low, *high), exclusive.  True: it stands to the right. */
static bool gap_of(const ds_filler *filler, uint16_t trigger, size_t *low, size_t *high)
{
    bool right = filler->first > trigger;
    *low = right ? trigger : filler->last;
    *high = right ? filler->first : trigger;
    return right;
}

void ds_observe_trigger(extractor *ex, uint16_t trigger, bool right)
{
    ptrdiff_t at = trigger;
    ds_observe(ex, TRIGGER_L + right, ds_observe_context(ex->analysis, at));
    ds_observe(ex, AFTER_L + right, ds_observe_context(ex->analysis, at + 1));
    ds_observe(ex, BEFORE_L + right, ds_observe_context(ex->analysis, at - 1));
    ds_observe_group(ex, AFTER_GROUP_L + right, at + 1);
    ds_observe_group(ex, BEFORE_GROUP_L + right, at - 1);
}

static void add_sides(extractor *ex, const ds_filler *filler, bool right)
{
    const ds_analysis *analysis = ex->analysis;
    ptrdiff_t first = filler->first;
    ptrdiff_t last = filler->last;
    ds_observe(ex, PREV1_L + right, ds_observe_context(analysis, first - 1));
    ds_observe(ex, PREV2_L + right, ds_observe_context(analysis, first - 2));
    ds_observe(ex, NEXT1_L + right, ds_observe_context(analysis, last + 1));
    ds_observe(ex, NEXT2_L + right, ds_observe_context(analysis, last + 2));
    ds_observe_group(ex, PREV1_GROUP_L + right, first - 1);
    ds_observe_group(ex, PREV2_GROUP_L + right, first - 2);
    ds_observe_group(ex, NEXT1_GROUP_L + right, last + 1);
    ds_observe_group(ex, NEXT2_GROUP_L + right, last + 2);
}

static void add_gap(extractor *ex, const ds_filler *filler, uint16_t trigger)
{
    const ds_analysis *analysis = ex->analysis;
    size_t low;
    size_t high;
    unsigned right = gap_of(filler, trigger, &low, &high);
    ds_observe_small(ex, DISTANCE_L + right, ds_observe_bucket(high - low - (high > low)));
    ds_observe_small(ex, CLAUSES_L + right,
                     ds_observe_difference(analysis->clause[high], analysis->clause[low]));
    ds_observe_small(ex, OTHERS_L + right,
                     high > low + 1 ? (size_t)(analysis->before[high] - analysis->before[low + 1])
                                    : 0);
}

static bool in_run(const ds_analysis *analysis, ptrdiff_t i, uint16_t run)
{
    return i >= 0 && (size_t)i < analysis->n_tokens && analysis->chain[i] == run;
}

/* Runs of name material that begin between two tokens and hold neither. */
static size_t runs_between(const ds_analysis *analysis, size_t low, size_t high)
{
    const uint16_t *chain = analysis->chain;
    if (high <= low + 1) {
        return 0;
    }
    bool reaches = chain[high] != DS_TOKEN_NOTHING && chain[high] == chain[high - 1] &&
                   chain[high] != chain[low];
    return (size_t)(analysis->runs[high - 1] - analysis->runs[low]) - reaches;
}

static void add_run_sides(extractor *ex, const ds_observed_run *run, bool right)
{
    ds_observe(ex, RUN_PREV_L + right, ds_observe_context(ex->analysis, (ptrdiff_t)run->begin - 1));
    ds_observe(ex, RUN_NEXT_L + right, ds_observe_context(ex->analysis, (ptrdiff_t)run->end + 1));
    ds_observe_group(ex, RUN_PREV_GROUP_L + right, (ptrdiff_t)run->begin - 1);
    ds_observe_group(ex, RUN_NEXT_GROUP_L + right, (ptrdiff_t)run->end + 1);
}

/* Where the whole run stands, whatever piece of it the candidate is: pieces of
 * one run then differ by their edges alone. */
static void add_run_gap(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                        uint16_t trigger)
{
    enum { NEAREST = 7, FIRST = 3 };
    const ds_analysis *analysis = ex->analysis;
    size_t low;
    size_t high;
    unsigned right = gap_of(filler, trigger, &low, &high);
    size_t distance = right ? (size_t)run->begin - trigger - 1 : trigger - (size_t)run->end - 1;
    size_t clauses = ds_observe_difference(analysis->clause[high], analysis->clause[low]);
    bool whole = run->begin == filler->first && run->end == filler->last;
    ds_observe_small(ex, RUNS_L + right, runs_between(analysis, low, high));
    ds_observe_small(
        ex, WHOLE_NEAR_L + right,
        (ds_observe_bucket(distance) < NEAREST ? ds_observe_bucket(distance) : NEAREST) +
            (whole ? NEAREST + 1u : 0));
    ds_observe_small(ex, ORDINAL_CLAUSE_L + right,
                     (size_t)(run->ordinal < FIRST ? run->ordinal : FIRST) * (FIRST + 1u) +
                         (clauses < FIRST ? clauses : FIRST));
}

/* Number of the candidate's run within the sentence: 0 is its subject more
 * often than not.  All runs before the sentence count as the last. */
static size_t count_chain_order(const ds_analysis *analysis, size_t first)
{
    uint16_t chain = analysis->chain[first];
    if (chain == DS_TOKEN_NOTHING || analysis->tokens[first].begin < analysis->focus) {
        return SMALL_VALUES - 1;
    }
    size_t i = first;
    uint16_t lowest = chain;
    while (i > 0 && analysis->tokens[i - 1].begin >= analysis->focus) {
        i--;
        lowest = analysis->chain[i] < lowest ? analysis->chain[i] : lowest;
    }
    size_t order = (size_t)(chain - lowest);
    return order < SMALL_VALUES - 2 ? order : SMALL_VALUES - 2;
}

ds_observed_run ds_observe_run(const ds_analysis *analysis, const ds_filler *filler)
{
    uint16_t run = analysis->chain[filler->first];
    ptrdiff_t begin = filler->first;
    ptrdiff_t end = filler->last;
    while (run != DS_TOKEN_NOTHING && in_run(analysis, begin - 1, run)) {
        begin--;
    }
    while (run != DS_TOKEN_NOTHING && in_run(analysis, end + 1, run)) {
        end++;
    }
    return (ds_observed_run){(uint16_t)begin, (uint16_t)end,
                             (uint16_t)count_chain_order(analysis, filler->first)};
}

/* Of the word that is least of all part of names. */
static size_t worst_naming(const ds_analysis *analysis, size_t first, size_t last)
{
    size_t worst = DS_NAMING_END;
    for (size_t i = first; i <= last; i++) {
        size_t naming = analysis->tokens[i].naming;
        worst = naming && naming < worst ? naming : worst;
    }
    return worst;
}

/* What stands directly beside the candidate within its run: an edge that
 * cuts a name in two. */
static void add_edges(extractor *ex, const ds_filler *filler)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_characters *characters = ex->features->characters;
    size_t first = filler->first;
    size_t last = filler->last;
    size_t begin = filler->candidate->begin;
    size_t end = filler->candidate->end;
    ds_observe(ex, FIRST_CHAR, ds_characters_at(characters, analysis->text, begin));
    ds_observe(ex, LAST_CHAR, ds_characters_before(characters, analysis->text, end));
    ds_observe_small(ex, FIRST_NAMING, analysis->tokens[first].naming);
    ds_observe_small(ex, LAST_NAMING, analysis->tokens[last].naming);
    ds_observe_small(ex, WORST_NAMING, worst_naming(analysis, first, last));
    ds_observe_small(ex, FIRST_RARITY, analysis->tokens[first].rarity);
    ds_observe_small(ex, LAST_RARITY, analysis->tokens[last].rarity);
    if (first > 0 && analysis->chain[first - 1] != DS_TOKEN_NOTHING) {
        ds_observe_small(ex, CUT_LEFT, analysis->tokens[first - 1].pos);
        ds_observe_small(ex, CUT_LEFT_NAMING, analysis->tokens[first - 1].naming);
        ds_observe_small(ex, CUT_LEFT_RARITY, analysis->tokens[first - 1].rarity);
        ds_observe(ex, CUT_LEFT_CHAR, ds_characters_before(characters, analysis->text, begin));
        ds_observe_small(ex, CUT_LEFT_CLASS,
                         analysis->tokens[first - 1].word_class +
                             (analysis->tokens[first - 1].kind == DS_TOKEN_UNKNOWN ? 8u : 0));
    }
    if (last + 1 < analysis->n_tokens && analysis->chain[last + 1] != DS_TOKEN_NOTHING) {
        ds_observe_small(ex, CUT_RIGHT, analysis->tokens[last + 1].pos);
        ds_observe_small(ex, CUT_RIGHT_NAMING, analysis->tokens[last + 1].naming);
        ds_observe_small(ex, CUT_RIGHT_RARITY, analysis->tokens[last + 1].rarity);
        ds_observe(ex, CUT_RIGHT_CHAR, ds_characters_at(characters, analysis->text, end));
        ds_observe_small(ex, CUT_RIGHT_CLASS,
                         analysis->tokens[last + 1].word_class +
                             (analysis->tokens[last + 1].kind == DS_TOKEN_UNKNOWN ? 8u : 0));
    }
}

/* Dictionary words that anybody uses say little of a name. */
static bool is_common_word(const ds_token *token)
{
    return token->kind == DS_TOKEN_WORD && token->rarity <= DS_RARITY_COMMON;
}

/* The rarest token of [first, end), one more than any rarity if there is none. */
static size_t rarest_of(const ds_analysis *analysis, size_t first, size_t end)
{
    size_t rarest = first < end ? 0 : DS_RARITY_MAX + 1u;
    for (size_t i = first; i < end; i++) {
        size_t rarity = analysis->tokens[i].rarity;
        rarest = rarity > rarest ? rarity : rarest;
    }
    return rarest;
}

/* What the candidate is made of, and what its edges leave of the run: common
 * words around a rare core are descriptions, a rare rest is cut off a name. */
static void add_core(extractor *ex, const ds_filler *filler, const ds_observed_run *run)
{
    enum { MOST = 4 };
    const ds_analysis *analysis = ex->analysis;
    size_t lead = 0;
    size_t trail = 0;
    size_t n = (size_t)(filler->last - filler->first) + 1;
    size_t from = ex->out->n;
    for (size_t i = filler->first + 1u; i <= filler->last; i++) {
        ds_observe_bag(ex, INNER_POS, analysis->tokens[i].pos, from);
    }
    while (lead < n && lead < MOST && is_common_word(&analysis->tokens[filler->first + lead])) {
        lead++;
    }
    while (trail < n && trail < MOST && is_common_word(&analysis->tokens[filler->last - trail])) {
        trail++;
    }
    ds_observe_small(ex, LEAD_COMMON, lead == n ? MOST + lead : lead);
    ds_observe_small(ex, TRAIL_COMMON, trail == n ? MOST + trail : trail);
    ds_observe_small(ex, CUT_OFF_LEFT, rarest_of(analysis, run->begin, filler->first));
    ds_observe_small(ex, CUT_OFF_RIGHT, rarest_of(analysis, filler->last + 1u, run->end + 1u));
}

/* How a Latin word is written: names are seldom capitals alone, terms often. */
static size_t latin_shape(const ds_analysis *analysis, const ds_token *token)
{
    enum { OTHER, CAPITALS, CAPITALS_AND_DIGITS, CAPITALISED, SHORT = 5 };
    size_t capitals = 0;
    size_t digits = 0;
    size_t n = token->end - token->begin;
    for (size_t i = token->begin; i < token->end; i++) {
        char c = analysis->text.ptr[i];
        capitals += c >= 'A' && c <= 'Z';
        digits += c >= '0' && c <= '9';
    }
    size_t shape = capitals == n                      ? CAPITALS
                   : digits && capitals + digits == n ? CAPITALS_AND_DIGITS
                   : capitals                         ? CAPITALISED
                                                      : OTHER;
    return shape * 2 + (n <= SHORT);
}

static void add_shape(extractor *ex, const ds_filler *filler, const ds_observed_run *run)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_candidate *candidate = filler->candidate;
    const ds_token *first = &analysis->tokens[filler->first];
    const ds_token *last = &analysis->tokens[filler->last];
    for (size_t bit = 0; bit < DS_NOMINEE_BITS; bit++) {
        if (candidate->bits >> bit & 1u) {
            ds_observe(ex, NOMINEE, bit);
        }
    }
    ds_observe_small(ex, CHARS,
                     candidate->n_chars <= 8 ? candidate->n_chars
                                             : 8 + ds_observe_bucket(candidate->n_chars - 8u) / 2);
    ds_observe_small(ex, TOKENS, (size_t)(filler->last - filler->first));
    ds_observe_small(ex, FIRST_KIND, first->kind);
    ds_observe_small(ex, LAST_KIND, last->kind);
    ds_observe_small(ex, FIRST_CLASS, first->word_class);
    ds_observe_small(ex, LAST_CLASS, last->word_class);
    ds_observe_small(ex, FIRST_POS, first->pos);
    ds_observe_small(ex, LAST_POS, last->pos);
    ds_observe(ex, FIRST_WORD, first->context);
    ds_observe(ex, LAST_WORD, last->context);
    ds_observe_group(ex, FIRST_GROUP, filler->first);
    ds_observe_group(ex, LAST_GROUP, filler->last);
    size_t unknowns = 0;
    size_t rarest = 0;
    size_t commonest = DS_RARITY_MAX;
    for (size_t i = filler->first; i <= filler->last; i++) {
        size_t rarity = analysis->tokens[i].rarity;
        if (analysis->tokens[i].kind == DS_TOKEN_LATIN ||
            analysis->tokens[i].kind == DS_TOKEN_ENTITY) {
            continue;
        }
        unknowns += rarity > DS_RARITY_COMMON;
        rarest = rarity > rarest ? rarity : rarest;
        commonest = rarity < commonest ? rarity : commonest;
    }
    if (rarest > 0) {
        ds_observe_small(ex, RAREST, rarest);
        ds_observe_small(ex, COMMONEST, commonest);
    }
    ds_observe_small(ex, UNKNOWNS, unknowns);
    ds_observe_small(ex, MENTIONS, analysis->nominees.forms[candidate->form].mentions);
    ds_observe_small(ex, SEEN,
                     analysis->form_seen ? ds_observe_bucket(analysis->form_seen[candidate->form])
                                         : 0);
    ds_observe_small(ex, NAME_MARK, analysis->form_name ? analysis->form_name[candidate->form] : 0);
    if (analysis->depth[filler->first]) {
        ds_observe(ex, DEPTH, 0);
    }
    if (first->kind == DS_TOKEN_LATIN) {
        ds_observe_small(ex, LATIN, latin_shape(analysis, first));
    }
    if (analysis->marks[filler->last] & 1u << DS_STRETCH_OWNER) {
        ds_observe(ex, OWNER, 0);
    }
    ds_observe_small(ex, ORDINAL, run->ordinal);
    for (size_t i = filler->last + 1u, d = 0; i < analysis->n_tokens && d < 4; i++, d++) {
        uint16_t e = analysis->tokens[i].entity;
        if (e != DS_TOKEN_NOTHING && analysis->entities[e].kind == DS_ENTITY_STAKE) {
            ds_observe_small(ex, STAKE_BEHIND, d);
            break;
        }
    }
    add_edges(ex, filler);
    size_t whole = analysis->nominees.forms[candidate->form].whole;
    whole -= (candidate->bits & DS_NOMINEE_CHAIN) != 0;
    ds_observe_small(ex, ELSEWHERE, whole < 3 ? whole : 3);
    add_core(ex, filler, run);
}

/* What rules say of a span.  True: one picks it for this role. */
static bool add_rules(extractor *ex, const ds_filler *filler, ds_role role)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    bool picked = false;
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (filler->first < pick->first || filler->last > pick->last) {
            continue;
        }
        if (pick->role == role) {
            picked = true;
            ds_observe_bag(ex, RULE_PICK, pick->rule, from);
            if (filler->first == pick->first && filler->last == pick->last) {
                ds_observe_bag(ex, RULE_EDGE, pick->rule, from);
            }
        } else {
            ds_observe_bag(ex, RULE_OTHER, pick->role, from);
        }
    }
    return picked;
}

void ds_observe_pairs(extractor *ex, const ds_filler *filler, const ds_anchor *anchor, ds_role role)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    for (size_t p = 0; anchor->target && p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (pick->role == role && filler->first >= pick->first && filler->last <= pick->last &&
            ds_pick_pairs(analysis, pick, anchor->target->first, anchor->target->last)) {
            ds_observe_bag(ex, RULE_PAIR, pick->rule, from);
        }
    }
}

static bool is_picked_as(const ds_analysis *analysis, const ds_filler *filler, ds_role role)
{
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (pick->role == role && filler->first >= pick->first && filler->last <= pick->last) {
            return true;
        }
    }
    return false;
}

/* What the party was in deals before.  Who buys here by some rule is no target
 * again for having been one. */
static void add_past(extractor *ex, const ds_filler *filler, ds_role role)
{
    const ds_analysis *analysis = ex->analysis;
    if (!analysis->form_roles ||
        (role == DS_ROLE_TARGET && is_picked_as(analysis, filler, DS_ROLE_ACQUIRER))) {
        return;
    }
    for (size_t bit = 0; bit < DS_NAME_ROLE_BITS; bit++) {
        if (analysis->form_roles[filler->candidate->form] >> bit & 1u) {
            ds_observe(ex, ROLE_BEFORE, bit);
        }
    }
}

/* The same as gap_of(), from the target. */
static bool target_gap_of(const ds_filler *filler, const ds_filler *target, size_t *low,
                          size_t *high)
{
    bool right = filler->first > target->last;
    *low = right ? target->last : filler->last;
    *high = right ? filler->first : target->first;
    return right;
}

void ds_observe_target(extractor *ex, const ds_filler *filler, const ds_anchor *anchor)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_filler *target = anchor->target;
    if (!target) {
        ds_observe_small(ex, T_SIDE, 2);
        return;
    }
    size_t low;
    size_t high;
    unsigned right = target_gap_of(filler, target, &low, &high);
    ds_observe_small(ex, T_SIDE, right);
    ds_observe_small(ex, T_DISTANCE, ds_observe_bucket(high > low ? high - low - 1 : 0));
    ds_observe_small(ex, T_CLAUSES,
                     ds_observe_difference(analysis->clause[high], analysis->clause[low]));
    if (high == low + 2) {
        ds_observe(ex, T_JOINT_L + right, analysis->tokens[low + 1].context);
    }
    size_t order = (filler->first > anchor->trigger) + 2u * (filler->first > target->first) +
                   4u * (target->first > anchor->trigger);
    ds_observe_small(ex, T_ORDER, order);
}

static void add_place(extractor *ex, const ds_filler *filler)
{
    ds_observe(ex, BIAS, 0);
    if (ex->analysis->tokens[filler->first].begin < ex->analysis->focus) {
        ds_observe(ex, BEFORE_FOCUS, 0);
    }
}

bool ds_observe_candidate(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                          ds_role role)
{
    add_place(ex, filler);
    add_shape(ex, filler, run);
    add_past(ex, filler, role);
    return add_rules(ex, filler, role);
}

void ds_observe_beside(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                       bool right)
{
    const ds_characters *characters = ex->features->characters;
    ds_str text = ex->analysis->text;
    add_sides(ex, filler, right);
    add_run_sides(ex, run, right);
    ds_observe(ex, PREV_CHAR_L + right,
               ds_characters_before(characters, text, filler->candidate->begin));
    ds_observe(ex, NEXT_CHAR_L + right, ds_characters_at(characters, text, filler->candidate->end));
}

void ds_observe_gap(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                    uint16_t trigger)
{
    add_gap(ex, filler, trigger);
    add_run_gap(ex, filler, run, trigger);
}

/* A candidate: its parts, which scorer.c weighs one by one. */
static void add_candidate(extractor *ex, const ds_filler *filler, uint16_t trigger, ds_role role)
{
    ds_observed_run run = ds_observe_run(ex->analysis, filler);
    (void)ds_observe_candidate(ex, filler, &run, role);
    ds_observe_beside(ex, filler, &run, filler->first > trigger);
    ds_observe_gap(ex, filler, &run, trigger);
}

void ds_features_filler(const ds_features *features, const ds_analysis *analysis,
                        const ds_filler *filler, const ds_anchor *anchor, ds_role role,
                        ds_feature_list *out)
{
    extractor ex = {.features = features, .analysis = analysis, .out = out};
    size_t low;
    size_t high;
    out->n = 0;
    unsigned right = gap_of(filler, anchor->trigger, &low, &high);
    ds_observe_trigger(&ex, anchor->trigger, right);
    add_between(&ex, BETWEEN_L + right, low, high);
    if (filler->candidate) {
        add_candidate(&ex, filler, anchor->trigger, role);
    } else {
        add_place(&ex, filler);
        add_sides(&ex, filler, right);
        add_gap(&ex, filler, anchor->trigger);
        ds_observe_value(&ex, filler);
        (void)add_rules(&ex, filler, role);
    }
    if (role != DS_ROLE_TARGET) {
        ds_observe_target(&ex, filler, anchor);
        ds_observe_pairs(&ex, filler, anchor, role);
    }
    if (role != DS_ROLE_TARGET && anchor->target) {
        right = target_gap_of(filler, anchor->target, &low, &high);
        add_between(&ex, T_BETWEEN_L + right, low, high);
    }
}
