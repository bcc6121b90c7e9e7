/* options.h - what all commands share: options, packs, the end of the output. */
#ifndef DS_OPTIONS_H
#define DS_OPTIONS_H

#include "corpus/text/diag.h"
#include "rules/ruleset.h"

#include <stdbool.h>
#include <stddef.h>

/* House packs of one run, and lists of names. */
enum { DS_MAX_HOUSE_PACKS = 32 };

/* An option of one command: takes a value, or is a flag. */
typedef struct ds_own_option {
    const char *name;   /* without "--"                     */
    const char **value; /* where its value goes, or NULL ... */
    bool *flag;         /* ... and what is set instead      */
    char letter;        /* the same as "-x", or 0           */
} ds_own_option;

/* How a command was called.  Everything is borrowed from argv. */
typedef struct ds_options {
    const char *program; /* set before reading: "dealsift text", for messages */
    const char *usage;   /* set before reading */
    bool without_packs;  /* set before reading: what names rules is unknown */
    const char *main_pack;
    const char *house[DS_MAX_HOUSE_PACKS];
    size_t n_house;
    const char *names[DS_MAX_HOUSE_PACKS];
    size_t n_names;
    const char *cache; /* --cache, or NULL */
    bool no_cache;
    bool fresh;                   /* set by a command that must see the files themselves */
    const char *const *arguments; /* what is no option */
    size_t n_arguments;
    int exit_status; /* after ds_options_read() said false */
} ds_options;

/* Reads --rules FILE (also -r, repeatable), --lexicon FILE (repeatable), --pack
 * FILE, --cache FOLDER, --no-cache, --help (also -h) and the command's own
 * options; they may stand after arguments.  False: the
 * command is over with exit_status, because help was printed or a message and
 * the usage were. */
bool ds_options_read(ds_options *options, int argc, char **argv, const ds_own_option *own,
                     size_t n_own);

/* Message with printf's rules, then the usage, on standard error.  Returns 64. */
int ds_options_refuse(const ds_options *options, const char *format, ...) DS_PRINTF(2, 3);

/* Adds a house pack; false with exit_status set when there are too many. */
bool ds_options_add_house(ds_options *options, const char *path);

/* The rules chosen, from the cache or the files, which are then put into the
 * cache; see rules_load.c.  Returns an exit status; errors have been told.  The
 * caller frees *out. */
int ds_options_rules(const ds_options *options, ds_ruleset **out, ds_diag *diag);

/* The exit status of a failure with rules: 70 when memory ran out, else 78. */
int ds_exit_of_rules(const ds_options *options, ds_status status);

/* The exit status of a failure with annotated documents, told before: 65 for bad
 * lines, 66 for a file that cannot be read, 70 with a message for all else. */
int ds_exit_of_gold(const ds_options *options, ds_status status);

/* The value of --format: *json is set for "json", not for "text" or NULL.  False
 * after a message. */
bool ds_options_format(const ds_options *options, const char *format, bool *json);

/* The value of an option that counts, from 0 to `most`; *out stays if `text` is
 * NULL.  False after a message. */
bool ds_options_count(const ds_options *options, const char *name, const char *text, size_t most,
                      size_t *out);

/* Ends standard output.  `result`, or 74 with a message if not everything could
 * be written.  A reader that has gone is no error: 0. */
int ds_output_end(const char *program, int result);

#endif /* DS_OPTIONS_H */
