-- Neck and shoulders, sitting, with nothing but your fingers: under fourteen minutes. With a pressure sensor
-- between finger and spot, tprun neck sensor=true.
routine {
  title = "Neck and shoulders",
  summary = "Warm up, press three spots on each side lightly, stretch them, breathe.",
  area = "neck",
  tools = { "fingers" },
  position = "sitting",
  options = { side = { "both", "left", "right" }, sensor = false },
  sources = { "R2", "R3", "R8", "S33", "S35", "S36" },
}

local first = opt.side == "both" and { "left", "right" } or { opt.side }
-- The hand is on the right side when the back of the head is done, and stays there.
local second = opt.side == "both" and { "right", "left" } or { opt.side }

local sensor = opt.sensor and "pressure" or nil

stop_words()
say { "Sit up straight. Relax your shoulders.", short = "" }

-- More than 60 seconds, so that nothing is pressed cold.
warm_up { "Roll your shoulders back slowly.", short = "Rolling shoulders.", seconds = 30 }
warm_up { "Now the other way.", short = "Reverse.", seconds = 18 }
warm_up { "Turn your head slowly left and right.", short = "Look around.", seconds = 26 }

say { "Three out of ten is a mild pain.", short = "" }
for side in sides(first) do
  hold { "suboccipital", side = side, seconds = 15, pressure = 3, rest = 10, sensor = sensor }
end
stretch { "suboccipital" }

for side in sides(second) do
  hold { "upper_trap", side = side, seconds = 20, pressure = 4, rest = 10, sensor = sensor }
  stretch { "upper_trap", side = side }
  hold { "levator", side = side, seconds = 20, pressure = 4, rest = 10, sensor = sensor }
  stretch { "levator", side = side }
end

breathe { seconds = 60 }
hydrate()
