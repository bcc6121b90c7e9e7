/* Where a command's rules come from: a compiled pack that was named, an image in
 * the cache, or the files. */
#include "extract/command/rules_load.h"
#include "extract/command/options.h"
#include "extract/command/rules_path.h"

#include "extract/command/command.h"
#include "extract/decide/decide.h"
#include "rules/cache.h"
#include "rules/image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ds_rule_files ds_options_files(const ds_options *options)
{
    return (ds_rule_files){.main_pack = ds_rules_path(options->main_pack),
                           .house = options->house,
                           .n_house = options->n_house,
                           .names = options->names,
                           .n_names = options->n_names};
}

/* A pack that `rules compile -o` wrote.  It is used as it is, or not at all. */
static int load_compiled(const ds_options *options, const char *path, ds_ruleset **out,
                         ds_diag *diag)
{
    ds_image_state state;
    ds_ruleset *set = NULL;
    if (options->n_house || options->n_names) {
        return ds_options_refuse(options,
                                 "'%s' is compiled and takes no more rules or names; "
                                 "compile them into it",
                                 path);
    }
    ds_status status = ds_image_read(&set, path, false, &state);
    if (status == DS_ENOMEM) {
        return ds_exit_of_rules(options, status);
    }
    if (status != DS_OK) {
        return ds_exit_of_rules(options, ds_diag_fail(diag, DS_EINVALID, (ds_where){path, 0, 0},
                                                      "%s; run 'dealsift rules compile' again",
                                                      ds_image_state_name(state)));
    }
    const char *changed = ds_image_changed(set);
    if (changed && !ds_image_alone(set)) {
        status = ds_diag_fail(diag, DS_EINVALID, (ds_where){path, 0, 0},
                              "%s has changed since it was compiled; run 'dealsift rules compile' "
                              "again",
                              changed);
        ds_ruleset_free(set);
        return ds_exit_of_rules(options, status);
    }
    *out = set;
    return DS_EXIT_OK;
}

/* The cache of one run. */
typedef struct place {
    char *folder; /* owned; NULL: none */
    bool asked;   /* it was named for us: say so if it cannot be used */
    ds_cache *cache;
} place;

static place find_cache(const ds_options *options, const ds_rule_files *files)
{
    place found = {NULL, false, NULL};
    if (!options->no_cache && !options->fresh) {
        found.folder = ds_rules_cache(options->cache, &found.asked);
    }
    if (found.folder && ds_cache_new(&found.cache, found.folder, files) != DS_OK) {
        found.cache = NULL; /* it would only have saved time */
    }
    return found;
}

static void ignore_message(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

size_t ds_rules_keep(const ds_ruleset *set, ds_decider **decider, ds_diag *diag,
                     ds_kept kept[DS_DECIDER_KEPT])
{
    size_t told = diag->n_errors + diag->n_warnings;
    if (ds_decider_new(decider, set, diag) != DS_OK) {
        *decider = NULL;
        return 0;
    }
    if (diag->n_errors + diag->n_warnings > told) {
        return 0; /* every run shall say it */
    }
    ds_decider_keep(*decider, kept);
    return DS_DECIDER_KEPT;
}

/* True: the image is there. */
static bool fill_cache(const place *found, const ds_options *options, const ds_ruleset *set)
{
    ds_diag quiet = {.sink = ignore_message}; /* the command itself will report it */
    ds_decider *decider = NULL;
    ds_kept kept[DS_DECIDER_KEPT];
    size_t n_kept = ds_rules_keep(set, &decider, &quiet, kept);
    ds_status status = ds_cache_write(found->cache, set, kept, n_kept);
    if (status == DS_EIO && found->asked) {
        fprintf(stderr, "%s: note: compiled rules cannot be kept in '%s': %s\n", options->program,
                found->folder, strerror(errno));
    }
    ds_decider_free(decider);
    return status == DS_OK;
}

/* A set that was read from its files keeps in memory what its image leaves in the file. */
static void take_image(const place *found, ds_ruleset **set)
{
    ds_diag quiet = {.sink = ignore_message};
    ds_ruleset *mapped = NULL;
    if (ds_cache_read(found->cache, &mapped, &quiet) == DS_OK) {
        ds_ruleset_free(*set);
        *set = mapped;
    }
}

int ds_options_rules(const ds_options *options, ds_ruleset **out, ds_diag *diag)
{
    ds_rule_files files = ds_options_files(options);
    if (ds_image_is(files.main_pack)) {
        return load_compiled(options, files.main_pack, out, diag);
    }
    place found = find_cache(options, &files);
    ds_status status = found.cache ? ds_cache_read(found.cache, out, diag) : DS_END;
    if (status == DS_END) {
        size_t told = diag->n_errors + diag->n_warnings;
        status = ds_ruleset_read_files(out, &files, diag);
        if (status == DS_OK && found.cache && diag->n_errors + diag->n_warnings == told &&
            fill_cache(&found, options, *out)) {
            take_image(&found, out);
        }
    }
    ds_cache_free(found.cache);
    free(found.folder);
    return ds_exit_of_rules(options, status);
}
