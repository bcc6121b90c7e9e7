#include "extract/decide/model.h"

#include <math.h>
#include <stdalign.h>
#include <stdlib.h>

/* Rows of the table: the roles that weights choose. */
enum { N_ROLES = DS_ROLE_TOPIC - DS_ROLE_ACQUIRER + 1 };
/* Of a line of a processor's cache: what a feature gives to units lies in one. */
enum { LINE_BYTES = 64, MAX_ROWS = UINT16_MAX };
/* See sum_units(). */
_Static_assert((int64_t)DS_WEIGHT_OUTPUT_MAX *INT16_MAX *DS_WEIGHT_UNITS <= INT32_MAX,
               "what units add fits 32 bits");

typedef ds_lanes row[DS_ROW_LANES];
_Static_assert(LINE_BYTES % sizeof(row) == 0, "no row lies in two lines");

/* The table: this, then the rows of each role, then its cells. */
typedef struct head {
    alignas(LINE_BYTES) uint32_t fitted;      /* roles of which something was set, as bits */
    uint32_t n_rows[N_ROLES];                 /* with row 0; 0: no hidden units */
    int16_t output[N_ROLES][DS_WEIGHT_UNITS]; /* what each unit counts          */
} head;

struct ds_model {
    const ds_features *features;
    const head *table;
    char *own; /* its bytes; NULL: they are the rule set's */
    ds_model_role roles[N_ROLES];
    row *set_rows[N_ROLES]; /* by ds_model_set_units() */
    double first_share;
    double least_share;
    double least_acquirer;
    double least_topic;
};

/* Of the weight of a new rule this part needs its target to be the deal's: else
 * its buyer and price would go to the deal of the next sentence as well. */
static const double paired_share = 0.75;

static size_t row_of(ds_role role)
{
    return (size_t)(role - DS_ROLE_ACQUIRER);
}

static bool is_chosen(ds_role role)
{
    return role >= DS_ROLE_ACQUIRER && role <= DS_ROLE_TOPIC;
}

/* ---- the table ---------------------------------------------------------- */

static size_t rows_at(const head *table, size_t role)
{
    size_t at = sizeof *table;
    for (size_t r = 0; r < role; r++) {
        at += table->n_rows[r] * sizeof(row);
    }
    return at; /* of whole rows, as *table is */
}

static size_t cells_at(const head *table, size_t role, size_t n_features)
{
    return rows_at(table, N_ROLES) + role * n_features * sizeof(ds_model_cell);
}

static size_t table_bytes(const head *table, size_t n_features)
{
    size_t bytes = cells_at(table, N_ROLES, n_features);
    return (bytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES; /* as aligned_alloc() wants it */
}

static bool counts(const int16_t output[DS_WEIGHT_UNITS])
{
    bool any = false;
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        any = any || output[u] != 0;
    }
    return any;
}

static void point_at(ds_model *model, const head *table)
{
    const char *bytes = (const char *)table;
    size_t n = ds_features_count(model->features);
    model->table = table;
    for (size_t r = 0; r < N_ROLES; r++) {
        model->roles[r].cells =
            (const ds_model_cell *)(const void *)(bytes + cells_at(table, r, n));
        model->roles[r].rows = counts(table->output[r])
                                   ? (const row *)(const void *)(bytes + rows_at(table, r))
                                   : NULL;
    }
}

static void pack_row(const int16_t units[DS_WEIGHT_UNITS], row out)
{
    for (size_t i = 0; i < DS_ROW_LANES; i++) {
        for (size_t lane = 0; lane < DS_LANES; lane++) {
            unsigned even = (unsigned)units[2 * i * DS_LANES + lane] & 0xFFu;
            unsigned odd = (unsigned)units[(2 * i + 1) * DS_LANES + lane] & 0xFFu;
            out[i][lane] = (uint16_t)(odd << 8 | even);
        }
    }
}

static head *own_head(ds_model *model)
{
    return (head *)(void *)model->own;
}

static ds_model_cell *own_cells(ds_model *model, size_t role)
{
    size_t at = cells_at(own_head(model), role, ds_features_count(model->features));
    return (ds_model_cell *)(void *)(model->own + at);
}

