#include "extract/decide/lesson.h"

/* A sentence that rightly names no deal teaches less than one that does:
 * there are many more of them. */
static const double stop_weight = 0.7;

/* Per form and deal: may it be the deal's target (or the role's party)? */
typedef struct form_table {
    ds_str *folded;
    size_t n;
} form_table;

static bool fold_forms(const ds_analysis *analysis, ds_arena *arena, form_table *out)
{
    out->n = analysis->nominees.n_forms;
    out->folded = DS_ARENA_NEW(arena, out->n, ds_str);
    for (size_t f = 0; out->folded && f < out->n; f++) {
        out->folded[f] = ds_gold_fold(analysis->nominees.forms[f].text, arena);
    }
    return out->folded != NULL;
}

static bool overlaps(const ds_candidate *a, const ds_candidate *b)
{
    return a->begin < b->end && b->begin < a->end;
}

/* Gold targets of one sentence that are shown as taken. */
enum { MAX_TAKEN = DS_CHOOSE_MAX_DEALS };

typedef struct target_lesson {
    ds_lesson base;
    form_table forms;
    ds_str sentence; /* folded                       */
    ds_str around;   /* with what came before, folded */
    bool alone;
    uint8_t *labels;
    uint8_t *gold;              /* per item: 0, 1 some required deal's target, 2 left out */
    ds_target taken[MAX_TAKEN]; /* the gold deals found here, by their nearest mention */
    const ds_gold_deal *deals[MAX_TAKEN];
    size_t n_taken;
} target_lesson;

/* Collects the items anew, as they look when `n` targets are taken. */
static bool collect(target_lesson *t, const ds_target *taken, size_t n)
{
    ds_teacher *teacher = t->base.teacher;
    ds_status status = ds_fit_unit(teacher->fit);
    if (status != DS_OK) {
        teacher->status = status;
        return false;
    }
    t->base.n_items = 0;
    ds_choose_target_items(ds_model_features(ds_decider_model(teacher->decider)), t->base.analysis,
                           taken, n, ds_lesson_keep, &t->base);
    return true;
}

static bool is_target_of(const target_lesson *t, const ds_lesson_item *it, const ds_gold_deal *deal)
{
    return it->named && ds_gold_has(&deal->fields[DS_ROLE_TARGET],
                                    t->forms.folded[it->filler.candidate->form], true);
}

/* Notes the deal as taken by its mention nearest to a trigger. */
static void note_taken(target_lesson *t, const ds_gold_deal *deal)
{
    const ds_lesson_item *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < t->base.n_items; i++) {
        const ds_lesson_item *it = &t->base.items[i];
        if (t->gold[i] == 1 && is_target_of(t, it, deal)) {
            size_t gap = it->filler.first > it->trigger ? (size_t)(it->filler.first - it->trigger)
                                                        : (size_t)(it->trigger - it->filler.last);
            best = gap < least ? it : best;
            least = gap < least ? gap : least;
        }
    }
    if (best && t->n_taken < MAX_TAKEN) {
        t->deals[t->n_taken] = deal;
        t->taken[t->n_taken++] = (ds_target){best->trigger, true, best->filler, 1};
    }
}

static void mark_gold(target_lesson *t)
{
    const ds_gold_document *document = t->base.teacher->document;
    for (size_t i = 0; i < t->base.n_items; i++) {
        const ds_lesson_item *it = &t->base.items[i];
        if (!it->named) {
            continue;
        }
        ds_str form = t->forms.folded[it->filler.candidate->form];
        for (size_t d = 0; d < document->n_deals; d++) {
            const ds_gold_deal *deal = &document->deals[d];
            if (!ds_gold_has(&deal->fields[DS_ROLE_TARGET], form, false)) {
                continue;
            }
            bool right = !deal->optional &&
                         ds_gold_has(&deal->fields[DS_ROLE_TARGET], form, true) &&
                         ds_lesson_supports(deal, t->around, t->alone);
            t->gold[i] = right ? 1 : (uint8_t)(t->gold[i] ? t->gold[i] : 2);
        }
    }
}

static void add_group(target_lesson *t, double weight)
{
    ds_status status = ds_fit_group(t->base.teacher->fit, t->labels, weight);
    if (status != DS_OK) {
        t->base.teacher->status = status;
    }
}

