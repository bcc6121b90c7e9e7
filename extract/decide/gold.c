#include "extract/decide/gold.h"

#include "corpus/text/utf8.h"
#include "extract/decide/gold_line.h"

static bool is_quote(uint32_t c)
{
    return c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || (c >= 0x300A && c <= 0x300F);
}

ds_str ds_gold_fold(ds_str text, ds_arena *arena)
{
    char *bytes = ds_arena_alloc(arena, text.len + 1, 1);
    size_t len = 0;
    for (size_t at = 0; bytes && at < text.len;) {
        size_t size;
        uint32_t c = ds_utf8_at(text, at, &size);
        at += size;
        if (ds_code_is_space(c) || is_quote(c)) {
            continue;
        }
        c = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
        len += ds_utf8_write(c, bytes + len);
    }
    return (ds_str){bytes, len};
}

bool ds_gold_has(const ds_gold_field *field, ds_str form, bool required)
{
    size_t n = required ? field->n_required : field->n_surfaces;
    for (size_t i = 0; i < n; i++) {
        if (ds_str_equal(field->surfaces[i], form)) {
            return true;
        }
    }
    return false;
}

static ds_str string_of(const json_t *value, ds_arena *arena)
{
    return json_is_string(value)
               ? ds_arena_copy(arena, (ds_str){json_string_value(value), json_string_length(value)})
               : (ds_str){NULL, 0};
}

static size_t count_surfaces(const json_t *values)
{
    size_t n = 0;
    size_t i;
    const json_t *value;
    json_array_foreach(values, i, value)
    {
        n += json_is_array(value) ? json_array_size(value) : 1;
    }
    return n;
}

static size_t add_surface(const json_t *value, ds_arena *arena, ds_str *out)
{
    if (!json_is_string(value)) {
        return 0;
    }
    *out = ds_gold_fold((ds_str){json_string_value(value), json_string_length(value)}, arena);
    return 1;
}

static size_t add_surfaces(const json_t *values, ds_arena *arena, ds_str *out)
{
    size_t n = 0;
    size_t i;
    const json_t *value;
    json_array_foreach(values, i, value)
    {
        size_t j;
        const json_t *alternative;
        if (!json_is_array(value)) {
            n += add_surface(value, arena, out + n);
            continue;
        }
        json_array_foreach(value, j, alternative)
        {
            n += add_surface(alternative, arena, out + n);
        }
    }
    return n;
}

static ds_status read_field(const json_t *deal, const char *name, ds_arena *arena,
                            ds_gold_field *out)
{
    char may_name[32];
    snprintf(may_name, sizeof may_name, "%s_may", name);
    const json_t *must = json_object_get(deal, name);
    const json_t *may = json_object_get(deal, may_name);
    size_t n = count_surfaces(must) + count_surfaces(may);
    ds_str *surfaces = DS_ARENA_NEW(arena, n, ds_str);
    if (!surfaces) {
        return DS_ENOMEM;
    }
    out->surfaces = surfaces;
    out->n_required = add_surfaces(must, arena, surfaces);
    out->n_surfaces = out->n_required + add_surfaces(may, arena, surfaces + out->n_required);
    return DS_OK;
}

static ds_status read_deals(const json_t *list, ds_arena *arena, ds_gold_document *out)
{
    out->n_deals = json_array_size(list);
    ds_gold_deal *deals = DS_ARENA_NEW(arena, out->n_deals, ds_gold_deal);
    if (!deals) {
        return DS_ENOMEM;
    }
    size_t i;
    const json_t *deal;
    json_array_foreach(list, i, deal)
    {
        deals[i].optional = json_is_true(json_object_get(deal, "optional"));
        for (ds_role role = DS_ROLE_ACQUIRER; role < DS_ROLES; role++) {
            if (!ds_role_in_rules(role)) {
                continue; /* nobody notes whom a text is about */
            }
            ds_status status = read_field(deal, ds_role_name(role), arena, &deals[i].fields[role]);
            if (status != DS_OK) {
                return status;
            }
        }
    }
    out->deals = deals;
    return DS_OK;
}

ds_status ds_gold_read(FILE *file, ds_where *where, ds_arena *arena, ds_gold_document *out,
                       ds_diag *diag)
{
    json_t *root;
    ds_status status = ds_gold_line(file, where, diag, &root);
    if (status != DS_OK) {
        return status;
    }
    *out = (ds_gold_document){.id = string_of(json_object_get(root, "id"), arena),
                              .text = string_of(json_object_get(root, "text"), arena),
                              .title = string_of(json_object_get(root, "title"), arena),
                              .published = string_of(json_object_get(root, "published"), arena)};
    status = read_deals(json_object_get(root, "deals"), arena, out);
    json_decref(root);
    return status;
}
