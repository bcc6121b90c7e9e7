/* dealsift text: the repaired text, one sentence a line, as the extractor sees it. */
#include "corpus/reader.h"
#include "extract/command/command.h"
#include "extract/prepare/prepare.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift text [--flags] [--rules PACK] [path ...]\n"
    "Prints the repaired text, one sentence a line, with a mark where a page begins.\n"
    "--flags puts a column before it: T trigger, C cue, H heading, P paragraph, X cut.\n"
    "Without --rules, DEALSIFT_RULES names the main pack.\n";

/* A window, its map at one piece for every second byte, and its sentences. */
enum { WINDOW_ARENA_BYTES = 24 * 1024 * 1024 };

typedef struct options {
    const char *pack;
    bool flags;
    bool help;
    const char *const *paths;
    size_t n_paths;
} options;

typedef struct printer {
    bool flags;
    uint32_t page; /* the last one marked */
} printer;

static bool read_options(int argc, char **argv, options *out)
{
    *out = (options){.pack = getenv("DEALSIFT_RULES")};
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        if (strcmp(argv[i], "--flags") == 0) {
            out->flags = true;
        } else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc) {
            out->pack = argv[++i];
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            out->help = true;
        } else {
            return false;
        }
    }
    out->paths = (const char *const *)argv + i;
    out->n_paths = (size_t)(argc - i);
    return out->help || out->pack;
}

static void print_flags(unsigned flags)
{
    static const struct {
        unsigned flag;
        char letter;
    } letters[] = {
        {DS_SENTENCE_TRIGGER, 'T'},   {DS_SENTENCE_CUE, 'C'}, {DS_SENTENCE_HEADING, 'H'},
        {DS_SENTENCE_PARAGRAPH, 'P'}, {DS_SENTENCE_CUT, 'X'},
    };
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        putchar(flags & letters[i].flag ? letters[i].letter : '-');
    }
    putchar('\t');
}

static void print_window(printer *to, const ds_prepared *prepared)
{
    for (size_t i = 0; i < prepared->n_sentences; i++) {
        const ds_sentence *sentence = &prepared->sentences[i];
        if (sentence->page != to->page) {
            printf("-- page %u --\n", (unsigned)sentence->page);
            to->page = sentence->page;
        }
        if (to->flags) {
            print_flags(sentence->flags);
        }
        fwrite(prepared->text.ptr + sentence->begin, 1, sentence->end - sentence->begin, stdout);
        putchar('\n');
    }
}

static ds_status print_document(ds_reader *reader, ds_preparer *preparer, ds_arena *arena,
                                bool flags)
{
    printer to = {flags, 0};
    ds_window window;
    ds_status status;
    while ((status = ds_reader_read(reader, &window)) == DS_OK && !ferror(stdout)) {
        ds_prepared prepared;
        ds_arena_reset(arena);
        status = ds_preparer_window(preparer, &window, arena, &prepared);
        if (status != DS_OK) {
            return status;
        }
        print_window(&to, &prepared);
    }
    /* A document that broke off was reported and counted by the reader. */
    return status == DS_ENOMEM ? status : DS_OK;
}

static ds_status print_all(ds_reader *reader, ds_preparer *preparer, ds_arena *arena,
                           const options *chosen)
{
    ds_document document;
    ds_status status;
    for (size_t i = 0; (status = ds_reader_next(reader, &document)) == DS_OK; i++) {
        if (i > 0) {
            putchar('\n');
        }
        status = print_document(reader, preparer, arena, chosen->flags);
        if (status != DS_OK || ferror(stdout)) {
            return status;
        }
    }
    return status == DS_END ? DS_OK : status;
}

static int end_output(const ds_reader *reader, ds_status status)
{
    if (status != DS_OK) {
        fprintf(stderr, "dealsift text: %s\n", ds_status_name(status));
        return DS_EXIT_SOFTWARE;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (errno != EPIPE) { /* the reader of the pipe has seen enough */
            fprintf(stderr, "dealsift text: writing to standard output failed\n");
        }
        return errno == EPIPE ? DS_EXIT_OK : DS_EXIT_WRITE;
    }
    return ds_reader_count(reader).missing ? DS_EXIT_NO_INPUT : DS_EXIT_OK;
}

static int run(const options *chosen, const ds_ruleset *rules, ds_diag *diag)
{
    ds_reader_options reading = {.paths = chosen->paths, .n_paths = chosen->n_paths};
    ds_reader *reader = NULL;
    ds_preparer *preparer = NULL;
    ds_arena *arena = NULL;
    ds_status status = ds_reader_new(&reader, &reading, diag);
    if (status == DS_OK) {
        status = ds_preparer_new(&preparer, rules);
    }
    if (status == DS_OK) {
        status = ds_arena_new(&arena, WINDOW_ARENA_BYTES);
    }
    if (status == DS_OK) {
        status = print_all(reader, preparer, arena, chosen);
    }
    int result = reader ? end_output(reader, status) : DS_EXIT_SOFTWARE;
    ds_arena_free(arena);
    ds_preparer_free(preparer);
    ds_reader_free(reader);
    return result;
}

int ds_command_text(int argc, char **argv)
{
    options chosen;
    if (!read_options(argc, argv, &chosen)) {
        fputs(usage, stderr);
        return DS_EXIT_USAGE;
    }
    if (chosen.help) {
        fputs(usage, stdout);
        return fflush(stdout) == 0 ? DS_EXIT_OK : DS_EXIT_WRITE;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    ds_status status = ds_ruleset_read(&rules, chosen.pack, NULL, 0, &diag);
    if (status != DS_OK) {
        return status == DS_ENOMEM ? DS_EXIT_SOFTWARE : DS_EXIT_RULES;
    }
    int result = run(&chosen, rules, &diag);
    ds_ruleset_free(rules);
    return result;
}
