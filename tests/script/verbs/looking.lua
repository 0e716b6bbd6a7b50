-- wait_until looks at once, then twenty times a second, and at its timeout for the last time.
local looks = 0
local function after_looks(n)
  looks = 0
  return function()
    looks = looks + 1
    return looks > n
  end
end
step { title = "At once", function() print(wait_until(after_looks(0), 10), looks) end }
step { title = "A second", function() print(wait_until(after_looks(20), 10), looks) end }
step { title = "Too late", function() print(wait_until(after_looks(1000), 0.12), looks) end }
step { title = "Now or never", function() print(wait_until(after_looks(1000), 0), looks) end }
--> 2.4 +0 step: At once
--> 2.4 +1 step: A second
--> 3.4 +0.12 step: Too late
--> 3.52 +0 step: Now or never
--> print: true 1
--> print: true 21
--> print: false 4
--> print: false 1
