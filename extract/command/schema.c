/* dealsift schema NAME - prints what a record is, for other programs. */
#include "out/schema.h"
#include "extract/command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int usage(FILE *stream, int exit_status)
{
    fputs("usage: dealsift schema NAME\n"
          "Prints the JSON Schema of a record, or the tables for records in a database.\n"
          "NAME is one of:",
          stream);
    for (size_t i = 0; ds_schema_name(i); i++) {
        fprintf(stream, " %s", ds_schema_name(i));
    }
    fputs("\n", stream);
    return exit_status;
}

/* A full disk shows at the flush; a reader that has gone is no error. */
static int end_output(void)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0) {
        return DS_EXIT_OK;
    }
    if (errno == EPIPE) {
        return DS_EXIT_OK;
    }
    fprintf(stderr, "dealsift: error: cannot write: %s\n", strerror(errno));
    return DS_EXIT_WRITE;
}

int ds_command_schema(int argc, char **argv)
{
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        usage(stdout, DS_EXIT_OK);
        return end_output();
    }
    if (argc != 2) {
        return usage(stderr, DS_EXIT_USAGE);
    }
    ds_str text = ds_schema_text(ds_str_from(argv[1]));
    if (!text.ptr) {
        fprintf(stderr, "dealsift: error: no schema is called '%s'\n", argv[1]);
        return usage(stderr, DS_EXIT_USAGE);
    }
    fwrite(text.ptr, 1, text.len, stdout);
    return end_output();
}
