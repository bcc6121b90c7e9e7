#include "rules/collect.h"

#include "rules/hint.h"
#include "rules/known.h"
#include "rules/override.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#define XINCLUDE_NAMESPACE "http://www.w3.org/2001/XInclude"

enum { MAX_ATTRIBUTES = 4 };

/* What an element may have.  Attributes: needed ones first. */
typedef struct form {
    const char *element;
    size_t n_needed;
    const char *attributes[MAX_ATTRIBUTES + 1];
    int kind;
    bool patterns; /* holds pattern, example, reject */
} form;

static const form forms[] = {
    {"rule", 2, {"id", "kind", "priority"}, DS_ITEM_RULE, true},
    {"cue", 2, {"id", "field", "value", "weight"}, DS_SECTION_CUE, true},
    {"entity", 2, {"id", "type", "value", "weight"}, DS_SECTION_ENTITY, true},
    {"furniture", 2, {"id", "action", "value", "weight"}, DS_SECTION_FURNITURE, true},
    {"binding", 2, {"id", "field", "value", "weight"}, DS_SECTION_BINDING, true},
    {"lexicon", 1, {"id", "href", "add"}, DS_ITEM_LEXICON, false},
    {"option", 2, {"name", "value"}, DS_ITEM_OPTION, false},
    {"weights", 1, {"href"}, DS_ITEM_WEIGHTS, false},
};
static const form include_form = {"xi:include", 1, {"href"}, DS_ITEM_INCLUDE, false};
static const form pack_form = {"pack", 0, {"id"}, DS_ITEM_PACK, false};
static const form leaf_forms[] = {
    {"pattern", 0, {NULL}, 0, false},
    {"example", 0, {NULL}, 0, false},
    {"reject", 0, {NULL}, 0, false},
};

static const char *const deal_kinds[] = {"acquisition", "merger", "stake_purchase",
                                         "asset_purchase"};

void ds_collection_note(ds_collection *all, ds_status status)
{
    if (all->status == DS_OK) {
        all->status = status;
    }
}

#define COMPLAIN(all, where, ...)                                                                  \
    ds_collection_note((all), ds_diag_fail((all)->diag, DS_EINVALID, (where), __VA_ARGS__))

static ds_str name_of(const xmlNode *node)
{
    return ds_str_from((const char *)node->name);
}

static bool in_namespace(const xmlNode *node, const char *uri)
{
    return node->ns && strcmp((const char *)node->ns->href, uri) == 0;
}

/* Text that is not white space where only elements belong. */
static void check_no_text(ds_collection *all, const ds_pack *pack, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        bool text = child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE;
        if (text && ds_str_trim(ds_str_from((const char *)child->content)).len) {
            COMPLAIN(all, ds_pack_where_element(pack, node), "text is not allowed in <%s>",
                     (const char *)node->name);
            return;
        }
    }
}

static void check_attributes(ds_collection *all, const ds_pack *pack, const xmlNode *node,
                             const form *shape)
{
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
        ds_hint hint = {ds_str_from((const char *)attr->name), {NULL, 0}, 0};
        bool known = attr->ns != NULL && attr->ns->href && /* xml:space, xml:lang, foreign */
                     strcmp((const char *)attr->ns->prefix, "xml") == 0;
        for (size_t i = 0; shape->attributes[i]; i++) {
            known =
                known || (!attr->ns && ds_str_equal(hint.name, ds_str_from(shape->attributes[i])));
            ds_hint_add(&hint, ds_str_from(shape->attributes[i]));
        }
        ds_where where = ds_pack_where_attribute(pack, node, (const char *)attr->name);
        if (!known && hint.best.ptr) {
            COMPLAIN(all, where, "unknown attribute '%s' of <%s>; did you mean '%.*s'?",
                     (const char *)attr->name, shape->element, DS_STR_ARGS(hint.best));
        } else if (!known) {
            COMPLAIN(all, where, "unknown attribute '%s' of <%s>", (const char *)attr->name,
                     shape->element);
        }
    }
    for (size_t i = 0; i < shape->n_needed; i++) {
        xmlAttr *attr = xmlHasNsProp((xmlNode *)node, (const xmlChar *)shape->attributes[i], NULL);
        if (!attr) {
            COMPLAIN(all, ds_pack_where_element(pack, node), "<%s> needs the attribute '%s'",
                     shape->element, shape->attributes[i]);
        }
    }
}