/* One group a deal: its target must win over all that is wrong. */
static bool teach_deal(target_lesson *t, const ds_gold_deal *deal)
{
    bool found = false;
    for (size_t i = 0; i < t->base.n_items; i++) {
        const ds_lesson_item *it = &t->base.items[i];
        bool mine = t->gold[i] == 1 && is_target_of(t, it, deal);
        t->labels[i] = mine ? DS_FIT_RIGHT : t->gold[i] ? DS_FIT_OUT : DS_FIT_WRONG;
        found = found || mine;
    }
    if (found) {
        add_group(t, 1);
    }
    return found;
}

/* Each deal once more, as the last of them: the others are taken. */
static void teach_next(target_lesson *t)
{
    ds_target others[MAX_TAKEN];
    for (size_t last = 0; last < t->n_taken && t->n_taken > 1; last++) {
        size_t n = 0;
        for (size_t i = 0; i < t->n_taken; i++) {
            if (i != last) {
                others[n++] = t->taken[i];
            }
        }
        if (!collect(t, others, n)) {
            return;
        }
        (void)teach_deal(t, t->deals[last]);
    }
}

/* The deal's target is not named here: "not named" must win. */
static bool teach_unnamed(target_lesson *t)
{
    bool any = false;
    for (size_t i = 0; i < t->base.n_items; i++) {
        const ds_lesson_item *it = &t->base.items[i];
        bool empty = !it->named && it->trigger != DS_TOKEN_NOTHING;
        t->labels[i] = empty ? DS_FIT_RIGHT : t->gold[i] ? DS_FIT_OUT : DS_FIT_WRONG;
        any = any || empty;
    }
    if (any) {
        add_group(t, 1);
    }
    return any;
}

/* When all targets are taken, nothing else may be. */
static void teach_stop(target_lesson *t, bool some)
{
    for (size_t i = 0; i < t->base.n_items; i++) {
        const ds_lesson_item *it = &t->base.items[i];
        bool none = !it->named && it->trigger == DS_TOKEN_NOTHING;
        t->labels[i] = none ? DS_FIT_RIGHT : t->gold[i] ? DS_FIT_OUT : DS_FIT_WRONG;
        if (some && !it->named && !none) {
            t->labels[i] = DS_FIT_OUT;
        }
        for (size_t j = 0; it->named && !t->gold[i] && j < t->base.n_items; j++) {
            if (t->gold[j] == 1 &&
                overlaps(it->filler.candidate, t->base.items[j].filler.candidate)) {
                t->labels[i] = DS_FIT_OUT;
                break;
            }
        }
    }
    add_group(t, some ? stop_weight : 1);
}

void ds_teach_targets(ds_teacher *teacher, const ds_analysis *analysis)
{
    target_lesson t = {.sentence = ds_lesson_sentence(analysis, teacher->scratch),
                       .around = ds_gold_fold(analysis->text, teacher->scratch),
                       .alone = ds_lesson_alone(teacher->document, analysis)};
    if (!ds_lesson_start(teacher, analysis, &t.base, true) ||
        !fold_forms(analysis, teacher->scratch, &t.forms) || !collect(&t, NULL, 0)) {
        teacher->status = DS_ENOMEM;
        return;
    }
    t.labels = DS_ARENA_NEW(teacher->scratch, t.base.n_items, uint8_t);
    t.gold = DS_ARENA_NEW(teacher->scratch, t.base.n_items, uint8_t);
    if (!t.labels || !t.gold) {
        teacher->status = DS_ENOMEM;
        return;
    }
    mark_gold(&t);
    bool some = false;
    bool missed = false; /* a deal is told here whose target is no candidate */
    bool unnamed = false;
    for (size_t d = 0; d < teacher->document->n_deals; d++) {
        const ds_gold_deal *deal = &teacher->document->deals[d];
        const ds_gold_field *target = &deal->fields[DS_ROLE_TARGET];
        if (deal->optional) {
            missed = missed || ds_lesson_told(target, t.sentence) || t.alone;
        } else if (target->n_required == 0) {
            unnamed = unnamed ||
                      (target->n_surfaces == 0 &&
                       (t.alone || ds_lesson_told(&deal->fields[DS_ROLE_ACQUIRER], t.sentence)));
        } else if (teach_deal(&t, deal)) {
            note_taken(&t, deal);
            some = true;
        } else {
            missed = missed || ds_lesson_told(target, t.sentence);
        }
    }
    if (unnamed && !some && !missed) {
        teach_unnamed(&t);
        return;
    }
    teach_next(&t);
    if (!missed && !unnamed && (!some || collect(&t, t.taken, t.n_taken))) {
        teach_stop(&t, some);
    }
}
