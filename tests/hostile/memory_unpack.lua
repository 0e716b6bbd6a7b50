-- expect: the routine needs more than
local kept = {}
while true do kept[#kept + 1] = table.pack(table.unpack({}, 1, 200000)) end
