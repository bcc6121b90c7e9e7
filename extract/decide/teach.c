#include "extract/decide/teach.h"

#include "extract/decide/lesson.h"

#include <stdlib.h>

/* Folded surfaces of one sentence. */
enum { SCRATCH_BYTES = 32 * 1024 * 1024 };
ds_status ds_teacher_status(const ds_teacher *teacher)
{
    return teacher->status;
}

/* The best right mention of a deal under the target weights. */
static const ds_lesson_item *find_anchor(const ds_analysis *analysis, const ds_lesson *l,
                                         const ds_gold_deal *deal, ds_arena *arena)
{
    const ds_lesson_item *best = NULL;
    bool unnamed = deal->fields[DS_ROLE_TARGET].n_surfaces == 0;
    for (size_t i = 0; i < l->n_items; i++) {
        const ds_lesson_item *it = &l->items[i];
        bool fits = it->named
                        ? ds_gold_has(&deal->fields[DS_ROLE_TARGET],
                                      ds_lesson_form(analysis, it->filler.candidate, arena), true)
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

static ds_fit_label label_of(ds_teacher *teacher, const ds_analysis *analysis,
                             const ds_lesson_item *it, const ds_gold_field *field)
{
    if (it->filler.entity) {
        return value_fits(teacher, analysis, it->filler.entity, field, true)    ? DS_FIT_RIGHT
               : value_fits(teacher, analysis, it->filler.entity, field, false) ? DS_FIT_OUT
                                                                                : DS_FIT_WRONG;
    }
    const ds_candidate *candidate = it->filler.candidate;
    return ds_lesson_label(teacher, ds_str_slice(analysis->text, candidate->begin, candidate->end),
                           field);
}

static void teach_role(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                       const ds_lesson_item *anchor_item)
{
    ds_lesson l;
    ds_filler target = anchor_item->filler;
    ds_anchor anchor = {.trigger = anchor_item->trigger,
                        .target = anchor_item->named ? &target : NULL};
    const ds_gold_field *field = &deal->fields[teacher->role];
    if (!ds_lesson_start(teacher, analysis, &l, true) || ds_fit_unit(teacher->fit) != DS_OK) {
        teacher->status = DS_ENOMEM;
        return;
    }
    ds_choose_role_items(ds_model_features(ds_decider_model(teacher->decider)), analysis, &anchor,
                         teacher->role, ds_lesson_keep, &l);
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
    ds_str sentence = value ? ds_lesson_sentence(analysis, teacher->scratch)
                            : ds_gold_fold(analysis->text, teacher->scratch);
    if (!found && (ds_lesson_told(field, sentence) || may)) {
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
    ds_lesson l;
    if (!ds_lesson_start(teacher, analysis, &l, false)) {
        return;
    }
    ds_choose_target_items(ds_model_features(ds_decider_model(teacher->decider)), analysis, NULL, 0,
                           ds_lesson_keep, &l);
    ds_str sentence = ds_gold_fold(analysis->text, teacher->scratch);
    bool alone = ds_lesson_alone(teacher->document, analysis);
    for (size_t d = 0; d < teacher->document->n_deals; d++) {
        const ds_gold_deal *deal = &teacher->document->deals[d];
        if (deal->optional || !ds_lesson_supports(deal, sentence, alone)) {
            continue;
        }
        const ds_lesson_item *anchor = find_anchor(analysis, &l, deal, teacher->scratch);
        if (anchor && teacher->role == DS_ROLE_TOPIC) {
            ds_teach_topic(teacher, analysis, deal, anchor);
        } else if (anchor) {
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
    ds_str sentence = ds_lesson_sentence(analysis, teacher->scratch);
    for (size_t d = 0; d < teacher->document->n_deals; d++) {
        const ds_gold_deal *deal = &teacher->document->deals[d];
        if (ds_lesson_told(&deal->fields[DS_ROLE_TARGET], sentence)) {
            note_role(teacher, analysis, deal, DS_ROLE_TARGET, DS_NAME_TARGET);
            note_role(teacher, analysis, deal, DS_ROLE_ACQUIRER, DS_NAME_BUYER);
        }
    }
}

/* The role whose gold teaches this one. */
static ds_role annotated_role(ds_role role)
{
    return role == DS_ROLE_TOPIC ? DS_ROLE_ACQUIRER : role;
}

static void see(void *payload, const ds_analysis *analysis)
{
    ds_teacher *teacher = payload;
    if (!teacher->document || teacher->status != DS_OK || analysis->n_triggers == 0) {
        return;
    }
    ds_arena_reset(teacher->scratch);
    if (teacher->role == DS_ROLE_TARGET) {
        ds_teach_targets(teacher, analysis);
    } else if (teacher->document->annotated & 1u << annotated_role(teacher->role)) {
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
