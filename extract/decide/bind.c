#include "extract/decide/bind.h"

#include "corpus/text/utf8.h"
#include "extract/decide/eligible.h"
#include "extract/decide/respective.h"

/* Two values whose shares differ by less are a tie: the slot stays empty, a
 * wrong price costs users more than a missing one. */
static const double tie_margin = 0.02;

static ds_range in_text(const ds_analysis *analysis, size_t begin, size_t end)
{
    return (ds_range){analysis->begin + begin, analysis->begin + end};
}

static ds_str text_at(const ds_analysis *analysis, ds_range where)
{
    return ds_str_slice(analysis->text, where.begin - analysis->begin, where.end - analysis->begin);
}

static ds_party_mention party_of(const ds_analysis *analysis, const ds_candidate *candidate)
{
    return (ds_party_mention){.where = in_text(analysis, candidate->begin, candidate->end),
                              .described = (candidate->bits & DS_NOMINEE_DESCRIBED) != 0,
                              .inherited = candidate->begin < analysis->focus};
}

static bool overlaps(ds_range a, ds_range b)
{
    return a.begin < b.end && b.begin < a.end;
}

static bool is_taken(const ds_mention *mention, ds_range where)
{
    bool taken = overlaps(mention->target.where, where);
    for (size_t i = 0; i < mention->n_acquirer; i++) {
        taken = taken || overlaps(mention->acquirer[i].where, where);
    }
    for (size_t i = 0; i < mention->n_seller; i++) {
        taken = taken || overlaps(mention->seller[i].where, where);
    }
    return taken;
}

static bool chosen(const ds_target *targets, size_t n, const ds_candidate *candidate)
{
    for (size_t i = 0; i < n; i++) {
        const ds_candidate *other = targets[i].filler.candidate;
        if (targets[i].named && other->begin < candidate->end && candidate->begin < other->end) {
            return true;
        }
    }
    return false;
}

/* Does the name hold that of the deal's target? */
static bool names_target(const ds_analysis *analysis, const ds_anchor *anchor,
                         const ds_candidate *at)
{
    const ds_candidate *target = anchor->target ? anchor->target->candidate : NULL;
    return target &&
           ds_str_find(ds_str_slice(analysis->text, at->begin, at->end),
                       ds_str_slice(analysis->text, target->begin, target->end), 0) != SIZE_MAX;
}

/* Steps from a chosen party over joiners to the parties beside it. */
static void add_conjoined(const ds_binder *binder, const ds_analysis *analysis,
                          const ds_anchor *anchor, const ds_candidate *from, ds_mention *mention,
                          ds_party_mention *list, size_t *n)
{
    for (int side = 0; side < 2; side++) {
        const ds_candidate *at = from;
        while (*n < DS_MENTION_MAX_PARTIES) {
            at = ds_joined_party(&binder->joints, analysis, at, side == 1);
            if (!at || is_taken(mention, in_text(analysis, at->begin, at->end)) ||
                chosen(anchor->siblings, anchor->n_siblings, at) ||
                names_target(analysis, anchor, at)) {
                break;
            }
            list[(*n)++] = party_of(analysis, at);
        }
    }
}

/* The description joined behind this one, or NULL. */
static const ds_candidate *next_of_package(const ds_binder *binder, const ds_analysis *analysis,
                                           const ds_candidate *at)
{
    const ds_joints packages = {.joiners = binder->packages};
    const ds_candidate *next =
        at->bits & DS_NOMINEE_DESCRIBED ? ds_joined_name(&packages, analysis, at, true) : NULL;
    return next && next->bits & DS_NOMINEE_DESCRIBED ? next : NULL;
}

/* Descriptions joined behind a described target are one purchase with it:
 * nobody could tell two deals of unnamed firms apart. */
static void add_package(const ds_binder *binder, const ds_analysis *analysis,
                        const ds_target *target, ds_mention *out)
{
    const ds_candidate *at = target->named ? target->filler.candidate : NULL;
    while (at && out->n_also < DS_MENTION_MAX_PARTIES - 1) {
        at = next_of_package(binder, analysis, at);
        if (at) {
            out->also[out->n_also++] = party_of(analysis, at);
        }
    }
}

