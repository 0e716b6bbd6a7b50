/* Hostile texts that are too long or too binary to keep in a folder; test_hostile.c makes them. */
#ifndef TP_TEST_HOSTILE_MADE_H
#define TP_TEST_HOSTILE_MADE_H

#include "core/base/text.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

struct made {
    const char *name, *expect; /* as in the first line of a stored one */
    void (*make)(struct tp_buf *out);
};

static void repeat(struct tp_buf *out, const char *text, int count)
{
    while (count-- > 0)
        tp_buf_puts(out, text);
}

static void make_or_chain(struct tp_buf *out)
{
    tp_buf_puts(out, "local a\nlocal x = a");
    repeat(out, " or a", 50000);
}

static void make_elseif_chain(struct tp_buf *out)
{
    tp_buf_puts(out, "local a\nif a then\n");
    repeat(out, "elseif a then ", 18000);
    tp_buf_puts(out, "end error 'held'");
}

static void make_parentheses(struct tp_buf *out)
{
    tp_buf_puts(out, "local x = ");
    repeat(out, "(", 200000);
}

static void make_braces(struct tp_buf *out)
{
    tp_buf_puts(out, "local x = ");
    repeat(out, "{", 200000);
}

static void make_blocks(struct tp_buf *out)
{
    repeat(out, "do ", 80000);
}

static void make_functions(struct tp_buf *out)
{
    repeat(out, "return function() ", 14000);
}

static void make_signs(struct tp_buf *out)
{
    tp_buf_puts(out, "local x = ");
    repeat(out, "- ", 120000);
}

static void make_powers(struct tp_buf *out)
{
    tp_buf_puts(out, "local x = 2");
    repeat(out, "^2", 120000);
}

static void make_concatenations(struct tp_buf *out)
{
    tp_buf_puts(out, "local a = 'a'\nlocal x = a");
    repeat(out, "..a", 80000);
}

static void make_calls(struct tp_buf *out)
{
    tp_buf_puts(out, "local function f() return f end\nf");
    repeat(out, "()", 120000);
    tp_buf_puts(out, " error 'held'");
}

static void make_locals(struct tp_buf *out)
{
    for (int i = 0; i < 300; i++)
        tp_buf_printf(out, "local a%d = 1 ", i);
}

static void make_constants(struct tp_buf *out)
{
    tp_buf_puts(out, "local t = {");
    for (int i = 0; i < 20000; i++)
        tp_buf_printf(out, "k%d=%d,", i, i);
    tp_buf_puts(out, "} error 'held'");
}

static void make_long_name(struct tp_buf *out)
{
    tp_buf_puts(out, "local x = ");
    repeat(out, "x", 250000);
}

static void make_unfinished_text(struct tp_buf *out)
{
    tp_buf_puts(out, "local x = \"");
    repeat(out, "y", 250000);
    tp_buf_puts(out, "\n");
}

static void make_unfinished_comment(struct tp_buf *out)
{
    tp_buf_puts(out, "--[==[");
    repeat(out, "]=]\n", 60000);
}

static void make_lines(struct tp_buf *out)
{
    repeat(out, "\n", 200000);
    tp_buf_puts(out, "error 'held'");
}

static void make_too_long(struct tp_buf *out)
{
    repeat(out, "-", 256 * 1024 + 1);
}

/* A table in itself, so that every field of the chain is there and only the last one fails. */
static void make_fields(struct tp_buf *out)
{
    tp_buf_puts(out, "local a = {} a.x = a\nlocal t = a");
    repeat(out, ".x", 120000);
    tp_buf_puts(out, ".y.z");
}

static void make_fields_in_brackets(struct tp_buf *out)
{
    tp_buf_puts(out, "local a = {} a[1] = a\nlocal t = a");
    repeat(out, "[1]", 80000);
    tp_buf_puts(out, ".y.z");
}

static void make_fields_in_parentheses(struct tp_buf *out)
{
    tp_buf_puts(out, "local a = {} a.x = a\nlocal t = ");
    repeat(out, "(", 180);
    tp_buf_puts(out, "a");
    for (int i = 0; i < 180; i++) {
        repeat(out, ".x", 90);
        tp_buf_puts(out, ")");
    }
    tp_buf_puts(out, ".y.z");
}

static void make_fields_among_comments(struct tp_buf *out)
{
    tp_buf_puts(out, "local a = {} a.x = a\nlocal t = a");
    repeat(out, "--[[ \" ]] . --'\nx", 12000);
    tp_buf_puts(out, ".y.z");
}

static void make_errors_in_long_function(struct tp_buf *out)
{
    tp_buf_puts(out, "local a = {} a.x = a\nlocal b\nlocal function f()\n");
    repeat(out, "b = 1 ", 30000);
    tp_buf_puts(out, "return a");
    repeat(out, ".x", 90);
    tp_buf_puts(out, ".y.z end\nwhile true do pcall(f) end");
}

