#include "out/review.h"

#include "out/review_page.h" /* made by out/embed.cmake from review.html */

#include <stdint.h>
#include <stdlib.h>

/* Where the records go in review.html. */
static const char marker[] = "<!-- deals -->\n";

static size_t marker_at(void)
{
    return ds_str_find((ds_str){review_html, sizeof review_html}, ds_str_from(marker), 0);
}

ds_str ds_review_head(void)
{
    return (ds_str){review_html, marker_at()};
}

ds_str ds_review_tail(void)
{
    size_t at = marker_at() + sizeof marker - 1;
    return (ds_str){review_html + at, sizeof review_html - at};
}

/* Text for an element or a quoted attribute. */
static void add_text(ds_buf *out, ds_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        switch (byte) {
        case '&':
            ds_buf_add(out, DS_STR("&amp;"));
            break;
        case '<':
            ds_buf_add(out, DS_STR("&lt;"));
            break;
        case '>':
            ds_buf_add(out, DS_STR("&gt;"));
            break;
        case '"':
            ds_buf_add(out, DS_STR("&quot;"));
            break;
        case '\'':
            ds_buf_add(out, DS_STR("&#39;"));
            break;
        default:
            if ((unsigned char)byte < ' ' && byte != '\n' && byte != '\t') {
                ds_buf_add(out, DS_STR("&#xFFFD;")); /* HTML has no such characters */
            } else {
                ds_buf_add_char(out, byte);
            }
        }
    }
}

static ds_str string_of(const json_t *value)
{
    return json_is_string(value) ? (ds_str){json_string_value(value), json_string_length(value)}
                                 : (ds_str){NULL, 0};
}

static ds_str member(const json_t *object, const char *key)
{
    return string_of(json_object_get(object, key));
}

static void add_scalar(ds_buf *out, const json_t *value)
{
    enum { DIGITS = 15 }; /* of a price, as JSON readers keep it */
    char *number = json_is_number(value)
                       ? json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(DIGITS))
                       : NULL;
    add_text(out, number ? ds_str_from(number) : string_of(value));
    free(number);
}

/* A value, or the items of a list with `between`. */
static void add_value(ds_buf *out, const json_t *value, const char *between)
{
    size_t i;
    const json_t *item;
    if (!json_is_array(value)) {
        add_scalar(out, value);
    }
    json_array_foreach(value, i, item)
    {
        if (i) {
            ds_buf_add(out, ds_str_from(between));
        }
        add_scalar(out, item);
    }
}

static bool is_empty(const json_t *value)
{
    return !value || json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0);
}

/* Keys of the table; the others are shown elsewhere or are no values. */
static const char *const values[] = {
    "kind",       "factuality", "acquirer",   "target",     "seller",           "anonymous",
    "subject",    "amount",     "amount_min", "amount_max", "amount_qualifier", "currency",
    "stake",      "payment",    "date",       "date_basis", "announced",        "completed",
    "terminated", "rate_class", "motive",     "id",
};
enum { N_VALUES = sizeof values / sizeof values[0] };

static void add_attributes(ds_buf *out, const json_t *record)
{
    ds_buf_add(out, DS_STR(" data-status=\""));
    add_text(out, member(record, "status"));
    ds_buf_add(out, DS_STR("\" data-flags=\""));
    add_value(out, json_object_get(record, "flags"), " ");
    ds_buf_add(out, DS_STR("\" data-confidence=\""));
    add_scalar(out, json_object_get(record, "confidence"));
    ds_buf_add(out, DS_STR("\" data-has=\""));
    const char *between = "";
    for (size_t i = 0; i < N_VALUES; i++) {
        if (!is_empty(json_object_get(record, values[i]))) {
            ds_buf_format(out, "%s%s", between, values[i]);
            between = " ";
        }
    }
    ds_buf_add_char(out, '"');
}

static void add_names(ds_buf *out, const json_t *record, const char *role)
{
    const json_t *names = json_object_get(record, role);
    if (is_empty(names)) {
        ds_buf_add(out, DS_STR("(not named)"));
    } else {
        add_value(out, names, " &amp; ");
    }
}

/* Buyer and target, then what the record says of itself. */
static void add_heading(ds_buf *out, const json_t *record)
{
    ds_buf_add(out, DS_STR("<h2>"));
    add_names(out, record, "acquirer");
    ds_buf_add(out, DS_STR(" &rarr; "));
    add_names(out, record, "target");
    ds_buf_add(out, DS_STR("</h2>\n<p class=\"tags\">"));
    add_text(out, member(record, "status"));
    ds_buf_add(out, DS_STR(", confidence "));
    add_scalar(out, json_object_get(record, "confidence"));
    ds_buf_add(out, DS_STR(", rule "));
    add_text(out, member(record, "rule"));
    ds_buf_add(out, DS_STR(", "));
    add_text(out, member(json_object_get(record, "doc"), "source"));
    ds_buf_add(out, DS_STR(" <span class=\"flag\">"));
    add_value(out, json_object_get(record, "flags"), " ");
    ds_buf_add(out, DS_STR("</span></p>\n"));
}

