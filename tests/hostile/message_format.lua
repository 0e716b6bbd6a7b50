-- expect: 2: %s%s%n%n
error "%s%s%n%n"
