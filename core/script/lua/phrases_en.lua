-- English: what the verbs and the engine say of their own accord. Lay words, verb first, one action a
-- sentence; of several wordings the one that a recogniser of speech hears best (tests/bench/run wer). A
-- list holds forms of equal meaning; the seed chooses, never the same twice running.
return {
  -- Of the steps that the program names itself: for the screen.
  titles = {
    open = "Welcome", stop_words = "Two rules", rest = "Rest", breathe = "Breathe", done = "Done",
    step = "Step", wait = "Wait", tone = "Sound",
  },
  let_go = "Let go.",
  stop_words = "Two rules. If it feels sharp, or tingly, or you feel dizzy: let go. And if I ever go silent, let go.",
  stop_words_recorded = "Two rules. If it feels sharp, or tingly, or you feel dizzy: let go, and stop this recording. "
    .. "And if I ever go silent, let go.",
  -- A recording begins with its title, with who made it for whom, and with what is needed for it.
  made_by = "Made by {by}.", made_for = "Made for {whom}.", made_by_for = "Made by {by}, for {whom}.",
  need = "You need {things}.", both = "{one} and {other}",
  tools = { fingers = "", thumb = "", knuckle = "", ball = "a ball", roller = "a roller", cane = "a cane" },
  take_your_time = "Take your time.", -- in a recording, where else the person says when
  -- The first hold of a session says what its sounds mean.
  press_explained = "Press slowly as the sound rises, to {strength} out of ten.",
  press_first = {
    "Press slowly, up to {strength} out of ten.",
    "Breathe out, and press slowly, up to {strength} out of ten.",
  },
  press_again = { "Breathe out, and press slowly.", "Press slowly, as before." },
  press_changed = { "Press slowly, up to {strength} this time." },
  -- Questions among them need no answer: the answer is to do it.
  comment = {
    "You can breathe and smile. If not, a bit lighter.",
    "Breathe out, and let it go soft.",
    "Could you chat now? If not, a bit lighter.",
    "Relax your face, and breathe.",
    "Breathe out for a little longer.",
    "It should never feel sharp.",
  },
  comment_brief = { "Breathe out.", "Stay soft.", "Breathe slowly." },
  halfway_explained = "Two soft notes mean halfway.",
  end_explained = "Falling notes mean let go.",
  off = { ball = "Off the ball.", roller = "Off the roller." }, -- until they say that they are
  same_place = "{name}, the same place.",
  once_more_in_ten = "Again in ten seconds.",
  once_more = "Again.",
  change_side = { left = "Now the left side.", right = "Now the right side.", both = "Now both sides." },
  change_named = "Now the {name}.", -- as the person calls that side
  side_brief = { left = "Left.", right = "Right.", both = "Both sides." },
  side = { left = "Left side.", right = "Right side.", both = "Both sides." },
  -- Leads into each position: the first form, or the one from where the person is.
  positions = {
    lying = { "Lie down on your back." },
    sitting = { "Sit down.", lying = "Sit up, slowly." },
    standing = { "Stand up, slowly.", wall = "Step away from the wall." },
    wall = { "Stand with your back to the wall.", lying = "Get up, slowly. Stand with your back to the wall." },
  },
  come_back = { "Come back slowly.", "Come back slowly now." },
  stretch = "Stretch.",
  stretch_of = "Stretch: {name}",
  contract = "Push against your hand, {effort}, without moving.",
  effort = "gently",
  contract_short = "Push, {effort}.",
  relax = { "Stop pushing. Let it get longer.", short = "Let it get longer." },
  breathe = { "Breathe along with the sound.", short = "Breathe." },
  breathe_explained = "Breathe along with the sound. In as it rises, and out as it falls.",
  breath_explained = "Breathe in as it rises, and out as it falls.",
  warm_up = { "Move gently, and get warm.", short = "Get warm." },
  moving = { "Gently and slowly.", "Take it easy, slowly.", "Small is fine." },
  tick_explained = "Three knocks: nearly done.",
  hydrate = { "Drink some water, if you want.", "Have some water now, if you want to." },
  hydrate_short = "Drink some water.",
  no_answer = "No answer.",
  taken = "I take {answer}.",
  done = { "That's it. Take your time getting up. Some water, if you like.", short = "That's it." },
  strokes = {
    effleurage = "Long, light, gliding strokes.",
    petrissage = "Lift and knead, slowly.",
    friction = "Small circles, not hard.",
    tapotement = "Tap lightly, with loose hands.",
    vibration = "Rest your hand there, and let it tremble.",
    deep = "Firm, slow strokes.",
    myofascial = "Sink in lightly, and drag slowly.",
  },
  numbers = {
    [0] = "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
  },
  yes = "yes",
  no = "no",
  -- What the engine says outside of session time: see core/script/phrases.h. True at the moment it is
  -- said, whatever the routine is doing.
  now = {
    paused = "Paused.",
    paused_let_go = "Paused. Let go.",
    let_go = "Let go.",
    going_on = { "Going on.", "On we go.", "We go on." },
    stopping = "All right. Let go.",
    stopping_kept = "All right. Let go. It's kept where you were.",
    gate = "If you can hear this well, press any key.",
    gate_back = "Welcome back. If you can hear this well, press any key.",
    sound_back = "Sound is back. Let go, shake it out, and we take this one again.",
    sound_back_again = "Sound is back. We take this one again.",
    sound_back_paused = "Sound is back.",
    sound_back_waiting = "Sound is back. Press any key to go on.",
    offer = "You were away a while. Press any key for a minute of warm-up first.",
    warm_up_1 = "Move the place gently, until it is warm.",
    warm_up_2 = "Keep it small and easy.",
    fewer = { "Fewer words.", "I will say less." },
    more = { "More words.", "I will say more." },
    lighter = "A little lighter: {strength}.",
    firmer = "A little firmer: {strength}.",
  },
}
