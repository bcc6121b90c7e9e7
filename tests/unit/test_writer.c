/* links: ds_out ds_test_support */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/schema.h"
#include "out/writer.h"
#include "tests/support/json_schema.h"
#include "tests/support/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const ds_str ACQUIRERS[] = {DS_STR_INIT("甲光通信"), DS_STR_INIT("\"丙\"\\投资")};
static const ds_str TARGETS[] = {DS_STR_INIT("乙芯科技")};
static const ds_str ROLES[] = {DS_STR_INIT("seller")};
static const ds_str PAYMENT[] = {DS_STR_INIT("cash"), DS_STR_INIT("stock")};
static const ds_str RATES[] = {DS_STR_INIT("800G"), DS_STR_INIT("1.6T")};
static const ds_str MOTIVES[] = {DS_STR_INIT("technology")};
static const ds_str FLAGS[] = {DS_STR_INIT("date_inherited")};
static const ds_evidence EVIDENCE[] = {
    {DS_STR_INIT("amount"), DS_STR_INIT("5500000000"), DS_STR_INIT("55亿元"), 120, 128, 3},
    {DS_STR_INIT("date"), {NULL, 0}, DS_STR_INIT("去年"), 18446744073709551615u, 0, 0},
};

static ds_deal small_deal(void)
{
    return (ds_deal){
        .id = DS_STR("0123456789abcdef0123456789abcdef"),
        .doc = {.id = DS_STR("d1"), .source = DS_STR("a.txt")},
        .kind = DS_STR("acquisition"),
        .status = DS_STR("unknown"),
        .factuality = DS_STR("asserted"),
        .confidence = DS_STR("0.5"),
        .text = DS_STR("甲收购乙"),
        .rule = DS_STR("deal.offer"),
    };
}

static ds_deal full_deal(void)
{
    ds_deal deal = small_deal();
    deal.deal_key = DS_STR("fedcba9876543210fedcba9876543210");
    deal.doc = (ds_deal_document){DS_STR("d1"), DS_STR("a.jsonl:1"),  DS_STR("题\t目"),
                                  DS_STR("社"), DS_STR("2025-03-14"), DS_STR("00ff")};
    deal.acquirer = (ds_str_list){ACQUIRERS, 2};
    deal.target = (ds_str_list){TARGETS, 1};
    deal.anonymous = (ds_str_list){ROLES, 1};
    deal.subject = DS_STR("100%股权");
    deal.amount = DS_STR("5500000000");
    deal.amount_min = DS_STR("298.03");
    deal.amount_max = DS_STR("9007199254740993");
    deal.amount_qualifier = DS_STR("range");
    deal.currency = DS_STR("CNY");
    deal.stake = DS_STR("51.25");
    deal.payment = (ds_str_list){PAYMENT, 2};
    deal.date = DS_STR("2025-Q3");
    deal.date_start = DS_STR("2025-07-01");
    deal.date_end = DS_STR("2025-09-30");
    deal.date_basis = DS_STR("explicit");
    deal.announced = DS_STR("2025-03-14");
    deal.completed = DS_STR("2025-H2");
    deal.terminated = DS_STR("2026");
    deal.rate_class = (ds_str_list){RATES, 2};
    deal.motive = (ds_str_list){MOTIVES, 1};
    deal.flags = (ds_str_list){FLAGS, 1};
    deal.evidence = EVIDENCE;
    deal.n_evidence = 1;
    deal.text = DS_STR("甲光通信\n收购\x1a乙芯科技。");
    return deal;
}

/* The line a deal becomes; the caller frees it. */
static char *written(const ds_deal *deal)
{
    char *line = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&line, &len);
    ds_writer *writer = NULL;
    assert_int_equal(ds_writer_new(&writer, stream), DS_OK);
    assert_int_equal(ds_writer_add(writer, deal), DS_OK);
    assert_int_equal(ds_writer_end(writer), DS_OK);
    assert_int_equal(ds_writer_count(writer), 1);
    ds_writer_free(writer);
    fclose(stream);
    return line;
}

