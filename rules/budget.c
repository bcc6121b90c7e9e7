#include "rules/budget.h"

#include "corpus/text/buffer.h"

#include <stdlib.h>
#include <time.h>

/* Patterns in the account; a pack with more that cost too much is no pack. */
enum { MAX_CULPRITS = 256, MAX_NAME_BYTES = 4096 };

struct ds_budget {
    ds_diag *diag;
    pcre2_match_context *context;
    pcre2_match_context *fixed; /* the same, for matches that begin at one byte only */
    uint32_t limit;             /* that both have */
    ds_buf document;
    size_t byte;
    bool hushed;
    const ds_ruleset *counted; /* borrowed, with ... */
    const ds_set_work *work;   /* ... NULL: nothing is counted */
    ds_overrun culprits[MAX_CULPRITS];
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
    budget->fixed = pcre2_match_context_create(NULL);
    if (!budget->context || !budget->fixed) {
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
        pcre2_match_context_free(budget->fixed);
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

void ds_budget_count(ds_budget *budget, const ds_ruleset *rules, const ds_set_work *work)
{
    budget->counted = rules;
    budget->work = work;
}

static ds_match_work *work_of_rule(const ds_budget *budget, const ds_rule *rule)
{
    const ds_rule *rules;
    if (!budget || !budget->work) {
        return NULL;
    }
    ds_ruleset_rules(budget->counted, &rules);
    return &budget->work->rules[rule - rules];
}

static ds_match_work *work_of_pattern(const ds_budget *budget, ds_pattern_section section,
                                      const ds_pattern *pattern)
{
    const ds_pattern *patterns;
    if (!budget || !budget->work) {
        return NULL;
    }
    ds_ruleset_patterns(budget->counted, section, &patterns);
    return &budget->work->patterns[section][pattern - patterns];
}

static uint64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t begin_work(const ds_match_work *work)
{
    return work ? clock_now() : 0;
}

/* One run that began at `begin` and gave `answer`. */
static void end_work(ds_match_work *work, uint64_t begin, int answer)
{
    if (work) {
        work->nanoseconds += clock_now() - begin;
        work->tries++;
        work->matches += answer >= 0;
        work->passed_over += answer < 0 && answer != PCRE2_ERROR_NOMATCH;
    }
}

static ds_overrun *find(ds_budget *budget, const void *key)
{
    for (size_t i = 0; i < budget->n_culprits; i++) {
        if (budget->culprits[i].key == key) {
            return &budget->culprits[i];
        }
    }
    return NULL;
}

static void note(ds_budget *budget, ds_str document, const ds_overrun *who)
{
    ds_overrun *known = find(budget, who->key);
    if (known) {
        known->n_times += who->n_times;
        return;
    }
    if (budget->n_culprits == MAX_CULPRITS) {
        return;
    }
    budget->culprits[budget->n_culprits++] = *who;
    if (!budget->hushed) {
        ds_diag_report(budget->diag, DS_LEVEL_WARNING, who->where,
                       "%s '%.*s' used up its budget of steps in document '%.*s' at byte %zu and "
                       "was passed over there; make its gaps shorter or its parts more definite",
                       who->section, DS_STR_ARGS(who->id), DS_STR_ARGS(document), who->byte);
    }
}

static void tell(ds_budget *budget, ds_overrun who)
{
    who.byte = budget->byte;
    who.n_times = 1;
    note(budget, ds_buf_str(&budget->document), &who);
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
        pcre2_set_match_limit(budget->fixed, limit);
        budget->limit = limit;
    }
}

static int match(const ds_code *code, ds_str text, size_t from, uint32_t options,
                 pcre2_match_data *data, pcre2_match_context *context)
{
    const pcre2_code *compiled = ds_code_get(code);
    PCRE2_SPTR bytes = (PCRE2_SPTR)(text.ptr ? text.ptr : "");
    int answer;
    if (options == 0 && ds_code_is_native(code)) { /* past what pcre2_match looks at first */
        answer = pcre2_jit_match(compiled, bytes, text.len, from, 0, data, context);
    } else {
        options |= PCRE2_NO_UTF_CHECK;
        answer = pcre2_match(compiled, bytes, text.len, from, options, data, context);
    }
    if (answer == PCRE2_ERROR_JIT_STACKLIMIT) { /* the interpreter uses the heap */
        options |= PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT;
        answer = pcre2_match(compiled, bytes, text.len, from, options, data, context);
    }
    return answer;
}

static int search(ds_budget *budget, const ds_code *code, ds_str text, size_t from, size_t last,
                  pcre2_match_data *data)
{
    if (!budget) {
        return match(code, text, from, 0, data, NULL);
    }
    set_limit(budget, text.len - from);
    if (last == PCRE2_UNSET) {
        return match(code, text, from, 0, data, budget->context);
    }
    pcre2_set_offset_limit(budget->fixed, last);
    return match(code, text, from, 0, data, budget->fixed);
}

int ds_budget_rule(ds_budget *budget, const ds_rule *rule, ds_str text, size_t from, size_t last,
                   pcre2_match_data *data)
{
    ds_match_work *work = work_of_rule(budget, rule);
    uint64_t begin = begin_work(work);
    int answer = search(budget, rule->code, text, from, last, data);
    end_work(work, begin, answer);
    if (budget && is_spent(answer)) {
        tell(budget, (ds_overrun){.key = rule,
                                  .section = "rule",
                                  .id = rule->id,
                                  .where = {rule->file, rule->line, 0}});
    }
    return answer;
}

static int judge_pattern(ds_budget *budget, ds_pattern_section section, const ds_pattern *pattern,
                         int answer)
{
    if (budget && is_spent(answer)) {
        tell(budget, (ds_overrun){.key = pattern,
                                  .section = ds_pattern_section_name(section),
                                  .id = pattern->id,
                                  .where = {pattern->file, pattern->line, 0}});
    }
    return answer;
}

int ds_budget_pattern_until(ds_budget *budget, ds_pattern_section section,
                            const ds_pattern *pattern, ds_str text, size_t from, size_t last,
                            pcre2_match_data *data)
{
    ds_match_work *work = work_of_pattern(budget, section, pattern);
    uint64_t begin = begin_work(work);
    int answer = search(budget, pattern->code, text, from, last, data);
    end_work(work, begin, answer);
    return judge_pattern(budget, section, pattern, answer);
}

int ds_budget_pattern(ds_budget *budget, ds_pattern_section section, const ds_pattern *pattern,
                      ds_str text, size_t from, pcre2_match_data *data)
{
    return ds_budget_pattern_until(budget, section, pattern, text, from, PCRE2_UNSET, data);
}

int ds_budget_pattern_at(ds_budget *budget, ds_pattern_section section, const ds_pattern *pattern,
                         ds_str text, size_t from, pcre2_match_data *data)
{
    if (!budget) {
        return match(pattern->code, text, from, PCRE2_ANCHORED, data, NULL);
    }
    ds_match_work *work = work_of_pattern(budget, section, pattern);
    uint64_t begin = begin_work(work);
    set_limit(budget, text.len);
    /* Compiled code knows no PCRE2_ANCHORED, but a limit of where to begin. */
    pcre2_set_offset_limit(budget->fixed, from);
    int answer = match(pattern->code, text, from, 0, data, budget->fixed);
    end_work(work, begin, answer);
    return judge_pattern(budget, section, pattern, answer);
}

void ds_budget_hush(ds_budget *budget)
{
    budget->hushed = true;
}

size_t ds_budget_take(ds_budget *budget, const ds_overrun **out)
{
    size_t n = budget->n_culprits;
    *out = budget->culprits;
    budget->n_culprits = 0;
    return n;
}

void ds_budget_add(ds_budget *budget, ds_str document, const ds_overrun *overrun)
{
    ds_buf_clear(&budget->document);
    ds_buf_add(&budget->document, document);
    note(budget, ds_buf_str(&budget->document), overrun);
}

void ds_budget_end(ds_budget *budget)
{
    for (size_t i = 0; i < budget->n_culprits; i++) {
        const ds_overrun *who = &budget->culprits[i];
        if (who->n_times > 1) {
            ds_diag_report(budget->diag, DS_LEVEL_WARNING, who->where,
                           "%s '%.*s' was passed over in %zu more places", who->section,
                           DS_STR_ARGS(who->id), who->n_times - 1);
        }
    }
    budget->n_culprits = 0;
}
