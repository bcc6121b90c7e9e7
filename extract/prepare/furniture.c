#include "extract/prepare/furniture.h"

#include "corpus/text/utf8.h"
#include "extract/prepare/furniture_inside.h"

#include <stdlib.h>

enum {
    MAX_ROUNDS = 8,       /* counters inside counters: one or two in practice */
    MAX_HEAD_BYTES = 48,  /* a number and the word that follows it            */
    MAX_LINE_BYTES = 600, /* boilerplate and title lines are shorter          */
    MAX_PAGE = 99999,     /* more is no page number                           */
    SCAR_BYTES = 256,     /* either side of a removal: more than any furniture */
};

void ds_furniture_budget(ds_furniture *furniture, ds_budget *budget)
{
    furniture->budget = budget;
}

void ds_furniture_free(ds_furniture *furniture)
{
    if (furniture) {
        pcre2_match_data_free(furniture->match);
        free(furniture->inner.items);
        free(furniture->whole.items);
        free(furniture->start.items);
        free(furniture->pages);
        free(furniture->scars);
        free(furniture);
    }
}

/* ---- what goes wherever it stands ------------------------------------- */

/* True if the pattern is found from byte `from` on; group_of() tells where. */
static bool find(ds_furniture *furniture, const ds_matcher *by, ds_str text, size_t from)
{
    furniture->n_groups = ds_budget_pattern(furniture->budget, DS_SECTION_FURNITURE, by->pattern,
                                            text, from, furniture->match);
    return furniture->n_groups > 0;
}

/* The same, but only in front of the pattern's anchors. */
static bool find_anchored(ds_furniture *furniture, const ds_matcher *by, ds_str text, size_t from)
{
    if (by->anchors.n == 0) {
        return find(furniture, by, text, from);
    }
    furniture->n_groups = 0;
    for (size_t at; (at = ds_anchors_next(&by->anchors, text, from)) < text.len; from = at + 1) {
        size_t begin = ds_anchors_begin(&by->anchors, text, at, from);
        furniture->n_groups =
            ds_budget_pattern_until(furniture->budget, DS_SECTION_FURNITURE, by->pattern, text,
                                    begin, at, furniture->match);
        if (furniture->n_groups != PCRE2_ERROR_NOMATCH) {
            break;
        }
    }
    return furniture->n_groups > 0;
}

static bool find_at_front(ds_furniture *furniture, const ds_matcher *by, ds_str text)
{
    furniture->n_groups = ds_budget_pattern_at(furniture->budget, DS_SECTION_FURNITURE, by->pattern,
                                               text, 0, furniture->match);
    return furniture->n_groups > 0;
}

/* Range of a group of the last match; empty if it did not take part.  Groups
 * that the pattern does not have hold what an earlier pattern left. */
static ds_range group_of(const ds_furniture *furniture, int group)
{
    const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(furniture->match) + (size_t)group * 2;
    if (group >= furniture->n_groups || pair[0] == PCRE2_UNSET) {
        return (ds_range){0, 0};
    }
    return (ds_range){pair[0], pair[1]};
}

/* Digits of a range as a number, white space between them passed over. */
static uint32_t number_in(ds_str text, ds_range range)
{
    uint32_t number = 0;
    for (size_t at = range.begin; at < range.end && number <= MAX_PAGE; at++) {
        if (ds_code_is_digit((unsigned char)text.ptr[at])) {
            number = number * 10 + (uint32_t)(text.ptr[at] - '0');
        }
    }
    return number;
}

/* A counter like 3/17 behind a digit of the text (15|3/17) swallows it.  Digits
 * are given back until the page is not past the last one; the page that must
 * come next decides where that leaves a choice. */
static size_t shorten(ds_str text, ds_range page, ds_range total, uint32_t expected)
{
    uint32_t last = number_in(text, total);
    size_t best = page.begin;
    bool found = false;
    for (size_t at = page.begin; at < page.end && last; at++) {
        uint32_t number = number_in(text, (ds_range){at, page.end});
        if (number == expected) {
            return at;
        }
        if (!found && number <= last && number > 0) {
            best = at;
            found = true;
        }
    }
    return best;
}

