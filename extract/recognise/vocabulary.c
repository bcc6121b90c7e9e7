#include "extract/recognise/vocabulary.h"

#include "extract/recognise/word_start.h"

#include <stdlib.h>

/* Words of one set that begin alike at a place: 5, 5e8 and a few more. */
enum { MAX_PREFIXES = 12 };
/* Beside a bit a set: an expression may begin so. */
enum { STARTS = 1u << DS_WORD_SETS };
/* The longest word looked for backwards, in code points. */
enum { MAX_BACK = 6 };
/* Classes of the words that begin with two characters, or are just one: a bit
 * for each, hashed twice.  Most questions for a class end there. */
enum { KIND_PLACES_BITS = 12, KIND_BITS = DS_WORD_KIND_BITS, HEADS = 1 << 12 };

typedef struct meaning {
    uint8_t kinds[DS_WORD_KINDS];
    int32_t value;
    ds_str text; /* the value as written */
} meaning;

struct ds_vocabulary {
    const ds_lexicon *lexicons[DS_WORD_SETS]; /* borrowed */
    meaning *meanings[DS_WORD_SETS];          /* owned, one an entry */
    size_t value_column[DS_WORD_SETS];
    ds_word_start start;   /* bit s: words of set s; STARTS */
    uint64_t heads[HEADS]; /* classes of words by the last bits of their first character: most
                              places of a text need not be looked at further */
    uint64_t begins[1 << KIND_PLACES_BITS]; /* classes of words by how they begin ... */
    uint64_t ends[1 << KIND_PLACES_BITS];   /* ... and end */
};

static const char *const lexicon_ids[DS_WORD_SETS] = {
    "numerals",   "currencies",  "qualifiers", "money-words",
    "date-words", "stake-words", "rate-words", "count-words",
};

typedef struct class_row {
    ds_str name;
    ds_word_class kind;
    bool starts; /* an expression may begin with such a word */
} class_row;

