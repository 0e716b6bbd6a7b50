/* tprun-serial: sensors on serial ports, for tprun. Speaks plugins/PROTOCOL.md on standard input
 * and output, and ends with the first.
 *
 * One loop over the host, the open ports and the finder's news. Nothing in it waits for a port or
 * for the host; what may wait is the finder's. $TPRUN_SERIAL_DEV stands for /dev in tests. */
#include "board.h"
#include "finder.h"
#include "host.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MS = 250,      /* how each board does is looked at that often */
    USELESS_MS = 10000, /* a port that was only tried is let go then, when another one serves */
    FINDER_END_MS = 200 /* that long the finder has to end, before it is left behind */
};

struct seat {
    int fd; /* -1: free */
    struct serial_port port;
    struct serial_board board;
    bool added;
};

struct program {
    struct serial_host host;
    struct serial_settings settings;
    struct serial_finder finder;
    bool finding;
    struct seat seats[2 * SERIAL_PORTS];
    bool failed;                        /* and had better be started again */
    char trouble[SERIAL_REFUSAL_BYTES]; /* the finder's */
    char told[3 * SERIAL_STATUS_BYTES];
};

enum { SEATS = 2 * SERIAL_PORTS, FIRST_SEAT = 3 };

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static uint64_t now_ms(void)
{
    return (uint64_t)(now_s() * 1000);
}

/* ---- ports ---- */

static int begin(void *context, const struct serial_settings *settings, char *error, size_t size)
{
    struct program *program = context;
    const char *dev = getenv("TPRUN_SERIAL_DEV");
    program->settings = *settings;
    if (serial_finder_start(&program->finder, dev ? dev : "/dev", settings->port, settings->baud)) {
        snprintf(error, size, "there is no room for a thread");
        return -1;
    }
    program->finding = true;
    return 0;
}

static void give_back(struct program *program, struct seat *seat, enum serial_ask ask)
{
    struct serial_request request = {ask, seat->fd};
    if (write(program->finder.requests, &request, sizeof request) != (ssize_t)sizeof request)
        program->failed = true;
    if (seat->added)
        serial_host_device_remove(&program->host, seat->port.id);
    seat->fd = -1;
}

static void take_news(struct program *program)
{
    struct serial_news news;
    ssize_t n = read(program->finder.news, &news, sizeof news);
    if (n < 0 && errno == EINTR)
        return;
    if (n != (ssize_t)sizeof news) {
        program->failed = true;
        return;
    }
    if (news.fd < 0) {
        memcpy(program->trouble, news.trouble, sizeof program->trouble);
        return;
    }
    for (struct seat *seat = program->seats; seat < program->seats + SEATS; seat++) {
        if (seat->fd >= 0)
            continue;
        seat->fd = news.fd;
        seat->port = news.port;
        seat->added = false;
        serial_board_open(&seat->board, &program->settings, now_ms());
        return;
    }
}

static void read_port(struct program *program, struct seat *seat)
{
    char bytes[1024];
    double values[sizeof bytes / 2 + 1];
    ssize_t n = read(seat->fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        give_back(program, seat, SERIAL_CLOSE);
        return;
    }
    size_t count = serial_board_feed(&seat->board, bytes, (size_t)n, now_ms(), values);
    if (count && !seat->added) {
        serial_host_device_add(&program->host, &program->settings, &seat->port);
        seat->added = true;
    }
    if (count)
        serial_host_readings(&program->host, seat->port.id, values, count, now_s());
}

/* ---- how it goes ---- */

static bool any_gives(const struct program *program)
{
    for (const struct seat *seat = program->seats; seat < program->seats + SEATS; seat++)
        if (seat->fd >= 0 && serial_board_gives(&seat->board, now_ms()))
            return true;
    return false;
}

static unsigned open_count(const struct program *program)
{
    unsigned count = 0;
    for (size_t i = 0; i < SEATS; i++)
        count += program->seats[i].fd >= 0;
    return count;
}

/* One line about everything that is the matter. Of ports that were only tried nothing is said when
 * another one serves, and they are let go after a while. */
static void look_after(struct program *program)
{
    char all[sizeof program->told];
    bool trying = !program->settings.port[0] && any_gives(program);
    bool several = open_count(program) > 1;
    size_t n = (size_t)snprintf(all, sizeof all, "%s", program->trouble);
    for (struct seat *seat = program->seats; seat < program->seats + SEATS; seat++) {
        if (seat->fd < 0)
            continue;
        const char *text = serial_board_status(&seat->board, now_ms());
        bool useless = trying && !seat->board.present;
        if (text[0] && !useless && n < sizeof all)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%s%s%s", n ? "; " : "",
                                  several ? seat->port.name : "", several ? ": " : "", text);
        if (useless && now_ms() - seat->board.opened_ms >= USELESS_MS)
            give_back(program, seat, SERIAL_LEAVE);
    }
    if (strcmp(all, program->told) != 0) {
        memcpy(program->told, all, sizeof all);
        serial_host_status(&program->host, all);
    }
}

/* ---- the loop ---- */

static void turn(struct program *program)
{
    struct pollfd polled[FIRST_SEAT + SEATS];
    bool full = program->host.filled > program->host.sent;
    polled[0] = (struct pollfd){program->host.in, POLLIN, 0};
    polled[1] = (struct pollfd){program->host.out, full ? POLLOUT : 0, 0};
    polled[2] = (struct pollfd){program->finding ? program->finder.news : -1, POLLIN, 0};
    for (size_t i = 0; i < SEATS; i++)
        polled[FIRST_SEAT + i] = (struct pollfd){program->seats[i].fd, POLLIN, 0};
    if (poll(polled, FIRST_SEAT + SEATS, program->finding ? TICK_MS : -1) < 0)
        return;
    if (polled[0].revents)
        serial_host_read(&program->host);
    if (polled[1].revents & (POLLERR | POLLNVAL))
        program->host.over = true;
    if (polled[2].revents)
        take_news(program);
    for (size_t i = 0; i < SEATS; i++)
        if (polled[FIRST_SEAT + i].revents)
            read_port(program, &program->seats[i]);
    if (program->finding)
        look_after(program);
    serial_host_write(&program->host);
}

/* A finder that a driver keeps waiting is left behind: the process ends without it. */
static void end(struct program *program)
{
    if (!program->finding)
        return;
    struct pollfd news = {program->finder.news, POLLIN, 0};
    close(program->finder.requests);
    struct serial_news record;
    do {
        if (poll(&news, 1, FINDER_END_MS) != 1)
            _exit(program->failed);
    } while (read(program->finder.news, &record, sizeof record) > 0);
    pthread_join(program->finder.thread, NULL);
    close(program->finder.news);
}

int main(void)
{
    static struct program program;
    signal(SIGPIPE, SIG_IGN);
    program.host.in = STDIN_FILENO;
    program.host.out = STDOUT_FILENO;
    program.host.begin = begin;
    program.host.context = &program;
    for (size_t i = 0; i < SEATS; i++)
        program.seats[i].fd = -1;
    while (!program.host.over && !program.failed)
        turn(&program);
    end(&program);
    return program.failed;
}
