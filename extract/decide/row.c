#include "extract/decide/row.h"

/* Rows that lack their buyer, before a text is read in rows. */
enum { LEAST_ROWS = 2, LEAST_CELLS = 3 };
/* Tokens from the beginning of a row to its trigger: adverbs and a price. */
enum { MOST_BEFORE = 5 };
/* From the day to the stake of what is bought. */
enum { MOST_CELL = 10 };

bool ds_row_is_year(const ds_analysis *analysis, size_t token)
{
    uint16_t e = analysis->tokens[token].entity;
    return e != DS_TOKEN_NOTHING && analysis->entities[e].kind == DS_ENTITY_DATE &&
           analysis->entities[e].date.bare_year;
}

static bool is_bullet(const ds_analysis *analysis, size_t token)
{
    return analysis->tokens[token].kind == DS_TOKEN_MARK &&
           analysis->marks[token] & 1u << DS_STRETCH_ROW;
}

static bool begins_row(const ds_analysis *analysis, size_t token)
{
    return ds_row_is_year(analysis, token) || is_bullet(analysis, token);
}

/* May a name hold this token?  Adverbs, prices and what else stands between are of
 * other kinds. */
static bool is_name(const ds_analysis *analysis, size_t token)
{
    for (size_t c = 0; c < analysis->nominees.n_candidates; c++) {
        const ds_candidate *candidate = &analysis->nominees.candidates[c];
        bool plain =
            candidate->bits & DS_NOMINEE_COMMON && !(candidate->bits & DS_NOMINEE_DESCRIBED);
        if (!plain && candidate->first <= token && candidate->last >= token) {
            return true;
        }
    }
    return false;
}

/* Does the trigger follow with no name in between? */
static bool lacks_buyer(const ds_analysis *analysis, size_t first)
{
    for (size_t i = first + 1; i < analysis->n_tokens && i <= first + MOST_BEFORE; i++) {
        if (analysis->tokens[i].trigger != DS_TOKEN_NOTHING) {
            return true;
        }
        bool stops = begins_row(analysis, i) || analysis->clause[i] != analysis->clause[first];
        if (stops || is_name(analysis, i)) {
            return false;
        }
    }
    return false;
}

/* A day, and a name at once. */
static bool begins_cells(const ds_analysis *analysis, size_t token)
{
    return ds_analysis_entity(analysis, token, DS_ENTITY_DATE) && token + 1 < analysis->n_tokens &&
           (analysis->tokens[token + 1].kind == DS_TOKEN_WORD ||
            analysis->tokens[token + 1].kind == DS_TOKEN_UNKNOWN ||
            analysis->tokens[token + 1].kind == DS_TOKEN_LATIN);
}

/* Do a name and a stake follow, without a verb? */
static bool holds_stake(const ds_analysis *analysis, size_t first)
{
    for (size_t i = first + 1; i < analysis->n_tokens && i <= first + MOST_CELL; i++) {
        if (ds_analysis_entity(analysis, i, DS_ENTITY_STAKE)) {
            return true;
        }
        bool verb = analysis->tokens[i].trigger != DS_TOKEN_NOTHING;
        if (verb || begins_cells(analysis, i) || analysis->clause[i] != analysis->clause[first]) {
            return false;
        }
    }
    return false;
}

/* Rows of a table: numbered if there are enough. */
static void find_cells(ds_analysis *analysis, uint16_t *row)
{
    size_t whole = 0;
    for (size_t i = 0; i < analysis->n_tokens && whole < LEAST_CELLS; i++) {
        whole += begins_cells(analysis, i) && holds_stake(analysis, i);
    }
    analysis->cells = whole >= LEAST_CELLS;
    uint16_t number = 0;
    for (size_t i = 0; i < analysis->n_tokens && analysis->cells; i++) {
        number = (uint16_t)(number + begins_cells(analysis, i));
        row[i] = number;
    }
}

ds_status ds_rows_find(ds_analysis *analysis, ds_arena *arena)
{
    uint16_t *row = DS_ARENA_NEW(arena, analysis->n_tokens + 1, uint16_t);
    if (!row) {
        return DS_ENOMEM;
    }
    analysis->row = row;
    size_t lacking = 0;
    for (size_t i = 0; i < analysis->n_tokens && lacking < LEAST_ROWS; i++) {
        lacking += begins_row(analysis, i) && lacks_buyer(analysis, i);
    }
    uint16_t number = 0;
    for (size_t i = 0; i < analysis->n_tokens && lacking >= LEAST_ROWS; i++) {
        number = (uint16_t)(number + begins_row(analysis, i));
        row[i] = number;
    }
    if (lacking < LEAST_ROWS) {
        find_cells(analysis, row);
    }
    return DS_OK;
}
