#include "extract/decide/cue_weigh.h"

#include "corpus/text/utf8.h"

enum {
    MAX_DISTINCT = 12, /* values of one field: the enums of the record have six at most */
};

void ds_cue_factors_read(ds_cue_factors *out, const ds_ruleset *rules, ds_cue_field field)
{
    *out = (ds_cue_factors){
        .scale = ds_cue_option(rules, field, "scale", 20),
        .comma = ds_cue_option(rules, field, "comma", 1),
        .foreign = ds_cue_option(rules, field, "foreign", 0),
        .zone = {1, ds_cue_option(rules, field, "before", 0),
                 ds_cue_option(rules, field, "after", 0), ds_cue_option(rules, field, "later", 0),
                 ds_cue_option(rules, field, "heading", 0),
                 ds_cue_option(rules, field, "parent", 0)},
        .left = ds_cue_option(rules, field, "left", 1),
        .repeat = ds_cue_option(rules, field, "repeat", 0),
        .threshold = ds_cue_option(rules, field, "threshold", 0),
        .second = ds_cue_option(rules, field, "second", 0),
        .max_values = (size_t)ds_cue_option(rules, field, "values", 1),
    };
    out->semicolon = ds_cue_option(rules, field, "semicolon", out->comma);
    if (out->scale < 1) {
        out->scale = 1;
    }
    if (out->max_values > DS_JUDGE_MAX_VALUES) {
        out->max_values = DS_JUDGE_MAX_VALUES;
    }
}

static double count_marks(const ds_cue_factors *factors, ds_str text)
{
    double product = 1;
    for (size_t at = 0, size; at < text.len; at += size) {
        ds_cue_mark mark = ds_cue_mark_at(text, at, &size);
        product *= mark == DS_MARK_COMMA  ? factors->comma
                   : mark == DS_MARK_STOP ? factors->semicolon
                                          : 1;
    }
    return product;
}

/* Motive and payment hang on the whole clause, the others on the verb. */
static ds_range anchor_of(const ds_cue_view *view, ds_cue_field field)
{
    const ds_judge_input *input = view->input;
    bool wide = field == DS_CUE_MOTIVE || field == DS_CUE_PAYMENT;
    return wide && input->clause.end > input->clause.begin ? input->clause : view->verb;
}

static bool holds(ds_range outer, ds_range inner)
{
    return inner.begin >= outer.begin && inner.end <= outer.end;
}

/* "…; B drops the <purchase> of C": words that share a clause with another
 * deal's trigger, and none with this one's, speak of that deal. */
static bool is_of_other_deal(const ds_cue_view *view, const ds_cue_hit *hit)
{
    ds_range clause = ds_cue_clause(view, hit);
    if (hit->zone == DS_ZONE_SENTENCE && holds(clause, view->verb)) {
        return false;
    }
    for (size_t i = 0; i < view->n_foreign; i++) {
        if (holds(clause, view->foreign[i])) {
            return true;
        }
    }
    return false;
}

static double weigh_gap(const ds_cue_view *view, const ds_cue_factors *factors, ds_range gap)
{
    ds_str text = ds_str_slice(view->input->doc->text, gap.begin, gap.end);
    double distance = (double)ds_utf8_count(text);
    double score = factors->scale / (factors->scale + distance) * count_marks(factors, text);
    return ds_cue_foreign_between(view, gap.begin, gap.end) ? score * factors->foreign : score;
}

/* "; to secure its ores, it <buys> D": a reason before its deal. */
static bool is_reason_of_next(const ds_cue_view *view, const ds_cue_hit *hit)
{
    size_t end = view->zones[hit->zone].end;
    return hit->field == DS_CUE_MOTIVE && ds_cue_in_scope(view, DS_STR("ahead"), hit->where) &&
           ds_cue_foreign_between(view, hit->where.end, end);
}

