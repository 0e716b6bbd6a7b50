-- A dry run gives the assumed answer after three seconds; without one it waits to the end of the
-- question, and silence means the default, which is said.
print(ask { "How sore?", assume = 4 })
print(ask { "How sore?", default = 6, timeout = 8 })
print(ask { "How sore?", timeout = 5 })
print(ask { "Better?", kind = "yes_no", default = false, timeout = 5 })
print(ask { "Which?", kind = "choice", choices = { "neck", "back" }, assume = "back" })
print(ask { "Ready?", kind = "ready" })
--> 2.4 +5.72 ask: How sore?
--> 2.4 ~ask
--> 3.9 "How sore?"
--> 8.12 +12.88 ask: How sore?
--> 18.84 "No answer."
--> 19.72 "I take six."
--> 21 +7.72 ask: How sore?
--> 28.72 +9.76 ask: Better?
--> 37.26 "I take no."
--> 38.48 +8.04 ask: Which?
--> 39.98 "Which?"
--> 41.08 "one: neck."
--> 42.3 "two: back."
--> 46.52 +5.6 ask: Ready?
--> print: 4
--> print: 6
--> print: nil
--> print: false
--> print: back
--> print: true
