#include "extract/decide/eligible.h"

#include "corpus/text/utf8.h"

#include <limits.h>

/* Whole currency units: less is the price of a share or a thing. */
enum { LEAST_PRICE = 1000 };
/* Triggers of one sentence that are tried. */
enum { MAX_TRIGGERS = 12 };

static size_t apart(const ds_filler *filler, size_t token)
{
    return token < filler->first  ? filler->first - token
           : token > filler->last ? token - filler->last
                                  : 0;
}

static bool in_reach(const ds_filler *filler, size_t trigger)
{
    size_t distance = apart(filler, trigger);
    size_t most = filler->first > trigger ? DS_CHOOSE_MAX_RIGHT : DS_CHOOSE_MAX_TOKENS;
    return distance > 0 && distance <= most;
}

static ds_filler filler_of(const ds_candidate *candidate)
{
    return (ds_filler){candidate->first, candidate->last, candidate, NULL};
}

/* A description and the name behind it: the name alone is the party. */
static bool is_headed(const ds_candidate *candidate)
{
    const uint32_t whole = DS_NOMINEE_DESCRIBED | DS_NOMINEE_LISTED;
    return (candidate->bits & DS_NOMINEE_HEADED) && !(candidate->bits & whole);
}

/* Marks of any of its tokens, and those that all of them have. */
static unsigned marks_of(const ds_analysis *analysis, const ds_candidate *candidate,
                         unsigned *whole)
{
    unsigned marks = 0;
    *whole = UINT_MAX;
    for (size_t i = candidate->first; i <= candidate->last; i++) {
        marks |= analysis->marks[i];
        *whole &= analysis->marks[i];
    }
    return marks;
}

/* Sources of tables, headings and legal forms alone are nobody; in a caption stand
 * names, but no nouns. */
static bool is_nobody(const ds_candidate *candidate, unsigned marks, unsigned whole)
{
    const uint32_t name = DS_NOMINEE_LISTED | DS_NOMINEE_LEGAL | DS_NOMINEE_LATIN;
    bool noun = marks & 1u << DS_STRETCH_NOUN && candidate->bits & DS_NOMINEE_COMMON &&
                !(candidate->bits & name);
    return noun || marks & 1u << DS_STRETCH_PARTY || whole & 1u << DS_STRETCH_FORM;
}

/* A town that no list of companies knows buys and sells nothing. */
static bool is_bare_place(const ds_analysis *analysis, const ds_candidate *candidate)
{
    const uint32_t name = DS_NOMINEE_LISTED | DS_NOMINEE_QUOTED | DS_NOMINEE_CODE;
    return candidate->first == candidate->last && !(candidate->bits & name) &&
           analysis->tokens[candidate->first].pos == DS_POS_PLACE;
}

/* What a candidate may not be, whatever the deal. */
enum { BARRED_AS_TARGET = 1, BARRED_AS_BUYER = 2, BARRED_AS_SELLER = 4, BARRED = 7 };

/* A piece of a listed name is no buyer; of targets that is only a hint: what is
 * bought is often a part. */
static uint8_t bar_of(const ds_analysis *analysis, const ds_candidate *candidate)
{
    bool party = !is_bare_place(analysis, candidate) && !(candidate->bits & DS_NOMINEE_PIECE);
    unsigned whole;
    unsigned marks = marks_of(analysis, candidate, &whole);
    bool all = is_headed(candidate) || is_nobody(candidate, marks, whole);
    bool owner = marks & 1u << DS_STRETCH_OWNER;
    return (uint8_t)((all ? BARRED : 0) | (party ? 0 : BARRED_AS_BUYER | BARRED_AS_SELLER) |
                     (owner ? BARRED_AS_TARGET | BARRED_AS_BUYER : 0));
}

static bool is_barred(const ds_analysis *analysis, size_t c, unsigned as)
{
    return as & (analysis->barred ? analysis->barred[c]
                                  : bar_of(analysis, &analysis->nominees.candidates[c]));
}

