#include "extract/eval/exam.h"

#include "corpus/iso_day.h"
#include "corpus/window.h"
#include "extract/decide/gold_line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Records of one document; most have few. */
enum { FIRST_RECORDS = 16 };
enum { MAX_SOURCE_BYTES = 8192 };

static ds_str string_of(const json_t *root, const char *key, ds_arena *arena)
{
    const json_t *value = json_object_get(root, key);
    return json_is_string(value)
               ? ds_arena_copy(arena, (ds_str){json_string_value(value), json_string_length(value)})
               : (ds_str){NULL, 0};
}

static ds_str day_of(const json_t *root, ds_arena *arena)
{
    char day[DS_ISO_DAY_BYTES];
    return ds_iso_day_read(string_of(root, "published", arena), day) == DS_OK
               ? ds_arena_copy(arena, ds_str_from(day))
               : (ds_str){NULL, 0};
}

static ds_str id_of(const json_t *root, ds_str source, ds_arena *arena)
{
    const json_t *value = json_object_get(root, "id");
    char digits[32];
    if (json_is_integer(value)) {
        snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return ds_arena_copy(arena, ds_str_from(digits));
    }
    ds_str id = string_of(root, "id", arena);
    return id.len ? id : source;
}

static ds_status read_paper(const json_t *root, const ds_forms *forms, const ds_where *where,
                            ds_arena *arena, ds_gold_paper *out)
{
    char source[MAX_SOURCE_BYTES];
    int len = snprintf(source, sizeof source, "%s:%zu", where->file, where->line);
    if (len < 0 || (size_t)len >= sizeof source) {
        return DS_ELIMIT;
    }
    const json_t *list = json_object_get(root, "deals");
    ds_gold_answers *deals = DS_ARENA_NEW(arena, json_array_size(list), ds_gold_answers);
    *out = (ds_gold_paper){.document = {.source = ds_arena_copy(arena, ds_str_from(source)),
                                        .title = string_of(root, "title", arena),
                                        .published = day_of(root, arena)},
                           .text = string_of(root, "text", arena),
                           .deals = deals,
                           .n_deals = json_array_size(list)};
    out->document.id = id_of(root, out->document.source, arena);
    ds_status status = deals && out->text.ptr ? DS_OK : DS_ENOMEM;
    for (size_t i = 0; status == DS_OK && i < out->n_deals; i++) {
        status = ds_answers_of_gold(forms, json_array_get(list, i), arena, &deals[i]);
    }
    return status;
}

static ds_gold_paper *next_paper(ds_gold_set *set)
{
    if (set->n_papers == set->max) {
        size_t max = set->max ? 2 * set->max : 64;
        ds_gold_paper *papers = realloc(set->papers, max * sizeof *papers);
        if (!papers) {
            return NULL;
        }
        set->papers = papers;
        set->max = max;
    }
    return &set->papers[set->n_papers];
}

static ds_status read_papers(ds_gold_set *set, const ds_forms *forms, FILE *file, ds_where where,
                             ds_arena *arena, ds_diag *diag)
{
    bool bad = false;
    json_t *root;
    ds_status status;
    while ((status = ds_gold_line(file, &where, diag, &root)) == DS_OK || status == DS_EINVALID) {
        if (status == DS_EINVALID) {
            bad = true;
            continue;
        }
        ds_gold_paper *paper = next_paper(set);
        status = paper ? read_paper(root, forms, &where, arena, paper) : DS_ENOMEM;
        json_decref(root);
        if (status != DS_OK) {
            return status;
        }
        set->n_papers++;
    }
    return status == DS_END ? bad ? DS_EINVALID : DS_OK : status;
}

ds_status ds_gold_set_read(ds_gold_set *set, const ds_forms *forms, const char *path,
                           ds_arena *arena, ds_diag *diag)
{
    ds_where where = {path, 0, 0};
    FILE *file = fopen(path, "r");
    if (!file) {
        return ds_diag_fail(diag, errno == ENOENT ? DS_EMISSING : DS_EIO, where, "%s",
                            strerror(errno));
    }
    ds_status status = read_papers(set, forms, file, where, arena, diag);
    fclose(file);
    return status;
}

void ds_gold_set_free(ds_gold_set *set)
{
    free(set->papers);
    *set = (ds_gold_set){NULL, 0, 0};
}

unsigned ds_gold_set_fields(const ds_gold_paper *papers, size_t n_papers)
{
    unsigned fields = 0;
    for (size_t p = 0; p < n_papers; p++) {
        for (size_t d = 0; d < papers[p].n_deals; d++) {
            fields |= papers[p].deals[d].named;
        }
    }
    return fields;
}

/* Records of the paper being read. */
typedef struct answer_sheet {
    const ds_examiner *examiner;
    ds_record_answers *records;
    size_t n_records, max_records;
} answer_sheet;

static ds_status make_room(answer_sheet *sheet)
{
    size_t max = sheet->max_records ? 2 * sheet->max_records : FIRST_RECORDS;
    ds_record_answers *grown = DS_ARENA_NEW(sheet->examiner->scratch, max, ds_record_answers);
    if (!grown) {
        return DS_ENOMEM;
    }
    if (sheet->n_records) {
        memcpy(grown, sheet->records, sheet->n_records * sizeof *grown);
    }
    sheet->records = grown;
    sheet->max_records = max;
    return DS_OK;
}

static ds_status keep_record(void *payload, const ds_deal *deal)
{
    answer_sheet *sheet = payload;
    if (sheet->n_records == sheet->max_records && make_room(sheet) != DS_OK) {
        return DS_ENOMEM;
    }
    return ds_answers_of_record(sheet->examiner->forms, deal, sheet->examiner->scratch,
                                &sheet->records[sheet->n_records++]);
}

ds_status ds_exam_paper(const ds_examiner *examiner, const ds_gold_paper *paper, ds_score *score,
                        ds_slip_sink *sink, void *payload)
{
    ds_arena_reset(examiner->scratch);
    answer_sheet sheet = {.examiner = examiner};
    ds_windows windows = {.text = paper->text};
    ds_window window;
    ds_status status = DS_OK;
    while (status == DS_OK && ds_windows_next(&windows, &window)) {
        status =
            ds_pipeline_window(examiner->pipeline, &paper->document, &window, keep_record, &sheet);
    }
    ds_sheet marked = {sheet.records, sheet.n_records, paper->deals, paper->n_deals};
    return status == DS_OK
               ? ds_score_add(score, examiner->fields, &marked, examiner->scratch, sink, payload)
               : status;
}
