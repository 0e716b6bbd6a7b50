-- A dry run knows nothing of before and leaves nothing behind; what it remembered itself it knows.
remember("left", 5)
print(recall "left", recall "nothing")
print(past().count, past().days_since, past().last_pain)
print(today():find "^%d%d%d%d%-%d%d%-%d%d$")
note { pain = 4, side = "left", good = true }
print(sensor "pressure")
print(set("lamp", 0.5))
say "Hello."
--> 2.4 "Hello."
--> print: 5 nil
--> print: 0 nil nil
--> print: 1 10
--> print: nil no such device ENODEV
--> print: true
