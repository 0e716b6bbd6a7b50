say { "And while I am talking, and it may take a while, we begin.", wait = false }
warm_up { "Roll both of your shoulders back, slowly.", seconds = 30, during = {
  [10] = "And now let the circles get bigger, and bigger, and then as big as they can be.",
  [16] = "Then back.",
} }
