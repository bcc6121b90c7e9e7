/* dealsift normalise amount|date|stake|rate: one expression a line in, one
 * JSON object a line out, read by the very code the extractor uses.
 *
 *   amount {"value", "min", "max", "qualifier", "currency", "bare", "per_unit"}
 *   date   {"value", "start", "end", "precision", "basis"}
 *   stake  {"value", "min", "max", "qualifier", "control", "before", "shares"}
 *   rate   {"value", "max", "per_lane", "lanes", "also"}
 *
 * Where "value" is null a last key "reason" says why: a range (which has min
 * and max), a vague number; or no such expression, then it is the only other.
 */
#include "corpus/text/utf8.h"
#include "corpus/text/width.h"
#include "extract/command/command.h"
#include "extract/command/options.h"
#include "extract/prepare/traditional.h"
#include "extract/recognise/calendar.h"
#include "extract/recognise/recognise.h"

#include <stdio.h>
#include <string.h>

/* No expression is longer; what is gets a reason instead of memory. */
enum { MAX_LINE_BYTES = 1024 };

static const char usage[] =
    "usage: dealsift normalise amount|date|stake|rate [--published YYYY-MM-DD]\n"
    "                          [--header TEXT] [--rules FILE]... [--pack FILE]\n"
    "Reads one expression a line from standard input, writes one JSON object a line.\n"
    "--published is the day from which words like last year are counted, --header the words\n"
    "of a table's header that give the unit of its numbers.\n";

/* What is asked for. */
typedef struct request {
    ds_entity_kind kind;
    const char *published;
    const char *header; /* of the table that the numbers stand in, or NULL */
    ds_amount_unit unit;
} request;

/* What a line is read with; scratch is kept from line to line. */
typedef struct reader {
    const request *asked;
    ds_recogniser *recogniser;
    ds_traditional *traditional;
    ds_buf folded; /* the line in simplified characters of common width */
    ds_buf closed; /* the same without spaces inside words              */
} reader;

static bool read_kind(const char *name, ds_entity_kind *out)
{
    for (ds_entity_kind kind = DS_ENTITY_AMOUNT; kind <= DS_ENTITY_RATE; kind++) {
        if (strcmp(name, ds_entity_kind_name(kind)) == 0) {
            *out = kind;
            return true;
        }
    }
    return false;
}

/* DS_EXIT_OK or, after a message, DS_EXIT_USAGE. */
static int read_request(const ds_options *options, request *out)
{
    ds_day day;
    if (out->published[0] && !ds_day_parse(ds_str_from(out->published), &day)) {
        return ds_options_refuse(options, "'%s' is no day like 2025-03-14", out->published);
    }
    if (options->n_arguments != 1) {
        return ds_options_refuse(options, "one of amount, date, stake, rate is needed");
    }
    if (!read_kind(options->arguments[0], &out->kind)) {
        return ds_options_refuse(options, "cannot normalise '%s'", options->arguments[0]);
    }
    return DS_EXIT_OK;
}

/* "key": decimal or null */
static void put_number(const char *key, bool known, ds_decimal value)
{
    char text[DS_DECIMAL_TEXT_BYTES];
    ds_decimal_write(value, text);
    printf("\"%s\":%s", key, known ? text : "null");
}

/* "key": string or null; values hold no characters to escape */
static void put_text(const char *key, const char *value)
{
    if (value[0] != '\0') {
        printf("\"%s\":\"%s\"", key, value);
    } else {
        printf("\"%s\":null", key);
    }
}

static void put_reason(const char *reason)
{
    printf("{\"value\":null,\"reason\":\"%s\"}\n", reason);
}

static void put_amount(const ds_amount *amount)
{
    printf("{");
    put_number("value", amount->has_value, amount->value);
    printf(",");
    put_number("min", amount->has_min, amount->min);
    printf(",");
    put_number("max", amount->has_max, amount->max);
    printf(",\"qualifier\":\"%s\",", ds_qualifier_name(amount->qualifier));
    put_text("currency", amount->currency);
    printf(",\"bare\":%s,\"per_unit\":%s", amount->bare ? "true" : "false",
           amount->per_unit ? "true" : "false");
}

static void put_date(const ds_date *date)
{
    printf("{");
    put_text("value", date->text);
    printf(",");
    put_text("start", date->start);
    printf(",");
    put_text("end", date->end);
    printf(",\"precision\":\"%s\",\"basis\":\"%s\"", ds_date_precision_name(date->precision),
           ds_date_basis_name(date->basis));
}

static void put_stake(const ds_stake *stake)
{
    printf("{");
    put_number("value", stake->has_percent, stake->percent);
    printf(",");
    put_number("min", stake->has_min, stake->min);
    printf(",");
    put_number("max", stake->has_max, stake->max);
    printf(",\"qualifier\":\"%s\",\"control\":%s,", ds_qualifier_name(stake->qualifier),
           stake->control ? "true" : "false");
    put_number("before", stake->has_before, stake->before);
    printf(",");
    put_number("shares", stake->has_shares, stake->shares);
}

static void put_rate(const ds_rate *rate)
{
    printf("{");
    put_text("value", rate->text);
    printf(",");
    put_text("max", rate->high);
    printf(",\"per_lane\":%s,\"lanes\":", rate->per_lane ? "true" : "false");
    if (rate->lanes > 0) {
        printf("%u", (unsigned)rate->lanes);
    } else {
        printf("null");
    }
    printf(",\"also\":[");
    for (size_t i = 0; i < DS_RATE_ALSO && rate->also[i][0] != '\0'; i++) {
        printf("%s\"%s\"", i > 0 ? "," : "", rate->also[i]);
    }
    printf("]");
}

