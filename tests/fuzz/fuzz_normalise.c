/* links: ds_recognise ds_rules ds_text */
/* Any valid text as one sentence and as one expression of every kind: spans
 * must lie inside the text, ascend and never overlap. */
#include "corpus/text/utf8.h"
#include "extract/recognise/recognise.h"

#include <stdint.h>
#include <stdlib.h>

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
        last = entities[i].end;
    }
    for (ds_entity_kind kind = 0; kind < DS_ENTITY_KINDS; kind++) {
        ds_entity entity;
        const char *reason;
        if (ds_recogniser_normalise(recogniser, kind, text, &context, &entity, &reason) == DS_OK) {
            check(&entity, text, 0);
        }
    }
    return 0;
}
