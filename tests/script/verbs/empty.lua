-- A routine in which nothing is said or done is a mistake, whatever else it does.
routine { title = "Nothing" }
every(2, function() say "Never heard." end)
--> fails: empty.lua: is empty: nothing in it is said or done
