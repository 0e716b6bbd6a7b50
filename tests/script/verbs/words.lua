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
breathe { seconds = 20, short = "In and out." }
rest { seconds = 5, text = "Shake your hands out.", short = "Shake." }
print(ask { "How sore?", timeout = 2, default = 3 })
hydrate()
--> 3.22 "Let your shoulders drop."
--> 5.22 "Three of ten is a dull, good ache."
--> 7.52 "No short form."
--> 8.98 "Roll both shoulders."
--> 22.313333 ~inhale
--> 22.313333 "Breathe in as it rises, and out as it falls."
--> 49.38 "Let them get bigger."
--> 63.98 "Three knocks: nearly done."
--> 65.98 ~tick
--> 104.92 "Push against your hand, gently, without moving."
--> 113 "Stop pushing."
--> 144.94 "Again."
--> 190.24 "Your forearm, toward the elbow."
--> 192.14 "Long, light, gliding strokes."
--> 209.36 "Breathe along with the sound."
--> 229.36 "Shake your hands out."
--> 252.46 "I take three."
--> 267 "Take your time getting up."
--> no In as it rises
--> run --words normal
--> 3.22 "Let your shoulders drop."
--> 8.98 "Roll both shoulders."
--> 209.36 "Breathe along with the sound."
--> 267 "Take your time getting up."
--> no as it rises
--> no Three knocks
--> run --words brief
--> 2.4 "Sit tall."
--> 3.62 "No short form."
--> 5.08 "Roll."
--> 45.08 "Bigger."
--> 65.08 "Now forwards."
--> 93.48 "Lean right."
--> 98.82 "Push, gently."
--> 105.22 "Let it get longer."
--> 177.22 "Left."
--> 177.92 "Forearm."
--> 197.22 "In and out."
--> 217.22 "Shake."
--> 223.72 "How sore?"
--> 240.32 "I take three."
--> 242.12 "Drink some water."
--> 253.26 "That's it."
--> no Three of ten
--> no "Again
--> no ome back
--> no knocks
--> no Take your time
--> run --words tones
--> 2.4 +0 say: Sit tall. Let your shoulders drop.
--> 2.4 +60 warm_up: Roll both shoulders.
--> 90.8 "Left."
--> 91.5 "Stretch."
--> 169.04 "Left."
--> 169.74 "Forearm."
--> 215.54 "How sore?"
--> 231.26 "No answer."
--> 232.14 "I take three."
--> no "Sh
--> no "Roll
--> no "B
--> no "In
--> no "Lean
--> no water."
