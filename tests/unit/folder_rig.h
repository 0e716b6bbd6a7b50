/* A folder of the test's own, and a loop: for what is kept in files that grow. */
#ifndef TP_TESTS_FOLDER_RIG_H
#define TP_TESTS_FOLDER_RIG_H

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct folder {
    uv_loop_t loop;
    char top[64];
};

static inline void folder_open(struct folder *folder)
{
    assert_int_equal(uv_loop_init(&folder->loop), 0);
    snprintf(folder->top, sizeof folder->top, "/tmp/tprun-test-XXXXXX");
    assert_non_null(mkdtemp(folder->top));
}

/* What works for the loop comes to its end first. */
static inline int folder_close(struct folder *folder)
{
    char command[128];
    uv_run(&folder->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&folder->loop), 0);
    snprintf(command, sizeof command, "rm -rf %s", folder->top);
    return system(command);
}

#endif
