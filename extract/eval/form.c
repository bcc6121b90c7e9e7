#include "extract/eval/form.h"

#include "corpus/text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

/* Words of one class; the shipped lexicon has some twenty. */
enum { MAX_WORDS = 64 };

typedef enum word_class {
    BEFORE_FIGURE, /* hedges and heads of figures       */
    BEHIND_FIGURE, /* hedges behind them                */
    BEHIND_DATE,   /* times of day and marks of news    */
    SHARE,         /* what a stake is a stake of        */
    FILLER,        /* joins a stake to such a word      */
    WORD_CLASSES,
} word_class;

static const char *const class_names[WORD_CLASSES] = {"before_figure", "behind_figure",
                                                      "behind_date", "share", "filler"};

typedef struct word_list {
    ds_str words[MAX_WORDS];
    size_t n_words;
} word_list;

struct ds_forms {
    word_list lists[WORD_CLASSES];
};

static const char *const field_names[DS_SCORE_FIELDS] = {
    "acquirer",  "target", "seller",   "subject",    "amount", "date",   "announced",
    "completed", "stake",  "currency", "rate_class", "motive", "status", "payment",
};

const char *ds_score_field_name(ds_score_field field)
{
    return field_names[field];
}

ds_score_field ds_score_field_find(ds_str name)
{
    size_t field = 0;
    while (field < DS_SCORE_FIELDS && !ds_str_equal(name, ds_str_from(field_names[field]))) {
        field++;
    }
    return (ds_score_field)field;
}

ds_status ds_forms_new(ds_forms **out, const ds_ruleset *rules)
{
    ds_forms *forms = calloc(1, sizeof *forms);
    if (!forms) {
        return DS_ENOMEM;
    }
    const ds_lexicon *lexicon = ds_ruleset_lexicon(rules, "score-words");
    size_t column = lexicon ? ds_lexicon_column(lexicon, "class") : 0;
    for (uint32_t entry = 0; column && entry < ds_lexicon_count(lexicon); entry++) {
        ds_str name = ds_lexicon_field(lexicon, entry, column);
        for (size_t c = 0; c < WORD_CLASSES; c++) {
            word_list *list = &forms->lists[c];
            if (ds_str_equal(name, ds_str_from(class_names[c])) && list->n_words < MAX_WORDS) {
                list->words[list->n_words++] = ds_lexicon_word(lexicon, entry);
            }
        }
    }
    *out = forms;
    return DS_OK;
}

void ds_forms_free(ds_forms *forms)
{
    free(forms);
}

/* Bytes of the longest word of the list at the front of text (or at its end). */
static size_t longest(const word_list *list, ds_str text, bool at_end)
{
    size_t len = 0;
    for (size_t i = 0; i < list->n_words; i++) {
        ds_str word = list->words[i];
        if (word.len > len && (at_end ? ds_str_ends(text, word) : ds_str_starts(text, word))) {
            len = word.len;
        }
    }
    return len;
}

static ds_str without_front(const word_list *list, ds_str text)
{
    size_t len;
    while ((len = longest(list, text, false)) > 0) {
        text = ds_str_slice(text, len, text.len);
    }
    return text;
}

static ds_str without_end(const word_list *list, ds_str text, bool again)
{
    size_t len;
    while ((len = longest(list, text, true)) > 0) {
        text.len -= len;
        if (!again) {
            break;
        }
    }
    return text;
}

/* White space as Unicode has it, among which U+200B is not. */
static bool is_space(uint32_t c)
{
    utf8proc_bidi_class_t bidi =
        (utf8proc_bidi_class_t)utf8proc_get_property((int32_t)c)->bidi_class;
    return utf8proc_category((int32_t)c) == UTF8PROC_CATEGORY_ZS ||
           bidi == UTF8PROC_BIDI_CLASS_WS || bidi == UTF8PROC_BIDI_CLASS_B ||
           bidi == UTF8PROC_BIDI_CLASS_S;
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D ||
           (c >= 0x300A && c <= 0x300F);
}

static ds_str without_spaces(ds_str text, char *out)
{
    size_t len = 0;
    for (size_t at = 0, size; at < text.len; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        if (!is_space(c)) {
            memmove(out + len, text.ptr + at, size);
            len += size;
        }
    }
    return (ds_str){out, len};
}

static ds_str without_quotes(ds_str text)
{
    size_t size;
    while (text.len && is_quote(ds_utf8_at(text, 0, &size))) {
        text = ds_str_slice(text, size, text.len);
    }
    while (text.len) {
        size_t last = ds_utf8_before(text, text.len);
        if (!is_quote(ds_utf8_at(text, last, &size))) {
            break;
        }
        text.len = last;
    }
    return text;
}

static ds_str without_commas(ds_str text, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ',') {
            out[len++] = text.ptr[i];
        }
    }
    return (ds_str){out, len};
}

/* A share word at the end goes, with one filler before it. */
static ds_str without_share(const ds_forms *forms, ds_str text)
{
    ds_str left = without_end(&forms->lists[SHARE], text, false);
    return left.len < text.len ? without_end(&forms->lists[FILLER], left, false) : text;
}