static const class_row class_rows[] = {
    {DS_STR_INIT("digit"), DS_WORD_DIGIT, true},
    {DS_STR_INIT("zero"), DS_WORD_ZERO, false},
    {DS_STR_INIT("tens"), DS_WORD_TENS, true},
    {DS_STR_INIT("ten"), DS_WORD_TEN, true},
    {DS_STR_INIT("scale"), DS_WORD_SCALE, true},
    {DS_STR_INIT("point"), DS_WORD_POINT, false},
    {DS_STR_INIT("some"), DS_WORD_SOME, true},
    {DS_STR_INIT("more"), DS_WORD_MORE, true},
    {DS_STR_INIT("plain"), DS_WORD_PLAIN, false},
    {DS_STR_INIT("name"), DS_WORD_NAME, true},
    {DS_STR_INIT("symbol"), DS_WORD_SYMBOL, true},
    {DS_STR_INIT("code"), DS_WORD_CODE, true},
    {DS_STR_INIT("minor"), DS_WORD_MINOR, false},
    {DS_STR_INIT("whole"), DS_WORD_WHOLE, false},
    {DS_STR_INIT("spoken"), DS_WORD_SPOKEN, false},
    {DS_STR_INIT("about"), DS_WORD_ABOUT, true},
    {DS_STR_INIT("over"), DS_WORD_OVER, true},
    {DS_STR_INIT("under"), DS_WORD_UNDER, true},
    {DS_STR_INIT("at_least"), DS_WORD_AT_LEAST, true},
    {DS_STR_INIT("at_most"), DS_WORD_AT_MOST, true},
    {DS_STR_INIT("vague"), DS_WORD_VAGUE, true},
    {DS_STR_INIT("exact"), DS_WORD_EXACT, true},
    {DS_STR_INIT("range"), DS_WORD_RANGE, false},
    {DS_STR_INIT("span"), DS_WORD_SPAN, false},
    {DS_STR_INIT("tie"), DS_WORD_TIE, false},
    {DS_STR_INIT("pay_before"), DS_WORD_PAY_BEFORE, false},
    {DS_STR_INIT("pay_after"), DS_WORD_PAY_AFTER, false},
    {DS_STR_INIT("each"), DS_WORD_EACH, false},
    {DS_STR_INIT("per"), DS_WORD_PER, false},
    {DS_STR_INIT("cash"), DS_WORD_CASH, false},
    {DS_STR_INIT("shares"), DS_WORD_SHARES, false},
    {DS_STR_INIT("total"), DS_WORD_TOTAL, false},
    {DS_STR_INIT("and"), DS_WORD_AND, false},
    {DS_STR_INIT("of_these"), DS_WORD_OF_THESE, false},
    {DS_STR_INIT("letter"), DS_WORD_LETTER, false},
    {DS_STR_INIT("remark"), DS_WORD_REMARK, false},
    {DS_STR_INIT("stop"), DS_WORD_STOP, false},
    {DS_STR_INIT("header"), DS_WORD_HEADER, false},
    {DS_STR_INIT("denomination"), DS_WORD_DENOMINATION, false},
    {DS_STR_INIT("year"), DS_WORD_YEAR, false},
    {DS_STR_INIT("month"), DS_WORD_MONTH, false},
    {DS_STR_INIT("day"), DS_WORD_DAY, false},
    {DS_STR_INIT("quarter"), DS_WORD_QUARTER, true},
    {DS_STR_INIT("quarters"), DS_WORD_QUARTERS, true},
    {DS_STR_INIT("half"), DS_WORD_HALF, true},
    {DS_STR_INIT("part"), DS_WORD_PART, false},
    {DS_STR_INIT("part_year"), DS_WORD_PART_YEAR, true},
    {DS_STR_INIT("part_month"), DS_WORD_PART_MONTH, true},
    {DS_STR_INIT("era"), DS_WORD_ERA, true},
    {DS_STR_INIT("first_year"), DS_WORD_FIRST_YEAR, false},
    {DS_STR_INIT("published_year"), DS_WORD_PUBLISHED_YEAR, true},
    {DS_STR_INIT("context_year"), DS_WORD_CONTEXT_YEAR, true},
    {DS_STR_INIT("published_month"), DS_WORD_PUBLISHED_MONTH, true},
    {DS_STR_INIT("context_month"), DS_WORD_CONTEXT_MONTH, true},
    {DS_STR_INIT("published_day"), DS_WORD_PUBLISHED_DAY, true},
    {DS_STR_INIT("published_quarter"), DS_WORD_PUBLISHED_QUARTER, true},
    {DS_STR_INIT("weekday"), DS_WORD_WEEKDAY, true},
    {DS_STR_INIT("weekend"), DS_WORD_WEEKEND, false},
    {DS_STR_INIT("feast"), DS_WORD_FEAST, true},
    {DS_STR_INIT("first"), DS_WORD_FIRST, false},
    {DS_STR_INIT("hour"), DS_WORD_HOUR, false},
    {DS_STR_INIT("tail"), DS_WORD_TAIL, false},
    {DS_STR_INIT("label"), DS_WORD_LABEL, false},
    {DS_STR_INIT("around"), DS_WORD_AROUND, false},
    {DS_STR_INIT("since"), DS_WORD_SINCE, false},
    {DS_STR_INIT("refused"), DS_WORD_REFUSED, false},
    {DS_STR_INIT("week"), DS_WORD_WEEK, true},
    {DS_STR_INIT("sometime"), DS_WORD_SOMETIME, true},
    {DS_STR_INIT("ordinal"), DS_WORD_ORDINAL, true},
    {DS_STR_INIT("duration"), DS_WORD_DURATION, false},
    {DS_STR_INIT("lead"), DS_WORD_LEAD, false},
    {DS_STR_INIT("led"), DS_WORD_LED, false},
    {DS_STR_INIT("alone"), DS_WORD_ALONE, false},
    {DS_STR_INIT("no_year"), DS_WORD_NO_YEAR, false},
    {DS_STR_INIT("percent"), DS_WORD_PERCENT, false},
    {DS_STR_INIT("per_cent"), DS_WORD_PER_CENT, true},
    {DS_STR_INIT("fraction"), DS_WORD_FRACTION, false},
    {DS_STR_INIT("tenths"), DS_WORD_TENTHS, false},
    {DS_STR_INIT("all"), DS_WORD_ALL, true},
    {DS_STR_INIT("majority"), DS_WORD_MAJORITY, true},
    {DS_STR_INIT("halfway"), DS_WORD_HALFWAY, true},
    {DS_STR_INIT("control"), DS_WORD_CONTROL, true},
    {DS_STR_INIT("equity"), DS_WORD_EQUITY, false},
    {DS_STR_INIT("between"), DS_WORD_BETWEEN, false},
    {DS_STR_INIT("share"), DS_WORD_SHARE, false},
    {DS_STR_INIT("of_total"), DS_WORD_OF_TOTAL, false},
    {DS_STR_INIT("hold"), DS_WORD_HOLD, false},
    {DS_STR_INIT("growth"), DS_WORD_GROWTH, false},
    {DS_STR_INIT("points"), DS_WORD_POINTS, false},
    {DS_STR_INIT("from"), DS_WORD_FROM, false},
    {DS_STR_INIT("to"), DS_WORD_TO, false},
    {DS_STR_INIT("cost"), DS_WORD_COST, false},
    {DS_STR_INIT("giga"), DS_WORD_GIGA, false},
    {DS_STR_INIT("tera"), DS_WORD_TERA, false},
    {DS_STR_INIT("lane"), DS_WORD_LANE, false},
    {DS_STR_INIT("norate"), DS_WORD_NORATE, false},
    {DS_STR_INIT("radio"), DS_WORD_RADIO, false},
    {DS_STR_INIT("times"), DS_WORD_TIMES, false},
    {DS_STR_INIT("list"), DS_WORD_LIST, false},
    {DS_STR_INIT("counted"), DS_WORD_COUNTED, false},
    {DS_STR_INIT("measure"), DS_WORD_MEASURE, false},
    {DS_STR_INIT("rank"), DS_WORD_RANK, false},
};

