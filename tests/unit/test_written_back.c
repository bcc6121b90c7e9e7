/* links: ds_recognise ds_rules ds_text */
/* One value written in every notation is read back as that value. */
#include "recognise_fixture.h"

#include "extract/recognise/calendar.h"

enum { TEXT_BYTES = 256, N_VALUES = 1500 };

static const ds_recognise_context whole = {.whole = true};

/* Digits and units of Chinese numerals, everyday and financial. */
typedef struct writing {
    const char *digits[10];
    const char *tens[4];
    const char *scales[3];
} writing;

static const writing everyday = {{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
                                 {"", "十", "百", "千"},
                                 {"", "万", "亿"}};
static const writing capitals = {{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"},
                                 {"", "拾", "佰", "仟"},
                                 {"", "万", "亿"}};
static const writing traditional = {{"零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"},
                                    {"", "拾", "佰", "仟"},
                                    {"", "萬", "億"}};

/* Deterministic pseudo-random numbers: the same cases on every run. */
static uint64_t next_random(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static void add(char *out, const char *text)
{
    size_t len = strlen(out);
    assert_true(len + strlen(text) < TEXT_BYTES);
    snprintf(out + len, TEXT_BYTES - len, "%s", text);
}

/* A number below 10^12 in Chinese numerals: one zero word for any zeros between
 * two digits, none at the end of a group whose scale word follows. */
static void write_numeral(uint64_t number, const writing *words, char *out)
{
    static const uint64_t tens[] = {1, 10, 100, 1000};
    static const uint64_t powers[] = {1, 10000, 100000000};
    out[0] = '\0';
    for (int scale = 2; scale >= 0; scale--) {
        uint64_t group = number / powers[scale] % 10000;
        bool zero = false;
        for (int place = 3; place >= 0 && group > 0; place--) {
            uint64_t digit = group / tens[place] % 10;
            if (digit > 0) {
                add(out, zero && out[0] ? words->digits[0] : "");
                add(out, words->digits[digit]);
                add(out, words->tens[place]);
            }
            zero = digit == 0;
        }
        add(out, group > 0 ? words->scales[scale] : "");
    }
    add(out, out[0] ? "" : words->digits[0]);
}

/* ASCII in its full-width form. */
static void widen(const char *text, char *out)
{
    ds_buf wide = ds_buf_make((size_t)TEXT_BYTES * 3);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte > ' ' && byte < 0x7F) {
            ds_buf_add_code(&wide, byte + 0xFEE0u);
        } else {
            ds_buf_add_char(&wide, *text);
        }
    }
    snprintf(out, TEXT_BYTES, "%.*s", DS_STR_ARGS(ds_buf_str(&wide)));
    ds_buf_free(&wide);
}

static void read_back(fixture *fix, ds_entity_kind kind, const char *text, ds_entity *out)
{
    const char *reason;
    ds_buf folded = ds_buf_make(TEXT_BYTES);
    ds_width_fold(ds_str_from(text), &folded);
    if (ds_recogniser_normalise(fix->recogniser, kind, ds_buf_str(&folded), &whole, out, &reason) !=
        DS_OK) {
        fail_msg("%s: %s", text, reason);
    }
    ds_buf_free(&folded);
}

static void amount_is(fixture *fix, const char *text, ds_decimal expected)
{
    char digits[DS_DECIMAL_TEXT_BYTES];
    ds_entity entity;
    read_back(fix, DS_ENTITY_AMOUNT, text, &entity);
    if (!entity.amount.has_value || ds_decimal_compare(entity.amount.value, expected) != 0) {
        ds_str got = ds_decimal_write(entity.amount.value, digits);
        fail_msg("%s: got %.*s", text, DS_STR_ARGS(got));
    }
}

/* Values with few and with many digits, as prices have. */
static uint64_t some_number(uint64_t *random, uint64_t below)
{
    static const uint64_t steps[] = {1, 10, 1000, 10000, 1000000, 100000000};
    uint64_t step = steps[next_random(random) % N_ROWS(steps)];
    uint64_t number = next_random(random) % below;
    return number >= step ? number / step * step : number + 1;
}

static void whole_amounts_in_arabic_mixed_and_chinese_numerals(void **state)
{
    uint64_t random = 11;
    for (int i = 0; i < N_VALUES; i++) {
        uint64_t number = some_number(&random, 1000000000000u);
        ds_decimal expected = {(int64_t)number, 0};
        char text[TEXT_BYTES];
        char wide[TEXT_BYTES];
        snprintf(text, sizeof text, "%llu元", (unsigned long long)number);
        amount_is(*state, text, expected);
        widen(text, wide);
        amount_is(*state, wide, expected);
        write_numeral(number, &everyday, text);
        add(text, "元");
        amount_is(*state, text, expected);
        write_numeral(number, &capitals, text);
        add(text, "圆整");
        amount_is(*state, text, expected);
        write_numeral(number, &traditional, text);
        add(text, "圓整");
        amount_is(*state, text, expected);
    }
}

static void separators_and_scales_between_digits(void **state)
{
    uint64_t random = 12;
    for (int i = 0; i < N_VALUES; i++) {
        unsigned high = (unsigned)(next_random(&random) % 9999 + 1);
        unsigned low = (unsigned)(next_random(&random) % 9999 + 1);
        char text[TEXT_BYTES];
        ds_decimal mixed = {(int64_t)high * 100000000 + (int64_t)low * 10000, 0};
        snprintf(text, sizeof text, "%u亿%u万元", high, low);
        amount_is(*state, text, mixed);
        snprintf(text, sizeof text, "%u亿%04u万元", high, low);
        amount_is(*state, text, mixed);
        static const char *const marks[] = {",", "，", " ", "'"};
        const char *mark = marks[i % 4];
        snprintf(text, sizeof text, "%u%s%03u%s%03u.%02u元", high % 999 + 1, mark, low % 1000, mark,
                 high % 1000, low % 100);
        int64_t millions = high % 999 + 1;
        ds_decimal grouped = {millions * 100000000 + (int64_t)(low % 1000) * 100000 +
                                  (int64_t)(high % 1000) * 100 + low % 100,
                              2};
        amount_is(*state, text, grouped);
    }
}

static void cents_in_words_and_figures(void **state)
{
    uint64_t random = 13;
    for (int i = 0; i < N_VALUES; i++) {
        uint64_t yuan = some_number(&random, 100000000);
        unsigned jiao = (unsigned)(next_random(&random) % 9 + 1);
        unsigned fen = (unsigned)(next_random(&random) % 9 + 1);
        ds_decimal expected = {(int64_t)yuan * 100 + (int64_t)jiao * 10 + fen, 2};
        char text[TEXT_BYTES];
        snprintf(text, sizeof text, "%llu元%u角%u分", (unsigned long long)yuan, jiao, fen);
        amount_is(*state, text, expected);
        snprintf(text, sizeof text, "￥%llu.%u%u", (unsigned long long)yuan, jiao, fen);
        amount_is(*state, text, expected);
        write_numeral(yuan, &capitals, text);
        add(text, "元");
        add(text, capitals.digits[jiao]);
        add(text, "角");
        add(text, capitals.digits[fen]);
        add(text, "分");
        amount_is(*state, text, expected);
    }
}

static void date_is(fixture *fix, const char *text, const char *expected)
{
    ds_entity entity;
    read_back(fix, DS_ENTITY_DATE, text, &entity);
    if (strcmp(entity.date.text, expected) != 0) {
        fail_msg("%s: expected %s, got %s", text, expected, entity.date.text);
    }
}

static void write_year(int year, char *out)
{
    static const int tens[] = {1000, 100, 10, 1};
    out[0] = '\0';
    for (size_t i = 0; i < N_ROWS(tens); i++) {
        int digit = year / tens[i] % 10;
        add(out, digit == 0 ? "〇" : everyday.digits[digit]);
    }
}

/* Every notation of one day. */
static void day_is_read_in_every_notation(fixture *fix, ds_day day)
{
    static const char *const forms[] = {"%d年%d月%d日", "%d年%02d月%02d日", "%d 年 %d 月 %d 日",
                                        "%d-%02d-%02d", "%d-%d-%d",         "%d/%d/%d",
                                        "%d/%02d/%02d", "%d.%d.%d",         "%d.%02d.%02d",
                                        "%d%02d%02d",   "%d年%d月%d号",     "%d %02d %02d"};
    char expected[11];
    char text[TEXT_BYTES];
    char wide[TEXT_BYTES];
    char part[TEXT_BYTES];
    ds_day_write(day, expected);
    for (size_t i = 0; i < N_ROWS(forms); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof text, forms[i], day.year, day.month, day.day);
#pragma GCC diagnostic pop
        date_is(fix, text, expected);
        widen(text, wide);
        date_is(fix, wide, expected);
    }
    write_year(day.year, text);
    add(text, "年");
    write_numeral((uint64_t)day.month, &everyday, part);
    add(text, part);
    add(text, "月");
    write_numeral((uint64_t)day.day, &everyday, part);
    add(text, part);
    add(text, "日");
    date_is(fix, text, expected);
    snprintf(text, sizeof text, "民国%d年%d月%d日", day.year - 1911, day.month, day.day);
    date_is(fix, text, expected);
}

