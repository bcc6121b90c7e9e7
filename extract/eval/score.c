#include "extract/eval/score.h"

#include <stdint.h>

static const char *const class_names[DS_SLIPS] = {
    "missed deal",   "merged deal",    "spurious deal",        "doubled deal",
    "name too long", "name too short", "name of another role", "value of another deal",
    "wrong value",   "extra value",    "missing value",
};

const char *ds_slip_class_name(ds_slip_class slip)
{
    return class_names[slip];
}

/* A document while it is scored. */
typedef struct marking {
    const ds_sheet *sheet;
    unsigned fields;
    ds_pairing pairing;
    ds_score *score;
    ds_arena *arena;
    ds_slip_sink *sink;
    void *payload;
} marking;

static void tell(const marking *work, const ds_slip *slip)
{
    if (work->sink) {
        work->sink(work->payload, slip);
    }
}

static bool is_name(ds_score_field field)
{
    return field <= DS_SCORE_SELLER;
}

/* Text and numbers may come from elsewhere in the document; labels are few. */
static bool is_told_once(ds_score_field field)
{
    return field < DS_SCORE_CURRENCY;
}

/* Does a form of one answer hold a form of the other, and more? */
static bool holds(const ds_answer *longer, const ds_answer *shorter)
{
    for (size_t i = 0; i < longer->n_forms; i++) {
        for (size_t j = 0; j < shorter->n_forms; j++) {
            if (shorter->forms[j].len &&
                ds_str_find(longer->forms[i], shorter->forms[j], 0) != SIZE_MAX) {
                return true;
            }
        }
    }
    return false;
}

static bool is_in(ds_score_field field, const ds_answer *told, ds_answers answers)
{
    for (size_t i = 0; i < answers.n_items; i++) {
        if (ds_answer_agrees(field, told, &answers.items[i])) {
            return true;
        }
    }
    return false;
}

static bool is_of_other_role(ds_score_field field, const ds_answer *told,
                             const ds_gold_answers *deal)
{
    for (ds_score_field other = DS_SCORE_ACQUIRER; is_name(field) && other <= DS_SCORE_SELLER;
         other++) {
        if (other != field && (is_in(other, told, deal->required[other]) ||
                               is_in(other, told, deal->allowed[other]))) {
            return true;
        }
    }
    return false;
}

static bool is_of_other_deal(const marking *work, ds_score_field field, const ds_answer *told,
                             const ds_gold_answers *deal)
{
    for (size_t d = 0; is_told_once(field) && d < work->sheet->n_deals; d++) {
        const ds_gold_answers *other = &work->sheet->deals[d];
        if (other != deal && is_in(field, told, other->required[field])) {
            return true;
        }
    }
    return false;
}

/* One field of a pair while its errors are told. */
typedef struct blame {
    const marking *work;
    ds_score_field field;
    const ds_record_answers *record;
    const ds_gold_answers *deal;
    ds_comparison compared; /* marks go as their errors are told */
} blame;

static void tell_value(blame *b, ds_slip_class class, size_t told, size_t wanted)
{
    const ds_answers *values = &b->record->values[b->field];
    const ds_answers *required = &b->deal->required[b->field];
    ds_slip slip = {.class = class, .field = b->field, .record = b->record, .deal = b->deal};
    if (told != SIZE_MAX) {
        slip.told = &values->items[told];
        slip.n_wrong = 1;
        b->compared.wrong[told] = false;
    }
    if (wanted != SIZE_MAX) {
        slip.wanted = &required->items[wanted];
        slip.n_missed = 1;
        b->compared.missed[wanted] = false;
    }
    tell(b->work, &slip);
}

/* Names of which an edge is wrong: told and wanted belong together. */
static void tell_edges(blame *b)
{
    ds_answers values = b->record->values[b->field];
    ds_answers required = b->deal->required[b->field];
    for (size_t p = 0; p < values.n_items; p++) {
        for (size_t g = 0; b->compared.wrong[p] && g < required.n_items; g++) {
            if (!b->compared.missed[g]) {
                continue;
            }
            if (holds(&values.items[p], &required.items[g])) {
                tell_value(b, DS_SLIP_LONG_NAME, p, g);
            } else if (holds(&required.items[g], &values.items[p])) {
                tell_value(b, DS_SLIP_SHORT_NAME, p, g);
            }
        }
    }
}

static size_t next_missed(const blame *b)
{
    size_t n = b->deal->required[b->field].n_items;
    for (size_t g = 0; g < n; g++) {
        if (b->compared.missed[g]) {
            return g;
        }
    }
    return SIZE_MAX;
}

