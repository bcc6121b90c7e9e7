#include "rules/syntax.h"

#include "corpus/text/utf8.h"

static bool looking_at(const ds_syntax *in, const char *text)
{
    return ds_str_starts(ds_str_slice(in->text, in->at, in->text.len), ds_str_from(text));
}

static void step_behind(ds_syntax *in, const char *text)
{
    size_t found = ds_str_find(in->text, ds_str_from(text), in->at);
    in->hopeless = in->hopeless || found == SIZE_MAX;
    in->at = found == SIZE_MAX ? in->text.len : found + 1;
}

void ds_syntax_blank(ds_syntax *in)
{
    while (in->at < in->text.len) {
        uint32_t c = ds_syntax_peek(in);
        if (c == '#') {
            size_t feed = ds_str_find(in->text, DS_STR("\n"), in->at);
            in->at = feed == SIZE_MAX ? in->text.len : feed + 1;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
            in->at++;
        } else {
            return;
        }
    }
}

ds_quantity ds_syntax_quantity(ds_syntax *in)
{
    ds_syntax_blank(in);
    uint32_t c = ds_syntax_peek(in);
    ds_quantity times = DS_AT_LEAST_ONCE;
    if (c == '?' || c == '*' || c == '+') {
        times = c == '+' ? DS_AT_LEAST_ONCE : c == '?' ? DS_AT_MOST_ONCE : DS_ANY_TIMES;
        in->at++;
    } else if (c == '{') {
        in->at++;
        uint32_t least = ds_syntax_peek(in);
        times = least >= '1' && least <= '9' ? DS_AT_LEAST_ONCE : DS_ANY_TIMES;
        step_behind(in, "}");
        if (in->hopeless) {
            return DS_ANY_TIMES;
        }
    } else {
        return DS_ONCE;
    }
    if (ds_syntax_peek(in) == '?' || ds_syntax_peek(in) == '+') { /* lazy, possessive */
        in->at++;
    }
    return times;
}

/* Digits at byte `at`, which moves behind them; DS_SYNTAX_ENDLESS: none, or too many. */
static uint32_t read_count(const ds_syntax *in, size_t *at)
{
    uint32_t count = 0;
    size_t begin = *at;
    for (; *at < in->text.len && ds_code_is_digit((unsigned char)in->text.ptr[*at]); (*at)++) {
        count =
            count < DS_SYNTAX_ENDLESS ? count * 10 + (uint32_t)(in->text.ptr[*at] - '0') : count;
    }
    return *at > begin && count < DS_SYNTAX_ENDLESS ? count : DS_SYNTAX_ENDLESS;
}

uint32_t ds_syntax_most(const ds_syntax *in)
{
    ds_syntax look = *in;
    ds_syntax_blank(&look);
    uint32_t c = ds_syntax_peek(&look);
    if (c == '?') {
        return 1;
    }
    if (c != '{') {
        return c == '*' || c == '+' ? DS_SYNTAX_ENDLESS : 1;
    }
    size_t at = look.at + 1;
    uint32_t most = read_count(in, &at);
    if (most < DS_SYNTAX_ENDLESS && at < in->text.len && in->text.ptr[at] == ',') {
        at++;
        most = read_count(in, &at);
    }
    return most;
}

uint32_t ds_syntax_escape_most(const ds_syntax *in)
{
    char c = '\0';
    if (in->at + 1 < in->text.len) {
        c = in->text.ptr[in->at + 1];
    }
    if (c && strchr("bBAzZK", c)) {
        return 0;
    }
    bool one = !ds_code_is_latin((unsigned char)c) || strchr("pPsSwWdDhHvVNxnrtfe", c);
    return one && !ds_code_is_digit((unsigned char)c) ? 1 : DS_SYNTAX_ENDLESS;
}

uint32_t ds_syntax_code(const ds_syntax *in, size_t *size)
{
    enum { MAX_CODE_DIGITS = 6 };
    uint32_t code = 0;
    size_t at = in->at + 3;
    if (!looking_at(in, "\\x{")) {
        return 0;
    }
    for (; at < in->text.len && at - in->at < 3 + MAX_CODE_DIGITS && in->text.ptr[at] != '}';
         at++) {
        const char *digits = "0123456789ABCDEF";
        const char *found = strchr(digits, in->text.ptr[at]);
        if (!found || !*found) {
            return 0;
        }
        code = code * 16 + (uint32_t)(found - digits);
    }
    *size = at + 1 - in->at;
    return at < in->text.len && in->text.ptr[at] == '}' ? code : 0;
}

