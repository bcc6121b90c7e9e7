/* dealsift rules: what a pack holds; check and fit have files of their own. */
#include "extract/command/command.h"
#include "extract/command/command_rules_check.h"
#include "extract/command/command_rules_compile.h"
#include "extract/command/command_rules_diff.h"
#include "extract/command/command_rules_fit.h"
#include "extract/command/command_rules_profile.h"
#include "extract/command/options.h"
#include "rules/ruleset.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: dealsift rules check [--pack FILE] [house pack ...]   examples and mistakes\n"
    "       dealsift rules list [--pack FILE] [house pack ...]    id, kind, priority or weight, "
    "place\n"
    "       dealsift rules diff A B [path ...]                    what two packs do differently\n"
    "       dealsift rules profile [path ...]                     what each rule does, and costs\n"
    "       dealsift rules compile ...                            put them into one file\n"
    "       dealsift rules fit ...                                fit the weights\n"
    "House packs are read on top of the main pack, which is the default one without --pack.\n";

static int list(const ds_options *options, const ds_ruleset *set)
{
    const ds_rule *rules;
    size_t n = ds_ruleset_rules(set, &rules);
    for (size_t i = 0; i < n; i++) {
        printf("%.*s\trule\t%.*s\t%g\t%s:%zu\n", DS_STR_ARGS(rules[i].id),
               DS_STR_ARGS(rules[i].kind), rules[i].priority, rules[i].file, rules[i].line);
    }
    for (int s = 0; s < DS_SECTIONS; s++) {
        const ds_pattern *patterns;
        n = ds_ruleset_patterns(set, (ds_pattern_section)s, &patterns);
        for (size_t i = 0; i < n; i++) {
            const ds_pattern *here = &patterns[i];
            printf("%.*s\t%s\t%.*s%s%.*s\t%g\t%s:%zu\n", DS_STR_ARGS(here->id),
                   ds_pattern_section_name((ds_pattern_section)s), DS_STR_ARGS(here->name),
                   here->value.len ? "=" : "", DS_STR_ARGS(here->value), here->weight, here->file,
                   here->line);
        }
    }
    return ds_output_end(options->program, DS_EXIT_OK);
}

/* Actions with options of their own. */
static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} others[] = {
    {"check", ds_command_rules_check},     {"diff", ds_command_rules_diff},
    {"profile", ds_command_rules_profile}, {"compile", ds_command_rules_compile},
    {"fit", ds_command_rules_fit},
};

int ds_command_rules(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(argv[1], others[i].name) == 0) {
            return others[i].run(argc - 1, argv + 1);
        }
    }
    ds_options options = {.program = "dealsift rules", .usage = usage};
    if (!ds_options_read(&options, argc, argv, NULL, 0)) {
        return options.exit_status;
    }
    const char *action = options.n_arguments ? options.arguments[0] : "";
    if (strcmp(action, "list") != 0) {
        return options.n_arguments
                   ? ds_options_refuse(&options, "no action '%s'", action)
                   : ds_options_refuse(&options,
                                       "one of check, list, diff, profile, compile, fit is needed");
    }
    for (size_t i = 1; i < options.n_arguments; i++) {
        if (!ds_options_add_house(&options, options.arguments[i])) {
            return options.exit_status;
        }
    }
    ds_diag diag = {0};
    ds_ruleset *set = NULL;
    int result = ds_options_rules(&options, &set, &diag);
    if (result == DS_EXIT_OK) {
        result = list(&options, set);
    }
    ds_ruleset_free(set);
    return result;
}
