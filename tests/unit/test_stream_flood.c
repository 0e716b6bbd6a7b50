/* However much comes in, and however slow it is to do, the loop has time for its other work. */
#include "tests/unit/stream_rig.h"

static void count_tick(uv_timer_t *timer)
{
    if (++*(int *)timer->data == 30)
        uv_stop(timer->loop);
}

/* How long 30 ticks of 10 ms take. */
static double seconds_of_ticks(struct rig *rig)
{
    uv_timer_t timer;
    int ticks = 0;
    uv_timer_init(&rig->loop, &timer);
    timer.data = &ticks;
    uint64_t start = uv_hrtime();
    uv_timer_start(&timer, count_tick, 10, 10);
    uv_run(&rig->loop, UV_RUN_DEFAULT);
    double took = (double)(uv_hrtime() - start) / 1e9;
    assert_int_equal(ticks, 30);
    uv_close((uv_handle_t *)&timer, NULL);
    uv_run(&rig->loop, UV_RUN_NOWAIT);
    return took;
}

static void take(struct rig *rig)
{
    (void)rig;
}

/* `command` writes to standard input as fast as it can; the loop's timers must come all the same.
 */
static void assert_timers_come(struct rig *rig, const char *command)
{
    FILE *flood = popen(command, "r");
    assert_non_null(flood);
    int before = rig_replace(STDIN_FILENO, fileno(flood));
    rig->on_command = take;
    rig_open_in(rig, "-");
    assert_true(seconds_of_ticks(rig) < 5);
    rig_close(rig);
    rig_put_back(STDIN_FILENO, before);
    pclose(flood);
}

static void commands_without_end_leave_the_loop_its_time(void **state)
{
    struct rig *rig = *state;
    assert_timers_come(rig, "exec yes '" NEXT "' 2>/dev/null");
    assert_true(rig->count > 1000);
    rig_assert_warned(rig, "");
}

static void nonsense_without_end_leaves_the_loop_its_time(void **state)
{
    struct rig *rig = *state;
    assert_timers_come(rig, "exec yes x 2>/dev/null");
    assert_in_range(rig->warnings.length, 10 * 40, 5000); /* at most eleven a second */
    assert_timers_come(rig, "exec yes '' 2>/dev/null");
}

static void a_line_without_end_leaves_the_loop_its_time(void **state)
{
    struct rig *rig = *state;
    rig_open_in(rig, "/dev/zero");
    assert_true(seconds_of_ticks(rig) < 5);
    rig_assert_warned(rig, "commands: line 1: longer than 64 KiB, which is the most\n");
}

static unsigned long in_this_turn, most_in_a_turn;

static void work_for_a_millisecond(struct rig *rig)
{
    uint64_t start = uv_hrtime();
    (void)rig;
    while (uv_hrtime() - start < 1000000)
        ;
    if (++in_this_turn > most_in_a_turn)
        most_in_a_turn = in_this_turn;
}

static void begin_turn(uv_prepare_t *prepare)
{
    (void)prepare;
    in_this_turn = 0;
}

static void slow_commands_are_spread_over_many_turns(void **state)
{
    struct rig *rig = *state;
    uv_prepare_t prepare;
    rig_make_fifo(rig);
    rig_open_in(rig, rig->path);
    int fd = rig_open_writer(rig->path);
    for (int i = 0; i < 100; i++)
        rig_put(fd, NEXT "\n");
    rig->on_command = work_for_a_millisecond;
    uv_prepare_init(&rig->loop, &prepare);
    uv_prepare_start(&prepare, begin_turn);
    rig_wait_for_commands(rig, 100);
    assert_in_range(most_in_a_turn, 1, 3); /* 2 ms, and the one that was under way */
    uv_close((uv_handle_t *)&prepare, NULL);
    uv_run(&rig->loop, UV_RUN_NOWAIT);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(commands_without_end_leave_the_loop_its_time),
        rig_test(nonsense_without_end_leaves_the_loop_its_time),
        rig_test(a_line_without_end_leaves_the_loop_its_time),
        rig_test(slow_commands_are_spread_over_many_turns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
