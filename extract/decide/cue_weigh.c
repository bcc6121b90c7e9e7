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

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0xFF0C;
}

/* Semicolon, full stop, the bracket that opens an item of a digest. */
static bool is_stop(uint32_t c)
{
    return c == ';' || c == 0xFF1B || c == 0x3002 || c == 0x3010;
}

static bool holds(ds_range outer, ds_range inner)
{
    return inner.begin >= outer.begin && inner.end <= outer.end;
}

static bool is_scope(const ds_cue_hit *hit, ds_str value)
{
    return hit->field == DS_CUE_SCOPE && ds_str_equal(hit->pattern->value, value);
}

/* A trigger that only points back at a deal told elsewhere. */
static bool is_transparent(const ds_cue_view *view, ds_range trigger)
{
    for (size_t i = 0; i < view->n_hits; i++) {
        const ds_cue_hit *hit = &view->hits[i];
        if (is_scope(hit, DS_STR("same")) && holds(hit->where, trigger)) {
            return true;
        }
    }
    return false;
}

/* First trigger at or after a byte: triggers are ascending. */
static size_t first_trigger(const ds_prepared *doc, size_t byte)
{
    size_t low = 0;
    size_t high = doc->n_triggers;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->triggers[middle].begin < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* "<Purchase> of B, …: A <buys> B": does a trigger govern this deal's target,
 * told once more in the trigger's own clause? */
static bool is_told_again(const ds_cue_view *view, const ds_trigger *trigger, size_t end)
{
    const ds_judge_input *input = view->input;
    ds_str text = input->doc->text;
    ds_str target = ds_str_slice(text, input->target.begin, input->target.end);
    size_t at = trigger->end;
    for (size_t size; at < end; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        if (is_comma(c) || is_stop(c)) {
            break;
        }
    }
    size_t found =
        target.len > 0 ? ds_str_find(ds_str_slice(text, 0, at), target, trigger->end) : SIZE_MAX;
    return found != SIZE_MAX && found != input->target.begin;
}

/* Where the deal's own trigger only points back, the verb of its clause is meant. */
static void find_verb(ds_cue_view *view, const ds_cue_scan *scan)
{
    const ds_judge_input *input = view->input;
    const ds_prepared *doc = input->doc;
    view->verb = input->trigger;
    if (!is_transparent(view, input->trigger)) {
        return;
    }
    for (size_t i = first_trigger(doc, input->clause.begin);
         i < doc->n_triggers && doc->triggers[i].end <= input->clause.end; i++) {
        ds_range trigger = {doc->triggers[i].begin, doc->triggers[i].end};
        if (ds_cue_scan_tells_deal(scan, &doc->triggers[i]) && !is_transparent(view, trigger)) {
            view->verb = trigger;
            return;
        }
    }
}

/* Notes the triggers of other deals once, for the many questions to come. */
static void find_foreign(ds_cue_view *view, const ds_cue_scan *scan)
{
    const ds_judge_input *input = view->input;
    const ds_prepared *doc = input->doc;
    ds_range here = view->zones[DS_ZONE_SENTENCE];
    ds_range before = view->zones[DS_ZONE_BEFORE];
    ds_range after = view->zones[DS_ZONE_AFTER];
    ds_range later = view->zones[DS_ZONE_LATER];
    size_t begin = before.end > before.begin ? before.begin : here.begin;
    size_t end = after.end > after.begin ? after.end : here.end;
    end = later.end > end ? later.end : end;
    for (size_t i = first_trigger(doc, begin); i < doc->n_triggers && doc->triggers[i].end <= end;
         i++) {
        const ds_trigger *trigger = &doc->triggers[i];
        ds_range where = {trigger->begin, trigger->end};
        bool own = (where.begin < input->trigger.end && where.end > input->trigger.begin) ||
                   (where.begin < view->verb.end && where.end > view->verb.begin);
        if (!own && view->n_foreign < DS_CUE_MAX_FOREIGN && ds_cue_scan_tells_deal(scan, trigger) &&
            !is_transparent(view, where) && !is_told_again(view, trigger, end)) {
            view->foreign[view->n_foreign++] = (ds_range){trigger->begin, trigger->end};
        }
    }
}

ds_status ds_cue_view_read(ds_cue_view *out, ds_cue_scan *scan, const ds_judge_input *input)
{
    out->input = input;
    out->n_foreign = 0;
    ds_status status =
        ds_cue_scan_read(scan, input->doc, input->sentence, &out->hits, &out->n_hits);
    if (status == DS_OK) {
        out->zones = ds_cue_scan_zones(scan);
        find_verb(out, scan);
        find_foreign(out, scan);
    }
    return status;
}

bool ds_cue_foreign_between(const ds_cue_view *view, size_t begin, size_t end)
{
    for (size_t i = 0; i < view->n_foreign && view->foreign[i].end <= end; i++) {
        if (view->foreign[i].begin >= begin) {
            return true;
        }
    }
    return false;
}

/* A bare year opens the next item of a flattened timeline: digits of 1900 to
 * 2099 with a word, not the unit of a count, right behind them. */
static bool is_year(ds_str text, size_t at)
{
    enum { YEAR_DIGITS = 4, YEAR_SIGN = 0x5E74 };
    size_t n = 0;
    while (at + n < text.len && text.ptr[at + n] >= '0' && text.ptr[at + n] <= '9') {
        n++;
    }
    bool first = at == 0 || !((text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') ||
                              text.ptr[at - 1] == '.' || text.ptr[at - 1] == ',');
    if (!first || n != YEAR_DIGITS || at + n >= text.len) {
        return false;
    }
    bool century = memcmp(text.ptr + at, "19", 2) == 0 || memcmp(text.ptr + at, "20", 2) == 0;
    size_t size;
    uint32_t next = ds_utf8_at(text, at + n, &size);
    return century && ds_code_is_han(next) && next != YEAR_SIGN;
}

static double count_marks(const ds_cue_factors *factors, ds_str text)
{
    double product = 1;
    for (size_t at = 0, size; at < text.len; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        bool stop = is_stop(c) || is_year(text, at);
        product *= is_comma(c) ? factors->comma : stop ? factors->semicolon : 1;
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

ds_range ds_cue_clause(const ds_cue_view *view, const ds_cue_hit *hit)
{
    ds_str text = view->input->doc->text;
    ds_range zone = view->zones[hit->zone];
    ds_range out = {zone.begin, hit->where.end};
    size_t size;
    for (size_t at = zone.begin; at < hit->where.begin; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        out.begin = is_comma(c) || is_stop(c) ? at + size : out.begin;
    }
    while (out.end < zone.end) {
        uint32_t c = ds_utf8_at(text, out.end, &size);
        if (is_comma(c) || is_stop(c)) {
            break;
        }
        out.end += size;
    }
    return out;
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

static double weigh_in_sentence(const ds_cue_view *view, const ds_cue_factors *factors,
                                const ds_cue_hit *hit)
{
    ds_range anchor = anchor_of(view, hit->field);
    ds_range zone = view->zones[DS_ZONE_SENTENCE];
    bool exclusive = hit->field == DS_CUE_STATUS || hit->field == DS_CUE_PAYMENT;
    if (hit->where.begin >= anchor.end) {
        double score = weigh_gap(view, factors, (ds_range){anchor.end, hit->where.begin});
        return exclusive && is_of_other_deal(view, hit) ? score * factors->foreign : score;
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

static ds_range sentence_at(const ds_prepared *doc, size_t byte)
{
    size_t low = 0;
    size_t high = doc->n_sentences;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (doc->sentences[middle].begin <= byte) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (ds_range){doc->sentences[low].begin, doc->sentences[low].end};
}

/* The short name that a bracket behind the target defines in quotation marks. */
static ds_str find_alias(const ds_judge_input *input)
{
    enum { BRACKET_BYTES = 180 };
    ds_str text = input->doc->text;
    size_t end = input->target.end + BRACKET_BYTES;
    size_t begin = 0;
    size_t size;
    if (input->target.end >= text.len || text.ptr[input->target.end] != '(') {
        return (ds_str){NULL, 0};
    }
    for (size_t at = input->target.end; at < text.len && at < end; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        bool quote = c == '"' || c == 0x201C || c == 0x201D;
        if (quote && begin > 0) {
            return ds_str_slice(text, begin, at);
        }
        begin = quote ? at + size : begin;
        if (c == ')') {
            break;
        }
    }
    return (ds_str){NULL, 0};
}

static bool names_target(const ds_cue_view *view, ds_range where)
{
    const ds_judge_input *input = view->input;
    ds_str piece = ds_str_slice(input->doc->text, where.begin, where.end);
    ds_str target = ds_str_slice(input->doc->text, input->target.begin, input->target.end);
    ds_str alias = find_alias(input);
    return (target.len > 0 && ds_str_find(piece, target, 0) != SIZE_MAX) ||
           (alias.len > 0 && ds_str_find(piece, alias, 0) != SIZE_MAX);
}

static bool holds_scope(const ds_cue_view *view, ds_str value, ds_range where)
{
    for (size_t i = 0; i < view->n_hits; i++) {
        if (is_scope(&view->hits[i], value) && holds(where, view->hits[i].where)) {
            return true;
        }
    }
    return false;
}

/* Later sentences that name the target or speak of "this purchase" are as near
 * as the next one.  What tells another deal, or stands behind one without
 * naming the target, is not of this deal, unless it sums up all of them. */
static double weigh_later(const ds_cue_view *view, const ds_cue_factors *factors,
                          const ds_cue_hit *hit)
{
    ds_range sentence = sentence_at(view->input->doc, hit->where.begin);
    if (hit->field == DS_CUE_MOTIVE && holds_scope(view, DS_STR("all"), sentence)) {
        return 1;
    }
    /* An outcome needs its subject beside it. */
    ds_range near = hit->field == DS_CUE_STATUS ? ds_cue_clause(view, hit) : sentence;
    bool named = names_target(view, near);
    if (!named && !holds_scope(view, DS_STR("back"), near)) {
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
        return exclusive && is_of_other_deal(view, hit) ? score * factors->foreign : score;
    }
    case DS_ZONE_LATER:
        return weigh_later(view, factors, hit);
    case DS_ZONE_BEFORE:
        return weigh_gap(view, factors, (ds_range){hit->where.end, zone.end});
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
