-- routine{}, opt, finish, pick, memory and the frame around a session: its opening and its close.
local time = require "time"
local steps = require "steps"
local check = require "check"
local words = require "words"
local place = require "place"
local speech = require "speech"
local held = require "held"
local level = require "level"
local limits = require "limits"
local timers = require "timers"
local phrases = require "phrases"
local position = require "position"
local choices = require "choices"

local routine = {}

local OPENING = time.frames(2.4) -- `open` rings out

--- routine{}: the head: the first call of the file. It takes no time.
---   title text (the file's name): what the screen shows
---   area text: of the body
---   tools `string|string[]`: what is needed
---   position position (sitting): that the session begins in
---   summary text: in a sentence
---   level text: for whom: beginner …
---   lang text ("en"): the tag of its language; the voices of this version speak English
---   who self|partner ("self"): who presses
---   options `table<string, any>`: what the command line may choose, by name: a list, of which the first is
---     the usual one, or one value of its kind. Read as opt.NAME
---   limits `tprun.limits`: what no hold may pass
---   made_by text: who wrote it
---   made_for text: for whom
---   sources `string|string[]`: where the doses come from
---   per_day whole 1–3: sessions a day at most
---   allow `table<string, string>`: points that stand aside, and warnings of tprun check, each with your
---     reason
local allowed = check.allow { "title", "area", "tools", "position", "summary", "level", "lang", "who",
  "options", "limits", "made_by", "made_for", "sources", "per_day", "allow" }
local PER_DAY = 3 -- sessions a day at most: trials used one a day or fewer

local opt = {}
local begun = false -- whether routine{} was called
local first_position -- that routine{} asks for
local about = {} -- what routine{} says of itself
local needed -- the list of tools, where it gives one

local function refuse(name, allowed_values, text)
  local near = prim.nearest(text, allowed_values)
  prim.refuse_option(("%s must be %s, got %s%s"):format(name, table.concat(allowed_values, ", "),
    check.shown(text), near and ("; did you mean '" .. near .. "'?") or ""))
end

-- The value of an option as the command line gave it: one of its list, or, where it has only its
-- usual value, one of that kind.
local function parsed(name, text, list)
  local usual = #list == 1 and list[1]
  if type(usual) == "string" then
    return text
  elseif type(usual) == "number" then
    local number = tonumber(text)
    if not number or math.abs(number) == math.huge then
      refuse(name, { "a number" }, text)
    end
    return number
  end
  if #list == 1 then
    list = { true, false }
  end
  local names = {}
  for index, value in ipairs(list) do
    names[index] = tostring(value)
    if names[index] == text then
      return value
    end
  end
  refuse(name, names, text)
end

-- options = { side = {"left", "right"}, minutes = 10 }: the first value is the usual one.
-- Returns the values that they could have instead, where the command line leaves it open:
-- { { name =, value = }, … }
local function settle_options(declared, given)
  if declared ~= nil and type(declared) ~= "table" then
    check.fail("routine", "options must be a table, got %s", check.shown(declared))
  end
  local names, others = {}, {}
  for name, value in pairs(declared or {}) do
    local list = type(value) == "table" and value or { value }
    if type(name) ~= "string" or #list == 0 then
      check.fail("routine", "an option needs a name and a value or a list of values")
    end
    names[#names + 1] = name
    opt[name] = list[1]
    if given[name] then
      opt[name] = parsed(name, given[name], list)
    else
      for _, other in ipairs(#list == 1 and type(list[1]) == "boolean" and { not list[1] } or list) do
        others[#others + 1] = other ~= opt[name] and { name = name, value = tostring(other) } or nil
      end
    end
  end
  for name in pairs(given) do
    if opt[name] == nil then
      local near = prim.nearest(name, names)
      prim.refuse_option(("there is no option '%s'%s"):format(name,
        near and ("; did you mean '" .. near .. "'?")
        or #names > 0 and ("; this routine has " .. table.concat(names, ", "))
        or "; this routine has none"))
    end
  end
  return others
end

-- { "fingers", "ball" } or "fingers" as one text; nil for nil.
local function list_of_texts(value)
  if type(value) ~= "table" then
    return value and words.text("routine", value)
  end
  local list = {}
  for index, one in ipairs(value) do
    list[index] = words.text("routine", one)
  end
  return table.concat(list, ", "), list
end

-- The language, by its tag: two or three letters, and what follows them.
local function language(tag)
  tag = tag == nil and "en" or tag
  if type(tag) ~= "string" or not tag:find("^%a%a%a?$") and not tag:find("^%a%a%a?%-[%w%-]*%w$") then
    check.fail("routine", "lang must be the tag of a language such as \"en\" or \"pt-BR\", got %s", check.shown(tag))
  end
  return tag
end

function routine.verb(given)
  local a = check.arguments("routine", given, allowed)
  local info = {}
  for _, key in ipairs { "title", "area", "summary" } do
    info[key] = a[key] and words.text("routine", a[key])
  end
  for _, key in ipairs { "level", "made_by", "made_for" } do
    info[key] = a[key] and words.text("routine", a[key])
  end
  check.whole("routine", "per_day", a.per_day, nil, 1, PER_DAY)
  info.position = check.position("routine", a.position)
  first_position = info.position
  info.lang = language(a.lang)
  check.one_of("routine", "who", a.who, "self", { "self", "partner" })
  info.tools, needed = list_of_texts(a.tools)
  list_of_texts(a.sources)
  limits.set(a.limits)
  info.accepted = require("points").allow(a.allow)
  info.others = settle_options(a.options, prim.options)
  begun = true
  about = info
  prim.routine(info) -- goes on only where a voice speaks the language; for each of those there are phrases
  phrases.use(info.lang:match("^%a+"):lower())
end

-- What has to be at hand besides one's own hands, as a sentence; "" for nothing.
local function needs()
  local things = {}
  for _, tool in ipairs(needed or { about.tools }) do
    if phrases.tools[tool] ~= "" then
      things[#things + 1] = phrases.tools[tool] or tool
    end
  end
  local last = table.remove(things)
  local rest = table.concat(things, ", ")
  return last and words.fill("routine", phrases.need, nil, { things = rest == "" and last
    or words.fill("routine", phrases.both, nil, { one = rest, other = last }) }) or ""
end

-- What a screen would show: who listens to a recording has none.
local function introduce()
  local by, whom = about.made_by, about.made_for
  local made = by and whom and phrases.made_by_for or by and phrases.made_by or whom and phrases.made_for
  speech.introduce { about.title or "", made and words.fill("routine", made, nil, { by = by, whom = whom }) or "",
    needs() }
end

steps.before = function()
  steps.before = function() end
  if not begun then
    settle_options(nil, prim.options) -- an option that nobody declared is a mistake
  end
  level.begin()
  steps.leaf({ kind = "open", title = phrases.titles.open }, function()
    time.tone { name = "open" }
    time.wait_to(time.now() + OPENING)
    if choices.recording() then
      introduce()
    end
  end)
  position.take("routine", first_position)
end

--- opt: the options of routine{}, as the command line chose them: opt.side.
routine.opt = setmetatable({}, {
  __index = function(_, name)
    local value = opt[name]
    if value == nil then
      local names = {}
      for known in next, opt do
        names[#names + 1] = known
      end
      table.sort(names)
      local near = type(name) == "string" and prim.nearest(name, names)
      check.fail("opt", "there is no option '%s'%s", tostring(name),
        near and ("; did you mean '" .. near .. "'?") or "; options are declared in routine{}")
    end
    return value
  end,
  __newindex = function()
    check.fail("opt", "options are given on the command line, not set")
  end,
  __metatable = false,
})

--- say{}: speaks, and goes on when it has been said.
---   1 words: what is said; at most 400 letters a sentence
---   text words: the same by its name
---   short text: said instead to those who know the routine; "" says nothing to them
---   wait boolean (true): false goes on at once, and what is said next waits its turn
---   left text: said when the side is left; then right is needed too
---   right text: said when the side is right
---   side side: for {side} and {other} in the text, and for left and right
function routine.say(given)
  local a = check.arguments("say", given, check.allow { 1, "text", "short", "wait", "left", "right", "side" })
  local side = check.side("say", a.side)
  local forms = words.forms("say", a.left and { left = a.left, right = a.right } or a[1] or a.text, side, a.short)
  local wait = check.boolean("say", "wait", a.wait, true)
  if steps.is_in "hold" and held.tell_on_breath("say", forms) then
    return
  end
  if not steps.loose(forms.text, true) then
    speech.tell("say", forms, wait)
  end
end

--- tone{}: sounds, and goes on at once: give it its time with wait.
---   1 sound: which
---   name sound: the same by its name
---   hz number 40–8000: instead of a sound: a plain note
---   seconds number 0.02–60 (the sound's own): how long
---   gain number -40–6 (0): decibels
---   pan number -1–1 (0): from left to right
local tone_allowed = check.allow { 1, "name", "hz", "seconds", "gain", "pan" }

function routine.tone(given)
  local a = check.arguments("tone", given, tone_allowed)
  local name = a[1] or a.name
  if name == nil and a.hz == nil then
    check.fail("tone", "needs the name of a sound, or hz")
  end
  if name ~= nil and a.hz ~= nil then
    check.fail("tone", "takes the name of a sound or hz, not both")
  end
  if name ~= nil and type(name) ~= "string" then
    check.fail("tone", "the name must be a text, got %s", check.shown(name))
  end
  local request = {
    name = name,
    hz = check.number("tone", "hz", a.hz, 0, 40, 8000),
    length = time.frames(check.number("tone", "seconds", a.seconds, 0, 0.02, 60)),
    gain_db = check.number("tone", "gain", a.gain, 0, -40, 6),
    pan = check.number("tone", "pan", a.pan, 0, -1, 1),
  }
  if not steps.loose(phrases.titles.tone) then
    time.tone(request)
  end
end

--- hydrate{}: a sip of water.
---   1 words (one of two): what is said
---   text words: the same by its name
---   short text ("Drink some water."): what is said to those who know it
local MOMENT = 6 -- seconds for a sip

function routine.hydrate(given)
  local a = check.arguments("hydrate", given, check.allow { 1, "text", "short" })
  local own = a[1] or a.text
  local forms = words.forms("hydrate", own or speech.one_of(phrases.hydrate), nil,
    a.short or not own and phrases.hydrate_short or nil)
  steps.leaf({ kind = "hydrate", title = forms.text }, function()
    if speech.form(forms) then
      place.draw_attention()
      speech.tell("hydrate", forms, true)
    end
    time.wait_to(time.now() + choices.unhurried(MOMENT))
  end)
end

--- step{}: with a function: what is in it belongs together under one title. With seconds: one step of
---     that length.
---   1 function: says and does what belongs together
---   title words ("Step"): shown, not spoken
---   kind text ("step"): one small word of your own
---   seconds number 0–86400: how long; with a function only for show
---   side side: for {side} and {other} in the texts
---   during during: what is said or done at times within it; not with a function
---   position position: taken before it
---   returns `boolean`: false when it was left before its end
local step_allowed = check.allow { 1, "title", "kind", "seconds", "side", "during", "position" }

function routine.step(given)
  local a = check.arguments("step", given, step_allowed)
  local body = a[1]
  local side = check.side("step", a.side)
  local kind = a.kind or "step"
  if not words.is_point(kind) or #kind > 20 then
    check.fail("step", "kind must be one word of small letters, got %s", check.shown(kind))
  end
  local seconds = check.number("step", "seconds", a.seconds, nil, 0, 86400)
  local info = { kind = kind, title = words.text("step", a.title or phrases.titles.step, side), side = side,
    dose = seconds and time.frames(seconds) }
  local wanted = check.position("step", a.position)
  if body ~= nil then
    check.callable("step", "the first item", body)
    if a.during ~= nil then
      check.fail("step", "during belongs to a step of seconds, without a function")
    end
    position.take("step", wanted)
    return steps.section(info, body)
  end
  if not seconds then
    check.fail("step", "needs a function or seconds")
  end
  local entries = {}
  require("during").add("step", a.during, info.dose, side, entries)
  position.take("step", wanted)
  return steps.leaf(info, function()
    time.play(info.dose, entries)
  end)
end

--- finish{}: ends the session from anywhere, with its usual close.
---   1 words: said before the close
---   text words: the same by its name
---   outcome text ("finished"): one word for the history
function routine.finish(given)
  local a = check.arguments("finish", given, check.allow { 1, "text", "outcome" })
  local text = a[1] or a.text
  if steps.is_in("hold") then
    require("hold").release()
  end
  steps.finish {
    text = text and words.text("finish", text),
    outcome = a.outcome and words.text("finish", a.outcome) or "finished",
  }
end

local picked = {}

--- pick(list): one of them, never the same twice running; the seed decides.
---   list `any[]`: what there is to choose from
---   returns `any`: the one
function routine.pick(list)
  if type(list) ~= "table" or #list == 0 then
    check.fail("pick", "takes a list of at least one thing, got %s", check.shown(list))
  end
  local key = {}
  for index, one in ipairs(list) do
    key[index] = type(one) == "string" and one or tostring(index)
  end
  key = table.concat(key, "\0")
  picked[key] = picked[key] or list
  -- the same list of words is the same choice, wherever its table was made
  local forms = picked[key]
  for index in ipairs(list) do
    forms[index] = list[index]
  end
  return speech.one_of(forms)
end

-- The whole session: opening, the author's file, the close. What it came to; nothing when the file
-- says and does nothing.
function routine.main(file)
  require("points").load()
  local how, done = steps.main(file)
  if not done then
    return
  end
  how = how or { outcome = "finished" }
  timers.stop()
  steps.leaf({ kind = "done", title = phrases.titles.done }, function()
    if how.text then
      speech.speak("finish", how.text, speech.instruction, true)
    end
    time.tone { name = "done" }
    time.wait_to(time.now() + time.frames(3.5))
    speech.tell("finish", words.forms("finish", phrases.done), true)
  end)
  return how.outcome
end

return routine
