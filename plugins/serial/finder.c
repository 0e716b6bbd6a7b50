/* The finder: a table of the ports that are there, which of them are open, and why the others are
 * not. Everything that may block is here; nothing here is looked at by the other thread. */
#include "finder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOK_MS = 1000,
    SOON_MS = 20,     /* several things appear at once when a board is plugged in */
    AGAIN_MS = 200,   /* between two tries of one port */
    SETTLE_MS = 1000, /* within which a new board gets its lasting name and its permissions */
    TABLE = 2 * SERIAL_PORTS
};

struct known {
    struct serial_port port;
    int fd;    /* -1: not open */
    bool left; /* not to be opened */
    bool here;
    uint64_t first_ms; /* when it appeared; 0: it was there before us */
    uint64_t tried_ms;
    char refusal[SERIAL_REFUSAL_BYTES];
};

struct search {
    char dev[SERIAL_PATH_BYTES], named[SERIAL_PATH_BYTES];
    unsigned baud;
    int news, requests, watch;
    bool looked; /* once at least */
    bool had;    /* a port was open once */
    struct known table[TABLE];
    size_t count;
    char told[SERIAL_REFUSAL_BYTES];
};

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static bool tell(const struct search *search, const struct serial_news *news)
{
    ssize_t n;
    while ((n = write(search->news, news, sizeof *news)) < 0 && errno == EINTR)
        ;
    return n == (ssize_t)sizeof *news;
}

/* ---- what is there ---- */

static void note(struct search *search, const struct serial_port *port)
{
    struct known *known = search->table;
    while (known < search->table + search->count && strcmp(known->port.path, port->path) != 0)
        known++;
    if (known == search->table + TABLE)
        return;
    if (known == search->table + search->count) {
        memset(known, 0, sizeof *known);
        known->fd = -1;
        known->first_ms = search->looked ? now_ms() : 0;
        search->count++;
    }
    known->here = true;
    if (known->fd < 0)
        known->port = *port;
}

/* What is neither there nor open is forgotten. */
static void forget(struct search *search)
{
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++)
        if (search->table[i].here || search->table[i].fd >= 0)
            search->table[kept++] = search->table[i];
    search->count = kept;
}

static void list(struct search *search)
{
    struct serial_port found[SERIAL_PORTS];
    size_t count = 0;
    for (size_t i = 0; i < search->count; i++)
        search->table[i].here = false;
    if (!search->named[0])
        count = serial_ports_list(search->dev, found);
    else
        count = serial_ports_find(search->dev, search->named, found);
    for (size_t i = 0; i < count; i++)
        note(search, &found[i]);
    forget(search);
}

/* ---- opening ---- */

static void try(struct search *search, struct known *known)
{
    uint64_t now = now_ms();
    bool settled = !known->first_ms || now - known->first_ms >= SETTLE_MS;
    struct serial_news news = {.fd = -1, .port = known->port};
    if (known->fd >= 0 || known->left || !(known->port.lasting || settled) ||
        now - known->tried_ms < AGAIN_MS)
        return;
    known->tried_ms = now;
    known->fd =
        serial_port_open(known->port.path, search->baud, known->refusal, sizeof known->refusal);
    news.fd = known->fd;
    search->had |= known->fd >= 0;
    if (known->fd >= 0 && !tell(search, &news)) {
        close(known->fd);
        known->fd = -1;
    } else if (known->fd < 0 && !settled) {
        known->refusal[0] = '\0'; /* the system may not be done with it */
    }
}

/* Why no port is open, or nothing when one is, or may yet be. */
static void explain(const struct search *search, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = 0; i < search->count; i++) {
        if (search->table[i].fd >= 0) {
            out[0] = '\0';
            return;
        }
        if (!out[0])
            snprintf(out, size, "%s", search->table[i].refusal);
    }
    if (search->count)
        return;
    if (search->had)
        snprintf(out, size, "the board is gone: plug it in again, and it goes on");
    else if (search->named[0])
        snprintf(out, size, "%.150s is not there: is the board plugged in?", search->named);
    else
        snprintf(out, size, "no board is plugged in: neither %.80s/ttyACM* nor ttyUSB* is there",
                 search->dev);
}

static bool look(struct search *search)
{
    struct serial_news news = {.fd = -1};
    list(search);
    for (size_t i = 0; i < search->count; i++)
        try(search, &search->table[i]);
    search->looked = true;
    explain(search, news.trouble, sizeof news.trouble);
    if (strcmp(news.trouble, search->told) == 0)
        return true;
    memcpy(search->told, news.trouble, sizeof search->told);
    return tell(search, &news);
}

/* ---- waiting ---- */

/* The folders in which something may appear; those that are watched already stay so. */
static void watch(const struct search *search)
{
    const uint32_t what = IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_ONLYDIR;
    char folder[SERIAL_PATH_BYTES + 32];
    inotify_add_watch(search->watch, search->dev, what);
    snprintf(folder, sizeof folder, "%s/serial/by-id", search->dev);
    inotify_add_watch(search->watch, folder, what);
    snprintf(folder, sizeof folder, "%s", search->named);
    char *slash = strrchr(folder, '/');
    if (slash && slash > folder) {
        *slash = '\0';
        inotify_add_watch(search->watch, folder, what);
    }
}

/* 1: a request was done; 0: there are no more; the table forgets what is closed. */
static bool serve(struct search *search)
{
    struct serial_request request;
    ssize_t n = read(search->requests, &request, sizeof request);
    if (n != (ssize_t)sizeof request)
        return n < 0 && errno == EINTR;
    for (size_t i = 0; i < search->count; i++) {
        if (search->table[i].fd != request.fd)
            continue;
        search->table[i].fd = -1;
        search->table[i].left = request.ask == SERIAL_LEAVE;
        close(request.fd);
    }
    return true;
}

/* Waits for a request, something new, or the next look. False: it is to end. */
static bool wait(struct search *search)
{
    char events[4096];
    struct pollfd polled[2] = {{search->requests, POLLIN, 0}, {search->watch, POLLIN, 0}};
    if (poll(polled, 2, LOOK_MS) < 0)
        return errno == EINTR;
    if (polled[0].revents && !serve(search))
        return false;
    if (polled[1].revents && read(search->watch, events, sizeof events) > 0)
        return poll(polled, 1, SOON_MS) >= 0;
    return true;
}

/* Ports that are open end with the process. */
static void *run(void *argument)
{
    struct search *search = argument;
    do
        watch(search);
    while (look(search) && wait(search));
    close(search->news);
    close(search->requests);
    if (search->watch >= 0)
        close(search->watch);
    free(search);
    return NULL;
}

int serial_finder_start(struct serial_finder *finder, const char *dev, const char *named,
                        unsigned baud)
{
    struct search *search = calloc(1, sizeof *search);
    int news[2] = {-1, -1}, requests[2] = {-1, -1};
    if (!search || pipe2(news, O_CLOEXEC) != 0 || pipe2(requests, O_CLOEXEC) != 0)
        goto fail;
    snprintf(search->dev, sizeof search->dev, "%s", dev);
    snprintf(search->named, sizeof search->named, "%s", named);
    search->baud = baud;
    search->news = news[1];
    search->requests = requests[0];
    search->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (pthread_create(&finder->thread, NULL, run, search) != 0) {
        close(search->watch);
        goto fail;
    }
    finder->news = news[0];
    finder->requests = requests[1];
    return 0;
fail:
    for (int i = 0; i < 2; i++) {
        if (news[i] >= 0)
            close(news[i]);
        if (requests[i] >= 0)
            close(requests[i]);
    }
    free(search);
    return -1;
}