/* Fillers go, each share word becomes the first of the list (`room` bytes). */
static ds_str plain_subject(const ds_forms *forms, ds_str text, char *out, size_t room)
{
    const word_list *shares = &forms->lists[SHARE];
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        ds_str rest = ds_str_slice(text, at, text.len);
        size_t share = longest(shares, rest, false);
        size_t filler = longest(&forms->lists[FILLER], rest, false);
        ds_str piece =
            share ? shares->words[0]
                  : ds_str_slice(rest, 0, filler ? 0 : ds_utf8_size((unsigned char)*rest.ptr));
        if (len + piece.len > room) {
            break;
        }
        memcpy(out + len, piece.ptr, piece.len);
        len += piece.len;
        at += share ? share : filler ? filler : piece.len;
    }
    return (ds_str){out, len};
}

static ds_str plain(const ds_forms *forms, ds_score_field field, ds_str text, char *scratch,
                    size_t room)
{
    switch (field) {
    case DS_SCORE_AMOUNT:
    case DS_SCORE_STAKE:
        text = without_commas(without_front(&forms->lists[BEFORE_FIGURE], text), scratch);
        text = without_end(&forms->lists[BEHIND_FIGURE], text, false);
        return field == DS_SCORE_STAKE ? without_share(forms, text) : text;
    case DS_SCORE_SUBJECT:
        return plain_subject(forms, text, scratch, room);
    case DS_SCORE_DATE:
    case DS_SCORE_ANNOUNCED:
    case DS_SCORE_COMPLETED:
        return without_end(&forms->lists[BEHIND_DATE], text, true);
    default:
        return text;
    }
}

/* utf8proc's transformation of a text; frees what it made once it is copied. */
static ds_str mapped(ds_str text, utf8proc_option_t options, ds_arena *arena)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)(text.ptr ? text.ptr : ""),
                                        (utf8proc_ssize_t)text.len, &made, options);
    ds_str out = len < 0 ? ds_arena_copy(arena, text)
                         : ds_arena_copy(arena, (ds_str){(const char *)made, (size_t)len});
    free(made);
    return out;
}

ds_str ds_form_make(const ds_forms *forms, ds_score_field field, ds_str text, ds_arena *arena)
{
    ds_str folded = mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT, arena);
    size_t room = 2 * folded.len; /* a share word may become a longer one */
    char *first = folded.ptr ? ds_arena_alloc(arena, folded.len + 1, 1) : NULL;
    char *second = first ? ds_arena_alloc(arena, room + 1, 1) : NULL;
    if (!second) {
        return (ds_str){NULL, 0};
    }
    ds_str bare = without_quotes(without_spaces(folded, first));
    return mapped(plain(forms, field, bare, second, room), UTF8PROC_CASEFOLD, arena);
}

/* The shortest decimal that reads back as the same double; an exponent only
 * where a plain number would be long. */
static void write_double(double value, char *out, size_t cap)
{
    enum { MOST_DIGITS = 17, LONGEST_PLAIN = 16, SMALLEST_PLAIN = -4 };
    int digits = 1;
    snprintf(out, cap, "%.*g", digits, value);
    while (digits < MOST_DIGITS && strtod(out, NULL) != value) {
        snprintf(out, cap, "%.*g", ++digits, value);
    }
    snprintf(out, cap, "%.*e", digits - 1, value);
    const char *mark = strchr(out, 'e');
    int exponent = mark ? (int)strtol(mark + 1, NULL, 10) : 0;
    if (exponent >= SMALLEST_PLAIN && exponent < LONGEST_PLAIN) {
        int decimals = digits - 1 - exponent;
        snprintf(out, cap, "%.*f", decimals > 1 ? decimals : 1, value);
    }
}

ds_str ds_form_number(ds_str decimal, ds_arena *arena)
{
    char text[64];
    if (decimal.len >= sizeof text || !memchr(decimal.len ? decimal.ptr : "", '.', decimal.len)) {
        return ds_arena_copy(arena, decimal);
    }
    memcpy(text, decimal.ptr, decimal.len);
    text[decimal.len] = '\0';
    char out[64];
    write_double(strtod(text, NULL), out, sizeof out);
    return ds_arena_copy(arena, ds_str_from(out));
}

bool ds_form_is_number(ds_score_field field)
{
    return field == DS_SCORE_AMOUNT || field == DS_SCORE_STAKE;
}

static bool read_number(ds_str form, double *out)
{
    char text[64];
    if (form.len == 0 || form.len >= sizeof text) {
        return false;
    }
    memcpy(text, form.ptr, form.len);
    text[form.len] = '\0';
    if (strspn(text, "0123456789.+-e") != form.len) { /* strtod knows hexadecimal and more */
        return false;
    }
    char *end;
    *out = strtod(text, &end);
    return end == text + form.len;
}

bool ds_form_same_number(ds_str ours, ds_str theirs)
{
    double a;
    double b;
    return read_number(ours, &a) && read_number(theirs, &b) &&
           fabs(a - b) <= 1e-6 * fmax(1.0, fabs(b));
}
