/* Sixteen sensors of 1 kHz as a program of its own, for tests/bench/sensors.py: each reading a line
 * (ways "lines" and "writes", which also writes each by itself), or fifty of them ("batches").
 * Beside them a device comes and goes ten times a second; how often is told to the log at the end.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SENSORS = 16, BATCH = 50, CHANGE_MS = 50, LINE = 512 };

static const long MS_NS = 1000000;

static double seconds(const struct timespec *time)
{
    return (double)time->tv_sec + (double)time->tv_nsec / 1e9;
}

static void add_device(const char *id)
{
    printf(
        "{\"jsonrpc\":\"2.0\",\"method\":\"device.add\",\"params\":{\"id\":\"%s\",\"channels\":"
        "[{\"name\":\"force\",\"unit\":\"N\",\"kind\":\"reading\",\"max\":100,\"rate\":1000}]}}\n",
        id);
}

/* One reading of each sensor. */
static void say_lines(double t, int each_alone)
{
    for (int i = 0; i < SENSORS; i++) {
        printf("{\"jsonrpc\": \"2.0\", \"method\": \"reading\", \"params\": {\"device\": "
               "\"sensor-%d\", \"channel\": \"force\", \"value\": %.4f, \"t\": %.6f}}\n",
               i, 12.3456 + i, t);
        if (each_alone)
            fflush(stdout);
    }
}

static void say_batches(double t)
{
    for (int i = 0; i < SENSORS; i++) {
        printf("{\"jsonrpc\": \"2.0\", \"method\": \"readings\", \"params\": {\"device\": "
               "\"sensor-%d\", \"t\": %.6f, \"interval\": 0.001, \"values\": [",
               i, t);
        for (int k = 0; k < BATCH; k++)
            printf("%s%.4f", k ? ", " : "", 12.3456 + k);
        puts("]}}");
    }
}

static void change(long changes)
{
    if (changes % 2 == 0)
        add_device("comes-and-goes");
    else
        puts("{\"jsonrpc\":\"2.0\",\"method\":\"device.remove\",\"params\":{\"id\":"
             "\"comes-and-goes\"}}");
}

static int input_ended(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char rest[LINE];
    return poll(&input, 1, 0) > 0 && read(STDIN_FILENO, rest, sizeof rest) <= 0;
}

static long measure(const char *way)
{
    struct timespec due;
    long changes = 0;
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (long ms = 0; !input_ended(); ms++) {
        due.tv_nsec += MS_NS;
        due.tv_sec += due.tv_nsec / (1000 * MS_NS);
        due.tv_nsec %= 1000 * MS_NS;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
        if (strcmp(way, "batches") != 0)
            say_lines(seconds(&due), strcmp(way, "writes") == 0);
        else if (ms % BATCH == 0)
            say_batches(seconds(&due) - BATCH / 1e3);
        if (ms % CHANGE_MS == 0)
            change(changes++);
        fflush(stdout);
    }
    return changes;
}

int main(int argc, char **argv)
{
    static char out[1 << 16];
    char line[4096], id[16];
    setvbuf(stdout, out, _IOFBF, sizeof out);
    if (argc != 2 || read(STDIN_FILENO, line, sizeof line) <= 0)
        return 1;
    puts("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":1,\"id\":\"bench\",\"version\":"
         "\"1\","
         "\"kinds\":[\"sensor\"]}}");
    for (int i = 0; i < SENSORS; i++) {
        snprintf(id, sizeof id, "sensor-%d", i);
        add_device(id);
    }
    fprintf(stderr, "changes %ld\n", measure(argv[1]));
    return 0;
}
