/* links: ds_recognise ds_rules ds_text */
/* Any valid text as one sentence and as one expression of every kind: spans
 * must lie inside the text, ascend and never overlap; bounds are in order; what
 * has no value has a reason. */
#include "corpus/text/utf8.h"
#include "extract/recognise/recognise.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 4 * 1024 * 1024 };

static ds_recogniser *open_recogniser(void)
{
    static ds_ruleset *rules; /* lives as long as the recogniser */
    ds_recogniser *recogniser;
    if (ds_ruleset_read(&rules, DS_SOURCE_DIR "/rules/packs/entities.xml", NULL, 0, NULL) !=
            DS_OK ||
        ds_recogniser_new(&recogniser, rules, NULL) != DS_OK) {
        abort();
    }
    return recogniser;
}

static void check(const ds_entity *entity, ds_str text, size_t last)
{
    if (entity->begin < last || entity->core < entity->begin || entity->end <= entity->core ||
        entity->end > text.len || !ds_utf8_boundary(text, entity->begin) ||
        !ds_utf8_boundary(text, entity->core) || !ds_utf8_boundary(text, entity->end)) {
        abort();
    }
}

static void check_value(const ds_entity *entity)
{
    const ds_amount *amount = &entity->amount;
    const ds_stake *stake = &entity->stake;
    const ds_date *date = &entity->date;
    const ds_decimal whole = {100, 0};
    bool right = true;
    if (entity->kind == DS_ENTITY_AMOUNT) {
        right = (amount->has_value || ds_recogniser_lack(entity)) && amount->currency[0] &&
                (!amount->has_min || !amount->has_max ||
                 ds_decimal_compare(amount->min, amount->max) <= 0);
    } else if (entity->kind == DS_ENTITY_STAKE) {
        right =
            (stake->has_percent || ds_recogniser_lack(entity)) &&
            (!stake->has_percent || ds_decimal_compare(stake->percent, whole) <= 0) &&
            (!stake->has_max || ds_decimal_compare(stake->max, whole) <= 0) &&
            (!stake->has_min || !stake->has_max || ds_decimal_compare(stake->min, stake->max) <= 0);
    } else if (entity->kind == DS_ENTITY_DATE) {
        right = date->text[0] ? date->start[0] && strcmp(date->start, date->end) <= 0
                              : ds_recogniser_lack(entity) != NULL;
    } else if (entity->kind == DS_ENTITY_RATE) {
        right = entity->rate.text[0] != '\0';
    }
    if (!right) {
        abort();
    }
}

/* The text as one expression of every kind. */
static void check_expressions(ds_recogniser *recogniser, ds_str text,
                              const ds_recognise_context *context)
{
    for (ds_entity_kind kind = 0; kind < DS_ENTITY_KINDS; kind++) {
        ds_entity entity;
        const char *reason = NULL;
        if (ds_recogniser_normalise(recogniser, kind, text, context, &entity, &reason) == DS_OK) {
            check(&entity, text, 0);
            check_value(&entity);
        } else if (!reason) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ds_recogniser *recogniser; /* lives as long as the process */
    static ds_arena *arena;
    recogniser = recogniser ? recogniser : open_recogniser();
    if (!arena && ds_arena_new(&arena, ARENA_BYTES) != DS_OK) {
        abort();
    }
    ds_str text = {(const char *)data, size};
    text.len = ds_utf8_valid(text);
    ds_recognise_context context = {.published = DS_STR("2025-03-14")};
    const ds_entity *entities;
    size_t n;
    ds_arena_reset(arena);
    if (ds_recogniser_find(recogniser, text, &context, arena, &entities, &n) != DS_OK) {
        abort();
    }
    size_t last = 0;
    for (size_t i = 0; i < n; i++) {
        check(&entities[i], text, last);
        check_value(&entities[i]);
        last = entities[i].end;
    }
    check_expressions(recogniser, text, &context);
    context.whole = true;
    check_expressions(recogniser, text, &context);
    /* a cell of a table, of a document without a day */
    ds_recognise_context cell = {.unit = {4, "CNY"}, .whole = true};
    check_expressions(recogniser, text, &cell);
    return 0;
}
