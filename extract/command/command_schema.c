/* dealsift schema NAME - prints what a record is, for other programs. */
#include "extract/command/command.h"
#include "extract/command/options.h"
#include "out/schema.h"

#include <stdio.h>

static const char usage[] =
    "usage: dealsift schema json|postgres|sqlite|duckdb|clickhouse\n"
    "Prints the JSON Schema of a record, or the tables for records in a database.\n";

int ds_command_schema(int argc, char **argv)
{
    ds_options options = {.program = "dealsift schema", .usage = usage, .without_packs = true};
    if (!ds_options_read(&options, argc, argv, NULL, 0)) {
        return options.exit_status;
    }
    if (options.n_arguments != 1) {
        return ds_options_refuse(&options, "one name of a schema is needed");
    }
    ds_str text = ds_schema_text(ds_str_from(options.arguments[0]));
    if (!text.ptr) {
        return ds_options_refuse(&options, "no schema '%s'", options.arguments[0]);
    }
    fwrite(text.ptr, 1, text.len, stdout);
    return ds_output_end(options.program, DS_EXIT_OK);
}
