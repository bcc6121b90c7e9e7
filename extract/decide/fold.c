#include "extract/decide/fold.h"

#include "corpus/text/utf8.h"

ds_status ds_folding_new(ds_folding *out, ds_arena *arena)
{
    *out = (ds_folding){DS_ARENA_TAKE(arena, DS_FOLD_SPAN, ds_fold), 0,
                        DS_ARENA_TAKE(arena, DS_FOLD_SPAN, ds_fold)};
    return out->parties && out->entities ? DS_OK : DS_ENOMEM;
}

static ds_slot_kind slot_of(ds_entity_kind kind)
{
    static const ds_slot_kind slots[DS_ENTITY_KINDS] = {
        [DS_ENTITY_AMOUNT] = DS_SLOT_AMOUNT, [DS_ENTITY_DATE] = DS_SLOT_DATE,
        [DS_ENTITY_STAKE] = DS_SLOT_STAKE,   [DS_ENTITY_RATE] = DS_SLOT_RATE,
        [DS_ENTITY_COUNT] = DS_SLOT_COUNT,
    };
    return slots[kind];
}

/* Copies what stays as it is, and begins anew behind it. */
static void copy_plain(const ds_analysis *analysis, ds_buf *out, ds_range *plain, size_t begin)
{
    if (plain->end > plain->begin) {
        ds_buf_add(out, ds_str_slice(analysis->text, plain->begin, plain->end));
    }
    *plain = (ds_range){begin, begin};
}

void ds_fold_sentence(const ds_analysis *analysis, ds_buf *out, ds_folding *folds)
{
    ds_range plain = {0, 0}; /* tokens in a row that are copied together */
    for (size_t i = 0; i < analysis->n_tokens; i++) {
        const ds_token *token = &analysis->tokens[i];
        uint16_t chain = analysis->chain[i];
        bool party = chain != DS_TOKEN_NOTHING && chain < DS_FOLD_SPAN;
        bool entity = token->entity != DS_TOKEN_NOTHING && token->entity < DS_FOLD_SPAN;
        if (party || entity || token->begin != plain.end) {
            copy_plain(analysis, out, &plain, token->begin);
        }
        if (party) {
            if (chain >= folds->n_parties) {
                folds->parties[chain].first = (uint16_t)i;
                folds->n_parties = chain + 1u;
                ds_buf_add_code(out, DS_FOLD_BASE + DS_SLOT_PARTY * DS_FOLD_SPAN + chain);
            }
            folds->parties[chain].last = (uint16_t)i;
        } else if (entity) {
            folds->entities[token->entity] = (ds_fold){(uint16_t)i, (uint16_t)i};
            ds_slot_kind slot = slot_of(analysis->entities[token->entity].kind);
            ds_buf_add_code(out, DS_FOLD_BASE + (unsigned)slot * DS_FOLD_SPAN + token->entity);
        } else {
            plain.end = token->end;
        }
    }
    copy_plain(analysis, out, &plain, 0);
}

const ds_fold *ds_fold_tokens(const ds_folding *folds, ds_slot_kind kind, uint32_t code)
{
    uint32_t number = (code - DS_FOLD_BASE) % DS_FOLD_SPAN;
    return kind == DS_SLOT_PARTY ? &folds->parties[number] : &folds->entities[number];
}

static bool is_folded(uint32_t code)
{
    return code >= DS_FOLD_BASE && code < DS_FOLD_BASE + DS_SLOT_KINDS * DS_FOLD_SPAN;
}

/* Everything but the folded characters is there byte by byte. */
size_t ds_fold_origin(const ds_analysis *analysis, const ds_folding *folds, ds_str folded,
                      size_t at)
{
    size_t origin = 0;
    size_t size;
    for (size_t i = 0; i < at && i < folded.len; i += size) {
        uint32_t code = ds_utf8_at(folded, i, &size);
        if (is_folded(code)) {
            ds_slot_kind kind = (ds_slot_kind)((code - DS_FOLD_BASE) / DS_FOLD_SPAN);
            origin = analysis->tokens[ds_fold_tokens(folds, kind, code)->last].end;
        } else {
            origin += size;
        }
    }
    return origin;
}
