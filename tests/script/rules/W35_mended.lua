say "Let go. It is OK. I am here, at 9:30 and/or later, for 30 s."
say { "Press the flat shoulder blade.", short = "" }
say "Press softly. Not hard."
say "Go up to four out of ten."
say "Do it three times, and keep abreast."