/* Takes out targets that a package before them holds. */
static size_t drop_packaged(const ds_binder *binder, const ds_analysis *analysis, ds_target *out,
                            size_t n)
{
    size_t kept = 0;
    for (size_t t = 0; t < n; t++) {
        bool packaged = false;
        for (size_t h = 0; h < n && out[t].named; h++) {
            const ds_candidate *at = out[h].named && h != t ? out[h].filler.candidate : NULL;
            while (at && !packaged) {
                at = next_of_package(binder, analysis, at);
                packaged = at == out[t].filler.candidate && at != NULL;
            }
        }
        out[kept] = out[t];
        kept += !packaged;
    }
    return kept;
}

/* Was the target bought before by another verb of the sentence? */
static bool is_repeated(const ds_analysis *analysis, const ds_target *targets, size_t n,
                        const ds_target *target)
{
    bool is = false;
    for (size_t i = 0; i < n && target->named && !is; i++) {
        is = targets[i].named && targets[i].trigger < target->trigger &&
             ds_eligible_party(analysis, targets[i].filler.candidate) ==
                 ds_eligible_party(analysis, target->filler.candidate);
    }
    return is;
}

size_t ds_bind_joined(const ds_binder *binder, const ds_analysis *analysis, ds_target *out,
                      size_t n, size_t max)
{
    n = drop_packaged(binder, analysis, out, n);
    size_t n_found = n;
    for (size_t t = 0; t < n; t++) {
        for (int side = 0; side < 2 && out[t].named; side++) {
            const ds_candidate *at = out[t].filler.candidate;
            while (n_found < max) {
                at = ds_joined_target(&binder->joints, analysis, at, side == 1);
                bool package = at && at->bits & DS_NOMINEE_DESCRIBED; /* see add_package() */
                if (!at || package || chosen(out, n_found, at) ||
                    (at->first <= out[t].trigger && out[t].trigger <= at->last)) {
                    break;
                }
                out[n_found] = out[t];
                out[n_found++].filler = (ds_filler){at->first, at->last, at, NULL};
            }
        }
    }
    return n_found;
}

static size_t token_of(const ds_analysis *analysis, size_t byte)
{
    size_t i = 0;
    while (i + 1 < analysis->n_tokens && analysis->tokens[i + 1].begin + analysis->begin <= byte) {
        i++;
    }
    return i;
}

/* Of buyers that each take one of the targets, the one of this target. */
static void share_out(const ds_binder *binder, const ds_analysis *analysis, const ds_anchor *anchor,
                      ds_mention *out)
{
    ds_party_mention *list = out->acquirer;
    ds_parties_sort(list, out->n_acquirer);
    if (out->n_acquirer < 2 || anchor->n_siblings == 0) {
        return;
    }
    size_t n =
        ds_distribute_party(&binder->distributor, analysis, anchor->siblings, anchor->n_siblings,
                            anchor->which, out->n_acquirer, token_of(analysis, list[0].where.begin),
                            token_of(analysis, list[out->n_acquirer - 1].where.begin));
    if (n != SIZE_MAX) {
        list[0] = list[n];
        out->n_acquirer = 1;
    }
}

/* Two mentions of one party, or of names that overlap. */
static bool is_one(const ds_analysis *analysis, const ds_filler *a, const ds_filler *b)
{
    return ds_eligible_overlap(a, b) ||
           ds_eligible_party(analysis, a->candidate) == ds_eligible_party(analysis, b->candidate);
}

/* Who was found to buy in a list does not sell. */
static void drop_buyers(const ds_analysis *analysis, ds_mention *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->n_seller; i++) {
        bool buys = false;
        for (size_t k = 0; k < out->n_acquirer && !buys; k++) {
            buys = ds_str_equal(text_at(analysis, out->seller[i].where),
                                text_at(analysis, out->acquirer[k].where));
        }
        out->seller[kept] = out->seller[i];
        kept += !buys;
    }
    out->n_seller = kept;
}

