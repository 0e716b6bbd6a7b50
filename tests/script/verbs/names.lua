-- What of Lua a routine sees, in order.
for _, library in ipairs { "coroutine", "math", "string", "table", "utf8" } do
  local names = {}
  for name in pairs(_G[library]) do
    names[#names + 1] = name
  end
  print(library, table.concat(names, " "))
end
for name in ([[_VERSION assert error getmetatable ipairs next pairs pcall print rawequal rawget rawlen
  rawset require select setmetatable tonumber tostring type xpcall]]):gmatch "%S+" do
  assert(_G[name], name)
end
for name in ("io os debug package load loadfile dofile collectgarbage warn"):gmatch "%S+" do
  assert(not pcall(function() return _G[name]() end), name)
end
say "Hello."
--> 2.4 "Hello."
--> print: coroutine create isyieldable resume running status wrap yield
--> print: math abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad random randomseed sin sqrt tan tointeger type ult
--> print: string byte char find format gmatch gsub len lower match rep reverse sub upper
--> print: table concat insert move pack remove sort unpack
--> print: utf8 char charpattern codepoint codes len offset
