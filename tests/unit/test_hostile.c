/* Every file of tests/hostile, and some that are made here, each in a process of its own: it ends
 * in time, in bounds of memory, with one clean line that says what its first line expects.
 *
 * A file whose first line is `-- watchdog: LINE` does what no hook hears; the program ends that by
 * its watchdog. Here the VM must have told the line, and is ended from outside. (Without a line,
 * what never ends is an instruction of Lua itself, and the VM only told that it came near.)
 * `hostile --write FOLDER` writes the files that are made, each with its NAME.expect beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/script/vm.h"
#include "tests/unit/hostile_made.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SANITIZED = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
#else
enum { SANITIZED = 0 };
#endif

enum {
    MOST_KIB = 128 * 1024,
    MOST_MS = 3000,
    WATCHED_MS = 500,  /* then nothing but a watchdog would have ended it */
    LOOPING_MS = 100,  /* limit for what loops, so that the hundred of them take seconds */
    WORKING_MS = 2000, /* limit for what is to end in another way */
    SLOWER = 20,       /* times, under slow tools */
    LOADED_MOST = 512 * 1024
};

struct hostile {
    char name[256];
    struct tp_buf text;
    char expect[160];
    bool watched; /* only a watchdog ends it */
};

/* What the child leaves behind. */
struct outcome {
    struct tp_err err;
    char where[128]; /* told last */
    bool unclean;    /* printed a control byte */
};

static struct hostile *files;
static size_t file_count;
static struct outcome *outcome;

/* Slow tools get less memory to fill and more time; then only the form of the line is checked. */
static bool is_slow(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return SANITIZED || (preloaded && strstr(preloaded, "vgpreload"));
}

static void note_alive(void *context, const char *where)
{
    (void)context;
    snprintf(outcome->where, sizeof outcome->where, "%s", where);
}

static void note_print(void *context, const char *text)
{
    (void)context;
    for (; *text; text++)
        outcome->unclean |= (unsigned char)*text < ' ';
}

static int no_module(void *context, const char *name, struct tp_buf *source, char *shown,
                     size_t shown_size, struct tp_err *err)
{
    (void)context;
    (void)source;
    snprintf(shown, shown_size, "%s.lua", name);
    return tp_err_set(err, TP_ENOENT, "there is no module '%s'", name);
}

/* Stands for every verb: waits for the host. */
static int verb(lua_State *L)
{
    lua_settop(L, 0);
    lua_pushlightuserdata(L, (void *)&tp_vm_verb);
    return lua_yield(L, 1);
}

static int run(const struct hostile *file, struct tp_vm *vm, struct tp_err *err)
{
    lua_State *co;
    int results;
    tp_vm_push_environment(tp_vm_lua(vm));
    lua_pushcfunction(tp_vm_lua(vm), verb);
    lua_setfield(tp_vm_lua(vm), -2, "wait");
    lua_pop(tp_vm_lua(vm), 1);
    int rc = tp_vm_load(tp_vm_lua(vm), file->name, file->text.data, file->text.length, err);
    if (rc >= 0)
        rc = tp_vm_start(vm, &co, err);
    while (rc >= 0 && (rc = tp_vm_resume(vm, co, 0, &results, err)) == TP_VM_YIELDED)
        lua_pop(co, results);
    return rc;
}

static _Noreturn void run_in_child(const struct hostile *file)
{
    bool loops = strstr(file->expect, "ran for more than");
    int limit_ms = loops ? LOOPING_MS : is_slow() ? SLOWER * WORKING_MS : WORKING_MS;
    struct tp_vm_config config = {
        .seed = 1,
        .resume_ns = (uint64_t)limit_ms * 1000000,
        .memory_bytes = is_slow() ? (size_t)8 << 20 : 0,
        .alive = note_alive,
        .print = note_print,
        .module = no_module,
    };
    struct tp_vm *vm = NULL;
    int rc = tp_vm_create(&vm, &config, &outcome->err);
    if (rc >= 0)
        rc = run(file, vm, &outcome->err);
    if (rc >= 0)
        snprintf(outcome->err.text, sizeof outcome->err.text, "no error");
    tp_vm_destroy(vm);
    _exit(0);
}

/* Waits for the child, at most so long, and ends it then. True when it ended by itself. */
static bool await(pid_t child, int most_ms, int *status, struct rusage *usage)
{
    sigset_t ended;
    struct timespec most = {most_ms / 1000, most_ms % 1000 * 1000000L};
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    bool in_time = sigtimedwait(&ended, NULL, &most) == SIGCHLD;
    if (!in_time) {
        kill(child, SIGKILL);
        sigwaitinfo(&ended, NULL);
    }
    while (wait4(child, status, 0, usage) < 0 && errno == EINTR)
        ;
    return in_time;
}

/* One line that begins with the file's name and holds nothing but readable text. */
static void check_form(const struct hostile *file, const char *line)
{
    size_t length = strlen(line), name = strlen(file->name);
    char clean[2 * sizeof outcome->err.text];
    assert_memory_equal(line, file->name, name);
    assert_int_equal(line[name], ':');
    assert_in_range(length, name + 2, 300);
    assert_string_equal(tp_text_clean(clean, sizeof clean, line, length), line);
    assert_null(strstr(line, "[string"));
    assert_null(strstr(line, "0x"));
    assert_null(strstr(line, "sandbox"));
}

