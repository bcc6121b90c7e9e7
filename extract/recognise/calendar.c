#include "extract/recognise/calendar.h"

enum { DAYS_OF_ERA = 146097, YEARS_OF_ERA = 400, EPOCH_SHIFT = 719468 };

int ds_day_month_length(int year, int month)
{
    static const int lengths[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month];
}

bool ds_day_valid(ds_day day)
{
    return day.year >= 1 && day.year <= 9999 && day.month >= 1 && day.month <= 12 && day.day >= 1 &&
           day.day <= ds_day_month_length(day.year, day.month);
}

long ds_day_number(ds_day day)
{
    long year = day.year - (day.month <= 2);
    long era = (year >= 0 ? year : year - (YEARS_OF_ERA - 1)) / YEARS_OF_ERA;
    long of_era = year - era * YEARS_OF_ERA;
    long of_year = (153L * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
    long day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * DAYS_OF_ERA + day_of_era - EPOCH_SHIFT;
}

ds_day ds_day_from(long number)
{
    number += EPOCH_SHIFT;
    long era = (number >= 0 ? number : number - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    long of_era = number - era * DAYS_OF_ERA;
    long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * of_year + 2) / 153;
    ds_day day = {
        .year = (int)(year + era * YEARS_OF_ERA),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
    };
    day.year += day.month <= 2;
    return day;
}

int ds_day_weekday(ds_day day)
{
    long number = ds_day_number(day);
    long from_monday = (number + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

static bool read_digits(ds_str text, size_t at, size_t n, int *out)
{
    *out = 0;
    for (size_t i = at; i < at + n; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        *out = *out * 10 + (text.ptr[i] - '0');
    }
    return true;
}

bool ds_day_parse(ds_str text, ds_day *out)
{
    ds_day day;
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
        !read_digits(text, 0, 4, &day.year) || !read_digits(text, 5, 2, &day.month) ||
        !read_digits(text, 8, 2, &day.day) || !ds_day_valid(day)) {
        return false;
    }
    *out = day;
    return true;
}

static char *write_digits(int value, int n, char *out)
{
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + n;
}

void ds_day_write(ds_day day, char out[11])
{
    char *at = write_digits(day.year, 4, out);
    *at++ = '-';
    at = write_digits(day.month, 2, at);
    *at++ = '-';
    at = write_digits(day.day, 2, at);
    *at = '\0';
}
