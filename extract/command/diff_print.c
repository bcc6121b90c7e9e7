#include "extract/command/diff_print.h"

#include "corpus/text/utf8.h"

#include <jansson.h>
#include <stdio.h>

/* Of a record's text: two or three lines of a terminal, some 100 characters. */
enum { EXCERPT_BYTES = 300 };

void ds_diff_print_document(ds_diff_printer *printer, const ds_document *document)
{
    printer->document = document;
    printer->named = false;
    printer->n_documents++;
}

/* Keys that name a record at a glance. */
static const char *const main_keys[] = {"acquirer", "target", "seller", "amount", "stake", "date"};

static void print_list(ds_str_list values)
{
    if (values.n_items == 0) {
        fputs("none", stdout);
    }
    for (size_t i = 0; i < values.n_items; i++) {
        printf("%s%.*s", i ? " & " : "", DS_STR_ARGS(values.items[i]));
    }
}

static void print_record(int mark, const ds_deal *deal)
{
    putchar(mark);
    size_t n = 0;
    for (size_t i = 0; i < sizeof main_keys / sizeof main_keys[0]; i++) {
        ds_str_list values = ds_deal_values(deal, ds_deal_find_key(ds_str_from(main_keys[i])));
        if (values.n_items) {
            printf("%s %s ", n++ ? "," : "", main_keys[i]);
            print_list(values);
        }
    }
    printf(" (%.*s)\n", DS_STR_ARGS(deal->rule));
}

/* Where the record's target, or its buyer, stands in its text; 0 if it does not. */
static size_t place_of(const ds_deal *deal)
{
    static const char *const fields[] = {"target", "acquirer"};
    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
        for (size_t e = 0; e < deal->n_evidence; e++) {
            const ds_evidence *row = &deal->evidence[e];
            size_t at = ds_str_equal(row->field, ds_str_from(fields[f]))
                            ? ds_str_find(deal->text, row->text, 0)
                            : SIZE_MAX;
            if (at != SIZE_MAX) {
                return at;
            }
        }
    }
    return 0;
}

/* The text, or the piece of a long one where the deal is told. */
static void print_excerpt(const ds_deal *deal)
{
    ds_str text = deal->text;
    size_t at = text.len > EXCERPT_BYTES ? place_of(deal) : 0;
    size_t begin = at > EXCERPT_BYTES / 2 ? at - EXCERPT_BYTES / 2 : 0;
    size_t end = begin + EXCERPT_BYTES < text.len ? begin + EXCERPT_BYTES : text.len;
    while (!ds_utf8_boundary(text, begin)) {
        begin++;
    }
    while (!ds_utf8_boundary(text, end)) {
        end--;
    }
    printf("    %s%.*s%s\n", begin ? "... " : "", DS_STR_ARGS(ds_str_slice(text, begin, end)),
           end < text.len ? " ..." : "");
}

static void print_text(ds_diff_printer *printer, const ds_difference *difference)
{
    const ds_deal *deal = difference->b ? difference->b : difference->a;
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    if (!printer->named) {
        printf("%.*s\n", DS_STR_ARGS(printer->document->source));
        printer->named = true;
    }
    print_record(!difference->b   ? '-'
                 : !difference->a ? '+'
                                  : '~',
                 difference->a ? difference->a : deal);
    for (size_t k = 0; k < n; k++) {
        if (difference->changed >> k & 1u) {
            printf("    %s: ", keys[k].name);
            print_list(ds_deal_values(difference->a, &keys[k]));
            fputs(" -> ", stdout);
            print_list(ds_deal_values(difference->b, &keys[k]));
            putchar('\n');
        }
    }
    print_excerpt(deal);
}

static json_t *json_of_text(ds_str text)
{
    return text.len ? json_stringn(text.ptr, text.len) : json_null();
}

static json_t *json_of_values(const ds_deal *deal, const ds_deal_key *key)
{
    ds_str_list values = ds_deal_values(deal, key);
    if (!key->list) {
        return values.n_items ? json_of_text(values.items[0]) : json_null();
    }
    json_t *list = json_array();
    for (size_t i = 0; i < values.n_items; i++) {
        json_array_append_new(list, json_of_text(values.items[i]));
    }
    return list;
}

