#include "extract/decide/carried.h"

#include "corpus/text/utf8.h"

/* How far back a subject is carried, in sentences of the same section. */
enum { TOPIC_SENTENCES = 6 };

ds_str ds_resolver_text(const ds_resolver *resolver, ds_range where)
{
    return ds_str_slice(resolver->prepared->text, where.begin, where.end);
}

ds_str ds_resolver_name(const ds_resolver *resolver, ds_range where)
{
    return ds_names_resolve(resolver->names, ds_resolver_text(resolver, where));
}

bool ds_resolver_same(const ds_resolver *resolver, ds_range a, ds_range b)
{
    ds_str left = ds_resolver_name(resolver, a);
    ds_str right = ds_resolver_name(resolver, b);
    return ds_str_equal(left, right) || ds_str_ends(left, right) || ds_str_ends(right, left) ||
           ds_str_starts(left, right) || ds_str_starts(right, left);
}

/* Is the name at [begin, end) of the text one of a source line, or one that is never the
 * subject of what follows? */
static bool is_no_subject(const ds_resolver *resolver, ds_str text, size_t begin, size_t end)
{
    ds_stretch stretches[DS_STRETCH_MAX];
    size_t n = resolver->stretches ? ds_stretch_find(resolver->stretches, text, stretches) : 0;
    for (size_t i = 0; i < n; i++) {
        bool refused =
            stretches[i].kind == DS_STRETCH_PARTY || stretches[i].kind == DS_STRETCH_CARRIED;
        if (refused && begin < stretches[i].where.end && end > stretches[i].where.begin) {
            return true;
        }
    }
    return false;
}

/* The first listed or defined name in [begin, end), if it stands near the
 * front: the subject of a sentence. */
static ds_range first_name(const ds_resolver *resolver, size_t begin, size_t end)
{
    enum { FRONT_BYTES = 120 };
    const ds_lexicon *companies = ds_ruleset_lexicon(resolver->rules, "companies");
    ds_str text = resolver->prepared->text;
    size_t stop = end < begin + FRONT_BYTES ? end : begin + FRONT_BYTES;
    ds_str sentence = ds_str_slice(text, begin, end);
    size_t at = begin;
    while (companies && at < stop) {
        uint32_t entry = ds_lexicon_longest(companies, text, at);
        if (entry != DS_LEXICON_NONE) {
            size_t len = ds_lexicon_word(companies, entry).len;
            if (at + len <= end &&
                !is_no_subject(resolver, sentence, at - begin, at + len - begin)) {
                return (ds_range){at, at + len};
            }
        }
        at += ds_utf8_size((unsigned char)text.ptr[at]);
    }
    return (ds_range){0, 0};
}

static bool names_target(const ds_resolver *resolver, const ds_mention *mention, ds_range party)
{
    return !ds_range_empty(mention->target.where) &&
           ds_resolver_same(resolver, mention->target.where, party);
}

/* The subject that mention m inherits: an earlier deal's buyer or the subject
 * of an earlier sentence of the section, whichever is nearer. */
ds_range ds_resolver_carried(const ds_resolver *resolver, const ds_mention *mentions, size_t m)
{
    const ds_mention *mention = &mentions[m];
    const ds_sentence *sentences = resolver->prepared->sentences;
    uint32_t section = sentences[mention->sentence].section;
    for (size_t back = 0; back <= TOPIC_SENTENCES && back <= mention->sentence; back++) {
        size_t s = mention->sentence - back;
        if (sentences[s].section != section) {
            break;
        }
        for (size_t e = m; e-- > 0 && mentions[e].sentence >= s;) {
            if (mentions[e].sentence == s && mentions[e].n_acquirer &&
                !mentions[e].acquirer[0].described &&
                !names_target(resolver, mention, mentions[e].acquirer[0].where)) {
                return mentions[e].acquirer[0].where;
            }
        }
        size_t end = back ? sentences[s].end : mention->trigger.begin;
        ds_range name = first_name(resolver, sentences[s].begin, end);
        if (!ds_range_empty(name) && !names_target(resolver, mention, name)) {
            return name;
        }
    }
    return (ds_range){0, 0};
}
