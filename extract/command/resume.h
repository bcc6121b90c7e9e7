/* resume.h - --resume and --output: where records go, and the state of a run that
 * can be taken up again. */
#ifndef DS_RESUME_H
#define DS_RESUME_H

#include "corpus/reader.h"
#include "extract/command/intake.h"
#include "extract/command/options.h"
#include "extract/journal.h"

typedef struct ds_resume {
    const char *state;  /* value of --resume, or NULL */
    const char *output; /* value of --output, or NULL */
    FILE *stream;       /* where records go */
    ds_ledger *ledger;  /* NULL without --resume */
    ds_journal *journal;
    ds_history history;
} ds_resume;

/* Opens the output and, with --resume, the state, which it begins a run of, and
 * adds the history to `reading`.  `settings` is what beside the rules decides on
 * the records.  Returns an exit status; errors have been told.  The caller calls
 * ds_resume_close() in any case. */
int ds_resume_open(ds_resume *resume, const ds_options *options, const ds_intake *intake,
                   const ds_ruleset *rules, ds_str settings, ds_reader_options *reading,
                   ds_diag *diag);

/* The output's name for messages. */
const char *ds_resume_output_name(const ds_resume *resume);

void ds_resume_close(ds_resume *resume);

#endif /* DS_RESUME_H */
