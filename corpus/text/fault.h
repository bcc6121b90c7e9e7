/* fault.h - what was wrong with a document, for people and for programs.
 *
 * A fault is told as a message (diag.h) and, with a code and a place, to a
 * sink, so that a run can keep a list of what to read again.  A document that
 * broke off, or of which single bytes were lost, is at fault in part: what
 * could be read of it was read.
 */
#ifndef DS_FAULT_H
#define DS_FAULT_H

#include "corpus/text/diag.h"
#include "corpus/text/span.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum ds_fault_code {
    DS_FAULT_UNDECODABLE,   /* not text, or bytes that are none in its encoding   */
    DS_FAULT_BAD_JSON,      /* no JSON, or not a document                         */
    DS_FAULT_NO_TEXT,       /* nothing in it that can be read                     */
    DS_FAULT_NEEDS_OCR,     /* pages that are pictures, or letters without meaning */
    DS_FAULT_TOO_LARGE,     /* over a limit of size, depth or time                */
    DS_FAULT_STEP_LIMIT,    /* a rule needed too many steps in a sentence         */
    DS_FAULT_ENCRYPTED,     /* cannot be read without a password                  */
    DS_FAULT_ARCHIVE_LIMIT, /* an archive over a limit of members, size, nesting  */
    DS_FAULT_IO,            /* cannot be opened or read, or is damaged            */
} ds_fault_code;

/* Its name in the quarantine file: "undecodable", "bad_json" ... */
const char *ds_fault_code_name(ds_fault_code code);

typedef struct ds_fault {
    ds_fault_code code;
    const char *stage;  /* static: open, unpack, decode, read, extract          */
    const char *source; /* path of the file, with "!member" behind it if that is
                           at fault */
    size_t path_bytes;  /* of `source` that are the path; 0: all of it          */
    ds_str id;          /* of the document, if it is known                      */
    size_t line;        /* of JSON Lines, from 1; 0: the whole file             */
    size_t offset;      /* byte that is to blame; see has_offset                */
    bool has_offset;
    bool partly;         /* the document was read in part; does not count        */
    const char *message; /* set by ds_faults_tell() */
} ds_fault;

/* Borrows all of *fault for the call. */
typedef void ds_fault_sink(void *payload, const ds_fault *fault);

/* True: the fault was told in an earlier run and is to be passed over. */
typedef bool ds_fault_filter(void *payload, const ds_fault *fault);

/* Where faults go; one a reader. */
typedef struct ds_faults {
    ds_diag *diag;       /* borrowed */
    ds_fault_sink *sink; /* or NULL  */
    void *payload;
    ds_fault_filter *filter; /* or NULL */
    void *filter_payload;
    size_t n_failed; /* faults that cost a document; partial ones do not count */
} ds_faults;

/* Tells `fault`: the message, with printf's rules, as an error at source:line:column
 * (a warning if partly), then the sink.  Counts.  Not so what the filter knows. */
void ds_faults_tell(ds_faults *faults, ds_fault fault, size_t column, const char *format, ...)
    DS_PRINTF(4, 5);

#endif /* DS_FAULT_H */
