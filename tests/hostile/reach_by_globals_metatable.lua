-- expect: 2: attempt to index a boolean value
local words = getmetatable(_G).__index
