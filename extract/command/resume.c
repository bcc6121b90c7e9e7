#include "extract/command/resume.h"

#include "extract/command/command.h"
#include "rules/image_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* What a record depends on beside the document: the program, the rules, settings. */
static bool make_fingerprint(const ds_ruleset *rules, ds_str settings,
                             char out[DS_FINGERPRINT_BYTES])
{
    uint64_t program[2] = {0, 0};
    XXH3_state_t *hash = XXH3_createState();
    if (!hash) {
        return false;
    }
    (void)ds_image_program(program); /* a build without an id: the version alone */
    ds_str set = ds_ruleset_hash(rules);
    XXH3_128bits_reset(hash);
    XXH3_128bits_update(hash, DS_VERSION, sizeof DS_VERSION);
    XXH3_128bits_update(hash, program, sizeof program);
    XXH3_128bits_update(hash, set.ptr, set.len);
    XXH3_128bits_update(hash, settings.ptr, settings.len);
    XXH128_hash_t digest = XXH3_128bits_digest(hash);
    snprintf(out, DS_FINGERPRINT_BYTES, "%016llx%016llx", (unsigned long long)digest.high64,
             (unsigned long long)digest.low64);
    XXH3_freeState(hash);
    return true;
}

static int open_output(ds_resume *resume, const ds_options *options)
{
    resume->stream = stdout;
    if (!resume->output) {
        return DS_EXIT_OK;
    }
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY;
    int fd = open(resume->output, resume->state ? flags : flags | O_TRUNC, 0666);
    resume->stream = fd >= 0 ? fdopen(fd, "a") : NULL;
    if (!resume->stream) {
        fprintf(stderr, "%s: writing to '%s': %s\n", options->program, resume->output,
                strerror(errno));
        return DS_EXIT_WRITE;
    }
    return DS_EXIT_OK;
}

static int exit_of(ds_status status)
{
    switch (status) {
    case DS_OK:
        return DS_EXIT_OK;
    case DS_EINVALID:
        return DS_EXIT_RULES;
    case DS_EIO:
        return DS_EXIT_WRITE;
    default:
        return DS_EXIT_SOFTWARE;
    }
}

/* Only of a regular file the length can be kept, and what is behind it cut off. */
static bool is_regular(const ds_options *options, FILE *file, const char *name)
{
    struct stat info;
    bool good = fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode);
    if (!good) {
        ds_options_refuse(options,
                          "--resume needs files to write to, which %s is not: append with >> or "
                          "use --output",
                          name);
    }
    return good;
}

static ds_status begin(ds_resume *resume, const ds_intake *intake, const char *fingerprint,
                       ds_diag *diag)
{
    ds_status status = ds_ledger_new(&resume->ledger);
    if (status == DS_OK) {
        status =
            ds_journal_open(&resume->journal, resume->state, fingerprint, resume->ledger, diag);
    }
    if (status == DS_OK) {
        ds_journal_files files = {
            .output = resume->stream,
            .output_name = ds_resume_output_name(resume),
            .quarantine = intake->file ? ds_quarantine_stream(intake->file) : NULL,
            .quarantine_name = intake->quarantine,
        };
        status = ds_journal_begin(resume->journal, &files);
    }
    return status;
}

int ds_resume_open(ds_resume *resume, const ds_options *options, const ds_intake *intake,
                   const ds_ruleset *rules, ds_str settings, ds_reader_options *reading,
                   ds_diag *diag)
{
    char fingerprint[DS_FINGERPRINT_BYTES];
    int result = open_output(resume, options);
    if (result != DS_EXIT_OK || !resume->state) {
        return result;
    }
    if (!is_regular(options, resume->stream, ds_resume_output_name(resume)) ||
        (intake->file &&
         !is_regular(options, ds_quarantine_stream(intake->file), intake->quarantine))) {
        return DS_EXIT_USAGE;
    }
    if (!make_fingerprint(rules, settings, fingerprint)) {
        return DS_EXIT_SOFTWARE;
    }
    ds_status status = begin(resume, intake, fingerprint, diag);
    if (status == DS_OK) {
        resume->history = ds_ledger_history(resume->ledger);
        reading->history = &resume->history;
    } else if (status == DS_ENOMEM) {
        fprintf(stderr, "%s: memory ran out\n", options->program);
    }
    return exit_of(status);
}

const char *ds_resume_output_name(const ds_resume *resume)
{
    return resume->output ? resume->output : "standard output";
}

void ds_resume_close(ds_resume *resume)
{
    if (resume->stream && resume->stream != stdout) {
        fclose(resume->stream); /* flushed, and errors told, before */
    }
    ds_journal_free(resume->journal);
    ds_ledger_free(resume->ledger);
}
