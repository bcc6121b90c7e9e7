#include "extract/command/eval_print.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Digits of a share in JSON. */
enum { SHARE_DIGITS = 4 };

/* Rounded to four digits behind the point. */
static double rounded(double share)
{
    char text[32];
    snprintf(text, sizeof text, "%.*f", SHARE_DIGITS, share);
    return strtod(text, NULL);
}

static double exact_share(const ds_score *score)
{
    return score->n_gold ? (double)score->n_exact / (double)score->n_gold : 0.0;
}

static void print_row(FILE *to, const char *name, ds_counts counts)
{
    fprintf(to, "%-11s P %.3f  R %.3f  F1 %.3f  right %5zu  wrong %5zu  missed %5zu\n", name,
            rounded(ds_counts_precision(counts)), rounded(ds_counts_recall(counts)),
            rounded(ds_counts_f1(counts)), counts.right, counts.wrong, counts.missed);
}

/* The fields of a class by how often they erred; of equals in their order. */
static void print_fields(const ds_tally_class *class)
{
    bool shown[DS_SCORE_FIELDS] = {false};
    for (size_t n = 0; n < DS_SCORE_FIELDS; n++) {
        size_t most = DS_SCORE_FIELDS;
        for (size_t f = 0; f < DS_SCORE_FIELDS; f++) {
            if (!shown[f] && class->fields[f] &&
                (most == DS_SCORE_FIELDS || class->fields[f] > class->fields[most])) {
                most = f;
            }
        }
        if (most == DS_SCORE_FIELDS) {
            return;
        }
        shown[most] = true;
        printf("%s%s %zu", n ? ", " : "  ", ds_score_field_name((ds_score_field)most),
               class->fields[most]);
    }
}

static void print_example(const ds_tally_example *example)
{
    printf("    %.*s %.*s", DS_STR_ARGS(example->source), DS_STR_ARGS(example->id));
    if (example->field < DS_SCORE_FIELDS) {
        printf(" %s", ds_score_field_name(example->field));
    }
    fputs(":", stdout);
    if (example->told.ptr) {
        printf(" told %.*s", DS_STR_ARGS(example->told));
    }
    if (example->wanted.ptr) {
        printf("%s wanted %.*s", example->told.ptr ? ";" : "", DS_STR_ARGS(example->wanted));
    }
    putchar('\n');
    if (example->text.ptr) {
        printf("      (%.*s) %.*s\n", DS_STR_ARGS(example->rule), DS_STR_ARGS(example->text));
    }
}

void ds_eval_print_score(FILE *to, const ds_score *score, unsigned fields)
{
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        if (fields & 1u << f) {
            print_row(to, ds_score_field_name((ds_score_field)f), score->fields[f]);
        }
    }
    print_row(to, "micro", ds_score_micro(score, fields));
    fprintf(to, "exact deals %.3f of %zu gold, %zu predicted, in %zu documents\n",
            rounded(exact_share(score)), score->n_gold, score->n_predicted, score->n_documents);
}

ds_status ds_eval_print_text(const ds_eval_report *report)
{
    ds_eval_print_score(stdout, report->score, report->fields);
    printf("\n%-22s %6s %6s %6s\n", "error", "times", "wrong", "missed");
    for (size_t c = 0; c < DS_SLIPS; c++) {
        const ds_tally_class *class = &report->tally->classes[c];
        printf("%-22s %6zu %6zu %6zu", ds_slip_class_name((ds_slip_class)c), class->n,
               class->n_wrong, class->n_missed);
        print_fields(class);
        putchar('\n');
        for (size_t e = 0; e < class->n_examples; e++) {
            print_example(&class->examples[e]);
        }
    }
    return DS_OK;
}

static json_t *json_of_counts(ds_counts counts)
{
    return json_pack("{s:f, s:f, s:f, s:I, s:I, s:I}", "precision",
                     rounded(ds_counts_precision(counts)), "recall",
                     rounded(ds_counts_recall(counts)), "f1", rounded(ds_counts_f1(counts)),
                     "right", (json_int_t)counts.right, "wrong", (json_int_t)counts.wrong, "missed",
                     (json_int_t)counts.missed);
}

static json_t *json_of_text(ds_str text)
{
    return text.ptr ? json_stringn(text.ptr, text.len) : json_null();
}

static json_t *json_of_example(const ds_tally_example *example)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "source", json_of_text(example->source),
                     "id", json_of_text(example->id), "field",
                     example->field < DS_SCORE_FIELDS
                         ? json_string(ds_score_field_name(example->field))
                         : json_null(),
                     "told", json_of_text(example->told), "wanted", json_of_text(example->wanted),
                     "rule", json_of_text(example->rule), "text", json_of_text(example->text));
}

static json_t *json_of_class(ds_slip_class name, const ds_tally_class *class)
{
    json_t *fields = json_object();
    json_t *examples = json_array();
    for (size_t f = 0; f < DS_SCORE_FIELDS; f++) {
        if (class->fields[f]) {
            json_object_set_new(fields, ds_score_field_name((ds_score_field)f),
                                json_integer((json_int_t) class->fields[f]));
        }
    }
    for (size_t e = 0; e < class->n_examples; e++) {
        json_array_append_new(examples, json_of_example(&class->examples[e]));
    }
    return json_pack("{s:s, s:I, s:I, s:I, s:o, s:o}", "class", ds_slip_class_name(name), "times",
                     (json_int_t) class->n, "wrong", (json_int_t) class->n_wrong, "missed",
                     (json_int_t) class->n_missed, "fields", fields, "examples", examples);
}

ds_status ds_eval_print_json(const ds_eval_report *report)
{
    const ds_score *score = report->score;
    json_t *fields = json_object();
    json_t *errors = json_array();
    for (unsigned f = 0; f < DS_SCORE_FIELDS; f++) {
        if (report->fields & 1u << f) {
            json_object_set_new(fields, ds_score_field_name((ds_score_field)f),
                                json_of_counts(score->fields[f]));
        }
    }
    for (size_t c = 0; c < DS_SLIPS; c++) {
        json_array_append_new(errors, json_of_class((ds_slip_class)c, &report->tally->classes[c]));
    }
    json_t *root = json_pack(
        "{s:I, s:{s:I, s:I, s:I}, s:f, s:o, s:o, s:o}", "documents", (json_int_t)score->n_documents,
        "deals", "gold", (json_int_t)score->n_gold, "predicted", (json_int_t)score->n_predicted,
        "exact", (json_int_t)score->n_exact, "exact", rounded(exact_share(score)), "fields", fields,
        "micro", json_of_counts(ds_score_micro(score, report->fields)), "errors", errors);
    if (!root) {
        return DS_ENOMEM;
    }
    json_dumpf(root, stdout, JSON_COMPACT | JSON_REAL_PRECISION(SHARE_DIGITS));
    json_decref(root);
    putchar('\n');
    return DS_OK;
}
