-- A dry run gives the assumed answer after three seconds; without one it waits to the end of the
-- question, and silence means the default, which is said.
print(ask { "How sore?", assume = 4 })
print(ask { "How sore?", default = 6, max = 30, timeout = 8 })
print(ask { "How sore?", max = 40, timeout = 5 })
print(ask { "Better?", kind = "yes_no", default = false, timeout = 5 })
print(ask { "Which?", kind = "choice", choices = { "neck", "back" }, assume = "back" })
print(ask { "Ready?", kind = "ready" })
--> 2.4 +5.72 ask: How sore?
--> 2.4 ~ask
--> 3.9 "How sore?"
--> 8.12 +12.88 ask: How sore?
--> 18.84 "No answer."
--> 19.72 "I take six."
--> 21 +9 ask: How sore?
--> 30 +9.76 ask: Better?
--> 38.54 "I take no."
--> 39.76 +8.04 ask: Which?
--> 41.26 "Which?"
--> 42.36 "one: neck."
--> 43.58 "two: back."
--> 47.8 +5.6 ask: Ready?
--> print: 4
--> print: 6
--> print: nil
--> print: false
--> print: back
--> print: true