bool ds_eligible_topic(const ds_analysis *analysis, size_t c)
{
    const ds_candidate *candidate = &analysis->nominees.candidates[c];
    unsigned whole;
    unsigned marks = marks_of(analysis, candidate, &whole);
    bool source = marks & (1u << DS_STRETCH_PARTY | 1u << DS_STRETCH_CARRIED) &&
                  !(whole & 1u << DS_STRETCH_TOPIC);
    return !source && !is_bare_place(analysis, candidate) &&
           !(candidate->bits & DS_NOMINEE_PIECE) && !is_headed(candidate) &&
           !(whole & 1u << DS_STRETCH_FORM);
}

ds_status ds_eligible_bar(ds_analysis *analysis, ds_arena *arena)
{
    size_t n = analysis->nominees.n_candidates;
    uint8_t *barred = DS_ARENA_TAKE(arena, n + 1, uint8_t);
    if (!barred) {
        return DS_ENOMEM;
    }
    for (size_t c = 0; c < n; c++) {
        barred[c] = bar_of(analysis, &analysis->nominees.candidates[c]);
    }
    analysis->barred = barred;
    return DS_OK;
}

/* In a timeline or list: what stands in another row. */
static bool is_other_row(const ds_analysis *analysis, size_t token, size_t own)
{
    return analysis->row[own] && analysis->row[token] != analysis->row[own];
}

/* A token of the row that the deal stands in. */
static size_t own_row(const ds_anchor *anchor)
{
    return anchor->target ? anchor->target->first : anchor->trigger;
}

void ds_eligible_targets(const ds_analysis *analysis, ds_eligible_visit *visit, void *payload)
{
    visit(payload, NULL, NULL);
    for (size_t t = 0; t < analysis->n_triggers && t < MAX_TRIGGERS; t++) {
        uint16_t trigger = analysis->triggers[t];
        ds_anchor anchor = {.trigger = trigger};
        visit(payload, NULL, &anchor);
        for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
            ds_filler filler = filler_of(&analysis->nominees.candidates[c]);
            bool here = filler.candidate->begin >= analysis->focus;
            if (here && !is_barred(analysis, c, BARRED_AS_TARGET) && in_reach(&filler, trigger) &&
                (analysis->cells || !is_other_row(analysis, filler.first, trigger))) {
                visit(payload, &filler, &anchor);
            }
        }
    }
}

bool ds_eligible_overlap(const ds_filler *a, const ds_filler *b)
{
    if (a->candidate && b->candidate) {
        return a->candidate->begin < b->candidate->end && b->candidate->begin < a->candidate->end;
    }
    return a->first <= b->last && b->first <= a->last;
}

size_t ds_eligible_party(const ds_analysis *analysis, const ds_candidate *candidate)
{
    return analysis->form_group ? analysis->form_group[candidate->form] : candidate->form;
}

static bool same_party(const ds_analysis *analysis, const ds_filler *a, const ds_filler *b)
{
    return a->candidate && b->candidate &&
           ds_eligible_party(analysis, a->candidate) == ds_eligible_party(analysis, b->candidate);
}

/* What one trigger buys together does not buy its neighbours. */
static bool is_sibling(const ds_analysis *analysis, const ds_anchor *anchor,
                       const ds_filler *filler)
{
    for (size_t i = 0; i < anchor->n_siblings; i++) {
        const ds_target *sibling = &anchor->siblings[i];
        if (sibling->named && sibling->trigger == anchor->trigger &&
            (ds_eligible_overlap(&sibling->filler, filler) ||
             same_party(analysis, &sibling->filler, filler))) {
            return true;
        }
    }
    return false;
}

static bool role_takes(ds_role role, const ds_entity *entity)
{
    return (role == DS_ROLE_AMOUNT && entity->kind == DS_ENTITY_AMOUNT) ||
           (role == DS_ROLE_DATE && entity->kind == DS_ENTITY_DATE) ||
           (role == DS_ROLE_STAKE && entity->kind == DS_ENTITY_STAKE);
}

static bool has_digit(const ds_analysis *analysis, const ds_entity *entity)
{
    for (size_t i = entity->begin; i < entity->end; i++) {
        if (ds_code_is_digit((unsigned char)analysis->text.ptr[i])) {
            return true;
        }
    }
    return false;
}

