/* format_jsonl.h - JSON Lines: every line is a document.
 *
 *     {"id": "…", "text": "…", "title": "…", "published": "2025-03-14",
 *      "publisher": "…", "source": "…"}
 *
 * A map gives other names to the keys.  Only "text" must be there; an id may be a whole number;
 * null is as good as absent; other keys are ignored.  A line that is none of this is reported with
 * its place, counted, and passed over.  A line may be of any length, see json_long.h.
 */
#ifndef DS_FORMAT_JSONL_H
#define DS_FORMAT_JSONL_H

#include "corpus/document.h"
#include "corpus/json_kind.h"
#include "corpus/json_map.h"
#include "corpus/select.h"
#include "corpus/stream.h"

typedef struct ds_jsonl ds_jsonl;

/* `map` (NULL: keys have their own names) and `faults` are borrowed.  The caller
 * frees *out. */
DS_MUST_USE ds_status ds_jsonl_new(ds_jsonl **out, const ds_json_map *map, ds_select select,
                                   ds_faults *faults);

/* From now on ds_jsonl_next() tells of every line: DS_EINVALID for one that is
 * bad or empty, with *out->id naming it. */
void ds_jsonl_every_line(ds_jsonl *jsonl);

/* From now on ds_jsonl_next() comes back with DS_EMISSING from every line that it
 * passes over. */
void ds_jsonl_pause(ds_jsonl *jsonl);

/* Begins the file that `stream` has just opened; `path` is borrowed,
 * path_bytes of it are the file's.  Its first n_lines are passed over unread. */
void ds_jsonl_begin(ds_jsonl *jsonl, const char *path, size_t path_bytes, size_t n_lines);

/* Number of the line at hand, from 1. */
size_t ds_jsonl_line(const ds_jsonl *jsonl);

/* As ds_reader_next(); DS_END: the file is done; DS_EIO: reading broke off,
 * reported.  Views live until the next call. */
DS_MUST_USE ds_status ds_jsonl_next(ds_jsonl *jsonl, ds_stream *stream, ds_document *out);

/* The next window of that document; DS_END: it is done; DS_ENOMEM. */
DS_MUST_USE ds_status ds_jsonl_read(ds_jsonl *jsonl, ds_window *out);

void ds_jsonl_free(ds_jsonl *jsonl); /* NULL is allowed */

#endif /* DS_FORMAT_JSONL_H */
