-- The atlas: every point that a routine can name, with what is said and how much is meant well.
--
-- name       lay words; stand at the start of a sentence and before ", the same place."
-- short      two words at most, for whoever knows the point; like every text here chosen by what a
--            recogniser of speech hears of it (tests/bench/run wer)
-- find       how to find it: the muscle, never a joint; verb first, at most 20 words. Of two sentences the
--            first leads the hand there; the second is the place, and said alone to whoever knows the way
-- feel       what is right to feel there;  refers: where else it may be felt
-- tools      the first is the usual one;  self_ending: does the pressure end when the person lets go?
-- seconds, reps, pressure (0–10, as felt): what a hold takes when the routine does not say
-- priority   1–9, else 5: when time is short the lowest are left out first
-- max, longest: the strength and the seconds that no routine may pass
-- ceiling    newtons on a fingertip of 1–2 cm² that no sensor may feel; false: never pressed by force (CONV,
--            between the thresholds and test loads of S7, S14 and S28; the shoulders as the neck's top)
-- both       false: one side at a time;  opt_in: only where routine{ allow = … } says why
-- stretch    the stretch that belongs to it, stretch_seconds its time; stretch_short: at most five words, for
--            whoever knows it
-- region, site: where it is;  exclusions: who leaves it out;  latin: for the screen, never spoken
-- sources    A, B: the two articles this program began with; R…: pages on the region; S…: literature;
--            GK: general knowledge; CONV: this program's own convention, no source fixes it
--
-- Doses are this program's convention within the ranges of those sources, and no clinician has signed
-- them off. Strength at the neck is 5 at most, at the shoulders 6; more is not shown to be better (S18).

local HAND = { fingers = true, thumb = true, knuckle = true, cane = true, ball = false, roller = false }

local NECK = {
  "a stroke, or an artery at the neck that is narrowed, widened or torn",
  "dizziness, double vision, slurred speech, numbness in the face, or trouble swallowing",
  "a sudden or new kind of headache, fever with a stiff neck, or a knock to the head",
}

local SHOULDER = {
  "new pain in the left arm together with pain or tightness in the chest: an emergency",
  "a fresh injury or operation at the shoulder",
}

return {
  upper_trap = {
    name = "top of the shoulder", short = "top shoulder",
    latin = "Trapezius, pars descendens",
    find = "Reach over with your {other} hand. "
      .. "Squeeze the muscle halfway between the neck and the end of the shoulder.",
    feel = "A dull, familiar ache, perhaps up the side of the neck.",
    refers = "up the neck behind the ear, to the temple, behind the eye, to the corner of the jaw",
    tools = { "fingers", "cane", "ball" }, self_ending = HAND,
    seconds = 20, reps = 2, pressure = 4, max = 5, both = false,
    priority = 8,
    stretch = "Sit on your {side} hand. Lean your head to the {other}.",
    stretch_short = "Lean {other}.",
    stretch_seconds = 20,
    ceiling = 40,
    region = "neck", site = "shoulder_top", exclusions = NECK,
    sources = { "R1", "R2", "R2b", "S1", "S35", "CONV" },
  },
  levator = {
    name = "the inner shoulder blade", short = "inside corner",
    latin = "Levator scapulae",
    find = "Reach over with your {other} hand. "
      .. "Feel for the muscle just above the shoulder blade, on the inside.",
    feel = "A dull ache along the blade or up to the neck.",
    refers = "the angle of the neck, the inner edge of the blade, the back of the shoulder",
    tools = { "fingers", "cane", "ball" }, self_ending = HAND,
    seconds = 20, reps = 2, pressure = 4, max = 5, both = false,
    priority = 7,
    stretch = "Turn your head to the {other}. Look down into your {other} armpit.",
    stretch_short = "Look {other}, and down.",
    stretch_seconds = 20,
    ceiling = 40,
    region = "neck", site = "blade_corner", exclusions = NECK,
    sources = { "R3", "R4", "CONV" },
  },
  suboccipital = {
    name = "the back of the head", short = "neck hairline",
    latin = "Musculi suboccipitales",
    find = "Place two fingers on the muscle beside the spine, just below the head.",
    feel = "A dull ache that may spread over the head like a band.",
    refers = "from the back of the head around to the eye",
    tools = { "fingers", "thumb" }, self_ending = HAND,
    seconds = 15, reps = 2, pressure = 3, max = 5, both = false,
    stretch = "Bring your chin in. Make your neck long.",
    stretch_short = "Long neck.",
    stretch_seconds = 10,
    ceiling = 20,
    region = "neck", site = "skull_base", exclusions = NECK,
    sources = { "R8", "GK", "CONV" },
  },
  -- A pulse runs beside it and it can make dizzy: left out of every routine that does not ask for it.
  scm = {
    name = "strap of the neck", short = "strap",
    latin = "Musculus sternocleidomastoideus",
    find = "Turn to the {other}. "
      .. "Squeeze the strap that stands out, between thumb and fingers. Never press into the neck.",
    feel = "A mild ache, perhaps at the forehead. No pulse: if you feel one, let go.",
    refers = "the forehead, the eye, the ear, the crown of the head; it can make dizzy",
    tools = { "fingers" }, self_ending = HAND,
    seconds = 10, reps = 2, pressure = 3, max = 4, longest = 10, both = false,
    opt_in = true, technique = "pinch",
    priority = 2,
    stretch = "Turn your head gently to the {side}. Look slightly up.",
    stretch_short = "Turn to the {side}.",
    stretch_seconds = 10,
    ceiling = false,
    region = "neck", site = "neck_strap",
    exclusions = { NECK[1], NECK[2], NECK[3], "blood thinners or a bleeding disorder",
      "an operation or a stent at the heart, unless a doctor agreed" },
    sources = { "R5", "R5b", "R5c", "S51", "GK", "CONV" },
  },
  infraspinatus = {
    name = "the flat shoulder blade", short = "flat blade",
    latin = "Musculus infraspinatus",
    find = "Stand with your {side} shoulder blade to the wall. Place the ball on the flat muscle in the middle.",
    feel = "A dull ache, often at the front of the shoulder or down the arm.",
    refers = "the front of the shoulder, the outer arm, sometimes down to the hand",
    tools = { "ball", "cane" }, self_ending = HAND,
    seconds = 20, reps = 2, pressure = 4, max = 6, both = false,
    priority = 6,
    stretch = "Bring your {side} arm across your chest. Use your {other} hand to bring the elbow closer.",
    stretch_short = "Arm across your chest.",
    stretch_seconds = 20,
    ceiling = 50,
    region = "shoulder", site = "blade_flat", exclusions = SHOULDER,
    sources = { "R6", "R6b", "R6c", "R6d", "S16", "CONV" },
  },
  deltoid_mid = {
    name = "side of the shoulder", short = "side shoulder",
    latin = "Musculus deltoideus, pars acromialis",
    find = "Reach over with your {other} hand. "
      .. "Squeeze the muscle on the outside, a hand below the end of the shoulder.",
    feel = "A dull ache that stays where you press.",
    refers = "it stays local",
    tools = { "fingers", "ball" }, self_ending = HAND,
    seconds = 20, reps = 2, pressure = 4, max = 6, both = false,
    stretch = "Bring your {side} arm across your chest. Use your {other} hand to bring the elbow closer.",
    stretch_short = "Arm across your chest.",
    stretch_seconds = 20,
    ceiling = 40,
    region = "shoulder", site = "upper_arm_outside", exclusions = SHOULDER,
    sources = { "R6", "R6e", "CONV" },
  },
  deltoid_front = {
    name = "front side of the shoulder", short = "front shoulder",
    latin = "Musculus deltoideus, pars clavicularis",
    find = "Reach over with your {other} hand. "
      .. "Feel for the muscle at the front of the shoulder, away from the armpit.",
    feel = "A dull ache that stays at the front of the shoulder.",
    refers = "the front of the shoulder",
    tools = { "fingers", "ball" }, self_ending = HAND,
    seconds = 20, reps = 2, pressure = 4, max = 6, both = false,
    stretch = "Place your {side} hand behind your back. Lift your chest.",
    stretch_short = "Lift your chest.",
    stretch_seconds = 20,
    ceiling = 40,
    region = "shoulder", site = "upper_arm_front", exclusions = SHOULDER,
    sources = { "R6", "R6e", "CONV" },
  },
  deltoid_back = {
    name = "the back of the shoulder", short = "behind shoulder",
    latin = "Musculus deltoideus, pars spinalis",
    find = "Reach over with your {other} hand. Find the muscle at the back of the shoulder, away from the armpit.",
    feel = "A dull ache that stays at the back of the shoulder.",
    refers = "the back of the shoulder",
    tools = { "fingers", "ball" }, self_ending = HAND,
    seconds = 20, reps = 2, pressure = 4, max = 6, both = false,
    stretch = "Bring your {side} arm across your chest. Use your {other} hand to bring the elbow closer.",
    stretch_short = "Arm across your chest.",
    stretch_seconds = 20,
    ceiling = 40,
    region = "shoulder", site = "upper_arm_back", exclusions = SHOULDER,
    sources = { "R6", "R6e", "CONV" },
  },
}
