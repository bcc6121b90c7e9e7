#include "extract/decide/resolve.h"

#include "extract/decide/carried.h"
#include "extract/decide/fact.h"
#include "extract/decide/target_index.h"
#include "extract/decide/topic.h"

#include <stdlib.h>

/* A nameless mention ("the price is 300 million") belongs to a deal at most
 * this many sentences before it. */
enum { FOLLOW_SENTENCES = 3 };

/* Is the buyer's mention only a piece of a mention of the target? */
static bool is_piece_of_target(const ds_resolver *resolver, const ds_mention *mention,
                               ds_range party)
{
    ds_str text = resolver->prepared->text;
    ds_str target = ds_resolver_text(resolver, mention->target.where);
    ds_str piece = ds_resolver_text(resolver, party);
    size_t inside = target.len > piece.len ? ds_str_find(target, piece, 0) : SIZE_MAX;
    if (inside == SIZE_MAX || inside > party.begin ||
        party.begin - inside + target.len > text.len) {
        return false;
    }
    size_t begin = party.begin - inside;
    return ds_str_equal(ds_str_slice(text, begin, begin + target.len), target);
}

static void drop_pieces(const ds_resolver *resolver, ds_mention *mentions, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        size_t kept = 0;
        for (size_t i = 0; i < mentions[m].n_acquirer; i++) {
            mentions[m].acquirer[kept] = mentions[m].acquirer[i];
            kept += !is_piece_of_target(resolver, &mentions[m], mentions[m].acquirer[i].where);
        }
        mentions[m].n_acquirer = kept;
    }
}

/* Targets of one sentence that were bound to the same amount share it. */
static void mark_shared(ds_mention *mentions, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        for (size_t e = m; e-- > 0 && mentions[e].sentence == mentions[m].sentence;) {
            if (mentions[m].amount.found && mentions[e].amount.found &&
                mentions[m].amount.entity.begin == mentions[e].amount.entity.begin) {
                mentions[m].shared_amount = true;
                mentions[e].shared_amount = true;
            }
        }
    }
}

/* What a topic's share is worth, in two steps: it sways a little with how a layout cuts the
 * sentences around, and the confidence of the record should not. */
static double worth_of(double share)
{
    static const double sure = 0.7;
    static const double if_sure = 0.9;
    static const double if_not = 0.6;
    return share > sure ? if_sure : if_not;
}

static bool same_decimal(ds_decimal a, ds_decimal b)
{
    return ds_decimal_compare(a, b) == 0;
}

static bool stakes_differ(const ds_mention *a, const ds_mention *b)
{
    return a->stake.found && b->stake.found && a->stake.entity.stake.has_percent &&
           b->stake.entity.stake.has_percent &&
           !same_decimal(a->stake.entity.stake.percent, b->stake.entity.stake.percent);
}

/* Nobody has more than the whole. */
static bool fit_together(const ds_mention *a, const ds_mention *b)
{
    ds_decimal whole = {.coefficient = 100};
    ds_decimal sum;
    ds_status status =
        ds_decimal_add(a->stake.entity.stake.percent, b->stake.entity.stake.percent, &sum);
    return status == DS_OK && ds_decimal_compare(sum, whole) <= 0;
}

static bool names_buyer(const ds_resolver *resolver, const ds_mention *mention, ds_range party)
{
    bool names = false;
    for (size_t i = 0; i < mention->n_acquirer && !names; i++) {
        names = ds_resolver_same(resolver, mention->acquirer[i].where, party);
    }
    return names;
}

/* Takes the firm of the deal before, and its buyer where none is told. */
static void go_on(const ds_mention *before, ds_mention *mention)
{
    mention->target = before->target;
    mention->target.inherited = true;
    mention->share = before->share;
    if (!mention->n_acquirer && before->n_acquirer) {
        mention->acquirer[0] = before->acquirer[0];
        mention->acquirer[0].inherited = true;
        mention->acquirer_share = before->acquirer_share;
        mention->n_acquirer = 1;
    }
}

/* "Later it bought the remaining 58%": of the firm of the deal before. */
static void name_the_rest(const ds_resolver *resolver, ds_mention *mentions, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        ds_mention *mention = &mentions[m];
        if (!mention->again || !ds_range_empty(mention->target.where)) {
            continue;
        }
        for (size_t e = m;
             e-- > 0 && mention->sentence - mentions[e].sentence <= FOLLOW_SENTENCES;) {
            if (!ds_range_empty(mentions[e].target.where)) {
                if (stakes_differ(&mentions[e], mention) && fit_together(&mentions[e], mention) &&
                    !names_buyer(resolver, mention, mentions[e].target.where)) {
                    go_on(&mentions[e], mention);
                }
                break;
            }
        }
    }
}

