#include "extract/decide/observe.h"

static size_t value_rank(const ds_analysis *analysis, const ds_entity *entity, size_t *total)
{
    size_t rank = 0;
    *total = 0;
    for (size_t i = 0; i < analysis->n_entities; i++) {
        if (analysis->entities[i].kind == entity->kind) {
            rank += &analysis->entities[i] < entity;
            (*total)++;
        }
    }
    return rank;
}

static void add_value_facts(ds_observer *ex, const ds_entity *entity)
{
    enum { PER_UNIT, FOREIGN, RESOLVED, DAY, STRONG, CONTROL, NUMBERED, BARE };
    switch (entity->kind) {
    case DS_ENTITY_AMOUNT:
        if (entity->amount.per_unit) {
            ds_observe(ex, V_FACT, PER_UNIT);
        }
        if (strcmp(entity->amount.currency, "CNY") != 0) {
            ds_observe(ex, V_FACT, FOREIGN);
        }
        ds_observe_small(ex, V_QUALIFIER, entity->amount.qualifier);
        break;
    case DS_ENTITY_DATE:
        if (entity->date.text[0]) {
            ds_observe(ex, V_FACT, RESOLVED);
        }
        if (entity->date.bare_year) {
            ds_observe(ex, V_FACT, BARE);
        }
        if (entity->date.start[0] && strcmp(entity->date.start, entity->date.end) == 0) {
            ds_observe(ex, V_FACT, DAY);
        }
        break;
    case DS_ENTITY_STAKE:
        if (entity->stake.strong) {
            ds_observe(ex, V_FACT, STRONG);
        }
        if (entity->stake.control) {
            ds_observe(ex, V_FACT, CONTROL);
        }
        if (entity->stake.has_percent) {
            ds_observe(ex, V_FACT, NUMBERED);
        }
        ds_observe_small(ex, V_QUALIFIER, entity->stake.qualifier);
        break;
    default:
        break;
    }
}

void ds_observe_value(ds_observer *ex, const ds_filler *filler)
{
    enum { LEFT = 7, RIGHT = 4 };
    const ds_analysis *analysis = ex->analysis;
    size_t total;
    size_t rank = value_rank(analysis, filler->entity, &total);
    ds_observe_small(ex, V_RANK, rank < 3 ? rank + 4 * (total < 3 ? total : 3) : SMALL_VALUES - 1);
    ds_observe_small(ex, V_START, filler->first < 4 ? filler->first : 4);
    add_value_facts(ex, filler->entity);
    size_t from = ex->out->n;
    size_t begin = filler->first > LEFT ? filler->first - LEFT : 0;
    for (size_t i = begin; i < filler->first; i++) {
        if (analysis->clause[i] == analysis->clause[filler->first]) {
            ds_observe_bag(ex, V_LEFT, analysis->tokens[i].context, from);
        }
    }
    from = ex->out->n;
    for (size_t i = filler->last + 1u; i < analysis->n_tokens && i <= filler->last + (size_t)RIGHT;
         i++) {
        ds_observe_bag(ex, V_RIGHT, analysis->tokens[i].context, from);
    }
    if (analysis->depth[filler->first]) {
        ds_observe(ex, DEPTH, 0);
    }
}
