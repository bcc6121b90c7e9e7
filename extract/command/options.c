#include "extract/command/options.h"

#include "extract/command/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Options a command may have of its own, and those that are shared. */
enum { MAX_OWN = 12, MAX_SHARED = 6, PACK = 256, LEXICON, CACHE, NO_CACHE, OWN };

int ds_options_refuse(const ds_options *options, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    fprintf(stderr, "%s: ", options->program);
    vfprintf(stderr, format, rest);
    fprintf(stderr, "\n%s", options->usage);
    va_end(rest);
    return DS_EXIT_USAGE;
}

static bool refuse(ds_options *options, const char *what, const char *name)
{
    options->exit_status = ds_options_refuse(options, what, name);
    return false;
}

bool ds_options_add_house(ds_options *options, const char *path)
{
    if (options->n_house == DS_MAX_HOUSE_PACKS) {
        options->exit_status =
            ds_options_refuse(options, "more than %d house packs", DS_MAX_HOUSE_PACKS);
        return false;
    }
    options->house[options->n_house++] = path;
    return true;
}

static void make_table(const ds_options *options, const ds_own_option *own, size_t n_own,
                       struct option *table)
{
    size_t n = 0;
    table[n++] = (struct option){"help", no_argument, NULL, 'h'};
    if (!options->without_packs) {
        table[n++] = (struct option){"rules", required_argument, NULL, 'r'};
        table[n++] = (struct option){"pack", required_argument, NULL, PACK};
        table[n++] = (struct option){"lexicon", required_argument, NULL, LEXICON};
        table[n++] = (struct option){"cache", required_argument, NULL, CACHE};
        table[n++] = (struct option){"no-cache", no_argument, NULL, NO_CACHE};
    }
    for (size_t i = 0; i < n_own && i < MAX_OWN; i++) {
        table[n++] = (struct option){own[i].name, own[i].value ? required_argument : no_argument,
                                     NULL, OWN + (int)i};
    }
    table[n] = (struct option){NULL, 0, NULL, 0};
}

/* ":hr:" and the letters of the command's own options. */
static void make_letters(const ds_options *options, const ds_own_option *own, size_t n_own,
                         char *letters)
{
    size_t n = 0;
    for (const char *shared = options->without_packs ? ":h" : ":hr:"; *shared; shared++) {
        letters[n++] = *shared;
    }
    for (size_t i = 0; i < n_own && i < MAX_OWN; i++) {
        if (own[i].letter) {
            letters[n++] = own[i].letter;
            letters[n] = ':';
            n += own[i].value != NULL;
        }
    }
    letters[n] = '\0';
}

/* The option that a letter, or getopt's number of a long name, stands for. */
static const ds_own_option *own_option(const ds_own_option *own, size_t n_own, int letter)
{
    if (letter >= OWN) {
        return &own[letter - OWN];
    }
    size_t i = 0;
    while (i + 1 < n_own && own[i].letter != letter) {
        i++;
    }
    return &own[i];
}

static bool add_names(ds_options *options, const char *path)
{
    if (options->n_names == DS_MAX_HOUSE_PACKS) {
        options->exit_status =
            ds_options_refuse(options, "more than %d lists of names", DS_MAX_HOUSE_PACKS);
        return false;
    }
    options->names[options->n_names++] = path;
    return true;
}

static bool take(ds_options *options, int letter, const ds_own_option *own, const char *given)
{
    switch (letter) {
    case 'h':
        fputs(options->usage, stdout);
        options->exit_status = ds_output_end(options->program, DS_EXIT_OK);
        return false;
    case 'r':
        return ds_options_add_house(options, optarg);
    case PACK:
        options->main_pack = optarg;
        return true;
    case LEXICON:
        return add_names(options, optarg);
    case CACHE:
        options->cache = optarg;
        return true;
    case NO_CACHE:
        options->no_cache = true;
        return true;
    case ':':
        return refuse(options, "option '%s' needs a value", given);
    case '?':
        return refuse(options, "no option '%s'", given);
    default:
        if (own->value) {
            *own->value = optarg;
        } else {
            *own->flag = true;
        }
        return true;
    }
}

bool ds_options_read(ds_options *options, int argc, char **argv, const ds_own_option *own,
                     size_t n_own)
{
    struct option table[MAX_OWN + MAX_SHARED + 1];
    char letters[2 * MAX_OWN + 8];
    make_table(options, own, n_own, table);
    make_letters(options, own, n_own, letters);
    opterr = 0; /* its messages name no command */
    optind = 1;
    int letter;
    while ((letter = getopt_long(argc, argv, letters, table, NULL)) != -1) {
        if (!take(options, letter, own_option(own, n_own, letter), argv[optind - 1])) {
            return false;
        }
    }
    options->arguments = (const char *const *)argv + optind;
    options->n_arguments = (size_t)(argc - optind);
    return true;
}

int ds_exit_of_rules(const ds_options *options, ds_status status)
{
    if (status == DS_OK) {
        return DS_EXIT_OK;
    }
    if (status == DS_ENOMEM) {
        fprintf(stderr, "%s: memory ran out\n", options->program);
        return DS_EXIT_SOFTWARE;
    }
    return DS_EXIT_RULES;
}

int ds_exit_of_gold(const ds_options *options, ds_status status)
{
    switch (status) {
    case DS_OK:
        return DS_EXIT_OK;
    case DS_EINVALID:
        return DS_EXIT_DATA;
    case DS_EMISSING:
    case DS_EIO:
        return DS_EXIT_NO_INPUT;
    default:
        fprintf(stderr, "%s: %s\n", options->program, ds_status_name(status));
        return DS_EXIT_SOFTWARE;
    }
}

bool ds_options_format(const ds_options *options, const char *format, bool *json)
{
    *json = format && strcmp(format, "json") == 0;
    if (format && !*json && strcmp(format, "text") != 0) {
        ds_options_refuse(options, "--format is text or json, not '%s'", format);
        return false;
    }
    return true;
}

bool ds_options_count(const ds_options *options, const char *name, const char *text, size_t most,
                      size_t *out)
{
    if (!text) {
        return true;
    }
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || *end || text[0] < '0' || text[0] > '9' || value > most) {
        ds_options_refuse(options, "%s takes a number from 0 to %zu, not '%s'", name, most, text);
        return false;
    }
    *out = value;
    return true;
}

int ds_output_end(const char *program, int result)
{
    int error = errno; /* of a write that failed before, if one did */
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) != 0) {
        error = errno;
        failed = true;
    }
    if (!failed) {
        return result;
    }
    if (error == EPIPE) {
        return DS_EXIT_OK;
    }
    fprintf(stderr, "%s: writing to standard output: %s\n", program, strerror(error));
    return DS_EXIT_WRITE;
}
