/* vocabulary.h - the lexicons of the recognisers, decoded once.
 *
 * Every lexicon has the columns `word class value`.  C sees a class of the
 * enum below and the value as a number or a text, never the word.  A word that
 * is of several classes names them all: pay_before+pay_after.
 */
#ifndef DS_VOCABULARY_H
#define DS_VOCABULARY_H

#include "corpus/text/diag.h"
#include "corpus/text/utf8.h"
#include "rules/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ds_word_set {
    DS_WORDS_NUMERAL,
    DS_WORDS_CURRENCY,
    DS_WORDS_QUALIFIER,
    DS_WORDS_MONEY,
    DS_WORDS_DATE,
    DS_WORDS_STAKE,
    DS_WORDS_RATE,
    DS_WORDS_COUNT,
    DS_WORD_SETS,
} ds_word_set;

/* Classes of words and what their value means. */
typedef enum ds_word_class {
    DS_WORD_NONE,
    /* numerals */
    DS_WORD_DIGIT, /* 0 to 9                                               */
    DS_WORD_ZERO,  /* a zero behind other digits only: the letter O        */
    DS_WORD_TENS,  /* 20, 30 in one character                              */
    DS_WORD_TEN,   /* power of ten inside a group of four: 1, 2, 3         */
    DS_WORD_SCALE, /* power of ten of a group: 4, 8, 12; 6, 9 in English   */
    DS_WORD_POINT, /* the decimal point                                    */
    DS_WORD_SOME,  /* stands for an unknown digit                          */
    DS_WORD_MORE,  /* a little over the number it follows                  */
    /* also of numerals: DS_WORD_HALFWAY, a half                           */
    /* currencies; the value is the ISO 4217 code */
    DS_WORD_PLAIN,  /* a unit whose currency words before it may name      */
    DS_WORD_NAME,   /* a currency's name, before or behind the number      */
    DS_WORD_SYMBOL, /* before the number                                   */
    DS_WORD_CODE,   /* Latin letters, before or behind, not inside a word  */
    DS_WORD_MINOR,  /* part of a unit: ISO code and power, CNY-1           */
    DS_WORD_SPOKEN, /* a unit whose tenths may follow without their own    */
    DS_WORD_WHOLE,  /* closes an amount of full units in financial capitals */
    /* qualifiers; the value says where: before, after, both */
    DS_WORD_ABOUT,
    DS_WORD_OVER,
    DS_WORD_UNDER,
    DS_WORD_AT_LEAST,
    DS_WORD_AT_MOST,
    DS_WORD_VAGUE,
    DS_WORD_EXACT,
    DS_WORD_RANGE, /* stands between the two ends of a range */
    DS_WORD_SPAN,  /* behind two values joined by "and": they are a range     */
    DS_WORD_TIE,   /* between qualifiers and number, no meaning of its own;
                      in numerals: a classifier between number and scale    */
    /* money */
    DS_WORD_PAY_BEFORE,   /* money is spoken of in front of a bare number    */
    DS_WORD_PAY_AFTER,    /* ... and behind it                               */
    DS_WORD_EACH,         /* a price of one: each share                      */
    DS_WORD_PER,          /* same, behind the unit of money                  */
    DS_WORD_CASH,         /* the amount in front or behind is paid in cash   */
    DS_WORD_SHARES,       /* ... in shares                                   */
    DS_WORD_TOTAL,        /* ... is the sum                                  */
    DS_WORD_AND,          /* joins the parts of a sum                        */
    DS_WORD_OF_THESE,     /* in front of parts whose sum is told             */
    DS_WORD_LETTER,       /* a scale in one letter; value: power of ten      */
    DS_WORD_REMARK,       /* in brackets behind an amount, changes nothing   */
    DS_WORD_STOP,         /* a word that looks like an expression and is none */
    DS_WORD_HEADER,       /* a table names its unit behind this              */
    DS_WORD_DENOMINATION, /* a table names its currency behind this      */
    /* dates */
    DS_WORD_YEAR,           /* the unit                                     */
    DS_WORD_MONTH,          /* the unit                                     */
    DS_WORD_DAY,            /* the unit                                     */
    DS_WORD_QUARTER,        /* the unit; or with a value the quarter itself */
    DS_WORD_QUARTERS,       /* first three quarters                         */
    DS_WORD_HALF,           /* 1, 2                                         */
    DS_WORD_PART,           /* of a year or month: 1 first, 2 middle, 3 end; */
    DS_WORD_PART_YEAR,      /* same, of a year only                         */
    DS_WORD_PART_MONTH,     /* same, of a month only                        */
    DS_WORD_ERA,            /* year of an era follows; value: year zero     */
    DS_WORD_FIRST_YEAR,     /* behind an era: its year one                  */
    DS_WORD_PUBLISHED_YEAR, /* years from the publication's: -1, 0, 1      */
    DS_WORD_CONTEXT_YEAR,   /* years from the text's                       */
    DS_WORD_PUBLISHED_MONTH,
    DS_WORD_CONTEXT_MONTH,
    DS_WORD_PUBLISHED_DAY,
    DS_WORD_PUBLISHED_QUARTER,
    DS_WORD_WEEKDAY,  /* 1 Monday to 7                                     */
    DS_WORD_WEEK,     /* weeks from the publication's                      */
    DS_WORD_SOMETIME, /* recently, the period under report                 */
    DS_WORD_ORDINAL,  /* stands in front of a quarter's number             */
    DS_WORD_DURATION, /* behind a number of years or days: a length        */
    DS_WORD_LEAD,     /* in front of a short year: it is a year            */
    DS_WORD_LED,      /* a date only where a clause or a lead ends before  */
    DS_WORD_ALONE,    /* only where the text is asked for as one expression */
    DS_WORD_NO_YEAR,  /* behind four digits: they are no year              */
    DS_WORD_FEAST,    /* a day of every year; value: month and day, 1001   */
    DS_WORD_FIRST,    /* in front of a number of months: of a year         */
    DS_WORD_WEEKEND,  /* behind a week                                     */
    DS_WORD_HOUR,     /* a time of day behind a date                       */
    DS_WORD_TAIL,     /* behind an expression, adds nothing to its value   */
    DS_WORD_LABEL,    /* before an expression that stands alone, adds nothing */
    DS_WORD_AROUND,   /* behind a date: before, since, around it           */
    DS_WORD_SINCE,    /* same, also behind the first date of a range       */
    DS_WORD_REFUSED,  /* makes a text no expression; value: why            */
    /* stakes */
    DS_WORD_PERCENT,  /* the sign; value: power of ten beside per cent     */
    DS_WORD_PER_CENT, /* words in front of the number; value 2, 3, 4       */
    DS_WORD_FRACTION, /* between denominator and numerator                 */
    DS_WORD_TENTHS,   /* tenths of a whole, behind the number              */
    DS_WORD_ALL,      /* the whole                                         */
    DS_WORD_MAJORITY, /* over half                                         */
    DS_WORD_HALFWAY,  /* one half                                          */
    DS_WORD_CONTROL,  /* the right to decide                               */
    DS_WORD_EQUITY,   /* what a stake is of                                */
    DS_WORD_BETWEEN,  /* may stand between a stake and what it is of       */
    DS_WORD_SHARE,    /* the unit of shares                                */
    DS_WORD_OF_TOTAL, /* between shares and their percentage               */
    DS_WORD_HOLD,     /* in front of a percentage: it is a stake           */
    DS_WORD_GROWTH,   /* in front of a percentage: it is no stake          */
    DS_WORD_POINTS,   /* percentage points                                 */
    DS_WORD_FROM,     /* in front of the percentage held before               */
    DS_WORD_TO,       /* in front of the percentage held afterwards           */
    DS_WORD_COST,     /* behind a percentage: it is no stake               */
    /* rates */
    DS_WORD_GIGA, /* the unit                                              */
    DS_WORD_TERA,
    DS_WORD_LANE,   /* behind a rate: of one lane                          */
    DS_WORD_NORATE, /* behind a rate: it is memory, radio, ...             */
    DS_WORD_RADIO,  /* in front: a mobile network's generation             */
    DS_WORD_TIMES,  /* between lanes and rate                              */
    DS_WORD_LIST,   /* between the members of a list                       */
    /* counts */
    DS_WORD_COUNTED, /* classifier of companies, persons, things           */
    DS_WORD_MEASURE, /* unit of measure: neither money nor a party         */
    DS_WORD_RANK,    /* in front of a number: an ordinal                   */
    DS_WORD_CLASSES,
} ds_word_class;