static double weigh_in_sentence(const ds_cue_view *view, const ds_cue_factors *factors,
                                const ds_cue_hit *hit)
{
    ds_range anchor = anchor_of(view, hit->field);
    ds_range zone = view->zones[DS_ZONE_SENTENCE];
    bool exclusive = hit->field == DS_CUE_STATUS || hit->field == DS_CUE_PAYMENT;
    if (hit->where.begin >= anchor.end) {
        double score = weigh_gap(view, factors, (ds_range){anchor.end, hit->where.begin});
        bool other = (exclusive && is_of_other_deal(view, hit)) || is_reason_of_next(view, hit);
        return other ? score * factors->foreign : score;
    }
    if (hit->where.end > anchor.begin) {
        return 1;
    }
    double score =
        factors->left * weigh_gap(view, factors, (ds_range){hit->where.end, anchor.begin});
    score *= exclusive && is_of_other_deal(view, hit) ? factors->foreign : 1;
    /* What follows an earlier deal of the sentence belongs to that deal. */
    bool claimed =
        hit->field == DS_CUE_MOTIVE && ds_cue_foreign_between(view, zone.begin, hit->where.begin);
    return claimed ? score * factors->foreign : score;
}

/* "All of these purchases were for their technology." */
static bool sums_up(const ds_cue_view *view, const ds_cue_hit *hit)
{
    return hit->field == DS_CUE_MOTIVE &&
           ds_cue_holds_scope(view, DS_STR("all"),
                              ds_cue_sentence_at(view->input->doc, hit->where.begin));
}

/* Later sentences that name the target or speak of "this purchase" are as near
 * as the next one.  What tells another deal, or stands behind one without
 * naming the target, is not of this deal, unless it sums up all of them. */
static double weigh_later(const ds_cue_view *view, const ds_cue_factors *factors,
                          const ds_cue_hit *hit)
{
    ds_range sentence = ds_cue_sentence_at(view->input->doc, hit->where.begin);
    if (sums_up(view, hit)) {
        return 1;
    }
    /* An outcome needs its subject beside it. */
    ds_range near = hit->field == DS_CUE_STATUS ? ds_cue_clause(view, hit) : sentence;
    bool named = ds_cue_names_target(view, near);
    if (!named && !ds_cue_holds_scope(view, DS_STR("back"), near)) {
        return 0;
    }
    size_t begin = named ? sentence.begin : view->zones[DS_ZONE_SENTENCE].end;
    return ds_cue_foreign_between(view, begin, sentence.end) ? factors->foreign : 1;
}

static double weigh_zone(const ds_cue_view *view, const ds_cue_factors *factors,
                         const ds_cue_hit *hit)
{
    ds_range zone = view->zones[hit->zone];
    switch (hit->zone) {
    case DS_ZONE_AFTER: {
        double later = hit->field == DS_CUE_MOTIVE ? weigh_later(view, factors, hit) : 0;
        double score = weigh_gap(view, factors, (ds_range){zone.begin, hit->where.begin});
        score = later > score ? later : score;
        bool exclusive = hit->field == DS_CUE_STATUS || hit->field == DS_CUE_PAYMENT;
        bool other = (exclusive && is_of_other_deal(view, hit)) || is_reason_of_next(view, hit);
        return other ? score * factors->foreign : score;
    }
    case DS_ZONE_LATER:
        return weigh_later(view, factors, hit);
    case DS_ZONE_BEFORE:
        return sums_up(view, hit) ? 1
                                  : weigh_gap(view, factors, (ds_range){hit->where.end, zone.end});
    case DS_ZONE_SENTENCE:
        return weigh_in_sentence(view, factors, hit);
    default:
        return 1;
    }
}

/* The target's head noun: the last words of its mention or joined to it. */
static bool is_head_noun(const ds_judge_input *input, ds_range where)
{
    ds_range target = input->target;
    return target.end > target.begin && where.begin >= target.begin && where.begin <= target.end &&
           where.end >= target.end;
}

static bool is_on_side(const ds_cue_view *view, const ds_cue_hit *hit)
{
    const ds_judge_input *input = view->input;
    ds_range where = hit->where;
    switch (hit->side) {
    case DS_CUE_LEFT:
        return hit->zone == DS_ZONE_SENTENCE && where.end <= view->verb.begin;
    case DS_CUE_RIGHT:
        return hit->zone == DS_ZONE_AFTER || hit->zone == DS_ZONE_LATER ||
               (hit->zone == DS_ZONE_SENTENCE && where.begin >= view->verb.end);
    case DS_CUE_TRIGGER:
        return where.begin < view->verb.end && where.end > view->verb.begin;
    case DS_CUE_TARGET:
        return is_head_noun(input, where);
    case DS_CUE_WITHIN:
        return hit->zone == DS_ZONE_SENTENCE;
    case DS_CUE_UNNAMED:
        return !input->named_acquirer && !input->named_target;
    default:
        return true;
    }
}

