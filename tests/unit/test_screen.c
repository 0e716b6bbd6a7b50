/* The screen on a terminal of our own: what it takes, what it writes, what it gives back. */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/cli/keys.h"
#include "core/cli/screen.h"
#include "tests/unit/screen_moments.h"
#include "tests/unit/screen_rig.h"

#include <fcntl.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct rig rig;
static struct tp_buf written;

static int setup(void **state)
{
    (void)state;
    setenv("TERM", "xterm-256color", 1);
    setenv("TZ", "UTC", 1);
    unsetenv("NO_COLOR");
    setlocale(LC_CTYPE, "C.UTF-8");
    rig_open(&rig, 24, 80);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tp_screen_close();
    rig_close(&rig);
    tp_buf_finish(&written);
    return 0;
}

static void take(void)
{
    struct tp_err err;
    assert_int_equal(tp_screen_open(&err), 0);
}

static const char *draw(const char *name)
{
    struct tp_view view = moment(name);
    tp_screen_draw(&view);
    return rig_written(&rig, &written)->data;
}

static bool has(const char *text)
{
    return memmem(written.data, written.length, text, strlen(text)) != NULL;
}

/* ---- taking and giving back ---- */

static void a_terminal_that_cannot_place_a_cursor_is_not_taken(void **unused)
{
    static const char *const types[] = {"dumb", "no-such-terminal", "", NULL};
    (void)unused;
    for (size_t i = 0; i < COUNT(types); i++) {
        struct tp_err err = {0};
        if (types[i])
            setenv("TERM", types[i], 1);
        else
            unsetenv("TERM");
        assert_int_equal(tp_screen_open(&err), -TP_EIO);
        assert_int_not_equal(err.text[0], '\0');
        rig_written(&rig, &written);
        assert_int_equal(written.length, 0);
    }
}

static void a_pipe_is_not_taken(void **unused)
{
    struct tp_err err = {0};
    int terminal = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY);
    (void)unused;
    dup2(nowhere, STDOUT_FILENO);
    int rc = tp_screen_open(&err);
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    close(nowhere);
    assert_int_equal(rc, -TP_EIO);
}

static bool same_settings(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
           a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

static void a_closed_screen_leaves_the_terminal_as_it_was(void **unused)
{
    struct termios before, taken, after;
    (void)unused;
    tcgetattr(STDIN_FILENO, &before);
    take();
    draw("hold");
    assert_true(has("\033[?1049h"));
    tcgetattr(STDIN_FILENO, &taken);
    assert_false(taken.c_lflag & (ICANON | ECHO));
    assert_true(taken.c_lflag & ISIG);
    tp_screen_close();
    rig_written(&rig, &written);
    tcgetattr(STDIN_FILENO, &after);
    assert_true(same_settings(&before, &after));
    assert_true(has("\033[?1049l") && has("\033[?1l\033>"));
    assert_true(has("\033[?25h"));
}

static void closing_twice_or_without_a_screen_is_harmless(void **unused)
{
    (void)unused;
    tp_screen_close();
    tp_screen_suspend();
    tp_screen_resume();
    tp_screen_resize();
    tp_screen_bell();
    assert_int_equal(tp_screen_key(), -1);
    draw("hold");
    assert_int_equal(written.length, 0);
}

static void signals_stay_with_those_who_had_them(void **unused)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP};
    (void)unused;
    take();
    for (size_t i = 0; i < COUNT(signals); i++) {
        struct sigaction action;
        sigaction(signals[i], NULL, &action);
        assert_ptr_equal(action.sa_handler, SIG_DFL);
    }
}

static void a_suspended_screen_gives_the_terminal_back_and_takes_it_again(void **unused)
{
    struct termios before, suspended, resumed;
    (void)unused;
    tcgetattr(STDIN_FILENO, &before);
    take();
    draw("hold");
    tp_screen_suspend();
    tcgetattr(STDIN_FILENO, &suspended);
    assert_true(same_settings(&before, &suspended));
    rig_written(&rig, &written);
    assert_true(has("\033[?1049l"));
    draw("hold");
    assert_int_equal(written.length, 0);
    tp_screen_resume();
    tcgetattr(STDIN_FILENO, &resumed);
    assert_false(resumed.c_lflag & ICANON);
    draw("hold");
    assert_true(has("Shoulder roll"));
}

/* ---- drawing ---- */

static void what_has_not_changed_is_not_written_again(void **unused)
{
    (void)unused;
    take();
    draw("hold");
    size_t first = written.length;
    assert_true(first > 500);
    draw("hold");
    assert_int_equal(written.length, 0);
}

