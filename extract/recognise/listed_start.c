#include "extract/recognise/listed_start.h"

#include <stdlib.h>

/* A lexicon of more names begins nearly everywhere, and is not read through
 * just to learn that. */
enum { MAX_STARTS = 50000 };

ds_status ds_listed_start_new(ds_listed_start **out, const ds_lexicon *companies)
{
    size_t n = companies ? ds_lexicon_count(companies) : 0;
    *out = NULL;
    if (n == 0 || n > MAX_STARTS) {
        return DS_OK;
    }
    ds_listed_start *start = calloc(1, sizeof *start);
    if (!start) {
        return DS_ENOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        size_t size;
        size_t next;
        ds_str word = ds_lexicon_word(companies, i);
        uint32_t first = ds_utf8_at(word, 0, &size);
        bool single = size >= word.len;
        size_t bit = ds_listed_start_bit(first, single ? 0 : ds_utf8_at(word, size, &next));
        start->single = start->single || single;
        start->pairs[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    *out = start;
    return DS_OK;
}

void ds_listed_start_free(ds_listed_start *start)
{
    free(start);
}
