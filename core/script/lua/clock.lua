-- The routine's own time and that of the session, which differ where the person asked for another
-- speed: then silence goes by N times as fast, while sentences and questions take as long as ever.
--
-- Verbs reckon in own time alone, so that what they do does not depend on the speed: the same words in
-- the same order, the middle of a hold in its middle, the seconds that they give back as they are
-- written. Only time.lua asks here, where a frame goes to the engine or comes from it.
local clock = {}

-- From each mark on both times go alike for `alike` frames, then own time by the ratio, up to the next.
-- The first one is the latest that is past.
local marks = { { session = 0, own = 0, alike = 0 } }
local here = { session = 0, own = 0 } -- exactly
local speed     -- that was asked for
local ratio = 1 -- own frames to a frame of silence, in the step that runs

local function asked()
  speed = speed or prim.input("choice", "speed") or 1
  return speed
end

-- The last mark at which `kind` of time is not over `frame`, and the one after it.
local function around(kind, frame)
  local index = 1
  while marks[index + 1] and marks[index + 1][kind] <= frame do
    index = index + 1
  end
  return marks[index], marks[index + 1]
end

-- The frame of own time at `frame` of the session.
function clock.own(frame)
  if frame == here.session then
    return here.own
  end
  local mark, after = around("session", frame)
  local since = frame - mark.session
  if since >= 0 and since <= mark.alike then
    return mark.own + since
  end
  local own = mark.own + mark.alike + math.floor((since - mark.alike) * ratio)
  return after and math.min(own, after.own) or own
end

-- The frame of the session at which own time comes to `frame`, when nothing more is said until then.
function clock.session(frame)
  local mark, after = around("own", frame)
  local since = frame - mark.own
  if since <= mark.alike then
    return mark.session + since
  end
  local session = mark.session + mark.alike + math.ceil((since - mark.alike) / ratio)
  return after and math.min(session, after.session) or session
end

-- Frames of the session that `length` frames of silence take.
function clock.silence(length)
  return math.floor(length / ratio)
end

-- Frames of own time that `length` frames of a session without words are: the other way round.
function clock.lasted(length)
  return math.floor(length * ratio + 0.5)
end

-- Own time has come to `own` at `frame` of the session, which is now; what is rounded there is not
-- carried on.
function clock.settle(frame, own)
  while marks[2] and marks[2].session <= frame do
    table.remove(marks, 1)
  end
  here.session, here.own = frame, own
end

-- From `frame` of the session on nothing sounds any more.
function clock.hush(frame)
  while #marks > 1 and marks[#marks].session >= frame do
    table.remove(marks)
  end
  local last = marks[#marks]
  last.alike = math.max(0, math.min(last.alike, frame - last.session))
end

-- A sentence of `length` sounds from `frame` of the session on, at `own`.
function clock.speak(frame, length, own)
  clock.hush(frame) -- one voice speaks at a time
  marks[#marks + 1] = { session = frame, own = own, alike = length }
end

-- A step of this kind begins at `frame` of the session. A question has the time that people need.
function clock.begin(kind, frame)
  local before, own = ratio, clock.own(frame)
  ratio = kind == "ask" and 1 or asked()
  if ratio ~= before then
    clock.settle(frame, own)
    local mark = marks[1]
    if frame > mark.session + mark.alike then
      mark.session, mark.own, mark.alike = frame, own, 0
    end
  end
end

return clock