/* Ten looks a second, over the ten seconds of a hold in which every digit changes. */
static void a_second_of_countdown_is_less_than_a_kilobyte(void **unused)
{
    struct tp_view view = moment("hold");
    size_t bytes = 0, most = 0;
    (void)unused;
    take();
    draw("hold");
    for (int look = 1; look <= 100; look++) {
        view.now += TP_MS(100);
        tp_screen_draw(&view);
        rig_written(&rig, &written);
        bytes += written.length;
        most = written.length > most ? written.length : most;
    }
    fprintf(stderr, "%zu bytes in ten seconds, at most %zu at once\n", bytes, most);
    assert_true(bytes > 0 && bytes < 3000);
    assert_true(most < 1000);
}

/* The hand is off, and what it gave last is no longer so. */
static void in_a_pause_no_pressure_is_shown(void **unused)
{
    struct tp_view view = moment("felt");
    (void)unused;
    take();
    view.state.paused = true;
    tp_screen_draw(&view);
    rig_written(&rig, &written);
    assert_true(has("Pressure") && !has("24 N"));
}

static void a_sensor_shows_what_it_feels_and_what_is_left(void **unused)
{
    struct tp_view view = moment("felt");
    (void)unused;
    take();
    draw("felt");
    assert_true(has("Pressure") && has("24 N") && has("[") && has("]"));
    assert_false(has("softer"));
    assert_int_equal(tp_view_left(&view), TP_MS(8000));
    view.now += TP_MS(3000); /* it counts nothing out of the band */
    assert_int_equal(tp_view_left(&view), TP_MS(8000));
}

static void nothing_is_said_twice(void **unused)
{
    struct tp_view view = moment("hold");
    (void)unused;
    take();
    view.said = moment_hold.title;
    view.next_title = "Now the right side.";
    view.next_side = "right";
    tp_screen_draw(&view);
    rig_written(&rig, &written);
    assert_true(has("Shoulder roll") && has("Now the right side."));
    assert_true(has("Rest · Now the right side."));
    assert_false(has("“Shoulder roll”") || has(" · right side"));
    view.said = moment_hold.find;
    tp_screen_draw(&view);
    rig_written(&rig, &written);
    assert_false(has("“"));
}

static void what_comes_next_is_told_with_its_kind(void **unused)
{
    static const struct {
        const char *kind, *title, *shown;
    } rows[] = {{"hold", "Shoulder roll", "Press · Shoulder roll · left side"},
                {"stretch", "Stretch: shoulder roll", "Stretch: shoulder roll · left side"},
                {"say", "Sit tall.", "Sit tall. · left side"},
                {"breathe", NULL, "Breathe · left side"}};
    struct tp_view view = moment("hold");
    (void)unused;
    take();
    for (size_t i = 0; i < COUNT(rows); i++) {
        view.next_kind = rows[i].kind;
        view.next_title = rows[i].title;
        tp_screen_resize(); /* all of it is written anew */
        tp_screen_draw(&view);
        rig_written(&rig, &written);
        assert_true(has(rows[i].shown));
        assert_false(has("Stretch · ") || has("Listen"));
    }
}

static void no_byte_of_a_routine_steers_the_terminal(void **unused)
{
    (void)unused;
    take();
    draw("hostile");
    assert_true(has("\\x1B[2J\\x1B]0;owned\\x07"));
    assert_true(has("a\\x1B[31mred\\x09word"));
    assert_false(has("\033]0;") || has("\007") || has("\xff"));
}

/* Whether a colour was asked for; 39 and 49 ask for the terminal's own. */
static bool is_coloured(void)
{
    for (const char *at = written.data; (at = strstr(at, "\033[")); at++) {
        const char *end = at + 2 + strspn(at + 2, "0123456789;");
        for (const char *number = at + 2; *end == 'm' && number < end; number++) {
            long code = strtol(number, (char **)&number, 10);
            if (code >= 30 && code <= 49 && code != 39 && code != 49)
                return true;
        }
    }
    return false;
}

static void colours_are_used_and_no_color_is_honoured(void **unused)
{
    (void)unused;
    take();
    draw("hold");
    assert_true(is_coloured());
    tp_screen_close();
    setenv("NO_COLOR", "1", 1);
    take();
    draw("hold");
    assert_true(has("Shoulder roll"));
    assert_false(is_coloured());
}

static void without_utf_8_only_ascii_is_written(void **unused)
{
    (void)unused;
    setlocale(LC_CTYPE, "C");
    take();
    for (size_t i = 0; i < MOMENTS; i++) {
        draw(moment_names[i]);
        for (size_t k = 0; k < written.length; k++)
            assert_true((unsigned char)written.data[k] < 0x80);
    }
}

