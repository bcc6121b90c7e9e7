#include "extract/decide/subject.h"

#include "corpus/text/utf8.h"

enum {
    STAKE_REACH = 24, /* bytes from a stake to its noun: "issued", "in total"      */
    NOUN_REACH = 48,  /* bytes from the target to a noun with its description      */
};

ds_subject_words ds_subject_words_of(const ds_ruleset *rules)
{
    return (ds_subject_words){ds_ruleset_lexicon(rules, "subject-nouns"),
                              ds_ruleset_lexicon(rules, "subject-links")};
}

static size_t word_at(const ds_lexicon *words, ds_str text, size_t at)
{
    uint32_t entry = words && at < text.len ? ds_lexicon_longest(words, text, at) : DS_LEXICON_NONE;
    return entry == DS_LEXICON_NONE ? 0 : ds_lexicon_word(words, entry).len;
}

/* Nouns and descriptions are Han characters, letters and digits. */
static bool is_inside_phrase(uint32_t c)
{
    return ds_code_is_han(c) || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || c == '%' || c == '.';
}

/* The end of the first noun in [begin, end) with nothing but a phrase before
 * it, and of the nouns that follow it at once; 0 if there is none. */
static size_t find_noun(const ds_subject_words *words, ds_str text, size_t begin, size_t end)
{
    size_t size;
    for (size_t at = begin; at < text.len && at < end; at += size) {
        size_t len = word_at(words->nouns, text, at);
        if (len > 0) {
            for (at += len; (len = word_at(words->nouns, text, at)) > 0;) {
                at += len;
            }
            return at;
        }
        if (!is_inside_phrase(ds_utf8_at(text, at, &size))) {
            break;
        }
    }
    return 0;
}

static bool ends_in_noun(const ds_subject_words *words, ds_str text, ds_range where)
{
    for (size_t at = where.begin; at < where.end; at += ds_utf8_size((unsigned char)text.ptr[at])) {
        if (at + word_at(words->nouns, text, at) == where.end) {
            return true;
        }
    }
    return false;
}

/* Up to a comma that groups no digits: what follows is an aside. */
static size_t cut_aside(ds_str text, ds_range where)
{
    for (size_t at = where.begin + 1; at + 1 < where.end; at++) {
        bool groups = text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9' &&
                      text.ptr[at + 1] >= '0' && text.ptr[at + 1] <= '9';
        if (text.ptr[at] == ',' && !groups) {
            return at;
        }
    }
    return where.end;
}

static ds_range subject_of_stake(const ds_subject_words *words, ds_str text, const ds_entity *stake)
{
    ds_range where = {stake->begin, stake->end};
    where.end = cut_aside(text, where);
    where.begin = stake->core < where.end ? stake->core : stake->begin;
    if (ends_in_noun(words, text, where)) {
        return where;
    }
    size_t end = find_noun(words, text, where.end, where.end + STAKE_REACH);
    return end ? (ds_range){where.begin, end} : (ds_range){0, 0};
}

/* Behind the last link inside the target: the business, not its owner. */
static size_t skip_owner(const ds_subject_words *words, ds_str text, ds_range target)
{
    size_t begin = target.begin;
    for (size_t at = target.begin; at < target.end;) {
        size_t len = word_at(words->links, text, at);
        if (len > 0 && at > target.begin && at + len < target.end) {
            begin = at + len;
        }
        at += len ? len : ds_utf8_size((unsigned char)text.ptr[at]);
    }
    return begin;
}

ds_range ds_subject_find(const ds_subject_words *words, ds_str text, const ds_mention *mention)
{
    ds_range target = mention->target.where;
    if (!words->nouns || !text.ptr) {
        return (ds_range){0, 0};
    }
    if (mention->stake.found) {
        return subject_of_stake(words, text, &mention->stake.entity);
    }
    if (ds_range_empty(target)) {
        return (ds_range){0, 0};
    }
    if (ends_in_noun(words, text, target)) {
        return (ds_range){skip_owner(words, text, target), target.end};
    }
    size_t begin = target.end + word_at(words->links, text, target.end);
    size_t end = find_noun(words, text, begin, target.end + NOUN_REACH);
    return end ? (ds_range){begin, end} : (ds_range){0, 0};
}