/* Whom the weights take the text to be about buys, or sells what is sold; a pack without weights
 * takes the listed company that begins a sentence before, or the last buyer. */
static void inherit(const ds_resolver *resolver, ds_mention *mentions, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        ds_mention *mention = &mentions[m];
        ds_role role = ds_topic_role(mention);
        bool weighed = mention->topic_share > 0;
        if (role == DS_ROLE_SELLER && weighed &&
            !names_buyer(resolver, mention, mention->topic.where)) {
            mention->seller[mention->n_seller++] = mention->topic;
        }
        if (role != DS_ROLE_ACQUIRER) {
            continue;
        }
        ds_party_mention found = mention->topic;
        if (!resolver->weighs_topics) {
            found.where = ds_resolver_carried(resolver, mentions, m);
            found.inherited = true;
        }
        if (!ds_range_empty(found.where)) {
            mention->acquirer[mention->n_acquirer++] = found;
            mention->acquirer_share =
                weighed ? worth_of(mention->topic_share) : mention->acquirer_share;
        }
    }
}

static bool amounts_differ(const ds_mention *a, const ds_mention *b)
{
    return a->amount.found && b->amount.found && !a->shared_amount && !b->shared_amount &&
           a->amount.entity.amount.has_value && b->amount.entity.amount.has_value &&
           !same_decimal(a->amount.entity.amount.value, b->amount.entity.amount.value);
}

static bool years_differ(const ds_mention *a, const ds_mention *b)
{
    return a->date.found && b->date.found && a->date.entity.date.text[0] &&
           b->date.entity.date.text[0] &&
           strncmp(a->date.entity.date.text, b->date.entity.date.text, 4) != 0;
}

/* Two dates that share no day. */
static bool dates_apart(const ds_mention *a, const ds_mention *b)
{
    const ds_date *left = &a->date.entity.date;
    const ds_date *right = &b->date.entity.date;
    return a->date.found && b->date.found && left->start[0] && right->start[0] &&
           (strcmp(left->end, right->start) < 0 || strcmp(right->end, left->start) < 0);
}

static bool buyers_agree(const ds_resolver *resolver, const ds_mention *a, const ds_mention *b)
{
    if (!a->n_acquirer || !b->n_acquirer || ds_fact_unsure(a) || ds_fact_unsure(b)) {
        return true;
    }
    for (size_t i = 0; i < a->n_acquirer; i++) {
        for (size_t j = 0; j < b->n_acquirer; j++) {
            if (ds_resolver_same(resolver, a->acquirer[i].where, b->acquirer[j].where)) {
                return true;
            }
        }
    }
    return false;
}

typedef enum relation { APART, SAME, CONTRADICTS } relation;

/* A description is the same only word for word. */
static bool same_target(const ds_resolver *resolver, const ds_party_mention *a,
                        const ds_party_mention *b)
{
    if (a->described || b->described) {
        return ds_str_equal(ds_resolver_name(resolver, a->where),
                            ds_resolver_name(resolver, b->where));
    }
    return ds_resolver_same(resolver, a->where, b->where);
}

/* Was the deal divided, and does the group hold another part of it? */
static bool holds_other_part(const ds_group *group, const ds_mention *mention)
{
    bool holds = false;
    for (size_t i = 0; mention->part && i < group->n_mentions && !holds; i++) {
        holds = group->mentions[i]->part != mention->part &&
                group->mentions[i]->trigger.begin == mention->trigger.begin;
    }
    return holds;
}

/* Does one sell what the other tells him to buy?  The sale comes later, or before. */
static bool is_resale(const ds_resolver *resolver, const ds_mention *a, const ds_mention *b)
{
    return (a->n_seller && names_buyer(resolver, b, a->seller[0].where)) ||
           (b->n_seller && names_buyer(resolver, a, b->seller[0].where));
}

