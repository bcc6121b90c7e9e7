/* links: ds_pipeline ds_corpus ds_out ds_rules ds_text ds_test_support */
/* runs: 300 */
/* Any bytes as a file, read as the program does it: every record is JSON whose
 * evidence lies within the document.  Files that a child process reads (PDF) are
 * left out. */
#include "extract/pipeline.h"
#include "out/writer.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/scratch.h"

#include <jansson.h>
#include <stdio.h>

enum { MAX_OUT_BYTES = 64 * 1024 * 1024 };

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

static void ignore(void *payload, ds_level level, const char *message)
{
    (void)payload;
    (void)level;
    (void)message;
}

static ds_diag quiet = {.sink = ignore};

static ds_pipeline *open_pipeline(void)
{
    static ds_ruleset *rules; /* lives as long as the pipeline */
    ds_pipeline *pipeline;
    must_be(ds_ruleset_read(&rules, DS_SOURCE_DIR "/rules/packs/default.xml", NULL, 0, NULL),
            DS_OK);
    must_be(ds_pipeline_new(&pipeline, rules, &quiet), DS_OK);
    atexit(remove_folder);
    return pipeline;
}

static void check_record(const json_t *record)
{
    size_t i;
    const json_t *row;
    must(json_string_length(json_object_get(record, "id")) == 32);
    json_array_foreach(json_object_get(record, "evidence"), i, row)
    {
        json_int_t start = json_integer_value(json_object_get(row, "start"));
        json_int_t end = json_integer_value(json_object_get(row, "end"));
        must(start >= 0 && start <= end && json_is_string(json_object_get(row, "text")));
    }
}

static void check(ds_str lines)
{
    while (lines.len) {
        const char *feed = memchr(lines.ptr, '\n', lines.len);
        must(feed != NULL);
        size_t len = (size_t)(feed - lines.ptr);
        json_t *record = json_loadb(lines.ptr, len, JSON_REJECT_DUPLICATES, NULL);
        must(record != NULL);
        check_record(record);
        json_decref(record);
        lines = ds_str_slice(lines, len + 1, lines.len);
    }
}

static ds_status write_deal(void *payload, const ds_deal *deal)
{
    return ds_writer_add(payload, deal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ds_pipeline *pipeline; /* lives as long as the process */
    pipeline = pipeline ? pipeline : open_pipeline();
    ds_str bytes = {(const char *)data, size};
    if (ds_str_find(bytes, DS_STR("%PDF-"), 0) != SIZE_MAX) {
        return 0;
    }
    scratch_write(folder(), "a", bytes);
    const char *path = scratch_path(folder(), "a");
    ds_reader_options options = {.paths = &path, .n_paths = 1};
    ds_reader *reader;
    ds_writer *writer;
    ds_buf out = ds_buf_make(MAX_OUT_BYTES);
    must_be(ds_reader_new(&reader, &options, &quiet), DS_OK);
    must_be(ds_writer_new(&writer, NULL), DS_OK);
    ds_writer_aim(writer, &out);
    must_be(ds_pipeline_run(pipeline, reader, write_deal, writer), DS_OK);
    check(ds_buf_str(&out));
    ds_writer_free(writer);
    ds_reader_free(reader);
    ds_buf_free(&out);
    return 0;
}
