/* search.h - which of many stretches in a row a byte is in. */
#ifndef DS_SEARCH_H
#define DS_SEARCH_H

#include <stddef.h>

/* Where an item begins. */
typedef size_t ds_begin_of(const void *item);

/* The last of `n` items of `size` bytes each, ascending, that begins at or before `at`; 0 if none
 * does. */
static inline size_t ds_search_last(const void *items, size_t n, size_t size, ds_begin_of *begin,
                                    size_t at)
{
    size_t low = 0;
    size_t high = n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (begin((const char *)items + middle * size) <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

#endif /* DS_SEARCH_H */
