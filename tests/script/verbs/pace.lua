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
--> 4.32 +8.38 locate left: Spot.
--> 12.7 +5 rest right: Now the right side.
--> 32.7 +16.9 hold: Spot.
--> 64.6 +18.34 stretch: Lean.
--> run --pace 2
--> 2.4 +3.12 say: Sit tall. Let go.
--> 5.52 +15.58 locate left: Spot.
--> 21.1 +10 rest right: Now the right side.
--> 59.7 +17.3 hold: Spot.
--> 64.7 ~start
--> 74.7 ~end
--> 77 +15 rest: Rest
--> 92 +23.94 stretch: Lean.
--> 115.94 +10 breathe: Breathe
--> 125.94 +14.3 hydrate: Drink.
--> run --pace 0.5
--> 2.4 +1.32 say: Sit tall. Let go.