/* Characters of a class; `known` is false when others belong to it, too. */
typedef struct listing {
    uint32_t *codes;
    size_t n;
    size_t max;
    bool known;
    bool ranged;
} listing;

static void list_range(listing *list, uint32_t first, uint32_t last)
{
    list->known = list->known && first <= last && last - first < list->max - list->n;
    for (uint32_t code = first; list->known && code <= last; code++) {
        list->codes[list->n++] = code;
    }
}

/* One character of a class, or an escape in it; UINT32_MAX for what is more. */
static uint32_t take_member(ds_syntax *in, listing *list)
{
    size_t size;
    uint32_t code = ds_utf8_at(in->text, in->at, &size);
    if (code != '\\') {
        in->at += size;
        return code;
    }
    ds_escape kind = ds_syntax_escape(in, &code);
    if (kind == DS_ESCAPE_DIGIT) {
        list->ranged = true;
        list_range(list, '0', '9');
    } else if (kind != DS_ESCAPE_SIGN) {
        list->known = false;
    }
    return kind == DS_ESCAPE_SIGN ? code : UINT32_MAX;
}

size_t ds_syntax_class(ds_syntax *in, uint32_t *out, size_t max, bool *ranged)
{
    listing list = {out, 0, max, !looking_at(in, "[^"), false};
    in->at += list.known ? 1 : 2;
    for (bool first = true; in->at < in->text.len && (first || ds_syntax_peek(in) != ']');
         first = false) {
        if (looking_at(in, "[:")) {
            in->hopeless = true;
            break;
        }
        uint32_t begin = take_member(in, &list);
        bool range = ds_syntax_peek(in) == '-' && !looking_at(in, "-]");
        uint32_t end = begin;
        if (range) {
            in->at++;
            list.ranged = true;
            end = in->at < in->text.len ? take_member(in, &list) : UINT32_MAX;
            list.known = list.known && begin != UINT32_MAX && end != UINT32_MAX;
        }
        if (begin != UINT32_MAX) {
            list_range(&list, begin, end);
        }
    }
    in->at++;
    *ranged = list.ranged;
    return list.known ? list.n : 0;
}

/* A property by one letter, or a name in braces. */
static void take_name(ds_syntax *in)
{
    if (ds_syntax_peek(in) == '{') {
        step_behind(in, "}");
    } else {
        in->at++;
    }
}

ds_escape ds_syntax_escape(ds_syntax *in, uint32_t *sign)
{
    uint32_t c = in->at + 1 < in->text.len ? (unsigned char)in->text.ptr[in->at + 1] : 0;
    in->at += 2;
    *sign = c;
    if (c == 'Q' || c == 'E' || c == 'G' || c == 0 || c >= 0x80) {
        in->hopeless = true;
        return DS_ESCAPE_ANY;
    }
    if (!ds_code_is_latin(c) && !ds_code_is_digit(c)) {
        return DS_ESCAPE_SIGN;
    }
    if (c == 'p' || c == 'P') {
        take_name(in);
    } else if (strchr("xoNgk", (int)c) && ds_syntax_peek(in) == '{') {
        step_behind(in, "}");
    } else if (strchr("xocgk", (int)c)) {
        in->hopeless = true; /* forms without braces, which nobody here writes */
    }
    return c == 'd' ? DS_ESCAPE_DIGIT : strchr("bBAzZK", (int)c) ? DS_ESCAPE_PLACE : DS_ESCAPE_ANY;
}

ds_group ds_syntax_open(ds_syntax *in)
{
    ds_group kind = DS_GROUP_PLAIN;
    if (looking_at(in, "(?=") || looking_at(in, "(?!")) {
        kind = looking_at(in, "(?=") ? DS_GROUP_AHEAD : DS_GROUP_LOOK;
        in->at += 3;
    } else if (looking_at(in, "(?<=") || looking_at(in, "(?<!")) {
        kind = DS_GROUP_LOOK;
        in->at += 4;
    } else if (looking_at(in, "(?:")) {
        in->at += 3;
    } else if (looking_at(in, "(?<")) {
        step_behind(in, ">");
    } else if (looking_at(in, "(?") || looking_at(in, "(*")) {
        kind = DS_GROUP_UNKNOWN; /* options, recursion, verbs */
    } else {
        in->at++;
    }
    in->hopeless = in->hopeless || kind == DS_GROUP_UNKNOWN || ++in->depth > DS_SYNTAX_MAX_DEPTH;
    return kind;
}

void ds_syntax_close(ds_syntax *in)
{
    in->depth--;
    in->at++;
}