static ds_status bind_parties(const ds_binder *binder, const ds_analysis *analysis,
                              const ds_anchor *anchor, ds_arena *arena, ds_mention *out)
{
    ds_choice acquirer;
    ds_choice seller;
    ds_status status =
        ds_choose_role(binder->model, analysis, anchor, DS_ROLE_ACQUIRER, arena, &acquirer);
    if (status == DS_OK) {
        status = ds_choose_role(binder->model, analysis, anchor, DS_ROLE_SELLER, arena, &seller);
    }
    if (status != DS_OK) {
        return status;
    }
    if (acquirer.found && seller.found && is_one(analysis, &acquirer.filler, &seller.filler)) {
        if (acquirer.share >= seller.share) { /* one party cannot be both */
            seller.found = false;
        } else {
            acquirer.found = false;
        }
    }
    out->acquirer_refused =
        acquirer.found && acquirer.share <= ds_model_least_acquirer(binder->model);
    acquirer.found = acquirer.found && !out->acquirer_refused;
    out->acquirer_share = acquirer.found ? acquirer.share : acquirer.nobody;
    if (acquirer.found) {
        out->acquirer[out->n_acquirer++] = party_of(analysis, acquirer.filler.candidate);
    }
    if (seller.found) {
        out->seller[out->n_seller++] = party_of(analysis, seller.filler.candidate);
    }
    /* A remark in brackets is about the name before it alone. */
    bool remark =
        acquirer.found && analysis->depth[anchor->trigger] > analysis->depth[acquirer.filler.last];
    if (acquirer.found && !remark) {
        add_conjoined(binder, analysis, anchor, acquirer.filler.candidate, out, out->acquirer,
                      &out->n_acquirer);
        share_out(binder, analysis, anchor, out);
    }
    if (seller.found) {
        add_conjoined(binder, analysis, anchor, seller.filler.candidate, out, out->seller,
                      &out->n_seller);
        drop_buyers(analysis, out);
    }
    return DS_OK;
}

static void bind_value(const ds_analysis *analysis, const ds_choice *choice, ds_value_mention *out)
{
    if (!choice->found) {
        return;
    }
    out->tied = choice->margin < tie_margin;
    out->found = !out->tied;
    out->entity = ds_entity_moved(*choice->filler.entity, analysis->begin);
}

static ds_str picking_rule(const ds_binder *binder, const ds_analysis *analysis,
                           const ds_target *target)
{
    for (size_t p = 0; p < analysis->n_picks; p++) {
        const ds_pick *pick = &analysis->picks[p];
        if (target->named && pick->role == DS_ROLE_TARGET && target->filler.first >= pick->first &&
            target->filler.last <= pick->last) {
            return binder->rules[pick->rule].id;
        }
    }
    return (ds_str){NULL, 0};
}

ds_status ds_bind(const ds_binder *binder, const ds_analysis *analysis, const ds_target *targets,
                  size_t n_targets, size_t which, const ds_assigned *values, ds_arena *arena,
                  ds_mention *out)
{
    const ds_target *target = &targets[which];
    *out = (ds_mention){.share = target->share};
    const ds_token *trigger = &analysis->tokens[target->trigger];
    out->trigger = in_text(analysis, trigger->begin, trigger->end);
    out->sale = analysis->verb[target->trigger] == DS_VERB_SELL;
    if (target->named) {
        out->target = party_of(analysis, target->filler.candidate);
        add_package(binder, analysis, target, out);
    }
    const ds_candidate *name =
        is_repeated(analysis, targets, n_targets, target) ? target->filler.candidate : NULL;
    out->again = ds_instalment_beside(&binder->rest, analysis, target->trigger, name);
    out->rule = picking_rule(binder, analysis, target);
    ds_anchor anchor = {target->trigger, target->named ? &target->filler : NULL, targets, n_targets,
                        which};
    ds_status status = bind_parties(binder, analysis, &anchor, arena, out);
    bind_value(analysis, &values->amount, &out->amount);
    bind_value(analysis, &values->date, &out->date);
    bind_value(analysis, &values->stake, &out->stake);
    return status;
}