double ds_cue_weigh(const ds_cue_view *view, const ds_cue_factors *factors, const ds_cue_hit *hit)
{
    if (hit->masked || factors->zone[hit->zone] <= 0 || !is_on_side(view, hit)) {
        return 0;
    }
    if (hit->field == DS_CUE_MOTIVE && ds_cue_in_party(view->input, hit->where)) {
        return 0; /* so-and-so Supply Chain is no reason */
    }
    bool fixed = hit->side == DS_CUE_TRIGGER || hit->side == DS_CUE_TARGET;
    double near = fixed ? 1 : weigh_zone(view, factors, hit);
    return hit->pattern->weight * factors->zone[hit->zone] * near;
}

/* Scores of one value, falling; few are enough since each counts less. */
enum { MAX_SCORES = 4 };

typedef struct tally {
    ds_cue_value value;
    double scores[MAX_SCORES];
} tally;

static void tally_add(tally *sums, double score, const ds_cue_hit *hit)
{
    if (score > sums->value.best_score) {
        sums->value.best_score = score;
        sums->value.best = hit;
    }
    for (size_t i = 0; i < MAX_SCORES; i++) {
        if (score > sums->scores[i]) {
            double lower = sums->scores[i];
            sums->scores[i] = score;
            score = lower;
        }
    }
}

static tally *tally_find(tally *sums, size_t *n_sums, ds_str value)
{
    for (size_t i = 0; i < *n_sums; i++) {
        if (ds_str_equal(sums[i].value.value, value)) {
            return &sums[i];
        }
    }
    if (*n_sums == MAX_DISTINCT) {
        return NULL;
    }
    tally *added = &sums[(*n_sums)++];
    *added = (tally){.value = {.value = value}};
    return added;
}

static bool is_before(const ds_cue_value *a, const ds_cue_value *b)
{
    if (a->score > b->score || a->score < b->score) {
        return a->score > b->score;
    }
    return a->best->where.begin < b->best->where.begin;
}

static void insert_ranked(ds_cue_value *out, size_t *n_out, size_t max, ds_cue_value value)
{
    size_t at = *n_out;
    while (at > 0 && is_before(&value, &out[at - 1])) {
        at--;
    }
    if (at >= max) {
        return;
    }
    size_t kept = *n_out < max ? *n_out : max - 1;
    memmove(&out[at + 1], &out[at], (kept - at) * sizeof *out);
    out[at] = value;
    *n_out = kept + 1;
}

size_t ds_cue_rank(const ds_cue_view *view, const ds_cue_factors *factors, ds_cue_field field,
                   unsigned skip_sides, ds_cue_value *out, size_t max)
{
    tally sums[MAX_DISTINCT];
    size_t n_sums = 0;
    for (size_t i = 0; i < view->n_hits; i++) {
        const ds_cue_hit *hit = &view->hits[i];
        if (hit->field != field || (skip_sides & (1u << hit->side)) ||
            ds_str_equal(hit->pattern->value, DS_STR("none"))) {
            continue;
        }
        double score = ds_cue_weigh(view, factors, hit);
        tally *sum = score > 0 ? tally_find(sums, &n_sums, hit->pattern->value) : NULL;
        if (sum) {
            tally_add(sum, score, hit);
        }
    }
    size_t n_out = 0;
    for (size_t i = 0; i < n_sums; i++) {
        double share = 1;
        for (size_t k = 0; k < MAX_SCORES; k++) {
            sums[i].value.score += sums[i].scores[k] * share;
            share *= factors->repeat;
        }
        if (sums[i].value.score >= factors->threshold) {
            insert_ranked(out, &n_out, max, sums[i].value);
        }
    }
    while (n_out > 1 && out[n_out - 1].score < out[0].score * factors->second) {
        n_out--;
    }
    return n_out < factors->max_values ? n_out : factors->max_values;
}
