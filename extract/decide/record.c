#include "extract/decide/record.h"

#include "corpus/text/buffer.h"

#include <stdio.h>
#include <xxhash.h>

/* Evidence rows of one deal: some 12 fields by up to 8 mentions. */
enum { MAX_EVIDENCE = 160 };
enum { MAX_FLAGS = 9, MAX_ROLES = 3 };
/* Text as written of one row or sentence; a sentence has at most 3,000 bytes
 * repaired, and full-width forms triple it. */
enum { MAX_WRITTEN = 64 * 1024 };

typedef struct draft {
    const ds_record_maker *maker;
    ds_arena *arena;
    ds_deal deal;
    ds_evidence *evidence;
    unsigned flags;
    bool failed;
} draft;

static ds_str keep(draft *work, ds_str text)
{
    ds_str copy = ds_arena_copy(work->arena, text);
    work->failed = work->failed || !copy.ptr;
    return copy;
}

static ds_str repaired(const draft *work, ds_range where)
{
    return ds_str_slice(work->maker->prepared->text, where.begin, where.end);
}

static uint32_t page_at(const ds_prepared *prepared, size_t at)
{
    return prepared->n_sentences ? prepared->sentences[ds_sentence_at(prepared, at)].page : 0;
}

/* Adds a row; an empty value with a NULL pointer is "not normalised". */
static void prove(draft *work, const char *field, ds_str value, ds_range where)
{
    if (ds_range_empty(where) || work->deal.n_evidence >= MAX_EVIDENCE) {
        return;
    }
    for (size_t i = 0; i < work->deal.n_evidence; i++) {
        const ds_evidence *row = &work->evidence[i];
        if (ds_str_equal(row->field, ds_str_from(field)) && ds_str_equal(row->value, value) &&
            row->start ==
                work->maker->prepared->base +
                    ds_offset_map_source(&work->maker->prepared->map, where.begin, where.end, NULL)
                        .begin) {
            return;
        }
    }
    const ds_prepared *prepared = work->maker->prepared;
    bool bridged = false;
    ds_range source = ds_offset_map_source(&prepared->map, where.begin, where.end, &bridged);
    work->flags |= bridged ? DS_FLAG_FURNITURE_BRIDGED : 0u;
    ds_buf written = ds_buf_make(MAX_WRITTEN);
    ds_offset_map_written(&prepared->map, prepared->source, where.begin, where.end, &written);
    work->evidence[work->deal.n_evidence++] = (ds_evidence){
        .field = ds_str_from(field),
        .value = value,
        .text = keep(work, ds_buf_str(&written)),
        .start = prepared->base + source.begin,
        .end = prepared->base + source.end,
        .page = page_at(prepared, where.begin),
    };
    ds_buf_free(&written);
}

/* The name a mention stands for. */
static ds_str name_of(draft *work, ds_range where)
{
    return keep(work, ds_names_resolve(work->maker->names, repaired(work, where)));
}

static ds_str_list parties(draft *work, const char *field, const ds_party_mention *list, size_t n)
{
    ds_str *items = DS_ARENA_NEW(work->arena, n, ds_str);
    if (!items) {
        work->failed = true;
        return (ds_str_list){NULL, 0};
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (ds_range_empty(list[i].where)) {
            continue;
        }
        ds_str name = name_of(work, list[i].where);
        prove(work, field, name, list[i].where);
        bool known = false;
        for (size_t k = 0; k < kept; k++) {
            known = known || ds_str_equal(items[k], name);
        }
        if (!known) {
            items[kept++] = name;
        }
    }
    return (ds_str_list){items, kept};
}

/* The other mentions' names for the same parties are proofs as well. */
static void prove_parties(draft *work, const char *field, ds_str_list names,
                          const ds_party_mention *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ds_str text = repaired(work, list[i].where);
        for (size_t k = 0; k < names.n_items && text.len; k++) {
            ds_str name = name_of(work, list[i].where);
            if (ds_str_equal(names.items[k], name) || ds_str_ends(names.items[k], text) ||
                ds_str_ends(text, names.items[k])) {
                prove(work, field, names.items[k], list[i].where);
            }
        }
    }
}

static ds_range whole(const ds_value_mention *value)
{
    return (ds_range){value->entity.begin, value->entity.end};
}

static ds_str decimal_text(draft *work, bool known, ds_decimal number)
{
    char text[DS_DECIMAL_TEXT_BYTES];
    return known ? keep(work, ds_decimal_write(number, text)) : (ds_str){NULL, 0};
}