static ds_status add_page(ds_furniture *furniture, ds_page_mark mark)
{
    if (furniture->n_pages == furniture->cap_pages) {
        size_t cap = furniture->cap_pages ? furniture->cap_pages * 2 : 64;
        ds_page_mark *grown = realloc(furniture->pages, cap * sizeof *grown);
        if (!grown) {
            return DS_ENOMEM;
        }
        furniture->pages = grown;
        furniture->cap_pages = cap;
    }
    furniture->pages[furniture->n_pages++] = mark;
    return DS_OK;
}

/* Notes one match to be dropped, and the page it counts. */
static ds_status take_match(ds_furniture *furniture, const ds_matcher *by, ds_draft *draft,
                            ds_range *whole)
{
    *whole = group_of(furniture, 0);
    if (whole->begin == whole->end || !by->page) {
        return DS_OK;
    }
    ds_str text = ds_draft_str(draft);
    ds_range page = group_of(furniture, 1);
    if (page.begin == whole->begin && page.end > page.begin) {
        whole->begin = shorten(text, page, group_of(furniture, 2), furniture->page + 1);
        page.begin = whole->begin;
    }
    uint32_t number = number_in(text, page);
    if (number == 0 || number > MAX_PAGE) {
        return DS_OK;
    }
    furniture->page = number;
    return add_page(furniture, (ds_page_mark){draft->origin[whole->begin],
                                              draft->origin[whole->end - 1] + 1, number});
}

