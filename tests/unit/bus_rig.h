/* A message bus of one's own, a machine and a desktop on it that note what they are asked, and a
 * helper beside it. For the tests of what keeps awake.
 *
 * Nothing of the person's own buses is seen or touched; all processes end with the test. */
#ifndef TP_TESTS_BUS_RIG_H
#define TP_TESTS_BUS_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <time.h>
#include <unistd.h>

enum { RIG_PATIENCE_MS = 20000, RIG_TEXT = 4096, RIG_COOKIE = 7 };

/* Who is there, and how they answer. */
enum {
    RIG_MACHINE = 1,
    RIG_MACHINE_REFUSES = 2,
    RIG_MACHINE_SILENT = 4,
    RIG_SCREEN = 8,
};

struct rig {
    char folder[64], path[128];
    char heard[RIG_TEXT]; /* all that was noted, as last read */
    pid_t bus, world;
    int who;
};

static inline int64_t rig_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline const char *rig_file(struct rig *rig, const char *name)
{
    snprintf(rig->path, sizeof rig->path, "%s/%s", rig->folder, name);
    return rig->path;
}

static inline void rig_write(struct rig *rig, const char *name, const char *text, mode_t mode)
{
    int fd = open(rig_file(rig, name), O_WRONLY | O_CREAT | O_CLOEXEC, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

/* ---- what is noted ---- */

static inline void rig_note(struct rig *rig, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static inline void rig_note(struct rig *rig, const char *format, ...)
{
    int fd = open(rig_file(rig, "heard"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    va_list args;
    va_start(args, format);
    vdprintf(fd, format, args);
    va_end(args);
    close(fd);
}

static inline bool rig_has_heard(struct rig *rig, const char *text)
{
    int fd = open(rig_file(rig, "heard"), O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? 0 : read(fd, rig->heard, RIG_TEXT - 1);
    rig->heard[length > 0 ? length : 0] = '\0';
    if (fd >= 0)
        close(fd);
    return strstr(rig->heard, text) != NULL;
}

static inline void rig_pause(void)
{
    static const struct timespec moment = {0, 2000000};
    nanosleep(&moment, NULL);
}

static inline void rig_wait_heard(struct rig *rig, const char *text)
{
    int64_t until_ms = rig_now_ms() + RIG_PATIENCE_MS;
    while (!rig_has_heard(rig, text)) {
        if (rig_now_ms() > until_ms)
            fail_msg("'%s' was not heard, only '%s'", text, rig->heard);
        rig_pause();
    }
}

/* ---- the world on the bus ---- */

struct rig_world {
    struct rig *rig;
    int held; /* our end of what the machine gave away; −1 */
};

static inline int rig_machine(struct rig_world *world, sd_bus_message *call)
{
    const char *what = "", *who = "", *why = "", *mode = "";
    int ends[2];
    sd_bus_message_read(call, "ssss", &what, &who, &why, &mode);
    rig_note(world->rig, "machine: %s by %s, %s\n", what, who, mode);
    if (world->rig->who & RIG_MACHINE_SILENT)
        return 1;
    if (world->rig->who & RIG_MACHINE_REFUSES || !*why || pipe2(ends, O_CLOEXEC) < 0)
        return sd_bus_reply_method_errorf(call, SD_BUS_ERROR_ACCESS_DENIED, "no");
    int rc = sd_bus_reply_method_return(call, "h", ends[1]);
    close(ends[1]);
    world->held = ends[0];
    return rc;
}

static inline int rig_on_call(sd_bus_message *call, void *data, sd_bus_error *error)
{
    struct rig_world *world = data;
    const char *screen = "org.freedesktop.ScreenSaver", *who = "", *why = "";
    uint32_t cookie = 0;
    (void)error;
    if (sd_bus_message_is_method_call(call, "org.freedesktop.login1.Manager", "Inhibit") > 0)
        return rig_machine(world, call);
    if (sd_bus_message_is_method_call(call, screen, "Inhibit") > 0) {
        sd_bus_message_read(call, "ss", &who, &why);
        rig_note(world->rig, "screen: held by %s\n", who);
        return sd_bus_reply_method_return(call, "u", RIG_COOKIE);
    }
    if (sd_bus_message_is_method_call(call, screen, "UnInhibit") > 0) {
        sd_bus_message_read(call, "u", &cookie);
        rig_note(world->rig, "screen: %u let go\n", cookie);
    }
    return 0;
}

static inline void rig_serve(struct rig_world *world, sd_bus *bus)
{
    for (;;) {
        struct pollfd ends[] = {{.fd = sd_bus_get_fd(bus), .events = POLLIN},
                                {.fd = world->held, .events = POLLIN}};
        while (sd_bus_process(bus, NULL) > 0)
            ;
        ends[1].fd = world->held;
        poll(ends, 2, -1);
        if (!ends[1].revents)
            continue;
        close(world->held);
        world->held = -1;
        rig_note(world->rig, "machine: let go\n");
    }
}

static inline void rig_live_world(struct rig *rig, const char *address)
{
    struct rig_world world = {.rig = rig, .held = -1};
    sd_bus *bus = NULL;
    int machine = RIG_MACHINE | RIG_MACHINE_REFUSES | RIG_MACHINE_SILENT;
    if (sd_bus_new(&bus) < 0 || sd_bus_set_address(bus, address) < 0 ||
        sd_bus_set_bus_client(bus, 1) < 0 || sd_bus_start(bus) < 0 ||
        sd_bus_add_filter(bus, NULL, rig_on_call, &world) < 0)
        _exit(9);
    if (rig->who & machine && sd_bus_request_name(bus, "org.freedesktop.login1", 0) < 0)
        _exit(9);
    if (rig->who & RIG_SCREEN && sd_bus_request_name(bus, "org.freedesktop.ScreenSaver", 0) < 0)
        _exit(9);
    rig_note(rig, "ready\n");
    rig_serve(&world, bus);
}

/* ---- its processes ---- */

static inline pid_t rig_fork(void)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    return pid;
}

static inline void rig_end(pid_t pid)
{
    if (pid <= 0)
        return;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static inline void rig_start_bus(struct rig *rig)
{
    char config[512], byte;
    int ready[2];
    snprintf(config, sizeof config,
             "<busconfig><type>session</type><listen>unix:path=%s/bus</listen>"
             "<policy context='default'><allow send_destination='*'/><allow receive_sender='*'/>"
             "<allow own='*'/></policy>"
             "</busconfig>",
             rig->folder);
    rig_write(rig, "bus.conf", config, 0600);
    assert_int_equal(pipe(ready), 0);
    rig->bus = rig_fork();
    if (rig->bus == 0) {
        char file[160];
        snprintf(file, sizeof file, "--config-file=%s", rig_file(rig, "bus.conf"));
        dup2(ready[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO); /* limits it cannot raise */
        close(ready[0]);
        close(ready[1]);
        execlp("dbus-daemon", "dbus-daemon", file, "--nofork", "--print-address=1", (char *)NULL);
        _exit(127);
    }
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1) {
        close(ready[0]);
        print_message("skipped: dbus-daemon is not installed\n");
        skip();
    }
    close(ready[0]);
}

/* The environment says where the buses are, and that there is no helper. */
static inline void rig_point_to(struct rig *rig, const char *socket)
{
    char address[160];
    snprintf(address, sizeof address, "unix:path=%s/%s", rig->folder, socket);
    setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1);
    setenv("DBUS_SESSION_BUS_ADDRESS", address, 1);
    setenv("PATH", "/nonexistent", 1);
}

/* A bus, and on it those of `who`. */
static inline void rig_start_world(struct rig *rig, int who)
{
    char address[160];
    rig->who = who;
    rig_start_bus(rig);
    rig->world = rig_fork();
    if (rig->world == 0) {
        snprintf(address, sizeof address, "unix:path=%s/bus", rig->folder);
        rig_live_world(rig, address);
    }
    rig_wait_heard(rig, "ready\n");
    rig_point_to(rig, "bus");
}

/* A helper of that text, first on PATH. */
static inline void rig_put_helper(struct rig *rig, const char *script)
{
    char text[512], path[256];
    snprintf(text, sizeof text, "#!/bin/sh\nexec 3>>%s/heard\necho \"helper: $*\" >&3\n%s\n",
             rig->folder, script);
    rig_write(rig, "systemd-inhibit", text, 0700);
    snprintf(path, sizeof path, "%s:/usr/bin:/bin", rig->folder);
    setenv("PATH", path, 1);
}

static inline int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    if (!rig)
        return -1;
    snprintf(rig->folder, sizeof rig->folder, "/tmp/tprun-bus-XXXXXX");
    if (!mkdtemp(rig->folder))
        return -1;
    *state = rig;
    return 0;
}

static inline int rig_teardown(void **state)
{
    struct rig *rig = *state;
    static const char *const files[] = {"bus", "bus.conf", "heard", "systemd-inhibit", "deaf"};
    rig_end(rig->world);
    rig_end(rig->bus);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(rig_file(rig, files[i]));
    rmdir(rig->folder);
    free(rig);
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
    return 0;
}

#endif
