/* image_format.h - how an image lies in its file, for its writer and its reader.
 *
 * A head, then parts, each at a multiple of DS_IMAGE_ALIGN bytes.  Texts are places in one
 * part, each with a NUL behind it; arrays of lexicons and what is kept lie
 * between the parts.  Byte order and sizes are the machine's: the head tells if
 * they are others.
 */
#ifndef DS_IMAGE_FORMAT_H
#define DS_IMAGE_FORMAT_H

#include "rules/set.h"

#include <stdalign.h>
#include <stddef.h>

#define DS_IMAGE_MAGIC "dsRules\n"
/* Aligned as lines of a processor's cache are. */
enum { DS_IMAGE_FORMAT = 4, DS_IMAGE_ALIGN = 64 };

enum {
    DS_IMAGE_TEXTS,
    DS_IMAGE_SOURCES,
    DS_IMAGE_RULES,
    DS_IMAGE_PATTERNS,
    DS_IMAGE_WEIGHTS,
    DS_IMAGE_UNITS,
    DS_IMAGE_LEXICONS,
    DS_IMAGE_OPTIONS,
    DS_IMAGE_EXAMPLES,
    DS_IMAGE_MARKS,
    DS_IMAGE_KEPT,
    DS_IMAGE_CODES, /* as pcre2_serialize_encode gives them: rules, then patterns */
    DS_IMAGE_PARTS
};

typedef struct image_span {
    uint64_t at; /* bytes from the begin of the file */
    uint64_t len;
} image_span;

/* In the texts; IMAGE_NO_TEXT: the view without a pointer. */
#define IMAGE_NO_TEXT UINT32_MAX
typedef struct image_text {
    uint32_t at;
    uint32_t len;
} image_text;

typedef struct image_head {
    alignas(DS_IMAGE_ALIGN) char magic[8]; /* the first part follows the head */
    uint32_t format;
    uint32_t layout; /* DS_IMAGE_LAYOUT */
    uint64_t program[2];
    uint64_t bytes;   /* of the file                  */
    uint64_t hash[2]; /* of all that follows the head */
    int64_t read_at;
    char set_hash[40];
    image_span parts[DS_IMAGE_PARTS];
    char blank[16];     /* to the end of the last line */
    uint64_t head_hash; /* of the head up to here      */
} image_head;
_Static_assert(offsetof(image_head, head_hash) + sizeof(uint64_t) == sizeof(image_head),
               "no byte of the head may escape its hash");

typedef struct image_source {
    image_text path;
    ds_file_stamp stamp;
} image_source;

typedef struct image_slot {
    uint32_t kind, role, group;
} image_slot;

typedef struct image_rule {
    image_text id, kind, text, need, start, file;
    double priority;
    uint64_t line;
    uint64_t n_slots;
    image_slot slots[DS_RULE_MAX_SLOTS];
} image_rule;

typedef struct image_pattern {
    image_text id, name, value, text, need, start, file;
    double weight;
    uint64_t line;
    uint64_t section;
} image_pattern;

typedef struct image_weight {
    image_text role, feature;
    double weight;
    uint64_t units; /* which of the units' records, from 1; 0: none */
} image_weight;

typedef struct image_units {
    int16_t weights[DS_WEIGHT_UNITS];
} image_units;

typedef struct image_lexicon {
    image_text id, file;
    uint64_t line, column;
    image_text where_file; /* of its element */
    uint64_t where_line, where_column;
    image_span arrays[DS_LEXICON_ARRAYS];
    uint64_t n_columns;
    image_span columns[DS_LEXICON_MAX_COLUMNS]; /* in the first array */
} image_lexicon;

typedef struct image_option {
    image_text name, value;
    image_text where_file;
    uint64_t where_line, where_column;
} image_option;

typedef struct image_example {
    image_text owner, text, file;
    uint64_t line;
    uint32_t section, accept;
    uint64_t first_mark, n_marks;
} image_example;

typedef struct image_mark {
    uint64_t role, begin, end;
} image_mark;

typedef struct image_kept {
    image_text name;
    image_span bytes;
} image_kept;

/* Another value where byte order or sizes differ. */
#define DS_IMAGE_LAYOUT                                                                            \
    ((uint32_t)(0x01020300u + sizeof(void *) + sizeof(image_rule) + sizeof(image_lexicon)))

/* 128 bits that tell this build of the program, with its PCRE2, from all
 * others; false if it bears no build id. */
bool ds_image_program(uint64_t out[2]);

#endif /* DS_IMAGE_FORMAT_H */
