-- The names that a routine of tprun knows, as a std of luacheck: made by the generate.py beside it; do not
-- edit. In a .luacheckrc: stds.tprun = dofile "…/routines/meta/luacheck.lua"; std = "tprun"
local names = {
  opt = { other_fields = true }, -- those that the routine declares
  coroutine = { fields = {
    create = {}, isyieldable = {}, resume = {}, running = {}, status = {}, wrap = {}, yield = {},
  } },
  math = { fields = {
    abs = {}, acos = {}, asin = {}, atan = {}, ceil = {}, cos = {}, deg = {}, exp = {}, floor = {}, fmod = {},
    huge = {}, log = {}, max = {}, maxinteger = {}, min = {}, mininteger = {}, modf = {}, pi = {}, rad = {},
    random = {}, randomseed = {}, sin = {}, sqrt = {}, tan = {}, tointeger = {}, type = {}, ult = {},
  } },
  string = { fields = {
    byte = {}, char = {}, find = {}, format = {}, gmatch = {}, gsub = {}, len = {}, lower = {}, match = {},
    rep = {}, reverse = {}, sub = {}, upper = {},
  } },
  table = { fields = {
    concat = {}, insert = {}, move = {}, pack = {}, remove = {}, sort = {}, unpack = {},
  } },
  utf8 = { fields = {
    char = {}, charpattern = {}, codepoint = {}, codes = {}, len = {}, offset = {},
  } },
}
for name in ([[
  _G _VERSION after ask assert breathe calibrate error every finish getmetatable hold hydrate ipairs locate
  move next note pairs past pcall pick print rawequal rawget rawlen rawset recall remember require rest
  routine say select sensor set setmetatable sides step stop_words stretch stroke today tone tonumber tostring
  type wait wait_until warm_up xpcall
]]):gmatch "%S+" do
  names[name] = {}
end
return { read_globals = names }
