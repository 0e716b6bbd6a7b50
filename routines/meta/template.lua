-- A routine with everything filled in. Change what you like, and leave out what you do not need: only
-- what is said and done must stand here. What each word takes is in routines/README.md.
--
--   tprun plan FILE         what happens when
--   tprun FILE --speed 10   hear it, with the waiting cut short
--   tprun check FILE        what a careful reader would say

-- The head: the first call of the file. Every field may be left out.
routine {
  title = "A routine of your own",             -- what the screen shows
  summary = "Warm up, press one spot on each side lightly, stretch it, breathe.",
  area = "neck",                               -- of the body, in a word
  tools = { "fingers" },                       -- fingers, thumb, knuckle, cane, ball, roller
  position = "sitting",                        -- sitting, standing, lying, wall
  level = "beginner",                          -- in a word, for whoever chooses
  lang = "en",                                 -- the language of your texts; the voices speak English
  who = "self",                                -- self, partner
  made_by = "your name",
  made_for = "anybody with a stiff neck",
  per_day = 1,                                 -- sessions a day at most: 1–3
  sources = { "GK" },                          -- where your doses come from: see lib/points.lua
  options = {                                  -- tprun FILE side=left minutes=2
    side = { "both", "left", "right" },        -- one of a list; the first is the usual one
    minutes = 1,                               -- any of its kind: a number, a text, true or false
  },
  limits = { pressure = 5, seconds = 30, reps = 3 }, -- no hold may pass them: 0–10, 5–90 s, 1–6
  allow = {},                                  -- points that stand aside, with your reason: { scm = "why" }
}

-- How to stop, in words that are true. Before the first press.
stop_words()

-- A text is said and waited for. `short` is for those who know the routine; "" says nothing to them.
say { "Sit up straight. Relax your shoulders.", short = "" }

-- At least a minute of warming up. Text and seconds (60; 1–1800) run together.
warm_up {
  "Roll your shoulders back slowly.",
  short = "Rolling shoulders.",
  seconds = 40,
  how = "movement",                            -- movement, heat, strokes
  during = { halfway = "Let them get bigger." }, -- or [10] = …: at 10 s; [-5] = …: 5 s before the end
}

-- So many movements: reps (8; 1–200) of `each` seconds (3; 0.5–60); `count` says the numbers.
move { "Turn your head slowly left and right.", short = "Look around.", reps = 6, each = 4, count = false }

-- Each side in turn; the change is said, and has its time.
for side in sides(opt.side == "both" and { "left", "right" } or { opt.side }) do
  -- A point of the atlas (lib/points.lua), or a text of yours. Says where it is, and waits.
  hold {
    "upper_trap",
    side = side,                               -- left, right, both
    seconds = 20,                              -- that count: 5–90; or breaths = 2 (1–9, 10 s each)
    reps = 2,                                  -- 1–6
    rest = 15,                                 -- after each: 0–300
    ramp = 5,                                  -- to press slowly: 2–15
    pressure = 4,                              -- 0–10 as felt; never over the point's own most
    tool = "fingers",
    priority = 5,                              -- when time is short: 1 is left out first, 9 last
  }
  -- With a pressure sensor only the seconds at the right pressure count: sensor = "pressure", and
  -- band = { 18, 22 } in newtons, "light" or "default" (parts of what `tprun calibrate` found).
  -- The point's own stretch, or a text. Seconds 20 (5–120), reps 1 (1–6).
  stretch { "upper_trap", side = side, seconds = 20, reps = 1 }
end

-- Only to look for a spot, without pressing: locate { "levator", side = "left" }
-- Long strokes, kneading …: stroke { "Your forearm.", kind = "effleurage", seconds = 60, tempo = 20 }
-- A question; silence means the default, and a plan takes what you assume:
--   local sore = ask { "How sore is it?", kind = "number", min = 0, max = 10, default = 3, assume = 3 }
-- A part of your own: step { title = "Arms", function() say "Shake both hands." wait(5) end }
-- A sound, a pause, a rest: tone "next"   wait(5)   rest { seconds = 20, text = "Let your arms hang." }

breathe { seconds = opt.minutes * 60, inhale = 4, exhale = 6 } -- seconds 60 (2–3600), or cycles
hydrate()
