/* Bad ends: what a crash says, and the terminal that is left behind. */
#include "tests/unit/watchdog_rig.h"

#include <pthread.h>
#include <stdlib.h>
#include <termios.h>

enum { CRASH_TERMINAL, STUCK_TERMINAL, LATE_TERMINAL, TERMINALS };
static int terminals[TERMINALS][2]; /* both ends of terminals of our own */

/* ---- the children ---- */

static void live_until_a_crash(void)
{
    rig_start("neck.lua");
    tp_watchdog_alive(TP_WATCHED_LOOP, "neck.lua:12");
    tp_watchdog_set_fade(rig_fade, "(faded) ");
    abort();
}

/* Each level needs the one above it, so that none is optimised away. */
static int go_down(int depth, const volatile char *above)
{
    volatile char much[4096] = {above[0]};
    return depth == 0 ? above[0] : go_down(depth - 1, much) + much[depth % 4096];
}

/* Without a stack of its own the handler could say nothing here. */
static void live_until_the_stack_is_full(void)
{
    static const struct rlimit little = {1 << 20, 1 << 20};
    rig_start("neck.lua");
    setrlimit(RLIMIT_STACK, &little);
    if (go_down(10000, "") == 0)
        _exit(9);
}

static void *crash(void *unused)
{
    (void)unused;
    abort();
    return NULL;
}

static void live_until_a_crash_of_another_thread(void)
{
    pthread_t thread;
    rig_start("neck.lua");
    pthread_create(&thread, NULL, crash, NULL);
    pthread_join(thread, NULL);
}

/* As the screen does: the settings are kept, then changed. */
static void take_terminal(int slave)
{
    struct termios raw;
    if (dup2(slave, STDIN_FILENO) < 0 || dup2(slave, STDOUT_FILENO) < 0)
        _exit(9);
    rig_start("neck.lua");
    tp_watchdog_keep_terminal();
    tcgetattr(slave, &raw);
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);
}

static void live_with_a_screen_until_a_crash(void)
{
    take_terminal(terminals[CRASH_TERMINAL][1]);
    abort();
}

static void live_with_a_screen_stuck(void)
{
    take_terminal(terminals[STUCK_TERMINAL][1]);
    rig_do_nothing();
}

static void live_with_a_screen_given_back(void)
{
    take_terminal(terminals[LATE_TERMINAL][1]);
    tp_watchdog_release_terminal();
    abort();
}

enum { CRASHING, FULL_STACK, OTHER_THREAD, SCREEN_CRASH, SCREEN_STUCK, SCREEN_BACK, CHILDREN };

static struct child children[CHILDREN] = {
    [CRASHING] = {.live = live_until_a_crash},
    [FULL_STACK] = {.live = live_until_the_stack_is_full},
    [OTHER_THREAD] = {.live = live_until_a_crash_of_another_thread},
    [SCREEN_CRASH] = {.live = live_with_a_screen_until_a_crash},
    [SCREEN_STUCK] = {.live = live_with_a_screen_stuck},
    [SCREEN_BACK] = {.live = live_with_a_screen_given_back},
};

static void open_terminal(int ends[2])
{
    ends[0] = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(ends[0] >= 0);
    assert_int_equal(grantpt(ends[0]), 0);
    assert_int_equal(unlockpt(ends[0]), 0);
    ends[1] = open(ptsname(ends[0]), O_RDWR | O_NOCTTY);
    assert_true(ends[1] >= 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
}

static int let_all_live(void **state)
{
    (void)state;
    for (int i = 0; i < TERMINALS; i++)
        open_terminal(terminals[i]);
    rig_let_live(children, CHILDREN, NULL);
    return 0;
}

/* ---- how they ended ---- */

static void a_crash_fades_says_one_line_and_leaves_the_rest_to_its_signal(void **state)
{
    (void)state;
    rig_assert_crashed(&children[CRASHING], "(faded) tprun: neck.lua" CRASHED);
    assert_int_equal(WTERMSIG(children[CRASHING].status), SIGABRT);
    rig_assert_crashed(&children[FULL_STACK], "tprun: neck.lua" CRASHED);
    assert_int_equal(WTERMSIG(children[FULL_STACK].status), SIGSEGV);
    rig_assert_crashed(&children[OTHER_THREAD], "tprun: neck.lua" CRASHED);
}

/* Whether the terminal is as it was at its opening; what was written to it comes into `shown`. */
static bool is_as_before(int which, char shown[200])
{
    struct termios settings;
    ssize_t got = read(terminals[which][0], shown, 199);
    shown[got > 0 ? got : 0] = '\0';
    assert_int_equal(tcgetattr(terminals[which][1], &settings), 0);
    return (settings.c_lflag & ECHO) && (settings.c_lflag & ICANON) && (settings.c_oflag & OPOST);
}

static void a_bad_end_gives_the_terminal_back_as_it_was(void **state)
{
    static const int which[] = {CRASH_TERMINAL, STUCK_TERMINAL};
    char shown[200];
    (void)state;
    rig_assert_crashed(&children[SCREEN_CRASH], "tprun: neck.lua" CRASHED);
    rig_assert_ended(&children[SCREEN_STUCK], "tprun: neck.lua" DOES_NOT_END);
    for (size_t i = 0; i < 2; i++) {
        assert_true(is_as_before(which[i], shown));
        assert_non_null(strstr(shown, "\033[?1049l")); /* off the alternate screen */
        assert_non_null(strstr(shown, "\033[?25h"));   /* the cursor is seen */
    }
}

static void a_terminal_that_was_given_back_is_left_alone(void **state)
{
    char shown[200];
    (void)state;
    rig_assert_crashed(&children[SCREEN_BACK], "tprun: neck.lua" CRASHED);
    assert_false(is_as_before(LATE_TERMINAL, shown));
    assert_string_equal(shown, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_fades_says_one_line_and_leaves_the_rest_to_its_signal),
        cmocka_unit_test(a_bad_end_gives_the_terminal_back_as_it_was),
        cmocka_unit_test(a_terminal_that_was_given_back_is_left_alone),
    };
    return cmocka_run_group_tests(tests, let_all_live, NULL);
}