static relation relate(const ds_resolver *resolver, const ds_group *group,
                       const ds_mention *mention)
{
    const ds_mention *fact = &group->fact;
    if (holds_other_part(group, mention) || is_resale(resolver, fact, mention)) {
        return APART;
    }
    bool unnamed = ds_range_empty(mention->target.where);
    if (unnamed || ds_range_empty(fact->target.where)) {
        size_t last = group->mentions[group->n_mentions - 1]->sentence;
        bool near = mention->sentence - last <= FOLLOW_SENTENCES;
        bool same = near && buyers_agree(resolver, fact, mention) &&
                    !amounts_differ(fact, mention) && !stakes_differ(fact, mention);
        return same && unnamed ? SAME : APART;
    }
    if (!same_target(resolver, &fact->target, &mention->target) ||
        !buyers_agree(resolver, fact, mention)) {
        return APART;
    }
    if (fact->target.described && mention->target.described &&
        (amounts_differ(fact, mention) || years_differ(fact, mention))) {
        return APART; /* two deals with a company "some maker" each */
    }
    if (stakes_differ(fact, mention) && dates_apart(fact, mention)) {
        return APART; /* first some shares, later more */
    }
    if (amounts_differ(fact, mention) || stakes_differ(fact, mention)) {
        return mention->again ? APART : CONTRADICTS;
    }
    return SAME; /* also in another year: a deal is announced, then completed */
}

static void flag(ds_group *group)
{
    const ds_mention *fact = &group->fact;
    group->flags |= fact->amount.tied && !fact->amount.found ? DS_FLAG_AMOUNT_AMBIGUOUS : 0u;
    group->flags |= fact->date.tied && !fact->date.found ? DS_FLAG_DATE_AMBIGUOUS : 0u;
    group->flags |= fact->stake.tied && !fact->stake.found ? DS_FLAG_STAKE_AMBIGUOUS : 0u;
    bool inherited = fact->n_acquirer && fact->acquirer[0].inherited;
    group->flags |= inherited ? DS_FLAG_ACQUIRER_INHERITED : 0u;
    bool seller = fact->n_seller && fact->seller[0].inherited;
    group->flags |= seller ? DS_FLAG_SELLER_INHERITED : 0u;
    bool context = fact->date.found && fact->date.entity.date.text[0] &&
                   fact->date.entity.date.basis == DS_DATE_CONTEXT;
    group->flags |= context ? DS_FLAG_DATE_INHERITED : 0u;
    bool unnamed = ds_range_empty(fact->target.where) || fact->target.described ||
                   !fact->n_acquirer || fact->acquirer[0].described;
    group->flags |= unnamed ? DS_FLAG_UNNAMED_PARTY : 0u;
}

/* Where a group's last mention that it keeps stands. */
typedef struct recent {
    size_t sentence;
    uint32_t group;
} recent;

typedef struct grouping {
    const ds_resolver *resolver;
    ds_group *groups;
    size_t n_groups;
    ds_target_index *index;
    recent *log; /* ascending by sentence */
    size_t n_log;
    uint32_t *near;
} grouping;

static int youngest_first(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a < b) - (a > b);
}

/* The groups that a mention may belong to or contradict, the youngest first;
 * one that names no target follows close behind its deal. */
static size_t find_groups(grouping *state, const ds_mention *mention, const uint32_t **out)
{
    if (!ds_range_empty(mention->target.where)) {
        ds_str name = ds_resolver_name(state->resolver, mention->target.where);
        return ds_target_index_groups(state->index, ds_target_index_find(state->index, name), true,
                                      out);
    }
    size_t n = 0;
    for (size_t i = state->n_log;
         i-- > 0 && mention->sentence - state->log[i].sentence <= FOLLOW_SENTENCES;) {
        state->near[n++] = state->log[i].group;
    }
    qsort(state->near, n, sizeof *state->near, youngest_first);
    *out = state->near;
    return n; /* a group that is there twice answers twice the same */
}

static void keep_mention(grouping *state, uint32_t group, const ds_mention *mention)
{
    ds_group *into = &state->groups[group];
    if (into->n_mentions < DS_GROUP_MAX_MENTIONS) {
        into->mentions[into->n_mentions++] = mention;
        state->log[state->n_log++] = (recent){mention->sentence, group};
    }
    ds_range target = into->fact.target.where;
    if (!ds_range_empty(target)) {
        ds_str name = ds_resolver_name(state->resolver, target);
        ds_target_index_put(state->index, group, ds_target_index_find(state->index, name));
    }
}

