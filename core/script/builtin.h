/* The Lua chunks of core/script/lua, built into the program. Room-internal. */
#ifndef TP_SCRIPT_BUILTIN_H
#define TP_SCRIPT_BUILTIN_H

#include <stddef.h>

struct tp_builtin {
    const char *name; /* file name without .lua */
    const unsigned char *bytes;
    size_t length;
};

/* Ends with an empty row. */
extern const struct tp_builtin tp_builtins[];

#endif
