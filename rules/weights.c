#include "rules/weights.h"

#include "corpus/text/utf8.h"
#include "rules/file.h"

#include <math.h>
#include <stdlib.h>

static int by_role_and_feature(const ds_weight *a, const ds_weight *b)
{
    int order = ds_str_compare(a->role, b->role);
    return order ? order : ds_str_compare(a->feature, b->feature);
}

/* For qsort: equal keys keep the order of the file, that is of their memory. */
static int by_key_then_place(const void *a, const void *b)
{
    const ds_weight *left = a;
    const ds_weight *right = b;
    int order = by_role_and_feature(left, right);
    return order ? order : (left->role.ptr > right->role.ptr) - (left->role.ptr < right->role.ptr);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static ds_str next_field(ds_str line, size_t *at)
{
    while (*at < line.len && is_blank(line.ptr[*at])) {
        ++*at;
    }
    size_t begin = *at;
    while (*at < line.len && !is_blank(line.ptr[*at])) {
        ++*at;
    }
    return ds_str_slice(line, begin, *at);
}

/* The whole number that ends at a comma or with the list; false if there is none, or
 * one that is too large. */
static bool next_number(ds_str list, size_t *at, int most, int16_t *out)
{
    bool negative = *at < list.len && list.ptr[*at] == '-';
    size_t begin = *at + negative;
    size_t i = begin;
    int number = 0;
    while (i < list.len && list.ptr[i] >= '0' && list.ptr[i] <= '9' && number <= most) {
        number = number * 10 + (list.ptr[i++] - '0');
    }
    bool ends = i == list.len || (list.ptr[i] == ',' && i + 1 < list.len);
    *out = (int16_t)(negative ? -number : number);
    if (i == begin || !ends || number > most) {
        return false;
    }
    *at = i + (i < list.len);
    return true;
}

/* What the feature gives to the hidden units; those not named get nothing. */
static ds_status read_units(ds_str list, ds_weight *out, ds_arena *arena, ds_where where,
                            ds_diag *diag)
{
    int16_t *units = DS_ARENA_NEW(arena, DS_WEIGHT_UNITS, int16_t);
    if (!units) {
        return DS_ENOMEM;
    }
    bool output = ds_str_equal(out->feature, DS_STR(DS_WEIGHT_OUTPUT));
    int most = output ? DS_WEIGHT_OUTPUT_MAX : DS_WEIGHT_UNIT_MAX;
    size_t n = 0;
    size_t at = 0;
    while (at < list.len) {
        if (n == DS_WEIGHT_UNITS) {
            return ds_diag_fail(diag, DS_EINVALID, where, "a role has at most %d units",
                                DS_WEIGHT_UNITS);
        }
        if (!next_number(list, &at, most, &units[n])) {
            where.column += at;
            return ds_diag_fail(diag, DS_EINVALID, where,
                                "number %zu of the units is not a whole one up to %d, or no comma "
                                "follows it",
                                n + 1, most);
        }
        n++;
    }
    out->units = units;
    return DS_OK;
}

static ds_status read_line(ds_str line, ds_weight *out, ds_arena *arena, ds_where where,
                           ds_diag *diag)
{
    size_t at = 0;
    *out = (ds_weight){.role = next_field(line, &at)};
    out->feature = next_field(line, &at);
    ds_str number = next_field(line, &at);
    ds_str units = next_field(line, &at);
    if (!number.len || next_field(line, &at).len) {
        return ds_diag_fail(diag, DS_EINVALID, where,
                            "a line has role, feature, weight and, if it has any, units");
    }
    char copy[64];
    size_t len = number.len < sizeof copy ? number.len : sizeof copy - 1;
    memcpy(copy, number.ptr, len);
    copy[len] = '\0';
    char *end;
    out->weight = strtod(copy, &end);
    if (end != copy + number.len || !isfinite(out->weight)) {
        where = ds_file_where(line, (size_t)(number.ptr - line.ptr), where);
        return ds_diag_fail(diag, DS_EINVALID, where, "weight '%.*s' is not a number",
                            DS_STR_ARGS(number));
    }
    return units.len ? read_units(units, out, arena,
                                  ds_file_where(line, (size_t)(units.ptr - line.ptr), where), diag)
                     : DS_OK;
}

/* Sorts the lines [from, n) and reports doubled ones. */
static ds_status sort_file(ds_ruleset *set, size_t from, ds_str text, ds_where start, ds_diag *diag)
{
    ds_status status = DS_OK;
    ds_weight *rows = set->weights.items + from;
    size_t n = set->weights.n - from;
    if (n) {
        qsort(rows, n, sizeof *rows, by_key_then_place);
    }
    for (size_t i = 1; i < n; i++) {
        if (by_role_and_feature(&rows[i - 1], &rows[i]) == 0) {
            size_t first = (size_t)(rows[i - 1].role.ptr - text.ptr);
            size_t again = (size_t)(rows[i].role.ptr - text.ptr);
            status = ds_diag_fail(diag, DS_EINVALID, ds_file_where(text, again, start),
                                  "'%.*s %.*s' has a weight in line %zu already",
                                  DS_STR_ARGS(rows[i].role), DS_STR_ARGS(rows[i].feature),
                                  ds_file_where(text, first, start).line);
        }
    }
    return status;
}

/* Copies the names of the sorted lines [from, n), which stand in the text of the file,
 * into the set's arena; false: no memory. */
static bool keep_names(ds_ruleset *set, size_t from)
{
    ds_str role = {NULL, 0};
    bool good = true;
    for (size_t i = from; i < set->weights.n && good; i++) {
        ds_weight *line = &set->weights.items[i];
        if (!role.ptr || !ds_str_equal(line->role, role)) {
            role = ds_arena_copy(set->arena, line->role);
        }
        line->role = role;
        line->feature = ds_arena_copy(set->arena, line->feature);
        good = role.ptr && line->feature.ptr;
    }
    return good;
}

/* The later weight; a line that is silent about units changes none. */
static ds_weight override(const ds_weight *old, ds_weight new)
{
    if (!new.units && !ds_str_equal(new.feature, DS_STR(DS_WEIGHT_OUTPUT))) {
        new.units = old->units;
    }
    return new;
}

/* A later file that says what the units of a role count has units of its own: those
 * before have nothing to do with them. */
static void drop_units(ds_weight *old, size_t n_old, const ds_weight *new, size_t n_new)
{
    for (size_t k = 0; k < n_new; k++) {
        bool anew = new[k].units &&ds_str_equal(new[k].feature, DS_STR(DS_WEIGHT_OUTPUT));
        for (size_t i = 0; anew && i < n_old; i++) {
            if (ds_str_equal(old[i].role, new[k].role)) {
                old[i].units = NULL;
            }
        }
    }
}

/* Merges the sorted rows [from, n) into the sorted rows before. */
static ds_status merge(ds_ruleset *set, size_t from)
{
    if (from == 0) {
        return DS_OK;
    }
    ds_weight *old = set->weights.items;
    const ds_weight *new = old + from;
    size_t n_new = set->weights.n - from;
    size_t cap = set->weights.n;
    ds_weight *merged = malloc(cap * sizeof *merged);
    if (!merged) {
        set->weights.n = from;
        return DS_ENOMEM;
    }
    drop_units(old, from, new, n_new);
    size_t n = 0;
    for (size_t i = 0, k = 0; i < from || k < n_new;) {
        int order = i == from ? 1 : k == n_new ? -1 : by_role_and_feature(&old[i], &new[k]);
        merged[n++] = order < 0 ? old[i] : order > 0 ? new[k] : override(&old[i], new[k]);
        i += order <= 0;
        k += order >= 0;
    }
    free(set->weights.items);
    set->weights.items = merged;
    set->weights.n = n;
    set->weights.cap = cap;
    return DS_OK;
}

ds_status ds_weights_parse(ds_ruleset *set, ds_str text, const char *file, ds_diag *diag)
{
    ds_where start = {file, 1, 1};
    ds_status status = DS_OK;
    size_t from = set->weights.n;
    size_t valid = ds_utf8_valid(text);
    if (valid < text.len) {
        return ds_diag_fail(diag, DS_EINVALID, ds_file_where(text, valid, start),
                            "bytes that are not UTF-8");
    }
    for (size_t at = 0, line = 1; at < text.len; line++) {
        size_t end = ds_str_find(text, DS_STR("\n"), at);
        end = end == SIZE_MAX ? text.len : end;
        ds_str row = ds_str_slice(text, at, end);
        at = end + 1;
        if (row.len == 0 || row.ptr[0] == '#' || ds_str_trim(row).len == 0) {
            continue;
        }
        if (!DS_LIST_ROOM(set->weights)) {
            set->weights.n = from; /* nothing may point into the text any more */
            return DS_ENOMEM;
        }
        ds_weight *here = &set->weights.items[set->weights.n];
        ds_status read = read_line(row, here, set->arena, (ds_where){file, line, 1}, diag);
        set->weights.n += read == DS_OK;
        status = read == DS_OK ? status : read;
    }
    ds_status sorted = sort_file(set, from, text, start, diag);
    if (!keep_names(set, from)) {
        set->weights.n = from;
        return DS_ENOMEM;
    }
    ds_status merged = merge(set, from);
    return status != DS_OK ? status : sorted != DS_OK ? sorted : merged;
}
