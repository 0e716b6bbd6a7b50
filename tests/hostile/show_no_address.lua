-- expect: 8: held
local things = { {}, print, function() end, coroutine.create(print), setmetatable({}, { __name = "thing" }) }
for _, thing in ipairs(things) do
  for _, text in ipairs { tostring(thing), ("%s"):format(thing), select(2, pcall(error, tostring(thing), 0)) } do
    assert(not text:find("%d"), text)
  end
end
error "held"