/* Words for numbers in a lexicon of places. */
static const struct {
    const char *name;
    int32_t value;
} named_values[] = {
    {"before", DS_PLACE_BEFORE},
    {"after", DS_PLACE_AFTER},
    {"both", DS_PLACE_BEFORE | DS_PLACE_AFTER},
    {"last", DS_PLACE_LAST},
    {"before_last", DS_PLACE_BEFORE | DS_PLACE_LAST},
};

static const class_row *find_class(ds_str name)
{
    for (size_t i = 0; i < sizeof class_rows / sizeof *class_rows; i++) {
        if (ds_str_equal(class_rows[i].name, name)) {
            return &class_rows[i];
        }
    }
    return NULL;
}

static int32_t read_value(ds_str text)
{
    for (size_t i = 0; i < sizeof named_values / sizeof *named_values; i++) {
        if (ds_str_equal(ds_str_from(named_values[i].name), text)) {
            return named_values[i].value;
        }
    }
    bool negative = text.len > 0 && text.ptr[0] == '-';
    int32_t value = 0;
    for (size_t at = negative ? 1 : 0; at < text.len; at++) {
        if (!ds_code_is_digit((unsigned char)text.ptr[at]) || value > 100000) {
            return 0;
        }
        value = value * 10 + (text.ptr[at] - '0');
    }
    return negative ? -value : value;
}

/* The classes of a field, joined by '+'; false: one is unknown. */
static bool read_classes(ds_str field, uint8_t kinds[DS_WORD_KINDS], bool *starts)
{
    size_t n = 0;
    *starts = false;
    for (size_t at = 0; at <= field.len;) {
        size_t plus = ds_str_find(field, DS_STR("+"), at);
        size_t end = plus < field.len ? plus : field.len;
        const class_row *row = find_class(ds_str_slice(field, at, end));
        if (!row || n == DS_WORD_KINDS) {
            return false;
        }
        kinds[n++] = (uint8_t)row->kind;
        *starts = *starts || row->starts;
        at = end + 1;
    }
    return true;
}

/* Where the classes of words stand that begin, or end, with these characters; one
 * of them is 0 for words of one character. */
static size_t kind_place(uint32_t first, uint32_t second)
{
    return ds_word_start_pair(first, second) >> (DS_WORD_START_PAIR_BITS - KIND_PLACES_BITS);
}