/* An empty table with room for the rows of units that the rule set has. */
static ds_status make_table(ds_model *model, const ds_ruleset *rules)
{
    head blank = {0};
    const ds_weight *weights;
    size_t n = ds_ruleset_weights(rules, &weights);
    for (size_t i = 0; i < n; i++) {
        ds_role role = weights[i].units ? ds_role_from_name(weights[i].role) : DS_ROLE_NONE;
        if (is_chosen(role)) {
            uint32_t *rows = &blank.n_rows[row_of(role)];
            *rows += *rows ? 1 : 2; /* and row 0 */
        }
    }
    size_t bytes = table_bytes(&blank, ds_features_count(model->features));
    model->own = aligned_alloc(LINE_BYTES, bytes);
    if (!model->own) {
        return DS_ENOMEM;
    }
    memset(model->own, 0, bytes);
    memcpy(model->own, &blank, sizeof blank);
    point_at(model, own_head(model));
    return DS_OK;
}

/* ---- from the lines of a pack ------------------------------------------- */

static bool has_target(const ds_rule *rule)
{
    bool any = false;
    for (size_t s = 0; s < rule->n_slots; s++) {
        any = any || rule->slots[s].role == DS_ROLE_TARGET;
    }
    return any;
}

static bool is_weighed(const ds_model *model, ds_role role, size_t rule)
{
    return ds_model_weight(model, role, ds_features_rule(model->features, rule)) != 0 ||
           ds_model_weight(model, role, ds_features_rule_part(model->features, rule)) != 0 ||
           ds_model_weight(model, role, ds_features_rule_pair(model->features, rule)) != 0;
}

/* A rule that no weight speaks of, a house pack's, counts from the start: its
 * nominations get the pack's default weight. */
static void weigh_new_rules(ds_model *model, const ds_ruleset *rules)
{
    static const ds_role roles[] = {DS_ROLE_TARGET, DS_ROLE_ACQUIRER, DS_ROLE_SELLER,
                                    DS_ROLE_AMOUNT, DS_ROLE_DATE,     DS_ROLE_STAKE};
    double weight = ds_ruleset_number(rules, "rule.weight", 6.0);
    const ds_rule *list;
    size_t n = ds_ruleset_rules(rules, &list);
    for (size_t r = 0; r < n && ds_model_fitted(model); r++) {
        bool known = false;
        for (size_t i = 0; i < sizeof roles / sizeof roles[0] && !known; i++) {
            known = is_weighed(model, roles[i], r);
        }
        for (size_t i = 0; i < sizeof roles / sizeof roles[0] && !known; i++) {
            bool paired = roles[i] != DS_ROLE_TARGET && has_target(&list[r]);
            double edge = paired ? weight * (1 - paired_share) : weight;
            ds_model_set(model, roles[i], ds_features_rule(model->features, r), edge);
            ds_model_set(model, roles[i], ds_features_rule_pair(model->features, r), weight - edge);
        }
    }
}

/* One line; false: it names what the pack does not have. */
static bool read_weight(ds_model *model, const ds_weight *line, uint32_t n_rows[N_ROLES])
{
    ds_role role = ds_role_from_name(line->role);
    if (!is_chosen(role)) {
        return false;
    }
    size_t r = row_of(role);
    head *own = own_head(model);
    if (ds_str_equal(line->feature, DS_STR(DS_WEIGHT_OUTPUT))) {
        if (line->units) { /* else the pack does without them */
            memcpy(own->output[r], line->units, sizeof own->output[r]);
        }
        return true;
    }
    uint32_t feature = ds_features_find(model->features, line->feature);
    if (feature == UINT32_MAX) {
        return false;
    }
    ds_model_set(model, role, feature, line->weight);
    if (line->units && n_rows[r] < MAX_ROWS) {
        row *rows = (row *)(void *)(model->own + rows_at(own, r));
        uint32_t at = ++n_rows[r]; /* row 0 is for features without any */
        pack_row(line->units, rows[at]);
        own_cells(model, r)[feature].row = (uint16_t)at;
    }
    return true;
}

static void read_weights(ds_model *model, const ds_ruleset *rules, ds_diag *diag)
{
    const ds_weight *weights;
    size_t n = ds_ruleset_weights(rules, &weights);
    size_t unknown = 0;
    uint32_t n_rows[N_ROLES] = {0};
    for (size_t i = 0; i < n; i++) {
        unknown += !read_weight(model, &weights[i], n_rows);
    }
    if (unknown) {
        ds_diag_report(diag, DS_LEVEL_WARNING, (ds_where){0},
                       "%zu of %zu weights name a role, word or rule that the pack does not have",
                       unknown, n);
    }
    weigh_new_rules(model, rules);
    point_at(model, own_head(model)); /* to rows, if the units count */
}

/* The table that an image of the rules keeps, if there is one. */
static const head *kept_table(const ds_model *model, const ds_ruleset *rules)
{
    ds_str kept = ds_ruleset_kept(rules, DS_MODEL_KEPT);
    const head *table = (const head *)(const void *)kept.ptr; /* the image aligns it */
    bool good = kept.len >= sizeof *table &&
                kept.len == table_bytes(table, ds_features_count(model->features));
    return good ? table : NULL;
}

