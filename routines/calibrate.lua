-- Find the pressure that suits you: with a pressure sensor, for each place and side. Takes about ten
-- minutes; do it on a good day, and again when something has changed.
routine {
  title = "Find your pressure",
  summary = "Press each spot slowly until it gets uncomfortable. Holds with a sensor know it from then on.",
  area = "neck",
  tools = { "fingers" },
  position = "sitting",
  options = {
    side = { "both", "left", "right" },
    point = { "all", "suboccipital", "upper_trap", "levator", "infraspinatus" },
  },
  sources = { "S1", "S3", "S5", "S14" },
}

local sides_of = opt.side == "both" and { "left", "right" } or { opt.side }
local places = opt.point == "all" and { "suboccipital", "upper_trap", "levator" } or { opt.point }

stop_words()
say { "Hold the sensor between your finger and the spot.", short = "" }
warm_up { "Roll your shoulders back slowly.", short = "Rolling shoulders.", seconds = 34 }
warm_up { "Turn your head slowly left and right.", short = "Look around.", seconds = 30 }

for side in sides(sides_of) do
  for _, place in ipairs(places) do
    calibrate { place, side = side }
  end
end

breathe { seconds = 30 }
hydrate()
