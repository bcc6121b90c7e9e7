#include "rules/ruleset.h"

#include "rules/builder.h"
#include "rules/compile.h"
#include "rules/weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* A NUL after each file: a line may not wander from one file to the next. */
void ds_builder_add_bytes(ds_builder *made, ds_str bytes)
{
    if (bytes.len) {
        XXH3_128bits_update(made->hash, bytes.ptr, bytes.len);
    }
    XXH3_128bits_update(made->hash, "", 1);
}

static void add_source(ds_builder *made, const char *path, const ds_file_stamp *stamp)
{
    if (DS_LIST_ROOM(made->set->sources)) {
        made->set->sources.items[made->set->sources.n++] = (ds_source){path, *stamp};
    } else {
        ds_collection_note(&made->all, DS_ENOMEM);
    }
}

ds_status ds_builder_read(ds_builder *made, const char *path, ds_where named_at, ds_str *out)
{
    ds_file_stamp stamp;
    ds_status status = ds_file_read_stamped(out, &stamp, path, named_at, made->all.diag);
    if (status == DS_OK) {
        add_source(made, path, &stamp);
    }
    return status;
}

/* The gap goes into many patterns: one message where it stands, not many. */
static bool check_gap(ds_builder *made, const ds_item *item, ds_str value)
{
    int code = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)value.ptr, value.len,
                                         PCRE2_UTF | PCRE2_EXTENDED, &code, &offset, NULL);
    if (!compiled) {
        PCRE2_UCHAR message[160];
        pcre2_get_error_message(code, message, sizeof message);
        ds_collection_note(&made->all,
                           ds_diag_fail(made->all.diag, DS_EINVALID,
                                        ds_pack_where_attribute(item->pack, item->node, "value"),
                                        "bad pattern in option 'gap': %s", (const char *)message));
    }
    pcre2_code_free(compiled);
    return compiled != NULL;
}

static void add_option(ds_builder *made, const ds_item *item)
{
    if (!DS_LIST_ROOM(made->set->options)) {
        ds_collection_note(&made->all, DS_ENOMEM);
        return;
    }
    ds_str value = ds_pack_value(item->node, "value", made->set->arena);
    bool gap = value.ptr && ds_str_equal(item->id, DS_STR("gap"));
    if (gap && !check_gap(made, item, value)) {
        value = DS_STR(".*?"); /* lets the patterns that use it be judged */
    }
    made->set->options.items[made->set->options.n++] =
        (ds_option){item->id, value, ds_pack_where_element(item->pack, item->node)};
}