static void place(grouping *state, const ds_mention *mention)
{
    unsigned flags = 0;
    const uint32_t *near;
    size_t n = find_groups(state, mention, &near);
    for (size_t i = 0; i < n; i++) {
        ds_group *group = &state->groups[near[i]];
        relation how = relate(state->resolver, group, mention);
        if (how == SAME) {
            ds_fact_fill(&group->fact, mention);
            keep_mention(state, near[i], mention);
            return;
        }
        if (how == CONTRADICTS) {
            group->flags |= DS_FLAG_CONFLICT;
            flags |= DS_FLAG_CONFLICT;
        }
    }
    state->groups[state->n_groups] = (ds_group){.fact = *mention, .flags = flags};
    keep_mention(state, (uint32_t)state->n_groups++, mention);
}

/* Nobody buys his own buyer: of A-buys-B and B-buys-A in one document the
 * likelier stands, if both are told as facts. */
static bool is_mirrored(grouping *state, size_t g)
{
    const ds_resolver *resolver = state->resolver;
    const ds_mention *fact = &state->groups[g].fact;
    if (!fact->n_acquirer || ds_range_empty(fact->target.where)) {
        return false;
    }
    ds_str buyer = ds_resolver_name(resolver, fact->acquirer[0].where);
    ds_str target = ds_resolver_name(resolver, fact->target.where);
    const uint32_t *bought;
    size_t n = ds_target_index_groups(state->index, ds_target_index_find(state->index, buyer),
                                      false, &bought);
    for (size_t i = 0; i < n; i++) {
        const ds_mention *other = &state->groups[bought[i]].fact;
        if (bought[i] != g && other->n_acquirer &&
            ds_fact_asserted(&other->judgement) == ds_fact_asserted(&fact->judgement) &&
            ds_str_equal(ds_resolver_name(resolver, other->acquirer[0].where), target) &&
            (other->share > fact->share || (other->share == fact->share && bought[i] < g))) {
            return true;
        }
    }
    return false;
}

static ds_status start_grouping(grouping *state, const ds_mention *mentions, size_t n,
                                ds_arena *arena)
{
    state->groups = DS_ARENA_NEW(arena, n, ds_group);
    state->log = DS_ARENA_NEW(arena, n, recent);
    state->near = DS_ARENA_NEW(arena, n, uint32_t);
    if (!state->groups || !state->log || !state->near) {
        return DS_ENOMEM;
    }
    ds_status status = ds_target_index_new(&state->index, n, arena);
    for (size_t m = 0; status == DS_OK && m < n; m++) {
        ds_range target = mentions[m].target.where;
        if (!ds_range_empty(target)) {
            ds_target_index_add(state->index, ds_resolver_name(state->resolver, target));
        }
    }
    return status == DS_OK ? ds_target_index_link(state->index) : status;
}

ds_status ds_resolve(const ds_resolver *resolver, ds_mention *mentions, size_t n_mentions,
                     ds_arena *arena, ds_resolution *out)
{
    grouping state = {.resolver = resolver};
    ds_status status = start_grouping(&state, mentions, n_mentions, arena);
    if (status != DS_OK) {
        return status;
    }
    drop_pieces(resolver, mentions, n_mentions);
    mark_shared(mentions, n_mentions);
    name_the_rest(resolver, mentions, n_mentions);
    inherit(resolver, mentions, n_mentions);
    for (size_t m = 0; m < n_mentions; m++) {
        bool of_nothing = mentions[m].again && ds_range_empty(mentions[m].target.where) &&
                          mentions[m].share <= 0; /* no deal before that it goes on from */
        if (!of_nothing) {
            place(&state, &mentions[m]);
        }
    }
    bool *gone = DS_ARENA_NEW(arena, state.n_groups, bool);
    if (!gone) {
        return DS_ENOMEM;
    }
    for (size_t g = 0; g < state.n_groups; g++) {
        gone[g] = is_mirrored(&state, g);
    }
    ds_group *groups = state.groups;
    size_t kept = 0;
    for (size_t g = 0; g < state.n_groups; g++) {
        flag(&groups[g]);
        const ds_mention *fact = &groups[g].fact;
        bool told = fact->n_acquirer || fact->n_seller || !ds_range_empty(fact->target.where) ||
                    fact->amount.found;
        if (!gone[g] && told) {
            groups[kept++] = groups[g];
        }
    }
    *out = (ds_resolution){groups, kept};
    return DS_OK;
}
