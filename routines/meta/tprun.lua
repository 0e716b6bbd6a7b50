---@meta
-- What a routine of tprun may say, for editors: made by the generate.py beside it; do not edit.
-- luacheck: std lua54, allow defined top, ignore 131 212, no max line length

---A point of the atlas, routines/lib/points.lua.
---@alias tprun.point
---| "deltoid_back" # the back of the shoulder
---| "deltoid_front" # front side of the shoulder
---| "deltoid_mid" # side of the shoulder
---| "infraspinatus" # the flat shoulder blade
---| "levator" # the inner shoulder blade
---| "scm" # strap of the neck
---| "suboccipital" # the back of the head
---| "upper_trap" # top of the shoulder

---A sound; `tprun sounds` plays it.
---@alias tprun.sound
---| "open" # the session begins
---| "start" # now it counts
---| "next" # something new is said
---| "press" # press slowly until it stops rising
---| "inhale" # breathe in
---| "exhale" # breathe out
---| "chord" # the hold fills
---| "halfway" # half is done
---| "tick" # the last three of a movement
---| "end" # let go, slowly
---| "side" # change sides
---| "ask" # something is wanted of you
---| "attention" # let go now
---| "ack" # heard you
---| "nak" # not understood
---| "pause" # time stands
---| "resume" # time goes on
---| "done" # it is over
---| "below" # a little more pressure
---| "within" # just right
---| "above" # ease off

---What became of a step.
---@alias tprun.outcome
---| "done"
---| "skipped"
---| "left_out"

---{18, 22} newtons, or "light" or "default": parts of the threshold that routines/calibrate.lua found for the place
---@alias tprun.band number[]|string

---Of the body, not of the hand
---@alias tprun.side "left"|"right"|"both"

---How the person is
---@alias tprun.position "sitting"|"standing"|"lying"|"wall"

---What is said or done within a step, by its time: seconds from the start, before the end when below zero, or halfway
---@alias tprun.during table<number|"halfway", string|tprun.words|fun()>

---What no hold of the routine may pass. They only ever tighten.
---@class tprun.limits
---@field pressure? number as felt (0–10)
---@field seconds? number of one press (5–90)
---@field reps? number repetitions (1–6)

---What presses
---@alias tprun.tool "fingers"|"thumb"|"knuckle"|"cane"|"ball"|"roller"

---When the discomfort is asked for
---@alias tprun.check_in "during"|"rest"|"never"

---A text that is said in more than one form.
---@class tprun.words
---@field [1] string|nil the whole; {side} and {other} stand for the sides
---@field short? string said instead to those who know the routine; "" says nothing to them
---@field left? string said when the side is left; then right is needed too
---@field right? string said when the side is right

---What every and after give back.
---@class tprun.timer
---@field cancel fun(self: tprun.timer)

---Does something once: between two steps, or in a wait or rest that stands outside of step{}.
---@param seconds number from here on (0–86400)
---@param f fun() what is done
---@return tprun.timer # to cancel it
function after(seconds, f) end

---@class tprun.ask
---@field [1] string|tprun.words|nil the question
---@field text? string|tprun.words the same by its name
---@field kind? "number"|"yes_no"|"choice"|"ready" what an answer is; ready is "I am there" (usual: "number")
---@field min? number of a number (0–1000, usual: 0)
---@field max? number of a number, not below min (0–1000, usual: 10)
---@field choices? string[] of a choice: 2–9 texts
---@field default? number|boolean|string what silence means; left out: no answer, nil
---@field assume? number|boolean|string what a plan and a recording take for the answer
---@field timeout? number seconds from the end of the question (1–3600, usual: 20)
---@field position? tprun.position taken before it

---A question, answered with a key; only where the hands are free.
---@param given? tprun.ask
---@return number|boolean|string|nil # the answer
---@overload fun(given: string|tprun.words): number|boolean|string|nil
function ask(given) end

---@class tprun.breathe
---@field [1] string|tprun.words|nil said over the first breath (usual: "Breathe along with the sound.")
---@field text? string|tprun.words the same by its name
---@field short? string what is said to those who know it (usual: "Breathe.")
---@field seconds? number how long (2–3600, usual: 60)
---@field cycles? integer instead of seconds: so many breaths (1–200)
---@field inhale? number seconds of breathing in (1–15, usual: 4)
---@field exhale? number seconds of breathing out (1–15, usual: 6)
---@field during? tprun.during what is said or done at times within it
---@field position? tprun.position taken before it

