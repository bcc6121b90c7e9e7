#include "extract/recognise/entity.h"

const char *ds_entity_kind_name(ds_entity_kind kind)
{
    static const char *const names[DS_ENTITY_KINDS] = {"amount", "date", "stake", "rate", "count"};
    return kind < DS_ENTITY_KINDS ? names[kind] : "";
}

const char *ds_qualifier_name(ds_qualifier qualifier)
{
    static const char *const names[] = {"exact",    "about",   "over",  "under",
                                        "at_least", "at_most", "range", "vague"};
    return qualifier <= DS_QUALIFIER_VAGUE ? names[qualifier] : "";
}

const char *ds_date_precision_name(ds_date_precision precision)
{
    static const char *const names[] = {"unresolved", "day",  "week", "month",
                                        "quarter",    "half", "year", "range"};
    return precision <= DS_DATE_RANGE ? names[precision] : "";
}

const char *ds_date_basis_name(ds_date_basis basis)
{
    static const char *const names[] = {"explicit", "published", "context"};
    return basis <= DS_DATE_CONTEXT ? names[basis] : "";
}
