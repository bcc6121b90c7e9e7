#include "extract/parallel.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

/* Where a job stands; free ones are behind the newest or before the oldest. */
typedef enum slot_state { SLOT_FREE, SLOT_READY, SLOT_TAKEN, SLOT_DONE } slot_state;

typedef struct slot {
    ds_job job;
    slot_state state;
} slot;

typedef struct crew crew;

typedef struct member {
    crew *crew;
    ds_worker worker;
    bool started;       /* ds_worker_start() was called                 */
    uint64_t holds;     /* the document whose windows are its, 0: none  */
    ds_decider *offers; /* of a window at hand that others may help with */
    pthread_t thread;
} member;

/* All fields below `lock` are guarded by it, but for the jobs of slots that
 * are taken, which are their worker's, and of the newest, the reader's. */
struct crew {
    const ds_parallel *how;
    member *members;
    size_t n_members;
    size_t n_slots;
    ds_feeder *feeder; /* borrowed */
    ds_outlet *outlet; /* borrowed; of whoever writes */
    pthread_mutex_t lock;
    pthread_cond_t work;  /* a job is ready, or it is over */
    pthread_cond_t space; /* a slot is free, or it is over */
    slot *slots;          /* a ring */
    uint64_t oldest;      /* numbers of jobs; slot: number modulo n_slots */
    uint64_t newest;      /* one past the last that is ready */
    size_t n_undone;      /* jobs that are ready or taken    */
    bool writing;
    bool over; /* no more jobs come */
    ds_status status;
    int error; /* errno of DS_EIO */
};

static slot *slot_at(crew *all, uint64_t number)
{
    return &all->slots[number % all->n_slots];
}

static void give_up(crew *all, ds_status status, int error)
{
    if (all->status == DS_OK) {
        all->status = status;
        all->error = error;
        ds_feeder_stop(all->feeder);
    }
    all->over = true;
    pthread_cond_broadcast(&all->work);
    pthread_cond_broadcast(&all->space);
}

/* ---- one thread ------------------------------------------------------- */

static ds_status run_jobs(ds_feeder *feeder, ds_worker *worker, ds_outlet *outlet)
{
    ds_job job = {0};
    ds_status status = ds_feeder_next(feeder, &job);
    while (status == DS_OK) {
        ds_worker_do(worker, &job);
        status = job.status;
        if (status == DS_OK) {
            status = ds_job_emit(&job, outlet);
        }
        if (status == DS_OK) {
            status = ds_feeder_next(feeder, &job);
        }
    }
    int error = errno;
    ds_job_free(&job);
    errno = error;
    return status == DS_END ? DS_OK : status;
}

static ds_status run_alone(const ds_parallel *how, ds_feeder *feeder, ds_outlet *outlet,
                           bool *started)
{
    ds_worker worker;
    /* With a journal, what came before a job is committed before its records are written. */
    FILE *at_once = how->journal ? NULL : how->stream;
    ds_status status = ds_worker_start(&worker, how->options, how->rules, at_once, how->messages);
    *started = status == DS_OK;
    if (status == DS_OK) {
        status = run_jobs(feeder, &worker, outlet);
    }
    int error = errno;
    ds_worker_end(&worker);
    errno = error;
    return status;
}

/* ---- several ---------------------------------------------------------- */

/* The oldest job this member may do: its own document's, or a new one. */
static slot *find_job(crew *all, const member *self)
{
    for (uint64_t number = all->oldest; number < all->newest; number++) {
        slot *here = slot_at(all, number);
        bool mine = self->holds ? here->job.serial == self->holds : here->job.opens;
        if (here->state == SLOT_READY && mine) {
            return here;
        }
    }
    return NULL;
}

