#include "extract/decide/fact.h"

bool ds_fact_unsure(const ds_mention *mention)
{
    static const double sure_share = 0.75;
    return mention->acquirer[0].inherited || mention->acquirer_share < sure_share;
}

static void fill_value(ds_value_mention *into, const ds_value_mention *from)
{
    if (!into->found && from->found) {
        *into = *from;
    }
}

/* Later steps overrule earlier ones. */
static int stage_of(ds_str status)
{
    static const char *const stages[] = {"unknown",   "rumoured",  "planned",
                                         "announced", "completed", "terminated"};
    for (int i = 0; i < (int)(sizeof stages / sizeof stages[0]); i++) {
        if (ds_str_equal(status, ds_str_from(stages[i]))) {
            return i;
        }
    }
    return 0;
}

bool ds_fact_asserted(const ds_judgement *judgement)
{
    return ds_str_equal(judgement->factuality, DS_STR("asserted"));
}

/* A denial ends a rumour or a bare mention, no announced deal; a fact ends
 * an illustration. */
static bool overrules(const ds_judgement *into, const ds_judgement *from)
{
    if (ds_str_equal(from->factuality, DS_STR("denied"))) {
        return ds_fact_asserted(into) &&
               (!into->told || stage_of(into->status) <= stage_of(DS_STR("planned")));
    }
    return ds_fact_asserted(from) && !ds_fact_asserted(into) &&
           !ds_str_equal(into->factuality, DS_STR("denied"));
}

/* What the cues of another mention say weighs more than a bare verb here;
 * of two told steps the later one stands. */
static void fill_status(ds_judgement *into, const ds_judgement *from)
{
    if (overrules(into, from)) {
        into->factuality = from->factuality;
        into->status = from->status;
        into->told = from->told;
        return;
    }
    if (ds_fact_asserted(into) != ds_fact_asserted(from)) {
        return;
    }
    bool later = stage_of(from->status) >= stage_of(DS_STR("completed")) &&
                 stage_of(from->status) > stage_of(into->status);
    bool firmer = stage_of(into->status) <= stage_of(DS_STR("rumoured"));
    if (from->told ? !into->told || later || firmer : stage_of(into->status) == 0) {
        into->status = from->status;
        into->told = from->told;
    }
}

void ds_fact_fill(ds_mention *into, const ds_mention *from)
{
    if (ds_range_empty(into->target.where) || (into->target.described && !from->target.described &&
                                               !ds_range_empty(from->target.where))) {
        into->target = from->target;
    }
    bool better = from->n_acquirer && !from->acquirer[0].inherited &&
                  (into->acquirer[0].inherited || from->acquirer_share > into->acquirer_share);
    if (!into->n_acquirer || (ds_fact_unsure(into) && better)) {
        into->acquirer_share = from->acquirer_share;
        memcpy(into->acquirer, from->acquirer, sizeof into->acquirer);
        into->n_acquirer = from->n_acquirer;
    }
    bool told = from->n_seller && !from->seller[0].inherited && into->seller[0].inherited;
    if (!into->n_seller || told) {
        memcpy(into->seller, from->seller, sizeof into->seller);
        into->n_seller = from->n_seller;
    }
    fill_value(&into->amount, &from->amount);
    fill_value(&into->date, &from->date);
    fill_value(&into->stake, &from->stake);
    if (ds_range_empty(into->subject)) {
        into->subject = from->subject;
    }
    if (!into->judgement.n_motive) {
        memcpy(into->judgement.motive, from->judgement.motive, sizeof into->judgement.motive);
        into->judgement.n_motive = from->judgement.n_motive;
    }
    if (!into->judgement.n_payment) {
        memcpy(into->judgement.payment, from->judgement.payment, sizeof into->judgement.payment);
        into->judgement.n_payment = from->judgement.n_payment;
    }
    if (!into->judgement.n_rate_class) {
        memcpy(into->judgement.rate_class, from->judgement.rate_class,
               sizeof into->judgement.rate_class);
        into->judgement.n_rate_class = from->judgement.n_rate_class;
    }
    fill_status(&into->judgement, &from->judgement);
    into->share = from->share > into->share ? from->share : into->share;
}
