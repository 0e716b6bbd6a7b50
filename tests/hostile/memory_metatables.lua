-- expect: the routine needs more than
local t
while true do t = setmetatable({}, { __index = t }) end
