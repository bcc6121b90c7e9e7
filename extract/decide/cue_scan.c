#include "extract/decide/cue_scan.h"

#include "corpus/text/utf8.h"
#include "rules/sweep.h"

#include <stdio.h>
#include <stdlib.h>

/* A cue of the rule set with its field taken apart. */
typedef struct cue_entry {
    const ds_pattern *pattern;
    ds_cue_field field;
    ds_cue_side side;
    uint16_t first_hit; /* of the text at hand: numbers in `found`, NO_HIT for none */
    uint16_t last_hit;
} cue_entry;

enum { NO_HIT = UINT16_MAX };

struct ds_cue_scan {
    cue_entry *entries;
    size_t n_entries;
    ds_sweep *sweep;            /* of the entries */
    bool *wanted[DS_ZONES];     /* by entry: it can count there, only there is it looked for */
    const ds_lexicon *triggers; /* or NULL */
    size_t class_column;
    ds_budget *budget;                  /* borrowed, may be NULL */
    ds_cue_hit found[DS_CUE_MAX_HITS];  /* in order of zone and place */
    uint16_t next_hit[DS_CUE_MAX_HITS]; /* of the same entry */
    size_t n_found;
    ds_cue_zone zone; /* that is being read */
    ds_cue_hit hits[DS_CUE_MAX_HITS];
    size_t n_hits;
    ds_range zones[DS_ZONES];
    ds_buf key; /* the text the hits belong to */
    bool valid;
};

enum {
    OPTION_NAME_BYTES = 48,
    /* Of a neighbouring sentence only this much is read: some 120 Chinese
     * characters, past which nearness leaves next to nothing of a cue. */
    NEIGHBOUR_BYTES = 360,
    HEADING_MAX_BYTES = 360,
    /* Reasons and outcomes are told within some 300 Chinese characters. */
    LATER_BYTES = 900,
    KEY_MAX_BYTES =
        DS_SENTENCE_MAX_BYTES + 2 * NEIGHBOUR_BYTES + LATER_BYTES + 2 * HEADING_MAX_BYTES,
};

static const char *const zone_names[DS_ZONES] = {"",      "before",  "after",
                                                 "later", "heading", "parent"};

static const ds_str field_names[DS_CUE_FIELDS] = {
    [DS_CUE_STATUS] = DS_STR_INIT("status"), [DS_CUE_FACTUALITY] = DS_STR_INIT("factuality"),
    [DS_CUE_KIND] = DS_STR_INIT("kind"),     [DS_CUE_PAYMENT] = DS_STR_INIT("payment"),
    [DS_CUE_MOTIVE] = DS_STR_INIT("motive"), [DS_CUE_RATE] = DS_STR_INIT("rate_class"),
    [DS_CUE_SCOPE] = DS_STR_INIT("scope"),
};

static const ds_str side_names[DS_CUE_SIDES] = {
    [DS_CUE_ANYWHERE] = DS_STR_INIT(""),      [DS_CUE_LEFT] = DS_STR_INIT(".left"),
    [DS_CUE_RIGHT] = DS_STR_INIT(".right"),   [DS_CUE_TRIGGER] = DS_STR_INIT(".trigger"),
    [DS_CUE_TARGET] = DS_STR_INIT(".target"), [DS_CUE_UNNAMED] = DS_STR_INIT(".unnamed"),
    [DS_CUE_WITHIN] = DS_STR_INIT(".within"),
};

ds_str ds_cue_field_name(ds_cue_field field)
{
    return field_names[field];
}

double ds_cue_option(const ds_ruleset *rules, ds_cue_field field, const char *name, double fallback)
{
    char key[OPTION_NAME_BYTES];
    snprintf(key, sizeof key, "%.*s.%s", DS_STR_ARGS(field_names[field]), name);
    return ds_ruleset_number(rules, key, fallback);
}

static void find_entry_zones(ds_cue_scan *scan, size_t number, const ds_ruleset *rules)
{
    const cue_entry *entry = &scan->entries[number];
    bool anywhere = entry->side == DS_CUE_ANYWHERE || entry->side == DS_CUE_UNNAMED;
    scan->wanted[DS_ZONE_SENTENCE][number] = true;
    for (unsigned z = DS_ZONE_BEFORE; z < DS_ZONES; z++) {
        bool reaches =
            anywhere || (entry->side == DS_CUE_RIGHT && (z == DS_ZONE_AFTER || z == DS_ZONE_LATER));
        /* Scope says which triggers of the neighbours are deals. */
        double fallback = entry->field == DS_CUE_SCOPE && z < DS_ZONE_HEADING;
        scan->wanted[z][number] =
            reaches && ds_cue_option(rules, entry->field, zone_names[z], fallback) > 0;
    }
}

