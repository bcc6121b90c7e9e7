/* json_long.h - a line of JSON that is too long to be held as it is.
 *
 * Of such a line a short form is made while it passes: each of its long strings
 * is taken out, decoded and copied, to memory while that is little and else to
 * a nameless file on disk, and a filler takes its place.  The short form is JSON
 * where the line is and can be parsed as one; what a filler stands for is then
 * read in windows.  So a document costs the same memory however long it is.
 */
#ifndef DS_JSON_LONG_H
#define DS_JSON_LONG_H

#include "corpus/document.h"
#include "corpus/stream.h"
#include "corpus/text/fault.h"

enum {
    /* Strings from here on are long: text is, titles and names of sources are not. */
    DS_JSON_STRING_BYTES = 4 * 1024,
    /* The short form: an annual report cut into paragraphs has 5 MB. */
    DS_JSON_SHORT_BYTES = 8 * 1024 * 1024,
    /* Copies that stay in memory: all of an annual report. */
    DS_JSON_COPY_BYTES = 2 * 1024 * 1024,
    /* What the values of a line may weigh, so that the tree of them fits into 32 MB.
     * A comma and a colon count 1, an array 2, an object 4: 400,000 numbers. */
    DS_JSON_MAX_WEIGHT = 400 * 1000,
};

typedef struct ds_json_long ds_json_long;

/* A string that was taken out; owned by the ds_json_long. */
typedef struct ds_json_piece ds_json_piece;

/* What is wrong with a line. */
typedef struct ds_json_flaw {
    ds_fault_code code;
    size_t at;         /* byte of the line */
    char message[128]; /* empty: nothing   */
} ds_json_flaw;

/* `faults` is borrowed.  The caller frees *out.  DS_ENOMEM. */
DS_MUST_USE ds_status ds_json_long_new(ds_json_long **out, ds_faults *faults);

/* Takes the line that `stream` is at the beginning of, with its line feed.
 * DS_OK; DS_EINVALID: see ds_json_long_flaw(), the line is taken all the same;
 * DS_EIO: reading broke off, reported; DS_ENOMEM. */
DS_MUST_USE ds_status ds_json_long_take(ds_json_long *line, ds_stream *stream);

/* After DS_EINVALID; lives until the next take(). */
const ds_json_flaw *ds_json_long_flaw(const ds_json_long *line);

/* The short form; lives until drop(). */
ds_str ds_json_long_short(const ds_json_long *line);

/* Where byte `at` of the short form was in the line. */
size_t ds_json_long_byte(const ds_json_long *line, size_t at);

/* Undecodable bytes (U+001A) in what was taken out, and where the first was. */
size_t ds_json_long_lost(const ds_json_long *line, size_t *first);

/* What the decoded string of the short form stands for; NULL: for itself. */
const ds_json_piece *ds_json_long_find(const ds_json_long *line, ds_str value);

/* Begins to read a piece; `name`, borrowed, is what messages say, of which path_bytes
 * are the file's path.  DS_OK; DS_EIO: cannot be read, reported; DS_ENOMEM. */
DS_MUST_USE ds_status ds_json_long_open(ds_json_long *line, const ds_json_piece *piece,
                                        const char *name, size_t path_bytes);

/* The next window of the piece that is open; DS_END: no more; DS_ENOMEM. */
DS_MUST_USE ds_status ds_json_long_read(ds_json_long *line, ds_window *out);

/* Gives up what is held of the line, on disk too. */
void ds_json_long_drop(ds_json_long *line);

void ds_json_long_free(ds_json_long *line); /* NULL is allowed */

#endif /* DS_JSON_LONG_H */