static void add_weights(ds_builder *made, const ds_item *item)
{
    ds_str bytes = {NULL, 0};
    const char *path = ds_collection_path(&made->all, item->pack, item->node);
    if (!path) {
        return;
    }
    ds_where where = ds_pack_where_attribute(item->pack, item->node, "href");
    ds_status status = ds_builder_read(made, path, where, &bytes);
    if (status == DS_OK) {
        ds_builder_add_bytes(made, bytes);
        status = ds_weights_parse(made->set, bytes, path, made->all.diag);
        free((char *)bytes.ptr);
    }
    ds_collection_note(&made->all, status);
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* What a <pattern> says, for `rules check` and `explain`. */
static ds_str pattern_text(ds_builder *made, const ds_item *item, const xmlNode *node)
{
    ds_range inner = ds_pack_element(item->pack, node)->inner;
    ds_buf text = ds_buf_make(DS_PATTERN_MAX_BYTES);
    (void)ds_pack_decode(ds_str_slice(item->pack->bytes, inner.begin, inner.end), &text, SIZE_MAX);
    ds_str copy = ds_arena_copy(made->set->arena, ds_buf_str(&text));
    if (!copy.ptr) {
        ds_collection_note(&made->all, DS_ENOMEM);
    }
    ds_buf_free(&text);
    return copy;
}

static void add_rule(ds_builder *made, const ds_item *item, const xmlNode *node)
{
    ds_ruleset *set = made->set;
    ds_where where = ds_pack_where_element(item->pack, node);
    ds_rule rule = {.id = item->id, .file = where.file, .line = where.line};
    ds_pattern_source source = {set,        item->pack, node, true, made->all.diag,
                                &rule.need, &rule.start};
    ds_status status = ds_compile_pattern(&source, &rule.code, rule.slots, &rule.n_slots);
    if (status == DS_OK && !DS_LIST_ROOM(set->rules)) {
        ds_code_free(rule.code);
        status = DS_ENOMEM;
    }
    ds_collection_note(&made->all, status);
    if (status == DS_OK) {
        rule.text = pattern_text(made, item, node);
        rule.kind = ds_pack_value(item->node, "kind", set->arena);
        rule.priority = ds_collection_number(&made->all, item, "priority", 0);
        set->rules.items[set->rules.n++] = rule;
    }
}

static void add_pattern(ds_builder *made, const ds_item *item, const xmlNode *node)
{
    static const char *const name_attributes[DS_SECTIONS] = {"field", "type", "action", "field"};
    ds_ruleset *set = made->set;
    ds_where where = ds_pack_where_element(item->pack, node);
    ds_pattern pattern = {.id = item->id, .file = where.file, .line = where.line};
    ds_pattern_source source = {set,           item->pack,    node, false, made->all.diag,
                                &pattern.need, &pattern.start};
    ds_status status = ds_compile_pattern(&source, &pattern.code, NULL, NULL);
    if (status == DS_OK && !DS_LIST_ROOM(set->patterns[item->kind])) {
        ds_code_free(pattern.code);
        status = DS_ENOMEM;
    }
    ds_collection_note(&made->all, status);
    if (status == DS_OK) {
        pattern.text = pattern_text(made, item, node);
        pattern.name = ds_pack_value(item->node, name_attributes[item->kind], set->arena);
        pattern.value = ds_pack_value(item->node, "value", set->arena);
        pattern.weight = ds_collection_number(&made->all, item, "weight", 1);
        set->patterns[item->kind].items[set->patterns[item->kind].n++] = pattern;
    }
}

static size_t decoded_len(ds_str raw)
{
    ds_buf scratch = ds_buf_make(DS_FILE_MAX_BYTES);
    (void)ds_pack_decode(raw, &scratch, SIZE_MAX);
    size_t len = scratch.len;
    ds_buf_free(&scratch);
    return len;
}

/* Marks in order of their start tags; `out` may be NULL to count. */
static size_t find_marks(const ds_pack *pack, const xmlNode *node, size_t begin, ds_rule_mark *out,
                         size_t n)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (out) {
            ds_range inner = ds_pack_element(pack, node)->inner;
            ds_role role = ds_role_from_name(ds_str_from((const char *)node->name));
            size_t from = decoded_len(ds_str_slice(pack->bytes, begin, inner.begin));
            size_t to = decoded_len(ds_str_slice(pack->bytes, begin, inner.end));
            out[n] = (ds_rule_mark){role, {from, to}};
        }
        n = find_marks(pack, node->children, begin, out, n + 1);
    }
    return n;
}

/* White space at the ends is the layout of the file, not of the example. */
static ds_str trim_example(ds_rule_example *example, ds_rule_mark *marks)
{
    ds_str text = example->text;
    size_t begin = 0;
    while (begin < text.len && strchr(" \t\n", text.ptr[begin])) {
        begin++;
    }
    size_t end = text.len;
    while (end > begin && strchr(" \t\n", text.ptr[end - 1])) {
        end--;
    }
    for (size_t i = 0; i < example->n_marks; i++) {
        size_t from = marks[i].range.begin;
        size_t to = marks[i].range.end;
        from = from < begin ? begin : from > end ? end : from;
        to = to < from ? from : to > end ? end : to;
        marks[i].range = (ds_range){from - begin, to - begin};
    }
    return ds_str_slice(text, begin, end);
}

static void add_example(ds_builder *made, const ds_item *item, const xmlNode *node)
{
    ds_ruleset *set = made->set;
    ds_range inner = ds_pack_element(item->pack, node)->inner;
    ds_buf text = ds_buf_make(DS_FILE_MAX_BYTES);
    (void)ds_pack_decode(ds_str_slice(item->pack->bytes, inner.begin, inner.end), &text, SIZE_MAX);
    ds_where where = ds_pack_where_element(item->pack, node);
    ds_rule_example example = {.owner = item->id,
                               .section = (ds_pattern_section)item->kind,
                               .accept = is_element(node, "example"),
                               .text = ds_arena_copy(set->arena, ds_buf_str(&text)),
                               .file = where.file,
                               .line = where.line};
    ds_buf_free(&text);
    example.n_marks = find_marks(item->pack, node->children, inner.begin, NULL, 0);
    ds_rule_mark *marks = DS_ARENA_NEW(set->arena, example.n_marks, ds_rule_mark);
    if (!example.text.ptr || !marks || !DS_LIST_ROOM(set->examples)) {
        ds_collection_note(&made->all, DS_ENOMEM);
        return;
    }
    (void)find_marks(item->pack, node->children, inner.begin, marks, 0);
    example.text = trim_example(&example, marks);
    example.marks = marks;
    set->examples.items[set->examples.n++] = example;
}