---Breathing along with a sound, in as it rises, out as it falls.
---@param given? tprun.breathe
---@return number # the seconds
---@overload fun(given: string|tprun.words): number
function breathe(given) end

---@class tprun.calibrate
---@field [1] tprun.point|string|tprun.words|nil which point of the atlas, or where in your words
---@field point? tprun.point|string|tprun.words the same by its name
---@field text? tprun.point|string|tprun.words the same by its name
---@field side? tprun.side of the body; points of the neck need left or right
---@field sensor? string the device that feels it (usual: "pressure")
---@field tool? tprun.tool what presses (usual: the point's first)

---Finds the pressure that turns into discomfort, by three slow presses that end with it, and keeps it for the person: bands of hold{} may then be "light" or "default".
---@param given? tprun.calibrate
---@return number?, string?, string? # newtons; or nil, what is the matter and its code
---@overload fun(given: tprun.point|string|tprun.words): number?, string?, string?
function calibrate(given) end

---Does something again and again: between two steps, or in a wait or rest that stands outside of step{}.
---@param seconds number from one to the next (1–86400)
---@param f fun() what is done
---@return tprun.timer # to cancel it
function every(seconds, f) end

---@class tprun.finish
---@field [1] string|tprun.words|nil said before the close
---@field text? string|tprun.words the same by its name
---@field outcome? string one word for the history (usual: "finished")

---Ends the session from anywhere, with its usual close.
---@param given? tprun.finish
---@overload fun(given: string|tprun.words)
function finish(given) end

---@class tprun.hold
---@field [1] tprun.point|string|tprun.words|nil which point of the atlas, or where in your words
---@field point? tprun.point|string|tprun.words the same by its name
---@field text? tprun.point|string|tprun.words the same by its name
---@field side? tprun.side of the body; points of the neck need left or right
---@field seconds? number that count each time (5–90, usual: the point's, else 20)
---@field breaths? integer instead of seconds, 10 s each (1–9)
---@field reps? integer how often (1–6, usual: the point's, else 2)
---@field rest? number seconds after each (0–300, usual: 15)
---@field ramp? number seconds to press slowly (2–15, usual: 5)
---@field pressure? number how strong it is felt; never over the point's most (0–10, usual: the point's, else 4)
---@field tool? tprun.tool decides on the time to get there (usual: the point's first)
---@field priority? integer when time is short 1 is left out first, 9 last (1–9, usual: the point's, else 5)
---@field sensor? string the device that feels it, such as "pressure": only the seconds at the right pressure count
---@field band? tprun.band with a sensor, the pressure that is right (usual: default)
---@field on_lost? "clock"|"skip"|"finish" when the sensor falls silent: count by the clock from then on, leave out the repetitions that are left, or end the session (usual: "clock")
---@field check_in? tprun.check_in with a sensor, when it asks how sore it is (usual: "rest")
---@field during? tprun.during what is said or done at times within the seconds that count; at most ten words each
---@field position? tprun.position taken before it

---Presses a point, or a place of yours. Says where it is, gives time to find it; each time the tone to press by, the seconds that count with breaths in them, "Let go.", and a rest.
---@param given? tprun.hold
---@return { outcome: tprun.outcome, seconds: number, in_band: number, discomfort: number? } # what became of it, the seconds that were pressed and those that counted, and what was told last
---@overload fun(given: tprun.point|string|tprun.words): { outcome: tprun.outcome, seconds: number, in_band: number, discomfort: number? }
function hold(given) end

---@class tprun.hydrate
---@field [1] string|tprun.words|nil what is said (usual: one of two)
---@field text? string|tprun.words the same by its name
---@field short? string what is said to those who know it (usual: "Drink some water.")

---A sip of water.
---@param given? tprun.hydrate
---@overload fun(given: string|tprun.words)
function hydrate(given) end

---@class tprun.locate
---@field [1] tprun.point|string|tprun.words|nil which point of the atlas, or where in your words
---@field point? tprun.point|string|tprun.words the same by its name
---@field text? tprun.point|string|tprun.words the same by its name
---@field side? tprun.side of the body; points of the neck need left or right
---@field tool? tprun.tool decides on the time to get there (usual: the point's first)
---@field priority? integer when time is short 1 is left out first, 9 last (1–9, usual: the point's, else 5)
---@field position? tprun.position taken before it

---Says the side, the name and how to find it, and gives the time to get there. hold{} does this by itself.
---@param given? tprun.locate
---@overload fun(given: tprun.point|string|tprun.words)
function locate(given) end

---@class tprun.move
---@field [1] string|tprun.words|nil what to do
---@field text? string|tprun.words the same by its name
---@field short? string what is said to those who know it; "" says nothing to them
---@field side? tprun.side for {side} and {other} in the texts
---@field reps? integer how often (1–200, usual: 8)
---@field each? number seconds for one (0.5–60, usual: 3)
---@field count? boolean every one is counted aloud (usual: false)
---@field during? tprun.during what is said or done at times within it
---@field position? tprun.position taken before it

---A movement so many times; takes reps × each.
---@param given? tprun.move
---@return number # the seconds
---@overload fun(given: string|tprun.words): number
function move(given) end

---Keeps something in the history of the session.
---@param values table<string, number|string|boolean> name = value
function note(values) end

---The options of routine{}, as the command line chose them: opt.side.
---@type table<string, any>
opt = {}

---The sessions of this routine before this one.
---@return { count: integer, days_since: integer?, last_pain: number? } # how many were finished, how long ago the last one was, and the pain told in it
function past() end

---One of them, never the same twice running; the seed decides.
---@param list any[] what there is to choose from
---@return any # the one
function pick(list) end

---What remember kept.
---@param key string its name
---@return number|string|boolean|nil # what was kept, or nil
function recall(key) end

---Keeps something of this routine for later sessions; nil forgets it.
---@param key string its name
---@param value number|string|boolean|nil what is kept
function remember(key, value) end

---@class tprun.rest
---@field [1] number|nil seconds (0–86400)
---@field seconds? number the same by its name (0–86400, usual: 15)
---@field text? string|tprun.words said at the start, within the time
---@field short? string what is said to those who know it; "" says nothing to them
---@field during? tprun.during what is said or done at times within it
---@field position? tprun.position taken before it

---Rest(15) or rest{…}: quiet, with a soft breath now and then.
---@param given? tprun.rest
---@overload fun(given: number)
function rest(given) end

---@class tprun.routine
---@field title? string what the screen shows (usual: the file's name)
---@field area? string of the body
---@field tools? string|string[] what is needed
---@field position? tprun.position that the session begins in (usual: sitting)
---@field summary? string in a sentence
---@field level? string for whom: beginner …
---@field lang? string the tag of its language; the voices of this version speak English (usual: "en")
---@field who? "self"|"partner" who presses (usual: "self")
---@field options? table<string, any> what the command line may choose, by name: a list, of which the first is the usual one, or one value of its kind. Read as opt.NAME
---@field limits? tprun.limits what no hold may pass
---@field made_by? string who wrote it
---@field made_for? string for whom
---@field sources? string|string[] where the doses come from
---@field per_day? integer sessions a day at most (1–3)
---@field allow? table<string, string> points that stand aside, and warnings of tprun check, each with your reason

---The head: the first call of the file. It takes no time.
---@param given tprun.routine
function routine(given) end

---@class tprun.say
---@field [1] string|tprun.words|nil what is said; at most 400 letters a sentence
---@field text? string|tprun.words the same by its name
---@field short? string said instead to those who know the routine; "" says nothing to them
---@field wait? boolean false goes on at once, and what is said next waits its turn (usual: true)
---@field left? string said when the side is left; then right is needed too
---@field right? string said when the side is right
---@field side? tprun.side for {side} and {other} in the text, and for left and right

---Speaks, and goes on when it has been said.
---@param given? tprun.say
---@overload fun(given: string|tprun.words)
function say(given) end

---What a device measures now.
---@param name string its role, such as "pressure", or its id
---@return number?, string, string|number? # the value, its unit and the seconds since it was measured; or nil, what is the matter and its code
function sensor(name) end

---Puts a device to a value, until the step ends or time stands.
---@param channel string the device's role or id; and, where it has several, a dot and the channel: "light.colour"
---@param value number|string|nil 0–1 or as the device says, a colour such as "#ff8000", or a text; nil lets go
---@return boolean?, string?, string? # true; or nil, what is the matter and its code
function set(channel, value) end

---For side in sides() do … end: each side in turn; a change is said, and has its time.
---@param list? tprun.side[] in which order (usual: { "left", "right" })
---@return fun(): tprun.side? # the iterator
function sides(list) end

---@class tprun.step
---@field [1] fun()|nil says and does what belongs together
---@field title? string|tprun.words shown, not spoken (usual: "Step")
---@field kind? string one small word of your own (usual: "step")
---@field seconds? number how long; with a function only for show (0–86400)
---@field side? tprun.side for {side} and {other} in the texts
---@field during? tprun.during what is said or done at times within it; not with a function
---@field position? tprun.position taken before it

---With a function: what is in it belongs together under one title. With seconds: one step of that length.
---@param given? tprun.step
---@return boolean # false when it was left before its end
---@overload fun(given: fun()): boolean
function step(given) end

---The two rules about letting go; before the first press. Where it is missing the program says it there.
function stop_words() end

---@class tprun.stretch
---@field [1] tprun.point|string|tprun.words|nil a point of the atlas that has a stretch, or what to do in your words
---@field point? tprun.point|string|tprun.words the same by its name
---@field text? tprun.point|string|tprun.words the same by its name
---@field short? string what is said to those who know it (usual: the point's)
---@field side? tprun.side the one that is stretched
---@field seconds? number that count (5–120, usual: the point's, else 20)
---@field reps? integer how often (1–6, usual: 1)
---@field contract? number seconds of pushing against the hand first; left out: none (3–10)
---@field effort? string how hard to push, in words (usual: "gently")
---@field contract_text? string|tprun.words said before the push (usual: "Push against your hand, gently, without moving.")
---@field during? tprun.during what is said or done at times within the seconds that count
---@field position? tprun.position taken before it

---Lengthens what was pressed, gently: the words, time to get there, the seconds that count.
---@param given? tprun.stretch
---@return { outcome: tprun.outcome, seconds: number } # what became of it, and the seconds that counted
---@overload fun(given: tprun.point|string|tprun.words): { outcome: tprun.outcome, seconds: number }
function stretch(given) end

---@class tprun.stroke
---@field [1] tprun.point|string|tprun.words|nil which point of the atlas, or where in your words
---@field point? tprun.point|string|tprun.words the same by its name
---@field text? tprun.point|string|tprun.words the same by its name
---@field short? string of a text: what is said to those who know it
---@field kind? "effleurage"|"petrissage"|"friction"|"tapotement"|"vibration"|"deep"|"myofascial" how (usual: "effleurage")
---@field side? tprun.side of the body
---@field seconds? number how long (5–600, usual: 60)
---@field tempo? number strokes a minute, with a soft beat; left out: no beat (4–120)
---@field during? tprun.during what is said or done at times within it
---@field position? tprun.position taken before it

---Strokes, kneads or taps a place for a time.
---@param given? tprun.stroke
---@return { outcome: tprun.outcome } # what became of it
---@overload fun(given: tprun.point|string|tprun.words): { outcome: tprun.outcome }
function stroke(given) end

---The date of the start.
---@return string # such as "2026-05-01"
function today() end

---@class tprun.tone
---@field [1] tprun.sound|nil which
---@field name? tprun.sound the same by its name
---@field hz? number instead of a sound: a plain note (40–8000)
---@field seconds? number how long (0.02–60, usual: the sound's own)
---@field gain? number decibels (-40–6, usual: 0)
---@field pan? number from left to right (-1–1, usual: 0)

---Sounds, and goes on at once: give it its time with wait.
---@param given? tprun.tone
---@overload fun(given: tprun.sound)
function tone(given) end

---Silent time of your own, exactly so long.
---@param seconds number how long (0–86400)
function wait(seconds) end

---Asks your function 20 times a second.
---@param f fun(): any gives back true when it has come
---@param timeout number seconds, at most (0–86400)
---@return boolean # whether it came in time
function wait_until(f, timeout) end

---@class tprun.warm_up
---@field [1] string|tprun.words|nil what to do (usual: "Move gently, and get warm.")
---@field text? string|tprun.words the same by its name
---@field short? string what is said to those who know it; "" says nothing to them
---@field seconds? number how long (1–1800, usual: 60)
---@field how? "movement"|"heat"|"strokes" a movement ticks three times at its end (usual: "movement")
---@field side? tprun.side for {side} and {other} in the texts
---@field during? tprun.during what is said or done at times within it
---@field position? tprun.position taken before it

---The body gets warm; words and seconds run together.
---@param given? tprun.warm_up
---@return number # the seconds
---@overload fun(given: string|tprun.words): number
function warm_up(given) end
