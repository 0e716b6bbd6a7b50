warm_up { "Roll both of your shoulders back, slowly.", seconds = 30, during = {
  [10] = "And now let the circles get bigger, and bigger, and then as big as they can be.",
  [12] = "Then back.", --> W34 “Then back.” comes
} }
