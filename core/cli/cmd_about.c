/* tprun about, help, version: words about the program. */
#include "core/cli/commands.h"
#include "core/cli/kept.h"

#include <stdio.h>

static const char help[] =
    "tprun: a calm voice guides you through a body routine, eyes closed, hands free\n"
    "\n"
    "  tprun NAME|FILE [option=value …]   run a routine, for example: tprun neck\n"
    "  tprun play NAME|FILE --step N[-M]  just that part; the plan numbers the steps\n"
    "  tprun resume                       go on where a session was cut off or left, for a day\n"
    "  tprun plan NAME|FILE [--json]      what will happen, and when\n"
    "  tprun check FILE … [--json]        what would go wrong, and how to mend it\n"
    "  tprun render NAME|FILE -o OUT      the session as a recording: wav, flac, ogg, mp3\n"
    "  tprun new NAME [--like NAME]       a routine to begin with, or a copy of one, as NAME.lua\n"
    "  tprun devices [NAME] [--watch]     sensors, lamps, pedals: what is there, and how it does\n"
    "  tprun list | voices | about        routines, voices, what this is and is not\n"
    "  tprun plugins [ID]                 sensors, outputs, controls and voices that are found\n"
    "  tprun plugins --test PATH          whether a plugin keeps what it promises\n"
    "  tprun sounds [NAME]                hear the sounds with their names\n"
    "  tprun say \"TEXT\"                   hear a text, and how many seconds it takes\n"
    "\n"
    "  --voice slt|rms|awb|kal|sim        who speaks\n"
    "  --rate 0.5–2                       how fast\n"
    "  --words full|normal|brief|tones    how much is said; auto: less as you know a routine\n"
    "  --pace 0.5–2                       how much time to get there and to change sides\n"
    "  --speed 0.5–60                     silence goes by so many times as fast: to try a routine\n"
    "  --watch                            what you save while it runs is taken over\n"
    "  --minutes 1–240                    made to last at most so long: the least needed is left "
    "out\n"
    "  --side left|right  --skip POINT,…  one side only; without these points\n"
    "  --now                              begins without asking whether you can hear it\n"
    "  --volume voice=DB,tone=DB          how loud, −40…12\n"
    "  --mono  --swap-sides               one channel for both ears; left and right exchanged\n"
    "  --audio DEVICE|null|null:N         where it sounds; null makes no sound, null:60 is 60 "
    "times\n"
    "                                     faster\n"
    "  --latency 20–60                    milliseconds to the speaker, usually 40\n"
    "  --plugin ID[:key=value,…]          a plugin for devices: serial, sim:keys\n"
    "  --require-sensor                   rather no session than one without its sensor\n"
    "  --record FILE  --calibrate         of devices: write readings down; make newtons of them\n"
    "  --answers FILE                     of plan and render: QUESTION = ANSWER, one a line\n"
    "  --seed N                           the same choices of words every time\n"
    "  --quiet                            plain lines instead of the screen\n"
    "  --events FILE|-  --commands FILE|- JSON lines out and in\n"
    "\n"
    "Keys: space pause · n next · b back · r repeat · a again · s softer · f firmer\n"
    "      + − volume · w fewer words · W more words · m mute · q stop · ? help\n"
    "Settings that hold every time, and other keys: ~/.config/tprun/config.lua.\n"
    "A file named like a command is run as ./list.lua. More: README.md and routines/README.md.\n";

static const char about[] =
    "tprun " TPRUN_VERSION "\n"
    "\n"
    "A guided timer with safety cues for self-massage and stretching. It is not a medical device. "
    "It\n"
    "does not diagnose or treat, and no clinician is watching. The evidence that pressing on "
    "tender\n"
    "points helps is weak and mixed; more pressure is not shown to be better.\n"
    "\n"
    "If it feels sharp, tingly or numb, or you feel dizzy: let go, and stop.\n"
    "Do not use it with a known or suspected blood clot, fever or infection, a fresh injury or "
    "surgery\n"
    "in the area, in pregnancy without a midwife's or doctor's word, after alcohol or strong\n"
    "pain-killers. See a doctor for pain that lasts, gets worse, wakes you at night, or comes "
    "with\n"
    "weakness, numbness, fever, or trouble with bladder or bowel.\n"
    "\n"
    "Free software under the MIT licence, without any warranty.\n";

int tp_command_help(const struct tp_options *options)
{
    struct tp_kept_session left;
    struct tp_err none;
    char line[TP_KEPT_LINE];
    (void)options;
    fputs(help, stdout);
    if (tp_kept_find(&left, &none) == 0)
        printf("\n%s tprun resume goes on.\n", tp_kept_tell(&left, line));
    tp_kept_session_finish(&left);
    return TP_EXIT_OK;
}

int tp_command_about(const struct tp_options *options)
{
    (void)options;
    fputs(about, stdout);
    return TP_EXIT_OK;
}

int tp_command_version(const struct tp_options *options)
{
    (void)options;
    puts("tprun " TPRUN_VERSION);
    return TP_EXIT_OK;
}
