say "Sit tall. --> E03 unfinished string