static void put_entity(const ds_entity *entity)
{
    const char *lack = ds_recogniser_lack(entity);
    if (entity->kind == DS_ENTITY_DATE && lack) {
        put_reason(lack);
        return;
    }
    switch (entity->kind) {
    case DS_ENTITY_AMOUNT:
        put_amount(&entity->amount);
        break;
    case DS_ENTITY_DATE:
        put_date(&entity->date);
        break;
    case DS_ENTITY_STAKE:
        put_stake(&entity->stake);
        break;
    default:
        put_rate(&entity->rate);
        break;
    }
    if (lack) {
        printf(",\"reason\":\"%s\"", lack);
    }
    puts("}");
}

/* Takes out the spaces beside Chinese characters, which flattened text has in
 * the middle of words; false: there was none. */
static bool close_up(ds_str text, ds_buf *out)
{
    size_t size;
    uint32_t before = 0;
    bool closed = false;
    ds_buf_clear(out);
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t code = ds_utf8_at(text, at, &size);
        size_t next;
        bool beside = ds_code_is_han(before) ||
                      (at + size < text.len && ds_code_is_han(ds_utf8_at(text, at + size, &next)));
        if (ds_code_is_space(code) && beside) {
            closed = true;
            continue;
        }
        ds_buf_add(out, ds_str_slice(text, at, at + size));
        before = code;
    }
    return closed && !out->failed;
}

/* Reads `text`, at the second try without spaces in the middle of words. */
static bool read_text(reader *with, ds_str text, ds_entity *out, const char **reason)
{
    ds_recognise_context context = {
        .published = ds_str_from(with->asked->published), .unit = with->asked->unit, .whole = true};
    ds_entity_kind kind = with->asked->kind;
    const char *ignored; /* the text as it was given has the better reason */
    return ds_recogniser_normalise(with->recogniser, kind, text, &context, out, reason) == DS_OK ||
           (close_up(text, &with->closed) &&
            ds_recogniser_normalise(with->recogniser, kind, ds_buf_str(&with->closed), &context,
                                    out, &ignored) == DS_OK);
}

/* The text in simplified characters of common width; false: out of memory. */
static bool fold(reader *with, ds_str text)
{
    ds_buf_clear(&with->folded);
    ds_width_fold(text, &with->folded);
    if (!with->folded.failed) {
        ds_traditional_fold(with->traditional, with->folded.ptr, with->folded.len);
    }
    return !with->folded.failed;
}

static void normalise_line(reader *with, ds_str line)
{
    ds_entity entity;
    const char *reason;
    if (ds_utf8_valid(line) != line.len) {
        put_reason("not UTF-8");
        return;
    }
    if (!fold(with, line)) {
        put_reason("out of memory");
        return;
    }
    if (read_text(with, ds_str_trim(ds_buf_str(&with->folded)), &entity, &reason)) {
        put_entity(&entity);
    } else {
        put_reason(reason);
    }
}

static int normalise_lines(reader *with)
{
    char line[MAX_LINE_BYTES];
    size_t len = 0;
    bool long_line = false;
    int byte;
    do {
        byte = getc(stdin);
        if (byte != '\n' && byte != EOF) {
            long_line = long_line || len == sizeof line;
            if (!long_line) {
                line[len++] = (char)byte;
            }
        } else if (long_line) {
            put_reason("longer than 1024 bytes");
        } else if (byte == '\n' || len > 0) {
            normalise_line(with, (ds_str){line, len});
        }
        if (byte == '\n') {
            len = 0;
            long_line = false;
        }
    } while (byte != EOF && !ferror(stdout));
    if (ferror(stdin)) {
        fputs("dealsift normalise: reading standard input failed\n", stderr);
        return DS_EXIT_NO_INPUT;
    }
    return DS_EXIT_OK;
}

/* The unit of a table's header, for numbers that have none of their own. */
static int read_header(const ds_options *options, reader *with, request *asked)
{
    if (!asked->header ||
        (fold(with, ds_str_from(asked->header)) &&
         ds_recogniser_header(with->recogniser, ds_buf_str(&with->folded), &asked->unit))) {
        return DS_EXIT_OK;
    }
    fprintf(stderr, "%s: --header '%s' names no unit of money\n", options->program, asked->header);
    return DS_EXIT_USAGE;
}

int ds_command_normalise(int argc, char **argv)
{
    request asked = {.published = ""};
    const ds_own_option own[] = {{"published", &asked.published, NULL, 0},
                                 {"header", &asked.header, NULL, 0}};
    ds_options options = {.program = "dealsift normalise", .usage = usage};
    if (!ds_options_read(&options, argc, argv, own, sizeof own / sizeof own[0])) {
        return options.exit_status;
    }
    int result = read_request(&options, &asked);
    if (result != DS_EXIT_OK) {
        return result;
    }
    ds_diag diag = {0};
    ds_ruleset *rules = NULL;
    reader with = {.asked = &asked,
                   .folded = ds_buf_make(MAX_LINE_BYTES),
                   .closed = ds_buf_make(MAX_LINE_BYTES)};
    result = ds_options_rules(&options, &rules, &diag);
    if (result == DS_EXIT_OK) {
        result = ds_exit_of_rules(&options, ds_recogniser_new(&with.recogniser, rules, &diag));
    }
    if (result == DS_EXIT_OK) {
        result = ds_exit_of_rules(&options, ds_traditional_new(&with.traditional, rules));
    }
    if (result == DS_EXIT_OK) {
        result = read_header(&options, &with, &asked);
    }
    if (result == DS_EXIT_OK) {
        result = ds_output_end(options.program, normalise_lines(&with));
    }
    ds_buf_free(&with.folded);
    ds_buf_free(&with.closed);
    ds_recogniser_free(with.recogniser);
    ds_traditional_free(with.traditional);
    ds_ruleset_free(rules);
    return result;
}
