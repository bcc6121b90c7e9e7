#include "corpus/text/fault.h"

#include <stdarg.h>
#include <stdio.h>

const char *ds_fault_code_name(ds_fault_code code)
{
    static const char *const names[] = {
        [DS_FAULT_UNDECODABLE] = "undecodable",
        [DS_FAULT_BAD_JSON] = "bad_json",
        [DS_FAULT_NO_TEXT] = "no_text",
        [DS_FAULT_NEEDS_OCR] = "needs_ocr",
        [DS_FAULT_TOO_LARGE] = "too_large",
        [DS_FAULT_STEP_LIMIT] = "step_limit",
        [DS_FAULT_ENCRYPTED] = "encrypted",
        [DS_FAULT_ARCHIVE_LIMIT] = "archive_limit",
        [DS_FAULT_IO] = "io",
    };
    return names[code];
}

void ds_faults_tell(ds_faults *faults, ds_fault fault, size_t column, const char *format, ...)
{
    if (faults->filter && faults->filter(faults->filter_payload, &fault)) {
        return;
    }
    char message[DS_DIAG_MAX_BYTES];
    va_list rest;
    va_start(rest, format);
    vsnprintf(message, sizeof message, format, rest);
    va_end(rest);
    ds_diag_report(faults->diag, fault.partly ? DS_LEVEL_WARNING : DS_LEVEL_ERROR,
                   (ds_where){fault.source, fault.line, column}, "%s", message);
    faults->n_failed += !fault.partly;
    fault.message = message;
    if (faults->sink) {
        faults->sink(faults->payload, &fault);
    }
}