static void every_key_is_there_in_order_with_exact_numbers(void **state)
{
    (void)state;
    ds_deal deal = full_deal();
    deal.n_evidence = 2;
    char *line = written(&deal);
    assert_string_equal(
        line,
        "{\"schema\":\"dealsift/1\",\"id\":\"0123456789abcdef0123456789abcdef\","
        "\"deal_key\":\"fedcba9876543210fedcba9876543210\","
        "\"doc\":{\"id\":\"d1\",\"source\":\"a.jsonl:1\",\"title\":\"题\\t目\",\"publisher\":"
        "\"社\","
        "\"published\":\"2025-03-14\",\"hash\":\"00ff\"},\"kind\":\"acquisition\","
        "\"status\":\"unknown\",\"factuality\":\"asserted\","
        "\"acquirer\":[\"甲光通信\",\"\\\"丙\\\"\\\\投资\"],\"target\":[\"乙芯科技\"],\"seller\":[]"
        ","
        "\"anonymous\":[\"seller\"],\"subject\":\"100%股权\",\"amount\":5500000000,"
        "\"amount_min\":298.03,\"amount_max\":9007199254740993,\"amount_qualifier\":\"range\","
        "\"currency\":\"CNY\",\"stake\":51.25,\"payment\":[\"cash\",\"stock\"],\"date\":\"2025-"
        "Q3\","
        "\"date_start\":\"2025-07-01\",\"date_end\":\"2025-09-30\",\"date_basis\":\"explicit\","
        "\"announced\":\"2025-03-14\",\"completed\":\"2025-H2\",\"terminated\":\"2026\","
        "\"rate_class\":[\"800G\",\"1.6T\"],\"motive\":[\"technology\"],\"confidence\":0.5,"
        "\"flags\":[\"date_inherited\"],\"evidence\":["
        "{\"field\":\"amount\",\"value\":\"5500000000\",\"text\":\"55亿元\",\"start\":120,"
        "\"end\":128,\"page\":3},"
        "{\"field\":\"date\",\"value\":null,\"text\":\"去年\",\"start\":18446744073709551615,"
        "\"end\":0,\"page\":null}],"
        "\"text\":\"甲光通信\\n收购\\u001a乙芯科技。\",\"rule\":\"deal.offer\"}\n");
    free(line);
}

static void unknown_values_are_null_and_empty_lists(void **state)
{
    (void)state;
    ds_deal deal = small_deal();
    char *line = written(&deal);
    assert_string_equal(
        line,
        "{\"schema\":\"dealsift/1\",\"id\":\"0123456789abcdef0123456789abcdef\",\"deal_key\":null,"
        "\"doc\":{\"id\":\"d1\",\"source\":\"a.txt\",\"title\":null,\"publisher\":null,"
        "\"published\":null,\"hash\":null},\"kind\":\"acquisition\",\"status\":\"unknown\","
        "\"factuality\":\"asserted\",\"acquirer\":[],\"target\":[],\"seller\":[],\"anonymous\":[],"
        "\"subject\":null,\"amount\":null,\"amount_min\":null,\"amount_max\":null,"
        "\"amount_qualifier\":null,\"currency\":null,\"stake\":null,\"payment\":[],\"date\":null,"
        "\"date_start\":null,\"date_end\":null,\"date_basis\":null,\"announced\":null,"
        "\"completed\":null,\"terminated\":null,\"rate_class\":[],\"motive\":[],"
        "\"confidence\":0.5,\"flags\":[],\"evidence\":[],\"text\":\"甲收购乙\","
        "\"rule\":\"deal.offer\"}\n");
    free(line);
}

static void strings_come_back_as_they_were(void **state)
{
    (void)state;
    char all[300];
    size_t len = 0;
    for (int byte = 1; byte < 0x80; byte++) {
        all[len++] = (char)byte;
    }
    memcpy(all + len, "é收𠮷\xE2\x80\xA8", 12);
    len += 12;
    ds_deal deal = small_deal();
    deal.text = (ds_str){all, len};
    char *line = written(&deal);
    json_t *root = json_loads(line, 0, NULL);
    assert_non_null(root);
    const json_t *text = json_object_get(root, "text");
    assert_int_equal(json_string_length(text), len);
    assert_memory_equal(json_string_value(text), all, len);
    json_decref(root);
    free(line);
}

static json_t *load_schema(void)
{
    ds_str text = ds_schema_text(DS_STR("json"));
    json_t *schema = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(schema);
    return schema;
}

