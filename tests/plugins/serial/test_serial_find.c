/* Which boards are there and what they are called, in a folder that stands for /dev; and who has
 * one of them open. */
#include "plugins/serial/holder.h"
#include "plugins/serial/ports.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
    char dev[64], path[SERIAL_PATH_BYTES + 64];
    struct serial_port found[SERIAL_PORTS];
};

static const char *in(struct place *place, const char *name)
{
    snprintf(place->path, sizeof place->path, "%s/%s", place->dev, name);
    return place->path;
}

static void make(struct place *place, const char *name)
{
    int fd = open(in(place, name), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
}

static void make_link(struct place *place, const char *to, const char *name)
{
    assert_int_equal(symlink(to, in(place, name)), 0);
}

static int begin(void **state)
{
    static struct place place;
    *state = &place;
    snprintf(place.dev, sizeof place.dev, "/tmp/tprun-test-XXXXXX");
    if (!mkdtemp(place.dev))
        return -1;
    mkdir(in(&place, "serial"), 0700);
    mkdir(in(&place, "serial/by-id"), 0700);
    return mkdir(in(&place, "serial/by-path"), 0700);
}

static int finish(void **state)
{
    const struct place *place = *state;
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", place->dev);
    return system(command);
}

static void a_board_is_called_by_its_lasting_name(void **state)
{
    struct place *place = *state;
    make(place, "ttyACM0");
    make(place, "tty0");
    make_link(place, "../../ttyACM0", "serial/by-id/usb-Maker_Board 2_7-if00");
    assert_int_equal(serial_ports_list(place->dev, place->found), 1);
    assert_string_equal(place->found[0].path, in(place, "ttyACM0"));
    assert_string_equal(place->found[0].id, "usb-Maker_Board_2_7-if00");
    assert_string_equal(place->found[0].name, "serial sensor (ttyACM0)");
    assert_true(place->found[0].lasting);
}

/* The system may yet give it one. */
static void a_board_without_one_is_called_by_its_socket(void **state)
{
    struct place *place = *state;
    make(place, "ttyUSB3");
    assert_int_equal(serial_ports_list(place->dev, place->found), 1);
    assert_string_equal(place->found[0].id, "ttyUSB3");
    assert_false(place->found[0].lasting);
    make_link(place, "../../ttyUSB3", "serial/by-path/pci-0000:00:14.0-usb-0:2:1.0");
    serial_ports_list(place->dev, place->found);
    assert_string_equal(place->found[0].id, "pci-0000_00_14.0-usb-0_2_1.0");
    assert_false(place->found[0].lasting);
}

static void boards_with_lasting_names_come_first(void **state)
{
    struct place *place = *state;
    const char *order[] = {"usb-A", "usb-B", "ttyACM0", "ttyUSB0"};
    make(place, "ttyUSB0");
    make(place, "ttyACM0");
    make(place, "ttyUSB1");
    make(place, "ttyUSB2");
    make_link(place, "../../ttyUSB2", "serial/by-id/usb-A");
    make_link(place, "../../ttyUSB1", "serial/by-id/usb-B");
    make_link(place, "gone", "ttyACM7");
    assert_int_equal(serial_ports_list(place->dev, place->found), 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(place->found[i].id, order[i]);
}

static void there_are_never_more_than_there_is_room_for(void **state)
{
    struct place *place = *state;
    for (int i = 0; i < SERIAL_PORTS + 5; i++) {
        char name[16];
        snprintf(name, sizeof name, "ttyACM%d", i);
        make(place, name);
    }
    assert_int_equal(serial_ports_list(place->dev, place->found), SERIAL_PORTS);
}

static void a_long_name_still_tells_boards_apart(void **state)
{
    struct place *place = *state;
    struct serial_port one, two;
    char name[200];
    make(place, "ttyACM0");
    make(place, "ttyACM1");
    snprintf(name, sizeof name, "serial/by-id/usb-%0180d", 1);
    make_link(place, "../../ttyACM0", name);
    snprintf(name, sizeof name, "serial/by-id/usb-%0180d", 2);
    make_link(place, "../../ttyACM1", name);
    assert_true(serial_ports_find(place->dev, "ttyACM0", &one));
    assert_true(serial_ports_find(place->dev, "ttyACM1", &two));
    assert_true(strlen(one.id) < SERIAL_ID_BYTES && strlen(two.id) < SERIAL_ID_BYTES);
    assert_string_not_equal(one.id, two.id);
}

static void a_person_may_name_it_in_any_way(void **state)
{
    struct place *place = *state;
    make(place, "ttyACM0");
    make_link(place, "../../ttyACM0", "serial/by-id/usb-A");
    const char *const names[] = {"ttyACM0", "usb-A", "serial/by-id/usb-A"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(serial_ports_find(place->dev, names[i], &place->found[i]));
        assert_string_equal(place->found[i].id, "usb-A");
    }
    assert_true(serial_ports_find(place->dev, in(place, "ttyACM0"), &place->found[0]));
    assert_string_equal(place->found[0].id, "usb-A");
    assert_false(serial_ports_find(place->dev, "ttyACM1", &place->found[0]));
    assert_string_equal(place->found[0].path, in(place, "ttyACM1"));
}

static void who_has_it_open_is_named(void **state)
{
    struct place *place = *state;
    struct serial_holder holder;
    char real[PATH_MAX], byte;
    int told[2], end[2];
    make(place, "ttyACM0");
    assert_non_null(realpath(place->path, real));
    assert_false(serial_holder_find(real, &holder));
    assert_int_equal(pipe(told), 0);
    assert_int_equal(pipe(end), 0);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_NAME, "monitor\x1b[2J");
        close(end[1]);
        if (open(real, O_RDONLY | O_CLOEXEC) < 0 || write(told[1], "o", 1) != 1)
            _exit(1);
        _exit(read(end[0], &byte, 1) != 0);
    }
    close(end[0]);
    assert_int_equal(read(told[0], &byte, 1), 1);
    assert_true(serial_holder_find(real, &holder));
    assert_int_equal(holder.process, child);
    assert_string_equal(holder.name, "monitor?[2J");
    close(end[1]);
    waitpid(child, NULL, 0);
    close(told[0]);
    close(told[1]);
    assert_false(serial_holder_find(real, &holder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_board_is_called_by_its_lasting_name, begin, finish),
        cmocka_unit_test_setup_teardown(a_board_without_one_is_called_by_its_socket, begin, finish),
        cmocka_unit_test_setup_teardown(boards_with_lasting_names_come_first, begin, finish),
        cmocka_unit_test_setup_teardown(there_are_never_more_than_there_is_room_for, begin, finish),
        cmocka_unit_test_setup_teardown(a_long_name_still_tells_boards_apart, begin, finish),
        cmocka_unit_test_setup_teardown(a_person_may_name_it_in_any_way, begin, finish),
        cmocka_unit_test_setup_teardown(who_has_it_open_is_named, begin, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
