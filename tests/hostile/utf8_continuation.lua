-- expect: ran for more than
local text = ("\x80"):rep(20000000)
while true do
  pcall(function() for _ in utf8.codes(text) do end end)
end