/* The character that ends before byte `at`, which moves in front of it; 0 at the
 * beginning. */
static uint32_t take_last(ds_str text, size_t *at)
{
    size_t size;
    if (*at == 0) {
        return 0;
    }
    *at = ds_utf8_before(text, *at);
    return ds_utf8_at(text, *at, &size);
}

static void note_kinds(ds_vocabulary *words, ds_str word, const uint8_t kinds[DS_WORD_KINDS])
{
    size_t size = 0;
    size_t next;
    uint32_t first = word.len ? ds_utf8_at(word, 0, &size) : 0;
    uint32_t second = size < word.len ? ds_utf8_at(word, size, &next) : 0;
    size_t at = word.len;
    uint32_t last = take_last(word, &at);
    uint32_t before = take_last(word, &at);
    for (size_t i = 0; i < DS_WORD_KINDS; i++) {
        words->heads[first % HEADS] |= UINT64_C(1) << kinds[i] % KIND_BITS;
        words->begins[kind_place(first, second)] |= UINT64_C(1) << kinds[i] % KIND_BITS;
        words->ends[kind_place(before, last)] |= UINT64_C(1) << kinds[i] % KIND_BITS;
    }
}

/* Those of some classes whose words may begin at byte `at`. */
static uint64_t kinds_at(const ds_vocabulary *words, uint64_t kinds, ds_str text, size_t at)
{
    size_t size;
    size_t next;
    if (at >= text.len) {
        return 0;
    }
    uint32_t first = ds_utf8_at(text, at, &size);
    kinds &= words->heads[first % HEADS];
    if (!kinds) {
        return 0;
    }
    uint64_t found = words->begins[kind_place(first, 0)];
    if (at + size < text.len) {
        found |= words->begins[kind_place(first, ds_utf8_at(text, at + size, &next))];
    }
    return kinds & found;
}

static bool may_be(const ds_vocabulary *words, ds_word_class kind, ds_str text, size_t at)
{
    return kinds_at(words, UINT64_C(1) << (unsigned)kind % KIND_BITS, text, at) != 0;
}

ds_word_begins ds_vocabulary_begins(const ds_vocabulary *words, ds_str text, size_t at)
{
    return (ds_word_begins){kinds_at(words, UINT64_MAX, text, at),
                            ds_word_start_at(&words->start, STARTS - 1u, text, at)};
}

static bool may_end(const ds_vocabulary *words, ds_word_class kind, ds_str text, size_t at)
{
    uint32_t last = take_last(text, &at);
    uint32_t before = take_last(text, &at);
    uint64_t kinds = words->ends[kind_place(0, last)] | words->ends[kind_place(before, last)];
    return kinds >> (unsigned)kind % KIND_BITS & 1u;
}

static ds_status decode(ds_vocabulary *words, ds_word_set set, const ds_lexicon *lexicon,
                        ds_diag *diag)
{
    size_t n = ds_lexicon_count(lexicon);
    size_t class_column = ds_lexicon_column(lexicon, "class");
    words->lexicons[set] = lexicon;
    words->value_column[set] = ds_lexicon_column(lexicon, "value");
    words->meanings[set] = calloc(n + 1, sizeof(meaning));
    if (!words->meanings[set]) {
        return DS_ENOMEM;
    }
    ds_status status = DS_OK;
    for (uint32_t i = 0; i < n; i++) {
        ds_str word = ds_lexicon_word(lexicon, i);
        ds_str name = ds_lexicon_field(lexicon, i, class_column);
        bool starts;
        if (!class_column || !read_classes(name, words->meanings[set][i].kinds, &starts)) {
            status = ds_diag_fail(diag, DS_EINVALID, (ds_where){NULL, 0, 0},
                                  "lexicon \"%s\", word \"%.*s\": unknown class \"%.*s\"",
                                  lexicon_ids[set], DS_STR_ARGS(word), DS_STR_ARGS(name));
            continue;
        }
        ds_str value = ds_lexicon_field(lexicon, i, words->value_column[set]);
        words->meanings[set][i].value = read_value(value);
        words->meanings[set][i].text = value;
        ds_word_start_add(&words->start, word, 1u << set | (starts ? STARTS : 0u));
        note_kinds(words, word, words->meanings[set][i].kinds);
    }
    return status;
}

