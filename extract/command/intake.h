/* intake.h - what extract and retry take in beside paths: the keys of JSON
 * Lines, the quarantine file to write, the one to read again. */
#ifndef DS_INTAKE_H
#define DS_INTAKE_H

#include "corpus/reader.h"
#include "extract/command/options.h"
#include "extract/command/retry_list.h"
#include "out/quarantine.h"

typedef struct ds_intake {
    const char *map;        /* value of --map, or NULL        */
    const char *quarantine; /* value of --quarantine, or NULL */
    bool retry;             /* the arguments are quarantine files */
    bool keep;              /* the quarantine file is not made anew */
    ds_json_map keys;
    ds_retry_list *list;
    ds_quarantine *file;
} ds_intake;

/* Adds to `reading` what was asked for.  Returns an exit status; errors have
 * been told.  The caller calls ds_intake_close() in any case. */
int ds_intake_open(ds_intake *intake, const ds_options *options, ds_reader_options *reading,
                   ds_diag *diag);

/* Ends the quarantine file: `result`, or 74 with a message if not all of it
 * could be written and nothing worse has happened. */
int ds_intake_close(ds_intake *intake, const ds_options *options, int result);

#endif /* DS_INTAKE_H */
