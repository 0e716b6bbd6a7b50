/* A driver that is stuck: whoever opens a path that ends in /stuck waits for a minute, deaf to
 * everything but the end of the process. To be loaded before the C library. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): theirs are reserved */
int open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...);
    va_list arguments;
    *(void **)&real = dlsym(RTLD_NEXT, "open");
    va_start(arguments, flags);
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0;
    va_end(arguments);
    size_t n = strlen(path);
    if (n >= 6 && strcmp(path + n - 6, "/stuck") == 0) {
        static const char told[] = "stuck\n";
        struct timespec minute = {60, 0};
        (void)!write(STDERR_FILENO, told, sizeof told - 1);
        while (nanosleep(&minute, &minute) != 0)
            ;
    }
    return real(path, flags, mode);
}
