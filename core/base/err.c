/* Error text. Knows nobody; must never print or allocate. */
#include "core/base/err.h"

#include <stdarg.h>
#include <stdio.h>

int tp_err_set(struct tp_err *err, int code, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
        err->code = code;
    }
    return -code;
}

const char *tp_strerror(int code)
{
    static const char *const texts[] = {
        [0] = "no error",
        [TP_EINVAL] = "not allowed",
        [TP_ENOMEM] = "out of memory",
        [TP_EIO] = "input or output failed",
        [TP_ENOENT] = "not found",
        [TP_EAGAIN] = "not yet",
        [TP_ELIMIT] = "over a limit",
        [TP_ESCRIPT] = "mistake in the routine",
        [TP_EDEVICE] = "device failed",
        [TP_EVOICE] = "voice failed",
        [TP_ETIMEOUT] = "no answer in time",
        [TP_EUSAGE] = "wrong usage",
        [TP_ENEWER] = "of a newer program",
    };
    unsigned index = code < 0 ? 0U - (unsigned)code : (unsigned)code;
    return index < sizeof texts / sizeof *texts ? texts[index] : "unknown error";
}
