/* Ports: the terminal's settings, and refusals that a person can do something about. */
#include "port.h"
#include "holder.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static const struct {
    unsigned baud;
    speed_t speed;
} speeds[] = {
    {9600, B9600},     {19200, B19200},     {38400, B38400},     {57600, B57600},
    {115200, B115200}, {230400, B230400},   {460800, B460800},   {500000, B500000},
    {921600, B921600}, {1000000, B1000000}, {2000000, B2000000},
};

/* ---- no permission ---- */

/* Whether one of the `count` groups is `group`. */
static bool among(gid_t group, const gid_t *groups, int count)
{
    for (int i = 0; i < count; i++)
        if (groups[i] == group)
            return true;
    return false;
}

/* Whether the person was taken into the group, if only since this log-in. */
static bool is_member(const struct passwd *person, gid_t group)
{
    gid_t groups[256];
    int count = 256;
    return person && getgrouplist(person->pw_name, person->pw_gid, groups, &count) > 0 &&
           among(group, groups, count);
}

static void tell_denied(const char *path, char *refusal, size_t size)
{
    struct stat node;
    const struct passwd *person = getpwuid(geteuid());
    const char *who = person ? person->pw_name : "YOU";
    if (stat(path, &node) != 0) {
        snprintf(refusal, size, "%s may not be read by %s", path, who);
        return;
    }
    const struct group *group = getgrgid(node.st_gid);
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)node.st_gid);
    const char *name = group ? group->gr_name : number;
    if (node.st_gid == 0 || !(node.st_mode & S_IRGRP))
        snprintf(refusal, size,
                 "only its owner may read %s: sudo chgrp dialout %s && sudo chmod g+rw %s", path,
                 path, path);
    else if (is_member(person, node.st_gid))
        snprintf(refusal, size, "you are in group %s only since this log-in: log in again", name);
    else
        snprintf(refusal, size,
                 "you are not in group %s: sudo usermod -aG %s %s, then log in again", name, name,
                 who);
}

/* ---- in use ---- */

/* Whether another program has it open; two that read would each get half of what comes. */
static bool in_use(const char *path, char *refusal, size_t size)
{
    struct serial_holder holder;
    char real[PATH_MAX];
    if (!realpath(path, real) || !serial_holder_find(real, &holder))
        return false;
    snprintf(refusal, size, "%s is in use by %s (process %ld): close it there", path, holder.name,
             holder.process);
    return true;
}

static void tell_failed(int error, const char *path, char *refusal, size_t size)
{
    refusal[0] = '\0';
    if (error == EACCES || error == EPERM)
        tell_denied(path, refusal, size);
    else if (error == EBUSY)
        snprintf(refusal, size,
                 "%s is in use by another person's program, or by ModemManager, which looks at new "
                 "boards for a while",
                 path);
    else if (error != ENOENT && error != ENODEV && error != ENXIO && error != EIO)
        snprintf(refusal, size, "%s cannot be opened: %s", path, strerror(error));
}

/* ---- opening ---- */

static speed_t speed_of(unsigned baud)
{
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++)
        if (speeds[i].baud == baud)
            return speeds[i].speed;
    return B115200;
}

static int make_raw(int fd, unsigned baud)
{
    struct termios raw;
    if (tcgetattr(fd, &raw) != 0)
        return -1;
    cfmakeraw(&raw);
    raw.c_cflag |= CLOCAL | CREAD;
    raw.c_cflag &= ~(tcflag_t)(HUPCL | CRTSCTS | CSTOPB);
    raw.c_cc[VMIN] = 1; /* so that 0 bytes mean that the port is gone */
    raw.c_cc[VTIME] = 0;
    cfsetspeed(&raw, speed_of(baud));
    return tcsetattr(fd, TCSANOW, &raw);
}

int serial_port_open(const char *path, unsigned baud, char *refusal, size_t size)
{
    refusal[0] = '\0';
    if (in_use(path, refusal, size))
        return -1;
    int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        tell_failed(errno, path, refusal, size);
        return -1;
    }
    if (!isatty(fd))
        snprintf(refusal, size, "%s is no serial port", path);
    else if (make_raw(fd, baud) != 0 || ioctl(fd, TIOCEXCL) != 0)
        tell_failed(errno, path, refusal, size);
    else
        return fd;
    close(fd);
    return -1;
}
