-- A hold that feels, in a plan: all goes well, after the words and the whole ramp.
local one = hold { "The palm.", seconds = 20, reps = 2, rest = 20, sensor = "pressure", band = { 8, 12 } }
print(one.outcome, one.seconds, one.in_band, one.discomfort)
local two = hold { "The sole.", seconds = 10, reps = 1, rest = 5, band = "light", ramp = 8 }
print(two.outcome, two.seconds, two.in_band, two.discomfort)
print(sensor "pressure")
print(wait_until(function() return (sensor "pressure" or 0) > 5 end, 2))
print(set("light", 0.5))
print(calibrate { "The palm." } == nil)
--> 15.54 +34.16 hold: The palm.
--> 15.54 "Slow sounds mean press more firmly."
--> 17.68 "Fast sounds mean less pressure."
--> 19.64 "Press slowly as the sound rises."
--> 21.6 "When it stops, stay there."
--> 27.8 ~start
--> 27.8 ~inhale
--> 31.8 "Breathe in as it rises, and out as it falls."
--> 31.8 ~exhale
--> 37.8 ~halfway
--> 37.8 ~inhale
--> 41.8 ~exhale
--> 47.8 ~end
--> 49 "Let go."
--> 49.7 +6.38 ask: How much did that hurt?
--> 49.7 "Good."
--> 49.7 ~ask
--> 51.2 "How much did that hurt?"
--> 53.28 "Zero."
--> 54.48 "One."
--> 55.68 "Two."
--> 56.08 +13.62 rest: Rest
--> 56.08 "Two soft notes mean halfway."
--> 57.86 "Falling notes mean let go."
--> 69.7 +26.9 hold: The palm.
--> 69.7 ~press
--> 74.7 ~start
--> 74.7 ~inhale
--> 78.7 "Could you chat now?"
--> 78.7 ~exhale
--> 80 "If not, a bit lighter."
--> 84.7 ~halfway
--> 84.7 ~inhale
--> 88.7 ~exhale
--> 94.7 ~end
--> 95.9 "Let go."
--> 96.6 +5 rest: Rest
--> print: done 40.0 40.0 4
--> print: done 10.0 10.0 nil
--> print: nil no such device ENODEV
--> print: false
--> print: true
--> print: false
