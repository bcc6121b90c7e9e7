/* progress.h - where in a file reading stands, and what earlier runs have read.
 *
 * A file is passed through in steps that depend on its bytes alone: entries (the
 * file itself, the members of an archive) and, in JSON Lines, lines.  Who keeps
 * a history of the places that were reached can begin again behind the last one:
 * nothing before it is handed out or told a second time.
 */
#ifndef DS_PROGRESS_H
#define DS_PROGRESS_H

#include "corpus/text/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

typedef struct ds_place {
    size_t entry;  /* from 1; 0: before all                                  */
    size_t line;   /* of JSON Lines: the last one; DS_PLACE_ALL: all of it   */
    size_t n_told; /* faults of the entry itself that were told until there  */
} ds_place;

#define DS_PLACE_ALL SIZE_MAX

typedef enum ds_known {
    DS_KNOWN_NEW,  /* was not read                */
    DS_KNOWN_PART, /* was read up to a place      */
    DS_KNOWN_ALL,  /* was read to its end         */
} ds_known;

/* Asked in the order of reading, by the thread that reads. */
typedef struct ds_history {
    /* A regular file that is read next, unless it is known; *done: up to where. */
    ds_known (*ask)(void *payload, const char *path, const struct stat *info, ds_place *done);
    /* It was read to its end; `fd` is still open.  False: it changed meanwhile, and
     * will be new to the next run. */
    bool (*finish)(void *payload, int fd);
    /* A file or folder cannot be opened.  True: that was told before. */
    bool (*refuse)(void *payload, const char *path);
    void *payload; /* borrowed */
} ds_history;

/* Of one reader. */
typedef struct ds_progress {
    const ds_history *history; /* borrowed; NULL: none, and all below stays empty */
    bool in_file;
    ds_place at;   /* line is set by those who know it */
    ds_place done; /* what of the file at hand is known */
} ds_progress;

/* Begins a file that is known up to `done`. */
void ds_progress_begin(ds_progress *progress, ds_place done);

/* The next entry of the file at hand. */
void ds_progress_step(ds_progress *progress);

/* True: the entry at hand was read before, all of it. */
bool ds_progress_passed(const ds_progress *progress);

/* Lines of the entry at hand that were read before. */
size_t ds_progress_lines(const ds_progress *progress);

/* A ds_fault_filter; `payload` is the ds_progress: was the fault told before?
 * To be asked once for each. */
bool ds_progress_told(void *payload, const ds_fault *fault);

#endif /* DS_PROGRESS_H */
