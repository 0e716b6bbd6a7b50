/* Who is asked to keep the machine awake, and that all of them are let go. */
#include "tests/unit/bus_rig.h"

#include "core/host/awake.h"

#include <sys/socket.h>
#include <sys/un.h>

/* Closing is a matter of moments, whatever is being waited for; a busy machine is given more. */
enum { CLOSE_MS = 1500 };

static const char asked_helper[] =
    "helper: --what=idle:sleep --who=tprun --why=A body routine is running --mode=block cat\n";

/* What it comes to. */
static enum tp_awake_state settle(const struct tp_awake *awake)
{
    int64_t until_ms = rig_now_ms() + RIG_PATIENCE_MS;
    enum tp_awake_state state;
    while ((state = tp_awake_look(awake)) == TP_AWAKE_ASKING && rig_now_ms() < until_ms)
        rig_pause();
    return state;
}

static void close_soon(struct tp_awake *awake)
{
    int64_t begun_ms = rig_now_ms();
    tp_awake_close(awake);
    assert_in_range(rig_now_ms() - begun_ms, 0, CLOSE_MS);
}

static void machine_and_screen_are_held_and_let_go(void **state)
{
    struct rig *rig = *state;
    rig_start_world(rig, RIG_MACHINE | RIG_SCREEN);
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(settle(awake), TP_AWAKE_HELD);
    assert_true(rig_has_heard(rig, "machine: sleep:idle by tprun, block\n"));
    assert_true(rig_has_heard(rig, "screen: held by tprun\n"));
    assert_false(rig_has_heard(rig, "let go\n"));
    close_soon(awake);
    rig_wait_heard(rig, "machine: let go\n");
    rig_wait_heard(rig, "screen: 7 let go\n");
}

static void a_screen_alone_is_enough(void **state)
{
    struct rig *rig = *state;
    rig_start_world(rig, RIG_SCREEN);
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(settle(awake), TP_AWAKE_HELD);
    close_soon(awake);
    rig_wait_heard(rig, "screen: 7 let go\n");
}

static void where_the_machine_refuses_the_helper_holds(void **state)
{
    struct rig *rig = *state;
    rig_start_world(rig, RIG_MACHINE_REFUSES);
    rig_put_helper(rig, "echo \"pid $$\" >&3\nexec cat");
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(settle(awake), TP_AWAKE_HELD);
    assert_true(rig_has_heard(rig, "machine: sleep:idle by tprun, block\n"));
    assert_true(rig_has_heard(rig, asked_helper));
    pid_t pid = (pid_t)strtol(strstr(rig->heard, "pid ") + 4, NULL, 10);
    assert_int_equal(kill(pid, 0), 0);
    close_soon(awake);
    assert_int_equal(kill(pid, 0), -1);
}

static void the_helper_needs_no_bus_and_ends_with_us(void **state)
{
    struct rig *rig = *state;
    rig_point_to(rig, "nobody");
    rig_put_helper(rig, "cat; echo \"helper ended\" >&3");
    pid_t us = rig_fork();
    if (us == 0) {
        struct tp_awake *awake = tp_awake_start();
        rig_note(rig, "held: %d\n", settle(awake) == TP_AWAKE_HELD);
        pause();
    }
    rig_wait_heard(rig, "held: 1\n");
    assert_false(rig_has_heard(rig, "helper ended\n"));
    rig_end(us);
    rig_wait_heard(rig, "helper ended\n");
}

static void where_nobody_is_there_it_says_so(void **state)
{
    rig_point_to(*state, "nobody");
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(settle(awake), TP_AWAKE_NOBODY);
    close_soon(awake);
    assert_int_equal(tp_awake_look(NULL), TP_AWAKE_NOBODY);
    tp_awake_close(NULL);
}

static void a_helper_that_fails_holds_nothing(void **state)
{
    struct rig *rig = *state;
    rig_point_to(rig, "nobody");
    rig_put_helper(rig, "exit 1");
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(settle(awake), TP_AWAKE_NOBODY);
    close_soon(awake);
    assert_true(rig_has_heard(rig, asked_helper));
}

static void an_answer_that_does_not_come_is_not_waited_for(void **state)
{
    struct rig *rig = *state;
    rig_start_world(rig, RIG_MACHINE_SILENT);
    int64_t begun_ms = rig_now_ms();
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(settle(awake), TP_AWAKE_NOBODY);
    assert_in_range(rig_now_ms() - begun_ms, 1000, 10000);
    close_soon(awake);
}

static void while_a_helper_hangs_it_can_be_closed(void **state)
{
    struct rig *rig = *state;
    rig_point_to(rig, "nobody");
    rig_put_helper(rig, "exec sleep 600");
    struct tp_awake *awake = tp_awake_start();
    rig_wait_heard(rig, asked_helper);
    assert_int_equal(tp_awake_look(awake), TP_AWAKE_ASKING);
    close_soon(awake);
}

static void while_a_bus_is_deaf_it_can_be_closed(void **state)
{
    struct rig *rig = *state;
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct pollfd deaf = {.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), .events = POLLIN};
    snprintf(name.sun_path, sizeof name.sun_path, "%s/deaf", rig->folder);
    assert_int_equal(bind(deaf.fd, (struct sockaddr *)&name, sizeof name), 0);
    assert_int_equal(listen(deaf.fd, 1), 0);
    rig_point_to(rig, "deaf");
    struct tp_awake *awake = tp_awake_start();
    assert_int_equal(poll(&deaf, 1, RIG_PATIENCE_MS), 1); /* it knocks, and nobody opens */
    assert_int_equal(tp_awake_look(awake), TP_AWAKE_ASKING);
    close_soon(awake);
    close(deaf.fd);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)
    const struct CMUnitTest tests[] = {
        TEST(machine_and_screen_are_held_and_let_go),
        TEST(a_screen_alone_is_enough),
        TEST(where_the_machine_refuses_the_helper_holds),
        TEST(the_helper_needs_no_bus_and_ends_with_us),
        TEST(where_nobody_is_there_it_says_so),
        TEST(a_helper_that_fails_holds_nothing),
        TEST(an_answer_that_does_not_come_is_not_waited_for),
        TEST(while_a_helper_hangs_it_can_be_closed),
        TEST(while_a_bus_is_deaf_it_can_be_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
