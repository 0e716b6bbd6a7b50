-- A pace stretches what does not count, and nothing else.
say "Sit tall. Let go."
for side in sides() do
  locate { "Spot.", side = side }
end
hold { "Spot.", seconds = 10, reps = 1 }
stretch { "Lean.", seconds = 10 }
breathe { seconds = 10 }
hydrate "Drink."
--> 2.4 +1.92 say: Sit tall. Let go.
--> 9.84 +8.38 locate left: Spot.
--> 18.22 +5 rest right: Now the right side.
--> 38.22 +16.9 hold: Spot.
--> 70.12 +18.34 stretch: Lean.
--> run --pace 2
--> 2.4 +3.12 say: Sit tall. Let go.
--> 12.24 +15.58 locate left: Spot.
--> 27.82 +10 rest right: Now the right side.
--> 66.42 +17.3 hold: Spot.
--> 71.42 ~start
--> 81.42 ~end
--> 83.72 +15 rest: Rest
--> 98.72 +23.94 stretch: Lean.
--> 122.66 +10 breathe: Breathe
--> 132.66 +14.3 hydrate: Drink.
--> run --pace 0.5
--> 2.4 +1.32 say: Sit tall. Let go.