static int compare_scars(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* Takes out what one pattern finds in [from, until) of the draft. */
static ds_status remove_in(ds_furniture *furniture, const ds_matcher *by, ds_draft *draft,
                           size_t from, size_t until)
{
    ds_str text = {draft->text, until};
    while (from < until && find_anchored(furniture, by, text, from)) {
        ds_range whole;
        ds_status status = take_match(furniture, by, draft, &whole);
        if (status == DS_OK && whole.begin < whole.end) {
            status = ds_draft_drop(draft, whole.begin, whole.end);
        }
        if (status != DS_OK) {
            return status;
        }
        from = whole.end > from ? whole.end : from + 1;
        while (!ds_utf8_boundary(text, from)) {
            from++;
        }
    }
    return DS_OK;
}

/* Remembers where pieces are about to go, by the source byte of the first. */
static ds_status add_scars(ds_furniture *furniture, const ds_draft *draft)
{
    size_t need = furniture->n_scars + draft->n_drops;
    if (need > furniture->cap_scars) {
        size_t cap = need + need / 2;
        uint32_t *grown = realloc(furniture->scars, cap * sizeof *grown);
        if (!grown) {
            return DS_ENOMEM;
        }
        furniture->scars = grown;
        furniture->cap_scars = cap;
    }
    for (size_t i = 0; i < draft->n_drops; i++) {
        furniture->scars[furniture->n_scars++] = draft->origin[draft->drops[i].begin];
    }
    return DS_OK;
}

/* A match that a removal made possible lies across its scar. */
static ds_status remove_at_scars(ds_furniture *furniture, const ds_matcher *by, ds_draft *draft,
                                 size_t n_scars)
{
    size_t done = 0;
    for (size_t i = 0; i < n_scars; i++) {
        size_t at = ds_draft_find(draft, furniture->scars[i]);
        size_t from = at > SCAR_BYTES ? at - SCAR_BYTES : 0;
        size_t until = at + SCAR_BYTES < draft->len ? at + SCAR_BYTES : draft->len;
        from = from > done ? from : done;
        ds_str text = ds_draft_str(draft);
        while (from < until && !ds_utf8_boundary(text, from)) {
            from++;
        }
        while (until > from && !ds_utf8_boundary(text, until)) {
            until--;
        }
        ds_status status = remove_in(furniture, by, draft, from, until);
        if (status != DS_OK) {
            return status;
        }
        done = draft->n_drops ? draft->drops[draft->n_drops - 1].end : done;
    }
    return DS_OK;
}

/* One round of all patterns: over everything at first, then at the scars of
 * the round before.  Scars of this round stay behind. */
static ds_status remove_round(ds_furniture *furniture, ds_draft *draft, bool everywhere)
{
    size_t n_scars = furniture->n_scars;
    ds_status status = DS_OK;
    for (size_t i = 0; i < furniture->inner.n_items && status == DS_OK; i++) {
        const ds_matcher *by = &furniture->inner.items[i];
        status = everywhere ? remove_in(furniture, by, draft, 0, draft->len)
                            : remove_at_scars(furniture, by, draft, n_scars);
        if (status == DS_OK) {
            status = add_scars(furniture, draft);
            ds_draft_compact(draft);
        }
    }
    furniture->n_scars -= n_scars;
    if (furniture->n_scars) {
        memmove(furniture->scars, furniture->scars + n_scars,
                furniture->n_scars * sizeof *furniture->scars);
        qsort(furniture->scars, furniture->n_scars, sizeof *furniture->scars, compare_scars);
    }
    return status;
}

static int compare_pages(const void *left, const void *right)
{
    const ds_page_mark *a = left;
    const ds_page_mark *b = right;
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Form feeds stay in the draft as line breaks; here they only count. */
static ds_status add_form_feeds(ds_furniture *furniture, const ds_draft *draft)
{
    const char *at = draft->text;
    const char *end = draft->text + draft->len;
    ds_status status = DS_OK;
    while (status == DS_OK && at < end && (at = memchr(at, '\f', (size_t)(end - at))) != NULL) {
        uint32_t origin = draft->origin[at - draft->text];
        status = add_page(furniture, (ds_page_mark){origin, origin + 1, 0});
        at++;
    }
    return status;
}

ds_status ds_furniture_remove(ds_furniture *furniture, ds_draft *draft)
{
    furniture->n_pages = 0;
    furniture->page = 0;
    furniture->n_scars = 0;
    ds_status status = remove_round(furniture, draft, true);
    for (int i = 1; status == DS_OK && furniture->n_scars && i < MAX_ROUNDS; i++) {
        status = remove_round(furniture, draft, false);
    }
    if (status != DS_OK) {
        return status;
    }
    status = add_form_feeds(furniture, draft);
    if (furniture->n_pages > 1) {
        qsort(furniture->pages, furniture->n_pages, sizeof *furniture->pages, compare_pages);
    }
    return status;
}

size_t ds_furniture_pages(const ds_furniture *furniture, const ds_page_mark **out)
{
    *out = furniture->pages;
    return furniture->n_pages;
}

/* ---- lines and marks -------------------------------------------------- */

static ds_str cut(ds_str text, size_t max)
{
    while (max < text.len && !ds_utf8_boundary(text, max)) {
        max--;
    }
    return ds_str_slice(text, 0, max < text.len ? max : text.len);
}

/* The pattern that matches at the front of `text`, or NULL. */
static const ds_matcher *find_front(ds_furniture *furniture, const ds_matcher_list *list,
                                    ds_str text, bool whole)
{
    for (size_t i = 0; i < list->n_items; i++) {
        const ds_matcher *by = &list->items[i];
        if (by->first[(unsigned char)text.ptr[0]] && find_at_front(furniture, by, text)) {
            ds_range range = group_of(furniture, 0);
            if (range.begin == 0 && (!whole || range.end == text.len)) {
                return by;
            }
        }
    }
    return NULL;
}

ds_line_kind ds_furniture_line(ds_furniture *furniture, ds_str line, uint32_t *level,
                               ds_range *title)
{
    if (line.len <= MAX_LINE_BYTES) {
        const ds_matcher *by = find_front(furniture, &furniture->whole, line, true);
        if (by) {
            *title = group_of(furniture, 1);
            return by->kind;
        }
    }
    const ds_matcher *by =
        find_front(furniture, &furniture->start, cut(line, MAX_HEAD_BYTES), false);
    if (by) {
        *level = by->level;
        return by->kind;
    }
    return DS_LINE_TEXT;
}

unsigned ds_furniture_marks(const ds_furniture *furniture, uint32_t c)
{
    /* ds_furniture_mark_of() only looks up; the cast keeps one table walk for both uses. */
    const unsigned char *mark = ds_furniture_mark_of((ds_furniture *)(uintptr_t)furniture, c);
    return mark ? *mark : 0;
}