static void put_amount(draft *work, const ds_value_mention *value)
{
    if (!value->found) {
        return;
    }
    const ds_amount *amount = &value->entity.amount;
    ds_deal *deal = &work->deal;
    deal->amount = decimal_text(work, amount->has_value, amount->value);
    deal->amount_min = decimal_text(work, amount->has_min, amount->min);
    deal->amount_max = decimal_text(work, amount->has_max, amount->max);
    deal->amount_qualifier = ds_str_from(ds_qualifier_name(amount->qualifier));
    deal->currency = keep(work, ds_str_from(amount->currency));
    prove(work, "amount", deal->amount, whole(value));
    ds_range core = {value->entity.core, value->entity.end};
    if (value->entity.core > value->entity.begin) {
        prove(work, "amount", deal->amount, core);
    }
    if (deal->amount_min.len) {
        prove(work, "amount_min", deal->amount_min, whole(value));
    }
    if (deal->amount_max.len) {
        prove(work, "amount_max", deal->amount_max, whole(value));
    }
    prove(work, "amount_qualifier", deal->amount_qualifier, whole(value));
    if (deal->currency.len) {
        prove(work, "currency", deal->currency, whole(value));
    }
}

static void put_date(draft *work, const ds_value_mention *value)
{
    static const char *const bases[] = {[DS_DATE_EXPLICIT] = "explicit",
                                        [DS_DATE_PUBLISHED] = "published",
                                        [DS_DATE_CONTEXT] = "context"};
    if (!value->found) {
        return;
    }
    const ds_date *date = &value->entity.date;
    if (date->text[0]) {
        work->deal.date = keep(work, ds_str_from(date->text));
        work->deal.date_start = keep(work, ds_str_from(date->start));
        work->deal.date_end = keep(work, ds_str_from(date->end));
        work->deal.date_basis = ds_str_from(bases[date->basis]);
    }
    prove(work, "date", work->deal.date, whole(value));
}

static void put_stake(draft *work, const ds_value_mention *value)
{
    if (!value->found) {
        return;
    }
    const ds_stake *stake = &value->entity.stake;
    work->deal.stake = decimal_text(work, stake->has_percent, stake->percent);
    prove(work, "stake", work->deal.stake, whole(value));
    if (value->entity.core > value->entity.begin) {
        prove(work, "stake", work->deal.stake, (ds_range){value->entity.core, value->entity.end});
    }
}

static ds_str_list values(draft *work, const ds_str *items, size_t n)
{
    ds_str *copy = DS_ARENA_NEW(work->arena, n, ds_str);
    if (!copy) {
        work->failed = true;
        return (ds_str_list){NULL, 0};
    }
    for (size_t i = 0; i < n; i++) {
        copy[i] = items[i];
    }
    return (ds_str_list){copy, n};
}

static bool holds(ds_str_list list, ds_str value)
{
    for (size_t i = 0; i < list.n_items; i++) {
        if (ds_str_equal(list.items[i], value)) {
            return true;
        }
    }
    return false;
}

/* Rows for those cues whose value the deal ended up with. */
static void prove_findings(draft *work, const ds_judgement *judgement)
{
    const ds_deal *deal = &work->deal;
    for (size_t f = 0; f < judgement->n_findings; f++) {
        const ds_finding *finding = &judgement->findings[f];
        bool counts = ds_str_equal(finding->value, deal->kind) ||
                      ds_str_equal(finding->value, deal->status) ||
                      ds_str_equal(finding->value, deal->factuality) ||
                      holds(deal->motive, finding->value) || holds(deal->payment, finding->value) ||
                      holds(deal->rate_class, finding->value);
        char field[32];
        if (counts && finding->field.len < sizeof field) {
            ds_str name = keep(work, finding->field);
            prove(work, name.ptr ? name.ptr : "", keep(work, finding->value), finding->where);
        }
    }
}

static void put_judgement(draft *work, const ds_group *group)
{
    const ds_judgement *judgement = &group->fact.judgement;
    ds_deal *deal = &work->deal;
    deal->kind = judgement->kind;
    deal->status = judgement->status;
    deal->factuality = judgement->factuality;
    deal->motive = values(work, judgement->motive, judgement->n_motive);
    deal->payment = values(work, judgement->payment, judgement->n_payment);
    deal->rate_class = values(work, judgement->rate_class, judgement->n_rate_class);
    for (size_t m = 0; m < group->n_mentions; m++) {
        prove_findings(work, &group->mentions[m]->judgement);
    }
}

static void put_step(draft *work, ds_step step, const ds_entity *date)
{
    static const char *const fields[] = {[DS_STEP_ANNOUNCED] = "announced",
                                         [DS_STEP_COMPLETED] = "completed",
                                         [DS_STEP_TERMINATED] = "terminated"};
    ds_str *slots[] = {[DS_STEP_ANNOUNCED] = &work->deal.announced,
                       [DS_STEP_COMPLETED] = &work->deal.completed,
                       [DS_STEP_TERMINATED] = &work->deal.terminated};
    if (slots[step]->len) {
        return;
    }
    if (date->date.text[0]) {
        *slots[step] = keep(work, ds_str_from(date->date.text));
    }
    prove(work, fields[step], *slots[step], (ds_range){date->begin, date->end});
}

