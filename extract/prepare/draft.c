#include "extract/prepare/draft.h"

#include "corpus/text/utf8.h"

#include <stdbool.h>
#include <stdlib.h>

enum {
    FULL_WIDTH_FIRST = 0xFF01, /* the full-width copy of ASCII 0x21 to 0x7E */
    FULL_WIDTH_LAST = 0xFF5E,
    FULL_WIDTH_SHIFT = 0xFEE0,
    FOLD_DROP = 0,     /* fold_code: the character goes  */
    FOLD_KEEP = 0x100, /* fold_code: it stays as it is   */
};

/* A report of usual size is repaired again and again in the same memory. */
enum { KEPT_BYTES = 128 * 1024 };

static ds_status reserve(ds_draft *draft, size_t need)
{
    if (need > UINT32_MAX - 1) {
        return DS_ENOMEM;
    }
    if (need <= draft->cap) {
        return DS_OK;
    }
    free(draft->text);
    free(draft->origin);
    draft->cap = 0;
    draft->text = malloc(need);
    draft->origin = malloc(need * sizeof *draft->origin);
    if (!draft->text || !draft->origin) {
        return DS_ENOMEM;
    }
    draft->cap = need;
    return DS_OK;
}

/* Bytes that are copied without a second look: all but controls and the lead
 * bytes of the blocks that hold spaces, zero-width and full-width forms. */
static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte != 0x7F && byte != 0xC2 && byte != 0xE2 && byte != 0xE3 &&
           byte != 0xEF;
}

/* Two characters of three bytes that stay as they are: nearly all Chinese. */
static bool is_plain_pair(const unsigned char bytes[8])
{
    return (unsigned char)(bytes[0] - 0xE4u) <= 0xE9u - 0xE4u &&
           (unsigned char)(bytes[3] - 0xE4u) <= 0xE9u - 0xE4u;
}

/* What a character that is not plain becomes: an ASCII byte or FOLD_x. */
static unsigned fold_code(uint32_t c)
{
    if (c == '\n' || c == '\f') {
        return (unsigned)c;
    }
    if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
        return (unsigned)c - FULL_WIDTH_SHIFT;
    }
    bool zero_width = (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
    if (zero_width) {
        return FOLD_DROP;
    }
    if (c == '\t' || c == '\v' || c == 0x202F || c == 0x205F || (c > 0x7F && ds_code_is_space(c))) {
        return ' ';
    }
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) ? FOLD_DROP : FOLD_KEEP;
}

static void copy_run(ds_draft *draft, ds_str source, size_t begin, size_t end)
{
    if (begin == end) {
        return;
    }
    memcpy(draft->text + draft->len, source.ptr + begin, end - begin);
    uint32_t *origin = draft->origin + draft->len;
    for (size_t i = 0; i < end - begin; i++) {
        origin[i] = (uint32_t)(begin + i);
    }
    draft->len += end - begin;
}

/* Reads the character at `at`, which is not plain.  A carriage return without
 * a line feed ends a line, as on old systems. */
static unsigned fold_at(ds_str source, size_t at, size_t *size)
{
    uint32_t c = ds_utf8_at(source, at, size);
    if (c == '\r' && (at + 1 == source.len || source.ptr[at + 1] != '\n')) {
        return '\n';
    }
    return fold_code(c);
}

ds_status ds_draft_fold(ds_draft *draft, ds_str source)
{
    draft->len = 0;
    draft->n_drops = 0;
    ds_status status = reserve(draft, source.len + 1);
    if (status != DS_OK) {
        return status;
    }
    bool plain[256];
    for (unsigned byte = 0; byte < 256; byte++) {
        plain[byte] = is_plain((unsigned char)byte);
    }
    size_t run = 0;
    size_t at = 0;
    while (at < source.len) {
        while (source.len - at >= 8 && is_plain_pair((const unsigned char *)source.ptr + at)) {
            at += 6;
        }
        if (at == source.len) {
            break;
        }
        if (plain[(unsigned char)source.ptr[at]]) {
            at++;
            continue;
        }
        size_t size;
        unsigned folded = fold_at(source, at, &size);
        if (folded != FOLD_KEEP) {
            copy_run(draft, source, run, at);
            if (folded != FOLD_DROP) {
                draft->text[draft->len] = (char)folded;
                draft->origin[draft->len++] = (uint32_t)at;
            }
            run = at + size;
        }
        at += size;
    }
    copy_run(draft, source, run, source.len);
    return DS_OK;
}

ds_status ds_draft_drop(ds_draft *draft, size_t begin, size_t end)
{
    if (draft->n_drops && begin <= draft->drops[draft->n_drops - 1].end) {
        ds_range *last = &draft->drops[draft->n_drops - 1];
        last->end = last->end > end ? last->end : end;
        return DS_OK;
    }
    if (draft->n_drops == draft->cap_drops) {
        size_t cap = draft->cap_drops ? draft->cap_drops * 2 : 64;
        ds_range *grown = realloc(draft->drops, cap * sizeof *grown);
        if (!grown) {
            return DS_ENOMEM;
        }
        draft->drops = grown;
        draft->cap_drops = cap;
    }
    draft->drops[draft->n_drops++] = (ds_range){begin, end};
    return DS_OK;
}

