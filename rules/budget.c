#include "rules/budget.h"

#include "corpus/text/buffer.h"

#include <stdlib.h>

/* Patterns in the account; a pack with more that cost too much is no pack. */
enum { MAX_CULPRITS = 256, MAX_NAME_BYTES = 4096 };

typedef struct culprit {
    const void *key; /* the rule or pattern */
    const char *section;
    ds_str id;
    ds_where where;
    size_t n_times;
} culprit;

struct ds_budget {
    ds_diag *diag;
    pcre2_match_context *context;
    uint32_t limit; /* that the context has */
    ds_buf document;
    size_t byte;
    culprit culprits[MAX_CULPRITS];
    size_t n_culprits;
};

ds_status ds_budget_new(ds_budget **out, ds_diag *diag)
{
    ds_budget *budget = calloc(1, sizeof *budget);
    if (!budget) {
        return DS_ENOMEM;
    }
    budget->diag = diag;
    budget->document = ds_buf_make(MAX_NAME_BYTES);
    budget->context = pcre2_match_context_create(NULL);
    if (!budget->context) {
        ds_budget_free(budget);
        return DS_ENOMEM;
    }
    *out = budget;
    return DS_OK;
}

void ds_budget_free(ds_budget *budget)
{
    if (budget) {
        pcre2_match_context_free(budget->context);
        ds_buf_free(&budget->document);
        free(budget);
    }
}

void ds_budget_place(ds_budget *budget, ds_str document, size_t byte)
{
    if (budget) {
        ds_buf_clear(&budget->document);
        ds_buf_add(&budget->document, document);
        budget->byte = byte;
    }
}

static culprit *find(ds_budget *budget, const void *key)
{
    for (size_t i = 0; i < budget->n_culprits; i++) {
        if (budget->culprits[i].key == key) {
            return &budget->culprits[i];
        }
    }
    return NULL;
}

static void tell(ds_budget *budget, culprit who)
{
    culprit *known = find(budget, who.key);
    if (known) {
        known->n_times++;
        return;
    }
    if (budget->n_culprits < MAX_CULPRITS) {
        who.n_times = 1;
        budget->culprits[budget->n_culprits++] = who;
        ds_diag_report(budget->diag, DS_LEVEL_WARNING, who.where,
                       "%s '%.*s' used up its budget of steps in document '%.*s' at byte %zu and "
                       "was passed over there; make its gaps shorter or its parts more definite",
                       who.section, DS_STR_ARGS(who.id), DS_STR_ARGS(ds_buf_str(&budget->document)),
                       budget->byte);
    }
}

static bool is_spent(int answer)
{
    return answer == PCRE2_ERROR_MATCHLIMIT || answer == PCRE2_ERROR_DEPTHLIMIT ||
           answer == PCRE2_ERROR_HEAPLIMIT || answer == PCRE2_ERROR_JIT_STACKLIMIT;
}

static void set_limit(ds_budget *budget, size_t bytes)
{
    size_t share = DS_BUDGET_SEARCH_STEPS / (bytes + 1);
    uint32_t limit = share > DS_RULE_MATCH_LIMIT     ? DS_RULE_MATCH_LIMIT
                     : share < DS_BUDGET_LEAST_STEPS ? DS_BUDGET_LEAST_STEPS
                                                     : (uint32_t)share;
    if (limit != budget->limit) {
        pcre2_set_match_limit(budget->context, limit);
        budget->limit = limit;
    }
}

static int search(ds_budget *budget, const pcre2_code *code, ds_str text, size_t from,
                  pcre2_match_data *data)
{
    PCRE2_SPTR bytes = (PCRE2_SPTR)(text.ptr ? text.ptr : "");
    pcre2_match_context *context = NULL;
    if (budget) {
        set_limit(budget, text.len - from);
        context = budget->context;
    }
    int answer = pcre2_match(code, bytes, text.len, from, PCRE2_NO_UTF_CHECK, data, context);
    if (answer == PCRE2_ERROR_JIT_STACKLIMIT) { /* the interpreter uses the heap */
        answer = pcre2_match(code, bytes, text.len, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data,
                             context);
    }
    return answer;
}

int ds_budget_rule(ds_budget *budget, const ds_rule *rule, ds_str text, size_t from,
                   pcre2_match_data *data)
{
    int answer = search(budget, ds_code_get(rule->code), text, from, data);
    if (budget && is_spent(answer)) {
        tell(budget, (culprit){rule, "rule", rule->id, {rule->file, rule->line, 0}, 0});
    }
    return answer;
}

int ds_budget_pattern(ds_budget *budget, ds_pattern_section section, const ds_pattern *pattern,
                      ds_str text, size_t from, pcre2_match_data *data)
{
    int answer = search(budget, ds_code_get(pattern->code), text, from, data);
    if (budget && is_spent(answer)) {
        tell(budget, (culprit){pattern,
                               ds_pattern_section_name(section),
                               pattern->id,
                               {pattern->file, pattern->line, 0},
                               0});
    }
    return answer;
}

void ds_budget_end(ds_budget *budget)
{
    for (size_t i = 0; i < budget->n_culprits; i++) {
        const culprit *who = &budget->culprits[i];
        if (who->n_times > 1) {
            ds_diag_report(budget->diag, DS_LEVEL_WARNING, who->where,
                           "%s '%.*s' was passed over in %zu more places", who->section,
                           DS_STR_ARGS(who->id), who->n_times - 1);
        }
    }
    budget->n_culprits = 0;
}
