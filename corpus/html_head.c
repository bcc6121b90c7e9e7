#include "corpus/html_head.h"

#include "corpus/text/utf8.h"

#include <strings.h>

static bool starts_with(ds_str text, size_t at, const char *word)
{
    size_t len = strlen(word);
    return at + len <= text.len && strncasecmp(text.ptr + at, word, len) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static size_t skip_space(ds_str text, size_t at)
{
    while (at < text.len && is_space(text.ptr[at])) {
        at++;
    }
    return at;
}

/* "HTTP/1.1 200 OK", or a field a crawler writes first. */
static bool begins_header(ds_str head)
{
    return starts_with(head, 0, "HTTP/1.") || starts_with(head, 0, "HTTP/2") ||
           starts_with(head, 0, "Content-Type: text/html");
}

size_t ds_html_header_size(ds_str head)
{
    if (!begins_header(head)) {
        return 0;
    }
    for (size_t at = 0; at + 1 < head.len; at++) {
        if (head.ptr[at] == '\n' && head.ptr[at + 1] == '\n') {
            return at + 2;
        }
        if (at + 2 < head.len && head.ptr[at] == '\n' && head.ptr[at + 1] == '\r' &&
            head.ptr[at + 2] == '\n') {
            return at + 3;
        }
    }
    return 0;
}

static bool is_known_tag(ds_str head, size_t at)
{
    static const char *const tags[] = {
        "!doctype html", "html", "head",   "body",  "title",   "meta",    "link", "div",
        "table",         "p",    "center", "style", "section", "article", "span", "font",
        "script",        "h1",   "h2",     "h3",    "h4",      "ul",      "main", "base",
        "pre",           "tr",   "td",     "b",     "strong",  "form",    "img",  "br",
    };
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t end = at + strlen(tags[i]);
        if (starts_with(head, at, tags[i]) && end < head.len &&
            (head.ptr[end] == '>' || head.ptr[end] == '/' || is_space(head.ptr[end]))) {
            return true;
        }
    }
    return false;
}

/* Behind a comment, declaration or processing instruction at `at`; text.len if
 * it does not end. */
static size_t skip_aside(ds_str head, size_t at)
{
    bool comment = starts_with(head, at, "<!--");
    size_t end = ds_str_find(head, comment ? DS_STR("-->") : DS_STR(">"), at);
    return end == SIZE_MAX ? head.len : end + (comment ? 3 : 1);
}

bool ds_html_recognise(ds_str head)
{
    size_t at = ds_html_header_size(head);
    if (ds_str_starts(ds_str_slice(head, at, head.len), DS_STR("\xEF\xBB\xBF"))) {
        at += 3;
    }
    for (;;) {
        at = skip_space(head, at);
        if (at + 1 >= head.len || head.ptr[at] != '<') {
            return false;
        }
        if (is_known_tag(head, at + 1)) {
            return true;
        }
        if (head.ptr[at + 1] != '!' && head.ptr[at + 1] != '?') {
            return false;
        }
        at = skip_aside(head, at);
    }
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
}

/* The name behind `at`: an equals sign, perhaps quoted. */
static bool read_name(ds_str head, size_t at, char out[DS_CHARSET_BYTES])
{
    at = skip_space(head, at);
    if (at >= head.len || head.ptr[at] != '=') {
        return false;
    }
    at = skip_space(head, at + 1);
    at += at < head.len && (head.ptr[at] == '"' || head.ptr[at] == '\'');
    size_t len = 0;
    while (at + len < head.len && is_name(head.ptr[at + len])) {
        len++;
    }
    if (len == 0 || len >= DS_CHARSET_BYTES) {
        return false;
    }
    memcpy(out, head.ptr + at, len);
    out[len] = '\0';
    return true;
}

bool ds_html_charset(ds_str head, char out[DS_CHARSET_BYTES])
{
    bool in_tag = begins_header(head); /* of a meta element, declaration, header */
    for (size_t at = 0; at < head.len; at++) {
        char c = head.ptr[at];
        if (c == '<') {
            in_tag = starts_with(head, at, "<meta") || starts_with(head, at, "<?xml");
            at = starts_with(head, at, "<!--") ? skip_aside(head, at) - 1 : at;
        } else if (in_tag &&
                   ((starts_with(head, at, "charset") && read_name(head, at + 7, out)) ||
                    (starts_with(head, at, "encoding") && read_name(head, at + 8, out)))) {
            return true;
        }
    }
    return false;
}
