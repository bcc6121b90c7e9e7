#include "extract/prepare/offset_map.h"

#include "corpus/text/search.h"

static size_t begin_of(const void *piece)
{
    return ((const ds_map_piece *)piece)->text;
}

/* The last piece that starts at or before repaired byte `at`; 0 if none. */
static size_t find_piece(const ds_offset_map *map, size_t at)
{
    return ds_search_last(map->pieces, map->n_pieces, sizeof *map->pieces, begin_of, at);
}

/* Source byte of repaired byte `at`, which lies in the piece or at its end. */
static size_t source_in(const ds_map_piece *piece, size_t at)
{
    size_t into = at - piece->text;
    if (piece->len == piece->source_len) {
        return piece->source + into;
    }
    /* Folded alike: every byte stands for equally many bytes. */
    return piece->source + into * (piece->source_len / piece->len);
}

/* The map of an empty or fully dropped window has no pieces. */
static bool is_outside(const ds_offset_map *map, size_t begin)
{
    if (map->n_pieces == 0) {
        return true;
    }
    const ds_map_piece *last = &map->pieces[map->n_pieces - 1];
    return begin >= (size_t)last->text + last->len;
}

ds_range ds_offset_map_source(const ds_offset_map *map, size_t begin, size_t end, bool *bridged)
{
    if (bridged) {
        *bridged = false;
    }
    if (is_outside(map, begin)) {
        return (ds_range){map->source_len, map->source_len};
    }
    size_t first = find_piece(map, begin);
    size_t source = source_in(&map->pieces[first], begin);
    if (end <= begin) {
        return (ds_range){source, source};
    }
    size_t last = find_piece(map, end - 1);
    for (size_t i = first + 1; bridged && i <= last; i++) {
        *bridged = *bridged || map->pieces[i].furniture;
    }
    return (ds_range){source, source_in(&map->pieces[last], end)};
}

/* A line break that joins Latin words is written as the space it stands for. */
static void add_source(ds_buf *out, ds_str source, size_t begin, size_t end)
{
    bool is_break = end - begin == 1 && (source.ptr[begin] == '\n' || source.ptr[begin] == '\f' ||
                                         source.ptr[begin] == '\r');
    ds_buf_add(out, is_break ? DS_STR(" ") : ds_str_slice(source, begin, end));
}

void ds_offset_map_written(const ds_offset_map *map, ds_str source, size_t begin, size_t end,
                           ds_buf *out)
{
    if (end <= begin || is_outside(map, begin)) {
        return;
    }
    size_t from = 0;
    size_t first = find_piece(map, begin);
    for (size_t i = first; i < map->n_pieces && map->pieces[i].text < end; i++) {
        const ds_map_piece *piece = &map->pieces[i];
        size_t stop =
            (size_t)piece->text + piece->len < end ? (size_t)piece->text + piece->len : end;
        if (i > first && !piece->furniture) {
            ds_buf_add(out, ds_str_slice(source, from, piece->source));
        }
        size_t start = source_in(piece, i == first ? begin : piece->text);
        from = source_in(piece, stop);
        add_source(out, source, start, from);
    }
}
