#include "extract/prepare/prepare.h"

#include "corpus/text/search.h"

#include "extract/prepare/furniture.h"
#include "extract/prepare/repair.h"
#include "extract/prepare/scan.h"
#include "extract/prepare/segment.h"
#include "extract/prepare/traditional.h"

#include <stdlib.h>

struct ds_preparer {
    ds_furniture *furniture;
    ds_scanner *scanner;
    ds_traditional *traditional;
    const ds_lexicon *openers; /* borrowed; may be NULL */
    ds_repair repair;
    uint32_t page; /* at the end of the window before; 0 unknown */
};

static size_t begin_of(const void *sentence)
{
    return ((const ds_sentence *)sentence)->begin;
}

size_t ds_sentence_at(const ds_prepared *prepared, size_t at)
{
    return ds_search_last(prepared->sentences, prepared->n_sentences, sizeof *prepared->sentences,
                          begin_of, at);
}

ds_status ds_preparer_new(ds_preparer **out, const ds_ruleset *rules)
{
    ds_preparer *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    ds_status status = ds_furniture_new(&made->furniture, rules);
    if (status == DS_OK) {
        status = ds_scanner_new(&made->scanner, rules);
    }
    if (status == DS_OK) {
        status = ds_traditional_new(&made->traditional, rules);
    }
    made->repair.traditional = made->traditional;
    made->openers = ds_ruleset_lexicon(rules, "openers");
    if (status != DS_OK) {
        ds_preparer_free(made);
        return status;
    }
    *out = made;
    return DS_OK;
}

void ds_preparer_budget(ds_preparer *preparer, ds_budget *budget)
{
    ds_furniture_budget(preparer->furniture, budget);
}

ds_status ds_preparer_window(ds_preparer *preparer, const ds_window *window, ds_arena *arena,
                             ds_prepared *out)
{
    if (window->first) {
        preparer->page = 0;
    }
    ds_repair *repair = &preparer->repair;
    ds_status status = ds_repair_window(repair, preparer->furniture, window->text, window->first);
    if (status != DS_OK) {
        return status;
    }
    *out = (ds_prepared){.source = window->text, .base = window->base, .title = repair->title};
    out->text = ds_arena_copy(arena, ds_draft_str(&repair->draft));
    if (!out->text.ptr) {
        return DS_ENOMEM;
    }
    status = ds_draft_map(&repair->draft, window->text, arena, &out->map);
    if (status == DS_OK) {
        status = ds_segment_text(repair, preparer->openers, arena, out);
    }
    if (status != DS_OK) {
        return status;
    }
    /* Ours until handed out: the array is const for everyone else. */
    ds_sentence *sentences = (ds_sentence *)(uintptr_t)out->sentences;
    const ds_page_mark *marks;
    size_t n_marks = ds_furniture_pages(preparer->furniture, &marks);
    ds_segment_pages(marks, n_marks, out, sentences, &preparer->page);
    ds_draft_shrink(&repair->draft);
    return ds_scanner_find(preparer->scanner, arena, sentences, out);
}

void ds_preparer_free(ds_preparer *preparer)
{
    if (preparer) {
        ds_furniture_free(preparer->furniture);
        ds_scanner_free(preparer->scanner);
        ds_repair_free(&preparer->repair);
        ds_traditional_free(preparer->traditional);
        free(preparer);
    }
}