static void assert_holds(const json_t *schema, const ds_deal *deal, const char *expected)
{
    char *line = written(deal);
    json_t *record = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(record);
    char why[512] = "valid";
    json_schema_holds(schema, record, why, sizeof why);
    assert_string_equal(why, expected);
    json_decref(record);
    free(line);
}

static void records_hold_to_the_schema_and_wrong_ones_do_not(void **state)
{
    (void)state;
    json_t *schema = load_schema();
    ds_deal deal = small_deal();
    assert_holds(schema, &deal, "valid");
    deal = full_deal();
    assert_holds(schema, &deal, "valid");
    deal.kind = DS_STR("takeover");
    assert_holds(schema, &deal, "/kind: is none of the values allowed");
    deal = full_deal();
    deal.stake = DS_STR("100.5");
    assert_holds(schema, &deal, "/stake: is out of range");
    deal = full_deal();
    deal.date = DS_STR("2025-Q5");
    assert_holds(schema, &deal, "/date: does not match its pattern");
    deal = full_deal();
    deal.id = DS_STR("xyz");
    assert_holds(schema, &deal, "/id: does not match its pattern");
    json_decref(schema);
}

static void schema_knows_exactly_the_keys_of_the_record(void **state)
{
    (void)state;
    json_t *schema = load_schema();
    ds_deal deal = full_deal();
    char *line = written(&deal);
    json_t *record = json_loads(line, 0, NULL);
    char why[512] = "";
    json_object_set_new(record, "extra", json_null());
    assert_false(json_schema_holds(schema, record, why, sizeof why));
    assert_string_equal(why, "/extra: is no key of the schema");
    json_object_del(record, "extra");
    json_object_del(record, "rule");
    assert_false(json_schema_holds(schema, record, why, sizeof why));
    assert_string_equal(why, "/: rule");
    json_object_set_new(schema, "anyOf", json_array());
    assert_false(json_schema_holds(schema, record, why, sizeof why));
    json_decref(record);
    json_decref(schema);
    free(line);
}

/* A second opinion, where python3 has the jsonschema package. */
static void another_validator_agrees(void **state)
{
    (void)state;
    if (system("python3 -c 'import jsonschema' 2>/dev/null") != 0) {
        skip();
    }
    scratch in;
    scratch_make(&in);
    ds_deal deal = full_deal();
    char *line = written(&deal);
    scratch_write(&in, "full.json", ds_str_from(line));
    free(line);
    deal.status = DS_STR("perhaps");
    line = written(&deal);
    scratch_write(&in, "bad.json", ds_str_from(line));
    free(line);
    scratch_write(&in, "schema.json", ds_schema_text(DS_STR("json")));
    scratch_write(&in, "check.py",
                  DS_STR("import json, sys, jsonschema\n"
                         "schema, record = (json.load(open(p)) for p in sys.argv[1:])\n"
                         "check = jsonschema.Draft202012Validator\n"
                         "check.check_schema(schema)\n"
                         "sys.exit(not check(schema).is_valid(record))\n"));
    char command[2048];
    snprintf(command, sizeof command, "cd %s && python3 check.py schema.json full.json", in.path);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command, "cd %s && python3 check.py schema.json bad.json", in.path);
    assert_int_not_equal(system(command), 0);
    scratch_remove(&in);
}

static void what_is_not_utf8_or_a_plain_number_is_refused_and_not_written(void **state)
{
    (void)state;
    static const char *const numbers[] = {"1e9", "01", "1.", ".5", "+1", "-", "1,000", "NaN", " 1"};
    char *text = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&text, &len);
    ds_writer *writer = NULL;
    assert_int_equal(ds_writer_new(&writer, stream), DS_OK);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        ds_deal deal = small_deal();
        deal.amount = ds_str_from(numbers[i]);
        assert_int_equal(ds_writer_add(writer, &deal), DS_EINVALID);
    }
    ds_deal deal = small_deal();
    deal.subject = DS_STR("\xFF");
    assert_int_equal(ds_writer_add(writer, &deal), DS_EINVALID);
    deal = small_deal();
    deal.kind = DS_STR("");
    assert_int_equal(ds_writer_add(writer, &deal), DS_EINVALID);
    deal = small_deal();
    deal.amount = DS_STR("-0.50");
    assert_int_equal(ds_writer_add(writer, &deal), DS_OK);
    assert_int_equal(ds_writer_count(writer), 1);
    ds_writer_free(writer);
    fclose(stream);
    assert_ptr_equal(strchr(text, '\n'), text + len - 1);
    free(text);
}

