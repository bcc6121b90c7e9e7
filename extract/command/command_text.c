/* dealsift text: the repaired text, one sentence a line, as the extractor sees it. */
#include "corpus/reader.h"
#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/prepare/prepare.h"

#include <stdio.h>

static const char usage[] =
    "usage: dealsift text [--flags] [--source] [--rules FILE]... [--pack FILE] [path ...]\n"
    "Prints the repaired text, one sentence a line, with a mark where a page begins.\n"
    "--source prints the source text instead, whose bytes the evidence counts.\n"
    "--flags puts a column before it: T trigger, C cue, H heading, P paragraph, X cut.\n";

/* A window, its map at one piece for every second byte, and its sentences. */
enum { WINDOW_ARENA_BYTES = 24 * 1024 * 1024 };

typedef struct printer {
    bool flags;
    uint32_t page; /* the last one marked */
} printer;

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

/* The text as read: decoded, of a page without its tags. */
static ds_status print_source(ds_reader *reader)
{
    ds_document document;
    ds_status status;
    while ((status = ds_reader_next(reader, &document)) == DS_OK) {
        ds_window window;
        while ((status = ds_reader_read(reader, &window)) == DS_OK && !ferror(stdout)) {
            fwrite(window.text.ptr, 1, window.text.len, stdout);
        }
        if (status == DS_ENOMEM || ferror(stdout)) {
            return status == DS_ENOMEM ? status : DS_OK;
        }
    }
    return status == DS_END ? DS_OK : status;
}

static ds_status print_all(ds_reader *reader, ds_preparer *preparer, ds_budget *budget,
                           ds_arena *arena, bool flags)
{
    ds_document document;
    ds_status status;
    for (size_t i = 0; (status = ds_reader_next(reader, &document)) == DS_OK; i++) {
        if (i > 0) {
            putchar('\n');
        }
        ds_budget_place(budget, document.id, 0);
        status = print_document(reader, preparer, arena, flags);
        if (status != DS_OK || ferror(stdout)) {
            return status;
        }
    }
    return status == DS_END ? DS_OK : status;
}

static int exit_of(const ds_reader *reader, ds_status status)
{
    if (status != DS_OK) {
        fprintf(stderr, "dealsift text: %s\n", ds_status_name(status));
        return DS_EXIT_SOFTWARE;
    }
    return ds_reader_count(reader).missing ? DS_EXIT_NO_INPUT : DS_EXIT_OK;
}

static int run(const ds_options *options, bool flags, bool source, const ds_ruleset *rules,
               ds_diag *diag)
{
    ds_reader_options reading = {.paths = options->arguments, .n_paths = options->n_arguments};
    ds_reader *reader = NULL;
    ds_preparer *preparer = NULL;
    ds_budget *budget = NULL;
    ds_arena *arena = NULL;
    ds_status status = ds_reader_new(&reader, &reading, diag);
    if (status == DS_OK) {
        status = ds_budget_new(&budget, diag);
    }
    if (status == DS_OK) {
        status = ds_preparer_new(&preparer, rules);
    }
    if (status == DS_OK) {
        status = ds_arena_new(&arena, WINDOW_ARENA_BYTES);
    }
    if (status == DS_OK) {
        ds_preparer_budget(preparer, budget);
        status = source ? print_source(reader) : print_all(reader, preparer, budget, arena, flags);
        ds_budget_end(budget);
    }
    int result = ds_output_end(options->program, exit_of(reader, status));
    ds_arena_free(arena);
    ds_preparer_free(preparer);
    ds_budget_free(budget);
    ds_reader_free(reader);
    return result;
}

int ds_command_text(int argc, char **argv)
{
    bool flags = false;
    bool source = false;
    const ds_own_option own[] = {{"flags", NULL, &flags, 0}, {"source", NULL, &source, 0}};
    ds_options options = {.program = "dealsift text", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, 2)) {
        return options.exit_status;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    int result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        result = run(&options, flags, source, rules, &diag);
    }
    ds_ruleset_free(rules);
    return result;
}
