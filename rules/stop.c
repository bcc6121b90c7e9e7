#include "rules/stop.h"

#include "corpus/text/utf8.h"
#include "rules/syntax.h"

#include <string.h>

enum { ALL_STOPS = 15 };

/* What is known while a pattern is read. */
typedef struct reading {
    ds_syntax in;
    unsigned held; /* stops that some part may match        */
    bool refused;  /* a [^...] keeps some of them out */
} reading;

/* The stops in the range of two characters. */
static unsigned stops_between(uint32_t first, uint32_t last)
{
    static const uint32_t codes[] = {0x3002, ';', '!', '?'};
    unsigned stops = 0;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        stops |= codes[i] >= first && codes[i] <= last ? ds_stop_of(codes[i]) : 0;
    }
    return stops;
}

/* An escape, in a class or outside: stops that it stands for; *code gets the character that it is,
 * 0: it is another thing. */
static unsigned take_escape(ds_syntax *in, uint32_t *code)
{
    size_t size;
    uint32_t sign;
    *code = ds_syntax_code(in, &size);
    if (*code) {
        in->at += size;
        return ds_stop_of(*code);
    }
    char letter = '\0';
    if (in->at + 1 < in->text.len) {
        letter = in->text.ptr[in->at + 1];
    }
    ds_escape kind = ds_syntax_escape(in, &sign);
    bool none = letter && strchr("dswhvRnrtfe", letter); /* digits, white space, letters */
    *code = kind == DS_ESCAPE_SIGN ? sign : 0;
    return kind == DS_ESCAPE_SIGN           ? ds_stop_of(sign)
           : kind == DS_ESCAPE_ANY && !none ? ALL_STOPS
                                            : 0;
}

static unsigned take_member(ds_syntax *in, uint32_t *code)
{
    size_t size;
    if (ds_syntax_peek(in) == '\\') {
        return take_escape(in, code);
    }
    *code = ds_utf8_at(in->text, in->at, &size);
    in->at += size;
    return ds_stop_of(*code);
}

static bool looking_at(const ds_syntax *in, ds_str text)
{
    return ds_str_starts(ds_str_slice(in->text, in->at, in->text.len), text);
}

/* A character or a range of a class.  *sure: each of these stops belongs to it. */
static unsigned take_range(ds_syntax *in, bool *sure)
{
    uint32_t begin;
    unsigned stops = take_member(in, &begin);
    *sure = begin != 0;
    if (begin && ds_syntax_peek(in) == '-' && !looking_at(in, DS_STR("-]"))) {
        uint32_t end = 0;
        in->at++;
        stops |= in->at < in->text.len ? take_member(in, &end) : 0;
        stops |= end ? stops_between(begin, end) : (unsigned)ALL_STOPS;
        *sure = end != 0;
    }
    return stops;
}

/* [...]: one that is turned round holds all that it does not list for certain. */
static void take_class(reading *run)
{
    ds_syntax *in = &run->in;
    unsigned listed = 0;
    in->at++;
    bool turned = ds_syntax_peek(in) == '^';
    in->at += turned;
    for (bool first = true; in->at < in->text.len && (first || ds_syntax_peek(in) != ']');
         first = false) {
        bool sure;
        in->hopeless = in->hopeless || looking_at(in, DS_STR("[:"));
        unsigned stops = take_range(in, &sure);
        listed |= sure || !turned ? stops : 0;
    }
    in->at++;
    run->held |= turned ? ALL_STOPS & ~listed : listed;
    run->refused = run->refused || (turned && listed);
}

/* One part of a sequence, without its quantifier. */
static void take_part(reading *run)
{
    ds_syntax *in = &run->in;
    uint32_t c = ds_syntax_peek(in);
    size_t size;
    if (c == '[') {
        take_class(run);
    } else if (c == '(') {
        (void)ds_syntax_open(in);
    } else if (c == ')') {
        in->hopeless = in->hopeless || in->depth == 0;
        ds_syntax_close(in);
    } else if (c == '\\') {
        run->held |= take_escape(in, &c);
    } else {
        c = ds_utf8_at(in->text, in->at, &size);
        run->held |= c == '.' ? ALL_STOPS : ds_stop_of(c);
        in->at += size;
    }
}

unsigned ds_stops_read(ds_str pattern)
{
    reading run = {.in = {.text = pattern}};
    ds_syntax *in = &run.in;
    for (ds_syntax_blank(in); in->at < in->text.len && !in->hopeless; ds_syntax_blank(in)) {
        bool bar = ds_syntax_peek(in) == '|' || ds_syntax_peek(in) == '(';
        take_part(&run);
        if (!bar) {
            (void)ds_syntax_quantity(in);
        }
    }
    return in->hopeless || !run.refused ? 0 : ALL_STOPS & ~run.held;
}
