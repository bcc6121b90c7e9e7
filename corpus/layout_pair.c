#include "corpus/layout_inside.h"
#include "corpus/text/utf8.h"

#include <string.h>

enum { MAX_UNIT_CODES = 8 };

bool ds_cell_is_figure(ds_str text)
{
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        digit = digit || (c >= '0' && c <= '9');
        if ((c < '0' || c > '9') && !strchr(".,-~ ", c)) {
            return false;
        }
    }
    return digit;
}

bool ds_cell_is_short(ds_str text, size_t most)
{
    return ds_utf8_count(text) <= most;
}

/* Ends [begin, end) of the bracket at the end of a label; 0: there is none.
 * Brackets are ASCII or full-width. */
static size_t bracket_at_end(ds_str label, size_t *begin, size_t *end)
{
    if (label.len == 0) {
        return 0;
    }
    size_t size;
    size_t last = ds_utf8_before(label, label.len);
    uint32_t close = ds_utf8_at(label, last, &size);
    if (close != ')' && close != 0xFF09) {
        return 0;
    }
    for (size_t at = last; at > 0;) {
        at = ds_utf8_before(label, at);
        uint32_t code = ds_utf8_at(label, at, &size);
        if (code == '(' || code == 0xFF08) {
            *begin = at + size;
            *end = last;
            return at;
        }
    }
    return 0;
}

/* What stands in brackets behind a label, up to a comma, if it can be a unit;
 * *name: the label without the brackets. */
static ds_str unit_of(ds_str label, ds_str *name)
{
    size_t begin = 0;
    size_t end = 0;
    size_t cut = bracket_at_end(label, &begin, &end);
    *name = label;
    if (!cut) {
        return (ds_str){NULL, 0};
    }
    size_t size;
    size_t stop = begin;
    for (; stop < end; stop += size) {
        uint32_t code = ds_utf8_at(label, stop, &size);
        if (ds_code_is_digit(code)) {
            return (ds_str){NULL, 0};
        }
        if (code == ',' || code == 0xFF0C || code == 0x3001) {
            break;
        }
    }
    ds_str unit = ds_str_trim(ds_str_slice(label, begin, stop));
    if (unit.len == 0 || !ds_cell_is_short(unit, MAX_UNIT_CODES)) {
        return (ds_str){NULL, 0};
    }
    *name = ds_str_trim(ds_str_slice(label, 0, cut));
    return unit;
}

void ds_cell_put_flat(ds_buf *to, ds_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '\n') {
            byte = ' ';
        }
        ds_buf_add_char(to, byte);
    }
}

static ds_str without_colon(ds_str label)
{
    size_t size;
    size_t last = label.len ? ds_utf8_before(label, label.len) : 0;
    uint32_t code = label.len ? ds_utf8_at(label, last, &size) : 0;
    return code == ':' || code == 0xFF1A ? ds_str_slice(label, 0, last) : label;
}

void ds_cell_put_pair(ds_layout *layout, ds_str label, ds_str text, bool first)
{
    ds_str name = label;
    ds_str unit = unit_of(label, &name);
    if (text.len == 0) {
        return;
    }
    if (!first) {
        ds_buf_add_char(&layout->text, ',');
    }
    name = without_colon(name);
    ds_cell_put_flat(&layout->text, name);
    if (name.len) {
        ds_buf_add_char(&layout->text, ':');
    }
    ds_cell_put_flat(&layout->text, text);
    if (ds_cell_is_figure(text)) {
        ds_buf_add(&layout->text, unit);
    }
}
