#include "extract/decide/fit_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Chosen by cross-validation inside the parts of the gold sets meant for it.  Dropout
 * is what makes nets read other kinds of text than those they were fitted to, and the
 * mean of the later steps (Polyak and Juditsky 1992) what makes one net as good as two. */
enum { EPOCHS = 16, FIRST_AVERAGED = 8, BATCH = 64 };
static const float learning_rate = 0.004F; /* at the start; falls evenly to */
static const float last_rate = 0.3F;       /* this part of it               */
static const double feature_drop = 0.3;    /* of a sentence's features      */
static const double unit_drop = 0.4;       /* of the units of a batch       */
static const float first_row = 0.05F;      /* standard deviations of what features give */
static const float first_output = 0.3F;    /* to units, and of what units count         */
/* Features seen fewer times keep their weight alone: their rows would be many, and
 * cross-validation is no worse without them. */
enum { MIN_ROW_COUNT = 300, MAX_ROWS = UINT16_MAX - 1 /* as a model numbers them */ };
/* Adam's own, as its authors give them. */
static const float mean_decay = 0.9F;
static const float square_decay = 0.999F;
static const float tiny = 1e-8F;
/* Pulls of items that are sure already. */
static const double least_pull = 1e-5;

/* One net while it is fitted: all its parameters lie in one array, first the weights,
 * then the rows, then what the units count. */
typedef struct trainer {
    const fit_problem *work;
    const int32_t *row_of;     /* by parameter of the problem; -1: it has none */
    const size_t *first_group; /* by unit of the problem, one more at the end */
    size_t n_units;
    size_t rows_at, output_at, n;
    float *x, *gradient, *mean, *square;
    float *average; /* of x after each step of the later epochs */
    size_t n_averaged;
    float mean_left, square_left; /* powers of the decays after the steps so far */
    float *inputs;                /* of units, by item of the problem's unit at hand */
    float kept[DS_WEIGHT_UNITS];  /* 0, or the scale of a unit that is not dropped */
    uint32_t drop_seed;
    uint64_t random;
} trainer;

/* xorshift64 (Marsaglia 2003): the same numbers on every machine. */
static uint32_t next_random(trainer *t)
{
    t->random ^= t->random << 13;
    t->random ^= t->random >> 7;
    t->random ^= t->random << 17;
    return (uint32_t)(t->random >> 16);
}

static double uniform(trainer *t)
{
    return (next_random(t) & 0xffffffU) / 16777216.0;
}

/* Box and Muller 1958. */
static float normal(trainer *t)
{
    double a = uniform(t) + 1e-9;
    double b = uniform(t);
    return (float)(sqrt(-2 * log(a)) * cos(6.283185307179586 * b));
}

/* Which features a sentence of the batch does without is drawn by hashing, so that the
 * way back finds the same again. */
static bool is_dropped(uint32_t seed, uint32_t parameter)
{
    uint32_t z = (seed ^ parameter) * 2246822519U;
    z ^= z >> 15;
    z *= 3266489917U;
    z ^= z >> 13;
    return z < (uint32_t)(feature_drop * UINT32_MAX);
}

static uint32_t seed_of(const trainer *t, size_t place)
{
    return t->drop_seed * 2654435761U + (uint32_t)place * 40503U;
}

static const float *output_of(const trainer *t)
{
    return t->x + t->output_at;
}

/* The score of an item; its units' inputs are kept for the way back. */
static double score_item(trainer *t, size_t item, float *restrict inputs, uint32_t seed)
{
    const fit_problem *work = t->work;
    double score = 0;
    memset(inputs, 0, t->n_units * sizeof *inputs);
    for (size_t f = ds_fit_begin(work->ends, item); f < work->ends[item]; f++) {
        int32_t parameter = work->parameters[f];
        if (is_dropped(seed, (uint32_t)parameter)) {
            continue;
        }
        score += t->x[parameter];
        if (t->row_of[parameter] >= 0) {
            const float *restrict row =
                t->x + t->rows_at + (size_t)t->row_of[parameter] * t->n_units;
            for (size_t u = 0; u < t->n_units; u++) {
                inputs[u] += row[u];
            }
        }
    }
    for (size_t u = 0; u < t->n_units; u++) {
        score += inputs[u] > 0 ? inputs[u] * t->kept[u] * output_of(t)[u] : 0;
    }
    return score;
}