static void complain_element(ds_collection *all, const ds_pack *pack, const xmlNode *node,
                             const form *known, size_t n_known)
{
    ds_hint hint = {name_of(node), {NULL, 0}, 0};
    for (size_t i = 0; i < n_known; i++) {
        ds_hint_add(&hint, ds_str_from(known[i].element));
    }
    ds_where where = ds_pack_where_element(pack, node);
    const char *parent = (const char *)node->parent->name;
    if (!node->ns && ds_str_starts(hint.name, DS_STR("xi:"))) {
        COMPLAIN(all, where, "the prefix of <%s> is not declared; add xmlns:xi=\"%s\" to <pack>",
                 (const char *)node->name, XINCLUDE_NAMESPACE);
    } else if (!hint.best.ptr) {
        COMPLAIN(all, where, "unknown element <%s> in <%s>", (const char *)node->name, parent);
    } else if (ds_str_equal(hint.best, hint.name)) {
        COMPLAIN(all, where, "<%s> is not in the namespace %s", (const char *)node->name,
                 DS_PACK_NAMESPACE);
    } else {
        COMPLAIN(all, where, "unknown element <%s> in <%s>; did you mean <%.*s>?",
                 (const char *)node->name, parent, DS_STR_ARGS(hint.best));
    }
}

/* Marks in an example: roles, in deal rules only. */
static void check_marks(ds_collection *all, const ds_pack *pack, const xmlNode *node, bool pattern,
                        bool deal)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (pattern || !deal) {
            COMPLAIN(all, ds_pack_where_element(pack, child), "no elements in <%s> here; %s",
                     (const char *)node->name,
                     pattern ? "it is plain text, in which '<' is written &lt;"
                             : "roles are marked in examples of a <rule> only");
        } else if (!ds_role_in_rules(ds_role_from_name(name_of(child)))) {
            COMPLAIN(all, ds_pack_where_element(pack, child),
                     "<%s> is not a role; roles are acquirer, target, seller, amount, date, stake, "
                     "subject, rate",
                     (const char *)child->name);
        } else {
            check_marks(all, pack, child, pattern, deal);
        }
    }
}

static void check_parts(ds_collection *all, const ds_pack *pack, const xmlNode *node,
                        const form *shape)
{
    size_t n_patterns = 0;
    enum { N_LEAVES = sizeof leaf_forms / sizeof leaf_forms[0] };
    check_no_text(all, pack, node);
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        size_t which = 0;
        while (which < N_LEAVES &&
               !(in_namespace(child, DS_PACK_NAMESPACE) &&
                 ds_str_equal(name_of(child), ds_str_from(leaf_forms[which].element)))) {
            which++;
        }
        if (which == N_LEAVES) {
            complain_element(all, pack, child, leaf_forms, N_LEAVES);
            continue;
        }
        check_attributes(all, pack, child, &leaf_forms[which]);
        check_marks(all, pack, child, which == 0, shape->kind == DS_ITEM_RULE);
        n_patterns += which == 0;
    }
    if (!n_patterns) {
        COMPLAIN(all, ds_pack_where_element(pack, node), "<%s> needs a <pattern>", shape->element);
    }
}

static bool is_id(ds_str id)
{
    for (size_t i = 0; i < id.len; i++) {
        unsigned char byte = (unsigned char)id.ptr[i];
        if (byte >= 0x80 || !(isalpha(byte) || (i && (isdigit(byte) || strchr("._-", byte))))) {
            return false;
        }
    }
    return id.len > 0;
}

static void check_number(ds_collection *all, const ds_item *item, const char *name)
{
    ds_str value = ds_pack_value(item->node, name, all->set->arena);
    if (value.ptr && !ds_known_number(ds_str_trim(value))) {
        COMPLAIN(all, ds_pack_where_attribute(item->pack, item->node, name),
                 "%s '%.*s' is not a number like 2 or -0.5", name, DS_STR_ARGS(value));
    }
}

/* A motive is a name of the record that packs may add: as such names look. */
static bool is_motive(ds_str value)
{
    bool good = value.len > 0 && value.ptr[0] >= 'a' && value.ptr[0] <= 'z';
    for (size_t i = 0; i < value.len && good; i++) {
        unsigned char byte = (unsigned char)value.ptr[i];
        good = (byte >= 'a' && byte <= 'z') || byte == '_' || (byte >= '0' && byte <= '9');
    }
    return good;
}

