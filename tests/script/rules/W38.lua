say "Press any key when you lie well." --> W38 speaks of “any key”
rest { 10, text = "Think about your answer." } --> W38 speaks of “your answer”