/* Adds to the gradient what the pull at an item's score is for its parameters. */
static void pull_item(trainer *t, size_t item, const float *inputs, double pull, uint32_t seed)
{
    const fit_problem *work = t->work;
    float back[DS_WEIGHT_UNITS];
    for (size_t u = 0; u < t->n_units; u++) {
        float kept = inputs[u] > 0 ? t->kept[u] : 0;
        back[u] = (float)pull * output_of(t)[u] * kept;
        t->gradient[t->output_at + u] += (float)pull * inputs[u] * kept;
    }
    for (size_t f = ds_fit_begin(work->ends, item); f < work->ends[item]; f++) {
        int32_t parameter = work->parameters[f];
        if (is_dropped(seed, (uint32_t)parameter)) {
            continue;
        }
        t->gradient[parameter] += (float)pull;
        if (t->row_of[parameter] >= 0) {
            float *restrict row =
                t->gradient + t->rows_at + (size_t)t->row_of[parameter] * t->n_units;
            for (size_t u = 0; u < t->n_units; u++) {
                row[u] += back[u];
            }
        }
    }
}

/* One unit of the problem, forth and back; its loss. */
static double learn_unit(trainer *t, size_t number, uint32_t seed)
{
    const fit_problem *work = t->work;
    const fit_unit *unit = &work->units[number];
    double loss = 0;
    for (size_t i = 0; i < unit->n_items; i++) {
        size_t item = unit->first_item + i;
        work->scores[item] = score_item(t, item, t->inputs + i * t->n_units, seed);
        work->pulls[item] = 0;
    }
    for (size_t g = t->first_group[number]; g < t->first_group[number + 1]; g++) {
        loss += ds_fit_group_loss(work, &work->groups[g]);
    }
    for (size_t i = 0; i < unit->n_items; i++) {
        size_t item = unit->first_item + i;
        if (fabs(work->pulls[item]) >= least_pull) {
            pull_item(t, item, t->inputs + i * t->n_units, work->pulls[item], seed);
        }
    }
    return loss;
}

/* One step of Adam along the mean gradient of `n_units` units; `penalty` is their
 * share of the L2 penalty.  Clears the gradient. */
static void step(trainer *t, size_t n_units, float rate, float penalty)
{
    t->mean_left *= mean_decay;
    t->square_left *= square_decay;
    float mean_scale = 1 / (1 - t->mean_left);
    float square_scale = 1 / (1 - t->square_left);
    float share = 1 / (float)n_units;
    for (size_t i = 0; i < t->n; i++) {
        float gradient = t->gradient[i] * share + penalty * t->x[i];
        t->gradient[i] = 0;
        t->mean[i] += (1 - mean_decay) * (gradient - t->mean[i]);
        t->square[i] += (1 - square_decay) * (gradient * gradient - t->square[i]);
        t->x[i] -= rate * t->mean[i] * mean_scale / (sqrtf(t->square[i] * square_scale) + tiny);
    }
}

static void shuffle(trainer *t, size_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t other = next_random(t) % i;
        size_t swapped = order[i - 1];
        order[i - 1] = order[other];
        order[other] = swapped;
    }
}

static void average(trainer *t)
{
    float share = 1 / (float)++t->n_averaged;
    for (size_t i = 0; i < t->n; i++) {
        t->average[i] += share * (t->x[i] - t->average[i]);
    }
}