static void every_moment_is_drawn_at_every_size(void **unused)
{
    static const int sizes[][2] = {{1, 1},   {1, 300}, {2, 2},   {3, 10},   {4, 20},  {5, 20},
                                   {6, 7},   {8, 40},  {10, 40}, {12, 200}, {13, 33}, {16, 60},
                                   {21, 79}, {24, 80}, {28, 90}, {60, 200}, {100, 1}, {100, 300}};
    (void)unused;
    take();
    for (size_t s = 0; s < COUNT(sizes); s++)
        for (size_t i = 0; i < MOMENTS; i++) {
            rig_resize(&rig, sizes[s][0], sizes[s][1]);
            tp_screen_resize();
            draw(moment_names[i]);
            tp_screen_help();
            draw(moment_names[i]);
            tp_screen_help();
        }
    rig_resize(&rig, 24, 80);
    tp_screen_resize();
    draw("hold");
    assert_true(has("Shoulder roll"));
}

static void the_page_of_keys_keeps_the_countdown_and_closes_again(void **unused)
{
    static const char *const closing[] = {"q", "\r", "\033"};
    (void)unused;
    take();
    for (size_t i = 0; i < COUNT(closing); i++) {
        tp_screen_help();
        draw("hold");
        assert_true(has("take this step again") && has("Press · left side · 12"));
        rig_type(&rig, closing[i]);
        assert_int_equal(tp_screen_key(), -1);
        draw("hold");
        assert_true(has("step 12 of 63"));
    }
    rig_type(&rig, "q");
    assert_int_equal(tp_screen_key(), 'q');
}

static void the_bell_rings(void **unused)
{
    (void)unused;
    take();
    draw("hold");
    tp_screen_bell();
    rig_written(&rig, &written);
    assert_string_equal(written.data, "\007");
}

/* ---- keys ---- */

static void keys_arrive_as_ncurses_names_them(void **unused)
{
    static const struct {
        const char *bytes;
        int key;
    } rows[] = {
        {"n", 'n'},
        {" ", ' '},
        {"\r", '\r'},
        {"\n", '\n'},
        {"\033OA", KEY_UP},
        {"\033OB", KEY_DOWN},
        {"\033OC", KEY_RIGHT},
        {"\033OD", KEY_LEFT},
        {"\x7f", KEY_BACKSPACE},
        {"\033", 27},
        {"ä", TP_KEY_LETTER},
        {"ж", TP_KEY_LETTER},
    };
    (void)unused;
    take();
    assert_int_equal(tp_screen_key(), -1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig_type(&rig, rows[i].bytes);
        assert_int_equal(tp_screen_key(), rows[i].key);
        assert_int_equal(tp_screen_key(), -1);
    }
}

static void a_sequence_that_nobody_knows_is_no_key(void **unused)
{
    static const char *const sequences[] = {"\033[99;99~", "\033[?62;4c",  "\033Oz",
                                            "\033n",       "\033[<0;5;5M", "\033[1;9Z"};
    (void)unused;
    take();
    for (size_t i = 0; i < COUNT(sequences); i++) {
        rig_type(&rig, sequences[i]);
        assert_int_equal(tp_screen_key(), -1);
    }
    rig_type(&rig, "\033[99~q");
    assert_int_equal(tp_screen_key(), 'q');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_terminal_that_cannot_place_a_cursor_is_not_taken, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_pipe_is_not_taken, setup, teardown),
        cmocka_unit_test_setup_teardown(a_closed_screen_leaves_the_terminal_as_it_was, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(closing_twice_or_without_a_screen_is_harmless, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(signals_stay_with_those_who_had_them, setup, teardown),
        cmocka_unit_test_setup_teardown(
            a_suspended_screen_gives_the_terminal_back_and_takes_it_again, setup, teardown),
        cmocka_unit_test_setup_teardown(what_has_not_changed_is_not_written_again, setup, teardown),
        cmocka_unit_test_setup_teardown(a_second_of_countdown_is_less_than_a_kilobyte, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(in_a_pause_no_pressure_is_shown, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sensor_shows_what_it_feels_and_what_is_left, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(nothing_is_said_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(what_comes_next_is_told_with_its_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(no_byte_of_a_routine_steers_the_terminal, setup, teardown),
        cmocka_unit_test_setup_teardown(colours_are_used_and_no_color_is_honoured, setup, teardown),
        cmocka_unit_test_setup_teardown(without_utf_8_only_ascii_is_written, setup, teardown),
        cmocka_unit_test_setup_teardown(every_moment_is_drawn_at_every_size, setup, teardown),
        cmocka_unit_test_setup_teardown(the_page_of_keys_keeps_the_countdown_and_closes_again,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(the_bell_rings, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_arrive_as_ncurses_names_them, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sequence_that_nobody_knows_is_no_key, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