/* Dates that stand with a cue for the step; then the deal's own date is that
 * of its status, if no step has taken it. */
static void put_steps(draft *work, const ds_group *group)
{
    bool known[DS_STEPS] = {false};
    bool taken = false;
    const ds_value_mention *own = &group->fact.date;
    for (size_t m = 0; m < group->n_mentions; m++) {
        for (unsigned step = 0; step < DS_STEPS; step++) {
            const ds_entity *date = group->mentions[m]->judgement.steps[step];
            if (date && !known[step]) {
                put_step(work, (ds_step)step, date);
                known[step] = true;
                taken = taken || (own->found && date->begin == own->entity.begin);
            }
        }
    }
    ds_str status = work->deal.status;
    bool completed = ds_str_equal(status, DS_STR("completed"));
    bool announced =
        ds_str_equal(status, DS_STR("announced")) || ds_str_equal(status, DS_STR("planned"));
    ds_step step = completed ? DS_STEP_COMPLETED : DS_STEP_ANNOUNCED;
    bool fact = ds_str_equal(work->deal.factuality, DS_STR("asserted"));
    if (fact && own->found && !taken && (completed || announced) && !known[step]) {
        put_step(work, step, &own->entity);
    }
}

static void put_flags(draft *work, const ds_group *group)
{
    static const struct {
        unsigned bit;
        const char *name;
    } table[MAX_FLAGS] = {
        {DS_FLAG_AMOUNT_AMBIGUOUS, "amount_ambiguous"},
        {DS_FLAG_DATE_AMBIGUOUS, "date_ambiguous"},
        {DS_FLAG_STAKE_AMBIGUOUS, "stake_ambiguous"},
        {DS_FLAG_DATE_INHERITED, "date_inherited"},
        {DS_FLAG_ACQUIRER_INHERITED, "acquirer_inherited"},
        {DS_FLAG_SELLER_INHERITED, "seller_inherited"},
        {DS_FLAG_CONFLICT, "conflict"},
        {DS_FLAG_UNNAMED_PARTY, "unnamed_party"},
        {DS_FLAG_FURNITURE_BRIDGED, "furniture_bridged"},
    };
    ds_str *items = DS_ARENA_NEW(work->arena, MAX_FLAGS, ds_str);
    if (!items) {
        work->failed = true;
        return;
    }
    work->flags |= group->flags;
    size_t n = 0;
    for (size_t i = 0; i < MAX_FLAGS; i++) {
        if (work->flags & table[i].bit) {
            items[n++] = ds_str_from(table[i].name);
        }
    }
    work->deal.flags = (ds_str_list){items, n};
    double confidence = group->fact.share * group->fact.acquirer_share;
    for (unsigned flags = group->flags; flags; flags &= flags - 1) {
        confidence *= 0.9;
    }
    char text[16];
    int len = snprintf(text, sizeof text, "%.2f", confidence);
    work->deal.confidence = keep(work, (ds_str){text, (size_t)len});
}