/* Writes the jobs that are done, from the oldest on; one thread at a time. */
static void write_done(crew *all)
{
    if (all->writing) {
        return;
    }
    all->writing = true;
    while (all->oldest < all->newest && slot_at(all, all->oldest)->state == SLOT_DONE &&
           all->status == DS_OK) {
        ds_job *job = &slot_at(all, all->oldest)->job;
        pthread_mutex_unlock(&all->lock);
        ds_status status = ds_job_emit(job, all->outlet);
        int error = errno;
        status = job->status == DS_OK ? status : job->status;
        pthread_mutex_lock(&all->lock);
        if (status != DS_OK) {
            give_up(all, status, error);
            break;
        }
        slot_at(all, all->oldest++)->state = SLOT_FREE;
        pthread_cond_signal(&all->space);
    }
    all->writing = false;
}

/* A ds_ahead_wake: this member's window has sentences for others. */
static void call_help(void *payload)
{
    member *self = payload;
    pthread_mutex_lock(&self->crew->lock);
    self->offers = ds_pipeline_decider(self->worker.pipeline);
    pthread_cond_broadcast(&self->crew->work);
    pthread_mutex_unlock(&self->crew->lock);
}

static ds_status start_worker(member *self, ds_diag *messages)
{
    self->started = true;
    const ds_parallel *how = self->crew->how;
    ds_status status = ds_worker_start(&self->worker, how->options, how->rules, NULL, messages);
    return status == DS_OK
               ? ds_decider_share(ds_pipeline_decider(self->worker.pipeline), call_help, self)
               : status;
}

/* Called and returns with the lock held, which it lets go meanwhile. */
static void do_job(member *self, slot *taken)
{
    crew *all = self->crew;
    taken->state = SLOT_TAKEN;
    self->holds = taken->job.closes ? 0 : taken->job.serial;
    pthread_mutex_unlock(&all->lock);
    ds_status status = self->started ? DS_OK : start_worker(self, NULL);
    if (status == DS_OK) {
        ds_worker_do(&self->worker, &taken->job);
    } else {
        taken->job.status = status;
    }
    pthread_mutex_lock(&all->lock);
    self->offers = NULL;
    taken->state = SLOT_DONE;
    all->n_undone--;
    if (all->over && all->n_undone == 0) {
        pthread_cond_broadcast(&all->work);
    }
    write_done(all);
}

/* The same with a sentence of another's window.  False: there is none. */
static bool help(member *self)
{
    crew *all = self->crew;
    for (size_t i = 0; i < all->n_members; i++) {
        ds_decider *owner = all->members[i].offers;
        size_t task;
        if (!owner || !self->started || !ds_decider_claim(owner, &task)) {
            continue;
        }
        pthread_mutex_unlock(&all->lock);
        ds_decider_help(ds_pipeline_decider(self->worker.pipeline), owner, task);
        pthread_mutex_lock(&all->lock);
        return true;
    }
    return false;
}

static bool is_offered(const crew *all)
{
    for (size_t i = 0; i < all->n_members; i++) {
        if (all->members[i].offers) {
            return true;
        }
    }
    return false;
}

/* Somebody who has nothing else to do gets ready to help; the lock as above. */
static bool start_to_help(member *self)
{
    crew *all = self->crew;
    if (self->started || !is_offered(all)) {
        return false;
    }
    pthread_mutex_unlock(&all->lock);
    ds_status status = start_worker(self, NULL);
    pthread_mutex_lock(&all->lock);
    if (status != DS_OK) {
        give_up(all, status, 0);
    }
    return true;
}

static void *work(void *payload)
{
    member *self = payload;
    crew *all = self->crew;
    pthread_mutex_lock(&all->lock);
    for (;;) {
        slot *taken = find_job(all, self);
        if (all->status != DS_OK || (!taken && all->over && all->n_undone == 0)) {
            break;
        }
        if (taken) {
            do_job(self, taken);
        } else if (!start_to_help(self) && !help(self)) {
            pthread_cond_wait(&all->work, &all->lock);
        }
    }
    pthread_mutex_unlock(&all->lock);
    return NULL;
}

/* Waits for a free slot; NULL: somebody gave up. */
static slot *wait_for_slot(crew *all)
{
    pthread_mutex_lock(&all->lock);
    while (all->status == DS_OK && all->newest - all->oldest == all->n_slots) {
        pthread_cond_wait(&all->space, &all->lock);
    }
    slot *found = all->status == DS_OK ? slot_at(all, all->newest) : NULL;
    pthread_mutex_unlock(&all->lock);
    return found;
}

