#include "extract/decide/judge_rate.h"

#include "corpus/text/utf8.h"

enum {
    /* Characters between the mention and its bracket: a suffix cut off the
     * name (company, plant). */
    BRACKET_GAP = 4,
    /* Bytes between the target's name and a rate of its own ("B, an early maker
     * of 1.6T chips"): some ten characters. */
    NAME_GAP = 30,
};

static bool is_open(uint32_t c)
{
    return c == '(' || c == 0xFF08;
}

static bool is_close(uint32_t c)
{
    return c == ')' || c == 0xFF09;
}

/* The bracket that opens just behind the target's mention, or an empty range. */
static ds_range find_bracket(const ds_judge_input *input, size_t sentence_end)
{
    ds_str text = ds_str_slice(input->doc->text, 0, sentence_end);
    size_t at = input->target.end;
    size_t size;
    for (size_t skipped = 0; at < text.len && skipped <= BRACKET_GAP; skipped++) {
        uint32_t c = ds_utf8_at(text, at, &size);
        if (is_open(c)) {
            size_t begin = at;
            unsigned depth = 0;
            for (; at < text.len; at += size) {
                c = ds_utf8_at(text, at, &size);
                depth += is_open(c);
                depth -= is_close(c);
                if (depth == 0) {
                    return (ds_range){begin, at};
                }
            }
            return (ds_range){begin, text.len};
        }
        if (!ds_code_is_han(c)) {
            break;
        }
        at += size;
    }
    return (ds_range){at, at};
}

/* The mention with what stands between it and a trigger in front of it. */
static ds_range find_mention(const ds_judge_input *input)
{
    ds_range mention = input->target;
    if (input->trigger.end <= mention.begin) {
        mention.begin = input->trigger.end;
    }
    return mention;
}

/* Does the rate stand right behind a name of the target, in one clause? */
static bool follows_name(const ds_judge_input *input, const ds_entity *entity)
{
    ds_str text = input->doc->text;
    ds_str name = ds_str_slice(text, input->target.begin, input->target.end);
    size_t reach = name.len + NAME_GAP;
    size_t from = entity->begin > reach ? entity->begin - reach : 0;
    size_t found =
        name.len ? ds_str_find(ds_str_slice(text, 0, entity->begin), name, from) : SIZE_MAX;
    if (found == SIZE_MAX) {
        return false;
    }
    size_t size;
    for (size_t at = found + name.len; at < entity->begin; at += size) {
        if (ds_cue_mark_at(text, at, &size) != DS_MARK_NONE) {
            return false;
        }
    }
    return true;
}

static bool is_inside(ds_range range, const ds_entity *entity)
{
    return entity->begin >= range.begin && entity->end <= range.end;
}

/* The cue whose stretch holds the rate; `value` is "bought" or "other". */
static const ds_cue_hit *find_claim(const ds_cue_view *view, const ds_cue_factors *factors,
                                    const ds_entity *entity, ds_str value)
{
    for (size_t i = 0; i < view->n_hits; i++) {
        const ds_cue_hit *hit = &view->hits[i];
        if (hit->field == DS_CUE_RATE && ds_str_equal(hit->pattern->value, value) &&
            is_inside(hit->where, entity) && ds_cue_weigh(view, factors, hit) > 0) {
            return hit;
        }
    }
    return NULL;
}

static bool is_known(const ds_rate_find *found, size_t n_found, const ds_entity *entity)
{
    for (size_t i = 0; i < n_found; i++) {
        if (strcmp(found[i].entity->rate.text, entity->rate.text) == 0) {
            return true;
        }
    }
    return false;
}

/* The rule that claims the rate for the target; an empty view if none does. */
static ds_str claim(const ds_cue_view *view, const ds_cue_factors *factors, ds_range mention,
                    ds_range bracket, const ds_entity *entity)
{
    const ds_judge_input *input = view->input;
    ds_str none = {NULL, 0};
    if (is_inside(mention, entity) && !ds_cue_foreign_between(view, mention.begin, entity->begin)) {
        return DS_STR("rate_class.mention");
    }
    bool other = find_claim(view, factors, entity, DS_STR("other"));
    if (!other && follows_name(input, entity)) {
        return DS_STR("rate_class.mention");
    }
    if (entity->begin < input->target.end ||
        ds_cue_foreign_between(view, input->target.end, entity->begin)) {
        return none;
    }
    if (other) {
        return none;
    }
    if (is_inside(bracket, entity)) {
        return DS_STR("rate_class.mention");
    }
    const ds_cue_hit *hit = find_claim(view, factors, entity, DS_STR("bought"));
    return hit ? hit->pattern->id : none;
}

size_t ds_judge_rates(const ds_cue_view *view, const ds_cue_factors *factors,
                      ds_rate_find out[DS_JUDGE_MAX_VALUES])
{
    const ds_judge_input *input = view->input;
    size_t n_out = 0;
    if (input->target.end == input->target.begin || !input->doc->text.ptr) {
        return 0;
    }
    ds_range mention = find_mention(input);
    ds_range bracket = find_bracket(input, view->zones[DS_ZONE_SENTENCE].end);
    for (size_t i = 0; i < input->n_entities && n_out < DS_JUDGE_MAX_VALUES; i++) {
        const ds_entity *entity = &input->entities[i];
        if (entity->kind != DS_ENTITY_RATE || is_known(out, n_out, entity)) {
            continue;
        }
        ds_str rule = claim(view, factors, mention, bracket, entity);
        if (rule.len > 0) {
            out[n_out++] = (ds_rate_find){entity, rule};
        }
    }
    return n_out;
}