static double run_epoch(trainer *t, const size_t *order, size_t n, size_t epoch, float penalty)
{
    float rate = learning_rate * (1 - (1 - last_rate) * (float)epoch / EPOCHS);
    double loss = 0;
    for (size_t begin = 0; begin < n; begin += BATCH) {
        size_t end = begin + BATCH < n ? begin + BATCH : n;
        t->drop_seed = next_random(t);
        for (size_t u = 0; u < t->n_units; u++) {
            t->kept[u] = uniform(t) < unit_drop ? 0 : (float)(1 / (1 - unit_drop));
        }
        for (size_t i = begin; i < end; i++) {
            loss += learn_unit(t, order[i], seed_of(t, i));
        }
        step(t, end - begin, rate, penalty);
        if (epoch >= FIRST_AVERAGED) {
            average(t);
        }
    }
    return loss;
}

/* Units with one item teach nothing. */
static size_t list_units(const fit_problem *work, size_t *order)
{
    size_t n = 0;
    for (size_t u = 0; u < work->n_units; u++) {
        order[n] = u;
        n += work->units[u].n_items > 1;
    }
    return n;
}

/* Leaves the mean of the later steps in `average`, from random rows and outputs, which `number`
 * and the seed draw.  The loss of the last epoch. */
static double train(trainer *t, size_t *order, size_t number, const ds_fit_net_options *options)
{
    size_t n = list_units(t->work, order);
    double loss = 0;
    double l2 = options->l2;
    t->random =
        UINT64_C(88172645463325252) + (uint64_t)(number + 1) * 1000003U + options->seed * 7919U;
    t->mean_left = 1;
    t->square_left = 1;
    memset(t->x, 0, t->n * sizeof *t->x);
    memset(t->gradient, 0, t->n * sizeof *t->gradient);
    memset(t->mean, 0, t->n * sizeof *t->mean);
    memset(t->square, 0, t->n * sizeof *t->square);
    memset(t->average, 0, t->n * sizeof *t->average);
    t->n_averaged = 0;
    for (size_t i = t->rows_at; i < t->n; i++) {
        t->x[i] = normal(t) * (i < t->output_at ? first_row : first_output);
    }
    for (size_t epoch = 0; epoch < EPOCHS; epoch++) {
        shuffle(t, order, n);
        loss = run_epoch(t, order, n, epoch, (float)(l2 / (double)(n ? n : 1)));
    }
    return loss;
}

/* What is needed to fit, apart from the net itself. */
typedef struct plan {
    fit_problem work;
    int32_t *row_of;
    size_t *first_group;
    size_t *order;
    size_t n_rows;
    size_t most_items;
} plan;

/* Numbers the features that are frequent enough to have rows, and notes in the net
 * which they are. */
static ds_status number_rows(const ds_fit *fit, plan *p, ds_fit_net *net)
{
    const fit_problem *work = &p->work;
    uint32_t *seen = calloc(work->n_dense + 1, sizeof *seen);
    p->row_of = malloc((work->n_dense + 1) * sizeof *p->row_of);
    net->features = malloc((work->n_dense + 1) * sizeof *net->features);
    if (!seen || !p->row_of || !net->features) {
        free(seen);
        return DS_ENOMEM;
    }
    for (size_t f = 0; f < ds_fit_begin(work->ends, work->n_items); f++) {
        seen[work->parameters[f]]++;
    }
    for (size_t f = 0; f < fit->n_features; f++) {
        int32_t parameter = work->dense[f];
        bool frequent = parameter >= 0 && seen[parameter] >= MIN_ROW_COUNT && p->n_rows < MAX_ROWS;
        if (parameter >= 0) {
            p->row_of[parameter] = frequent ? (int32_t)p->n_rows : -1;
        }
        if (frequent) {
            net->features[p->n_rows++] = (uint32_t)f;
        }
    }
    free(seen);
    net->n_rows = p->n_rows;
    net->rows = calloc(p->n_rows + 1, sizeof *net->rows);
    return net->rows ? DS_OK : DS_ENOMEM;
}

