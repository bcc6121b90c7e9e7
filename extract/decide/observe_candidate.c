#include "extract/decide/observe.h"

typedef ds_observer extractor;

void ds_observe_sides(extractor *ex, const ds_filler *filler, bool right, unsigned parts)
{
    const ds_analysis *analysis = ex->analysis;
    ptrdiff_t first = filler->first;
    ptrdiff_t last = filler->last;
    if (parts & DS_OF_FIRST) {
        ds_observe(ex, PREV1_L + right, ds_observe_context(analysis, first - 1));
        ds_observe(ex, PREV2_L + right, ds_observe_context(analysis, first - 2));
    }
    if (parts & DS_OF_LAST) {
        ds_observe(ex, NEXT1_L + right, ds_observe_context(analysis, last + 1));
        ds_observe(ex, NEXT2_L + right, ds_observe_context(analysis, last + 2));
    }
    if (parts & DS_OF_FIRST) {
        ds_observe_group(ex, PREV1_GROUP_L + right, first - 1);
        ds_observe_group(ex, PREV2_GROUP_L + right, first - 2);
    }
    if (parts & DS_OF_LAST) {
        ds_observe_group(ex, NEXT1_GROUP_L + right, last + 1);
        ds_observe_group(ex, NEXT2_GROUP_L + right, last + 2);
    }
}

static void add_run_sides(extractor *ex, const ds_observed_run *run, bool right, unsigned parts)
{
    ptrdiff_t before = (ptrdiff_t)run->begin - 1;
    ptrdiff_t behind = (ptrdiff_t)run->end + 1;
    if (parts & DS_OF_FIRST) {
        ds_observe(ex, RUN_PREV_L + right, ds_observe_context(ex->analysis, before));
    }
    if (parts & DS_OF_LAST) {
        ds_observe(ex, RUN_NEXT_L + right, ds_observe_context(ex->analysis, behind));
    }
    if (parts & DS_OF_FIRST) {
        ds_observe_group(ex, RUN_PREV_GROUP_L + right, before);
    }
    if (parts & DS_OF_LAST) {
        ds_observe_group(ex, RUN_NEXT_GROUP_L + right, behind);
    }
}

/* Number of the candidate's run within the sentence: 0 is its subject more
 * often than not.  All runs before the sentence count as the last. */
static uint16_t chain_order(const ds_token_run *run)
{
    enum { BEFORE = SMALL_VALUES - 1, MOST = SMALL_VALUES - 2 };
    return run->ordinal == DS_TOKEN_NOTHING ? BEFORE : run->ordinal < MOST ? run->ordinal : MOST;
}

ds_observed_run ds_observe_run(const ds_analysis *analysis, const ds_filler *filler)
{
    const ds_token_run *first = &analysis->around[filler->first];
    uint16_t run = analysis->chain[filler->first];
    size_t next = filler->last + 1u;
    bool goes_on =
        run != DS_TOKEN_NOTHING && next < analysis->n_tokens && analysis->chain[next] == run;
    return (ds_observed_run){first->begin, goes_on ? analysis->around[next].end : filler->last,
                             chain_order(first)};
}

