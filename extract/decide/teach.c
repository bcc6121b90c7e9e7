#include "extract/decide/teach.h"

#include "extract/decide/choose.h"

#include <stdlib.h>

/* Folded surfaces of one sentence. */
enum { SCRATCH_BYTES = 32 * 1024 * 1024 };
/* A sentence that rightly names no deal teaches less than one that does:
 * there are many more of them. */
static const double stop_weight = 0.7;

struct ds_teacher {
    ds_decider *decider;
    ds_arena *scratch;
    ds_role role;
    ds_fit *fit;
    const ds_gold_document *document;
    ds_status status;
};

/* The items of one softmax, as they are collected. */
typedef struct item {
    ds_filler filler;
    uint16_t trigger;
    bool named;
    double score;
} item;

typedef struct lesson {
    ds_teacher *teacher;
    const ds_analysis *analysis;
    item *items;
    size_t n_items, max;
    bool store; /* into the fit, or only score */
} lesson;

ds_status ds_teacher_status(const ds_teacher *teacher)
{
    return teacher->status;
}

static void keep_item(void *payload, const ds_filler *filler, uint16_t trigger,
                      const ds_feature_list *list)
{
    lesson *l = payload;
    if (l->n_items >= l->max) {
        return;
    }
    item *it = &l->items[l->n_items++];
    *it = (item){filler ? *filler : (ds_filler){0}, trigger, filler != NULL, 0};
    if (l->store) {
        ds_status status = ds_fit_item(l->teacher->fit, list->ids, list->n);
        if (status != DS_OK) {
            l->teacher->status = status;
        }
    } else {
        it->score = ds_model_score(ds_decider_model(l->teacher->decider), DS_ROLE_TARGET, list);
    }
}

static ds_str form_of(const ds_analysis *analysis, const ds_candidate *candidate, ds_arena *arena)
{
    return ds_gold_fold(ds_str_slice(analysis->text, candidate->begin, candidate->end), arena);
}

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

