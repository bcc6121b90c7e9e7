#include "extract/decide/near.h"

#include "corpus/text/utf8.h"
#include "extract/decide/fold.h"

#include <stdlib.h>

struct ds_near_finder {
    const ds_ruleset *set;
    const ds_rule *rules;
    const ds_analysis *analysis;
    ds_folding folds;
    ds_buf folded;
    size_t focus; /* the sentence itself begins there in `folded` */
};

ds_status ds_near_new(ds_near_finder **out, const ds_ruleset *rules)
{
    ds_near_finder *finder = calloc(1, sizeof *finder);
    if (!finder) {
        return DS_ENOMEM;
    }
    finder->set = rules;
    ds_ruleset_rules(rules, &finder->rules);
    finder->folded = ds_buf_make(DS_FOLD_MAX_BYTES);
    *out = finder;
    return DS_OK;
}

void ds_near_free(ds_near_finder *finder)
{
    if (finder) {
        ds_buf_free(&finder->folded);
        free(finder);
    }
}

static size_t origin(const ds_near_finder *finder, size_t at)
{
    return ds_fold_origin(finder->analysis, &finder->folds, ds_buf_str(&finder->folded), at);
}

ds_status ds_near_read(ds_near_finder *finder, const ds_analysis *analysis, ds_arena *arena)
{
    ds_status status = ds_folding_new(&finder->folds, arena);
    if (status != DS_OK) {
        return status;
    }
    finder->analysis = analysis;
    ds_buf_clear(&finder->folded);
    ds_fold_sentence(analysis, &finder->folded, &finder->folds);
    ds_str folded = ds_buf_str(&finder->folded);
    finder->focus = 0;
    size_t size = 0;
    for (size_t at = 0; at < folded.len && origin(finder, at) < analysis->focus; at += size) {
        (void)ds_utf8_at(folded, at, &size);
        finder->focus = at + size;
    }
    return finder->folded.failed ? DS_ELIMIT : DS_OK;
}

void ds_near_seen(const ds_near_finder *finder, ds_buf *out)
{
    ds_str folded = ds_buf_str(&finder->folded);
    ds_reach_write_seen(ds_str_slice(folded, finder->focus, folded.len), out);
}

static ds_range in_sentence(const ds_near_finder *finder, ds_range range)
{
    return (ds_range){origin(finder, range.begin), origin(finder, range.end)};
}

bool ds_near_find(ds_near_finder *finder, size_t rule, ds_reach *out)
{
    if (!ds_reach_find(finder->set, finder->rules[rule].text, true, ds_buf_str(&finder->folded),
                       finder->focus, out)) {
        return false;
    }
    out->matched = in_sentence(finder, out->matched);
    out->instead = in_sentence(finder, out->instead);
    return true;
}

bool ds_near_write(const ds_near_finder *finder, size_t rule, ds_reach *reach, ds_buf *out)
{
    ds_str folded = ds_buf_str(&finder->folded);
    if (!ds_reach_find(finder->set, finder->rules[rule].text, true, folded, finder->focus, reach)) {
        return false;
    }
    ds_reach_write(reach, folded, out);
    return true;
}
