#include "extract/eval/answer.h"

#include <stdio.h>

/* Longest name of a field with what stands behind it. */
enum { KEY_BYTES = 32 };

typedef struct maker {
    const ds_forms *forms;
    ds_score_field field;
    ds_arena *arena;
    bool failed;
} maker;

/* A string or number of the gold as text. */
static ds_str text_of(const json_t *value, ds_arena *arena)
{
    char digits[64];
    if (json_is_string(value)) {
        return ds_arena_copy(arena, (ds_str){json_string_value(value), json_string_length(value)});
    }
    if (json_is_integer(value)) {
        snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return ds_arena_copy(arena, ds_str_from(digits));
    }
    snprintf(digits, sizeof digits, "%.17f", json_real_value(value));
    return ds_form_number(ds_str_from(digits), arena);
}

static ds_str form_of(maker *work, ds_str text)
{
    ds_str form = ds_form_make(work->forms, work->field, text, work->arena);
    work->failed = work->failed || !form.ptr;
    return form;
}

/* A value of the gold: a scalar, or a list of alternatives. */
static ds_answer read_value(maker *work, const json_t *value)
{
    bool list = json_is_array(value);
    size_t n = list ? json_array_size(value) : 1;
    ds_str *forms = DS_ARENA_NEW(work->arena, n, ds_str);
    ds_answer out = {forms, n, {NULL, 0}};
    work->failed = work->failed || !forms;
    for (size_t i = 0; forms && i < n; i++) {
        ds_str text = text_of(list ? json_array_get(value, i) : value, work->arena);
        out.shown = i == 0 ? text : out.shown;
        forms[i] = form_of(work, text);
    }
    return out;
}

static ds_answers read_values(maker *work, const json_t *values)
{
    if (!values || json_is_null(values)) {
        return (ds_answers){NULL, 0};
    }
    bool list = json_is_array(values);
    size_t n = list ? json_array_size(values) : 1;
    ds_answer *items = DS_ARENA_NEW(work->arena, n, ds_answer);
    work->failed = work->failed || !items;
    for (size_t i = 0; items && i < n; i++) {
        items[i] = read_value(work, list ? json_array_get(values, i) : values);
    }
    return (ds_answers){items, items ? n : 0};
}

/* The deal's member "<field><suffix>"; notes that it is there. */
static const json_t *member(const maker *work, const json_t *deal, const char *suffix)
{
    char key[KEY_BYTES];
    snprintf(key, sizeof key, "%s%s", ds_score_field_name(work->field), suffix);
    return json_object_get(deal, key);
}

static unsigned read_skipped(const json_t *list)
{
    unsigned skipped = 0;
    size_t i;
    const json_t *name;
    json_array_foreach(list, i, name)
    {
        ds_score_field field =
            ds_score_field_find((ds_str){json_string_value(name), json_string_length(name)});
        skipped |= field < DS_SCORE_FIELDS ? 1u << field : 0u;
    }
    return skipped;
}

ds_status ds_answers_of_gold(const ds_forms *forms, const json_t *deal, ds_arena *arena,
                             ds_gold_answers *out)
{
    *out = (ds_gold_answers){.optional = json_is_true(json_object_get(deal, "optional")),
                             .skipped = read_skipped(json_object_get(deal, "skip"))};
    maker work = {forms, DS_SCORE_ACQUIRER, arena, false};
    for (size_t f = 0; f < DS_SCORE_FIELDS; f++) {
        work.field = (ds_score_field)f;
        const json_t *written = member(&work, deal, "");
        const json_t *normalised = member(&work, deal, "_value");
        out->named |= written || normalised ? 1u << f : 0u;
        out->required[f] = read_values(&work, written);
        if (out->required[f].n_items == 0) {
            out->required[f] = read_values(&work, normalised);
        }
        out->allowed[f] = read_values(&work, member(&work, deal, "_may"));
    }
    return work.failed ? DS_ENOMEM : DS_OK;
}

/* A value of a record while its evidence is gathered. */
typedef struct gathered {
    ds_str key; /* the value as the evidence names it; empty: not normalised */
    ds_str *forms;
    size_t n_forms;
    ds_str shown;
} gathered;