bool ds_observe_is_even(const ds_analysis *analysis, const ds_filler *filler)
{
    return filler->candidate->begin == analysis->tokens[filler->first].begin &&
           filler->candidate->end == analysis->tokens[filler->last].end &&
           analysis->chain[filler->first] == analysis->chain[filler->last];
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

static size_t cut_class(const ds_token *token)
{
    return token->word_class + (token->kind == DS_TOKEN_UNKNOWN ? 8u : 0);
}

/* What stands directly beside the candidate within its run: an edge that
 * cuts a name in two. */
static void add_cuts(extractor *ex, const ds_filler *filler, unsigned parts)
{
    const ds_analysis *analysis = ex->analysis;
    const ds_characters *characters = ex->features->characters;
    size_t first = filler->first;
    size_t next = filler->last + 1u;
    if (parts & DS_OF_FIRST && first > 0 && analysis->chain[first - 1] != DS_TOKEN_NOTHING) {
        const ds_token *before = &analysis->tokens[first - 1];
        size_t begin = filler->candidate->begin;
        ds_observe_small(ex, CUT_LEFT, before->pos);
        ds_observe_small(ex, CUT_LEFT_NAMING, before->naming);
        ds_observe_small(ex, CUT_LEFT_RARITY, before->rarity);
        ds_observe(ex, CUT_LEFT_CHAR, ds_characters_before(characters, analysis->text, begin));
        ds_observe_small(ex, CUT_LEFT_CLASS, cut_class(before));
    }
    if (parts & DS_OF_LAST && next < analysis->n_tokens &&
        analysis->chain[next] != DS_TOKEN_NOTHING) {
        const ds_token *behind = &analysis->tokens[next];
        size_t end = filler->candidate->end;
        ds_observe_small(ex, CUT_RIGHT, behind->pos);
        ds_observe_small(ex, CUT_RIGHT_NAMING, behind->naming);
        ds_observe_small(ex, CUT_RIGHT_RARITY, behind->rarity);
        ds_observe(ex, CUT_RIGHT_CHAR, ds_characters_at(characters, analysis->text, end));
        ds_observe_small(ex, CUT_RIGHT_CLASS, cut_class(behind));
    }
}

/* A value of its first token, and the same of its last, by the template behind. */
static void add_both(extractor *ex, unsigned parts, template_id t, size_t first, size_t last)
{
    if (parts & DS_OF_FIRST) {
        ds_observe_small(ex, t, first);
    }
    if (parts & DS_OF_LAST) {
        ds_observe_small(ex, t + 1, last);
    }
}

static void add_edges(extractor *ex, const ds_filler *filler, unsigned parts)
{
    _Static_assert(LAST_NAMING == FIRST_NAMING + 1 && LAST_RARITY == FIRST_RARITY + 1,
                   "see add_both()");
    const ds_analysis *analysis = ex->analysis;
    const ds_characters *characters = ex->features->characters;
    const ds_token *first = &analysis->tokens[filler->first];
    const ds_token *last = &analysis->tokens[filler->last];
    size_t begin = filler->candidate->begin;
    size_t end = filler->candidate->end;
    if (parts & DS_OF_FIRST) {
        ds_observe(ex, FIRST_CHAR, ds_characters_at(characters, analysis->text, begin));
    }
    if (parts & DS_OF_LAST) {
        ds_observe(ex, LAST_CHAR, ds_characters_before(characters, analysis->text, end));
    }
    add_both(ex, parts, FIRST_NAMING, first->naming, last->naming);
    if (parts & DS_OF_WHOLE) {
        ds_observe_small(ex, WORST_NAMING, worst_naming(analysis, filler->first, filler->last));
    }
    add_both(ex, parts, FIRST_RARITY, first->rarity, last->rarity);
    add_cuts(ex, filler, parts);
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

/* What the candidate is made of. */
static void add_core(extractor *ex, const ds_filler *filler)
{
    enum { MOST = 4 };
    const ds_analysis *analysis = ex->analysis;
    size_t lead = 0;
    size_t trail = 0;
    size_t n = (size_t)(filler->last - filler->first) + 1;
    unsigned seen = 0;
    for (size_t i = filler->first + 1u; i <= filler->last; i++) {
        unsigned pos = analysis->tokens[i].pos;
        if (!(seen >> pos & 1u)) {
            seen |= 1u << pos;
            ds_observe(ex, INNER_POS, pos);
        }
    }
    while (lead < n && lead < MOST && is_common_word(&analysis->tokens[filler->first + lead])) {
        lead++;
    }
    while (trail < n && trail < MOST && is_common_word(&analysis->tokens[filler->last - trail])) {
        trail++;
    }
    ds_observe_small(ex, LEAD_COMMON, lead == n ? MOST + lead : lead);
    ds_observe_small(ex, TRAIL_COMMON, trail == n ? MOST + trail : trail);
}

/* And what its edges leave of the run: common words around a rare core are descriptions, a rare
 * rest is cut off a name. */
static void add_rest(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                     unsigned parts)
{
    const ds_analysis *analysis = ex->analysis;
    if (parts & DS_OF_FIRST) {
        ds_observe_small(ex, CUT_OFF_LEFT, rarest_of(analysis, run->begin, filler->first));
    }
    if (parts & DS_OF_LAST) {
        ds_observe_small(ex, CUT_OFF_RIGHT, rarest_of(analysis, filler->last + 1u, run->end + 1u));
    }
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

static void add_size(extractor *ex, const ds_filler *filler)
{
    const ds_candidate *candidate = filler->candidate;
    for (size_t bits = candidate->bits, bit = 0; bits; bits >>= 1, bit++) {
        if (bits & 1u) {
            ds_observe(ex, NOMINEE, bit);
        }
    }
    ds_observe_small(ex, CHARS,
                     candidate->n_chars <= 8 ? candidate->n_chars
                                             : 8 + ds_observe_bucket(candidate->n_chars - 8u) / 2);
    ds_observe_small(ex, TOKENS, (size_t)(filler->last - filler->first));
}

/* Which words it begins and ends with. */
static void add_words(extractor *ex, const ds_filler *filler, unsigned parts)
{
    _Static_assert(LAST_KIND == FIRST_KIND + 1 && LAST_CLASS == FIRST_CLASS + 1 &&
                       LAST_POS == FIRST_POS + 1,
                   "see add_both()");
    const ds_token *first = &ex->analysis->tokens[filler->first];
    const ds_token *last = &ex->analysis->tokens[filler->last];
    add_both(ex, parts, FIRST_KIND, first->kind, last->kind);
    add_both(ex, parts, FIRST_CLASS, first->word_class, last->word_class);
    add_both(ex, parts, FIRST_POS, first->pos, last->pos);
    if (parts & DS_OF_FIRST) {
        ds_observe(ex, FIRST_WORD, first->context);
    }
    if (parts & DS_OF_LAST) {
        ds_observe(ex, LAST_WORD, last->context);
    }
    if (parts & DS_OF_FIRST) {
        ds_observe_group(ex, FIRST_GROUP, filler->first);
    }
    if (parts & DS_OF_LAST) {
        ds_observe_group(ex, LAST_GROUP, filler->last);
    }
}

/* How rare its words are. */
static void add_rarity(extractor *ex, const ds_filler *filler)
{
    const ds_analysis *analysis = ex->analysis;
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
}

/* Where else its text stands. */
static void add_mentions(extractor *ex, const ds_candidate *candidate)
{
    const ds_analysis *analysis = ex->analysis;
    ds_observe_small(ex, MENTIONS, analysis->nominees.forms[candidate->form].mentions);
    ds_observe_small(ex, SEEN,
                     analysis->form_seen ? ds_observe_bucket(analysis->form_seen[candidate->form])
                                         : 0);
    ds_observe_small(ex, NAME_MARK, analysis->form_name ? analysis->form_name[candidate->form] : 0);
}

static void add_elsewhere(extractor *ex, const ds_candidate *candidate)
{
    size_t whole = ex->analysis->nominees.forms[candidate->form].whole;
    whole -= (candidate->bits & DS_NOMINEE_CHAIN) != 0;
    ds_observe_small(ex, ELSEWHERE, whole < 3 ? whole : 3);
}

static void add_beginning(extractor *ex, const ds_filler *filler)
{
    const ds_token *first = &ex->analysis->tokens[filler->first];
    if (ex->analysis->depth[filler->first]) {
        ds_observe(ex, DEPTH, 0);
    }
    if (first->kind == DS_TOKEN_LATIN) {
        ds_observe_small(ex, LATIN, latin_shape(ex->analysis, first));
    }
}

static void add_stake_behind(extractor *ex, const ds_filler *filler)
{
    const ds_analysis *analysis = ex->analysis;
    for (size_t i = filler->last + 1u, d = 0; i < analysis->n_tokens && d < 4; i++, d++) {
        uint16_t e = analysis->tokens[i].entity;
        if (e != DS_TOKEN_NOTHING && analysis->entities[e].kind == DS_ENTITY_STAKE) {
            ds_observe_small(ex, STAKE_BEHIND, d);
            return;
        }
    }
}

static void add_shape(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                      unsigned parts)
{
    if (parts & DS_OF_WHOLE) {
        add_size(ex, filler);
    }
    add_words(ex, filler, parts);
    if (parts & DS_OF_WHOLE) {
        add_rarity(ex, filler);
        add_mentions(ex, filler->candidate);
    }
    if (parts & DS_OF_FIRST) {
        add_beginning(ex, filler);
    }
    if (parts & DS_OF_LAST && ex->analysis->marks[filler->last] & 1u << DS_STRETCH_OWNER) {
        ds_observe(ex, OWNER, 0);
    }
    if (parts & DS_OF_FIRST) {
        ds_observe_small(ex, ORDINAL, run->ordinal);
    }
    if (parts & DS_OF_LAST) {
        add_stake_behind(ex, filler);
    }
    add_edges(ex, filler, parts);
    if (parts & DS_OF_WHOLE) {
        add_elsewhere(ex, filler->candidate);
        add_core(ex, filler);
    }
    add_rest(ex, filler, run, parts);
}

bool ds_observe_rules(extractor *ex, const ds_filler *filler, ds_role role)
{
    const ds_analysis *analysis = ex->analysis;
    size_t from = ex->out->n;
    bool picked = false;
    size_t n = analysis->picked && !analysis->picked[filler->first] ? 0 : analysis->n_picks;
    for (size_t p = 0; p < n; p++) {
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
    unsigned roles = analysis->form_roles ? analysis->form_roles[filler->candidate->form] : 0;
    if (!roles || (role == DS_ROLE_TARGET && is_picked_as(analysis, filler, DS_ROLE_ACQUIRER))) {
        return;
    }
    for (size_t bit = 0; bit < DS_NAME_ROLE_BITS; bit++) {
        if (roles >> bit & 1u) {
            ds_observe(ex, ROLE_BEFORE, bit);
        }
    }
}

void ds_observe_place(extractor *ex, const ds_filler *filler)
{
    ds_observe(ex, BIAS, 0);
    if (ex->analysis->tokens[filler->first].begin < ex->analysis->focus) {
        ds_observe(ex, BEFORE_FOCUS, 0);
    }
}

bool ds_observe_candidate(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                          ds_role role, unsigned parts)
{
    if (parts & DS_OF_FIRST) {
        ds_observe_place(ex, filler);
    }
    add_shape(ex, filler, run, parts);
    if (!(parts & DS_OF_WHOLE)) {
        return false;
    }
    add_past(ex, filler, role);
    return ds_observe_rules(ex, filler, role);
}

void ds_observe_beside(extractor *ex, const ds_filler *filler, const ds_observed_run *run,
                       bool right, unsigned parts)
{
    const ds_characters *characters = ex->features->characters;
    const ds_candidate *candidate = filler->candidate;
    ds_str text = ex->analysis->text;
    ds_observe_sides(ex, filler, right, parts);
    add_run_sides(ex, run, right, parts);
    if (parts & DS_OF_FIRST) {
        ds_observe(ex, PREV_CHAR_L + right,
                   ds_characters_before(characters, text, candidate->begin));
    }
    if (parts & DS_OF_LAST) {
        ds_observe(ex, NEXT_CHAR_L + right, ds_characters_at(characters, text, candidate->end));
    }
}
