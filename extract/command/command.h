/* command.h - the subcommands: one file each, one row each in main.c. */
#ifndef DS_COMMAND_H
#define DS_COMMAND_H

/* Exit statuses, after sysexits.h where it has one. */
enum {
    DS_EXIT_OK = 0,
    DS_EXIT_DIFFER = 1, /* as of diff(1): two packs find different things */
    DS_EXIT_USAGE = 64,
    DS_EXIT_DATA = 65, /* --strict and a document was quarantined; bad gold */
    DS_EXIT_NO_INPUT = 66,
    DS_EXIT_SOFTWARE = 70, /* out of memory, a bug */
    DS_EXIT_WRITE = 74,
    DS_EXIT_RULES = 78,
};

/* argv[0] is the subcommand's name.  Returns the exit status. */
int ds_command_extract(int argc, char **argv);
int ds_command_retry(int argc, char **argv);
int ds_command_text(int argc, char **argv);
int ds_command_explain(int argc, char **argv);
int ds_command_rules(int argc, char **argv);
int ds_command_eval(int argc, char **argv);
int ds_command_normalise(int argc, char **argv);
int ds_command_review(int argc, char **argv);
int ds_command_schema(int argc, char **argv);

#endif /* DS_COMMAND_H */
