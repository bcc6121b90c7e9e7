#include "extract/decide/full_name.h"

#include "corpus/text/utf8.h"

/* The candidate that ends at byte `end` and is most likely the whole name: one
 * with a legal form, or a described one, or else the longest. */
static ds_str name_before(const ds_analysis *analysis, size_t end, bool *described)
{
    const ds_candidate *best = NULL;
    unsigned best_rank = 0;
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        if (candidate->end != end ||
            (candidate->bits & DS_NOMINEE_INNER && !(candidate->bits & DS_NOMINEE_KNOWN))) {
            continue;
        }
        unsigned rank = 1u + 2u * !!(candidate->bits & DS_NOMINEE_DESCRIBED) +
                        3u * !!(candidate->bits & DS_NOMINEE_LISTED);
        bool longer = best && candidate->end - candidate->begin > best->end - best->begin;
        if (!best || rank > best_rank || (rank == best_rank && longer)) {
            best = candidate;
            best_rank = rank;
        }
    }
    *described = best && best->bits & DS_NOMINEE_DESCRIBED;
    return best ? ds_str_slice(analysis->text, best->begin, best->end) : (ds_str){NULL, 0};
}

static bool has_mark(ds_str text)
{
    enum { FULL_STOP = 0x3002 };
    size_t size;
    for (size_t i = 0; i < text.len; i += size) {
        uint32_t c = ds_utf8_at(text, i, &size);
        if (c == ',' || c == ';' || c == ':' || c == FULL_STOP) {
            return true;
        }
    }
    return false;
}

/* The place that ends at byte `end`, which begins many full names; else `end`. */
static size_t place_before(const ds_analysis *analysis, size_t end)
{
    for (size_t i = 0; i < analysis->n_tokens && analysis->tokens[i].end <= end; i++) {
        if (analysis->tokens[i].end == end && analysis->tokens[i].pos == DS_POS_PLACE) {
            return analysis->tokens[i].begin;
        }
    }
    return end;
}

/* The full name that ends at byte `end` and is made of the alias: segmentation may have cut it
 * anywhere.  Empty: the alias does not stand there. */
static ds_str name_of_alias(const ds_analysis *analysis, size_t end, ds_str alias)
{
    enum { LONGEST = 120 }; /* bytes from the alias on */
    size_t at = SIZE_MAX;
    size_t from = end > LONGEST ? end - LONGEST : 0;
    for (size_t next = ds_str_find(analysis->text, alias, from);
         next != SIZE_MAX && next + alias.len <= end;
         next = ds_str_find(analysis->text, alias, next + 1)) {
        at = next;
    }
    if (at == SIZE_MAX || has_mark(ds_str_slice(analysis->text, at, end))) {
        return (ds_str){NULL, 0};
    }
    return ds_str_slice(analysis->text, place_before(analysis, at), end);
}

ds_str ds_full_name_find(const ds_analysis *analysis, size_t end, ds_str alias, bool *described)
{
    ds_str full = name_before(analysis, end, described);
    ds_str other = {NULL, 0};
    if (ds_str_find(full, alias, 0) == SIZE_MAX) {
        other = name_of_alias(analysis, end, alias);
    }
    *described = *described && !other.len;
    return other.len ? other : full;
}