static void days_in_every_notation(void **state)
{
    long first = ds_day_number((ds_day){1950, 1, 1});
    long last = ds_day_number((ds_day){2069, 12, 31});
    for (long number = first; number <= last; number += 37) {
        day_is_read_in_every_notation(*state, ds_day_from(number));
    }
}

static void months_quarters_halves_and_years_in_every_notation(void **state)
{
    for (int year = 1970; year < 2070; year++) { /* two digits mean these */
        char text[TEXT_BYTES];
        char chinese[TEXT_BYTES];
        char expected[16];
        write_year(year, chinese);
        snprintf(expected, sizeof expected, "%d", year);
        date_is(*state, expected, expected);
        add(chinese, "年");
        date_is(*state, chinese, expected);
        for (int month = 1; month <= 12; month++) {
            snprintf(expected, sizeof expected, "%d-%02d", year, month);
            date_is(*state, expected, expected);
            snprintf(text, sizeof text, "%d年%d月", year, month);
            date_is(*state, text, expected);
            snprintf(text, sizeof text, "%d/%d", year, month);
            date_is(*state, text, expected);
            snprintf(text, sizeof text, "%d.%02d", year, month);
            date_is(*state, text, expected);
        }
        for (int quarter = 1; quarter <= 4; quarter++) {
            snprintf(expected, sizeof expected, "%d-Q%d", year, quarter);
            date_is(*state, expected, expected);
            snprintf(text, sizeof text, "%dQ%d", year, quarter);
            date_is(*state, text, expected);
            snprintf(text, sizeof text, "%dQ%02d", quarter, year % 100);
            date_is(*state, text, expected);
            snprintf(text, sizeof text, "%d年第%s季度", year, everyday.digits[quarter]);
            date_is(*state, text, expected);
            snprintf(text, sizeof text, "%d年%s季度", year, everyday.digits[quarter]);
            date_is(*state, text, expected);
        }
        for (int half = 1; half <= 2; half++) {
            snprintf(expected, sizeof expected, "%d-H%d", year, half);
            snprintf(text, sizeof text, "%d年%s半年", year, half == 1 ? "上" : "下");
            date_is(*state, text, expected);
            snprintf(text, sizeof text, "%dH%d", year, half);
            date_is(*state, text, expected);
        }
    }
}