/* All keys that hold something but the text, which stands beside. */
static json_t *json_of_record(const ds_deal *deal)
{
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    json_t *record = json_object();
    for (size_t k = 0; k < n; k++) {
        if (ds_deal_values(deal, &keys[k]).n_items && strcmp(keys[k].name, "text") != 0) {
            json_object_set_new(record, keys[k].name, json_of_values(deal, &keys[k]));
        }
    }
    return record;
}

static json_t *json_of_changes(const ds_difference *difference)
{
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    json_t *fields = json_object();
    for (size_t k = 0; k < n; k++) {
        if (difference->changed >> k & 1u) {
            json_object_set_new(fields, keys[k].name,
                                json_pack("{s:o, s:o}", "a",
                                          json_of_values(difference->a, &keys[k]), "b",
                                          json_of_values(difference->b, &keys[k])));
        }
    }
    return fields;
}

static void dump_line(json_t *line)
{
    json_dumpf(line, stdout, JSON_COMPACT);
    json_decref(line);
    putchar('\n');
}

static void print_json(const ds_diff_printer *printer, const ds_difference *difference)
{
    const ds_deal *deal = difference->b ? difference->b : difference->a;
    bool both = difference->a && difference->b;
    dump_line(json_pack("{s:s, s:o, s:o, s:o}", "change",
                        both            ? "changed"
                        : difference->a ? "only_a"
                                        : "only_b",
                        "source", json_of_text(printer->document->source),
                        both ? "fields" : "record",
                        both ? json_of_changes(difference) : json_of_record(deal), "text",
                        json_of_text(deal->text)));
}

static void count(ds_diff_printer *printer, const ds_difference *difference)
{
    printer->n_a += !difference->b;
    printer->n_b += !difference->a;
    if (difference->a && difference->b) {
        printer->n_changed += difference->changed != 0;
        printer->n_same += difference->changed == 0;
    }
    for (size_t k = 0; k < DS_DEAL_MAX_KEYS; k++) {
        printer->keys[k] += difference->changed >> k & 1u;
    }
}

void ds_diff_print(void *printer, const ds_difference *difference)
{
    ds_diff_printer *to = printer;
    count(to, difference);
    if (difference->a && difference->b && !difference->changed) {
        return;
    }
    if (to->json) {
        print_json(to, difference);
    } else {
        print_text(to, difference);
    }
}

static void print_counts(const ds_diff_printer *printer)
{
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    const char *before = " (";
    printf("A %s, B %s: %zu only in A, %zu only in B, %zu changed", printer->names[0],
           printer->names[1], printer->n_a, printer->n_b, printer->n_changed);
    for (size_t k = 0; k < n; k++) {
        if (printer->keys[k]) {
            printf("%s%s %zu", before, keys[k].name, printer->keys[k]);
            before = ", ";
        }
    }
    printf("%s, %zu the same in %zu document%s\n", printer->n_changed ? ")" : "", printer->n_same,
           printer->n_documents, printer->n_documents == 1 ? "" : "s");
}

static json_t *json_of_counts(const ds_diff_printer *printer)
{
    const ds_deal_key *keys;
    size_t n = ds_deal_keys(&keys);
    json_t *fields = json_object();
    for (size_t k = 0; k < n; k++) {
        if (printer->keys[k]) {
            json_object_set_new(fields, keys[k].name, json_integer((json_int_t)printer->keys[k]));
        }
    }
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:o}", "change", "summary", "a",
                     printer->names[0], "b", printer->names[1], "documents",
                     (json_int_t)printer->n_documents, "only_a", (json_int_t)printer->n_a, "only_b",
                     (json_int_t)printer->n_b, "changed", (json_int_t)printer->n_changed, "same",
                     (json_int_t)printer->n_same, "fields", fields);
}

void ds_diff_print_end(ds_diff_printer *printer)
{
    if (printer->json) {
        dump_line(json_of_counts(printer));
    } else {
        print_counts(printer);
    }
}
