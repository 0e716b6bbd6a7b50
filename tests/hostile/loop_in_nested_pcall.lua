-- expect: 4: ran for more than
local function again(f, ...)
  while true do
    pcall(pcall, pcall, f, f, ...)
  end
end
again(again, again, again)
