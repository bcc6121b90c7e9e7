/* span.h - a view of bytes that somebody else owns.
 *
 * Every text inside dealsift is a ds_str: pointer and length, UTF-8, not
 * NUL-terminated.  A view borrows; whoever hands one out says how long it
 * lives.  The empty view may have a NULL pointer.
 */
#ifndef DS_SPAN_H
#define DS_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct ds_str {
    const char *ptr;
    size_t len; /* bytes */
} ds_str;

/* A half-open range of byte offsets, begin <= end. */
typedef struct ds_range {
    size_t begin;
    size_t end;
} ds_range;

/* The view of a string literal, and its form for static tables. */
#define DS_STR_INIT(literal)                                                                       \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define DS_STR(literal) ((ds_str)DS_STR_INIT(literal))
/* For printf's "%.*s"; longer views are cut at INT_MAX. */
#define DS_STR_ARGS(str) (int)(str).len, (str).ptr ? (str).ptr : ""

/* The view of a NUL-terminated string; NULL gives the empty view. */
static inline ds_str ds_str_from(const char *text)
{
    return text ? (ds_str){text, strlen(text)} : (ds_str){NULL, 0};
}

static inline bool ds_str_equal(ds_str a, ds_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool ds_str_starts(ds_str text, ds_str head)
{
    return head.len <= text.len && (head.len == 0 || memcmp(text.ptr, head.ptr, head.len) == 0);
}

static inline bool ds_str_ends(ds_str text, ds_str tail)
{
    return tail.len <= text.len &&
           (tail.len == 0 || memcmp(text.ptr + text.len - tail.len, tail.ptr, tail.len) == 0);
}

/* Bytes [begin, end) of text; the caller keeps begin <= end <= text.len. */
static inline ds_str ds_str_slice(ds_str text, size_t begin, size_t end)
{
    return (ds_str){text.ptr ? text.ptr + begin : NULL, end - begin};
}

/* Byte order; a proper prefix sorts first.  <0, 0, >0 as memcmp. */
static inline int ds_str_compare(ds_str a, ds_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Offset of the first `needle` in `text` at or after `from`, or SIZE_MAX.
 * The empty needle is found at `from`. */
size_t ds_str_find(ds_str text, ds_str needle, size_t from);

/* Without ASCII and full-width white space at both ends. */
ds_str ds_str_trim(ds_str text);

#endif /* DS_SPAN_H */
