/* observe.h - the parts that the features of a candidate are made of, by what
 * they depend on.  Private to observe*.c, which list them all for one place, and
 * scorer.c and edge.c, which weigh each part once for all places that share it.
 */
#ifndef DS_OBSERVE_H
#define DS_OBSERVE_H

#include "extract/decide/feature_template.h"

/* Of what stands between two spans this many tokens count, from the left. */
enum { DS_OBSERVE_BETWEEN = 24 };

/* Where observations go. */
typedef struct ds_observer {
    const ds_features *features;
    const ds_analysis *analysis;
    ds_feature_list *out;
} ds_observer;

/* One of any number. */
static inline void ds_observe_list(ds_observer *ex, uint32_t id)
{
    if (ex->out->n < DS_FEATURES_MAX) {
        ex->out->ids[ex->out->n++] = id;
    }
}

/* What is observed once, or at most a few times: see DS_FEATURES_ROOM. */
static inline void ds_observe(ds_observer *ex, template_id t, size_t value)
{
    ds_feature_list *out = ex->out;
    out->ids[out->n++] = ex->features->base[t] + (uint32_t)value;
}

static inline void ds_observe_small(ds_observer *ex, template_id t, size_t value)
{
    ds_observe(ex, t, value < SMALL_VALUES ? value : SMALL_VALUES - 1);
}

/* One of a bag: each value once. */
static inline void ds_observe_bag(ds_observer *ex, template_id t, size_t value, size_t from)
{
    uint32_t id = ex->features->base[t] + (uint32_t)value;
    for (size_t i = from; i < ex->out->n; i++) {
        if (ex->out->ids[i] == id) {
            return;
        }
    }
    ds_observe_list(ex, id);
}

/* What a neighbour sees of a token; also beyond the first and the last. */
static inline size_t ds_observe_context(const ds_analysis *analysis, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= analysis->n_tokens) {
        return DS_CONTEXT_EDGE;
    }
    return analysis->tokens[i].context;
}

/* The group of a token's word, if it has one. */
static inline void ds_observe_group(ds_observer *ex, template_id t, ptrdiff_t i)
{
    bool inside = i >= 0 && (size_t)i < ex->analysis->n_tokens;
    if (inside && ex->analysis->tokens[i].group) {
        ds_observe(ex, t, ex->analysis->tokens[i].group);
    }
}

static inline size_t ds_observe_bucket(size_t n)
{
    return n <= 5 ? n : n <= 8 ? 6 : n <= 12 ? 7 : n <= 18 ? 8 : n <= 30 ? 9 : 10;
}

static inline size_t ds_observe_difference(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* Lists what was listed a second time, if the sentence is lone. */
static inline void ds_observe_lone(ds_observer *ex)
{
    size_t n = ex->analysis->lone ? ex->out->n : 0;
    for (size_t i = 0; i < n; i++) {
        if (ex->out->ids[i] >= ex->features->base[FIRST_LONE]) {
            ds_observe_list(ex, ex->out->ids[i] + ds_features_lone(ex->features));
        }
    }
}

/* The run of name material that a candidate is a piece of. */
typedef struct ds_observed_run {
    uint16_t begin; /* tokens */
    uint16_t end;
    uint16_t ordinal; /* number of the run within the sentence */
} ds_observed_run;

ds_observed_run ds_observe_run(const ds_analysis *analysis, const ds_filler *filler);

/* What an observation depends on, of a candidate that ds_observe_is_even(): those that begin, or
 * end, with one token then share what that part gives. */
enum {
    DS_OF_FIRST = 1u << 0, /* on its first token              */
    DS_OF_LAST = 1u << 1,  /* on its last token               */
    DS_OF_WHOLE = 1u << 2, /* on both, and on what rules pick */
    DS_OF_ALL = DS_OF_FIRST | DS_OF_LAST | DS_OF_WHOLE,
};

/* Does it begin and end where tokens do, both in one run? */
bool ds_observe_is_even(const ds_analysis *analysis, const ds_filler *filler);

/* Of the candidate alone, as far as `parts` go.  True: a rule picks it for the role, which
 * only DS_OF_WHOLE tells. */
bool ds_observe_candidate(ds_observer *ex, const ds_filler *filler, const ds_observed_run *run,
                          ds_role role, unsigned parts);
/* And of the side on which it stands from the trigger; nothing is of DS_OF_WHOLE. */
void ds_observe_beside(ds_observer *ex, const ds_filler *filler, const ds_observed_run *run,
                       bool right, unsigned parts);
/* Of the trigger and the side. */
void ds_observe_trigger(ds_observer *ex, uint16_t trigger, bool right);
/* Of the trigger and the candidate's token next to it, but for the words between. */
void ds_observe_near(ds_observer *ex, const ds_filler *filler, uint16_t trigger);
/* And of trigger and candidate. */
void ds_observe_run_gap(ds_observer *ex, const ds_filler *filler, const ds_observed_run *run,
                        uint16_t trigger);
/* Of candidate and target, but for the words between. */
void ds_observe_target(ds_observer *ex, const ds_filler *filler, const ds_anchor *anchor);
/* What rules pick together with the target. */
void ds_observe_pairs(ds_observer *ex, const ds_filler *filler, const ds_anchor *anchor,
                      ds_role role);

/* Of any filler: where it stands, what is beside it and what rules say of it (true: one picks
 * it for the role). */
void ds_observe_place(ds_observer *ex, const ds_filler *filler);
void ds_observe_sides(ds_observer *ex, const ds_filler *filler, bool right, unsigned parts);
bool ds_observe_rules(ds_observer *ex, const ds_filler *filler, ds_role role);

/* Of an amount, a date or a stake; observe_value.c. */
void ds_observe_value(ds_observer *ex, const ds_filler *filler);

#endif /* DS_OBSERVE_H */
