-- What luacheck holds for known: the names that a routine sees, made from the vocabulary's comments, and
-- those of the vocabulary's own files.
stds.routine = dofile "routines/meta/luacheck.lua"
-- The files of the vocabulary: all of Lua, what the engine offers, and the routine's own globals.
stds.vocabulary = { read_globals = { "fail", "readonly", "skip", "verb" }, globals = { "environment", "prim" } }

std = "routine"
max_line_length = 120
-- A routine may keep globals of its own.
allow_defined_top = true
files["core/script/lua"] = { std = "lua54+vocabulary", allow_defined_top = false }