static void tell_field(blame *b)
{
    ds_answers values = b->record->values[b->field];
    if (is_name(b->field) || b->field == DS_SCORE_SUBJECT) {
        tell_edges(b);
    }
    for (size_t p = 0; p < values.n_items; p++) {
        if (b->compared.wrong[p]) {
            size_t g = next_missed(b);
            const ds_answer *told = &values.items[p];
            ds_slip_class class = is_of_other_role(b->field, told, b->deal) ? DS_SLIP_OTHER_ROLE
                                  : is_of_other_deal(b->work, b->field, told, b->deal)
                                      ? DS_SLIP_OTHER_DEAL
                                  : g != SIZE_MAX ? DS_SLIP_WRONG_VALUE
                                                  : DS_SLIP_EXTRA_VALUE;
            tell_value(b, class, p, g);
        }
    }
    for (size_t g = next_missed(b); g != SIZE_MAX; g = next_missed(b)) {
        tell_value(b, DS_SLIP_MISSING_VALUE, SIZE_MAX, g);
    }
}

static ds_status score_pair(marking *work, const ds_record_answers *record,
                            const ds_gold_answers *deal)
{
    bool exact = true;
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        if (!(work->fields & 1u << f)) {
            continue;
        }
        blame b = {work, (ds_score_field)f, record, deal, {{0, 0, 0}, NULL, NULL}};
        ds_status status = ds_compare_field(b.field, record, deal, work->arena, &b.compared);
        if (status != DS_OK) {
            return status;
        }
        ds_counts *sum = &work->score->fields[f];
        sum->right += b.compared.counts.right;
        sum->wrong += b.compared.counts.wrong;
        sum->missed += b.compared.counts.missed;
        if (b.compared.counts.wrong || b.compared.counts.missed) {
            exact = false;
            tell_field(&b);
        }
    }
    work->score->n_exact += exact;
    return DS_OK;
}

/* Does a value agree with some deal (or record) that is another's? */
static bool agrees_with_some(const marking *work, size_t record, size_t deal)
{
    size_t n_deals = work->sheet->n_deals;
    size_t n = record == SIZE_MAX ? work->sheet->n_records : n_deals;
    for (size_t i = 0; i < n; i++) {
        size_t place = record == SIZE_MAX ? i * n_deals + deal : record * n_deals + i;
        if (ds_pairing_agrees(work->pairing.gain[place])) {
            return true;
        }
    }
    return false;
}

static void score_lone_record(marking *work, size_t r)
{
    const ds_record_answers *record = &work->sheet->records[r];
    ds_slip slip = {.class =
                        agrees_with_some(work, r, 0) ? DS_SLIP_DOUBLED_DEAL : DS_SLIP_SPURIOUS_DEAL,
                    .field = DS_SCORE_FIELDS,
                    .record = record};
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        if (work->fields & 1u << f) {
            work->score->fields[f].wrong += record->values[f].n_items;
            slip.n_wrong += record->values[f].n_items;
        }
    }
    tell(work, &slip);
}

static void score_lone_deal(marking *work, size_t d)
{
    const ds_gold_answers *deal = &work->sheet->deals[d];
    ds_slip slip = {.class = agrees_with_some(work, SIZE_MAX, d) ? DS_SLIP_MERGED_DEAL
                                                                 : DS_SLIP_MISSED_DEAL,
                    .field = DS_SCORE_FIELDS,
                    .deal = deal};
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        if (work->fields & 1u << f && !(deal->skipped & 1u << f)) {
            work->score->fields[f].missed += deal->required[f].n_items;
            slip.n_missed += deal->required[f].n_items;
        }
    }
    tell(work, &slip);
}

ds_status ds_score_add(ds_score *score, unsigned fields, const ds_sheet *sheet, ds_arena *arena,
                       ds_slip_sink *sink, void *payload)
{
    marking work = {sheet, fields, {NULL, NULL, NULL}, score, arena, sink, payload};
    ds_status status = ds_pair(fields, sheet->records, sheet->n_records, sheet->deals,
                               sheet->n_deals, arena, &work.pairing);
    score->n_documents++;
    score->n_predicted += sheet->n_records;
    for (size_t r = 0; status == DS_OK && r < sheet->n_records; r++) {
        size_t d = work.pairing.deal_of[r];
        if (d == SIZE_MAX) {
            score_lone_record(&work, r);
        } else if (!sheet->deals[d].optional) {
            status = score_pair(&work, &sheet->records[r], &sheet->deals[d]);
        }
    }
    for (size_t d = 0; status == DS_OK && d < sheet->n_deals; d++) {
        if (!sheet->deals[d].optional) {
            score->n_gold++;
            if (work.pairing.record_of[d] == SIZE_MAX) {
                score_lone_deal(&work, d);
            }
        }
    }
    return status;
}

ds_counts ds_score_micro(const ds_score *score, unsigned fields)
{
    ds_counts sum = {0, 0, 0};
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        if (fields & 1u << f) {
            sum.right += score->fields[f].right;
            sum.wrong += score->fields[f].wrong;
            sum.missed += score->fields[f].missed;
        }
    }
    return sum;
}

static double share(size_t part, size_t rest)
{
    return part + rest ? (double)part / (double)(part + rest) : 0.0;
}

double ds_counts_precision(ds_counts counts)
{
    return share(counts.right, counts.wrong);
}

double ds_counts_recall(ds_counts counts)
{
    return share(counts.right, counts.missed);
}

double ds_counts_f1(ds_counts counts)
{
    double precision = ds_counts_precision(counts);
    double recall = ds_counts_recall(counts);
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0.0;
}
