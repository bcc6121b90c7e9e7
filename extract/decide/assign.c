#include "extract/decide/assign.h"

#include <math.h>

typedef struct assigner {
    const ds_model *model;
    const ds_distributor *distributor;
    const ds_analysis *analysis;
    const ds_target *targets;
    size_t n_targets;
    ds_arena *arena;
    ds_assigned *assigned;
} assigner;

static ds_choice *slot_of(ds_assigned *assigned, ds_role role)
{
    return role == DS_ROLE_AMOUNT ? &assigned->amount
           : role == DS_ROLE_DATE ? &assigned->date
                                  : &assigned->stake;
}

static ds_entity_kind kind_of(ds_role role)
{
    return role == DS_ROLE_AMOUNT ? DS_ENTITY_AMOUNT
           : role == DS_ROLE_DATE ? DS_ENTITY_DATE
                                  : DS_ENTITY_STAKE;
}

/* For one deal by itself; what a list gives it is certain. */
static ds_status choose(const assigner *at, size_t which, ds_role role, ds_choice *out)
{
    const ds_target *target = &at->targets[which];
    ds_anchor anchor = {target->trigger, target->named ? &target->filler : NULL, at->targets,
                        at->n_targets, which};
    size_t mapped;
    if (ds_distribute_value(at->distributor, at->analysis, at->targets, at->n_targets, which,
                            kind_of(role), &mapped)) {
        *out = (ds_choice){.found = true,
                           .filler.entity = &at->analysis->entities[mapped],
                           .share = 1,
                           .margin = 1};
        return DS_OK;
    }
    return ds_choose_role(at->model, at->analysis, &anchor, role, at->arena, out);
}

static size_t count_users(const assigner *at, ds_role role, const ds_entity *entity)
{
    size_t n = 0;
    for (size_t t = 0; t < at->n_targets; t++) {
        const ds_choice *choice = slot_of(&at->assigned[t], role);
        n += choice->found && choice->filler.entity == entity;
    }
    return n;
}

/* The best value for the deal that no deal has, or NULL. */
static const ds_alternative *free_value(const assigner *at, ds_role role, const ds_choice *choice)
{
    for (size_t i = 0; i < choice->n_others; i++) {
        if (count_users(at, role, choice->others[i].entity) == 0) {
            return &choice->others[i];
        }
    }
    return NULL;
}

/* Moves the deal that loses least by it; false: none loses as little as `reuse`. */
static bool move_one(const assigner *at, ds_role role, double reuse)
{
    ds_choice *mover = NULL;
    const ds_alternative *to = NULL;
    for (size_t t = 0; t < at->n_targets; t++) {
        ds_choice *choice = slot_of(&at->assigned[t], role);
        if (!choice->found || count_users(at, role, choice->filler.entity) < 2) {
            continue;
        }
        const ds_alternative *other = free_value(at, role, choice);
        if (other && other->loss < reuse && (!to || other->loss < to->loss)) {
            mover = choice;
            to = other;
        }
    }
    if (!mover) {
        return false;
    }
    mover->filler.entity = to->entity;
    mover->share *= exp(-to->loss);
    mover->margin = 1; /* the other deals have settled it */
    mover->n_others = 0;
    return true;
}

ds_status ds_assign(const ds_model *model, const ds_distributor *distributor, double reuse,
                    const ds_analysis *analysis, const ds_target *targets, size_t n_targets,
                    ds_arena *arena, ds_assigned **out)
{
    static const ds_role roles[] = {DS_ROLE_AMOUNT, DS_ROLE_DATE, DS_ROLE_STAKE};
    assigner at = {model, distributor, analysis, targets, n_targets, arena, NULL};
    at.assigned = DS_ARENA_NEW(arena, n_targets, ds_assigned);
    if (!at.assigned) {
        return DS_ENOMEM;
    }
    for (size_t t = 0; t < n_targets; t++) {
        for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++) {
            ds_status status = choose(&at, t, roles[r], slot_of(&at.assigned[t], roles[r]));
            if (status != DS_OK) {
                return status;
            }
        }
    }
    while (move_one(&at, DS_ROLE_AMOUNT, reuse) || move_one(&at, DS_ROLE_STAKE, reuse)) {
    }
    *out = at.assigned;
    return DS_OK;
}