/* What is expected begins with a line number, or stands somewhere after an unforeseeable one. */
static void check_line(const struct hostile *file)
{
    const char *line = outcome->err.text, *what = line + strlen(file->name) + 1;
    const char *expect = file->expect;
    check_form(file, line);
    what += *what == ' ';
    bool limit = strstr(expect, "ran for more") || strstr(what, "needs more");
    if (is_slow() && limit)
        return;
    bool numbered = expect[0] >= '0' && expect[0] <= '9';
    const char *found = strstr(what, expect);
    if (!found || (numbered && found != what))
        assert_string_equal(what, expect);
}

static void one_file_does_no_harm(void **state)
{
    const struct hostile *file = *state;
    struct rusage usage;
    int status = 0;
    memset(outcome, 0, sizeof *outcome);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        run_in_child(file);
    int most_ms = file->watched ? WATCHED_MS : is_slow() ? SLOWER * MOST_MS : MOST_MS;
    bool ended = await(child, most_ms, &status, &usage);
    if (!is_slow() || !file->watched)
        assert_int_equal(ended, !file->watched);
    assert_false(outcome->unclean);
    if (!is_slow())
        assert_in_range(usage.ru_maxrss, 1, MOST_KIB);
    if (!ended) {
        char where[512];
        snprintf(where, sizeof where, "%s%s", file->name, file->expect);
        assert_memory_equal(outcome->where, where, strlen(where) + (file->expect[0] != '\0'));
        return;
    }
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    check_line(file);
}

static struct hostile *add_file(const char *name)
{
    files = realloc(files, (file_count + 1) * sizeof *files);
    assert_non_null(files);
    struct hostile *file = &files[file_count++];
    *file = (struct hostile){0};
    snprintf(file->name, sizeof file->name, "%s", name);
    return file;
}

/* The first line says what is expected. */
static void read_expectation(struct hostile *file)
{
    static const char expect[] = "-- expect: ", watchdog[] = "-- watchdog";
    const char *text = file->text.data, *end = strchr(text, '\n');
    assert_non_null(end);
    file->watched = strncmp(text, watchdog, strlen(watchdog)) == 0;
    if (!file->watched && strncmp(text, expect, strlen(expect)) != 0)
        fail_msg("%s: the first line says nothing", file->name);
    text += strlen(file->watched ? watchdog : expect);
    snprintf(file->expect, sizeof file->expect, "%.*s", (int)(end - text), text);
    if (file->watched && file->expect[0]) /* ": 3" as a place shows it: ":3" */
        memmove(file->expect + 1, file->expect + 2, strlen(file->expect + 2) + 1);
}

static void read_folder(const char *folder)
{
    static char bytes[LOADED_MOST];
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    assert_true(count > 2);
    for (int i = 0; i < count; i++) {
        char path[512];
        const char *ending = strrchr(entries[i]->d_name, '.');
        if (ending && strcmp(ending, ".lua") == 0) {
            struct hostile *file = add_file(entries[i]->d_name);
            snprintf(path, sizeof path, "%s/%s", folder, file->name);
            FILE *stream = fopen(path, "rb");
            assert_non_null(stream);
            tp_buf_add(&file->text, bytes, fread(bytes, 1, sizeof bytes, stream));
            fclose(stream);
            read_expectation(file);
        }
        free(entries[i]);
    }
    free(entries);
}

static void make_files(void)
{
    for (size_t i = 0; i < sizeof made_files / sizeof *made_files; i++) {
        char name[256];
        snprintf(name, sizeof name, "%s.lua", made_files[i].name);
        struct hostile *file = add_file(name);
        snprintf(file->expect, sizeof file->expect, "%s", made_files[i].expect);
        made_files[i].make(&file->text);
    }
}

static int write_made(const char *folder)
{
    make_files();
    for (size_t i = 0; i < file_count; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        FILE *text = fopen(path, "wb");
        snprintf(path, sizeof path, "%s/%s.expect", folder, made_files[i].name);
        FILE *expect = fopen(path, "w");
        if (!text || !expect)
            return 1;
        fwrite(files[i].text.data, 1, files[i].text.length, text);
        fprintf(expect, "%s\n", files[i].expect);
        fclose(text);
        fclose(expect);
    }
    return 0;
}

int main(int argc, char **argv)
{
    sigset_t ended;
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        return write_made(argv[2]);
    read_folder(TPRUN_SOURCE "/tests/hostile");
    make_files();
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ended, NULL);
    outcome =
        mmap(NULL, sizeof *outcome, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (outcome == MAP_FAILED)
        return 1;
    struct CMUnitTest *tests = calloc(file_count, sizeof *tests);
    if (!tests)
        return 1;
    for (size_t i = 0; i < file_count; i++)
        tests[i] = (struct CMUnitTest){
            .name = files[i].name, .test_func = one_file_does_no_harm, .initial_state = &files[i]};
    int failed = _cmocka_run_group_tests("hostile", tests, file_count, NULL, NULL);
    for (size_t i = 0; i < file_count; i++)
        tp_buf_finish(&files[i].text);
    free(tests);
    free(files);
    return failed;
}
