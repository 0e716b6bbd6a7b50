-- require finds the folder lib beside the routine; a module runs once, its verbs take their time, and
-- a mistake in it is shown at its line.
local one, two = require "greeting", require "greeting"
one.greet()
two.greet()
print(one == two, one.count)
one.wrong()
--> fails: greeting.lua:3: wait: seconds must be 0–86400, got -1