/* What the program reads goes into the record, whose values are given. */
static void check_meaning(ds_collection *all, const ds_item *item)
{
    static const char *const attributes[DS_SECTIONS] = {"field", "type", "action", "field"};
    ds_pattern_section section = (ds_pattern_section)item->kind;
    ds_str name = ds_pack_value(item->node, attributes[section], all->set->arena);
    ds_str value = ds_pack_value(item->node, "value", all->set->arena);
    ds_where where = ds_pack_where_attribute(item->pack, item->node, "value");
    ds_hint hint = {value, {NULL, 0}, 0};
    if (!value.ptr || ds_known_value(section, name, value, &hint)) {
        bool motive = section == DS_SECTION_CUE && ds_str_starts(name, DS_STR("motive")) &&
                      ds_known_name(section, name, &hint);
        if (motive && value.ptr && !is_motive(value)) {
            COMPLAIN(all, where,
                     "bad motive '%.*s'; a small letter, then small letters, digits and '_'",
                     DS_STR_ARGS(value));
        }
        return;
    }
    const char *values = ds_known_values(section, name);
    if (hint.best.ptr) {
        COMPLAIN(all, where, "%s '%.*s' cannot be '%.*s'; did you mean '%.*s'?",
                 attributes[section], DS_STR_ARGS(name), DS_STR_ARGS(value),
                 DS_STR_ARGS(hint.best));
    } else {
        COMPLAIN(all, where, "%s '%.*s' cannot be '%.*s'; values are %s", attributes[section],
                 DS_STR_ARGS(name), DS_STR_ARGS(value), values);
    }
}

static void check_option(ds_collection *all, const ds_item *item)
{
    ds_str value = ds_str_trim(ds_pack_value(item->node, "value", all->set->arena));
    const char *bad = value.ptr ? ds_known_bad_option(item->id, value) : NULL;
    if (bad) {
        COMPLAIN(all, ds_pack_where_attribute(item->pack, item->node, "value"),
                 "option '%.*s': '%.*s' %s", DS_STR_ARGS(item->id), DS_STR_ARGS(value), bad);
    }
}

static void check_values(ds_collection *all, const ds_item *item)
{
    const char *attribute = item->kind == DS_ITEM_OPTION ? "name" : "id";
    bool lexicon = item->kind == DS_ITEM_LEXICON;
    ds_where where = ds_pack_where_attribute(item->pack, item->node, attribute);
    if (!is_id(item->id)) {
        COMPLAIN(all, where, "bad %s '%.*s'; a letter, then letters, digits, '.', '_' and '-'",
                 attribute, DS_STR_ARGS(item->id));
    }
    for (int kind = 0; lexicon && kind < DS_SLOT_KINDS; kind++) {
        if (ds_str_equal(item->id, ds_str_from(ds_slot_kind_name((ds_slot_kind)kind)))) {
            COMPLAIN(all, where, "lexicon '%.*s' has the name of a slot; choose another id",
                     DS_STR_ARGS(item->id));
        }
    }
    if (lexicon && xmlHasNsProp((xmlNode *)item->node, (const xmlChar *)"href", NULL)) {
        ds_range inner = ds_pack_element(item->pack, item->node)->inner;
        if (ds_str_trim(ds_str_slice(item->pack->bytes, inner.begin, inner.end)).len) {
            COMPLAIN(all, ds_pack_where_element(item->pack, item->node),
                     "<lexicon> has an href and words; one of them");
        }
    }
    if (item->kind == DS_ITEM_RULE) {
        ds_str kind = ds_pack_value(item->node, "kind", all->set->arena);
        bool known = !kind.ptr; /* reported already */
        for (size_t i = 0; i < sizeof deal_kinds / sizeof deal_kinds[0]; i++) {
            known = known || ds_str_equal(kind, ds_str_from(deal_kinds[i]));
        }
        if (!known) {
            COMPLAIN(all, ds_pack_where_attribute(item->pack, item->node, "kind"),
                     "bad kind '%.*s'; kinds are acquisition, merger, stake_purchase, "
                     "asset_purchase",
                     DS_STR_ARGS(kind));
        }
    }
    if (item->kind < DS_ITEM_RULE) {
        check_meaning(all, item);
    } else if (item->kind == DS_ITEM_OPTION) {
        check_option(all, item);
    }
    check_number(all, item, item->kind == DS_ITEM_RULE ? "priority" : "weight");
}

static void add_file(ds_collection *all, const char *path, ds_where named_at, size_t root,
                     const ds_pack *includer);

static size_t depth_of(const ds_pack *pack)
{
    size_t depth = 0;
    while ((pack = pack->includer)) {
        depth++;
    }
    return depth;
}

static void add_include(ds_collection *all, const ds_pack *pack, const xmlNode *node, size_t root)
{
    check_attributes(all, pack, node, &include_form);
    const char *path = ds_collection_path(all, pack, node);
    if (!path) {
        return;
    }
    ds_where where = ds_pack_where_attribute(pack, node, "href");
    if (depth_of(pack) == DS_INCLUDE_MAX_DEPTH) {
        COMPLAIN(all, where, "includes are nested more than %d deep; does '%s' include itself?",
                 DS_INCLUDE_MAX_DEPTH, path);
        return;
    }
    add_file(all, path, where, root, pack);
}