static void feed(crew *all, ds_feeder *feeder)
{
    ds_status status = DS_OK;
    slot *next = wait_for_slot(all);
    while (next) {
        status = ds_feeder_next(feeder, &next->job);
        if (status != DS_OK) {
            break;
        }
        pthread_mutex_lock(&all->lock);
        next->state = SLOT_READY;
        all->newest++;
        all->n_undone++;
        /* A later window is for one worker only, which may be any of those asleep. */
        next->job.opens ? pthread_cond_signal(&all->work) : pthread_cond_broadcast(&all->work);
        pthread_mutex_unlock(&all->lock);
        next = wait_for_slot(all);
    }
    pthread_mutex_lock(&all->lock);
    if (status != DS_OK && status != DS_END) {
        give_up(all, status, 0);
    }
    all->over = true;
    pthread_cond_broadcast(&all->work);
    pthread_mutex_unlock(&all->lock);
}

static ds_status run_crew(crew *all, ds_feeder *feeder)
{
    size_t n_running = 0;
    while (n_running < all->n_members) {
        member *one = &all->members[n_running];
        if (pthread_create(&one->thread, NULL, work, one) != 0) {
            break; /* fewer do as well */
        }
        n_running++;
    }
    if (n_running == 0) {
        return DS_ENOMEM;
    }
    feed(all, feeder);
    for (size_t i = 0; i < n_running; i++) {
        pthread_join(all->members[i].thread, NULL);
    }
    errno = all->error;
    return all->status;
}

static ds_status start_crew(crew *all)
{
    if (!all->members || !all->slots) {
        return DS_ENOMEM;
    }
    for (size_t i = 0; i < all->n_members; i++) {
        all->members[i].crew = all;
    }
    /* The first one here and now: what is wrong with the rules is told once. */
    return start_worker(&all->members[0], all->how->messages);
}

static void end_crew(crew *all)
{
    for (size_t i = 0; all->members && i < all->n_members; i++) {
        ds_worker_end(&all->members[i].worker);
    }
    for (size_t i = 0; all->slots && i < all->n_slots; i++) {
        ds_job_free(&all->slots[i].job);
    }
    free(all->members);
    free(all->slots);
}

static ds_status run_together(const ds_parallel *how, ds_feeder *feeder, ds_outlet *outlet,
                              bool *started)
{
    size_t n_slots = how->n_workers * DS_JOBS_PER_WORKER;
    crew all = {.how = how,
                .feeder = feeder,
                .outlet = outlet,
                .n_members = how->n_workers,
                .n_slots = n_slots,
                .members = calloc(how->n_workers, sizeof *all.members),
                .slots = calloc(n_slots, sizeof *all.slots),
                .lock = PTHREAD_MUTEX_INITIALIZER,
                .work = PTHREAD_COND_INITIALIZER,
                .space = PTHREAD_COND_INITIALIZER};
    ds_status status = start_crew(&all);
    *started = status == DS_OK;
    if (status == DS_OK) {
        status = run_crew(&all, feeder);
    }
    int error = errno;
    end_crew(&all);
    errno = error;
    return status;
}

ds_status ds_parallel_run(const ds_parallel *how, ds_feeder *feeder, bool *started)
{
    ds_budget *account;
    *started = false;
    ds_status status = ds_budget_new(&account, how->messages);
    if (status != DS_OK) {
        return status;
    }
    ds_outlet outlet = {.options = how->options,
                        .stream = how->stream,
                        .messages = how->messages,
                        .account = account,
                        .quarantine = how->quarantine,
                        .journal = how->journal};
    status = how->n_workers > 1 ? run_together(how, feeder, &outlet, started)
                                : run_alone(how, feeder, &outlet, started);
    int error = errno;
    if (status == DS_OK) {
        ds_budget_end(account);
    }
    ds_budget_free(account);
    errno = error;
    return status;
}