/* Where a qualifier may stand; last: where the text ends behind it. */
enum { DS_PLACE_BEFORE = 1, DS_PLACE_AFTER = 2, DS_PLACE_LAST = 4 };

enum { DS_WORD_KINDS = 3 }; /* no word needs more */

typedef struct ds_word {
    ds_word_class kind;           /* the first of its classes     */
    uint8_t kinds[DS_WORD_KINDS]; /* all of them, then DS_WORD_NONE */
    int32_t value;                /* 0 if the value is a text */
    ds_str text;                  /* the value as written; lives as long as the rule set */
    size_t end;                   /* byte behind the word   */
} ds_word;

static inline bool ds_word_has(const ds_word *word, ds_word_class kind)
{
    return word->kinds[0] == kind || word->kinds[1] == kind || word->kinds[2] == kind;
}

/* What may begin at a place of a text: a bit a set, and a bit a class, some of which share one.
 * "May" can be wrong, "no" never is. */
enum { DS_WORD_KIND_BITS = 64 };
typedef struct ds_word_begins {
    uint64_t kinds;
    uint32_t sets;
} ds_word_begins;

static inline bool ds_word_may(const ds_word_begins *begins, ds_word_set set, ds_word_class kind)
{
    return (begins->kinds >> (unsigned)kind % DS_WORD_KIND_BITS) & (begins->sets >> (unsigned)set) &
           1u;
}

typedef struct ds_vocabulary ds_vocabulary;

/* Decodes the lexicons of `rules` (borrowed).  The caller frees *out.
 * DS_EINVALID: a lexicon is missing or has an unknown class; reported. */
DS_MUST_USE ds_status ds_vocabulary_new(ds_vocabulary **out, const ds_ruleset *rules,
                                        ds_diag *diag);

/* The longest word of the set at byte `at`; false if there is none. */
bool ds_vocabulary_at(const ds_vocabulary *words, ds_word_set set, ds_str text, size_t at,
                      ds_word *out);

/* The same, but only a word of one class. */
bool ds_vocabulary_is(const ds_vocabulary *words, ds_word_set set, ds_word_class kind, ds_str text,
                      size_t at, ds_word *out);

ds_word_begins ds_vocabulary_begins(const ds_vocabulary *words, ds_str text, size_t at);

/* The longest word of that class that ends at byte `at`. */
bool ds_vocabulary_before(const ds_vocabulary *words, ds_word_set set, ds_word_class kind,
                          ds_str text, size_t at, ds_word *out);

/* False: no expression begins at byte `at` of the text. */
bool ds_vocabulary_starts(const ds_vocabulary *words, ds_str text, size_t at);

void ds_vocabulary_free(ds_vocabulary *words); /* NULL is allowed */

#endif /* DS_VOCABULARY_H */
