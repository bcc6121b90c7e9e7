#include "out/deal.h"

#define TEXT(name)                                                                                 \
    {                                                                                              \
#name, false, offsetof(ds_deal, name)                                                      \
    }
#define LIST(name)                                                                                 \
    {                                                                                              \
#name, true, offsetof(ds_deal, name)                                                       \
    }

static const ds_deal_key keys[] = {
    TEXT(id),         TEXT(deal_key),
    TEXT(kind),       TEXT(status),
    TEXT(factuality), LIST(acquirer),
    LIST(target),     LIST(seller),
    LIST(anonymous),  TEXT(subject),
    TEXT(amount),     TEXT(amount_min),
    TEXT(amount_max), TEXT(amount_qualifier),
    TEXT(currency),   TEXT(stake),
    LIST(payment),    TEXT(date),
    TEXT(date_start), TEXT(date_end),
    TEXT(date_basis), TEXT(announced),
    TEXT(completed),  TEXT(terminated),
    LIST(rate_class), LIST(motive),
    TEXT(confidence), LIST(flags),
    TEXT(text),       TEXT(rule),
};
enum { N_KEYS = sizeof keys / sizeof keys[0] };
_Static_assert((int)N_KEYS <= (int)DS_DEAL_MAX_KEYS, "room for a bit per key");

size_t ds_deal_keys(const ds_deal_key **out)
{
    *out = keys;
    return N_KEYS;
}

const ds_deal_key *ds_deal_find_key(ds_str name)
{
    for (size_t k = 0; k < N_KEYS; k++) {
        if (ds_str_equal(name, ds_str_from(keys[k].name))) {
            return &keys[k];
        }
    }
    return NULL;
}

ds_str_list ds_deal_values(const ds_deal *deal, const ds_deal_key *key)
{
    const void *place = (const char *)deal + key->offset;
    if (key->list) {
        return *(const ds_str_list *)place;
    }
    const ds_str *text = place;
    return (ds_str_list){text, text->len ? 1 : 0};
}

/* What is absent stays absent: a NULL pointer says so in evidence. */
static bool copy_text(ds_str *text, ds_arena *arena)
{
    if (!text->ptr) {
        return true;
    }
    *text = ds_arena_copy(arena, *text);
    return text->ptr != NULL;
}

static bool copy_list(ds_str_list *list, ds_arena *arena)
{
    ds_str *items = DS_ARENA_NEW(arena, list->n_items, ds_str);
    bool ok = items != NULL;
    for (size_t i = 0; ok && i < list->n_items; i++) {
        items[i] = list->items[i];
        ok = copy_text(&items[i], arena);
    }
    list->items = items;
    return ok;
}

static bool copy_evidence(ds_deal *deal, ds_arena *arena)
{
    ds_evidence *rows = DS_ARENA_NEW(arena, deal->n_evidence, ds_evidence);
    bool ok = rows != NULL;
    for (size_t i = 0; ok && i < deal->n_evidence; i++) {
        rows[i] = deal->evidence[i];
        ok = copy_text(&rows[i].field, arena) && copy_text(&rows[i].value, arena) &&
             copy_text(&rows[i].text, arena);
    }
    deal->evidence = rows;
    return ok;
}

static bool copy_document(ds_deal_document *doc, ds_arena *arena)
{
    return copy_text(&doc->id, arena) && copy_text(&doc->source, arena) &&
           copy_text(&doc->title, arena) && copy_text(&doc->publisher, arena) &&
           copy_text(&doc->published, arena) && copy_text(&doc->hash, arena);
}

ds_status ds_deal_copy(const ds_deal *deal, ds_arena *arena, ds_deal *out)
{
    *out = *deal;
    bool ok = copy_document(&out->doc, arena) && copy_evidence(out, arena);
    for (size_t k = 0; ok && k < N_KEYS; k++) {
        void *place = (char *)out + keys[k].offset;
        ok = keys[k].list ? copy_list(place, arena) : copy_text(place, arena);
    }
    return ok ? DS_OK : DS_ENOMEM;
}