void ds_draft_compact(ds_draft *draft)
{
    if (draft->n_drops == 0) {
        return;
    }
    size_t write = draft->drops[0].begin;
    for (size_t i = 0; i < draft->n_drops; i++) {
        size_t read = draft->drops[i].end;
        size_t until = i + 1 < draft->n_drops ? draft->drops[i + 1].begin : draft->len;
        memmove(draft->text + write, draft->text + read, until - read);
        memmove(draft->origin + write, draft->origin + read,
                (until - read) * sizeof *draft->origin);
        write += until - read;
    }
    draft->len = write;
    draft->n_drops = 0;
}

size_t ds_draft_find(const ds_draft *draft, size_t source)
{
    size_t low = 0;
    size_t high = draft->len;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (draft->origin[mid] < source) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

/* A byte that stands for one of the source, copied or of a character with as
 * many: folding to another length makes ASCII only. */
static bool is_copied(const ds_draft *draft, ds_str source, size_t at, size_t from)
{
    return draft->text[at] == source.ptr[from] || (unsigned char)draft->text[at] >= 0x80;
}

/* Are the next eight bytes of the draft those of the source `shift` bytes on? */
static bool is_run(const ds_draft *draft, ds_str source, size_t at, size_t shift)
{
    enum { RUN = 8 };
    uint32_t other = 0;
    if (at + RUN > draft->len || at + shift + RUN > source.len) {
        return false;
    }
    for (size_t i = 0; i < RUN; i++) {
        other |= draft->origin[at + i] - (uint32_t)(at + i + shift);
    }
    return other == 0 && memcmp(draft->text + at, source.ptr + at + shift, RUN) == 0;
}

/* The piece that starts at draft byte `at`: a run of copied bytes, or of
 * characters that were folded alike. */
static ds_map_piece piece_at(const ds_draft *draft, ds_str source, size_t at)
{
    const uint32_t *origin = draft->origin;
    size_t first = origin[at];
    size_t end = at + 1;
    if (is_copied(draft, source, at, first)) {
        size_t shift = first - at;
        while (is_run(draft, source, end, shift)) {
            end += 8;
        }
        while (end < draft->len && origin[end] == end + shift &&
               is_copied(draft, source, end, end + shift)) {
            end++;
        }
        return (ds_map_piece){(uint32_t)at, (uint32_t)first, (uint32_t)(end - at),
                              (uint32_t)(end - at), false};
    }
    size_t size = ds_utf8_size((unsigned char)source.ptr[first]);
    size_t next = first + size;
    while (end < draft->len && origin[end] == next && !is_copied(draft, source, end, next) &&
           ds_utf8_size((unsigned char)source.ptr[next]) == size) {
        end++;
        next += size;
    }
    return (ds_map_piece){(uint32_t)at, (uint32_t)first, (uint32_t)(end - at),
                          (uint32_t)(next - first), false};
}

/* True if [begin, end) of the source is more than white space in a line. */
static bool gap_is_furniture(ds_str source, size_t begin, size_t end)
{
    size_t size;
    for (size_t at = begin; at < end; at += size) {
        uint32_t c = ds_utf8_at(source, at, &size);
        bool breaks = c == '\n' || c == '\f' || c == '\r';
        if (breaks || (c > 0x7F ? fold_code(c) > ' ' : c > ' ')) {
            return true;
        }
    }
    return false;
}

/* Pieces are found once and their number is known only then; the arena would keep
 * what a list outgrows. */
typedef struct piece_list {
    ds_map_piece *items;
    size_t n;
    size_t cap;
} piece_list;

static bool push_piece(piece_list *list, ds_map_piece piece)
{
    enum { FIRST_PIECES = 256 };
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : FIRST_PIECES;
        ds_map_piece *grown = realloc(list->items, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        list->items = grown;
        list->cap = cap;
    }
    list->items[list->n++] = piece;
    return true;
}

static ds_status find_pieces(const ds_draft *draft, ds_str source, piece_list *list)
{
    size_t from = 0;
    for (size_t at = 0; at < draft->len;) {
        ds_map_piece piece = piece_at(draft, source, at);
        piece.furniture = gap_is_furniture(source, from, piece.source);
        from = piece.source + piece.source_len;
        at += piece.len;
        if (!push_piece(list, piece)) {
            return DS_ENOMEM;
        }
    }
    return DS_OK;
}

ds_status ds_draft_map(const ds_draft *draft, ds_str source, ds_arena *arena, ds_offset_map *out)
{
    piece_list list = {0};
    ds_status status = find_pieces(draft, source, &list);
    ds_map_piece *pieces = status == DS_OK ? DS_ARENA_TAKE(arena, list.n, ds_map_piece) : NULL;
    if (pieces && list.n) {
        memcpy(pieces, list.items, list.n * sizeof *pieces);
    }
    free(list.items);
    *out = (ds_offset_map){pieces, list.n, source.len};
    return pieces ? DS_OK : DS_ENOMEM;
}

void ds_draft_shrink(ds_draft *draft)
{
    if (draft->cap > KEPT_BYTES) {
        ds_draft_free(draft);
    }
    draft->len = 0;
}

void ds_draft_free(ds_draft *draft)
{
    free(draft->text);
    free(draft->origin);
    free(draft->drops);
    *draft = (ds_draft){0};
}
