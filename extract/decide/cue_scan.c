#include "extract/decide/cue_scan.h"

#include "corpus/text/utf8.h"

#include <stdlib.h>

/* A cue of the rule set with its field taken apart. */
typedef struct cue_entry {
    const ds_pattern *pattern;
    ds_cue_field field;
    ds_cue_side side;
} cue_entry;

struct ds_cue_scan {
    cue_entry *entries;
    size_t n_entries;
    pcre2_match_data *match;
    pcre2_match_context *context;
    ds_cue_hit hits[DS_CUE_MAX_HITS];
    size_t n_hits;
    ds_range zones[DS_ZONES];
    ds_buf key; /* the text the hits belong to */
    bool valid;
};

/* Three sentences and a heading, none longer than a sentence may be. */
enum { KEY_MAX_BYTES = 4 * DS_SENTENCE_MAX_BYTES };

static const ds_str field_names[DS_CUE_FIELDS] = {
    [DS_CUE_STATUS] = DS_STR_INIT("status"),
    [DS_CUE_FACTUALITY] = DS_STR_INIT("factuality"),
    [DS_CUE_KIND] = DS_STR_INIT("kind"),
    [DS_CUE_PAYMENT] = DS_STR_INIT("payment"),
    [DS_CUE_MOTIVE] = DS_STR_INIT("motive"),
    [DS_CUE_RATE] = DS_STR_INIT("rate_class"),
    [DS_CUE_SCOPE] = DS_STR_INIT("scope"),
};

static const ds_str side_names[DS_CUE_SIDES] = {
    [DS_CUE_ANYWHERE] = DS_STR_INIT(""),         [DS_CUE_LEFT] = DS_STR_INIT(".left"),
    [DS_CUE_RIGHT] = DS_STR_INIT(".right"),      [DS_CUE_TRIGGER] = DS_STR_INIT(".trigger"),
    [DS_CUE_TARGET] = DS_STR_INIT(".target"),    [DS_CUE_UNNAMED] = DS_STR_INIT(".unnamed"),
};

ds_str ds_cue_field_name(ds_cue_field field)
{
    return field_names[field];
}

/* False for a field of somebody else (alias, document …). */
static bool split_name(ds_str name, cue_entry *out)
{
    for (unsigned f = 0; f < DS_CUE_FIELDS; f++) {
        if (!ds_str_starts(name, field_names[f])) {
            continue;
        }
        ds_str rest = ds_str_slice(name, field_names[f].len, name.len);
        for (unsigned s = 0; s < DS_CUE_SIDES; s++) {
            if (ds_str_equal(rest, side_names[s])) {
                out->field = (ds_cue_field)f;
                out->side = (ds_cue_side)s;
                return true;
            }
        }
    }
    return false;
}

ds_status ds_cue_scan_new(ds_cue_scan **out, const ds_ruleset *rules)
{
    const ds_pattern *patterns;
    size_t n_patterns = ds_ruleset_patterns(rules, DS_SECTION_CUE, &patterns);
    ds_cue_scan *scan = calloc(1, sizeof *scan);
    if (!scan) {
        return DS_ENOMEM;
    }
    scan->key = ds_buf_make(KEY_MAX_BYTES);
    scan->entries = calloc(n_patterns ? n_patterns : 1, sizeof *scan->entries);
    scan->match = pcre2_match_data_create(1, NULL);
    scan->context = pcre2_match_context_create(NULL);
    if (!scan->entries || !scan->match || !scan->context) {
        ds_cue_scan_free(scan);
        return DS_ENOMEM;
    }
    pcre2_set_match_limit(scan->context, DS_RULE_MATCH_LIMIT);
    for (size_t i = 0; i < n_patterns; i++) {
        cue_entry *entry = &scan->entries[scan->n_entries];
        entry->pattern = &patterns[i];
        scan->n_entries += split_name(patterns[i].name, entry);
    }
    *out = scan;
    return DS_OK;
}

static void scan_zone(ds_cue_scan *scan, const cue_entry *entry, ds_str text, ds_cue_zone zone)
{
    ds_range range = scan->zones[zone];
    ds_str piece = ds_str_slice(text, range.begin, range.end);
    size_t at = 0;
    while (at < piece.len && scan->n_hits < DS_CUE_MAX_HITS) {
        int found = pcre2_match(entry->pattern->code, (PCRE2_SPTR)piece.ptr, piece.len, at,
                                PCRE2_NO_UTF_CHECK, scan->match, scan->context);
        /* 0: more groups than the one pair we keep, still a match.  Over the
         * step budget: the cue is passed over here, as documented. */
        if (found < 0) {
            return;
        }
        const PCRE2_SIZE *pair = pcre2_get_ovector_pointer(scan->match);
        if (pair[1] > pair[0]) {
            scan->hits[scan->n_hits++] = (ds_cue_hit){
                entry->pattern,
                entry->field,
                entry->side,
                zone,
                {range.begin + pair[0], range.begin + pair[1]},
                false,
            };
        }
        at = pair[1] > at ? pair[1] : at + ds_utf8_size((unsigned char)piece.ptr[at]);
    }
}