ds_status ds_model_new(ds_model **out, const ds_ruleset *rules, const ds_features *features,
                       ds_diag *diag)
{
    ds_model *model = calloc(1, sizeof *model);
    if (!model) {
        return DS_ENOMEM;
    }
    model->features = features;
    model->least_share = ds_ruleset_number(rules, "target.share", 0.5);
    model->least_acquirer = ds_ruleset_number(rules, "acquirer.share", 0);
    model->least_topic = ds_ruleset_number(rules, "topic.share", 0.5);
    model->first_share = ds_ruleset_number(rules, "target.first-share", model->least_share);
    const head *kept = kept_table(model, rules);
    if (!kept && ds_ruleset_kept(rules, DS_MODEL_KEPT).ptr) {
        free(model); /* and the image has no lines of weights beside it */
        return ds_diag_fail(diag, DS_EINVALID, (ds_where){0},
                            "the compiled rules have weights of another vocabulary");
    }
    if (kept) {
        point_at(model, kept);
    } else {
        ds_status status = make_table(model, rules);
        if (status != DS_OK) {
            free(model);
            return status;
        }
        read_weights(model, rules, diag);
    }
    *out = model;
    return DS_OK;
}

void ds_model_free(ds_model *model)
{
    if (model) {
        for (size_t r = 0; r < N_ROLES; r++) {
            free(model->set_rows[r]);
        }
        free(model->own);
        free(model);
    }
}

ds_str ds_model_table(const ds_model *model)
{
    size_t n = ds_features_count(model->features);
    return (ds_str){(const char *)model->table, table_bytes(model->table, n)};
}

/* ---- changing it --------------------------------------------------------- */

ds_status ds_model_own(ds_model *model)
{
    if (!model->own) {
        ds_str table = ds_model_table(model);
        model->own = aligned_alloc(LINE_BYTES, table.len);
        if (!model->own) {
            return DS_ENOMEM;
        }
        memcpy(model->own, table.ptr, table.len);
        point_at(model, own_head(model));
    }
    return DS_OK;
}

void ds_model_set(ds_model *model, ds_role role, uint32_t feature, double weight)
{
    double units = round(weight * DS_MODEL_UNIT);
    units = units > INT16_MAX ? INT16_MAX : units < -INT16_MAX ? -INT16_MAX : units;
    own_cells(model, row_of(role))[feature].weight = (int16_t)units;
    own_head(model)->fitted |= 1u << role;
}

ds_status ds_model_set_units(ds_model *model, ds_role role, const uint32_t *features,
                             const int16_t (*rows)[DS_WEIGHT_UNITS], size_t n,
                             const int16_t output[DS_WEIGHT_UNITS])
{
    size_t r = row_of(role);
    size_t lines = ((n + 1) * sizeof(row) + LINE_BYTES - 1) / LINE_BYTES;
    row *made = n ? aligned_alloc(LINE_BYTES, lines * LINE_BYTES) : NULL;
    if (n && !made) {
        return DS_ENOMEM;
    }
    ds_model_cell *cells = own_cells(model, r);
    for (size_t f = 0; f < ds_features_count(model->features); f++) {
        cells[f].row = 0;
    }
    if (made) {
        memset(made[0], 0, sizeof made[0]);
    }
    for (size_t i = 0; i < n; i++) {
        pack_row(rows[i], made[i + 1]);
        cells[features[i]].row = (uint16_t)(i + 1);
    }
    memcpy(own_head(model)->output[r], output, sizeof own_head(model)->output[r]);
    free(model->set_rows[r]);
    model->set_rows[r] = made;
    model->roles[r].rows = (const row *)made;
    return DS_OK;
}

/* ---- asking it ----------------------------------------------------------- */

bool ds_model_fitted(const ds_model *model)
{
    return model->table->fitted != 0;
}

bool ds_model_fitted_for(const ds_model *model, ds_role role)
{
    return model->table->fitted >> role & 1u;
}

ds_model_role ds_model_role_of(const ds_model *model, ds_role role)
{
    return model->roles[row_of(role)];
}

double ds_model_weight(const ds_model *model, ds_role role, uint32_t feature)
{
    return model->roles[row_of(role)].cells[feature].weight / (double)DS_MODEL_UNIT;
}

const int16_t *ds_model_output(const ds_model *model, ds_role role)
{
    return model->roles[row_of(role)].rows ? model->table->output[row_of(role)] : NULL;
}

