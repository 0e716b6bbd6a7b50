/* The routine of the sessions whose logs are tried; the seeds are logs of it. */
#ifndef TP_TESTS_FUZZ_RESUME_H
#define TP_TESTS_FUZZ_RESUME_H

static const char fuzz_routine[] =
    "routine { title = 'Fuzz', position = 'sitting' }\n"
    "warm_up { pick { 'Roll your shoulders.', 'Shrug.' }, seconds = 10 }\n"
    "hold { 'The spot.', side = 'left', seconds = 15, reps = 2, sensor = 'pressure', band = { 8, "
    "12 } }\n"
    "hold { 'roll', side = 'left', seconds = 15, reps = 2 }\n"
    "remember('times', (recall 'times' or 0) + 1)\n"
    "note { pain = ask { 'How sore, zero to ten?', assume = 5 } }\n"
    "if ask { 'Once more?', kind = 'yes_no', assume = false } then\n"
    "  stretch { 'roll', side = 'left' }\n"
    "end\n"
    "rest(20)\n";

#endif