static int dump_piece(lua_State *L, const void *piece, size_t size, void *out)
{
    (void)L;
    tp_buf_add(out, piece, size);
    return 0;
}

static void make_bytecode(struct tp_buf *out)
{
    lua_State *L = luaL_newstate();
    if (L && luaL_loadstring(L, "print 'reached' return 1") == LUA_OK)
        lua_dump(L, dump_piece, out, 0);
    if (L)
        lua_close(L);
}

static void make_bytecode_cut(struct tp_buf *out)
{
    make_bytecode(out);
    out->length /= 2;
}

static void make_bytecode_mutated(struct tp_buf *out)
{
    make_bytecode(out);
    for (size_t i = 20; i < out->length; i += 3)
        out->data[i] = (char)(out->data[i] ^ 0x55);
}

static void make_bytecode_after_hash(struct tp_buf *out)
{
    tp_buf_puts(out, "#!/usr/bin/lua\n");
    make_bytecode(out);
}

static void make_bytecode_after_mark(struct tp_buf *out)
{
    tp_buf_puts(out, "\xEF\xBB\xBF");
    make_bytecode(out);
}

static void make_bytecode_after_both(struct tp_buf *out)
{
    tp_buf_puts(out, "\xEF\xBB\xBF#\n");
    make_bytecode(out);
}

static void make_signature(struct tp_buf *out)
{
    tp_buf_puts(out, LUA_SIGNATURE);
}

static void make_zero_byte(struct tp_buf *out)
{
    tp_buf_add(out, "local x = 1\nx = 'a\0b'\n", 22);
}

static void make_picture(struct tp_buf *out)
{
    tp_buf_add(out, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
}

static void make_two_byte_text(struct tp_buf *out)
{
    tp_buf_add(out, "\xFF\xFEs\0a\0y\0", 8);
}

static void make_marked(struct tp_buf *out)
{
    tp_buf_puts(out, "\xEF\xBB\xBF# first\nerror 'held'");
}

static void make_noise(struct tp_buf *out)
{
    unsigned state = 1;
    for (int i = 0; i < 100000; i++) {
        state = state * 1103515245U + 12345U;
        char byte = (char)((state >> 16) % 255 + 1);
        tp_buf_add(out, &byte, 1);
    }
}

static const struct made made_files[] = {
    {"made_or_chain", "ran for more than", make_or_chain},
    {"made_elseif_chain", "", make_elseif_chain},
    {"made_parentheses", "C stack overflow", make_parentheses},
    {"made_braces", "C stack overflow", make_braces},
    {"made_blocks", "C stack overflow", make_blocks},
    {"made_functions", "C stack overflow", make_functions},
    {"made_signs", "C stack overflow", make_signs},
    {"made_powers", "C stack overflow", make_powers},
    {"made_concatenations", "C stack overflow", make_concatenations},
    {"made_calls", "", make_calls},
    {"made_locals", "1: too many local variables", make_locals},
    {"made_constants", "1: held", make_constants},
    {"made_long_name", "1: 'xxxxxxxx", make_long_name},
    {"made_unfinished_text", "1: unfinished string near '\"yyyy", make_unfinished_text},
    {"made_unfinished_comment", "60001: unfinished long comment", make_unfinished_comment},
    {"made_lines", "200001: held", make_lines},
    {"made_too_long", "is longer than 256 KiB", make_too_long},
    {"made_fields", "2: more than 100 fields in a row", make_fields},
    {"made_fields_in_brackets", "2: more than 100 fields in a row", make_fields_in_brackets},
    {"made_fields_in_parentheses", "2: more than 100 fields in a row", make_fields_in_parentheses},
    {"made_fields_among_comments", "102: more than 100 fields in a row",
     make_fields_among_comments},
    {"made_errors_in_long_function", "ran for more than", make_errors_in_long_function},
    {"made_bytecode", "is compiled Lua", make_bytecode},
    {"made_bytecode_cut", "is compiled Lua", make_bytecode_cut},
    {"made_bytecode_mutated", "is compiled Lua", make_bytecode_mutated},
    {"made_bytecode_after_hash", "", make_bytecode_after_hash},
    {"made_bytecode_after_mark", "is compiled Lua", make_bytecode_after_mark},
    {"made_bytecode_after_both", "", make_bytecode_after_both},
    {"made_signature", "is compiled Lua", make_signature},
    {"made_zero_byte", "2: has a zero byte", make_zero_byte},
    {"made_picture", "3: has a zero byte", make_picture},
    {"made_two_byte_text", "1: has a zero byte", make_two_byte_text},
    {"made_marked", "2: held", make_marked},
    {"made_noise", "1: unexpected symbol", make_noise},
};

#endif
