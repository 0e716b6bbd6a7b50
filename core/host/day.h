/* Days of the calendar, for how long ago something was. Pure. [any thread] */
#ifndef TP_HOST_DAY_H
#define TP_HOST_DAY_H

/* Days since the first of March of the year 0 in the Gregorian calendar, for a date written as
 * "2026-11-20" from the year 1 on; -1 when it is no such date. Within a month the day is only held
 * against the longest that the month can be. */
long tp_day_number(const char *date);

#endif
