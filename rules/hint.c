#include "rules/hint.h"

#include <stdio.h>

static size_t least(size_t a, size_t b, size_t c)
{
    a = a < b ? a : b;
    return a < c ? a : c;
}

/* Wagner and Fischer 1974 with one row. */
static size_t distance(ds_str a, ds_str b)
{
    size_t row[DS_HINT_MAX_BYTES + 1];
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a.ptr[i - 1] != b.ptr[j - 1]));
            diagonal = above;
        }
    }
    return row[b.len];
}

void ds_hint_add(ds_hint *hint, ds_str known)
{
    if (hint->name.len > DS_HINT_MAX_BYTES || known.len > DS_HINT_MAX_BYTES || !known.len) {
        return;
    }
    size_t far = distance(hint->name, known);
    size_t allowed = hint->name.len < 4 ? 1 : hint->name.len / 3 + 1;
    if (far <= allowed && far < known.len && (!hint->best.ptr || far < hint->distance)) {
        hint->best = known;
        hint->distance = far;
    }
}

void ds_hint_write(const ds_hint *hint, ds_str name, char out[DS_HINT_BYTES])
{
    size_t begin = (size_t)(hint->name.ptr - name.ptr);
    out[0] = '\0';
    if (hint->best.ptr) {
        snprintf(out, DS_HINT_BYTES, "; did you mean '%.*s%.*s%.*s'?", (int)begin, name.ptr,
                 DS_STR_ARGS(hint->best),
                 DS_STR_ARGS(ds_str_slice(name, begin + hint->name.len, name.len)));
    }
}