/* Does the folded sentence hold any of the field's surfaces? */
static bool told_here(const ds_gold_field *field, ds_str sentence)
{
    for (size_t i = 0; i < field->n_required; i++) {
        if (field->surfaces[i].len && ds_str_find(sentence, field->surfaces[i], 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* A name that returns in another sentence need not be a target there: some
 * other value of the deal must stand beside it. */
static bool supported(const ds_gold_deal *deal, ds_str sentence, bool alone)
{
    return alone || told_here(&deal->fields[DS_ROLE_ACQUIRER], sentence) ||
           told_here(&deal->fields[DS_ROLE_AMOUNT], sentence) ||
           told_here(&deal->fields[DS_ROLE_STAKE], sentence) ||
           told_here(&deal->fields[DS_ROLE_DATE], sentence);
}

/* The sentence itself, folded, without what came before it. */
static ds_str focus_text(const ds_analysis *analysis, ds_arena *arena)
{
    return ds_gold_fold(ds_str_slice(analysis->text, analysis->focus, analysis->text.len), arena);
}

static bool is_alone(const ds_gold_document *document, const ds_analysis *analysis)
{
    return (analysis->text.len - analysis->focus) * 10 >= document->text.len * 7;
}

/* Gold targets of one sentence that are shown as taken. */
enum { MAX_TAKEN = DS_CHOOSE_MAX_DEALS };

typedef struct target_lesson {
    lesson base;
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
                           taken, n, keep_item, &t->base);
    return true;
}

static bool is_target_of(const target_lesson *t, const item *it, const ds_gold_deal *deal)
{
    return it->named && ds_gold_has(&deal->fields[DS_ROLE_TARGET],
                                    t->forms.folded[it->filler.candidate->form], true);
}

/* Notes the deal as taken by its mention nearest to a trigger. */
static void note_taken(target_lesson *t, const ds_gold_deal *deal)
{
    const item *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < t->base.n_items; i++) {
        const item *it = &t->base.items[i];
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
        const item *it = &t->base.items[i];
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
                         supported(deal, t->around, t->alone);
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
        const item *it = &t->base.items[i];
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
        const item *it = &t->base.items[i];
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
        const item *it = &t->base.items[i];
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

static bool start_lesson(ds_teacher *teacher, const ds_analysis *analysis, lesson *out, bool store)
{
    size_t max = 1 + analysis->n_triggers * (analysis->nominees.n_candidates + 1) +
                 analysis->n_entities + analysis->nominees.n_candidates;
    *out = (lesson){teacher, analysis, DS_ARENA_NEW(teacher->scratch, max, item), 0, max, store};
    if (!out->items) {
        teacher->status = DS_ENOMEM;
    }
    return out->items != NULL;
}

static void teach_targets(ds_teacher *teacher, const ds_analysis *analysis)
{
    target_lesson t = {.sentence = focus_text(analysis, teacher->scratch),
                       .around = ds_gold_fold(analysis->text, teacher->scratch),
                       .alone = is_alone(teacher->document, analysis)};
    if (!start_lesson(teacher, analysis, &t.base, true) ||
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
            missed = missed || told_here(target, t.sentence) || t.alone;
        } else if (target->n_required == 0) {
            unnamed =
                unnamed || (target->n_surfaces == 0 &&
                            (t.alone || told_here(&deal->fields[DS_ROLE_ACQUIRER], t.sentence)));
        } else if (teach_deal(&t, deal)) {
            note_taken(&t, deal);
            some = true;
        } else {
            missed = missed || told_here(target, t.sentence);
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

/* The best right mention of a deal under the target weights. */
static const item *find_anchor(const ds_analysis *analysis, const lesson *l,
                               const ds_gold_deal *deal, ds_arena *arena)
{
    const item *best = NULL;
    bool unnamed = deal->fields[DS_ROLE_TARGET].n_surfaces == 0;
    for (size_t i = 0; i < l->n_items; i++) {
        const item *it = &l->items[i];
        bool fits = it->named ? ds_gold_has(&deal->fields[DS_ROLE_TARGET],
                                            form_of(analysis, it->filler.candidate, arena), true)
                              : unnamed && it->trigger != DS_TOKEN_NOTHING;
        if (fits && (!best || it->score > best->score)) {
            best = it;
        }
    }
    return best;
}

static bool starts_with(ds_str text, ds_str head)
{
    return head.len > 0 && ds_str_starts(text, head);
}

static bool same_value(const ds_entity *a, const ds_entity *b)
{
    switch (a->kind) {
    case DS_ENTITY_AMOUNT:
        return a->amount.has_value && b->amount.has_value &&
               ds_decimal_compare(a->amount.value, b->amount.value) == 0;
    case DS_ENTITY_STAKE:
        return a->stake.has_percent && b->stake.has_percent &&
               ds_decimal_compare(a->stake.percent, b->stake.percent) == 0;
    case DS_ENTITY_DATE:
        return a->date.text[0] && strcmp(a->date.text, b->date.text) == 0;
    default:
        return false;
    }
}

static bool value_fits(ds_teacher *teacher, const ds_analysis *analysis, const ds_entity *entity,
                       const ds_gold_field *field, bool required)
{
    ds_str whole =
        ds_gold_fold(ds_str_slice(analysis->text, entity->begin, entity->end), teacher->scratch);
    ds_str core =
        ds_gold_fold(ds_str_slice(analysis->text, entity->core, entity->end), teacher->scratch);
    size_t n = required ? field->n_required : field->n_surfaces;
    for (size_t i = 0; i < n; i++) {
        ds_entity gold;
        const char *reason;
        ds_recognise_context context = {.published = teacher->document->published};
        if (starts_with(field->surfaces[i], whole) || starts_with(field->surfaces[i], core) ||
            (ds_recogniser_normalise(ds_decider_recogniser(teacher->decider), entity->kind,
                                     field->surfaces[i], &context, &gold, &reason) == DS_OK &&
             same_value(entity, &gold))) {
            return true;
        }
    }
    return false;
}

static ds_fit_label label_of(ds_teacher *teacher, const ds_analysis *analysis, const item *it,
                             const ds_gold_field *field)
{
    if (it->filler.entity) {
        return value_fits(teacher, analysis, it->filler.entity, field, true)    ? DS_FIT_RIGHT
               : value_fits(teacher, analysis, it->filler.entity, field, false) ? DS_FIT_OUT
                                                                                : DS_FIT_WRONG;
    }
    ds_str form = form_of(analysis, it->filler.candidate, teacher->scratch);
    return ds_gold_has(field, form, true)    ? DS_FIT_RIGHT
           : ds_gold_has(field, form, false) ? DS_FIT_OUT
                                             : DS_FIT_WRONG;
}

static void teach_role(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                       const item *anchor_item)
{
    lesson l;
    ds_filler target = anchor_item->filler;
    ds_anchor anchor = {.trigger = anchor_item->trigger,
                        .target = anchor_item->named ? &target : NULL};
    const ds_gold_field *field = &deal->fields[teacher->role];
    if (!start_lesson(teacher, analysis, &l, true) || ds_fit_unit(teacher->fit) != DS_OK) {
        teacher->status = DS_ENOMEM;
        return;
    }
    ds_choose_role_items(ds_model_features(ds_decider_model(teacher->decider)), analysis, &anchor,
                         teacher->role, keep_item, &l);
    uint8_t *labels = DS_ARENA_NEW(teacher->scratch, l.n_items, uint8_t);
    if (!labels) {
        teacher->status = DS_ENOMEM;
        return;
    }
    bool found = false;
    bool may = field->n_surfaces > field->n_required;
    for (size_t i = 0; i < l.n_items; i++) {
        if (l.items[i].named) {
            labels[i] = (uint8_t)label_of(teacher, analysis, &l.items[i], field);
            found = found || labels[i] == DS_FIT_RIGHT;
        }
    }
    bool value = teacher->role == DS_ROLE_AMOUNT || teacher->role == DS_ROLE_STAKE;
    ds_str sentence = value ? focus_text(analysis, teacher->scratch)
                            : ds_gold_fold(analysis->text, teacher->scratch);
    if (!found && (told_here(field, sentence) || may)) {
        return; /* no candidate is it, or nobody can say */
    }
    for (size_t i = 0; i < l.n_items; i++) {
        if (!l.items[i].named) {
            labels[i] = found ? DS_FIT_WRONG : DS_FIT_RIGHT;
        }
    }
    ds_status status = ds_fit_group(teacher->fit, labels, 1);
    teacher->status = status == DS_OK ? teacher->status : status;
}

static void teach_roles(ds_teacher *teacher, const ds_analysis *analysis)
{
    lesson l;
    if (!start_lesson(teacher, analysis, &l, false)) {
        return;
    }
    ds_choose_target_items(ds_model_features(ds_decider_model(teacher->decider)), analysis, NULL, 0,
                           keep_item, &l);
    ds_str sentence = ds_gold_fold(analysis->text, teacher->scratch);
    bool alone = is_alone(teacher->document, analysis);
    for (size_t d = 0; d < teacher->document->n_deals; d++) {
        const ds_gold_deal *deal = &teacher->document->deals[d];
        if (deal->optional || !supported(deal, sentence, alone)) {
            continue;
        }
        const item *anchor = find_anchor(analysis, &l, deal, teacher->scratch);
        if (anchor) {
            teach_role(teacher, analysis, deal, anchor);
        }
    }
}

static void note_role(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                      ds_role role, ds_name_role as)
{
    for (size_t f = 0; f < analysis->nominees.n_forms; f++) {
        ds_str form = analysis->nominees.forms[f].text;
        if (ds_gold_has(&deal->fields[role], ds_gold_fold(form, teacher->scratch), true)) {
            ds_names_note(ds_decider_names(teacher->decider), form, as);
        }
    }
}

/* What the sentences behind may know of the deals told here. */
static void note_roles(ds_teacher *teacher, const ds_analysis *analysis)
{
    ds_str sentence = focus_text(analysis, teacher->scratch);
    for (size_t d = 0; d < teacher->document->n_deals; d++) {
        const ds_gold_deal *deal = &teacher->document->deals[d];
        if (told_here(&deal->fields[DS_ROLE_TARGET], sentence)) {
            note_role(teacher, analysis, deal, DS_ROLE_TARGET, DS_NAME_TARGET);
            note_role(teacher, analysis, deal, DS_ROLE_ACQUIRER, DS_NAME_BUYER);
        }
    }
}

static void see(void *payload, const ds_analysis *analysis)
{
    ds_teacher *teacher = payload;
    if (!teacher->document || teacher->status != DS_OK || analysis->n_triggers == 0) {
        return;
    }
    ds_arena_reset(teacher->scratch);
    if (teacher->role == DS_ROLE_TARGET) {
        teach_targets(teacher, analysis);
    } else if (teacher->document->annotated & 1u << teacher->role) {
        teach_roles(teacher, analysis);
    }
    note_roles(teacher, analysis);
}

ds_status ds_teacher_new(ds_teacher **out, ds_decider *decider)
{
    ds_teacher *teacher = calloc(1, sizeof *teacher);
    if (!teacher) {
        return DS_ENOMEM;
    }
    teacher->decider = decider;
    ds_status status = ds_arena_new(&teacher->scratch, SCRATCH_BYTES);
    if (status != DS_OK) {
        free(teacher);
        return status;
    }
    ds_decider_hook(decider,
                    (ds_decider_hooks){.analysis = see, .payload = teacher, .teaching = true});
    *out = teacher;
    return DS_OK;
}

void ds_teacher_begin(ds_teacher *teacher, ds_role role, ds_fit *fit)
{
    teacher->role = role;
    teacher->fit = fit;
    teacher->status = DS_OK;
    teacher->document = NULL;
}

void ds_teacher_document(ds_teacher *teacher, const ds_gold_document *document)
{
    teacher->document = document;
}

void ds_teacher_free(ds_teacher *teacher)
{
    if (teacher) {
        ds_decider_hook(teacher->decider, (ds_decider_hooks){0});
        ds_arena_free(teacher->scratch);
        free(teacher);
    }
}
