#include "extract/decide/joined.h"

#include "corpus/text/utf8.h"

/* Tokens that a stake may have beside it, those of a remark in brackets, and the words
 * before a name that say what it is. */
enum { MAX_LINKS = 6, MAX_REMARK = 16, MAX_TITLE = 4 };

static bool is_quote(const ds_analysis *analysis, size_t i)
{
    size_t size;
    uint32_t c =
        i < analysis->n_tokens ? ds_utf8_at(analysis->text, analysis->tokens[i].begin, &size) : 0;
    return c == '"' || c == 0x201C || c == 0x201D;
}

/* The token itself, or if it is a quotation mark the one beyond it. */
static size_t past_quote(const ds_analysis *analysis, size_t i, bool forward)
{
    return !is_quote(analysis, i) ? i : forward ? i + 1 : i - 1;
}

/* Does the candidate fill the place between two marks? */
static bool is_delimited(const ds_analysis *analysis, const ds_candidate *candidate)
{
    size_t next = candidate->last + 1u;
    bool before =
        candidate->first == 0 || analysis->tokens[candidate->first - 1u].kind == DS_TOKEN_MARK;
    return before && (next >= analysis->n_tokens || analysis->tokens[next].kind == DS_TOKEN_MARK);
}

/* The longest name-like candidate that begins (or ends) with that token, which
 * may be its quotation mark. */
static const ds_candidate *neighbour(const ds_analysis *analysis, size_t token, bool begins)
{
    const ds_candidate *best = NULL;
    token = past_quote(analysis, token, begins);
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        size_t edge = begins ? candidate->first : candidate->last;
        bool doubtful = candidate->bits & DS_NOMINEE_INNER && !is_delimited(analysis, candidate);
        bool plain =
            candidate->bits & DS_NOMINEE_COMMON && !(candidate->bits & DS_NOMINEE_DESCRIBED);
        bool number = candidate->first == candidate->last &&
                      analysis->tokens[candidate->first].kind == DS_TOKEN_NUMBER;
        if (edge != token || doubtful || plain || number) {
            continue;
        }
        if (!best || candidate->end - candidate->begin > best->end - best->begin) {
            best = candidate;
        }
    }
    return best;
}

/* The token where a joiner may stand, behind a candidate or before it, and beyond its
 * quotation mark; beyond the last token if none can. */
static size_t joint_beside(const ds_analysis *analysis, const ds_candidate *at, bool behind)
{
    return past_quote(analysis, behind ? at->last + 1u : (size_t)at->first - 1u, behind);
}

/* Behind a name: past a remark in brackets, as aliases stand there. */
static size_t skip_remark(const ds_analysis *analysis, size_t i)
{
    size_t stop = i;
    bool inside = i > 0 && i < analysis->n_tokens && analysis->depth[i] > analysis->depth[i - 1];
    while (inside && stop < analysis->n_tokens && stop < i + MAX_REMARK &&
           analysis->depth[stop] > analysis->depth[i - 1]) {
        stop++;
    }
    return inside && stop < i + MAX_REMARK ? stop : i;
}

/* A word such as those before a name that say who that is: "natural person", "German". */
static bool is_title(const ds_analysis *analysis, size_t i)
{
    if (i >= analysis->n_tokens) {
        return false;
    }
    const ds_token *token = &analysis->tokens[i];
    return token->kind == DS_TOKEN_WORD &&
           (token->pos == DS_POS_NOUN || token->pos == DS_POS_VERBNOUN ||
            token->pos == DS_POS_PLACE || token->pos == DS_POS_ORG || token->pos == DS_POS_IDIOM);
}

/* The name that begins with the token or behind the titles from there on. */
static const ds_candidate *behind_titles(const ds_analysis *analysis, size_t token)
{
    const ds_candidate *found = neighbour(analysis, token, true);
    for (size_t n = 0; !found && n < MAX_TITLE && is_title(analysis, token); n++) {
        found = neighbour(analysis, ++token, true);
    }
    return found;
}

/* Before the joiner: the name that ends with the token, or before a remark that does. */
static const ds_candidate *before_remark(const ds_analysis *analysis, size_t token)
{
    const ds_candidate *found = neighbour(analysis, token, false);
    size_t start = token;
    while (!found && start > 0 && start + MAX_REMARK > token && analysis->depth[start] > 0) {
        start--;
    }
    bool outside = start != token && analysis->depth[start] == 0;
    return found || !outside ? found : neighbour(analysis, start, false);
}

const ds_candidate *ds_joined_party(const ds_joints *joints, const ds_analysis *analysis,
                                    const ds_candidate *at, bool behind)
{
    size_t joint = joint_beside(analysis, at, behind);
    if (behind) {
        joint = skip_remark(analysis, joint);
        return joint + 1 < analysis->n_tokens &&
                       ds_analysis_word_in(joints->joiners, analysis, joint)
                   ? behind_titles(analysis, joint + 1)
                   : NULL;
    }
    for (size_t n = 0; n < MAX_TITLE && is_title(analysis, joint); n++) {
        joint--;
    }
    return joint - 1 < analysis->n_tokens && ds_analysis_word_in(joints->joiners, analysis, joint)
               ? before_remark(analysis, joint - 1)
               : NULL;
}

const ds_candidate *ds_joined_name(const ds_joints *joints, const ds_analysis *analysis,
                                   const ds_candidate *at, bool behind)
{
    size_t joint = joint_beside(analysis, at, behind);
    size_t next = behind ? joint + 1 : joint - 1;
    return next < analysis->n_tokens && ds_analysis_word_in(joints->joiners, analysis, joint)
               ? neighbour(analysis, next, behind)
               : NULL;
}

/* The first token behind a name's shares, or SIZE_MAX: none are told there. */
static size_t end_of_shares(const ds_joints *joints, const ds_analysis *analysis, size_t i)
{
    i = past_quote(analysis, i, true);
    i = skip_remark(analysis, i);
    for (size_t limit = i + MAX_LINKS;
         i < limit && ds_analysis_word_in(joints->links, analysis, i);) {
        i++;
    }
    if (!ds_analysis_entity(analysis, i, DS_ENTITY_STAKE)) {
        return SIZE_MAX;
    }
    i++;
    for (size_t limit = i + MAX_LINKS;
         i < limit && ds_analysis_word_in(joints->links, analysis, i);) {
        i++;
    }
    return i;
}

/* Of the candidates that begin with the token, the longest with shares behind it. */
static const ds_candidate *with_shares(const ds_joints *joints, const ds_analysis *analysis,
                                       size_t token)
{
    const ds_candidate *best = NULL;
    token = past_quote(analysis, token, true);
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        bool longer = !best || candidate->end - candidate->begin > best->end - best->begin;
        if (candidate->first == token && longer &&
            end_of_shares(joints, analysis, candidate->last + 1u) != SIZE_MAX) {
            best = candidate;
        }
    }
    return best;
}

const ds_candidate *ds_joined_target(const ds_joints *joints, const ds_analysis *analysis,
                                     const ds_candidate *at, bool behind)
{
    const ds_candidate *next = ds_joined_name(joints, analysis, at, behind);
    size_t joint = next || !behind ? SIZE_MAX : end_of_shares(joints, analysis, at->last + 1u);
    return joint < analysis->n_tokens && ds_analysis_word_in(joints->shares, analysis, joint)
               ? with_shares(joints, analysis, joint + 1)
               : next;
}
