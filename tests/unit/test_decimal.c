/* links: ds_recognise ds_rules ds_text */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/recognise/decimal.h"

#define N_ROWS(rows) (sizeof(rows) / sizeof *(rows))

static const char *write(ds_decimal value)
{
    static char text[DS_DECIMAL_TEXT_BYTES];
    ds_str view = ds_decimal_write(value, text);
    assert_int_equal(view.len, strlen(text));
    return text;
}

static ds_decimal parse(const char *text)
{
    ds_decimal value;
    assert_int_equal(ds_decimal_parse(ds_str_from(text), &value), DS_OK);
    return value;
}

static void plain_notation_is_written_without_waste(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.0", "0"},
        {"1", "1"},
        {"+1", "1"},
        {"-1", "-1"},
        {"007", "7"},
        {"1.50", "1.5"},
        {"-1.05", "-1.05"},
        {"0.5", "0.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"100", "100"},
        {"3980.000", "3980"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775807", "-9223372036854775807"},
        {"0.000000000000000001", "0.000000000000000001"},
        {"1.50000000000000000000000000", "1.5"},
        {"9.223372036854775807", "9.223372036854775807"},
    };
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        assert_string_equal(write(parse(rows[i][0])), rows[i][1]);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",   ".",  "-",   "1.2.3", "1,000", "1e5",
                                        " 1", "1 ", "--1", "a",     "0x10",  "+-1"};
    for (size_t i = 0; i < N_ROWS(wrong); i++) {
        ds_decimal value;
        assert_int_equal(ds_decimal_parse(ds_str_from(wrong[i]), &value), DS_EINVALID);
    }
}

static void what_does_not_fit_is_refused_not_rounded(void **state)
{
    (void)state;
    static const char *const large[] = {"9223372036854775808",   "-9223372036854775808",
                                        "99999999999999999999",  "0.0000000000000000001",
                                        "1.0000000000000000001", "92233720368547758.07000001"};
    ds_decimal value;
    for (size_t i = 0; i < N_ROWS(large); i++) {
        assert_int_equal(ds_decimal_parse(ds_str_from(large[i]), &value), DS_ELIMIT);
    }
    assert_int_equal(ds_decimal_shift(parse("5"), 19, &value), DS_ELIMIT);
    assert_int_equal(ds_decimal_shift(parse("5000000000000"), 12, &value), DS_ELIMIT);
    assert_int_equal(ds_decimal_shift(parse("0.000000000000000005"), -1, &value), DS_ELIMIT);
    assert_int_equal(ds_decimal_add(parse("9223372036854775807"), parse("1"), &value), DS_ELIMIT);
    assert_int_equal(ds_decimal_add(parse("9223372036854775807"), parse("0.1"), &value), DS_ELIMIT);
    assert_int_equal(ds_decimal_multiply(parse("9223372036854775807"), parse("2"), &value),
                     DS_ELIMIT);
    assert_int_equal(ds_decimal_multiply(parse("0.0000000001"), parse("0.0000000001"), &value),
                     DS_ELIMIT);
}

static void shifting_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int power;
        const char *to;
    } rows[] = {
        {"3.5", 8, "350000000"},
        {"1.0753", 4, "10753"},
        {"0.000001", 6, "1"},
        {"12345", -4, "1.2345"},
        {"100", -2, "1"},
        {"0", 18, "0"},
        {"-2.5", 1, "-25"},
        {"36.57", 8, "3657000000"},
        {"1000000000000000000", -18, "1"},
        {"15", -18, "0.000000000000000015"},
    };
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        ds_decimal value;
        assert_int_equal(ds_decimal_shift(parse(rows[i].from), rows[i].power, &value), DS_OK);
        assert_string_equal(write(value), rows[i].to);
    }
}

static void sums_and_products_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *sum, *product;
    } rows[] = {
        {"0.1", "0.2", "0.3", "0.02"},
        {"1", "-1", "0", "-1"},
        {"1.5", "2.25", "3.75", "3.375"},
        {"100000000", "0.01", "100000000.01", "1000000"},
        {"-0.5", "-0.5", "-1", "0.25"},
        {"999999999", "999999999", "1999999998", "999999998000000001"},
        {"0.000000005", "200000000", "200000000.000000005", "1"},
        {"0", "7.7", "7.7", "0"},
    };
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        ds_decimal value;
        assert_int_equal(ds_decimal_add(parse(rows[i].a), parse(rows[i].b), &value), DS_OK);
        assert_string_equal(write(value), rows[i].sum);
        assert_int_equal(ds_decimal_multiply(parse(rows[i].a), parse(rows[i].b), &value), DS_OK);
        assert_string_equal(write(value), rows[i].product);
    }
}

static void order_is_that_of_the_values(void **state)
{
    (void)state;
    static const char *const ascending[] = {"-9223372036854775807", "-1.5", "-1", "-0.1", "0",
                                            "0.000000000000000001", "0.1",  "1",  "1.05", "1.1",
                                            "9223372036854775807"};
    for (size_t i = 0; i < N_ROWS(ascending); i++) {
        for (size_t k = 0; k < N_ROWS(ascending); k++) {
            int order = ds_decimal_compare(parse(ascending[i]), parse(ascending[k]));
            assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
        }
    }
    assert_int_equal(ds_decimal_compare(parse("1.50"), parse("1.5")), 0);
}

static void written_values_are_read_back(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 5000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        ds_decimal value = {(int64_t)(seed >> (1 + i % 60)), (int32_t)(seed % 19)};
        value.coefficient = i % 2 ? -value.coefficient : value.coefficient;
        assert_int_equal(ds_decimal_compare(parse(write(value)), value), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_notation_is_written_without_waste),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(what_does_not_fit_is_refused_not_rounded),
        cmocka_unit_test(shifting_is_exact),
        cmocka_unit_test(sums_and_products_are_exact),
        cmocka_unit_test(order_is_that_of_the_values),
        cmocka_unit_test(written_values_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
