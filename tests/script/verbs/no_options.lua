-- An option that nobody declared is a mistake, routine{} or not.
say "Hello."
--> 2.4 "Hello."
--> run side=left
--> refuses: no_options.lua: there is no option 'side'; this routine has none