ds_status ds_vocabulary_new(ds_vocabulary **out, const ds_ruleset *rules, ds_diag *diag)
{
    ds_vocabulary *words = calloc(1, sizeof *words);
    if (!words) {
        return DS_ENOMEM;
    }
    ds_status status = DS_OK;
    for (ds_word_set set = 0; set < DS_WORD_SETS && status != DS_ENOMEM; set++) {
        const ds_lexicon *lexicon = ds_ruleset_lexicon(rules, lexicon_ids[set]);
        ds_status one = lexicon
                            ? decode(words, set, lexicon, diag)
                            : ds_diag_fail(diag, DS_EINVALID, (ds_where){NULL, 0, 0},
                                           "the rules declare no lexicon \"%s\"", lexicon_ids[set]);
        status = one == DS_OK ? status : one;
    }
    if (status != DS_OK) {
        ds_vocabulary_free(words);
        return status;
    }
    for (const char *digit = "0123456789"; *digit; digit++) {
        ds_word_start_add(&words->start, (ds_str){digit, 1}, STARTS);
    }
    *out = words;
    return DS_OK;
}

static ds_word word_of(const ds_vocabulary *words, ds_word_set set, uint32_t entry, size_t at)
{
    const meaning *found = &words->meanings[set][entry];
    ds_word word = {
        .kind = found->kinds[0],
        .value = found->value,
        .text = found->text,
        .end = at + ds_lexicon_word(words->lexicons[set], entry).len,
    };
    memcpy(word.kinds, found->kinds, sizeof word.kinds);
    return word;
}

static bool may_begin(const ds_vocabulary *words, unsigned bits, ds_str text, size_t at)
{
    return ds_word_start_at(&words->start, bits, text, at) != 0;
}

bool ds_vocabulary_at(const ds_vocabulary *words, ds_word_set set, ds_str text, size_t at,
                      ds_word *out)
{
    if (!may_begin(words, 1u << set, text, at)) {
        return false;
    }
    uint32_t entry = ds_lexicon_longest(words->lexicons[set], text, at);
    if (entry == DS_LEXICON_NONE) {
        return false;
    }
    *out = word_of(words, set, entry, at);
    return true;
}

bool ds_vocabulary_is(const ds_vocabulary *words, ds_word_set set, ds_word_class kind, ds_str text,
                      size_t at, ds_word *out)
{
    if (!may_be(words, kind, text, at) || !may_begin(words, 1u << set, text, at)) {
        return false;
    }
    uint32_t entries[MAX_PREFIXES];
    size_t n = ds_lexicon_prefixes(words->lexicons[set], text, at, entries, MAX_PREFIXES);
    while (n > 0) {
        uint32_t entry = entries[--n];
        const uint8_t *kinds = words->meanings[set][entry].kinds;
        if (kinds[0] == kind || kinds[1] == kind || kinds[2] == kind) {
            *out = word_of(words, set, entry, at);
            return true;
        }
    }
    return false;
}

bool ds_vocabulary_before(const ds_vocabulary *words, ds_word_set set, ds_word_class kind,
                          ds_str text, size_t at, ds_word *out)
{
    ds_str head = ds_str_slice(text, 0, at);
    bool found = false;
    size_t from = at;
    if (!may_end(words, kind, text, at)) {
        return false;
    }
    for (size_t n = 0; n < MAX_BACK && from > 0; n++) {
        from = ds_utf8_before(text, from);
        ds_word word;
        if (ds_vocabulary_is(words, set, kind, head, from, &word) && word.end == at) {
            *out = word;
            found = true;
        }
    }
    return found;
}

bool ds_vocabulary_starts(const ds_vocabulary *words, ds_str text, size_t at)
{
    return may_begin(words, STARTS, text, at);
}

void ds_vocabulary_free(ds_vocabulary *words)
{
    if (words) {
        for (size_t set = 0; set < DS_WORD_SETS; set++) {
            free(words->meanings[set]);
        }
        free(words);
    }
}
