#include "extract/eval/tally.h"

#include "corpus/text/buffer.h"

/* All values of one deal, as a line for people. */
enum { MAX_SUMMARY_BYTES = 64 * 1024 };

ds_status ds_tally_init(ds_tally *tally, size_t max_examples, ds_arena *arena)
{
    *tally = (ds_tally){.max_examples = max_examples, .arena = arena};
    for (size_t c = 0; c < DS_SLIPS; c++) {
        tally->classes[c].examples = DS_ARENA_NEW(arena, max_examples, ds_tally_example);
        if (!tally->classes[c].examples) {
            return DS_ENOMEM;
        }
    }
    return DS_OK;
}

static ds_str keep(ds_tally *tally, ds_str text)
{
    ds_str copy = ds_arena_copy(tally->arena, text);
    tally->failed = tally->failed || !copy.ptr;
    return copy;
}

/* The values of a deal, field by field: "acquirer A, target B". */
static ds_str summary(ds_tally *tally, const ds_answers *values)
{
    ds_buf out = ds_buf_make(MAX_SUMMARY_BYTES);
    for (size_t f = 0; f < DS_SCORE_FIELDS; f++) {
        for (size_t i = 0; i < values[f].n_items; i++) {
            ds_buf_format(&out, "%s%s ", out.len ? ", " : "",
                          ds_score_field_name((ds_score_field)f));
            ds_buf_add(&out, values[f].items[i].shown);
        }
    }
    ds_str kept = keep(tally, ds_buf_str(&out));
    ds_buf_free(&out);
    return kept;
}

static void add_example(ds_tally *tally, ds_tally_class *class, const ds_slip *slip)
{
    bool whole = slip->field == DS_SCORE_FIELDS;
    ds_tally_example *example = &class->examples[class->n_examples++];
    *example = (ds_tally_example){.source = tally->paper->document.source,
                                  .id = tally->paper->document.id,
                                  .field = slip->field};
    if (slip->told) {
        example->told = keep(tally, slip->told->shown);
    } else if (whole && slip->record) {
        example->told = summary(tally, slip->record->values);
    }
    if (slip->wanted) {
        example->wanted = keep(tally, slip->wanted->shown);
    } else if (whole && slip->deal) {
        example->wanted = summary(tally, slip->deal->required);
    }
    if (slip->record) {
        example->rule = keep(tally, slip->record->rule);
        example->text = keep(tally, slip->record->text);
    }
}

void ds_tally_add(void *tally, const ds_slip *slip)
{
    ds_tally *all = tally;
    ds_tally_class *class = &all->classes[slip->class];
    class->n++;
    class->n_wrong += slip->n_wrong;
    class->n_missed += slip->n_missed;
    if (slip->field < DS_SCORE_FIELDS) {
        class->fields[slip->field]++;
    }
    if (class->n_examples < all->max_examples) {
        add_example(all, class, slip);
    }
}
