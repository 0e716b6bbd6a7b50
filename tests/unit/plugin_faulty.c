/* A plugin that is a program of its own, and does what its first argument says, for the tests of
 * how one is run: most of it is what no plugin should do. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define READING(more)                                                                              \
    "{\"jsonrpc\":\"2.0\",\"method\":\"reading\",\"params\":{\"device\":\"d\"," more "}}"
#define CHANNELS                                                                                   \
    "[{\"name\":\"force\",\"unit\":\"N\",\"kind\":\"reading\"%s},"                                 \
    "{\"name\":\"level\",\"kind\":\"number\"}]"

static char line[1 << 17];

static void say(const char *text)
{
    puts(text);
    fflush(stdout);
}

static void say_times(const char *text, long times)
{
    for (long i = 0; i < times; i++)
        puts(text);
    fflush(stdout);
}

static void sleep_for_ever(void)
{
    for (;;)
        pause();
}

/* What comes is told to the log, until there is no more. */
static void read_all(void)
{
    while (fgets(line, sizeof line, stdin))
        fprintf(stderr, "got %s", line);
}

static void greet(void)
{
    if (!fgets(line, sizeof line, stdin))
        exit(9);
    say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":1,\"id\":\"faulty\",\"version\":"
        "\"1\","
        "\"kinds\":[\"sensor\",\"output\",\"control\"]}}");
}

static void add_device(const char *rate)
{
    printf("{\"jsonrpc\":\"2.0\",\"method\":\"device.add\",\"params\":{\"id\":\"d\",\"name\":\"D\","
           "\"channels\":" CHANNELS "}}\n",
           rate);
    fflush(stdout);
}

static void begin(void)
{
    greet();
    add_device("");
}

/* ---- what it can do ---- */

static void be_good(void)
{
    begin();
    say(READING("\"value\":1.5"));
    say(READING("\"channel\":\"force\",\"value\":2.5"));
    say("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}");
    say("{\"jsonrpc\":\"2.0\",\"method\":\"status\",\"params\":{\"text\":\"low on battery\"}}");
    read_all();
}

static void do_nothing(void)
{
    sleep_for_ever();
}

static void exit_at_once(void)
{
    fprintf(stderr, "no board is there\n");
    exit(3);
}

