-- How much is said: everything, less, the short forms, and hardly anything. Each sound is explained once.
say { "Sit tall. Let your shoulders drop.", short = "Sit tall." }
say { "Three of ten is a dull, good ache.", short = "" }
say "No short form."
warm_up { "Roll both shoulders.", short = "Roll.", seconds = 60, during = {
  [40] = { "Let them get bigger.", short = "Bigger." },
} }
warm_up { "Now forwards.", seconds = 28 }
stretch { "upper_trap", side = "left", contract = 5, reps = 2 }
stroke { { "Your forearm, toward the elbow.", short = "Forearm." }, side = "left", seconds = 20 }
breathe { seconds = 20 }
rest { seconds = 5, text = "Shake your hands out.", short = "Shake." }
print(ask { "How sore?", timeout = 2, default = 3 })
hydrate()
--> 3.22 "Let your shoulders drop."
--> 5.22 "Three of ten is a dull, good ache."
--> 7.52 "No short form."
--> 8.98 "Roll both shoulders."
--> 22.313333 ~inhale
--> 22.313333 "Breathe in as it rises, out as it falls."
--> 49.38 "Let them get bigger."
--> 63.98 "Three knocks: nearly done."
--> 65.98 ~tick
--> 106.06 "Push against your hand, gently, without moving."
--> 114.14 "Stop pushing."
--> 146.02 "Once more."
--> 185.92 "Your forearm, toward the elbow."
--> 187.82 "Long, light, gliding strokes."
--> 205.04 "Breathe with the sound."
--> 225.04 "Shake your hands out."
--> 235.64 "I take three."
--> 249.76 "Take your time getting up."
--> no In as it rises
--> run --words normal
--> 3.22 "Let your shoulders drop."
--> 8.98 "Roll both shoulders."
--> 205.04 "Breathe with the sound."
--> 249.76 "Take your time getting up."
--> no as it rises
--> no Three knocks
--> run --words brief
--> 2.4 "Sit tall."
--> 3.62 "No short form."
--> 5.08 "Roll."
--> 45.08 "Bigger."
--> 65.08 "Now forwards."
--> 93.48 "Sit on your left hand."
--> 102.16 "Push, gently."
--> 108.56 "Let it lengthen."
--> 174.92 "Left."
--> 175.62 "Forearm."
--> 194.92 "Breathe."
--> 214.92 "Shake."
--> 221.42 "How sore?"
--> 225.52 "I take three."
--> 227.32 "A sip of water."
--> 238.28 "That's it."
--> no Three of ten
--> no Once more
--> no ome back
--> no knocks
--> no Take your time
--> run --words tones
--> 2.4 +0 say: Sit tall. Let your shoulders drop.
--> 2.4 +60 warm_up: Roll both shoulders.
--> 90.8 "Left."
--> 91.5 "Stretch."
--> 163.52 "Left."
--> 164.22 "Forearm."
--> 210.02 "How sore?"
--> 213.24 "No answer."
--> 214.12 "I take three."
--> no "Sh
--> no "Roll
--> no "B
--> no "Sit
--> no water."
