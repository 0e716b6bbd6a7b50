-- Holds every field of the atlas to what it must be; fails with the field that is not. Run by `plan`.
local points = require "points"

local IDS = { "deltoid_back", "deltoid_front", "deltoid_mid", "infraspinatus", "levator", "scm",
  "suboccipital", "upper_trap" }
local MOST = { neck = 5, shoulder = 6 }       -- strength by region
local MOST_OF = { scm = 4 }
-- Aloud: no Latin, nothing that is misheard, no claim and no drill.
local BANNED = { "trapezius", "levator", "scapula", "occipital", "sternocleid", "mastoid", "infraspinatus",
  "deltoid", "musculus", "release", "toxin", "detox", "flush", "cure", "guarantee", "permanent", "proven",
  "heal", "parkinson", "cancer", "arthritis", "inflammation", "adhesion", "knot", "diagnose",
  "trigger point", "no pain", "push through", "safe for everyone", "side effect", "hold your breath",
  "bounce", "joint", "hard" }
-- Where nothing is ever pressed.
local NEVER = { "neck_front", "throat", "carotid", "neck_side_deep", "ear_notch", "eye", "armpit",
  "inner_upper_arm", "elbow_inner_funnybone", "elbow_crease", "abdomen", "kidney", "spine_bone",
  "ribs_floating", "breast", "groin_crease", "sciatic_notch", "knee_back", "fibular_head", "shin_bone",
  "achilles", "tarsal_tunnel" }
local TOOLS = { fingers = true, thumb = true, knuckle = true, cane = true, ball = true, roller = true }
local ENDS = { fingers = true, thumb = true, knuckle = true, cane = true, ball = false, roller = false }
local VERBS = { Bring = true, Feel = true, Find = true, Lean = true, Lift = true, Look = true, Make = true,
  Never = true, Place = true, Reach = true, Sit = true, Squeeze = true, Stand = true, Turn = true, Use = true }
local FIELDS = { name = "string", short = "string", latin = "string", find = "string", feel = "string",
  refers = "string", tools = "table", self_ending = "table", seconds = "number", reps = "number", pressure = "number",
  max = "number", both = "boolean", stretch = "string", stretch_short = "string", stretch_seconds = "number", region = "string",
  site = "string", exclusions = "table", sources = "table" }
local CEILINGS = { neck = 40, shoulder = 50 } -- newtons, at most; none for what is only pinched
local OPTIONAL = { longest = "number", opt_in = "boolean", technique = "string", priority = "number" }

local function words_of(text)
  local count = 0
  for _ in text:gmatch "%S+" do
    count = count + 1
  end
  return count
end

local function has(list, value)
  for _, one in ipairs(list) do
    if one == value then
      return true
    end
  end
  return false
end

-- need(false, "levator", "find", "is too long")
local function need(ok, id, field, what)
  if not ok then
    error(id .. "." .. field .. " " .. what, 0)
  end
end

local function check_spoken(id, field, text)
  local lower = text:lower()
  for _, word in ipairs(BANNED) do
    need(not lower:find(word, 1, true), id, field, 'says "' .. word .. '"')
  end
  for hole in text:gmatch "{(.-)}" do
    need(hole == "side" or hole == "other", id, field, "has {" .. hole .. "}")
  end
  need(not text:find "[%c\128-\255]", id, field, "has letters that a voice may not know")
end

-- Sentences to follow: each a verb first, with its full stop.
local function check_instruction(id, field, text, most)
  check_spoken(id, field, text)
  need(words_of(text) <= most, id, field, "has more than " .. most .. " words")
  need(text:find "%.$", id, field, "needs its full stop")
  for sentence in text:gmatch "[^.]+" do
    local first = sentence:match "%a+"
    need(VERBS[first], id, field, 'begins a sentence with "' .. first .. '", not with a verb')
  end
end