static void stake_is(fixture *fix, const char *text, ds_decimal expected)
{
    ds_entity entity;
    read_back(fix, DS_ENTITY_STAKE, text, &entity);
    if (!entity.stake.has_percent || ds_decimal_compare(entity.stake.percent, expected) != 0) {
        fail_msg("%s: another value", text);
    }
}

static void stakes_in_every_notation(void **state)
{
    for (unsigned hundredths = 1; hundredths <= 10000; hundredths += 7) {
        ds_decimal expected = {hundredths, 2};
        char digits[DS_DECIMAL_TEXT_BYTES];
        char text[TEXT_BYTES];
        char wide[TEXT_BYTES];
        ds_decimal_write(expected, digits);
        snprintf(text, sizeof text, "%s%%", digits);
        stake_is(*state, text, expected);
        widen(text, wide);
        stake_is(*state, wide, expected);
        snprintf(text, sizeof text, "%u.%02u%%股权", hundredths / 100, hundredths % 100);
        stake_is(*state, text, expected);
        snprintf(text, sizeof text, "持有%s%%的股份", digits);
        stake_is(*state, text, expected);
        snprintf(text, sizeof text, "百分之%s", digits);
        stake_is(*state, text, expected);
        snprintf(text, sizeof text, "万分之%u", hundredths);
        stake_is(*state, text, expected);
        write_numeral(hundredths / 100, &everyday, wide);
        snprintf(text, sizeof text, "百分之");
        add(text, wide);
        add(text, "点");
        add(text, everyday.digits[hundredths / 10 % 10]);
        add(text, everyday.digits[hundredths % 10]);
        stake_is(*state, text, expected);
    }
}

static void rate_is(fixture *fix, const char *text, const char *expected)
{
    ds_entity entity;
    read_back(fix, DS_ENTITY_RATE, text, &entity);
    if (strcmp(entity.rate.text, expected) != 0) {
        fail_msg("%s: expected %s, got %s", text, expected, entity.rate.text);
    }
}

static void rates_in_every_notation(void **state)
{
    static const char *const giga[] = {"G", "Gbps", "Gb/s", "Gbit/s", "GbE", "吉比特", " G"};
    static const char *const tera[] = {"T", "Tbps", "Tb/s", "Tbit/s", "TbE", "太比特", " T"};
    char text[TEXT_BYTES];
    char wide[TEXT_BYTES];
    char expected[16];
    for (unsigned rate = 10; rate <= 12800; rate += rate < 1000 ? 1 : 100) {
        bool large = rate >= 1000; /* 1600G is written 1.6T */
        if (!large) {
            snprintf(expected, sizeof expected, "%uG", rate);
        } else if (rate % 1000 == 0) {
            snprintf(expected, sizeof expected, "%uT", rate / 1000);
        } else {
            snprintf(expected, sizeof expected, "%u.%uT", rate / 1000, rate % 1000 / 100);
        }
        for (size_t i = 0; i < N_ROWS(giga); i++) {
            snprintf(text, sizeof text, "%u%s", rate, giga[i]);
            rate_is(*state, text, expected);
            snprintf(text, sizeof text, "%u.%u%s", rate / 1000, rate % 1000 / 100, tera[i]);
            if (large) {
                rate_is(*state, text, expected);
            }
        }
        widen(expected, wide);
        rate_is(*state, wide, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_amounts_in_arabic_mixed_and_chinese_numerals),
        cmocka_unit_test(separators_and_scales_between_digits),
        cmocka_unit_test(cents_in_words_and_figures),
        cmocka_unit_test(days_in_every_notation),
        cmocka_unit_test(months_quarters_halves_and_years_in_every_notation),
        cmocka_unit_test(stakes_in_every_notation),
        cmocka_unit_test(rates_in_every_notation),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