static void crash(void)
{
    begin();
    prctl(PR_SET_DUMPABLE, 0);
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

static void end_in_half_a_line(void)
{
    begin();
    say(READING("\"value\":1"));
    printf("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}");
    fflush(stdout);
    exit(1);
}

static void write_a_long_line(void)
{
    begin();
    memset(line, 'x', sizeof line);
    for (int i = 0; i < 800; i++) /* 100 MiB */
        fwrite(line, 1, sizeof line, stdout);
    say("");
    say(READING("\"value\":1"));
    read_all();
}

static void write_wrong_bytes(void)
{
    begin();
    say_times("{\"\xff\xfe\":1}", 50);
    say_times("hello", 50);
    say(READING("\"value\":1"));
    read_all();
}

static void write_without_end(void)
{
    begin();
    for (;;)
        puts(READING("\"value\":1"));
}

static void command_without_end(void)
{
    begin();
    for (;;)
        puts("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}");
}

static void write_one_line_without_end(void)
{
    begin();
    memset(line, 'x', sizeof line);
    for (;;)
        fwrite(line, 1, sizeof line, stdout);
}

static void write_words_without_end(void)
{
    begin();
    for (;;)
        fprintf(stderr, "%s\n", "words for the log, and no end of them");
}

/* More readings than are taken, and between them what must not get lost. */
static void write_too_many_readings(void)
{
    begin();
    for (int i = 0; i < 10; i++) {
        say_times(READING("\"value\":1"), 100);
        say("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}");
    }
    read_all();
}

static void measure_nothing(void)
{
    begin();
    say_times(READING("\"value\":NaN"), 5);
    say(READING("\"value\":null"));
    say(READING("\"value\":1"));
    read_all();
}

static void measure_the_future(void)
{
    begin();
    say_times(READING("\"value\":9,\"t\":900000000"), 5);
    say(READING("\"value\":1,\"t\":0.5"));
    read_all();
}

/* A process that it started keeps its pipes. */
static void leave_a_child(void)
{
    begin();
    if (fork() == 0) {
        signal(SIGTERM, SIG_IGN);
        sleep_for_ever();
    }
    exit(4);
}

/* Puts its output to its safe value at the end, which takes a moment: a file is there then. */
static void end_carefully(void)
{
    const char *file = getenv("PLUGIN_FAULTY_FILE");
    begin();
    read_all();
    usleep(100000);
    if (file)
        close(open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

static void stay_with_a_child(void)
{
    begin();
    fork();
    signal(SIGTERM, SIG_IGN);
    sleep_for_ever();
}

/* It ends with its input, and its child does not. */
static void go_from_a_child(void)
{
    begin();
    if (fork() == 0) {
        signal(SIGTERM, SIG_IGN);
        sleep_for_ever();
    }
    read_all();
}

static void be_stubborn(void)
{
    signal(SIGTERM, SIG_IGN);
    begin();
    sleep_for_ever();
}

/* Once there is no session any more it still has a device that nobody can take. */
static void speak_at_the_end(void)
{
    begin();
    read_all();
    say("{\"jsonrpc\":\"2.0\",\"method\":\"device.add\",\"params\":{\"id\":\"no "
        "id\",\"channels\":[]}}");
    say("{\"jsonrpc\":\"2.0\",\"method\":\"status\",\"params\":{\"text\":\"Too late.\"}}");
    say("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}");
}

static void never_read(void)
{
    begin();
    sleep_for_ever();
}

static void promise_readings(void)
{
    greet();
    add_device(",\"rate\":100");
    read_all();
}

static void close_output(void)
{
    begin();
    close(STDOUT_FILENO);
    read_all();
}

static void give_up(void)
{
    begin();
    say("{\"jsonrpc\":\"2.0\",\"method\":\"disable\",\"params\":{\"text\":\"The licence is "
        "over.\"}}");
    read_all();
}

static void refuse(void)
{
    if (fgets(line, sizeof line, stdin))
        say("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"Choose a "
            "port.\"}}");
    read_all();
}

static void ask(void)
{
    begin();
    say("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"next\"}");
    say("{\"jsonrpc\":\"2.0\",\"method\":\"reeding\"}");
    read_all();
}

static void finish(void)
{
    begin();
}

/* The folder is the last text of an initialize or speak line. */
static const char *folder_of(char *text)
{
    char *end = strrchr(text, '"'), *start;
    *end = '\0';
    start = strrchr(text, '"');
    return start + 1;
}

static void write_file(const char *path)
{
    FILE *file = fopen(path, "w");
    if (file) {
        fputs("RIFF", file);
        fclose(file);
    }
}

/* Its first speech is right, and the others lie. */
static void speak(void)
{
    greet();
    for (int id = 2; fgets(line, sizeof line, stdin); id++) {
        const char *folder = folder_of(line), *file = "/etc/passwd";
        char path[4096];
        snprintf(path, sizeof path, "%s/a.wav", folder);
        write_file(path);
        if (id == 2)
            file = path;
        printf("{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{\"wav\":\"%s\"}}\n", id, file);
        fflush(stdout);
    }
}

/* The same, but for the name of the folder. */
static bool is_like(const char *text, const char *expected)
{
    const char *folder = strstr(expected, "\"folder\"");
    return folder ? strncmp(text, expected, (size_t)(folder - expected)) == 0
                  : strcmp(text, expected) == 0;
}

/* Plays the part of the plugin in a transcript: what it reads has to be as it stands there. */
static void play(const char *transcript)
{
    static char expected[1 << 16];
    FILE *file = fopen(transcript, "r");
    while (file && fgets(expected, sizeof expected, file)) {
        const char *text = expected + strcspn(expected, "{");
        if (strncmp(expected, "\xe2\x86\x90", 3) == 0)
            printf("%s", text);
        else if (fgets(line, sizeof line, stdin) && !is_like(line, text)) {
            fprintf(stderr, "instead of %sthere came %s", text, line);
            exit(5);
        }
        fflush(stdout);
    }
    if (file)
        fclose(file);
    read_all();
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {{"good", be_good},
            {"nothing", do_nothing},
            {"exit", exit_at_once},
            {"crash", crash},
            {"half", end_in_half_a_line},
            {"long", write_a_long_line},
            {"bytes", write_wrong_bytes},
            {"flood", write_without_end},
            {"commands", command_without_end},
            {"endless", write_one_line_without_end},
            {"words", write_words_without_end},
            {"many", write_too_many_readings},
            {"nan", measure_nothing},
            {"future", measure_the_future},
            {"child", leave_a_child},
            {"child that stays", stay_with_a_child},
            {"child of one that goes", go_from_a_child},
            {"careful", end_carefully},
            {"stubborn", be_stubborn},
            {"late", speak_at_the_end},
            {"deaf", never_read},
            {"silent", promise_readings},
            {"closed", close_output},
            {"disable", give_up},
            {"refuse", refuse},
            {"ask", ask},
            {"finish", finish},
            {"speak", speak}};

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "play") == 0)
        play(argv[2]);
    for (size_t i = 0; argc == 2 && i < sizeof acts / sizeof *acts; i++)
        if (strcmp(argv[1], acts[i].name) == 0)
            acts[i].act();
    return 0;
}
