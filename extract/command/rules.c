/* dealsift rules check|list: what a pack holds and whether its examples hold. */
#include "extract/command/command.h"
#include "extract/command/rules_fit.h"
#include "extract/command/rules_path.h"
#include "rules/ruleset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift rules check [pack ...]   run the examples of a pack\n"
    "       dealsift rules list [pack ...]    one line per rule and pattern\n"
    "The first pack is the main one, the others add to it or override by id;\n"
    "without one, DEALSIFT_RULES names the main pack.\n";

/* The summary and the list must not get lost on a full disk. */
static int end_output(int status)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "dealsift rules: writing to standard output failed\n");
        return DS_EXIT_WRITE;
    }
    return status;
}

static int exit_of(ds_status status)
{
    return status == DS_OK ? DS_EXIT_OK : status == DS_ENOMEM ? DS_EXIT_SOFTWARE : DS_EXIT_RULES;
}

static void count_all(const ds_ruleset *set, size_t n_passed)
{
    static const char *const names[DS_SECTIONS] = {"cues", "entities", "furniture", "bindings"};
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(set, &rules);
    size_t n_ids = 0;
    for (size_t i = 0; i < n; i++) {
        n_ids += i == 0 || !ds_str_equal(rules[i].id, rules[i - 1].id);
    }
    printf("%zu rules", n_ids);
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        n_ids = 0;
        for (size_t i = 0; i < n; i++) {
            n_ids += i == 0 || !ds_str_equal(patterns[i].id, patterns[i - 1].id);
        }
        printf(", %zu %s", n_ids, names[s]);
    }
    printf(", %zu examples passed\n", n_passed);
}

static int check(const ds_ruleset *set, ds_diag *diag)
{
    size_t n_passed = 0;
    ds_status status = ds_ruleset_check_patterns(set, diag, &n_passed);
    count_all(set, n_passed);
    return end_output(exit_of(status));
}

static int list(const ds_ruleset *set)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(set, &rules);
    for (size_t i = 0; i < n; i++) {
        printf("%.*s\trule\t%.*s\t%s:%zu\n", DS_STR_ARGS(rules[i].id), DS_STR_ARGS(rules[i].kind),
               rules[i].file, rules[i].line);
    }
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            const ds_pattern *here = &patterns[i];
            printf("%.*s\t%s\t%.*s%s%.*s\t%s:%zu\n", DS_STR_ARGS(here->id),
                   ds_pattern_section_name((ds_pattern_section)s), DS_STR_ARGS(here->name),
                   here->value.len ? "=" : "", DS_STR_ARGS(here->value), here->file, here->line);
        }
    }
    return end_output(DS_EXIT_OK);
}

int ds_command_rules(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "fit") == 0) {
        return ds_command_rules_fit(argc - 1, argv + 1);
    }
    bool checks = argc > 1 && strcmp(argv[1], "check") == 0;
    bool lists = argc > 1 && strcmp(argv[1], "list") == 0;
    const char *main_pack = ds_rules_path(argc > 2 ? argv[2] : NULL);
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return end_output(DS_EXIT_OK);
    }
    if ((!checks && !lists) || main_pack[0] == '-') {
        fputs(usage, stderr);
        return DS_EXIT_USAGE;
    }
    const char *const *house = argc > 3 ? (const char *const *)argv + 3 : NULL;
    ds_ruleset *set = NULL;
    ds_diag diag = {NULL, NULL, 0, 0};
    ds_status status =
        ds_ruleset_read(&set, main_pack, house, argc > 3 ? (size_t)argc - 3 : 0, &diag);
    if (status != DS_OK) {
        if (status == DS_ENOMEM) {
            fprintf(stderr, "dealsift rules: memory ran out\n");
        }
        return exit_of(status);
    }
    int result = checks ? check(set, &diag) : list(set);
    ds_ruleset_free(set);
    return result;
}
