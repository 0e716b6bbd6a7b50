-- A number of few is counted aloud, from 1.0 s after the question, 1.2 s apart, and there are 2 s for the
-- last one; of many or of broken ones it is not.
print(ask { "How sore?", assume = 2 })
print(ask { "How sore?", min = 1, max = 3, timeout = 1 })
print(ask { "How sore?", min = 5, max = 5, timeout = 9, default = 5 })
print(ask { "How many?", max = 21, timeout = 4 })
print(ask { "How much?", min = 0.5, max = 2, timeout = 4 })
print(ask { "Well?", kind = "ready", timeout = 5 })
--> 2.4 +5.72 ask: How sore?
--> 3.9 "How sore?"
--> 5.32 "Zero."
--> 6.52 "One."
--> 7.72 "Two."
--> 8.12 +8.9 ask: How sore?
--> 11.04 "One."
--> 13.44 "Three."
--> 15.74 "No answer."
--> 17.02 +13.94 ask: How sore?
--> 19.94 "Five."
--> 28.74 "No answer."
--> 29.62 "I take five."
--> 30.96 +8 ask: How many?
--> 37.68 "No answer."
--> 38.96 +8 ask: How much?
--> 46.96 +5.6 ask: Well?
--> 52.56 +7.86 done: Done
--> no I take three.
--> print: 2
--> print: nil
--> print: 5
--> print: nil
--> print: nil
--> print: true
