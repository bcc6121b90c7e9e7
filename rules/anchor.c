#include "rules/anchor.h"

#include "corpus/text/utf8.h"
#include "rules/need.h"

/* One need: its words if they are few, of ASCII and bounded. */
static void read_line(ds_anchors *out, ds_str line)
{
    size_t limit = ds_str_find(line, DS_STR("\v"), 0);
    *out = (ds_anchors){.n = 0};
    for (size_t at = 0; at < limit && limit < line.len;) {
        size_t end = at;
        while (end < limit && line.ptr[end] != '\t') {
            end++;
        }
        bool ascii = end > at && end - at <= 2 && (unsigned char)line.ptr[at] < 0x80 &&
                     (unsigned char)line.ptr[end - 1] < 0x80;
        if (!ascii || out->n == DS_ANCHOR_WORDS) {
            out->n = 0;
            return;
        }
        out->words[out->n][0] = line.ptr[at];
        out->words[out->n++][1] = '\0';
        if (end - at == 2) {
            out->words[out->n - 1][1] = line.ptr[at + 1];
        }
        at = end + 1;
    }
    for (size_t at = limit + 1; out->n && at < line.len; at++) {
        out->reach = out->reach * 10 + (size_t)(line.ptr[at] - '0');
    }
}

/* The first that is not where the match begins: PCRE2 looks for such beginnings itself. */
void ds_anchors_read(ds_anchors *out, ds_str need)
{
    *out = (ds_anchors){.n = 0};
    size_t at;
    (void)ds_need_stops(need, &at);
    while (at < need.len) {
        size_t end = ds_str_find(need, DS_STR("\n"), at);
        end = end < need.len ? end : need.len;
        ds_anchors made;
        read_line(&made, ds_str_slice(need, at, end));
        if (made.n && made.reach > 0) {
            *out = made;
            return;
        }
        at = end + 1;
    }
}

static size_t next_word(const char word[2], ds_str text, size_t from, size_t until)
{
    while (from < until) {
        const char *found = memchr(text.ptr + from, word[0], until - from);
        if (!found) {
            break;
        }
        size_t at = (size_t)(found - text.ptr);
        if (!word[1] || (at + 1 < text.len && text.ptr[at + 1] == word[1])) {
            return at;
        }
        from = at + 1;
    }
    return SIZE_MAX;
}

size_t ds_anchors_next(const ds_anchors *anchors, ds_str text, size_t from)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < anchors->n; i++) {
        size_t found =
            next_word(anchors->words[i], text, from, first < text.len ? first : text.len);
        first = found < first ? found : first;
    }
    return first;
}

size_t ds_anchors_begin(const ds_anchors *anchors, ds_str text, size_t at, size_t from)
{
    for (size_t n = 0; n < anchors->reach && at > from; n++) {
        at = ds_utf8_before(text, at);
    }
    return at > from ? at : from;
}
