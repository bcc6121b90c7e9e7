#include "extract/command/command_rules_compile.h"

#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/command/rules_load.h"
#include "extract/command/rules_path.h"
#include "rules/cache.h"
#include "rules/image.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: dealsift rules compile [-o FILE] [--lexicon FILE]... [--pack FILE] [--cache FOLDER]\n"
    "                              [house pack ...]\n"
    "Reads the rules and writes them as one file that is ready for use: into FILE, to be\n"
    "named with --pack, or into the cache, where commands with the same packs find it.\n"
    "It is good for this very build of dealsift and as long as the packs do not change.\n";

/* Names in a compiled pack must hold wherever it is used from. */
static bool make_absolute(const char **path, char **owned)
{
    char here[PATH_MAX];
    if (**path == '/' || !getcwd(here, sizeof here)) {
        return true;
    }
    size_t size = strlen(here) + 1 + strlen(*path) + 1;
    *owned = malloc(size);
    if (*owned) {
        snprintf(*owned, size, "%s/%s", here, *path);
        *path = *owned;
    }
    return *owned != NULL;
}

enum { MAX_PATHS = 1 + 2 * DS_MAX_HOUSE_PACKS };

static bool make_all_absolute(ds_options *options, char *owned[MAX_PATHS])
{
    size_t n = 0;
    options->main_pack = ds_rules_path(options->main_pack);
    bool good = make_absolute(&options->main_pack, &owned[n++]);
    for (size_t i = 0; good && i < options->n_house; i++) {
        good = make_absolute(&options->house[i], &owned[n++]);
    }
    for (size_t i = 0; good && i < options->n_names; i++) {
        good = make_absolute(&options->names[i], &owned[n++]);
    }
    return good;
}

static int write_failed(const char *what, ds_status status)
{
    const char *why = status == DS_EIO        ? strerror(errno)
                      : status == DS_EINVALID ? "this program was built without a build id"
                                              : ds_status_name(status);
    fprintf(stderr, "dealsift rules compile: %s: %s\n", what, why);
    return status == DS_EIO ? DS_EXIT_WRITE : DS_EXIT_SOFTWARE;
}

static int write_file(const char *path, const ds_ruleset *set, const ds_kept *kept, size_t n_kept)
{
    if (access(path, F_OK) == 0 && !ds_image_is(path)) {
        fprintf(stderr, "dealsift rules compile: %s: holds something else and is not overwritten\n",
                path);
        return DS_EXIT_WRITE;
    }
    ds_status status = ds_image_write(path, set, kept, n_kept);
    return status == DS_OK ? DS_EXIT_OK : write_failed(path, status);
}

static int write_cache(const ds_options *options, const ds_ruleset *set, const ds_kept *kept,
                       size_t n_kept)
{
    bool asked;
    ds_rule_files files = ds_options_files(options);
    char *folder = options->no_cache ? NULL : ds_rules_cache(options->cache, &asked);
    ds_cache *cache = NULL;
    if (!folder) {
        return ds_options_refuse(options, "there is no folder for a cache; name one or a file");
    }
    ds_status status = ds_cache_new(&cache, folder, &files);
    if (status == DS_OK) {
        status = ds_cache_write(cache, set, kept, n_kept);
    }
    int result = status == DS_OK ? DS_EXIT_OK : write_failed(folder, status);
    ds_cache_free(cache);
    free(folder);
    return result;
}

static int compile(const ds_options *options, const char *output)
{
    ds_diag diag = {0};
    ds_rule_files files = ds_options_files(options);
    ds_ruleset *set = NULL;
    ds_decider *decider = NULL;
    ds_kept kept[DS_DECIDER_KEPT];
    if (ds_image_is(files.main_pack)) {
        return ds_options_refuse(options, "'%s' is compiled already", files.main_pack);
    }
    int result = ds_exit_of_rules(options, ds_ruleset_read_files(&set, &files, &diag));
    if (result == DS_EXIT_OK) {
        size_t n_kept = ds_rules_keep(set, &decider, &diag, kept);
        result = !decider ? DS_EXIT_RULES
                 : output ? write_file(output, set, kept, n_kept)
                          : write_cache(options, set, kept, n_kept);
    }
    ds_decider_free(decider);
    ds_ruleset_free(set);
    return result;
}

int ds_command_rules_compile(int argc, char **argv)
{
    const char *output = NULL;
    const ds_own_option own[] = {{"output", &output, NULL, 'o'}};
    ds_options options = {.program = "dealsift rules compile", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, 1)) {
        return options.exit_status;
    }
    for (size_t i = 0; i < options.n_arguments; i++) {
        if (!ds_options_add_house(&options, options.arguments[i])) {
            return options.exit_status;
        }
    }
    char *owned[MAX_PATHS] = {NULL};
    int result = DS_EXIT_SOFTWARE;
    if (!output || make_all_absolute(&options, owned)) {
        result = compile(&options, output);
    }
    for (size_t i = 0; i < MAX_PATHS; i++) {
        free(owned[i]);
    }
    return result;
}
