/* Counting days. Must never ask what day it is. */
#include "core/host/day.h"

#include <string.h>

/* The number at `text`, `digits` long; -1 when there is none. */
static int number_at(const char *text, int digits)
{
    int number = 0;
    for (int i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + text[i] - '0';
    }
    return number;
}

long tp_day_number(const char *date)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(date) != sizeof "2026-11-20" - 1 || date[4] != '-' || date[7] != '-')
        return -1;
    int year = number_at(date, 4), month = number_at(date + 5, 2), day = number_at(date + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1])
        return -1;
    /* The year begins in March, so that the leap day is its last. */
    long y = month < 3 ? year - 1 : year, m = (month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
}