/* Paints the bytes of each row's text with the row's number, from 1; what is
 * shorter lies over what is longer. */
static void paint(const json_t *evidence, ds_str text, uint16_t *rows)
{
    size_t n = json_array_size(evidence) < UINT16_MAX ? json_array_size(evidence) : UINT16_MAX - 1;
    for (size_t e = 0; e < n; e++) {
        ds_str words = member(json_array_get(evidence, e), "text");
        size_t at = words.len ? ds_str_find(text, words, 0) : SIZE_MAX;
        for (size_t i = at; at != SIZE_MAX && i < at + words.len; i++) {
            if (!rows[i] ||
                member(json_array_get(evidence, rows[i] - 1u), "text").len > words.len) {
                rows[i] = (uint16_t)(e + 1);
            }
        }
    }
}

static void add_marked(ds_buf *out, const json_t *row, ds_str text)
{
    ds_buf_add(out, DS_STR("<mark class=\""));
    add_text(out, member(row, "field"));
    ds_buf_add(out, DS_STR("\" title=\""));
    add_text(out, member(row, "field"));
    ds_str value = member(row, "value");
    if (value.len) {
        ds_buf_add(out, DS_STR(": "));
        add_text(out, value);
    }
    ds_buf_add(out, DS_STR("\">"));
    add_text(out, text);
    ds_buf_add(out, DS_STR("</mark>"));
}

static void add_sentence(ds_buf *out, const json_t *record)
{
    const json_t *evidence = json_object_get(record, "evidence");
    ds_str text = member(record, "text");
    uint16_t *rows = calloc(text.len + 1, sizeof *rows);
    if (!rows) {
        out->failed = true;
        return;
    }
    paint(evidence, text, rows);
    ds_buf_add(out, DS_STR("<blockquote lang=\"zh\">"));
    for (size_t at = 0, end; at < text.len; at = end) {
        for (end = at + 1; end < text.len && rows[end] == rows[at];) {
            end++;
        }
        ds_str piece = ds_str_slice(text, at, end);
        if (rows[at]) {
            add_marked(out, json_array_get(evidence, rows[at] - 1u), piece);
        } else {
            add_text(out, piece);
        }
    }
    ds_buf_add(out, DS_STR("</blockquote>\n"));
    free(rows);
}

static void add_table(ds_buf *out, const json_t *record)
{
    ds_buf_add(out, DS_STR("<details><summary>values and evidence</summary>\n<table>\n"));
    for (size_t i = 0; i < N_VALUES; i++) {
        const json_t *value = json_object_get(record, values[i]);
        if (!is_empty(value)) {
            ds_buf_format(out, "<tr><th>%s</th><td>", values[i]);
            add_value(out, value, ", ");
            ds_buf_add(out, DS_STR("</td></tr>\n"));
        }
    }
    ds_buf_add(out, DS_STR("</table>\n<table>\n<tr><th>field</th><th>value</th><th>as written</th>"
                           "<th>bytes</th><th>page</th></tr>\n"));
    size_t e;
    const json_t *row;
    json_array_foreach(json_object_get(record, "evidence"), e, row)
    {
        static const char *const columns[] = {"field", "value", "text"};
        ds_buf_add(out, DS_STR("<tr>"));
        for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
            ds_buf_add(out, DS_STR("<td>"));
            add_text(out, member(row, columns[c]));
            ds_buf_add(out, DS_STR("</td>"));
        }
        ds_buf_add(out, DS_STR("<td>"));
        add_scalar(out, json_object_get(row, "start"));
        ds_buf_add_char(out, '-');
        add_scalar(out, json_object_get(row, "end"));
        ds_buf_add(out, DS_STR("</td><td>"));
        add_scalar(out, json_object_get(row, "page"));
        ds_buf_add(out, DS_STR("</td></tr>\n"));
    }
    ds_buf_add(out, DS_STR("</table>\n</details>\n"));
}

void ds_review_add(ds_buf *out, const json_t *record)
{
    ds_buf_add(out, DS_STR("<article"));
    add_attributes(out, record);
    ds_buf_add(out, DS_STR(">\n"));
    add_heading(out, record);
    add_sentence(out, record);
    add_table(out, record);
    ds_buf_add(out, DS_STR("</article>\n"));
}
