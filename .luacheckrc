-- What luacheck holds for known: the names that a routine sees, and those of the vocabulary's files.
local function fields(names)
  local set = {}
  for name in names:gmatch("%S+") do
    set[name] = {}
  end
  return { fields = set }
end

-- The allow list of core/script/sandbox.c; tests/script/verbs/names.lua holds what a routine really sees.
local words = {
  coroutine = fields "create isyieldable resume running status wrap yield",
  math = fields [[abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger
    modf pi rad random randomseed sin sqrt tan tointeger type ult]],
  string = fields "byte char find format gmatch gsub len lower match rep reverse sub upper",
  table = fields "concat insert move pack remove sort unpack",
  utf8 = fields "char charpattern codepoint codes len offset",
}
for name in ([[_VERSION assert error getmetatable ipairs next pairs pcall print rawequal rawget rawlen
  rawset require select setmetatable tonumber tostring type xpcall]]):gmatch("%S+") do
  words[name] = {}
end

-- The verbs of core/script/lua/vocabulary.lua.
for name in ([[after ask breathe every finish hold hydrate locate move note opt past pick recall
  remember rest routine say sensor set sides step stop_words stretch stroke today tone wait wait_until
  warm_up]]):gmatch("%S+") do
  words[name] = {}
end
words.opt.other_fields = true -- the options that a routine declares

stds.routine = { read_globals = words }
-- The files of the vocabulary: all of Lua, what the engine offers, and the routine's own globals.
stds.vocabulary = { read_globals = { "fail", "readonly", "skip", "verb" }, globals = { "environment", "prim" } }

std = "routine"
max_line_length = 120
-- A routine may keep globals of its own.
allow_defined_top = true
files["core/script/lua"] = { std = "lua54+vocabulary", allow_defined_top = false }
