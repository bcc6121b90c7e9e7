/* Lexicons, with what they add to and what they take the place of. */
#include "rules/builder.h"

#include <stdlib.h>

static ds_str content_of(const ds_item *item)
{
    ds_range inner = ds_pack_element(item->pack, item->node)->inner;
    return ds_str_slice(item->pack->bytes, inner.begin, inner.end);
}

static bool has_href(const ds_item *item)
{
    return xmlHasNsProp((xmlNode *)item->node, (const xmlChar *)"href", NULL) != NULL;
}

static ds_status read_inline_words(ds_builder *made, const ds_item *item, ds_lexicon **out)
{
    ds_buf words = ds_buf_make(DS_FILE_MAX_BYTES);
    size_t begin = ds_pack_element(item->pack, item->node)->inner.begin;
    (void)ds_pack_decode(content_of(item), &words, SIZE_MAX);
    ds_status status = DS_ENOMEM;
    if (!words.failed) {
        ds_where where = ds_pack_where(item->pack, begin);
        status = ds_lexicon_parse_words(out, ds_buf_str(&words), where, made->all.diag);
    }
    ds_buf_free(&words);
    return status;
}

static ds_status read_own_lexicon(ds_builder *made, const ds_item *item, ds_lexicon **out)
{
    if (!has_href(item)) {
        return read_inline_words(made, item, out);
    }
    const char *path = ds_collection_path(&made->all, item->pack, item->node);
    if (!path) {
        return DS_EINVALID;
    }
    ds_str bytes = {NULL, 0};
    ds_where where = ds_pack_where_attribute(item->pack, item->node, "href");
    ds_status status = ds_builder_read(made, path, where, &bytes);
    if (status == DS_OK) {
        status = ds_lexicon_take(out, bytes, (ds_where){path, 1, 1}, made->all.diag);
    }
    return status;
}

static bool has_fields(const ds_lexicon *lexicon, uint32_t entry, size_t columns)
{
    bool any = false;
    for (size_t column = 1; column < columns; column++) {
        any = any || ds_lexicon_field(lexicon, entry, column).len;
    }
    return any;
}

static void add_line(ds_buf *lines, const ds_lexicon *from, uint32_t entry, size_t columns)
{
    ds_buf_add(lines, ds_lexicon_word(from, entry));
    for (size_t column = 1; column < columns; column++) {
        ds_buf_add_char(lines, '\t');
        ds_buf_add(lines, ds_lexicon_field(from, entry, column));
    }
    ds_buf_add_char(lines, '\n');
}

/* The base's lines, with the attributes that the other one gives their words, then the
 * words that it does not have. */
static ds_status join_lexicons(ds_builder *made, ds_where where, const ds_lexicon *base,
                               const ds_lexicon *own, ds_lexicon **out)
{
    ds_buf lines = ds_buf_make(DS_FILE_MAX_BYTES);
    size_t columns = ds_lexicon_columns(base);
    ds_buf_add(&lines, columns ? DS_STR("# columns:") : DS_STR(""));
    for (size_t column = 0; column < columns; column++) {
        ds_buf_add_char(&lines, ' ');
        ds_buf_add(&lines, ds_lexicon_column_name(base, column));
    }
    ds_buf_add(&lines, columns ? DS_STR("\n") : DS_STR(""));
    for (int side = 0; side < 2; side++) {
        const ds_lexicon *from = side ? own : base;
        for (uint32_t entry = 0; entry < ds_lexicon_count(from); entry++) {
            ds_str word = ds_lexicon_word(from, entry);
            bool again = ds_lexicon_find(from, word) != entry;
            if (again || (side && ds_lexicon_find(base, word) != DS_LEXICON_NONE)) {
                continue;
            }
            uint32_t anew = side ? entry : ds_lexicon_find(own, word);
            bool given = !side && anew != DS_LEXICON_NONE && has_fields(own, anew, columns);
            add_line(&lines, given ? own : from, given ? anew : entry, columns);
        }
    }
    if (lines.failed || !ds_buf_reserve(&lines, 1)) {
        ds_buf_free(&lines);
        return DS_ENOMEM;
    }
    lines.ptr[lines.len] = '\0';
    return ds_lexicon_take(out, ds_buf_str(&lines), where, made->all.diag);
}

/* Words are joined column by column, so these must be the same. */
static ds_status check_columns(ds_builder *made, const ds_item *item, const ds_lexicon *base,
                               const ds_lexicon *own)
{
    bool same = true;
    for (size_t column = 0; column < ds_lexicon_columns(own); column++) {
        same =
            same && column < ds_lexicon_columns(base) &&
            ds_str_equal(ds_lexicon_column_name(own, column), ds_lexicon_column_name(base, column));
    }
    if (same) {
        return DS_OK;
    }
    ds_buf names = ds_buf_make(DS_DIAG_MAX_BYTES);
    for (size_t column = 0; column < ds_lexicon_columns(base); column++) {
        ds_buf_add_char(&names, ' ');
        ds_buf_add(&names, ds_lexicon_column_name(base, column));
    }
    ds_where where = ds_pack_where_attribute(item->pack, item->node, "href");
    ds_status status = ds_diag_fail(
        made->all.diag, DS_EINVALID, where,
        "the file names other columns than the lexicon '%.*s' that it adds to; those are:%.*s",
        DS_STR_ARGS(item->id), DS_STR_ARGS(names.len ? ds_buf_str(&names) : DS_STR(" (none)")));
    ds_buf_free(&names);
    return status;
}

