#include "extract/decide/cue_view.h"

#include "corpus/text/utf8.h"

static bool holds(ds_range outer, ds_range inner)
{
    return inner.begin >= outer.begin && inner.end <= outer.end;
}

static bool is_digit_at(ds_str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* A comma, but not one that groups digits. */
static bool is_comma(ds_str text, size_t at, uint32_t c)
{
    bool groups = c == ',' && at > 0 && is_digit_at(text, at - 1) && is_digit_at(text, at + 1);
    return (c == ',' || c == 0xFF0C) && !groups;
}

/* Semicolon, full stop, the bracket that opens an item of a digest. */
static bool is_stop(uint32_t c)
{
    return c == ';' || c == 0xFF1B || c == 0x3002 || c == 0x3010;
}

static bool is_mark(ds_str text, size_t at, size_t *size)
{
    uint32_t c = ds_utf8_at(text, at, size);
    return is_comma(text, at, c) || is_stop(c);
}

static bool is_scope(const ds_cue_hit *hit, ds_str value)
{
    return hit->field == DS_CUE_SCOPE && ds_str_equal(hit->pattern->value, value);
}

/* A trigger that only points back at a deal told elsewhere. */
static bool is_transparent(const ds_cue_view *view, ds_range trigger)
{
    return ds_cue_in_scope(view, DS_STR("same"), trigger);
}

/* First trigger at or after a byte: triggers are ascending. */
static size_t first_trigger(const ds_prepared *doc, size_t byte)
{
    size_t low = 0;
    size_t high = doc->n_triggers;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->triggers[middle].begin < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* "<Purchase> of B, …: A <buys> B": does a trigger govern this deal's target,
 * told once more in the trigger's own clause? */
static bool is_told_again(const ds_cue_view *view, const ds_trigger *trigger, size_t end)
{
    const ds_judge_input *input = view->input;
    ds_str text = input->doc->text;
    ds_str target = ds_str_slice(text, input->target.begin, input->target.end);
    size_t at = trigger->end;
    for (size_t size; at < end; at += size) {
        if (is_mark(text, at, &size)) {
            break;
        }
    }
    size_t found =
        target.len > 0 ? ds_str_find(ds_str_slice(text, 0, at), target, trigger->end) : SIZE_MAX;
    return found != SIZE_MAX && found != input->target.begin;
}

static size_t gap_between(ds_range a, ds_range b)
{
    return a.end <= b.begin ? b.begin - a.end : b.end <= a.begin ? a.begin - b.end : 0;
}

/* Where the deal's own trigger is a noun or only points back, the sentence's
 * verb nearest to the target is meant. */
static void find_verb(ds_cue_view *view, const ds_cue_scan *scan)
{
    const ds_judge_input *input = view->input;
    const ds_prepared *doc = input->doc;
    ds_range here = view->zones[DS_ZONE_SENTENCE];
    ds_range target = input->target.end > input->target.begin ? input->target : input->clause;
    size_t nearest = SIZE_MAX;
    view->verb = input->trigger;
    size_t own = first_trigger(doc, input->trigger.begin);
    bool verb = own >= doc->n_triggers || ds_cue_scan_tells_deal(scan, &doc->triggers[own]);
    if (verb && !is_transparent(view, input->trigger)) {
        return;
    }
    for (size_t i = first_trigger(doc, here.begin);
         i < doc->n_triggers && doc->triggers[i].end <= here.end; i++) {
        ds_range trigger = {doc->triggers[i].begin, doc->triggers[i].end};
        size_t gap = gap_between(trigger, target);
        if (gap < nearest && ds_cue_scan_tells_deal(scan, &doc->triggers[i]) &&
            !is_transparent(view, trigger)) {
            nearest = gap;
            view->verb = trigger;
        }
    }
}

bool ds_cue_in_party(const ds_judge_input *input, ds_range where)
{
    bool inside = false;
    for (size_t i = 0; i < input->n_parties && !inside; i++) {
        ds_range name = input->parties[i];
        inside = where.begin >= name.begin && where.end <= name.end;
    }
    return inside;
}

/* A party's name may hold a trigger: so-and-so Investment tells no deal. */
static bool is_in_name(const ds_judge_input *input, ds_range where)
{
    const ds_range names[] = {input->acquirer, input->target};
    bool inside = ds_cue_in_party(input, where);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        inside = inside || (where.begin >= names[i].begin && where.end <= names[i].end);
    }
    return inside;
}

/* Notes the triggers of other deals once, for the many questions to come. */
static void find_foreign(ds_cue_view *view, const ds_cue_scan *scan)
{
    const ds_judge_input *input = view->input;
    const ds_prepared *doc = input->doc;
    ds_range here = view->zones[DS_ZONE_SENTENCE];
    ds_range before = view->zones[DS_ZONE_BEFORE];
    ds_range after = view->zones[DS_ZONE_AFTER];
    ds_range later = view->zones[DS_ZONE_LATER];
    size_t begin = before.end > before.begin ? before.begin : here.begin;
    size_t end = after.end > after.begin ? after.end : here.end;
    end = later.end > end ? later.end : end;
    for (size_t i = first_trigger(doc, begin); i < doc->n_triggers && doc->triggers[i].end <= end;
         i++) {
        const ds_trigger *trigger = &doc->triggers[i];
        ds_range where = {trigger->begin, trigger->end};
        bool own = (where.begin < input->trigger.end && where.end > input->trigger.begin) ||
                   (where.begin < view->verb.end && where.end > view->verb.begin) ||
                   is_in_name(input, where);
        if (!own && view->n_foreign < DS_CUE_MAX_FOREIGN && ds_cue_scan_tells_deal(scan, trigger) &&
            !is_transparent(view, where) && !is_told_again(view, trigger, end)) {
            view->foreign[view->n_foreign++] = (ds_range){trigger->begin, trigger->end};
        }
    }
}

ds_status ds_cue_view_read(ds_cue_view *out, ds_cue_scan *scan, const ds_judge_input *input)
{
    out->input = input;
    out->n_foreign = 0;
    ds_status status =
        ds_cue_scan_read(scan, input->doc, input->sentence, &out->hits, &out->n_hits);
    if (status == DS_OK) {
        out->zones = ds_cue_scan_zones(scan);
        find_verb(out, scan);
        find_foreign(out, scan);
    }
    return status;
}

bool ds_cue_foreign_between(const ds_cue_view *view, size_t begin, size_t end)
{
    for (size_t i = 0; i < view->n_foreign && view->foreign[i].end <= end; i++) {
        if (view->foreign[i].begin >= begin) {
            return true;
        }
    }
    return false;
}

/* A bare year opens the next item of a flattened timeline: digits of 1900 to
 * 2099 with a word, not the unit of a count, right behind them. */
static bool is_year(ds_str text, size_t at)
{
    enum { YEAR_DIGITS = 4, YEAR_SIGN = 0x5E74 };
    size_t n = 0;
    while (is_digit_at(text, at + n)) {
        n++;
    }
    bool first = at == 0 ||
                 !(is_digit_at(text, at - 1) || text.ptr[at - 1] == '.' || text.ptr[at - 1] == ',');
    if (!first || n != YEAR_DIGITS || at + n >= text.len) {
        return false;
    }
    bool century = memcmp(text.ptr + at, "19", 2) == 0 || memcmp(text.ptr + at, "20", 2) == 0;
    size_t size;
    uint32_t next = ds_utf8_at(text, at + n, &size);
    return century && ds_code_is_han(next) && next != YEAR_SIGN;
}

ds_cue_mark ds_cue_mark_at(ds_str text, size_t at, size_t *size)
{
    uint32_t c = ds_utf8_at(text, at, size);
    return is_comma(text, at, c)             ? DS_MARK_COMMA
           : is_stop(c) || is_year(text, at) ? DS_MARK_STOP
                                             : DS_MARK_NONE;
}

ds_range ds_cue_clause(const ds_cue_view *view, const ds_cue_hit *hit)
{
    ds_str text = view->input->doc->text;
    ds_range zone = view->zones[hit->zone];
    ds_range out = {zone.begin, hit->where.end};
    size_t size;
    for (size_t at = zone.begin; at < hit->where.begin; at += size) {
        bool mark = is_mark(text, at, &size);
        out.begin = mark ? at + size : out.begin;
    }
    while (out.end < zone.end) {
        if (is_mark(text, out.end, &size)) {
            break;
        }
        out.end += size;
    }
    return out;
}

ds_range ds_cue_sentence_at(const ds_prepared *doc, size_t byte)
{
    const ds_sentence *sentence = &doc->sentences[ds_sentence_at(doc, byte)];
    return (ds_range){sentence->begin, sentence->end};
}

/* The short name that a bracket behind the target defines in quotation marks. */
static ds_str find_alias(const ds_judge_input *input)
{
    enum { BRACKET_BYTES = 180 };
    ds_str text = input->doc->text;
    size_t end = input->target.end + BRACKET_BYTES;
    size_t begin = 0;
    size_t size;
    if (input->target.end >= text.len || text.ptr[input->target.end] != '(') {
        return (ds_str){NULL, 0};
    }
    for (size_t at = input->target.end; at < text.len && at < end; at += size) {
        uint32_t c = ds_utf8_at(text, at, &size);
        bool quote = c == '"' || c == 0x201C || c == 0x201D;
        if (quote && begin > 0) {
            return ds_str_slice(text, begin, at);
        }
        begin = quote ? at + size : begin;
        if (c == ')') {
            break;
        }
    }
    return (ds_str){NULL, 0};
}

bool ds_cue_names_target(const ds_cue_view *view, ds_range where)
{
    const ds_judge_input *input = view->input;
    ds_str piece = ds_str_slice(input->doc->text, where.begin, where.end);
    ds_str target = ds_str_slice(input->doc->text, input->target.begin, input->target.end);
    ds_str alias = find_alias(input);
    return (target.len > 0 && ds_str_find(piece, target, 0) != SIZE_MAX) ||
           (alias.len > 0 && ds_str_find(piece, alias, 0) != SIZE_MAX);
}

bool ds_cue_holds_scope(const ds_cue_view *view, ds_str value, ds_range where)
{
    for (size_t i = 0; i < view->n_hits; i++) {
        if (is_scope(&view->hits[i], value) && holds(where, view->hits[i].where)) {
            return true;
        }
    }
    return false;
}

bool ds_cue_in_scope(const ds_cue_view *view, ds_str value, ds_range where)
{
    for (size_t i = 0; i < view->n_hits; i++) {
        if (is_scope(&view->hits[i], value) && holds(view->hits[i].where, where)) {
            return true;
        }
    }
    return false;
}
