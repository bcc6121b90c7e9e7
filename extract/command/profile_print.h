/* profile_print.h - the profile of `dealsift rules profile` on standard output. */
#ifndef DS_PROFILE_PRINT_H
#define DS_PROFILE_PRINT_H

#include "extract/eval/profile.h"

typedef struct ds_profile_report {
    const ds_ruleset *rules;
    const ds_profile *profile;
    size_t n_documents;
    size_t n_deals; /* records */
} ds_profile_report;

/* As a table for people, or as one JSON object on a line. */
void ds_profile_print(const ds_profile_report *report, bool json);

#endif /* DS_PROFILE_PRINT_H */