static ds_status read_lexicon(ds_builder *made, const ds_item *item, ds_lexicon **out)
{
    ds_status status = read_own_lexicon(made, item, out);
    if (status != DS_OK || !item->base) {
        return status;
    }
    ds_lexicon *own = *out;
    ds_lexicon *base = NULL;
    *out = NULL;
    status = read_lexicon(made, item->base, &base);
    if (status == DS_OK) {
        status = check_columns(made, item, base, own);
    }
    if (status == DS_OK) {
        ds_where where = ds_pack_where_element(item->pack, item->node);
        status = join_lexicons(made, where, base, own, out);
    }
    ds_lexicon_free(base);
    ds_lexicon_free(own);
    return status;
}

static void keep_lexicon(ds_builder *made, ds_str id, ds_lexicon *lexicon, ds_where where)
{
    if (!DS_LIST_ROOM(made->set->lexicons)) {
        ds_lexicon_free(lexicon);
        ds_collection_note(&made->all, DS_ENOMEM);
        return;
    }
    made->set->lexicons.items[made->set->lexicons.n++] = (ds_named_lexicon){id, lexicon, where};
}

static void say_nothing(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

/* Its words, to compare with; NULL if it cannot be read, which concerns nobody
 * any more. */
static ds_lexicon *read_replaced(ds_builder *made, const ds_item *item)
{
    ds_diag silent = {.sink = say_nothing};
    ds_diag *diag = made->all.diag;
    ds_lexicon *out = NULL;
    made->all.diag = &silent;
    ds_status status = read_lexicon(made, item, &out);
    made->all.diag = diag;
    return status == DS_OK ? out : NULL;
}

static void note_replaced(ds_builder *made, const ds_item *item, const ds_lexicon *lexicon)
{
    const ds_item *old = item->replaced;
    ds_lexicon *before = old ? read_replaced(made, old) : NULL;
    size_t n_words = before ? ds_lexicon_count(before) : 0;
    size_t n_lost = 0;
    for (uint32_t entry = 0; entry < n_words; entry++) {
        n_lost += ds_lexicon_find(lexicon, ds_lexicon_word(before, entry)) == DS_LEXICON_NONE;
    }
    ds_lexicon_free(before);
    if (n_lost && !DS_LIST_ROOM(made->set->replaced)) {
        ds_collection_note(&made->all, DS_ENOMEM);
    } else if (n_lost) {
        made->set->replaced.items[made->set->replaced.n++] =
            (ds_replaced){item->id, ds_pack_where_element(item->pack, item->node),
                          ds_pack_where_element(old->pack, old->node), n_words, n_lost};
    }
}

void ds_builder_add_lexicon(ds_builder *made, const ds_item *item)
{
    ds_lexicon *lexicon = NULL;
    ds_status status = read_lexicon(made, item, &lexicon);
    ds_collection_note(&made->all, status);
    if (status != DS_OK) { /* an empty one, so that its patterns raise no second error */
        ds_where where = ds_pack_where_element(item->pack, item->node);
        status = ds_lexicon_parse_words(&lexicon, (ds_str){NULL, 0}, where, made->all.diag);
    }
    ds_collection_note(&made->all, status);
    if (status == DS_OK) {
        ds_builder_add_bytes(made, ds_lexicon_bytes(lexicon));
        note_replaced(made, item, lexicon);
        keep_lexicon(made, item->id, lexicon, ds_pack_where_element(item->pack, item->node));
    }
}

ds_status ds_builder_add_names(ds_builder *made, const char *path)
{
    ds_named_lexicon *known = NULL;
    for (size_t i = 0; i < made->set->lexicons.n; i++) {
        if (ds_str_equal(made->set->lexicons.items[i].id, DS_STR(DS_RULES_NAMES))) {
            known = &made->set->lexicons.items[i];
        }
    }
    ds_str bytes = {NULL, 0};
    ds_lexicon *own = NULL;
    ds_lexicon *joined = NULL;
    const char *copy = ds_arena_copy(made->set->arena, ds_str_from(path)).ptr;
    ds_status status = copy ? ds_builder_read(made, copy, (ds_where){0}, &bytes) : DS_ENOMEM;
    if (status == DS_OK) {
        status = ds_lexicon_take_names(&own, bytes, (ds_where){copy, 1, 1}, made->all.diag);
    }
    if (status != DS_OK) {
        return status;
    }
    ds_builder_add_bytes(made, ds_lexicon_bytes(own));
    if (!known) {
        keep_lexicon(made, DS_STR(DS_RULES_NAMES), own, (ds_where){copy, 1, 1});
        return DS_OK;
    }
    status = join_lexicons(made, (ds_where){copy, 1, 1}, known->lexicon, own, &joined);
    ds_lexicon_free(own);
    if (status == DS_OK) {
        ds_lexicon_free(known->lexicon);
        known->lexicon = joined;
    }
    return status;
}
