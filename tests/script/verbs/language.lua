-- English is English everywhere.
routine { title = "Here", lang = "en-GB" }
say "Colour."
--> 2.4 "Colour."