bool ds_model_row(const ds_model *model, ds_role role, uint32_t feature,
                  int16_t out[DS_WEIGHT_UNITS])
{
    ds_model_role of = model->roles[row_of(role)];
    if (!of.rows || !of.cells[feature].row) {
        return false;
    }
    ds_net_input input = {0};
    ds_model_add(&of, feature, &input);
    memcpy(out, input.units, sizeof input.units);
    return true;
}

/* What the units add to the score, in 1/UNIT_ONE^2; within 32 bits. */
static int32_t sum_units(const ds_net_input *input, const int16_t *output)
{
    int16_t active[DS_WEIGHT_UNITS];
    int32_t sum = 0;
    memcpy(active, input->units, sizeof active);
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        active[u] = (int16_t)(active[u] > 0 ? active[u] : 0);
    }
    for (size_t u = 0; u < DS_WEIGHT_UNITS; u++) {
        sum += active[u] * output[u];
    }
    return sum;
}

double ds_model_settle(const ds_model *model, ds_role role, const ds_net_input *input)
{
    double score = (double)input->sum / DS_MODEL_UNIT;
    const int16_t *output = ds_model_output(model, role);
    return output ? score +
                        sum_units(input, output) / (double)(DS_WEIGHT_UNIT_ONE * DS_WEIGHT_UNIT_ONE)
                  : score;
}

/* Sixteen units at once: the two lanes of a row.  Where the processor cannot add so many the
 * compiler takes two halves. */
typedef uint16_t wide __attribute__((vector_size(32), may_alias, aligned(16)));
typedef int16_t signed_wide __attribute__((vector_size(32), may_alias, aligned(16)));

/* Compiled for more than one processor, of which the right one is taken at start-up. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__
#define FOR_PROCESSORS __attribute__((target_clones("avx2", "default")))
#else
#define FOR_PROCESSORS
#endif

/* With the sums in registers: this is where most of the time of scoring goes. */
FOR_PROCESSORS
static void weigh_units(const ds_model_role *of, const ds_feature_list *list, ds_net_input *to)
{
    _Static_assert(DS_NET_LANES == 4 && sizeof(wide) == sizeof(row), "two halves of each");
    const ds_model_cell *cells = of->cells;
    const row *rows = of->rows;
    const uint32_t *end = list->ids + list->n;
    wide even = {0};
    wide odd = {0};
    int32_t sum = 0; /* of at most DS_FEATURES_ROOM weights */
    for (const uint32_t *id = list->ids; id < end; id++) {
        ds_model_cell cell = cells[*id];
        wide packed = *(const wide *)(const void *)rows[cell.row];
        sum += cell.weight;
        even += (wide)((signed_wide)(packed << 8) >> 8);
        odd += (wide)((signed_wide)packed >> 8);
    }
    ds_lanes halves[DS_NET_LANES];
    memcpy(halves, &even, sizeof even);
    memcpy(halves + 2, &odd, sizeof odd);
    to->sum += sum;
    to->units[0] += halves[0];
    to->units[1] += halves[2];
    to->units[2] += halves[1];
    to->units[3] += halves[3];
}

static void weigh_sum(const ds_model_role *of, const ds_feature_list *list, ds_net_input *to)
{
    for (size_t i = 0; i < list->n; i++) {
        to->sum += of->cells[list->ids[i]].weight;
    }
}

void ds_model_weigh(const ds_model *model, ds_role role, const ds_feature_list *list,
                    ds_net_input *to)
{
    const ds_model_role *of = &model->roles[row_of(role)];
    if (of->rows) {
        weigh_units(of, list, to);
    } else {
        weigh_sum(of, list, to);
    }
}

double ds_model_score(const ds_model *model, ds_role role, const ds_feature_list *list)
{
    ds_net_input input = {0};
    ds_model_weigh(model, role, list, &input);
    return ds_model_settle(model, role, &input);
}

double ds_model_effect(const ds_model *model, ds_role role, const ds_feature_list *list, size_t i)
{
    ds_model_role of = model->roles[row_of(role)];
    ds_net_input input = {0};
    ds_model_weigh(model, role, list, &input);
    double with = ds_model_settle(model, role, &input);
    ds_model_take(&of, list->ids[i], &input);
    return with - ds_model_settle(model, role, &input);
}

double ds_model_least_share(const ds_model *model, bool first)
{
    return first ? model->first_share : model->least_share;
}

const ds_features *ds_model_features(const ds_model *model)
{
    return model->features;
}

double ds_model_least_topic(const ds_model *model)
{
    return model->least_topic;
}

double ds_model_least_acquirer(const ds_model *model)
{
    return model->least_acquirer;
}
