/* syntax.h - reads a pattern in PCRE2's extended syntax, sign by sign.
 *
 * For those who want to know what a pattern's matches look like before it runs
 * (need.h, start.h).  What is not understood makes the reading hopeless: then
 * nothing is known of the pattern.
 */
#ifndef DS_SYNTAX_H
#define DS_SYNTAX_H

#include "corpus/text/span.h"

#include <stdbool.h>
#include <stdint.h>

enum { DS_SYNTAX_MAX_DEPTH = 12 }; /* of groups */

typedef struct ds_syntax {
    ds_str text;
    size_t at; /* next byte to be read */
    size_t depth;
    bool hopeless;
} ds_syntax;

/* How often what it belongs to stands. */
typedef enum ds_quantity {
    DS_ONCE,
    DS_AT_LEAST_ONCE,
    DS_AT_MOST_ONCE,
    DS_ANY_TIMES,
} ds_quantity;

static inline bool ds_quantity_needs(ds_quantity times) /* false: it may be absent */
{
    return times == DS_ONCE || times == DS_AT_LEAST_ONCE;
}

/* What an escape stands for. */
typedef enum ds_escape {
    DS_ESCAPE_SIGN,
    DS_ESCAPE_DIGIT,
    DS_ESCAPE_PLACE,
    DS_ESCAPE_ANY
} ds_escape;

/* How a group begins; DS_GROUP_AHEAD: what is inside must stand behind, DS_GROUP_LOOK: it
 * must not, or stands in front. */
typedef enum ds_group { DS_GROUP_PLAIN, DS_GROUP_AHEAD, DS_GROUP_LOOK, DS_GROUP_UNKNOWN } ds_group;

static inline uint32_t ds_syntax_peek(const ds_syntax *in) /* 0 at the end */
{
    return in->at < in->text.len ? (unsigned char)in->text.ptr[in->at] : 0;
}

/* Steps over white space and comments. */
void ds_syntax_blank(ds_syntax *in);

/* Takes a quantifier if one is here. */
ds_quantity ds_syntax_quantity(ds_syntax *in);

/* How often the quantifier that is here lets its part stand at most, 1 without one;
 * DS_SYNTAX_ENDLESS: no end is known.  Takes nothing. */
enum { DS_SYNTAX_ENDLESS = UINT16_MAX };
uint32_t ds_syntax_most(const ds_syntax *in);

/* The most characters that the escape that is here may match.  Takes nothing. */
uint32_t ds_syntax_escape_most(const ds_syntax *in);

/* The code point of \x{...} that is here, 0 for anything else.  Takes nothing. */
uint32_t ds_syntax_code(const ds_syntax *in, size_t *size);

/* [...]: takes it and writes down the characters it lists, at most `max`; 0 if
 * others belong to it, too.  *ranged: some stand for a range or a class. */
size_t ds_syntax_class(ds_syntax *in, uint32_t *out, size_t max, bool *ranged);

/* A backslash and what follows; *sign gets a sign that stands for itself. */
ds_escape ds_syntax_escape(ds_syntax *in, uint32_t *sign);

/* Takes the opening of a group; hopeless if it is unknown or too deep.  Whoever
 * has read what is inside steps over the closing bracket with ds_syntax_close(). */
ds_group ds_syntax_open(ds_syntax *in);
void ds_syntax_close(ds_syntax *in);

#endif /* DS_SYNTAX_H */