/* The longest hit of a field speaks: a cue that stands inside another one's
 * words (cash in "cash flow") says nothing of its own. */
static void mask_contained(ds_cue_scan *scan)
{
    for (size_t i = 0; i < scan->n_hits; i++) {
        ds_cue_hit *inner = &scan->hits[i];
        if (inner->field == DS_CUE_RATE) { /* stretches of text: they overlap on purpose */
            continue;
        }
        for (size_t k = 0; k < scan->n_hits && !inner->masked; k++) {
            const ds_cue_hit *outer = &scan->hits[k];
            size_t inner_len = inner->where.end - inner->where.begin;
            size_t outer_len = outer->where.end - outer->where.begin;
            inner->masked = outer->field == inner->field && outer_len > inner_len &&
                            outer->where.begin <= inner->where.begin &&
                            outer->where.end >= inner->where.end;
        }
    }
}

static void find_zones(const ds_prepared *doc, size_t sentence, ds_range zones[DS_ZONES])
{
    const ds_sentence *here = &doc->sentences[sentence];
    memset(zones, 0, DS_ZONES * sizeof *zones);
    zones[DS_ZONE_SENTENCE] = (ds_range){here->begin, here->end};
    if (sentence > 0 && !(here->flags & DS_SENTENCE_PARAGRAPH) &&
        here[-1].section == here->section) {
        zones[DS_ZONE_BEFORE] = (ds_range){here[-1].begin, here[-1].end};
    }
    if (sentence + 1 < doc->n_sentences && !(here[1].flags & DS_SENTENCE_PARAGRAPH) &&
        here[1].section == here->section) {
        zones[DS_ZONE_AFTER] = (ds_range){here[1].begin, here[1].end};
    }
    if (here->section < doc->n_sections) {
        ds_range heading = {doc->sections[here->section].begin, doc->sections[here->section].end};
        bool glued = heading.begin >= here->begin && heading.end <= here->end;
        if (!glued && heading.end - heading.begin <= DS_SENTENCE_MAX_BYTES) {
            zones[DS_ZONE_HEADING] = heading;
        }
    }
}

/* True when the hits at hand belong to just this text at just these places. */
static bool is_cached(const ds_cue_scan *scan, ds_str text, const ds_range zones[DS_ZONES])
{
    if (!scan->valid || memcmp(zones, scan->zones, sizeof scan->zones) != 0) {
        return false;
    }
    ds_str key = ds_buf_str(&scan->key);
    size_t at = 0;
    for (unsigned z = 0; z < DS_ZONES; z++) {
        ds_str piece = ds_str_slice(text, zones[z].begin, zones[z].end);
        if (!ds_str_equal(ds_str_slice(key, at, at + piece.len), piece)) {
            return false;
        }
        at += piece.len;
    }
    return true;
}

ds_status ds_cue_scan_read(ds_cue_scan *scan, const ds_prepared *doc, size_t sentence,
                           const ds_cue_hit **out, size_t *n_out)
{
    ds_range zones[DS_ZONES];
    find_zones(doc, sentence, zones);
    if (!is_cached(scan, doc->text, zones)) {
        memcpy(scan->zones, zones, sizeof zones);
        scan->n_hits = 0;
        ds_buf_clear(&scan->key);
        for (unsigned z = 0; z < DS_ZONES; z++) {
            ds_buf_add(&scan->key, ds_str_slice(doc->text, zones[z].begin, zones[z].end));
        }
        scan->valid = !scan->key.failed;
        for (size_t i = 0; i < scan->n_entries; i++) {
            for (unsigned z = 0; z < DS_ZONES; z++) {
                scan_zone(scan, &scan->entries[i], doc->text, (ds_cue_zone)z);
            }
        }
        mask_contained(scan);
    }
    *out = scan->hits;
    *n_out = scan->n_hits;
    return DS_OK;
}

const ds_range *ds_cue_scan_zones(const ds_cue_scan *scan)
{
    return scan->zones;
}

void ds_cue_scan_free(ds_cue_scan *scan)
{
    if (!scan) {
        return;
    }
    free(scan->entries);
    pcre2_match_data_free(scan->match);
    pcre2_match_context_free(scan->context);
    ds_buf_free(&scan->key);
    free(scan);
}
