/* deal_text.h - a marked text as the judge's input, for unit tests.
 *
 *   [A:name] [a:description]  the acquirer, named or only described
 *   [T:name] [t:description]  the target, likewise
 *   <verb>  <<verb>>          the deal's trigger; a trigger of another deal
 *   [R:400G] [S:51] [D:2019]  a rate class; a stake in per cent; a date
 *   #heading# text            the section's heading, at the start only;
 *   #above##heading#          with the heading above it
 *   |                         a new paragraph begins
 *
 * Marks do not nest, except that [R: ], [S: ] and [D: ] may stand inside others.
 */
#ifndef DS_TEST_DEAL_TEXT_H
#define DS_TEST_DEAL_TEXT_H

#include "extract/decide/judge.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEAL_TEXT_BYTES = 2048, DEAL_TEXT_ITEMS = 16 };

typedef struct deal_text {
    char text[DEAL_TEXT_BYTES];
    size_t len;
    ds_sentence sentences[DEAL_TEXT_ITEMS];
    ds_section sections[3]; /* none, above, own */
    ds_trigger triggers[DEAL_TEXT_ITEMS];
    ds_entity entities[DEAL_TEXT_ITEMS];
    ds_prepared doc;
    ds_range parties[1];
    ds_judge_input input;
    bool new_paragraph;
} deal_text;

static void deal_text_close(deal_text *deal)
{
    size_t n = deal->doc.n_sentences;
    size_t begin = n ? deal->sentences[n - 1].end : deal->sections[2].end;
    if (deal->len > begin && n < DEAL_TEXT_ITEMS) {
        unsigned flags = n == 0 || deal->new_paragraph ? DS_SENTENCE_PARAGRAPH : 0u;
        deal->sentences[n] = (ds_sentence){begin, deal->len, flags, 1, 2};
        deal->doc.n_sentences++;
        deal->new_paragraph = false;
    }
}

static void deal_text_trigger(deal_text *deal, size_t begin, bool own)
{
    deal->triggers[deal->doc.n_triggers++] = (ds_trigger){begin, deal->len, 0};
    if (own) {
        deal->input.trigger = (ds_range){begin, deal->len};
        deal->input.sentence = deal->doc.n_sentences;
    }
}

static void deal_text_mark(deal_text *deal, char mark, size_t begin)
{
    ds_range range = {begin, deal->len};
    ds_judge_input *input = &deal->input;
    ds_entity *entity = &deal->entities[input->n_entities];
    *entity = (ds_entity){.begin = begin, .end = deal->len, .core = begin};
    switch (mark) {
    case 'A':
    case 'a':
        input->acquirer = range;
        deal->parties[0] = range;
        input->parties = deal->parties;
        input->n_parties = 1;
        input->named_acquirer = mark == 'A';
        break;
    case 'T':
    case 't':
        input->target = range;
        input->named_target = mark == 'T';
        break;
    case 'R':
        entity->kind = DS_ENTITY_RATE;
        for (size_t i = 0; begin + i < deal->len && i + 1 < sizeof entity->rate.text; i++) {
            entity->rate.text[i] = deal->text[begin + i];
        }
        input->n_entities++;
        break;
    case 'D':
        entity->kind = DS_ENTITY_DATE;
        input->n_entities++;
        break;
    default:
        entity->kind = DS_ENTITY_STAKE;
        entity->stake.has_percent = true;
        entity->stake.percent.coefficient = atoi(deal->text + begin);
        input->n_entities++;
        break;
    }
}

static void deal_text_widen(ds_range *clause, ds_range part)
{
    if (part.end == part.begin) {
        return;
    }
    clause->begin = part.begin < clause->begin ? part.begin : clause->begin;
    clause->end = part.end > clause->end ? part.end : clause->end;
}

/* Fills *deal; all views point into it. */
static void deal_text_read(deal_text *deal, const char *marked)
{
    struct {
        char mark;
        size_t begin;
    } open[4];
    size_t depth = 0;
    memset(deal, 0, sizeof *deal);
    deal->doc.sections = deal->sections;
    deal->doc.n_sections = 3;
    for (unsigned level = strstr(marked, "##") ? 1 : 2; *marked == '#'; level++) {
        size_t size = strcspn(marked + 1, "#");
        memcpy(deal->text + deal->len, marked + 1, size);
        deal->sections[level] = (ds_section){deal->len, deal->len + size, level};
        deal->len = deal->sections[2].begin = deal->sections[2].end = deal->len + size;
        if (level == 2) {
            deal->sections[2].begin -= size;
        }
        marked += size + 2;
    }
    deal->sections[2].level = 2;
    for (const char *at = marked; *at; at++) {
        if (*at == '[' && at[1] && at[2] == ':') {
            open[depth].mark = at[1];
            open[depth++].begin = deal->len;
            at += 2;
        } else if (*at == '<') {
            open[depth].mark = at[1] == '<' ? 'x' : '<';
            open[depth++].begin = deal->len;
            at += at[1] == '<';
        } else if (*at == ']') {
            depth--;
            deal_text_mark(deal, open[depth].mark, open[depth].begin);
        } else if (*at == '>') {
            depth--;
            deal_text_trigger(deal, open[depth].begin, open[depth].mark == '<');
            at += open[depth].mark == 'x';
        } else if (*at == '|') {
            deal_text_close(deal);
            deal->new_paragraph = true;
        } else {
            deal->text[deal->len++] = *at;
            if (deal->len >= 3 && memcmp(deal->text + deal->len - 3, "。", 3) == 0) {
                deal_text_close(deal);
            }
        }
    }
    deal_text_close(deal);
    deal->doc.text = deal->doc.source = (ds_str){deal->text, deal->len};
    deal->doc.sentences = deal->sentences;
    deal->doc.triggers = deal->triggers;
    deal->input.doc = &deal->doc;
    deal->input.entities = deal->entities;
    deal->input.clause = deal->input.trigger;
    deal_text_widen(&deal->input.clause, deal->input.acquirer);
    deal_text_widen(&deal->input.clause, deal->input.target);
}

#endif /* DS_TEST_DEAL_TEXT_H */
