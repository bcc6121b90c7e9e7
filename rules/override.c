#include "rules/override.h"

/* Ids of rules and patterns share one space; lexicons and options have theirs. */
static int id_space(int kind)
{
    return kind <= DS_ITEM_RULE ? 0 : kind;
}

static bool has_add(const ds_item *item)
{
    return item->kind == DS_ITEM_LEXICON &&
           xmlHasNsProp((xmlNode *)item->node, (const xmlChar *)"add", NULL) != NULL;
}

/* A lexicon with add="yes" keeps the words of the one whose id it has. */
static bool adds(const ds_item *item)
{
    xmlChar *value =
        has_add(item) ? xmlGetNoNsProp((xmlNode *)item->node, (const xmlChar *)"add") : NULL;
    bool yes = value && strcmp((const char *)value, "yes") == 0;
    xmlFree(value);
    return yes;
}

/* One that says nothing of it may have been meant to. */
static bool may_lose_words(const ds_item *item)
{
    return item->kind == DS_ITEM_LEXICON && !has_add(item);
}

static ds_item *keep_base(ds_collection *all, const ds_item *old)
{
    ds_item *base = DS_ARENA_NEW(all->set->arena, 1, ds_item);
    if (base) {
        *base = *old;
    } else {
        ds_collection_note(all, DS_ENOMEM);
    }
    return base;
}

static bool includes(const ds_item *outer, const ds_item *inner)
{
    const ds_pack *pack = inner->pack->includer;
    while (pack && pack != outer->pack) {
        pack = pack->includer;
    }
    return pack != NULL;
}

/* Both have one id: only the one of a later pack or of an including pack may stand
 * over the other, and only if it is such an element, too. */
static bool may_meet(ds_collection *all, const ds_item *old, const ds_item *item)
{
    const char *attribute = item->kind == DS_ITEM_OPTION ? "name" : "id";
    ds_where where = ds_pack_where_attribute(item->pack, item->node, attribute);
    ds_where before = ds_pack_where_element(old->pack, old->node);
    if (old->root == item->root && !includes(item, old) && !includes(old, item)) {
        ds_collection_note(all, ds_diag_fail(all->diag, DS_EINVALID, where,
                                             "%s '%.*s' is defined already at %s:%zu", attribute,
                                             DS_STR_ARGS(item->id), before.file, before.line));
        return false;
    }
    if (old->kind != item->kind) {
        ds_collection_note(all,
                           ds_diag_fail(all->diag, DS_EINVALID, where,
                                        "'%.*s' would override the <%s> at %s:%zu with <%s>",
                                        DS_STR_ARGS(item->id), (const char *)old->node->name,
                                        before.file, before.line, (const char *)item->node->name));
        return false;
    }
    return true;
}

/* The item comes later than `old`, but from a pack that the pack of `old` includes:
 * it counts only where `old` adds to it. */
static void keep_below(ds_collection *all, ds_item *old, ds_item item)
{
    if (may_lose_words(old)) {
        old->replaced = keep_base(all, &item);
    }
    while (adds(old)) {
        ds_item *next = old->base;
        if (!next || next->root != item.root) {
            item.base = adds(&item) ? next : NULL;
            old->base = keep_base(all, &item);
            return;
        }
        if (!may_meet(all, next, &item)) {
            return;
        }
        if (includes(&item, next)) { /* between the two */
            item.base = adds(&item) ? next : NULL;
            old->base = keep_base(all, &item);
            return;
        }
        old = next;
    }
}

/* Adds the item, or puts it in the place of the one it overrides. */
static void keep_named(ds_collection *all, ds_item item)
{
    for (size_t i = 0; i < all->items.n; i++) {
        ds_item *old = &all->items.items[i];
        if (old->kind == DS_ITEM_WEIGHTS || id_space(old->kind) != id_space(item.kind) ||
            !ds_str_equal(old->id, item.id)) {
            continue;
        }
        if (!may_meet(all, old, &item)) {
            return;
        }
        if (old->root == item.root && includes(old, &item)) {
            keep_below(all, old, item);
        } else {
            item.base = adds(&item) ? keep_base(all, old) : NULL;
            item.replaced = may_lose_words(&item) ? keep_base(all, old) : NULL;
            *old = item;
        }
        return;
    }
    if (!DS_LIST_ROOM(all->items)) {
        ds_collection_note(all, DS_ENOMEM);
        return;
    }
    all->items.items[all->items.n++] = item;
}

/* Of two lines for one weight the later file's counts: what is included comes first. */
static void keep_weights(ds_collection *all, ds_item item)
{
    if (!DS_LIST_ROOM(all->items)) {
        ds_collection_note(all, DS_ENOMEM);
        return;
    }
    ds_item *items = all->items.items;
    size_t at = 0;
    while (at < all->items.n &&
           !(items[at].kind == DS_ITEM_WEIGHTS && includes(&items[at], &item))) {
        at++;
    }
    memmove(items + at + 1, items + at, (all->items.n - at) * sizeof *items);
    items[at] = item;
    all->items.n++;
}

void ds_override_keep(ds_collection *all, ds_item item)
{
    if (item.kind == DS_ITEM_WEIGHTS) {
        keep_weights(all, item);
    } else {
        keep_named(all, item);
    }
}
