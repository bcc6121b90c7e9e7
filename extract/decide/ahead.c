#include "extract/decide/ahead.h"

#include <pthread.h>
#include <stdlib.h>

typedef enum place_state { PLACE_FREE, PLACE_CLAIMED, PLACE_DONE } place_state;

typedef struct place {
    ds_ahead_result result; /* its helper's while claimed, the owner's when done */
    place_state state;
} place;

/* Below `lock` all is guarded by it; what stands between is written by the owner
 * only while nothing is claimed. */
struct ds_ahead {
    size_t max_bytes;
    ds_ahead_wake *wake;
    void *payload;
    const ds_ahead_task *tasks; /* borrowed */
    ds_str document;            /* borrowed */
    ds_recognise_context context;
    uint64_t round;
    pthread_mutex_t lock;
    pthread_cond_t done;         /* a place is */
    size_t n_tasks;              /* 0: closed                       */
    size_t next;                 /* the first that nobody has begun */
    size_t at;                   /* where the owner is              */
    bool starving;               /* a helper went away for want of a free place */
    place places[DS_AHEAD_MOST]; /* task: number modulo DS_AHEAD_MOST */
};

ds_status ds_ahead_new(ds_ahead **out, size_t max_bytes, ds_ahead_wake *wake, void *payload)
{
    ds_ahead *ahead = calloc(1, sizeof *ahead);
    if (!ahead) {
        return DS_ENOMEM;
    }
    ahead->max_bytes = max_bytes;
    ahead->wake = wake;
    ahead->payload = payload;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->done, NULL);
    *out = ahead;
    return DS_OK;
}

static void drop_overruns(ds_ahead_result *result)
{
    free(result->overruns);
    result->overruns = NULL;
    result->n_overruns = 0;
}

void ds_ahead_free(ds_ahead *ahead)
{
    if (ahead) {
        for (size_t i = 0; i < DS_AHEAD_MOST; i++) {
            drop_overruns(&ahead->places[i].result);
            ds_arena_free(ahead->places[i].result.arena);
        }
        pthread_cond_destroy(&ahead->done);
        pthread_mutex_destroy(&ahead->lock);
        free(ahead);
    }
}

static place *place_of(ds_ahead *ahead, size_t task)
{
    return &ahead->places[task % DS_AHEAD_MOST];
}

/* ---- the owner -------------------------------------------------------- */

void ds_ahead_open(ds_ahead *ahead, const ds_ahead_task *tasks, size_t n, ds_str document,
                   ds_recognise_context context)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->tasks = tasks;
    ahead->document = document;
    ahead->context = context;
    ahead->round++;
    ahead->n_tasks = n;
    ahead->next = 0;
    ahead->at = 0;
    ahead->starving = false;
    pthread_mutex_unlock(&ahead->lock);
    ahead->wake(ahead->payload);
}

static void give_back(place *used)
{
    if (used->state == PLACE_DONE) {
        drop_overruns(&used->result);
        used->state = PLACE_FREE;
    }
}

/* Is it worth to call helpers back?  Not for every place that gets free. */
static bool is_hungry(ds_ahead *ahead)
{
    size_t begun = ahead->next - ahead->at;
    bool hungry = ahead->starving && ahead->next < ahead->n_tasks && begun <= DS_AHEAD_MOST / 2;
    ahead->starving = ahead->starving && !hungry;
    return hungry;
}

bool ds_ahead_ready(ds_ahead *ahead, size_t task)
{
    pthread_mutex_lock(&ahead->lock);
    bool ready = task >= ahead->next || place_of(ahead, task)->state == PLACE_DONE;
    pthread_mutex_unlock(&ahead->lock);
    return ready;
}

ds_ahead_result *ds_ahead_take(ds_ahead *ahead, size_t task)
{
    pthread_mutex_lock(&ahead->lock);
    if (task > 0) {
        give_back(place_of(ahead, task - 1));
    }
    ahead->at = task;
    bool mine = task == ahead->next;
    ahead->next += mine;
    place *wanted = place_of(ahead, task);
    bool hungry = is_hungry(ahead);
    if (hungry) {
        pthread_mutex_unlock(&ahead->lock);
        ahead->wake(ahead->payload);
        pthread_mutex_lock(&ahead->lock);
    }
    while (!mine && wanted->state != PLACE_DONE) {
        pthread_cond_wait(&ahead->done, &ahead->lock);
    }
    pthread_mutex_unlock(&ahead->lock);
    return mine ? NULL : &wanted->result;
}

void ds_ahead_close(ds_ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->n_tasks = 0;
    for (size_t i = 0; i < DS_AHEAD_MOST; i++) {
        while (ahead->places[i].state == PLACE_CLAIMED) {
            pthread_cond_wait(&ahead->done, &ahead->lock);
        }
        give_back(&ahead->places[i]);
    }
    pthread_mutex_unlock(&ahead->lock);
}

/* ---- helpers ---------------------------------------------------------- */

bool ds_ahead_claim(ds_ahead *ahead, size_t *task)
{
    pthread_mutex_lock(&ahead->lock);
    bool some = ahead->next < ahead->n_tasks;
    /* The owner's own place is not to be had, so that a result waits nowhere else. */
    bool room = some && ahead->next < ahead->at + DS_AHEAD_MOST &&
                place_of(ahead, ahead->next)->state == PLACE_FREE;
    if (room) {
        *task = ahead->next++;
        place_of(ahead, *task)->state = PLACE_CLAIMED;
    }
    ahead->starving = ahead->starving || (some && !room);
    pthread_mutex_unlock(&ahead->lock);
    return room;
}

uint64_t ds_ahead_round(const ds_ahead *ahead)
{
    return ahead->round;
}

static ds_status keep_overruns(ds_budget *budget, ds_ahead_result *result)
{
    const ds_overrun *overruns;
    size_t n = budget ? ds_budget_take(budget, &overruns) : 0;
    if (n == 0) {
        return DS_OK;
    }
    result->overruns = malloc(n * sizeof *overruns);
    if (!result->overruns) {
        return DS_ENOMEM;
    }
    memcpy(result->overruns, overruns, n * sizeof *overruns);
    result->n_overruns = n;
    return DS_OK;
}

static ds_status analyse(const ds_ahead *ahead, const ds_ahead_task *task,
                         const ds_analysis_tools *tools, ds_budget *budget, ds_ahead_result *result)
{
    if (!result->arena && ds_arena_new(&result->arena, ahead->max_bytes) != DS_OK) {
        return DS_ENOMEM;
    }
    ds_arena_reset(result->arena);
    result->context = ahead->context;
    ds_budget_place(budget, ahead->document, task->byte);
    ds_analysis_tools own = *tools;
    own.known = task->known; /* of the owner's document */
    ds_status status = ds_analysis_make(&own, task->text, task->begin, task->focus,
                                        &result->context, result->arena, &result->analysis);
    ds_status kept = keep_overruns(budget, result);
    return status == DS_OK ? kept : status;
}

void ds_ahead_do(ds_ahead *ahead, size_t task, const ds_analysis_tools *tools, ds_budget *budget)
{
    place *here = place_of(ahead, task);
    here->result.status = analyse(ahead, &ahead->tasks[task], tools, budget, &here->result);
    pthread_mutex_lock(&ahead->lock);
    here->state = PLACE_DONE;
    pthread_cond_signal(&ahead->done);
    pthread_mutex_unlock(&ahead->lock);
}
