/* lesson.h - what the files teach*.c share: the items of one softmax as they are
 * collected from a sentence, and what its gold says of them.  Private to those.
 */
#ifndef DS_LESSON_H
#define DS_LESSON_H

#include "extract/decide/choose.h"
#include "extract/decide/teach.h"

struct ds_teacher {
    ds_decider *decider;
    ds_arena *scratch;
    ds_role role;
    ds_fit *fit;
    const ds_gold_document *document;
    ds_status status;
};

/* The items of one softmax, as they are collected. */
typedef struct ds_lesson_item {
    ds_filler filler;
    uint16_t trigger;
    bool named;
    double score;
} ds_lesson_item;

typedef struct ds_lesson {
    ds_teacher *teacher;
    const ds_analysis *analysis;
    ds_lesson_item *items;
    size_t n_items, max;
    bool store; /* into the fit, or only score */
} ds_lesson;

/* An item sink: keeps the item, and stores its features in the fit or scores them. */
void ds_lesson_keep(void *payload, const ds_filler *filler, uint16_t trigger,
                    const ds_feature_list *list);

/* Room for all items of a softmax of the sentence, in the teacher's scratch.
 * False: no memory, and the teacher knows. */
bool ds_lesson_start(ds_teacher *teacher, const ds_analysis *analysis, ds_lesson *out, bool store);

/* Does the folded sentence hold any of the field's surfaces? */
bool ds_lesson_told(const ds_gold_field *field, ds_str sentence);

/* A name that returns in another sentence need not be a target there: some
 * other value of the deal must stand beside it. */
bool ds_lesson_supports(const ds_gold_deal *deal, ds_str sentence, bool alone);

/* The sentence itself, folded, without what came before it; in `arena`. */
ds_str ds_lesson_sentence(const ds_analysis *analysis, ds_arena *arena);

/* Is the sentence nearly all of the document? */
bool ds_lesson_alone(const ds_gold_document *document, const ds_analysis *analysis);

/* What a gold field says of a text: of itself, or of the full name for which the document lets it
 * stand. */
ds_fit_label ds_lesson_label(ds_teacher *teacher, ds_str text, const ds_gold_field *field);

/* The text of a candidate, folded; in `arena`. */
ds_str ds_lesson_form(const ds_analysis *analysis, const ds_candidate *candidate, ds_arena *arena);

/* Who the text around is about, of a deal whose sentence names no buyer: `anchor` is its
 * target.  Teaches nothing if the sentence names one. */
void ds_teach_topic(ds_teacher *teacher, const ds_analysis *analysis, const ds_gold_deal *deal,
                    const ds_lesson_item *anchor);

/* The lessons of one sentence for the role "target"; the teacher's status tells faults. */
void ds_teach_targets(ds_teacher *teacher, const ds_analysis *analysis);

#endif /* DS_LESSON_H */