static void add_parts(ds_builder *made, const ds_item *item)
{
    for (const xmlNode *node = item->node->children; node; node = node->next) {
        if (is_element(node, "pattern")) {
            if (item->kind == DS_ITEM_RULE) {
                add_rule(made, item, node);
            } else {
                add_pattern(made, item, node);
            }
        } else if (is_element(node, "example") || is_element(node, "reject")) {
            add_example(made, item, node);
        }
    }
}

/* Lexicons and options first: patterns anywhere may use them. */
static void build(ds_builder *made, const ds_rule_files *files)
{
    const ds_item *items = made->all.items.items;
    size_t n = made->all.items.n;
    for (size_t i = 0; i < made->all.packs.n; i++) {
        const ds_pack *pack = made->all.packs.items[i];
        ds_builder_add_bytes(made, pack->bytes);
        add_source(made, pack->path, &pack->stamp);
    }
    for (size_t i = 0; i < n; i++) {
        if (items[i].kind == DS_ITEM_LEXICON) {
            ds_builder_add_lexicon(made, &items[i]);
        } else if (items[i].kind == DS_ITEM_OPTION) {
            add_option(made, &items[i]);
        } else if (items[i].kind == DS_ITEM_WEIGHTS) {
            add_weights(made, &items[i]);
        }
    }
    for (size_t i = 0; i < files->n_names; i++) {
        ds_collection_note(&made->all, ds_builder_add_names(made, files->names[i]));
    }
    for (size_t i = 0; i < n; i++) {
        if (items[i].kind <= DS_ITEM_RULE) {
            add_parts(made, &items[i]);
        }
    }
}

/* A stable insertion sort: rules are few and mostly in order. */
static void sort_rules(ds_ruleset *set)
{
    ds_rule *rules = set->rules.items;
    for (size_t i = 1; i < set->rules.n; i++) {
        ds_rule moved = rules[i];
        size_t at = i;
        for (; at > 0 && rules[at - 1].priority < moved.priority; at--) {
            rules[at] = rules[at - 1];
        }
        rules[at] = moved;
    }
}

static void finish(ds_builder *made)
{
    sort_rules(made->set);
    XXH128_hash_t digest = XXH3_128bits_digest(made->hash);
    snprintf(made->set->hash, sizeof made->set->hash, "%016llx%016llx",
             (unsigned long long)digest.high64, (unsigned long long)digest.low64);
}

static ds_status start(ds_builder *made, ds_diag *diag)
{
    made->set = ds_set_new();
    made->hash = XXH3_createState();
    if (!made->set || !made->hash) {
        return DS_ENOMEM;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    made->set->read_at = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    XXH3_128bits_reset(made->hash);
    made->all = (ds_collection){.set = made->set, .diag = diag, .status = DS_OK};
    return DS_OK;
}

ds_status ds_ruleset_read(ds_ruleset **out, const char *main_pack, const char *const *house,
                          size_t n_house, ds_diag *diag)
{
    ds_rule_files files = {.main_pack = main_pack, .house = house, .n_house = n_house};
    return ds_ruleset_read_files(out, &files, diag);
}

ds_status ds_ruleset_read_files(ds_ruleset **out, const ds_rule_files *files, ds_diag *diag)
{
    ds_diag uncounted = {NULL, NULL, 0, 0}; /* the loader itself needs the count */
    ds_builder made = {NULL};
    ds_status status = start(&made, diag ? diag : &uncounted);
    if (status == DS_OK) {
        ds_collection_add(&made.all, files->main_pack, 0);
        for (size_t i = 0; i < files->n_house; i++) {
            ds_collection_add(&made.all, files->house[i], i + 1);
        }
        if (!made.all.unread) {
            build(&made, files);
        }
        status = made.all.status;
    }
    if (status == DS_OK) {
        finish(&made);
        *out = made.set;
        made.set = NULL;
    }
    ds_collection_free(&made.all);
    XXH3_freeState(made.hash);
    ds_ruleset_free(made.set);
    return status;
}