/* False for a field of somebody else (alias, document …). */
static bool split_name(ds_str name, cue_entry *out)
{
    for (unsigned f = 0; name.ptr && f < DS_CUE_FIELDS; f++) {
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

static ds_status read_entries(ds_cue_scan *scan, const ds_ruleset *rules)
{
    const ds_pattern *patterns;
    size_t n_patterns = ds_ruleset_patterns(rules, DS_SECTION_CUE, &patterns);
    scan->entries = calloc(n_patterns + 1, sizeof *scan->entries);
    const ds_pattern **ours = calloc(n_patterns + 1, sizeof(const ds_pattern *));
    bool room = scan->entries && ours;
    for (unsigned z = 0; z < DS_ZONES; z++) {
        scan->wanted[z] = calloc(n_patterns + 1, sizeof *scan->wanted[z]);
        room = room && scan->wanted[z];
    }
    for (size_t i = 0; room && i < n_patterns; i++) {
        cue_entry *entry = &scan->entries[scan->n_entries];
        entry->pattern = &patterns[i];
        if (split_name(patterns[i].name, entry)) {
            find_entry_zones(scan, scan->n_entries, rules);
            ours[scan->n_entries++] = &patterns[i];
        }
    }
    ds_status status =
        room ? ds_sweep_new(&scan->sweep, DS_SECTION_CUE, ours, scan->n_entries) : DS_ENOMEM;
    free(ours);
    return status;
}

ds_status ds_cue_scan_new(ds_cue_scan **out, const ds_ruleset *rules)
{
    ds_cue_scan *scan = calloc(1, sizeof *scan);
    if (!scan) {
        return DS_ENOMEM;
    }
    scan->key = ds_buf_make(KEY_MAX_BYTES);
    scan->triggers = ds_ruleset_lexicon(rules, "triggers");
    scan->class_column = scan->triggers ? ds_lexicon_column(scan->triggers, "class") : 0;
    ds_status status = read_entries(scan, rules);
    if (status != DS_OK) {
        ds_cue_scan_free(scan);
        return status;
    }
    *out = scan;
    return DS_OK;
}

void ds_cue_scan_budget(ds_cue_scan *scan, ds_budget *budget)
{
    scan->budget = budget;
}

void ds_cue_scan_clear(ds_cue_scan *scan)
{
    scan->valid = false;
}

static void take_hit(void *payload, size_t pattern, ds_range where, ds_range group)
{
    (void)group;
    ds_cue_scan *scan = payload;
    if (scan->n_found == DS_CUE_MAX_HITS) {
        return;
    }
    cue_entry *entry = &scan->entries[pattern];
    size_t base = scan->zones[scan->zone].begin;
    uint16_t number = (uint16_t)scan->n_found++;
    ds_range place = {base + where.begin, base + where.end};
    scan->found[number] =
        (ds_cue_hit){entry->pattern, entry->field, entry->side, scan->zone, place, false};
    scan->next_hit[number] = NO_HIT;
    if (entry->first_hit == NO_HIT) {
        entry->first_hit = number;
    } else {
        scan->next_hit[entry->last_hit] = number;
    }
    entry->last_hit = number;
}

/* Zone by zone, then put in order of pattern. */
static void find_hits(ds_cue_scan *scan, ds_str text)
{
    scan->n_found = 0;
    for (size_t i = 0; i < scan->n_entries; i++) {
        scan->entries[i].first_hit = NO_HIT;
    }
    for (unsigned z = 0; z < DS_ZONES; z++) {
        ds_range range = scan->zones[z];
        scan->zone = (ds_cue_zone)z;
        if (text.ptr) {
            ds_sweep_text(scan->sweep, ds_str_slice(text, range.begin, range.end), scan->wanted[z],
                          scan->budget, take_hit, scan);
        }
    }
    scan->n_hits = 0;
    for (size_t i = 0; i < scan->n_entries; i++) {
        for (uint16_t h = scan->entries[i].first_hit; h != NO_HIT; h = scan->next_hit[h]) {
            scan->hits[scan->n_hits++] = scan->found[h];
        }
    }
}

/* The longest hit of a field speaks: a cue that stands inside another one's
 * words (cash in "cash flow") says nothing of its own.  Motives are not
 * exclusive: of two equally strong ones in the same words both count.  The outer one is of
 * the same field and around the inner. */
static bool is_masked_by(const ds_cue_hit *inner, const ds_cue_hit *outer)
{
    size_t inner_len = inner->where.end - inner->where.begin;
    size_t outer_len = outer->where.end - outer->where.begin;
    /* A hit that need not stand on the deal's side silences none that does. */
    bool same_place = outer->side == inner->side || outer->side == DS_CUE_ANYWHERE ||
                      outer->side == DS_CUE_WITHIN;
    if (!same_place || outer_len <= inner_len) {
        return false;
    }
    return inner->field != DS_CUE_MOTIVE || inner->pattern->weight < outer->pattern->weight ||
           ds_str_equal(inner->pattern->value, outer->pattern->value) ||
           ds_str_equal(outer->pattern->value, DS_STR("none"));
}

static void mask_contained(ds_cue_scan *scan)
{
    for (size_t i = 0; i < scan->n_hits; i++) {
        ds_cue_hit *inner = &scan->hits[i];
        /* Stretches about rates overlap on purpose, and of the head nouns only
         * the one that touches the target counts. */
        if (inner->field == DS_CUE_RATE || inner->side == DS_CUE_TARGET) {
            continue;
        }
        for (size_t k = 0; k < scan->n_hits && !inner->masked; k++) {
            const ds_cue_hit *outer = &scan->hits[k];
            bool around = outer->where.begin <= inner->where.begin &&
                          outer->where.end >= inner->where.end && outer->field == inner->field;
            inner->masked = around && is_masked_by(inner, outer);
        }
    }
}

static bool is_neighbour(const ds_sentence *first, const ds_sentence *second)
{
    return !(second->flags & DS_SENTENCE_PARAGRAPH) && first->section == second->section;
}

/* The end of the sentence before, the beginning of the one behind. */
static ds_range cut_neighbour(const ds_prepared *doc, const ds_sentence *sentence, bool keep_end)
{
    ds_range range = {sentence->begin, sentence->end};
    if (range.end - range.begin <= NEIGHBOUR_BYTES) {
        return range;
    }
    size_t *edge = keep_end ? &range.begin : &range.end;
    *edge = keep_end ? range.end - NEIGHBOUR_BYTES : range.begin + NEIGHBOUR_BYTES;
    while (!ds_utf8_boundary(doc->text, *edge)) {
        (*edge)++;
    }
    return range;
}

/* The rest of the section behind the next sentence, or as much as is read. */
static ds_range find_later(const ds_prepared *doc, size_t sentence, ds_range after)
{
    const ds_sentence *here = &doc->sentences[sentence];
    size_t first = sentence + (after.end > after.begin ? 2 : 1);
    size_t last = first;
    while (last < doc->n_sentences && doc->sentences[last].section == here->section &&
           doc->sentences[last].end - here->end <= LATER_BYTES) {
        last++;
    }
    return last > first ? (ds_range){doc->sentences[first].begin, doc->sentences[last - 1].end}
                        : (ds_range){0, 0};
}

/* Empty where there is none, or where it is part of the sentence anyway. */
static ds_range find_heading(const ds_section *section, const ds_sentence *sentence)
{
    if (!section || section->end - section->begin > HEADING_MAX_BYTES ||
        (section->begin >= sentence->begin && section->end <= sentence->end)) {
        return (ds_range){0, 0};
    }
    return (ds_range){section->begin, section->end};
}

static const ds_section *find_parent(const ds_prepared *doc, const ds_section *section)
{
    for (const ds_section *above = section; section->level > 1 && above > doc->sections;) {
        above--;
        if (above->level > 0 && above->level < section->level) {
            return above;
        }
    }
    return NULL;
}

static void find_zones(const ds_prepared *doc, size_t sentence, ds_range zones[DS_ZONES])
{
    const ds_sentence *here = &doc->sentences[sentence];
    memset(zones, 0, DS_ZONES * sizeof *zones);
    zones[DS_ZONE_SENTENCE] = (ds_range){here->begin, here->end};
    if (sentence > 0 && is_neighbour(here - 1, here)) {
        zones[DS_ZONE_BEFORE] = cut_neighbour(doc, here - 1, true);
    }
    if (sentence + 1 < doc->n_sentences && is_neighbour(here, here + 1)) {
        zones[DS_ZONE_AFTER] = cut_neighbour(doc, here + 1, false);
    }
    zones[DS_ZONE_LATER] = find_later(doc, sentence, zones[DS_ZONE_AFTER]);
    if (here->section < doc->n_sections) {
        const ds_section *section = &doc->sections[here->section];
        zones[DS_ZONE_HEADING] = find_heading(section, here);
        zones[DS_ZONE_PARENT] = find_heading(find_parent(doc, section), here);
    }
}

/* True when the hits at hand belong to just this text at just these places. */
static bool is_cached(const ds_cue_scan *scan, ds_str text, const ds_range zones[DS_ZONES])
{
    if (!scan->valid || !text.ptr || !scan->key.ptr ||
        memcmp(zones, scan->zones, sizeof scan->zones) != 0) {
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
        ds_buf_clear(&scan->key);
        for (unsigned z = 0; z < DS_ZONES; z++) {
            ds_buf_add(&scan->key, ds_str_slice(doc->text, zones[z].begin, zones[z].end));
        }
        scan->valid = !scan->key.failed;
        find_hits(scan, doc->text);
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

bool ds_cue_scan_tells_deal(const ds_cue_scan *scan, const ds_trigger *trigger)
{
    if (!scan->triggers || trigger->entry >= ds_lexicon_count(scan->triggers)) {
        return true;
    }
    ds_str kind = ds_lexicon_field(scan->triggers, trigger->entry, scan->class_column);
    return !ds_str_equal(kind, DS_STR("noun")) && !ds_str_equal(kind, DS_STR("hold"));
}

void ds_cue_scan_free(ds_cue_scan *scan)
{
    if (!scan) {
        return;
    }
    free(scan->entries);
    for (unsigned z = 0; z < DS_ZONES; z++) {
        free(scan->wanted[z]);
    }
    ds_sweep_free(scan->sweep);
    ds_buf_free(&scan->key);
    free(scan);
}