static void add_element(ds_collection *all, const ds_pack *pack, const xmlNode *node, size_t root)
{
    enum { N_FORMS = sizeof forms / sizeof forms[0] };
    if (in_namespace(node, XINCLUDE_NAMESPACE) && ds_str_equal(name_of(node), DS_STR("include"))) {
        add_include(all, pack, node, root);
        return;
    }
    const form *shape = forms;
    while (shape < forms + N_FORMS && !(in_namespace(node, DS_PACK_NAMESPACE) &&
                                        ds_str_equal(name_of(node), ds_str_from(shape->element)))) {
        shape++;
    }
    if (shape == forms + N_FORMS) {
        complain_element(all, pack, node, forms, N_FORMS);
        return;
    }
    check_attributes(all, pack, node, shape);
    if (shape->patterns) {
        check_parts(all, pack, node, shape);
    }
    ds_item item = {.kind = shape->kind, .pack = pack, .node = node, .root = root};
    item.id = ds_pack_value(node, shape->kind == DS_ITEM_OPTION ? "name" : "id", all->set->arena);
    if (shape->kind == DS_ITEM_WEIGHTS) {
        ds_override_keep(all, item);
    } else if (item.id.ptr) {
        check_values(all, &item);
        ds_override_keep(all, item);
    }
}

static void add_pack(ds_collection *all, const ds_pack *pack, size_t root)
{
    const xmlNode *top = xmlDocGetRootElement(pack->doc);
    if (!in_namespace(top, DS_PACK_NAMESPACE) || !ds_str_equal(name_of(top), DS_STR("pack"))) {
        COMPLAIN(all, ds_pack_where_element(pack, top), "a pack begins with <pack xmlns=\"%s\">",
                 DS_PACK_NAMESPACE);
        return;
    }
    size_t errors = all->diag->n_errors;
    check_attributes(all, pack, top, &pack_form);
    check_no_text(all, pack, top);
    for (const xmlNode *node = top->children; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) {
            add_element(all, pack, node, root);
        }
    }
    if (errors == all->diag->n_errors) { /* our own messages are the better ones */
        ds_collection_note(all, ds_pack_validate(pack, all->diag));
    }
}

static void add_file(ds_collection *all, const char *path, ds_where named_at, size_t root,
                     const ds_pack *includer)
{
    ds_pack *pack = NULL;
    if (all->packs.n == DS_PACKS_MAX) {
        COMPLAIN(all, named_at, "more than %d pack files", DS_PACKS_MAX);
        return;
    }
    ds_status status = ds_pack_read(&pack, path, named_at, all->set->arena, all->diag);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): a list of pointers */
    if (status == DS_OK && !DS_LIST_ROOM(all->packs)) {
        ds_pack_free(pack);
        status = DS_ENOMEM;
    }
    ds_collection_note(all, status);
    all->unread = all->unread || status != DS_OK;
    if (status == DS_OK) {
        all->packs.items[all->packs.n++] = pack;
        pack->includer = includer;
        add_pack(all, pack, root);
    }
}

void ds_collection_add(ds_collection *all, const char *path, size_t root)
{
    add_file(all, path, (ds_where){NULL, 0, 0}, root, NULL);
}

const char *ds_collection_path(ds_collection *all, const ds_pack *pack, const xmlNode *node)
{
    ds_str href = ds_pack_value(node, "href", all->set->arena);
    if (!href.ptr) {
        return NULL; /* reported as missing */
    }
    if (!href.len || href.ptr[0] == '/' || ds_str_find(href, DS_STR("://"), 0) != SIZE_MAX) {
        COMPLAIN(all, ds_pack_where_attribute(pack, node, "href"),
                 "'%.*s' is not a path relative to this pack", DS_STR_ARGS(href));
        return NULL;
    }
    const char *slash = strrchr(pack->path, '/');
    size_t dir = slash ? (size_t)(slash - pack->path) + 1 : 0;
    char *path = ds_arena_alloc(all->set->arena, dir + href.len + 1, 1);
    if (!path) {
        ds_collection_note(all, DS_ENOMEM);
        return NULL;
    }
    memcpy(path, pack->path, dir);
    memcpy(path + dir, href.ptr, href.len);
    return path;
}

double ds_collection_number(const ds_collection *all, const ds_item *item, const char *name,
                            double fallback)
{
    ds_str value = ds_str_trim(ds_pack_value(item->node, name, all->set->arena));
    return ds_known_number(value) ? strtod(value.ptr, NULL) : fallback;
}

void ds_collection_free(ds_collection *all)
{
    for (size_t i = 0; i < all->packs.n; i++) {
        ds_pack_free(all->packs.items[i]);
    }
    free(all->packs.items);
    free(all->items.items);
}
