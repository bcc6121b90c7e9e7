#include "extract/command/intake.h"

#include "extract/command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int tell_write(const ds_intake *intake, const ds_options *options)
{
    fprintf(stderr, "%s: writing to '%s': %s\n", options->program, intake->quarantine,
            strerror(errno));
    return DS_EXIT_WRITE;
}

static int read_list(ds_intake *intake, const ds_options *options, ds_reader_options *reading,
                     ds_diag *diag)
{
    if (options->n_arguments == 0) {
        return ds_options_refuse(options, "name the quarantine file to read again");
    }
    ds_status status =
        ds_retry_list_read(&intake->list, options->arguments, options->n_arguments, diag);
    if (status != DS_OK) {
        return status == DS_EMISSING   ? DS_EXIT_NO_INPUT
               : status == DS_EINVALID ? DS_EXIT_DATA
                                       : DS_EXIT_SOFTWARE;
    }
    reading->paths = ds_retry_list_paths(intake->list, &reading->n_paths);
    reading->select = ds_retry_list_select(intake->list);
    reading->only_paths = true;
    return DS_EXIT_OK;
}

int ds_intake_open(ds_intake *intake, const ds_options *options, ds_reader_options *reading,
                   ds_diag *diag)
{
    if (intake->map) {
        if (ds_json_map_read(&intake->keys, intake->map, diag) != DS_OK) {
            return DS_EXIT_USAGE;
        }
        reading->map = &intake->keys;
    }
    /* First read, then made anew: both may be the same file. */
    int result = intake->retry ? read_list(intake, options, reading, diag) : DS_EXIT_OK;
    if (result == DS_EXIT_OK && intake->quarantine) {
        ds_status status = ds_quarantine_new(&intake->file, intake->quarantine, intake->keep);
        if (status != DS_OK) {
            return tell_write(intake, options);
        }
    }
    return result;
}

int ds_intake_close(ds_intake *intake, const ds_options *options, int result)
{
    if (intake->file && ds_quarantine_end(intake->file) != DS_OK) {
        int told = tell_write(intake, options);
        result = result == DS_EXIT_OK || result == DS_EXIT_DATA ? told : result;
    }
    ds_quarantine_free(intake->file);
    ds_retry_list_free(intake->list);
    return result;
}
