/* lexicon.h - words with attributes, found at a place in a text.
 *
 * A lexicon is a TSV file: UTF-8, one entry a line, first column the word,
 * the others its attributes; lines starting with '#' and empty lines are
 * passed over; the line `# columns: word a b …` names the columns.  An entry's
 * index is its rank in the file, from 0.  Immutable once read: any number of
 * threads may search it.
 */
#ifndef DS_LEXICON_H
#define DS_LEXICON_H

#include "corpus/text/arena.h"
#include "corpus/text/diag.h"
#include "corpus/text/span.h"

#include <stdint.h>

/* A word in the largest lexicon is a company's full name. */
enum { DS_LEXICON_MAX_WORD_BYTES = 192 };
/* Columns a file may name, the word included. */
enum { DS_LEXICON_MAX_COLUMNS = 16 };
/* After so many bad lines a file is of another format; the rest is not told. */
enum { DS_LEXICON_MAX_ERRORS = 20 };
#define DS_LEXICON_NONE UINT32_MAX

typedef struct ds_lexicon ds_lexicon;

/* Reads a file.  The caller frees *out.  `columns` (NULL-terminated names
 * after the word) must match the file's `# columns:` line if given.  Errors
 * name file:line:column: DS_EMISSING, DS_EINVALID (no word, doubled word,
 * too many columns, bad UTF-8), DS_EIO, DS_ENOMEM. */
DS_MUST_USE ds_status ds_lexicon_read(ds_lexicon **out, const char *path,
                                      const char *const *columns, ds_diag *diag);

/* Makes one from lines in memory, `where` being the first line's place. */
DS_MUST_USE ds_status ds_lexicon_parse(ds_lexicon **out, ds_str lines, ds_where where,
                                       ds_diag *diag);

/* Makes one from words separated by white space, the first byte of `words`
 * standing at `where`. */
DS_MUST_USE ds_status ds_lexicon_parse_words(ds_lexicon **out, ds_str words, ds_where where,
                                             ds_diag *diag);

/* The same from a whole file's malloced bytes, which it takes over (also on
 * failure). */
DS_MUST_USE ds_status ds_lexicon_take(ds_lexicon **out, ds_str bytes, ds_where where,
                                      ds_diag *diag);

/* The same for a list of names that nobody has made tidy: a doubled word counts
 * once, with its first line. */
DS_MUST_USE ds_status ds_lexicon_take_names(ds_lexicon **out, ds_str bytes, ds_where where,
                                            ds_diag *diag);

/* A lexicon as arrays without pointers, which can be used where they lie in a
 * file.  Their form is lexicon_inside.h's business. */
enum { DS_LEXICON_ARRAYS = 4 };
typedef struct ds_lexicon_parts {
    const char *file; /* name for messages, or NULL */
    size_t line, column;
    ds_str arrays[DS_LEXICON_ARRAYS]; /* the first may lie anywhere, the others need
                                         to be aligned to 8 bytes */
    ds_range columns[DS_LEXICON_MAX_COLUMNS];
    size_t n_columns;
} ds_lexicon_parts;

/* The parts live as long as the lexicon. */
void ds_lexicon_take_apart(const ds_lexicon *lexicon, ds_lexicon_parts *out);

/* A lexicon over the arrays of `parts`, which it borrows and must have come from
 * ds_lexicon_take_apart().  The caller frees *out.  DS_EINVALID: they cannot
 * be a lexicon's; DS_ENOMEM. */
DS_MUST_USE ds_status ds_lexicon_put_together(ds_lexicon **out, const ds_lexicon_parts *parts);

size_t ds_lexicon_count(const ds_lexicon *lexicon);

/* The entry's word and its attribute in column `column` (1 is the first after
 * the word); empty if the line has none.  Both live as long as the lexicon. */
ds_str ds_lexicon_word(const ds_lexicon *lexicon, uint32_t entry);
ds_str ds_lexicon_field(const ds_lexicon *lexicon, uint32_t entry, size_t column);

/* Column number of a name from `# columns:`, 0 if there is none. */
size_t ds_lexicon_column(const ds_lexicon *lexicon, const char *name);

/* Where the entry's column stands (0 is the word), for messages about values;
 * the file name lives as long as the lexicon. */
ds_where ds_lexicon_where(const ds_lexicon *lexicon, uint32_t entry, size_t column);

/* How many columns `# columns:` names, the word's among them (0: no such
 * line), and the name of one of them. */
size_t ds_lexicon_columns(const ds_lexicon *lexicon);
ds_str ds_lexicon_column_name(const ds_lexicon *lexicon, size_t column);

/* Everything that was read, for hashing. */
ds_str ds_lexicon_bytes(const ds_lexicon *lexicon);

/* The entry that is exactly `word`, or DS_LEXICON_NONE. */
uint32_t ds_lexicon_find(const ds_lexicon *lexicon, ds_str word);

/* Fetches ahead what the searches at all places of a text will look at first. */
void ds_lexicon_expect(const ds_lexicon *lexicon, ds_str text);

/* The longest entry that text has at byte `at`, or DS_LEXICON_NONE. */
uint32_t ds_lexicon_longest(const ds_lexicon *lexicon, ds_str text, size_t at);

/* All entries that text has at byte `at`, shortest first, at most `max`;
 * returns their number. */
size_t ds_lexicon_prefixes(const ds_lexicon *lexicon, ds_str text, size_t at, uint32_t *out,
                           size_t max);

/* The same without words of one code point. */
size_t ds_lexicon_longer(const ds_lexicon *lexicon, ds_str text, size_t at, uint32_t *out,
                         size_t max);

void ds_lexicon_free(ds_lexicon *lexicon); /* NULL is allowed */

#endif /* DS_LEXICON_H */