local function check_texts(id, p)
  check_spoken(id, "name", p.name)
  need(words_of(p.name) <= 5, id, "name", "has more than 5 words")
  need(p.name:find "^%l" and not p.name:find "[.!?]", id, "name", "must fit into a sentence")
  check_spoken(id, "short", p.short)
  need(words_of(p.short) <= 2, id, "short", "has more than 2 words")
  need(p.short:find "^%l" and not p.short:find "[.!?]", id, "short", "must fit into a sentence")
  check_instruction(id, "find", p.find, 20)
  need(p.find:find "muscle" or p.find:find "strap", id, "find", "names no muscle")
  check_instruction(id, "stretch", p.stretch, 20)
  check_spoken(id, "stretch_short", p.stretch_short)
  need(words_of(p.stretch_short) <= 5, id, "stretch_short", "has more than 5 words")
  need(p.stretch_short:find "^%u" and p.stretch_short:find "%.$", id, "stretch_short", "must be a sentence")
  check_spoken(id, "feel", p.feel)
  need(words_of(p.feel) <= 20 and p.feel:find "%.$", id, "feel", "must be a short sentence")
  need(#p.refers > 5, id, "refers", "is missing")
  need(p.latin:find "^%u", id, "latin", "must be a name")
end

local function check_dose(id, p)
  need(p.seconds >= 5 and p.seconds <= (p.longest or 90), id, "seconds", "is out of range")
  need(p.reps >= 1 and p.reps <= 3, id, "reps", "is out of range")
  need(p.max <= (MOST_OF[id] or MOST[p.region]), id, "max", "is above that of its region")
  need(p.pressure >= 1 and p.pressure <= p.max - 1, id, "pressure", "leaves no room below the maximum")
  need(p.stretch_seconds >= 10 and p.stretch_seconds <= 30, id, "stretch_seconds", "must be 10 to 30")
  local priority = p.priority or 5
  need(priority % 1 == 0 and priority >= 1 and priority <= 9, id, "priority", "must be 1 to 9")
  local ceiling = p.ceiling -- false is none at all
  need(ceiling == false and id == "scm" or type(ceiling) == "number" and ceiling <= CEILINGS[p.region] and ceiling >= 15,
    id, "ceiling", "is out of range")
  need(p.both == false, id, "both", "must be false: one side at a time")
end

local function check_lists(id, p)
  need(#p.tools > 0, id, "tools", "is empty")
  for _, tool in ipairs(p.tools) do
    need(TOOLS[tool], id, "tools", "has " .. tool)
    need(p.self_ending[tool] == ENDS[tool], id, "self_ending", "is wrong for " .. tool)
  end
  need(#p.exclusions > 0, id, "exclusions", "is empty")
  for _, text in ipairs(p.exclusions) do
    need(#text > 10 and #text < 120, id, "exclusions", "must be short texts")
  end
  need(#p.sources > 0, id, "sources", "is empty")
  for _, tag in ipairs(p.sources) do
    need(tag:find "^[RS]%d+%l?$" or has({ "A", "B", "GK", "CONV" }, tag), id, "sources", "has " .. tag)
  end
  need(MOST[p.region], id, "region", "is not known")
  need(not has(NEVER, p.site), id, "site", "is never to be pressed")
end

local function check_point(id, p)
  for field, kind in pairs(FIELDS) do
    need(type(p[field]) == kind, id, field, "must be a " .. kind)
  end
  for field, value in pairs(p) do
    need(field == "ceiling" or type(value) == (FIELDS[field] or OPTIONAL[field]), id, field, "is not a field of a point")
  end
  check_texts(id, p)
  check_dose(id, p)
  check_lists(id, p)
end

local ids = {}
for id, point in pairs(points) do
  check_point(id, point)
  ids[#ids + 1] = id
end
assert(table.concat(ids, " ") == table.concat(IDS, " "), "the atlas has " .. table.concat(ids, " "))
-- Those of the neck that can make dizzy stand aside, are pinched, briefly.
local scm = points.scm
assert(scm.opt_in and scm.technique == "pinch" and scm.longest <= 10 and scm.pressure <= 4)

-- Every point is said as it is meant to be, on both sides.
routine { title = "Atlas", allow = { scm = "to see every point" } }
for side in sides() do
  for _, id in ipairs(ids) do
    hold { id, side = side, reps = 1, rest = 10 }
    stretch { id, side = side }
  end
end
print(#ids .. " points, " .. #IDS .. " known")