static void full_disk_shows_at_the_end_at_the_latest(void **state)
{
    (void)state;
    FILE *stream = fopen("/dev/full", "w");
    if (!stream) {
        skip();
    }
    ds_writer *writer = NULL;
    assert_int_equal(ds_writer_new(&writer, stream), DS_OK);
    ds_deal deal = small_deal();
    assert_int_equal(ds_writer_add(writer, &deal), DS_OK);
    assert_int_equal(ds_writer_end(writer), DS_EIO);
    assert_int_equal(errno, ENOSPC);
    assert_int_equal(ds_writer_end(writer), DS_EIO);
    ds_writer_free(writer);
    fclose(stream);
}

static void reader_that_has_gone_shows_as_epipe(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    FILE *stream = fdopen(ends[1], "w");
    setvbuf(stream, NULL, _IONBF, 0);
    ds_writer *writer = NULL;
    assert_int_equal(ds_writer_new(&writer, stream), DS_OK);
    ds_deal deal = small_deal();
    assert_int_equal(ds_writer_add(writer, &deal), DS_EIO);
    assert_int_equal(errno, EPIPE);
    assert_int_equal(ds_writer_count(writer), 0);
    assert_int_equal(ds_writer_end(writer), DS_EIO);
    assert_int_equal(errno, EPIPE);
    ds_writer_free(writer);
    fclose(stream);
}

static void records_of_a_row_stand_in_one_line_of_a_buffer(void **state)
{
    (void)state;
    ds_buf into = ds_buf_make(1 << 20);
    ds_writer *writer = NULL;
    ds_deal deal = small_deal();
    assert_int_equal(ds_writer_new(&writer, NULL), DS_OK);
    ds_writer_aim(writer, &into);
    assert_int_equal(ds_writer_begin_row(writer, DS_STR("7")), DS_OK);
    assert_int_equal(ds_writer_add(writer, &deal), DS_OK);
    assert_int_equal(ds_writer_add(writer, &deal), DS_OK);
    assert_int_equal(ds_writer_end_row(writer, DS_STR("")), DS_OK);
    assert_int_equal(ds_writer_begin_row(writer, DS_STR("8")), DS_OK);
    assert_int_equal(ds_writer_end_row(writer, DS_STR("bad")), DS_OK);
    assert_int_equal(ds_writer_add(writer, &deal), DS_OK); /* a line of its own again */
    assert_int_equal(ds_writer_count(writer), 3);
    json_error_t error;
    json_t *row = json_loadb(into.ptr, into.len, JSON_DISABLE_EOF_CHECK, &error);
    assert_non_null(row);
    assert_int_equal(json_array_size(json_object_get(row, "deals")), 2);
    assert_true(json_is_null(json_object_get(row, "error")));
    assert_int_equal(into.ptr[error.position], '\n');
    ds_str rest = {into.ptr + error.position + 1, into.len - (size_t)error.position - 1};
    assert_true(
        ds_str_starts(rest, DS_STR("{\"id\":\"8\",\"deals\":[],\"error\":\"bad\"}\n{\"schema\":")));
    assert_int_equal(into.ptr[into.len - 1], '\n');
    json_decref(row);
    ds_writer_free(writer);
    ds_buf_free(&into);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_there_in_order_with_exact_numbers),
        cmocka_unit_test(unknown_values_are_null_and_empty_lists),
        cmocka_unit_test(strings_come_back_as_they_were),
        cmocka_unit_test(records_hold_to_the_schema_and_wrong_ones_do_not),
        cmocka_unit_test(schema_knows_exactly_the_keys_of_the_record),
        cmocka_unit_test(another_validator_agrees),
        cmocka_unit_test(what_is_not_utf8_or_a_plain_number_is_refused_and_not_written),
        cmocka_unit_test(records_of_a_row_stand_in_one_line_of_a_buffer),
        cmocka_unit_test(full_disk_shows_at_the_end_at_the_latest),
        cmocka_unit_test(reader_that_has_gone_shows_as_epipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
