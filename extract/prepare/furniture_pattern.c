#include "corpus/text/utf8.h"
#include "extract/prepare/furniture_inside.h"

#include <stdlib.h>
#include <utf8proc.h>

static void read_first(ds_matcher *made)
{
    const uint8_t *bitmap = NULL;
    uint32_t type = 0;
    uint32_t unit = 0;
    pcre2_pattern_info(ds_code_plain(made->pattern->code), PCRE2_INFO_FIRSTBITMAP, &bitmap);
    pcre2_pattern_info(ds_code_plain(made->pattern->code), PCRE2_INFO_FIRSTCODETYPE, &type);
    pcre2_pattern_info(ds_code_plain(made->pattern->code), PCRE2_INFO_FIRSTCODEUNIT, &unit);
    for (unsigned byte = 0; byte < 256; byte++) {
        if (bitmap) {
            made->first[byte] = (bitmap[byte / 8] >> (byte % 8)) & 1;
        } else if (type == 1) {
            /* Either case: the pattern may ignore it. */
            made->first[byte] = byte == unit || (byte < 0x80 && (byte ^ 0x20u) == unit);
        } else {
            made->first[byte] = true;
        }
    }
}

static ds_status add_matcher(ds_matcher_list *list, const ds_pattern *pattern, ds_line_kind kind,
                             bool page)
{
    ds_matcher *grown = realloc(list->items, (list->n_items + 1) * sizeof *grown);
    if (!grown) {
        return DS_ENOMEM;
    }
    list->items = grown;
    ds_matcher *made = &grown[list->n_items++];
    *made = (ds_matcher){.pattern = pattern, .kind = kind, .page = page, .level = 1};
    if (pattern->value.len == 1 && pattern->value.ptr[0] >= '1' && pattern->value.ptr[0] <= '9') {
        made->level = (uint32_t)(pattern->value.ptr[0] - '0');
    }
    read_first(made);
    ds_anchors_read(&made->anchors, pattern->need);
    return DS_OK;
}

unsigned char *ds_furniture_mark_of(ds_furniture *furniture, uint32_t c)
{
    if (c < 0x80) {
        return &furniture->ascii[c];
    }
    if (c >= DS_GENERAL_FIRST && c < DS_GENERAL_FIRST + sizeof furniture->general) {
        return &furniture->general[c - DS_GENERAL_FIRST];
    }
    if (c >= DS_CJK_FIRST && c < DS_CJK_FIRST + sizeof furniture->cjk) {
        return &furniture->cjk[c - DS_CJK_FIRST];
    }
    return NULL;
}

/* Sets `bit` for every mark that the pattern matches on its own. */
static void add_marks(ds_furniture *furniture, const ds_pattern *pattern, unsigned bit)
{
    for (uint32_t c = 0x21; c < DS_CJK_FIRST + sizeof furniture->cjk; c++) {
        unsigned char *mark = ds_furniture_mark_of(furniture, c);
        char bytes[4];
        size_t size = mark ? ds_utf8_write(c, bytes) : 0;
        if (size && ds_budget_pattern(NULL, DS_SECTION_FURNITURE, pattern, (ds_str){bytes, size}, 0,
                                      furniture->match) > 0) {
            *mark = (unsigned char)(*mark | bit);
        }
    }
}

static void add_brackets(ds_furniture *furniture)
{
    for (uint32_t c = 0x21; c < DS_CJK_FIRST + sizeof furniture->cjk; c++) {
        unsigned char *mark = ds_furniture_mark_of(furniture, c);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        if (mark && (category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI)) {
            *mark = (unsigned char)(*mark | DS_MARK_OPEN);
        }
        if (mark && (category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PF)) {
            *mark = (unsigned char)(*mark | DS_MARK_CLOSE);
        }
    }
}

static ds_status add_pattern(ds_furniture *furniture, const ds_pattern *pattern)
{
    ds_str action = pattern->name;
    if (ds_str_equal(action, DS_STR("remove"))) {
        return add_matcher(&furniture->inner, pattern, DS_LINE_DROP, false);
    }
    if (ds_str_equal(action, DS_STR("page"))) {
        return add_matcher(&furniture->inner, pattern, DS_LINE_DROP, true);
    }
    if (ds_str_equal(action, DS_STR("line"))) {
        return add_matcher(&furniture->whole, pattern, DS_LINE_DROP, false);
    }
    if (ds_str_equal(action, DS_STR("isolate"))) {
        bool title = ds_str_equal(pattern->value, DS_STR("title"));
        return add_matcher(&furniture->whole, pattern, title ? DS_LINE_TITLE : DS_LINE_ISOLATE,
                           false);
    }
    if (ds_str_equal(action, DS_STR("heading"))) {
        return add_matcher(&furniture->start, pattern, DS_LINE_HEADING, false);
    }
    if (ds_str_equal(action, DS_STR("bullet"))) {
        return add_matcher(&furniture->start, pattern, DS_LINE_BULLET, false);
    }
    if (ds_str_equal(action, DS_STR("opening"))) {
        return add_matcher(&furniture->start, pattern, DS_LINE_OPENING, false);
    }
    if (ds_str_equal(action, DS_STR("terminal"))) {
        add_marks(furniture, pattern, DS_MARK_TERMINAL);
    } else if (ds_str_equal(action, DS_STR("continue"))) {
        add_marks(furniture, pattern, DS_MARK_CONTINUE);
    } else if (ds_str_equal(action, DS_STR("lead"))) {
        add_marks(furniture, pattern, DS_MARK_LEAD);
    }
    return DS_OK;
}

/* Room for the groups of the pattern that has most: a match with too little
 * room cannot be told from none. */
static uint32_t count_groups(const ds_pattern *patterns, size_t n_patterns)
{
    uint32_t most = 0;
    for (size_t i = 0; i < n_patterns; i++) {
        uint32_t n_groups = 0;
        pcre2_pattern_info(ds_code_plain(patterns[i].code), PCRE2_INFO_CAPTURECOUNT, &n_groups);
        most = most > n_groups ? most : n_groups;
    }
    return most + 1;
}

ds_status ds_furniture_new(ds_furniture **out, const ds_ruleset *rules)
{
    ds_furniture *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    const ds_pattern *patterns;
    size_t n_patterns = ds_ruleset_patterns(rules, DS_SECTION_FURNITURE, &patterns);
    made->match = pcre2_match_data_create(count_groups(patterns, n_patterns), NULL);
    ds_status status = made->match ? DS_OK : DS_ENOMEM;
    if (status == DS_OK) {
        add_brackets(made);
    }
    for (size_t i = 0; i < n_patterns && status == DS_OK; i++) {
        status = add_pattern(made, &patterns[i]);
    }
    if (status != DS_OK) {
        ds_furniture_free(made);
        return status;
    }
    *out = made;
    return DS_OK;
}
