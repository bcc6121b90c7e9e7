/* links: ds_pipeline ds_rules ds_text ds_test_support */
/* runs: 500 */
/* Any bytes as a house pack beside a small main one: it is refused with a message
 * that has a place, or it is read, and then no rule of it can hang or break a
 * reading. */
#include "extract/pipeline.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/scratch.h"

#include <stdio.h>

enum { MAX_TEXT_BYTES = 4 * 1024 * 1024 };

static const char text[] =
    "2024年3月,甲光通信(300001)拟以三亿元收购乙芯科技51%股权,以补充800G光模块产能。\n"
    "第3页共17页\n该公司称,交易尚待批准。\n";

static scratch *folder(void)
{
    static scratch in; /* removed at the end of the process */
    if (!in.path[0]) {
        scratch_make(&in);
    }
    return &in;
}

static void remove_folder(void)
{
    scratch_remove(folder());
}

static ds_status take(void *payload, const ds_deal *deal)
{
    ds_buf_format(payload, "%.*s\n", DS_STR_ARGS(deal->rule));
    return DS_OK;
}

static void read_with(const ds_ruleset *rules, ds_diag *diag)
{
    ds_pipeline *pipeline;
    ds_status status = ds_pipeline_new(&pipeline, rules, diag);
    if (status != DS_OK) {
        must(status == DS_EINVALID && diag->n_errors);
        return;
    }
    ds_buf found = ds_buf_make(MAX_TEXT_BYTES);
    ds_document document = {.id = DS_STR("a"), .source = DS_STR("a")};
    must_be(ds_pipeline_text(pipeline, &document, ds_str_from(text), take, &found), DS_OK);
    ds_buf_free(&found);
    ds_pipeline_free(pipeline);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    if (!begun) {
        begun = true;
        atexit(remove_folder);
    }
    scratch_write(folder(), "house.xml", (ds_str){(const char *)data, size});
    ds_buf messages = ds_buf_make(MAX_TEXT_BYTES);
    ds_diag diag = {.sink = gather_message, .payload = &messages};
    const char *house = scratch_path(folder(), "house.xml");
    ds_ruleset *rules;
    ds_status status =
        ds_ruleset_read(&rules, DS_SOURCE_DIR "/tests/fuzz/main.xml", &house, 1, &diag);
    if (status == DS_OK) {
        read_with(rules, &diag);
        ds_ruleset_free(rules);
    } else {
        must(status != DS_ENOMEM && diag.n_errors);
    }
    ds_buf_free(&messages);
    return 0;
}
