/* pack_fixture.h - packs written to a scratch folder, messages kept. */
#ifndef DS_PACK_FIXTURE_H
#define DS_PACK_FIXTURE_H

#include "rules/check.h"
#include "rules/ruleset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { FIXTURE_BYTES = 16384 };

/* A scratch folder and what was reported while reading from it; the folder's
 * name is taken out of messages. */
typedef struct fixture {
    char folder[64];
    char paths[8][128];
    size_t n_paths;
    char messages[FIXTURE_BYTES];
    ds_diag diag;
    ds_ruleset *set;
} fixture;

static inline void fixture_keep(void *payload, ds_level level, const char *message)
{
    fixture *here = payload;
    (void)level;
    size_t len = strlen(here->messages);
    size_t folder = strlen(here->folder);
    for (const char *at = message; *at && len + 2 < sizeof here->messages;) {
        if (strncmp(at, here->folder, folder) == 0 && at[folder] == '/') {
            at += folder + 1;
        } else {
            here->messages[len++] = *at++;
        }
    }
    memcpy(here->messages + len, "\n", 2);
}

static inline fixture fixture_make(void)
{
    fixture here = {.folder = "/tmp/ds_pack_XXXXXX"};
    assert_non_null(mkdtemp(here.folder));
    return here;
}

static inline void fixture_write(fixture *here, const char *name, const char *text, size_t len)
{
    char path[sizeof here->paths[0]];
    size_t known = 0;
    snprintf(path, sizeof path, "%.60s/%.60s", here->folder, name);
    while (known < here->n_paths && strcmp(here->paths[known], path) != 0) {
        known++;
    }
    if (known == here->n_paths) { /* remembered for fixture_end */
        assert_in_range(known, 0, 7);
        memcpy(here->paths[here->n_paths++], path, sizeof path);
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

/* A pack file with `body` from its second line on. */
static inline void fixture_pack(fixture *here, const char *name, const char *body)
{
    char text[FIXTURE_BYTES];
    int len = snprintf(text, sizeof text,
                       "<pack xmlns=\"urn:dealsift:rules:1\" "
                       "xmlns:xi=\"http://www.w3.org/2001/XInclude\">\n%s\n</pack>\n",
                       body);
    assert_in_range(len, 1, sizeof text - 1);
    fixture_write(here, name, text, (size_t)len);
}

static inline ds_status fixture_read(fixture *here, const char *main_pack, const char *house)
{
    char main_path[192];
    char house_path[192];
    const char *const packs[] = {house_path};
    here->diag = (ds_diag){fixture_keep, here, 0, 0};
    snprintf(main_path, sizeof main_path, "%s/%s", here->folder, main_pack);
    snprintf(house_path, sizeof house_path, "%s/%s", here->folder, house ? house : "");
    ds_ruleset_free(here->set);
    here->set = NULL;
    return ds_ruleset_read(&here->set, main_path, packs, house ? 1 : 0, &here->diag);
}

/* What the checks of rules/check.h say, one message a line; true if no error. */
static inline bool fixture_check(fixture *here, size_t *n_passed)
{
    ds_report *report;
    const ds_remark *remarks;
    assert_int_equal(ds_report_new(&report), DS_OK);
    assert_int_equal(ds_check_patterns(here->set, report), DS_OK);
    assert_int_equal(ds_check_lint(here->set, report), DS_OK);
    size_t n = ds_report_read(report, &remarks);
    ds_buf line = ds_buf_make(FIXTURE_BYTES);
    for (size_t i = 0; i < n; i++) {
        if (remarks[i].verdict != DS_VERDICT_PASSED) {
            ds_buf_clear(&line);
            ds_remark_write(&remarks[i], &line);
            line.len--; /* the line feed */
            ds_buf_add_char(&line, '\0');
            fixture_keep(here, DS_LEVEL_ERROR, line.ptr);
        }
    }
    ds_buf_free(&line);
    size_t errors = ds_report_count(report, DS_VERDICT_ERROR);
    if (n_passed) {
        *n_passed = ds_report_count(report, DS_VERDICT_PASSED);
    }
    ds_report_free(report);
    return errors == 0;
}

static inline void fixture_end(fixture *here)
{
    ds_ruleset_free(here->set);
    for (size_t i = 0; i < here->n_paths; i++) {
        unlink(here->paths[i]);
    }
    rmdir(here->folder);
}

#endif /* DS_PACK_FIXTURE_H */