/* Prices of one share or one piece, and sums that buy no company; the symbolic
 * price of one is a price. */
static bool is_small(const ds_amount *amount)
{
    static const ds_decimal least = {LEAST_PRICE, 0};
    static const ds_decimal symbolic = {1, 0};
    return amount->per_unit || (amount->has_value && ds_decimal_compare(amount->value, least) < 0 &&
                                ds_decimal_compare(amount->value, symbolic) != 0);
}

static bool same_clause(const ds_analysis *analysis, size_t token, const ds_anchor *anchor)
{
    return analysis->clause[token] == analysis->clause[anchor->trigger] ||
           (anchor->target && analysis->clause[token] == analysis->clause[anchor->target->last]);
}

/* "Recently" dates nothing unless the publication day is known.
 * A bare percentage in brackets or another clause is a remark, not a stake; money and shares of
 * the sentence before belong to its own deal. */
static bool is_aside(const ds_analysis *analysis, const ds_anchor *anchor, size_t e)
{
    size_t token = analysis->entity_token[e];
    const ds_entity *entity = &analysis->entities[e];
    if (analysis->refused[e]) {
        return true;
    }
    if (entity->kind == DS_ENTITY_DATE && !entity->date.text[0] && !has_digit(analysis, entity)) {
        return true;
    }
    if (entity->kind == DS_ENTITY_AMOUNT && is_small(&entity->amount)) {
        return true;
    }
    bool before = entity->begin < analysis->focus;
    return (before && entity->kind != DS_ENTITY_DATE) ||
           (entity->kind == DS_ENTITY_STAKE && !entity->stake.strong &&
            (analysis->depth[token] > 0 || !same_clause(analysis, token, anchor)));
}

/* Does a rule pick this for the role in the sentence itself, and the deal's target in the
 * same match? */
static bool is_own(const ds_analysis *analysis, const ds_anchor *anchor, const ds_pick *pick,
                   ds_role role)
{
    return pick->role == role && analysis->tokens[pick->first].begin >= analysis->focus &&
           ds_pick_pairs(analysis, pick, anchor->target->first, anchor->target->last);
}

/* Does a rule find buyer and target of this deal in the sentence itself, the
 * buyer more than a mere noun (the company)?  Then no subject is carried. */
static bool has_own_buyer(const ds_analysis *analysis, const ds_anchor *anchor)
{
    for (size_t p = 0; anchor->target && p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (!is_own(analysis, anchor, pick, DS_ROLE_ACQUIRER)) {
            continue;
        }
        for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
            const ds_candidate *candidate = &analysis->nominees.candidates[c];
            bool plain =
                candidate->bits & DS_NOMINEE_COMMON && !(candidate->bits & DS_NOMINEE_DESCRIBED);
            if (candidate->first >= pick->first && candidate->last <= pick->last && !plain) {
                return true;
            }
        }
    }
    return false;
}

/* The row of a table belongs together, wherever the trigger is. */
static bool is_near(const ds_analysis *analysis, const ds_filler *filler, const ds_anchor *anchor)
{
    size_t own = own_row(anchor);
    bool cells = analysis->cells && analysis->row[own] > 0;
    return cells ? !is_other_row(analysis, filler->first, own) : in_reach(filler, anchor->trigger);
}

/* Before the first row stands whom the list is about, and often what it tells. */
static bool has_topic(const ds_analysis *analysis, size_t trigger)
{
    for (size_t i = 0; i < trigger && analysis->row[i] == 0; i++) {
        if (analysis->marks[i] & 1u << DS_STRETCH_TOPIC) {
            return true;
        }
    }
    return false;
}

/* A row without a buyer is of the company that the list is about, never of the
 * neighbouring row's. */
static bool is_outside(const ds_analysis *analysis, const ds_candidate *candidate, size_t own,
                       bool topic)
{
    if (!is_other_row(analysis, candidate->first, own)) {
        return false;
    }
    return analysis->cells || analysis->row[candidate->first] > 0 ||
           (topic && !(analysis->marks[candidate->first] & 1u << DS_STRETCH_TOPIC));
}

