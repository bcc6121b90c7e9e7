/* title.h - the words of a document's title, for those that choose its deals.
 *
 * A headline says what a text is about: a report on a pledge that mentions a purchase in
 * passing reads otherwise than the news of the purchase.  Read once a document, and only of a
 * title that comes with it: one found in the text differs with its layout.
 */
#ifndef DS_TITLE_H
#define DS_TITLE_H

#include "extract/decide/analysis.h"

/* Tokens of a title that count, from the left; headlines have about 20. */
enum { DS_TITLE_WORDS = 32 };

/* Whether it tells of a deal. */
typedef enum ds_title_kind {
    DS_TITLE_NONE,    /* no title                    */
    DS_TITLE_PLAIN,   /* no trigger verb in it       */
    DS_TITLE_TRIGGER, /* one or more trigger verbs   */
    DS_TITLE_NOUN,    /* no verb, but a strong noun: an announcement of the purchase of assets */
} ds_title_kind;

typedef struct ds_title {
    uint16_t words[DS_TITLE_WORDS]; /* of the context vocabulary (recognise/token.h), each once */
    size_t n_words;
    ds_title_kind kind;
} ds_title;

/* Reads `text` as it came, in simplified characters or not, into *out; empties `scratch`.
 * An empty text is no title.  DS_OK, DS_ENOMEM. */
DS_MUST_USE ds_status ds_title_read(const ds_analysis_tools *tools, ds_str text, ds_arena *scratch,
                                    ds_title *out);

#endif /* DS_TITLE_H */
