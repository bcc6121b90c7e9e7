/* explain_text.h - what explain tells, for people: columns of a terminal. */
#ifndef DS_EXPLAIN_TEXT_H
#define DS_EXPLAIN_TEXT_H

#include <jansson.h>

/* Prints an object of explain_model.h on standard output.  With the id of a rule
 * only what concerns it; tokens only if `all`. */
void ds_explain_print(const json_t *sentence, const char *rule, int all);

/* Prints a deal of the document: {document, deal}. */
void ds_explain_print_deal(const json_t *record);

#endif /* DS_EXPLAIN_TEXT_H */
