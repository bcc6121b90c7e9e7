/* explain_text.h - what explain tells, for people: columns of a terminal. */
#ifndef DS_EXPLAIN_TEXT_H
#define DS_EXPLAIN_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Sentences that were read, and what became of one rule or cue in them. */
typedef struct ds_explain_count {
    size_t sentences;
    size_t matched;
    size_t counted; /* a deal bears its id, or it spoke for a status, motive ... */
    size_t nearly;  /* and did not match */
} ds_explain_count;

/* Whether an object of explain_model.h tells anything of the rule or cue `id`; adds to
 * *count.  With NULL it always does. */
bool ds_explain_concerns(const json_t *sentence, const char *id, ds_explain_count *count);

/* Prints an object of explain_model.h on standard output.  With the id of a rule
 * only what concerns it; tokens only if `all`. */
void ds_explain_print(const json_t *sentence, const char *rule, int all);

/* Prints a deal of the document: {document, deal}. */
void ds_explain_print_deal(const json_t *record);

#endif /* DS_EXPLAIN_TEXT_H */
