/* A voice as a program of its own that does what it is asked to say; see test_voice_child.c.
 *
 * told_voice MARK [refuse]: MARK is a file by which it knows that it has crashed before. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RATE = 16000, FRAMES = 1600 };

static const char *mark;

/* The text that stands behind "key":" in a line, up to its quote. */
static const char *find(const char *line, const char *key, char out[256])
{
    char pattern[32];
    snprintf(pattern, sizeof pattern, "\"%s\":\"", key);
    const char *at = strstr(line, pattern);
    size_t length = at ? strcspn(at + strlen(pattern), "\"") : 0;
    snprintf(out, 256, "%.*s", (int)length, at ? at + strlen(pattern) : "");
    return out;
}

static unsigned long find_id(const char *line)
{
    const char *at = strstr(line, "\"id\":");
    return at ? strtoul(at + 5, NULL, 10) : 0;
}

static void put(FILE *file, unsigned long value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fputc((int)(value >> 8 * i & 255), file);
}

static void write_wave(const char *path, unsigned long rate)
{
    FILE *file = fopen(path, "w");
    if (!file)
        exit(9);
    fputs("RIFF", file);
    put(file, 36 + FRAMES * 2, 4);
    fputs("WAVEfmt ", file);
    put(file, 16, 4);
    put(file, 1, 2);
    put(file, 1, 2);
    put(file, rate, 4);
    put(file, rate * 2, 4);
    put(file, 2, 2);
    put(file, 16, 2);
    fputs("data", file);
    put(file, FRAMES * 2, 4);
    for (unsigned i = 0; i < FRAMES; i++)
        put(file, i, 2);
    fclose(file);
}

static void write_words(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        exit(9);
    fputs("this is no wave at all", file);
    fclose(file);
}

static void crash_unless_it_did(void)
{
    FILE *file;
    if (access(mark, F_OK) == 0)
        return;
    file = fopen(mark, "w");
    if (file)
        fclose(file);
    raise(SIGKILL);
}

static void speak(const char *line)
{
    char text[256], folder[256], path[300];
    snprintf(path, sizeof path, "%s/said.wav", find(line, "folder", folder));
    find(line, "text", text);
    if (strcmp(text, "crash") == 0)
        raise(SIGKILL);
    if (strcmp(text, "crash once") == 0)
        crash_unless_it_did();
    if (strcmp(text, "hang") == 0)
        return;
    if (strcmp(text, "no") == 0) {
        printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,\"error\":{\"code\":-1,\"message\":\"no\"}}\n",
               find_id(line));
        return;
    }
    if (strcmp(text, "words") == 0)
        write_words(path);
    else
        write_wave(path, strcmp(text, "odd rate") == 0 ? 44100 : RATE);
    printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,\"result\":{\"wav\":\"%s\"}}\n", find_id(line), path);
}

int main(int count, char **arguments)
{
    static char line[65536];
    bool refuses = count > 2 && strcmp(arguments[2], "refuse") == 0;
    mark = count > 1 ? arguments[1] : "";
    while (fgets(line, sizeof line, stdin)) {
        if (strstr(line, "\"speak\""))
            speak(line);
        else if (refuses)
            printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,\"error\":{\"code\":-1,\"message\":"
                   "\"its model is missing\"}}\n",
                   find_id(line));
        else
            printf("{\"jsonrpc\":\"2.0\",\"id\":%lu,\"result\":{\"protocol\":1,\"id\":\"told\","
                   "\"version\":\"1\",\"kinds\":[\"voice\"]}}\n",
                   find_id(line));
        fflush(stdout);
    }
    return 0;
}
