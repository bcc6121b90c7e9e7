#include "extract/command/command.h"
#include "extract/command/options.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef int command(int argc, char **argv);

static const struct {
    const char *name;
    command *run;
    const char *help;
} commands[] = {
    {"extract", ds_command_extract,
     "extract [-j N] [--per-doc] [--shard I/N] [--encoding NAME] [--strict]\n"
     "          [--map FIELD=KEY,...] [--quarantine FILE] [path ...]\n"
     "        files, folders or standard input -> one JSON line per deal (the default)"},
    {"retry", ds_command_retry, "retry FILE...\n        reads again what a quarantine file names"},
    {"text", ds_command_text,
     "text [path ...]\n        the repaired text, as the extractor sees it"},
    {"explain", ds_command_explain,
     "explain [path ...]\n        what was recognised and chosen in each trigger sentence, and "
     "why"},
    {"rules", ds_command_rules,
     "rules check|list|diff|profile|compile|fit ...\n"
     "        test a pack, list its rules, compare two packs, tell what rules do,\n"
     "        make a pack quick to read, fit weights"},
    {"eval", ds_command_eval,
     "eval [--part tune|judge] [--errors N] [--format text|json] gold.jsonl ...\n"
     "        precision, recall and F1 against annotated documents, with the errors"},
    {"review", ds_command_review,
     "review [deals.jsonl ...]\n        one HTML page to read records against their text"},
    {"normalise", ds_command_normalise,
     "normalise amount|date|stake|rate [--published DAY]\n"
     "        one expression a line -> one JSON value a line"},
    {"schema", ds_command_schema,
     "schema json|postgres|sqlite|duckdb|clickhouse\n        the record's schema or tables"},
};
enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

static int print_help(void)
{
    puts("dealsift reads Chinese broker reports and news and writes one JSON line per merger\n"
         "or acquisition.\n\nusage: dealsift [command] ...\n");
    for (size_t i = 0; i < N_COMMANDS; i++) {
        printf("  %s\n", commands[i].help);
    }
    puts("\nAll but schema and review take --rules FILE, --pack FILE, --lexicon FILE,\n"
         "--cache FOLDER and --no-cache, each has --help.\n\n"
         "  --help     this text\n  --version  the version\n\n"
         "Exit status: 0 done (also when documents were quarantined), 64 usage,\n"
         "65 with --strict and a document was quarantined, or bad annotations, 66 input missing,\n"
         "74 write error, 78 bad rules; rules diff: 1 if the packs differ.");
    return ds_output_end("dealsift", DS_EXIT_OK);
}

static int print_version(void)
{
    puts("dealsift " DS_VERSION);
    return ds_output_end("dealsift", DS_EXIT_OK);
}

/* A word that can only be a command mistyped: no option, no path. */
static bool is_mistyped(const char *first)
{
    return first[0] != '\0' && first[0] != '-' && !strpbrk(first, "/.") && access(first, F_OK) != 0;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is noticed as EPIPE and ends the run quietly */
    const char *first = argc > 1 ? argv[1] : "";
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
        return print_help();
    }
    if (strcmp(first, "--version") == 0) {
        return print_version();
    }
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(first, commands[i].name) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    if (is_mistyped(first)) {
        fprintf(stderr, "dealsift: no command or file '%s'\nTry 'dealsift --help'.\n", first);
        return DS_EXIT_USAGE;
    }
    return ds_command_extract(argc, argv);
}
