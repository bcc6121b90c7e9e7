#include "extract/recognise/character.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

/* Of a character alone in running text; below, names are all it occurs in and
 * there are too few to learn from. */
enum { LEAST_FREQUENCY = 500 };
enum { CODES = 0x10000, MAX_BYTES = 4 };

enum { KIND_EDGE, KIND_RARE, KIND_LATIN, KIND_DIGIT, KIND_MARK, KINDS };

static const char *const kind_names[KINDS] = {"<edge>", "<rare>", "<latin>", "<digit>", "<mark>"};

struct ds_characters {
    uint16_t entry[CODES];    /* by code point; 0: none of the vocabulary */
    char (*names)[MAX_BYTES]; /* of the Han entries, UTF-8                */
    size_t n;                 /* with the kinds                           */
};

/* The code point that is the whole word, or CODES. */
static uint32_t single(ds_str word)
{
    size_t size = 0;
    uint32_t code = word.len ? ds_utf8_at(word, 0, &size) : CODES;
    return size == word.len && code < CODES ? code : CODES;
}

ds_status ds_characters_new(ds_characters **out, const ds_tokeniser *tokeniser)
{
    ds_characters *made = calloc(1, sizeof *made);
    if (!made) {
        return DS_ENOMEM;
    }
    /* Half a count less: no rounding of the costs tells whole ones wrongly apart. */
    float most = ds_tokeniser_cost(tokeniser, LEAST_FREQUENCY - 0.5);
    made->n = KINDS;
    made->names = malloc(CODES * sizeof *made->names);
    for (uint32_t code = 0; made->names && code < CODES; code++) {
        if (ds_tokeniser_single_cost(tokeniser, code) < most && ds_code_is_han(code)) {
            char *name = made->names[made->n - KINDS];
            name[ds_utf8_write(code, name)] = '\0';
            made->entry[code] = (uint16_t)made->n++;
        }
    }
    if (!made->names) {
        ds_characters_free(made);
        return DS_ENOMEM;
    }
    *out = made;
    return DS_OK;
}

void ds_characters_free(ds_characters *characters)
{
    if (characters) {
        free(characters->names);
        free(characters);
    }
}

size_t ds_characters_count(const ds_characters *characters)
{
    return characters->n;
}

static size_t kind_of(uint32_t code)
{
    return ds_code_is_han(code)     ? KIND_RARE
           : ds_code_is_digit(code) ? KIND_DIGIT
           : ds_code_is_latin(code) ? KIND_LATIN
                                    : KIND_MARK;
}

size_t ds_characters_at(const ds_characters *characters, ds_str text, size_t at)
{
    size_t size;
    if (at >= text.len) {
        return KIND_EDGE;
    }
    uint32_t code = ds_utf8_at(text, at, &size);
    size_t entry = code < CODES ? characters->entry[code] : 0;
    return entry ? entry : kind_of(code);
}

size_t ds_characters_before(const ds_characters *characters, ds_str text, size_t at)
{
    if (at == 0 || at > text.len) {
        return KIND_EDGE;
    }
    do {
        at--;
    } while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0u) == 0x80u);
    return ds_characters_at(characters, text, at);
}

ds_str ds_characters_name(const ds_characters *characters, size_t entry)
{
    return ds_str_from(entry < KINDS ? kind_names[entry] : characters->names[entry - KINDS]);
}

uint32_t ds_characters_find(const ds_characters *characters, ds_str name)
{
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        if (ds_str_equal(name, ds_str_from(kind_names[kind]))) {
            return kind;
        }
    }
    uint32_t code = single(name);
    return code < CODES && characters->entry[code] ? characters->entry[code] : UINT32_MAX;
}