static void visit_parties(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                          ds_eligible_visit *visit, void *payload)
{
    size_t begin =
        role == DS_ROLE_ACQUIRER && has_own_buyer(analysis, anchor) ? analysis->focus : 0;
    bool topic = analysis->row[own_row(anchor)] > 0 && has_topic(analysis, anchor->trigger);
    unsigned bar = role == DS_ROLE_ACQUIRER ? BARRED_AS_BUYER : BARRED_AS_SELLER;
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        ds_filler filler = filler_of(&analysis->nominees.candidates[c]);
        if (filler.candidate->begin < begin || is_barred(analysis, c, bar) ||
            !is_near(analysis, &filler, anchor) ||
            is_outside(analysis, filler.candidate, own_row(anchor), topic)) {
            continue;
        }
        if (anchor->target && (ds_eligible_overlap(&filler, anchor->target) ||
                               same_party(analysis, &filler, anchor->target))) {
            continue;
        }
        if (is_sibling(analysis, anchor, &filler)) {
            continue;
        }
        visit(payload, &filler, anchor);
    }
}

/* Does a rule find the deal's date in the sentence itself?  Then none is carried. */
static bool has_own_date(const ds_analysis *analysis, const ds_anchor *anchor)
{
    bool any = false;
    for (size_t p = 0; anchor->target && p < analysis->n_picks; p++) {
        any = any || is_own(analysis, anchor, &analysis->picks[p], DS_ROLE_DATE);
    }
    return any;
}

/* The first token of what is told with this trigger: of its clause, or of a clause before it that
 * is but a date. */
static size_t told_from(const ds_analysis *analysis, size_t trigger)
{
    size_t at = trigger;
    while (at > 0 && analysis->clause[at - 1] == analysis->clause[trigger]) {
        at--;
    }
    bool date = at >= 2 && analysis->tokens[at - 2].entity != DS_TOKEN_NOTHING &&
                analysis->entities[analysis->tokens[at - 2].entity].kind == DS_ENTITY_DATE &&
                (at == 2 || analysis->clause[at - 3] != analysis->clause[at - 2]);
    return date ? at - 2 : at;
}

/* Of further shares of one firm in a sentence, each with a verb of its own, a value belongs to the
 * verb in whose stretch it stands. */
static bool is_of_other_instalment(const ds_analysis *analysis, const ds_anchor *anchor,
                                   size_t token)
{
    for (size_t i = 0; anchor->target && i < anchor->n_siblings; i++) {
        const ds_target *other = &anchor->siblings[i];
        if (!other->named || other->trigger == anchor->trigger ||
            !same_party(analysis, &other->filler, anchor->target)) {
            continue;
        }
        bool later = other->trigger > anchor->trigger;
        size_t border = told_from(analysis, later ? other->trigger : anchor->trigger);
        if (later ? token >= border
                  : token < border && analysis->tokens[token].begin >= analysis->focus) {
            return true;
        }
    }
    return false;
}

void ds_eligible_fillers(const ds_analysis *analysis, const ds_anchor *anchor, ds_role role,
                         ds_eligible_visit *visit, void *payload)
{
    visit(payload, NULL, anchor);
    if (role == DS_ROLE_ACQUIRER || role == DS_ROLE_SELLER) {
        visit_parties(analysis, anchor, role, visit, payload);
        return;
    }
    size_t begin = role == DS_ROLE_DATE && has_own_date(analysis, anchor) ? analysis->focus : 0;
    for (size_t e = 0; e < analysis->n_entities; e++) {
        uint16_t token = analysis->entity_token[e];
        if (analysis->entities[e].begin >= begin && role_takes(role, &analysis->entities[e]) &&
            !is_aside(analysis, anchor, e)) {
            ds_filler filler = {token, token, NULL, &analysis->entities[e]};
            if (!is_near(analysis, &filler, anchor) ||
                is_other_row(analysis, token, own_row(anchor)) ||
                is_of_other_instalment(analysis, anchor, token)) {
                continue;
            }
            visit(payload, &filler, anchor);
        }
    }
}
