-- How many words: 0 tones, 1 brief, 2 normal, 3 full. It is looked at each time something is said, for
-- the person may change it by a key at any time.
--
-- Asked for by a key or on the command line, one level holds for all. Else it is what the person has
-- earned: of a point or a sound the fuller of the routine's level and its own, so that a new point in a
-- familiar routine is explained in full.
local level = { tones = 0, brief = 1, normal = 2, full = 3 }

-- Sessions before this one from which on less is said: guide, "Words".
local NORMAL_FROM, BRIEF_FROM = 2, 6

local earned = {} -- by what it is about
local choice      -- of the command line

local function earned_by(about)
  if not earned[about] then
    local count = prim.input("known", about) or 0
    earned[about] = count >= BRIEF_FROM and level.brief or count >= NORMAL_FROM and level.normal or level.full
  end
  return earned[about]
end

-- That of the command line; nil for "auto".
local function chosen()
  choice = choice or prim.input("words", "") or "auto"
  return level[choice]
end

-- What was asked for, or nil; and the steps up or down from there.
local function asked()
  local wanted, steps = prim.words()
  return wanted or chosen(), steps
end

-- Tells what the session begins with: the screen shows it.
function level.begin()
  prim.words_begin(chosen() or earned_by "routine")
end

-- The level at this moment, of the routine or of what it is `about`: "point ID", "sound NAME".
function level.now(about)
  local wanted, steps = asked()
  wanted = wanted or math.max(earned_by "routine", about and earned_by(about) or level.tones)
  return math.max(level.tones, math.min(level.full, wanted + steps))
end

local explained = {} -- sounds, by name

-- Whether the sound `name` is to be explained: once in a session, where everything is said.
function level.explains(name)
  if explained[name] or level.now("sound " .. name) < level.full then
    return false
  end
  explained[name] = true
  return true
end

return level
