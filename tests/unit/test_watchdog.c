/* The watchdog: who is ended, and who is not. */
#include "tests/unit/watchdog_rig.h"

static int to_stopped[2]; /* a byte to the child that is stopped for a while */

/* ---- the children ---- */

static void give_signs_for(int ms)
{
    for (; ms > 0; ms -= STEP_MS) {
        tp_watchdog_alive(TP_WATCHED_LOOP, NULL);
        rig_wait_ms(STEP_MS);
    }
}

static void live_stuck_in_a_routine(void)
{
    rig_start("neck.lua");
    tp_watchdog_alive(TP_WATCHED_LOOP, "lib/points.lua:3");
    tp_watchdog_alive(TP_WATCHED_LOOP, "neck.lua:12");
    tp_watchdog_alive(TP_WATCHED_LOOP, NULL);
    rig_do_nothing();
}

static void live_stuck_outside_of_it(void)
{
    rig_start("ne\x1b[2Jck.lua");
    tp_watchdog_alive(TP_WATCHED_LOOP, "neck.lua:12");
    tp_watchdog_alive(TP_WATCHED_LOOP, "");
    rig_do_nothing();
}

static void live_with_a_stuck_worker(void)
{
    rig_start("neck.lua");
    tp_watchdog_wake(TP_WATCHED_WORKER);
    tp_watchdog_alive(TP_WATCHED_WORKER, "neck.lua:7");
    give_signs_for(LIMIT_MS);
}

static void live_stuck_with_sound(void)
{
    rig_start("neck.lua");
    tp_watchdog_set_fade(rig_fade, "(faded) ");
    rig_do_nothing();
}

static void live_stuck_with_sound_taken_away(void)
{
    rig_start("neck.lua");
    tp_watchdog_set_fade(rig_fade, "(faded) ");
    tp_watchdog_set_fade(NULL, NULL);
    rig_do_nothing();
}

static void live_stuck_and_nobody_reads(void)
{
    int ends[2];
    if (pipe(ends) < 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) < 0)
        _exit(9);
    while (write(ends[1], "full", 4) > 0)
        ;
    fcntl(ends[1], F_SETFL, 0);
    int watched = dup(STDERR_FILENO); /* stays open as long as the child lives */
    if (watched < 0 || dup2(ends[1], STDERR_FILENO) < 0)
        _exit(9);
    rig_start("neck.lua");
    rig_do_nothing();
}

static void live_slowly(void)
{
    rig_start("neck.lua");
    give_signs_for(QUIET_MS / 2);
    for (int i = 0; i < 3; i++) {
        tp_watchdog_alive(TP_WATCHED_LOOP, NULL);
        rig_wait_ms(1000); /* a long turn, but no endless one */
    }
    tp_watchdog_stop();
}

static void live_asleep(void)
{
    rig_start("neck.lua");
    tp_watchdog_sleep(TP_WATCHED_LOOP);
    rig_wait_ms(QUIET_MS);
    tp_watchdog_wake(TP_WATCHED_LOOP);
    give_signs_for(200);
    tp_watchdog_stop();
}

/* A child that was forked meanwhile has all that was open, and lives on for a while. */
static pid_t fork_child(void)
{
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    return child;
}