typedef struct gathering {
    maker work;
    gathered *items;
    size_t n_items;
    size_t max_forms; /* of one value */
} gathering;

static void add_form(gathering *all, gathered *item, ds_str form)
{
    if (item->n_forms < all->max_forms) {
        item->forms[item->n_forms++] = form;
    }
}

static void add_value(gathering *all, ds_str key, ds_str form, ds_str shown)
{
    ds_str *forms = DS_ARENA_NEW(all->work.arena, all->max_forms, ds_str);
    if (!forms) {
        all->work.failed = true;
        return;
    }
    gathered *item = &all->items[all->n_items++];
    *item = (gathered){key, forms, 0, ds_arena_copy(all->work.arena, shown)};
    add_form(all, item, form);
}

static gathered *find_value(const gathering *all, ds_str key)
{
    for (size_t i = 0; i < all->n_items; i++) {
        if (all->items[i].key.len && ds_str_equal(all->items[i].key, key)) {
            return &all->items[i];
        }
    }
    return NULL;
}

/* The value that was found and not normalised, by its form. */
static bool has_unread(const gathering *all, ds_str form)
{
    for (size_t i = 0; i < all->n_items; i++) {
        if (!all->items[i].key.len && ds_str_equal(all->items[i].forms[0], form)) {
            return true;
        }
    }
    return false;
}

static void add_evidence(gathering *all, const ds_evidence *row)
{
    ds_str form = form_of(&all->work, row->text);
    gathered *item = row->value.ptr ? find_value(all, row->value) : NULL;
    if (!row->value.ptr) {
        if (!has_unread(all, form)) {
            add_value(all, (ds_str){NULL, 0}, form, row->text);
        }
    } else if (item) {
        add_form(all, item, form);
    } else if (all->n_items == 1) {
        add_form(all, &all->items[0], form);
    }
}

static ds_answers gather(gathering *all, const ds_deal *deal, ds_str_list values)
{
    for (size_t i = 0; i < values.n_items; i++) {
        ds_str value = ds_form_is_number(all->work.field)
                           ? ds_form_number(values.items[i], all->work.arena)
                           : ds_arena_copy(all->work.arena, values.items[i]);
        if (!find_value(all, value)) {
            add_value(all, value, form_of(&all->work, value), value);
        }
    }
    ds_str name = ds_str_from(ds_score_field_name(all->work.field));
    for (size_t e = 0; e < deal->n_evidence; e++) {
        if (ds_str_equal(deal->evidence[e].field, name) && deal->evidence[e].text.len) {
            add_evidence(all, &deal->evidence[e]);
        }
    }
    ds_answer *items = DS_ARENA_NEW(all->work.arena, all->n_items, ds_answer);
    all->work.failed = all->work.failed || !items;
    for (size_t i = 0; items && i < all->n_items; i++) {
        items[i] = (ds_answer){all->items[i].forms, all->items[i].n_forms, all->items[i].shown};
    }
    return (ds_answers){items, items ? all->n_items : 0};
}

ds_status ds_answers_of_record(const ds_forms *forms, const ds_deal *deal, ds_arena *arena,
                               ds_record_answers *out)
{
    *out = (ds_record_answers){.rule = ds_arena_copy(arena, deal->rule),
                               .text = ds_arena_copy(arena, deal->text)};
    for (size_t f = 0; f < DS_SCORE_FIELDS; f++) {
        const ds_deal_key *key =
            ds_deal_find_key(ds_str_from(ds_score_field_name((ds_score_field)f)));
        ds_str_list values = key ? ds_deal_values(deal, key) : (ds_str_list){NULL, 0};
        size_t max = values.n_items + deal->n_evidence;
        gathering all = {{forms, (ds_score_field)f, arena, false},
                         DS_ARENA_NEW(arena, max, gathered),
                         0,
                         deal->n_evidence + 1};
        if (!all.items) {
            return DS_ENOMEM;
        }
        out->values[f] = gather(&all, deal, values);
        if (all.work.failed) {
            return DS_ENOMEM;
        }
    }
    return DS_OK;
}
