-- What a routine does to the atlas that it requires changes nothing for the verbs.
require("points").upper_trap.max = 10
require("points").scm = nil
hold { "upper_trap", side = "left", pressure = 10 }
--> fails: own_atlas.lua:4: hold: pressure must be 0–5, got 10
