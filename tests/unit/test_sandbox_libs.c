/* The libraries of routines: they do what Lua's do, and show nothing of the machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/vm_rig.h"

#include <stdio.h>

static void pairs_and_next_go_in_one_order(void **state)
{
    (void)state;
    assert_runs(
        "local t = { 10, 20, 30, [5] = 50, [0] = 0, [-3] = 1, [2.5] = 1, [1e300] = 1,\n"
        "  [math.mininteger] = 1, b = 1, a = 1, B = 1, ['a\\0b'] = 1, ['é'] = 1, [''] = 1,\n"
        "  [true] = 1, [false] = 1 }\n"
        "local want = { 1, 2, 3, 5, math.mininteger, -3, 0, 2.5, 1e300, '', 'B', 'a', 'a\\0b', "
        "'b',\n"
        "  'é', false, true }\n"
        "local n = 0\n"
        "for k, v in pairs(t) do n = n + 1 assert(k == want[n] and v == t[k]) end\n"
        "assert(n == #want)\n"
        "n = 0\n"
        "for k, v in next, t do n = n + 1 assert(k == want[n] and v == t[k]) end\n"
        "assert(n == #want)\n"
        "assert(next({}) == nil and next({ 7 }) == 1 and next({ x = 7 }) == 'x')\n"
        "assert(next({ [math.maxinteger] = 1 }, math.maxinteger) == nil)");
}

static void a_table_may_be_changed_while_it_is_gone_through(void **state)
{
    (void)state;
    assert_runs("local t = { 1, 2, 3, 4, a = 1, b = 2, c = 3 }\n"
                "local n = 0\n"
                "for k in pairs(t) do n = n + 1 t[k] = nil end\n"
                "assert(n == 7 and next(t) == nil)\n"
                "t = { 1, 2, 3, a = 1, b = 2 }\n"
                "local seen = ''\n"
                "for k, v in pairs(t) do\n"
                "  seen = seen .. k .. v\n"
                "  t[3] = nil\n"
                "  t.a = 9\n"
                "  t.b = nil\n"
                "end\n"
                "assert(seen == '1122a9', seen)\n"
                "t = { x = 1, y = 2 }\n"
                "for k in next, t do t[k] = nil end\n"
                "assert(next(t) == nil)");
}

static void pairs_honours_its_metamethod(void **state)
{
    (void)state;
    assert_runs("local t = setmetatable({}, { __pairs = function(t)\n"
                "  return function(_, k) if not k then return 1, 'x' end end, t, nil\n"
                "end })\n"
                "for k, v in pairs(t) do assert(k == 1 and v == 'x') end\n"
                "assert(select('#', pairs {}) == 3)\n"
                "local n = 0\n"
                "for name, f in pairs(string) do n = n + 1 assert(f == string[name]) end\n"
                "assert(n > 10)");
}

static void keys_without_an_order_are_a_mistake(void **state)
{
    (void)state;
    assert_fails("for _ in pairs { [{}] = 1 } do end",
                 "neck.lua:1: cannot go through a table that has a table as a key: the order would "
                 "differ from run to run");
    assert_fails("next { [print] = 1 }",
                 "neck.lua:1: cannot go through a table that has a function as a key: the order "
                 "would differ from run to run");
}

static void sort_is_stable_and_survives_any_comparison(void **state)
{
    (void)state;
    assert_runs("local t = {}\n"
                "for i = 1, 200 do t[i] = { key = i % 5, place = i } end\n"
                "table.sort(t, function(a, b) return a.key < b.key end)\n"
                "for i = 2, #t do\n"
                "  local a, b = t[i - 1], t[i]\n"
                "  assert(a.key < b.key or a.key == b.key and a.place < b.place)\n"
                "end\n"
                "for n = 0, 20 do\n"
                "  local t = {}\n"
                "  for i = 1, n do t[i] = (i * 7) % 11 end\n"
                "  table.sort(t)\n"
                "  assert(#t == n)\n"
                "  for i = 2, n do assert(t[i - 1] <= t[i]) end\n"
                "end\n"
                "local words = { 'b', 'a', 'C', 'B' }\n"
                "table.sort(words)\n"
                "assert(table.concat(words) == 'BCab')\n"
                "assert(not pcall(table.sort, { 1, 'x' }))");
}

static void the_table_library_does_what_lua_does(void **state)
{
    (void)state;
    assert_runs(
        "local t = { 1, 2, 3 }\n"
        "table.insert(t, 4) table.insert(t, 1, 0)\n"
        "assert(table.concat(t, ',') == '0,1,2,3,4')\n"
        "assert(table.remove(t) == 4 and table.remove(t, 1) == 0 and #t == 3)\n"
        "assert(table.remove(t, 4) == nil and table.remove({}) == nil)\n"
        "assert(table.remove({ [0] = 'x' }) == 'x')\n"
        "assert(not pcall(table.remove, t, 6) and not pcall(table.insert, t, 5, 1))\n"
        "assert(not pcall(table.insert, t) and not pcall(table.insert, t, 1, 2, 3))\n"
        "assert(table.concat(table.move(t, 2, 3, 1), ',') == '2,3,3')\n"
        "assert(table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ',') == '1,1,2,3')\n"
        "assert(table.concat(table.move({ 1, 2 }, 1, 2, 3, { 8, 9 }), ',') == '8,9,1,2')\n"
        "assert(select('#', table.unpack({ 1, nil, 3 }, 1, 3)) == 3)\n"
        "assert(select('#', table.unpack({}, 2, 1)) == 0)\n"
        "assert(table.concat({}) == '' and table.concat({ 1, 2.5, 'x' }, '-', 2, 3) == '2.5-x')\n"
        "assert(table.concat({ [math.maxinteger] = 'x' }, '', math.maxinteger, math.maxinteger) == "
        "'x')\n"
        "assert(table.pack(1, nil).n == 2)");
}

static void the_string_library_does_what_lua_does(void **state)
{
    (void)state;
    assert_runs(
        "assert(('ab'):rep(3, ',') == 'ab,ab,ab' and ('x'):rep(0) == '' and ('x'):rep(-1) == '')\n"
        "assert((''):rep(5, ',') == ',,,,')\n"
        "local function same(...) return table.concat({ ... }, ' ') end\n"
        "assert(same(('hello'):find('l')) == '3 3' and same(('hello'):find('xyz')) == '')\n"
        "assert(same(('hello'):find('')) == '1 0' and same(('hello'):find('', 6)) == '6 5')\n"
        "assert(('hello'):find('', 7) == nil and ('hello'):find('l', -1) == nil)\n"
        "assert(same(('hello'):find('l', -2)) == '4 4' and same(('hello'):find('h', -99)) == '1 "
        "1')\n"
        "assert(same(('a.b'):find('.', 2, true)) == '2 2' and same(('a.b'):find('%.')) == '2 2')\n"
        "assert(same(('key=v'):find('(%w+)=(%w+)')) == '1 5 key v')\n"
        "assert(same(('a\\0b'):find('\\0b', 1, true)) == '2 3')\n"
        "assert(same(('abc'):gsub('%w', '%0%0', 2)) == 'aabbc 2')\n"
        "assert(('x = 1'):match('^(%w+)') == 'x')\n"
        "local seen = {}\n"
        "for k, v in ('a=1, b=2'):gmatch('(%w)=(%w)') do seen[#seen + 1] = k .. v end\n"
        "assert(table.concat(seen, ' ') == 'a1 b2')\n"
        "assert(('%5.1f|%-4s|%04d|%%|%c|%q|%x|%i'):format(2.25, 'ab', 7, 65, 'a\\n', 255, 3)\n"
        "  == '  2.2|ab  |0007|%|A|\"a\\\\\\n\"|ff|3')\n"
        "assert(('%s %s %s'):format(1, nil, true) == '1 nil true')\n"
        "assert(('%.2s'):format('abc') == 'ab')\n"
        "assert(not pcall(string.format, '%d', 'x') and not pcall(string.format, '%s'))\n"
        "assert(utf8.len('é') == 1 and utf8.char(233) == 'é' and utf8.codepoint('é') == 233)\n"
        "for p, c in utf8.codes('é') do assert(p == 1 and c == 233) end\n"
        "assert(tonumber('0x10') == 16 and tonumber('z', 36) == 35 and tonumber('') == nil)\n"
        "assert('10' + 5 == 15 and #'abc' == 3 and ('abc'):byte(2) == 98)");
}

static void no_text_shows_an_address(void **state)
{
    (void)state;
    assert_runs(
        "local co = coroutine.create(print)\n"
        "local named = setmetatable({}, { __name = 'point' })\n"
        "assert(tostring({}) == 'table' and tostring(print) == 'function')\n"
        "assert(tostring(co) == 'thread' and tostring(named) == 'point')\n"
        "assert(('%s|%10s'):format({}, print) == 'table|  function')\n"
        "assert(tostring(setmetatable({}, { __tostring = function() return 'own' end })) == "
        "'own')\n"
        "assert(not pcall(tostring, setmetatable({}, { __tostring = function() return {} end })))\n"
        "assert(not pcall(string.format, '%p', {}))");
}

static void random_numbers_follow_the_seed(void **state)
{
    char numbers[3][64];
    static const uint64_t seeds[] = {1, 1, 2};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct rig rig;
        rig_open(&rig, &(struct tp_vm_config){.seed = seeds[i]});
        assert_int_equal(rig_start(&rig, "return math.random(1000000) .. ' ' .. math.random()"), 0);
        assert_int_equal(rig_resume(&rig), TP_VM_DONE);
        snprintf(numbers[i], sizeof numbers[i], "%s", lua_tostring(rig.co, -1));
        rig_close(&rig);
    }
    assert_string_equal(numbers[0], numbers[1]);
    assert_string_not_equal(numbers[0], numbers[2]);
    assert_runs("math.randomseed(7) local a = math.random(1000000)\n"
                "math.randomseed(7) assert(a == math.random(1000000))\n"
                "assert(not pcall(math.randomseed) and not pcall(math.randomseed, 1.5))\n"
                "assert(select('#', math.randomseed(1)) == 0)");
}

static void metatables_work_as_in_lua(void **state)
{
    (void)state;
    assert_runs(
        "local Class = {}\n"
        "Class.__index = Class\n"
        "function Class.new(x) return setmetatable({ x = x }, Class) end\n"
        "function Class:get() return self.x end\n"
        "function Class.__add(a, b) return Class.new(a.x + b.x) end\n"
        "function Class.__eq(a, b) return a.x == b.x end\n"
        "function Class.__lt(a, b) return a.x < b.x end\n"
        "function Class.__le(a, b) return a.x <= b.x end\n"
        "function Class.__len(a) return a.x end\n"
        "function Class.__call(a, y) return a.x * y end\n"
        "function Class.__concat(a, b) return 'joined' end\n"
        "function Class.__unm(a) return Class.new(-a.x) end\n"
        "local a, b = Class.new(2), Class.new(3)\n"
        "assert((a + b):get() == 5 and a == Class.new(2) and a < b and a <= b and #a == 2)\n"
        "assert(a(10) == 20 and a .. b == 'joined' and (-a):get() == -2)\n"
        "assert(getmetatable(a) == Class and rawequal(getmetatable(a), Class))\n"
        "local Child = setmetatable({}, { __index = Class })\n"
        "Child.__index = Child\n"
        "assert(setmetatable({ x = 9 }, Child):get() == 9)\n"
        "assert(getmetatable(setmetatable(a, nil)) == nil)\n"
        "local t = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v * 2) end })\n"
        "t.x = 4\n"
        "assert(t.x == 8 and rawget(t, 'y') == nil and rawlen { 1 } == 1)\n"
        "local locked = setmetatable({}, { __metatable = 'no' })\n"
        "assert(getmetatable(locked) == 'no' and not pcall(setmetatable, locked, {}))\n"
        "assert(getmetatable('') == false)");
}

static void what_a_metatable_must_not_hold_is_refused(void **state)
{
    (void)state;
    assert_fails("setmetatable({}, { __gc = print })",
                 "neck.lua:1: setmetatable: __gc is not available in routines");
    assert_fails("setmetatable({}, { __mode = 'k' })",
                 "neck.lua:1: setmetatable: __mode is not available in routines");
    assert_fails("setmetatable({}, { __call = {} })",
                 "neck.lua:1: setmetatable: __call must be a function");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_and_next_go_in_one_order),
        cmocka_unit_test(a_table_may_be_changed_while_it_is_gone_through),
        cmocka_unit_test(pairs_honours_its_metamethod),
        cmocka_unit_test(keys_without_an_order_are_a_mistake),
        cmocka_unit_test(sort_is_stable_and_survives_any_comparison),
        cmocka_unit_test(the_table_library_does_what_lua_does),
        cmocka_unit_test(the_string_library_does_what_lua_does),
        cmocka_unit_test(no_text_shows_an_address),
        cmocka_unit_test(random_numbers_follow_the_seed),
        cmocka_unit_test(metatables_work_as_in_lua),
        cmocka_unit_test(what_a_metatable_must_not_hold_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