static void live_called_off(void)
{
    double begun = rig_now();
    for (int i = 0; i < 40; i++) {
        rig_start("neck.lua");
        pid_t child = fork_child();
        tp_watchdog_stop();
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    tp_watchdog_stop();
    if (rig_now() - begun > 2) /* 40 ticks would be 4 s */
        _exit(9);
    rig_wait_ms(QUIET_MS);
}

static void live_stopped_for_a_while(void)
{
    char byte;
    rig_start("neck.lua");
    tp_watchdog_alive(TP_WATCHED_LOOP, NULL);
    if (write(STDERR_FILENO, "ready", 5) < 0 || read(to_stopped[0], &byte, 1) != 1)
        _exit(9);
    give_signs_for(200);
    tp_watchdog_stop();
}

enum {
    STUCK_INSIDE,
    STUCK_OUTSIDE,
    STUCK_WORKER,
    STUCK_FADING,
    STUCK_SILENT,
    STUCK_UNREAD,
    SLOW,
    ASLEEP,
    CALLED_OFF,
    STOPPED,
    CHILDREN
};

static struct child children[CHILDREN] = {
    [STUCK_INSIDE] = {.live = live_stuck_in_a_routine},
    [STUCK_OUTSIDE] = {.live = live_stuck_outside_of_it},
    [STUCK_WORKER] = {.live = live_with_a_stuck_worker},
    [STUCK_FADING] = {.live = live_stuck_with_sound},
    [STUCK_SILENT] = {.live = live_stuck_with_sound_taken_away},
    [STUCK_UNREAD] = {.live = live_stuck_and_nobody_reads},
    [SLOW] = {.live = live_slowly},
    [ASLEEP] = {.live = live_asleep},
    [CALLED_OFF] = {.live = live_called_off},
    [STOPPED] = {.live = live_stopped_for_a_while},
};

/* Stops the one that is ready for it, longer than the dog's patience, and lets it go on. */
static void stop_for_a_while(void)
{
    struct child *child = &children[STOPPED];
    static double stopped, continued;
    static bool told;
    if (stopped == 0 && child->length > 0) {
        stopped = rig_now();
        kill(child->pid, SIGSTOP);
    } else if (stopped > 0 && continued == 0 && rig_now() - stopped > QUIET_MS / 1000.0) {
        continued = rig_now();
        kill(child->pid, SIGCONT);
    } else if (continued > 0 && !told && rig_now() - continued > 0.3) {
        told = true; /* by now the dog has looked at it again */
        assert_int_equal(write(to_stopped[1], "", 1), 1);
    }
}

static int let_all_live(void **state)
{
    (void)state;
    assert_int_equal(pipe2(to_stopped, O_CLOEXEC), 0);
    rig_let_live(children, CHILDREN, stop_for_a_while);
    return 0;
}

/* ---- how they ended ---- */

static void a_stuck_routine_ends_with_one_line_that_says_where(void **state)
{
    (void)state;
    rig_assert_ended(&children[STUCK_INSIDE], "tprun: neck.lua:12" DOES_NOT_END);
}

static void a_program_stuck_outside_a_routine_ends_with_its_clean_name(void **state)
{
    (void)state;
    rig_assert_ended(&children[STUCK_OUTSIDE], "tprun: ne\\x1B[2Jck.lua" DOES_NOT_END);
}

static void a_stuck_worker_ends_the_program_though_the_loop_lives(void **state)
{
    (void)state;
    rig_assert_ended(&children[STUCK_WORKER], "tprun: neck.lua:7" DOES_NOT_END);
}

static void the_sound_fades_before_the_end_unless_it_is_taken_away(void **state)
{
    (void)state;
    rig_assert_ended(&children[STUCK_FADING], "(faded) tprun: neck.lua" DOES_NOT_END);
    assert_true(children[STUCK_FADING].seconds > 2.05);
    rig_assert_ended(&children[STUCK_SILENT], "tprun: neck.lua" DOES_NOT_END);
}

static void an_end_that_nobody_reads_comes_all_the_same(void **state)
{
    (void)state;
    rig_assert_ended(&children[STUCK_UNREAD], "");
}

static void who_gives_signs_is_not_ended(void **state)
{
    (void)state;
    rig_assert_lived(&children[SLOW], "");
}

static void who_is_asleep_is_not_ended(void **state)
{
    (void)state;
    rig_assert_lived(&children[ASLEEP], "");
    assert_true(children[ASLEEP].seconds > QUIET_MS / 1000.0);
}

static void after_the_stop_nobody_watches_and_the_stop_is_quick(void **state)
{
    (void)state;
    rig_assert_lived(&children[CALLED_OFF], "");
}

static void who_was_stopped_for_long_is_not_ended_on_waking(void **state)
{
    (void)state;
    rig_assert_lived(&children[STOPPED], "ready");
    assert_true(children[STOPPED].seconds > QUIET_MS / 1000.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stuck_routine_ends_with_one_line_that_says_where),
        cmocka_unit_test(a_program_stuck_outside_a_routine_ends_with_its_clean_name),
        cmocka_unit_test(a_stuck_worker_ends_the_program_though_the_loop_lives),
        cmocka_unit_test(the_sound_fades_before_the_end_unless_it_is_taken_away),
        cmocka_unit_test(an_end_that_nobody_reads_comes_all_the_same),
        cmocka_unit_test(who_gives_signs_is_not_ended),
        cmocka_unit_test(who_is_asleep_is_not_ended),
        cmocka_unit_test(after_the_stop_nobody_watches_and_the_stop_is_quick),
        cmocka_unit_test(who_was_stopped_for_long_is_not_ended_on_waking),
    };
    return cmocka_run_group_tests(tests, let_all_live, NULL);
}