static ds_status make_plan(const ds_fit *fit, const bool *left_out, plan *p, ds_fit_net *net,
                           ds_fit_result *result)
{
    ds_status status = ds_fit_gather(fit, left_out, &p->work, result);
    if (status == DS_OK) {
        status = number_rows(fit, p, net);
    }
    const fit_problem *work = &p->work;
    p->first_group = calloc(work->n_units + 2, sizeof *p->first_group);
    p->order = calloc(work->n_units + 1, sizeof *p->order);
    if (status != DS_OK || !p->first_group || !p->order) {
        return DS_ENOMEM;
    }
    for (size_t g = 0; g < work->n_groups; g++) {
        p->first_group[work->groups[g].unit + 1] = g + 1; /* groups are in order of units */
    }
    for (size_t u = 0; u < work->n_units; u++) {
        size_t n_items = work->units[u].n_items;
        p->most_items = n_items > p->most_items ? n_items : p->most_items;
    }
    return DS_OK;
}

static void free_plan(plan *p)
{
    ds_fit_free_problem(&p->work);
    free(p->row_of);
    free(p->first_group);
    free(p->order);
}

static bool start_trainer(trainer *t, const plan *p, size_t n_units)
{
    *t = (trainer){.work = &p->work,
                   .row_of = p->row_of,
                   .first_group = p->first_group,
                   .n_units = n_units,
                   .rows_at = p->work.n_dense};
    t->output_at = t->rows_at + p->n_rows * n_units;
    t->n = t->output_at + n_units;
    t->x = malloc(t->n * sizeof *t->x);
    t->gradient = malloc(t->n * sizeof *t->gradient);
    t->mean = malloc(t->n * sizeof *t->mean);
    t->square = malloc(t->n * sizeof *t->square);
    t->average = malloc(t->n * sizeof *t->average);
    t->inputs = malloc((p->most_items * n_units + 1) * sizeof *t->inputs);
    return t->x && t->gradient && t->mean && t->square && t->average && t->inputs;
}

static void end_trainer(trainer *t)
{
    free(t->x);
    free(t->gradient);
    free(t->mean);
    free(t->square);
    free(t->average);
    free(t->inputs);
}

/* Puts net `number` of `n_nets` beside those before it.  What was fitted with part of
 * the features must count less with all of them. */
static void add_net(const trainer *t, const ds_fit *fit, size_t number, size_t n_nets,
                    double *weights, ds_fit_net *net)
{
    float kept = (float)(1 - feature_drop);
    size_t column = number * t->n_units;
    for (size_t f = 0; f < fit->n_features; f++) {
        int32_t parameter = t->work->dense[f];
        weights[f] += parameter >= 0 ? t->average[parameter] * kept / (double)n_nets : 0;
    }
    for (size_t r = 0; r < net->n_rows; r++) {
        for (size_t u = 0; u < t->n_units; u++) {
            net->rows[r][column + u] = t->average[t->rows_at + r * t->n_units + u] * kept;
        }
    }
    for (size_t u = 0; u < t->n_units; u++) {
        net->output[column + u] = t->average[t->output_at + u] / (float)n_nets;
    }
}

ds_status ds_fit_run_net(ds_fit *fit, const ds_fit_net_options *options, double *weights,
                         ds_fit_net *net, ds_fit_result *result)
{
    plan p = {0};
    trainer t = {0};
    *result = (ds_fit_result){0, 0, 0};
    *net = (ds_fit_net){0};
    memset(weights, 0, fit->n_features * sizeof *weights);
    ds_status status = make_plan(fit, options->left_out, &p, net, result);
    if (status == DS_OK && p.work.n_groups && p.work.n_dense) {
        status = start_trainer(&t, &p, options->n_units) ? DS_OK : DS_ENOMEM;
        for (size_t number = 0; status == DS_OK && number < options->n_nets; number++) {
            result->loss += train(&t, p.order, number, options) / (double)options->n_nets;
            add_net(&t, fit, number, options->n_nets, weights, net);
        }
    }
    end_trainer(&t);
    free_plan(&p);
    return status;
}

void ds_fit_net_clear(ds_fit_net *net)
{
    free(net->features);
    free(net->rows);
    *net = (ds_fit_net){0};
}