static ds_str hex128(draft *work, XXH128_hash_t hash)
{
    char text[33];
    snprintf(text, sizeof text, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    return keep(work, (ds_str){text, 32});
}

static void put_ids(draft *work, const ds_group *group)
{
    const ds_record_maker *maker = work->maker;
    ds_buf seed = ds_buf_make(MAX_WRITTEN);
    ds_range trigger = group->mentions[0]->trigger;
    ds_range place = ds_offset_map_source(&maker->prepared->map, trigger.begin, trigger.end, NULL);
    ds_buf_add(&seed, maker->document->id);
    ds_buf_format(&seed, "\n%zu\n", maker->prepared->base + place.begin);
    ds_buf_add(&seed, repaired(work, group->mentions[0]->target.where));
    if (group->mentions[0]->part) {
        ds_buf_format(&seed, "\n%u", (unsigned)group->mentions[0]->part);
    }
    work->deal.id = hex128(work, XXH3_128bits(seed.ptr, seed.len));
    if (!(group->flags & DS_FLAG_UNNAMED_PARTY)) {
        ds_buf_clear(&seed);
        ds_buf_add(&seed, work->deal.acquirer.items[0]);
        ds_buf_add_char(&seed, '\n');
        ds_buf_add(&seed, work->deal.target.items[0]);
        ds_buf_add_char(&seed, '\n');
        size_t year = work->deal.date.len < 4 ? work->deal.date.len : 4;
        ds_buf_add(&seed, ds_str_slice(work->deal.date, 0, year));
        const ds_mention *first = group->mentions[0];
        if (first->part || first->again) { /* another deal of the same parties and year */
            ds_buf_add_char(&seed, '\n');
            ds_buf_add(&seed, work->deal.stake);
        }
        work->deal.deal_key = hex128(work, XXH3_128bits(seed.ptr, seed.len));
    }
    ds_buf_free(&seed);
}

static void put_document(draft *work)
{
    const ds_record_maker *maker = work->maker;
    const ds_document *document = maker->document;
    ds_str title = document->title;
    if (title.len == 0) {
        title = repaired(work, maker->prepared->title);
    }
    work->deal.doc = (ds_deal_document){
        .id = document->id,
        .source = document->source,
        .title = title,
        .publisher = document->publisher,
        .published = document->published,
        .hash = maker->hash,
    };
}

static void put_anonymous(draft *work, const ds_mention *fact)
{
    ds_str *items = DS_ARENA_NEW(work->arena, MAX_ROLES, ds_str);
    size_t n = 0;
    if (!items) {
        work->failed = true;
        return;
    }
    if (fact->n_acquirer && fact->acquirer[0].described) {
        items[n++] = DS_STR("acquirer");
    }
    if (!ds_range_empty(fact->target.where) && fact->target.described) {
        items[n++] = DS_STR("target");
    }
    if (fact->n_seller && fact->seller[0].described) {
        items[n++] = DS_STR("seller");
    }
    work->deal.anonymous = (ds_str_list){items, n};
}

/* The repaired sentences the deal was read from, once each. */
static void put_text(draft *work, const ds_group *group)
{
    ds_buf text = ds_buf_make(MAX_WRITTEN);
    size_t last = SIZE_MAX;
    for (size_t m = 0; m < group->n_mentions; m++) {
        size_t s = group->mentions[m]->sentence;
        if (s != last) {
            const ds_sentence *sentence = &work->maker->prepared->sentences[s];
            ds_buf_add(&text, repaired(work, (ds_range){sentence->begin, sentence->end}));
            last = s;
        }
    }
    work->deal.text = keep(work, ds_buf_str(&text));
    ds_buf_free(&text);
}

static void put_roles(draft *work, const ds_group *group)
{
    const ds_mention *fact = &group->fact;
    ds_deal *deal = &work->deal;
    deal->acquirer = parties(work, "acquirer", fact->acquirer, fact->n_acquirer);
    ds_party_mention targets[DS_MENTION_MAX_PARTIES] = {fact->target};
    size_t n_targets = 1;
    for (size_t i = 0; i < fact->n_also; i++) {
        targets[n_targets++] = fact->also[i];
    }
    deal->target = parties(work, "target", targets, n_targets);
    deal->seller = parties(work, "seller", fact->seller, fact->n_seller);
    for (size_t m = 0; m < group->n_mentions; m++) {
        const ds_mention *mention = group->mentions[m];
        prove_parties(work, "acquirer", deal->acquirer, mention->acquirer, mention->n_acquirer);
        prove_parties(work, "target", deal->target, &mention->target, 1);
        prove_parties(work, "seller", deal->seller, mention->seller, mention->n_seller);
    }
    if (!ds_range_empty(fact->subject)) {
        deal->subject = keep(work, repaired(work, fact->subject));
        prove(work, "subject", deal->subject, fact->subject);
    }
}

static ds_status make_record(const ds_record_maker *maker, const ds_group *group, ds_arena *arena,
                             ds_deal_sink *sink, void *payload)
{
    draft work = {.maker = maker, .arena = arena};
    work.evidence = DS_ARENA_NEW(arena, MAX_EVIDENCE, ds_evidence);
    if (!work.evidence) {
        return DS_ENOMEM;
    }
    put_document(&work);
    put_roles(&work, group);
    put_anonymous(&work, &group->fact);
    put_amount(&work, &group->fact.amount);
    put_stake(&work, &group->fact.stake);
    put_date(&work, &group->fact.date);
    put_judgement(&work, group);
    put_steps(&work, group);
    put_ids(&work, group);
    put_text(&work, group);
    put_flags(&work, group);
    work.deal.rule = group->fact.rule.len ? group->fact.rule : DS_STR("lattice");
    work.deal.evidence = work.evidence;
    return work.failed ? DS_ENOMEM : sink(payload, &work.deal);
}

ds_status ds_record_all(const ds_record_maker *maker, const ds_resolution *resolution,
                        ds_arena *scratch, ds_deal_sink *sink, void *payload)
{
    ds_status status = DS_OK;
    for (size_t g = 0; status == DS_OK && g < resolution->n_groups; g++) {
        ds_arena_reset(scratch);
        status = make_record(maker, &resolution->groups[g], scratch, sink, payload);
    }
    return status;
}
